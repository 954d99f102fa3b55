"""From lessons to a posterior: the whole of `politburo learn`, kept in a folder as it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from politburo.learned.left_out import again, trusted, without
from politburo.learned.posterior import Posterior, gathered, with_left_out, written
from politburo.learned.sampler import PASSES, PRIOR_DRAW, Sample, Stage, random, sample
from politburo.learned.saved_scores import SavedScores, folder_of, safely
from politburo.store.files import put
from politburo.study.forecasting.learning.lessons import Lessons

SETS = 256
SEED = 1
STAGES = "stages.json"
TABLE = "posterior.csv"
#: called with the name of the phase, sets done, sets of the phase
Progress = Callable[[str, int, int], None]


def learn(
    lessons: Lessons,
    sets: int = SETS,
    seed: int = SEED,
    *,
    passes: int = PASSES,
    left_out: bool = True,
    folder: Path | None = None,
    hours: float | None = None,
    progress: Progress | None = None,
    report: Callable[[Stage], None] | None = None,
) -> Posterior:
    """The posterior of `lessons`; started again with the same arguments and `folder` it goes on where it was.

    With `left_out` sets are sampled anew without each cluster of data for which weights cannot be trusted (`left_out`).
    The folder holds the scores of every batch of sets, `stages.json` after every stage, and at the end `posterior.csv` with its header.
    After `hours` it stops between two batches. Raises `Interrupted` then and on Ctrl-C, saying what is safe.
    """
    stages: list[Stage] = []

    def finished(stage: Stage) -> None:
        stages.append(stage)
        if folder is not None:
            plain = json.dumps([asdict(one) for one in stages], indent=1)
            put(folder / STAGES, plain.encode())
        if report:
            report(stage)

    saved = SavedScores(lessons.log_scores, folder, hours=hours, progress=progress)
    asked = {
        "question": "learn",
        "data": lessons.digest,
        "parameters": list(lessons.space.names),
        "histories": lessons.histories,
        "luck": lessons.seed,
        "sets": sets,
        "seed": seed,
        "passes": passes,
    }
    with folder_of(folder, asked), safely(folder, lambda: _so_far(stages)):
        found = sample(lessons.space, saved, lessons.weights, sets, seed, passes=passes, report=finished)
        before = saved.of("prior", first_sets(lessons, sets, seed))
        posterior = gathered(lessons, found, before, sets, seed)
        if left_out:
            posterior = apart(lessons, posterior, found, saved, seed)
        if folder is not None:
            written(posterior, folder / TABLE)
    return posterior


def apart(lessons: Lessons, posterior: Posterior, found: Sample, saved: SavedScores, seed: int) -> Posterior:
    """The posterior with new sets for the clusters whose weights cannot be trusted."""
    k_hat = {name: without(posterior, [name]).k for name in lessons.clusters}
    largest = trusted(len(posterior.rows()))
    failing = [name for name, k in k_hat.items() if k > largest]
    samples = {name: again(lessons, found, saved, name, seed) for name in failing}
    return with_left_out(posterior, lessons, samples, k_hat)


def first_sets(lessons: Lessons, sets: int, seed: int) -> Any:
    """The draws from the prior with which the sampler begins."""
    return lessons.space.at(random(seed, PRIOR_DRAW).random((sets, len(lessons.space.names))))


def _so_far(stages: list[Stage]) -> str:
    at = f", temperature {stages[-1].temperature:.3g}" if stages else ""
    return f"{len(stages)} stages are finished{at}"
