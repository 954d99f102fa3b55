"""What the words mean. Fixed before the first run of the flagship case; thresholds are parameters.

Month by month and history by history, on the series of `model.trace`:

- *sole ruler*: a person who can win every appointing and sanctioning body without any other contender, with probability of at least
  `sole_probability`, for `sole_months` months in a row; the spell counts from its first month.
- *necessary*: contained in every feasible winning coalition (share of them at least `necessary`).
- *primus*: necessary, with at least `primus_ratio` times the next share of power.
- *dual*: the two strongest are both necessary and the second has at least `primus_ratio` times the third's share.
- *collective*: none of these while the regime stands; *collapsed* afterwards.
- *consolidation*: first month of the first sole spell.
- *leads*: the leader of the line-up (the strongest of the core, a sitting leader counting more), and nobody where another member of the
  core is within `leads_band` of that person's power, where there is no core and once the regime has fallen. Who leads and by what type
  of rule are two questions: somebody mostly leads a collective too.
- *locus of decision*: ONE under a sole ruler or when the core is one person; COMMITTEE if core and ring include persons without a seat in
  the bureau and are at least as many as its full members; GROUP if they are fewer than `caucus` of the bureau's full members; else BUREAU.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politburo.arrays import Array
from politburo.vocab import Locus, RuleType, Standing


@dataclass(frozen=True)
class Thresholds:
    """Numbers behind the definitions. Probabilities 0..1, months, ratios."""

    sole_probability: float = 0.95
    sole_months: int = 12
    primus_ratio: float = 1.5
    necessary: float = 0.999
    caucus: float = 0.67
    leads_band: float = 0.05

    def scaled(self, factor: float) -> Thresholds:
        """The same definitions, stricter (factor > 1) or laxer (< 1): odds, months and ratio are multiplied."""
        odds = factor * self.sole_probability / (1 - self.sole_probability)
        return Thresholds(
            sole_probability=odds / (1 + odds),
            sole_months=max(1, round(self.sole_months * factor)),
            primus_ratio=1 + (self.primus_ratio - 1) * factor,
            necessary=self.necessary,
            caucus=self.caucus,
            leads_band=self.leads_band,
        )


def sole_ruler(series: dict[str, Array], thresholds: Thresholds) -> Array:
    """Who is sole ruler, int32[history, month]; -1 where nobody is."""
    wins, contender = series["wins_alone"], series["contender"]
    best = wins.argmax(2)
    certain = (picked(wins, best) >= thresholds.sole_probability) & (series["regime"] > 0)
    who = np.where(certain, picked(contender, best), -1).astype(np.int32)
    return np.where(spells(who) >= thresholds.sole_months, who, -1)


def picked(values: Array, place: Array) -> Array:
    """The value at `place`, int[history, month], of [history, month, contender]."""
    return np.take_along_axis(values, place[..., None], 2)[..., 0]


def runs(values: Array) -> tuple[Array, Array]:
    """(start, length), int[run]: the runs of equal values in every row of [history, month], in order.

    A start counts months through all histories: history times months plus month.
    """
    begins = np.ones(values.shape, bool)
    begins[:, 1:] = values[:, 1:] != values[:, :-1]
    start = np.flatnonzero(begins)
    return start, np.diff(start, append=values.size)


def spells(who: Array) -> Array:
    """Length of the unbroken spell to which each month belongs; 0 where `who` is -1. int[history, month]"""
    _, length = runs(who)
    each: Array = np.repeat(length, length)
    return np.where(who < 0, 0, each.reshape(who.shape))


def rule_type(series: dict[str, Array], thresholds: Thresholds) -> tuple[Array, Array]:
    """(RuleType int8[history, month], first ruler int32[history, month] or -1 under collective rule)."""
    sole = sole_ruler(series, thresholds)
    left = series["power"].copy()
    place: list[Array] = []
    power: list[Array] = []
    for _ in range(3):  # the three strongest, ties by place
        place.append(left.argmax(2))
        power.append(picked(left, place[-1]))
        np.put_along_axis(left, place[-1][..., None], -np.inf, 2)
    needed = [picked(series["necessary"], best) >= thresholds.necessary for best in place[:2]]
    ratio = thresholds.primus_ratio
    primus = needed[0] & (power[0] >= ratio * power[1])
    dual = needed[0] & needed[1] & (power[1] >= ratio * np.maximum(power[2], 0))
    kind = np.select(
        [series["regime"] <= 0, sole >= 0, primus, dual],
        [RuleType.COLLAPSED, RuleType.SOLE, RuleType.PRIMUS, RuleType.DUAL],
        RuleType.COLLECTIVE,
    ).astype(np.int8)
    first = picked(series["contender"], place[0])
    shared = (kind == RuleType.PRIMUS) | (kind == RuleType.DUAL)
    return kind, np.where(shared, first, np.where(kind == RuleType.SOLE, sole, -1)).astype(np.int32)


def leads(series: dict[str, Array], thresholds: Thresholds) -> Array:
    """Who leads the ruling group, int32[history, month]; -1 where nobody does."""
    leader, power = series["leader"].astype(np.int32), series["power"]
    core = series["standing"] == Standing.CORE
    first = (series["contender"] == leader[..., None]) & core
    his = np.where(first, power, 0.0).sum(2)[..., None]
    equals = (core & ~first & (np.abs(power - his) <= thresholds.leads_band * his)).any(2)
    nobody = (leader < 0) | ~first.any(2) | equals | (series["regime"] <= 0)
    return np.where(nobody, -1, leader).astype(np.int32)


def consolidation(rule: Array) -> Array:
    """Month of the first sole rule, int32[history]; -1 if there is none in the window. `rule` is the RuleType of each month."""
    sole = rule == RuleType.SOLE
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
