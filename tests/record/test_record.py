"""The record: every cell as the data dictionary says, keys that tell rows apart, items that agree with the tables they come from."""

import itertools
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from politburo.measures.signals import PARTY_EVENTS, RUNGS
from politburo.record import CATALOG, DocumentedStage, Record, load_record, read_table, tables_of
from politburo.record.items import ERRORS, known_after, known_by
from politburo.record.tables import COLUMNS, TABLES, fits

ROOT = Path(__file__).resolve().parent.parent.parent
CASE = "ussr-1922"
TABLE_NAMES = sorted(tables_of(CASE))
RECORD = load_record(CASE)
assert RECORD is not None


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_cell_is_what_the_dictionary_says(name):
    rows = read_table(CASE, name)
    assert set(rows[0]) <= set(COLUMNS)
    wrong = [(c, cell) for row in rows for c, cell in row.items() if not fits(cell, COLUMNS[c].type)]
    assert not wrong
    keys = [tuple(row[column] for column in TABLES[name].key) for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "name", [n for n in TABLE_NAMES if n not in ("essay", "essay_claims", "secretaries", "disputed")]
)
def test_every_row_is_graded(name):
    for row in read_table(CASE, name):
        assert row["source"], row
        assert row["confidence"] in ("high", "medium", "low"), row
        assert row["evidence"] in ("read", "unverified", "coded"), row


def test_no_column_is_defined_for_nothing():
    used = {column for name in TABLE_NAMES for column in read_table(CASE, name)[0]}
    assert used == set(COLUMNS)


def test_the_files_are_what_the_script_makes():
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "build_record.py", "--check"], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_data_package_describes_the_files():
    folder = CATALOG / CASE / "record"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC0-1.0" and package["citation"]
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == {path.name for path in folder.glob("*.csv")}
    for path, resource in described.items():
        header = (folder / path).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert re.fullmatch(r"[a-z0-9-]+", resource["name"])


def test_items_have_what_their_error_model_needs():
    for item in RECORD.items:
        assert item.error in ERRORS
        if item.error == "beta-binomial":
            assert 0 <= item.value <= item.of and item.spread > 0, item
        if item.error in ("log-normal", "logit-normal"):
            assert item.value > 0 and item.spread > 0, item
        if item.error == "binary":
            assert item.value in (0, 1) and 0 < item.spread < 0.5, item
        if item.error == "coded":
            assert sum(item.codings.values()) == pytest.approx(1), item
        if item.error == "dated":
            assert item.arena in (*(rung.word for rung in RUNGS), "recanted", *PARTY_EVENTS), item
        if item.low == item.low:
            assert item.low <= item.value <= item.high, item


def test_items_agree_with_the_tables():
    by_id = {item.item: item for item in RECORD.items}
    assert (by_id["vote-v042"].value, by_id["vote-v042"].of, by_id["vote-v042"].contested) == (65, 624, True)
    assert by_id["members-1926"].value == 639652
    assert by_id["lost-post-trotsky"].date == date(1925, 1, 17)
    assert by_id["lost-bureau-tomsky"].date == date(1930, 7, 13)
    assert by_id["expelled-stalin"].censored == "right"
    assert by_id["congress-gap-1925-12"].value == 19


def test_watched_persons_are_chosen_without_knowing_the_outcome():
    """Everyone who sat in the large body at the start is watched, fallen or not."""
    watched = {i.subject for i in RECORD.items if i.arena == "lost-post"}
    seats = [row for row in read_table(CASE, "rosters") if row["body"] == "central-committee"]
    sitting = {
        row["person_id"]
        for row in seats
        if row["start"] <= "1922-04-03" and (not row["end"] or row["end"] > "1922-04-03")
    }
    assert watched >= sitting and len(sitting) >= 25


def test_meetings_of_a_town_are_not_congresses():
    arena = {row["note"]: row["arena"] for row in read_table(CASE, "clashes")}
    assert arena["V042"] == "congress" and arena["V026"] == arena["V057"] == "central-committee"
    assert arena["V035"] == arena["V034"] == arena["V064"] == "elsewhere"
    items = {item.row: item.arena for item in RECORD.items if item.kind == "vote"}
    assert items["V035"] == "elsewhere" and items["V036"] == "congress"


def test_rosters_and_alliances():
    by_id = {item.item: item for item in RECORD.items}
    assert by_id["bureau-seat-1926-01-kamenev"].value == 0 and by_id["bureau-seat-1924-06-kamenev"].value == 1
    assert (
        by_id["bureau-seat-1924-06-bukharin"].value == 1 and by_id["bureau-seat-1923-05-bukharin"].value == 0
    )
    assert by_id["together-5-trotsky-stalin"].value == 0
    assert by_id["together-9-kamenev-zinoviev"].value == 1
    seats = [i for i in RECORD.items if i.kind == "seat" and i.arena == "bureau" and i.date.year == 1923]
    assert sum(i.value for i in seats) == by_id["bureau-size-1923-04"].value


def test_what_is_known_by_a_day_and_after_it():
    known = {item.item: item for item in known_by(RECORD.items, date(1925, 6, 30))}
    assert known["lost-post-trotsky"].censored == ""
    later = known["lost-bureau-zinoviev"]
    assert later.censored == "right" and later.date == date(1925, 6, 30)
    assert "vote-v042" not in known and "members-1926" not in known
    assert "secretaries-ap08" in known
    after = {item.item for item in known_after(RECORD.items, date(1925, 6, 30))}
    assert "vote-v042" in after and "lost-post-trotsky" not in after


def test_readings_of_every_day_sum_to_one():
    spells = {}
    for row in read_table(CASE, "rule"):
        spells.setdefault((row["from"], row["to"]), []).append(float(row["weight"]))
    assert all(sum(weights) == pytest.approx(1) for weights in spells.values())
    days = sorted(spells)
    assert days[0][0] == "1922-04-03" and days[-1][1] == "1934-02-10"
    for (_, end), (start, _) in itertools.pairwise(days):
        assert (date.fromisoformat(start) - date.fromisoformat(end)).days == 1


def test_a_spell_of_conflict_has_the_name_of_the_stage_that_shares_most_of_its_opposition():
    stage = lambda start, end, name, who: DocumentedStage(date(*start), date(*end), name, frozenset(who))  # noqa: E731
    stages = [
        stage((1900, 1, 1), (1900, 12, 1), "first", "xy"),
        stage((1900, 6, 1), (1901, 6, 1), "second", "xyz"),
        stage((1903, 1, 1), (1903, 6, 1), "third", "x"),
    ]
    record = Record([], [], [], {}, [], stages)

    def named(start, end, who):
        found = record.stage_of(date(*start), date(*end), frozenset(who))
        return found and found.name

    assert named((1900, 7, 1), (1900, 9, 1), "xyz") == "second"
    assert named((1900, 1, 5), (1900, 9, 1), "xy") == "first"  # as many are shared: the nearer beginning
    assert named((1902, 1, 1), (1902, 9, 1), "xyz") is None  # no stage on record was then
    assert named((1900, 7, 1), (1900, 9, 1), "q") is None
    known = record.until(date(1900, 3, 1))
    assert [(s.name, s.end) for s in known.stages] == [("first", date(1900, 3, 1))]


def test_names_of_groups_in_stages_have_their_source_on_the_page_of_the_case():
    """Every phrase for who fought whom is made of names in the table of the page, and the table's events are in the record."""
    table = re.findall(
        r"^\| ([^|]+) \| ([^|]*(?:stage|event)[^|]*) \|",
        (CATALOG / CASE / "README.md").read_text(encoding="utf-8"),
        re.M,
    )
    names = [re.sub(r" \(.*", "", name) for cell, _ in table for name in cell.split(", ")]
    assert {"the Ten", "the troika", "the seven"} <= set(names)
    phrases = [row["customary"] for row in read_table(CASE, "stages") if row["customary"]]
    assert phrases and all(any(name in phrase for name in names) for phrase in phrases)
    events = {row["event_id"] for row in read_table(CASE, "events")}
    assert {event for _, where in table for event in re.findall(r"E\d{3}", where)} <= events
