"""Histories that agree with a record up to a day: a particle filter over months.

At the end of every month a history h is weighed by what is new on record, type of item by type,

    ln w_h  <-  ln w_h + sum over types k of t_k g_hk,      g_hk = sum over new items of type k of ln p(y | h) (`evidence.by_month`)

where t_k is 1 unless fewer than a number of effective origins (`particles`) would be left: the powers are the largest with which at
least FLOOR of n effective origins remain, and every type may spend an equal part of ln (n / FLOOR), those that differ least between
histories first, so that what one does not need is left to the others. The floor falls with time,

    FLOOR = max(LEAST, H 2^(-(months since the start) / HALVING)),      LEAST at most H / 2

so that early months cannot use up what later ones need. Where all powers are 1 the weights are those of the whole record. Once they
are worth fewer than half of the histories, histories are drawn again.

The same day, seed and number of histories give the same histories. With nothing on record they are those of a plain run, to the last bit.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from politburo import MODEL_VERSION, engine, scenario
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.measures.history import month_date
from politburo.measures.signals import signals
from politburo.record import Record, load_record
from politburo.scenario.models import date_fault
from politburo.study.evidence.by_month import Evidence
from politburo.study.evidence.holdout import sealed_after
from politburo.study.evidence.item_types import type_of
from politburo.study.evidence.quantities import month_of
from politburo.study.running.graft import Course, course, joined
from politburo.study.running.parameters import of_facts
from politburo.study.running.particles import (
    Particles,
    bearable,
    effective,
    effective_origins,
    normal,
    systematic,
)
from politburo.study.running.rosters import in_parallel, roster
from politburo.vocab import name_code

if TYPE_CHECKING:
    from politburo.facts import Facts, GivenRecord
    from politburo.measures.answer import Counted, Held, Worth
    from politburo.measures.answer import Given as Told
    from politburo.model.trace import Block
    from politburo.model.world import World
    from politburo.record.items import Item
    from politburo.scenario.resolved import Resolved

LEAST = 40.0  # effective origins
HALVING = 6.0  # months in which the floor falls to half
OPTION = "--given-record"


class Filter:
    """Histories on their way, weighted by the record up to the month before `month`."""

    def __init__(self, course: Course, resolved: Resolved, items: Iterable[Item], day: date) -> None:
        self.resolved, self.seed = resolved, course.seed
        self.evidence = Evidence(items, resolved, day)
        self.particles = Particles(course)
        count = len(self.particles)
        self.log_weight = np.zeros(count)
        self.row = {"effective": float(count), "drawn_again": False}
        self.held_back: list[Held] = []  # months in which the record weighed less than it says

    @property
    def month(self) -> int:
        """The next month."""
        return self.particles.month

    @property
    def weight(self) -> Array:
        """The weights of the histories now, float[H], sum 1."""
        return normal(self.log_weight)

    def at(self, month: int) -> Filter:
        """The same filter before `month`, which must not be earlier than it is."""
        while self.month < month:
            self._live()
        return self

    def _live(self) -> None:
        """One month, and what is on record by its end."""
        now = self.month
        self.particles.advance(now + 1)
        if not self.evidence.by(now):
            return
        found = signals(self.resolved, [self.particles.block(months=now + 1)])
        if self.evidence.needs_rosters(now):
            seats, appointed = roster(self.particles.states, self.resolved)
            found = dataclasses.replace(found, seats={now: seats}, appointed={now: appointed})
        gains = self.evidence.read(now, found, self.weight)
        spread = {kind: float(np.sqrt(np.cov(gain, aweights=self.weight))) for kind, gain in gains.items()}
        for n, kind in enumerate(sorted(gains, key=lambda kind: (spread[kind], kind))):
            self._weigh(now, kind, gains[kind], 1 / (len(gains) - n))
        worth = effective(self.weight)
        self.row = {"effective": worth, "drawn_again": worth < len(self.particles) / 2}
        if self.row["drawn_again"]:
            self.draw_again()

    def _weigh(self, month: int, kind: str, gain: Array, part: float) -> None:
        """Count the new items of a type as far as it takes no more than a `part` of what may be lost."""
        origin = self.particles.origin
        there = effective_origins(self.weight, origin)
        least = there * min(self.floor(month) / there, 1.0) ** part
        power = bearable(self.log_weight, gain, origin, least)
        self.log_weight = self.log_weight + self.evidence.use(kind, power)
        if power < 1:
            self.held_back.append(
                {"month": f"{self._day(month):%Y-%m}", "type": kind, "power": round(power, 4)}
            )

    def floor(self, month: int) -> float:
        """The least number of effective origins at the end of a month."""
        count = len(self.particles)
        return max(min(LEAST, count / 2), count * 2.0 ** (-(month + 1) / HALVING))

    def draw_again(self) -> None:
        """Histories of equal weight, each as often as its weight says. Nothing happens where the weights are equal already."""
        if not np.ptp(self.log_weight):
            return
        luck = np.random.default_rng([name_code("drawn again"), self.seed, self.month])
        parents = systematic(self.weight, luck.random())
        self.particles.resample(parents)
        self.evidence.resample(parents)
        self.log_weight = np.zeros(len(parents))

    def state(self) -> Worth:
        """What the histories are worth now: {effective, ancestors, effective_ancestors}."""
        origin = self.particles.origin
        return {
            "effective": round(self.row["effective"], 1),
            "ancestors": len(np.unique(origin[self.weight > 0])),
            "effective_ancestors": round(effective_origins(self.weight, origin), 1),
        }

    def account(self) -> Counted:
        """What was counted up to the last month, and what could not be, by type of item."""
        last = self.month - 1
        counted, unstated = self.evidence.counted(last), self.evidence.unstated(last)
        return {
            "counted": dict(sorted(Counter(map(type_of, counted)).items())),
            "unstated": dict(sorted(Counter(map(type_of, unstated)).items())),
            "items": [item.item for item in counted],
            "items_unstated": [item.item for item in unstated],
            "held_back": self.held_back,
        }

    def _day(self, month: int) -> date:
        return month_date(self.resolved.start, month)


class Given:
    """The histories of a run that is given the record up to a day: filtered when first needed, and then run to their end.

    `day` as `known_day` makes it. Raises `PolitburoError` where the case has no record, or the day is sealed or outside the window.
    """

    def __init__(self, resolved: Resolved, course: Course, day: date, record: Record | None = None) -> None:
        self.resolved, self.course, self.day = resolved, course, day
        self.items = record_of(resolved, day, record).items
        last = month_of(resolved, day)
        if not 0 <= last < resolved.months:
            allowed = f"{resolved.start} to {resolved.end}"
            raise PolitburoError(Problem("usage", OPTION, str(day), allowed))

    @property
    def facts(self) -> GivenRecord:
        """What determines the histories beside seed and scenario: {day, record}, for the manifest."""
        return {
            "day": str(self.day),
            "record": Evidence(self.items, self.resolved, self.day).digest,
        }

    @property
    def account(self) -> Told:
        """What `politburo run` says of it: `Filter.state` and `Filter.account` at the end of the day's month."""
        return self.filtered[1]

    @functools.cached_property
    def filtered(self) -> tuple[Filter, Told]:
        """The filter after the month of the day, its histories of equal weight; an account of it."""
        filter = Filter(self.course, self.resolved, self.items, self.day)
        filter.at(month_of(self.resolved, self.day) + 1)
        filter.draw_again()
        state = filter.state()
        count = len(filter.particles)
        return filter, {"day": str(self.day), "histories": count, **state, **filter.account()}

    def blocks(self, histories: int, first: int = 0, block: int | None = None) -> Iterator[Block]:
        """Finished blocks of the histories from number `first` on, as `engine.blocks` gives them."""
        particles = self.filtered[0].particles
        whole, month = particles.course, particles.month

        def finished(rows: slice) -> Block:
            mine = dataclasses.replace(whole, numbers=whole.numbers[rows], params=whole.params[rows])
            past = particles.block(rows)
            past.events[:, 0] -= past.first
            _, future = mine.run(particles.states.part(rows), month, self.resolved.months)
            return joined(past, future, month, past.first)

        size = block or engine.BLOCK
        starts = range(first, first + histories, size)
        yield from in_parallel(finished, (slice(s, min(s + size, first + histories)) for s in starts))


def begun(world: World, facts: Facts, params: engine.Source) -> Course:
    """The histories of a run before they are given anything, by the run's `facts`."""
    return course(world, facts["seed"], range(facts["histories"]), params, frozenset(facts["off"]))


def once_more(manifest: Facts, resolved: Resolved) -> Given:
    """What a saved run was made of. Raises `PolitburoError` (run-version) where the record is no longer the one that it was given."""
    world = scenario.lower(resolved)
    world = engine.trait_blind(world) if manifest["blind"] else world
    was = manifest.get("given_record")
    assert was is not None
    day = date.fromisoformat(was["day"])
    given = Given(resolved, begun(world, manifest, of_facts(manifest)), day)
    if given.facts != was:
        found = f"record {given.facts['record']}"
        allowed = f"record {was['record']}"
        raise PolitburoError(Problem("run-version", "this version", found, allowed, "", "run it again"))
    return given


def known_day(text: str) -> date:
    """The last day of a period YYYY-MM-DD, YYYY-MM or YYYY. Raises `PolitburoError` for what is no date.

    >>> known_day("1923"), known_day("1924-02")
    (datetime.date(1923, 12, 31), datetime.date(1924, 2, 29))
    """
    fault = date_fault(text)
    if fault:
        raise PolitburoError(Problem(fault[0], OPTION, text[:100], fault[1]))
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    return (date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)) - timedelta(1)


def record_of(resolved: Resolved, day: date, record: Record | None = None, where: str = OPTION) -> Record:
    """What was known on a day of the case's record (or of `record`). Raises `PolitburoError` where it has none or the day is sealed."""
    if record is None:
        last = sealed_after(resolved.id, MODEL_VERSION)
        if last is not None and day > last:
            remedy = "take an earlier day: what comes after it decides between models and is sealed (record/holdouts.yaml)"
            raise PolitburoError(Problem("holdout-closed", where, str(day), f"{last} or earlier", "", remedy))
        record = load_record(resolved.id)
    if record is None:
        raise PolitburoError(Problem("record-missing", where, resolved.id, "a case with a record"))
    return record.until(day)
