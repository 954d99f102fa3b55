"""Strict reading: one-fault files get their code and place, hostile files are refused quickly, sound files pass."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from politburo import scenario
from politburo.errors import CODES, PolitburoError

HERE = Path(__file__).parent / "scenarios"
SMALL = HERE / "valid" / "small"
INVALID = sorted(path.name for path in (HERE / "invalid").iterdir())


def overlay(tmp_path: Path, fault: Path) -> Path:
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    for file in fault.iterdir():
        shutil.copy(file, target / file.name)
    return target


def test_small_scenario_is_sound():
    assert scenario.check(SMALL) == []


def test_every_case_of_the_catalog_is_sound():
    assert scenario.catalog()
    for case in scenario.catalog():
        assert scenario.check(case["id"]) == []


def test_there_are_enough_one_fault_files():
    assert len(INVALID) >= 30


@pytest.mark.parametrize("name", INVALID)
def test_one_fault_gives_its_code_and_place(name, tmp_path):
    expected = name.split("__")[0]
    problems = scenario.check(overlay(tmp_path, HERE / "invalid" / name))
    assert problems, "no problem found"
    assert expected in [problem.code for problem in problems]
    problem = next(problem for problem in problems if problem.code == expected)
    changed = next((HERE / "invalid" / name).iterdir()).name
    assert problem.where.startswith((changed, "seats.csv" if expected == "seats-above-size" else changed))
    assert problem.found and problem.code in CODES
    with pytest.raises(PolitburoError):
        scenario.load(tmp_path / "case")


def test_misspelt_words_name_the_nearest(tmp_path):
    (problem,) = scenario.check(overlay(tmp_path, HERE / "invalid" / "value-choice__tie-kind"))
    assert problem.nearest == "friendship"
    assert problem.where.startswith("ties.csv:3:3")


def test_all_problems_at_once(tmp_path):
    target = overlay(tmp_path, HERE / "invalid" / "value-range__health")
    for other in ("value-choice__tie-kind", "date-reversed__career", "value-type__contenders-text"):
        for file in (HERE / "invalid" / other).iterdir():
            shutil.copy(file, target / file.name)
    files = {problem.where.split(":")[0] for problem in scenario.check(target)}
    assert {"persons.csv", "ties.csv", "scenario.yaml"} <= files


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "a: " + "{a: " * 5000,
        "a: &a [x]\nb: [" + "*a, " * 50_000 + "]",
        "a: !!python/object/apply:os.system ['true']",
        "format: " + "9" * 100_000,
        "x: " + "y" * 3_000_000,
        "",
        "- 1\n- 2",
    ],
)
def test_hostile_yaml_is_refused_within_a_second(text, tmp_path):
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    (target / "scenario.yaml").write_text(text)
    started = time.perf_counter()
    assert scenario.check(target)
    assert time.perf_counter() - started < 1.0


def test_links_out_of_the_directory_are_refused(tmp_path):
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    secret = tmp_path / "secret.csv"
    secret.write_text("key,citation,address,status\n")
    (target / "sources.csv").unlink()
    (target / "sources.csv").symlink_to(secret)
    assert "file-outside" in [problem.code for problem in scenario.check(target)]


def test_yaml_keeps_words_that_look_like_something_else():
    from politburo.scenario.yamlread import scalar

    assert [scalar(word, True) for word in ("no", "012", "1e3", "12", "true", "~")] == [
        "no",
        "012",
        1000.0,
        12,
        True,
        None,
    ]
    assert scalar("12", False) == "12"


FILES = sorted(path.name for path in SMALL.iterdir())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(FILES),
    place=st.floats(0, 1),
    junk=st.binary(min_size=0, max_size=6),
    cut=st.integers(0, 12),
)
def test_mutated_files_never_end_in_a_traceback(tmp_path_factory, name, place, junk, cut):
    target = tmp_path_factory.mktemp("mutant") / "case"
    shutil.copytree(SMALL, target)
    data = (target / name).read_bytes()
    at = int(place * len(data))
    (target / name).write_bytes(data[:at] + junk + data[at + cut :])
    started = time.perf_counter()
    problems = scenario.check(target)
    for problem in problems:
        assert problem.code in CODES and problem.where and str(problem)
    assert time.perf_counter() - started < 2.0
    if not problems:
        scenario.lower(scenario.resolve(scenario.load(target)))


def test_schema_shipped_is_fresh():
    path = Path(scenario.__file__).parent / "schema" / "scenario.schema.json"
    assert json.loads(path.read_text()) == json.loads(json.dumps(scenario.schema()))


def test_unknown_case_names_the_nearest():
    (problem,) = scenario.check(scenario.catalog()[0]["id"][:-1] + "3")
    assert problem.code == "case-unknown" and problem.nearest == scenario.catalog()[0]["id"]
