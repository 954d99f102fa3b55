"""What figures read off a run: years, inks of persons, and the sums that the summary does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from politburo.plots.palette import Ink, hue

if TYPE_CHECKING:
    from politburo.study.running.run import Run

SAMPLE = 1024  # histories read one by one for what the summary does not hold


def foot(run: Run, history: int | None = None) -> str:
    """The line under every figure: simulated, and how."""
    seed = run.facts.get("seed", "?")
    if history is not None:
        return f"Simulated: history {history}, seed {seed}"
    count = run.summary["histories"]
    return f"Simulated: {count:,} {'history' if count == 1 else 'histories'}, seed {seed}"


def marks(run: Run) -> list[int]:
    """Month numbers that belong to the summary's years: December of each, and the last month."""
    start = run.resolved.start
    found = []
    for label in run.summary["years"]:
        year, month = int(label[:4]), int(label[5:7] or 12)
        found.append((year - start.year) * 12 + month - start.month)
    return found


def moments(run: Run) -> list[float]:
    """The summary's years as decimal years (the end of the month)."""
    start = run.resolved.start
    return [start.year + (start.month + month) / 12 for month in marks(run)]


def inks(run: Run) -> dict[str, Ink]:
    """Inks by person id: the same person has the same hue in every figure of a run."""
    leading = [person["id"] for person in run.summary["leading"]]
    return {person: hue(place) for place, person in enumerate(leading)}


def heaviest(values: dict[str, Sequence[float]], most: int) -> list[str]:
    """Ids with the greatest sums, greatest first; ties by id."""
    return sorted(values, key=lambda person: (-sum(values[person]), person))[:most]


def patronage(run: Run) -> tuple[dict[str, list[float]], int]:
    """(mean share of the organisations' delegates whose secretary follows a person, by id and year; histories read)."""
    months, people = marks(run), len(run.resolved.persons)
    total, count = np.zeros((people, len(months))), 0
    for block in run.blocks():
        who, share = block.series["contender"][:, months], block.series["apparatus"][:, months]
        for year in range(len(months)):
            there = who[:, year] >= 0
            np.add.at(total[:, year], who[:, year][there], share[:, year][there])
        count += block.histories
        if count >= SAMPLE:
            break
    ids = [person.id for person in run.resolved.persons]
    return {ids[p]: list(total[p] / max(count, 1)) for p in range(people) if total[p].any()}, count
