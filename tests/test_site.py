"""The pages that the documentation site begins with: their commands run, their Python runs, every page has its place."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from politburo.cli import entry

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = ("tutorial.md", "tour.md", "how-to-read-a-forecast.md")
COMMAND = re.compile(r"^(?:politburo|python3 do\.py) (.*)$", re.M)


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands(name: str) -> list[list[str]]:
    """What a reader of the page types, one command after the other."""
    return [shlex.split(words) for words in COMMAND.findall(text(name))]


def smaller(words: list[str]) -> list[str]:
    """The same command with few histories."""
    if "--histories" in words:
        words = [*words]
        words[words.index("--histories") + 1] = "16"
        return words
    return (
        [*words, "--histories", "16"]
        if words[0] in ("run", "compare", "odds", "factors", "forecast")
        else words
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_run_in_turn(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    found = commands(page)
    assert len(found) >= 3
    for words in found:
        if words[0] in ("odds", "factors"):
            words = [*words, "--dry-run"]
        assert entry(smaller(words)) == 0, words
    for name in re.findall(r"(?:-o|--out) (\S+)", " ".join(" ".join(words) for words in found)):
        assert Path(name).exists()
    capsys.readouterr()
    for code in re.findall(r"```python\n(.*?)```", text(page), re.S):
        exec(code, {})
        assert "'share'" in capsys.readouterr().out


BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def unlike(shown: str, printed: str) -> list[str]:
    """Lines of a block that were not printed in this order; `[...]` stands for any lines that are left out."""
    rest, missing = [line.rstrip() for line in printed.splitlines()], []
    for line in filter(None, map(str.rstrip, shown.splitlines())):
        if line == "[...]":
            continue
        if line in rest:
            rest = rest[rest.index(line) + 1 :]
        else:
            missing.append(line)
    return missing


def test_a_line_that_is_not_printed_or_in_another_place_is_found():
    assert unlike("a\n[...]\nc  \n\nd\n", "a\nb\nc\nd\ne\n") == []
    assert unlike("a\nc\n", "a\nb\n") == ["c"]
    assert unlike("b\na\n", "a\nb\n") == ["a"]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["../README.md", "tutorial.md", "how-to-read-a-forecast.md"])
def test_every_output_on_the_page_is_what_its_command_prints(page, tmp_path, monkeypatch, capsys):
    """All commands in turn, with as many histories as the page says: so no number of a page ages unnoticed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    if page == "../README.md":  # its first command stands in the text
        assert entry(["run", "ussr-1922"]) == 0
    compared, printed = 0, capsys.readouterr().out
    for language, body in BLOCK.findall(text(page)):
        if language == "text":
            assert unlike(body, printed) == [], body
            compared += 1
            continue
        capsys.readouterr()
        if language == "python":
            exec(body, {})
        for words in map(shlex.split, COMMAND.findall(body) if not language else []):
            assert entry(words) == 0, words
        printed = capsys.readouterr().out
    assert compared


def test_the_numbers_of_the_tutorial_are_those_of_the_readme():
    """What both print of the first answer is the same, line by line."""
    readme = set((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    first = text("tutorial.md").split("```text\n")[1].split("```")[0].splitlines()
    assert len(first) > 15
    assert [line for line in first if line != "[...]" and " RUN" not in line and line not in readme] == []


def test_every_page_has_its_line_in_the_index():
    listed = set(re.findall(r"^([\w/-]+)$", text("index.md"), re.M))
    pages = {str(path.relative_to(DOCS).with_suffix("")) for path in DOCS.rglob("*.md")}
    decisions = {page for page in pages if re.match(r"decisions/\d", page)}  # listed by their own index
    assert pages - decisions - {"index"} == listed - {"politburo"}


@pytest.mark.parametrize(
    "page", ["../README.md", *sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md"))]
)
def test_links_lead_to_files_on_the_web_page_of_the_repository_too(page):
    place = DOCS / page
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", place.read_text(encoding="utf-8")):
        assert (place.parent / target).exists(), target
