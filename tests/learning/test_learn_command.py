"""`politburo learn` from the command line."""

import json

import pytest

from politburo.cli import entry
from politburo.learned import posterior as table

SMALL = ["--case", "mozambique-1969", "--no-flagship", "--histories", "2", "--workers", "1"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "HOME", tmp_path / "home" / "posterior.csv")
    return table.HOME


def test_it_learns_and_writes_where_it_is_told(tmp_path, home, capsys):
    words = ["learn", *SMALL, "--sets", "8", "--passes", "1", "--no-refit", "--to", str(tmp_path / "work")]
    assert entry([*words, "-o", str(tmp_path / "mine.csv")]) == 0
    shown = capsys.readouterr()
    assert "sd less by" in shown.out and "stage 1: temperature" in shown.err and "weight 1" in shown.err
    assert table.read(tmp_path / "mine.csv").header == table.read(tmp_path / "work" / "posterior.csv").header
    assert not home.exists()  # into the package only when asked
    assert entry([*words, "--install", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "posterior" and home.exists()
    assert entry(["forecast", "heir", "--histories", "4"]) == 0
    assert "parameters learned from the successions" in capsys.readouterr().out
    assert entry(["forecast", "heir", "--histories", "4", "--params", "prior", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["params"] == "prior"
    assert (
        entry(["forecast", "heir", "--histories", "4", "--params", str(tmp_path / "mine.csv"), "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["posterior"]


def test_the_time_that_was_given_is_kept_and_told(tmp_path, capsys):
    words = ["learn", *SMALL, "--sets", "8", "--to", str(tmp_path), "--hours", "1e-9"]
    assert entry(words) == 130
    assert "the same command goes on" in capsys.readouterr().err


def test_what_is_wrong_is_told(tmp_path, home, capsys):
    assert entry(["learn", *SMALL, "--weight", "lead=2"]) == 2
    assert "leads" in capsys.readouterr().err
    assert entry(["learn", *SMALL, "--weight", "leads=much"]) == 2
    assert entry(["learn", *SMALL, "--screen", "--install"]) == 2
    capsys.readouterr()
    assert entry(["forecast", "heir", "--params", "posterior"]) == 66
    assert "posterior-missing" in capsys.readouterr().err
    assert entry(["run", "heir", "--params", "posteriour", "--no-save"]) == 2
    assert "posterior" in capsys.readouterr().err
