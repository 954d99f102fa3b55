"""Every set of a group at once: which are self-enforcing, up to 28 persons and beyond.

For each set S one number is kept, v(S) = w(S) if S is self-enforcing, else M(S), where

    M(S) = max over i in S of v(S - i)      (the heaviest self-enforcing proper subset),
    S is self-enforcing  iff  M(S) <= alpha w(S),

n 2^n steps and 4 bytes a set (8 where the weights need them). Self-enforcing sets are those with v(S) = w(S).

Sets are stored as blocks: the block number holds the persons from LOW on (bit j is person LOW + j), the place in the block
the first LOW persons, in order of the number of persons. So a block begins as the maximum of whole earlier blocks, one
after the other in memory, and is finished within the processor's cache, size by size. Blocks with equally many persons do
not depend on each other: two threads share them.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.power.exact import check_room

LOW = 18  # persons within a block: 1 MiB of sets
WORKERS = min(2, os.cpu_count() or 1)
BOXED = 48  # bytes of a number beyond the machine word


@dataclass(frozen=True)
class Lattice:
    """The solved sets of a group with whole-number weights. `value`[block, place] is v as above."""

    value: Array
    order: Array  # int64[places]: the set of first persons at each place, as bits
    low: Array  # weight of that set
    high: list[int]  # weight of the other persons of each block

    def weight(self, block: int) -> Array:
        """Weight of every set of a block."""
        return self.low + self.high[block]

    @property
    def grand(self) -> bool:
        """Is the whole group self-enforcing?"""
        return bool(self.value[-1, -1] == self.low[-1] + self.high[-1])

    def lightest(self, above: int) -> tuple[int, int, Iterator[tuple[int, ...]]]:
        """Return (weight, number, members of each) of the lightest self-enforcing sets heavier than `above`."""
        blocks = [b for b, high in enumerate(self.high) if high + int(self.low[-1]) > above]
        seek = functools.partial(self._lightest, above)
        found = [
            (weight, b, count)
            for b, (weight, count) in zip(blocks, _each(seek, blocks), strict=True)
            if count
        ]
        least = min(weight for weight, _, _ in found)
        where = [b for weight, b, _ in found if weight == least]
        count = sum(count for weight, _, count in found if weight == least)
        return least, count, (s for b in where for s in self._sets(b, lambda weight: weight == least))

    def _lightest(self, above: int, block: int) -> tuple[int, int]:
        weight = self.weight(block)
        weight = weight[(self.value[block] == weight) & (weight > above)]
        least = weight.min() if len(weight) else 0
        return int(least), int((weight == least).sum())

    def self_enforcing(self) -> Iterator[tuple[int, ...]]:
        """The members of every self-enforcing set, without the empty one."""
        return (
            members for b in range(len(self.high)) for members in self._sets(b, lambda weight: weight > 0)
        )

    def _sets(self, block: int, wanted: Callable[[Array], Array]) -> Iterator[tuple[int, ...]]:
        weight = self.weight(block)
        for place in np.flatnonzero((self.value[block] == weight) & wanted(weight)):
            yield members(int(self.order[place]) | block << (len(self.order) - 1).bit_length())


def members(row: int) -> tuple[int, ...]:
    """The persons of a set given as bits.

    >>> members(0b1101)
    (0, 2, 3)
    """
    return tuple(i for i in range(row.bit_length()) if row >> i & 1)


def solve(weights: list[int], alpha: Fraction) -> Lattice:
    """Solve every set. `weights`: whole numbers above 0, unchecked. Raises `GameError` when memory does not suffice."""
    total, n = sum(weights), len(weights)
    store, work = _types(total, total * alpha.numerator)
    width = np.dtype(store).itemsize + (BOXED if store is object else 0)
    check_room(2**n * width, f"the {2**n:,} sets of {n} persons", "leave out or merge the weakest persons")
    inside = min(n, LOW)
    order, layers = _layers(inside)
    low = np.zeros(1, work)
    for weight in weights[:inside]:
        low = np.concatenate([low, low + weight])
    high = [0]
    for weight in weights[inside:]:
        high += [sum_ + weight for sum_ in high]
    lattice = Lattice(np.empty((len(high), len(order)), store), order, low[order], high)
    finish = functools.partial(_finish, lattice, layers, alpha)
    for size in range(n - inside + 1):
        _each(finish, [b for b in range(len(high)) if b.bit_count() == size])
    return lattice


def _types(total: int, product: int) -> tuple[Any, Any]:
    """Return (type that holds a weight, type that holds alpha's numerator times a weight)."""
    for bits, kind in ((32, np.uint32), (64, np.uint64)):
        if product < 2**bits:
            return (np.uint32 if total < 2**32 else kind), kind
    return object, object


@functools.cache
def _layers(persons: int) -> tuple[Array, list[tuple[slice, list[Array]]]]:
    """Return the sets in order of size, and for each size (places, [places of the sets without one member]).

    The latter count from the first place of the size before; one array for each member, from the first.
    """
    size = np.zeros(1, np.int8)
    for _ in range(persons):
        size = np.concatenate([size, size + 1])
    order = np.argsort(size, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    first = np.searchsorted(size[order], np.arange(persons + 2)).tolist()
    layers = []
    for s in range(persons + 1):
        sets = order[first[s] : first[s + 1]]
        rest, without = sets, []
        for _ in range(s):
            bit = rest & -rest
            without.append(place[sets ^ bit] - first[s - 1])
            rest = rest ^ bit
        layers.append((slice(first[s], first[s + 1]), without))
    return order, layers


def _finish(lattice: Lattice, layers: list[tuple[slice, list[Array]]], alpha: Fraction, block: int) -> None:
    """Work out a block whose subsets in other blocks are finished."""
    row, weight = lattice.value[block], lattice.weight(block)
    row[:] = 0
    for j in range(block.bit_length()):
        if block >> j & 1:
            np.maximum(row, lattice.value[block ^ 1 << j], out=row)
    limit = (weight * alpha.numerator // alpha.denominator).astype(row.dtype)
    before = row[:0]
    for places, without in layers:
        heaviest = row[places]
        for place in without:
            np.maximum(heaviest, before.take(place, mode="clip"), out=heaviest)
        np.copyto(heaviest, weight[places], where=heaviest <= limit[places], casting="same_kind")
        before = heaviest


def _each(function: Callable[[int], Any], blocks: list[int]) -> list[Any]:
    """Apply a function to blocks, on two threads where there are several."""
    if len(blocks) < 2 or WORKERS < 2:
        return [function(block) for block in blocks]
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, blocks))
