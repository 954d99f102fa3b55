"""The first screen: short enough, no wider than the terminal, and every command on it works as printed."""

from __future__ import annotations

import re
import shlex

import pytest

from politburo.cli import entry, screen, struggle
from politburo.study.running.run import open_run
from politburo.study.running.tables import answer_of
from politburo.words import headline

CASES = ("ussr-1922", "heir", "poland-1970")  # with a record, a page of codings, a page of facts
LINES = {100: 45, 80: 64, 60: 76}


@pytest.fixture(scope="module", params=CASES)
def saved(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("screen") / request.param
    assert entry(["run", request.param, "--histories", "24", "--out", str(folder)]) == 0
    return folder


def shown(capsys, monkeypatch, width, *words):
    monkeypatch.setenv("COLUMNS", str(width))
    capsys.readouterr()
    assert entry(list(words)) == 0
    return capsys.readouterr().out


def commands(text):
    """The commands of a screen, as a shell would take them."""
    return re.findall(r"politburo .*", text.replace("\\\n", "").split("anyone in")[-1])


@pytest.mark.parametrize("width", LINES)
def test_it_fits(saved, capsys, monkeypatch, width):
    text = shown(capsys, monkeypatch, width, "show", str(saved))
    lines = text.splitlines()
    assert len(lines) <= LINES[width]
    assert max(map(len, lines)) <= width
    for words in (
        "SIMULATED",
        "24 histories",
        "Starting values:",
        "assumed",
        "Who rules",
        "Probability that anyone rules alone",
    ):
        assert words in " ".join(text.split()), words
    assert ("Documented" in text) == (saved.name == "ussr-1922")
    assert "first among equals:" not in text and "[]" not in text and "()" not in text


def test_every_year_of_the_first_table_adds_up(saved):
    """Whoever is not shown by name, and rule by two where it is rare, is in the last row."""
    run = open_run(saved)
    names, shares = screen._parts(answer_of(run))
    assert len(names) == len(shares) >= 2
    for year in range(len(run.summary["years"])):
        assert abs(sum(entries[year]["share"] for entries in shares) - 1) < 0.01
    if saved.name == "ussr-1922":
        assert "Lenin first among equals" in names  # who led at first


@pytest.mark.parametrize("width", [100, 60])
def test_its_five_commands_work_as_printed(saved, capsys, monkeypatch, tmp_path, width):
    found = commands(shown(capsys, monkeypatch, width, "show", str(saved)))
    assert len(found) == 5
    monkeypatch.chdir(tmp_path)
    for line in found if width == 100 else found[:1]:
        assert entry(shlex.split(line)[1:]) == 0, line
    assert width == 60 or (tmp_path / "report.html").is_file()


def test_without_a_saved_run_its_commands_make_one(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    text = shown(capsys, monkeypatch, 100, "run", "heir", "--histories", "8", "--no-save")
    found = commands(text)
    assert len(found) == 5 and not (tmp_path / "runs").exists()
    for line in found:
        assert entry([*shlex.split(line)[1:], *(["--dry-run"] if " odds " in line else [])]) == 0, line
    assert (tmp_path / "runs").is_dir()


def test_everything_else_is_still_to_be_had(saved, capsys, monkeypatch):
    everything = shown(capsys, monkeypatch, 100, "show", str(saved), "--all")
    for part, title in {
        "--votes": "Votes on attacks",
        "--members": "Full members at the end",
        "--concentration": "Concentration of power",
    }.items():
        text = shown(capsys, monkeypatch, 100, "show", str(saved), part)
        assert title in text and title in everything
        assert "Probability that anyone" not in text


def test_a_command_is_continued_as_a_shell_takes_it():
    line = "politburo show " + "x" * 90 + " --chronicle"
    parts = screen.continued(line, 40)
    assert max(map(len, parts)) <= 40 and len(parts) > 2
    assert parts[0] == "politburo show \\"  # between words where it can be
    assert "".join(part.removesuffix("\\") for part in parts) == line


def test_shades_go_from_dark_to_light_and_small_shares_have_none():
    assert screen.shade(0.04) == ""
    styles = [screen.shade(share) for share in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0)]
    light = [sum(int(style[-6:][n : n + 2], 16) for n in (0, 2, 4)) for style in styles]
    assert light == sorted(light) and len(set(light)) == 5


def person(label, count, n):
    return {"id": label, "label": label, "sole_at_end": {"share": count / n, "low": 0.0, "high": 1.0}}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((20, 8), "The most frequent sole ruler is A,"),
        ((12, 8), "No sole ruler is ahead of the others by more than chance: A,"),
        ((3,), "The only sole ruler is A,"),
        ((), None),
    ],
)
def test_a_favourite_is_named_first_only_if_he_is_ahead(counts, words):
    people = [person(label, count, 100) for label, count in zip("AB", counts, strict=False)]
    said = headline.favourites({"histories": 100, "leading": people})
    assert said[0].startswith(words) if words else not said, said


def stage(number, side_a, side_b, *, clashes=1, name="quarrel", customary=""):
    """A row of a table of the struggle."""
    return {
        "stage": number, "clashes": clashes, "from": "1900-01", "to": "1900-03", "label": name, "customary": customary,
        "frequency": {"share": 0.5}, "side_a": side_a, "side_b": side_b, "causes": ["land"], "outcome": ["no decision"],
    }  # fmt: skip


def drawn(stages, left, *, documented=(), width=100):
    out = screen.console(width)
    answer = {"tables": {"typical": {"history": 3, "stages": stages}}}
    if documented:
        answer["tables"]["documented"] = {"stages": list(documented)}
    with out.capture() as got:
        out.print(struggle.struggle(out, answer, left))
    return [line.rstrip() for line in got.get().splitlines()]


ELEVEN = [f"Person{letter}" for letter in "ABCDEFGHIJK"]


def test_eight_of_a_side_are_named_where_there_are_lines_for_them():
    text = " ".join(drawn([stage(1, ELEVEN, ELEVEN[:3])], 20))
    assert ", ".join(ELEVEN[:8]) + " +3 v. PersonA, PersonB and PersonC" in " ".join(text.split())
    assert ELEVEN[8] not in text


def test_names_give_way_to_stages_and_stages_to_lines():
    stages = [stage(n, ELEVEN, ELEVEN, clashes=n) for n in range(1, 9)]
    shown = []
    for left in range(18, 60):
        lines = drawn(stages, left, documented=stages)
        assert len(lines) <= left
        shown.append(len([line for line in lines if line.startswith("1900")]))
        if shown[-1] < 8:  # all that fit, each in three lines, below the head and above the line on signs
            assert shown[-1] == (left - 3) // 3, left
    assert shown == sorted(shown) and shown[-1] == 8
    assert " ".join(lines).count("+3") == 4 * 8  # with lines enough all have their eight
    assert len(drawn(stages, 11, documented=stages)) <= 11


def test_the_stages_in_which_most_took_sides_are_shown():
    stages = [
        stage(1, ["A", "B"], ["C"]),
        stage(2, ["A"], ["C"], clashes=9),
        stage(3, ["A"], ["B", "C"], clashes=2),
    ]
    assert [row["stage"] for row in struggle.largest(stages, 2)] == [1, 3]
    assert [row["stage"] for row in struggle.largest(stages, 1)] == [3]


def test_what_a_stage_is_customarily_called_stands_beside_its_name():
    short = stage(1, ["A"], ["B"], name="rift", customary="the three against B")
    assert any(
        line.startswith("1900 rift: the three against B [50 %]")
        for line in drawn([short], 20, documented=[short])
    )
    long = stage(
        1, ["A"], ["B"], name="rift (of the forty)", customary="the three and all their allies against B"
    )
    text = " ".join(line[:49].strip() for line in drawn([long], 20, documented=[long]))
    assert "1900 rift: the three and all their allies against B [50 %]" in text
