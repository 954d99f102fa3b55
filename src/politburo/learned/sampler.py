"""Tempered sequential Monte Carlo: sets of parameters that are carried from the prior to the posterior.

N sets theta_i are drawn from the flat prior. With s(theta) the scores of the data, the density at temperature t is proportional to
prior(theta) exp(s(theta) . v(t)); the weights of the data v(t) = (1 - t) first + t last lead in a straight line from none at all
(prior, t = 0) to their own (posterior, t = 1). A sample of one posterior can be carried to another in the same way (`left_out`).
One stage:

1. the next temperature: the largest t' <= 1 at which the effective number (sum w)^2 / sum w^2 of w_i = exp(s_i . (v(t') - v(t))) is at
   least N / 2, by bisection; the log evidence grows by ln mean w_i;
2. systematic resampling by w_i;
3. Metropolis moves of all sets at once: z' = z + s_i L e, with z the logit of the place in the prior's box (`space`), L L' the
   covariance of the z of all sets, e standard normal, and s_i = s exp(SPREAD e'), so that steps of several lengths are tried; accepted with
   probability min(1, exp((s' - s) . v(t')) prior(z') / prior(z)), prior(z) = prod u (1 - u). After each pass s is multiplied by
   exp(GAIN (accepted share - ACCEPTED)). Passes go on until a share of MOVED of the sets has moved since resampling, one at least
   and `passes` at most.

After the last stage all sets weigh the same. Random numbers are addressed by (seed, stage, pass), so that a run that was interrupted
and is started again with the same kept scores (`saved`) gives the same sets. Source: Del Moral, Doucet & Jasra (2006), "Sequential
Monte Carlo samplers"; the temperature: Jasra, Stephens, Doucet & Tsagaris (2011).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.learned.saved_scores import SavedScores
from politburo.learned.space import Space

SHARE = 0.5  # of the sets: the effective number that a step in temperature leaves
MOVED, PASSES = 0.7, 4
ACCEPTED, GAIN, SPREAD = 0.25, 2.0, 0.5
LEAST_SETS = 8
EDGE = 1e-9  # places are kept this far off the ends of the box, where the logit ends
HALVINGS = 60
RESAMPLING, PRIOR_DRAW = 1_000_000, 2_000_000  # addresses of random numbers beside those of passes


@dataclass(frozen=True)
class Stage:
    """What one stage did. `effective`: effective number of sets before resampling; `accepted`: share of proposals; `step`: s."""

    number: int
    temperature: float
    effective: float
    passes: int
    accepted: float
    moved: float
    step: float
    log_evidence: float


@dataclass(frozen=True)
class Sample:
    """Sets that weigh the same, float64[set, parameter], their scores float64[set, datum], and how they were found."""

    theta: Array
    scores: Array
    stages: tuple[Stage, ...]
    log_evidence: float

    def to_json(self) -> dict[str, Any]:
        """The stages as plain data."""
        return {"log_evidence": self.log_evidence, "stages": [asdict(stage) for stage in self.stages]}


def sample(
    space: Space,
    saved: SavedScores,
    weights: Array,
    sets: int,
    seed: int,
    *,
    passes: int = PASSES,
    report: Callable[[Stage], None] | None = None,
) -> Sample:
    """Carry `sets` sets from the prior to the posterior; `weights` float64[datum] of the scores. `report(stage)` after every stage.

    Raises `PolitburoError` for fewer than LEAST_SETS sets.
    """
    if sets < LEAST_SETS:
        raise PolitburoError(Problem("usage", "--sets", str(sets), f"{LEAST_SETS} or more"))
    u = random(seed, PRIOR_DRAW).random((sets, len(space.names)))
    z = logit(u)
    scores = saved.of("prior", space.at(u))
    return carried(
        space, saved, np.zeros(len(weights)), weights, z, scores, seed, passes=passes, report=report
    )


def carried(
    space: Space,
    saved: SavedScores,
    first: Array,
    last: Array,
    z: Array,
    scores: Array,
    seed: int,
    *,
    name: str = "",
    passes: int = PASSES,
    report: Callable[[Stage], None] | None = None,
) -> Sample:
    """The stages from temperature 0, of which the sets are draws, to 1; `first` and `last` are the weights of the data there.

    `name` begins the names of the questions to `saved`.
    """
    temperature, evidence, step = 0.0, 0.0, 2.38 / np.sqrt(z.shape[1])
    stages: list[Stage] = []
    while temperature < 1:
        number = len(stages) + 1
        likely = scores @ (last - first)
        after = next_temperature(likely, temperature)
        w = np.exp((after - temperature) * (likely - likely.max()))
        evidence += float((after - temperature) * likely.max() + np.log(w.mean()))
        chosen = resampled(w, random(seed, number, RESAMPLING).random())
        z, scores, temperature = z[chosen], scores[chosen], after
        between = (1 - temperature) * first + temperature * last
        moves = Moves(space, saved, between, seed, f"{name}stage-{number:02d}", number)
        z, scores, step = moves.made(z, scores, step, passes)
        stages.append(
            Stage(number, after, effective(w), moves.passes, moves.accepted, moves.moved, step, evidence)
        )
        if report:
            report(stages[-1])
    return Sample(space.at(expit(z)), scores, tuple(stages), evidence)


class Moves:
    """Metropolis passes of all sets, whose density is that of the data with these weights."""

    def __init__(
        self,
        space: Space,
        saved: SavedScores,
        weights: Array,
        seed: int,
        name: str,
        number: int,
    ) -> None:
        self.space, self.saved, self.weights = space, saved, weights
        self.seed, self.name, self.number = seed, name, number
        self.passes, self.accepted, self.moved = 0, 0.0, 0.0

    def made(self, z: Array, scores: Array, step: float, passes: int) -> tuple[Array, Array, float]:
        """(z, scores, step) after as many passes as are needed, `passes` at most."""
        root = root_of_covariance(z)
        ever, taken = np.zeros(len(z), bool), 0
        while self.passes < passes and (self.passes == 0 or ever.mean() < MOVED):
            self.passes += 1
            luck = random(self.seed, self.number, self.passes)
            lengths = step * np.exp(SPREAD * luck.standard_normal(len(z)))
            proposed = z + lengths[:, None] * (luck.standard_normal(z.shape) @ root.T)
            there = self.saved.of(f"{self.name}-pass-{self.passes}", self.space.at(expit(proposed)))
            gain = (there - scores) @ self.weights + log_prior(proposed) - log_prior(z)
            yes = np.log(luck.random(len(z))) < gain
            z, scores = np.where(yes[:, None], proposed, z), np.where(yes[:, None], there, scores)
            ever |= yes
            taken += int(yes.sum())
            step = float(step * np.exp(GAIN * (yes.mean() - ACCEPTED)))
        self.accepted, self.moved = taken / (self.passes * len(z)), float(ever.mean())
        return z, scores, step


def random(*address: int) -> np.random.Generator:
    """The random numbers of an address."""
    return np.random.default_rng(address)


def next_temperature(likely: Array, temperature: float) -> float:
    """The largest temperature up to 1 that leaves SHARE of the sets effective.

    >>> next_temperature(np.zeros(10), 0.2)
    1.0
    """
    enough = lambda t: effective(np.exp((t - temperature) * (likely - likely.max()))) >= SHARE * len(likely)  # noqa: E731
    if enough(1.0):
        return 1.0
    low, high = temperature, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if enough(middle) else (low, middle)
    return low if low > temperature else high  # a step, however small


def effective(w: Array) -> float:
    """The number of sets that weights are worth.

    >>> effective(np.full(10, 0.5))
    10.0
    """
    return float(np.sum(w) ** 2 / np.sum(w**2))


def resampled(w: Array, u: float) -> Array:
    """Numbers of as many sets, each as often as its weight says, from one uniform u (systematic resampling).

    >>> resampled(np.array([1.0, 2.0, 1.0, 0.0]), 0.5).tolist()
    [0, 1, 1, 2]
    """
    edges = np.cumsum(w) / np.sum(w)
    return np.minimum(np.searchsorted(edges, (np.arange(len(w)) + u) / len(w), side="right"), len(w) - 1)


def root_of_covariance(z: Array) -> Array:
    """L with L L' the covariance of the sets, made safe where they do not span the space."""
    spread = np.atleast_2d(np.cov(z, rowvar=False))
    return np.linalg.cholesky(
        spread + np.eye(len(spread)) * max(1e-6 * np.trace(spread) / len(spread), 1e-12)
    )


def logit(u: Array) -> Array:
    """ln(u / (1 - u)), with places kept off the ends."""
    u = np.clip(u, EDGE, 1 - EDGE)
    return np.log(u) - np.log1p(-u)


def expit(z: Array) -> Array:
    """1 / (1 + exp(-z)), kept off the ends."""
    return np.clip(1 / (1 + np.exp(-np.clip(z, -40, 40))), EDGE, 1 - EDGE)


def log_prior(z: Array) -> Array:
    """ln of the flat prior's density in z, float64[set]."""
    u = expit(z)
    return (np.log(u) + np.log1p(-u)).sum(1)
