"""Numbers taken as they are written, and the one error of everything that asks for a game."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence
from fractions import Fraction
from numbers import Rational
from typing import Any

from politburo.errors import PolitburoError, Problem

Number = Rational | float | str
#: what counts as a number: not so long that it would stop the machine
WRITTEN = re.compile(
    r"\s*[+-]?(\d{1,200}/\d{1,200}|(\d{1,200}(\.\d{0,200})?|\.\d{1,200})([eE][+-]?\d{1,3})?)\s*", re.ASCII
)


class GameError(PolitburoError, ValueError):
    """The numbers make no game. Holds every problem; `code` is the first one's and is stable."""

    @property
    def code(self) -> str:
        return self.problems[0].code


def fraction(value: Any, where: str) -> Fraction:
    """Return a number as written: 0.1 is one tenth, "2/5" two fifths. Raises `GameError` at `where`.

    >>> fraction(0.1, "alpha"), fraction("2/5", "alpha")
    (Fraction(1, 10), Fraction(2, 5))
    """
    try:
        if isinstance(value, Rational):  # also NumPy's whole numbers, which would overflow as they are
            return Fraction(int(value.numerator), int(value.denominator))
        text = str(value)
        if not WRITTEN.fullmatch(text):
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        remedy = "write a finite number"
        raise GameError(
            Problem("not-a-number", where, repr(value)[:100], "3, 0.4 or 2/5", "", remedy)
        ) from None


def fractions(values: Sequence[Any], where: str) -> list[Fraction]:
    """Return every number as written; raises one `GameError` that names all that are none."""
    exact: list[Fraction] = []
    problems: list[Problem] = []
    for i, value in enumerate(values):
        try:
            exact.append(fraction(value, f"{where}[{i}]"))
        except GameError as error:
            problems += error.problems
    if problems:
        raise GameError(problems)
    return exact


def whole(exact: Sequence[Fraction]) -> tuple[list[int], Fraction]:
    """Return (the smallest whole numbers in the same proportions, what one of them is worth).

    >>> whole([Fraction(1, 2), Fraction(3, 4)])
    ([2, 3], Fraction(1, 4))
    """
    denominator = math.lcm(*(value.denominator for value in exact))
    numbers = [int(value * denominator) for value in exact]
    common = math.gcd(*numbers) or 1
    return [number // common for number in numbers], Fraction(common, denominator)


def room() -> int:
    """Bytes of memory that a computation may take: three quarters of the machine's (of 8 GiB where it does not say)."""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 3 // 4
    return 6 * 2**30


def check_room(needed: int, what: str, remedy: str) -> None:
    """Raise `GameError` before memory is asked for that is not there."""
    if needed > room():
        found = f"{what}, which take {needed / 2**30:,.1f} GiB"
        raise GameError(
            Problem("game-memory", "memory", found, f"at most {room() / 2**30:,.1f} GiB here", "", remedy)
        )
