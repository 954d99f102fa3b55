"""How probable an item of a record is in each history, and the histories weighted by how well they agree with some items.

p(y | history h) is the item's error model (`study.evidence.error_models`), with these misreadings added so that no single item can rule a
history out:

| item | p(y | history) |
| --- | --- |
| counted | the density of the error model at the history's quantity |
| yes or no | 1 - s if it agrees, s if not |
| coded | (1 - MISCODED) times the weight of the coding that the history shows, plus MISCODED / number of words |
| dated | 1 - MISDATED if the event came within SAME_YEAR months of its date (or, censored, had not come by then), else MISDATED |

A history that is silent on an item counts as the average of those that speak. Histories are weighted by

    w_h proportional to exp(t l_h),      l_h = sum over the items of ln p(y_i | history h)

with the largest temper t in [0, 1] that leaves an effective number of histories 1 / sum w_h^2 of at least LEAST_EFFECTIVE of
all (Del Moral, Doucet & Jasra 2012, "An adaptive sequential Monte Carlo method"). t = 1 would be self-normalised importance sampling;
some hundred histories cannot bear it, because items are many and sharp.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from politburo.arrays import Array
from politburo.measures.signals import Signals
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.study.evidence.error_models import ERRORS
from politburo.study.evidence.implied import words
from politburo.study.evidence.quantities import QUANTITIES, YES_OR_NO, first_month, month_of

LEAST_EFFECTIVE = 0.25
MISCODED = 0.1
MISDATED = 0.05
SAME_YEAR = 12
HALVINGS = 40


def log_likelihood(item: Item, resolved: Resolved, signals: Signals) -> Array | None:
    """ln p(y | history) of one item, [H]; None where nothing simulated corresponds to it."""
    found = of_each(item, resolved, signals)
    if found is None or np.isnan(found).all():
        return None
    told = ~np.isnan(found)
    best = found[told].max()
    return np.where(told, found, best + math.log(np.mean(np.exp(found[told] - best))))


def of_each(item: Item, resolved: Resolved, signals: Signals, answers: int = 0) -> Array | None:
    """ln p(y | history) of one item, [H], nan where a history is silent; None where nothing simulated corresponds to it.

    `answers`: number of words that a coded item may be; 0: those on record and those that some history shows.
    """
    month = month_of(resolved, item.until or item.date)
    if item.error == "none" or not 0 <= month < signals.months:
        return None
    if item.error == "coded":
        return _coded(item, words(item, month, resolved, signals), answers)
    if item.error == "dated":
        return _dated(item, month, first_month(item, resolved, signals))
    values = (YES_OR_NO | QUANTITIES)[item.kind](item, month, resolved, signals)
    if values is None:
        return None
    told = ~np.isnan(values)
    found = np.full(len(values), np.nan)
    if told.any():
        agrees = _agrees if item.kind in YES_OR_NO else ERRORS[item.error][1]
        found[told] = agrees(item, values[told])
    return found


def _agrees(item: Item, q: Array) -> Array:
    return np.where(q == item.value, math.log(1 - item.spread), math.log(item.spread))


def _coded(item: Item, shown: list[str], answers: int) -> Array:
    codings, answers = item.codings, answers or len({*item.codings, *shown})
    return np.log([(1 - MISCODED) * codings.get(word, 0.0) + MISCODED / answers for word in shown])


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


def weighted_by(items: Sequence[Item], resolved: Resolved, signals: Signals) -> tuple[Signals, float, float]:
    """(histories weighted by these items, temper, effective number of histories)."""
    parts = [log_likelihood(item, resolved, signals) for item in items]
    evidence = np.sum([part for part in parts if part is not None], axis=0) + np.zeros(signals.histories)
    weight, temper = weights(evidence)
    return signals.take(drawn(weight)), temper, effective(weight)
