"""The same draws as the engine's, as Python numbers, and what is made of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist
from typing import Any

import jax
import numpy as np

from politburo import rng
from politburo.rng import Of

LEAST, MOST = 1e-7, 1 - 2.0**-23  # 1 - 1e-7 in single precision

_uniform = jax.jit(rng.uniform, static_argnums=(1, 3))
_streams = jax.jit(rng.streams, static_argnums=1)


class Luck:
    """A stream of `politburo.rng`: of a history, or of one mechanism in one month."""

    def __init__(self, key: Any) -> None:
        self.key = key

    def of_mechanisms(self, names: tuple[str, ...], month: int) -> dict[str, Luck]:
        """The luck of each mechanism in a month; -1 is the month before the start."""
        return dict(zip(names, map(Luck, np.asarray(_streams(self.key, names, month))), strict=True))

    def each(self, kind: Of, rows: Iterable[Any], slots: int) -> list[list[float]]:
        """`slots` numbers in [0, 1) for every row of a table of facts, found by its address."""
        address = np.array([row.address for row in rows], np.uint32)
        return np.asarray(_uniform(self.key, kind, address, slots)).tolist()

    def own(self, slots: int) -> list[float]:
        """`slots` numbers in [0, 1) for the mechanism's own decisions."""
        return np.asarray(_uniform(self.key, Of.ITSELF, np.zeros(1, np.uint32), slots))[0].tolist()


def gumbel(u: float) -> float:
    """Standard Gumbel noise: the largest of score + noise is a draw from the softmax of the scores."""
    return -math.log(-math.log(min(max(u, LEAST), MOST)))


def normal(u: float) -> float:
    """A standard normal number."""
    return NormalDist().inv_cdf(min(max(u, LEAST), MOST))


def noise_of_set(draws: Iterable[float]) -> float:
    """Gumbel noise of a set of persons, made of its members' uniforms in any order (murmur3's last step)."""
    h = sum(round(u * 2**24) * 0x9E3779B1 for u in draws) % 2**32
    h = (h ^ (h >> 16)) * 0x85EBCA6B % 2**32
    h = (h ^ (h >> 13)) * 0xC2B2AE35 % 2**32
    h = h ^ (h >> 16)
    return gumbel((h >> 9) * 2.0**-23 + 2.0**-24)


def binomial(n: float, p: float, u: float) -> int:
    """Whole number of successes of n with probability p each, by the normal approximation, between 0 and n."""
    p = min(max(p, 0.0), 1.0)
    return round(min(max(round(n * p + math.sqrt(max(n * p * (1 - p), 0.0)) * normal(u)), 0), n))


def pick(weights: list[float], u: float) -> int:
    """One place, drawn in proportion to its weight; the last if nobody has any."""
    total = max(sum(weights), 1e-9)
    reached = 0.0
    for place, weight in enumerate(weights):
        reached += weight / total
        if u < reached:
            return place
    return len(weights) - 1
