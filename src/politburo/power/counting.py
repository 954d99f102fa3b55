"""Coalitions counted exactly: from a table of all of them, or from the generating function of a weighted game.

With a threshold q, coalitions are counted by weight as the coefficients of prod_i (1 + x^w_i) (by weight and size:
prod_i (1 + y x^w_i)). A coefficient has n bits; it is held in limbs of 32 bits with 32 more to spare, so that persons are
added by whole-array sums and carries are needed only now and then. With C(x) the number of coalitions of weight at most x,
those without person i number

    L_i(x) = C(x) - C(x - w_i) + C(x - 2 w_i) - ...

With several thresholds x and w_i are vectors, and winning coalitions are found by inclusion and exclusion: the sum over
sets K of thresholds of (-1)^|K| times the coalitions that stay below every quota in K.

Steps: n times the product of the quotas, of sums of numbers with n bits (with sizes, n^2 / 2 times). Of a game with one
threshold and its dual (quota: total + 1 - q), which have the same swings, the one with the smaller quota is counted.

Brams, S. J. & Affuso, P. J. (1976). Power and size: a new paradox. Theory and Decision 7: 29-56 (generating functions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

import numpy as np

from politburo.arrays import Array
from politburo.power.exact import check_room

Rows = Sequence[tuple[int, ...]]


@dataclass(frozen=True)
class Counts:
    """`swings`[i][k]: losing coalitions of k others that person i turns into winning ones. `winning`[k]: by size.

    Without sizes there is a single k.
    """

    swings: list[list[int]]
    winning: list[int]


def steps(rows: Rows, quotas: tuple[int, ...], *, sizes: bool) -> int:
    """Bytes that `count` moves: what decides whether it is worth it."""
    if not quotas:
        return 0
    n, quotas = len(rows[0]), _smaller(rows, quotas)[0]
    return n * prod(q + 1 for q in quotas) * 8 * _limbs(n) * (n if sizes else 1)


def count(rows: Rows, quotas: tuple[int, ...], persons: int, *, sizes: bool) -> Counts:
    """Count the swings of weighted voting: a coalition wins when in every row its weight is the row's quota or more.

    Whole weights from 0 on, 1 <= quota <= the sum of the row. Without rows every coalition wins. Raises `GameError` when memory
    does not suffice.

    >>> count(((2, 1, 1),), (3,), 3, sizes=False)
    Counts(swings=[[3], [1], [1]], winning=[3])
    """
    digit, cells = 4 * _limbs(persons), persons + 1 if sizes else 1
    grade = 8 * digit if sizes else 0  # bits by which a coalition with one more member stands higher
    quotas, dual = _smaller(rows, quotas)
    vectors = list(zip(*rows, strict=True)) if rows else [()] * persons
    winning = _all(persons, grade)
    without = dict.fromkeys(vectors, _all(persons - 1, grade))
    for size in range(1, len(quotas) + 1):
        for chosen in combinations(range(len(quotas)), size):
            capped = [tuple(min(w, quotas[k]) for w in rows[k]) for k in chosen]
            below = _Below(capped, tuple(quotas[k] for k in chosen), persons, sizes=sizes)
            winning += (-1) ** size * below.all()
            for vector in without:
                part = tuple(
                    min(vector[k], quotas[k]) for k in chosen
                )  # more than the quota is as much as the quota
                without[vector] += (-1) ** size * below.without(part, persons, grade)
    swings = {
        v: _digits(((winning - w) >> grade) - w, digit, persons if sizes else 1) for v, w in without.items()
    }
    counted = _digits(winning, digit, cells)
    if dual:
        swings = {v: row[::-1] for v, row in swings.items()}
        whole = _digits(_all(persons, grade), digit, cells)
        counted = [a - b for a, b in zip(whole, counted[::-1], strict=True)]
    return Counts([swings[v] for v in vectors], counted)


def _smaller(rows: Rows, quotas: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """The quota of the dual game, and True, if there is one threshold and that is smaller."""
    if len(quotas) == 1 and (other := sum(rows[0]) + 1 - quotas[0]) < quotas[0]:
        return (other,), True
    return quotas, False


def _limbs(n: int) -> int:
    """Limbs of 32 bits that hold 2**n."""
    return n // 32 + 1


def _all(persons: int, grade: int) -> int:
    """Number of all coalitions: with sizes, one digit a size."""
    if not grade:
        return 2 ** max(persons, 0)
    return sum(comb(persons, k) << k * grade for k in range(persons + 1))


class _Below:
    """C: how many coalitions stay below every quota by at least so many votes; with sizes one digit a size."""

    def __init__(
        self, rows: Sequence[tuple[int, ...]], quotas: tuple[int, ...], persons: int, *, sizes: bool
    ) -> None:
        self.quotas = quotas
        shape = (persons + 1 if sizes else 1, _limbs(persons), *quotas)
        check_room(2 * 8 * prod(shape), f"counts by {prod(quotas):,} weights", "round the weights")
        number = np.zeros(shape, np.uint64)  # [size, limb, weight, ...]
        number[(0,) * number.ndim] = 1
        reach = [1] * len(quotas)
        for done, vector in enumerate(sorted(zip(*rows, strict=True))):
            reach = [min(r + w, q) for r, w, q in zip(reach, vector, quotas, strict=True)]
            onto = tuple(slice(w, r) for w, r in zip(vector, reach, strict=True))
            source = tuple(slice(0, max(r - w, 0)) for w, r in zip(vector, reach, strict=True))
            limbs = slice(_limbs(done))
            for k in range(done, -1, -1) if sizes else (0,):
                number[(k + sizes, limbs, *onto)] += number[(k, limbs, *source)]
            if done % 24 == 23:
                _carry(number[: done + 2, : _limbs(done + 1)])
        _carry(number)
        for axis in range(2, number.ndim):
            number = number.cumsum(axis, dtype=np.uint64)
            _carry(number)
        self._number = np.moveaxis(number, (0, 1), (-2, -1)).astype(
            "<u4", order="C"
        )  # [weight, ..., size, limb]

    def all(self) -> int:
        """Coalitions that stay below every quota."""
        return int.from_bytes(self._number[(-1,) * len(self.quotas)].tobytes(), "little")

    def without(self, vector: tuple[int, ...], persons: int, grade: int) -> int:
        """L: those without a person of these weights."""
        if not any(vector) and not grade:
            return self.all() // 2
        steps = [(q - 1) // w for q, w in zip(self.quotas, vector, strict=True) if w]
        t = np.arange(min(steps, default=persons) + 1)
        rows = self._number[tuple(q - 1 - w * t for q, w in zip(self.quotas, vector, strict=True))]
        if not grade:
            even, odd = (rows[first::2].sum((0, 1), dtype=np.uint64).tolist() for first in (0, 1))
            return sum(a - b << 32 * limb for limb, (a, b) in enumerate(zip(even, odd, strict=True)))
        counts = [int.from_bytes(row.tobytes(), "little") << k * grade for k, row in enumerate(rows)]
        return sum(counts[::2]) - sum(counts[1::2])


def _carry(number: Array) -> None:
    """Move what exceeds 32 bits into the next limb."""
    for limb in range(number.shape[1] - 1):
        number[:, limb + 1] += number[:, limb] >> np.uint64(32)
        number[:, limb] &= np.uint64(2**32 - 1)


def _digits(number: int, width: int, count: int) -> list[int]:
    """The first `count` digits of a number written with so many bytes a digit."""
    raw = (number % 2 ** (8 * width * count)).to_bytes(width * count, "little")
    return [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]


def sizes_of(persons: int) -> Array:
    """Number of members of every coalition, uint8[2**persons]."""
    size = np.zeros(1, np.uint8)
    for _ in range(persons):
        size = np.concatenate([size, size + 1])
    return size


def pivotal(table: Array, person: int) -> Array:
    """Return for every coalition of the others whether `person` turns it from losing into winning.

    `table` bool[2**n] -> bool[2**(n - 1 - person), 2**person]: the others' bits above and below his own.
    """
    split = table.reshape(-1, 2, 2**person)
    return split[:, 1] & ~split[:, 0]


def count_table(table: Array) -> Counts:
    """Count from a table of all coalitions, bool[2**n]; n 2^n steps."""
    n = len(table).bit_length() - 1
    others = sizes_of(n - 1)
    swings = [np.bincount(others[pivotal(table, i).ravel()], minlength=n).tolist() for i in range(n)]
    return Counts(swings, np.bincount(sizes_of(n)[table], minlength=n + 1).tolist())


def critical(table: Array) -> Array:
    """Number of members that each coalition needs to win, uint8[2**n]; 0 where it loses."""
    needed = np.zeros(len(table), np.uint8)
    for i in range(len(table).bit_length() - 1):
        needed.reshape(-1, 2, 2**i)[:, 1] += pivotal(table, i)
    return needed
