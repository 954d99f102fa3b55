"""Coalitions counted exactly: from a table of all of them, or from the generating function of a weighted game.

With one threshold q, coalitions are counted by weight as the coefficients of prod_i (1 + x^w_i) (by weight and size:
prod_i (1 + y x^w_i)). A coefficient has n bits; it is held in limbs of 32 bits with 32 more to spare, so that persons are
added by whole-array sums and carries are needed only now and then. With C(x) the number of coalitions of weight at most x,
those without person i number

    L_i(x) = C(x) - C(x - w_i) + C(x - 2 w_i) - ...,    and    swings_i = L_i(q - 1) - L_i(q - 1 - w_i).

Steps: n q sums of numbers with n bits (with sizes n^2 q / 2). Of a game and its dual (quota: total + 1 - q), which have the same
swings, the one with the smaller quota is counted.

Brams, S. J. & Affuso, P. J. (1976). Power and size: a new paradox. Theory and Decision 7: 29-56 (generating functions).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

Array = Any


@dataclass(frozen=True)
class Counts:
    """`swings`[i][k]: losing coalitions of k others that person i turns into winning ones. `winning`[k]: by size.

    Without sizes there is a single k.
    """

    swings: list[list[int]]
    winning: list[int]


def steps(weights: tuple[int, ...], quota: int, *, sizes: bool) -> int:
    """Bytes that `count` moves: what decides whether it is worth it."""
    n = len(weights)
    return n * min(quota, sum(weights) + 1 - quota) * 8 * _limbs(n) * (n if sizes else 1)


def count(weights: tuple[int, ...], quota: int, *, sizes: bool) -> Counts:
    """Count the swings of one-threshold voting: a coalition wins when its weight is `quota` or more.

    Whole weights from 0 on, 1 <= quota <= their sum.

    >>> count((2, 1, 1), 3, sizes=False)
    Counts(swings=[[3], [1], [1]], winning=[3])
    """
    n, total = len(weights), sum(weights)
    dual = total + 1 - quota < quota
    bound = total + 1 - quota if dual else quota
    upto = _upto(weights, bound, sizes)
    digit = 4 * _limbs(n)  # bytes of a number; those of several sizes stand side by side in one long number
    by_weight = {w: _swings(upto, bound, w, 8 * digit if sizes else 0) for w in set(weights)}
    swings = {w: _digits(number, digit, n if sizes else 1) for w, number in by_weight.items()}
    winning = _digits(upto[bound - 1], digit, n + 1 if sizes else 1)  # of the dual; else those that lose
    if dual:
        swings, winning = {w: row[::-1] for w, row in swings.items()}, winning[::-1]
    else:
        everything = [comb(n, k) for k in range(n + 1)] if sizes else [2**n]
        winning = [a - b for a, b in zip(everything, winning, strict=True)]
    return Counts([swings[w] for w in weights], winning)


def _limbs(n: int) -> int:
    """Limbs of 32 bits that hold 2**n."""
    return n // 32 + 1


def _upto(weights: tuple[int, ...], bound: int, sizes: bool) -> list[int]:
    """Return C(x) for x = 0 .. bound - 1, with sizes as one long number each."""
    n, reach = len(weights), 1
    number = np.zeros((n + 1 if sizes else 1, _limbs(n), bound), np.uint64)  # [size, limb, weight]
    number[0, 0, 0] = 1
    for done, w in enumerate(sorted(weights)):
        reach = min(reach + w, bound)
        limbs = slice(_limbs(done))
        for k in range(done, -1, -1) if sizes else (0,):
            number[k + sizes, limbs, w:reach] += number[k, limbs, : max(reach - w, 0)]
        if done % 24 == 23:
            _carry(number[: done + 2, : _limbs(done + 1)])
    _carry(number)
    number = number.cumsum(2, dtype=np.uint64)
    _carry(number)
    return [int.from_bytes(row.tobytes(), "little") for row in number.transpose(2, 0, 1).astype("<u4")]


def _carry(number: Array) -> None:
    """Move what exceeds 32 bits into the next limb."""
    for limb in range(number.shape[1] - 1):
        number[:, limb + 1] += number[:, limb] >> np.uint64(32)
        number[:, limb] &= np.uint64(2**32 - 1)


def _swings(upto: list[int], bound: int, weight: int, grade: int) -> int:
    """L(bound - 1) - L(bound - 1 - weight); a coalition of one more member stands `grade` bits higher."""
    if weight == 0:
        return 0
    number, sign, shift = 0, 1, 0
    for x in range(bound - 1, -1, -weight):
        gap = upto[x] - (upto[x - weight] if x >= weight else 0)
        number += sign * (gap << shift)
        sign, shift = -sign, shift + grade
    return number


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
