"""What offices, ties and everything unknown are worth: three tables, each value with its range and reason."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class OfficeType:
    """A kind of office: its words, whether two persons may hold one of the kind, and what it gives."""

    title: str
    several: bool
    gives: dict[str, float]


@dataclass(frozen=True)
class TieKind:
    """A kind of dated tie: the kind that it becomes, and its strength at first, per year, and at most."""

    becomes: str
    base: float
    per_year: float
    most: float

    def strength(self, years: float, gap: float) -> float:
        """After so many years, ended so many years ago. The one rule for all ties."""
        grown = self.base + self.per_year * max(years, 0.0)
        bounded = min(grown, self.most) if self.most >= 0 else max(grown, self.most)
        return bounded * 0.5 ** (max(gap, 0.0) / default("fade"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the three tables."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def office_types() -> dict[str, OfficeType]:
    """Every kind of office of the closed list, in the order of the table."""
    given: dict[str, dict[str, float]] = defaultdict(dict)
    words: dict[str, tuple[str, bool]] = {}
    for row in rows("offices"):
        words[row["type"]] = (row["title"], row["holders"] == "several")
        if row["resource"]:
            given[row["type"]][row["resource"]] = float(row["value"])
    return {kind: OfficeType(title, several, given[kind]) for kind, (title, several) in words.items()}


@cache
def tie_kinds() -> dict[str, TieKind]:
    return {
        row["kind"]: TieKind(row["becomes"], *(float(row[name]) for name in ("base", "per_year", "most")))
        for row in rows("ties")
    }


@cache
def _defaults() -> dict[str, float]:
    return {row["name"]: float(row["value"]) for row in rows("defaults")}


def default(name: str) -> float:
    """What is assumed where nothing is known."""
    return _defaults()[name]


#: kinds that are seats in a body and not offices
SEATS = ("bureau-member", "bureau-candidate", "committee-member")
LEADER = "party-leader"
HEIR = "named-heir"
