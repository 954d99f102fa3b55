"""Patterns that are never fitted, only looked at: who falls first, how removals run through a network, who recants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.signals import Signals, network
from politburo.record import Record
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.scores.ranks import kendall_tau
from politburo.study.evidence.quantities import month_of

if TYPE_CHECKING:
    from politburo.study.validation.account import Pattern

LEAST_FALLEN = 3  # fewer fallen associates have no order worth the name
FALL = "lost-post"


def documented_months(items: list[Item], resolved: Resolved, arena: str = FALL) -> dict[int, float]:
    """Month in which each person of the scenario watched by the record lost a post (or met another event); infinite if never."""
    ids = {person.id: n for n, person in enumerate(resolved.persons)}
    return {
        ids[i.subject]: np.inf if i.censored else month_of(resolved, i.date)
        for i in items
        if i.arena == arena and i.subject in ids
    }


def order_agreement(documented: dict[int, float], signals: Signals) -> Array:
    """Kendall's tau-b between the documented order of falls and that of each history, [H]; nan where none fell."""
    people = list(documented)
    facts = [documented[p] for p in people]
    return np.array([kendall_tau(facts, row[people]) for row in signals.reached[FALL]])


def edge_to_centre(closeness: dict[int, float], falls: Array) -> float:
    """Kendall's tau-b between closeness to the leader and the month of the fall among his fallen associates.

    Positive: the far ones fall before the near ones (Keller & Wang). nan with fewer than LEAST_FALLEN fallen.
    """
    fallen = [p for p in closeness if np.isfinite(falls[p])]
    if len(fallen) < LEAST_FALLEN:
        return float("nan")
    return kendall_tau([closeness[p] for p in fallen], [falls[p] for p in fallen])


def edges_first(resolved: Resolved, signals: Signals, leaders: list[int]) -> Array:
    """`edge_to_centre` of each history: the mean over those leaders who fell themselves, [H]."""
    ties = {leader: network(resolved, leader) for leader in leaders}
    found = []
    for row in signals.reached[FALL]:
        taus = [edge_to_centre(ties[leader], row) for leader in leaders if np.isfinite(row[leader])]
        known = [tau for tau in taus if np.isfinite(tau)]
        found.append(float(np.mean(known)) if known else float("nan"))
    return np.array(found)


def patterns(resolved: Resolved, signals: Signals, record: Record) -> list[Pattern]:
    """One row per pattern: what is documented, the simulated median and 90 % interval, and in how many histories it can be seen."""
    falls = documented_months(record.items, resolved)
    recanted = documented_months(record.items, resolved, "recanted")
    bureau = next(body for body in resolved.bodies if body.role == "bureau")
    leaders = [person for person, seat in bureau.seats.items() if seat == "full"]
    whole = np.full(len(resolved.persons), np.inf)
    for person, month in falls.items():
        whole[person] = month
    documented = [edge_to_centre(network(resolved, n), whole) for n in leaders if np.isfinite(whole[n])]
    known = [tau for tau in documented if np.isfinite(tau)]
    inner = {person: month for person, month in falls.items() if person in leaders}
    return [
        _row("order of falls, agreement with the record (tau)", 1.0, order_agreement(inner, signals)),
        _row(
            "edge to centre (tau)",
            float(np.mean(known)) if known else float("nan"),
            edges_first(resolved, signals, leaders),
        ),
        _row(
            "recanted, share of the fallen",
            _share(np.array([[inner[p] for p in recanted]]), np.array([list(recanted.values())]))[0],
            _share(signals.reached[FALL][:, leaders], signals.reached["recanted"][:, leaders]),
        ),
    ]


def _share(fell: Array, recanted: Array) -> Array:
    """Of those who fell, the share who recanted, [H]; nan where nobody fell."""
    fallen = np.isfinite(fell).sum(1)
    both = (np.isfinite(fell) & np.isfinite(recanted)).sum(1)
    return np.where(fallen > 0, both / np.maximum(fallen, 1), np.nan)


def _row(name: str, documented: float, simulated: Array) -> Pattern:
    seen = simulated[np.isfinite(simulated)]
    low, median, high = np.quantile(seen, [0.05, 0.5, 0.95]) if len(seen) else [float("nan")] * 3
    return {
        "pattern": name,
        "documented": documented,
        "low": float(low),
        "median": float(median),
        "high": float(high),
        "histories": len(seen),
    }
