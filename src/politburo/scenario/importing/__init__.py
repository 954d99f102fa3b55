"""A page of facts begun from a file that somebody has: Popolo JSON, or a table of leaders and ministers.

What the file says of one party on one day is put on the page; what it does not say is marked there and never made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from politburo.errors import PolitburoError, Problem
from politburo.scenario.importing import lists, popolo
from politburo.scenario.importing.draft import drafted
from politburo.scenario.importing.page import MAY, MUST, written
from politburo.scenario.models import date_fault

__all__ = ["Page", "page_from"]


@dataclass(frozen=True)
class Page:
    """`text` of a page of facts, with the number of gaps that must and that may be filled; `notes`: how the file was read."""

    text: str
    must: int
    may: int
    notes: tuple[str, ...] = ()


def page_from(path: str | Path, party: str, on: str, country: str = "") -> Page:
    """Begin a page from a file: who of `party` held what on the day `on` (YYYY-MM-DD). `country` is needed where the file has several.

    Raises `PolitburoError`, with every place, for a file that cannot be read, a day that is none, a party or country that is not in the
    file, and a day on which nobody of the party held anything.
    """
    path, day = Path(path), _day(on)
    if path.suffix.lower() == ".json":
        kind, notes, spells = "Popolo", [], popolo.read(path)
    else:
        spells, kind, notes = lists.read(path, day, country)
    draft = drafted(spells, party, day)
    text = written(draft, source=path.name, kind=kind, party=party, day=day)
    return Page(text, text.count(MUST), text.count(MAY), tuple(notes))


def _day(on: str) -> date:
    fault = date_fault(on) or (("date-invalid", "a whole day, YYYY-MM-DD") if len(on) != 10 else None)
    if fault:
        raise PolitburoError(Problem(fault[0], "--on", on[:100], fault[1], "", "write it as 1978-11-17"))
    return date.fromisoformat(on)
