"""The essay beside the documents and the histories: every claim has its place, every sign its test, and what is printed fits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import escape

import politburo
from politburo import report
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.measures.signs import SIGNS
from politburo.record import read_table
from politburo.record.essay import read_essay
from politburo.report.content import contents, essay_of, story
from politburo.study.questions.essay import earlier_starts, essay, systems_of
from politburo.words.essay import markdown, passages, sources

CASE = "ussr-1922"
HISTORIES = 8
COLUMNS = 80


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which runs of the case are kept."""
    return tmp_path_factory.mktemp("essay")


@pytest.fixture
def ask(folder, monkeypatch, capsys):
    """Ask the command in that folder; its exit status, what it prints and what it complains of."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", str(COLUMNS))

    def asked(*words: str) -> tuple[int, str, str]:
        status = entry(["essay", *words, "--histories", str(HISTORIES)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return asked


def test_every_claim_of_the_essay_has_one_place():
    placed = [claim.id for system in read_essay(CASE) for claim in system.claims]
    assert sorted(placed) == [row["claim_id"] for row in read_table(CASE, "essay_claims")]


def test_systems_are_numbered_in_order_and_complete():
    systems = read_essay(CASE)
    assert [system.number for system in systems] == list(range(1, len(systems) + 1))
    for system in systems:
        assert system.title and system.says.endswith(".") and system.documented.endswith("."), system.id
        assert system.stages or system.events or system.claims, system.id
        assert system.signs or system.note, f"{system.id}: nothing is counted and nothing says why"
        assert set(system.signs) <= set(SIGNS), system.id


def test_every_stage_that_the_essay_tells_is_there():
    told = {row["stage"] for row in read_table(CASE, "stages") if not row["in_essay"].startswith("no")}
    assert told <= {stage["stage"] for system in read_essay(CASE) for stage in system.stages}


def test_what_needs_an_earlier_start_is_counted_there(folder, monkeypatch):
    monkeypatch.chdir(folder)
    party = politburo.load(CASE)
    (day,) = earlier_starts(systems_of(CASE), str(party.resolved.start))
    run = party.run(4)
    early = party.start(day).run(4, out="early")
    with_it, without = essay(run, {day: early}).systems, essay(run).systems
    assert earlier_starts(systems_of(CASE), day) == []
    for system, alone in zip(with_it, without, strict=True):
        starts = {row["start"] for row in system["counted"]}
        assert starts == {day if system["needs_start"] else str(party.resolved.start)}
        assert bool(alone["late"]) == bool(system["needs_start"]) == (not alone["counted"])
    shown = [row["command"] for s in with_it if s["needs_start"] for row in s["counted"] if row["count"]]
    assert shown and all(command.startswith("politburo show early ") for command in shown)
    assert passages(without[0])[-1].lines[0].command == f"politburo essay {CASE}"


def test_counts_are_those_of_the_histories_and_the_command_shows_the_first(ask, capsys):
    status, out, _ = ask(CASE, "14", "2", "--json")
    assert status == 0
    found = json.loads(out)
    assert found["simulated"] and [system["number"] for system in found["systems"]] == [2, 14]
    levy = found["systems"][1]["counted"][0]
    run = politburo.load(CASE).run(HISTORIES)
    begun = sorted(set(run.events.query("kind == 'levy' and outcome == 1")["history"]))
    assert levy["sign"] == "levy" and levy["count"] == len(begun) > 0
    assert levy["history"] == begun[0] and levy["low"] < levy["share"] <= levy["high"]
    assert entry(levy["command"].split()[1:]) == 0
    assert f"history {begun[0]}" in capsys.readouterr().out.lower()


def test_the_terminal_shows_all_voices_within_eighty_columns(ask):
    status, out, _ = ask(CASE)
    lines = out.splitlines()
    assert status == 0 and max(map(len, lines)) <= COLUMNS
    systems = read_essay(CASE)
    for voice in ("The essay", "Documented", "Verdict", "Simulated"):
        assert lines.count(f"  {voice}") == len(systems)
    text = " ".join(out.split())
    for system in systems:
        assert f"{system.number}. {system.title}" in text and system.says in text
        for claim in system.claims:  # what the sources dispute is said, and only that
            assert (f"{claim.id}, " in text) == (claim.verdict != "yes"), claim.id


def test_sentences_are_our_own_and_no_tag_is_left(ask):
    _, out, _ = ask(CASE)
    assert "web:" not in out.replace("(web:", "") and "literature-unverified" not in out


def test_sources_that_are_no_tags_are_only_cited():
    assert sources("the minutes, p. 3") == "[cited: the minutes, p. 3]"


def test_files(ask, folder):
    for name in ("essay.html", "essay.md"):
        assert ask(CASE, "10", "-o", name)[0] == 0
        text = re.sub("</?span>", "", (folder / name).read_text(encoding="utf-8"))
        assert read_essay(CASE)[9].title in text and "Simulated" in text and "politburo show" in text
    status, _, complaint = ask(CASE, "-o", "essay.pdf")
    assert status == 2 and ".html or .md" in complaint


def test_markdown_has_a_heading_for_each_system(folder, monkeypatch):
    monkeypatch.chdir(folder)
    text = markdown(essay(politburo.load(CASE).run(2)).to_json())
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        f"## {system.number}. {system.title}" for system in read_essay(CASE)
    ]


@pytest.mark.parametrize(
    ("words", "status", "code"), [(["heir"], 66, "essay-missing"), ([CASE, "99"], 2, "usage")]
)
def test_what_is_not_there_is_refused_before_anything_is_run(ask, words, status, code, monkeypatch):
    monkeypatch.setattr("politburo.engine.blocks", None)
    found, out, complaint = ask(*words)
    assert (found, out) == (status, "") and f"[{code}]" in complaint and "allowed" in complaint


def test_a_start_that_is_early_enough_serves_all_and_one_that_is_late_says_so(ask):
    early = json.loads(ask(CASE, "5", "6", "--start", "1921-03-16", "--json")[1])["systems"]
    assert {row["start"] for system in early for row in system["counted"]} == {"1921-03-16"}
    late = json.loads(ask(CASE, "5", "6", "--start", "1922-06-01", "--json")[1])["systems"]
    assert [bool(system["late"]) for system in late] == [True, False]
    assert not late[0]["counted"] and late[1]["counted"][0]["start"] == "1922-06-01"


def test_the_report_has_the_same_as_a_section(folder):
    run = politburo.load(CASE).run(2)
    found = contents(run)["essay"]
    assert found == story(essay(run).to_json()) and len(found["systems"]) == len(read_essay(CASE))
    page = report.page(run)
    assert page.count('<section id="essay"') == page.count('href="#essay"') == 1
    assert all(f"{system.number}. {escape(system.title)}</h3>" in page for system in read_essay(CASE))


def test_a_report_without_an_essay_has_no_such_section():
    run = politburo.load("heir").run(2)
    assert contents(run)["essay"] is None and '"#essay"' not in report.page(run)
    run = politburo.load(CASE).run(2)
    run.facts["given_record"] = {
        "day": "1923-12-31"
    }  # the record has chosen the histories: nothing is left to count
    assert essay_of(run) is None


def test_a_case_without_an_essay_says_how_to_get_one():
    with pytest.raises(PolitburoError) as caught:
        systems_of("heir")
    (problem,) = caught.value.problems
    assert CASE in problem.allowed and "essay.csv" in problem.remedy
