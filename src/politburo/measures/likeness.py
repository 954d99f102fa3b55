"""How like the record a history is up to a date, and what weight that gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.reading import COL, month_date
from politburo.vocab import EventKind, Rung, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block

WIDEST, NARROWEST = 0.25, 0.001  # of the kernel: a history worse by so much weighs 1/e
NEAR = 6  # months between a documented and a simulated attack that count as the same
REMOVED = {"lost-post", "lost-bureau", "lost-committee", "expelled", "exiled"}


def distances(record: Any, resolved: Any, block: Block, month: int) -> Any:
    """float64[history, 3] in 0..1: how far the months before `month` are from the record; NaN where it says nothing.

    - attacks: 1 - F1 over pairs (target, month) of the ruling side's attacks that match within NEAR months;
    - removals: 1 - |both| / |either| over the persons who lost posts, seats or membership;
    - coalition: mean over the months with a documented core of 1 - |both| / |either| over its members.
    """
    people = {person.id: n for n, person in enumerate(resolved.persons)}
    start = resolved.start
    at = lambda day: (day.year - start.year) * 12 + day.month - start.month  # noqa: E731
    past = [c for c in record.clashes if c.ruling and c.target in people and 0 <= at(c.date) < month]
    attacks = [(people[c.target], at(c.date)) for c in past]
    removed = {people[c.target] for c in past if c.outcome == "carried" and c.sanction in REMOVED}
    cores = {
        m: {people[p] for p in alignment.members if p in people}
        for alignment in record.alignments
        if alignment.kind == "core"
        for m in range(max(at(alignment.start), 0), min(at(alignment.end) + 1, month))
    }
    found = np.full((block.histories, 3), np.nan)
    rows = block.events[block.events[:, COL["month"]] < month]
    for n in range(block.histories):
        mine = rows[rows[:, 0] == block.first + n]
        kind = mine[:, COL["kind"]]
        fought = mine[kind == EventKind.OFFENSIVE][:, [COL["whom"], COL["month"]]].tolist()
        if attacks:
            found[n, 0] = 1 - _f1(attacks, fought)
        if removed:
            heavy = (kind == EventKind.SANCTION) & (mine[:, COL["outcome"]] >= Rung.LOST_POST)
            found[n, 1] = _apart(removed, set(mine[heavy, COL["whom"]].tolist()))
        if cores:
            standing, contender = block.series["standing"][n], block.series["contender"][n]
            found[n, 2] = np.mean(
                [
                    _apart(c, set(contender[m][standing[m] == Standing.CORE].tolist()))
                    for m, c in cores.items()
                ]
            )
    return found


def width_for(distance: Any, wanted: float) -> float:
    """The kernel's width that leaves `wanted` effective histories, between NARROWEST and WIDEST.

    A tolerance chosen for the effective sample size that it leaves, as in adaptive approximate Bayesian computation (Del Moral,
    Doucet and Jasra 2012, Statistics and Computing 22: 1009-1020).
    """
    low, high = NARROWEST, WIDEST
    if effective(weights(distance, high)) <= wanted:
        return high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if effective(weights(distance, middle)) < wanted else (low, middle)
    return high


def weights(distance: Any, width: float = WIDEST) -> Any:
    """float64[history], sum 1: exp(-(mean distance) / width), relative to the best.

    >>> weights(np.array([[0.0, 0.0, 0.0], [0.25, 0.25, 0.25]])).round(3).tolist()
    [0.731, 0.269]
    """
    known = ~np.isnan(distance).all(0)
    mean = distance[:, known].mean(1) if known.any() else np.zeros(len(distance))
    weight = np.exp(-(mean - mean.min()) / width)
    return weight / weight.sum()


def effective(weight: Any) -> float:
    """Effective sample size 1 / sum(w^2) of weights that sum to 1 (Kish 1965)."""
    return float(1 / np.sum(np.square(weight)))


def known_up_to(resolved: Any, month: int) -> str:
    """The last day that the record is used of, as YYYY-MM."""
    return f"{month_date(resolved.start, month - 1):%Y-%m}"


def _apart(a: set, b: set) -> float:
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def _f1(wanted: list, found: list) -> float:
    if not found:
        return 0.0
    close = lambda x, others: any(x[0] == y[0] and abs(x[1] - y[1]) <= NEAR for y in others)  # noqa: E731
    recall = np.mean([close(x, found) for x in wanted])
    precision = np.mean([close(x, wanted) for x in found])
    return float(2 * recall * precision / max(recall + precision, 1e-9))
