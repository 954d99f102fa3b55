"""What a record says, month by month, of histories that are under way: ln p(what is on record by now | the history so far).

The likelihood of an item is that of `likelihood`, so that `validate` and this agree, with three rules for histories without an end:

- An item is read at the end of its month. What may still change is read again for LATER months: the nearest vote, the nearest congress,
  an event that comes late, a rule that has lasted long enough. Then its value stays.
- An event that is still to come on record counts, in every month, as one that has not come by then.
- A history that is silent on an item counts as the mean of those that speak in the month in which the first one did.

A counted value that is far off counts as a misreading of probability MISCOUNTED, so that no item can rule a history out.
"""

from __future__ import annotations

import hashlib
import math
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.history import month_date
from politburo.record.items import Item, known_by
from politburo.study.evidence.error_models import ERRORS
from politburo.study.evidence.item_types import type_of
from politburo.study.evidence.likelihood import of_each
from politburo.study.evidence.quantities import READ_OFF, month_of

if TYPE_CHECKING:
    from politburo.measures.signals import Signals
    from politburo.scenario.resolved import Resolved

MISCOUNTED = 0.01
LATER = 12  # months
CHANGING = ("vote", "congress-gap", "event", "rule", "ruler", "locus")  # kinds that are read again


class Evidence:
    """The items of a record that were known on a day, and what the histories under way imply of each.

    Holds nothing that is dated after `day`. Items dated before the start are left out.
    """

    def __init__(self, items: Iterable[Item], resolved: Resolved, day: date) -> None:
        self.resolved, self.day = resolved, day
        self.items = sorted(_within(known_by(items, day), resolved), key=lambda item: item.item)
        self.values: dict[str, Array] = {}  # ln p of an item, [H]
        self.used: dict[str, Array] = {}  # as much of it as the histories have been weighted by, [H]
        self.fresh: dict[str, list[str]] = {}  # items read in the last month, by type
        self.silence: dict[str, float] = {}  # ln p of an item for a history that is silent on it

    def by(self, month: int) -> list[Item]:
        """What was known at the end of a month."""
        return _within(known_by(self.items, min(last_day(self.resolved, month), self.day)), self.resolved)

    def needs_rosters(self, month: int) -> bool:
        """Must it be known who sits where at the end of a month?"""
        return any(item.kind in READ_OFF and self._month(item) == month for item in self.by(month))

    def read(self, month: int, found: Signals, weight: Array) -> dict[str, Array]:
        """What the end of a month adds to ln p of the histories, [H], by type of item (`study.evidence.item_types`).

        `found`: the signals of the histories up to that month and no further; `weight` float[H], their weights, with sum 1.
        """
        self.fresh = {}
        for item in self.by(month):
            age = month - self._month(item)
            if age == 0 or (item.kind in CHANGING and age <= LATER):
                before = self.values.get(item.item)
                self._take(item, found, weight)
                now = self.values.get(item.item)
                if now is not None and not (before is not None and np.array_equal(now, before)):
                    self.fresh.setdefault(type_of(item), []).append(item.item)
        return {kind: self._unused(kind) for kind in sorted(self.fresh)}

    def use(self, kind: str, power: float) -> Array:
        """Count what the last month adds by items of a type, to a power: what it adds to the logarithms of the weights, [H]."""
        gain = power * self._unused(kind)
        for name in self.fresh[kind]:
            self.used[name] = self.used[name] + power * (self.values[name] - self.used[name])
        return gain

    def _unused(self, kind: str) -> Array:
        return np.sum([self.values[name] - self.used[name] for name in self.fresh[kind]], axis=0)

    def _month(self, item: Item) -> int:
        return month_of(self.resolved, item.until or item.date)

    def _take(self, item: Item, found: Signals, weight: Array) -> None:
        told = of_each(item, self.resolved, found)
        if told is None or np.isnan(told).all():
            return
        told = tolerant(item, told)
        silent = np.isnan(told)
        if item.item not in self.silence:
            best = told[~silent].max()
            mean = np.average(np.exp(told[~silent] - best), weights=weight[~silent] + 1e-300)
            self.silence[item.item] = float(best + math.log(mean))
            self.used[item.item] = np.zeros(len(told))
        self.values[item.item] = np.where(silent, self.silence[item.item], told)

    def resample(self, parents: Array) -> None:
        """Histories have been replaced by copies of those in the rows int[H]."""
        for kept in (self.values, self.used):
            kept.update({name: value[parents] for name, value in kept.items()})

    def counted(self, month: int) -> list[Item]:
        """The items that have weighed by the end of a month."""
        return [item for item in self.by(month) if item.item in self.values]

    def unstated(self, month: int) -> list[Item]:
        """The items known at the end of a month of which no history says anything."""
        return [item for item in self.by(month) if item.item not in self.values]

    @property
    def digest(self) -> str:
        """Eight letters for what is on record: another record, other letters."""
        told = [repr(sorted(vars(item).items(), key=lambda pair: pair[0])) for item in self.items]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]


def tolerant(item: Item, told: Array) -> Array:
    """ln p of a counted item, not less than that of a misreading; other items have a tolerance of their own."""
    if item.error not in ERRORS:
        return told
    exact = (item.value + 0.5) / (item.of + 1) if item.error == "beta-binomial" else item.value
    most = float(ERRORS[item.error][1](item, np.array([exact]))[0])
    return np.maximum(told, most + math.log(MISCOUNTED))


def _within(items: Sequence[Item], resolved: Resolved) -> list[Item]:
    return [item for item in items if month_of(resolved, item.until or item.date) >= 0]


def last_day(resolved: Resolved, month: int) -> date:
    """The last day of a month of the window."""
    day = month_date(resolved.start, month)
    return day.replace(day=monthrange(day.year, day.month)[1])
