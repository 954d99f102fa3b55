"""Weighted voting with one or several thresholds and vetoes, and games made of such games."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.errors import Problem
from politburo.power import counting
from politburo.power.counting import Counts
from politburo.power.exact import GameError, Number, fraction, fractions, holds_several, listed, positions
from politburo.power.exact import whole as whole_numbers
from politburo.power.simple import MOST_TABLE, SimpleGame

Weights = Sequence[Number] | Sequence[Sequence[Number]]
MOST_MOVED = 4 * 10**11  # bytes: about a minute


class WeightedGame(SimpleGame):
    """A coalition wins when its weight reaches the quota (w(S) >= q) and everybody with a veto is in it.

    `weights`: one number per person, or several rows of them with one quota each: then all quotas must be reached. Numbers are
    taken as written, from whatever holds them in an order: lists, tuples, ranges, arrays, series, generators. Who has weight 0 sits in
    the body without a vote. `vetoes`: positions counted from 0. Raises `GameError` naming every problem: a negative weight, a quota
    that is not above zero or exceeds the sum of the weights.

    >>> WeightedGame([4, 4, 4, 2, 2, 1], 12).banzhaf(exact=True)[::2]
    (Fraction(5, 21), Fraction(5, 21), Fraction(1, 7))
    """

    def __init__(
        self, weights: Weights, quota: Number | Sequence[Number], *, vetoes: Iterable[int] = ()
    ) -> None:
        rows, quotas = _criteria(weights, quota)
        self.persons = len(rows[0])
        self.vetoes = tuple(positions(vetoes, self.persons, "vetoes"))
        _check(rows, quotas)
        self.criteria = tuple(_whole(row, quota) for row, quota in zip(rows, quotas, strict=True))

    def _table(self) -> Array:
        n = self.persons
        low = min(n, 16)
        veto = sum(1 << i for i in self.vetoes)
        table = ((np.arange(2**low) | ~(2**low - 1)) & veto == veto)[None] & (
            (np.arange(2 ** (n - low)) << low | 2**low - 1) & veto == veto
        )[:, None]
        for weights, quota in self.criteria:
            kind = np.int64 if sum(weights) < 2**62 else object
            below, above = _sums(weights[:low], kind), _sums(weights[low:], kind)
            for row, weight in zip(table, above, strict=True):
                row &= below >= quota - weight
        return table.reshape(-1)

    def counts(self, *, sizes: bool) -> Counts:
        """Swings and winning coalitions: from the generating function or, where that is less work, from a table."""
        others = [i for i in range(self.persons) if i not in self.vetoes]
        rows, quotas = [], []
        for weights, quota in self.criteria:
            needed = quota - sum(weights[i] for i in self.vetoes)
            if needed > 0:
                rows.append(tuple(weights[i] for i in others))
                quotas.append(needed)
        moved = counting.steps(rows, tuple(quotas), sizes=sizes)
        if self.persons <= MOST_TABLE and moved > self.persons * 2**self.persons * 8:
            return super().counts(sizes=sizes)
        if moved > MOST_MOVED:
            found = f"quotas {', '.join(f'{q:,}' for q in quotas)} in the smallest whole numbers, {self.persons} persons"
            raise GameError(Problem("game-memory", "quota", found, "smaller quotas", "", "round the weights"))
        return self._with_vetoes(counting.count(rows, tuple(quotas), len(others), sizes=sizes), others, sizes)

    def _with_vetoes(self, inner: Counts, others: list[int], sizes: bool) -> Counts:
        """From the game of the others among themselves to the whole: vetoes are members of whatever wins."""
        v = len(self.vetoes) if sizes else 0
        swings = dict(zip(others, ([0] * v + row for row in inner.swings), strict=True))
        swings |= {i: [0] * (v - 1) + inner.winning for i in self.vetoes}
        return Counts([swings[i] for i in range(self.persons)], [0] * v + inner.winning)


class CompoundGame(SimpleGame):
    """Bodies that vote in a body: part p casts its vote in `top` when its own game is won by those of its seats that say yes.

    `parts`: one (game, seats) for each person of `top`; `seats` are the positions, in the compound game, of the part's
    persons. Seats may overlap. Two chambers that must agree, or a council and a second way round it, are games of this kind.

    >>> three = WeightedGame([1, 1, 1], 2)
    >>> two_tiers = CompoundGame(three, [(three, (0, 1, 2)), (three, (3, 4, 5)), (three, (6, 7, 8))])
    >>> two_tiers.banzhaf(normalized=False, exact=True)[0]
    Fraction(1, 4)

    Shapley, L. S. (1962). Simple games: an outline of the descriptive theory. Behavioral Science 7: 59-66.
    """

    def __init__(self, top: SimpleGame, parts: Sequence[tuple[SimpleGame, Sequence[int]]]) -> None:
        try:
            pairs = [(game, tuple(listed(seats, f"parts[{p}]"))) for p, (game, seats) in enumerate(parts)]
        except (TypeError, ValueError) as error:
            if isinstance(error, GameError):
                raise
            pairs = []
        if not pairs or not all(isinstance(game, SimpleGame) for game in (top, *(game for game, _ in pairs))):
            allowed = "a game on top, and for each of its persons a pair (game, seats)"
            raise GameError(Problem("value-type", "parts", repr(parts)[:100], allowed))
        self.top, self.parts = top, tuple(pairs)
        every = [seat for _, seats in self.parts for seat in seats]
        held = positions(every, len(every), "parts")
        problems = []
        if len(self.parts) != top.persons:
            problems.append(
                Problem(
                    "game-size", "parts", f"{len(self.parts)} parts", f"{top.persons}, as in the top game"
                )
            )
        for p, (game, seats) in enumerate(self.parts):
            if len(set(seats)) != game.persons or len(seats) != game.persons:
                allowed = f"{game.persons} different positions"
                problems.append(Problem("coalition-unknown-person", f"parts[{p}]", str(seats)[:100], allowed))
        if held != list(range(len(held))):
            allowed = "every position from 0 to the last"
            problems.append(Problem("coalition-unknown-person", "parts", str(held)[:100], allowed))
        if problems:
            raise GameError(problems)
        self.persons = len(held)

    def _table(self) -> Array:
        n = self.persons
        for_ = np.zeros((2,) * n, np.uint32)  # which parts vote for, as bits; axis a is person n - 1 - a
        for p, (game, seats) in enumerate(self.parts):
            axes = [n - 1 - seat for seat in reversed(seats)]
            votes = game.table().reshape((2,) * game.persons).transpose(np.argsort(axes))
            shape = [2 if axis in axes else 1 for axis in range(n)]
            for_ |= votes.reshape(shape).astype(np.uint32) << p
        return self.top.table()[for_.reshape(-1)]


def _criteria(
    weights: Weights, quota: Number | Sequence[Number]
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Rows of weights with a quota each, as fractions."""
    given = listed(weights, "weights")
    several = any(map(holds_several, given))
    given = [listed(row, f"weights[{k}]") for k, row in enumerate(given)] if several else [given]
    if not given[0] or {len(row) for row in given} != {len(given[0])}:
        found = ", ".join(str(len(row)) for row in given)
        raise GameError(
            Problem("game-size", "weights", f"{found} persons", "one or more, the same in every row")
        )
    asked = listed(quota, "quota") if several and holds_several(quota) else [quota]
    if len(asked) != len(given):
        raise GameError(
            Problem("quota-out-of-range", "quota", str(quota)[:100], f"{len(given)} quotas, one a row")
        )
    rows = [fractions(row, f"weights[{k}]" if several else "weights") for k, row in enumerate(given)]
    return rows, [fraction(q, f"quota[{k}]" if several else "quota") for k, q in enumerate(asked)]


def _check(rows: list[list[Fraction]], quotas: list[Fraction]) -> None:
    place = lambda name, k: f"{name}[{k}]" if len(rows) > 1 else name  # noqa: E731
    problems = [
        Problem("weight-negative", f"{place('weights', k)}[{i}]", str(weight), "0 or more")
        for k, row in enumerate(rows)
        for i, weight in enumerate(row)
        if weight < 0
    ]
    problems += [
        Problem("quota-out-of-range", place("quota", k), str(quota), f"above 0, at most the sum {sum(row)}")
        for k, (row, quota) in enumerate(zip(rows, quotas, strict=True))
        if not 0 < quota <= sum(row)
    ]
    if problems:
        raise GameError(problems)


def _whole(row: list[Fraction], quota: Fraction) -> tuple[tuple[int, ...], int]:
    weights, unit = whole_numbers(row)
    return tuple(weights), ceil(quota / unit)


def _sums(weights: tuple[int, ...], kind: Any) -> Array:
    sums = np.zeros(1, kind)
    for weight in weights:
        sums = np.concatenate([sums, sums + weight])
    return sums


def majority(weights: Sequence[Number]) -> Fraction:
    """Return the least quota that is more than half of these weights, in steps of their common unit.

    >>> majority([3, 2, 2]), majority([2, 2])
    (Fraction(4, 1), Fraction(4, 1))
    """
    exact = fractions(weights, "weights")
    if not exact:
        raise GameError(Problem("game-size", "weights", "nobody", "one or more persons"))
    numbers, unit = whole_numbers(exact)
    return (sum(numbers) // 2 + 1) * unit
