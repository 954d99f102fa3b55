"""The command that is printed to be typed again is the one that was typed; options that make no sense together are refused."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from politburo.cli import entry
from politburo.study.running.repeat import command_words

SMALL = str(Path(__file__).parent / "scenarios" / "valid" / "small")


def told(capsys, *words):
    capsys.readouterr()
    status = entry([*map(str, words)])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_a_run_is_repeated_with_every_option(capsys, tmp_path):
    words = [
        "run", SMALL, "--histories", "3", "--seed", "4", "--start", "1801-04", "--from", "1802", "--to", "1804", "--set",
        "parameters.pace=0.02", "--set", "contenders=6", "--off", "membership", "--params", "prior", "--full", "--no-blind", "--out",
        str(tmp_path / "a run"), "--workers", "1",
    ]  # fmt: skip
    status, out, _ = told(capsys, *words)
    assert status == 0
    line = next(line for line in out.splitlines() if line.startswith("The same run again: "))
    again = shlex.split(line.removeprefix("The same run again: "))
    assert again[:3] == ["politburo", "run", SMALL]
    assert sorted(again[3:]) == sorted(words[2:])
    digest = json.loads((tmp_path / "a run" / "manifest.json").read_text())["digest"]
    again[again.index(str(tmp_path / "a run"))] = str(tmp_path / "other")
    assert told(capsys, *again[1:])[0] == 0
    assert json.loads((tmp_path / "other" / "manifest.json").read_text())["digest"] == digest


def test_a_saved_run_says_how_it_was_made(capsys, tmp_path):
    run = tmp_path / "run"
    how = ["--histories", "2", "--reading", "networks", "--off", "membership", "--no-blind"]
    assert told(capsys, "run", SMALL, *how, "--out", run)[0] == 0
    facts = json.loads((run / "manifest.json").read_text())
    assert len(facts["off"]) >= 1
    words = command_words(facts, 2, blind=False)
    assert words[:3] == ["politburo", "run", SMALL] and words[-1] == "--no-blind"
    assert words.count("--off") == 1 and words[words.index("--off") + 1] == "membership"
    assert words[words.index("--reading") + 1] == "networks"
    _, out, _ = told(capsys, "show", run, "--all")
    assert f"The same run again: {shlex.join(words)}" in out
    assert told(capsys, *words[1:], "--out", tmp_path / "again")[0] == 0
    assert json.loads((tmp_path / "again" / "manifest.json").read_text())["digest"] == facts["digest"]


def test_a_question_is_repeated_with_every_option(capsys):
    words = ["odds", SMALL, "--history", "1", "--every", "60", "--futures", "8", "--seed", "2", "--no-save"]
    status, out, _ = told(capsys, *words)
    (line,) = [line for line in out.splitlines() if line.startswith("Again: ")]
    again = shlex.split(line.removeprefix("Again: "))
    assert (
        status == 0 and again[:3] == ["politburo", "odds", SMALL] and sorted(again[3:]) == sorted(words[2:])
    )
    assert told(capsys, *again[1:])[1] == out
    words = ["forecast", SMALL, "--histories", "4", "--no-reasons", "--set", "contenders=6"]
    _, out, _ = told(capsys, *words)
    again = shlex.split(out.splitlines()[-1].removeprefix("Again: "))
    assert again[:3] == ["politburo", "forecast", SMALL] and sorted(again[3:]) == sorted(words[2:])


@pytest.mark.parametrize(
    "words, option, code",
    [
        (("run", SMALL, "--from", "1805", "--to", "1803"), "--from", "date-reversed"),
        (("run", SMALL, "--from", "1803-05", "--to", "1803-04-30"), "--from", "date-reversed"),
        (("show", "nowhere", "--from", "1805", "--to", "1803"), "--from", "date-reversed"),
        (("run", SMALL, "--no-save", "--out", "x"), "--out", "usage"),
        (("run", SMALL, "--no-save", "--force"), "--force", "usage"),
        (("odds", SMALL, "--every", "0"), "--every", "usage"),
        (("odds", SMALL, "--history", "abc"), "--history", "usage"),
        (("factors", SMALL, "bruno", "--points", "4"), "--points", "usage"),
        (("factors", SMALL, "--parameters", "morris", "--no-groups"), "--no-groups", "usage"),
        (("forecast", SMALL, "--no-reasons", "--horizon", "13"), "--horizon", "usage"),
    ],
)
def test_options_that_make_no_sense_together_are_refused(capsys, words, option, code):
    status, out, _ = told(capsys, *words, "--json")
    problem = json.loads(out)["error"]["problems"][0]
    assert status in (2, 65) and (problem["where"], problem["code"]) == (option, code)


def test_dates_that_overlap_are_not_refused(capsys):
    for first, last in (("1803", "1803"), ("1803", "1803-05"), ("1803-05", "1803")):
        assert told(capsys, "run", SMALL, "--from", first, "--to", last, "--dry-run")[0] == 0
