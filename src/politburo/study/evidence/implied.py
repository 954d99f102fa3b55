"""What finished histories imply for each documented item, and where the documented value lies in it.

Each history h gives a quantity q_h (`study.evidence.quantities`) or is silent. The value is q_h seen through the item's error model
(`record.items`), and the predictive distribution is the equal mixture over the histories that speak: p(y) = mean_h p(y | q_h). For
dated events the mixture is a discrete-time survival law: with d_m events in month m and n_m histories still without one, the
hazard is (d_m + c r) / (n_m + c), r the mean hazard and c = PRIOR_HISTORIES, so that

    p(y = m) = h_m prod_{k<m} (1 - h_k),      p(not by m) = prod_{k<=m} (1 - h_k)

(Allison 1982, "Discrete-time methods for the analysis of event histories"). An item known to +- w months sums over them.

A yes or no is recorded wrongly with probability s; with c of the n histories that speak saying yes, p = (c + 1/2) / (n + 1), it is on
record as a yes with probability p (1 - s) + (1 - p) s.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from politburo.arrays import Array
from politburo.measures.signals import NEVER, Signals
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.scores.ranks import place_in, tail
from politburo.study.evidence.error_models import ERRORS
from politburo.study.evidence.quantities import QUANTITIES, YES_OR_NO, first_month, month_of
from politburo.vocab import Locus, RuleType

PRIOR_HISTORIES = 1.0
DRAWS = 20  # of the recording error, for each history
LEAST_SPEAKING = 10  # fewer histories than this say nothing about a distribution
LEVELS = (0.5, 0.9)


@dataclass(frozen=True)
class Implied:
    """What the histories imply for one item.

    `speaking`: share of the histories that imply anything. `place`: where the documented value lies, 0 to 1 (the share of the predictive
    distribution below it plus half of what equals it); nan for an unordered coding. `tail`: two-sided tail probability; for
    an unordered coding or a censored date the probability of what was seen. `low`, `median`, `high`: 90 % predictive interval in the
    item's unit; the median of a yes or no is the probability of a yes. `inside`: whether the value lies in the central interval, by level;
    empty for a yes or no. `log_density`: ln p(y) of what is documented (a density of ln y or logit y where the error model works
    on those).
    """

    item: Item
    speaking: float
    place: float
    tail: float
    low: float
    median: float
    high: float
    inside: dict[float, bool]
    log_density: float


def implied(item: Item, resolved: Resolved, signals: Signals) -> Implied | None:
    """What the histories imply for an item; None where nothing simulated corresponds to it or it lies outside the window."""
    month = month_of(resolved, item.until or item.date)
    kind = KINDS.get(item.kind)
    if kind is None or item.error == "none" or not 0 <= month < signals.months:
        return None
    return kind(item, month, resolved, signals)


def silent(item: Item, speaking: float) -> Implied:
    """An item about which too few histories speak."""
    nan = float("nan")
    return Implied(item, speaking, nan, nan, nan, nan, nan, {}, nan)


# numbers -----------------------------------------------------------------------------------------------------------


def predicted(item: Item, resolved: Resolved, signals: Signals) -> Array | None:
    """A sample of the predictive distribution of a counted item, DRAWS per history that speaks; None if too few do."""
    quantity = QUANTITIES.get(item.kind)
    month = month_of(resolved, item.until or item.date)
    if quantity is None or item.error == "none" or not 0 <= month < signals.months:
        return None
    values = quantity(item, month, resolved, signals)
    spoken = values[~np.isnan(values)]
    return _sample(item, spoken) if len(spoken) >= LEAST_SPEAKING else None


def _sample(item: Item, spoken: Array) -> Array:
    seed = int.from_bytes(hashlib.sha256(item.item.encode()).digest()[:4], "big")
    return ERRORS[item.error][0](np.random.default_rng(seed), item, np.repeat(spoken, DRAWS))


def _counted(item: Item, month: int, resolved: Resolved, signals: Signals) -> Implied:
    values = QUANTITIES[item.kind](item, month, resolved, signals)
    spoken = values[~np.isnan(values)]
    speaking = len(spoken) / len(values)
    if len(spoken) < LEAST_SPEAKING:
        return silent(item, speaking)
    sample = _sample(item, spoken)
    place = place_in(sample, item.value)
    low, median, high = np.quantile(sample, [0.05, 0.5, 0.95])
    inside = {}
    for level in LEVELS:
        edges = np.quantile(sample, [(1 - level) / 2, (1 + level) / 2])
        inside[level] = bool(edges[0] <= item.value <= edges[1])
    mixture = ERRORS[item.error][1](item, spoken)
    best = mixture.max()
    density = float(best + np.log(np.mean(np.exp(mixture - best)))) if np.isfinite(best) else -math.inf
    return Implied(
        item, speaking, place, tail(place), float(low), float(median), float(high), inside, density
    )


def chance_of_yes(item: Item, resolved: Resolved, signals: Signals) -> tuple[float, float] | None:
    """(probability that a yes-or-no item is on record as a yes, share of the histories that speak); None if too few do."""
    month = month_of(resolved, item.until or item.date)
    q = YES_OR_NO[item.kind](item, month, resolved, signals) if 0 <= month < signals.months else None
    spoken = q[~np.isnan(q)] if q is not None else np.zeros(0)
    if len(spoken) < LEAST_SPEAKING:
        return None
    p = (spoken.sum() + 0.5) / (len(spoken) + 1)
    return float(p * (1 - item.spread) + (1 - p) * item.spread), len(spoken) / signals.histories


def _yes_or_no(item: Item, month: int, resolved: Resolved, signals: Signals) -> Implied | None:
    said = chance_of_yes(item, resolved, signals)
    if said is None:
        return None
    yes, speaking = said
    seen = yes if item.value else 1 - yes
    place = 1 - yes / 2 if item.value else (1 - yes) / 2
    nan = float("nan")
    return Implied(item, speaking, place, tail(place), nan, yes, nan, {}, math.log(seen))


# dates -------------------------------------------------------------------------------------------------------------


def hazards(months: Array, window: int) -> Array:
    """Smoothed hazard of each month of the window, from the first month of an event in each history (`NEVER` if none)."""
    at = np.asarray(months)
    came = np.bincount(at[at < window].astype(int), minlength=window)
    risk = len(at) - np.concatenate([[0], np.cumsum(came)[:-1]])
    mean = (came.sum() + 0.5) / (risk.sum() + 1.0)
    return (came + PRIOR_HISTORIES * mean) / (risk + PRIOR_HISTORIES)


def chance_by(item: Item, month: int, resolved: Resolved, signals: Signals) -> float | None:
    """Probability that the item's event has come by the end of a month; None if nothing simulated corresponds to it."""
    months = first_month(item, resolved, signals)
    return None if months is None else float(1 - np.prod(1 - hazards(months, signals.months)[: month + 1]))


def _event(item: Item, month: int, resolved: Resolved, signals: Signals) -> Implied | None:
    months = first_month(item, resolved, signals)
    if months is None:
        return None
    rate = hazards(months, signals.months)
    without = np.cumprod(1 - rate)  # not by the end of month m
    before = np.concatenate([[1.0], without[:-1]])
    edges = np.where(np.isfinite(months), months, NEVER)
    low, median, high = np.sort(edges)[[int(q * (len(edges) - 1)) for q in (0.05, 0.5, 0.95)]]
    if item.censored == "right":
        seen = float(without[month])
        place = 1 - seen / 2
        inside = {level: seen > (1 - level) / 2 for level in LEVELS}
        return Implied(item, 1.0, place, seen, low, median, high, inside, math.log(seen))
    span = int(item.spread)
    first, last = max(month - span, 0), min(month + span, signals.months - 1)
    came = float(before[first] - without[last])
    place = float(1 - before[first] + came / 2)
    inside = {level: (1 - level) / 2 <= place <= (1 + level) / 2 for level in LEVELS}
    return Implied(item, 1.0, place, tail(place), low, median, high, inside, math.log(came))


# words -------------------------------------------------------------------------------------------------------------


def words(item: Item, month: int, resolved: Resolved, signals: Signals) -> list[str]:
    """The word that each history shows in a month for a coded item."""
    if item.kind == "rule":
        return [RuleType(int(k)).word for k in signals.rule[:, month]]
    if item.kind == "locus":
        return [Locus(int(k)).word for k in signals.locus[:, month]]
    return [
        ruler_word(resolved, int(k), int(p))
        for k, p in zip(signals.rule[:, month], signals.ruler[:, month], strict=True)
    ]


def chances(item: Item, month: int, resolved: Resolved, signals: Signals) -> dict[str, float]:
    """Predictive probability of each word of a coded item, smoothed by half a history for each word."""
    known = {"rule": RuleType.words(), "locus": Locus.words()}
    return _shares(
        words(item, month, resolved, signals), known.get(item.kind, [*item.codings, "collective", "other"])
    )


def ruler_word(resolved: Resolved, rule: int, ruler: int) -> str:
    """Who rules: the id of a sole ruler or a primus, ``collective`` under dual or collective rule, ``other`` after a collapse."""
    if rule == RuleType.COLLAPSED:
        return "other"
    alone = rule in (RuleType.SOLE, RuleType.PRIMUS) and ruler >= 0
    return resolved.persons[ruler].id if alone else "collective"


def leader_word(resolved: Resolved, rule: int, leader: int) -> str:
    """Who leads the ruling group: a person's id, ``collective`` where nobody does, ``other`` after a collapse."""
    if rule == RuleType.COLLAPSED:
        return "other"
    return resolved.persons[leader].id if leader >= 0 else "collective"


def _shares(words: list[str], known: Iterable[str]) -> dict[str, float]:
    names = list(dict.fromkeys([*known, *words]))
    return {name: (words.count(name) + 0.5) / (len(words) + 0.5 * len(names)) for name in names}


def _coded(item: Item, month: int, resolved: Resolved, signals: Signals) -> Implied:
    predicted = chances(item, month, resolved, signals)
    codings = item.codings
    density = sum(weight * math.log(predicted.get(name, 1e-9)) for name, weight in codings.items())
    seen = sum(weight * predicted.get(name, 0.0) for name, weight in codings.items())
    place = float("nan")
    if item.kind in ("rule", "locus"):
        order = list(RuleType.words() if item.kind == "rule" else Locus.words())
        sums = np.cumsum([predicted[name] for name in order])
        middle = {n: s - predicted[n] / 2 for n, s in zip(order, sums, strict=True)}
        place = float(sum(weight * middle[name] for name, weight in codings.items()))
    likely = sorted(predicted, key=lambda name: -predicted[name])
    nan = float("nan")
    inside = {level: any(n in codings for n in _set(likely, predicted, level)) for level in LEVELS}
    return Implied(item, 1.0, place, seen, nan, nan, nan, inside, density)


def _set(likely: list[str], predicted: dict[str, float], level: float) -> list[str]:
    """The likeliest words that together hold at least `level`."""
    chosen: list[str] = []
    for name in likely:
        if sum(predicted[n] for n in chosen) >= level:
            break
        chosen.append(name)
    return chosen


KINDS: dict[str, Callable[[Item, int, Resolved, Signals], Implied | None]] = {
    **dict.fromkeys(QUANTITIES, _counted),
    **dict.fromkeys(YES_OR_NO, _yes_or_no),
    "event": _event,
    **dict.fromkeys(("rule", "ruler", "locus"), _coded),
}
