"""Odds: what must hold whatever the case, and a curve that can be counted by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

import politburo
from politburo.errors import PolitburoError
from politburo.measures import definitions as D
from politburo.measures.likeness import distances, effective, weights
from politburo.record import DocumentedAlignment, DocumentedClash, Record
from politburo.study.odds import Odds, band, histories_needed, odds_of_history
from politburo.study.odds_record import odds_given_record

N = 100  # futures, histories
SMALL = "tests/scenarios/valid/small"


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


@pytest.fixture(scope="module")
def curve(party):
    return odds_of_history(party.resolved, history=5, every=23, futures=N)


def test_shares_are_shares_and_say_how_they_were_made(curve, tmp_path):
    assert curve.months == [0, 23, 46, 69]
    assert (curve.sole.sum(1) <= 1 + 1e-9).all() and (curve.sole >= 0).all()
    assert (curve.sole <= curve.ruling + 1e-9).mean() > 0.95  # who rules alone is nearly always in the core
    data = curve.dataset
    assert data.sole.attrs["units"] == "probability" and data.attrs["seed"] == "1"
    assert ((data.sole_low <= data.sole) & (data.sole <= data.sole_high)).all()
    plain = json.loads(curve.save(tmp_path).read_text())
    assert plain["simulated"] and plain["facts"]["futures"] == N and len(plain["nobody"]) == 4


def test_with_a_month_left_the_odds_are_what_happens(party, curve):
    """One month before the end nearly everything is decided: futures agree with the history itself."""
    block = next(party.run(N, 1).blocks())
    kind, ruler = D.rule_type(block.series, D.Thresholds())
    last = curve.sole[-1]
    if kind[5, -1] == 3:
        assert last[ruler[5, -1]] > 0.9
    else:
        assert last.max() < 0.5


def test_at_the_start_the_odds_are_those_of_the_ensemble_with_these_parameters(party, curve):
    """Futures from before the first month = histories of that origin: P(somebody rules alone) agrees with a fresh ensemble."""
    block = next(party.run(N, 1).blocks())
    own = {name: float(values[5]) for name, values in block.params.items()}
    run = party.run(128, 77, params=own)
    other = (run.accumulator.column("ruler") >= 0).mean()
    mine = curve.sole[0].sum()
    error = np.sqrt(other * (1 - other) / 128 + max(mine * (1 - mine), 0.02) / N)
    # unknown traits are drawn again in every history of an ensemble but not in futures of one: a wide margin
    assert abs(mine - other) < 4 * error + 0.25


def test_futures_differ_and_are_the_same_each_time(party, curve):
    again = odds_of_history(party.resolved, history=5, every=23, futures=N)
    assert np.array_equal(again.sole, curve.sole) and np.array_equal(again.ruling, curve.ruling)
    other = odds_of_history(party.resolved, history=6, every=69, futures=N)
    assert not np.array_equal(other.ruling[0], curve.ruling[0])


def test_last_chance_and_bands():
    resolved = politburo.load(SMALL).resolved
    sole = np.zeros((4, len(resolved.persons)))
    sole[:, 1] = [0.1, 0.5, 0.2, 0.0]
    sole[:, 2] = [0.1, 0.1, 0.1, 0.1]
    found = Odds({}, resolved, [0, 10, 20, 30], sole, sole, np.full(4, 64.0), [])
    assert found.last_chance == {resolved.persons[1].id: "1802-11"}
    low, high = band(np.array([0.0]), 64)[1:]
    assert low[0] == 0 and high[0] == pytest.approx(0.0566, abs=1e-3)
    assert histories_needed(100, 1, 64) == pytest.approx(64 * 50.5)


def clash(day, target, **how):
    plain = {
        "ruling": True, "attacker": "", "side_a": frozenset(), "side_b": frozenset(), "dispute": "", "arena": "",
        "outcome": "carried", "ayes": None, "nays": None, "abstentions": None, "sanction": "expelled", "source": "",
        "evidence": "", "confidence": "",
    }  # fmt: skip
    return DocumentedClash(date=day, target=target, **(plain | how))


def test_a_record_taken_from_a_history_singles_it_out(party):
    """Weights are largest for the history whose own course is given as the record; the odds follow it."""
    run = party.run(N, 1)
    reader = run.reader(9)
    month = 40
    clashes = [
        clash(c.date, c.target, sanction=c.sanction, outcome=c.outcome)
        for c in reader.clashes()
        if c.ruling and c.date < reader.day(month)
    ]
    rows = reader.alignments()
    ends = [*(row.start for row in rows[1:]), reader.day(69)]
    cores = [DocumentedAlignment(a.start, end, a.core, "core") for a, end in zip(rows, ends, strict=True)]
    record = Record(clashes, cores, [], {}, [])
    apart = distances(record, party.resolved, next(run.blocks()), month)
    assert np.nanargmin(np.nanmean(apart, 1)) == 9
    assert ((apart >= 0) & (apart <= 1) | np.isnan(apart)).all()
    weight = weights(apart)
    assert weight.argmax() == 9 and weight.sum() == pytest.approx(1)
    assert 1 <= effective(weight) <= N and effective(np.full(64, 1 / 64)) == pytest.approx(64)
    with pytest.raises(PolitburoError) as caught:
        odds_given_record(party.resolved, record, histories=N, every=40, width=1e-4)
    assert caught.value.problems[0].code == "weights-few"


def test_a_silent_record_weighs_all_histories_alike(party):
    found = odds_given_record(party.resolved, Record([], [], [], {}, []), histories=N, every=69)
    assert np.allclose(found.n, N)


@pytest.mark.parametrize("how", [{"every": 0}, {"futures": 0}])
def test_impossible_numbers_are_refused(party, how):
    with pytest.raises(PolitburoError) as caught:
        odds_of_history(party.resolved, **how)
    assert caught.value.problems[0].code == "usage"


def test_more_futures_than_can_be_made_are_refused():
    resolved = politburo.load("tests/scenarios/valid/small").resolved
    for wrong in ({"futures": 10**20}, {"futures": 0}, {"every": 10**20}):
        with pytest.raises(PolitburoError, match="1 to 10,000,000"):
            odds_of_history(resolved, history=0, **{"futures": 2, "every": 30} | wrong)
