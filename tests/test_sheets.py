"""Tables as people have them: read where that is unambiguous, with a word on how; refused with the name of what is unclear."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from politburo import scenario
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.scenario.actors import read_actors
from politburo.scenario.sheet import read_sheet

SMALL = Path(__file__).parent / "scenarios" / "valid" / "small"
HEAD = "name;description;capability;x position;x salience\n"
RUSSIAN = HEAD + "Иванов;секретарь;3,5;2;0,5\nПетрова;;1;3;0,25\nСидоров;;1,25;4;1\n"
FRENCH = HEAD + "Père;;3;2;1\nGünther;;1;3;1\nJosé;;1;4;1\n"
PLAIN = HEAD + "a;;3;2;1\nb;;1;3;1\nc;;1;4;1\n"


@pytest.mark.parametrize(
    ("raw", "notes", "first"),
    [
        (PLAIN.replace(";", ",").encode(), (), ("a", 3)),
        (b"\xef\xbb\xbf" + PLAIN.replace(";", ",").encode(), (), ("a", 3)),
        (PLAIN.encode(), ("separated by semicolons",), ("a", 3)),
        (PLAIN.replace(";", "\t").encode(), ("separated by tabs",), ("a", 3)),
        (b"sep=;\r\n" + PLAIN.replace("\n", "\r\n").encode(), ("separated by semicolons",), ("a", 3)),
        (RUSSIAN.encode(), ("separated by semicolons", "decimal commas"), ("Иванов", 3.5)),
        (RUSSIAN.encode("cp1251"), ("encoding Windows-1251", "separated by semicolons", "decimal commas"), ("Иванов", 3.5)),
        (RUSSIAN.encode("utf-16"), ("encoding UTF-16", "separated by semicolons", "decimal commas"), ("Иванов", 3.5)),
        (RUSSIAN.encode("utf-16-be"), ("encoding UTF-16", "separated by semicolons", "decimal commas"), ("Иванов", 3.5)),
        (FRENCH.encode("latin-1"), ("encoding Latin-1", "separated by semicolons"), ("Père", 3)),
        (PLAIN.replace(";", ",").replace("\n", ",\n").encode(), ("an empty last column left out",), ("a", 3)),
    ],
)  # fmt: skip
def test_what_is_clear_is_read_and_said(tmp_path, raw, notes, first):
    file = tmp_path / "t.csv"
    file.write_bytes(raw)
    table = read_actors(file)
    assert table.notes == notes and (table.actors[0].name, table.actors[0].capability) == first
    assert len(table.actors) == 3 and table.dimensions == ("x",)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (
            PLAIN.replace("a;;3;", "a;;3,5;").replace("b;;1;", "b;;1.5;").encode(),
            "not-a-number",
            "with a comma",
        ),
        (PLAIN.replace("a;;3;", "a;;3,500;").encode(), "not-a-number", "thousands"),
        (
            (HEAD + "Père;;1;2;1\n").encode("latin-1") + "Иванов;;1;2;1\n".encode("cp1251"),
            "encoding",
            "Windows-1251, Latin-1",
        ),
        ((HEAD + "é;;1;2;1\n").encode("latin-1"), "encoding", "0xe9"),
        (
            b"name,description;capability,x position;x salience\na,b;c,d;e\n",
            "csv-syntax",
            "commas and semicolons",
        ),
        (PLAIN.encode("utf-16")[:-1], "encoding", "cut off"),
        (PLAIN.replace("a;;3;2;1", "a;;3;2;1;9").encode(), "csv-syntax", "6 cells"),
        (PLAIN.replace("a;;3;2;1", "a;;3;2;1;").encode(), "csv-syntax", "6 cells"),
    ],
)
def test_what_is_unclear_is_named(tmp_path, raw, code, words):
    file = tmp_path / "t.csv"
    file.write_bytes(raw)
    with pytest.raises(PolitburoError, match=words) as caught:
        read_actors(file)
    assert caught.value.problems[0].code == code and caught.value.problems[0].where.startswith("t.csv:")


def test_tables_of_a_scenario_are_read_the_same_way(tmp_path, capsys):
    target = shutil.copytree(SMALL, tmp_path / "small")
    rows = [row for _, row in read_sheet(target / "prestige.csv").rows]
    text = "\n".join(
        ";".join(cell.replace(".", ",") if n == 1 else cell for n, cell in enumerate(row)) for row in rows
    )
    (target / "prestige.csv").write_text(text, encoding="utf-16")
    assert scenario.resolve(scenario.load(target)).digest == scenario.resolve(scenario.load(SMALL)).digest
    for words in (["scenario", "check", str(target)], ["run", str(target), "--dry-run"]):
        assert entry(words) == 0
        told = capsys.readouterr().err
        assert "prestige.csv: encoding UTF-16" in told and "prestige.csv: decimal commas" in told


def test_a_page_as_json(tmp_path, capsys):
    page = {"brief": 1, "id": "p", "title": "P", "window": {"from": "1801-01", "to": "1806-01"}}
    page["contenders"] = [{"name": "Ada", "born": 1760}, {"name": "Bo"}]
    file = tmp_path / "p.json"
    file.write_text(json.dumps(page, indent=1), encoding="utf-8")
    assert entry(["scenario", "check", str(file)]) == 0
    beside = tmp_path / "p.yaml"
    beside.write_text(
        "brief: 1\nid: p\ntitle: P\nwindow: {from: 1801-01, to: 1806-01}\ncontenders: [{name: Ada, born: 1760}, {name: Bo}]\n"
    )
    assert scenario.resolve(scenario.load(file)).digest == scenario.resolve(scenario.load(beside)).digest
    page["contenders"][0]["born"] = "long ago"
    file.write_text(json.dumps(page, indent=1), encoding="utf-8")
    assert [problem.where for problem in scenario.check(file)] == ["p.json:12:12"]


GAME = "party,seats\nA,40\nB,30\nC,20\nD,10\n"


def test_games_in_a_table_keep_their_names(tmp_path, capsys):
    file = tmp_path / "game.csv"
    file.write_text(GAME)
    assert entry(["power", "--weights", str(file), "--veto", "B", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["names"] == ["A", "B", "C", "D"] and found["vetoes"] == [1] and found["weights"][0] == "40"
    assert entry(["power", "--weights", str(file)]) == 0
    assert "A                     40" in capsys.readouterr().out
    file.write_text("Partei;Stimmen\nSüd;1,5\nNord;1\nWest;1,25\n", encoding="latin-1")
    assert entry(["power", "--powers", str(file), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["ruling"] == [["Süd", "Nord", "West"]]
    assert json.loads(told.out)["read_as"] == [
        "encoding Latin-1",
        "separated by semicolons",
        "decimal commas",
    ]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("A,40\nB,30\n", "column-missing", ":1:1"),
        ("party,seats\nA,40\nA,30\n", "id-duplicate", ":3:1"),
        ("party,seats\nA,x\n", "not-a-number", ":2:2"),
        ("party,seats\nA,nan\n", "not-a-number", ":2:2"),
        ("party,seats\n,3\n", "value-missing", ":2:1"),
        ("party,seats\nA,3,4\n", "csv-syntax", ":2:1"),
        ("", "csv-syntax", ":1:1"),
    ],
)
def test_games_in_a_table_are_refused_with_the_place(tmp_path, capsys, text, code, where):
    file = tmp_path / "game.csv"
    file.write_text(text)
    assert entry(["power", "--weights", str(file)]) == 65
    assert f"game.csv{where}: " in (told := capsys.readouterr().err) and f"[{code}]" in told


KTAB = (
    'Demo ,"A dummy, made up",3,2,\nActor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,\n'
    "A, one, 102.5, 75.7, 49.5,  6.37,  15.9,\nB, two,  53.3, 82.7, 30.3, 73.50, 21.2,\nC, two,  50.1, 82.7, 30.3, 73.50, 21.2,\n"
)


def ktab_xml(names, actors):
    dimensions = "".join(f"<dName>{name}</dName>" for name in names)
    inside = "".join(
        f"<Actor>\n<name>{name}</name><description>d</description><capability>{capability}</capability>"
        f"<Position>{''.join(f'<dCoord>{x}</dCoord>' for x in position)}</Position>"
        f"<Salience>{''.join(f'<dSal>{x}</dSal>' for x in salience)}</Salience></Actor>\n"
        for name, capability, position, salience in actors
    )
    return f"<?xml version='1.0'?>\n<Scenario><name>n</name><Dimensions>{dimensions}</Dimensions><Actors>{inside}</Actors></Scenario>"


def test_ktab_files_are_read(tmp_path):
    file = tmp_path / "k.csv"
    for text in (KTAB, KTAB.replace(",\n", "\n")):
        file.write_text(text)
        table = read_actors(file)
        assert table.dimensions == ("Pstn1", "Pstn2") and "KTAB CSV" in table.notes
        assert table.actors[0].position == (75.7, 6.37) and table.actors[0].salience == (0.495, 0.159)
    file.write_text(KTAB.replace("3,2,", "4,1,", 1))
    with pytest.raises(PolitburoError) as caught:
        read_actors(file)
    assert [(p.code, p.where) for p in caught.value.problems] == [
        ("sum-wrong", "k.csv:1:3"),
        ("sum-wrong", "k.csv:1:4"),
    ]
    xml = tmp_path / "k.xml"
    actors = [
        ("A", 102.5, (75.7, 6.37), (49.5, 15.9)),
        ("B", 53.3, (82.7, 73.5), (30.3, 21.2)),
        ("C", 50.1, (82.7, 73.5), (30.3, 21.2)),
    ]
    xml.write_text(ktab_xml(["Pstn1", "Pstn2"], actors))
    assert [(a.name, a.position, a.salience) for a in read_actors(xml).actors] == [
        (a.name, a.position, a.salience) for a in table.actors
    ]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("<Scenario>", "xml-syntax", "k.xml:1:11"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><Scenario/>", "xml-syntax", "k.xml:1:14"),
        ("<Scenario/>", "value-missing", "k.xml:1:1"),
        ("<a>" * 5000, "xml-syntax", "k.xml:1:25"),
        (
            ktab_xml(["x"], [("A", 1, (1, 2), (1,)), ("B", 1, (1,), (1,)), ("C", 1, (1,), (1,))]),
            "game-size",
            "k.xml:2:63",
        ),
        (
            ktab_xml(["x"], [("A", "nan", (1,), (1,)), ("B", 1, (1,), (1,)), ("C", 1, (1,), (1,))]),
            "not-a-number",
            "k.xml:2:3",
        ),
        (
            ktab_xml(["x"], [("A", 1, (1,), (101,)), ("B", 1, (1,), (1,)), ("C", 1, (1,), (1,))]),
            "value-range",
            "k.xml:2:5",
        ),
    ],
)
def test_ktab_xml_that_is_wrong_is_refused(tmp_path, text, code, where):
    (tmp_path / "k.xml").write_text(text)
    with pytest.raises(PolitburoError) as caught:
        read_actors(tmp_path / "k.xml")
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].where.startswith(where.rsplit(":", 1)[0])
