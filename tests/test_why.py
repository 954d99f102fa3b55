"""Causes are followed from event to event down to facts; on a history written by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from politburo import PolitburoError, scenario
from politburo.measures.why import FACTS, told, why
from politburo.model.events import COLUMNS
from politburo.model.trace import Block
from politburo.vocab import Cause, EventKind, Rung, Standing

SMALL = Path(__file__).parent / "scenarios" / "valid" / "small"
MONTHS, CONTENDERS = 12, 4


def row(month, kind, **columns):
    values = dict.fromkeys(COLUMNS, -1) | {"ayes": 0, "nays": 0, "abstentions": 0, "size": 0, "second": 0}
    values |= {"kind": kind, "cause": 0} | columns
    return [0, month, *(int(values[name]) for name in COLUMNS)]


EVENTS = (
    row(1, EventKind.CHALLENGE, who=2, whom=0, body=1, thing=0, outcome=0, cause=Cause.GRIEVANCE),
    row(
        3,
        EventKind.OFFENSIVE,
        who=0,
        whom=2,
        body=1,
        thing=0,
        outcome=1,
        cause=Cause.THREAT,
        second=Cause.DISTANCE,
    ),
    row(
        3,
        EventKind.SANCTION,
        who=0,
        whom=2,
        body=1,
        outcome=Rung.LOST_BUREAU,
        cause=Cause.CONTROL_OF_VOTES,
        since=3,
    ),
    row(
        4,
        EventKind.COALITION,
        who=0,
        whom=1,
        outcome=1,
        size=2,
        cause=Cause.LOST_MEMBER,
        second=Cause.SURPLUS,
    ),
    row(6, EventKind.OFFENSIVE, who=0, whom=2, body=1, thing=0, outcome=0, cause=Cause.MOMENTUM, since=3),
    row(7, EventKind.YIELD, whom=2, cause=Cause.MOMENTUM, second=Cause.FEAR, since=6),
)


@pytest.fixture(scope="module")
def story():
    resolved = scenario.resolve(scenario.load(SMALL))
    shape = (1, MONTHS, CONTENDERS)
    standing = np.full(shape, int(Standing.OUTSIDE))
    standing[..., :2] = Standing.CORE
    series = {
        "contender": np.broadcast_to(np.arange(CONTENDERS), shape),
        "power": np.broadcast_to([0.4, 0.3, 0.2, 0.1], shape),
        "apparatus": np.full(shape, 0.25),
        "standing": standing,
        "leader": np.zeros((1, MONTHS)),
        "fear": np.full((1, MONTHS), 0.5),
    }
    return told(resolved, Block(first=0, series=series, events=np.array(EVENTS, np.int32), params={}), 0)


def test_a_chain_is_followed_to_its_first_event(story):
    steps = why(story, 5)
    assert [step.number for step in steps] == [5, 4, 1]
    last, middle, first = steps
    assert [(r.cause, r.event) for r in last.reasons] == [("momentum", 4), ("fear", None)]
    assert [(r.cause, r.event) for r in middle.reasons] == [("momentum", 1)]
    assert [(r.cause, r.event) for r in first.reasons] == [("threat", None), ("distance", None)]
    assert "20% of power" in first.reasons[0].fact and "25% of the delegates" in first.reasons[0].fact
    assert last.reasons[1].fact == "fear stood at 0.50"


def test_a_sanction_leads_to_its_vote_and_a_loss_to_the_sanction(story):
    assert [(r.cause, r.event) for r in why(story, 2)[0].reasons] == [
        ("control-of-votes", None),
        ("since", 1),
    ]
    assert [(r.cause, r.event) for r in why(story, 3)[0].reasons] == [("lost-member", 2), ("surplus", None)]
    assert "a core of 2 had held 70%" in why(story, 3)[0].reasons[1].fact


def test_what_comes_first_ends_in_facts(story):
    (step,) = why(story, 0)
    assert step.reasons[0].event is None and "at the start" in step.reasons[0].fact


def test_every_cause_can_be_told():
    assert set(FACTS) == set(Cause) - {Cause.NONE}


def test_an_event_that_is_not_there(story):
    with pytest.raises(PolitburoError):
        why(story, len(EVENTS))
