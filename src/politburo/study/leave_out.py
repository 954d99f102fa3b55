"""Leave one congress period out: does the rest of the record help to predict it?

Nothing has to be fitted for that. Every history h has drawn its own parameters; it is weighted by how well it agrees with the items
of the other periods, and the left-out items are predicted once by all histories alike (the prior) and once by the weighted ones:

    w_h proportional to exp(t l_h),      l_h = sum over the other periods' items of ln p(y_i | history h)

with the largest temper t in [0, 1] that leaves an effective number of histories 1 / sum w_h^2 of at least LEAST_EFFECTIVE of
all (Del Moral, Doucet & Jasra 2012, "An adaptive sequential Monte Carlo method"). t = 1 would be self-normalised importance sampling;
some hundred histories cannot bear it, because items are many and sharp. p(y_i | history h) is the item's error model, with these
misreadings added so that no single item can rule a history out:

| item | p(y | history) |
| --- | --- |
| counted | the density of the error model at the history's quantity |
| yes or no | 1 - s if it agrees, s if not |
| coded | (1 - MISCODED) times the weight of the reading that the history shows, plus MISCODED / number of words |
| dated | 1 - MISDATED if the event came within SAME_YEAR months of its date (or, censored, had not come by then), else MISDATED |

A history that is silent on an item counts as the average of those that speak.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from politburo.measures.signals import Signals
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.study.holdout import period, without_period
from politburo.study.implied import words
from politburo.study.misfit import compare, covered
from politburo.study.quantities import QUANTITIES, YES_OR_NO, first_month, month_of
from politburo.study.recording import ERRORS

Array = Any
LEAST_EFFECTIVE = 0.25
MISCODED = 0.1
MISDATED = 0.05
SAME_YEAR = 12
HALVINGS = 40


def log_likelihood(item: Item, resolved: Resolved, signals: Signals) -> Array | None:
    """ln p(y | history) of one item, [H]; None where nothing simulated corresponds to it."""
    found = spoken(item, resolved, signals)
    if found is None or np.isnan(found).all():
        return None
    silent = np.isnan(found)
    best = found[~silent].max()
    found[silent] = best + math.log(np.mean(np.exp(found[~silent] - best)))
    return found


def spoken(item: Item, resolved: Resolved, signals: Signals) -> Array | None:
    """ln p(y | history) of one item, [H], nan where a history is silent on it; None where nothing simulated corresponds to it."""
    month = month_of(resolved, item.until or item.date)
    if item.error == "none" or not 0 <= month < signals.months:
        return None
    if item.error == "coded":
        return _coded(item, words(item, month, resolved, signals))
    if item.error == "dated":
        return _dated(item, month, first_month(item, resolved, signals))
    q = (YES_OR_NO | QUANTITIES)[item.kind](item, month, resolved, signals)
    if q is None:
        return None
    told = ~np.isnan(q)
    found = np.full(len(q), np.nan)
    if told.any():
        found[told] = (
            _agrees(item, q[told]) if item.kind in YES_OR_NO else ERRORS[item.error][1](item, q[told])
        )
    return found


def _agrees(item: Item, q: Array) -> Array:
    return np.where(q == item.value, math.log(1 - item.spread), math.log(item.spread))


def _coded(item: Item, shown: list[str]) -> Array:
    readings, answers = item.readings, len({*item.readings, *shown})
    return np.log([(1 - MISCODED) * readings.get(word, 0.0) + MISCODED / answers for word in shown])


def _dated(item: Item, month: int, came: Array | None) -> Array | None:
    if came is None:
        return None
    agrees = came > month if item.censored else abs(came - month) <= SAME_YEAR
    return np.where(agrees, math.log(1 - MISDATED), math.log(MISDATED))


def weights(evidence: Array) -> tuple[Array, float]:
    """(weights that sum to 1, temper) from log likelihoods [H].

    >>> w, temper = weights(np.zeros(8))
    >>> float(w[0]), temper
    (0.125, 1.0)
    """
    least = LEAST_EFFECTIVE * len(evidence)
    low, high = 0.0, 1.0
    if effective(_tempered(evidence, 1.0)) < least:
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            enough = effective(_tempered(evidence, middle)) >= least
            low, high = (middle, high) if enough else (low, middle)
        return _tempered(evidence, low), low
    return _tempered(evidence, 1.0), 1.0


def _tempered(evidence: Array, temper: float) -> Array:
    w = np.exp(temper * (evidence - evidence.max()))
    return w / w.sum()


def effective(w: Array) -> float:
    """The number of histories that weights are worth.

    >>> effective(np.full(10, 0.1))
    10.0
    """
    return round(float(1 / np.sum(w**2)), 6)


def drawn(w: Array) -> Array:
    """Numbers of as many histories, each as often as its weight says (systematic resampling from the middle of each step)."""
    return np.minimum(np.searchsorted(np.cumsum(w), (np.arange(len(w)) + 0.5) / len(w)), len(w) - 1)


def told_by(items: Sequence[Item], resolved: Resolved, signals: Signals) -> tuple[Signals, float, float]:
    """(histories weighted by these items, temper, effective number of histories)."""
    parts = [log_likelihood(item, resolved, signals) for item in items]
    evidence = np.sum([part for part in parts if part is not None], axis=0) + np.zeros(signals.histories)
    w, temper = weights(evidence)
    return signals.take(drawn(w)), temper, effective(w)


def leave_each_out(
    items: Sequence[Item], resolved: Resolved, signals: Signals, congresses: list[date]
) -> list[dict[str, Any]]:
    """One row per congress period: how its items are predicted by the prior and by histories weighted by all other periods.

    `prior`, `weighted`: mean ln p(y) over the items of which both speak; `inside`: share of the counted and coded items inside the
    90 % intervals of the weighted histories.
    """
    names = sorted(
        {period(item, congresses) for item in items}, key=lambda name: (name != "before the first", name)
    )
    rows = []
    for name in names:
        rest, left = without_period(items, name, congresses)
        told, temper, worth = told_by(rest, resolved, signals)
        prior, weighted = (compare(left, resolved, one)[0] for one in (signals, told))
        before = {one.item.item: one.log_density for one in prior if np.isfinite(one.log_density)}
        pairs = [
            (before[one.item.item], one.log_density)
            for one in weighted
            if one.item.item in before and np.isfinite(one.log_density)
        ]
        inside = {row["kind"]: row["90%"] for row in covered(weighted)}.get("all dated and counted")
        rows.append(
            {
                "period": name,
                "items": len(pairs),
                "learnt_from": len(rest),
                "temper": temper,
                "effective": worth,
            }
            | {"prior": _mean(pairs, 0), "weighted": _mean(pairs, 1), "inside": inside}
        )
    return rows


def _mean(pairs: list[tuple[float, float]], place: int) -> float:
    return float(np.mean([pair[place] for pair in pairs])) if pairs else float("nan")
