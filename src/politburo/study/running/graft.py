"""Histories from any month on: saved states, other luck, and facts grafted onto what has become of the party."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo import engine, scenario
from politburo.arrays import Floats, Wholes
from politburo.errors import PolitburoError, Problem
from politburo.model.layout import States
from politburo.model.mechanism import fields
from politburo.model.trace import Block
from politburo.vocab import ShockKind

if TYPE_CHECKING:
    from politburo.model.world import World
    from politburo.scenario.resolved import Resolved, RLiability, RShock

#: what actors have chosen or computed, records and fields; a change of facts does not reach into it, it works through it
CHOSEN = {"lineup", "stable", "motions", "month"} | fields("people", "core ring bloc side against")


@dataclass(frozen=True)
class Course:
    """How some histories run: their world, seed, numbers and parameters (float64[history, parameters])."""

    world: engine.Prepared
    seed: int
    numbers: Wholes
    params: Floats
    off: frozenset[str] = frozenset()

    def origin(self) -> States:
        """The states before the first month."""
        return engine.begin(self.world, self.seed, self.numbers, self.params)

    def run(self, states: States, first: int, last: int) -> tuple[States, Block]:
        """Months [first, last) from the states before them: (states after them, block).

        The series of other months are zero, and history numbers begin with 0.
        """
        return engine.advance(self.world, self.seed, self.numbers, self.params, states, first, last, self.off)


class Onward:
    """The states of a course at later and later months; those between are run when they are first needed."""

    def __init__(self, course: Course) -> None:
        self.course, self.month, self.states = course, 0, course.origin()

    def at(self, month: int) -> States:
        """The states before `month`, which must not be earlier than the last one asked for."""
        if month > self.month:
            self.states, _ = self.course.run(self.states, self.month, month)
            self.month = month
        return self.states


def course(
    world: World | engine.Prepared,
    seed: int,
    numbers: range,
    params: engine.Source,
    off: frozenset[str] = frozenset(),
) -> Course:
    """The histories of a run with these numbers; `params` as in `engine.blocks`."""
    ready, chosen = engine.prepared(world), np.array(numbers, np.int32)
    return Course(ready, seed, chosen, engine.parameters_of(ready, seed, chosen, params), off)


def parts(histories: int) -> list[range]:
    """Numbers of so many histories in blocks of `engine.BLOCK`, the last one smaller: what is run at a time.

    >>> parts(100)
    [range(0, 64), range(64, 100)]
    """
    return [range(first, min(first + engine.BLOCK, histories)) for first in range(0, histories, engine.BLOCK)]


def graft(states: States, before: States, after: States) -> States:
    """The `states` with every field in which two origins differ set to its value in `after`.

    `before` and `after` are the origins of the same histories (same luck) in two worlds. Where they are equal nothing is touched, so that a
    null change gives identical histories. What actors have chosen by then (CHOSEN: the ruling coalition, the motions) stays: the
    new facts act on it. A tie, trait or position that the change names is set to the new value whatever has become of it.
    """
    grafted = states.copy()
    for name, now in grafted.fields().items():
        if name not in CHOSEN and name.partition(".")[0] not in CHOSEN:
            np.copyto(now, after[name], where=before[name] != after[name])
    return grafted


def joined(past: Block, future: Block, month: int, first: int = 0) -> Block:
    """The months before `month` of one block and those from it on of another, as histories `first` and so on."""
    series = {
        name: np.concatenate([past.series[name][:, :month], rows[:, month:]], 1)
        for name, rows in future.series.items()
    }
    rows = np.concatenate(
        [past.events[past.events[:, 1] < month], future.events[future.events[:, 1] >= month]]
    )
    rows = rows[np.lexsort((np.arange(len(rows)), rows[:, 1], rows[:, 0]))]
    return engine.numbered(Block(0, series, rows, future.params), first)


def worlds(one: Resolved, other: Resolved) -> tuple[World, World]:
    """Both scenarios as arrays in which every row is the same entity.

    A shock or liability that only `one` has becomes, in the other, one that never comes. Raises `PolitburoError` (patch-shape)
    where persons, bodies, offices or other entities differ, or the window.
    """
    other = other.model_copy(
        update={"shocks": _shocks_in_place(one, other), "liabilities": _weightless(one, other)}
    )
    wrong = [
        Problem(
            "patch-shape",
            table,
            ", ".join(sorted(ids(one, table) ^ ids(other, table))) or "another order",
            "the same as in the scenario",
            remedy="change entities that are there; a new one belongs in the scenario, with a date beyond the window",
        )
        for table in ("persons", "organisations", "bodies", "offices", "disputes", "shocks", "liabilities")
        if [x.id for x in getattr(one, table)] != [x.id for x in getattr(other, table)]
    ]
    if (one.start, one.end, one.contenders) != (other.start, other.end, other.contenders):
        allowed = f"start {one.start}, end {one.end}, contenders {one.contenders}"
        found = f"start {other.start}, end {other.end}, contenders {other.contenders}"
        wrong.append(Problem("patch-shape", "window", found, allowed))
    if wrong:
        raise PolitburoError(wrong)
    return scenario.lower(one), scenario.lower(other)


def ids(resolved: Resolved, table: str) -> set[str]:
    """The ids of a table's entities."""
    return {entity.id for entity in getattr(resolved, table)}


def _shocks_in_place(one: Resolved, other: Resolved) -> list[RShock]:
    """The shocks of `other`, with those that only `one` has moved out of the window and emptied: addresses stay."""
    there = {shock.id: shock for shock in other.shocks}
    gone = {"month": one.months, "size": 0.0, "kind": ShockKind.HARVEST.word, "person": None}
    return [
        there.pop(shock.id).model_copy(update={"address": shock.address})
        if shock.id in there
        else shock.model_copy(update=gone)
        for shock in one.shocks
    ] + list(there.values())


def _weightless(one: Resolved, other: Resolved) -> list[RLiability]:
    there = {fact.id: fact for fact in other.liabilities}
    kept = [there.pop(x.id, None) or x.model_copy(update={"weight": 0.0}) for x in one.liabilities]
    return kept + list(there.values())


def futures(course: Course, numbers: range, seed: int) -> Course:
    """Futures of a course's only history: its own world and parameters, and the luck of the histories of `seed` with these numbers."""
    params = np.repeat(course.params, len(numbers), 0)
    return dataclasses.replace(course, seed=seed, numbers=np.array(numbers, np.int32), params=params)
