"""The most typical history, the strangest, and the one nearest the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.reading import month_date

if TYPE_CHECKING:
    from politburo.measures.summary import Accumulator
    from politburo.record import Record

SAMPLE = 1000  # pairs are compared among the first so many histories


def features(summary: Accumulator) -> Any:
    """int16[history, feature]: rule type and ruler every half year, stage kinds. Distance is the share that differs."""
    return np.concatenate([summary.column("halves"), summary.column("kinds").astype(np.int16)], axis=1)


def medoid_and_strangest(summary: Accumulator) -> tuple[int, int]:
    """Row of the history with the least mean distance to the others, and of the one with the greatest."""
    rows = features(summary)[:SAMPLE]
    distance = np.zeros(len(rows))
    for n, row in enumerate(rows):
        distance[n] = (rows != row).mean()
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
    best, score = 0, -1.0
    for history in np.unique(rows[:, 0]):
        mine = rows[rows[:, 0] == history]
        pairs = {(int(target), int(years[month])) for _, month, target in mine}
        hit = sum(any((who, year + d) in pairs for d in (-1, 0, 1)) for who, year in wanted)
        used = sum(any((who, year + d) in wanted for d in (-1, 0, 1)) for who, year in pairs)
        recall, precision = hit / len(wanted), used / len(pairs)
        f1 = 2 * recall * precision / max(recall + precision, 1e-9)
        if f1 > score:
            best, score = int(history), f1
    return best, score
