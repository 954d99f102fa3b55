"""Calibration of invented worlds: a right likelihood is passed, a wrong one is seen."""

from dataclasses import replace

import numpy as np
import pytest

from politburo.study.forecasting.learning.calibration import (
    Ranks,
    Shown,
    Worlds,
    account_of,
    calibrated,
    ranks,
)
from politburo.study.forecasting.learning.lessons import Lessons
from politburo.study.forecasting.learning.outcomes import LAST, SLACK, months_of_sole, moved

SETS, CASES = 400, 12


def invented(seed, sets=SETS):
    """Twelve cases whose answer depends on the first of two parameters by a known law."""
    luck = np.random.default_rng(seed)
    places = luck.random((sets, 2))
    told = []
    for _ in range(CASES):
        slope = luck.normal(0, 4, 3)
        chances = np.exp(places[:, :1] * slope)
        chances /= chances.sum(1, keepdims=True)
        came = (luck.random((sets, 1)) > np.cumsum(chances, 1)).sum(1)
        told.append(Shown("leads", 24, 1.0, np.log(chances), came))
    return places, told


def test_a_right_likelihood_is_passed():
    for seed in range(3):
        places, told = invented(seed)
        found = ranks(places, told, lambda one: one.weight)
        assert (found.distances < found.band).all()
        assert found.coverage(0.5) == pytest.approx(0.5, abs=0.08) and found.coverage(0.9) == pytest.approx(
            0.9, abs=0.05
        )
        assert np.median(found.effective) < 0.7 * SETS  # something was learned


@pytest.mark.parametrize("broken", ["turned round", "too sure"])
def test_a_wrong_likelihood_is_seen(broken):
    places, told = invented(1)
    if broken == "turned round":
        told = [replace(one, chances=one.chances[:, ::-1]) for one in told]
    weigh = (lambda one: 6 * one.weight) if broken == "too sure" else (lambda one: one.weight)
    found = ranks(places, told, weigh)
    assert found.distances[0] > found.band  # of the parameter that matters
    assert found.coverage(0.5)[0] < 0.4 if broken == "too sure" else True


def test_nobody_is_his_own_witness_and_silence_says_nothing():
    places, told = invented(2, 40)
    silent = [replace(one, came=np.full(40, -1)) for one in told]
    found = ranks(places, silent, lambda one: one.weight)
    assert found.effective == pytest.approx(39)
    expected = np.argsort(np.argsort(places, axis=0), axis=0) / 39
    assert found.ranks == pytest.approx(expected)


def test_sets_of_a_pool_may_weigh_more_than_others_beforehand():
    """A set that stands twice in the pool is one set of twice the weight."""
    places, told = invented(4, 60)
    twice = np.r_[np.arange(60), 7]
    doubled = [replace(one, chances=one.chances[twice], came=one.came[twice]) for one in told]
    before = np.where(np.arange(60) == 7, 2.0, 1.0)
    once, both = (
        ranks(places, told, lambda one: one.weight, before),
        ranks(places[twice], doubled, lambda one: one.weight),
    )
    others = np.delete(np.arange(60), 7)
    assert once.ranks[others] == pytest.approx(both.ranks[others])


def test_distances_and_coverage_by_hand():
    found = Ranks(np.array([[0.1], [0.5], [0.9]]), np.ones(3))
    assert found.distances == pytest.approx([1 / 3 - 0.1]) and found.coverage(0.5) == pytest.approx([1 / 3])


def test_dates_are_recorded_as_the_likelihood_says():
    chances = months_of_sole(np.array([[10, LAST]]), 1.0)
    assert chances.sum() == pytest.approx(1)
    near = chances[0, 10 - SLACK : 11 + SLACK]
    assert near == pytest.approx(np.full(2 * SLACK + 1, (1 / 7 + 1 / 61) / 3))
    assert chances[0, LAST] == pytest.approx((1 + 1 / 61) / 3)
    assert moved(np.array([1, LAST]), np.array([-3, -3])).tolist() == [0, LAST]


def test_worlds_of_real_cases_from_end_to_end(tmp_path):
    lessons = Lessons(["mozambique-1969"], flagship=False, histories=3, workers=1)
    found = calibrated(lessons, 12, 5, folder=tmp_path)
    again = calibrated(lessons, 12, 5, folder=tmp_path)
    assert all(np.array_equal(found[name].ranks, again[name].ranks) for name in found)
    assert found["as learned"].ranks.shape == (12, len(lessons.space.names))
    account = account_of(found, lessons, 12, 5)
    assert account["cases"] == 1 and set(account["ways"]) == {"one datum a case", "as learned"}


def test_what_sets_say_is_what_they_are_scored_by():
    lessons = Lessons(["turkey-1938"], flagship=False, histories=3, workers=1)
    worlds = Worlds(lessons, 1)
    theta = lessons.space.at(np.random.default_rng(0).random((3, len(lessons.space.names))))
    told = worlds.read(worlds.shown(theta))
    case, scores = worlds.cases[0], lessons.log_scores(theta)
    place = case.answers.index(case.succession.course.horizons[0].leader)
    assert told[0].chances[:, place] == pytest.approx(scores[:, 0])
    first, last = case.sole
    assert np.log(np.exp(told[-1].chances)[:, first : last + 1].sum(1)) == pytest.approx(scores[:, -1])
