"""Weights without some data: against answers that are known, and sets sampled anew where weights cannot do it."""

import math

import numpy as np
import pytest

from politburo.learned import posterior as table
from politburo.learned.left_out import again, pareto, quantiles, smoothed, trusted, unseen, without
from politburo.learned.sampler import carried, logit, sample
from politburo.learned.saved_scores import SavedScores
from politburo.learned.space import Space
from politburo.study.forecasting import forecast as forecasting
from politburo.study.forecasting.learning.learn import apart
from politburo.study.forecasting.learning.lessons import Lessons
from politburo.study.running import parameters
from politburo.study.running.ensemble import load

SPACE = Space(("formal_weight", "stability"))


def test_a_pareto_tail_is_recognised():
    p = (np.arange(4000) + 0.5) / 4000
    for k in (0.2, 0.6, 1.2):
        found, scale = pareto(quantiles(p, k, 2.0))
        assert found == pytest.approx(k, abs=0.05) and scale == pytest.approx(2.0, rel=0.1)


def test_weights_by_hand_where_there_is_nothing_to_smooth():
    w, k = smoothed(np.zeros(50))
    assert w == pytest.approx(np.full(50, 0.02)) and k == -math.inf
    few = np.array([0.0, math.log(3), 0.0, 0.0])
    assert smoothed(few)[0] == pytest.approx([1 / 6, 1 / 2, 1 / 6, 1 / 6]) and smoothed(few)[1] == math.inf


def test_one_wild_ratio_is_tamed_and_told():
    ratios = np.random.default_rng(0).normal(0, 0.1, 200)
    ratios[7] = 6.0
    w, k = smoothed(ratios)
    raw = np.exp(ratios) / np.exp(ratios).sum()
    assert k > trusted(200) and w[7] < raw[7] and w.argmax() == 7
    assert smoothed(np.random.default_rng(0).normal(0, 0.3, 200))[1] < 0.4


def two_data(theta):
    """Two Gaussian data about the first parameter: the posterior with both is known, and that with either."""
    u = SPACE.place(theta)[:, 0]
    return np.stack([-0.5 * ((u - 0.4) / 0.1) ** 2, -0.5 * ((u - 0.6) / 0.2) ** 2], 1)


def test_weights_and_new_sets_give_the_posterior_without_a_datum():
    saved = SavedScores(two_data)
    found = sample(SPACE, saved, np.ones(2), 600, 3)
    u = SPACE.place(found.theta)[:, 0]
    assert u.mean() == pytest.approx(0.44, abs=0.02) and u.std() == pytest.approx(125**-0.5, rel=0.15)
    w, k = smoothed(-found.scores[:, 1])
    assert k < trusted(600)
    assert w @ u == pytest.approx(0.4, abs=0.03)
    assert math.sqrt(w @ (u - w @ u) ** 2) == pytest.approx(0.1, rel=0.25)
    z = logit(SPACE.place(found.theta))
    anew = carried(SPACE, saved, np.ones(2), np.array([1.0, 0.0]), z, found.scores, 11)
    v = SPACE.place(anew.theta)[:, 0]
    assert v.mean() == pytest.approx(0.4, abs=0.03) and v.std() == pytest.approx(0.1, rel=0.25)


CASES = ["mozambique-1969", "turkey-1938"]


@pytest.fixture(scope="module")
def lessons():
    return Lessons(CASES, flagship=False, histories=2, workers=1)


@pytest.fixture(scope="module")
def learned(lessons):
    saved = SavedScores(lessons.log_scores)
    found = sample(lessons.space, saved, lessons.weights, 16, 1, passes=1)
    return found, table.gathered(lessons, found, found.scores, 16, 1)


def test_a_case_is_left_out_by_one_over_its_likelihood(lessons, learned):
    _, posterior = learned
    found = without(posterior, ["turkey-1938"])
    expected, k = smoothed(-posterior.evidence[:, posterior.clusters.index("turkey-1938")])
    expected = expected * posterior.weights
    assert found.weights == pytest.approx(expected / expected.sum()) and found.k == k and not found.anew
    assert np.array_equal(without(posterior, ["elsewhere"]).weights, posterior.weights)
    sets = unseen(posterior, ["turkey-1938"])
    assert np.array_equal(sets.values, posterior.theta) and np.array_equal(sets.weights, found.weights)
    both = without(posterior, CASES).weights
    assert np.ptp(both / posterior.weights) > 0 and not np.array_equal(both, found.weights)


def test_sets_sampled_anew_are_kept_in_the_table_and_used(lessons, learned, tmp_path):
    sample_, posterior = learned
    new = again(lessons, sample_, SavedScores(lessons.log_scores), "turkey-1938", 1, sets=8, passes=1)
    whole = table.with_left_out(
        posterior, lessons, {"turkey-1938": new}, {"turkey-1938": 0.9, "mozambique-1969": math.inf}
    )
    path = tmp_path / "posterior.csv"
    table.written(whole, path)
    read = table.read(path)
    assert read.header.k_hat == {"turkey-1938": 0.9, "mozambique-1969": table.LARGE}
    assert read.rows().tolist() == list(range(len(posterior.theta)))
    found = without(read, ["turkey-1938"])
    assert found.anew
    assert np.isclose(read.theta[found.rows][:, None], new.theta[None]).all(2).any(1).all()
    assert found.weights.sum() == pytest.approx(1) and not without(read, ["mozambique-1969"]).anew


def test_what_weights_cannot_do_is_sampled_anew(lessons, learned, monkeypatch):
    sample_, posterior = learned
    asked = []

    def noted(lessons, found, saved, name, seed):
        asked.append(name)
        return found

    monkeypatch.setattr("politburo.study.forecasting.learning.learn.again", noted)
    monkeypatch.setattr("politburo.study.forecasting.learning.learn.trusted", lambda sets: -math.inf)
    apart(lessons, posterior, sample_, SavedScores(lessons.log_scores), 1)
    assert asked == [name for name in lessons.clusters if without(posterior, [name]).k > -math.inf]
    asked.clear()
    monkeypatch.setattr("politburo.study.forecasting.learning.learn.trusted", lambda sets: math.inf)
    found = apart(lessons, posterior, sample_, SavedScores(lessons.log_scores), 1)
    assert asked == [] and set(found.header.k_hat) == set(lessons.clusters)


def test_no_case_is_forecast_with_sets_that_have_seen_it(learned, tmp_path, monkeypatch):
    _, posterior = learned
    table.written(posterior, tmp_path / "posterior.csv")
    monkeypatch.setattr(table, "HOME", tmp_path / "posterior.csv")
    used = []

    def noted(party, histories, seed, *, params, **how):
        used.append(params)
        raise StopIteration

    monkeypatch.setattr(forecasting, "blocks", noted)
    for case in ("turkey-1938", "laos-1992"):
        with pytest.raises(StopIteration):
            forecasting.forecast(load(case), 4)
    apart_, whole = used
    read = parameters.learned("posterior")
    assert apart_.weights == pytest.approx(without(read, ["turkey-1938"]).weights)
    assert apart_.weights != pytest.approx(read.weights) and whole.weights == pytest.approx(read.weights)
    assert forecasting.parameters_of(load("turkey-1938"), apart_) != forecasting.parameters_of(
        load("laos-1992"), whole
    )
