"""Order and calibration: Kendall's tau, coverage of intervals, where a value lies in a sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from politburo.arrays import Array


def kendall_tau(a: Sequence[float], b: Sequence[float]) -> float:
    """Kendall's tau-b of two rankings, -1 to 1; nan if either has no order at all.

    Infinite values (never) are tied with each other and come after all others.

    >>> kendall_tau([1, 2, 3], [1, 3, 2]) == 1 / 3
    True
    """
    x, y = np.asarray(a, float), np.asarray(b, float)
    i, j = np.triu_indices(len(x), 1)
    step_x, step_y = _order(x, i, j), _order(y, i, j)
    paired = np.sqrt(np.sum(step_x != 0) * np.sum(step_y != 0))
    return float(np.sum(step_x * step_y) / paired) if paired else float("nan")


def _order(values: Array, i: Array, j: Array) -> Array:
    return (values[i] > values[j]).astype(float) - (values[i] < values[j])


def coverage(lows: Sequence[float], highs: Sequence[float], values: Sequence[float]) -> float:
    """Share of the values inside their closed intervals; nan without any.

    >>> coverage([0, 0], [1, 1], [0.5, 2])
    0.5
    """
    low, high, value = (np.asarray(side, float) for side in (lows, highs, values))
    return float(np.mean((low <= value) & (value <= high))) if len(value) else float("nan")


def place_in(sample: Array, value: float) -> float:
    """Mid-rank of a value in a sample: share below it plus half the share equal to it, 0 to 1.

    >>> place_in([1, 2, 2, 3], 2)
    0.5
    """
    x = np.asarray(sample, float)
    return float(np.mean(x < value) + np.mean(x == value) / 2)


def tail(place: float) -> float:
    """Two-sided tail probability of a place in a distribution: 2 min(u, 1 - u).

    >>> tail(0.5)
    1.0
    """
    return 2 * min(place, 1 - place)
