"""Time to an event when some histories end before it: Kaplan and Meier (1958, JASA 53: 457-481)."""

from __future__ import annotations

import numpy as np

from politburo.arrays import Array, Values

Z = 1.959964


def kaplan_meier(month: Values, happened: Values, months: int) -> dict[str, Array]:
    """The probability that the event has happened by the end of each month, with a 95 % band.

    `month` int[history]: of the event or, where not `happened`, the first month not observed any more. Returns arrays [months]:
    `by` = 1 - product over months t <= m of (1 - d_t / n_t), `low` and `high` from Greenwood's variance on the log(-log) scale,
    `at_risk` n_t. Units: probability; histories.

    >>> found = kaplan_meier([0, 1, 1, 3], [True, True, False, True], 4)
    >>> found["by"].round(3).tolist(), found["at_risk"].tolist()
    ([0.25, 0.5, 0.5, 1.0], [4, 3, 1, 1])
    """
    month, happened = np.asarray(month), np.asarray(happened, bool)
    each = np.arange(months)[:, None]
    at_risk = (month >= each).sum(1)
    deaths = ((month == each) & happened).sum(1)
    n = np.maximum(at_risk, 1)
    left = np.cumprod(1 - deaths / n)
    greenwood = np.cumsum(np.where(at_risk > deaths, deaths / (n * np.maximum(n - deaths, 1)), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(left)
        spread = Z * np.sqrt(greenwood) / np.abs(log)
        low, high = left ** np.exp(spread), left ** np.exp(-spread)
    inside = (left > 0) & (left < 1)
    low, high = np.where(inside, low, left), np.where(inside, high, left)
    return {"by": 1 - left, "low": 1 - high, "high": 1 - low, "at_risk": at_risk}


def median(curve: dict[str, Array]) -> int | None:
    """The first month by which half have had the event; None if that is not within the window."""
    reached = np.nonzero(curve["by"] >= 0.5)[0]
    return int(reached[0]) if len(reached) else None
