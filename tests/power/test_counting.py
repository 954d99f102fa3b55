"""Counts of winning coalitions and swings by size, against all coalitions looked at one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from politburo.power import coalitions, counting
from politburo.power.bargaining import Actor
from politburo.power.challenge import expected_utility
from politburo.power.coalitions import ruling_coalition
from politburo.power.exact import GameError, array
from politburo.power.weighted import WeightedGame

GAMES = [
    ((3, 2, 2, 1), 5, ()),
    ((4, 3, 2, 1, 1), 6, (0,)),
    ((4, 3, 2, 1, 1), 7, (0, 3)),
    ((1, 1, 1), 3, (1,)),
    ((5, 1, 1), 2, ()),
]


def by_hand(weights, quota, vetoes, sizes: bool):
    """(swings, winning) by trying every coalition."""
    n = len(weights)

    def wins(coalition) -> bool:
        return set(vetoes) <= set(coalition) and sum(weights[i] for i in coalition) >= quota

    every = [c for k in range(n + 1) for c in combinations(range(n), k)]
    winning, swings = [0] * (n + 1), [[0] * n for _ in weights]
    for coalition in every:
        winning[len(coalition)] += wins(coalition)
        for i in set(range(n)) - set(coalition):
            swings[i][len(coalition)] += wins({*coalition, i}) and not wins(coalition)
    return (swings, winning) if sizes else ([[sum(row)] for row in swings], [sum(winning)])


@pytest.mark.parametrize(("weights", "quota", "vetoes"), GAMES)
@pytest.mark.parametrize("sizes", [True, False])
def test_counts_are_those_of_all_coalitions(weights, quota, vetoes, sizes):
    game = WeightedGame(weights, quota, vetoes=vetoes)
    wanted = by_hand(weights, quota, vetoes, sizes)
    others = [i for i in range(len(weights)) if i not in vetoes]
    left = quota - sum(weights[i] for i in vetoes)
    rows, quotas = ((tuple(weights[i] for i in others),), (left,)) if left > 0 else ((), ())
    inner = counting.count(rows, quotas, len(others), sizes=sizes)
    found = game._with_vetoes(inner, others, sizes)
    assert (found.swings, found.winning) == wanted
    if sizes:
        found = counting.count_table(game._table())
        assert (found.swings, found.winning) == wanted


def test_the_work_of_a_count_is_estimated_by_its_cells():
    assert counting.steps((), (), sizes=True) == 0
    assert counting.steps(((3, 2, 2, 1),), (4,), sizes=False) == 4 * 5 * 8
    assert counting.steps(((3, 2, 2, 1),), (4,), sizes=True) == 4 * 5 * 8 * 4
    assert counting.steps(((3, 2), (1, 1)), (4, 2), sizes=False) == 2 * 5 * 3 * 8


def test_as_many_solutions_as_are_allowed_are_listed(monkeypatch):
    ties = len(ruling_coalition([1, 1, 1, 1, 1]).ties)
    assert ties > 1
    monkeypatch.setattr(coalitions, "MOST_TIES", ties)
    assert len(ruling_coalition([1, 1, 1, 1, 1]).ties) == ties
    monkeypatch.setattr(coalitions, "MOST_TIES", ties - 1)
    with pytest.raises(GameError, match=f"at most {ties - 1}"):
        ruling_coalition([1, 1, 1, 1, 1])


@pytest.mark.parametrize(
    "values", [np.array(["a", "b"]), np.array([None, 1.0], object), np.array([{}, 1], object)]
)
def test_arrays_of_anything_but_numbers_are_refused_in_words(values):
    with pytest.raises(GameError):
        array(values, "opinions")


def test_bargaining_goes_on_for_all_rounds_where_no_move_is_small_enough():
    actors = [Actor("a", 1, (0.0,), (1.0,)), Actor("b", 5, (5.0,), (1.0,)), Actor("c", 1, (10.0,), (1.0,))]
    forecast = expected_utility(actors, rounds=4, still=0.0)
    assert len(forecast.rounds) == 4 and not forecast.settled
    assert expected_utility(actors, rounds=4).settled
