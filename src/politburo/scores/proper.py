"""Proper scores. A truth is a distribution too: where the record is disputed, a score is its mean over the readings.

Every function is a loss (0 is perfect) and takes one forecast. Source: Gneiting & Raftery (2007), "Strictly proper scoring
rules, prediction, and estimation"; for the ranked scores also Epstein (1969) and Matheson & Winkler (1976).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from politburo.arrays import Array


def log_score(forecast: Mapping[str, float], truth: Mapping[str, float]) -> float:
    """-sum_k t_k ln f_k, in nats. Infinite where something called impossible may have happened.

    >>> round(log_score({"a": 0.5, "b": 0.5}, {"a": 1.0}), 4)
    0.6931
    """
    p, t = _aligned(forecast, truth)
    with np.errstate(divide="ignore"):
        return float(-np.sum(np.where(t > 0, t * np.log(np.where(t > 0, p, 1.0)), 0.0)) + 0.0)


def brier(forecast: Mapping[str, float], truth: Mapping[str, float]) -> float:
    """sum_k t_k sum_j (f_j - [j = k])^2, from 0 to 2.

    >>> round(brier({"a": 0.8, "b": 0.2}, {"a": 1.0}), 4)
    0.08
    """
    p, t = _aligned(forecast, truth)
    return float(np.sum(p**2) - 2 * np.sum(p * t) + 1.0)


def ranked_probability(
    forecast: Mapping[str, float], truth: Mapping[str, float], order: Sequence[str]
) -> float:
    """Mean over the J - 1 thresholds of (F_j - G_j)^2, averaged over the readings of the truth; from 0 to 1.

    `order`: the outcomes from least to most. Missing the truth by one step costs less than by two.

    >>> ranked_probability({"low": 1.0}, {"high": 1.0}, ("low", "middle", "high"))
    1.0
    >>> ranked_probability({"middle": 1.0}, {"high": 1.0}, ("low", "middle", "high"))
    0.5
    """
    p, t = _aligned(forecast, truth, order)
    ahead, fact = np.cumsum(p)[:-1], np.cumsum(t)[:-1]
    return float(np.mean(ahead**2 * (1 - fact) + (1 - ahead) ** 2 * fact))


def crps_months(cumulative: Sequence[float], first: float, last: float | None = None) -> float:
    """Continuous ranked probability score of a date, in months, censored at the end of the window.

    `cumulative[m]` is the probability that the event came by the end of month m (0-based) of a window of ``len(cumulative)``
    months; what is missing to 1 at the end is "not within the window". The event fell in month `first`; with
    `last` it is only known to lie in ``first..last`` and the score is the mean over these months. A month at or past the
    window means: not within it. Score: sum_m (F_m - [y <= m])^2, the threshold-weighted score whose weight
    is 1 inside the window and 0 beyond it.

    >>> crps_months([0.0, 1.0, 1.0], 1)
    0.0
    >>> crps_months([0.5, 0.5, 0.5], 99)
    0.75
    """
    ahead = np.asarray(cumulative, float)
    months = np.arange(len(ahead))
    days = np.arange(first, (first if last is None else last) + 1)
    return float(np.mean([np.sum((ahead - (months >= day)) ** 2) for day in days]))


def crps_sample(sample: Array, value: float) -> float:
    """E|X - y| - E|X - X'| / 2 over the sample X, in the unit of the value.

    >>> crps_sample([3.0], 5.0)
    2.0
    """
    x = np.sort(np.asarray(sample, float))
    n = len(x)
    spread = 2 * np.sum(x * (2 * np.arange(1, n + 1) - n - 1)) / n**2
    return float(np.mean(np.abs(x - value)) - spread / 2)


def _aligned(
    forecast: Mapping[str, float], truth: Mapping[str, float], order: Sequence[str] = ()
) -> tuple[Array, Array]:
    names = order or list(dict.fromkeys([*forecast, *truth]))
    return tuple(np.array([side.get(name, 0.0) for name in names], float) for side in (forecast, truth))  # type: ignore[return-value]
