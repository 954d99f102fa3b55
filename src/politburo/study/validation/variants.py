"""The record under every rival reading and with every mechanism off: each its own small ensemble, paired with the base.

All variants have the same seed, luck and, where they do not fix them, parameters; they run to a margin after the last item, so that
the base is run once more in the same way. A gain is the sum over items of ln p(variant) - ln p(base), with a 90 % interval by
resampling congress periods. The base with other luck (LUCK further seeds) says what gain so few histories make of nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from politburo import scenario
from politburo.measures.signals import Signals
from politburo.record.items import Item
from politburo.study.evidence.holdout import congress_days, period
from politburo.study.evidence.quantities import VOTE_MONTHS, month_of
from politburo.study.forecasting.forecast_scores import skills
from politburo.study.questions import ablations
from politburo.study.running import rosters
from politburo.study.running.parameters import Given, values_of
from politburo.study.running.readings import READINGS
from politburo.study.validation.item_scores import Bench
from politburo.study.validation.misfit import compare

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.progress import Progress
    from politburo.study.validation.account import Gain, Variant, Variants

LUCK = 4
MARGIN = VOTE_MONTHS + 12  # months after the last item that its quantities may look at
RIVAL = "persistence"
HEADLINE = ("brier", "rps", "events", "together", "seat", "votes", "members", "bodies")
RESAMPLES = 2000


@dataclass(frozen=True)
class Ensemble:
    """What is run: a name, who holds it, a seed, and what it fixes or leaves out."""

    name: str
    seed: int
    authors: str = ""
    reading: str = ""
    off: tuple[str, ...] = ()
    params: Given = None


def planned(seed: int, params: Given = None) -> list[Ensemble]:
    """The base, the base with other luck, every reading, every mechanism off."""
    found = [Ensemble("base", seed, params=params)]
    found += [Ensemble(f"luck: seed {seed + n}", seed + n, params=params) for n in range(1, LUCK + 1)]
    for name, how in ablations.variants().items():
        reading = how.get("reading", "")
        authors = READINGS[reading].authors if reading else ""
        found.append(Ensemble(name, seed, authors, reading, how.get("off", ()), params))
    return found


def measured(
    items: Sequence[Item],
    bench: Bench,
    *,
    histories: int,
    seed: int,
    params: Given = None,
    progress: Progress | None = None,
) -> Variants:
    """Every variant with `histories` histories: its gain over the base, and its skill against persistence by score."""
    last = min(
        max(month_of(bench.resolved, item.until or item.date) for item in items) + MARGIN,
        bench.resolved.months,
    )
    months = rosters.months_read(items, bench.resolved, last)
    ensembles = planned(seed, params)
    total = histories * len(ensembles)
    base: dict[str, float] = {}
    periods = {item.item: period(item, congress_days(bench.record.items)) for item in items}
    rows: list[Variant] = []
    run = lambda ensemble: _followed(ensemble, bench.resolved, histories, months, last)  # noqa: E731
    for done, (ensemble, found) in enumerate(
        zip(ensembles, rosters.in_parallel(run, ensembles), strict=True), 1
    ):
        said = {one.item.item: one.log_density for one in compare(items, bench.resolved, found)[0]}
        base = base or said
        rows.append(
            {
                "variant": ensemble.name,
                "authors": ensemble.authors,
                **gain(said, base, periods),
                "skill": _skill(replace(bench, found=found), items),
            }
        )
        if progress:
            progress(done * histories, total)
    luck = [row for row in rows if row["variant"].startswith("luck")]
    return {
        "histories": histories,
        "months": last,
        "luck": len(luck),
        "chance": max(abs(row["gain"]) for row in luck),
        "rival": RIVAL,
        "base": rows[0]["skill"],
        "rows": [row for row in rows[1:] if row not in luck],
    }


def _followed(
    ensemble: Ensemble, resolved: Resolved, histories: int, months: Sequence[int], last: int
) -> Signals:
    from politburo import engine
    from politburo.study.running.graft import course, parts

    fixed = READINGS[ensemble.reading].params if ensemble.reading else {}
    params = values_of(ensemble.params, resolved.parameters, fixed)
    world, off = engine.Prepared(scenario.lower(resolved)), frozenset(ensemble.off)
    courses = [course(world, ensemble.seed, numbers, params, off) for numbers in parts(histories)]
    return rosters.followed(courses, resolved, months, last)


def gain(said: dict[str, float], base: dict[str, float], periods: dict[str, str]) -> Gain:
    """Gain in ln p over the base on the items of which both speak, with its 90 % interval.

    >>> row = gain({"a": -1.0, "b": -2.0}, {"a": -2.0, "b": -2.5}, {"a": "one", "b": "two"})
    >>> row["items"], row["gain"]
    (2, 1.5)
    """
    both = [name for name in base if np.isfinite(base[name]) and np.isfinite(said.get(name, np.nan))]
    gains = np.array([said[name] - base[name] for name in both])
    names, place = np.unique([periods[name] for name in both], return_inverse=True)
    sums = np.bincount(place, gains, len(names))
    resampled = np.random.default_rng(0).integers(len(names), size=(RESAMPLES, len(names)))
    low, high = np.quantile(sums[resampled].sum(1), [0.05, 0.95])
    return {"items": len(both), "gain": float(gains.sum()), "low": float(low), "high": float(high)}


def _skill(bench: Bench, items: Sequence[Item]) -> dict[str, float]:
    table = skills(bench.scored(items))
    return {
        row["score"]: row["skill"] for row in table if row["reference"] == RIVAL and row["score"] in HEADLINE
    }
