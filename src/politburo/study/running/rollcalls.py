"""Who voted how in one history of a run. A saved run keeps tallies only: the history is made again, month by month, and every ballot noted.

Votes by name are those of bodies that meet: on the fights brought to them, on who is to lead, and on whether somebody keeps his office.
At a congress and in a vote of the whole party organisations vote, not persons. A run that is given a record cannot be made again one
history at a time, and the record itself has no ballots by name: only who is named as having been against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from politburo import engine, scenario
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.measures.history import COL, month_date
from politburo.model.records import QUESTIONS
from politburo.store import rollcall
from politburo.store.files import put, refuse_taken
from politburo.store.rollcall import MISSING, NAY, NOT_THERE, YEA, Roll, Vote
from politburo.study.running.graft import course
from politburo.study.running.parameters import of_facts
from politburo.vocab import Ballot, EventKind

if TYPE_CHECKING:
    from politburo.model.layout import States
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.run import Run

#: kind of event -> the question in `records.Room.ballots` of which it tells
ASKED = {EventKind.OFFENSIVE: 0, EventKind.CHALLENGE: 1, EventKind.LEADER_CHOSEN: 2, EventKind.CONFIDENCE: 3}
CODES = {Ballot.NONE: NOT_THERE, Ballot.AYE: YEA, Ballot.NAY: NAY, Ballot.ABSTAINED: MISSING}
TURNED = np.array([Ballot.NONE, Ballot.NAY, Ballot.AYE, Ballot.ABSTAINED], np.uint8)


def roll_of(run: Run, history: int) -> Roll:
    """The ballots by name of one history of a run. Raises `PolitburoError`: usage for a run that is given a record and a history without
    such a vote, run-differs where the history made again is not the one that was saved."""
    run.refuse_given("--history")
    saved, found = run.reader(history).rows, []
    rows = []
    for events, ballots, _ in months(run, history):
        rows.append(events[:, 1:])
        found += [
            (event, ballots[ASKED[event[COL["kind"]]]]) for event in events if by_name(run.resolved, event)
        ]
    held_to(saved, rows, history)
    if not found:
        remedy = "choose another history"
        raise PolitburoError(
            Problem("usage", "--history", str(history), "a history with a vote in a body", "", remedy)
        )
    cast = np.array([for_the_outcome(event, ballots) for event, ballots in found])
    there = np.flatnonzero(cast.any(0))
    persons = run.resolved.persons
    votes = [
        Vote(
            month_date(run.resolved.start, event[COL["month"]]),
            run.resolved.bodies[event[COL["body"]]].id,
            _words(run.resolved, event),
            bool(event[COL["outcome"]] or event[COL["kind"]] == EventKind.LEADER_CHOSEN),
            tuple(CODES[Ballot(int(ballot))] for ballot in ballots[there]),
        )
        for (event, _), ballots in zip(found, cast, strict=True)
    ]
    return Roll(tuple((persons[i].id, persons[i].name) for i in there), tuple(votes))


def write_ord(run: Run, path: Path, history: int) -> None:
    """The `.ord` file, and beside it a `.dtl` file about the votes."""
    _write(path, path.with_suffix(".dtl"), roll_of(run, history), rollcall.ord_lines, rollcall.dtl_lines)


def write_matrix(run: Run, path: Path, history: int) -> None:
    """A CSV of persons and votes, and beside it one about the votes."""
    beside = path.with_name(f"{path.stem}.votes.csv")
    _write(path, beside, roll_of(run, history), rollcall.matrix, rollcall.questions)


def _write(
    path: Path, beside: Path, roll: Roll, text: Callable[[Roll], str], about: Callable[[Roll], str]
) -> None:
    refuse_taken(beside)
    put(beside, about(roll).encode())
    put(path, text(roll).encode())


def held_to(saved: Array, rows: list[Array], history: int) -> None:
    """Raise `PolitburoError` (run-differs) where the events of a history made again are not those that were saved."""
    if np.array_equal(np.concatenate(rows), saved[:, 1:]):
        return
    remedy = "the same version and kind of processor give the same histories: compare them with the manifest"
    raise PolitburoError(Problem("run-differs", f"history {history}", "other events", remedy=remedy))


def months(run: Run, history: int) -> Iterator[tuple[Array, Array, States]]:
    """(events, ballots [question, person], the states at the month's end) of every month; the states are overwritten by the next."""
    facts, world = run.facts, scenario.lower(run.resolved)
    off = frozenset(facts["off"])
    world = engine.trait_blind(world) if facts["blind"] else world
    one = course(world, facts["seed"], range(history, history + 1), of_facts(facts), off)
    states, shape = one.origin(), (QUESTIONS, one.world.facts.counts["persons"])
    for month in range(one.world.months):
        work = engine.Work(one.world, one.seed, one.numbers, one.params, states)
        events = engine.happen(work, one.world, month, month + 1, off, lambda: False).events
        yield events, np.ctypeslib.as_array(work.room.record.ballots, shape).copy(), states


def by_name(resolved: Resolved, event: Array) -> bool:
    """Was it a vote of persons?"""
    kind, body = event[COL["kind"]], event[COL["body"]]
    if kind not in ASKED or body < 0 or resolved.bodies[body].role == "congress":
        return False
    if kind == EventKind.LEADER_CHOSEN:
        return event[COL["whom"]] >= 0
    return event[COL["outcome"]] >= 0


def for_the_outcome(event: Array, ballots: Array) -> Array:
    """The ballots as the event tells of them: when a leader is chosen, ayes are for him, not for the one who was put forward first."""
    chosen = event[COL["kind"]] == EventKind.LEADER_CHOSEN
    return TURNED[ballots] if chosen and (ballots == Ballot.AYE).sum() != event[COL["ayes"]] else ballots


def _words(resolved: Resolved, event: Array) -> str:
    """What was asked, in ids."""
    who, whom, thing = (event[COL[name]] for name in ("who", "whom", "thing"))
    names = {n: person.id for n, person in enumerate(resolved.persons)}
    match EventKind(int(event[COL["kind"]])):
        case EventKind.LEADER_CHOSEN:
            return f"{names[who]} or {names[whom]} as {resolved.offices[thing].id}"
        case EventKind.CONFIDENCE:
            return f"{names[whom]} keeps {resolved.offices[thing].id}"
    about = f" on {resolved.disputes[thing].id}" if thing >= 0 else ""
    return f"{names.get(who, 'nobody')} against {names.get(whom, 'nobody')}{about}"
