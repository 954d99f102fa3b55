"""The ultimate ruling coalition of a small group, exactly (Acemoglu, Egorov & Sonin 2008).

A set S of persons with powers w is *winning within* N when w(S) > alpha w(N). It is *self-enforcing* when no proper
subset of it is both winning within it and self-enforcing: nobody in it can expel the rest and then be safe himself. The
ruling coalition of N is the lightest self-enforcing set that is winning within N.

With M(S) the weight of the heaviest self-enforcing proper subset of S,

    S is self-enforcing  iff  M(S) <= alpha w(S),
    M(S) = max over i in S of max(M(S - i), w(S - i) if S - i is self-enforcing),

which takes n 2^n steps instead of the 3^n of the definition.

Draws: none. Does not model: who proposes, promises that bind, costs of expulsion.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np

MOST = 20
"""Largest group that is solved here."""

Number = Rational | float | str


class GameError(ValueError):
    """The powers or the threshold make no game. `code` is stable; the message says what is allowed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


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


def ruling_coalition(powers: Sequence[Number], alpha: Number = Fraction(1, 2)) -> RulingCoalition:
    """Return the ultimate ruling coalition of persons with these powers.

    `powers`: 1 to 20 numbers above zero, in any one unit. `alpha`: the share that must be exceeded, 1/2 <= alpha < 1.
    Decimals are taken as written (0.1 is one tenth); no rounding occurs anywhere. Raises `GameError`.

    >>> ruling_coalition([3, 4, 5]).members
    (0, 1, 2)
    >>> ruling_coalition([3, 4, 5, 10]).members
    (0, 1, 2)
    """
    weights, unit, share = _game(powers, alpha)
    total, holds = _solve(weights, share)
    winning = total * share.denominator > total[-1] * share.numerator
    possible = np.flatnonzero(holds & winning)
    lightest = min(total[possible])
    ties = tuple(sorted(_members(int(x)) for x in possible if total[x] == lightest))
    return RulingCoalition(
        members=ties[0] if len(ties) == 1 else None,
        power=Fraction(int(lightest)) * unit,
        self_enforcing_grand=bool(holds[-1]),
        ties=ties,
    )


def self_enforcing(
    powers: Sequence[Number], coalition: Iterable[int], alpha: Number = Fraction(1, 2)
) -> bool:
    """Is this coalition (positions counted from 0) safe from every part of it? Raises `GameError`.

    >>> self_enforcing([3, 4, 5], {0, 1})
    False
    """
    members = sorted(set(coalition))
    if not members or members[0] < 0 or members[-1] >= len(powers):
        raise GameError(
            "coalition-unknown-person",
            f"found {members}; the coalition must name at least one of the positions 0 to {len(powers) - 1}",
        )
    weights, _, share = _game([powers[i] for i in members], alpha)
    return bool(_solve(weights, share)[1][-1])


def _game(powers: Sequence[Number], alpha: Number) -> tuple[list[int], Fraction, Fraction]:
    """Check a game and return (whole-number weights, what one unit of weight is worth, alpha)."""
    if not 1 <= len(powers) <= MOST:
        raise GameError(
            "game-size",
            f"found {len(powers)} persons; 1 to {MOST} are allowed. Leave out or merge the weakest.",
        )
    exact = [_fraction(power, f"power of person {i}") for i, power in enumerate(powers)]
    for i, power in enumerate(exact):
        if power <= 0:
            raise GameError(
                "power-not-positive",
                f"found {power} for person {i}; powers must be above zero. Leave out a person without power.",
            )
    share = _fraction(alpha, "alpha")
    if not Fraction(1, 2) <= share < 1:
        raise GameError(
            "alpha-out-of-range", f"found alpha = {alpha}; at least 1/2 and less than 1 is allowed."
        )
    denominator = math.lcm(*(power.denominator for power in exact))
    weights = [int(power * denominator) for power in exact]
    common = math.gcd(*weights)
    return [weight // common for weight in weights], Fraction(common, denominator), share


def _fraction(value: Any, what: str) -> Fraction:
    try:
        return Fraction(value) if isinstance(value, Rational) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise GameError(
            "not-a-number", f"found {value!r} as {what}; a finite number such as 3, 0.4 or 2/5 is allowed"
        ) from None


def _solve(weights: list[int], alpha: Fraction) -> tuple[Any, Any]:
    """Return (weight, is it self-enforcing) of every set, [2**n]; bit i of the row number is person i."""
    n = len(weights)
    fits = sum(weights) * alpha.denominator < 2**63
    total = np.zeros(1, dtype=np.int64 if fits else object)
    size = np.zeros(1, dtype=np.int8)
    for weight in weights:
        total = np.concatenate([total, total + weight])
        size = np.concatenate([size, size + 1])
    heaviest = np.zeros_like(total)  # w(S) if S is self-enforcing, else M(S)
    holds = np.zeros(len(total), dtype=bool)
    for s in range(1, n + 1):
        sets = np.flatnonzero(size == s)
        below = np.zeros_like(total[sets])
        for i in range(n):
            inside = sets >> i & 1 == 1
            below[inside] = np.maximum(below[inside], heaviest[sets[inside] ^ (1 << i)])
        safe = below * alpha.denominator <= total[sets] * alpha.numerator
        holds[sets] = safe
        heaviest[sets] = np.where(safe, total[sets], below)
    return total, holds


def _members(row: int) -> tuple[int, ...]:
    return tuple(i for i in range(row.bit_length()) if row >> i & 1)
