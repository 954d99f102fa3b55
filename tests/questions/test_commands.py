"""The commands end to end on a tiny case: exit status, JSON, files, and errors that name the place."""

from __future__ import annotations

import json

import pytest

import politburo
from politburo.cli import entry
from politburo.engine import BLOCK
from politburo.words.odds import odds_answer

SMALL = "tests/scenarios/valid/small"


def ask(capsys, *arguments):
    status = entry([*map(str, arguments)])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_compare_and_its_file(capsys, tmp_path):
    status, out, _ = ask(
        capsys,
        "compare",
        SMALL,
        "--set",
        "holdings.registrar=none",
        "--date",
        "1803-01",
        "--histories",
        64,
        "--out",
        tmp_path,
        "--json",
    )
    assert status == 0 and json.loads(out)["facts"]["date"] == "1803-01-01"
    saved = json.loads((tmp_path / "compare.json").read_text())["comparisons"]
    assert saved["set"]["rows"] == json.loads(out)["rows"]
    arguments = ("compare", SMALL, "--set", "holdings.registrar=none", "--histories", 64, "--no-save")
    status, out, _ = ask(capsys, *arguments, "--picture", tmp_path / "it.svg")
    assert status == 0 and "of the pairs diverge" in out and "SIMULATED" in out
    assert "Simulated:" in (tmp_path / "it.svg").read_text()


def test_odds_and_its_file(capsys, tmp_path):
    of_one = ("odds", SMALL, "--history", 0, "--every", 60, "--futures", 64, "--out", tmp_path)
    status, out, _ = ask(capsys, *of_one, "--json")
    assert status == 0 and json.loads(out) == json.loads((tmp_path / "odds.json").read_text())
    status, out, _ = ask(capsys, *of_one)
    assert status == 0 and "1801-03" in out and "nobody" in out
    assert "sees through history 0" in " ".join(out.split()) and "nobody in it could see" in " ".join(
        out.split()
    )


def test_odds_without_a_history_are_those_of_all_from_the_start(capsys, tmp_path):
    """A case without a record: the shares of a plain run of the same histories, and no history is picked."""
    drawn = ("--no-save", "--picture", tmp_path / "odds.svg")
    status, out, _ = ask(capsys, "odds", SMALL, "--histories", 64, "--seed", 3, *drawn, "--json")
    found = json.loads(out)
    assert status == 0 and found["facts"]["question"] == "from the start" and len(found["months"]) == 1
    assert "history" not in found["facts"] and "from the start" in (tmp_path / "odds.svg").read_text()
    rulers = politburo.load(SMALL).run(64, 7).accumulator.column("ruler")
    assert abs((1 - found["nobody"][0]["share"]) - (rulers >= 0).mean()) < 0.3  # other luck, the same odds
    status, out, _ = ask(capsys, "odds", SMALL, "--histories", 64, *drawn)
    said = " ".join(out.split())
    assert "From the start, 1 March 1801" in said and "parameters and hidden traits of its own" in said
    assert "no odds for later months" in said and "at most" not in said


def test_odds_without_a_history_use_the_record_as_far_as_they_are_told(capsys):
    how = ("--histories", 32, "--every", 12, "--no-save")
    status, out, _ = ask(capsys, "odds", "ussr-1922", "--given-record", "1923-06", *how, "--json")
    found = json.loads(out)
    assert status == 0 and found["months"] == ["1922-04", "1923-04", "1923-07"]
    assert found["facts"]["known_until"] == "1923-06-30"
    said = " ".join(" ".join(odds_answer(found).sentences).split())
    assert "From the start, 3 April 1922" in said and "Given the record to 30 June 1923:" in said


def test_a_dry_run_of_odds_counts_the_futures_and_the_time(capsys):
    def work(*arguments):
        status, out, _ = ask(capsys, "odds", SMALL, *arguments, "--dry-run")
        assert status == 0 and " on this machine" in out
        return int(out.split("as much work as ")[1].split()[0].replace(",", ""))

    assert work("--histories", 100) == 100 and work("--histories", 100, "--futures", 3) == 300
    assert work("--history", 1, "--every", 70, "--futures", 50) == 50


def test_dry_runs_say_the_cost(capsys):
    change = ("--set", "parameters.pace=0.02", "--date", "1803-01")
    _, out, _ = ask(capsys, "compare", SMALL, *change, "--histories", 70, "--dry-run")
    assert "70 pairs of 70 months" in out and "118 whole histories" in out
    _, out, _ = ask(capsys, "factors", SMALL, "bruno", "--no-groups", "--dry-run")
    few = int(out.split()[0])
    _, out, _ = ask(capsys, "factors", SMALL, "bruno", "--dry-run")
    assert few > 5 and int(out.split()[0]) == few + 31
    _, out, _ = ask(capsys, "factors", SMALL, "--parameters", "morris", "--points", 2, "--dry-run")
    assert int(out.split()[0].replace(",", "")) % 16 == 0
    assert (
        ask(capsys, "factors", SMALL, "--parameters", "--points", 2, "--dry-run")[1].split()[0]
        == out.split()[0]
    )


@pytest.mark.parametrize(
    "arguments, status, code",
    [
        (("compare", SMALL), 2, "usage"),
        (("compare", SMALL, "testament"), 2, "usage"),
        (("compare", "ussr-1922", "testament-publshed"), 2, "usage"),
        (("compare", SMALL, "--set", "nonsense"), 65, "path-unknown"),
        (("compare", SMALL, "--set", "start=1800-02-01"), 65, "patch-shape"),
        (("compare", SMALL, "nowhere.yaml"), 66, "file-missing"),
        (("compare", SMALL, "--set", "contenders=5", "--date", "never"), 65, "date-invalid"),
        (("odds", SMALL, "--given-record", "1802"), 66, "record-missing"),
        (("odds", "ussr-1922", "--given-record", "1927"), 65, "holdout-closed"),
        (("odds", "ussr-1922", "--given-record", "1921"), 2, "usage"),
        (("odds", SMALL, "--history", "typical"), 2, "usage"),
        (("odds", SMALL, "--history", "abc"), 2, "usage"),
        (("odds", SMALL, "--history", "1", "--histories", "9"), 2, "usage"),
        (("odds", "ussr-1922", "--history", "1", "--given-record", "1923"), 2, "usage"),
        (("odds", SMALL, "--every", "0"), 2, "usage"),
        (("odds", SMALL, "--futures", "0"), 2, "usage"),
        (("factors", SMALL), 2, "usage"),
        (("factors", SMALL, "brunno"), 65, "id-unknown"),
        (("paths", "nowhere"), 66, "run-missing"),
        (("store", "verify", "nowhere"), 66, "run-missing"),
        (("store", "work", "nowhere", "--shard", "1/2"), 66, "run-missing"),
        (("store", "work", "nowhere", "--shard", "3/2"), 2, "usage"),
        (("store", "work", "nowhere", "--shard", "half"), 2, "usage"),
    ],
    ids=lambda value: " ".join(map(str, value))[:60] if isinstance(value, tuple) else "",
)
def test_errors_have_a_code_and_a_status(capsys, arguments, status, code):
    got, out, _ = ask(capsys, *arguments, "--json")
    error = json.loads(out)["error"]
    assert (got, error["problems"][0]["code"]) == (status, code)
    assert error["problems"][0]["where"]


def test_a_misspelt_counterfactual_names_the_nearest(capsys):
    _, out, _ = ask(capsys, "compare", "ussr-1922", "testament-publshed", "--json")
    assert json.loads(out)["error"]["problems"][0]["nearest"] == "testament-published"


def test_begin_work_run_verify(capsys, tmp_path):
    run = tmp_path / "run"
    assert ask(capsys, "store", "begin", SMALL, run, "--histories", BLOCK + 6)[0] == 0
    assert ask(capsys, "store", "work", run, "--shard", "2/2", "--json")[:2] == (0, '{"blocks": 1}\n')
    status, out, _ = ask(capsys, "store", "verify", run, "--again", 0)
    assert status == 0 and "6 histories in 1 parts" in out and "interrupted" in out
    assert ask(capsys, "paths", run)[0] == 75
