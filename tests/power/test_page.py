"""The examples of the page, of the docstrings and of the results file are true."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

import politburo.power
from politburo.cli import entry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "power.md").read_text(encoding="utf-8")
MODULES = [f"politburo.power.{module.name}" for module in pkgutil.iter_modules(politburo.power.__path__)]


def test_the_page_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "power.md", "docs/power.md", 0)
    assert len(test.examples) > 50
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("line", re.findall(r"^\$ politburo (.*)$", PAGE, re.MULTILINE))
def test_the_commands_run(line, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert entry(line.split()) == 0
    assert capsys.readouterr().out


def test_figures_are_those_of_the_results_file():
    rows = json.loads((ROOT / "benchmarks" / "power-results.json").read_text(encoding="utf-8"))["rows"]
    kept = {
        (
            row["what"],
            str(row["n"]),
            f"{row['seconds']:g}",
            f"{row.get('ratio', row.get('share_of_limit', 0)):g}",
        )
        for row in rows
    }
    shown = re.findall(r"^\| ([\w^ ]+) \| (\d+) \| ([\d.e-]+) \| [^|]+ \| ([\d.e+]+) \|$", PAGE, re.MULTILINE)
    assert len(shown) > 8
    assert set(shown) <= kept


@pytest.mark.parametrize("name", ["politburo.power", *MODULES, "politburo.cli.bars"])
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_name_is_there_and_has_an_example():
    for name in politburo.power.__all__:
        thing = getattr(politburo.power, name)
        assert thing.__doc__, name
        if callable(thing) and not isinstance(thing, type):
            assert ">>>" in thing.__doc__, name
    with pytest.raises(AttributeError):
        politburo.power.nothing  # noqa: B018
