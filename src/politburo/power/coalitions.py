"""The ultimate ruling coalition of a group, exactly (Acemoglu, Egorov & Sonin 2008).

A set S of persons with powers w is *winning within* N when w(S) > alpha w(N). It is *self-enforcing* when no proper
subset of it is both winning within it and self-enforcing: nobody in it can expel the rest and then be safe himself. The
ruling coalition of N is the lightest self-enforcing set that is winning within N.

Complexity: n 2^n steps and 4 bytes a set (see `politburo.power.lattice`), against 3^n steps of the definition.
Draws: none. Does not model: who proposes, promises that bind, costs of expulsion.

Acemoglu, D., Egorov, G. & Sonin, K. (2008). Coalition formation in non-democracies. Review of Economic Studies 75: 987-1009.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from politburo.errors import Problem
from politburo.power.exact import GameError, Number, fraction, fractions, listed, positions, whole
from politburo.power.lattice import Lattice, solve

MOST = 34
"""Largest group that is tried; memory sets the limit before that (28 persons take 1 GiB, each further one doubles it)."""

MOST_TIES = 1_000_000
HALF = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True)
class RulingCoalition:
    """Who rules when everybody foresees who could expel whom next.

    `members` are positions counted from 0, in order; None when several sets of equal power solve the game.
    `ties` holds every solution (one, unless `members` is None). `power` is the power of a solution, in the
    units of the powers given. `self_enforcing_grand`: the whole group rules, because no part of it is safe alone.
    """

    members: tuple[int, ...] | None
    power: Fraction
    self_enforcing_grand: bool
    ties: tuple[tuple[int, ...], ...]


def ruling_coalition(powers: Sequence[Number], alpha: Number = HALF) -> RulingCoalition:
    """Return the ultimate ruling coalition of persons with these powers.

    `powers`: numbers above zero, in any one unit. `alpha`: the share that must be exceeded, 1/2 <= alpha < 1.
    Decimals are taken as written (0.1 is one tenth); no rounding occurs anywhere. Raises `GameError`, also when memory
    does not suffice or more than a million sets solve the game.

    Three persons none of whom outweighs the other two hold together, and shut out a fourth stronger than each:

    >>> ruling_coalition([3, 4, 5]).members
    (0, 1, 2)
    >>> ruling_coalition([3, 4, 5, 10]).members
    (0, 1, 2)
    """
    weights, unit, share = _game(powers, alpha)
    lattice = solve(weights, share)
    least, count, solutions = lattice.lightest(sum(weights) * share.numerator // share.denominator)
    if count > MOST_TIES:
        remedy = "powers that differ, however little, have one solution"
        raise GameError(
            Problem("game-memory", "powers", f"{count:,} solutions", f"at most {MOST_TIES:,}", "", remedy)
        )
    ties = tuple(sorted(solutions))
    return RulingCoalition(
        members=ties[0] if len(ties) == 1 else None,
        power=least * unit,
        self_enforcing_grand=lattice.grand,
        ties=ties,
    )


def self_enforcing(powers: Sequence[Number], coalition: Iterable[int], alpha: Number = HALF) -> bool:
    """Is this coalition (positions counted from 0) safe from every part of it? Raises `GameError`.

    >>> self_enforcing([3, 4, 5], {0, 1})
    False
    """
    powers = listed(powers, "powers")
    chosen = _persons(coalition, len(powers))
    return _solved([powers[i] for i in chosen], alpha).grand


def self_enforcing_coalitions(powers: Sequence[Number], alpha: Number = HALF) -> Iterator[tuple[int, ...]]:
    """Return the members of every self-enforcing coalition, one at a time. Raises `GameError`.

    >>> sorted(self_enforcing_coalitions([3, 4, 5]))
    [(0,), (0, 1, 2), (1,), (2,)]
    """
    return _solved(powers, alpha).self_enforcing()


def dropped_next(
    powers: Sequence[Number], coalition: Iterable[int], alpha: Number = HALF
) -> tuple[tuple[int, ...], ...]:
    """Return who would be expelled from this coalition next: its members outside its own ruling coalition.

    One set of persons for each solution; nobody is dropped, ``((),)``, exactly when it is self-enforcing. Raises `GameError`.

    The fourth of the example above has to go; without the first, the strongest of the rest outweighs the others alone:

    >>> dropped_next([3, 4, 5, 10], range(4))
    ((3,),)
    >>> dropped_next([3, 4, 5, 10], [1, 2, 3])
    ((1, 2),)
    """
    powers = listed(powers, "powers")
    chosen = _persons(coalition, len(powers))
    answer = ruling_coalition([powers[i] for i in chosen], alpha)
    return tuple(tuple(person for i, person in enumerate(chosen) if i not in tie) for tie in answer.ties)


def _solved(powers: Sequence[Number], alpha: Number) -> Lattice:
    weights, _, share = _game(powers, alpha)
    return solve(weights, share)


def _persons(coalition: Iterable[int], persons: int) -> list[int]:
    chosen = positions(coalition, persons, "coalition")
    if not chosen:
        allowed = f"one or more of the positions 0 to {persons - 1}"
        raise GameError(Problem("coalition-unknown-person", "coalition", str(chosen)[:100], allowed))
    return chosen


def threshold(alpha: Number) -> Fraction:
    """Return alpha as a fraction; raises `GameError` unless 1/2 <= alpha < 1."""
    share = fraction(alpha, "alpha")
    if not HALF <= share < 1:
        allowed = "at least 1/2 and less than 1"
        raise GameError(
            Problem("alpha-out-of-range", "alpha", str(alpha), allowed, "", "0.5 is a simple majority")
        )
    return share


def above_zero(powers: Sequence[Number]) -> list[Fraction]:
    """Return powers as fractions; raises one `GameError` that names all that are not above zero."""
    exact = fractions(powers, "powers")
    remedy = "leave out a person without power"
    wrong = [
        Problem("power-not-positive", f"powers[{i}]", str(power), "above zero", "", remedy)
        for i, power in enumerate(exact)
        if power <= 0
    ]
    if wrong:
        raise GameError(wrong)
    return exact


def _game(powers: Sequence[Number], alpha: Number) -> tuple[list[int], Fraction, Fraction]:
    """Check a game and return (whole-number weights, what one unit of weight is worth, alpha)."""
    powers = listed(powers, "powers")
    if not 1 <= len(powers) <= MOST:
        remedy = "leave out or merge the weakest"
        raise GameError(Problem("game-size", "powers", f"{len(powers)} persons", f"1 to {MOST}", "", remedy))
    weights, unit = whole(above_zero(powers))
    return weights, unit, threshold(alpha)
