"""Who held what, and when, as other people's files say it: one spell a line, with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from politburo.errors import Problem
from politburo.scenario.models import date_fault

OPEN = timedelta(
    31
)  # after the day, in which an end of office still belongs to the event that opens the question


@dataclass(frozen=True)
class Spell:
    """A post held by a person from `first` to `last`, dates as given (YYYY, YYYY-MM or YYYY-MM-DD), None where the file has none.

    `key` tells persons of one name apart; `post` is empty where the file names none, and `body` is where the post is; `listed` says that
    it stands in the list of those in office at the day, whatever the dates; `leads` that the file calls the person the leader.
    """

    where: str
    key: str
    name: str
    post: str = ""
    body: str = ""
    party: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    since: str = ""  # what is said of `first` where it is not the beginning itself
    listed: bool = False
    leads: bool = False
    born: int | None = None
    party_since: str | None = None
    died: str | None = None
    exit: str = ""

    def held(self, day: date) -> bool | None:
        """Is it held on a day? None where the file cannot tell: it gives no date, or a year or a month within which the day lies."""
        if self.listed or (self.first is None and self.last is None):
            return True if self.listed else None
        begun = _span(self.first) if self.first else (date.min, date.min)
        ended = _span(self.last) if self.last else (date.max, date.max)
        if begun[0] > day or ended[1] < day:
            return False
        return True if begun[1] <= day <= ended[0] else None

    def ends_soon(self, day: date) -> bool:
        """Does it end on a known day, at the day or within a month after it?"""
        return (
            self.last is not None
            and len(self.last) == 10
            and day <= date.fromisoformat(self.last) <= day + OPEN
        )


def _span(text: str) -> tuple[date, date]:
    """The first and the last day that a date may mean."""
    parts = [int(part) for part in text.split("-")]
    first = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return first, first
    year, month = (parts[0] + 1, 1) if len(parts) == 1 or parts[1] == 12 else (parts[0], parts[1] + 1)
    return first, date(year, month, 1) - timedelta(1)


def dated(text: str, where: str, problems: list[Problem]) -> str | None:
    """A date as given, None for an empty one or, after adding to `problems`, for a wrong one; of a time of day the date is taken."""
    text = text.strip().partition("T")[0]
    if not text:
        return None
    fault = date_fault(text)
    if fault is None:
        return text
    problems.append(
        Problem(fault[0], where, text[:100], fault[1], "", "write it in this form, as 1978-11-17")
    )
    return None


def reversed_dates(first: str | None, last: str | None, where: str) -> Problem | None:
    """The problem of an end that is before the beginning."""
    if first is None or last is None or _span(last)[1] >= _span(first)[0]:
        return None
    return Problem("date-reversed", where, f"from {first} to {last}", remedy="exchange or correct the dates")
