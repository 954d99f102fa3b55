"""What the words mean. Fixed before the first run of the flagship case; thresholds are parameters.

Month by month and history by history, on the series of `model.trace`:

- *sole ruler*: a person who can win every appointing and sanctioning body without any other contender, with probability of at least
  `sole_probability`, for `sole_months` months in a row; the spell counts from its first month.
- *necessary*: contained in every feasible winning coalition (share of them at least `necessary`).
- *primus*: necessary, with at least `primus_ratio` times the next share of power.
- *dual*: the two strongest are both necessary and the second has at least `primus_ratio` times the third's share.
- *collective*: none of these while the regime stands; *collapsed* afterwards.
- *consolidation*: first month of the first sole spell.
- *locus of decision*: ONE under a sole ruler or when the core is one person; COMMITTEE if core and ring include persons without a seat in
  the bureau and are at least as many as its full members; GROUP if they are fewer than `caucus` of the bureau's full members; else BUREAU.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from politburo.vocab import Locus, RuleType, Standing

Array = Any


@dataclass(frozen=True)
class Thresholds:
    """Numbers behind the definitions. Probabilities 0..1, months, ratios."""

    sole_probability: float = 0.95
    sole_months: int = 12
    primus_ratio: float = 1.5
    necessary: float = 0.999
    caucus: float = 0.67

    def scaled(self, factor: float) -> Thresholds:
        """The same definitions, stricter (factor > 1) or laxer (< 1): odds, months and ratio are multiplied."""
        odds = factor * self.sole_probability / (1 - self.sole_probability)
        return Thresholds(
            sole_probability=odds / (1 + odds),
            sole_months=max(1, round(self.sole_months * factor)),
            primus_ratio=1 + (self.primus_ratio - 1) * factor,
            necessary=self.necessary,
            caucus=self.caucus,
        )


def sole_ruler(series: dict[str, Array], thresholds: Thresholds) -> Array:
    """Who is sole ruler, int32[history, month]; -1 where nobody is."""
    wins, contender = series["wins_alone"], series["contender"]
    best = wins.argmax(2)
    chance = np.take_along_axis(wins, best[..., None], 2)[..., 0]
    who = np.take_along_axis(contender, best[..., None], 2)[..., 0].astype(np.int32)
    who = np.where((chance >= thresholds.sole_probability) & (series["regime"] > 0), who, -1)
    return np.where(spells(who) >= thresholds.sole_months, who, -1)


def spells(who: Array) -> Array:
    """Length of the unbroken spell to which each month belongs; 0 where `who` is -1. int32[history, month]"""
    histories, months = who.shape
    length = np.zeros((histories, months), np.int32)
    run = np.zeros(histories, np.int32)
    for month in range(months):  # forwards: months so far
        same = (
            (who[:, month] >= 0) & (who[:, month] == who[:, month - 1])
            if month
            else np.zeros(histories, bool)
        )
        run = np.where(who[:, month] < 0, 0, np.where(same, run + 1, 1))
        length[:, month] = run
    for month in range(months - 2, -1, -1):  # backwards: the whole spell
        same = (who[:, month] >= 0) & (who[:, month] == who[:, month + 1])
        length[:, month] = np.where(same, length[:, month + 1], length[:, month])
    return length


def rule_type(series: dict[str, Array], thresholds: Thresholds) -> tuple[Array, Array]:
    """(RuleType int8[history, month], first ruler int32[history, month] or -1 under collective rule)."""
    sole = sole_ruler(series, thresholds)
    order = np.argsort(-series["power"], axis=2, kind="stable")
    power = np.take_along_axis(series["power"], order, 2)
    needed = np.take_along_axis(series["necessary"], order, 2) >= thresholds.necessary
    first = np.take_along_axis(series["contender"], order[..., :1], 2)[..., 0].astype(np.int32)
    ratio = thresholds.primus_ratio
    primus = needed[..., 0] & (power[..., 0] >= ratio * power[..., 1])
    third = power[..., 2] if power.shape[2] > 2 else np.zeros_like(power[..., 1])
    dual = needed[..., 0] & needed[..., 1] & (power[..., 1] >= ratio * third)
    kind = np.select(
        [series["regime"] <= 0, sole >= 0, primus, dual],
        [RuleType.COLLAPSED, RuleType.SOLE, RuleType.PRIMUS, RuleType.DUAL],
        RuleType.COLLECTIVE,
    ).astype(np.int8)
    ruler = np.select(
        [kind == RuleType.SOLE, (kind == RuleType.PRIMUS) | (kind == RuleType.DUAL)], [sole, first], -1
    )
    return kind, ruler.astype(np.int32)


def consolidation(series: dict[str, Array], thresholds: Thresholds) -> Array:
    """Month of the first sole rule, int32[history]; -1 if there is none in the window."""
    sole = sole_ruler(series, thresholds) >= 0
    return np.where(sole.any(1), sole.argmax(1), -1).astype(np.int32)


def locus(series: dict[str, Array], rule: Array, thresholds: Thresholds) -> Array:
    """Locus of decision, int8[history, month] (vocab.Locus); `rule` is the RuleType of each month."""
    core = series["standing"] == Standing.CORE
    ruling = core | (series["standing"] == Standing.RING)
    size = ruling.sum(2)
    outside = (ruling & ~series["in_bureau"]).any(2)
    kind = np.select(
        [
            (core.sum(2) <= 1) | (rule == RuleType.SOLE),
            outside & (size >= series["bureau"]),
            size < thresholds.caucus * series["bureau"],
        ],
        [Locus.ONE, Locus.COMMITTEE, Locus.GROUP],
        Locus.BUREAU,
    )
    return kind.astype(np.int8)
