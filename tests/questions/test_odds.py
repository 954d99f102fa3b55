"""Odds: what must hold whatever the case, and a curve that can be counted by hand."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

import politburo
from politburo.errors import PolitburoError
from politburo.measures import definitions as D
from politburo.record import Record
from politburo.record.items import Item
from politburo.study.evidence import by_month
from politburo.study.questions.odds import Odds, band, histories_needed, odds_of_history
from politburo.study.questions.odds_given_record import FEWEST, odds_given_record, open_months
from politburo.study.running.given_record import Filter
from politburo.words.odds import odds_answer

N = 100  # futures, histories
SMALL = "tests/scenarios/valid/small"
SILENT = Record([], [], [], {}, [])


def item(kind, error, **facts):
    nan = float("nan")
    blank = dict.fromkeys(Item.__dataclass_fields__, "") | {"item": "x", "until": None, "contested": False}
    return Item(
        **(blank | dict.fromkeys(("value", "of", "spread"), nan) | {"kind": kind, "error": error} | facts)
    )


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
    assert histories_needed(100, range(100), 64) == pytest.approx(64 * 50.5)


def test_a_silent_record_weighs_all_histories_alike(party):
    found = odds_given_record(party.resolved, SILENT, histories=N, every=69)
    assert np.allclose(found.n, N)
    assert found.facts["counted"] == [{"effective": float(N), "ancestors": N}] * 2


def test_the_record_moves_the_odds_and_counts_its_ancestors(party):
    """Of histories in which a person is on record as attacked, those agree in which he is; what went before is as without it."""
    plain = odds_given_record(party.resolved, SILENT, histories=256, every=23, params="prior")
    event = item("event", "dated", arena="lost-bureau", subject="clara", date=date(1802, 9, 1))
    known = Record([], [], [], {}, [event])
    told = odds_given_record(party.resolved, known, histories=256, every=23, params="prior")
    counted = told.facts["counted"]
    assert told.months == [0, 23, 46, 69] and counted[0]["ancestors"] == 256
    assert FEWEST <= counted[1]["ancestors"] < 256 and told.n[1] <= counted[1]["ancestors"]
    assert np.array_equal(told.ruling[0], plain.ruling[0])
    clara = [person.id for person in party.resolved.persons].index("clara")
    assert told.ruling[1, clara] < plain.ruling[1, clara] - 0.05
    assert told.facts["record"] != plain.facts["record"]


def test_weights_that_are_worth_more_than_half_are_used_as_they_are(party):
    mild = item("members", "log-normal", date=date(1803, 1, 1), value=1400.0, spread=0.3)
    told = odds_given_record(party.resolved, Record([], [], [], {}, [mild]), histories=128, every=23)
    counted = told.facts["counted"][1]
    assert counted["ancestors"] == 128 and 64 < told.n[1] < 126
    assert told.n[1] == pytest.approx(counted["effective"], abs=0.06)


def test_nothing_is_said_where_few_ancestors_are_left(party, monkeypatch):
    with pytest.raises(PolitburoError) as caught:
        odds_given_record(party.resolved, SILENT, histories=FEWEST - 1, every=40)
    assert caught.value.problems[0].code == "weights-few"
    monkeypatch.setattr(Filter, "floor", lambda filter, month: 1.0)
    sharp = item("members", "log-normal", date=date(1804, 1, 1), value=1300.0, spread=0.01)
    late = item("committee-size", "log-normal", date=date(1804, 2, 1), value=30.0, spread=0.01, item="y")
    monkeypatch.setattr(by_month, "MISCOUNTED", 1e-99)
    found = odds_given_record(party.resolved, Record([], [], [], {}, [sharp, late]), histories=64, every=23)
    ancestors = [row["ancestors"] for row in found.facts["counted"]]
    assert ancestors[1] == 64 and ancestors[2] < FEWEST
    assert np.isnan(found.sole[2:]).all() and not np.isnan(found.sole[:2]).any()
    told = odds_answer(found.to_json())
    assert told.tables[0].rows[2][-1] == str(ancestors[2])
    assert all(cell == f"{ancestors[2]} ancestors: too few" for cell in told.tables[0].rows[2][1:-2])


def test_months_whose_record_is_sealed_are_left_out():
    marks, day = open_months(politburo.load("ussr-1922").resolved, 5)
    assert marks[-1] == 45 and day == date(1925, 12, 31)


@pytest.mark.parametrize("how", [{"every": 0}, {"futures": 0}])
def test_impossible_numbers_are_refused(party, how):
    with pytest.raises(PolitburoError) as caught:
        odds_of_history(party.resolved, history=0, **how)
    assert caught.value.problems[0].code == "usage"


def test_more_futures_than_can_be_made_are_refused():
    resolved = politburo.load("tests/scenarios/valid/small").resolved
    for wrong in ({"futures": 10**20}, {"futures": 0}, {"every": 10**20}):
        with pytest.raises(PolitburoError, match="1 to 10,000,000"):
            odds_of_history(resolved, history=0, **{"futures": 2, "every": 30} | wrong)
