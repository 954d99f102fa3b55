"""The documented course of a run's case on the clock of the run, in the shape of a simulated one (`monthly`), as far as it is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from politburo.errors import PolitburoError, Problem
from politburo.measures.history import month_date
from politburo.record import read_table, tables_of
from politburo.record.course import Course, load_course
from politburo.record.items import first_day
from politburo.study.running.tables import ELSEWHERE, called, stage_rows

if TYPE_CHECKING:
    from politburo.study.running.run import Run

CANDIDATE = "-candidate"


def documented_course(run: Run) -> dict[str, Any]:
    """What is documented of the months of a run. `kind` is "record" (tables) or "course" (who led at some horizons).

    Where the run is given the record up to a day, nothing later is told. Raises `PolitburoError` (record-missing).
    """
    form = run.resolved
    told = {
        "simulated": False,
        "case": form.id,
        "title": form.title,
        "months": [f"{month_date(form.start, m):%Y-%m}" for m in range(form.months)],
    }
    if run.record is not None:
        return {**told, "kind": "record", **_of_record(run)}
    course = load_course(form.id)
    if course is None:
        raise PolitburoError(Problem("record-missing", "RUN", form.id, "a run of a case with a record"))
    return {**told, "kind": "course", **_of_course(run, course)}


def _month(run: Run, day: date) -> int:
    start = run.resolved.start
    return (day.year - start.year) * 12 + day.month - start.month


def _last(run: Run) -> date:
    """The last day of which anything is told."""
    given = run.facts.get("given_record")
    return min(run.resolved.end, date.fromisoformat(given["day"])) if given else run.resolved.end


def _spell(run: Run, start: str, end: str) -> tuple[int, int] | None:
    """[from, until) in months of what began and ended on these days (open if there is no end); None outside the window."""
    begun, last = _month(run, first_day(start)) if start else 0, _month(run, _last(run)) + 1
    until = _month(run, first_day(end)) if end else last
    begun, until = max(begun, 0), min(max(until, begun + 1), last)
    return (begun, until) if begun < until else None


def _of_record(run: Run) -> dict[str, Any]:
    record, form, names = run.record, run.resolved, run.names
    assert record is not None
    last, found = _last(run), {}
    found["seats"], found["holders"] = _rosters(run)
    found["standings"] = [
        {"person": person, "standing": row.kind, "from": spell[0], "until": spell[1]}
        for row in record.alignments
        if row.kind in ("core", "bloc") and (spell := _spell(run, str(row.start), str(row.end)))
        for person in sorted(row.members)
    ]
    places = {body.id: body.name for body in form.bodies} | ELSEWHERE
    disputes = {dispute.id: dispute.name for dispute in form.disputes}
    found["votes"] = [
        {
            "month": _month(run, clash.date),
            "date": f"{clash.date:%Y-%m}",
            "body": clash.arena or None,
            "place": places.get(clash.arena, clash.arena),
            "kind": "offensive" if clash.ruling else "challenge",
            "question": f"{called(names, clash.attacker)} against {called(names, clash.target)}"
            + (f" about {disputes.get(clash.dispute, clash.dispute)}" if clash.dispute else ""),
            "attacker": clash.attacker,
            "target": clash.target,
            "ayes": clash.ayes,
            "nays": clash.nays,
            "abstentions": clash.abstentions or 0,
            "carried": clash.outcome == "carried",
            "ballots": None,
        }
        for clash in run.documented_clashes
        if clash.ayes is not None and clash.nays is not None
    ]
    found["events"] = [
        {
            "month": _month(run, first_day(row["date"])),
            "date": row["date"],
            "kind": row["kind"],
            "text": row["title"],
            "about": row["description"],
            "who": row["actors"].split(";") if row["actors"] else [],
            "source": row["source"],
            "evidence": row["evidence"],
            "confidence": row["confidence"],
        }
        for row in _rows(run, "events")
        if form.start.replace(day=1) <= first_day(row["date"]) <= last
    ]
    found["membership"] = [
        {
            "month": _month(run, row.date),
            "date": str(row.date),
            "members": row.full,
            "workers": None if row.workers is None else row.workers / 100,
            "higher": None if row.higher is None else row.higher / 100,
        }
        for row in record.membership
        if form.start <= row.date <= last
    ]
    found["table"] = stage_rows(run, run.documented_stages)
    found["leaders"], found["sole"] = [], None
    named = {row["person"] for part in ("seats", "holders", "standings") for row in found[part]}
    named |= {vote[side] for vote in found["votes"] for side in ("attacker", "target")}
    named |= {person for event in found["events"] for person in event["who"]}
    return {**found, "persons": _persons(run, named)}


def _rows(run: Run, table: str) -> list[dict[str, str]]:
    case = run.resolved.id
    return read_table(case, table) if table in tables_of(case) else []


def _rosters(run: Run) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Spells in those bodies and offices that the case has too."""
    bodies = {body.id: "full" for body in run.resolved.bodies}
    bodies |= {f"{body}{CANDIDATE}": "candidate" for body in [*bodies]}
    offices = {office.id for office in run.resolved.offices}
    seats, holders = [], []
    for row in _rows(run, "rosters"):
        spell = _spell(run, row["start"], row["end"])
        if spell is None:
            continue
        months = {"from": spell[0], "until": spell[1]}
        if row["body"] in bodies:
            candidate = row["role"].startswith("candidate") or bodies[row["body"]] == "candidate"
            body, seat = row["body"].removesuffix(CANDIDATE), "candidate" if candidate else "full"
            seats.append({"body": body, "person": row["person_id"], "seat": seat, **months})
        elif row["body"] in offices:
            holders.append({"office": row["body"], "person": row["person_id"], **months})
    return seats, holders


def _persons(run: Run, named: set[str]) -> list[dict[str, Any]]:
    labels, people = run.names, {person.id: person for person in run.resolved.persons}
    whole = {} if run.record is None else run.record.names
    return [
        {
            "id": person,
            "name": people[person].name if person in people else whole.get(person, called(labels, person)),
            "label": called(labels, person),
            "reserve": False,
            "born": people[person].born if person in people else None,
        }
        for person in sorted(named)
    ]


def _of_course(run: Run, course: Course) -> dict[str, Any]:
    last = run.resolved.months
    leaders = [
        {"month": row.month, "leader": row.leader, "rule": row.rule, "offices": row.offices}
        for row in course.horizons
        if row.month <= last
    ]
    events = []
    for row in course.events:
        month = _month(run, first_day(str(row["date"])))
        if 0 <= month < last:
            who = [*row.get("who", ()), *row.get("against", ())]
            events.append(
                {
                    "month": month,
                    "date": str(row["date"]),
                    "kind": row.get("kind", ""),
                    "text": row.get("what", ""),
                    "who": who,
                }
            )
    named = {row["leader"] for row in leaders} | {person for event in events for person in event["who"]}
    known = {person.id for person in run.resolved.persons}
    empty: dict[str, Any] = {
        name: [] for name in ("seats", "holders", "standings", "votes", "membership", "table")
    }
    return {
        **empty,
        "leaders": leaders,
        "sole": vars(course.sole),
        "events": events,
        "persons": _persons(run, {person for person in named if person in known}),
    }
