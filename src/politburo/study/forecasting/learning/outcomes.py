"""How likely the record of one succession is under parameter sets.

For each set s the histories h = 1..H of a case are run up to the last horizon, and each says p(y | s, h) of every datum y:

| question | p(y of a history) |
| --- | --- |
| leads, at a horizon | 1 if the history is led by the person on record (`collective`: by nobody; `other`: by nobody of the list), else 0 |
| rule, at a horizon | 1 for the type of rule that the history shows; a history whose regime has fallen is silent |
| sole | the share of the 2 SLACK + 1 months around the month in which observers first call the rule sole that lie in the range on record; |
| | a first sole rule that has not come by the last horizon is the answer "later" |

and p(y | s) = (sum_h p(y | s, h) + a q(y)) / (H' + a), with H' histories that speak and q uniform over the J answers (persons,
collective, other; types of rule; months and "later"). The prior weight a is J / 2 for who leads and the type of rule, as in forecasts (it
also halves the noise of a few histories), and 1 for the date. A type of rule is seen through the disagreement of observers
(`observers`), as in forecasts. Of who leads, `collective` and `other` keep `leaders.LEAST` each, as in forecasts. Where the
record divides an answer into shares w, the log score is sum_y w_y ln p(y | s). `prior` multiplies all a.

What a history shows is read off by the functions of `measures.definitions` from which forecasts are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo import engine, scenario
from politburo.arrays import Array
from politburo.measures import definitions as D
from politburo.model.layout import States
from politburo.scenario.resolved import Resolved
from politburo.study.forecasting.case_scores import came_between
from politburo.study.forecasting.leaders import LEAST, NAMELESS
from politburo.study.forecasting.observers import called_sole, disagreement
from politburo.study.forecasting.successions import OTHER, Succession, cases_apart, leads
from politburo.study.forecasting.truth import HORIZONS, RULES
from politburo.vocab import RuleType

if TYPE_CHECKING:
    from politburo.model.world import World

LAST = max(HORIZONS)
SLACK = 3  # months by which a first sole rule of a history and the range on record may miss each other


@dataclass(frozen=True)
class Datum:
    """One thing on record. `cluster`: what is left out together; `month`: months after the start, 0 where the question has none."""

    case: str
    cluster: str
    question: str
    month: int
    weight: float
    item: str = ""


@dataclass(frozen=True)
class Seen:
    """What histories show: int[set, history, horizon] places among the answers (-1: silent), and the month of first sole rule."""

    leads: Array
    rule: Array
    sole: Array


class Case:
    """A succession, its world cut after the last horizon, and its data."""

    def __init__(
        self, succession: Succession, resolved: Resolved, prior: float, off: frozenset[str] = frozenset()
    ) -> None:
        self.succession, self.resolved, self.prior, self.off = succession, resolved, prior, off
        self.given = resolved.parameters
        zero = resolved.clock_zero
        self.world = engine.Prepared(windowed(resolved, zero + LAST + 1))
        self.answers = succession.answers
        horizons = [h for h in succession.course.horizons if h.month in HORIZONS]
        self.months = np.array([zero + h.month for h in horizons])
        self.leading = [leads(h, self.answers) for h in horizons]
        self.ruling = [h.rule for h in horizons]
        self.sole = came_between(succession, LAST)
        self.apart = cases_apart(succession.dossiers)
        self.place = np.full(len(resolved.persons) + 1, self.answers.index(OTHER))
        for person in resolved.persons:
            if person.id in self.answers:
                self.place[person.address] = self.answers.index(person.id)
        self.data = [
            *self._data("leads", [h.month for h, told in zip(horizons, self.leading, strict=True) if told]),
            *self._data("rule", [h.month for h, told in zip(horizons, self.ruling, strict=True) if told]),
            *self._data("sole", [0]),
        ]

    def _data(self, question: str, months: list[int]) -> list[Datum]:
        case, cluster = self.succession.id, self.succession.cluster
        return [Datum(case, cluster, question, month, 1 / len(months)) for month in months]

    def run(self, seed: int, sets: Array, histories: int) -> Seen:
        """What the histories 0..H-1 of each set show; `sets` float64[set, FIELDS]."""
        numbers = np.tile(np.arange(histories, dtype=np.int32), len(sets))
        work = engine.Work(
            self.world,
            seed,
            numbers,
            np.repeat(sets, histories, 0),
            States(self.world.shape, 1),
            fresh=True,
        )
        block = engine.happen(work, self.world, 0, self.world.months, self.off, lambda: False)
        return self.seen(block.series, len(sets))

    def seen(self, series: dict[str, Array], sets: int) -> Seen:
        """What is read off the series of a block in which every set has as many histories."""
        thresholds = D.Thresholds()
        rule, _ = D.rule_type(series, thresholds)
        at = {
            name: series[name][:, self.months]
            for name in ("leader", "power", "standing", "contender", "regime")
        }
        leader = D.leads(at, thresholds)
        kind = rule[:, self.months]
        collective, other = len(self.answers) - 2, len(self.answers) - 1
        led = np.where(leader >= 0, self.place[leader], collective)
        led = np.where(kind == RuleType.COLLAPSED, other, led)
        numbers = np.arange(len(rule)) % (len(rule) // sets)
        first = called_sole(rule[:, self.resolved.clock_zero :], numbers, self.apart)
        sole = np.where(first < 0, LAST, np.minimum(first, LAST))
        by_set = lambda values: values.reshape(sets, -1, *values.shape[1:])  # noqa: E731
        return Seen(by_set(led), by_set(np.where(kind == RuleType.COLLAPSED, -1, kind)), by_set(sole))

    def log_scores(self, seen: Seen) -> Array:
        """ln p(datum | set), float64[set, datum]."""
        columns = []
        for n, told in enumerate(self.leading):
            if told:
                chances = floored(mixed(seen.leads[..., n], len(self.answers), self.prior))
                columns.append(expected_log(chances, told, self.answers))
        for n, told in enumerate(self.ruling):
            if told:
                shown = mixed(seen.rule[..., n], len(RULES), self.prior)
                columns.append(expected_log(seen_through(shown, disagreement(self.apart)), told, RULES))
        columns.append(np.log(self._sole(seen.sole)))
        return np.stack(columns, 1)

    def _sole(self, came: Array) -> Array:
        """Probability of the range on record, float64[set]."""
        first, last = self.sole
        return months_of_sole(came, self.prior)[:, first : last + 1].sum(1)


def months_of_sole(came: Array, prior: float) -> Array:
    """Probability that the first sole rule is on record for a month, or LAST: later, float64[set, LAST + 1]; `came` int[set, history]."""
    chances = np.full((len(came), LAST + 1), prior / (LAST + 1))
    sets = np.broadcast_to(np.arange(len(came))[:, None], came.shape)
    for months in range(-SLACK, SLACK + 1):
        np.add.at(chances, (sets, moved(came, months)), 1 / (2 * SLACK + 1))
    return chances / (came.shape[1] + prior)


def moved(came: Array, months: Array | int) -> Array:
    """Months of first sole rule, moved within the horizon; what has not come stays."""
    return np.where(came < LAST, np.clip(came + months, 0, LAST), LAST)


def windowed(resolved: Resolved, months: int) -> World:
    """The world of a scenario with a window that ends after so many months, or with its own if that is shorter."""
    import dataclasses

    world = scenario.lower(resolved)
    return dataclasses.replace(world, months=min(world.months, months))


def mixed(places: Array, answers: int, prior: float) -> Array:
    """Probabilities of the answers, float64[set, answer], from the answer of each history, int[set, history]; -1 is silent.

    Every answer has half of `prior` more than were seen; with 1 these are the probabilities of forecasts (Jeffreys).
    """
    counts = np.stack([(places == n).sum(1) for n in range(answers)], 1)
    return (counts + prior / 2) / (counts.sum(1, keepdims=True) + prior * answers / 2)


def seen_through(shown: Array, disagreement: Array) -> Array:
    """What observers say, float64[set, type], of what is shown, float64[set, type]: a set's sum does not depend on the others."""
    return (shown[:, :, None] * disagreement).sum(1)


def floored(chances: Array) -> Array:
    """As `leaders.floored`, for float64[set, answer] whose last answers are those that name nobody of the list."""
    nobody = len(NAMELESS)
    kept = np.maximum(chances[:, -nobody:], LEAST)
    people = chances[:, :-nobody]
    scale = (1 - kept.sum(1)) / np.maximum(people.sum(1), 1e-12)
    return np.concatenate([people * scale[:, None], kept], 1)


def expected_log(chances: Array, told: dict[str, float], answers: Sequence[str]) -> Array:
    """sum_y w_y ln p(y), float64[set], of a record with shares w."""
    places = [list(answers).index(name) for name in told]
    return np.log(chances[:, places]) @ np.array([*told.values()])
