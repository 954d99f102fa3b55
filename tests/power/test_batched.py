"""Many games at once: exactly the answers of the exact kernel."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from politburo.power.batched import MOST, UNIT, ruling_batch, self_enforcing_batch, subset_matrix
from politburo.power.coalitions import ruling_coalition, self_enforcing


def expected(powers: np.ndarray, alpha: Fraction) -> np.ndarray:
    sets = [tuple(np.flatnonzero(row).tolist()) for row in subset_matrix(len(powers))]
    return np.array([not s or self_enforcing(powers.tolist(), s, alpha) for s in sets])


def test_rows_of_the_subset_matrix_are_binary_numbers():
    matrix = subset_matrix(4)
    assert matrix.shape == (16, 4)
    assert (matrix @ [1, 2, 4, 8] == np.arange(16)).all()


@pytest.mark.parametrize("persons", [1, 2, 3, 5, 6])
def test_agrees_with_the_exact_kernel(persons):
    random = np.random.default_rng(persons)
    # small numbers, so that exact ties are frequent; then large ones
    for most in (6, UNIT // persons):
        powers = random.integers(1, most, size=(6, persons))
        part = int(random.integers(UNIT // 2, UNIT))
        for alpha in (Fraction(1, 2), Fraction(part, UNIT)):
            found = self_enforcing_batch(powers, float(alpha))
            assert found.shape == (6, 2**persons)
            assert (found == np.stack([expected(game, alpha) for game in powers])).all()


def test_ruling_coalitions_of_many_games():
    random = np.random.default_rng(8)
    powers = random.integers(1, 12, size=(150, 5))
    for alpha in (Fraction(1, 2), Fraction(5, 8)):
        rows = ruling_batch(powers, float(alpha)).tolist()
        for game, row in zip(powers.tolist(), rows, strict=True):
            ties = ruling_coalition(game, alpha).ties
            assert row == (sum(1 << i for i in ties[0]) if len(ties) == 1 else -1)


def test_the_threshold_is_compared_in_whole_numbers():
    """A subset of exactly the share alpha does not win, one unit above does: rounding may not decide it."""
    powers = np.array([[49152, 16383], [49151, 16384]])
    assert self_enforcing_batch(powers, 0.75)[:, 3].tolist() == [False, True]
    assert self_enforcing_batch(np.array([48, 16]), 0.75)[3]


def test_floats_holding_whole_numbers_are_the_same():
    powers = np.random.default_rng(0).integers(1, 5000, size=(4, 7))
    whole = self_enforcing_batch(powers, 0.5)
    assert (whole == self_enforcing_batch(powers.astype(np.float32), 0.5)).all()


def test_games_with_thresholds_of_their_own_are_as_if_alone():
    random = np.random.default_rng(3)
    powers, alpha = random.integers(1, 3000, size=(5, 3, 6)), random.uniform(0.5, 0.9, size=5)
    together = self_enforcing_batch(powers, alpha[:, None])
    assert (together == [self_enforcing_batch(game, a) for game, a in zip(powers, alpha, strict=True)]).all()
    ruling = ruling_batch(powers, alpha[:, None])
    assert (ruling == [ruling_batch(game, a) for game, a in zip(powers, alpha, strict=True)]).all()


def test_too_many_persons_are_refused():
    with pytest.raises(ValueError, match=str(MOST)):
        self_enforcing_batch(np.ones((1, MOST + 1), int), 0.5)
