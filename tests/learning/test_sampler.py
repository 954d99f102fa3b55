"""The sampler on answers that are known, and interrupted."""

import math

import numpy as np
import pytest

from politburo.errors import PolitburoError
from politburo.learned.sampler import effective, next_temperature, sample
from politburo.learned.saved_scores import SavedScores, folder_of
from politburo.learned.space import Space

SPACE = Space(("formal_weight", "stability", "danger"))
ONE = np.ones(1)


def places(theta):
    return SPACE.place(theta)


def gaussian(theta):
    """A Gaussian in the unit cube, correlated, whose mean and covariance are known."""
    d = places(theta) - MEAN
    return (-0.5 * np.einsum("sp,pq,sq->s", d, np.linalg.inv(COVARIANCE), d))[:, None]


MEAN = np.array([0.4, 0.55, 0.5])
SD = np.array([0.03, 0.06, 0.08])
COVARIANCE = np.outer(SD, SD) * np.array([[1, 0.6, 0], [0.6, 1, -0.3], [0, -0.3, 1]])
EVIDENCE = 0.5 * np.log(np.linalg.det(2 * np.pi * COVARIANCE))  # of the cube nearly all is inside


def test_a_gaussian_is_found():
    found = sample(SPACE, SavedScores(gaussian), ONE, 512, 5)
    u = places(found.theta)
    assert u.mean(0) == pytest.approx(MEAN, abs=4 * SD.max() / math.sqrt(200))
    assert u.std(0) == pytest.approx(SD, rel=0.2)
    assert np.corrcoef(u.T)[0, 1] == pytest.approx(0.6, abs=0.15)
    assert found.log_evidence == pytest.approx(EVIDENCE, abs=0.4)
    temperatures = [stage.temperature for stage in found.stages]
    assert temperatures == sorted(temperatures) and temperatures[-1] == 1.0 and len(temperatures) > 3
    assert all(stage.effective == pytest.approx(256, abs=1) for stage in found.stages[:-1])
    assert all(stage.moved >= 0.5 for stage in found.stages)


def test_two_hills_are_both_found_by_their_weight():
    def hills(theta):
        u = places(theta)
        left = -0.5 * (((u - 0.25) / 0.04) ** 2).sum(1)
        right = math.log(3) - 0.5 * (((u - 0.75) / 0.04) ** 2).sum(1)
        return np.logaddexp(left, right)[:, None]

    shares = [
        np.mean(places(sample(SPACE, SavedScores(hills), ONE, 512, seed).theta)[:, 0] > 0.5)
        for seed in range(4)
    ]
    assert np.mean(shares) == pytest.approx(0.75, abs=0.12)


def test_without_data_the_prior_stays():
    found = sample(SPACE, SavedScores(lambda theta: np.zeros((len(theta), 1))), ONE, 400, 1)
    u = places(found.theta)
    assert found.log_evidence == 0 and len(found.stages) == 1
    assert u.mean(0) == pytest.approx(0.5, abs=0.06) and u.std(0) == pytest.approx(
        math.sqrt(1 / 12), abs=0.03
    )
    assert SPACE.inside(found.theta).all()


def test_what_piles_up_at_an_end_of_the_box_stays_inside():
    found = sample(SPACE, SavedScores(lambda theta: 60 * places(theta)[:, :1]), ONE, 256, 2)
    u = places(found.theta)
    assert SPACE.inside(found.theta).all() and u[:, 0].min() > 0.7
    assert 1 - u[:, 0].mean() == pytest.approx(1 / 60, rel=0.3)  # an exponential against the wall


def test_weights_of_data_are_powers_of_their_likelihood():
    two = sample(SPACE, SavedScores(lambda theta: np.repeat(gaussian(theta) / 2, 2, 1)), np.ones(2), 128, 3)
    one = sample(SPACE, SavedScores(gaussian), ONE, 128, 3)
    none = sample(
        SPACE, SavedScores(lambda theta: np.repeat(gaussian(theta), 2, 1)), np.array([1.0, 0.0]), 128, 3
    )
    assert np.allclose(two.theta, one.theta) and np.allclose(none.theta, one.theta)


class Stopped(Exception):
    pass


@pytest.mark.parametrize("after", [0, 3, 20])
def test_an_interrupted_run_goes_on_and_gives_the_same(tmp_path, after):
    whole = sample(SPACE, SavedScores(gaussian), ONE, 32, 9)
    calls = 0

    def failing(theta):
        nonlocal calls
        calls += 1
        if calls > after:
            raise Stopped
        return gaussian(theta)

    with pytest.raises(Stopped):
        sample(SPACE, SavedScores(failing, tmp_path, batch=8), ONE, 32, 9)
    again = SavedScores(gaussian, tmp_path, batch=8)
    found = sample(SPACE, again, ONE, 32, 9)
    assert np.array_equal(found.theta, whole.theta) and np.array_equal(found.scores, whole.scores)
    assert found.stages == whole.stages
    asked = 32 * (1 + sum(stage.passes for stage in whole.stages))
    assert again.computed == asked - 8 * after  # nothing was computed twice


def test_a_damaged_or_foreign_batch_is_made_again(tmp_path):
    whole = sample(SPACE, SavedScores(gaussian, tmp_path), ONE, 16, 9)
    files = sorted(tmp_path.glob("*.npz"))
    files[0].write_bytes(files[0].read_bytes()[:-7])
    files[1].write_bytes(files[2].read_bytes())
    again = SavedScores(gaussian, tmp_path)
    assert np.array_equal(sample(SPACE, again, ONE, 16, 9).theta, whole.theta)
    assert again.computed == 32


def test_a_folder_is_for_one_question(tmp_path):
    with (
        folder_of(tmp_path, {"sets": 8}),
        pytest.raises(PolitburoError, match="run-busy"),
        folder_of(tmp_path, {"sets": 8}),
    ):
        pass
    with folder_of(tmp_path, {"sets": 8}):
        pass
    with pytest.raises(PolitburoError, match="differs in: sets"), folder_of(tmp_path, {"sets": 9}):
        pass


def test_temperature_steps_even_where_one_set_has_all_the_weight():
    likely = np.array([0.0, -1e9, -1e9])
    assert 0 < next_temperature(likely, 0.0) < 1e-3
    assert effective(np.array([1.0, 0.0])) == 1


def test_too_few_sets_are_refused():
    with pytest.raises(PolitburoError, match="--sets"):
        sample(SPACE, SavedScores(gaussian), ONE, 4, 1)
