"""Of all spells of a file those that make a page: who of the party held what on the day, and what the file leaves open."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from politburo.errors import PolitburoError, Problem, nearest
from politburo.scenario.importing.lists import SHOWN
from politburo.scenario.importing.posts import Fit, fit, parts
from politburo.scenario.importing.spells import Spell
from politburo.scenario.values import LEADER, SEATS, office_types

MOST = 12  # contenders on a page


@dataclass(frozen=True)
class Held:
    """An office of a person: its words, the spell, the type that the words lead to, and why it is not certain (empty where it is)."""

    title: str
    spell: Spell
    fit: Fit
    doubt: str = ""


@dataclass
class Person:
    """Somebody in office on the day, with the id that he has on the page."""

    id: str
    spell: Spell  # one of his, for what is known of himself
    offices: list[Held] = field(default_factory=list)
    certain: bool = False  # did he certainly hold something on the day?

    def seat(self) -> str:
        """His certain seat: the type, or nothing."""
        kinds = {held.fit.kind for held in self.offices if not held.doubt}
        return next((kind for kind in SEATS if kind in kinds), "")

    def rank(self) -> tuple[int, float]:
        """A full seat in the bureau before a candidate's, this before none; then the sum of what the offices give."""
        kinds = {held.fit.kind for held in self.offices if not held.doubt and held.fit.kind}
        given = sum(sum(office_types()[kind].gives.values()) for kind in kinds)
        return -SEATS.index(self.seat()) if self.seat() else -len(SEATS), round(given, 6)


@dataclass
class Draft:
    """What the file says of the day. `left` did not fit among twelve; of those in `perhaps` the file cannot tell; `others` are of
    another party, or of none that is named."""

    leader: Person | None
    contenders: list[Person]
    left: list[Person]
    perhaps: list[Person]
    others: list[Person]
    parties: bool  # does the file name parties?


def drafted(spells: list[Spell], party: str, day: date) -> Draft:
    """Raises `PolitburoError` for a party that is not in the file, and for a day on which nobody of it held anything."""
    names = Counter(name for spell in spells for name in spell.party)
    if names and not any(name.casefold() == party.casefold() for name in names):
        known = [name for name, _ in names.most_common(SHOWN)]
        allowed = ", ".join(known) + (", ..." if len(names) > SHOWN else "")
        remedy = "write it as the file does"
        raise PolitburoError(
            Problem("value-choice", "--party", party[:100], allowed, nearest(party, names), remedy)
        )
    mine = [spell for spell in spells if not names or party.casefold() in map(str.casefold, spell.party)]
    people = _people([spell for spell in mine if spell.held(day) is not False], day)
    if not people:
        raise PolitburoError(_nobody(mine, party, day))
    others = [spell for spell in spells if spell not in mine and spell.held(day)]
    certain = [one for one in people if one.certain]
    _one_holder_each(certain)
    leader = _leader(certain)
    rest = sorted((one for one in certain if one is not leader), key=lambda one: one.rank(), reverse=True)
    chosen = _fitting(rest)
    return Draft(
        leader,
        sorted(chosen, key=lambda one: one.id),
        [one for one in rest if one not in chosen],
        [one for one in people if not one.certain],
        _people(others, day),
        bool(names),
    )


def _nobody(mine: list[Spell], party: str, day: date) -> Problem:
    dates = sorted(filter(None, (end for spell in mine for end in (spell.first, spell.last))))
    span = f"a day within {dates[0]} to {dates[-1]}" if dates else "spells with dates"
    found = f"none of the {len(mine)} spells of {party[:100]} in the file was in force on {day}"
    return Problem(
        "value-range", "--on", found, span, "", "choose another day, or correct the dates in the file"
    )


def _people(spells: list[Spell], day: date) -> list[Person]:
    """By person, in the order of the file. Persons of one name and other keys get other ids."""
    found: dict[str, Person] = {}
    used: set[str] = set()
    for spell in spells:
        if spell.key not in found:
            found[spell.key] = Person(_id(spell.name, used), spell)
        found[spell.key].certain |= bool(spell.held(day))
        for part in parts(spell.post):
            title = f"{part}, {spell.body}" if spell.body else part
            what = Held(title, spell, fit(title), "" if spell.held(day) else _doubt(spell, day))
            if not any(one.title == title and not one.doubt for one in found[spell.key].offices):
                found[spell.key].offices.append(what)
    return [*found.values()]


def _doubt(spell: Spell, day: date) -> str:
    if spell.first is None and spell.last is None:
        return "the file has no date for it"
    return (
        f"the file says from {spell.first or '?'} to {spell.last or '?'}, and {day} may lie before or after"
    )


def _id(name: str, used: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "person"
    n = 1
    while (made := stem if n == 1 else f"{stem}-{n}") in used:
        n += 1
    used.add(made)
    return made


def _one_holder_each(people: list[Person]) -> None:
    """Two persons in an office that has one holder: neither is certain."""
    holders: dict[str, list[Held]] = defaultdict(list)
    for person in people:
        kinds = {held.fit.kind: held for held in person.offices if not held.doubt}
        for kind, held in kinds.items():
            if kind and not office_types()[kind].several:
                holders[kind].append(held)
    for kind, found in holders.items():
        if len(found) > 1:
            where = " and ".join(held.spell.where for held in found)
            why = f"{len(found)} persons hold what the table takes for the one {kind} ({where})"
            for person in people:
                person.offices = [
                    Held(h.title, h.spell, h.fit, why) if h.fit.kind == kind and not h.doubt else h
                    for h in person.offices
                ]


def _leader(people: list[Person]) -> Person | None:
    """The one holder of the party's first place; where nobody holds it, the one whom the file calls the leader."""
    first = [one for one in people if any(h.fit.kind == LEADER and not h.doubt for h in one.offices)]
    found = first or [one for one in people if one.spell.leads or any(h.spell.leads for h in one.offices)]
    return found[0] if len(found) == 1 else None


def _fitting(rest: list[Person]) -> list[Person]:
    """As many as fit on a page, from the highest rank down; equals are all in or all out."""
    if len(rest) <= MOST:
        return rest
    cut = rest[MOST].rank()
    return [one for one in rest[:MOST] if one.rank() > cut]
