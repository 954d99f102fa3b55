"""Strict reading: one-fault files get their code and place, hostile files are refused quickly, sound files pass.

Limits are on the processor's time, so that a busy machine does not fail them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from pathlib import Path

import pytest

import politburo
from politburo import scenario
from politburo.errors import CODES, PolitburoError

HERE = Path(__file__).parent / "scenarios"
SMALL = HERE / "valid" / "small"
INVALID = sorted(path.name for path in (HERE / "invalid").iterdir())


def overlay(tmp_path: Path, fault: Path) -> Path:
    target = tmp_path / "case"
    if "__facts-" in fault.name:
        target.mkdir()  # a page of facts stands alone
    else:
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
    assert re.match(rf"({re.escape(changed)}|seats.csv):[0-9]+:[0-9]+$", problem.where)
    assert problem.found and problem.code in CODES
    with pytest.raises(PolitburoError):
        scenario.load(tmp_path / "case")


def test_misspelt_words_name_the_nearest(tmp_path):
    (problem,) = scenario.check(overlay(tmp_path, HERE / "invalid" / "value-choice__tie-kind"))
    assert problem.nearest == "friendship"
    assert problem.where.startswith("ties.csv:3:3")


def test_a_wrong_type_says_in_words_what_is_allowed(tmp_path):
    (problem,) = scenario.check(overlay(tmp_path, HERE / "invalid" / "value-type__contenders-text"))
    assert problem.allowed == "a whole number"


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
    started = time.process_time()
    assert scenario.check(target)
    assert time.process_time() - started < 1.0


HEADER = "id,name,health,evidence,source\n"
HOSTILE_TABLES = {
    "a million bad rows": HEADER + "A B,,9,read,\n" * 1_000_000,
    "a million good rows": HEADER + "".join(f"p{n},x,1,assumed,\n" for n in range(1_000_000)),
    "one cell of ten megabytes": HEADER + "p," + "x" * 10_000_000 + ",1,assumed,\n",
    "a hundred thousand columns": ",".join(f"c{n}" for n in range(100_000)) + "\n",
    "a number of a hundred thousand digits": HEADER + "p,x," + "9" * 100_000 + ",assumed,\n",
    "an open quote": HEADER + 'p,"x,1,assumed,\n' * 200_000,
    "ids that are all strangers": "a,b,kind,strength,from\n"
    + "".join(f"x{n},y{n},contact,1,1790\n" for n in range(20_000)),
    "one seat twenty thousand times": "body,person\n" + "board,ada\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE_TABLES)
def test_hostile_tables_are_refused_within_a_second(name, tmp_path):
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    table = {"ids that are all strangers": "ties", "one seat twenty thousand times": "seats"}.get(
        name, "persons"
    )
    (target / f"{table}.csv").write_text(HOSTILE_TABLES[name])
    started = time.process_time()
    problems = scenario.check(target)
    assert time.process_time() - started < 1.0
    assert problems and len(problems) < 1000
    assert sum(len(str(problem)) for problem in problems) < 1_000_000


@pytest.mark.parametrize("name", ["scenario.yaml", "persons.csv"])
def test_pipes_folders_and_huge_files_are_refused_unread(name, tmp_path):
    for kind in ("pipe", "folder", "huge"):
        target = tmp_path / kind
        shutil.copytree(SMALL, target)
        (target / name).unlink()
        if kind == "pipe":
            os.mkfifo(target / name)
        elif kind == "folder":
            (target / name).mkdir()
        else:
            with (target / name).open("wb") as file:
                file.truncate(50_000_000_000)  # sparse
        started = time.process_time()
        codes = [problem.code for problem in scenario.check(target)]
        assert time.process_time() - started < 1.0
        assert ("file-too-large" if kind == "huge" else "file-unreadable") in codes or "case-unknown" in codes


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", "/etc/passwd", pytest.param("a" * 100_000, id="long"), "x\0y", "", "*", "~"],
)
def test_names_that_lead_elsewhere_are_refused(name):
    assert scenario.check(name)


def test_problems_of_the_head_say_where_they_stand(tmp_path):
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    text = (target / "scenario.yaml").read_text()
    for old, new in (
        ("caution:", "cuation:"),
        ("oil:", "oli:"),
        ("pace:", "paec:"),
        ('start: "1801', 'start: "1901'),
    ):
        assert old in text
        text = text.replace(old, new)
    (target / "scenario.yaml").write_text(text)
    lines = text.split("\n")

    def place(word):
        row = next(n for n, line in enumerate(lines, 1) if word in line)
        return f"scenario.yaml:{row}:{lines[row - 1].index(word) + len(word) + 2}"

    found = {(problem.code, problem.where, problem.nearest) for problem in scenario.check(target)}
    assert ("value-choice", place("cuation:"), "caution") in found
    assert ("id-unknown", place("oli:"), "oil") in found
    assert ("parameter-unknown", place("paec:"), "pace") in found
    assert ("date-outside", place("start:"), "") in found


def test_a_problem_between_tables_points_at_the_cell(tmp_path):
    (problem,) = scenario.check(overlay(tmp_path, HERE / "invalid" / "id-unknown__tie"))
    line = int(problem.where.split(":")[1])
    cells = (tmp_path / "case" / "ties.csv").read_text().split("\n")[line - 1].split(",")
    assert problem.found.split(": ")[1] == cells[int(problem.where.split(":")[2]) - 1]


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


def test_schema_shipped_is_fresh():
    path = Path(scenario.__file__).parent / "schema" / "scenario.schema.json"
    assert json.loads(path.read_text()) == json.loads(json.dumps(scenario.schema()))


def test_unknown_case_names_the_nearest():
    (problem,) = scenario.check(scenario.catalog()[0]["id"][:-1] + "3")
    assert problem.code == "case-unknown" and problem.nearest == scenario.catalog()[0]["id"]


@pytest.mark.parametrize(
    "number", ["nan", ".nan", "inf", "-.inf", "Infinity", "1e300", "-1e999", "true", "9" * 300]
)
@pytest.mark.parametrize("form", ["{{pace: {}}}", "{{pace: {{value: {}}}}}"])
def test_a_number_that_is_none_is_refused_everywhere(tmp_path, number, form):
    from politburo.scenario.actors import read_actors

    shutil.copytree(SMALL, tmp_path / "small")
    head, people = tmp_path / "small" / "scenario.yaml", tmp_path / "small" / "prestige.csv"
    written = head.read_text(encoding="utf-8")
    head.write_text(
        written.split("parameters:")[0] + f"parameters: {form.format(number)}\n", encoding="utf-8"
    )
    assert {problem.where.split(":")[0] for problem in scenario.check(tmp_path / "small")} == {
        "scenario.yaml"
    }
    head.write_text(written, encoding="utf-8")
    for change in (f"parameters.pace={number}", f"country.threat={number}", f"persons.ada.health={number}"):
        with pytest.raises(PolitburoError):
            politburo.load(SMALL).change(change)
    people.write_text(f"person,value,date\nada,{number},1801-01\n", encoding="utf-8")
    assert [problem.where for problem in scenario.check(tmp_path / "small")] == ["prestige.csv:2:2"]
    actors = tmp_path / "actors.csv"
    actors.write_text(f"name,description,power,x position,x salience\na,,{number},2,1\nb,,1,3,1\nc,,1,4,1\n")
    with pytest.raises(PolitburoError, match="not-a-number"):
        read_actors(actors)


LIMITED = {
    "window: {from: 0001-01-01, to: 9999-12-31}": ("value-range", "a year from 1000 to 2999"),
    "window: {from: 1000-01-01, to: 2999-12-31}": ("value-range", "at most 100 years"),
    "window: {from: 1801-02-30, to: 1806-01}": ("date-invalid", "a day that exists"),
    "window: {from: 1800-02-29, to: 1806-01}": (
        "date-julian",
        "1800-03-12, the same day in the Gregorian calendar",
    ),
}


@pytest.mark.parametrize("window", LIMITED)
def test_windows_beyond_reason_are_refused_at_once(tmp_path, window):
    page = tmp_path / "p.yaml"
    page.write_text(
        f"brief: 1\nid: p\ntitle: P\n{window}\ncontenders: [{{name: A}}, {{name: B}}]\n", encoding="utf-8"
    )
    begun = time.process_time()
    first = scenario.check(page)[0]
    assert time.process_time() - begun < 1
    assert (first.code, first.where.split(":")[:2]) == (LIMITED[window][0], ["p.yaml", "4"])
    assert LIMITED[window][1] in first.allowed


def test_a_bureau_that_ended_before_the_start_is_missed(tmp_path):
    with pytest.raises(PolitburoError, match="no bureau on 1801-03-01") as caught:
        politburo.load(SMALL).change("bodies.board.to=1800").resolved  # noqa: B018
    assert caught.value.problems[0].code == "role-count"


def test_tables_of_blank_lines_are_refused_at_once(tmp_path):
    from politburo.scenario.actors import read_actors

    shutil.copytree(SMALL, tmp_path / "small")
    with (tmp_path / "small" / "ties.csv").open("a") as file:
        file.write("\n" * 19_000_000)
    actors = tmp_path / "actors.csv"
    actors.write_text("name,description,power,x position,x salience\n" + "\n" * 19_000_000)
    begun = time.process_time()
    assert [(p.code, p.where) for p in scenario.check(tmp_path / "small")] == [("too-many", "ties.csv:1:1")]
    with pytest.raises(PolitburoError, match="19,000,001 lines"):
        read_actors(actors)
    assert time.process_time() - begun < 1


def test_a_dry_run_promises_no_size_that_it_does_not_know(capsys):
    from politburo.cli import entry

    assert entry(["run", str(SMALL), "--histories", "100000", "--dry-run"]) == 0
    assert "MB" not in capsys.readouterr().out
    assert entry(["run", str(SMALL), "--start", "1900-02-29", "--dry-run"]) == 65
    assert "1900-03-13" in capsys.readouterr().err
