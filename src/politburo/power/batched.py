"""Which sets of a few persons are self-enforcing, for very many games at once.

The same answer as `coalitions.self_enforcing`, in arrays. All sets of one size are worked out together, from the sets with one member
fewer. Everything is compared in whole numbers, so that rounding decides nothing.
"""

from __future__ import annotations

import functools

import numpy as np

from politburo.arrays import Array

MOST = 12
UNIT = 2**16  # alpha is a whole number of these parts; the powers of a game sum to less than this


@functools.cache
def subset_matrix(persons: int) -> np.ndarray:
    """Return the membership of every set, bool[2**K, K]; bit i of the row number is person i."""
    return (np.arange(2**persons)[:, None] >> np.arange(persons)) & 1 == 1


def self_enforcing_batch(powers: Array, alpha: Array | float) -> Array:
    """Is each set self-enforcing when its members have these powers?

    `powers` [..., K], K at most 12: whole numbers (integers, or floats without fractions), not negative, summing to less than
    65,536 in each game. `alpha`: scalar or [...], at least 1/2 and less than 1, taken to the nearest 1/65,536.
    Returns bool[..., 2**K]; bit i of the last index is person i; the empty set counts as self-enforcing.
    Values are not checked; raises `ValueError` only for more than 12 persons.
    """
    if np.shape(powers)[-1] > MOST:
        raise ValueError(f"found {np.shape(powers)[-1]} persons; at most {MOST} are allowed in a batch")
    weight, share = _weights(powers), _parts(alpha)
    limit = weight * share // UNIT
    heaviest = np.zeros_like(weight)  # of each set S: w(S) if S is self-enforcing, else M(S)
    holds = np.ones(weight.shape, bool)
    for sets, fewer in _layers(np.shape(powers)[-1]):
        below = functools.reduce(np.maximum, (heaviest[column] for column in fewer.T))
        holds[sets] = below <= limit[sets]
        heaviest[sets] = np.where(holds[sets], weight[sets], below)
    return np.moveaxis(holds, 0, -1)


def ruling_batch(powers: Array, alpha: Array | float) -> Array:
    """Return the ruling coalition of each game, int32[...]: bit i is person i; -1 where several of equal power solve it.

    Arguments as of `self_enforcing_batch`; every power at least 1. About a thousand games a call suit the processor's cache.

    >>> ruling_batch(np.array([[3, 4, 5, 10], [1, 3, 9, 4], [1, 1, 1, 1]]), 0.5).tolist()
    [7, 4, 15]
    """
    holds = np.moveaxis(self_enforcing_batch(powers, alpha), -1, 0)
    weight = _weights(powers)
    winning = weight * np.uint32(UNIT) > weight[-1] * _parts(alpha)
    candidate = np.where(holds & winning, weight, np.uint32(UNIT))
    several = (candidate == candidate.min(0)).sum(0) > 1
    return np.where(several, -1, candidate.argmin(0)).astype(np.int32)


def _parts(alpha: Array | float) -> Array:
    """The share as a whole number of 1/UNIT."""
    return np.round(np.asarray(alpha, float) * UNIT).astype(np.uint32)


def _weights(powers: Array) -> Array:
    """Power of every set, uint32[2**K, ...]: games lie along the last axes."""
    weight = np.zeros((1, *np.shape(powers)[:-1]), np.uint32)
    for power in np.moveaxis(np.asarray(powers).astype(np.uint32), -1, 0):
        weight = np.concatenate([weight, weight + power])
    return weight


@functools.cache
def _layers(persons: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The sets of each size s >= 1 [n], and their subsets with one member fewer [n, s]."""
    size = subset_matrix(persons).sum(1)
    layers = []
    for s in range(1, persons + 1):
        sets = np.flatnonzero(size == s)
        layers.append((sets, np.array([[x ^ (1 << i) for i in range(persons) if x >> i & 1] for x in sets])))
    return layers
