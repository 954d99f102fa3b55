"""What histories imply, against answers worked out by hand on signals made by hand."""

import math
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from politburo.engine import MECHANISMS
from politburo.measures.signals import NEVER, PARTY_EVENTS, Signals
from politburo.model.params import FIELDS
from politburo.record import load_record
from politburo.record.items import Item
from politburo.study.evidence.error_models import ERRORS
from politburo.study.evidence.implied import KINDS, chance_of_yes, chances, hazards, implied
from politburo.study.evidence.item_types import TYPES, type_of
from politburo.study.evidence.quantities import (
    congress_gap,
    secretaries_changed,
    share_against,
    stood_together,
)
from politburo.study.validation.misfit import SUSPECTS, about, suspect
from politburo.study.validation.patterns import edge_to_centre, order_agreement
from politburo.vocab import Locus, RuleType, Standing

H, M, P = 40, 24, 3


def party(**changes):
    body = lambda role: SimpleNamespace(role=role)  # noqa: E731
    facts = {
        "start": date(1900, 1, 1),
        "persons": [SimpleNamespace(id=name) for name in ("ada", "bo", "cy")],
        "bodies": [body("congress"), body("committee"), body("bureau")],
        "organisations": [SimpleNamespace(kind="territorial")] * 10,
        "country": SimpleNamespace(congress_last=5),
    }
    return SimpleNamespace(**(facts | changes))


def made(**changes):
    flat = np.zeros((H, M))
    facts = dict.fromkeys(("members", "workers", "higher", "bureau", "committee", "replaced"), flat)
    facts |= {
        "rule": np.zeros((H, M), int),
        "ruler": np.full((H, M), -1),
        "leads": np.full((H, M), -1),
        "locus": np.ones((H, M), int),
        "consolidation": np.full(H, NEVER),
        "reached": {"lost-post": np.full((H, P), NEVER)},
        "events": {word: np.full(H, NEVER) for word in PARTY_EVENTS},
        "votes": np.zeros((0, 5), int),
        "congresses": np.zeros((0, 2), int),
        "first": {},
        "contender": np.tile(np.arange(P), (H, M, 1)),
        "standing": np.zeros((H, M, P), int),
        "params": {},
    }
    return Signals(**(facts | changes))


def item(kind, error, **changes):
    nan = float("nan")
    facts = dict.fromkeys(Item.__dataclass_fields__, "")
    facts |= {"item": "x", "kind": kind, "error": error, "date": date(1901, 1, 1), "until": None}
    facts |= {"value": nan, "low": nan, "high": nan, "of": nan, "spread": nan, "contested": False}
    return Item(**(facts | changes))


def test_the_vote_nearest_in_time_speaks_and_silence_is_kept():
    votes = np.array([[0, 10, 1, 20, 80], [0, 13, 1, 5, 95], [1, 12, 0, 50, 50], [2, 23, 1, 1, 9]])
    asked = item("vote", "beta-binomial", arena="committee", value=3, of=100, spread=50)
    found = share_against(asked, 12, party(), made(votes=votes))
    assert found[0] == pytest.approx(5.5 / 101)  # month 13, not month 10
    assert math.isnan(found[1])  # only the congress voted there
    assert found[2] == pytest.approx(1.5 / 11)  # eleven months away
    assert math.isnan(share_against(asked, 5, party(), made(votes=votes))[2])  # eighteen months away


def test_beta_binomial_is_a_distribution_and_tends_to_the_binomial():
    p = np.array([0.2])
    asked = item("vote", "beta-binomial", of=30.0, spread=40.0)
    density = [math.exp(ERRORS["beta-binomial"][1](replace(asked, value=y), p)[0]) for y in range(31)]
    assert sum(density) == pytest.approx(1)
    assert sum(y * d for y, d in enumerate(density)) == pytest.approx(6.0)
    sharp = replace(asked, spread=1e9, value=6.0)
    exact = math.comb(30, 6) * 0.2**6 * 0.8**24
    assert math.exp(ERRORS["beta-binomial"][1](sharp, p)[0]) == pytest.approx(exact, rel=1e-4)


def test_members_lie_where_they_should():
    members = np.repeat(np.linspace(90, 110, H)[:, None], M, axis=1)
    signals = made(members=members)
    middle = implied(item("members", "log-normal", value=100.0, spread=0.01), party(), signals)
    assert middle.place == pytest.approx(0.5, abs=0.05) and middle.inside == {0.5: True, 0.9: True}
    far = implied(item("members", "log-normal", value=150.0, spread=0.01), party(), signals)
    assert far.place == 1.0 and far.tail == 0.0 and far.inside == {0.5: False, 0.9: False}
    assert suspect(far).mechanism == "membership" and suspect(middle) is None
    assert far.log_density < middle.log_density
    below = implied(item("members", "log-normal", value=50.0, spread=0.01), party(), signals)
    assert suspect(below) == SUSPECTS["members"][0] and suspect(far) == SUSPECTS["members"][1]


def test_hazards_give_back_the_survival_curve():
    months = np.array([0.0] * 10 + [5.0] * 10 + [NEVER] * 20)
    without = np.cumprod(1 - hazards(months, M))
    assert without[0] == pytest.approx(0.75, abs=0.02)
    assert without[4] == pytest.approx(0.75, abs=0.02)
    assert without[-1] == pytest.approx(0.5, abs=0.03)


def test_dated_events_and_those_that_did_not_come():
    reached = np.full((H, P), NEVER)
    reached[:20, 0] = 12  # half of the histories: in the item's month
    signals = made(reached={"lost-post": reached})
    asked = item("event", "dated", arena="lost-post", subject="ada", spread=0.0)
    came = implied(asked, party(), signals)
    assert math.exp(came.log_density) == pytest.approx(0.5, abs=0.02)
    not_yet = implied(replace(asked, censored="right", date=date(1901, 6, 1)), party(), signals)
    assert not_yet.tail == pytest.approx(0.5, abs=0.03)
    assert not_yet.place == pytest.approx(0.75, abs=0.02)  # the middle of what lies beyond the day
    assert implied(replace(asked, subject="nobody"), party(), signals) is None
    early = implied(replace(asked, date=date(1900, 3, 1)), party(), signals)
    assert early.tail < 0.1 and suspect(early).mechanism == "offensives"


def test_words_are_counted_and_ordered():
    rule = np.zeros((H, M), int)
    rule[:10] = RuleType.SOLE
    ruler = np.where(rule == RuleType.SOLE, 1, -1)
    signals = made(rule=rule, ruler=ruler)
    who = chances(item("ruler", "coded", subject="bo:1"), 12, party(), signals)
    assert who["bo"] == pytest.approx(10.5 / 41.5) and who["collective"] == pytest.approx(30.5 / 41.5)
    found = implied(item("rule", "coded", subject="sole:1"), party(), signals)
    assert found.place == pytest.approx(0.86, abs=0.05)
    mixed = implied(item("rule", "coded", subject="sole:0.5;collective:0.5"), party(), signals)
    assert mixed.place == pytest.approx(0.61, abs=0.05)
    assert implied(item("locus", "coded", subject="bureau:1"), party(), made()).tail > 0.9
    assert Locus.BUREAU == 1


def test_gaps_between_congresses_count_from_the_one_before_the_start():
    congresses = np.array([[0, 7], [0, 20], [1, 13]])
    found = congress_gap(item("congress-gap", "log-normal"), 12, party(), made(congresses=congresses))
    assert (found[0], found[1]) == (12, 18) and math.isnan(found[2])


def test_share_of_secretaries_changed():
    replaced = np.zeros((H, M))
    replaced[0, 2:12] = 1
    asked = item("secretaries", "beta-binomial", date=date(1900, 3, 1), until=date(1900, 12, 1))
    found = secretaries_changed(asked, 11, party(), made(replaced=replaced))
    assert found[0] == pytest.approx(1 - math.exp(-1)) and found[1] == 1e-4


def test_together_is_most_of_the_months_in_which_both_are_placed():
    standing = np.zeros((H, M, P), int)
    standing[0, :, :2] = Standing.CORE  # ada and bo rule
    standing[1, :, 0], standing[1, :, 1] = Standing.CORE, Standing.BLOC
    standing[2, :, :2] = Standing.BLOC
    standing[3, 6:, 0] = Standing.RING  # ada alone for a half of the year
    standing[3, :6, :2] = Standing.CORE
    standing[4, :3, :2] = Standing.CORE  # placed in three months of thirteen
    asked = item("together", "binary", subject="ada;bo", date=date(1900, 1, 1), until=date(1901, 1, 1))
    found = stood_together(asked, 12, party(), made(standing=standing))
    assert found[:4].tolist() == [1, 0, 1, 0] and np.isnan(found[4:]).all()
    assert stood_together(replace(asked, subject="ada;nobody"), 12, party(), made()) is None


def test_a_yes_is_recorded_wrongly_now_and_then():
    seats = np.zeros((H, 3, P), bool)
    seats[:10, 2, 0] = True  # ada sits in the bureau in ten of forty
    signals = made(seats={12: seats})
    asked = item("seat", "binary", arena="bureau", subject="ada", value=1.0, spread=0.1)
    p = 10.5 / 41
    assert chance_of_yes(asked, party(), signals) == (pytest.approx(0.9 * p + 0.1 * (1 - p)), 1.0)
    yes, no = (implied(replace(asked, value=value), party(), signals) for value in (1.0, 0.0))
    assert math.exp(yes.log_density) + math.exp(no.log_density) == pytest.approx(1)
    assert yes.place > 0.5 > no.place and not yes.inside
    assert implied(replace(asked, date=date(1900, 6, 1)), party(), signals) is None  # no roster of that month
    assert implied(replace(asked, arena="secretariat"), party(), signals) is None  # no such body


def test_secretaries_named_from_above():
    signals = made(appointed={12: np.linspace(0.2, 0.4, H)})
    asked = item("appointed", "beta-binomial", value=30.0, of=100.0, spread=1e6)
    assert implied(asked, party(), signals).place == pytest.approx(0.5, abs=0.1)
    assert implied(asked, party(), made()).speaking == 0


def test_order_of_falls_and_edge_to_centre():
    reached = np.full((H, P), NEVER)
    reached[0] = [1, 2, NEVER]
    reached[1] = [2, 1, NEVER]
    taus = order_agreement({0: 1.0, 1: 2.0, 2: NEVER}, made(reached={"lost-post": reached}))
    assert taus[0] == 1 and taus[1] == pytest.approx(1 / 3) and math.isnan(taus[2])
    assert edge_to_centre({0: 0.1, 1: 0.5, 2: 0.9}, np.array([1.0, 2.0, 3.0])) == 1
    assert math.isnan(edge_to_centre({0: 0.1, 1: 0.5, 2: 0.9}, np.array([1.0, 2.0, NEVER])))


def test_histories_can_be_taken_apart():
    votes = np.array([[0, 1, 1, 0, 5], [3, 1, 1, 0, 5], [7, 1, 1, 0, 5]])
    signals = made(votes=votes, members=np.arange(H)[:, None] * np.ones(M))
    taken = signals.take(np.isin(np.arange(H), [3, 7]))
    assert taken.histories == 2 and taken.votes[:, 0].tolist() == [0, 1]
    assert taken.members[:, 0].tolist() == [3, 7]
    twice = signals.take(np.array([7, 3, 7]))
    assert twice.votes[:, 0].tolist() == [0, 1, 2] and twice.members[:, 0].tolist() == [7, 3, 7]


def test_every_kind_of_item_has_a_suspect_that_exists():
    record = load_record("ussr-1922")
    for one in record.items:
        if one.error != "none":
            assert one.kind in KINDS
            assert about(one) in SUSPECTS
        assert type_of(one) in TYPES
    for pair in SUSPECTS.values():
        for points in pair:
            assert points.mechanism in MECHANISMS
            assert set(points.parameters) <= set(FIELDS), points
