"""The only file that makes random numbers: every draw has an address.

A draw belongs to (seed, history, month, mechanism) and, within a mechanism, to an entity (its kind and its *address*) and a slot.
Two scenarios that differ in one fact therefore draw the same luck wherever that fact does not matter, and permuting the rows of a
table together with their addresses permutes the results exactly.

The generator is Threefry-2x32 with 20 rounds (Salmon and others 2011): a block cipher whose key is the stream and whose counter is
the address. Whoever does not ask for a number pays nothing for it.
"""

import cython

if not cython.compiled:
    from politburo.model.codes import OF_ITSELF
    from politburo.model.numbers import (
        central_quantile,
        is_central,
        logarithm,
        normal_quantile,
        outer_quantile,
        whole_part,
    )
    from politburo.model.records import ALL, GOLDEN, MIX_1, MIX_2, PARITY, Integers, Luck, Reals, Word, Words


def turned(y: Word, bits: Word) -> Word:
    """y with its bits turned round to the left."""
    return ((y << bits) & ALL) | (y >> (32 - bits))


def encrypt(a: Word, b: Word, x: Word, y: Word) -> tuple[Word, Word]:
    """Encrypt the counter (x, y) with the key (a, b)."""
    c: Word = a ^ b ^ PARITY
    x = (x + a) & ALL
    y = (y + b) & ALL
    x = (x + y) & ALL
    y = x ^ turned(y, 13)
    x = (x + y) & ALL
    y = x ^ turned(y, 15)
    x = (x + y) & ALL
    y = x ^ turned(y, 26)
    x = (x + y) & ALL
    y = x ^ turned(y, 6)
    x = (x + b) & ALL
    y = (y + c + 1) & ALL
    x = (x + y) & ALL
    y = x ^ turned(y, 17)
    x = (x + y) & ALL
    y = x ^ turned(y, 29)
    x = (x + y) & ALL
    y = x ^ turned(y, 16)
    x = (x + y) & ALL
    y = x ^ turned(y, 24)
    x = (x + c) & ALL
    y = (y + a + 2) & ALL
    x = (x + y) & ALL
    y = x ^ turned(y, 13)
    x = (x + y) & ALL
    y = x ^ turned(y, 15)
    x = (x + y) & ALL
    y = x ^ turned(y, 26)
    x = (x + y) & ALL
    y = x ^ turned(y, 6)
    x = (x + a) & ALL
    y = (y + b + 3) & ALL
    x = (x + y) & ALL
    y = x ^ turned(y, 17)
    x = (x + y) & ALL
    y = x ^ turned(y, 29)
    x = (x + y) & ALL
    y = x ^ turned(y, 16)
    x = (x + y) & ALL
    y = x ^ turned(y, 24)
    x = (x + b) & ALL
    y = (y + c + 4) & ALL
    x = (x + y) & ALL
    y = x ^ turned(y, 13)
    x = (x + y) & ALL
    y = x ^ turned(y, 15)
    x = (x + y) & ALL
    y = x ^ turned(y, 26)
    x = (x + y) & ALL
    y = x ^ turned(y, 6)
    return (x + c) & ALL, (y + a + 5) & ALL


def history_key(seed: Word, history: Word, out: Luck) -> None:
    """The key of one history of a seed."""
    out.first, out.second = encrypt(0, seed, history, 0)


def stream(key: Luck, code: Word, month: int, out: Luck) -> None:
    """The luck of one mechanism (the code of its name) in one month; month 0 is the first, -1 is before the start."""
    out.first, out.second = encrypt(key.first, key.second, code, month & ALL)


def place(of: int, slot: int) -> Word:
    """The half of the counter that says of what kind an entity is, and which of its draws is asked for."""
    return slot + (of << 16)


def word(luck: Luck, of: int, address: int, slot: int) -> Word:
    """32 random bits that belong to an entity (its kind and address) and a slot."""
    return encrypt(luck.first, luck.second, address, place(of, slot))[0]


def uniform(luck: Luck, of: int, address: int, slot: int) -> float:
    """A number in [0, 1), a multiple of 2**-24, that belongs to an entity (its kind and address) and a slot."""
    return as_uniform(word(luck, of, address, slot))


def words(luck: Luck, of: int, addresses: Integers, count: int, slot: int, out: Words) -> None:
    """The `word` of each of so many addresses, into `out` [count]; a processor works out several at once."""
    a: Word = luck.first
    b: Word = luck.second
    y: Word = place(of, slot)
    for n in range(count):
        out[n] = encrypt(a, b, addresses[n] & ALL, y)[0]


def as_uniform(bits: Word) -> float:
    """The `uniform` number that a `word` stands for."""
    return cython.cast(cython.int, bits >> 8) * 5.9604644775390625e-08


def own(luck: Luck, slot: int) -> float:
    """A number in [0, 1) for a mechanism's own decisions."""
    return uniform(luck, OF_ITSELF, 0, slot)


def inside(u: float) -> float:
    """u, kept off 0 and 1."""
    return min(max(u, 1e-7), 0.99999988079071044921875)


def normal(u: float) -> float:
    """A standard normal number made of a uniform one."""
    return normal_quantile(inside(u))


def normals(luck: Luck, of: int, addresses: Integers, count: int, slot: int, bits: Words, out: Reals) -> None:
    """The `normal` number of each of so many addresses, into `out` [count]; their words go into `bits` [count].

    All are first taken for numbers in the middle of the distribution, which a processor works out several at once.
    """
    words(luck, of, addresses, count, slot, bits)
    for n in range(count):
        out[n] = central_quantile(as_uniform(bits[n]) - 0.5)
    for n in range(count):
        u = as_uniform(bits[n])
        if not is_central(u - 0.5):
            out[n] = outer_quantile(inside(u))


def gumbel(u: float) -> float:
    """Standard Gumbel noise: the largest of score + noise is a draw from the softmax of the scores."""
    return -logarithm(-logarithm(inside(u)))


def member_word(u: float) -> Word:
    """A member's share in the noise of the sets to which he belongs: words are added modulo 2**32, in any order."""
    whole: Word = whole_part(u * 16777216.0)
    return (whole * GOLDEN) & ALL


def set_uniform(word: Word) -> float:
    """The number in (0, 1) of a set, from the sum of its members' words (the last step of murmur3)."""
    h: Word = word
    h = ((h ^ (h >> 16)) * MIX_1) & ALL
    h = ((h ^ (h >> 13)) * MIX_2) & ALL
    h = h ^ (h >> 16)
    return (h >> 9) * 1.1920928955078125e-07 + 5.9604644775390625e-08


def gumbel_at_most(u: float) -> float:
    """A number that `gumbel` of u does not exceed, found without a logarithm."""
    if u < 0.9:
        return 2.2504
    if u < 0.99:
        return 4.6002
    return 6.9073 if u < 0.999 else 17.0
