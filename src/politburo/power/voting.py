"""Voting power in weighted games: one function per index.

Every function takes `weights` (one number per person, or several rows of them), `quota` (w(S) >= quota wins; one for each
row, and all must be reached) and `vetoes` (positions from 0), as `WeightedGame` does, and raises the same `GameError`. It
returns one number per person: floats, each the nearest to the exact value, or with ``exact=True`` fractions. Definitions and
citations stand with the methods of `politburo.power.simple.SimpleGame`; games made of games are `CompoundGame`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from politburo.power.exact import Number
from politburo.power.simple import Index
from politburo.power.weighted import WeightedGame, Weights

Quota = Number | Sequence[Number]


def swings(weights: Weights, quota: Quota, *, vetoes: Iterable[int] = ()) -> tuple[int, ...]:
    """Number of coalitions of the others that each person turns from losing into winning.

    Complexity: n Q sums of numbers of n bits, Q the product of the quotas in the smallest whole numbers, or n 2^n if that is less.

    >>> swings([3, 2, 2], 5)
    (3, 1, 1)
    """
    return WeightedGame(weights, quota, vetoes=vetoes).swings()


def minimal_winning_coalitions(
    weights: Weights, quota: Quota, *, vetoes: Iterable[int] = ()
) -> list[tuple[int, ...]]:
    """Coalitions that win and would lose without any one member, as positions from 0. Complexity: n 2^n.

    >>> minimal_winning_coalitions([3, 2, 2], 5)
    [(0, 1), (0, 2)]
    """
    return WeightedGame(weights, quota, vetoes=vetoes).minimal_winning_coalitions()


def banzhaf(
    weights: Weights,
    quota: Quota,
    *,
    normalized: bool = True,
    vetoes: Iterable[int] = (),
    exact: bool = False,
) -> Index:
    """Share of each person in all swings (Banzhaf 1965); ``normalized=False``: probability of a swing (Penrose 1946).

    swings_i / sum over j of swings_j, or swings_i / 2^(n-1).
    Complexity: as `swings`; n = 1000 takes about a second.

    The six founders of the European Economic Community, 12 of 17 votes needed: the smallest had no power.

    >>> banzhaf([4, 4, 4, 2, 2, 1], 12, exact=True)[2:]
    (Fraction(5, 21), Fraction(1, 7), Fraction(1, 7), Fraction(0, 1))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).banzhaf(normalized=normalized, exact=exact)


def shapley_shubik(
    weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False
) -> Index:
    """Share of the orders of all persons in which each is pivotal (Shapley & Shubik 1954).

    sum over k of k! (n-1-k)! / n! swings_i,k, swings_i,k counting coalitions of k others that i turns from losing into winning.
    Complexity: n^2 Q / 2 sums (see `swings`), or n 2^n if that is less; n = 200 takes about a second.

    The permanent members of the Security Council, 7 votes against 1 with 39 needed:

    >>> shapley_shubik([7] * 5 + [1] * 10, 39, exact=True)[4:6]
    (Fraction(421, 2145), Fraction(4, 2145))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).shapley_shubik(exact=exact)


def coleman_preventive(
    weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False
) -> Index:
    """Share of the winning coalitions that fail without each person (Coleman 1971).

    swings_i / number of winning coalitions.
    Complexity: as `banzhaf`.

    >>> coleman_preventive([3, 2, 2], 5, exact=True)
    (Fraction(1, 1), Fraction(1, 3), Fraction(1, 3))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).coleman_preventive(exact=exact)


def coleman_initiative(
    weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False
) -> Index:
    """Share of the losing coalitions that each person makes win (Coleman 1971).

    swings_i / number of losing coalitions.
    Complexity: as `banzhaf`.

    >>> coleman_initiative([3, 2, 2], 5, exact=True)
    (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).coleman_initiative(exact=exact)


def coleman_collectivity(
    weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False
) -> Fraction | float:
    """The power of the body to act (Coleman 1971): share of all coalitions that win.

    number of winning coalitions / 2^n.
    Complexity: as `banzhaf`.

    >>> coleman_collectivity([3, 2, 2], 5)
    0.375
    """
    return WeightedGame(weights, quota, vetoes=vetoes).coleman_collectivity(exact=exact)


def deegan_packel(
    weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False
) -> Index:
    """Mean over minimal winning coalitions of 1 / size for members (Deegan & Packel 1978).

    `1 / |M| sum over S in M with i of 1 / |S|`, M the minimal winning coalitions.
    Complexity: n 2^n.

    >>> deegan_packel([35, 20, 15, 15, 15], 51, exact=True)[:3]
    (Fraction(3, 10), Fraction(3, 20), Fraction(11, 60))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).deegan_packel(exact=exact)


def public_good(weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False) -> Index:
    """Share of each person in all memberships of minimal winning coalitions (Holler 1982).

    `|M_i| / sum over j of |M_j|`, M_i the minimal winning coalitions with i.
    Complexity: n 2^n.

    >>> public_good([10, 9, 6, 5], 16, exact=True)
    (Fraction(2, 7), Fraction(2, 7), Fraction(2, 7), Fraction(1, 7))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).public_good(exact=exact)


def johnston(weights: Weights, quota: Quota, *, vetoes: Iterable[int] = (), exact: bool = False) -> Index:
    """Share of each person when a coalition with m critical members gives each of them 1/m (Johnston 1978).

    sum over S in which i is critical of 1 / m(S), divided by the sum over all persons.
    Complexity: n 2^n.

    >>> johnston([3, 2, 1], 4, exact=True)
    (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    return WeightedGame(weights, quota, vetoes=vetoes).johnston(exact=exact)
