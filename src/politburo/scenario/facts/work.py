"""The page under expansion: who is on it, in the order of their ids, and how its parts are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from politburo.scenario.expanding import Expanding
from politburo.scenario.facts.form import FactContender, FactOffice, FactPredecessor, FactsFile, Proof

#: how what is known by each access counts. What comes from memory names no page and no work: it counts like a work nobody opened
EVIDENCE = {"read": "read", "unverified": "unverified", "memory": "unverified"}
MEMORY = "General knowledge of the coder; no work named"
GONE = ("died", "removed", "retired")  # a predecessor who holds nothing any more


@dataclass(frozen=True)
class OnPage:
    """Somebody named on the page. `place` is where; `gone` if he has lost everything by the start."""

    place: tuple
    entry: FactContender | FactPredecessor
    predecessor: bool
    gone: bool
    able: bool

    @property
    def offices(self) -> list[FactOffice]:
        return [] if self.gone else self.entry.offices


def first_day(day: str) -> str:
    return day + "-01" * (2 - day.count("-"))


def year_of(day: str) -> float:
    """A date as a year with a fraction; one that gives the year alone is taken at its middle."""
    parts = [int(part) for part in day.split("-")]
    return parts[0] + ((parts[1] - 0.5) / 12 if len(parts) > 1 else 0.5)


def months_later(day: str, months: int) -> str:
    given = date.fromisoformat(first_day(day))
    year, month = divmod(given.year * 12 + given.month - 1 + months, 12)
    return date(year, month + 1, min(given.day, 28)).isoformat()


class Work(Expanding):
    """Tables under construction from a page of facts."""

    def __init__(self, page: FactsFile, at: Callable[[tuple], str]) -> None:
        super().__init__(at)
        self.page = page
        self.start = first_day(page.start)
        self.end = months_later(self.start, page.months)
        self.people: dict[str, OnPage] = {}  # by id, sorted
        self.unnamed: list[str] = []  # ids of members who are not named on the page
        self.body: dict[str, dict] = {}  # role -> row of the body

    def asked(self) -> list[str]:
        """Of whom every forecast speaks besides those whom the page lists: nobody."""
        return []

    def proof(self, part: str) -> dict[str, str]:
        """The evidence cells of a part of the page: `contenders`, `bodies` or `ties`."""
        given: Proof | None = getattr(self.page.provenance, part)
        if given is None:
            return {"note": "stated on the page of facts"}
        kind = EVIDENCE[given.access]
        keys = []
        for text in given.sources or [MEMORY]:
            keys.append(self.sources.setdefault(text, f"source-{len(self.sources) + 1}"))
            if keys[-1] not in {row["key"] for row in self.rows["sources"]}:
                self.add("sources", key=keys[-1], citation=text, status=kind)
        return {
            "source": " ; ".join(keys),
            "evidence": kind,
            "confidence": given.confidence,
            "note": f"known by {given.access}",
        }

    def late(self, day: str | None, place: tuple, what: str) -> None:
        """Refuse a fact that begins after the start: nobody knew it then."""
        if day and first_day(day) > self.start:
            self.wrong(
                "date-after-start",
                place,
                f"{what} from {day}",
                f"up to {self.start}",
                remedy="leave it out, or move the start",
            )

    def coded(self, part: str) -> dict[str, str]:
        """Evidence cells of a number that a rule puts on what the page states."""
        return self.proof(part) | ({"evidence": "coded"} if getattr(self.page.provenance, part) else {})
