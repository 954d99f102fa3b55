"""Does a complete form of a scenario agree with itself? What a file says that nobody wrote with this program may be anything.

pydantic has seen to the fields and their types. Here: links that lead to something, vectors as long as what they are about, words that
exist, numbers that can be worked with, texts without control characters. The engine follows links without looking, so that a wrong one
would do harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from politburo.errors import CONTROL
from politburo.model.layout import LARGEST as LARGEST_COUNTS
from politburo.model.params import FIELDS
from politburo.vocab import (
    Axis,
    Education,
    EntryKind,
    Evidence,
    Resource,
    Role,
    Seat,
    ShockKind,
    SocialClass,
    SocialOrigin,
    Stratum,
    Trait,
)

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved

GREATEST = 2**31 - 1  # whole number
LARGEST = 1e12  # number with a fraction
YEARS = range(1000, 3000)


def fault(resolved: Resolved) -> str:
    """The first thing that is wrong, in words, or nothing."""
    return next(_faults(resolved), "")


def _faults(found: Resolved) -> Iterator[str]:
    yield from _values(found.model_dump(), "")
    persons, bodies, disputes = len(found.persons), len(found.bodies), len(found.disputes)
    months = (found.end.year - found.start.year) * 12 + found.end.month - found.start.month + 1
    for year in (found.start.year, found.end.year):
        if year not in YEARS:
            yield f"the year {year}"
    if found.months != months or months < 1:
        yield f"{found.months} months from {found.start} to {found.end}"
    if not persons or not found.organisations:
        yield "no persons or no organisations"
    for name in ("persons", "organisations", "bodies", "offices", "disputes", "shocks", "liabilities"):
        ids = [one.id for one in getattr(found, name)]
        if len(set(ids)) != len(ids):
            yield f"the same id twice among the {name}"
    for where, link, count in _links(found):
        if link is not None and not 0 <= link < count:
            yield f"{where}: nothing has the number {link}"
    for where, values, length in (
        *(("traits", person.traits, len(Trait)) for person in found.persons),
        *(("positions", person.positions, disputes) for person in found.persons),
        *(("appeal", person.appeal, len(Stratum)) for person in found.persons),
        *(("strata", one.strata, len(Stratum)) for one in found.organisations),
        *(("opinions", one.opinions, disputes) for one in found.organisations),
        ("cohort_counts", found.cohort_counts, len(found.cohorts)),
        *(("cohort_counts", table, len(SocialClass)) for table in found.cohort_counts),
        *(("cohort_counts", row, len(Education)) for table in found.cohort_counts for row in table),
    ):
        if len(values) != length:
            yield f"{where}: {len(values)} numbers, not {length}"
    for where, words, allowed in (
        ("role", [one.role for one in found.bodies], Role.words()),
        ("seats", [seat for one in found.bodies for seat in one.seats.values()], Seat.words()),
        ("resources", [name for one in found.offices for name in one.resources], Resource.words()),
        ("axis", [one.axis for one in found.disputes], Axis.words()),
        ("kind", [one.kind for one in found.shocks], ShockKind.words()),
        ("origin", [one.origin for one in found.persons], SocialOrigin.words()),
        ("evidence", found.evidence, Evidence.words()),
        ("parameters", found.parameters, tuple(FIELDS)),
    ):
        yield from (f"{where}: {word[:100]}" for word in words if word not in allowed)
    roles = [body.role for body in found.bodies]
    for role in (Role.CONGRESS, Role.COMMITTEE, Role.BUREAU):
        if roles.count(role.word) != 1:
            yield f"{roles.count(role.word)} bodies with the role {role.word}"
    if roles[:1] != [Role.CONGRESS.word]:
        yield "the congress is not the first body"
    if min(found.country.congress_every, *(body.every for body in found.bodies)) < 1:
        yield "a body that meets every 0 months"
    entries = len(found.cohorts) + len(EntryKind) - 1  # two kinds of cohorts come to be after the start
    counts = {"contenders": found.contenders, "disputes": disputes, "bodies": bodies, "cohorts": entries}
    for name, count in counts.items():
        if not 1 <= count <= LARGEST_COUNTS[name]:
            yield f"{count} {name}"


def _links(found: Resolved) -> Iterable[tuple[str, int | None, int]]:
    """(where, number of an entity, how many there are)."""
    persons, bodies = len(found.persons), len(found.bodies)
    offices, organisations = len(found.offices), len(found.organisations)
    yield from (("patron", person.patron, persons) for person in found.persons)
    for one in found.organisations:
        yield from ((name, getattr(one, name), persons) for name in ("secretary", "patron"))
    for body in found.bodies:
        yield "elector", body.elector, bodies
        yield from (("seats", person, persons) for person in body.seats)
    for office in found.offices:
        yield from (("holder", office.holder, persons), ("filled_by", office.filled_by, bodies))
        yield "organisation", office.organisation, organisations
    yield from (("shocks", shock.person, persons) for shock in found.shocks)
    yield from (("liabilities", one.person, persons) for one in found.liabilities)
    for name in ("service", "documented", "late"):
        yield from ((name, person, persons) for tie in getattr(found, name) for person in tie[:2])
    yield from (("asked", person, persons) for person in found.asked)
    yield "predecessor", found.country.predecessor, persons
    if found.letter is not None:
        yield from (("author", found.letter.author, persons), ("office", found.letter.office, offices))
        yield from (("verdicts", verdict[0], persons) for verdict in found.letter.verdicts)


def _values(value: Any, where: str) -> Iterator[str]:
    """What is wrong with single texts and numbers, wherever they stand."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from _values(key, where)
                yield from _values(inner, f"{where}.{key}".strip("."))
        case list() | tuple():
            for inner in value:
                yield from _values(inner, where)
        case str():
            if CONTROL.search(value):
                yield f"{where}: a control character"
        case int():
            if abs(value) > GREATEST:
                yield f"{where}: {str(value)[:30]}"
        case float():
            if not abs(value) <= LARGEST:
                yield f"{where}: {value}"
