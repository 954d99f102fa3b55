"""How sure a ruling coalition is: against an exact probability, against drawing one by one, and its own laws."""

from __future__ import annotations

from collections import Counter
from math import erf, log, sqrt

import numpy as np
import pytest

from politburo.power.coalitions import ruling_coalition
from politburo.power.exact import GameError
from politburo.power.probability import FINE, ruling_probability


def test_two_persons_have_a_closed_form():
    """The stronger rules alone: person 1 with probability Phi(ln(w1 / w0) / (s sqrt 2))."""
    found = ruling_probability([10, 12], uncertainty=0.15, draws=40_000)
    expected = (1 + erf(log(1.2) / (0.15 * sqrt(2)) / sqrt(2))) / 2
    assert found.persons[1] == pytest.approx(expected, abs=4 * sqrt(expected * (1 - expected) / 40_000))
    assert found.coalitions.get((0, 1), 0) < 0.001  # exactly equal when rounded


@pytest.mark.parametrize("n", [4, 14])
def test_agrees_with_drawing_one_game_after_another(n):
    powers, draws = np.arange(3, 3 + n).tolist(), 300
    found = ruling_probability(powers, "0.6", uncertainty=0.1, draws=draws, seed=5)
    luck = np.random.default_rng(5).standard_normal((draws, n))
    alone = Counter()
    for game in np.array(powers) * np.exp(0.1 * luck):
        alone[ruling_coalition(np.rint(game / game.sum() * FINE).astype(int).tolist(), "0.6").members] += 1
    distance = (
        sum(abs(found.coalitions.get(c, 0) - alone[c] / draws) for c in {*found.coalitions, *alone}) / 2
    )
    assert distance < (0.02 if n <= 12 else 1e-12)  # in a batch powers are rounded to 16 bits


def test_laws():
    found = ruling_probability([3, 4, 5, 10, 2], uncertainty=[0.3, 0, 0.1, 0.2, 0.5], draws=3000)
    assert sum(found.coalitions.values()) == pytest.approx(1)
    assert list(found.coalitions.values()) == sorted(found.coalitions.values(), reverse=True)
    assert found.persons[3] == pytest.approx(sum(p for c, p in found.coalitions.items() if 3 in c))
    assert 1 <= found.effective <= len(found.coalitions)
    again = ruling_probability([30, 40, 50, 100, 20], uncertainty=[0.3, 0, 0.1, 0.2, 0.5], draws=3000)
    assert again.coalitions == found.coalitions
    assert ruling_probability([3, 4, 5, 10], uncertainty=0.2, seed=2) != ruling_probability(
        [3, 4, 5, 10], uncertainty=0.2
    )


def test_without_uncertainty_ties_share():
    assert ruling_probability([1, 1, 1], uncertainty=0, draws=7).coalitions == {
        pair: pytest.approx(1 / 3) for pair in ((0, 1), (0, 2), (1, 2))
    }


@pytest.mark.parametrize(
    ("powers", "how", "code"),
    [
        ([1] * 21, {"uncertainty": 0.1}, "game-size"),
        ([], {"uncertainty": 0.1}, "game-size"),
        ([1, 0], {"uncertainty": 0.1}, "power-not-positive"),
        ([1, 2], {"uncertainty": -0.1}, "value-range"),
        ([1, 2], {"uncertainty": [0.1, 0.2, 0.3]}, "value-range"),
        ([1, 2], {"uncertainty": float("nan")}, "value-range"),
        ([1, 2], {"uncertainty": 0.1, "draws": 0}, "value-range"),
        ([1, 2], {"uncertainty": 0.1, "alpha": 0.2}, "alpha-out-of-range"),
    ],
)
def test_bad_input(powers, how, code):
    with pytest.raises(GameError) as caught:
        ruling_probability(powers, **how)
    assert caught.value.code == code
