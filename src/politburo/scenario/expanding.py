"""Tables under construction: what the two one-page forms have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from politburo.errors import Problem, nearest

VOICE = 0.3  # prestige of those who speak for an outside power


class Expanding:
    """Tables with what was filled in and what is wrong. `at(path)` gives file:line:column of a value of the page."""

    def __init__(self, at: Callable[[tuple], str]) -> None:
        self.at = at
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.filled: list[str] = []
        self.problems: list[Problem] = []
        self.ids: dict[str, str] = {}  # name or id -> id of those named on the page
        self.sources: dict[str, str] = {}

    def add(self, table: str, **row: Any) -> None:
        self.rows[table].append({key.rstrip("_"): value for key, value in row.items() if value is not None})

    def wrong(
        self, code: str, place: tuple, found: str, allowed: str = "", near: str = "", remedy: str = ""
    ) -> None:
        self.problems.append(Problem(code, self.at(place), found[:200], allowed, near, remedy))

    def who(self, name: str, place: tuple) -> str | None:
        """The id of a contender or the predecessor named on the page."""
        if name not in self.ids:
            self.wrong(
                "id-unknown",
                place,
                name,
                "a contender or the predecessor, by name or id",
                nearest(name, self.ids),
                "correct it, or add it to contenders",
            )
        return self.ids.get(name)


def voices(
    work: Expanding,
    name: str,
    favours: dict[str, float],
    favourite: str | None,
    body: dict,
    weight: float,
    day: str,
) -> int:
    """Add as many members as make `weight` of a body's votes, who speak for an outside power and cannot rule; return how many.

    `favours` gives the tie of each of them to each person; the favourite is their patron.
    """
    seats = max(1, round(body["size"] * weight / (1 - weight)))
    body["size"] += seats
    before = f"{int(day[:4]) - 1:04d}"
    for n in range(1, seats + 1):
        voice = f"outside-voice-{n}"
        why = "speaks for the outside power"
        work.add("persons", id=voice, name=f"{name} ({n})", eligible="no", note=why)
        work.add("prestige", person=voice, value=VOICE, date=day, basis=why)
        work.add("seats", body=body["id"], person=voice, seat="full")
        for person, value in favours.items():
            kind = "patron-client" if person == favourite else ("alliance" if value >= 0 else "rivalry")
            work.add("ties", a=person, b=voice, kind=kind, strength=value, from_=before)
    return seats
