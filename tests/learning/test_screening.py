"""Elementary effects against a score whose effects are known."""

import csv
import io

import numpy as np
import pytest

from politburo.errors import Interrupted, PolitburoError
from politburo.study.forecasting.learning.lessons import Lessons
from politburo.study.forecasting.learning.screening import as_csv, screen

NAMES = ("stability", "danger", "pace", "share")
EFFECT = np.array([0.0, 3.0, -1.0, 0.5])


class Linear(Lessons):
    """Scores that are linear in the place of the parameters: of who leads by two of them, of the rest by one."""

    def log_scores(self, theta, progress=None):
        u = self.space.place(theta)
        leads = np.array([datum.question == "leads" for datum in self.data])
        first = (u * EFFECT)[:, :3].sum(1) / self.weights[leads].sum()
        other = (u * EFFECT)[:, 3] / self.weights[~leads].sum()
        return np.where(leads, first[:, None], other[:, None])


@pytest.fixture
def lessons():
    return Linear(["turkey-1938"], flagship=False, histories=2, names=NAMES)


def test_effects_are_those_of_the_score_the_largest_first(lessons):
    rows = screen(lessons, 3)
    assert [row.name for row in rows] == ["danger", "pace", "share", "stability"]
    assert [row.mu_star for row in rows] == pytest.approx([3.0, 1.0, 0.5, 0.0], abs=1e-9)
    assert [row.mu for row in rows] == pytest.approx([3.0, -1.0, 0.5, 0.0], abs=1e-9)
    assert rows[0].groups["leads"] == pytest.approx(3.0) and rows[2].groups["leads"] == pytest.approx(0.0)
    assert rows[0].sigma == pytest.approx(0.0, abs=1e-9) and rows[0].estimate
    read = list(csv.DictReader(io.StringIO(as_csv(rows))))
    assert read[0]["parameter"] == "danger" and float(read[0]["mu_star"]) == pytest.approx(3.0)


def test_it_goes_on_where_the_time_was_over(lessons, tmp_path):
    with pytest.raises(Interrupted, match="goes on"):
        screen(lessons, 8, folder=tmp_path, hours=1e-12)
    rows = screen(lessons, 8, folder=tmp_path)
    assert (tmp_path / "screening.csv").read_text() == as_csv(rows)
    lessons.log_scores = None  # everything is on disk
    assert screen(lessons, 8, folder=tmp_path) == rows
    with pytest.raises(PolitburoError, match="trajectories"):
        screen(lessons, 9, folder=tmp_path)


def test_one_trajectory_says_nothing(lessons):
    with pytest.raises(PolitburoError, match="--trajectories"):
        screen(lessons, 1)
