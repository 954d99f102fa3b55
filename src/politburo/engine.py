"""The clock: month, history, block of histories, ensemble.

Knows no names, dates or files. Blocks have one fixed size, so that one compiled program serves every ensemble of a scenario and a
history's result does not depend on how many others were asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from politburo import rng
from politburo.mechanisms import MONTH, origin
from politburo.model import params as parameters
from politburo.model import views
from politburo.model.events import COLUMNS
from politburo.model.trace import Block, Series
from politburo.vocab import EventKind, Role, SocialClass, Standing

BLOCK = 64
#: the second level of optimisation costs the compiler half as long again and makes nothing faster here
OPTIONS = {"xla_backend_optimization_level": 1}
MECHANISMS = tuple(m.name for m in MONTH)


def month(
    key: Any, world: Any, params: Any, state: Any, mechanisms: tuple = MONTH, on: Any = None
) -> tuple[Any, Any]:
    """Advance the party by one month; return (state, int32 events [slot, column]).

    `on`, if given, is bool[mechanisms]: what a mechanism that is off would do and tell is thrown away.
    """
    rows = []
    lucks = rng.streams(key, tuple(mechanism.name for mechanism in mechanisms), state.month)
    for number, (luck, mechanism) in enumerate(zip(lucks, mechanisms, strict=True)):
        after, told = mechanism(luck, world, params, state)
        if on is not None:
            keep = lambda new, old: new if new is old else jnp.where(on[number], new, old)  # noqa: B023, E731
            after, told = jax.tree.map(keep, after, state), jnp.where(on[number], told, 0)
        state = after
        rows.append(told)
    return state, jnp.concatenate(rows)


def observe(world: Any, params: Any, state: Any) -> Series:
    """Read the series of `model.trace` off a state."""
    line, people, country, org = state.lineup, state.people, state.country, state.organisations
    c = line.contender
    held = views.delegates(world, state)
    apparatus = views.onto(people.alive.shape[0], org.patron, held * org.loyalty)
    apparatus = apparatus + views.onto(people.alive.shape[0], org.secretary, held * (1 - org.loyalty))
    standing = jnp.where(
        line.core[c],
        int(Standing.CORE),
        jnp.where(line.ring[c], int(Standing.RING), jnp.where(line.bloc[c], int(Standing.BLOC), 0)),
    )
    bureau = views.seated(world, state, Role.BUREAU)
    members = org.members.sum(0)
    total = jnp.maximum(members.sum(), 1.0)
    share = jnp.einsum("e,ech->ch", members, state.membership.mix) / total
    boss, _ = views.appointer(world, state)
    republics = views.shares(held, world.organisations.republic)
    p = people.power
    return Series(
        contender=c.astype(jnp.int16),
        power=p[c],
        standing=standing.astype(jnp.int8),
        in_bureau=bureau[c],
        necessary=line.necessary,
        wins_alone=line.wins_alone,
        apparatus=apparatus[c],
        leader=line.leader.astype(jnp.int16),
        core=line.core.sum().astype(jnp.int8),
        ring=line.ring.sum().astype(jnp.int8),
        bureau=bureau.sum().astype(jnp.int16),
        committee=views.seated(world, state, Role.COMMITTEE).sum().astype(jnp.int16),
        reserves=(bureau & world.people.reserve).sum().astype(jnp.int16),
        effective=1.0 / jnp.maximum(jnp.sum(views.shares(p[c], p[c] > 0) ** 2), 1e-9),
        discontent=country.discontent,
        threat=country.threat,
        fear=country.fear,
        members=members,
        workers=share[SocialClass.WORKER].sum(),
        higher=share[:, -1].sum(),
        policy=country.policy,
        opinion=held @ org.opinion,
        replaced=country.replaced.astype(jnp.int16),
        effective_autonomy=republics @ (org.patron != jnp.where(boss >= 0, boss, -2)),
        regime=country.standing.astype(jnp.int8),
    )


@functools.partial(jax.jit, inline=True)
def _live(keys: Any, world: Any, params: Any, states: Any, now: Any, on: Any) -> Any:
    """One month of a block of histories: (states, (series, events)). Traced once, though it is needed twice."""

    def one(key: Any, params: Any, before: Any) -> Any:
        before = before.replace(month=now)
        after, told = month(key, world, params, before, on=on)
        # a fallen regime has no further history: nothing more is told
        told = jnp.where(before.country.standing, told, jnp.zeros_like(told))
        return after, (observe(world, params, after), told)

    return jax.vmap(one)(keys, params, states)


def histories(
    keys: Any, world: Any, params: Any, states: Any, first: Any, last: Any, on: Any = None
) -> tuple[Any, Series, Any]:
    """The months from `first` up to but not including `last` of a block of histories, from the states before them.

    Leading axis of keys, params and states: history. Returns (states after them, series [history, month, ...], events
    [history, month, slot, column]); rows of other months are zero. The block lies inside the loop over months, so that a
    step is worked out for all its histories at once and the program is prepared once.
    """
    months = world.months

    def step(now: Any, carried: Any) -> Any:
        states, kept = carried
        states, rows = _live(keys, world, params, states, now, on)
        return states, jax.tree.map(
            lambda whole, row: jax.lax.dynamic_update_index_in_dim(whole, row, now, 1), kept, rows
        )

    first, last = jnp.int32(first), jnp.int32(last)
    shapes = jax.eval_shape(lambda: _live(keys, world, params, states, first, on))[1]
    empty = jax.tree.map(lambda row: jnp.zeros((row.shape[0], months, *row.shape[1:]), row.dtype), shapes)
    states, (series, told) = jax.lax.fori_loop(first, last, step, (states, empty))
    return states, series, told


@jax.jit
def _draw(seed: Any, numbers: Any, fixed: Any, use: Any) -> Any:
    """The parameters of a block, float32[history, parameters]: drawn, or taken from `fixed` where `use` is 1."""
    drawn = jax.vmap(lambda number: parameters.draw(rng.history_key(seed, number)))(numbers)
    return jnp.where(use > 0, fixed, drawn)


@jax.jit
def _begin(world: Any, seed: Any, numbers: Any, params: Any) -> Any:
    """The states of a block before the first month."""

    def one(number: Any, values: Any) -> Any:
        luck = rng.stream(rng.history_key(seed, number), "origin", -1)
        return origin(luck, world, parameters.unpack(values))

    return jax.vmap(one)(numbers, params)


@functools.partial(jax.jit, compiler_options=OPTIONS)
def _block(world, seed, numbers, params, states, first, last, on: Any = None) -> Any:
    """Some months of a block's histories, from their states on: (states, series, events).

    `on` is None or bool[mechanisms]; one program serves all choices of mechanisms that are off.
    """
    keys = jax.vmap(lambda number: rng.history_key(seed, number))(numbers)
    return histories(keys, world, parameters.unpack(params), states, first, last, on)


def _fixed(params: str | dict[str, float]) -> tuple[Any, Any]:
    """Return (values, mask), float32[parameters] each: which parameters are not to be drawn."""
    chosen = params if isinstance(params, dict) else {}
    unknown = set(chosen) - set(parameters.FIELDS)
    if unknown:
        raise KeyError(f"unknown parameters: {sorted(unknown)}")
    defaults = parameters.Params()
    value = [chosen.get(name, getattr(defaults, name)) for name in parameters.FIELDS]
    mask = [params == "default" or name in chosen for name in parameters.FIELDS]
    return jnp.array(value, jnp.float32), jnp.array(mask, jnp.float32)


def switches(off: frozenset[str]) -> Any:
    """Which mechanisms happen, bool[mechanisms]; None, the quicker program, if all do."""
    return jnp.array([name not in off for name in MECHANISMS]) if off else None


def trait_blind(world: Any) -> Any:
    """The same world with every personality trait equal (0.5, known exactly)."""
    import dataclasses

    people = dataclasses.replace(
        world.people,
        trait=np.full_like(world.people.trait, 0.5),
        trait_sd=np.zeros_like(world.people.trait_sd),
    )
    return dataclasses.replace(world, people=people)


def blocks(
    world: Any,
    *,
    histories: int,
    seed: int,
    params: str | dict[str, float] = "prior",
    blind: bool = False,
    first: int = 0,
    block: int = BLOCK,
    workers: int = 2,
    off: frozenset[str] = frozenset(),
) -> Iterator[Block]:
    """Yield finished blocks in order of history number.

    `params` is ``"prior"`` (each history draws its own), ``"default"``, or values to fix by name (the rest drawn).
    `first` is the number of the first history; history n of a seed is the same whatever the other arguments.
    Raises `ValueError` for fewer than one history and `KeyError` for an unknown parameter or mechanism.
    """
    if histories < 1:
        raise ValueError("at least one history is needed")
    unknown = set(off) - set(MECHANISMS)
    if unknown:
        raise KeyError(f"unknown mechanisms: {sorted(unknown)}")
    if blind:
        world = trait_blind(world)
    world = jax.tree.map(jnp.asarray, world)
    fixed, use = _fixed(params)
    root = jnp.uint32(seed)
    on = switches(off)

    def run(start: int) -> Block:
        numbers = jnp.arange(start, start + block, dtype=jnp.int32)
        drawn = _draw(root, numbers, fixed, use)
        states = _begin(world, root, numbers, drawn)
        _, series, told = _block(world, root, numbers, drawn, states, 0, world.months, on)
        count = min(block, first + histories - start)
        return _to_host(start, count, series, told, drawn)

    starts = range(first, first + histories, block)
    yield run(starts[0])  # alone, so that two workers do not compile the same program
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting: list = []
        queue = iter(starts[1:])
        for start in queue:
            waiting.append(pool.submit(run, start))
            if len(waiting) > workers:
                break
        while waiting:
            done = waiting.pop(0).result()
            start = next(queue, None)
            if start is not None:
                waiting.append(pool.submit(run, start))
            yield done


def _to_host(start: int, count: int, series: Any, told: Any, drawn: Any) -> Block:
    arrays = {name: np.asarray(getattr(series, name))[:count] for name in Series.__dataclass_fields__}
    rows = np.asarray(told)[:count]
    h, m, s = np.nonzero(rows[..., 0] != EventKind.NOTHING)
    events = np.concatenate([(h + start)[:, None], m[:, None], rows[h, m, s]], axis=1).astype(np.int32)
    params = dict(zip(parameters.FIELDS, np.asarray(drawn)[:count].T, strict=True))
    assert events.shape[1] == 2 + len(COLUMNS)
    return Block(first=start, series=arrays, events=events, params=params)
