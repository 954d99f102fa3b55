"""Draws: the published cipher, and addresses that mean what they say."""

from __future__ import annotations

import ctypes
import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import worlds
from loops import uncompiled
from politburo import engine
from politburo.model import params as parameters
from politburo.model.codes import OF
from politburo.model.records import Luck
from politburo.vocab import name_code

KNOWN = [  # Salmon and others 2011, file kat_vectors of Random123: key, counter, answer of Threefry-2x32-20
    ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
]
#: Streams of seed 7, history 3: mechanism, month, key, and numbers in 2**-24 (kind of entity, address, slot: number).
STREAMS = [
    ("alignment", 5, (816230736, 1314448931), {(0, 0, 0): 3236188, (1, 70, 3): 12578762, (5, 1, 2): 5631481}),
    ("origin", -1, (4276783916, 1748854237), {(0, 0, 1): 6345267, (4, 0, 0): 11713268, (2, 70, 1): 10445981}),
    ("voice", 0, (3550867747, 809826538), {(0, 0, 3): 2049261, (3, 1, 2): 8038376, (6, 70, 0): 10673987}),
]

rng = uncompiled("rng")


def luck(seed=1, history=0, name="a mechanism", month=3):
    key, found = Luck(), Luck()
    rng.history_key(seed, history, key)
    rng.stream(key, name_code(name), month, found)
    return found


@pytest.mark.parametrize("key, counter, answer", KNOWN)
def test_the_cipher_gives_the_published_answers(key, counter, answer):
    assert rng.encrypt(*key, *counter) == answer


@pytest.mark.parametrize("name, month, key, numbers", STREAMS, ids=lambda value: str(value)[:12])
def test_streams_and_numbers_are_what_they_have_always_been(name, month, key, numbers):
    """Written down when the draws were made by a program of another kind."""
    found = luck(7, 3, name, month)
    assert (found.first, found.second) == key
    for (of, address, slot), number in numbers.items():
        assert rng.uniform(found, of, address, slot) == number / 2**24


def test_the_compiled_draws_are_those_of_the_sources():
    """The parameters of a history, each drawn flat between its bounds at the address of its name."""
    drawn = engine.draw(worlds.small(), 7, np.array([3], np.int32), *engine.fixed("prior"))[0]
    key = Luck()
    rng.history_key(7, 3, key)
    for value, (name, meta) in zip(drawn, parameters.FIELDS.items(), strict=True):
        u = rng.uniform(key, 0, name_code(f"parameter {name}"), 0)
        assert value == meta["low"] + (meta["high"] - meta["low"]) * u


def test_draws_in_a_row_are_those_of_each_address():
    """Words and normal numbers of many addresses at once, negative and large ones among them, and of all parts of the distribution."""
    addresses = [*range(200), -1, -(2**31), 2**31 - 1]
    n, found = len(addresses), luck()
    where, bits, out = (ctypes.c_int32 * n)(*addresses), (ctypes.c_uint32 * n)(), (ctypes.c_double * n)()
    rng.normals(found, 2, where, n, 3, bits, out)
    assert list(bits) == [rng.word(found, 2, address & 0xFFFFFFFF, 3) for address in addresses]
    us = [rng.uniform(found, 2, address & 0xFFFFFFFF, 3) for address in addresses]
    assert [rng.as_uniform(word) for word in bits] == us
    assert list(out) == [rng.normal(u) for u in us]
    assert min(us) < 0.02 and max(us) > 0.98


def test_every_part_of_an_address_matters():
    base = rng.own(luck(), 2)
    others = [luck(seed=2), luck(history=1), luck(name="another"), luck(month=4), luck(month=-1)]
    assert all(rng.own(other, 2) != base for other in others)
    addresses = list(itertools.product(OF.values(), range(5), range(4)))
    assert len({rng.uniform(luck(), *address) for address in addresses}) == len(addresses)


def test_histories_of_a_seed_have_nothing_in_common():
    """First draws of a thousand histories, and of one history in a thousand months: no lag or pair is correlated."""
    rows = [
        [rng.own(luck(history=n), 0) for n in range(1000)],
        [rng.own(luck(month=n), 0) for n in range(1000)],
        [rng.own(luck(seed=n), 0) for n in range(1000)],
    ]
    for row in rows:
        assert len(set(row)) > 990
        for lag in (1, 2, 7):
            assert abs(np.corrcoef(row[:-lag], row[lag:])[0, 1]) < 5 / np.sqrt(1000)
    assert np.abs(np.corrcoef(rows) - np.eye(3)).max() < 5 / np.sqrt(1000)


@pytest.fixture(scope="module")
def uniforms():
    stream = luck()
    return np.array([rng.uniform(stream, 1, address, slot) for address in range(4000) for slot in range(8)])


def test_uniforms_are_uniform_exact_and_below_one(uniforms):
    assert uniforms.min() >= 0 and uniforms.max() < 1
    assert np.array_equal(uniforms * 2**24, np.floor(uniforms * 2**24))
    counts = np.histogram(uniforms, 32, (0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 64  # 31 degrees of freedom: one in 2,000


def test_normals_and_gumbels_have_their_moments(uniforms):
    z = np.array([rng.normal(u) for u in uniforms])
    assert abs(z.mean()) < 0.02 and abs(z.std() - 1) < 0.02 and abs((z**4).mean() - 3) < 0.2
    g = np.array([rng.gumbel(u) for u in uniforms])
    assert abs(g.mean() - 0.5772) < 0.04 and abs(g.std() - np.pi / np.sqrt(6)) < 0.04
    assert np.allclose(np.exp(-np.exp(-g)), uniforms, atol=2e-7)


def test_the_ends_of_the_interval_are_cut_off():
    for u in (0.0, 1 - 2**-24):
        assert abs(rng.normal(u)) < 5.4 and -3 < rng.gumbel(u) < 17


@given(st.integers(0, 2**24 - 1))
@example(int(0.9 * 2**24))
@example(int(0.99 * 2**24))
@example(int(0.999 * 2**24))
@example(2**24 - 1)
def test_the_bound_of_the_noise_is_never_passed(n):
    assert rng.gumbel(n / 2**24) <= rng.gumbel_at_most(n / 2**24)


def noise(*members):
    return rng.gumbel(rng.set_uniform(sum(rng.member_word(u) for u in members) & 0xFFFFFFFF))


def test_the_noise_of_a_set_depends_on_its_members_only():
    shares = [n / 2**24 for n in (1234567, 7654321, 16777215, 99)]
    assert noise(*shares) == noise(*reversed(shares))
    assert len({noise(*group) for n in range(5) for group in itertools.combinations(shares, n)}) == 16


def test_the_noise_of_sets_is_gumbels():
    """Over all sets of twelve members, whose sums of words are anything but independent."""
    luck_of_sets, values = luck(month=9), []
    words = [rng.member_word(rng.uniform(luck_of_sets, 1, k, 3)) for k in range(12)]
    for number in range(1 << 12):
        values.append(
            rng.gumbel(rng.set_uniform(sum(w for k, w in enumerate(words) if number >> k & 1) & 0xFFFFFFFF))
        )
    u = np.exp(-np.exp(-np.array(values)))
    counts = np.histogram(u, 32, (0, 1))[0]
    assert ((counts - 128) ** 2 / 128).sum() < 64
    neighbours = [(u[n], u[n ^ 1]) for n in range(0, 1 << 12, 2)]
    assert abs(np.corrcoef(np.array(neighbours).T)[0, 1]) < 5 / np.sqrt(len(neighbours))
