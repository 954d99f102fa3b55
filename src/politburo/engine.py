"""The clock: month, history, block of histories, ensemble.

Knows no names, dates or files. Blocks have one fixed size, so that one set of compiled programs serves every ensemble of a scenario and a
history's result does not depend on how many others were asked for.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from politburo import rng
from politburo.mechanisms import MONTH, origin
from politburo.model import params as parameters
from politburo.model import views
from politburo.model.events import COLUMNS
from politburo.model.mechanism import Mechanism
from politburo.model.state import fields_of, joined
from politburo.model.trace import Block, Series
from politburo.vocab import EventKind, Role, SocialClass, Standing

BLOCK = 256
#: Blocks run at a time: one more than there are processors, since each waits now and then for its turn in Python.
WORKERS = min((os.cpu_count() or 1) + 1, 8)
#: What makes the compiler quicker and the programs no slower: less optimisation, the older generator of machine code, a program
#: translated as a whole (several are at the same time), and three steps left out that cut small sums into smaller ones, hand them
#: to another library, and split them among threads.
OPTIONS = {
    "xla_backend_optimization_level": 1,
    "xla_cpu_use_fusion_emitters": False,
    "xla_cpu_parallel_codegen_split_count": 1,
    "xla_cpu_experimental_ynn_fusion_type": "",
    "xla_disable_hlo_passes": "tree_reduction_rewriter,cpu-parallel-task-assigner",
}
#: Fields so large that a mechanism writes over them in place. Others it writes anew: a loop that writes where it reads is not
#: worked on several numbers at a time.
VAST = frozenset({"ties.trust", "ties.fought"})
OWN = 3  # the place of a mechanism's own fields among the arguments of `_happen`
MECHANISMS = tuple(m.name for m in MONTH)


def month(key: Any, world: Any, params: Any, state: Any, mechanisms: tuple = MONTH) -> tuple[Any, Any]:
    """Advance one history of the party by one month; return (state, int32 events [slot, column])."""
    rows = []
    lucks = rng.streams(key, tuple(mechanism.name for mechanism in mechanisms), state.month)
    for luck, mechanism in zip(lucks, mechanisms, strict=True):
        state, told = mechanism(luck, world, params, state)
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


def _draw(seed: Any, numbers: Any, fixed: Any, use: Any) -> Any:
    """The parameters of a block."""
    drawn = jax.vmap(lambda number: parameters.draw(rng.history_key(seed, number)))(numbers)
    return jnp.where(use > 0, fixed, drawn)


def _lucks(seed: Any, numbers: Any, months: Any) -> Any:
    """The luck of every mechanism in every month of a block, uint32[month, mechanism, history, 2]."""
    one = lambda number, now: rng.streams(rng.history_key(seed, number), MECHANISMS, now)  # noqa: E731
    return jax.vmap(jax.vmap(one, (0, None), 1), (None, 0))(numbers, months)


def _begin(world: Any, seed: Any, numbers: Any, params: Any) -> Any:
    """The states of a block before the first month."""

    def one(number: Any, values: Any) -> Any:
        luck = rng.stream(rng.history_key(seed, number), "origin", -1)
        return origin(luck, world, parameters.Drawn(values))

    return jax.vmap(one)(numbers, params)


def _happen(
    mechanism: Mechanism, world: Any, lucks: Any, params: Any, own: Any, others: Any, now: Any, stood: Any
) -> Any:
    """A month's work of one mechanism in a block: (the fields that it writes, its events [history, slot, column]).

    `lucks` uint32[history, 2]; `own`: the fields that it writes; `others`: those that it only reads; `stood` bool[history]:
    whether the regime stood when the month began. A fallen regime has no further history: nothing more is told.
    """

    def one(luck: Any, values: Any, own: Any, others: Any, stood: Any) -> Any:
        state = joined(own | others | {"month": now})
        after, told = mechanism(luck, world, parameters.Drawn(values), state)
        return {name: fields_of(after)[name] for name in own}, jnp.where(stood, told, 0)

    return jax.vmap(one)(lucks, params, own, others, stood)


def _observe(world: Any, params: Any, fields: Any) -> Series:
    """`observe` of a block."""
    return jax.vmap(lambda values, f: observe(world, parameters.Drawn(values), joined(f)))(params, fields)


def handed(mechanism: Mechanism, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(The fields that a mechanism writes, those that it only reads): it is handed what it declares and nothing else."""
    own = {name: fields[name] for name in mechanism.writes}
    return own, {name: fields[name] for name in mechanism.reads - mechanism.writes if name != "month"}


@dataclass(frozen=True)
class Programs:
    """The month of a block, compiled: a program for each mechanism, one that observes, and those of chance and of the beginning.

    Many small programs are compiled side by side, which one for the whole month is not, and a mechanism that is off is simply not
    called. The same programs serve every seed, all parameters and every scenario of the same sizes.
    """

    happen: dict[str, Any]
    draw: Any
    lucks: Any
    begin: Any
    observe: Any


@functools.cache
def _options() -> dict[str, Any]:
    """Those of OPTIONS that this version of JAX knows."""
    known = {}
    for name, value in OPTIONS.items():
        with contextlib.suppress(RuntimeError):  # JAX says only so that an option is unknown
            jax.jit(jnp.negative, compiler_options={name: value}).lower(1.0).compile()
            known[name] = value
    return known


def _compile(function: Any, *shapes: Any, give: int | tuple[()] = ()) -> Any:
    """Compile for arguments of these shapes; the memory of argument `give` may be used for the results."""
    return jax.jit(function, donate_argnums=give, compiler_options=_options()).lower(*shapes).compile()


def _compiled(world: Any, block: int) -> dict[str, Any]:
    """The programs for a world of these shapes, by name."""
    like = jax.ShapeDtypeStruct
    seed, numbers, params = (
        like((), jnp.uint32),
        like((block,), jnp.int32),
        like((block, len(parameters.FIELDS)), jnp.float32),
    )
    params_one = like((len(parameters.FIELDS),), jnp.float32)
    luck, now, stood = like((block, 2), jnp.uint32), like((), jnp.int32), like((block,), bool)
    fields = fields_of(jax.eval_shape(_begin, world, seed, numbers, params))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = {  # the month's last mechanisms are small: with them at the end nobody waits long
            "begin": pool.submit(_compile, _begin, world, seed, numbers, params),
            "observe": pool.submit(_compile, _observe, world, params, fields),
            "draw": pool.submit(_compile, _draw, seed, numbers, params_one, params_one),
            "lucks": pool.submit(_compile, _lucks, seed, numbers, like((world.months,), jnp.int32)),
        }
        for m in MONTH:
            shapes = (world, luck, params, *handed(m, fields), now, stood)
            give = OWN if m.writes & VAST else ()
            jobs[m.name] = pool.submit(_compile, functools.partial(_happen, m), *shapes, give=give)
        return {name: job.result() for name, job in jobs.items()}


#: How compiled programs outlive the process: ``keep(what, make)`` returns those kept for `what`, or makes them. Here they do not.
keep: Callable[[str, Callable[[], dict[str, Any]]], dict[str, Any]] = lambda what, make: make()  # noqa: E731

_READY: dict[str, Programs] = {}
_PREPARING = Lock()


def programs(world: Any, block: int) -> Programs:
    """The compiled month for worlds of these sizes and blocks of so many histories; made once."""
    shapes = jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype), world)
    leaves, form = jax.tree.flatten(shapes)
    what = f"{block} {OPTIONS} {form} {leaves}"
    with _PREPARING:
        if what not in _READY:
            made = keep(what, functools.partial(_compiled, shapes, block))
            _READY[what] = Programs({name: made.pop(name) for name in MECHANISMS}, **made)
    return _READY[what]


def draw(world: Any, seed: int, numbers: Any, fixed: Any, use: Any) -> Any:
    """The parameters of a block, float32[history, parameters]: drawn, or taken from `fixed` where `use` is 1."""
    return programs(world, len(numbers)).draw(np.uint32(seed), numbers, fixed, use)


def begin(world: Any, seed: int, numbers: Any, params: Any) -> Any:
    """The states of a block of histories before the first month."""
    return programs(world, len(numbers)).begin(world, np.uint32(seed), numbers, params)


class Abandoned(Exception):
    """A block that nobody waits for any longer was left before its end."""


def advance(
    world: Any,
    seed: int,
    numbers: Any,
    params: Any,
    states: Any,
    first: int,
    last: int,
    off: frozenset[str] = frozenset(),
    unwanted: Callable[[], bool] = lambda: False,
) -> tuple[Any, Block]:
    """The months from `first` up to but not including `last` of a block, from the states before them.

    `numbers` int32[history] and `seed` fix the luck, `params` float32[history, parameters]; mechanisms named in `off` do not happen.
    Returns (states after them, `Block` whose histories are counted from 0); the series of other months are zero. `unwanted` is asked
    every month; raises `Abandoned` once it says so.
    """
    ready, histories = programs(world, len(numbers)), len(numbers)
    lucks = np.asarray(ready.lucks(np.uint32(seed), numbers, np.arange(world.months, dtype=np.int32)))
    series: dict[str, Any] = {}
    rows = [np.zeros((0, 2 + len(COLUMNS)), np.int32)]
    # `states` stay whole
    fields: dict[str, Any] = {name: jnp.array(values) for name, values in fields_of(states).items()}
    for now in range(first, last):
        if unwanted():
            raise Abandoned
        stood, told, moment = np.array(fields["country.standing"]), [], np.int32(now)
        for luck, mechanism in zip(lucks[now], MONTH, strict=True):
            if mechanism.name not in off:
                happen = ready.happen[mechanism.name]
                changed, news = happen(world, luck, params, *handed(mechanism, fields), moment, stood)
                fields |= changed
                told.append(news)
        seen = ready.observe(world, params, fields)
        for name in Series.__dataclass_fields__:
            row = np.asarray(getattr(seen, name))
            if name not in series:
                series[name] = np.zeros((histories, world.months, *row.shape[1:]), row.dtype)
            series[name][:, now] = row
        news = np.concatenate([np.asarray(x) for x in told], axis=1)
        h, slot = np.nonzero(news[..., 0] != EventKind.NOTHING)
        rows.append(np.column_stack([h, np.full_like(h, now), news[h, slot]]).astype(np.int32))
    events = np.concatenate(rows)
    events = events[np.argsort(events[:, 0], kind="stable")]
    values = dict(zip(parameters.FIELDS, np.asarray(params).T, strict=True))
    fields["month"] = np.full(histories, last - 1, np.int32)
    return joined(fields), Block(0, series, events, values)


def fixed(params: str | dict[str, float]) -> tuple[Any, Any]:
    """Return (values, mask), float32[parameters] each: which parameters are not to be drawn."""
    chosen = params if isinstance(params, dict) else {}
    unknown = set(chosen) - set(parameters.FIELDS)
    if unknown:
        raise KeyError(f"unknown parameters: {sorted(unknown)}")
    defaults = parameters.Params()
    value = [chosen.get(name, getattr(defaults, name)) for name in parameters.FIELDS]
    mask = [params == "default" or name in chosen for name in parameters.FIELDS]
    return jnp.array(value, jnp.float32), jnp.array(mask, jnp.float32)


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
    workers: int = WORKERS,
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
    values, use = fixed(params)
    programs(world, block)  # before the workers, so that two do not compile the same

    left = Event()

    def run(start: int) -> Block:
        numbers = jnp.arange(start, start + block, dtype=jnp.int32)
        drawn = draw(world, seed, numbers, values, use)
        states = begin(world, seed, numbers, drawn)
        _, whole = advance(world, seed, numbers, drawn, states, 0, world.months, off, left.is_set)
        return cut(whole, start, min(block, first + histories - start))

    starts = range(first, first + histories, block)
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        try:
            waiting: list = []
            queue = iter(starts)
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
        finally:  # whoever leaves early does not wait for what he left
            left.set()
            pool.shutdown(wait=False, cancel_futures=True)


def cut(block: Block, first: int, count: int) -> Block:
    """The first `count` histories of a block, numbered from `first`."""
    events = block.events[block.events[:, 0] < count]
    events[:, 0] += first
    return Block(
        first,
        {name: rows[:count] for name, rows in block.series.items()},
        events,
        {name: values[:count] for name, values in block.params.items()},
    )
