"""Histories move only on purpose."""

from __future__ import annotations

import pytest

import golden_runs
from golden_runs import CASES
from politburo.mechanisms import MONTH
from politburo.model import params as parameters
from politburo.vocab import EventKind


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_histories_have_not_moved(case):
    moved = golden_runs.first_difference(case)
    assert moved is None, (
        f"{moved}\n\nHistories have moved. If that is meant, write a line in MODEL.md that says what changed in the model and why, "
        "then run `python tests/golden_runs.py --update`."
    )


def test_a_run_that_moves_is_noticed_where_it_moved():
    case = CASES[0]
    pace = golden_runs.party_of(case).params[0, list(parameters.FIELDS).index("pace")]
    moved = golden_runs.first_difference(case._replace(fixed={"pace": 1.2 * pace}))
    assert moved is not None and "appointments" in moved.splitlines()[0]


def test_between_them_everything_happens_that_can_happen():
    """Every kind of event is told, and every mechanism that writes anything changes something that counts."""
    text = [
        line
        for case in CASES
        for line in (golden_runs.FOLDER / f"{case.name}.txt").read_text("utf-8").splitlines()
    ]
    kinds = {line.split()[0] for line in text if line.startswith("    ")}
    moved = {line.split()[2] for line in text if line.startswith("month")}
    assert kinds == {kind.word for kind in EventKind} - {EventKind.NOTHING.word}
    assert moved == {mechanism.name for mechanism in MONTH if mechanism.writes}
