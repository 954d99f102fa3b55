"""The most typical history, the strangest, and the one nearest the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Wholes
from politburo.measures.history import month_date

if TYPE_CHECKING:
    from politburo.measures.summary import Accumulator
    from politburo.record import Record

SAMPLE = 1000  # pairs are compared among the first so many histories


def features(summary: Accumulator) -> Wholes:
    """int16[history, feature]: rule type and ruler every half year, and which kinds of stage occur. Distance is the share that differs."""
    return np.concatenate([summary.column("halves"), summary.column("stages").astype(np.int16)], axis=1)


def medoid_and_strangest(summary: Accumulator) -> tuple[int, int]:
    """Row of the history with the least mean distance to the others, and of the one with the greatest."""
    rows = features(summary)[:SAMPLE]
    alike = np.zeros(len(rows), int)  # features shared with others, summed over the others
    for column in rows.T:
        _, which, count = np.unique(column, return_inverse=True, return_counts=True)
        alike += count[which]
    distance = -alike
    return int(distance.argmin()), int(distance.argmax())


def nearest_the_record(summary: Accumulator, record: Record) -> tuple[int, float]:
    """(row of the history whose attacks are most like the documented ones, its F1 score).

    An attack is a pair (target, year) of the ruling side; a documented and a simulated one match within a year of each other.
    """
    resolved = summary.resolved
    ids = {person.id: n for n, person in enumerate(resolved.persons)}
    wanted = {
        (ids[c.target], c.date.year)
        for c in record.clashes
        if c.ruling and c.target in ids and resolved.start <= c.date <= resolved.end
    }
    rows = summary.column("attacks")
    if not wanted or not len(rows):
        return 0, 0.0
    years = np.array([month_date(resolved.start, m).year for m in range(resolved.months)])
    near = np.array([-1, 0, 1])
    low, span = (
        years[0] - 1,
        years[-1] - years[0] + 3,
    )  # a pair is one number, and a year to either side keeps its target
    documented = np.array([who * span + year - low for who, year in sorted(wanted)])
    # the different pairs of every history
    size = len(resolved.persons) * span
    pairs = np.unique(rows[:, 0].astype(np.int64) * size + rows[:, 2] * span + years[rows[:, 1]] - low)
    history, pair = np.divmod(pairs, size)
    used = np.isin(pair[:, None] + near, documented).any(1)
    hit = [np.isin(history, history[np.isin(pair, one + near)]) for one in documented]
    _, first, count = np.unique(history, return_index=True, return_counts=True)
    recall = np.sum(hit, axis=0)[first] / len(wanted)
    precision = np.bincount(history[used], minlength=history[-1] + 1)[history[first]] / count
    f1 = 2 * recall * precision / np.maximum(recall + precision, 1e-9)
    best = int(f1.argmax())
    return int(history[first[best]]), float(f1[best])
