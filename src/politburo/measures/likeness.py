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
    row, kind = rows[:, 0] - block.first, rows[:, COL["kind"]]
    if attacks:
        fought = rows[kind == EventKind.OFFENSIVE][:, [COL["whom"], COL["month"]]]
        found[:, 0] = 1 - _f1(np.array(attacks), fought, row[kind == EventKind.OFFENSIVE], block.histories)
    nobody = len(people)  # in a set of persons, bool[..., persons + 1], the last place
    if removed:
        heavy = (kind == EventKind.SANCTION) & (rows[:, COL["outcome"]] >= Rung.LOST_POST)
        fell = np.zeros((block.histories, nobody + 1), bool)
        fell[row[heavy], rows[heavy, COL["whom"]]] = True
        found[:, 1] = _apart(fell[:, list(removed)].sum(1), fell.sum(1), len(removed))
    if cores:
        months = list(cores)
        documented = np.zeros((len(months), nobody + 1), bool)
        for n, members in enumerate(cores.values()):
            documented[n, list(members)] = True
        core = block.series["standing"][:, months] == Standing.CORE
        known = documented[np.arange(len(months))[:, None], block.series["contender"][:, months]]
        apart = _apart((core & known).sum(2), core.sum(2), documented.sum(1))
        found[:, 2] = np.ascontiguousarray(apart).mean(1)  # summed in the order of the months
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


def _apart(both: Any, one: Any, other: Any) -> Any:
    """1 - |both| / |either| from the sizes of two sets and of what they share; 0 where both are empty."""
    either = one + other - both
    return np.where(either > 0, 1 - both / np.maximum(either, 1), 0.0)


def _f1(wanted: Any, found: Any, history: Any, histories: int) -> Any:
    """float64[history]: F1 of matches between the `wanted` attacks and those `found` in each history.

    wanted, found: (target, month), int[n, 2] and int[m, 2]; history: that of each attack found, int[m].
    """
    close = (found[:, None, 0] == wanted[:, 0]) & (np.abs(found[:, None, 1] - wanted[:, 1]) <= NEAR)
    hit = np.zeros((histories, len(wanted)), bool)
    which, what = np.nonzero(close)
    hit[history[which], what] = True
    recall = hit.mean(1)
    count = lambda rows: np.bincount(rows, minlength=histories)  # noqa: E731
    precision = count(history[close.any(1)]) / np.maximum(count(history), 1)
    return 2 * recall * precision / np.maximum(recall + precision, 1e-9)
