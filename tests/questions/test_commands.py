"""The commands end to end on a tiny case: exit status, JSON, files, and errors that name the place."""

from __future__ import annotations

import json

import pytest

from politburo.cli import entry
from politburo.engine import BLOCK

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
    status, out, err = ask(capsys, "odds", SMALL, "--every", 60, "--futures", 64, "--out", tmp_path, "--json")
    assert status == 0 and json.loads(out) == json.loads((tmp_path / "odds.json").read_text())
    assert "whole histories" in err
    status, out, _ = ask(capsys, "odds", SMALL, "--every", 60, "--futures", 64, "--out", tmp_path)
    assert status == 0 and "1801-03" in out and "nobody" in out
    assert ask(capsys, "odds", SMALL, "--dry-run")[:2] == (0, "")


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
        (("odds", SMALL, "--record"), 66, "record-missing"),
        (("odds", SMALL, "--history", "typical"), 2, "usage"),
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
