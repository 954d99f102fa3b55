"""Tables, figures and strips in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

STRIP = 21


def table(head: str, rows: Iterable[Sequence[str]]) -> str:
    """A table; `head` holds the columns with a bar between them.

    >>> print(table("a|b", [["1", "2"]]), end="")
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    columns = head.split("|")
    lines = [_row(column.strip() for column in columns), _row("---" for _ in columns)]
    return "\n".join([*lines, *map(_row, rows)]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def number(x: float | None, digits: int = 2) -> str:
    """A figure for a table: dash for none, "never" for infinity.

    >>> number(1234567.0), number(float("inf")), number(None), number(0.1234)
    ('1,234,567', 'never', '–', '0.12')
    """
    if x is None or math.isnan(x):
        return "–"
    if math.isinf(x):
        return "never"
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.{digits}f}"


def span(low: float, high: float, *, sign: str = "", digits: int = 2) -> str:
    """An interval; a word where there is none, because one period has no spread.

    >>> span(-0.5, 0.25), span(float("nan"), float("nan"))
    ('-0.50 to 0.25', 'one period only')
    """
    return "one period only" if math.isnan(low) else f"{low:{sign}.{digits}f} to {high:{sign}.{digits}f}"


def strip(place: float) -> str:
    """A place between 0 and 1 as a line of characters.

    >>> strip(0.5)
    '|··········●··········|'
    """
    if math.isnan(place):
        return ""
    marks = ["·"] * STRIP
    marks[round(place * (STRIP - 1))] = "●"
    return "|" + "".join(marks) + "|"
