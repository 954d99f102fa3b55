"""Differences between the same histories in two worlds, with paired errors."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from politburo.arrays import Values

Z = 1.959964


class Paired(TypedDict):
    """A mean difference between two worlds, with its 95 % interval."""

    was: float
    would_be: float
    difference: float
    se: float
    low: float
    high: float
    differing: float  # share of the pairs
    gain: float  # variance of the difference of independent samples over that of the paired one


def paired(a: Values, b: Values) -> Paired:
    """Mean of b - a over pairs with a 95 % interval.

    Standard error sd(b - a) / sqrt(n), and `gain` = (variance of the difference of independent samples) / (variance of the paired one).
    Where all values are 0 or 1 the interval is that of Agresti and Min (2005, Statistics in Medicine 24: 729-740), which adds half a pair
    to each cell of the table of pairs, so that it has a width where no pair differs.

    >>> found = paired([0, 0, 1, 1], [0, 1, 1, 1])
    >>> found["difference"], found["differing"]
    (0.25, 0.25)
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    n, d = len(a), b - a
    variance = d.var(ddof=1) / n if n > 1 else float("nan")
    alone = (a.var(ddof=1) + b.var(ddof=1)) / n if n > 1 else float("nan")
    middle, error = d.mean(), np.sqrt(variance)
    low, high = middle - Z * error, middle + Z * error
    if np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all():
        up, down, m = (d > 0).sum() + 0.5, (d < 0).sum() + 0.5, n + 2
        centre = (up - down) / m
        half = Z * np.sqrt((up + down) - (up - down) ** 2 / m) / m
        low, high = max(-1.0, centre - half), min(1.0, centre + half)
    return {
        "was": float(a.mean()),
        "would_be": float(b.mean()),
        "difference": float(middle),
        "se": float(error),
        "low": float(low),
        "high": float(high),
        "differing": float((d != 0).mean()),
        "gain": float(alone / variance) if variance > 0 else float("nan"),
    }
