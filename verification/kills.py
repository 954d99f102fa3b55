"""Does a run survive being killed at any moment?

    python verification/kills.py [COUNT]        COUNT kills (default 200); ends with status 1 if anything was lost or differs

A small run of the case `heir` with its trait-blind companion is begun, killed (SIGKILL) after a random while, and begun again until it
is whole; then another one. Every part that was on disk must be there and unchanged until the end, and the digests must be those of
a run that nobody disturbed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import forked
import reliability

WORDS = ["run", "heir", "--histories", "320", "--json", "--out"]


def parts(folder: Path) -> dict[Path, int]:
    """The parts on disk, with when they were written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("part-*")}


def digests(folder: Path) -> list[str]:
    return [json.loads((folder / p / "manifest.json").read_bytes())["digest"] for p in ("", "blind")]


def main(words: list[str]) -> int:
    count, luck, began = int(words[0]) if words else 200, random.Random(1), time.monotonic()
    forked.warm()
    kills = runs = lost = others = odd = 0
    with tempfile.TemporaryDirectory() as place:
        undisturbed, talk = Path(place) / "undisturbed", Path(place) / "talk"
        start = time.monotonic()
        assert (made := forked.call([*WORDS, str(undisturbed)])).status == 0, made
        whole, expected = time.monotonic() - start, digests(undisturbed)
        while kills < count:
            folder, runs = Path(place) / f"run{runs}", runs + 1
            there: dict[Path, int] = {}
            while True:
                child = forked.begin([*WORDS, str(folder)], talk)
                time.sleep(luck.uniform(0, whole / 2))
                os.kill(child, signal.SIGKILL)
                status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                now = parts(folder)
                lost += sum(now.get(path) != when for path, when in there.items())
                there = now
                if status == 0:
                    break
                odd += status != -signal.SIGKILL
                kills += 1
            others += digests(folder) != expected
            left = [path for path in folder.rglob("*") if path.name.endswith(".writing")]
            checked = forked.call(["store", "verify", str(folder), "--again", "0"])
            odd += bool(left) + (checked.status != 0)
    happened = f"{runs} runs became whole: {lost} parts lost or made twice, {others} other digests, {odd} other faults"
    command = " ".join(["python verification/kills.py", *words])
    reliability.told(
        "kills", "a small run killed at a random moment", kills, happened, command, time.monotonic() - began
    )
    return 1 if lost or others or odd else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
