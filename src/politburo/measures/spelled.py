"""Spells: what holds from one month to the next is told once, with the months `[from, until)`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def spells(values: Sequence[T], nothing: T | None = None) -> Iterable[tuple[T, int, int]]:
    """(value, first month, month after the last) of each run of equal values other than `nothing`.

    >>> list(spells(["a", "a", None, "b"]))
    [('a', 0, 2), ('b', 3, 4)]
    """
    begun = 0
    for month in range(1, len(values) + 1):
        if month == len(values) or values[month] != values[begun]:
            if values[begun] != nothing:
                yield values[begun], begun, month
            begun = month
