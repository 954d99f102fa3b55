"""Simulation-based calibration: are parameters that made the data found again as often as they should be?

Sets are drawn from the prior, or are those that were learned: then the question is asked inside the region that the data have left
(posterior calibration: Säilynoja, Schmitt, Bürkner & Vehtari 2025). Every set invents outcomes of all cases: what one further history of
each case shows, a first sole rule recorded up to SLACK months wrong. The others are the pool: weighted by the likelihood of the invented
outcomes (`outcomes`) they stand for the posterior, and the rank of a parameter of the inventing set is the weight of those that have
less. If the likelihood is right the ranks are uniform (Talts, Betancourt, Simpson, Vehtari & Gelman 2018). Two
ways of weighing the data are looked at:

| way | data | what is expected |
| --- | --- | --- |
| one datum a case | who leads after MONTHS months | uniform ranks: outcomes of different cases are independent given a set |
| as learned | everything, each question of a case counting once | near to uniform: questions and horizons of one history hang together |

The distance between the distribution of the ranks and the uniform one lies within sqrt(ln(2 P / 0.05) / (2 n)) for all P parameters at
once with probability of at least 0.95 (Massart 1990).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.learned.posterior import Posterior
from politburo.learned.sampler import effective, random
from politburo.learned.saved_scores import SavedScores, folder_of, safely
from politburo.study.forecasting.learning.learn import first_sets
from politburo.study.forecasting.learning.lessons import ROWS, Lessons
from politburo.study.forecasting.learning.outcomes import SLACK, Case, floored, mixed, months_of_sole, moved
from politburo.study.forecasting.truth import RULES

MONTHS = 24
LEVELS = (0.5, 0.9)
MISTAKE = 0.05
RECORDED = 3_000_000  # address of the random numbers by which dates are recorded wrongly


@dataclass(frozen=True)
class Shown:
    """One question of a case: `chances` ln p, float64[set, answer]; `came` int[set], the answer that a set invents (-1: none)."""

    question: str
    month: int
    weight: float
    chances: Array
    came: Array


@dataclass(frozen=True)
class Ranks:
    """One way of weighing: ranks float64[set, parameter] in 0..1, effective number of sets float64[set]."""

    ranks: Array
    effective: Array

    @property
    def band(self) -> float:
        """How far ranks may be from uniform."""
        n, parameters = self.ranks.shape
        return math.sqrt(math.log(2 * parameters / MISTAKE) / (2 * n))

    @property
    def distances(self) -> Array:
        """Largest distance between the distribution of the ranks and the uniform one, float64[parameter]."""
        n = len(self.ranks)
        ordered, steps = np.sort(self.ranks, axis=0), np.arange(n)[:, None]
        return np.maximum((steps + 1) / n - ordered, ordered - steps / n).max(0)

    def coverage(self, level: float) -> Array:
        """Share of the sets whose parameter lies inside its central interval, float64[parameter]."""
        return (abs(self.ranks - 0.5) <= level / 2).mean(0)


def ranks(
    places: Array, told: list[Shown], weigh: Callable[[Shown], float], before: Array | None = None
) -> Ranks:
    """Ranks of all sets, float64[set, parameter] places in the prior's box, each among all others.

    `before`: float64[set], what a set weighs in the pool before the invented outcomes are known (None: all the same).
    """
    evidence = np.zeros((len(places), len(places)))  # [inventing set, set of the pool]
    evidence += 0.0 if before is None else np.log(before)
    for one in told:
        weight = weigh(one)
        if weight:
            likely = one.chances[:, np.maximum(one.came, 0)].T
            evidence += weight * np.where(one.came[:, None] < 0, 0.0, likely)
    np.fill_diagonal(evidence, -np.inf)
    w = np.exp(evidence - evidence.max(1, keepdims=True))
    w /= w.sum(1, keepdims=True)
    below = np.stack([(w * (column[None] < column[:, None])).sum(1) for column in places.T], 1)
    return Ranks(below, np.array([effective(row) for row in w]))


#: name -> the weight of a question
WAYS: Mapping[str, Callable[[Shown], float]] = {
    "one datum a case": lambda one: float(one.question == "leads" and one.month == MONTHS),
    "as learned": lambda one: one.weight,
}


def calibrated(
    lessons: Lessons,
    sets: int,
    seed: int,
    *,
    among: Posterior | None = None,
    folder: Path | None = None,
    hours: float | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Ranks]:
    """The ranks by way of weighing; the flagship is left aside. With `folder` the same command goes on where it was interrupted.

    `among`: the learned sets, all of which invent, instead of `sets` draws from the prior; of the parameters of `lessons`.
    """
    worlds = Worlds(lessons, seed)
    asked = {"question": "calibrate", "data": lessons.digest, "sets": sets, "seed": seed}
    theta, before = first_sets(lessons, sets, seed), None
    if among is not None:
        asked["sets"] = among.header.digest
        theta, before = among.theta[among.rows()], among.weights[among.rows()]
    saved = SavedScores(worlds.shown, folder, hours=hours, progress=progress)
    with folder_of(folder, asked), safely(folder):
        told = worlds.read(saved.of("calibrate", theta))
    places = lessons.space.place(theta)
    return {name: ranks(places, told, weigh, before) for name, weigh in WAYS.items()}


class Worlds:
    """What sets say of all cases and invent of them, as one row of numbers for each set."""

    def __init__(self, lessons: Lessons, seed: int) -> None:
        self.lessons, self.seed = lessons, seed
        self.cases = [part for part in lessons.parts if isinstance(part, Case)]

    def shown(self, theta: Array) -> Array:
        """float64[set, numbers]"""
        return np.concatenate([self._case(case, theta) for case in self.cases], 1)

    def _case(self, case: Case, theta: Array) -> Array:
        lessons = self.lessons
        at_a_time, rows = max(1, ROWS // lessons.histories), []
        for first in range(0, len(theta), at_a_time):
            part = lessons.space.vectors(theta[first : first + at_a_time], case.given)
            seen = case.run(lessons.seed, part, lessons.histories + 1)  # the last one invents
            leads, rule, sole = seen.leads, seen.rule, seen.sole
            tables = [
                floored(mixed(leads[:, :-1, n], len(case.answers), case.prior)) for n in range(leads.shape[2])
            ]
            tables += [mixed(rule[:, :-1, n], len(RULES), case.prior) for n in range(rule.shape[2])]
            tables += [months_of_sole(sole[:, :-1], case.prior)]
            came = np.concatenate([leads[:, -1], rule[:, -1], sole[:, -1:]], 1)
            rows.append(np.concatenate([*map(np.log, tables), came], 1))
        return np.concatenate(rows)

    def read(self, rows: Array) -> list[Shown]:
        """Every question of every case, from the rows of all sets."""
        found, at = [], 0
        for place, case in enumerate(self.cases):
            months = [int(month - case.resolved.clock_zero) for month in case.months]
            asked = [("leads", month, len(case.answers)) for month in months]
            asked += [("rule", month, len(RULES)) for month in months]
            asked += [("sole", 0, 0)]
            widths = [width or months_of_sole(np.zeros((1, 1), int), 1.0).shape[1] for _, _, width in asked]
            tables = np.split(rows[:, at : at + sum(widths)], np.cumsum(widths)[:-1], axis=1)
            at += sum(widths)
            came = rows[:, at : at + len(asked)].astype(int)
            at += len(asked)
            wrong = random(self.seed, RECORDED, place).integers(-SLACK, SLACK + 1, len(rows))
            came[:, -1] = moved(came[:, -1], wrong)
            for (question, month, _), chances, column in zip(asked, tables, came.T, strict=True):
                weight = 1.0 if question == "sole" else 1 / len(months)
                found.append(Shown(question, month, weight, chances, column))
        return found


def account_of(found: Mapping[str, Ranks], lessons: Lessons, sets: int, seed: int) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "simulated": True,
        "cases": sum(isinstance(part, Case) for part in lessons.parts),
        "sets": sets,
        "histories": lessons.histories,
        "seed": seed,
        "ways": {
            name: {
                "band": one.band,
                "effective": float(np.median(one.effective)),
                "parameters": {
                    parameter: {
                        "distance": float(one.distances[n]),
                        **{f"inside {level:.0%}": float(one.coverage(level)[n]) for level in LEVELS},
                        "ranks": [round(float(x), 4) for x in np.sort(one.ranks[:, n])],
                    }
                    for n, parameter in enumerate(lessons.space.names)
                },
            }
            for name, one in found.items()
        },
    }
