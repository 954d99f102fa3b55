"""One history month by month, as plain data: who sat where, who ruled with whom, who held what, how votes went and who voted how.

The series and events are those saved; who sat and voted, and who held which post, is read off the states of the same history made once
more (`rollcalls`). What lasts is told as spells, months `[from, until)`; what holds in a month is so at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures import definitions as D
from politburo.measures.history import COL, Reader, month_date
from politburo.measures.spelled import spells
from politburo.scenario.tilemap import tile_map_of
from politburo.study.running.rollcalls import ASKED, by_name, for_the_outcome, held_to, months
from politburo.study.running.tables import ELSEWHERE, stage_rows
from politburo.vocab import Arena, Ballot, Cause, EventKind, RuleType, Seat, Standing
from politburo.words.causes import story_of
from politburo.words.chronicle import sentences

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.month_by_month import (
        CourseTold,
        Entities,
        EventOf,
        PersonOf,
        Rule,
        Spells,
        StandingSpell,
        VoteOf,
    )
    from politburo.study.running.run import Run

#: series of one number a month that are told as they are: name -> decimals
SERIES = {
    "workers": 4,
    "higher": 4,
    "discontent": 4,
    "threat": 4,
    "fear": 4,
    "effective": 3,
    "core": 0,
    "ring": 0,
    "bureau": 0,
    "committee": 0,
    "replaced": 0,
    "regime": 0,
}
SEATS = {Seat.FULL: "full", Seat.CANDIDATE: "candidate"}
GIVEN = (
    "The histories of a run that is given a record cannot be made again one by one: who sat and voted, and who held which post, is not "
    "known."
)
VOTES = (EventKind.OFFENSIVE, EventKind.CHALLENGE, EventKind.CONFIDENCE, EventKind.LEADER_CHOSEN)


def course_of(run: Run, history: str | int = "typical") -> CourseTold:
    """The course of one history; the shape is that of `docs/studio.md`.

    Raises `PolitburoError`: usage for a history that is not there, run-differs where it cannot be made again as it was saved.
    """
    number = run.pick(history)
    reader, again = run.reader(number), _again(run, number)
    ids = [person.id for person in run.resolved.persons]
    power, apparatus = (_of_contenders(reader, ids, name) for name in ("power", "apparatus"))
    spelled, told, cast = again.spells(run), _events(run, reader), _votes(run, reader, again)
    named: set[str | None] = {
        *power,
        *(row["person"] for row in (*spelled["seats"], *spelled["holders"])),
        *(person for row in spelled["secretaries"] for person in (row["secretary"], row["patron"])),
        *(person for event in told for person in (event["who"], event["whom"])),
        *(person for vote in cast for person in vote["ballots"] or ()),
    }
    return {
        "simulated": True,
        "case": run.resolved.id,
        "title": run.resolved.title,
        "run": {
            "seed": run.facts["seed"],
            "histories": run.facts["histories"],
            "changes": run.facts["changes"],
        },
        "history": number,
        "picks": [
            name for name, pick in run.summary["picks"].items() if pick == number and name != "nearest_f1"
        ],
        "months": [f"{month_date(run.resolved.start, m):%Y-%m}" for m in range(run.resolved.months)],
        **_entities(run, reader, again),
        **spelled,
        "standings": _standings(reader, ids),
        "power": power,
        "apparatus": apparatus,
        **_rule(reader, ids),
        "series": _series(reader),
        "cohorts": _cohorts(run, reader),
        "events": told,
        "votes": cast,
        "table": stage_rows(run, run.table(number)),
        "partial": again.why_not,
        "persons": _persons(run, reader, named),
    }


@dataclass
class Again:
    """What a history made once more shows: arrays by month, and ballots by row of the event. Empty, with a reason, where it cannot be."""

    why_not: str = ""
    seats: list[Array] = field(default_factory=list)  # uint8[person, body]
    sizes: list[Array] = field(default_factory=list)  # int[body]
    #: int[office], -1 vacant, -2 where there is no such office
    holders: list[Array] = field(default_factory=list)
    #: int[organisation, 2]: secretary and patron, -1 for nobody
    secretaries: list[Array] = field(default_factory=list)
    ballots: dict[int, Array] = field(default_factory=dict)  # uint8[person]

    def spells(self, run: Run) -> Spells:
        """Seats, posts and secretaries as spells."""
        found: Spells = {"seats": [], "holders": [], "secretaries": []}
        if self.why_not:
            return found
        form = run.resolved
        ids = [person.id for person in form.persons]
        name = lambda index: ids[index] if index >= 0 else None  # noqa: E731
        seats, holders, posts = np.array(self.seats), np.array(self.holders), np.array(self.secretaries)
        for b, body in enumerate(form.bodies):
            for p in np.flatnonzero(seats[:, :, b].any(0)):
                for seat, start, end in spells(seats[:, p, b].tolist(), int(Seat.NONE)):
                    found["seats"].append(
                        {
                            "body": body.id,
                            "person": ids[p],
                            "seat": SEATS[Seat(seat)],
                            "from": start,
                            "until": end,
                        }
                    )
        for o, office in enumerate(form.offices):
            for person, start, end in spells(holders[:, o].tolist(), -2):
                found["holders"].append(
                    {"office": office.id, "person": name(person), "from": start, "until": end}
                )
        for o, organisation in enumerate(form.organisations):
            for (person, patron), start, end in spells([tuple(row) for row in posts[:, o].tolist()]):
                found["secretaries"].append(
                    {
                        "organisation": organisation.id,
                        "secretary": name(person),
                        "patron": name(patron),
                        "from": start,
                        "until": end,
                    }
                )
        return found


def _again(run: Run, history: int) -> Again:
    if run.facts.get("given_record"):
        return Again(GIVEN)
    found, rows, form = Again(), [], run.resolved
    people, bodies, offices, groups = (
        len(x) for x in (form.persons, form.bodies, form.offices, form.organisations)
    )
    row = 0
    for events, ballots, states in months(run, history):
        rows.append(events[:, 1:])
        for event in events:
            if by_name(form, event):
                found.ballots[row] = for_the_outcome(event, ballots[ASKED[event[COL["kind"]]]])
            row += 1
        found.seats.append(states["people.seat"][0, :people, :bodies].copy())
        found.sizes.append(states["bodies.size"][0, :bodies].astype(int))
        there = states["offices.established"][0, :offices]
        found.holders.append(np.where(there, states["offices.holder"][0, :offices], -2))
        posts = [states[f"organisations.{name}"][0, :groups] for name in ("secretary", "patron")]
        found.secretaries.append(np.stack(posts, 1))
    held_to(run.reader(history).rows, rows, history)
    return found


def _entities(run: Run, reader: Reader, again: Again) -> Entities:
    """Bodies, offices, organisations and disputes."""
    form, sizes, tiles = run.resolved, np.array(again.sizes), tile_map_of(str(run.facts["given"]))
    policy, opinion = reader.series("policy"), reader.series("opinion")
    return {
        "bodies": [
            {
                "id": body.id,
                "name": body.name,
                "role": body.role,
                "sizes": [
                    {"from": start, "until": end, "size": size}
                    for size, start, end in spells(sizes[:, b].tolist())
                ]
                if len(sizes)
                else [{"from": 0, "until": form.months, "size": body.size}],
            }
            for b, body in enumerate(form.bodies)
        ],
        "offices": [{"id": o.id, "name": o.name, "gives": o.resources} for o in form.offices],
        "organisations": [
            {
                "id": o.id,
                "name": o.name,
                "kind": o.kind,
                "republic": o.republic,
                "members": o.members,
                "tile": tiles.get(o.id),
            }
            for o in form.organisations
        ],
        "disputes": [
            {
                "id": dispute.id,
                "name": dispute.name,
                "minus_one": dispute.minus_one,
                "plus_one": dispute.plus_one,
                "policy": _rounded(policy[:, d], 4),
                "opinion": _rounded(opinion[:, d], 4),
            }
            for d, dispute in enumerate(form.disputes)
        ],
    }


def _rounded(values: Array, decimals: int) -> list[float]:
    return (
        np.asarray(values, float).round(decimals).tolist()
        if decimals
        else np.asarray(values).astype(int).tolist()
    )


def _standings(reader: Reader, ids: list[str]) -> list[StandingSpell]:
    """Where each contender stood; without a spell he was not among the contenders."""
    people, codes = reader.series("contender"), reader.series("standing")
    found: list[StandingSpell] = []
    for p in np.unique(people[people >= 0]).tolist():
        places = np.where(people == p, codes, -1).max(1)
        for code, start, end in spells(places.tolist(), -1):
            found.append({"person": ids[p], "standing": Standing(code).word, "from": start, "until": end})
    return found


def _of_contenders(reader: Reader, ids: list[str], name: str) -> dict[str, list[float]]:
    """A series of contenders by person, 0 where one is not among them."""
    people, values = reader.series("contender"), reader.series(name)
    return {
        ids[p]: _rounded(np.where(people == p, values, 0.0).sum(1), 4)
        for p in np.unique(people[people >= 0]).tolist()
    }


def _rule(reader: Reader, ids: list[str]) -> Rule:
    """Who leads the ruling group, by what type of rule, and since when somebody rules alone."""
    one = {name: values[reader.place : reader.place + 1] for name, values in reader.block.series.items()}
    kind, _ = D.rule_type(one, D.Thresholds())
    leader, sole = D.leads(one, D.Thresholds())[0].tolist(), int(D.consolidation(kind)[0])
    return {
        "leader": [ids[p] if p >= 0 else None for p in leader],
        "rule": [RuleType(code).word for code in kind[0].tolist()],
        "sole_from": sole if sole >= 0 else None,
    }


def _series(reader: Reader) -> dict[str, list[float]]:
    members = reader.series("members").sum(1)
    found = {name: _rounded(reader.series(name), decimals) for name, decimals in SERIES.items()}
    return {"members": _rounded(members, 0), **found}


def _cohorts(run: Run, reader: Reader) -> dict[str, list[float]]:
    """Members by cohort: those of the scenario, then who came one by one and in mass campaigns."""
    members = reader.series("members")
    names = [*run.resolved.cohorts, "ordinary", "levy"][: members.shape[1]]
    return {name: _rounded(members[:, n], 0) for n, name in enumerate(names)}


def _events(run: Run, reader: Reader) -> list[EventOf]:
    """Every event; its number is that of `why`, `chronicle` the sentence that a chronicle has of it, if any."""
    lines = story_of(run.resolved, reader.block, reader.history).lines
    told = sentences(reader)
    found: list[EventOf] = []
    for number, ((day, text), row) in enumerate(zip(lines, reader.rows.tolist(), strict=True)):
        since = row[COL["since"]]
        found.append(
            {
                "number": number,
                "month": row[COL["month"]],
                "date": day,
                "kind": EventKind(row[COL["kind"]]).word,
                "text": text,
                "chronicle": told.get(number),
                "who": reader.person(row[COL["who"]]) or None,
                "whom": reader.person(row[COL["whom"]]) or None,
                "body": reader.arena(row[COL["body"]]) or None,
                "cause": Cause(row[COL["cause"]]).word,
                "since": since if since >= 0 else None,
            }
        )
    return found


def _votes(run: Run, reader: Reader, again: Again) -> list[VoteOf]:
    """Every vote with its tally; `ballots` are ayes and nays to the question as it is put here, by person, where persons voted."""
    form, names = run.resolved, run.names
    places = {body.id: body.name for body in form.bodies} | ELSEWHERE
    found: list[VoteOf] = []
    for number, row in enumerate(reader.rows.tolist()):
        kind, outcome = EventKind(row[COL["kind"]]), row[COL["outcome"]]
        if kind not in VOTES or outcome < 0 or row[COL["ayes"]] + row[COL["nays"]] <= 0:
            continue
        who, whom, body = reader.person(row[COL["who"]]), reader.person(row[COL["whom"]]), row[COL["body"]]
        fight = kind in (EventKind.OFFENSIVE, EventKind.CHALLENGE)
        arena = reader.arena(body)
        congress = body >= 0 and form.bodies[body].role == "congress"
        cast = again.ballots.get(number)
        found.append(
            {
                "event": number,
                "month": row[COL["month"]],
                "date": f"{reader.day(row[COL['month']]):%Y-%m}",
                "body": arena or None,
                "place": places.get(arena, arena),
                "kind": kind.word,
                "question": " ".join(_question(run, kind, row, names.get(who, ""), names.get(whom, ""))),
                "attacker": who or None if fight else None,
                "target": whom or None if fight else None,
                "ayes": row[COL["ayes"]],
                "nays": row[COL["nays"]],
                "abstentions": max(row[COL["abstentions"]], 0),
                "carried": bool(outcome) or kind == EventKind.LEADER_CHOSEN,
                "unit": "members" if body == Arena.PARTY else "delegates" if congress else "persons",
                "ballots": None if cast is None else _ballots(form, cast),
            }
        )
    return found


def _ballots(form: Resolved, cast: Array) -> dict[str, str]:
    return {form.persons[p].id: Ballot(int(cast[p])).word for p in np.flatnonzero(cast[: len(form.persons)])}


def _question(run: Run, kind: EventKind, row: list[int], who: str, whom: str) -> Iterator[str]:
    """What was voted on."""
    thing = row[COL["thing"]]
    if kind == EventKind.LEADER_CHOSEN:
        yield f"{who} as {run.resolved.offices[thing].name}"
        yield f"(against {whom})" if whom and whom != who else ""
    elif kind == EventKind.CONFIDENCE:
        yield f"{whom} to remain {run.resolved.offices[thing].name}"
    else:
        yield f"{who} against {whom}"
        yield f"about {run.resolved.disputes[thing].name}" if thing >= 0 else ""


def _persons(run: Run, reader: Reader, named: Set[str | None]) -> list[PersonOf]:
    """Everybody of whom anything is told, with the month of his death."""
    dead = {
        reader.person(row[COL["whom"]]): row[COL["month"]]
        for row in reader.rows.tolist()
        if row[COL["kind"]] == EventKind.DEATH
    }
    labels = run.names
    return [
        {
            "id": person.id,
            "name": person.name,
            "label": labels[person.id],
            "reserve": person.reserve,
            "born": person.born,
            "died": dead.get(person.id),
        }
        for person in run.resolved.persons
        if person.id in named
    ]
