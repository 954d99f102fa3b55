"""A mean over cases with an interval that respects that some of them overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES, SEED = 10_000, 1
LEVEL = 0.9


@dataclass(frozen=True)
class Mean:
    """A mean with its 90 % interval. With one cluster there is none (low and high are nan)."""

    mean: float
    low: float
    high: float
    items: int
    clusters: int


def mean_over(values: Sequence[float], clusters: Sequence[str], *, seed: int = SEED) -> Mean:
    """The mean of `values`, and the 5 % and 95 % quantiles of RESAMPLES resamplings of whole clusters with replacement.

    Of two forecasters' losses on the same cases, give the differences: what is hard for both then cancels.

    >>> mean_over([1.0, 1.0, 4.0], ["a", "a", "b"]).mean
    2.0
    """
    names, place = np.unique(np.asarray(clusters, str), return_inverse=True)
    sums = np.bincount(place, np.asarray(values, float), len(names))
    counts = np.bincount(place, minlength=len(names))
    low = high = float("nan")
    if len(names) > 1:
        drawn = np.random.default_rng(seed).integers(len(names), size=(RESAMPLES, len(names)))
        means = sums[drawn].sum(1) / counts[drawn].sum(1)
        low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Mean(float(sums.sum() / counts.sum()), float(low), float(high), len(values), len(names))
