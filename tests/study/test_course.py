"""One history of a run, read once: a course keeps its own history and nothing else, and a run keeps the last ones."""

from __future__ import annotations

import numpy as np
import pytest

import politburo
from politburo.measures.history import Reader
from politburo.study.running import run as running


@pytest.fixture(scope="module")
def run():
    return politburo.load("ussr-1922").run(12, seed=4)


def test_a_course_holds_one_history_and_copies_of_it(run):
    course, block = run.course(7), run.block_of(7)
    assert course.reader.block.histories == 1 and course.number == 7
    whole = Reader(run.resolved, block, 7)
    for name, values in course.reader.block.series.items():
        assert np.array_equal(values[0], block.series[name][7 - block.first])
        assert not np.shares_memory(values, block.series[name])
    assert np.array_equal(course.reader.rows, whole.rows)
    assert course.clashes == whole.clashes() and course.stages == run.table(7)
    assert course.chronicle == run.chronicle(7)


def test_a_run_reads_a_history_once_and_forgets_the_oldest(run, monkeypatch):
    monkeypatch.setattr(running, "KEPT_COURSES", 2)
    first, second = run.course(0), run.course("1")
    assert run.course(0) is first  # asked for again, it is the younger of the two
    run.course(2)
    assert run.course(0) is first and run.course(1) is not second
    assert len(run._courses) == 2


def test_series_by_person_name_every_contender_of_a_month(run):
    course = run.course(3)
    people, power = course.reader.series("contender"), course.reader.series("power")
    found = course.of_contenders("power", -1)
    for month in (0, 50, len(people) - 1):
        there = {
            course.reader.person(p): float(v)
            for p, v in zip(people[month], power[month], strict=True)
            if p >= 0
        }
        assert {p: values[month] for p, values in found.items() if values[month] != -1} == there
