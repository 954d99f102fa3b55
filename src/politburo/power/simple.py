"""Simple games (a coalition wins or loses) and the indices of voting power, each by its own definition.

N the set of n persons, swings_i the number of coalitions that lose without i and win with him.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.errors import Problem
from politburo.power.counting import Counts, count_table, critical, pivotal, sizes_of
from politburo.power.exact import GameError, check_room
from politburo.power.lattice import members

Index = tuple[Fraction, ...] | tuple[float, ...]

MOST_TABLE = 28  # persons whose coalitions are listed one by one
SMALLER = "merge persons, or use an index that needs no list: shapley_shubik, banzhaf or coleman"


class SimpleGame(ABC):
    """A voting game of `persons` persons, monotone: the empty coalition loses, all together win.

    Every index returns one number per person: floats, each the nearest to the exact value, or with ``exact=True`` fractions.
    Raises `GameError` where a table of all coalitions is needed and memory does not suffice for it.
    """

    persons: int

    @abstractmethod
    def _table(self) -> Array:
        """Does each coalition win? bool[2**persons], bit i of the row number is person i."""

    def table(self) -> Array:
        """Does each coalition win? bool[2**persons]; bit i of the row number is person i."""
        n = self.persons
        if n > MOST_TABLE:
            raise GameError(Problem("game-size", "game", f"{n} persons", f"up to {MOST_TABLE}", "", SMALLER))
        check_room(2**n * 6, f"the {2**n:,} coalitions of {n} persons", SMALLER)
        return self._table()

    def counts(self, *, sizes: bool) -> Counts:
        """Swings of every person and winning coalitions, by size or (without sizes) in all."""
        counts = count_table(self.table())
        return counts if sizes else Counts([[sum(row)] for row in counts.swings], [sum(counts.winning)])

    def swings(self) -> tuple[int, ...]:
        """The number of coalitions of others that each person turns from losing into winning."""
        return tuple(row[0] for row in self.counts(sizes=False).swings)

    def winning(self) -> int:
        """The number of winning coalitions."""
        return self.counts(sizes=False).winning[0]

    def minimal_winning_coalitions(self) -> list[tuple[int, ...]]:
        """Winning coalitions in which everybody is needed: members counted from 0."""
        table = self.table()
        minimal = table & (critical(table) == sizes_of(self.persons))
        return sorted(members(int(row)) for row in np.flatnonzero(minimal))

    def shapley_shubik(self, *, exact: bool = False) -> Index:
        """Share of the orders of all persons in which a person is pivotal: sum over k of k! (n-1-k)! / n! swings_i,k.

        Shapley, L. S. & Shubik, M. (1954). American Political Science Review 48: 787-792.
        """
        n = self.persons
        orders = [factorial(k) * factorial(n - 1 - k) for k in range(n)]
        pivots = [
            sum(o * s for o, s in zip(orders, row, strict=True)) for row in self.counts(sizes=True).swings
        ]
        return _index([Fraction(p, factorial(n)) for p in pivots], exact)

    def banzhaf(self, *, normalized: bool = True, exact: bool = False) -> Index:
        """Share of a person in all swings; with ``normalized=False`` the probability swings_i / 2^(n-1).

        Penrose, L. S. (1946). Journal of the Royal Statistical Society 109: 53-57 (the probability).
        Banzhaf, J. F. (1965). Rutgers Law Review 19: 317-343.
        """
        swings = self.swings()
        return _index(
            [Fraction(s, sum(swings) if normalized else 2 ** (self.persons - 1)) for s in swings], exact
        )

    def coleman_preventive(self, *, exact: bool = False) -> Index:
        """Share of the winning coalitions that fail without a person: swings_i / winning.

        Coleman, J. S. (1971). Control of collectivities and the power of a collectivity to act. In Social Choice, 269-300.
        """
        counts = self.counts(sizes=False)
        return _index([Fraction(row[0], counts.winning[0]) for row in counts.swings], exact)

    def coleman_initiative(self, *, exact: bool = False) -> Index:
        """Share of the losing coalitions that a person makes win: swings_i / losing (Coleman 1971)."""
        counts = self.counts(sizes=False)
        losing = 2**self.persons - counts.winning[0]
        return _index([Fraction(row[0], losing) for row in counts.swings], exact)

    def coleman_collectivity(self, *, exact: bool = False) -> Fraction | float:
        """The power of the body to act: the share of all coalitions that win (Coleman 1971)."""
        share = Fraction(self.winning(), 2**self.persons)
        return share if exact else float(share)

    def deegan_packel(self, *, exact: bool = False) -> Index:
        """The mean over minimal winning coalitions of 1 / size for members and 0 for others.

        Deegan, J. & Packel, E. W. (1978). International Journal of Game Theory 7: 113-123.
        """
        return self._over_minimal(exact, lambda size: Fraction(1, size))

    def public_good(self, *, exact: bool = False) -> Index:
        """Share of a person in all memberships of minimal winning coalitions.

        Holler, M. J. (1982). Forming coalitions and measuring voting power. Political Studies 30: 262-271.
        """
        return self._over_minimal(exact, lambda size: Fraction(1))

    def _over_minimal(self, exact: bool, credit: Any) -> Index:
        table, n, size = self.table(), self.persons, sizes_of(self.persons)
        minimal = table & (critical(table) == size)
        credits = [Fraction(0), *(credit(s) for s in range(1, n + 1))]
        rows = (np.bincount(_with(size, i)[_with(minimal, i)], minlength=n + 1).tolist() for i in range(n))
        return _index(_shares([sum(c * k for c, k in zip(credits, row, strict=True)) for row in rows]), exact)

    def johnston(self, *, exact: bool = False) -> Index:
        """Share of a person when every coalition with m >= 1 critical members gives each of them 1 / m.

        Johnston, R. J. (1978). On the measurement of power: some reactions to Laver. Environment and Planning A 10: 907-914.
        """
        table, n = self.table(), self.persons
        needed = critical(table)
        rows = (np.bincount(_with(needed, i)[pivotal(table, i)], minlength=n + 1).tolist() for i in range(n))
        return _index(_shares([sum(Fraction(k, m) for m, k in enumerate(row) if k) for row in rows]), exact)


def _with(values: Array, person: int) -> Array:
    """Values of the coalitions that hold a person, in the shape of `pivotal`."""
    return values.reshape(-1, 2, 2**person)[:, 1]


def _shares(amounts: Sequence[Fraction | int]) -> list[Fraction]:
    total = sum(amounts)
    return [Fraction(amount) / total for amount in amounts]


def _index(values: list[Fraction], exact: bool) -> Index:
    return tuple(values) if exact else tuple(float(value) for value in values)
