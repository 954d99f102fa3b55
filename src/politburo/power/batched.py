"""Which sets of a few players are self-enforcing, for many games at once (Acemoglu, Egorov & Sonin 2008)."""

from __future__ import annotations

import functools
from typing import Any

import jax.numpy as jnp
import numpy as np

Array = Any


@functools.cache
def subset_matrix(players: int) -> np.ndarray:
    """Membership of every set: bool[2**K, K]; bit i of the row number is player i."""
    return (np.arange(2**players)[:, None] >> np.arange(players)) & 1 == 1


@functools.cache
def _layers(players: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each size s: (sets of that size [n], their subsets with one member fewer [n, s])."""
    member = subset_matrix(players)
    size = member.sum(1)
    layers = []
    for s in range(1, players + 1):
        sets = np.flatnonzero(size == s)
        fewer = np.stack([[x ^ (1 << i) for i in range(players) if x >> i & 1] for x in sets])
        layers.append((sets, fewer))
    return layers


def self_enforcing_batch(powers: Array, alpha: Any) -> Array:
    """bool[..., 2**K]: is each set self-enforcing when its members have these whole-number powers?"""
    players = powers.shape[-1]
    member = jnp.asarray(subset_matrix(players), jnp.int32)
    w = jnp.moveaxis(powers.astype(jnp.int32) @ member.T, -1, 0)
    best = jnp.zeros_like(w)  # M(S): heaviest self-enforcing proper subset
    value = jnp.zeros_like(w)  # w(S) if S is self-enforcing, else M(S)
    holds = jnp.ones(w.shape, bool)
    for sets, fewer in _layers(players):
        m = jnp.max(value[fewer], axis=1)
        ok = m <= alpha * w[sets]
        best = best.at[sets].set(m)
        value = value.at[sets].set(jnp.where(ok, jnp.maximum(w[sets], m), m))
        holds = holds.at[sets].set(ok)
    return jnp.moveaxis(holds, 0, -1)
