"""The only file that makes random numbers: every draw has an address.

A draw belongs to (seed, history, month, mechanism) and, within a mechanism, to an entity (its kind and its *address*) and a slot.
Two scenarios that differ in one fact therefore draw the same luck wherever that fact does not matter, and
permuting the rows of a table together with their addresses permutes the results exactly.

The generator is Threefry-2x32 with 20 rounds (Salmon and others 2011, the generator of JAX): a block cipher whose key is the
stream and whose counter is the address, so that a number is the same in a batch and alone, whatever else is drawn. It is written
out here, since JAX's own is compiled as a loop over whole arrays: for the few numbers of a month that costs more than the month.
"""

from __future__ import annotations

import zlib
from enum import IntEnum
from typing import Any

import jax
import jax.numpy as jnp

Array = Any

ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = 0x1BD11BDA


class Of(IntEnum):
    """Kinds of entity that have luck of their own within a mechanism."""

    ITSELF = 0  # the mechanism's own decisions
    PERSON = 1
    ORGANISATION = 2
    BODY = 3
    SHOCK = 4
    DISPUTE = 5
    LIABILITY = 6


def threefry(key: tuple[Array, Array], counter: tuple[Array, Array]) -> tuple[Array, Array]:
    """Encrypt a counter: two uint32 words for every pair of words; shapes broadcast."""
    a, b = (jnp.asarray(word, jnp.uint32) for word in key)
    x, y = (jnp.asarray(word, jnp.uint32) for word in counter)
    schedule = (a, b, a ^ b ^ jnp.uint32(PARITY))
    x, y = x + a, y + b
    for group in range(5):
        for rotation in ROTATIONS[group % 2]:
            x = x + y
            y = x ^ ((y << rotation) | (y >> (32 - rotation)))
        x = x + schedule[(group + 1) % 3]
        y = y + schedule[(group + 2) % 3] + jnp.uint32(group + 1)
    return x, y


def name_code(name: str) -> int:
    """Return the stable 31-bit code of a mechanism's or parameter's name."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF


def history_key(seed: Any, history: Any) -> Array:
    """Return the key of one history of a seed, uint32[2]; both may be traced."""
    return jnp.stack(threefry((0, seed), (history, 0)))


def stream(key: Array, name: str, month: Any) -> Array:
    """Return the luck of one mechanism in one month, uint32[2]; month 0 is the first, -1 is before the start."""
    return streams(key, (name,), month)[0]


def streams(key: Array, names: tuple[str, ...], month: Any) -> Array:
    """Return `stream` of several mechanisms in one go, uint32[names, 2]."""
    codes = jnp.array([name_code(name) for name in names], jnp.uint32)
    # stacking the two words makes the compiler keep them, instead of working them out again wherever they are used
    return jnp.stack(
        threefry((key[0], key[1]), (codes, jnp.asarray(month, jnp.int32).astype(jnp.uint32))), axis=1
    )


def kept(drawn: Array) -> Array:
    """The same numbers [n, at least 2], passed through a product with the identity, which is exact and which compilers do not see through.

    Else they would be worked out again in every place where a number is used.
    """
    return jnp.matmul(drawn, jnp.eye(drawn.shape[1]), precision=jax.lax.Precision.HIGHEST)


def uniform(luck: Array, of: Of, address: Array, slots: int) -> Array:
    """Return float32[n, slots] in [0, 1), multiples of 2**-24: row r belongs to the entity ``address[r]``."""
    slot = jnp.arange(max(slots, 2), dtype=jnp.uint32) + jnp.uint32(
        int(of) << 16
    )  # one column would not be kept
    bits, _ = threefry((luck[0], luck[1]), (address.astype(jnp.uint32)[:, None], slot[None, :]))
    return kept((bits >> 8).astype(jnp.float32) * 2.0**-24)[:, :slots]


def normals(luck: Array, of: Of, address: Array, slots: int) -> Array:
    """Return standard normals float32[n, slots]: `normal` of the same `uniform`."""
    return kept(normal(uniform(luck, of, address, max(slots, 2))))[:, :slots]


def single(luck: Array, slots: int) -> Array:
    """Return float32[slots] in [0, 1) for a mechanism's own decisions."""
    return uniform(luck, Of.ITSELF, jnp.zeros(1, jnp.uint32), slots)[0]


def gumbel(u: Array) -> Array:
    """Turn uniforms into standard Gumbel noise: argmax(score + noise) draws from softmax(score)."""
    return -jnp.log(-jnp.log(jnp.clip(u, 1e-7, 1 - 1e-7)))


def normal(u: Array) -> Array:
    """Turn uniforms into standard normals."""
    return jax.scipy.special.ndtri(jnp.clip(u, 1e-7, 1 - 1e-7))


def set_noise(member: Array, u: Array) -> Array:
    """Return Gumbel noise for each row of a set matrix that depends on its members only, not on their order.

    `member` bool[sets, K], an even number of sets, `u` float32[K] uniform -> float32[sets]. Whole numbers made of the members'
    uniforms are added modulo 2**32 (a commutative hash) and finished with the murmur3 mixer.
    """
    word = (u * 2.0**24).astype(jnp.uint32) * jnp.uint32(0x9E3779B1)
    h = jnp.sum(jnp.where(member, word[None, :], jnp.uint32(0)), axis=1, dtype=jnp.uint32)
    h = (h ^ (h >> 16)) * jnp.uint32(0x85EBCA6B)
    h = (h ^ (h >> 13)) * jnp.uint32(0xC2B2AE35)
    h = h ^ (h >> 16)
    noise = gumbel((h >> 9).astype(jnp.float32) * 2.0**-23 + 2.0**-24)
    return kept(noise.reshape(-1, 2)).reshape(-1)
