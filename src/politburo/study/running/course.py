"""One history of a run, read once: what its tables, figures and words are made of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from politburo.measures.history import COL, Reader
from politburo.measures.stages import Clash, Stage, table_of_the_struggle
from politburo.vocab import EventKind

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved


class Course:
    """The history of this number. `block` may hold others; nothing of them is kept."""

    def __init__(self, resolved: Resolved, block: Block, number: int) -> None:
        self.number = number
        self.reader = Reader(resolved, block.alone(number), number)

    @cached_property
    def clashes(self) -> list[Clash]:
        """Every attack and challenge."""
        return self.reader.clashes()

    @cached_property
    def stages(self) -> list[Stage]:
        """The table of the struggle, derived from the events."""
        return table_of_the_struggle(self.clashes, self.reader.alignments(), self.reader.power())

    @cached_property
    def sentences(self) -> dict[int, str]:
        """What is told of it: {row of the event: sentence}, in order."""
        from politburo.words.chronicle import sentences

        return sentences(self.reader)

    @property
    def chronicle(self) -> list[tuple[str, str]]:
        """[(YYYY-MM, sentence)]."""
        month = COL["month"]
        return [
            (f"{self.reader.day(int(self.reader.rows[place][month])):%Y-%m}", text)
            for place, text in self.sentences.items()
        ]

    def of_contenders(self, series: str, absent: float = 0) -> dict[str, list[float]]:
        """A series of the contenders by person id, one value a month; `absent` where he is not among them."""
        people, values = self.reader.series("contender").tolist(), self.reader.series(series).tolist()
        found: dict[str, list[float]] = {}
        for month, (row, value) in enumerate(zip(people, values, strict=True)):
            for person, one in zip(row, value, strict=True):
                if person >= 0:
                    found.setdefault(self.reader.person(person), [absent] * len(people))[month] = one
        return found

    @cached_property
    def deaths(self) -> dict[str, int]:
        """Month of death by person id."""
        rows = self.reader.rows
        dead = rows[rows[:, COL["kind"]] == EventKind.DEATH]
        return {self.reader.person(int(row[COL["whom"]])): int(row[COL["month"]]) for row in dead}
