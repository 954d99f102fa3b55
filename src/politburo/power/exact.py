"""Numbers taken as they are written, and the one error of everything that asks for a game."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from numbers import Integral, Rational
from typing import Any

import numpy as np

from politburo.errors import PolitburoError, Problem

Number = Rational | float | str
#: what counts as a number: not so long that it would stop the machine
WRITTEN = re.compile(
    r"\s*[+-]?(\d{1,200}/\d{1,200}|(\d{1,200}(\.\d{0,200})?|\.\d{1,200})([eE][+-]?\d{1,3})?)\s*", re.ASCII
)
LEAST, LARGEST = Fraction(1, 10**100), Fraction(10**100)


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
            number = Fraction(int(value.numerator), int(value.denominator))
        else:
            text = str(value)
            if not WRITTEN.fullmatch(text):
                raise ValueError
            number = Fraction(text)
        if number and not LEAST <= abs(number) <= LARGEST:
            raise ValueError
        return number
    except (ValueError, ZeroDivisionError):
        remedy = "write a finite number between 1e-100 and 1e100 in size"
        raise GameError(
            Problem("not-a-number", where, repr(value)[:100], "3, 0.4 or 2/5", "", remedy)
        ) from None


def listed(values: Any, where: str) -> list[Any]:
    """Return what holds numbers in an order as a list: lists, tuples, ranges, arrays, series and generators alike.

    Of a data frame the rows. Text, a dict and a set hold no numbers in an order: `GameError`.
    """
    values = values.to_numpy() if hasattr(values, "to_numpy") else values
    try:
        if isinstance(values, (str, bytes, Mapping, Set)):
            raise TypeError
        return list(values)
    except TypeError:
        allowed = "a list, tuple, range, array, series or generator of numbers"
        found = f"{type(values).__name__} {values!r}"[:100]
        raise GameError(Problem("value-type", where, found, allowed)) from None


def holds_several(value: Any) -> bool:
    """Is this a row of numbers, not a number?"""
    return (
        isinstance(value, Iterable) and not isinstance(value, (str, bytes)) and getattr(value, "ndim", 1) > 0
    )


def array(values: Any, where: str) -> Any:
    """Return numbers, or rows of numbers, as an array of floats. Raises `GameError` for anything else."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        return np.asarray(values, float)
    rows = listed(values, where)
    try:
        if any(map(holds_several, rows)):
            return np.array([[float(x) for x in listed(row, f"{where}[{i}]")] for i, row in enumerate(rows)])
        return np.array([float(x) for x in rows])
    except (TypeError, ValueError, OverflowError) as error:
        remedy = "write finite numbers, as many in every row"
        raise GameError(Problem("not-a-number", where, str(error)[:100], "", "", remedy)) from None


def count(value: Any, where: str, least: int, most: int | None = None) -> int:
    """Return a whole number within its limits. Raises `GameError`.

    >>> count(3.0, "steps", 0)
    3
    """
    allowed = f"a whole number, {least} or more" if most is None else f"a whole number, {least} to {most}"
    wrong = GameError(Problem("value-range", where, repr(value)[:100], allowed))
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise wrong from None
    if isinstance(value, str) or number != value or number < least or (most is not None and number > most):
        raise wrong
    return number


def between(value: Any, where: str, low: float, high: float = math.inf) -> float:
    """Return a number within its limits. Raises `GameError`."""
    number = float(fraction(value, where))
    if not low <= number <= high:
        allowed = f"{low:g} to {high:g}" if high < math.inf else f"{low:g} or more"
        raise GameError(Problem("value-range", where, repr(value)[:100], allowed))
    return number


def positions(chosen: Any, persons: int, where: str) -> list[int]:
    """Return persons named by position, each once and in order. Raises `GameError` for anybody who is not of the group."""
    named = [*chosen] if isinstance(chosen, Set) else listed(chosen, where)
    wrong = [
        Problem("coalition-unknown-person", where, repr(i)[:100], f"positions 0 to {persons - 1}")
        for i in named
        if not (isinstance(i, Integral) and 0 <= int(i) < persons)
    ]
    if wrong:
        raise GameError(wrong)
    return sorted({int(i) for i in named})


def fractions(values: Any, where: str) -> list[Fraction]:
    """Return every number as written; raises one `GameError` that names all that are none."""
    exact: list[Fraction] = []
    problems: list[Problem] = []
    for i, value in enumerate(listed(values, where)):
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
