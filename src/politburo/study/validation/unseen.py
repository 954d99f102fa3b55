"""Histories whose parameters have not seen what they are judged on.

Where a run draws its sets from the posterior, the open record of its case may have taught them. A congress period c is therefore judged
by the same histories with other weights: a history of the set s counts r_s, the weight of s in the posterior without the data of c over
its weight in the whole (`learned.left_out`: Pareto-smoothed importance sampling), and histories are taken again in proportion to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politburo.arrays import Array
from politburo.learned import left_out, posterior
from politburo.measures.signals import Signals
from politburo.study.evidence.likelihood import drawn, effective


@dataclass(frozen=True)
class Unseen:
    """How a period is judged. `k`: shape of the tail of the ratios (above .7 they cannot be trusted); `effective`: histories' worth."""

    period: str
    k: float
    effective: float


def without_period(case: str, params: str, found: Signals, period: str) -> tuple[Signals, Unseen | None]:
    """(histories as a posterior that has not seen the period would have them, how). As they are where no set has seen it."""
    name = f"{case}, {period}"
    if params != "posterior":
        return found, None
    learned = posterior.read()
    if name not in learned.clusters:
        return found, None
    rest = left_out.without(learned, [name])
    if rest.anew:  # other sets: their histories are not among these
        return found, None
    ratios = rest.weights / learned.weights[rest.rows]
    weights = ratios[sets_of(found, learned.names, learned.theta[rest.rows])]
    weights /= weights.sum()
    return found.take(drawn(weights)), Unseen(period, float(rest.k), effective(weights))


def sets_of(found: Signals, names: tuple[str, ...], theta: Array) -> Array:
    """The number of the set that each history was drawn from, int[H]: the nearest, each parameter by its range among the sets."""
    wide = np.maximum(np.ptp(theta, axis=0), 1e-12)
    have = np.stack([np.asarray(found.params[name], float) for name in names], 1)
    return np.abs((have[:, None, :] - theta) / wide).sum(2).argmin(1)
