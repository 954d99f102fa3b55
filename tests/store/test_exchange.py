"""A run for other programs: what is written is well formed, complete, and says that it is simulated."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import politburo
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.study.running.export import FORMATS, NAMES, OF_A_HISTORY, WHOLE, export, tables

SMALL = Path(__file__).parent.parent / "scenarios" / "valid" / "small"
GRAPH = "{http://graphml.graphdrawing.org/xmlns}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def run():
    return politburo.load(SMALL).run(3)


def test_every_name_has_a_format():
    assert set(NAMES.values()) == {*FORMATS, *WHOLE, *OF_A_HISTORY}


def test_ties_as_graphml(run, tmp_path):
    root = ElementTree.parse(export(run, tmp_path / "t.graphml")).getroot()
    named = {person.id for person in run.resolved.persons if not person.reserve}
    assert {node.get("id") for node in root.iter(f"{GRAPH}node")} == named
    edges = list(root.iter(f"{GRAPH}edge"))
    assert len(edges) == len(run.resolved.service) + len(run.resolved.documented) + len(run.resolved.late) > 0
    assert {edge.get("source") for edge in edges} | {edge.get("target") for edge in edges} <= named


def test_persons_and_posts_as_popolo(run, tmp_path):
    found = json.loads(export(run, tmp_path / "p.json").read_text(encoding="utf-8"))
    ids = {kind: {row["id"] for row in found[kind]} for kind in ("persons", "organizations", "posts")}
    seats = sum(len(body.seats) for body in run.resolved.bodies)
    assert len(found["memberships"]) >= seats > 0
    for row in found["memberships"]:
        assert row["person_id"] in ids["persons"] and row["organization_id"] in ids["organizations"]
        assert row.get("post_id") in {None, *ids["posts"]}


def test_tables_as_a_data_package(run, tmp_path):
    folder = export(run, tmp_path / "d", "datapackage")
    about = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert about["simulated"] and {row["name"] for row in about["resources"]} == set(tables(run))
    for row in about["resources"]:
        with (folder / row["path"]).open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        assert lines[0] == [field["name"] for field in row["schema"]["fields"]]
        assert len(lines) - 1 == len(tables(run)[row["name"]])


def test_tables_as_a_workbook(run, tmp_path):
    frames = tables(run)
    with zipfile.ZipFile(export(run, tmp_path / "w.xlsx")) as file:
        for n, frame in enumerate(frames.values(), 1):
            rows = list(ElementTree.fromstring(file.read(f"xl/sheet{n}.xml")).iter(f"{SHEET}row"))
            assert len(rows) == len(frame) + 1 and all(len(row) == len(frame.columns) for row in rows)
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        assert [sheet.get("name") for sheet in book.iter(f"{SHEET}sheet")] == list(frames)


def test_one_command(run, tmp_path, capsys):
    folder = tmp_path / "run"
    assert entry(["run", str(SMALL), "--histories", "2", "--no-blind", "--out", str(folder)]) == 0
    for form in ("xlsx", "graphml", "popolo", "datapackage"):
        assert entry(["store", "export", str(folder), str(tmp_path / f"to-{form}"), "--as", form]) == 0
        assert entry(["store", "export", str(folder), str(tmp_path / f"to-{form}"), "--as", form]) == 73
    assert entry(["store", "export", str(folder), str(tmp_path / "x"), "--as", "excel"]) == 2
    with pytest.raises(PolitburoError, match="TARGET"):
        export(run, tmp_path / "x.exe")


def test_a_record_is_written_too(tmp_path):
    from politburo.record import load_record
    from politburo.scenario.importing import popolo
    from politburo.study.evidence.record_tables import rows_of

    case, names = "ussr-1922", load_record("ussr-1922").names
    for form in ("popolo", "graphml", "xlsx", "datapackage"):
        assert entry(["record", "export", case, str(tmp_path / form), "--as", form]) == 0
        assert entry(["record", "export", case, str(tmp_path / form), "--as", form]) == 73
    assert entry(["record", "export", "heir", str(tmp_path / "x"), "--as", "popolo"]) == 66
    found = json.loads((tmp_path / "popolo").read_text(encoding="utf-8"))
    rosters = rows_of(case, "rosters")
    assert len(found["memberships"]) == len(rosters)
    for row, membership in zip(rosters, found["memberships"], strict=True):
        assert (
            membership["person_id"] == row["person_id"] and membership.get("start_date", "") == row["start"]
        )
    assert all(person["name"] == names.get(person["id"], person["id"]) for person in found["persons"])
    assert len(popolo.read(tmp_path / "popolo")) == len(rosters)  # sound for the reader too
    root = ElementTree.parse(tmp_path / "graphml").getroot()
    nodes = {node.get("id") for node in root.iter(f"{GRAPH}node")}
    sizes = [len(row["members"].split(";")) for row in rows_of(case, "alignments")]
    edges = list(root.iter(f"{GRAPH}edge"))
    assert len(edges) == sum(n * (n - 1) // 2 for n in sizes)
    assert {edge.get(end) for edge in edges for end in ("source", "target")} == nodes
    with zipfile.ZipFile(tmp_path / "xlsx") as file:
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        sheets = [sheet.get("name") for sheet in book.iter(f"{SHEET}sheet")]
        rows = list(
            ElementTree.fromstring(file.read(f"xl/sheet{sheets.index('rosters') + 1}.xml")).iter(
                f"{SHEET}row"
            )
        )
        assert len(rows) == len(rosters) + 1
