"""Opinion dynamics against closed forms, iteration and known laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politburo.power import opinion
from politburo.power.exact import GameError


def random_weights(random, n, zeros=0.4):
    w = random.random((n, n)) * (random.random((n, n)) > zeros) + 0.1 * np.eye(n)
    return w / w.sum(1, keepdims=True)


def test_degroot_limit_is_the_mean_by_the_left_unit_vector():
    random = np.random.default_rng(1)
    for n in (2, 5, 12):
        w, y = random_weights(random, n, 0.2), random.normal(size=(n, 3))
        value, vector = np.linalg.eig(w.T)
        left = vector[:, np.argmax(value.real)].real
        expected = left / left.sum() @ y
        assert np.allclose(opinion.degroot(w, y), expected)
        assert np.allclose(opinion.degroot(w, y, steps=3000), expected)


def test_degroot_groups_keep_apart_and_circles_have_no_limit():
    w = np.kron(np.eye(2), np.full((2, 2), 0.5))
    assert np.allclose(opinion.degroot(w, [0, 1, 5, 6]), [0.5, 0.5, 5.5, 5.5])
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert opinion.degroot(swap, [0, 1], steps=3).tolist() == [1, 0]
    with pytest.raises(GameError, match="no-limit"):
        opinion.degroot(swap, [0, 1])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8))
def test_friedkin_johnsen_iteration_reaches_the_fixed_point(seed, n):
    random = np.random.default_rng(seed)
    w, y, a = random_weights(random, n), random.normal(size=(n, 2)), random.uniform(0, 0.95, n)
    fixed = opinion.friedkin_johnsen(w, y, a)
    assert np.allclose(opinion.friedkin_johnsen(w, y, a, steps=800), fixed, atol=1e-9)
    assert (fixed <= y.max(0) + 1e-12).all() and (fixed >= y.min(0) - 1e-12).all()
    closed = np.linalg.inv(np.eye(n) - np.diag(a) @ w) @ np.diag(1 - a)
    assert np.allclose(closed @ y, fixed) and np.allclose(closed.sum(1), 1)


def test_friedkin_johnsen_ends():
    w = random_weights(np.random.default_rng(2), 6)
    y = np.arange(6.0)
    assert opinion.friedkin_johnsen(w, y, 0.0).tolist() == y.tolist()
    assert np.allclose(opinion.friedkin_johnsen(w, y, 1.0, steps=9), opinion.degroot(w, y, steps=9))
    with pytest.raises(GameError, match="no-limit"):
        opinion.friedkin_johnsen(w, y, 1.0)
    stubborn = np.array([0.0, 1, 1, 1, 1, 1])
    assert np.allclose(
        opinion.friedkin_johnsen(random_weights(np.random.default_rng(3), 6, 0.0), y + 7, stubborn), 7
    )


def test_bounded_confidence_laws():
    random = np.random.default_rng(4)
    y = np.sort(random.random(60))
    for confidence in (0.05, 0.15, 0.4):
        after = opinion.hegselmann_krause(y, confidence)
        assert (np.diff(after) >= -1e-12).all()  # the order of opinions is kept
        assert np.allclose(opinion.hegselmann_krause(after, confidence, steps=1), after)
        gaps = np.diff(after)
        assert ((gaps < 1e-9) | (gaps > confidence)).all()
        assert np.allclose(opinion.hegselmann_krause(1 - y[::-1], confidence), 1 - after[::-1])
    assert opinion.clusters(opinion.hegselmann_krause(y, 0.4), apart=0.01) == 1
    assert opinion.clusters(opinion.hegselmann_krause(y, 0.05), apart=0.01) > 3


def test_hegselmann_krause_by_hand():
    y = np.array([0.0, 1.0, 2.0])
    assert opinion.hegselmann_krause(y, 1.0, steps=1).tolist() == [0.5, 1.0, 1.5]
    assert opinion.hegselmann_krause(y, 0.5).tolist() == y.tolist()


def test_deffuant_keeps_the_mean_and_the_seed():
    random = np.random.default_rng(5)
    y = random.random((40, 2))
    after = opinion.deffuant(y, 0.3, meetings=4000, seed=8)
    assert np.allclose(after.mean(0), y.mean(0))
    assert (after == opinion.deffuant(y, 0.3, meetings=4000, seed=8)).all()
    assert not (after == opinion.deffuant(y, 0.3, meetings=4000, seed=9)).all()
    # Deffuant et al. (2000): one group at a confidence of a half, two at a fifth
    line = random.random(200)
    assert opinion.clusters(opinion.deffuant(line, 0.5, meetings=60_000), apart=0.1) == 1
    assert opinion.clusters(opinion.deffuant(line, 0.2, meetings=60_000), apart=0.1) >= 2


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: opinion.degroot([[0.5, 0.4], [1, 0]], [0, 1]), "sum-wrong"),
        (lambda: opinion.degroot([[1.5, -0.5], [1, 0]], [0, 1]), "weight-negative"),
        (lambda: opinion.degroot([[1.0]], [0, 1]), "game-size"),
        (lambda: opinion.degroot([[1.0]], [np.nan]), "game-size"),
        (lambda: opinion.degroot([[1.0]], [1.0], steps=-1), "value-range"),
        (lambda: opinion.friedkin_johnsen([[1.0]], [1.0], 1.2), "value-range"),
        (lambda: opinion.hegselmann_krause([1.0], 0), "value-range"),
        (lambda: opinion.deffuant([1.0, 2.0], 1, meetings=1, pace=0.7), "value-range"),
    ],
)
def test_bad_input(call, code):
    with pytest.raises(GameError) as caught:
        call()
    assert caught.value.code == code


def sizes(opinions):
    """How many hold each opinion, in order of the opinions."""
    return np.unique(np.round(opinions, 9), return_counts=True)[1].tolist()


@pytest.mark.parametrize("unit", [1, 0.1, 1 / 3, np.pi, 1e-6])
@pytest.mark.parametrize("n", [1, 2, 5, 6, 7, 11, 12, 13, 24, 40])
def test_equal_gaps_at_the_bound_leave_threes_and_a_rest(n, unit):
    """Hegarty & Wedin (2016): 2 floor(n/6) groups of three and one of n mod 6, whatever the unit."""
    threes, rest = [3] * (n // 6), [n % 6] if n % 6 else []
    settled = opinion.hegselmann_krause(np.arange(n) * unit, unit) / unit
    assert sizes(settled) == threes + rest + threes
    assert np.allclose(settled + settled[::-1], n - 1, rtol=0, atol=1e-12 * n)


def test_the_example_of_the_page():
    for start in ([i / 20 for i in range(21)], np.linspace(0, 1, 21), [f"{i}/20" for i in range(21)]):
        settled = opinion.hegselmann_krause(start, 0.1)
        assert sizes(settled) == [5, 11, 5]
        assert sorted(set(settled.round(3).tolist())) == [0.144, 0.5, 0.856]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=20), st.integers(1, 9), st.sampled_from([0.1, 0.7, 3.3])
)
def test_a_symmetric_start_stays_symmetric_in_any_unit(half, bound, unit):
    start = sorted([*half, *(-x for x in half)])
    whole = opinion.hegselmann_krause(start, bound)
    assert np.array_equal(whole, -whole[::-1])
    scaled = opinion.hegselmann_krause([x * unit for x in start], bound * unit)
    assert np.allclose(scaled / unit, whole, rtol=0, atol=1e-9)
    two = opinion.hegselmann_krause([[x * unit, 0.0] for x in start], bound * unit)
    assert np.allclose(two[:, 0], scaled, rtol=0, atol=1e-9)


def test_a_meeting_at_the_bound_is_a_meeting():
    for n in range(2, 40):
        pair = [n * 0.1, (n + 1) * 0.1]
        assert opinion.deffuant(pair, 0.1, meetings=1) == pytest.approx([(n + 0.5) * 0.1] * 2)
        assert opinion.deffuant(pair, "0.0999", meetings=1).tolist() == pytest.approx(pair)
    assert opinion.clusters([i * 0.1 for i in range(40)], apart=0.1) == 1
    assert opinion.clusters([i * 0.1 for i in range(40)], apart=0.0999) == 40
