"""Documented items: single numbers, dates and codings that a simulated history implies too, each with its error model.

| error model | the recorded value y, given the true one | spread |
| --- | --- | --- |
| beta-binomial | y of n ~ BetaBinomial(n, s p, s (1 - p)) | precision s: the smaller, the worse known |
| log-normal | ln y ~ Normal(ln truth, spread) | standard deviation of ln y |
| logit-normal | logit y ~ Normal(logit truth, spread) | standard deviation of logit y |
| binary | yes (1) or no (0), recorded wrongly with probability spread | probability |
| dated | the month is known to within +- spread; with `censored` = right it had not happened by then | months |
| coded | codings with weights that sum to 1 | |
| none | no simulated quantity corresponds to it yet: listed, never scored | |
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ERRORS = ("beta-binomial", "log-normal", "logit-normal", "binary", "dated", "coded", "none")


@dataclass(frozen=True)
class Item:
    """One documented item. `value`, `low`, `high`, `of` are nan where not given; see `record.tables` for every field."""

    item: str
    kind: str
    date: date
    until: date | None
    arena: str
    subject: str
    value: float
    low: float
    high: float
    of: float
    censored: str
    contested: bool
    error: str
    spread: float
    source: str
    evidence: str
    confidence: str
    row: str
    note: str

    @property
    def codings(self) -> dict[str, float]:
        """The weighted codings of a coded item: ``a:0.7;b:0.3``."""
        pairs = (part.rpartition(":") for part in self.subject.split(";"))
        return {name: float(weight) for name, _, weight in pairs}


def read_items(path: Path) -> list[Item]:
    """Items of a record in order of date; empty if the table is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return sorted((item_of(row) for row in csv.DictReader(file)), key=lambda item: (item.date, item.item))


def item_of(row: dict[str, str]) -> Item:
    """One row of the table, cell by cell."""
    number = lambda name: float(row[name]) if row[name] else float("nan")  # noqa: E731
    return Item(
        item=row["item"],
        kind=row["kind"],
        date=first_day(row["date"]),
        until=first_day(row["until"]) if row["until"] else None,
        arena=row["arena"],
        subject=row["subject"],
        value=number("value"),
        low=number("low"),
        high=number("high"),
        of=number("of"),
        censored=row["censored"],
        contested=row["contested"] == "yes",
        error=row["error"],
        spread=number("spread"),
        source=row["source"],
        evidence=row["evidence"],
        confidence=row["confidence"],
        row=row["row"],
        note=row["note"],
    )


def first_day(text: str) -> date:
    """First day of a dated period.

    >>> first_day("1924-05~")
    datetime.date(1924, 5, 1)
    """
    year, month, day = (int(part) for part in (text.rstrip("~") + "-01-01").split("-")[:3])
    return date(year, month, day)


def known_by(items: Iterable[Item], last: date) -> list[Item]:
    """What was known on a day: items dated up to it; a dated event that came later becomes "had not happened by then"."""
    known = []
    for item in items:
        if item.date <= last and (item.until or item.date) <= last:
            known.append(item)
        elif item.error == "dated":
            known.append(replace(item, date=last, censored="right", spread=0.0))
    return known


def known_after(items: Iterable[Item], day: date) -> list[Item]:
    """What became known after a day: items dated later. Events that came before it are left out."""
    return [item for item in items if (item.until or item.date) > day]
