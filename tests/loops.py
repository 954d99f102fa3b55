"""One mechanism at a time, for tests: put a party into a state, let something happen, look at it."""

from __future__ import annotations

from typing import Any

import numpy as np

from politburo import engine
from politburo.model import params as parameters
from politburo.model.events import COLUMNS
from politburo.model.layout import States

DEFAULT = {name: float(getattr(parameters.Params(), name)) for name in parameters.FIELDS}


def values(histories: int = 1, **changed: float) -> np.ndarray:
    """Parameters of so many histories, float[history, parameters]: the defaults but for what is `changed`."""
    unknown = set(changed) - set(DEFAULT)
    assert not unknown, unknown
    return np.tile(np.array([changed.get(name, value) for name, value in DEFAULT.items()]), (histories, 1))


class Party:
    """Many histories of one world, moved by single mechanisms; `states` may be read and written freely."""

    def __init__(self, world: Any, histories: int = 1, *, seed: int = 7, begun: bool = True, **changed: float) -> None:
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
