"""Histories are weighted as if the period that judges them had taught nothing."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from politburo.learned import posterior
from politburo.study.validation import unseen

THETA = np.array([[0.2, 10.0], [0.4, 30.0]])


class Found(SimpleNamespace):
    """Histories with parameters; `take` says which were taken."""

    def take(self, chosen):
        return np.asarray(chosen)


@pytest.fixture
def learned(monkeypatch):
    """Two sets; the second made the record of one period three times as probable as the first."""
    sets = SimpleNamespace(
        clusters=("party, early", "party, late"),
        names=("a", "b"),
        theta=THETA,
        weights=np.array([0.5, 0.5]),
        evidence=np.log([[0.1, 0.2], [0.3, 0.2]]),
        rows=lambda without="": np.arange(0 if without else 2),
    )
    monkeypatch.setattr(posterior, "read", lambda: sets)
    return sets


@pytest.fixture
def found():
    """Four histories of each set."""
    from_set = np.repeat([0, 1], 4)
    return Found(
        params={"a": THETA[from_set, 0].astype(np.float32), "b": THETA[from_set, 1], "c": np.zeros(8)}
    )


def test_the_set_that_a_period_favoured_counts_less_when_it_judges(learned, found):
    taken, how = unseen.without_period("party", "posterior", found, "early")
    assert np.bincount(taken // 4).tolist() == [6, 2]  # three to one
    assert how.period == "early" and how.effective == pytest.approx(
        1 / (4 * (0.75 / 4) ** 2 + 4 * (0.25 / 4) ** 2)
    )


def test_a_period_that_tells_nothing_between_sets_changes_nothing(learned, found):
    taken, how = unseen.without_period("party", "posterior", found, "late")
    assert taken.tolist() == list(range(8)) and how.effective == pytest.approx(8)


@pytest.mark.parametrize(
    ("case", "params", "period"),
    [("other", "posterior", "early"), ("party", "prior", "early"), ("party", "posterior", "never learned")],
)
def test_who_has_learned_nothing_from_a_period_is_judged_as_he_is(learned, found, case, params, period):
    assert unseen.without_period(case, params, found, period) == (found, None)


def test_a_history_belongs_to_the_set_it_was_drawn_from(learned, found):
    assert unseen.sets_of(found, learned.names, THETA).tolist() == [0] * 4 + [1] * 4
