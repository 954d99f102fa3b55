"""The ruling-coalition kernel against the definition, the published examples and its own symmetries."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politburo.errors import PolitburoError
from politburo.power import coalitions, exact, lattice
from politburo.power.coalitions import (
    MOST,
    dropped_next,
    ruling_coalition,
    self_enforcing,
    self_enforcing_coalitions,
)
from politburo.power.exact import GameError

HALF = Fraction(1, 2)
SHARES = (HALF, Fraction(3, 5), Fraction(2, 3), Fraction(9, 10))


def by_definition(powers: list[int], alpha: Fraction) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    """Return (self-enforcing sets, ruling coalitions), written as the paper defines them."""
    people = range(len(powers))
    weight = lambda members: sum(powers[i] for i in members)  # noqa: E731
    holds: set[tuple[int, ...]] = set()
    for size in range(1, len(powers) + 1):
        for group in combinations(people, size):
            parts = (part for s in range(1, size) for part in combinations(group, s))
            if not any(part in holds and weight(part) > alpha * weight(group) for part in parts):
                holds.add(group)
    winning = {group for group in holds if weight(group) > alpha * weight(people)}
    least = min(weight(group) for group in winning)
    return holds, {group for group in winning if weight(group) == least}


@pytest.mark.parametrize("low", [18, 3, 1])
def test_agrees_with_the_definition_on_random_games(low, monkeypatch):
    """Sets in one block, and cut into blocks of which two threads finish several at once."""
    monkeypatch.setattr(lattice, "LOW", low)
    random = np.random.default_rng(low)
    for _ in range(1500 if low == 18 else 40):
        powers = random.integers(1, 30, size=random.integers(1, 7)).tolist()
        alpha = SHARES[random.integers(len(SHARES))]
        holds, rulers = by_definition(powers, alpha)
        answer = ruling_coalition(powers, alpha)
        assert set(answer.ties) == rulers
        assert answer.members == (answer.ties[0] if len(rulers) == 1 else None)
        assert answer.power == sum(powers[i] for i in answer.ties[0])
        everybody = tuple(range(len(powers)))
        assert answer.self_enforcing_grand == (everybody in holds) == self_enforcing(powers, everybody, alpha)
        assert set(self_enforcing_coalitions(powers, alpha)) == holds
        out = {tuple(i for i in range(len(powers)) if i not in ruler) for ruler in rulers}
        assert set(dropped_next(powers, range(len(powers)), alpha)) == out
        some = tuple(np.flatnonzero(random.random(len(powers)) < 0.5).tolist()) or (0,)
        assert self_enforcing(powers, some, alpha) == (some in holds)


def test_published_examples():
    """Three persons none of whom outweighs the others hold together, and shut out a fourth stronger than each."""
    assert ruling_coalition([3, 4, 5]).members == (0, 1, 2)
    assert ruling_coalition([3, 4, 5]).self_enforcing_grand
    assert ruling_coalition([3, 4, 5, 10]).members == (0, 1, 2)
    assert not self_enforcing([3, 4], (0, 1))  # the stronger of two expels the weaker
    assert self_enforcing([4, 4], (0, 1))  # unless they are exactly equal
    assert ruling_coalition([3, 4, 8]).members == (2,)  # one who outweighs all others needs nobody


def held_sizes(powers: list[int]) -> list[int]:
    return [n for n in range(1, len(powers) + 1) if ruling_coalition(powers[:n]).self_enforcing_grand]


def test_nearly_equal_powers_hold_together_in_sizes_one_less_than_a_power_of_two():
    powers = [10**6 + 2**i for i in range(16)]
    assert held_sizes(powers) == [1, 3, 7, 15]


def test_the_lightest_fifteen_of_twenty_three_nearly_equal():
    """More than one block, by a known answer: 15 is the largest size that holds and more than half."""
    powers = [10**6 + 37 * i * i for i in range(23)]
    assert ruling_coalition(powers[::-1]).members == tuple(range(8, 23))


@pytest.mark.parametrize("kind", [np.uint64, object])
def test_every_type_of_weight_gives_the_same_answer(kind, monkeypatch):
    random = np.random.default_rng(6)
    games = [(random.integers(1, 40, size=9).tolist(), SHARES[i % len(SHARES)]) for i in range(40)]
    answers = [ruling_coalition(*game) for game in games]
    monkeypatch.setattr(lattice, "_types", lambda total, product: (kind, kind))
    assert [ruling_coalition(*game) for game in games] == answers


def test_types_hold_what_is_put_into_them():
    assert lattice._types(2**31, 2**31) == (np.uint32, np.uint32)
    assert lattice._types(2**32 - 1, 2**63) == (np.uint32, np.uint64)
    assert lattice._types(2**33, 2**33) == (np.uint64, np.uint64)
    assert lattice._types(2**60, 2**64) == (object, object)


def test_exactly_equal_powers_are_a_special_case():
    """Half is not more than half: two exact equals are safe from each other, so the sizes are powers of two."""
    assert held_sizes([1] * 16) == [1, 2, 4, 8, 16]
    three = ruling_coalition([1, 1, 1])
    assert three.members is None
    assert three.ties == ((0, 1), (0, 2), (1, 2))


games = st.lists(st.integers(1, 60), min_size=1, max_size=7)
shares = st.sampled_from(SHARES)


@settings(max_examples=60, deadline=None)
@given(games, shares, st.randoms(use_true_random=False))
def test_persons_have_no_order(powers, alpha, random):
    order = list(range(len(powers)))
    random.shuffle(order)
    there = ruling_coalition(powers, alpha)
    here = ruling_coalition([powers[i] for i in order], alpha)
    assert sorted(tuple(sorted(order[i] for i in tie)) for tie in here.ties) == list(there.ties)


@settings(max_examples=60, deadline=None)
@given(games, shares, st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_powers_have_no_unit(powers, alpha, factor):
    once, scaled = ruling_coalition(powers, alpha), ruling_coalition([p * factor for p in powers], alpha)
    assert scaled.ties == once.ties
    assert scaled.power == once.power * factor


def test_decimals_are_taken_as_written():
    assert ruling_coalition([0.1, 0.2, 0.3]).ties == ruling_coalition([1, 2, 3]).ties
    assert self_enforcing(["1/3", "2/3", 1.0], (0, 1, 2)) == self_enforcing([1, 2, 3], (0, 1, 2))
    assert ruling_coalition([6, 4], 0.6).self_enforcing_grand  # 6 is not more than 0.6 of 10


def test_numpy_numbers_are_numbers():
    powers = np.array([3, 4, 5, 10]) * 2**58 + 1
    assert ruling_coalition(powers).power == 12 * 2**58 + 3
    assert ruling_coalition(np.array([0.1, 0.2, 0.3], np.float32)).power == Fraction(3, 5)


def test_whole_numbers_beyond_the_machine_word():
    powers = [10**30 + 2**i for i in range(7)]
    assert ruling_coalition(powers).self_enforcing_grand


@pytest.mark.parametrize(
    ("powers", "alpha", "code"),
    [
        ([1, 0, 2], HALF, "power-not-positive"),
        ([1, -3], HALF, "power-not-positive"),
        ([1, 2], 1, "alpha-out-of-range"),
        ([1, 2], 0.49, "alpha-out-of-range"),
        ([1, float("nan")], HALF, "not-a-number"),
        ([1, 2], float("inf"), "not-a-number"),
        ([1, "1e999999999"], HALF, "not-a-number"),
        ([1, "1" * 201], HALF, "not-a-number"),
        ([1, "1/0"], HALF, "not-a-number"),
        ([], HALF, "game-size"),
        ([1] * (MOST + 1), HALF, "game-size"),
    ],
)
def test_bad_games_are_refused(powers, alpha, code):
    with pytest.raises(GameError) as caught:
        ruling_coalition(powers, alpha)
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, PolitburoError)


def test_every_problem_is_named_at_once():
    with pytest.raises(GameError) as caught:
        ruling_coalition([1, 0, -2, 5])
    assert [problem.where for problem in caught.value.problems] == ["powers[1]", "powers[2]"]
    with pytest.raises(GameError) as caught:
        ruling_coalition(["one", 1, None])
    assert [problem.where for problem in caught.value.problems] == ["powers[0]", "powers[2]"]


def test_beyond_memory_is_refused_before_it_is_taken(monkeypatch):
    monkeypatch.setattr(exact, "room", lambda: 2**20)
    ruling_coalition(range(1, 18))
    with pytest.raises(GameError, match="game-memory") as caught:
        ruling_coalition(range(1, 25))
    assert "16,777,216 sets of 24 persons" in str(caught.value)


def test_too_many_solutions_are_refused(monkeypatch):
    monkeypatch.setattr(coalitions, "MOST_TIES", 100)
    assert len(ruling_coalition([1] * 9).ties) == 9
    with pytest.raises(GameError, match="solutions"):
        ruling_coalition([1] * 14)


@pytest.mark.slow
def test_twenty_eight_persons():
    """The figure of docs/power.md: 15 of 28 nearly equal powers, in 1 GiB."""
    powers = [10**6 + 37 * i * i for i in range(28)]
    assert ruling_coalition(powers).members == tuple(range(15))


@pytest.mark.parametrize("coalition", [(), (3,), (-1, 0)])
def test_bad_coalitions_are_refused(coalition):
    with pytest.raises(GameError, match="coalition-unknown-person"):
        self_enforcing([1, 2, 3], coalition)
