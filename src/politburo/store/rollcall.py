"""Ballots by name as other programs read them: the fixed columns of Poole and Rosenthal (`.ord` and `.dtl`), and a plain matrix.

A line of the `.ord` file is a person: columns 1-3 the number of the assembly, 4-8 of the person, 9-10 state, 11-12 district, 13-20 name of
the state, 21-23 party, 24-25 how the seat was filled and left, 26-36 the person's name, from 37 on one digit a vote. `readKH` of R's
package pscl reads it; states and parties are those of the United States, so that it shows none here. Of a name it takes what comes
before the first space. The `.dtl` file has three lines or more a vote: its number in columns 1-4, the day in the first, words from column
13 in the third and after.
"""

from __future__ import annotations

import csv
import io
import textwrap
from dataclasses import dataclass
from datetime import date

YEA, NAY, MISSING, NOT_THERE = 1, 6, 9, 0
NAME = 11  # columns of a name
MOST = 99_999  # persons
MONTHS = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
]


@dataclass(frozen=True)
class Vote:
    """One question. `codes` has a digit for each person of the roll: 1 yea, 6 nay, 9 abstained, 0 not a member of the body."""

    day: date
    body: str
    words: str
    carried: bool
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Roll:
    """Persons (id, name) and the votes in order of time."""

    persons: tuple[tuple[str, str], ...]
    votes: tuple[Vote, ...]


def ord_lines(roll: Roll) -> str:
    """The text of the `.ord` file, ASCII."""
    names = _names([person for person, _ in roll.persons])
    return "".join(
        f"001{n:05d}9900{'':8}00000{name:<{NAME}}{''.join(str(vote.codes[n - 1]) for vote in roll.votes)}\n"
        for n, name in enumerate(names, 1)
    )


def dtl_lines(roll: Roll) -> str:
    """The text of the `.dtl` file, ASCII."""
    lines = []
    for n, vote in enumerate(roll.votes, 1):
        day, outcome = vote.day, "carried" if vote.carried else "lost"
        lines.append(f"{n:4}        {MONTHS[day.month - 1]} {day.day}, {day.year}")
        lines.append(f"{n:4}        {vote.body}")
        lines += [
            f"{n:4}        {line}" for line in textwrap.wrap(f"{vote.body}: {vote.words}; {outcome}", 60)
        ]
    return "".join(line.encode("ascii", "replace").decode() + "\n" for line in lines)


def matrix(roll: Roll) -> str:
    """The votes as a CSV: a line a person, a column a vote."""
    titles = [f"v{n} {vote.day:%Y-%m} {vote.body}" for n, vote in enumerate(roll.votes, 1)]
    codes = zip(*(vote.codes for vote in roll.votes), strict=True)
    people = zip(roll.persons, codes, strict=True)
    return _csv([["person", "name", *titles], *([*person, *row] for person, row in people)])


def questions(roll: Roll) -> str:
    """What the votes were about, as a CSV."""
    rows = [
        [
            f"v{n}",
            vote.day.isoformat()[:7],
            vote.body,
            vote.words,
            vote.carried,
            *map(vote.codes.count, (YEA, NAY, MISSING)),
        ]
        for n, vote in enumerate(roll.votes, 1)
    ]
    return _csv([["vote", "month", "body", "question", "carried", "yeas", "nays", "abstentions"], *rows])


def _csv(rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _names(ids: list[str]) -> list[str]:
    """The ids in capitals, cut to the columns of a name, no two alike."""
    found: list[str] = []
    for person in ids:
        name, n = person.upper()[:NAME], 1
        while name in found:
            n += 1
            name = person.upper()[: NAME - len(str(n))] + str(n)
        found.append(name)
    return found
