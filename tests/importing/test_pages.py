"""Pages of facts begun from files that people have: what is in the file, gaps for what is not, and errors with their place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from politburo import scenario
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.scenario.importing import page_from
from politburo.scenario.importing.page import MAY, MUST
from politburo.scenario.importing.spells import Spell
from politburo.scenario.yamlread import read_yaml

FILES = Path(__file__).parent / "files"
EVE = "1976-09-08"
CASES = {
    "whogov.csv": ("gp", "1976-03-01", "GLD"),
    "archigos.tsv": ("Guild Party", EVE, "GLD"),
    "spells.csv": ("Guild Party", EVE, ""),
    "popolo.json": ("Guild Party", EVE, ""),
}
#: what somebody who knows more puts into the gaps that must be filled
FILLED = {
    "  kind:\n": "  kind: dominant\n",
    "  date:\n": '  date: "1976-09-09"\n',
    "  fate:\n": "  fate: died\n",
    "contenders: []\n": "contenders:\n- {id: x, name: X}\n- {id: y, name: Y}\n",
}


def begun(name: str, **changes: str):
    party, day, country = CASES[name]
    return page_from(FILES / name, **{"party": party, "on": day, "country": country, **changes})


def read(tmp_path: Path, text: str) -> dict:
    (tmp_path / "page.yaml").write_text(text, encoding="utf-8")
    return read_yaml(tmp_path / "page.yaml").plain()


def offices(page: dict) -> dict[str, list[str]]:
    return {one["id"]: [office["type"] for office in one["offices"]] for one in page["contenders"]}


@pytest.mark.parametrize("name", CASES)
def test_the_check_names_the_gaps_and_a_page_with_filled_ones_runs(tmp_path, name):
    page = begun(name)
    (tmp_path / "page.yaml").write_text(page.text, encoding="utf-8")
    problems = scenario.check(str(tmp_path / "page.yaml"))
    assert len(problems) == page.must == page.text.count(MUST) > 0 and page.may == page.text.count(MAY)
    lines = page.text.splitlines()
    for problem in problems:
        assert problem.code == "value-missing" or "contenders" in problem.found
        at = int(problem.where.split(":")[1]) - 1
        assert MUST in lines[at - 1]
    text = page.text
    for empty, full in FILLED.items():
        text = text.replace(empty, full)
    head, after = text.split("opening:\n")
    text = head + "opening:\n" + after.replace("kind: dominant", "kind: death", 1)
    (tmp_path / "page.yaml").write_text(text, encoding="utf-8")
    assert scenario.check(str(tmp_path / "page.yaml")) == []
    assert (
        entry(
            [
                "run",
                str(tmp_path / "page.yaml"),
                "--histories",
                "2",
                "--no-blind",
                "--out",
                str(tmp_path / "r"),
            ]
        )
        == 0
    )


def test_years_as_in_whogov(tmp_path):
    page = read(tmp_path, begun("whogov.csv").text)
    assert page["predecessor"]["id"] == "old-master" and page["predecessor"]["born"] == 1901
    assert offices(page) == {
        "ann-abel": ["deputy-head-of-government", "defence"],
        "bob-brown": ["head-of-government"],
        "dan-dyer": [],
    }
    ann, bob, _ = page["contenders"]
    assert [office["since"] for office in ann["offices"]] == ["1974", "1974"]  # the first list with her
    assert "since" not in bob["offices"][0]  # the file begins with him in office
    text = begun("whogov.csv").text
    assert '# - {type: other, title: "Keeper of the Seal"' in text and "# Eve Ewer: Min. Of Justice" in text
    assert "Cid" not in text and "Zed" not in text  # no longer in the list; of another country
    assert begun("whogov.csv", party="gildenpartei", country="guildland").text.count("type: defence") == 1
    assert "Cid Carter" in begun("whogov.csv", on="1975-06-30").text  # the list of July 1975 is not out yet
    assert "Cid Carter" not in begun("whogov.csv", on="1975-07-01").text
    with pytest.raises(PolitburoError, match="none of the 1 spells"):
        begun("whogov.csv", on="1979-01-01")  # the last list is too old


def test_leaders_as_in_archigos(tmp_path):
    text = begun("archigos.tsv").text
    page = read(tmp_path, text)
    assert page["predecessor"]["id"] == "old-master" and page["predecessor"]["offices"] == []
    assert page["opening"] == {"date": "1976-09-09", "kind": "death"}
    assert (page["predecessor"]["fate"], page["predecessor"]["fate_date"]) == ("died", "1976-09-09")
    assert page["contenders"] == [] and "names no party" in text and "names no post" in text
    later = read(tmp_path, begun("archigos.tsv", on="1999-01-01").text)
    assert later["predecessor"]["id"] == "bob-brown" and later["opening"] == {"date": None, "kind": None}


def test_spells_with_dates_to_a_year_and_open_ends(tmp_path):
    text = begun("spells.csv").text
    page = read(tmp_path, text)
    assert offices(page) == {
        "ann-abel": ["bureau-candidate"],  # defence ended a week before
        "bob-brown": ["head-of-government", "bureau-member"],
        "dan-dyer": [],
    }
    assert page["bodies"][0]["full"] == ["bob-brown"] and page["bodies"][0]["candidate"] == ["ann-abel"]
    assert "# Cid Carter: Minister of Foreign Affairs" in text  # since 1976, and the day lies in it
    assert "# Eve Ewer" in text and "Eve Ewer" not in begun("spells.csv", on="1972-01-01").text
    earlier = offices(read(tmp_path, begun("spells.csv", on="1976-09-01").text))
    assert earlier["ann-abel"] == ["defence", "bureau-candidate"]  # the last day counts
    assert "cid-carter" in offices(read(tmp_path, begun("spells.csv", on="1977-01-01").text))


def test_memberships_as_in_popolo(tmp_path):
    page = read(tmp_path, begun("popolo.json").text)
    assert offices(page) == {
        "ann-abel": ["deputy-head-of-government"],
        "bob-brown": ["bureau-member", "defence"],
        "cid-carter": ["bureau-candidate"],
    }
    assert page["contenders"][1]["party_since"] == 1931 and "party_since" not in page["contenders"][0]
    assert page["bodies"] == [
        {
            "id": "bureau",
            "role": "bureau",
            "name": "Politburo",
            "full": ["old-master", "bob-brown"],
            "candidate": ["cid-carter"],
        }
    ]
    assert page["predecessor"]["fate"] == "died" and page["opening"]["date"] == "1976-09-09"
    assert read(tmp_path, begun("popolo.json", on="1976-03-01").text)["opening"]["date"] is None
    assert read(tmp_path, begun("popolo.json", party="farm").text)["party"]["name"] == "farm"


def test_what_is_written_for_other_programs_is_read_again(tmp_path):
    out = tmp_path / "start.json"
    folder = tmp_path / "run"
    assert entry(["run", "algeria-1978", "--histories", "2", "--no-blind", "--out", str(folder)]) == 0
    assert entry(["store", "export", str(folder), str(out), "--as", "popolo"]) == 0
    text = page_from(out, "Incapacity of Houari Boumediene", "1978-12-01").text
    found = offices(read(tmp_path, text))
    assert found["abdelaziz-bouteflika"] == ["foreign"] and "houari-boumediene" in text


def test_two_persons_in_an_office_of_one(tmp_path):
    file = tmp_path / "two.csv"
    file.write_text(
        "name,post,from,to\nAnn,Prime Minister,1970,\nBob,Prime Minister,1971,\nCid,Minister of Health,1970,\n"
    )
    text = page_from(file, "P", "1975-01-01").text
    assert "two.csv:2 and two.csv:3" in text and text.count("# - {type: head-of-government") == 2
    assert offices(read(tmp_path, text)) == {"ann": [], "bob": [], "cid": ["minister"]}


def test_more_than_twelve_equals_are_all_in_or_all_out(tmp_path):
    rows = [f"M{n},Minister of Thing {n},1970,\n" for n in range(12)] + ["Ann,Prime Minister,1970,\n"]
    file = tmp_path / "many.csv"
    file.write_text("name,post,from,to\n" + "".join(rows))
    assert len(offices(read(tmp_path, page_from(file, "P", "1975-01-01").text))) == 1
    file.write_text("name,post,from,to\n" + "".join(rows[1:]))
    page = page_from(file, "P", "1975-01-01")
    assert len(offices(read(tmp_path, page.text))) == 12 and "at most twelve" not in page.text


@pytest.mark.parametrize(
    ("name", "changes", "code", "words"),
    [
        ("spells.csv", {"party": "Guild Prty"}, "value-choice", "Guild Party"),
        ("spells.csv", {"on": "1976"}, "date-invalid", "YYYY-MM-DD"),
        ("spells.csv", {"on": "1900-02-29"}, "date-julian", "1900-03-13"),
        ("spells.csv", {"on": "1940-01-01"}, "value-range", "none of the 7 spells"),
        ("whogov.csv", {"country": ""}, "value-choice", "2 countries"),
        ("whogov.csv", {"country": "GLX"}, "value-choice", "GLD"),
        ("popolo.json", {"party": "Gild"}, "value-choice", "Guild Party"),
    ],
)
def test_what_is_not_in_the_file_is_named(name, changes, code, words):
    with pytest.raises(PolitburoError, match=words) as caught:
        begun(name, **changes)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        ("name,post,from,to\nAnn,Minister,1970-13,\n", "date-invalid", "t.csv:2:3"),
        ("name,post,from,to\nAnn,Minister,1970,17.11.1978\n", "date-invalid", "t.csv:2:4"),
        ("name,post,from,to\nAnn,Minister,1975,1970\n", "date-reversed", "t.csv:2:3"),
        ("name,post,from,to\n,Minister,1975,\n", "value-missing", "t.csv:2:1"),
        ("name,post,from,to\nAnn,Minister,1975\n", "csv-syntax", "t.csv:2:4"),
        ("name,post,from,to,born\nAnn,Minister,1975,,abc\n", "value-range", "t.csv:2:5"),
        ("name,post,form,to\nAnn,Minister,1975,\n", "column-missing", "t.csv:1:1"),
        ("year,name,positon\n1975,Ann,Minister\n", "column-missing", "t.csv:1:1"),
        ("name,post,from,to\nA\x1b[31m,Minister,1975,\n", "control-character", "t.csv:2:1"),
        ("", "csv-syntax", "t.csv:1:1"),
        (b"name,post,from\n\xe9,Minister,1970\n", "encoding", "t.csv:2:1"),
    ],
)  # fmt: skip
def test_faults_of_a_table_have_their_place(tmp_path, raw, code, place):
    file = tmp_path / "t.csv"
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with pytest.raises(PolitburoError) as caught:
        page_from(file, "P", "1976-01-01")
    assert (caught.value.problems[0].code, caught.value.problems[0].where) == (code, place)


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("1966-04-08T00:00:00Z", "1966-04-31"), "date-invalid", "memberships[7].start_date"),
        (('"end_date": "1976-10-01"', '"end_date": "1960"'), "date-reversed", "memberships[9].start_date"),
        (('{"person_id": "p5", "organization_id": "cab', '{"person_id": "p9", "organization_id": "cab'), "id-unknown",
         "memberships[11].person_id"),
        (('"name": "Cid Carter"', '"name": ["Cid"]'), "value-type", "persons[3].name"),
        (('"name": "Cid Carter"', '"name": "C\\u001bid"'), "value-type", "persons[3].name"),
        (('"persons"', '"people"'), "key-missing", "1:1"),
        (('"birth_date": "1910"', '"birth_date": NaN'), "not-a-number", "1:1"),
        (('"birth_date": "1910"', '"birth_date": '), "json-syntax", "4:51"),
    ],
)  # fmt: skip
def test_faults_of_popolo_have_their_place(tmp_path, change, code, place):
    file = tmp_path / "p.json"
    text = (FILES / "popolo.json").read_text(encoding="utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(PolitburoError) as caught:
        page_from(file, "Guild Party", EVE)
    assert (caught.value.problems[0].code, caught.value.problems[0].where) == (code, f"p.json:{place}")


def test_hostile_files_are_refused(tmp_path):
    file = tmp_path / "p.json"
    file.write_text('{"persons": ' + "[" * 100_000)
    with pytest.raises(PolitburoError):
        page_from(file, "P", EVE)
    file.write_bytes(b'{"persons": [{"name": "\xff"}]}')
    with pytest.raises(PolitburoError, match="encoding"):
        page_from(file, "P", EVE)
    file.write_text(json.dumps({"persons": [1, None, "x"], "memberships": {"a": 1}, "posts": 3}))
    with pytest.raises(PolitburoError, match="none of the 0 spells"):
        page_from(file, "P", EVE)
    with pytest.raises(PolitburoError, match="no such file"):
        page_from(tmp_path / "none.csv", "P", EVE)


@pytest.mark.parametrize(
    ("first", "last", "day", "held"),
    [
        ("1970", "1975", "1972-05-05", True),
        ("1970", "1975", "1970-05-05", None),
        ("1970", "1975", "1975-05-05", None),
        ("1970", "1975", "1976-01-01", False),
        ("1970-05", None, "1970-05-30", None),
        ("1970-05", None, "1970-06-01", True),
        (None, "1970-12", "1970-11-30", True),
        (None, "1970-12", "1970-12-31", None),
        (None, "1970-12-31", "1970-12-31", True),
        ("1970-01-01", None, "1970-01-01", True),
        ("1970-01-01", None, "1969-12-31", False),
        (None, None, "1970-01-01", None),
    ],
)
def test_what_dates_can_tell(first, last, day, held):
    assert Spell("", "", "", first=first, last=last).held(date.fromisoformat(day)) is held


def test_one_command(tmp_path, capsys):
    target = tmp_path / "page.yaml"
    words = ["scenario", "from", str(FILES / "popolo.json"), "--party", "Guild Party", "--on", EVE]
    assert entry(words) == 0
    printed = capsys.readouterr()
    assert (
        printed.out == begun("popolo.json").text and "gaps to be filled before it can run: 1 " in printed.err
    )
    assert entry([*words, "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == printed.out
    assert entry([*words, "-o", str(target)]) == 73
    assert entry([*words[:4], "\x1b[31m", *words[5:]]) == 65
