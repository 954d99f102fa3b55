"""Histories move only on purpose."""

from __future__ import annotations

import pytest

import golden_runs
from side_by_side import CASES, Record


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_histories_have_not_moved(case):
    moved = golden_runs.first_difference(case)
    assert moved is None, (
        f"{moved}\n\nHistories have moved. If that is meant, write a line in MODEL.md that says what changed in the model and why, "
        "then run `python tests/golden_runs.py --update`."
    )


def test_a_run_that_moves_is_noticed_where_it_moved():
    case = CASES[0]
    numbers = vars(case.numbers) | {"pace": 1.2 * case.numbers.pace}
    moved = golden_runs.first_difference(case._replace(numbers=Record(**numbers)))
    assert moved is not None and "appointments" in moved.splitlines()[0]
