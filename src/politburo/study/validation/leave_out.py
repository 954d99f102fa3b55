"""Leave one congress period out: does the rest of the record help to predict it?

Nothing has to be fitted for that. Every history has drawn its own parameters; it is weighted by how well it agrees with the items
of the other periods (`study.evidence.likelihood`), and the left-out items are predicted once by all histories alike (the prior) and once
by the weighted ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from politburo.measures.signals import Signals
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.study.evidence.holdout import period, without_period
from politburo.study.evidence.likelihood import weighted_by
from politburo.study.validation.misfit import compare, covered

if TYPE_CHECKING:
    from politburo.study.validation.account import LeftOut


def leave_each_out(
    items: Sequence[Item], resolved: Resolved, signals: Signals, congresses: list[date]
) -> list[LeftOut]:
    """One row per congress period: how its items are predicted by the prior and by histories weighted by all other periods.

    `prior`, `weighted`: mean ln p(y) over the items of which both speak; `inside`: share of the counted and coded items inside the
    90 % intervals of the weighted histories.
    """
    names = sorted(
        {period(item, congresses) for item in items}, key=lambda name: (name != "before the first", name)
    )
    rows: list[LeftOut] = []
    for name in names:
        rest, left = without_period(items, name, congresses)
        told, temper, worth = weighted_by(rest, resolved, signals)
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
                "prior": _mean(pairs, 0),
                "weighted": _mean(pairs, 1),
                "inside": inside,
            }
        )
    return rows


def _mean(pairs: list[tuple[float, float]], place: int) -> float:
    return float(np.mean([pair[place] for pair in pairs])) if pairs else float("nan")
