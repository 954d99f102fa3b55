"""The engine and the reference on the same states and the same draws, and what sets them apart.

A difference is *continuous* (numbers apart by more than `NEAR`, relative to their size where that is above one) or *discrete* (whole
numbers, truths, events). Single and double precision may decide differently where the two sides of a comparison are nearly
equal. Such a discrete difference is on a **knife's edge**, and only then forgiven, when the reference itself decides as the engine
does once the fractional numbers that it is given are shaken by at most one part in a million. The tallies of a vote of the whole party,
hundreds of thousands of votes by the normal approximation, are compared as measures and not as counts.
"""

from __future__ import annotations

import dataclasses
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
from politburo.model.world import ShockFacts
from politburo.reference.records import columns, params_of, state_of, world_of
from politburo.vocab import Arena, ShockKind

NEAR = 1e-5
SHAKE = 1e-6
TRIES = 24
#: numbers that the engine stores as fractions but which count whole things
COUNTED = {"organisations.members", "bodies.size", "membership.levy", "membership.purge", "people.silent"}

BODY, TALLY = COLUMNS.index("body"), [COLUMNS.index(name) for name in ("ayes", "nays", "abstentions")]

ALONE = {m.name: jax.jit(m.apply) for m in mechanisms.MONTH}
STREAMS = jax.jit(rng.streams, static_argnums=1)
BEGIN = jax.jit(mechanisms.origin)
SLOW = {m.__name__: m for m in reference.MONTH}


STORMY = {
    "challenge_rate": 3.0,
    "offensive_rate": 0.4,
    "margin": 0.0,
    "protest": 0.05,
    "appeal": 0.9,
    "coup_rate": 0.3,
    "recantation": 0.3,
    "readmission": 0.3,
    "exile": 0.3,
    "levy_rate": 0.05,
    "purge_rate": 0.05,
    "temperature": 1.5,
    "response_level": 0.4,
    "discontent_rest": 0.6,
    "create_office": 0.2,
    "yield_rate": 0.2,
    "unite": 4.0,
    "ban_cost": 0.0,
    # the weights of the rival readings, nil by default
    "late_ties": 0.5,
    "vigilance": 5.0,
    "self_interest": 1.0,
    "force_over_votes": 0.4,
    "grab": 0.3,
    "network": 1.0,
}
"""A struggle in fast motion, with every rival reading at once."""

REVOLT = {"response_level": 0.6, "response_rate": 0.0, "collapse_rate": 8.0, "collapse_level": 0.5}
"""A country that nobody answers, and that ends the regime."""


def eventful(**how: Any) -> Any:
    """`worlds.small` with one of everything that a scenario can hold: more shocks, vague facts, patrons, a post to be created."""
    world = worlds.small(**how)
    people, ties, offices = world.people, world.ties, world.offices
    luck, n = np.random.default_rng(1), len(world.people.address)
    f32, i32 = np.float32, np.int32
    late = luck.uniform(-0.5, 0.5, (n, n)).astype(f32)
    patron = np.full(n, -1, i32)
    patron[6:12] = (0, 1, 2, 3, 4, 5)
    return dataclasses.replace(
        world,
        people=dataclasses.replace(
            people,
            trait_sd=np.full_like(people.trait, 0.1),
            position_sd=np.full_like(people.position, 0.2),
            appeal=luck.uniform(0.1, 0.9, people.appeal.shape).astype(f32),
            age=np.linspace(35, 75, n).astype(f32),
            address=luck.permutation(n).astype(i32),
        ),
        ties=dataclasses.replace(
            ties,
            documented=np.where(luck.uniform(size=(n, n)) < 0.3, late, 0).astype(f32),
            late=late,
            patron=patron,
            patron_strength=np.where(patron >= 0, 0.8, 0).astype(f32),
        ),
        organisations=dataclasses.replace(
            world.organisations,
            secretary=np.array([1, 2, 7, 8, *[-1] * 8], i32),
            patron=np.array([1, 2, 0, 1, 2, 3, 4, 5, *[-1] * 4], i32),
            loyalty=np.array([0.9, 0.9, 0.5, 0.6, 0.7, 0.4, 0.4, 0.4, *[0] * 4], f32),
            position=luck.uniform(-0.4, 0.4, world.organisations.position.shape).astype(f32),
        ),
        offices=dataclasses.replace(
            offices,
            established=np.array([True, True, True, False]),
            holder=np.array([offices.holder[0], 1, 2, -1], i32),
            organisation=np.array([-1, 0, 1, 2], i32),
        ),
        disputes=dataclasses.replace(world.disputes, policy=np.array([0.1, 0.2, -0.02], f32)),
        shocks=ShockFacts(
            address=np.arange(5, dtype=i32),
            exists=np.ones(5, bool),
            month=np.array([-3, 1, 9, 4, 5], i32),
            jitter=np.array([0, 0, 2, 1, 3], f32),
            kind=np.array(
                [
                    ShockKind.ILLNESS,
                    ShockKind.ILLNESS,
                    ShockKind.DEATH,
                    ShockKind.HARVEST,
                    ShockKind.FOREIGN,
                ],
                i32,
            ),
            person=np.array([6, 6, 6, -1, -1], i32),
            size=np.array([0.3, 0.4, 1.0, -0.8, 0.29], f32),
        ),
        letter=dataclasses.replace(
            world.letter,
            author=i32(6),
            jitter=f32(1),
            merit=luck.uniform(0, 0.6, n).astype(f32),
            fault=np.where(np.arange(n) == 1, -0.9, -0.1).astype(f32),
            office=i32(1),
        ),
    )


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


def case(name: str, world: Any, *, seed: int, fixed: dict[str, float] | None = None) -> Case:
    """The first history of a seed; parameters drawn but for those in `fixed`."""
    key = rng.history_key(seed, 0)
    values = np.array(parameters.draw(key))
    for parameter, value in (fixed or {}).items():
        values[list(parameters.FIELDS).index(parameter)] = value
    params = parameters.Params(**dict(zip(parameters.FIELDS, jnp.asarray(values), strict=True)))
    return Case(name, jax.tree.map(jnp.asarray, world), world_of(world), key, params, params_of(params))


CASES = (
    case("quiet", eventful(), seed=4),
    case("stormy", eventful(), seed=4, fixed=STORMY),
    case("falling", eventful(appointer=None), seed=9, fixed=STORMY | REVOLT),
)
"""Between them everything happens that can happen."""


def reference_steps(case: Case, months: int) -> Iterator[tuple[int, str, Record, list[dict[str, int]]]]:
    """Every mechanism of every month of the reference's own history."""
    return reference.history(reference.Luck(case.key), case.world, case.numbers, months)


def engine_steps(case: Case, months: int) -> Iterator[Step]:
    """Every mechanism of every month of the engine's history, each compiled by itself."""
    state = BEGIN(rng.stream(case.key, "origin", -1), case.arrays, case.params)
    for month in range(months):
        state = state.replace(month=jnp.int32(month))
        lucks = STREAMS(case.key, tuple(ALONE), month)
        for luck, (name, mechanism) in zip(lucks, ALONE.items(), strict=True):
            after, told = mechanism(luck, case.arrays, case.params, state)
            yield Step(month, name, luck, state, after, told)
            state = after


def rows(told: list[dict[str, int]]) -> list[tuple[int, ...]]:
    """The reference's events as rows of the engine's table."""
    return [tuple(event[name] for name in COLUMNS) for event in told]


def engine_rows(told: Any) -> list[tuple[int, ...]]:
    return [tuple(row) for row in np.asarray(told).tolist() if row[0]]


def same_events(engine: list[tuple[int, ...]], slow: list[tuple[int, ...]]) -> bool:
    """Equal in every column; but a vote of the whole party is counted to `NEAR` of those who vote."""
    if len(engine) != len(slow):
        return False
    for a, b in zip(engine, slow, strict=True):
        if a[BODY] == Arena.PARTY:
            near = NEAR * sum(a[place] for place in TALLY)
            if any(abs(a[place] - b[place]) > near for place in TALLY):
                return False
            a, b = (tuple(n for place, n in enumerate(row) if place not in TALLY) for row in (a, b))
        if a != b:
            return False
    return True


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


def slow_step(
    case: Case, step: Step, shake: random.Random | None = None
) -> tuple[Record, list[tuple[int, ...]]]:
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
    events = [] if same_events(engine_rows(step.told), told) else ["events"]
    return Difference(events + found.discrete, found.continuous)


def on_a_knifes_edge(case: Case, step: Step) -> bool:
    """Does the reference decide as the engine did when its numbers are shaken a little?"""
    luck = random.Random(0)
    for _ in range(TRIES):
        state, told = slow_step(case, step, luck)
        found = difference(worlds.fields(step.after), columns(state), near=10 * NEAR)
        if not found and same_events(engine_rows(step.told), told):
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
