"""The lessons: everything on record that may teach, and how likely it is under any number of parameter sets.

History n of a case has the same luck under every set (`politburo.rng`: seed and number alone), so that two sets differ by what they do to
the same histories. Sets are run in blocks, side by side in threads; what comes of a set does not depend on the others in its block.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from politburo import MODEL_VERSION
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem, nearest
from politburo.learned.space import Space, estimated
from politburo.record import CATALOG
from politburo.study.forecasting.learning.flagship import FLAGSHIP, Flagship
from politburo.study.forecasting.learning.outcomes import Case, Datum
from politburo.study.forecasting.successions import successions

HISTORIES = 24
SEED = 3
PRIOR = 1.0  # multiplies what the uniform answer q counts for (`outcomes`, `flagship`)
ROWS = 192  # histories that are run in one block


class Lessons:
    """The data, and their log scores under parameter sets.

    `cases`: ids of successions (None: all); `flagship`: its record too; `histories`: of every set in every case; `factors`: what to
    multiply the weights of a question by, by its name, or of the whole flagship by the name of the case; `off`: mechanisms that do not
    happen.
    Raises `PolitburoError` for an unknown case or question or a number that is not allowed.
    """

    def __init__(
        self,
        cases: Sequence[str] | None = None,
        flagship: bool = True,
        histories: int = HISTORIES,
        seed: int = SEED,
        *,
        names: Sequence[str] | None = None,
        prior: float = PRIOR,
        factors: Mapping[str, float] | None = None,
        workers: int | None = None,
        catalog: Path = CATALOG,
        off: frozenset[str] = frozenset(),
    ) -> None:
        from politburo import engine
        from politburo.study.running.ensemble import load
        from politburo.study.running.limits import check_numbers

        check_numbers(histories, seed)
        self.histories, self.seed, self.prior = histories, seed, prior
        self.workers = workers or engine.WORKERS
        self.space = Space(tuple(names or estimated()))
        known = {case.id: case for case in successions()}
        chosen = list(known) if cases is None else list(cases)
        wrong = [name for name in chosen if name not in known]
        if wrong:
            allowed = "a succession of the catalog"
            raise PolitburoError(
                [
                    Problem("case-unknown", "cases to learn from", name[:100], allowed, nearest(name, known))
                    for name in wrong
                ]
            )
        self.parts: list[Case | Flagship] = [
            Case(known[name], load(name).resolved, prior, off) for name in chosen
        ]
        if flagship:
            self.parts.append(Flagship(load(FLAGSHIP).resolved, prior, catalog, off))
        self.factors = dict(factors or {})
        self.data = tuple(datum for part in self.parts for datum in self._weighed(part.data))

    def _weighed(self, data: Sequence[Datum]) -> list[Datum]:
        questions = {datum.question for part in self.parts for datum in part.data} | {FLAGSHIP}
        wrong = [name for name, by in self.factors.items() if name not in questions or by < 0]
        if wrong:
            allowed = f"a number of at least 0 for one of {', '.join(sorted(questions))}"
            raise PolitburoError(
                [
                    Problem("usage", "--weight", name[:100], allowed, nearest(name, questions))
                    for name in wrong
                ]
            )
        by = lambda datum: self.factors.get(datum.question, 1.0) * self.factors.get(datum.case, 1.0)  # noqa: E731
        return [replace(datum, weight=datum.weight * by(datum)) for datum in data]

    @cached_property
    def weights(self) -> Array:
        """float64[datum]"""
        return np.array([datum.weight for datum in self.data])

    @cached_property
    def clusters(self) -> dict[str, Array]:
        """bool[datum] by cluster: what is left out together."""
        names = np.array([datum.cluster for datum in self.data])
        return {name: names == name for name in dict.fromkeys(names.tolist())}

    @property
    def digest(self) -> str:
        """Sixteen letters for the data, their weights and what makes their scores: other ones, another digest."""
        told = {
            "model": MODEL_VERSION,
            "data": [asdict(datum) for datum in self.data],
            "scenarios": [part.resolved.digest for part in self.parts],
            "histories": self.histories,
            "seed": self.seed,
            "prior": self.prior,
            "names": self.space.names,
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    def log_scores(self, theta: Array, progress: Callable[[int, int], None] | None = None) -> Array:
        """ln p(datum | set), float64[set, datum], without weights; `theta` float64[set, parameter]. `progress(sets done, sets)`."""
        theta = np.atleast_2d(np.asarray(theta, float))
        at_a_time = max(1, ROWS // self.histories)
        spans = [slice(first, first + at_a_time) for first in range(0, len(theta), at_a_time)]
        out = np.empty((len(theta), len(self.data)))
        columns = np.cumsum([0, *(len(part.data) for part in self.parts)])

        def run(job: tuple[int, slice]) -> None:
            place, span = job
            part = self.parts[place]
            sets = self.space.vectors(theta[span], part.given)
            out[span, columns[place] : columns[place + 1]] = self._of(part, sets)

        # block by block, so that progress is even; the flagship, which takes longest, first
        jobs = [(place, span) for span in spans for place in reversed(range(len(self.parts)))]
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                for n, _ in enumerate(pool.map(run, jobs), 1):
                    if progress:
                        progress(n * len(theta) // len(jobs), len(theta))
            finally:  # whoever is interrupted does not wait for what he left
                pool.shutdown(wait=False, cancel_futures=True)
        return out

    def _of(self, part: Case | Flagship, sets: Array) -> Array:
        if isinstance(part, Case):
            return part.log_scores(part.run(self.seed, sets, self.histories))
        return part.log_scores(self.seed, sets, self.histories)

    def weights_shown(self) -> list[tuple[str, int, float]]:
        """(question, number of data, sum of weights), for people to see."""
        ordered = sorted(self.data, key=lambda datum: (datum.item != "", datum.question))
        rows = []
        for name, found in groupby(ordered, key=lambda datum: datum.question):
            mine = list(found)
            rows.append((name, len(mine), round(sum(datum.weight for datum in mine), 6)))
        return rows
