"""The events of a history that mattered most: those of the months in which power moved most from one person to another.

Power moved in a month by half the sum of the absolute changes of all shares from the end of the month before to its end (total variation).
Of the events of such a month and of the one before - powers follow events a month later - the one is told that names whoever gained or
lost most, of several the weightiest kind, and of equals the latest; the illness of such a person weighs as much as a death. No event is
told twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from politburo.measures.history import COL
from politburo.vocab import EventKind
from politburo.words.causes import Story

E = EventKind
MOST = 5
NAMED = 2  # persons whose shares are told
#: from the weightiest kind to the lightest; the others are routine and are told of in no month
WEIGHT = (
    E.COLLAPSE, E.COUP, E.DEATH, E.LEADER_CHOSEN, E.CONFIDENCE, E.SANCTION, E.OFFENSIVE, E.CHALLENGE, E.PARTY_VOTE, E.COALITION, E.BLOC,
    E.LETTER_DISCLOSED, E.YIELD, E.CONGRESS, E.SHOCK, E.OFFICE_FILLED, E.OFFICE_CREATED, E.RECANTATION, E.READMISSION, E.LETTER_WRITTEN,
    E.PURGE, E.LEVY, E.UNREST, E.RESPONSE, E.AUTONOMY,
)  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """One event: its number, month and sentence, how much power moved in its month, and whose (name, share before, share after)."""

    number: int
    date: str
    sentence: str
    moved: float
    shares: tuple[tuple[str, float, float], ...]


def mattered(story: Story, most: int = MOST) -> list[Turn]:
    """The events that mattered most, in order of time. Months in which nothing but routine happened are passed over."""
    power, contender = story.reader.series("power"), story.reader.series("contender")
    found: list[Turn] = []
    for month in range(1, len(power)):
        before, after = (_shares(contender[m], power[m]) for m in (month - 1, month))
        change = {person: after.get(person, 0.0) - before.get(person, 0.0) for person in {*before, *after}}
        movers = sorted(change, key=lambda person, change=change: (-abs(change[person]), person))[:NAMED]
        number = _weightiest(story, month, movers)
        moved = sum(map(abs, change.values())) / 2
        if number is not None and moved > 0:
            shares = tuple((story.name(p), before.get(p, 0.0), after.get(p, 0.0)) for p in movers)
            found.append(Turn(number, *story.lines[number], moved, shares))
    found.sort(key=lambda turn: -turn.moved)
    once = list({turn.number: turn for turn in reversed(found)}.values())[
        ::-1
    ]  # of one event the month that moved most
    return sorted(sorted(once, key=lambda turn: -turn.moved)[:most], key=lambda turn: turn.number)


def _shares(contender, power) -> dict[int, float]:
    """Shares of power by person."""
    shares: defaultdict[int, float] = defaultdict(float)
    total = max(float(power.sum()), 1e-9)
    for person, value in zip(contender.tolist(), power.tolist(), strict=True):
        if person >= 0:
            shares[person] += value / total
    return shares


def _weightiest(story: Story, month: int, movers: list[int]) -> int | None:
    """The event of a month that is told; None where there is none."""
    rows = story.reader.rows
    here = [
        n
        for n in range(len(rows))
        if month - 1 <= rows[n][COL["month"]] <= month and EventKind(int(rows[n][COL["kind"]])) in WEIGHT
    ]

    def rank(number: int) -> tuple[bool, int, int]:
        kind = EventKind(story.get(number, "kind"))
        named = bool({story.get(number, "who"), story.get(number, "whom")} & set(movers))
        ill = named and kind == E.SHOCK  # a shock that strikes a person
        return not named, WEIGHT.index(E.DEATH if ill else kind), -number

    return min(here, key=rank, default=None)
