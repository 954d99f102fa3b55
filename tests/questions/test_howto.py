"""The how-to pages: every command is one that the program understands, everything on them runs, every question has its picture."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from politburo.cli import entry
from politburo.cli.app import COMMANDS

PAGES = sorted(Path("docs/how-to").resolve().glob("*.md"))
QUESTIONS = {"forecast", "what-if", "who-was-winning", "why", "how-else", "statistics"}


def blocks(page: Path, language: str = "") -> list[str]:
    found = re.findall(r"^```([^\n]*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    return [text for kind, text in found if kind == language]


def lines(page: Path) -> list[list[str]]:
    """The words of every command that stands on a page."""
    found = [line for block in blocks(page) for line in block.splitlines() if line.startswith("politburo ")]
    return [shlex.split(line, comments=True)[1:] for line in found]


LINES = [(page.stem, words) for page in PAGES for words in lines(page)]
CODE = [(page.stem, code) for page in PAGES for code in blocks(page, "python")]


def test_there_are_pages_for_the_questions():
    assert {*QUESTIONS, "saved-runs", "clusters"} <= {page.stem for page in PAGES}
    assert len(LINES) > 20 and {page for page, _ in CODE} == QUESTIONS


@pytest.mark.parametrize("page, words", LINES, ids=[f"{page}-{n}" for n, (page, _) in enumerate(LINES)])
def test_a_command_parses(page, words):
    name, *arguments = words
    command = importlib.import_module(COMMANDS[name]).command
    if isinstance(command, click.Group):
        named = (
            arguments[0] in command.commands
        )  # else they are arguments of the command that the group stands for
        command, arguments = (
            (command.commands[arguments[0]], arguments[1:]) if named else (command.commands["of"], arguments)
        )
    command.make_context(name, list(arguments))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem in QUESTIONS], ids=lambda page: page.stem
)
def test_a_question_has_its_picture_drawn_by_a_command_of_its_page(page):
    ((alt, place),) = re.findall(r"!\[(.*?)\]\((.*?)\)", page.read_text(encoding="utf-8"))
    assert len(alt) > 40 and "/" not in place
    picture = ElementTree.fromstring((page.parent / place).read_text(encoding="utf-8"))
    assert picture.tag.endswith("svg") and "Simulated" in picture.attrib["aria-label"]
    (drawing,) = [words for words in lines(page) if "--picture" in words]
    assert drawing[drawing.index("--picture") + 1] == place


@pytest.mark.slow
@pytest.mark.parametrize("page, code", CODE, ids=[page for page, _ in CODE])
def test_the_python_runs(page, code):
    exec(compile(code, page, "exec"), {})


@pytest.mark.slow  # whole ensembles of the flagship: ten minutes and more
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "yaml"):
        Path("my-change.yaml").write_text(text, encoding="utf-8")
    for words in lines(page):
        if "HOST" not in " ".join(words):  # a cluster's address
            assert entry(words) == 0, words
