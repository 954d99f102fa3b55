"""Skill against a reference, with an interval that respects that items of one period hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000


@dataclass(frozen=True)
class Skill:
    """1 - sum of losses / sum of the reference's losses, with a 90 % interval. Positive: better than the reference.

    `items` and `blocks` say on how little it rests; with one block there is no interval (low and high are nan).
    """

    skill: float
    low: float
    high: float
    items: int
    blocks: int


def skill(
    losses: Sequence[float], reference: Sequence[float], blocks: Sequence[str], *, seed: int = 0
) -> Skill:
    """Skill of forecasts whose items belong to `blocks` (as the period between two congresses, or the scenario).

    The interval is the 5 % to 95 % quantile of RESAMPLES resamplings of whole blocks with replacement (Künsch 1989). A
    reference loss of 0 in sum gives nan (nothing can be better), or 0 if the forecast is as perfect.

    >>> skill([1.0, 1.0], [2.0, 2.0], ["a", "b"]).skill
    0.5
    """
    ours, theirs = np.asarray(losses, float), np.asarray(reference, float)
    names, place = np.unique(np.asarray(blocks, str), return_inverse=True)
    sums = np.stack([np.bincount(place, side, len(names)) for side in (ours, theirs)])
    value = float(_ratio(sums.sum(1)))
    low = high = float("nan")
    if len(names) > 1:
        drawn = np.random.default_rng(seed).integers(len(names), size=(RESAMPLES, len(names)))
        ratios = _ratio(sums[:, drawn].sum(2))
        known = ratios[~np.isnan(ratios)]
        low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (low, high)
    return Skill(value, float(low), float(high), len(ours), len(names))


def _ratio(sums: np.ndarray) -> np.ndarray:
    ours, theirs = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(theirs > 0, 1 - ours / theirs, np.where(ours == 0, 0.0, np.nan))
