"""How sure a ruling coalition is when powers are known only roughly.

The hard solution jumps: a change of a few per cent in one power may put another coalition in its place. What is reported,
therefore, is the share of draws of the powers in which each coalition rules.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from politburo.errors import Problem
from politburo.power.coalitions import HALF, above_zero, ruling_coalition, threshold
from politburo.power.exact import GameError, Number, array, count, holds_several, listed
from politburo.power.lattice import members

MOST = 20
WIDEST = 10  # log standard deviation
COARSE, FINE = 2**16 - 64, 2**31  # what the powers of a draw are scaled to sum to
BATCH = 2**10  # games at a time


@dataclass(frozen=True, kw_only=True)
class RulingProbability:
    """A distribution over coalitions, estimated from `draws`; the error of a probability p is sqrt(p (1 - p) / draws).

    `coalitions`: members (positions from 0) -> probability, most probable first. A draw solved by several
    coalitions counts for each in equal parts. `persons`: probability that each belongs to the ruling coalition.
    """

    coalitions: dict[tuple[int, ...], float]
    persons: tuple[float, ...]
    draws: int

    @property
    def effective(self) -> float:
        """Effective number of coalitions, 1 / sum of p^2 (Laakso & Taagepera 1979)."""
        return 1 / sum(p * p for p in self.coalitions.values())


def ruling_probability(
    powers: Sequence[Number],
    alpha: Number = HALF,
    *,
    uncertainty: float | Sequence[float],
    draws: int = 10_000,
    seed: int = 1,
) -> RulingProbability:
    """Return the probability of each coalition to rule when the powers are uncertain.

    Each draw multiplies power i by exp(s_i z), z standard normal and independent; `uncertainty` is s, one number for all or
    one per person (0.05: about five per cent). `powers`, `alpha`: as of `ruling_coalition`, at most 20 persons;
    alpha to the nearest 1/65,536. Up to 12 persons the powers of a draw are rounded to 16 bits, which misjudges draws as near to a
    tie as that. Draws: numpy's PCG64 from `seed`. Complexity: draws x n 2^n. Raises `GameError`.

    >>> sure = ruling_probability([3, 4, 5, 10], uncertainty=0.0, draws=100)
    >>> sure.coalitions
    {(0, 1, 2): 1.0}
    >>> rough = ruling_probability([3, 4, 5, 10], uncertainty=0.2)
    >>> {coalition: round(p, 1) for coalition, p in rough.coalitions.items() if p > 0.1}
    {(0, 1, 2): 0.7, (3,): 0.2}
    """
    powers = listed(powers, "powers")
    n, share = len(powers), threshold(alpha)
    if not 1 <= n <= MOST:
        raise GameError(
            Problem("game-size", "powers", f"{n} persons", f"1 to {MOST}", "", "leave out the weakest")
        )
    base = np.array([float(power) for power in above_zero(powers)])
    several = uncertainty if holds_several(uncertainty) else [uncertainty] * n
    spread = array(several, "uncertainty")
    if spread.shape != (n,) or not ((spread >= 0) & (spread <= WIDEST)).all():
        allowed = f"one number from 0 to {WIDEST}, or {n} of them"
        raise GameError(Problem("value-range", "uncertainty", str(uncertainty)[:100], allowed))
    draws, seed = count(draws, "draws", 1), count(seed, "seed", 0)
    drawn = base * np.exp(spread * np.random.default_rng(seed).standard_normal((draws, n)))
    games = Counter(map(tuple, _scaled(drawn, FINE).tolist()))
    return _collect(_solutions(games, share), n, draws)


def _scaled(powers: np.ndarray, to: int) -> np.ndarray:
    """Whole numbers in the same proportions that sum to about `to`, each at least 1."""
    return np.maximum(np.rint(powers / powers.sum(1, keepdims=True) * to), 1).astype(np.int64)


def _solutions(games: Counter, share: Fraction) -> Counter:
    """Return coalition -> number of draws. Few persons: all games at once; what is tied there is solved finely."""
    from politburo.power import batched

    found: Counter = Counter()
    fine = list(games)
    if len(fine[0]) <= batched.MOST:
        coarse = _scaled(np.array(fine, float), COARSE)
        parts = (coarse[at : at + BATCH] for at in range(0, len(coarse), BATCH))
        rows = np.concatenate([batched.ruling_batch(part, float(share)) for part in parts]).tolist()
        for game, row in zip(fine, rows, strict=True):
            if row >= 0:
                found[members(row)] += games[game]
        fine = [game for game, row in zip(fine, rows, strict=True) if row < 0]
    for game in fine:
        ties = ruling_coalition(game, share).ties
        for tie in ties:
            found[tie] += Fraction(games[game], len(ties))  # type: ignore[assignment]
    return found


def _collect(found: Counter, n: int, draws: int) -> RulingProbability:
    ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    coalitions = {coalition: float(count / draws) for coalition, count in ordered}
    persons = tuple(math.fsum(p for coalition, p in coalitions.items() if i in coalition) for i in range(n))
    return RulingProbability(coalitions=coalitions, persons=persons, draws=draws)
