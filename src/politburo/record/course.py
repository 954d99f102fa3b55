"""What came after a succession of the catalog: who led and how at four horizons, when rule became sole, and events."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CATALOG = Path(__file__).resolve().parent.parent / "catalog"
COLLECTIVE, OTHER = "collective", "other"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast, where it is there


@dataclass(frozen=True)
class Horizon:
    """Who led so many months after the start (an id, `collective` or `other`; None where not known), and shares of types of rule."""

    month: int
    leader: str | None
    rule: dict[str, float]
    offices: dict[str, str | None]


@dataclass(frozen=True)
class SoleRule:
    """First month of sole rule as a date with its range; all None where it never came within the record."""

    date: str | None
    low: str | None
    high: str | None


@dataclass(frozen=True)
class Course:
    case: str
    start: str
    horizons: tuple[Horizon, ...]
    sole: SoleRule
    events: tuple[dict[str, Any], ...]
    votes: tuple[dict[str, Any], ...]


def courses(catalog: Path = CATALOG) -> list[str]:
    """The cases that have such a record."""
    return sorted(path.parent.parent.name for path in catalog.glob("*/record/course.yaml"))


def load_course(case: str, catalog: Path = CATALOG) -> Course | None:
    """What came after a case, or None if nothing is written down in this form."""
    path = catalog / case / "record" / "course.yaml"
    if not path.is_file():
        return None
    plain = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    horizons = []
    for month, row in sorted(plain["horizons"].items()):
        rule = row.get("rule") or {}
        shares = dict(rule) if isinstance(rule, dict) else {rule: 1.0}
        horizons.append(Horizon(int(month), row.get("leader"), shares, dict(row.get("offices") or {})))
    sole = plain.get("sole_from") or {}
    dates = [None if sole.get(name) is None else str(sole[name]) for name in ("date", "low", "high")]
    return Course(
        case,
        str(plain["start"]),
        tuple(horizons),
        SoleRule(*dates),
        tuple(plain.get("events") or []),
        tuple(plain.get("votes") or []),
    )
