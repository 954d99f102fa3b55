"""Stages and votes as plain rows with names put in: what the screen prints and `--json` gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NotRequired, TypedDict

from politburo.measures.answer import Summary
from politburo.measures.names import labels, short_name
from politburo.measures.summary import share
from politburo.words.struggle import Called, Sides

if TYPE_CHECKING:
    from politburo.measures.answer import Share
    from politburo.measures.stages import Clash, Stage
    from politburo.study.running.headline import Elsewise
    from politburo.study.running.run import Run

ELSEWHERE = {"party": "all organisations", "press": "press", "elsewhere": "elsewhere", "": "no body"}


#: months, YYYY-MM
Span = TypedDict("Span", {"from": str, "to": str})


class StageRow(Span, Called, Sides):
    """A stage of open conflict."""

    stage: int  # number, from 1
    clashes: int
    kind: str  # what it means
    frequency: Share  # of simulated histories with a stage of this kind
    causes: list[str]
    arenas: list[str]
    outcome: list[str]  # sentences
    gained: list[str]  # those whose power grew


class VoteRow(TypedDict):
    """A counted vote on an attack; tallies are those of the motion."""

    date: str  # YYYY-MM
    body: str
    attacker: str
    target: str
    ruling_side_moves: bool
    ayes: int
    nays: int
    abstentions: int
    outcome: str  # carried, lost, none


class Documented(TypedDict):
    """Documented membership at the end of a year; None where nothing is on record."""

    members: float | None  # thousand persons
    workers: float | None  # per cent
    higher: float | None  # per cent with higher education


class Table(TypedDict):
    """The table of the struggle of one history, and its votes."""

    history: int
    stages: list[StageRow]
    votes: list[VoteRow]


class Past(TypedDict):
    """The same of the documented past, with the membership by year."""

    simulated: bool
    stages: list[StageRow]
    votes: list[VoteRow]
    membership: dict[str, Documented]


class Tables(TypedDict):
    """The tables that an answer has."""

    typical: Table
    nearest: NotRequired[Table]
    documented: NotRequired[Past]


class Answer(Summary):
    """What `politburo run` prints."""

    tables: Tables
    labels: dict[str, str]  # what persons are called, by id
    thresholds: NotRequired[dict[str, Elsewise]]  # the answer with other definitions, by what they are
    again: NotRequired[list[str]]  # the words of the command that was typed


def persons_of(run: Run, lines: list[str]) -> list[str]:
    """The full names of those whom the lines of a chronicle name, in the order of their short names."""
    persons = [person for person in run.resolved.persons if not person.reserve]
    names = labels({p.id: short_name(p.name) for p in persons}, {p.id: p.short for p in persons})
    text = " ".join(lines)
    known = [p for p in persons if re.search(rf"\b{re.escape(names[p.id])}\b", text)]
    return [short_name(p.name) for p in sorted(known, key=lambda p: names[p.id])]


def called(names: dict[str, str], person: str) -> str:
    """The short name of a person, also of one who is only in the record."""
    return names.get(person) or person.replace("-", " ").title()


def places(run: Run) -> dict[str, str]:
    """Names of bodies and other arenas by id."""
    return {body.id: body.name for body in run.resolved.bodies} | ELSEWHERE


def stage_rows(run: Run, stages: list[Stage]) -> list[StageRow]:
    """One dict per stage: dates, what it is called, its kind and how often that occurs, sides, causes, arenas, outcome, who gained."""
    names, bodies, counts = run.names, places(run), run.summary["stages"]
    disputes = {dispute.id: dispute.name for dispute in run.resolved.disputes}
    call = lambda person: called(names, person)  # noqa: E731
    order = lambda first, side: [call(p) for p in [*first, *sorted(side - set(first))]]  # noqa: E731
    return [
        {
            "stage": number,
            "clashes": len(stage.clashes),
            "from": f"{stage.start:%Y-%m}",
            "to": f"{stage.end:%Y-%m}",
            "label": stage.label,
            "customary": stage.customary,
            "kind": stage.kind,
            "frequency": counts.get(stage.kind) or share(0, len(run)),
            "side_a": order(stage.leaders, stage.side_a),
            "side_b": order(stage.principals, stage.side_b),
            "causes": [disputes.get(c, c) for c in stage.causes],
            "arenas": [bodies.get(a, a) for a in stage.arenas],
            "outcome": stage.outcomes(call),
            "gained": [call(p) for p in stage.gained],
        }
        for number, stage in enumerate(stages, 1)
    ]


def vote_rows(run: Run, clashes: list[Clash]) -> list[VoteRow]:
    """One dict per counted vote on an attack; tallies are those of the motion."""
    names, bodies = run.names, places(run)
    return [
        {
            "date": f"{clash.date:%Y-%m}",
            "body": bodies.get(clash.arena, clash.arena),
            "attacker": called(names, clash.attacker),
            "target": called(names, clash.target),
            "ruling_side_moves": clash.ruling,
            "ayes": clash.ayes,
            "nays": clash.nays,
            "abstentions": clash.abstentions or 0,
            "outcome": clash.outcome,
        }
        for clash in clashes
        if clash.ayes is not None and clash.nays is not None and clash.ayes + clash.nays > 0
    ]


def against(vote: VoteRow) -> float:
    """Per cent of the votes for and against that went against the ruling side."""
    lost = vote["nays"] if vote["ruling_side_moves"] else vote["ayes"]
    return 100 * lost / (vote["ayes"] + vote["nays"])


def members(run: Run) -> dict[str, Documented]:
    """Documented membership at the end of each year (the count of 1 January after): persons in thousands, shares in per cent."""
    assert run.record is not None
    return {
        str(row.date.year - 1): {
            "members": None if row.full is None else row.full / 1000,
            "workers": row.workers,
            "higher": row.higher,
        }
        for row in run.record.membership
        if (row.date.month, row.date.day) == (1, 1)
    }


def tables(run: Run) -> Tables:
    """Tables of the struggle: the most typical history, the one nearest the record, the documented past."""
    found: Tables = {"typical": _of_course(run, "typical")}
    if run.beside_record:
        found["nearest"] = _of_course(run, "nearest")
    if run.record is not None:
        votes = vote_rows(run, run.documented_clashes)
        stages = stage_rows(run, run.documented_stages)
        found["documented"] = {
            "simulated": False,
            "stages": stages,
            "votes": votes,
            "membership": members(run),
        }
    return found


def _of_course(run: Run, which: str) -> Table:
    course = run.course(which)
    votes = vote_rows(run, course.clashes)
    return {"history": course.number, "stages": stage_rows(run, course.stages), "votes": votes}


def answer_of(run: Run) -> Answer:
    """A run's summary with its tables and what persons are called."""
    return {**run.summary, "tables": tables(run), "labels": run.names}
