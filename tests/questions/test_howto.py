"""The how-to pages: every command is one that the program understands, every piece of Python runs."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import click
import pytest

from politburo.cli.app import COMMANDS

PAGES = sorted(Path("docs/how-to").glob("*.md"))
LINES = [
    (page.stem, line.split("   #")[0].split("    #")[0])
    for page in PAGES
    for block in re.findall(r"```\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    for line in block.splitlines()
    if line.startswith("politburo ")
]
CODE = [
    (page.stem, code) for page in PAGES for code in re.findall(r"```python\n(.*?)```", page.read_text(), re.S)
]


def test_there_are_pages_for_the_questions():
    assert {"what-if", "who-was-winning", "why", "how-else", "saved-runs"} <= {page.stem for page in PAGES}
    assert len(LINES) > 12


@pytest.mark.parametrize("page, line", LINES, ids=[f"{page}-{n}" for n, (page, _) in enumerate(LINES)])
def test_a_command_parses(page, line):
    name, *arguments = shlex.split(line)[1:]
    command = importlib.import_module(COMMANDS[name][0]).command
    if isinstance(command, click.Group):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    command.make_context(name, list(arguments))


@pytest.mark.slow
@pytest.mark.parametrize("page, code", CODE, ids=[page for page, _ in CODE])
def test_the_python_runs(page, code):
    exec(compile(code, page, "exec"), {})
