"""Golden runs: what happens in three small histories, as files that one can read.

    python tests/golden_runs.py            say which files differ from what happens now
    python tests/golden_runs.py --update   write them anew; histories have moved, so MODEL.md needs a line that says why

Every event is a line. Every mechanism that has changed something that counts (holders, seats, rungs, numbers of members ...: no
fractions) has a digest of it in its month, so that the first line that differs names the month and the mechanism that moved first.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import worlds
from loops import Party
from politburo import engine
from politburo.model.events import COLUMNS
from politburo.vocab import Cause, EventKind

FOLDER = Path(__file__).parent / "golden"
MONTHS = 24
#: Stored as fractions, but they count whole things.
COUNTED = {"organisations.members", "bodies.size", "membership.levy", "membership.purge", "people.silent"}
#: Why a motion was moved stands in its event; the month is said beside the digest.
TOLD = {"motions.cause", "motions.second", "motions.since", "month"}


class Case(NamedTuple):
    """The first history of a seed; parameters drawn but for those that are fixed."""

    name: str
    world: Any
    seed: int
    fixed: dict[str, float]


CASES = (
    Case("quiet", worlds.led(worlds.eventful()), 4, {}),
    Case("stormy", worlds.led(worlds.eventful()), 3, worlds.STORMY),
    Case("falling", worlds.eventful(appointer=None), 9, worlds.STORMY | worlds.REVOLT),
)
"""Between them everything happens that can happen."""


def party_of(case: Case) -> Party:
    """The history of a case before the first month."""
    party = Party(case.world, seed=case.seed, begun=False)
    party.params = engine.draw(party.world, case.seed, party.numbers, *engine.fixed(case.fixed))
    party.states = engine.begin(party.world, case.seed, party.numbers, party.params)
    return party


def counted(states: Any) -> str:
    """Everything in a state that is counted and not measured, as one string."""
    parts = []
    for name, values in states.fields().items():
        if name in TOLD or (values.dtype.kind == "f" and name not in COUNTED):
            continue
        parts.append(f"{name} {values[0].astype(int).tolist()}")
    return "\n".join(parts)


def sentence(event: np.ndarray) -> str:
    """An event in words and numbers; columns that say nothing are left out."""
    values = dict(zip(COLUMNS, event.tolist(), strict=True))
    words = [EventKind(values.pop("kind")).word]
    for name, value in values.items():
        silent = 0 if name in ("ayes", "nays", "abstentions", "size", "cause", "second") else -1
        if value != silent:
            words.append(f"{name} {Cause(value).word if name in ('cause', 'second') else value}")
    return " ".join(words)


def lines(case: Case, months: int = MONTHS) -> Iterator[str]:
    """The golden run of a case, line by line: every month as far as its first mechanism, its second, and so on."""
    party, before = party_of(case), ""
    for month in range(months):
        start, rows = party, 0
        for place, mechanism in enumerate(engine.MECHANISMS, 1):
            party = start.copy()
            told = party.month(month, frozenset(engine.MECHANISMS[place:]))[:, 1:]
            now = counted(party.states)
            if now != before or len(told) > rows:
                yield f"month {month:02} {mechanism} {zlib.crc32(now.encode()):08x}"
            yield from (f"    {sentence(event)}" for event in told[rows:])
            before, rows = now, len(told)


def first_difference(case: Case) -> str | None:
    """Where the history of a case leaves its file, or None."""
    path = FOLDER / f"{case.name}.txt"
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    place, now = "the beginning", list(lines(case))
    for number in range(max(len(kept), len(now))):
        old = kept[number] if number < len(kept) else "(nothing)"
        new = now[number] if number < len(now) else "(nothing)"
        if new.startswith("month"):
            place = " ".join(new.split()[:3])
        if old != new:
            return f"{path.name}: moved first in {place} (line {number + 1})\n  was: {old}\n  now: {new}"
    return None


def main(words: list[str]) -> int:
    differs = 0
    for case in CASES:
        if words == ["--update"]:
            FOLDER.mkdir(exist_ok=True)
            text = "\n".join(lines(case)) + "\n"
            (FOLDER / f"{case.name}.txt").write_text(text, encoding="utf-8")
        elif found := first_difference(case):
            differs = 1
            sys.stdout.write(found + "\n")
    return differs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
