"""Golden runs: what happens in three small histories of the reference, as files that one can read.

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
from typing import Any

import side_by_side as both
from politburo.reference.records import columns
from politburo.vocab import Cause, EventKind

FOLDER = Path(__file__).parent / "golden"
MONTHS = 24
TOLD = {"agenda.cause", "agenda.second", "agenda.since"}  # why a motion was moved stands in its event


def counted(state: Any) -> str:
    """Everything in a state that is counted and not measured, as one string."""
    parts = []
    for name, values in columns(state).items():
        if name in TOLD or (values.dtype.kind == "f" and name not in both.COUNTED):
            continue
        parts.append(f"{name} {values.astype(int).tolist()}")
    return "\n".join(parts)


def sentence(event: dict[str, int]) -> str:
    """An event in words and numbers; columns that say nothing are left out."""
    words = [EventKind(event["kind"]).word]
    for name, value in event.items():
        silent = 0 if name in ("ayes", "nays", "abstentions", "size", "cause", "second") else -1
        if name == "kind" or value == silent:
            continue
        words.append(f"{name} {Cause(value).word if name in ('cause', 'second') else value}")
    return " ".join(words)


def lines(case: both.Case, months: int = MONTHS) -> Iterator[str]:
    """The golden run of a case, line by line."""
    before = ""
    for month, mechanism, state, told in both.reference_steps(case, months):
        now = counted(state)
        if now != before or told:
            yield f"month {month:02} {mechanism} {zlib.crc32(now.encode()):08x}"
        yield from (f"    {sentence(event)}" for event in told)
        before = now


def first_difference(case: both.Case) -> str | None:
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
    for case in both.CASES:
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
