"""Which facts are known and in force on a day, and how far days lie apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key")


def full(day: str) -> str:
    """Pad a date to its first day."""
    return day + "-01" * (2 - day.count("-"))


def known(row: object, start: str) -> bool:
    """Is the fact known on the start day?"""
    day = getattr(row, "date", None) or getattr(row, "from_", None)
    return day is None or full(day) <= full(start)


def valid(row: Any, start: str) -> bool:
    """Is a fact with a spell true on the start day? An end after it is not known yet."""
    return known(row, start) and not (row.to and full(row.to) <= full(start))


def latest(rows: Iterable[Row], start: str, key: Callable[[Row], Key]) -> dict[Key, Row]:
    """The latest known row for each key, in order of first appearance."""
    best: dict[Key, Row] = {}
    for row in rows:
        if not known(row, start) or ((end := getattr(row, "to", None)) and full(end) <= full(start)):
            continue
        day = full(getattr(row, "date", None) or getattr(row, "from_", None) or "0000")
        old = best.get(key(row))
        old_day = full(getattr(old, "date", None) or getattr(old, "from_", None) or "0000") if old else ""
        if old is None or day >= old_day:
            best[key(row)] = row
    return best


def year(day: str) -> float:
    parts = [int(part) for part in full(day).split("-")]
    return parts[0] + (parts[1] - 1) / 12 + (parts[2] - 1) / 365


def months_between(start: str, day: str) -> int:
    a, b = full(start).split("-"), full(day).split("-")
    return (int(b[0]) - int(a[0])) * 12 + int(b[1]) - int(a[1])
