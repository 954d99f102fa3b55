"""The essay from which a case sets out, system by system: what it says, what is documented, and what to count in simulated histories."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from politburo.record import CATALOG, read_table

YES, PARTLY, NO = "yes", "partly", "no"
VERDICTS = (YES, PARTLY, NO)


@dataclass(frozen=True)
class Claim:
    """One claim of the essay in other words; `verdict` is one of VERDICTS, `note` what the sources say against it or besides."""

    id: str
    claim: str
    verdict: str
    note: str


@dataclass(frozen=True)
class System:
    """One part of the essay's story. `stages` and `events` are rows of the record; `signs` words of `measures.signs`.

    `needs_start`: the day from which histories have to be simulated to show it; empty if the usual start is early enough.
    """

    number: int
    id: str
    title: str
    says: str
    documented: str
    claims: tuple[Claim, ...]
    stages: tuple[dict[str, str], ...]
    events: tuple[dict[str, str], ...]
    signs: tuple[str, ...]
    needs_start: str
    note: str


def essays(catalog: Path = CATALOG) -> list[str]:
    """The cases whose record has such a table."""
    return [path.parent.parent.name for path in sorted(catalog.glob("*/record/essay.csv"))]


def read_essay(case: str, catalog: Path = CATALOG) -> list[System]:
    """The systems of a case's essay in its order; empty where it has none. Raises `KeyError` for an id that is not in the record."""
    rows = read_table(case, "essay", catalog)
    stages = {row["stage"]: row for row in read_table(case, "stages", catalog)} if rows else {}
    events = {row["event_id"]: row for row in read_table(case, "events", catalog)} if rows else {}
    claims = {row["claim_id"]: _claim(row) for row in read_table(case, "essay_claims", catalog)}
    return [
        System(
            number=int(row["order"]),
            id=row["system"],
            title=row["title"],
            says=row["says"],
            documented=row["documented"],
            claims=tuple(claims[claim] for claim in _words(row["claims"])),
            stages=tuple(stages[stage] for stage in _words(row["stages"])),
            events=tuple(events[event] for event in _words(row["events"])),
            signs=tuple(_words(row["signs"])),
            needs_start=row["needs_start"],
            note=row["note"],
        )
        for row in sorted(rows, key=lambda row: int(row["order"]))
    ]


def _claim(row: dict[str, str]) -> Claim:
    return Claim(row["claim_id"], row["paraphrase"], row["agrees_with_literature"], row["note"])


def _words(cell: str) -> list[str]:
    return [word for word in cell.split(";") if word]
