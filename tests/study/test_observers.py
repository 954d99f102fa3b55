"""What observers would call a type of rule: shares of the records, and whose records are left out."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from politburo.record.course import courses, load_course
from politburo.study.forecasting import observers
from politburo.study.forecasting.observers import PRIOR, disagreement, observed
from politburo.study.forecasting.truth import RULES

SURE = dict.fromkeys(RULES, 0.0)


@pytest.fixture
def table(monkeypatch):
    """Three records of two cases: collective .8 and dual .2 twice, dual .5 and sole .5; one says nothing."""
    said = {
        "ann": [{"collective": 0.8, "dual": 0.2}, {"collective": 8.0, "dual": 2.0}, {}],
        "bob": [{"dual": 0.6, "sole": 0.4}],
        "cid": [],
    }
    horizons = lambda case: [SimpleNamespace(rule=rule) for rule in said[case]]  # noqa: E731
    monkeypatch.setattr(observers, "courses", lambda: list(said))
    monkeypatch.setattr(
        observers,
        "load_course",
        lambda case: SimpleNamespace(horizons=horizons(case)) if said[case] else None,
    )
    disagreement.cache_clear()
    yield
    disagreement.cache_clear()


def test_a_table_of_three_records_by_hand(table):
    assert PRIOR == 1.0 and RULES == ("collective", "dual", "primus", "sole")
    expected = np.eye(4)
    expected[0] = np.array([1 + 0.8 + 0.8, 0.4, 0, 0]) / 3
    expected[1] = np.array([0, 1.6, 0, 0.4]) / 2
    assert np.allclose(disagreement(frozenset()), expected)
    chances = SURE | {"collective": 0.5, "dual": 0.5}
    by_hand = 0.5 * expected[0] + 0.5 * expected[1]
    assert observed(chances) == pytest.approx(dict(zip(RULES, by_hand, strict=True)), abs=1e-6)


def test_a_case_teaches_nothing_about_itself(table):
    assert np.allclose(disagreement(frozenset({"bob"}))[1], [0, 1, 0, 0])
    assert np.allclose(disagreement(frozenset({"ann"}))[0], [1, 0, 0, 0])
    assert observed(SURE | {"dual": 1.0}, frozenset({"bob"})) == SURE | {"dual": 1.0}
    assert observed(SURE | {"dual": 1.0})["sole"] == pytest.approx(0.2)


def test_the_rows_of_the_catalog_are_probabilities_and_most_observers_agree():
    whole = disagreement(frozenset())
    assert np.allclose(whole.sum(1), 1) and (whole >= 0).all()
    assert (whole.argmax(1) == np.arange(len(RULES))).all() and (np.diag(whole) < 1).any()
    chances = dict(zip(RULES, (0.1, 0.2, 0.3, 0.4), strict=True))
    assert sum(observed(chances).values()) == pytest.approx(1, abs=4e-6)  # each is rounded


def test_each_record_of_the_catalog_is_kept_apart_from_itself():
    """Without its record the table changes exactly where it spoke."""
    whole = disagreement(frozenset())
    for case in courses():
        spoke = {
            max(RULES, key=lambda kind, said=horizon.rule: said.get(kind, 0.0))
            for horizon in load_course(case).horizons
            if sum(horizon.rule.values()) > 0
        }
        changed = (disagreement(frozenset({case})) != whole).any(1)
        assert {kind for kind, differs in zip(RULES, changed, strict=True) if differs} <= spoke
        assert changed.any() or not spoke, case
