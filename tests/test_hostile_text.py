"""Control characters in names and titles are refused or shown written out; no encoding of the output stops the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from politburo import scenario
from politburo.cli import entry
from politburo.errors import PolitburoError, Problem, harmless

SMALL = Path(__file__).parent / "scenarios" / "valid" / "small"
PAGE = 'brief: 1\nid: p\ntitle: "{}"\nwindow: {{from: 1801-01, to: 1806-01}}\ncontenders: [{{name: "{}"}}, {{name: Bo}}]\n'
ESCAPES = [r"\e[31m", r"\x9b2J", r"\u202e", r"\0", r"\a", r"\r", r"\x7f", r"\b"]


@pytest.mark.parametrize("escape", ESCAPES)
def test_pages_with_control_characters_are_refused(tmp_path, capsys, escape):
    page = tmp_path / "p.yaml"
    for title, name, line in ((f"A{escape}B", "Ada", 3), ("A", f"Ada{escape}", 5)):
        page.write_text(PAGE.format(title, name), encoding="utf-8")
        (problem,) = scenario.check(page)
        assert problem.code == "control-character" and problem.where.startswith(f"p.yaml:{line}:")
        assert entry(["scenario", "check", str(page)]) == 65
        told = capsys.readouterr()
        assert harmless(told.err + told.out) == told.err + told.out


def test_tables_and_json_with_control_characters_are_refused(tmp_path):
    from politburo.scenario.actors import read_actors
    from politburo.scenario.jsonread import read_json

    shutil.copytree(SMALL, tmp_path / "small")
    people = tmp_path / "small" / "persons.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("Bruno", "Bru\x1b[2Jno"), encoding="utf-8")
    assert next((p.code, p.where) for p in scenario.check(tmp_path / "small")) == (
        "control-character",
        "persons.csv:3:2",
    )
    actors = tmp_path / "a.csv"
    actors.write_text("name,description,power,x\x07 position,x salience\na\x1b,,1,2,1\nb,,1,3,1\nc,,1,4,1\n")
    with pytest.raises(PolitburoError, match=r"a\.csv:1:4"):
        read_actors(actors)
    for text in ('{"a": "\\u001b[31m"}', '{"\\u001b": 1}', '{"a": "\\ud800"}'):
        (tmp_path / "a.json").write_text(text)
        with pytest.raises(PolitburoError, match="control-character"):
            read_json(tmp_path / "a.json")


@pytest.mark.parametrize(
    "words",
    [["run", "x\x1b[31m"], ["run", "--\x1b[31m"], ["r\x1bn"], ["run", str(SMALL), "--set", "a\x1b=1"], ["power", "--weights", "3,\x1b"]],
)  # fmt: skip
def test_what_is_typed_is_shown_written_out(capsys, words):
    assert entry(words) not in (0, 1)
    told = capsys.readouterr()
    assert "\x1b" not in told.err + told.out and "x1b" in told.err


def test_problems_are_written_out_but_lines_stay():
    text = str(Problem("usage", "a\x1bb", "two\nlines\tand a tab", "\u202e"))
    assert "\x1b" not in text and "\u202e" not in text and "two\nlines\tand a tab" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "koi8-r", "utf-16"])
def test_names_that_an_encoding_cannot_show_stop_nothing(tmp_path, encoding):
    page = tmp_path / "p.yaml"
    page.write_text(PAGE.format("Zażółć 李", "Šámp 李"), encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    for words in (["scenario", "describe", str(page)], ["power", "--weights", "3,李"]):
        done = subprocess.run([sys.executable, "-m", "politburo", *words], env=env, capture_output=True)
        assert done.returncode in (0, 65) and b"bug" not in done.stderr and b"Traceback" not in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "politburo", "scenario", "describe", str(page), "--json"],
        env=env,
        capture_output=True,
    )
    # click takes ascii for a mistake and writes UTF-8
    told = json.loads(done.stdout.decode("utf-8" if encoding == "ascii" else encoding))
    assert told["title"].startswith("Za")
