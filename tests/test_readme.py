"""The read-me does what it says."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from politburo.cli import entry
from politburo.study.running.extras import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.S)


def test_the_regression_takes_five_lines_and_runs(capsys):
    pytest.importorskip("statsmodels")
    _, code = EXAMPLES
    assert len([line for line in code.splitlines() if line]) == 5
    exec(code, {})
    said = capsys.readouterr().out
    assert "Logit" in said and "256" in said and "stalin_ambition" in said


def test_every_extra_is_in_the_table_and_is_installed_for_the_tests():
    """`all` and what developers and the site need are not for users."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for_users = set(extras) - {"all", "build", "dev", "docs"}
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.M)) == for_users
    assert set(re.findall(r"[\w]+", extras["all"][0].partition("[")[2])) == for_users
    for name in for_users:
        assert set(extras[name]) <= set(extras["dev"]), name
    assert set(EXTRAS.values()) <= for_users


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_a_lock_file_carries_no_address(lock):
    assert not re.search(r"https?:|file:|--(?:extra-)?index|--find-links", lock.read_text(encoding="utf-8"))


def test_the_python_example_runs(capsys):
    code, _ = EXAMPLES
    names: dict = {}
    exec(code, names)
    assert "share" in capsys.readouterr().out
    assert names["rulers"].sizes["month"] == names["run"].resolved.months
    assert {"date", "who", "whom", "ayes"} <= set(names["attacks"].columns)


@pytest.mark.parametrize("line", re.findall(r"`politburo (run ussr-1922.*?)`", TEXT))
def test_the_commands_that_simulate_are_sound(line, capsys):
    assert entry([*shlex.split(line), "--dry-run"]) == 0


def test_menu_lists_every_verb():
    menu = (ROOT / "do.py").read_text(encoding="utf-8")
    for verb in re.findall(
        r"python3 do\.py (\w+)", TEXT + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    ):
        assert f'"{verb}"' in menu
