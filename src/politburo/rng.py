"""The only file that makes random numbers: every draw has an address.

A draw belongs to (seed, history, month, mechanism) and, within a mechanism, to an entity's *address* and a slot.
Two scenarios that differ in one fact therefore draw the same luck wherever that fact does not matter, and
permuting the rows of a table together with their addresses permutes the results exactly.
The generator is JAX's counter-based Threefry, which gives the same words in a batch and alone.
"""

from __future__ import annotations

import zlib
from typing import Any

import jax
import jax.numpy as jnp

Array = Any


def name_code(name: str) -> int:
    """Return the stable 31-bit code of a mechanism's or parameter's name."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF


def history_key(seed: int, history: Any) -> Array:
    """Return the key of one history of a seed; `history` may be traced."""
    return jax.random.fold_in(jax.random.key(seed), history)


def stream(key: Array, name: str, month: Any) -> Array:
    """Return the luck of one mechanism in one month; month 0 is the first, -1 is before the start."""
    return jax.random.fold_in(jax.random.fold_in(key, name_code(name)), month + 1)


def streams(key: Array, names: list[str], month: Any) -> list[Array]:
    """Return `stream` of several mechanisms in one go."""
    codes = jnp.array([name_code(name) for name in names], jnp.uint32)
    keys = jax.vmap(lambda code: jax.random.fold_in(jax.random.fold_in(key, code), month + 1))(codes)
    return [keys[row] for row in range(len(names))]


def uniform(luck: Array, address: Array, slots: int) -> Array:
    """Return float32[n, slots] in [0, 1): row r belongs to ``address[r]``, whatever the number of rows."""
    return jax.random.uniform(luck, (address.shape[0], slots))[address]


def few(luck: Array, address: Array, slots: int) -> Array:
    """Return float32[n, slots] for a handful of addresses out of many (cheaper than `uniform`, other values)."""
    return jax.vmap(lambda a: jax.random.uniform(jax.random.fold_in(luck, a), (slots,)))(address)


def words(luck: Array, address: Array) -> Array:
    """Return uint32[n], one word for each of a handful of addresses."""
    return jax.vmap(lambda a: jax.random.bits(jax.random.fold_in(luck, a), (), jnp.uint32))(address)


def single(luck: Array, slots: int) -> Array:
    """Return float32[slots] in [0, 1) for a mechanism's own decisions."""
    return jax.random.uniform(luck, (slots,))


def gumbel(u: Array) -> Array:
    """Turn uniforms into standard Gumbel noise: argmax(score + noise) draws from softmax(score)."""
    return -jnp.log(-jnp.log(jnp.clip(u, 1e-7, 1 - 1e-7)))


def normal(u: Array) -> Array:
    """Turn uniforms into standard normals."""
    return jax.scipy.special.ndtri(jnp.clip(u, 1e-7, 1 - 1e-7))


def set_noise(member: Array, word: Array) -> Array:
    """Return Gumbel noise for each row of a set matrix that depends on its members only, not on their order.

    `member` bool[sets, K], `word` uint32[K] -> float32[sets]. The words of the members are added modulo 2**32
    (a commutative hash) and finished with the murmur3 mixer.
    """
    h = jnp.sum(jnp.where(member, word[None, :], jnp.uint32(0)), axis=1, dtype=jnp.uint32)
    h = (h ^ (h >> 16)) * jnp.uint32(0x85EBCA6B)
    h = (h ^ (h >> 13)) * jnp.uint32(0xC2B2AE35)
    h = h ^ (h >> 16)
    return gumbel((h >> 9).astype(jnp.float32) * 2.0**-23 + 2.0**-24)
