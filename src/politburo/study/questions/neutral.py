"""Facts of a scenario, each with the neutral value that it is set to where one asks what depends on it.

| kind of fact | neutral value |
| --- | --- |
| office | nobody holds it at the start; it is filled by the rules in force |
| seat | he is no member of the body at the start |
| trait | ORDINARY, known exactly: it neither helps nor hinders |
| tie between two persons, shared service, clients | there is none |
| prestige | the median of those who may lead |
| illness | well |
| rule | it is not in force |
| letter | it is not written |

Only what is known counts as a fact: a trait that each history draws for itself is none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.names import labels
from politburo.vocab import Trait

if TYPE_CHECKING:
    from politburo.model.world import World
    from politburo.scenario.resolved import Resolved

Place = int | tuple[int | list[int], ...]  # of a value in an array
GROUPS = ("offices", "seats", "traits", "ties", "rules and letter")
ORDINARY = 0.5  # a trait that neither helps nor hinders
NEUTRAL = {
    "offices": "nobody holds it at the start",
    "seats": "no seat at the start",
    "traits": f"an ordinary one, {ORDINARY:g}",
    "ties": "no such tie",
    "prestige": "that of the median contender",
    "health": "well",
    "rules and letter": "not in force, not written",
    "passed on": "held by the other from the start",
}


Change = Callable[["World"], "World"]


@dataclass(frozen=True)
class Removal:
    """A fact that can be set to its neutral value (a key of NEUTRAL): `change` returns the world in which it is."""

    name: str
    group: str
    change: Change


def removals(resolved: Resolved, person: int) -> list[Removal]:
    """What a person has at the start, and rules and documents that all live under, as facts that can be taken away."""
    found = [
        Removal(f"office: {office.name}", "offices", _put("offices", "holder", n, -1))
        for n, office in enumerate(resolved.offices)
        if office.holder == person
    ]
    found += [
        Removal(f"seat: {body.name}", "seats", _put("bodies", "seat", (n, person), 0))
        for n, body in enumerate(resolved.bodies)
        if person in body.seats
    ]
    found += [Removal(f"trait: {trait.word}", "traits", _trait(person, trait)) for trait in Trait]
    found += [
        Removal("ties: clients among leaders", "ties", _without(("ties", "patron"), person)),
        Removal("ties: secretaries who are his men", "ties", _without(("organisations", "patron"), person)),
        Removal("ties: friends and enemies", "ties", _untied(("documented", "late"), person)),
        Removal("ties: shared service", "ties", _untied(("service",), person)),
        Removal("rule: ban on factions", "rules and letter", _put("country", "factions_banned", (), 0.0)),
        Removal("the predecessor's letter", "rules and letter", _put("letter", "author", (), -1)),
    ]
    return found


def _put(part: str, name: str, place: Place, value: float) -> Change:
    def change(world: World) -> World:
        array = np.array(getattr(getattr(world, part), name))
        array[place] = value
        return _with(world, part, {name: array})

    return change


def _with(world: World, part: str, fields: dict[str, Array]) -> World:
    return dataclasses.replace(world, **{part: dataclasses.replace(getattr(world, part), **fields)})


def _trait(person: int, trait: Trait) -> Change:
    known, value = (
        _put("people", "trait_sd", (person, trait), 0),
        _put("people", "trait", (person, trait), ORDINARY),
    )
    return lambda world: value(known(world))


def _without(where: tuple[str, str], person: int) -> Change:
    def change(world: World) -> World:
        patron = getattr(getattr(world, where[0]), where[1])
        return _with(world, where[0], {where[1]: np.where(patron == person, -1, patron).astype(patron.dtype)})

    return change


def _untied(names: Iterable[str], person: int) -> Change:
    def change(world: World) -> World:
        fields = {}
        for name in names:
            array = np.array(getattr(world.ties, name))
            array[person, :] = array[:, person] = 0
            fields[name] = array
        return _with(world, "ties", fields)

    return change


def named_facts(resolved: Resolved, people: Sequence[int]) -> list[Removal]:
    """Every known fact about some persons, and the rule and the letter that all live under, each by itself and with the person's name."""
    names = called(resolved)
    found = [fact for person in people for fact in _of(resolved, person, names[person], people)]
    found += [
        Removal(
            f"the tie between {names[i]} and {names[j]} ({value:+.2g})",
            "ties",
            _put("ties", kind, ([i, j], [j, i]), 0.0),
        )
        for kind in ("documented", "late")
        for i, j, value in getattr(resolved, kind)
        if i in people and j in people
    ]
    return [
        *found,
        Removal("the ban on factions", "rules and letter", _put("country", "factions_banned", (), 0.0)),
        Removal("the predecessor's letter", "rules and letter", _put("letter", "author", (), -1)),
    ]


def _of(resolved: Resolved, person: int, name: str, people: Sequence[int]) -> list[Removal]:
    """The facts about one person."""
    one = resolved.persons[person]
    usual = float(np.median([resolved.persons[other].prestige for other in people]))
    found = [
        Removal(f"{name}'s office: {office.name}", "offices", _put("offices", "holder", n, -1))
        for n, office in enumerate(resolved.offices)
        if office.holder == person
    ]
    found += [
        Removal(f"{name}'s seat: {body.name}", "seats", _put("bodies", "seat", (n, person), 0))
        for n, body in enumerate(resolved.bodies)
        if person in body.seats
    ]
    found += [
        Removal(f"{name}'s {trait.word} ({one.traits[trait].mean:.2g})", "traits", _trait(person, trait))
        for trait in Trait
        if one.traits[trait].sd == 0
    ]
    return [
        *found,
        Removal(
            f"{name}'s prestige ({one.prestige:.2g})", "prestige", _put("people", "prestige", person, usual)
        ),
        Removal(f"{name}'s health ({one.health:.2g})", "health", _put("people", "health", person, 1.0)),
        Removal(f"{name}'s clients among the leaders", "ties", _without(("ties", "patron"), person)),
        Removal(
            f"the secretaries who are {name}'s men", "ties", _without(("organisations", "patron"), person)
        ),
        Removal(f"{name}'s shared service with others", "ties", _untied(("service",), person)),
    ]


def passed_on(resolved: Resolved, giver: int, takers: Iterable[int]) -> list[Removal]:
    """Every office of a person in the hands of another from the start."""
    names = called(resolved)
    return [
        Removal(
            f"{office.name} held by {names[taker]}, not by {names[giver]}",
            "passed on",
            _put("offices", "holder", n, taker),
        )
        for n, office in enumerate(resolved.offices)
        if office.holder == giver
        for taker in takers
    ]


def called(resolved: Resolved) -> list[str]:
    """What persons are called, by row."""
    people = resolved.persons
    return list(labels({p.id: p.name for p in people}, {p.id: p.short for p in people}).values())


def there(world: World, facts: Iterable[Removal]) -> list[Removal]:
    """Those of some facts that make a difference to the world at all."""
    return [fact for fact in facts if not same(world, fact.change(world))]


def same(one: object, other: object) -> bool:
    """Are two worlds, or two records of them, equal?"""
    if dataclasses.is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(one))
    return np.array_equal(np.asarray(one), np.asarray(other))
