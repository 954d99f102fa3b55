"""Outcomes by name: a quantity of `measures.quantities`, or "PERSON rules alone at the end" and the like, with the person's id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array, Floats
from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.definitions import Thresholds
from politburo.measures.names import labels, short_name
from politburo.measures.quantities import OF_PERSON, SHARE, UNITS, of_persons, quantities

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved, RPerson

Kept = dict[str, Array]


def kept(block: Block, ids: Sequence[str], thresholds: Thresholds) -> Kept:
    """What every outcome is read from: `quantities` float64[UNITS, history], `persons` bool[OF_PERSON, history, person].

    `ids` are those of the persons.
    """
    return {
        "quantities": np.array([*quantities(block, thresholds, ids).values()]),
        "persons": of_persons(block, thresholds, len(ids)),
    }


def values(parts: Sequence[Kept], persons: Sequence[RPerson], name: str) -> Floats:
    """An outcome in the histories of some parts, float64[history]; no history has what concerns a person who is not there."""
    if name in UNITS:
        return np.concatenate([part["quantities"][list(UNITS).index(name)] for part in parts])
    who, _, what = name.partition(" ")
    found = np.concatenate([part["persons"][OF_PERSON.index(what)] for part in parts])
    row = next((n for n, person in enumerate(persons) if person.id == who), -1)
    return found[:, row].astype(float) if row >= 0 else np.zeros(len(found))


def check(option: str, names: Iterable[str], resolved: Resolved) -> None:
    """Raise `PolitburoError` for an outcome that is not there, with the nearest."""
    allowed = [*UNITS, *(f"{person.id} {what}" for person in resolved.persons for what in OF_PERSON)]
    said = ", ".join([*UNITS, *(f"PERSON {what}" for what in OF_PERSON)])
    wrong = [name for name in names if name not in allowed]
    if wrong:
        raise PolitburoError(
            Problem("usage", option, name[:100], said, nearest(name, allowed)) for name in wrong
        )


def unit(name: str) -> str:
    """The unit of an outcome."""
    return UNITS.get(name, SHARE)


def label(name: str, persons: Sequence[RPerson]) -> str:
    """An outcome in words, with what the person is called."""
    called = labels({p.id: short_name(p.name) for p in persons}, {p.id: p.short for p in persons})
    who, _, what = name.partition(" ")
    return name if name in UNITS else f"{called[who]} {what}"
