"""The engine and the reference on the same states and the same draws, and what sets them apart.

A difference is *continuous* (numbers apart by more than `NEAR`, relative to their size where that is above one) or *discrete* (whole
numbers, truths, events). Single and double precision may decide differently where the two sides of a comparison are nearly
equal. Such a discrete difference is on a **knife's edge**, and only then forgiven, when the reference itself decides as the engine
does once the fractional numbers that it is given are shaken by at most one part in a million.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace as Record
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

import worlds
from politburo import mechanisms, reference, rng
from politburo.model import params as parameters
from politburo.model.events import COLUMNS
from politburo.reference.records import columns, params_of, state_of, world_of

NEAR = 1e-5
SHAKE = 1e-6
TRIES = 24
#: numbers that the engine stores as fractions but which count whole things
COUNTED = {"organisations.members", "bodies.size", "membership.levy", "membership.purge", "people.silent"}

ALONE = {m.name: jax.jit(m.apply) for m in mechanisms.MONTH}
BEGIN = jax.jit(mechanisms.origin)
SLOW = {m.__name__: m for m in reference.MONTH}


class Step(NamedTuple):
    """What one mechanism was given in one month, and what the engine made of it."""

    month: int
    mechanism: str
    luck: Any
    before: Any
    after: Any
    told: Any


class Case(NamedTuple):
    """A world and one history's parameters, as both sides want them."""

    name: str
    arrays: Any
    world: Record
    key: Any
    params: Any
    numbers: Record


def case(name: str, world: Any, seed: int, number: int = 0, **fixed: float) -> Case:
    """History `number` of a seed; parameters drawn but for those in `fixed`."""
    key = rng.history_key(seed, number)
    values = np.array(parameters.draw(key))
    for parameter, value in fixed.items():
        values[list(parameters.FIELDS).index(parameter)] = value
    params = parameters.unpack(jnp.asarray(values))
    return Case(name, jax.tree.map(jnp.asarray, world), world_of(world), key, params, params_of(params))


def engine_steps(case: Case, months: int) -> Iterator[Step]:
    """Every mechanism of every month of the engine's history, each compiled by itself."""
    state = BEGIN(rng.stream(case.key, "origin", -1), case.arrays, case.params)
    for month in range(months):
        state = state.replace(month=jnp.int32(month))
        for mechanism in mechanisms.MONTH:
            luck = rng.stream(case.key, mechanism.name, month)
            after, told = ALONE[mechanism.name](luck, case.arrays, case.params, state)
            yield Step(month, mechanism.name, luck, state, after, told)
            state = after


def rows(told: list[dict[str, int]]) -> list[tuple[int, ...]]:
    """The reference's events as rows of the engine's table."""
    return [tuple(event[name] for name in COLUMNS) for event in told]


def engine_rows(told: Any) -> list[tuple[int, ...]]:
    return [tuple(row) for row in np.asarray(told).tolist() if row[0]]


class Difference(NamedTuple):
    discrete: list[str]
    continuous: list[str]

    def __bool__(self) -> bool:
        return bool(self.discrete or self.continuous)


def difference(engine: dict[str, Any], slow: dict[str, Any], near: float = NEAR) -> Difference:
    """Fields in which two states differ."""
    discrete, continuous = [], []
    assert set(engine) == set(slow)
    for name, value in engine.items():
        a, b = np.asarray(value), np.asarray(slow[name])
        assert a.shape == b.shape, name
        if a.dtype.kind != "f" or name in COUNTED:
            if not np.array_equal(a, b):
                discrete.append(name)
        elif not np.all(np.abs(a - b) <= near * np.maximum(1, np.abs(b))):
            continuous.append(name)
    return Difference(discrete, continuous)


def slow_step(case: Case, step: Step, shake: random.Random | None = None) -> tuple[Record, list[tuple[int, ...]]]:
    """The reference's answer to the same question, its numbers shaken if wanted."""
    state, params = state_of(step.before), case.numbers
    if shake:
        state, params = shaken(state, shake), shaken(params, shake)
    told = SLOW[step.mechanism](reference.Luck(step.luck), case.world, params, state)
    return state, rows(told)


def compare(case: Case, step: Step) -> Difference:
    """What the reference makes differently of what the engine was given."""
    state, told = slow_step(case, step)
    found = difference(worlds.fields(step.after), columns(state))
    events = [] if told == engine_rows(step.told) else ["events"]
    return Difference(events + found.discrete, found.continuous)


def on_a_knifes_edge(case: Case, step: Step) -> bool:
    """Does the reference decide as the engine did when its numbers are shaken a little?"""
    luck = random.Random(0)
    for _ in range(TRIES):
        state, told = slow_step(case, step, luck)
        found = difference(worlds.fields(step.after), columns(state), near=10 * NEAR)
        if not found and told == engine_rows(step.told):
            return True
    return False


def shaken(value: Any, luck: random.Random) -> Any:
    """A copy with every fractional number moved by up to `SHAKE` of its size."""
    if isinstance(value, Record):
        return Record(**{name: shaken(part, luck) for name, part in vars(value).items()})
    if isinstance(value, list):
        return [shaken(part, luck) for part in value]
    if isinstance(value, float) and value != round(value):
        return value * (1 + SHAKE * luck.uniform(-1, 1))
    return value
