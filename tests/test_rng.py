"""Draws: the published cipher, and addresses that mean what they say."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from politburo import rng

KNOWN = [  # Salmon and others 2011, file kat_vectors of Random123: key, counter, answer of Threefry-2x32-20
    ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
]


@pytest.mark.parametrize("key, counter, answer", KNOWN)
def test_the_cipher_gives_the_published_answers(key, counter, answer):
    words = tuple(jnp.uint32(word) for word in (*key, *counter))
    assert tuple(int(word) for word in rng.threefry(words[:2], words[2:])) == answer


def luck(seed=1, history=0, name="a mechanism", month=3):
    return rng.stream(rng.history_key(seed, history), name, month)


def test_every_part_of_an_address_matters():
    base = rng.single(luck(), 4)
    others = [luck(seed=2), luck(history=1), luck(name="another"), luck(month=4), luck(month=-1)]
    assert all(not np.array_equal(base, rng.single(other, 4)) for other in others)
    address = jnp.arange(5)
    kinds = [rng.uniform(luck(), of, address, 2) for of in rng.Of]
    assert len({tuple(np.asarray(kind).ravel()) for kind in kinds}) == len(rng.Of)


def test_a_number_belongs_to_its_address_not_to_its_row_or_company():
    address = jnp.array([7, 2, 90])
    three = rng.uniform(luck(), rng.Of.PERSON, address, 3)
    order = np.array([2, 0, 1])
    assert np.array_equal(rng.uniform(luck(), rng.Of.PERSON, address[order], 3), three[order])
    assert np.array_equal(rng.uniform(luck(), rng.Of.PERSON, address[1:2], 5)[:, :3], three[1:2])
    many = jax.vmap(lambda seed: rng.single(rng.stream(rng.history_key(seed, 0), "x", 0), 3))(jnp.arange(4))
    assert np.array_equal(many[2], rng.single(rng.stream(rng.history_key(2, 0), "x", 0), 3))


def test_streams_are_the_single_streams():
    names = ("one", "two", "three")
    both = rng.streams(rng.history_key(1, 2), names, 5)
    assert all(
        np.array_equal(both[n], rng.stream(rng.history_key(1, 2), name, 5)) for n, name in enumerate(names)
    )


def test_uniforms_are_uniform_exact_and_below_one():
    u = np.asarray(rng.uniform(luck(), rng.Of.PERSON, jnp.arange(4000), 8)).ravel()
    assert u.min() >= 0 and u.max() < 1
    assert np.array_equal(u * 2**24, np.floor(u * 2**24))
    counts = np.histogram(u, 32, (0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 64  # 31 degrees of freedom: one in 2,000
    z = np.asarray(rng.normal(jnp.asarray(u)))
    assert abs(z.mean()) < 0.02 and abs(z.std() - 1) < 0.02


def test_the_noise_of_a_set_depends_on_its_members_only():
    member = np.array([[1, 1, 0], [0, 1, 1], [1, 1, 0], [0, 0, 0]], bool)
    u = jnp.array([0.1, 0.5, 0.9])
    noise = rng.set_noise(jnp.asarray(member), u)
    assert noise[0] == noise[2] != noise[1]
    order = np.array([2, 0, 1])
    assert np.array_equal(rng.set_noise(jnp.asarray(member[:, order]), u[order]), noise)
