"""The documented course of a case: its own types and folder. The engine can neither import nor read it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from politburo.record.items import Item, first_day, known_by, read_items
from politburo.record.tables import TABLES

CATALOG = Path(__file__).resolve().parent.parent / "catalog"


@dataclass(frozen=True)
class DocumentedClash:
    date: date
    ruling: bool
    attacker: str
    target: str
    side_a: frozenset[str]
    side_b: frozenset[str]
    dispute: str
    arena: str
    outcome: str
    ayes: int | None
    nays: int | None
    abstentions: int | None
    sanction: str
    source: str
    evidence: str
    confidence: str


@dataclass(frozen=True)
class DocumentedAlignment:
    start: date
    end: date
    members: frozenset[str]
    kind: str


@dataclass(frozen=True)
class DocumentedStage:
    """A spell of conflict under its name in the record; `opposition`: ids of those who stood against the ruling side.

    `customary`: a phrase for who fought whom, made of names in use (as "the troika against Trotsky"); empty where there is none.
    """

    start: date
    end: date
    name: str
    opposition: frozenset[str]
    customary: str = ""


@dataclass(frozen=True)
class DocumentedMembership:
    date: date
    full: float | None
    workers: float | None
    higher: float | None


@dataclass(frozen=True)
class Record:
    """What is documented of a case; empty lists where nothing is."""

    clashes: list[DocumentedClash]
    alignments: list[DocumentedAlignment]
    membership: list[DocumentedMembership]
    names: dict[str, str]
    items: list[Item]
    stages: list[DocumentedStage] = field(default_factory=list)

    def until(self, day: date) -> Record:
        """What was known of it on a day: nothing dated later is left."""
        return Record(
            clashes=[clash for clash in self.clashes if clash.date <= day],
            alignments=[replace(a, end=min(a.end, day)) for a in self.alignments if a.start <= day],
            stages=[replace(s, end=min(s.end, day)) for s in self.stages if s.start <= day],
            membership=[row for row in self.membership if row.date <= day],
            names=self.names,
            items=known_by(self.items, day),
        )

    def stage_of(self, start: date, end: date, opposition: frozenset[str]) -> DocumentedStage | None:
        """The stage on record that a spell of conflict belongs to; None where no stage overlaps it and shares its opposition.

        Of those that do, the one that shares most of the opposition, then the one whose beginning is nearest.
        """

        def fit(stage: DocumentedStage) -> tuple[int, int]:
            return len(stage.opposition & opposition), -abs((stage.start - start).days)

        near = [s for s in self.stages if s.start <= end and start <= s.end and s.opposition & opposition]
        return max(near, key=fit) if near else None


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def load_record(case: str, catalog: Path = CATALOG) -> Record | None:
    """The record of a case of the catalog, or None if it has none."""
    folder = catalog / case / "record"
    if not any(folder.glob("*.csv")):  # a succession has its course in another form: see `course`
        return None
    whole = lambda text: int(float(text)) if text.strip() else None  # noqa: E731
    people = lambda text: frozenset(filter(None, text.split(";")))  # noqa: E731
    return Record(
        clashes=[
            DocumentedClash(
                date=first_day(row["date"]),
                ruling=row["side"] == "ruling",
                attacker=row["attacker"],
                target=row["target"],
                side_a=people(row["side_a"]),
                side_b=people(row["side_b"]),
                dispute=row["dispute"],
                arena=row["arena"],
                outcome=row["outcome"],
                ayes=whole(row["ayes"]),
                nays=whole(row["nays"]),
                abstentions=whole(row["abstentions"]),
                sanction=row["sanction"],
                source=row["source"],
                evidence=row["evidence"],
                confidence=row["confidence"],
            )
            for row in _rows(folder / "clashes.csv")
        ],
        alignments=[
            DocumentedAlignment(
                first_day(row["from"]), first_day(row["to"]), people(row["members"]), row["kind"]
            )
            for row in _rows(folder / "alignments.csv")
        ],
        stages=[
            DocumentedStage(
                first_day(row["from"]),
                first_day(row["to"]),
                row["label"],
                people(row["side_b"]),
                row["customary"],
            )
            for row in _rows(folder / "stages.csv")
        ],
        membership=[
            DocumentedMembership(
                first_day(row["date"]),
                _number(row["full_members"]),
                _number(row["pct_workers"]),
                _number(row["pct_higher_education"]),
            )
            for row in _rows(folder / "membership.csv")
        ],
        names={row["id"]: row["name"] for row in _rows(catalog / case / "persons.csv")},
        items=read_items(folder / "items.csv"),
    )


def read_table(case: str, name: str, catalog: Path = CATALOG) -> list[dict[str, str]]:
    """The rows of one table of a case's record as text, cell by cell; empty if it has no such table."""
    return _rows(catalog / case / "record" / f"{name}.csv")


def tables_of(case: str, catalog: Path = CATALOG) -> dict[str, int]:
    """The tables of a case's record in the order of the data dictionary, with their numbers of rows."""
    counts = {name: len(read_table(case, name, catalog)) for name in TABLES}
    return {name: rows for name, rows in counts.items() if rows}
