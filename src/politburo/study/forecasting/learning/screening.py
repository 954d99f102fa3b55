"""Which parameters move the score at all: Morris's elementary effects of the weighted log score, with SALib.

A trajectory changes one parameter after the other, each once, by a fixed part of its prior's range; the elementary effect is the change of
the score over that part. mu* is the mean of its absolute value over the trajectories (Morris 1991; Campolongo, Cariboni & Saltelli 2007),
in nats for the whole range; sigma its standard deviation, large where the effect depends on the other parameters or where few
histories make the score jagged. All points have the same luck, so that most of the noise cancels.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.learned.posterior import question_of
from politburo.learned.saved_scores import SavedScores, folder_of, safely
from politburo.model.params import FIELDS
from politburo.store.files import put
from politburo.study.forecasting.learning.lessons import Lessons
from politburo.study.running.extras import need

TRAJECTORIES, HISTORIES, LEVELS = 8, 8, 4
GROUPS = ("leads", "rule", "sole", "flagship")
SCREENED = "screening.csv"


@dataclass(frozen=True)
class Effect:
    """One parameter: mu*, half of its 95 % interval, mu and sigma of the whole score, and mu* of the groups of data."""

    name: str
    mu_star: float
    confidence: float
    mu: float
    sigma: float
    estimate: bool
    groups: dict[str, float]


def screen(
    lessons: Lessons,
    trajectories: int = TRAJECTORIES,
    seed: int = 1,
    *,
    folder: Path | None = None,
    hours: float | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Effect]:
    """The effects of the parameters of `lessons`, the largest mu* first; with `folder` the same command goes on where it was interrupted.

    Costs trajectories x (parameters + 1) sets. Raises `PolitburoError` for fewer than two trajectories or without SALib.
    """
    if trajectories < 2:
        raise PolitburoError(Problem("usage", "--trajectories", str(trajectories), "2 or more"))
    space = lessons.space
    problem = {
        "num_vars": len(space.names),
        "names": list(space.names),
        "bounds": [[0.0, 1.0]] * len(space.names),
    }
    design = need("SALib.sample.morris").sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    asked = {
        "question": "screen",
        "data": lessons.digest,
        "parameters": list(space.names),
        "trajectories": trajectories,
        "seed": seed,
    }
    saved = SavedScores(lessons.log_scores, folder, hours=hours, progress=progress)
    with folder_of(folder, asked), safely(folder):
        scores = saved.of("screen", space.at(design))
        found = effects(lessons, problem, design, scores, seed)
        if folder is not None:
            put(folder / SCREENED, as_csv(found).encode())
    return found


def effects(
    lessons: Lessons, problem: dict[str, Any], design: Array, scores: Array, seed: int
) -> list[Effect]:
    """Elementary effects from the scores of a design, float64[set, datum]."""
    analyze = need("SALib.analyze.morris").analyze
    told = lambda y: analyze(problem, design, y, num_levels=LEVELS, seed=seed)  # noqa: E731
    whole = told(scores @ lessons.weights)
    stars = {}
    for group, mine in groups_of(lessons).items():
        stars[group] = told(scores[:, mine] @ lessons.weights[mine])["mu_star"]
    rows = [
        Effect(
            name,
            float(whole["mu_star"][n]),
            float(whole["mu_star_conf"][n]),
            float(whole["mu"][n]),
            float(whole["sigma"][n]),
            bool(FIELDS[name]["estimate"]),
            {group: float(values[n]) for group, values in stars.items()},
        )
        for n, name in enumerate(lessons.space.names)
    ]
    return sorted(rows, key=lambda row: -row.mu_star)


def groups_of(lessons: Lessons) -> dict[str, Array]:
    """bool[datum] by group: the questions asked of successions, and the flagship."""
    names = np.array([question_of(datum).partition(":")[0] for datum in lessons.data])
    return {group: names == group for group in GROUPS if (names == group).any()}


def as_csv(rows: Sequence[Effect]) -> str:
    """The table as CSV."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    groups = list(rows[0].groups)
    table.writerow(["parameter", "estimate", "mu_star", "confidence", "mu", "sigma", *groups])
    for row in rows:
        numbers = (row.mu_star, row.confidence, row.mu, row.sigma, *row.groups.values())
        table.writerow([row.name, int(row.estimate), *(f"{x:.5g}" for x in numbers)])
    return text.getvalue()
