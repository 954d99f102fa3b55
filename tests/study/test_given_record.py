"""Histories given a record: the filter against plain histories weighed one by one, and what must hold whatever the record."""

from __future__ import annotations

import dataclasses
import json
import math
import random
from datetime import date

import numpy as np
import pytest
from test_implied import item

import politburo
from politburo import MODEL_VERSION, engine, scenario
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.measures.signals import signals
from politburo.record import Record
from politburo.study.evidence.by_month import MISCOUNTED, Evidence, tolerant
from politburo.study.evidence.likelihood import MISDATED
from politburo.study.running import given_record, graft, particles
from politburo.study.running.given_record import Filter, Given, known_day
from politburo.study.running.parameters import values_of
from politburo.study.running.particles import bearable, effective_origins, systematic

SMALL = "tests/scenarios/valid/small"
DAY = date(1803, 8, 31)
MONTH = 29  # that of the day
ITEMS = [
    item("committee-size", "log-normal", item="committee", date=date(1802, 2, 1), value=12.0, spread=0.2),
    item("members", "log-normal", item="members", date=date(1802, 11, 1), value=1150.0, spread=0.1),
    item("bureau-size", "log-normal", item="bureau", date=date(1803, 6, 1), value=6.0, spread=0.05),
    item("event", "dated", item="ada", arena="censured", subject="ada", date=date(1801, 9, 1)),
    item("event", "dated", item="clara", arena="censured", subject="clara", date=date(1805, 1, 1)),
    item("event", "dated", item="bruno", arena="lost-post", subject="bruno", date=date(1805, 1, 1)),
]


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


@pytest.fixture(scope="module")
def world(party):
    return engine.Prepared(scenario.lower(party.resolved))


def record(*items):
    return Record([], [], [], {}, list(items))


def started(world, histories, seed=1):
    params = values_of(None, politburo.load(SMALL).resolved.parameters)
    return graft.course(world, seed, range(histories), params)


def filtered(party, world, histories, items=ITEMS, seed=1):
    return Filter(started(world, histories, seed), party.resolved, items, DAY).at(MONTH + 1)


def by_hand(found):
    """ln p of ITEMS as they are known on DAY, of finished histories: written down from the table of error models alone."""
    far = math.log(MISCOUNTED)
    counts = (("committee", 11, 12.0, 0.2), ("members", 20, 1150.0, 0.1), ("bureau", 27, 6.0, 0.05))
    told = sum(
        np.maximum(-0.5 * (np.log(getattr(found, name)[:, month] / value) / spread) ** 2, far)
        for name, month, value, spread in counts
    )
    ada, clara = (found.reached["censured"][:, person] for person in (0, 2))
    agrees = (
        abs(ada - 6) <= 12,
        clara > MONTH,
        found.reached["lost-post"][:, 1] > MONTH,
    )
    return told + sum(np.where(one, math.log(1 - MISDATED), math.log(MISDATED)) for one in agrees)


def answers(found, params):
    """What is asked of histories: float[history, 5]."""
    return np.stack(
        [
            np.log(found.members[:, 60]),
            found.reached["censured"][:, 0] <= 18,
            found.reached["lost-post"][:, 2] < 69,
            found.rule[:, 60] == 0,
            params["inertia"],
        ],
        axis=1,
    )


def test_the_filter_agrees_with_plain_histories_weighed_one_by_one(party, world, monkeypatch):
    """Self-normalised importance sampling with many plain histories against the filter, to chance, where no power is below 1."""
    monkeypatch.setattr(given_record, "LEAST", 2.0)
    monkeypatch.setattr(given_record, "HALVING", 0.5)
    blocks = list(party.run(4096, 7).blocks())
    found = signals(party.resolved, blocks)
    weight = particles.normal(by_hand(found))
    asked = answers(found, found.params)
    exact, spread = weight @ asked, np.sqrt(weight @ (asked - weight @ asked) ** 2)
    given = Given(party.resolved, started(world, 2048), DAY, record(*ITEMS))
    filter, account = given.filtered
    assert account["held_back"] == [] and account["ancestors"] < 2048
    mine = signals(party.resolved, given.blocks(2048))
    told = answers(mine, mine.params)
    worth = effective_origins(filter.weight, filter.particles.origin)
    error = spread * np.sqrt(1 / particles.effective(weight) + 1 / worth)
    assert (abs(told.mean(0) - exact) < 3.5 * error).all()
    plain = spread * np.sqrt(1 / worth + 1 / len(asked))
    assert (abs(asked.mean(0) - told.mean(0)) > 4 * plain).any()  # the record does tell something


def test_all_powers_one_means_the_weight_of_the_whole_record(party, world, monkeypatch):
    """Before anything is drawn again, weights are exp of what is known on the day, however often an event was looked at on the way."""
    monkeypatch.setattr(Filter, "draw_again", lambda filter: None)
    monkeypatch.setattr(Filter, "floor", lambda filter, month: 1.0)
    filter = filtered(party, world, 64)
    found = signals(party.resolved, [filter.particles.block(months=MONTH + 1)])
    assert filter.weight == pytest.approx(particles.normal(by_hand(found)), rel=1e-4)


def test_a_run_has_histories_of_equal_weight(party, world):
    """What the last month tells changes who is there, not what they weigh."""
    size = item("committee-size", "log-normal", date=DAY, value=12.0, spread=0.3)
    filter, account = Given(party.resolved, started(world, 128), DAY, record(size)).filtered
    assert np.ptp(filter.weight) == 0 and account["ancestors"] < 128
    before = filtered(party, world, 128, [size])
    assert (
        effective_origins(before.weight, before.particles.origin) > 64
    )  # not yet drawn again for that alone


def test_without_items_it_is_the_plain_run_to_the_last_bit(party, world):
    plain = list(party.run(150, 3).blocks())
    given = Given(party.resolved, started(world, 150, 3), DAY, record()).blocks(150)
    for one, other in zip(plain, given, strict=True):
        assert one.first == other.first and np.array_equal(one.events, other.events)
        assert all(np.array_equal(values, other.series[name]) for name, values in one.series.items())
        assert all(np.array_equal(values, other.params[name]) for name, values in one.params.items())


@pytest.mark.parametrize("again", [True, False], ids=["drawn again", "weights only"])
def test_the_order_of_items_does_not_matter(party, world, monkeypatch, again):
    if not again:
        monkeypatch.setattr(Filter, "draw_again", lambda filter: None)
    more = [dataclasses.replace(ITEMS[1], item=f"m{n}", value=1000 + 71.3 * n) for n in range(5)]
    items = [*ITEMS, *more]  # six of one month and type
    mixed = random.Random(1).sample(items, len(items))
    one, other = (filtered(party, world, 128, each) for each in (items, mixed))
    assert np.array_equal(one.weight, other.weight)
    assert np.array_equal(one.particles.course.numbers, other.particles.course.numbers)
    assert np.array_equal(one.particles.states.bytes[:, -64:], other.particles.states.bytes[:, -64:])


def test_drawing_again_is_unbiased():
    weight = particles.normal(np.random.default_rng(2).normal(0, 2, 40))
    starts = (np.arange(4000) + 0.5) / 4000
    copies = np.array([np.bincount(systematic(weight, start), minlength=40) for start in starts])
    assert copies.mean(0) == pytest.approx(40 * weight, abs=1e-3)
    assert (abs(copies - 40 * weight) < 1 + 1e-9).all() and (copies.sum(1) == 40).all()
    assert np.array_equal(systematic(np.full(7, 1 / 7), 0.999), np.arange(7))


def test_copies_share_their_past_and_have_a_luck_of_their_own(party, world):
    whole = particles.Particles(started(world, 6))
    whole.advance(24)
    before = {name: values.copy() for name, values in whole.series.items()}
    events, numbers, params = whole.block().events, whole.course.numbers, whole.course.params
    parents = np.array([1, 1, 1, 2, 4, 4])
    whole.resample(parents)
    assert whole.course.numbers.tolist() == [1, 6, 7, 2, 4, 8]  # the first copy stays what it is
    assert whole.origin.tolist() == parents.tolist() and numbers.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.array_equal(whole.course.params, params[parents])
    whole.advance(60)
    after = whole.block()
    for row, parent in enumerate(parents):
        mine, his = (
            table[(table[:, 0] == n) & (table[:, 1] < 24)][:, 1:]
            for table, n in ((after.events, row), (events, parent))
        )
        assert np.array_equal(mine, his)
        assert all(np.array_equal(after.series[name][row, :24], values[parent, :24]) for name, values in before.items())  # fmt: skip
    plain = started(world, 6)
    _, same = plain.run(plain.origin(), 0, 60)
    power = after.series["power"][:, 24:60]
    assert np.array_equal(power[[0, 3, 4]], same.series["power"][[1, 2, 4], 24:60])
    assert len({row.tobytes() for row in power}) == 6


def test_the_floor_is_kept_and_what_is_held_back_is_told(party, world):
    sharp = [dataclasses.replace(one, spread=0.001) for one in ITEMS]
    filter = filtered(party, world, 128, sharp)
    state, account = filter.state(), filter.account()
    assert account["held_back"] and all(row["power"] < 1 for row in account["held_back"])
    assert state["effective_ancestors"] > 30 and state["ancestors"] >= 40
    assert filter.particles.course.numbers.max() >= 128  # some have been drawn again
    assert account["counted"] == {"bureau-size": 1, "committee-size": 1, "event": 3, "members": 1}


def test_the_largest_bearable_power():
    gain, origin = np.array([0.0, 0.0, -8.0, -8.0]), np.arange(4)
    assert bearable(np.zeros(4), gain, origin, 2.0) == 1.0
    power = bearable(np.zeros(4), gain, origin, 3.0)
    assert effective_origins(particles.normal(power * gain), origin) == pytest.approx(3.0)
    assert bearable(np.zeros(4), gain, np.array([0, 1, 1, 1]), 3.0) == 0.0


def test_nothing_after_the_day_is_held(party):
    late = item("members", "log-normal", item="later", date=date(1803, 9, 1), value=1.0, spread=0.1)
    coming = [one for one in ITEMS if one.item in ("clara", "bruno")]
    moved = [dataclasses.replace(one, date=date(1806, 1, 1), spread=9.0) for one in coming]
    known, other = (Evidence(items, party.resolved, DAY) for items in ([*ITEMS, late], [*ITEMS[:4], *moved]))
    assert known.items == other.items and known.digest == other.digest
    assert max(one.date for one in known.items) == DAY
    assert known.digest != Evidence(ITEMS[1:], party.resolved, DAY).digest


def test_no_number_can_rule_a_history_out():
    votes = item("vote", "beta-binomial", value=1.0, of=100.0, spread=60.0)
    size = item("bureau-size", "log-normal", value=7.0, spread=0.02)
    for one in (votes, size):
        told = tolerant(one, np.array([-1e9, -np.inf, np.nan]))
        assert told[0] == told[1] > -12 and np.isnan(told[2])


def test_a_month_or_year_means_its_last_day():
    assert known_day("1924") == date(1924, 12, 31) and known_day("1924-12") == date(1924, 12, 31)
    assert known_day("1924-02") == date(1924, 2, 29) and known_day("1924-02-03") == date(1924, 2, 3)


def ask(capsys, *words):
    status = entry([*map(str, words)])
    out = capsys.readouterr()
    return status, out.out, out.err


@pytest.mark.parametrize(
    "words, status, code",
    [
        (("run", "ussr-1922", "--given-record", "1926-01-01"), 65, "holdout-closed"),
        (("run", "ussr-1922", "--given-record", "1926"), 65, "holdout-closed"),
        (("run", "ussr-1922", "--given-record", "1921"), 2, "usage"),
        (("run", "ussr-1922", "--given-record", "soon"), 65, "date-invalid"),
        (("run", "ussr-1922", "--given-record", "1923", "--cluster", "tcp://nowhere:1"), 2, "usage"),
        (("run", SMALL, "--given-record", "1802"), 66, "record-missing"),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_given_is_refused(capsys, words, status, code):
    got, out, _ = ask(capsys, *words, "--no-save", "--json")
    assert (got, json.loads(out)["error"]["code"]) == (status, code)


def test_the_seal_holds_before_the_record_is_read(monkeypatch):
    def opened(*_):
        raise AssertionError("read")

    monkeypatch.setattr(given_record, "load_record", opened)
    with pytest.raises(PolitburoError):
        given_record.record_of(politburo.load("ussr-1922").resolved, date(1926, 1, 1))


def test_an_opening_of_the_deciding_holdout_lifts_the_seal():
    from politburo.study.evidence.holdout import Entry, load_holdouts

    held = load_holdouts("ussr-1922")
    opening = Entry(on=held.deciding, date=date(2030, 1, 1), model="9.9.9", why="test")
    opened = held.model_copy(update={"openings": [opening]})
    assert held.open_to(MODEL_VERSION) == opened.open_to(MODEL_VERSION) == held.open_until
    assert opened.open_to("9.9.9") == held.holdout(held.deciding).judged_to


def test_a_run_given_the_record_is_saved_continued_and_not_branched(capsys, tmp_path):
    run = tmp_path / "run"
    words = ("run", "ussr-1922", "--given-record", "1922-12", "--histories", 80, "--out", run)
    status, out, _ = ask(capsys, *words, "--json")
    answer = json.loads(out)
    given = answer["given"]
    assert status == 0 and given["day"] == "1922-12-31" and "blind" not in answer
    assert given["ancestors"] >= 40 and given["counted"]["event"] > 10 and given["histories"] == 80
    assert "nearest" not in answer["picks"]
    assert max(stage["to"] for stage in answer["tables"]["documented"]["stages"]) <= "1922-12"
    assert max(answer["tables"]["documented"]["membership"], default="") <= "1922"
    manifest = json.loads((run / "manifest.json").read_text())
    assert manifest["given_record"]["day"] == "1922-12-31"
    (run / "manifest.json").write_text(json.dumps(manifest | {"complete": False}))
    sorted((run / "parts").iterdir())[-1].unlink()  # as if it had been interrupted before the end
    status, out, _ = ask(capsys, *words)
    assert status == 0 and "Given the record up to 31 December 1922" in out
    assert "--given-record 1922-12-31" in ask(capsys, "show", run, "--all")[1]
    assert json.loads((run / "manifest.json").read_text())["digest"] == manifest["digest"]
    assert "simulated again and equal: the blocks from 0" in ask(capsys, "store", "verify", run)[1]
    other = ("run", "ussr-1922", "--histories", 80, "--out", run)
    assert "given_record" in ask(capsys, *other)[2]
    for words in (("odds", run), ("show", run, "--origins"), ("validate", "ussr-1922", "--run", run)):
        status, _, told = ask(capsys, *words)
        assert status == 2 and "given the record up to 1922-12-31" in told
    assert "chosen all of them" in ask(capsys, "show", run, "--history", "nearest", "--table")[2]
