"""Histories from any month on: saved states, other luck, and facts grafted onto what has become of the party."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import engine, scenario
from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.vocab import ShockKind

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved, RShock

BLOCK = engine.BLOCK
#: what actors have chosen or computed; a change of facts does not reach into it, it works through it
CHOSEN = ("lineup", "agenda", "month")


@dataclass(frozen=True)
class Course:
    """How a block of BLOCK histories runs: its world, seed, history numbers and parameters (float32[history, parameters])."""

    world: Any
    seed: int
    numbers: Any
    params: Any
    off: frozenset[str] = frozenset()

    def origin(self) -> Any:
        """The states before the first month."""
        return engine.begin(self.world, self.seed, self.numbers, self.params)

    def run(self, states: Any, first: int, last: int) -> tuple[Any, Block]:
        """Months [first, last) from the states before them: (states after them, block).

        The series of other months are zero, and history numbers begin with 0.
        """
        return engine.advance(self.world, self.seed, self.numbers, self.params, states, first, last, self.off)


class Onward:
    """The states of a course at later and later months; those between are run when they are first needed."""

    def __init__(self, course: Course) -> None:
        self.course, self.month, self.states = course, 0, course.origin()

    def at(self, month: int) -> Any:
        """The states before `month`, which must not be earlier than the last one asked for."""
        if month > self.month:
            self.states, _ = self.course.run(self.states, self.month, month)
            self.month = month
        return self.states


def course(world: Any, seed: int, first: int, params: Any, off: frozenset[str] = frozenset()) -> Course:
    """The block of a run that begins with history `first`; `params` as in `engine.blocks`."""
    import jax
    import jax.numpy as jnp

    world = jax.tree.map(jnp.asarray, world)
    numbers = jnp.arange(first, first + BLOCK, dtype=jnp.int32)
    drawn = engine.draw(world, seed, numbers, *engine.fixed(params))
    return Course(world, seed, numbers, drawn, off)


def graft(states: Any, before: Any, after: Any) -> Any:
    """Set in `states` every field in which two origins differ to its value in `after`.

    `before` and `after` are the origins of the same histories (same luck) in two worlds. Where they are equal nothing is touched, so that a
    null change gives identical histories. What actors have chosen by then (CHOSEN: the ruling coalition, the motions) stays: the
    new facts act on it. A tie, trait or position that the change names is set to the new value whatever has become of it.
    """
    import jax
    import jax.numpy as jnp

    grafted = jax.tree.map(lambda now, a, b: jnp.where(a != b, b, now), states, before, after)
    return grafted.replace(**{name: getattr(states, name) for name in CHOSEN})


def joined(past: Block, future: Block, month: int, *, first: int, count: int) -> Block:
    """The months before `month` of one block and those from it on of another, as histories `first` and so on."""
    series = {
        name: np.concatenate([past.series[name][:count, :month], rows[:count, month:]], 1)
        if month
        else rows[:count]
        for name, rows in future.series.items()  # no month of the past has no series
    }
    rows = np.concatenate(
        [past.events[past.events[:, 1] < month], future.events[future.events[:, 1] >= month]]
    )
    rows = rows[rows[:, 0] < count]
    rows = rows[np.lexsort((np.arange(len(rows)), rows[:, 1], rows[:, 0]))]
    rows[:, 0] += first
    params = {name: values[:count] for name, values in future.params.items()}
    return Block(first, series, rows, params)


def worlds(one: Resolved, other: Resolved) -> tuple[Any, Any]:
    """Both scenarios as arrays in which every row is the same entity.

    A shock or liability that only `one` has becomes, in the other, one that never comes. Raises `PolitburoError` (patch-shape)
    where persons, bodies, offices or other entities differ, or the window.
    """
    other = other.model_copy(update={"shocks": _kept(one, other), "liabilities": _weightless(one, other)})
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


def _kept(one: Resolved, other: Resolved) -> list[RShock]:
    """The shocks of `other`, with those that only `one` has moved out of the window and emptied: addresses stay."""
    there = {shock.id: shock for shock in other.shocks}
    gone = {"month": one.months, "size": 0.0, "kind": ShockKind.HARVEST.word, "person": None}
    return [
        there.pop(shock.id).model_copy(update={"address": shock.address})
        if shock.id in there
        else shock.model_copy(update=gone)
        for shock in one.shocks
    ] + list(there.values())


def _weightless(one: Resolved, other: Resolved) -> list[Any]:
    there = {fact.id: fact for fact in other.liabilities}
    kept = [there.pop(x.id, None) or x.model_copy(update={"weight": 0.0}) for x in one.liabilities]
    return kept + list(there.values())


def repeated(rows: Any, place: int) -> Any:
    """One history's row of every array, BLOCK times over."""
    import jax
    import jax.numpy as jnp

    return jax.tree.map(lambda x: jnp.repeat(x[place : place + 1], BLOCK, 0), rows)


def reseeded(base: Course, seed: int, first: int, params: Any) -> Course:
    """The same world with other luck: the block of `seed` that begins with `first`, and given parameters."""
    import jax.numpy as jnp

    numbers = jnp.arange(first, first + BLOCK, dtype=jnp.int32)
    return dataclasses.replace(base, seed=seed, numbers=numbers, params=params)
