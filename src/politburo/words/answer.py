"""What an answer to a question is when it is written out: a title, sentences and tables, for the screen and for the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: an answer as plain data, or a part of it: what `to_json` gives, or a file holds
Data = Mapping[str, Any]
Cell = str | float | int | None


@dataclass(frozen=True)
class Table:
    """Rows with a cell for every column."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Answer:
    """An answer as a page shows it."""

    title: str
    sentences: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def signed(value: float) -> str:
    """A difference of shares in percentage points.

    >>> signed(0.084), signed(-0.002)
    ('+8.4', '-0.2')
    """
    return f"{100 * value:+.1f}"


def sure(row: Data) -> bool:
    """Does the interval of a difference exclude 0?"""
    return row["low"] > 0 or row["high"] < 0


def interval(row: Data) -> str:
    """The interval of a difference of shares in percentage points.

    >>> interval({"low": -0.01, "high": 0.2})
    '-1.0 to +20.0'
    """
    return f"{signed(row['low'])} to {signed(row['high'])}"
