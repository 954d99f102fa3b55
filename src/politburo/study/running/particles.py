"""Histories under way together, weighted and now and then drawn again: the parts of a particle filter.

A particle is a history with its number (its luck), its parameters, its state and its past. Drawing again copies all of them. The first
copy goes on as the same history, every further one under a number of its own, so that its luck differs from then on. `origin` says
from which of the first histories each is descended.

Gordon, Salmond and Smith (1993), IEE Proceedings F 140: 107-113; systematic resampling: Kitagawa (1996), Journal of Computational and
Graphical Statistics 5: 1-25.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from politburo import engine
from politburo.arrays import Array
from politburo.model.events import COLUMNS
from politburo.model.trace import Block
from politburo.study.running import graft
from politburo.study.running.rosters import in_parallel

if TYPE_CHECKING:
    from politburo.model.layout import States

HALVINGS = 40


class Particles:
    """The histories of a course, from before the first month on. `month` is the next one; series and events hold those before it."""

    def __init__(self, course: graft.Course) -> None:
        self.course, self.month = course, 0
        self.states: States = course.origin()
        self.series = engine.blank_series(course.world, len(course.numbers))
        self.events: list[Array] = [np.zeros((0, 2 + len(COLUMNS)), np.int32)]
        self.origin = np.arange(len(course.numbers))
        self.unused = int(course.numbers.max()) + 1  # the least number that no history has had

    def __len__(self) -> int:
        return len(self.origin)

    def advance(self, month: int) -> None:
        """Run all histories to before `month`, blocks of them side by side."""
        course, first = self.course, self.month

        def run(rows: slice) -> tuple[slice, Block]:
            of = (course.numbers[rows], course.params[rows], self.states.part(rows))
            work = engine.Work(course.world, course.seed, *of)
            return rows, engine.happen(work, course.world, first, month, course.off, lambda: False)

        rows = (slice(part.start, part.stop) for part in graft.parts(len(self)))
        for part, block in in_parallel(run, rows):
            for name, values in block.series.items():
                self.series[name][part, first:month] = values[:, first:month]
            self.events.append(engine.numbered(block, part.start).events)
        self.month = month

    def resample(self, parents: Array) -> None:
        """Go on with copies of the histories in the rows int[H], in ascending order."""
        again = np.concatenate([[False], parents[1:] == parents[:-1]])
        numbers = self.course.numbers[parents]
        numbers[again] = self.unused + np.arange(again.sum())
        self.unused += int(again.sum())
        self.course = replace(self.course, numbers=numbers, params=self.course.params[parents])
        self.states = self.states.taken(parents)
        self.series = {name: values[parents] for name, values in self.series.items()}
        self.origin = self.origin[parents]
        rows = self._sorted()
        first, last = (np.searchsorted(rows[:, 0], parents, side) for side in ("left", "right"))
        spans = [np.arange(low, high) for low, high in zip(first, last, strict=True)]
        rows = rows[np.concatenate([np.zeros(0, int), *spans])]
        rows[:, 0] = np.repeat(np.arange(len(parents)), last - first)
        self.events = [rows]

    def block(self, rows: slice = slice(None), months: int | None = None) -> Block:
        """The histories in some rows as a block, counted from the first of them; only their first `months` months where that is given."""
        first, last, _ = rows.indices(len(self))
        events = self._sorted()
        events = events[(events[:, 0] >= first) & (events[:, 0] < last)]
        values = self.course.params[rows].T.astype(np.float32)
        series = {name: values[rows, :months] for name, values in self.series.items()}
        return Block(first, series, events, dict(zip(engine.parameters.FIELDS, values, strict=True)))

    def _sorted(self) -> Array:
        """The rows of events by history, month and order of happening."""
        if len(self.events) > 1:
            rows = np.concatenate(self.events)
            self.events = [rows[np.lexsort((np.arange(len(rows)), rows[:, 1], rows[:, 0]))]]
        return self.events[0]


def systematic(weight: Array, start: float) -> Array:
    """Rows of as many histories, each as often as its weight says, in ascending order: n w times on average, never more than 1 off.

    `weight` float[H], sum 1; `start` uniform in [0, 1).

    >>> systematic(np.array([0.5, 0.0, 0.25, 0.25]), 0.5).tolist()
    [0, 0, 2, 3]
    """
    n = len(weight)
    edges = np.cumsum(weight)
    return np.searchsorted(edges / edges[-1], (np.arange(n) + start) / n, side="right").clip(max=n - 1)


def normal(log_weight: Array) -> Array:
    """Weights with sum 1."""
    weight = np.exp(log_weight - log_weight.max())
    return weight / weight.sum()


def effective(weight: Array) -> float:
    """The number of histories that weights are worth, 1 / sum w^2 (Kish 1965).

    >>> round(effective(np.full(10, 0.1)), 6)
    10.0
    """
    return float(1 / np.square(weight).sum())


def effective_origins(weight: Array, origin: Array) -> float:
    """The same where the weights of all histories with one origin count as one.

    >>> round(effective_origins(np.full(4, 0.25), np.array([0, 0, 1, 1])), 6)
    2.0
    """
    return effective(np.bincount(origin, weight))


def bearable(log_weight: Array, gain: Array, origin: Array, least: float) -> float:
    """The largest power t in [0, 1] for which weights exp(`log_weight` + t `gain`) leave `least` effective origins; 0 if none does.

    A temper chosen for the effective number that it leaves: Del Moral, Doucet and Jasra (2012), Statistics and Computing 22: 1009-1020.
    """
    enough = lambda power: effective_origins(normal(log_weight + power * gain), origin) >= least  # noqa: E731
    if enough(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if enough(middle) else (low, middle)
    return low
