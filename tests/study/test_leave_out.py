"""Weights from the rest of the record, against answers worked out by hand."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_implied import H, M, item, made, party

from politburo.measures.signals import NEVER
from politburo.study.evidence.likelihood import (
    LEAST_EFFECTIVE,
    MISCODED,
    MISDATED,
    drawn,
    effective,
    log_likelihood,
    weighted_by,
    weights,
)


@given(st.lists(st.floats(-500, 0), min_size=4, max_size=60))
def test_weights_keep_a_quarter_of_the_histories(evidence):
    evidence = np.array(evidence)
    w, temper = weights(evidence)
    assert w.sum() == pytest.approx(1) and 0 <= temper <= 1
    assert effective(w) >= LEAST_EFFECTIVE * len(evidence) - 1e-3
    assert (np.diff(w[np.argsort(evidence, kind="stable")]) >= -1e-12).all()  # more evidence, more weight


def test_all_evidence_is_used_where_the_histories_can_bear_it():
    evidence = np.log([0.5, 1.0, 1.0, 1.5])
    w, temper = weights(evidence)
    assert temper == 1.0 and w == pytest.approx([0.125, 0.25, 0.25, 0.375])


def test_histories_are_drawn_as_often_as_their_weight_says():
    assert drawn(np.array([0.5, 0.25, 0.25, 0.0])).tolist() == [0, 0, 1, 2]
    assert drawn(np.full(7, 1 / 7)).tolist() == list(range(7))


def test_likelihoods_by_hand():
    rule = np.zeros((H, M), int)
    rule[:10] = 3
    coded = log_likelihood(item("rule", "coded", subject="sole:0.8;collective:0.2"), party(), made(rule=rule))
    assert math.exp(coded[0]) == pytest.approx((1 - MISCODED) * 0.8 + MISCODED / 2)
    reached = np.full((H, 3), NEVER)
    reached[0, 0], reached[1, 0] = 12.0, 2.0
    dated = item("event", "dated", arena="lost-post", subject="ada", date=date(1901, 6, 1), spread=0.0)
    signals = made(reached={"lost-post": reached})
    found = np.exp(log_likelihood(dated, party(), signals))
    assert found[:3] == pytest.approx([1 - MISDATED, MISDATED, MISDATED])
    waiting = np.exp(log_likelihood(replace(dated, censored="right"), party(), signals))
    assert waiting[:3] == pytest.approx([MISDATED, MISDATED, 1 - MISDATED])
    assert log_likelihood(item("officials", "none"), party(), made()) is None


def test_a_silent_history_counts_as_the_average():
    votes = np.array([[0, 12, 1, 20, 80], [1, 12, 1, 60, 40]])
    asked = item("vote", "beta-binomial", arena="committee", value=20.0, of=100.0, spread=50.0)
    found = np.exp(log_likelihood(asked, party(), made(votes=votes)))
    assert found[2] == pytest.approx(found[:2].mean()) and found[0] > found[1]


def test_the_weighted_histories_agree_better_with_what_they_learnt_from():
    members = np.repeat(np.linspace(50, 150, H)[:, None], M, axis=1)
    asked = [item("members", "log-normal", value=120.0, spread=0.05)]
    told, temper, worth = weighted_by(asked, party(), made(members=members))
    assert told.histories == H and worth >= LEAST_EFFECTIVE * H - 1e-3 and 0 < temper < 1
    assert abs(told.members[:, 0].mean() - 120) < abs(members[:, 0].mean() - 120)
    assert weighted_by([], party(), made())[1:] == (1.0, H)
