"""Courses and times: known answers, and agreement with what the run itself says."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import politburo
from politburo.cli.questions import print_answer
from politburo.measures.sequences import apart, edit_distance, medoids, silhouette
from politburo.measures.survival import kaplan_meier, median
from politburo.study.questions.paths import paths
from politburo.words.paths import paths_answer

WORDS = st.lists(st.sampled_from("abc"), max_size=6).map(tuple)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_edit_distance_is_a_metric(a, b, c):
    assert (edit_distance(a, b) == 0) == (a == b)
    assert edit_distance(a, b) == edit_distance(b, a) <= max(len(a), len(b))
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


def test_medoids_find_groups_that_are_there():
    courses = [tuple("aaaa")] * 5 + [tuple("aaab")] * 3 + [tuple("xyzx")] * 4 + [tuple("qqqqqqqq")] * 2
    distance = apart(courses)
    scores = {k: silhouette(distance, medoids(distance, k)[1]) for k in (2, 3, 5)}
    centre, cluster = medoids(distance, 3)
    assert [len(set(cluster[a:b])) for a, b in ((0, 8), (8, 12), (12, 14))] == [1, 1, 1]
    assert len(set(cluster)) == 3 and courses[centre[cluster[0]]] == tuple("aaaa")
    assert scores[3] > scores[2] and scores[3] > 0.8


def test_medoids_of_random_points_are_no_worse_than_any_single_swap():
    points = np.random.default_rng(3).random((25, 2))
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)
    centre, _ = medoids(distance, 3)
    cost = distance[:, centre].min(1).sum()
    for place in range(3):
        for other in range(25):
            swapped = centre.copy()
            swapped[place] = other
            assert cost <= distance[:, swapped].min(1).sum() + 1e-9


def test_kaplan_meier_on_a_published_example():
    """Remission of 21 patients on 6-MP (Freireich and others 1963): survival .807 at 7, .690 at 13, .448 at 23 weeks."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapse = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    found = kaplan_meier(weeks, relapse, 36)
    assert (1 - found["by"][[7, 13, 23]]).round(3).tolist() == [0.807, 0.690, 0.448]
    assert median(found) == 23
    assert ((found["low"] <= found["by"]) & (found["by"] <= found["high"])).all()


def test_without_censoring_it_is_the_share():
    month = np.random.default_rng(1).integers(0, 30, 200)
    found = kaplan_meier(month, np.ones(200, bool), 30)
    assert np.allclose(found["by"], [(month <= m).mean() for m in range(30)])


def test_paths_of_a_run(tmp_path, capsys):
    run = politburo.load("tests/scenarios/valid/small").run(128, 1)
    found = paths(run)
    assert sum(c["size"] for c in found.clusters) == 128 == len(found.cluster)
    sizes = [c["size"] for c in found.clusters]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) >= 2
    for n, group in enumerate(found.clusters):
        assert found.cluster[group["medoid"]] == found.cluster[group["strangest"]] == n
        assert ([stage.kind for stage in run.table(group["medoid"])] or ["no stage"]) == group["course"]
    within = run.summary["consolidation"]["within_window"]["share"]
    assert found.times["sole rule"]["within_window"]["share"] == pytest.approx(within, abs=1e-4)
    attacked = {int(row[0]) for b in run.blocks() for row in b.events if row[2] == 16}
    assert found.times["an attack by the ruling side"]["within_window"]["share"] == pytest.approx(
        len(attacked) / 128, abs=1e-4
    )
    assert found.curves.loc["sole rule"]["by"].is_monotonic_increasing
    for group in found.clusters:
        assert sum(group["ends"].values()) == pytest.approx(1, abs=1e-3)
        assert group["ends"].get("sole", 0) == pytest.approx(sum(group["rulers"].values()), abs=2e-3)
        assert len(group["stages"]) == len(group["course"]) or group["course"] == ["no stage"]
    print_answer(paths_answer(found.to_json()))
    assert "sole rule" in capsys.readouterr().out
    plain = json.loads(found.save(tmp_path).read_text())
    assert plain["facts"]["seed"] == 1 and plain["simulated"]
    assert len(paths(run, groups=3).clusters) == 3


def test_no_more_groups_than_there_are_courses():
    run = politburo.load("tests/scenarios/valid/small").run(2)
    found = paths(run, groups=8)
    assert 1 <= len(found.clusters) <= 2 and sum(group["size"] for group in found.clusters) == 2
