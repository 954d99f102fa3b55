"""Does every command say what is wrong with odd arguments?

    python verification/arguments.py [COUNT]     COUNT requests by lot (default: all of them); ends with status 1 if one did not

Every command, with each of its arguments and options in turn replaced by odd ones: names that nobody has, negative and huge numbers, no
text at all, control characters, folders for files and files for folders, files of other kinds. The exit status must be 0, or one of those
declared for errors of the user (2 and 65 to 76; 1 is a bug), without a traceback, within half a minute of processor time.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import forked
import reliability

PATIENCE = 30  # seconds of processor time
SMALL = str(forked.SOURCE.parent / "tests" / "scenarios" / "valid" / "small")
#: sound requests, all of them small
REQUESTS = (
    "run --histories 2 --no-blind CASE --seed 1 --out NEW",
    "run --histories 2 --no-save CASE --set parameters.pace=0.02 --off voice --start 1801-03",
    "run --histories 2 --no-save CASE --reading networks --from 1802 --to 1803 --workers 1",
    "show RUN --history 1 --table --chronicle --from 1802 --to 1803",
    "power CASE --body board --date 1801-03",
    "power --weights 3,2,1 --quota 4 --veto 0",
    "power --powers 3,2,1 --alpha 0.5",
    "ablate --histories 2 CASE --seed 1 --only TIES",
    "why RUN 0 --history 1",
    "report RUN --output FILE --sheet",
    "plot RUN power --output FILE.svg --history 1",
    "compare --histories 2 --no-save CASE --set parameters.pace=0.02",
    "odds --every 30 --futures 2 --no-save CASE --history 0",
    "factors --histories 2 --no-groups --no-save CASE bruno",
    "paths RUN --groups 2",
    "store verify RUN --again 1",
    "store export RUN FILE.csv",
    "store export RUN FILE.csv --as rollcall --history 1",
    "record export ussr-1922 FILE --as graphml",
    "store sql RUN SQL",
    "store begin --histories 2 CASE NEW --seed 1",
    "work RUN --shard 1/2",
    "catalog",
    "scenario check CASE",
    "scenario describe CASE",
    "scenario from LIST --party gp --on 1976-03-01 --country GLD",
    "record show ussr-1922 votes",
    "forecast --histories 2 CASE --seed 1 --jitter 0.1",
    "score FORECAST --truth TRUTH",
    "validate --histories 2 --each 2 ussr-1922 --leave-out 1925-12",
)
ODD = (
    "",
    "nobody",
    "-1",
    "0",
    "99999999999999999999",
    "1e400",
    "nan",
    "\x1b[31m",
    "--",
    "../..",
    "/",
    "EMPTY",
    "JUNK",
    "RUN",
    "GONE",
    "/dev/null",
)


def requests() -> Iterator[list[str]]:
    """Each request as it is, cut short, with an unknown option, and with each of its words replaced by each odd one."""
    for request in REQUESTS:
        words = request.split()
        yield words
        yield from (words[:n] for n in range(1, len(words)))
        yield [*words, "--nothing"]
        for place, odd in itertools.product(range(1, len(words)), ODD):
            if not words[place].startswith("--"):
                yield [*words[:place], odd, *words[place + 1 :]]


def main(words: list[str]) -> int:
    began, wrong = time.monotonic(), []
    every = list(requests())
    chosen = random.Random(1).sample(every, min(int(words[0]), len(every))) if words else every
    forked.warm()
    ends: Counter = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.chdir(place)
        (place / "empty").write_bytes(b"")
        (place / "junk").write_bytes(bytes(range(256)) * 20)
        forked.inside(["forecast", SMALL, "--histories", "2", "--draw-truth", "truth"], 60)
        made = forked.inside(["forecast", SMALL, "--histories", "2", "--json"], 60)
        (place / "forecast").write_text(made.said)
        assert forked.inside(["run", SMALL, "--histories", "2", "--no-blind", "--out", "run"], 60).status == 0
        named = {
            "CASE": SMALL,
            "RUN": "run",
            "EMPTY": "empty",
            "JUNK": "junk",
            "GONE": "gone",
            "FORECAST": "forecast",
            "TRUTH": "truth",
            "SQL": "SELECT 1",
            "TIES": "off: ties",
            "LIST": str(forked.SOURCE.parent / "tests" / "importing" / "files" / "whogov.csv"),
        }
        for number, request in enumerate(chosen):
            named |= {
                "NEW": f"new-{number}",
                "FILE": f"file-{number}",
                "FILE.svg": f"{number}.svg",
                "FILE.csv": f"{number}.csv",
            }
            typed = [named.get(word, word) for word in request]
            end = forked.inside(typed, PATIENCE)
            ends[end.status] += 1
            if not end.clean or end.status == 130:
                wrong.append(f"{' '.join(map(repr, request))}: {end.status}: {end.said[-200:]}")
                print(wrong[-1], flush=True)
        os.chdir("/")
    happened = f"{len(wrong)} bugs, tracebacks or waits; {ends[0]} were answered, the others refused with one of the declared statuses"
    reliability.told(
        "arguments",
        "a command with odd arguments",
        len(chosen),
        happened,
        " ".join(["python verification/arguments.py", *words]),
        time.monotonic() - began,
        statuses={str(status): ends[status] for status in sorted(ends)},
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
