"""Causes are followed from event to event down to facts; on a history written by hand."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest

from politburo import PolitburoError, scenario
from politburo.cli import entry
from politburo.model.events import COLUMNS
from politburo.model.trace import Block
from politburo.vocab import Cause, EventKind, Rung, ShockKind, Standing
from politburo.words.causes import FACTS, story_of, why
from politburo.words.mattered import mattered

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
    return story_of(resolved, Block(first=0, series=series, events=np.array(EVENTS, np.int32), params={}), 0)


def test_a_chain_is_followed_to_its_first_event(story):
    steps = why(story, 5)
    assert [step.number for step in steps] == [5, 4, 1]
    last, middle, first = steps
    assert [(r.cause, r.event) for r in last.reasons] == [("momentum", 4), ("fear", None)]
    assert [(r.cause, r.event) for r in middle.reasons] == [("momentum", 1)]
    assert [(r.cause, r.event) for r in first.reasons] == [("threat", None), ("distance", None)]
    assert "20 % of power" in first.reasons[0].fact and "25 % of the delegates" in first.reasons[0].fact
    assert last.reasons[1].fact == "fear stood at 0.50"


def test_a_sanction_leads_to_its_vote_and_a_loss_to_the_sanction(story):
    assert [(r.cause, r.event) for r in why(story, 2)[0].reasons] == [
        ("control-of-votes", None),
        ("since", 1),
    ]
    assert [(r.cause, r.event) for r in why(story, 3)[0].reasons] == [("lost-member", 2), ("surplus", None)]
    assert "the two at the core of the ruling group had held 70 %" in why(story, 3)[0].reasons[1].fact


def test_what_comes_first_ends_in_facts(story):
    (step,) = why(story, 0)
    assert step.reasons[0].event is None and "at the start" in step.reasons[0].fact


def led(*events, contested=False):
    """A history in which the Mayor (Ada Lamp, person 0) is the first place."""
    resolved = scenario.resolve(scenario.load(SMALL))
    country = resolved.country.model_copy(update={"contested": contested})
    series = {"leader": np.zeros((1, MONTHS))}
    block = Block(first=0, series=series, events=np.array(events, np.int32), params={})
    return story_of(resolved.model_copy(update={"country": country}), block, 0)


def chosen(month, who, cause, **columns):
    columns = {"whom": 3, "body": 1, "thing": MAYOR, "outcome": 1, "ayes": 3, "nays": 2} | columns
    return row(month, EventKind.LEADER_CHOSEN, who=who, cause=cause, second=Cause.TRUST, **columns)


MAYOR = next(o.address for o in scenario.resolve(scenario.load(SMALL)).offices if o.name == "Mayor")


def test_a_vote_on_the_first_place_goes_back_to_the_end_of_its_holder():
    """Of whoever holds it at the time: the one of the start, then each one who was chosen."""
    mayor = scenario.resolve(scenario.load(SMALL)).offices[MAYOR].holder
    dead = lambda month, whom: row(month, EventKind.DEATH, whom=whom, size=60, cause=Cause.NATURE)  # noqa: E731
    other = (mayor + 1) % 4
    story = led(
        dead(0, mayor),
        dead(0, 5),
        chosen(1, other, Cause.VACANCY),
        row(2, EventKind.SANCTION, who=2, whom=other, body=1, outcome=Rung.CENSURED),
        row(3, EventKind.SANCTION, who=2, whom=other, body=1, outcome=Rung.LOST_POST),
        chosen(4, 2, Cause.VACANCY),
    )
    for number, earlier in ((2, 0), (5, 4)):
        first, second = why(story, number)[0].reasons
        assert (first.cause, first.event) == ("vacancy", earlier)
        assert second.event is None and second.fact == "3 of 5 voted for him, by place, ties and trust"


def test_a_vote_on_the_first_place_goes_back_to_the_split_that_dropped_its_holder():
    split = lambda month, whom: row(month, EventKind.COALITION, who=2, whom=whom, outcome=3, size=2)  # noqa: E731
    mayor = scenario.resolve(scenario.load(SMALL)).offices[MAYOR].holder
    story = led(split(1, mayor), split(2, 3), chosen(3, 2, Cause.LOST_MEMBER))
    (reason, _), name = why(story, 2)[0].reasons, story.name(mayor)
    assert reason.event == 0
    assert reason.fact == f"{name}, who held the place, no longer belonged to the ruling group"


def test_a_vote_on_an_open_question_says_whether_it_was_one_from_the_start():
    events = (chosen(0, 2, Cause.CONTROL_OF_VOTES), chosen(3, 1, Cause.CONTROL_OF_VOTES))
    asked = led(*events, contested=True)
    assert why(asked, 0)[0].reasons[0].fact == "who was to lead was an open question at the start"
    ill = f"{asked.name(2)}, who held the place, could not act"
    assert why(asked, 1)[0].reasons[0].fact == ill
    assert "could not act" in why(led(*events), 0)[0].reasons[0].fact


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            {},
            "Dario Flint was chosen as Mayor by 3 votes to 2 against Ada Lamp, because the place was vacant.",
        ),
        (
            {"outcome": 0, "cause": Cause.CONTROL_OF_VOTES, "ayes": 5, "nays": 0},
            "Dario Flint was confirmed as Mayor by 5 votes to 0 against Ada Lamp, because the leadership was in question.",
        ),
        (
            {"nays": 3, "cause": Cause.LOST_MEMBER},
            "Dario Flint was chosen as Mayor on a tied vote against Ada Lamp, because the ruling group had dropped its holder.",
        ),
        (
            {"whom": -1, "ayes": 1, "nays": 0},
            "Dario Flint was chosen as Mayor, unopposed, because the place was vacant.",
        ),
    ],
)
def test_a_vote_on_the_first_place_is_told(columns, sentence):
    people = [p.name for p in scenario.resolve(scenario.load(SMALL)).persons]
    ada, dario = people.index("Ada Lamp"), people.index("Dario Flint")
    event = chosen(1, dario, **({"cause": Cause.VACANCY, "whom": ada} | columns))
    assert led(event).lines[0][1] == sentence


def test_every_cause_can_be_told():
    assert set(FACTS) == set(Cause) - {Cause.NONE}


def test_an_event_that_is_not_there(story):
    with pytest.raises(PolitburoError):
        why(story, len(EVENTS))


def test_the_events_that_mattered_are_those_around_which_power_moved(story):
    """Power moves in months 3 (most), 6 and 9; of month 3 the sanction is told, not the attack, and month 9 has no event."""
    power = np.tile([0.4, 0.3, 0.2, 0.1], (MONTHS, 1))
    power[3:] = [0.58, 0.27, 0.05, 0.1]
    power[6:] = [0.58, 0.29, 0.03, 0.1]
    power[9:] = [0.1, 0.1, 0.1, 0.7]
    block = dataclasses.replace(
        story.reader.block, series={**story.reader.block.series, "power": power[None]}
    )
    moving = story_of(story.reader.resolved, block, 0)
    first, second = mattered(moving)
    assert (first.number, second.number) == (2, 4)
    assert first.moved == pytest.approx(0.18) and second.moved == pytest.approx(0.02)
    assert first.shares == (
        (moving.name(0), pytest.approx(0.4), pytest.approx(0.58)),
        (moving.name(2), pytest.approx(0.2), pytest.approx(0.05)),
    )
    assert [turn.number for turn in mattered(moving, most=1)] == [2]
    assert mattered(story) == []


def test_power_may_follow_its_event_a_month_later_and_no_event_is_told_twice(story):
    """All that happens in month 3 moves power in months 3 and 4: the sanction is told once, with the month that moved most."""
    power = np.tile([0.4, 0.3, 0.2, 0.1], (MONTHS, 1))
    power[3:] = [0.42, 0.3, 0.18, 0.1]
    power[4:] = [0.55, 0.3, 0.05, 0.1]
    block = dataclasses.replace(
        story.reader.block, series={**story.reader.block.series, "power": power[None]}
    )
    (turn,) = mattered(story_of(story.reader.resolved, block, 0))
    assert turn.number == 2 and turn.moved == pytest.approx(0.13)


def test_the_illness_of_a_person_weighs_as_much_as_a_death(story):
    """In month 3 a shock strikes person 2, whose power goes: it is told instead of the sanction; a shock that strikes nobody is not."""
    power = np.tile([0.4, 0.3, 0.2, 0.1], (MONTHS, 1))
    power[3:] = [0.58, 0.27, 0.05, 0.1]
    series = {**story.reader.block.series, "power": power[None]}
    for struck, told in ((2, EventKind.SHOCK), (-1, EventKind.SANCTION)):
        shock = row(3, EventKind.SHOCK, whom=struck, thing=0, outcome=ShockKind.ILLNESS)
        events = np.array(sorted([*EVENTS, shock], key=lambda one: (one[1], one is not shock)), np.int32)
        block = dataclasses.replace(story.reader.block, series=series, events=events)
        changed = story_of(story.reader.resolved, block, 0)
        (turn,) = mattered(changed)
        assert EventKind(changed.get(turn.number, "kind")) == told


def test_why_opens_with_five_events_and_lists_all_where_asked(tmp_path, capsys):
    run = tmp_path / "run"
    assert entry(["run", str(SMALL), "--histories", "6", "--no-blind", "--out", str(run)]) == 0
    capsys.readouterr()
    assert entry(["why", str(run), "--history", "2"]) == 0
    out = capsys.readouterr().out
    numbers = re.findall(r"^ +(\d+)  18\d\d-\d\d  ", out, re.M)
    assert 1 <= len(numbers) <= 5 and out.count("Share of power:") == len(numbers)
    assert f"politburo why {run} --history 2 --list" in out and len(out.splitlines()) < 30
    assert entry(["why", str(run), "--history", "2", "--list"]) == 0
    listed = capsys.readouterr().out
    assert len(re.findall(r"^ +\d+  18", listed, re.M)) > 5 and "Share of power" not in listed
    assert entry(["why", str(run), numbers[0], "--history", "2"]) == 0
    assert entry(["why", str(run), numbers[0], "--list"]) == 2
    capsys.readouterr()
    assert entry(["why", str(run), "--history", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [turn["number"] for turn in found["mattered"]] == [int(n) for n in numbers] and len(
        found["events"]
    ) > 5
