"""One event of a history with names, places, sides and disputes put in: what the sentences of a chronicle are made of."""

from __future__ import annotations

import csv
import functools

from politburo.arrays import Array
from politburo.measures import written
from politburo.measures.history import COL, Reader
from politburo.measures.names import labels, short_name
from politburo.record import CATALOG
from politburo.vocab import Arena, Standing

FEW = 3  # allies who are named
CLEAR = 0.2  # from where on a position, on a scale from -1 to 1, is worth telling


@functools.cache
def phrases(case: str) -> dict[str, str]:
    """A case's short texts and what they mean in words; empty where its folder gives none."""
    path = CATALOG / case / "words" / "phrases.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["tag"]: row["phrase"] for row in csv.DictReader(file)}


class Scene:
    """An event row. Persons have their short names; `names` are those of all persons, in order (`person_names`)."""

    def __init__(self, reader: Reader, row: Array, names: list[str]) -> None:
        self.reader, self.resolved, self.row, self.names = reader, reader.resolved, row, names

    def __getitem__(self, column: str) -> int:
        return int(self.row[COL[column]])

    @property
    def address(self) -> str:
        """What tells this event from every other: history, month, kind, persons, place and thing."""
        columns = ("history", "month", "kind", "who", "whom", "body", "thing")
        return ":".join(str(self[column]) for column in columns)

    def person(self, index: int) -> str:
        return self.names[index] if 0 <= index < len(self.names) else "nobody"

    @property
    def who(self) -> str:
        return self.person(self["who"])

    @property
    def whom(self) -> str:
        return self.person(self["whom"])

    @property
    def body(self) -> str:
        return f"the {self.resolved.bodies[self['body']].name}" if self["body"] >= 0 else "the leadership"

    @property
    def where(self) -> str:
        places = {int(Arena.PRESS): "in the press", int(Arena.PARTY): "before the whole party"}
        return f"in {self.body}" if self["body"] >= 0 else places.get(self["body"], "")

    @property
    def office(self) -> str:
        return self.resolved.offices[self["thing"]].name if self["thing"] >= 0 else ""

    @property
    def tally(self) -> str:
        """The count of votes, the winners first."""
        won = max(self["ayes"], self["nays"]) if self["outcome"] < 0 else None
        ayes, nays = self["ayes"], self["nays"]
        first, second = (ayes, nays) if won is None and self["outcome"] == 1 else (nays, ayes)
        return written.tally(first, second, max(self["abstentions"], 0))

    @property
    def dispute(self) -> str:
        """What the fight was about; empty where it had no subject."""
        return self.phrase(self.resolved.disputes[self["thing"]].name.lower()) if self["thing"] >= 0 else ""

    def phrase(self, text: str) -> str:
        """A short text of the scenario as its folder says it in words, if it does."""
        return phrases(self.resolved.id).get(text, text)

    @property
    def documented(self) -> bool:
        """Is the case one of something that happened?"""
        return (CATALOG / self.resolved.id / "record").is_dir()

    def stands_for(self, column: str) -> str:
        """To which end of the dispute a person (`who` or `whom`) clearly inclined at the start; empty where to none or it is not known."""
        if self["thing"] < 0 or self[column] < 0:
            return ""
        dispute = self.resolved.disputes[self["thing"]]
        place = self.resolved.persons[self[column]].positions[self["thing"]].mean
        return (
            self.phrase(dispute.plus_one if place > 0 else dispute.minus_one) if abs(place) >= CLEAR else ""
        )

    @property
    def past(self) -> str:
        """The fact of the target's past that was used against him."""
        if self["weapon"] < 0:
            return ""
        return self.phrase(self.resolved.liabilities[self["weapon"]].fact)

    def side(self, *, ruling: bool, without: tuple[int, ...] = ()) -> list[str]:
        """Names of the ruling group, or of the opposition bloc, at the end of the month, those with most power first."""
        kinds = (Standing.CORE, Standing.RING) if ruling else (Standing.BLOC,)
        return [self.person(p) for p, kind in self.lineup() if kind in kinds and p not in without]

    def core(self, *, without: tuple[int, ...] = ()) -> list[str]:
        return [self.person(p) for p, kind in self.lineup() if kind == Standing.CORE and p not in without]

    def core_before(self) -> list[str]:
        """The core of the ruling group at the end of the month before."""
        return [self.person(p) for p, kind in self.lineup(1) if kind == Standing.CORE]

    def lineup(self, months: int = 0) -> list[tuple[int, int]]:
        """(person, Standing) of the contenders so many months before the end of the month, those with most power first."""
        month = max(self["month"] - months, 0)
        found = []
        if self.has_lineup:
            people, kinds = self.reader.series("contender")[month], self.reader.series("standing")[month]
            power = self.reader.series("power")[month] if "power" in self.reader.block.series else people * 0
            order = sorted(range(len(people)), key=lambda n: (-float(power[n]), n))
            found = [(int(people[n]), int(kinds[n])) for n in order if people[n] >= 0]
        return found

    def contends(self, index: int) -> bool:
        """Is a person among the contenders of the month or of the one before, as far as they are known?"""
        known = (person for back in (0, 1) for person, _ in self.lineup(back))
        return not self.has_lineup or index in known

    @property
    def has_lineup(self) -> bool:
        """Is it known who ruled? Not where only the events of a history are at hand."""
        return {"contender", "standing"} <= set(self.reader.block.series)


def person_names(reader: Reader) -> list[str]:
    """What persons are called in sentences, in their order."""
    whole = {person.id: short_name(person.name) for person in reader.resolved.persons}
    short = labels(whole, {person.id: person.short for person in reader.resolved.persons})
    return [short[person.id] for person in reader.resolved.persons]


def backed(names: list[str]) -> str:
    """Allies in a sentence; empty where there are none."""
    return f", backed by {written.some(names, FEW)}," if names else ""
