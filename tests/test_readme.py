"""The read-me does what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from politburo.cli import entry

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.S)
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
