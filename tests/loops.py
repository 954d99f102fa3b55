"""One mechanism at a time, for tests: put a party into a state, let something happen, look at it.

Shares over many draws are compared within five standard errors (`close`). Functions inside the loops, which Python cannot call once
they are compiled, are asked as plain Python (`uncompiled`, `Inside`).
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from politburo import compiled, engine
from politburo.model import params as parameters
from politburo.model import records
from politburo.model.events import COLUMNS
from politburo.model.layout import States, Workroom

DEFAULT = {name: float(getattr(parameters.Params(), name)) for name in parameters.FIELDS}
NUMBERS = parameters.Params()
MANY = 2000
LEADERS, COMMITTEE = 6, 16  # of `worlds.small`: persons 0..5 sit in the bureau, 0..15 in the committee


def values(histories: int = 1, **changed: float) -> np.ndarray:
    """Parameters of so many histories, float[history, parameters]: the defaults but for what is `changed`."""
    unknown = set(changed) - set(DEFAULT)
    assert not unknown, unknown
    return np.tile(np.array([changed.get(name, value) for name, value in DEFAULT.items()]), (histories, 1))


class Party:
    """Many histories of one world, moved by single mechanisms; `states` may be read and written freely."""

    def __init__(
        self, world: Any, histories: int = 1, *, seed: int = 7, begun: bool = True, **changed: float
    ) -> None:
        self.facts = world
        self.world = engine.prepared(world)
        self.seed, self.numbers = seed, np.arange(histories, dtype=np.int32)
        self.params = values(histories, **changed)
        self.states: States = engine.begin(self.world, seed, self.numbers, self.params)
        if begun:
            self.happen("standing", 0)

    def __getitem__(self, field: str) -> np.ndarray:
        return self.states[field]

    def __setitem__(self, field: str, value: Any) -> None:
        self.states[field] = value

    def copy(self, **changed: float) -> Party:
        """The same party, apart from this one."""
        other = object.__new__(Party)
        other.__dict__.update(self.__dict__)
        other.states, other.params = self.states.copy(), self.params.copy()
        other.set(**changed)
        return other

    def set(self, **changed: float) -> None:
        """Change parameters."""
        for name, value in changed.items():
            self.params[:, list(parameters.FIELDS).index(name)] = value

    def core(self, *persons: int) -> Party:
        """These persons rule, led by the first; there is neither ring nor bloc. Returns the party."""
        for name in ("people.core", "people.ring", "people.bloc"):
            self[name] = False
        self["people.core"][:, list(persons)] = True
        self["lineup.leader"] = persons[0]
        return self

    def motion(self, side: int, against: int, arena: int, rung: int) -> Party:
        """The coalition moves something: one person against another, before a body. Returns the party."""
        for name in ("people.side", "people.against", "motions.open"):
            self[name] = False
        self["people.side"][:, side, 0] = True
        self["people.against"][:, against, 0] = True
        self["motions.open"][:, 0] = True
        for name, value in {"attacker": side, "target": against, "arena": arena, "rung": rung}.items():
            self[f"motions.{name}"][:, 0] = value
        return self

    def live(self, mechanisms: tuple[str, ...], months: int) -> np.ndarray:
        """Let only these mechanisms happen for so many months from the first; returns their events as `happen` does."""
        off = frozenset(engine.MECHANISMS) - set(mechanisms)
        self.states, block = engine.advance(
            self.world, self.seed, self.numbers, self.params, self.states, 0, months, off
        )
        return np.delete(block.events, 1, axis=1)

    def happen(self, mechanism: str, month: int) -> np.ndarray:
        """Let one mechanism happen in a month; returns its events int32[n, 1 + columns]: history, then `events.COLUMNS`."""
        off = frozenset(engine.MECHANISMS) - {mechanism}
        self.states, block = engine.advance(
            self.world, self.seed, self.numbers, self.params, self.states, month, month + 1, off
        )
        return np.delete(block.events, 1, axis=1)

    def month(self, month: int, off: frozenset[str] = frozenset()) -> np.ndarray:
        """Let a whole month happen; returns its events as `happen` does."""
        self.states, block = engine.advance(
            self.world, self.seed, self.numbers, self.params, self.states, month, month + 1, off
        )
        return np.delete(block.events, 1, axis=1)


def column(events: np.ndarray, name: str) -> np.ndarray:
    """A column of events by its name."""
    return events[:, 1 + COLUMNS.index(name)]


def of_kind(events: np.ndarray, kind: int) -> np.ndarray:
    """The events of one kind."""
    return events[column(events, "kind") == kind]


def when(party: Party, events: np.ndarray, kind: int | None = None) -> np.ndarray:
    """Whether a history has events (of a kind), bool[H]."""
    rows = events if kind is None else of_kind(events, kind)
    return np.isin(party.numbers, rows[:, 0])


def close(hits: Any, probability: float) -> bool:
    """Is a share of hits within five standard errors of a probability?"""
    hits = np.asarray(hits, float)
    error = np.sqrt(max(probability * (1 - probability), 1e-4) / hits.size)
    return bool(abs(hits.mean() - probability) < 5 * error)


def sigma(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def names() -> list[str]:
    """The modules of the loops, as dotted names below `politburo`."""
    return [*compiled.INLINE, *compiled.modules()]


@contextlib.contextmanager
def plain() -> Iterator[None]:
    """Within it the loops are imported from their sources, as modules of their own."""
    loops = [f"politburo.{module}" for module in names()]
    kept = {name: sys.modules.pop(name) for name in loops if name in sys.modules}
    before = os.environ.get("POLITBURO_UNCOMPILED")
    os.environ["POLITBURO_UNCOMPILED"] = "1"
    try:
        yield
    finally:
        os.environ.pop("POLITBURO_UNCOMPILED")
        if before is not None:
            os.environ["POLITBURO_UNCOMPILED"] = before
        for name in loops:
            sys.modules.pop(name, None)
        for name, module in kept.items():  # also where packages keep their modules
            sys.modules[name] = module
            package, _, last = name.rpartition(".")
            setattr(sys.modules[package], last, module)


@functools.cache
def sources() -> dict[str, Any]:
    """Every module of the loops as plain Python, by its dotted name below `politburo`."""
    with plain():
        return {module: importlib.import_module(f"politburo.{module}") for module in names()}


def uncompiled(module: str) -> Any:
    """A module of the loops as plain Python, whose functions can be called one by one."""
    return sources()[module]


class Inside:
    """One history of a party as the loops have it: what their functions take, for plain Python."""

    def __init__(self, party: Party, history: int = 0) -> None:
        self.party = party  # whose memory this is
        self.world = party.world.facts.record
        self.params = records.Params(*party.params[history])
        self.state = records.State.from_address(party.states.bytes[history].ctypes.data)
        self.workroom = Workroom(party.world.facts.counts)
        self.room = self.workroom.record

    @property
    def all(self) -> tuple[Any, ...]:
        """World, parameters, state and room."""
        return self.world, self.params, self.state, self.room

    def luck(self, mechanism: str, month: int, history: int = 0) -> Any:
        """The luck of a mechanism in a month."""
        rng, key, luck = uncompiled("rng"), records.Luck(), records.Luck()
        rng.history_key(self.party.seed, int(self.party.numbers[history]), key)
        rng.stream(key, engine.name_code(mechanism), month, luck)
        return luck


def reals(values: Any) -> Any:
    """Numbers as the loops want them, a pointer to double precision numbers; keep the array alive."""
    return ctypes.cast((ctypes.c_double * len(values))(*values), ctypes.POINTER(ctypes.c_double))
