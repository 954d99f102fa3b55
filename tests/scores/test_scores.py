"""Scores against answers worked out by hand, and the property that makes them worth using: honesty pays."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from politburo.scores.differences import mean_over
from politburo.scores.proper import brier, crps_months, crps_sample, log_score, ranked_probability
from politburo.scores.ranks import coverage, kendall_tau, place_in, tail
from politburo.scores.skill import skill

RULES = ("collective", "dual", "primus", "sole")
chances = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(
    lambda row: dict(zip(RULES, (np.array(row) / sum(row)).tolist(), strict=True))
)


def test_log_score_by_hand():
    assert log_score({"a": 0.25, "b": 0.75}, {"a": 1}) == pytest.approx(math.log(4))
    assert log_score({"a": 0.5, "b": 0.5}, {"a": 0.3, "b": 0.7}) == pytest.approx(math.log(2))
    assert log_score({"a": 1.0}, {"b": 1.0}) == math.inf
    assert log_score({"a": 1.0, "b": 0.0}, {"a": 1.0}) == 0.0


def test_brier_by_hand():
    assert brier({"a": 1.0}, {"b": 1.0}) == 2.0
    assert brier({"a": 0.6, "b": 0.4}, {"a": 1}) == pytest.approx(0.32)
    # half and half: the mean of the two scores
    both = (brier({"a": 0.6, "b": 0.4}, {"a": 1}) + brier({"a": 0.6, "b": 0.4}, {"b": 1})) / 2
    assert brier({"a": 0.6, "b": 0.4}, {"a": 0.5, "b": 0.5}) == pytest.approx(both)


def test_ranked_probability_by_hand():
    score = ranked_probability({"collective": 0.5, "sole": 0.5}, {"dual": 1}, RULES)
    assert score == pytest.approx((0.25 + 0.25 + 0.25) / 3)
    near = ranked_probability({"primus": 1}, {"sole": 1}, RULES)
    assert near < ranked_probability({"collective": 1}, {"sole": 1}, RULES) == 1


@given(chances, chances)
def test_nobody_gains_by_saying_what_he_does_not_believe(belief, said):
    """Propriety: the expected score under a belief is least when the belief itself is the forecast."""
    for score in (log_score, brier, lambda f, t: ranked_probability(f, t, RULES)):
        assert score(belief, belief) <= score(said, belief) + 1e-12


def test_crps_of_dates_with_censoring():
    assert crps_months([1.0, 1.0, 1.0], 2) == 2.0  # two months too early
    assert crps_months([0.0, 0.0, 0.0], 3) == 0.0  # rightly "not within the window"
    assert crps_months([0.0, 0.0, 0.0], 1) == 2.0
    assert crps_months([0.0, 0.0, 1.0], 1, 2) == 0.5  # known to a pair of months
    assert crps_months([0.5] * 4, 50) == crps_months([0.5] * 4, 4) == 1.0  # how far beyond does not matter


def test_crps_of_a_sample_is_the_integral_it_stands_for():
    sample, value = np.array([0.3, 1.1, 2.6, 2.6]), 1.4
    grid = np.linspace(-1, 4, 500_001)
    ahead = np.searchsorted(np.sort(sample), grid, side="right") / len(sample)
    integral = np.sum((ahead - (grid >= value)) ** 2) * (grid[1] - grid[0])
    assert crps_sample(sample, value) == pytest.approx(integral, abs=1e-4)


def test_kendall_tau_with_ties_and_never():
    assert kendall_tau([1, 2, 3, 4], [1, 2, 3, 4]) == 1
    assert kendall_tau([1, 2, 3, 4], [4, 3, 2, 1]) == -1
    # 6 pairs: x ties one, y ties one other; 4 agree: 4 / sqrt(5 * 5)
    assert kendall_tau([1, 1, 2, math.inf], [1, 2, 2, math.inf]) == pytest.approx(4 / 5)
    assert math.isnan(kendall_tau([math.inf, math.inf], [1, 2]))


def test_coverage_place_and_tail():
    assert coverage([0, 0, 0], [1, 1, 1], [0, 1, 1.5]) == pytest.approx(2 / 3)
    assert math.isnan(coverage([], [], []))
    assert place_in(range(10), 2.5) == 0.3
    assert tail(0.3) == pytest.approx(tail(0.7)) == pytest.approx(0.6)


def test_skill_and_its_blocks():
    found = skill([1, 1, 3, 3], [2, 2, 2, 2], ["a", "a", "b", "b"])
    assert (found.skill, found.items, found.blocks) == (0.0, 4, 2)
    assert found.low == pytest.approx(-0.5) and found.high == pytest.approx(0.5)  # both from one block only
    alone = skill([1.0], [2.0], ["a"])
    assert alone.skill == 0.5 and math.isnan(alone.low)
    hopeless = skill([1.0, 1.0], [0.0, 0.0], ["a", "b"])  # the rival was perfect: no interval, no warning
    assert math.isnan(hopeless.skill) and math.isnan(hopeless.low)
    assert skill([0.0], [0.0], ["a"]).skill == 0.0 and math.isnan(skill([1.0], [0.0], ["a"]).skill)


def test_the_interval_of_a_mean_is_that_of_whole_clusters():
    """Two clusters of 1 and 3: a resampling has the first twice, both, or the second twice, one in four each time."""
    found = mean_over([1.0, 1.0, 3.0, 3.0], ["a", "a", "b", "b"])
    assert (found.mean, found.low, found.high, found.items, found.clusters) == (2.0, 1.0, 3.0, 4, 2)
    many = mean_over([float(k % 10) for k in range(400)], [str(k) for k in range(400)])
    spread = 1.645 * math.sqrt(8.25 / 400)
    assert many.low == pytest.approx(4.5 - spread, abs=0.02) and many.high == pytest.approx(
        4.5 + spread, abs=0.02
    )


def test_the_bootstrap_interval_covers_at_its_rate():
    """Losses of 40 blocks with mean 1 against 2: in nine of ten worlds the interval holds the true skill of one half."""
    random = np.random.default_rng(1)
    inside = 0
    for world in range(100):
        losses = random.exponential(1.0, 40)
        found = skill(losses, np.full(40, 2.0), [str(k) for k in range(40)], seed=world)
        inside += found.low <= 0.5 <= found.high
    assert 80 <= inside <= 98
