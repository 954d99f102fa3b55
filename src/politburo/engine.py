"""The engine for Python: blocks of histories, run by the compiled loops of `politburo.clock`, side by side in threads.

Knows no names, dates or files. What a history does depends on its seed, number and parameters alone: not on the block, the workers or
how often it was interrupted.
"""

from __future__ import annotations

import ctypes
import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, TypeAlias

import numpy as np

from politburo import clock
from politburo.arrays import Array, Floats, Wholes
from politburo.mechanisms import MONTH
from politburo.model import params as parameters
from politburo.model import records
from politburo.model.events import COLUMNS
from politburo.model.layout import Facts, Shape, States, Workroom, dtype_of, pointer, tables_of
from politburo.model.trace import Block
from politburo.model.world import World
from politburo.vocab import name_code

BLOCK = 64
#: Blocks run at a time.
WORKERS = min(os.cpu_count() or 1, 64)
MECHANISMS = tuple(mechanism.name for mechanism in MONTH)
ROWS = 2**13  # rows for events at first; more are found when they run out

_CODES = np.array([name_code(name) for name in MECHANISMS], np.int32)
_DRAWN = np.array([name_code(f"parameter {name}") for name in parameters.FIELDS], np.int32)
_LOW = np.array([meta["low"] for meta in parameters.FIELDS.values()])
_HIGH = np.array([meta["high"] for meta in parameters.FIELDS.values()])


@dataclass(frozen=True)
class Sets:
    """Parameter sets of which every history takes one: `values` float64[set, name], weights float64[set] of any sum.

    Parameters that are not among `names` have their defaults; `fixed` comes before both.
    """

    names: tuple[str, ...]
    values: Floats
    weights: Floats
    fixed: Mapping[str, float] = field(default_factory=dict)


#: where parameters come from: ``"prior"`` (each history draws its own), ``"default"``, values to fix by name (the rest drawn), or `Sets`
Source: TypeAlias = str | dict[str, float] | Sets


class Abandoned(Exception):
    """A block that nobody waits for any longer was left before its end."""


class Prepared:
    """A world as the loops want it: made once, used for every block."""

    def __init__(self, world: World) -> None:
        self.facts = Facts(world)
        self.shape = Shape(self.facts.counts)
        self.months = self.facts.counts["months"]


def prepared(world: World | Prepared) -> Prepared:
    """The world as the loops want it."""
    return world if isinstance(world, Prepared) else Prepared(world)


class Work:
    """A block of histories to be run: the job for the loops and the memory that it leads to.

    `states` holds one for each history; if `fresh`, a single one in which they are begun and run one after the other.
    """

    def __init__(
        self,
        world: Prepared,
        seed: int,
        numbers: Array,
        params: Array,
        states: States | None = None,
        fresh: bool = False,
    ) -> None:
        self.numbers = np.ascontiguousarray(numbers, np.int32)
        self.params = np.ascontiguousarray(params, float)
        if self.params.shape != (len(self.numbers), len(parameters.FIELDS)):
            raise ValueError(f"parameters {self.params.shape} do not fit {len(self.numbers)} histories")
        places = 1 if fresh else len(self.numbers)
        if states is not None and (len(states) != places or states.shape.counts != world.facts.counts):
            raise ValueError(f"{len(states)} states do not fit {len(self.numbers)} histories of this world")
        self.room = Workroom(world.facts.counts)
        self.unwanted = np.zeros(1, np.int32)
        self.job = records.Job(
            world=ctypes.pointer(world.facts.record),
            params=pointer(self.params, records.Params),
            room=ctypes.pointer(self.room.record),
            codes=pointer(_CODES, records.integer),
            numbers=pointer(self.numbers, records.integer),
            unwanted=pointer(self.unwanted, records.integer),
            seed=seed & 0xFFFFFFFF,
            start=name_code("origin"),
            histories=len(self.numbers),
        )
        if states is not None:
            self.states = states
            self.job.states, self.job.stride = states.bytes.ctypes.data, 0 if fresh else states.shape.stride
            self.job.fresh = fresh

    @property
    def address(self) -> int:
        return ctypes.addressof(self.job)


def draw(world: World | Prepared, seed: int, numbers: Array, fixed: Array, use: Array) -> Floats:
    """The parameters of a block, float[history, parameters]: drawn, or taken from `fixed` where `use` is 1.

    A parameter's draw is addressed by its name, so that adding one changes no other.
    """
    count = len(parameters.FIELDS)
    out = np.zeros((len(numbers), count))
    fixed, use = np.ascontiguousarray(fixed, float), np.ascontiguousarray(use, float)
    work = Work(prepared(world), seed, numbers, out)
    low, high, codes, values, chosen = (x.ctypes.data for x in (_LOW, _HIGH, _DRAWN, fixed, use))
    clock.draw(work.address, low, high, codes, values, chosen, count, out.ctypes.data)
    return out


def chosen_set(world: World | Prepared, seed: int, numbers: Array, weights: Array) -> Wholes:
    """Which set each history takes, int[history]: by a uniform addressed by the seed, its number and the word "posterior"."""
    out = np.zeros((len(numbers), 1))
    work = Work(prepared(world), seed, numbers, np.zeros((len(numbers), len(parameters.FIELDS))))
    low, high, codes = np.zeros(1), np.ones(1), np.array([name_code("posterior")], np.int32)
    places = [x.ctypes.data for x in (low, high, codes)]
    clock.draw(work.address, places[0], places[1], places[2], places[0], places[0], 1, out.ctypes.data)
    edges = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(edges, out[:, 0], side="right"), len(edges) - 1)


def parameters_of(world: World | Prepared, seed: int, numbers: Array, params: Source) -> Floats:
    """The parameters of a block, float[history, parameters]; `params` as in `blocks`."""
    if not isinstance(params, Sets):
        return draw(world, seed, numbers, *fixed(params))
    values, _ = fixed(dict(params.fixed))
    out = np.tile(values, (len(numbers), 1))
    taken = np.asarray(params.values, float)[chosen_set(world, seed, numbers, params.weights)]
    order = list(parameters.FIELDS)
    for column, name in enumerate(params.names):
        if name not in params.fixed:
            out[:, order.index(name)] = taken[:, column]
    return out


def begin(world: World | Prepared, seed: int, numbers: Array, params: Array) -> States:
    """The states of a block of histories before the first month."""
    world = prepared(world)
    states = States(world.shape, len(numbers))
    work = Work(world, seed, numbers, params, states)
    clock.begin(work.address)
    return states


def power(world: World | Prepared, params: Array, states: States) -> np.ndarray:
    """Power of everybody before it is divided, and what it comes from: float64[history, 5, person].

    The rows after the first are shares of apparatus, committee, prestige and offices (`mechanisms.standing.raw_power`).
    """
    world = prepared(world)
    out = np.zeros((len(states), 5, world.facts.counts["persons"]))
    work = Work(world, 0, np.zeros(len(states)), params, states)
    clock.power(work.address, out.ctypes.data)
    return out


def advance(
    world: World | Prepared,
    seed: int,
    numbers: Array,
    params: Array,
    states: States,
    first: int,
    last: int,
    off: frozenset[str] = frozenset(),
    unwanted: Callable[[], bool] = lambda: False,
) -> tuple[States, Block]:
    """The months from `first` up to but not including `last` of a block, from the states before them.

    `numbers` int32[history] and `seed` fix the luck, `params` float[history, parameters]; mechanisms named in `off` do not happen.
    Returns (states after them, `Block` whose histories are counted from 0); the series of other months are zero. `unwanted` is asked
    several times a second; raises `Abandoned` once it says so. `states` stay whole. Raises `ValueError` for months outside the window.
    """
    world, after = prepared(world), states.copy()
    return after, happen(Work(world, seed, numbers, params, after), world, first, last, off, unwanted)


def happen(
    work: Work, world: Prepared, first: int, last: int, off: frozenset[str], unwanted: Callable[[], bool]
) -> Block:
    """Run a block of histories; raises `Abandoned` once `unwanted` says so, and `ValueError` for months outside the window."""
    if not 0 <= first <= last <= world.months:
        raise ValueError(f"months {first} to {last} do not lie in the window of {world.months} months")
    series = blank_series(world, len(work.numbers))
    led = records.Series(**{name: pointer(array, kind) for name, array, kind in _leads(series)})
    rows = np.empty((ROWS, 2 + len(COLUMNS)), np.int32)
    job = work.job
    job.series, job.first, job.last, job.month = ctypes.pointer(led), first, last, first
    job.off = sum(1 << n for n, name in enumerate(MECHANISMS) if name in off)
    with watched(unwanted, work.unwanted):
        while True:
            job.rows, job.most = pointer(rows, records.integer), len(rows)
            if clock.advance(work.address):
                break
            if work.unwanted[0]:
                raise Abandoned
            rows = np.concatenate([rows, np.empty_like(rows)])
    values = dict(zip(parameters.FIELDS, work.params.T.astype(np.float32), strict=True))
    return Block(0, series, rows[: job.told].copy(), values)


@contextmanager
def watched(unwanted: Callable[[], bool], flag: np.ndarray) -> Iterator[None]:
    """Ask `unwanted` now and then while the loops run, and tell them through `flag` once it says so."""
    if unwanted():
        flag[0] = 1
    done = Event()

    def watch() -> None:
        while not done.wait(0.1):
            if unwanted():
                flag[0] = 1
                return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def blank_series(world: Prepared, histories: int) -> dict[str, np.ndarray]:
    """Series of nothing for so many histories (`model.trace.Series`)."""
    counts = world.facts.counts
    width = {"members": "cohorts", "policy": "disputes", "opinion": "disputes"}
    width |= dict.fromkeys(
        ("contender", "power", "standing", "in_bureau", "necessary", "wins_alone", "apparatus"), "contenders"
    )
    return {
        name: np.zeros(
            (histories, world.months, *((counts[width[name]],) if name in width else ())),
            dtype_of(kind),
        )
        for name, kind in tables_of(records.Series)
    }


def _leads(series: dict[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray, Any]]:
    for name, kind in tables_of(records.Series):
        yield name, series[name], kind


def fixed(params: str | dict[str, float]) -> tuple[Floats, Floats]:
    """Return (values, mask), float[parameters] each: which parameters are not to be drawn.

    Raises `ValueError` for a word that is neither "prior" nor "default", `KeyError` for a parameter that is not there.
    """
    if isinstance(params, str) and params not in ("prior", "default"):
        raise ValueError(f"parameters from {params!r}: prior or default")
    chosen = params if isinstance(params, dict) else {}
    unknown = set(chosen) - set(parameters.FIELDS)
    if unknown:
        raise KeyError(f"unknown parameters: {sorted(unknown)}")
    defaults = parameters.Params()
    value = [chosen.get(name, getattr(defaults, name)) for name in parameters.FIELDS]
    mask = [params == "default" or name in chosen for name in parameters.FIELDS]
    return np.array(value, float), np.array(mask, float)


def trait_blind(world: World) -> World:
    """The same world with every personality trait equal (0.5, known exactly)."""
    people = dataclasses.replace(
        world.people,
        trait=np.full_like(world.people.trait, 0.5),
        trait_sd=np.zeros_like(world.people.trait_sd),
    )
    return dataclasses.replace(world, people=people)


def blocks(
    world: World,
    *,
    histories: int,
    seed: int,
    params: Source = "prior",
    blind: bool = False,
    first: int = 0,
    block: int = BLOCK,
    workers: int = WORKERS,
    off: frozenset[str] = frozenset(),
) -> Iterator[Block]:
    """Yield finished blocks in order of history number.

    `first` is the number of the first history; history n of a seed is the same whatever the other arguments.
    Raises `ValueError` for fewer than one history and `KeyError` for an unknown parameter or mechanism.
    """
    if isinstance(params, str | dict):
        fixed(params)  # complains before anything is run
    if histories < 1:
        raise ValueError("at least one history is needed")
    unknown = set(off) - set(MECHANISMS)
    if unknown:
        raise KeyError(f"unknown mechanisms: {sorted(unknown)}")
    ready = Prepared(trait_blind(world) if blind else world)
    left = Event()

    def run(start: int) -> Block:
        numbers = np.arange(start, min(start + block, first + histories), dtype=np.int32)
        drawn = parameters_of(ready, seed, numbers, params)
        work = Work(ready, seed, numbers, drawn, States(ready.shape, 1), fresh=True)
        return numbered(happen(work, ready, 0, ready.months, off, left.is_set), start)

    starts = iter(range(first, first + histories, block))
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        try:
            waiting: list = []
            for start in starts:
                waiting.append(pool.submit(run, start))
                if len(waiting) > workers:
                    break
            while waiting:
                done = waiting.pop(0).result()
                start = next(starts, None)
                if start is not None:
                    waiting.append(pool.submit(run, start))
                yield done
        finally:  # whoever leaves early does not wait for what he left
            left.set()
            pool.shutdown(wait=False, cancel_futures=True)


def numbered(block: Block, first: int) -> Block:
    """The same block with its histories counted from `first`."""
    events = block.events
    events[:, 0] += first
    return Block(first, block.series, events, block.params)
