"""The posterior without some of its data: weights for the sets that are there, and new sets where weights cannot do it.

A set s that was learned with all data stands for the posterior without the data of a cluster c with the weight r_s = 1 / p(y_c | s),
whose logarithm is minus the weighted log score. Large ratios are smoothed: the M = min(S / 5, 3 sqrt S) largest are replaced by the
expected order statistics of a generalised Pareto distribution fitted to them (Zhang & Stephens 2009), its shape k drawn a little
towards 1/2. The shape tells how far weights can be trusted: up to k = min(1 - 1 / log10 S, 0.7) they can (Vehtari, Simpson, Gelman,
Yao & Gabry 2024, "Pareto smoothed importance sampling"). Beyond it sets are carried by the sampler from the posterior to the one
without the cluster.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.learned.sampler import Sample, Stage, carried, logit
from politburo.learned.saved_scores import SavedScores

if TYPE_CHECKING:
    from politburo.engine import Sets
    from politburo.learned.posterior import Posterior
    from politburo.study.forecasting.learning.lessons import Lessons

LARGEST_K = 0.7
PRIOR_K, PRIOR_WEIGHT = 0.5, 10  # what the fitted shape is drawn towards, and by how many observations
FEWEST = 5  # ratios in a tail that can be fitted
SETS, PASSES = 64, 2  # of a new sample
ADDRESS = 7_000_000  # of the random numbers of the first cluster


def trusted(sets: int) -> float:
    """The largest k at which the weights of so many sets can be trusted.

    >>> trusted(10_000), round(trusted(100), 2)
    (0.7, 0.5)
    """
    return min(1 - 1 / math.log10(max(sets, 10)), LARGEST_K)


def smoothed(log_ratios: Array) -> tuple[Array, float]:
    """(weights that sum to 1, k) of ratios given by their logarithms, float64[set]; k is infinite where no tail can be fitted."""
    x = np.asarray(log_ratios, float) - np.max(log_ratios)
    if np.ptp(x) == 0:
        return np.full(len(x), 1 / len(x)), -math.inf
    order = np.argsort(x, kind="stable")
    tail = math.ceil(min(len(x) / 5, 3 * math.sqrt(len(x))))
    k = math.inf
    if tail >= FEWEST:
        largest = order[-tail:]
        cut = math.exp(x[order[-tail - 1]])
        above = np.exp(x[largest]) - cut
        if above.max() > 0:
            k, scale = pareto(np.maximum(above, 1e-300))
            x[largest] = np.log(np.minimum(cut + quantiles((np.arange(tail) + 0.5) / tail, k, scale), 1.0))
    w = np.exp(x)
    return w / w.sum(), k


def pareto(above: Array) -> tuple[float, float]:
    """(shape k, scale) of a generalised Pareto distribution, from sorted excesses over its threshold (Zhang & Stephens 2009)."""
    n = len(above)
    points = 30 + int(math.sqrt(n))
    place = np.arange(1, points + 1) - 0.5
    quarter = above[int(n / 4 + 0.5) - 1]
    b = (1 - np.sqrt(points / place)) / (3 * quarter) + 1 / above[-1]
    shape = np.log1p(-b[:, None] * above).mean(1)
    likely = n * (np.log(-b / shape) - shape - 1)
    w = 1 / np.exp(np.minimum(likely - likely[:, None], 700.0)).sum(1)
    middle = float(w @ b / w.sum())
    k = float(np.log1p(-middle * above).mean())
    scale = -k / middle
    return (k * n + PRIOR_K * PRIOR_WEIGHT) / (n + PRIOR_WEIGHT), scale


def quantiles(p: Array, k: float, scale: float) -> Array:
    """Quantiles of a generalised Pareto distribution over its threshold."""
    if abs(k) < 1e-12:
        return -scale * np.log1p(-p)
    return scale * np.expm1(-k * np.log1p(-p)) / k


@dataclass(frozen=True)
class Without:
    """The posterior without some clusters: rows of the table and their weights. `anew`: they were sampled without them."""

    rows: Array
    weights: Array
    k: float
    anew: bool


def without(posterior: Posterior, clusters: Collection[str]) -> Without:
    """The posterior without the data of these clusters; those that it has not seen are passed over."""
    seen = [name for name in clusters if name in posterior.clusters]
    rows = posterior.rows()
    if not seen:
        return Without(rows, posterior.weights[rows], -math.inf, False)
    mine = [posterior.clusters.index(name) for name in seen]
    ratios, k = smoothed(-posterior.evidence[rows][:, mine].sum(1))
    weights = ratios * posterior.weights[rows]
    anew = posterior.rows(seen[0]) if len(seen) == 1 else np.zeros(0, int)
    if len(anew):
        return Without(anew, posterior.weights[anew], k, True)
    return Without(rows, weights / weights.sum(), k, False)


def unseen(posterior: Posterior, clusters: Collection[str]) -> Sets:
    """What the engine takes for a case that no set may have seen."""
    found = without(posterior, clusters)
    return posterior.sets(rows=found.rows, weights=found.weights)


def again(
    lessons: Lessons,
    sample: Sample,
    saved: SavedScores,
    cluster: str,
    seed: int,
    *,
    sets: int = SETS,
    passes: int = PASSES,
    report: Callable[[Stage], None] | None = None,
) -> Sample:
    """Sets of the posterior without a cluster: an even part of the sample, carried there while the weight of its data fades."""
    place = list(lessons.clusters).index(cluster)
    mine = lessons.clusters[cluster]
    part = np.linspace(0, len(sample.theta) - 1, min(sets, len(sample.theta))).round().astype(int)
    return carried(
        lessons.space,
        saved,
        lessons.weights,
        np.where(mine, 0.0, lessons.weights),
        logit(lessons.space.place(sample.theta[part])),
        sample.scores[part],
        seed + ADDRESS + place,
        name=f"without-{place:02d}-",
        passes=passes,
        report=report,
    )
