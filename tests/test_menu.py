"""The menu fits on a screen and leaves nothing out; its examples run; the glossary is one table."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from politburo.cli import entry
from politburo.cli.app import COMMANDS, EXAMPLES, app
from politburo.words.glossary import GLOSSARY, page

ROOT = Path(__file__).resolve().parent.parent
LINES, COLUMNS = 40, 80


def test_the_menu_is_one_screen_with_a_line_for_each_command(capsys):
    assert entry(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= LINES and max(map(len, lines)) <= COLUMNS
    for name in COMMANDS:
        (line,) = [line for line in lines if line.startswith(f"  {name} ")]
        assert line.endswith((".", "?"))
    for section in ("Simulate", "Ask", "Judge", "Data", "Power"):
        assert section in lines


def test_every_command_is_in_the_menu_once():
    there = {
        path.stem
        for path in (ROOT / "src/politburo/cli").glob("*.py")
        if re.search(r"^def command\(", path.read_text(encoding="utf-8"), re.M)
    }
    assert there == set(COMMANDS) and list(COMMANDS) == app.list_commands(click.Context(app))


@pytest.mark.parametrize("line", re.findall(r"^  politburo (.*?)(?:   .*)?$", EXAMPLES, re.M))
def test_the_examples_of_the_menu_run(line, capsys):
    words = shlex.split(line)
    assert entry(words if words[0] == "power" else [*words, "--dry-run"]) == 0
    assert capsys.readouterr().out


def test_no_name_stands_for_two_questions():
    """Why an event happened, what a victory rested on and what a scenario assumes are asked by three different words."""
    groups = [
        command
        for name in COMMANDS
        if isinstance(command := app.get_command(click.Context(app), name), click.Group)
    ]
    below = [name for group in groups for name in group.commands]
    assert not {"explain", "work"} & set(COMMANDS)
    assert "explain" not in below and "describe" in below


def test_the_glossary_page_is_the_table_of_the_command():
    assert (ROOT / "docs/glossary.md").read_text(encoding="utf-8") == page(), "run scripts/write_glossary.py"


@pytest.mark.parametrize("word", GLOSSARY)
def test_every_word_is_answered(word, capsys):
    assert entry(["glossary", word.upper()]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert GLOSSARY[word] in said
    assert 20 < len(GLOSSARY[word]) < 250 and GLOSSARY[word].endswith(".")


def test_an_unknown_word_is_answered_with_the_nearest(capsys):
    assert entry(["glossary", "rnig"]) == 2
    assert "nearest  ring" in capsys.readouterr().err


def test_the_glossary_says_what_the_definitions_say():
    """The numbers are those of the thresholds by which histories are measured."""
    assert "0.95" in GLOSSARY["sole ruler"] and "12 months" in GLOSSARY["sole ruler"]
    assert "1.5 times" in GLOSSARY["first among equals"]
