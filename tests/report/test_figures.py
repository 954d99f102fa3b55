"""Figures: known drawings from known numbers, escaped, simulated, and with the data behind them."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import politburo
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.plots.chart import apart, ticks
from politburo.plots.figures import COURSE, ENSEMBLE, draw
from politburo.plots.palette import HUES, hue
from politburo.plots.svg import Sheet, path, safe, tag
from politburo.study.running.run import Run

NAMES = [*ENSEMBLE, *COURSE]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", ["run", "one", "fallen", "many", "recorded"])
def test_every_figure_of_every_kind_of_run(name: str, which: str, request: pytest.FixtureRequest) -> None:
    figure = draw(request.getfixturevalue(which), name)
    for drawing, width in ((figure.wide, 720), (figure.narrow, 372)):
        root = ET.fromstring(drawing)
        words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
        assert any(text.startswith("Simulated: ") for text in words)
        assert root.get("role") == "img" and "simulated" in str(root.get("aria-label")).lower()
        assert "nan" not in drawing and "inf" not in drawing
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x", -1)) <= width and 0 <= float(text.get("y", -1)) <= float(
                root.get("height", 0)
            )
    assert all(len(row) == len(figure.columns) for row in figure.rows)
    assert figure.rows or name in ("struggle", "votes")
    assert figure._repr_svg_() == figure.wide


def test_bands_are_as_tall_as_their_shares(run: Run) -> None:
    """The stack of a figure fills its frame: shares of a year add up to all histories."""
    figure = politburo.plot.locus(run)
    for year in range(1, len(figure.columns)):
        total = sum(float(str(row[year]).rstrip(" %")) for row in figure.rows if "<" not in str(row[year]))
        assert total == pytest.approx(100, abs=1.5)


def test_a_fallen_regime_is_said(fallen: Run) -> None:
    figure = politburo.plot.rulers(fallen)
    last = {str(row[0]): row[-1] for row in figure.rows}
    assert last == {**dict.fromkeys(last, "0 %"), "regime fallen": "100 %"}
    assert [row[0] for row in politburo.plot.end(fallen).rows] == ["the end of the regime"]


def test_documented_and_simulated_are_told_apart(recorded: Run) -> None:
    votes = politburo.plot.votes(recorded)
    known = [row for row in votes.table if row[""] == "documented"]
    assert [(row["% against"], row["tally"]) for row in known] == [("18.4", "31 to 7, 2 abstaining")]
    assert 'class="doc"' in votes.wide
    stages = politburo.plot.struggle(recorded).table
    assert [row["outcome"] for row in stages if row[""] == "documented"]
    assert "1.2" in politburo.plot.membership(recorded).wide


def test_the_same_person_has_the_same_hue_everywhere(run: Run) -> None:
    leading = [person["name"].split()[-1] for person in run.summary["leading"]][: len(HUES)]
    bands = {n: hue(n).colour for n in range(len(leading))}
    assert len(set(bands.values())) == len(bands)
    flow = ET.fromstring(politburo.plot.flow(run).wide)
    for place, name in enumerate(leading):
        lines = [
            e for e in flow.iter(f"{SVG}path") if (e.findtext(f"{SVG}title") or "").startswith(f"{name}:")
        ]
        assert all(line.get("stroke") == bands[place] for line in lines)


def test_the_flow_tells_where_everybody_stood(run: Run) -> None:
    """Its table agrees with the standings in the series."""
    number = run.pick("typical")
    reader = run.reader(number)
    for row in politburo.plot.flow(run).table:
        first = str(row["where, from when"]).split(" from ")[0]
        person = next(p for p, name in run.names.items() if name == row["person"])
        contenders = [reader.person(int(i)) for i in reader.series("contender")[0]]
        code = int(reader.series("standing")[0][contenders.index(person)]) if person in contenders else 0
        assert first == {0: "outside", 1: "ring", 2: "core", 3: "bloc"}[code]


@given(st.text())
def test_no_text_can_leave_its_element(text: str) -> None:
    root = ET.fromstring(tag("g", {"aria-label": text}, safe(text)))
    assert len(root) == 0 and root.tag == "g"


@given(st.lists(st.floats(0, 100), max_size=7).map(sorted), st.integers(1, 14))
def test_labels_never_collide(places: list[float], gap: int) -> None:
    found = apart(places, 0, 100, gap)
    assert len(found) == len(places)
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(found))
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in found)


@given(st.floats(0.0, 1e7))
def test_ticks_reach_the_highest_value(high: float) -> None:
    marks = ticks(high)
    assert marks[0] == 0 and marks[-1] >= high * (1 - 1e-6) and len(marks) <= 7
    assert marks == sorted(set(marks))


def test_a_path_ends_where_it_should() -> None:
    points = [(n / 3, n * 0.07) for n in range(200)]
    steps = path(points)[1:].replace("l", " ").replace("-", " -").split()
    assert sum(map(float, steps[0::2])) == pytest.approx(points[-1][0], abs=0.06)
    assert sum(map(float, steps[1::2])) == pytest.approx(points[-1][1], abs=0.06)


def test_an_empty_sheet_is_well_formed() -> None:
    assert ET.fromstring(Sheet(10, 10).done("<&>")).get("aria-label") == "<&>"


def test_files_and_refusals(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    svg, png = tmp_path / "x.svg", tmp_path / "x.png"
    assert entry(["plot", str(saved), "core", "-o", str(svg)]) == 0
    assert ET.parse(svg).getroot().tag == f"{SVG}svg"
    assert entry(["plot", str(saved), "flow", "--history", "1", "-o", str(png)]) == 0
    assert png.read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()
    assert entry(["plot", str(saved), "end", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["simulated"] is True
    assert entry(["plot", "--list", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == NAMES
    assert entry(["plot", str(saved), "cor", "-o", str(svg)]) == 2
    assert "nearest  core" in capsys.readouterr().err
    assert entry(["plot", str(saved), "core", "-o", "x.gif"]) == 2
    assert entry(["plot", str(saved), "core", "-o", str(tmp_path / "none" / "x.svg")]) == 74
    assert entry(["plot", str(tmp_path), "core"]) == 66
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert entry(["plot", str(saved), "core", "-o", str(png)]) == 69
    assert "politburo[png]" in capsys.readouterr().err


def test_an_unknown_figure_is_refused(run: Run) -> None:
    with pytest.raises(PolitburoError) as refused:
        draw(run, "pie")
    assert refused.value.exit_status == 2
