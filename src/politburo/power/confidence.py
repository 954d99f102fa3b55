"""Bounded confidence in whole numbers: is somebody else's opinion within the bound, exactly?

Why not floating point: whoever stands exactly at the bound counts as within it, and on a grid of opinions very many do. There
0.3 - 0.2 is less than 0.1 and 0.4 - 0.3 more, so that equal gaps come apart by chance and a symmetric start ends askew. A
tolerance cures the first round only: a person k places from the end of a chain moves by some 3^-k of the bound in round k, and
whether that widens a gap or narrows it decides who parts from whom. So opinions are compared as fractions.

Floats are read before that, because many a float stands for a fraction that it cannot hold (a third; 3 x 0.1; a decimal times a
unit of measure). The bound is made the unit, the middle of the range the origin, and each opinion becomes the simplest fraction
within 256 roundings of it; then neither scale nor direction matters. What was given as whole number, `Fraction` or text is
taken as it stands. Fractions grow longer from round to round. Beyond LONGEST bits they are rounded to 2^-FINE of the bound,
half to even, which keeps symmetry; opinions in general position, which have no short common denominator, are so from the start.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.errors import Problem
from politburo.power.exact import GameError, fraction, fractions, holds_several, listed

ROUNDINGS = Fraction(256, 2**52)
SHORT, LONGEST, FINE = 512, 4096, 2048
GENERAL = 128  # bits after the point of opinions in general position
CLOSE = 1e-12  # nearer to the bound than this part of the range, floats do not decide


@dataclass(frozen=True)
class Opinions:
    """`place`[n, issues] over `unit` is each opinion's distance from `middle` in units of `bound`; whole numbers."""

    place: Array
    unit: int
    bound: Fraction
    middle: tuple[Fraction, ...]
    flat: bool

    @classmethod
    def read(cls, opinions: Any, bound: Any) -> Opinions:
        """Opinions [n] or [n, issues] and a bound in their unit. Raises `GameError`."""
        given = listed(opinions, "opinions")
        flat = not any(holds_several(row) for row in given)
        rows = [
            listed(row, f"opinions[{i}]") for i, row in enumerate([[x] for x in given] if flat else given)
        ]
        if not rows or {len(row) for row in rows} != {len(rows[0]) or 1}:
            allowed = "one opinion a person, or as many for every person"
            raise GameError(Problem("game-size", "opinions", f"{len(rows)} persons", allowed))
        unit = fraction(bound, "confidence")
        if unit <= 0:
            raise GameError(Problem("value-range", "confidence", str(bound)[:100], "above 0"))
        exact = [fractions(row, f"opinions[{i}]") for i, row in enumerate(rows)]
        middle = tuple((min(column) + max(column)) / 2 for column in zip(*exact, strict=True))
        places = [[(x - m) / unit for x, m in zip(row, middle, strict=True)] for row in exact]
        if not all(isinstance(x, (Rational, str)) for x in (bound, *(x for row in rows for x in row))):
            error = max(Fraction(1), *(abs(x) / unit for row in exact for x in row)) * ROUNDINGS
            places = [[simplest(x, error) for x in row] for row in places]
        common = 1
        for x in (x for row in places for x in row):
            common = math.lcm(common, x.denominator)
            if common.bit_length() > SHORT:
                common = 2**GENERAL
                break
        whole = np.array([[round(x * common) for x in row] for row in places], object)
        return cls(whole, common, unit, middle, flat)

    def floats(self) -> Array:
        """The opinions as floats in their own unit, each the nearest to the exact value."""
        scale = self.bound / self.unit
        found = np.array(
            [[float(m + scale * x) for x, m in zip(row, self.middle, strict=True)] for row in self.place]
        )
        return found[:, 0] if self.flat else found

    def near(self) -> Array:
        """Who is within the bound of whom? bool[n, n]. Floats decide what is clear, whole numbers the rest."""
        place = (self.place / self.unit).astype(float)
        distance = np.sqrt(sum((column[:, None] - column[None]) ** 2 for column in place.T))
        near = distance < 1
        for i, j in np.argwhere(abs(distance - 1) <= CLOSE * (1 + abs(place).max())).tolist():
            near[i, j] = self.within(i, j)
        return near

    def within(self, i: int, j: int) -> bool:
        """Is i within the bound of j?"""
        return sum((a - b) ** 2 for a, b in zip(self.place[i], self.place[j], strict=True)) <= self.unit**2

    def averaged(self) -> Opinions:
        """Everybody at the mean of all within the bound of him."""
        near = self.near()
        heard = near.sum(1).tolist()
        common = math.lcm(*heard)
        sums = np.array([self.place[row].sum(0) * (common // k) for row, k in zip(near, heard, strict=True)])
        return self.over(sums, self.unit * common)

    def over(self, place: Array, unit: int) -> Opinions:
        """The same persons at other places, in lowest terms and not too long."""
        shared = math.gcd(unit, *place.ravel().tolist())
        place, unit = place // shared, unit // shared
        if unit.bit_length() > LONGEST:
            rounded = [[round(Fraction(x << FINE, unit)) for x in row] for row in place.tolist()]
            place, unit = np.array(rounded, object), 2**FINE
        return Opinions(place, unit, self.bound, self.middle, self.flat)


def simplest(value: Fraction, error: Fraction) -> Fraction:
    """Return the fraction with the least denominator no farther than `error` from `value`.

    >>> simplest(Fraction(0.1 + 0.2), Fraction(1, 10**12))
    Fraction(3, 10)
    """
    if abs(value) <= error:
        return Fraction(0)
    low, high = abs(value) - error, abs(value) + error
    steps = []
    while (floor := math.ceil(low)) > high:
        steps.append(floor - 1)
        low, high = 1 / (high - steps[-1]), 1 / (low - steps[-1])
    found = Fraction(floor)
    for step in reversed(steps):
        found = step + 1 / found
    return found if value > 0 else -found
