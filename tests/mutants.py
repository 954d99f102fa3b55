"""Mutants of sound scenarios, made from a number: the same number makes the same mutant everywhere."""

from __future__ import annotations

import random
import re
import shutil
import time
from collections import Counter
from pathlib import Path

from politburo import scenario
from politburo.errors import CODES

VALID = Path(__file__).parent / "scenarios" / "valid"
BASES = ("small", "page", "facts")
PLACE = re.compile(r"[^:/\\]+\.(yaml|csv):[1-9]\d*:[1-9]\d*\Z")
ODD = (
    "",
    "nan",
    "inf",
    "-1",
    "1e400",
    "9" * 60,
    "~",
    "null",
    "true",
    "no",
    "012",
    "0x10",
    "1/0",
    "é",
    "\u2028",
    "\ufeff",
    "'",
    '"',
    "\\",
    "- x",
)
ODD += (
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "!!int 3",
    "<<: x",
    "|",
    ">",
    "#",
    "?",
    ": ",
    ",",
    "\t",
    "\r",
    "\0",
    "2000-13-41",
    "../../x",
    "x" * 3000,
)


def mutate(text: str, rng: random.Random) -> str:
    """Change a text in one or two places: bytes, words, numbers, cells, lines."""
    for _ in range(rng.randint(1, 2)):
        text = _once(text, rng)
    return text


def _once(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    n = rng.randrange(len(lines))
    at = rng.randrange(len(text) + 1)
    words = [found.span() for found in re.finditer(r"[\w.-]+", text)] or [(0, 0)]
    numbers = [found.span() for found in re.finditer(r"-?\d+(\.\d+)?", text)] or [(0, 0)]
    (a, b), (c, d), (e, f) = rng.choice(words), rng.choice(words), rng.choice(numbers)
    ways = {
        "junk in the text": text[:at] + rng.choice(ODD) + text[at + rng.randint(0, 8) :],
        "junk for a word": text[:a] + rng.choice(ODD) + text[b:],
        "a word for another": text[:a] + text[c:d] + text[b:],
        "another number": text[:e] + f"{rng.uniform(-2, 2):.2f}" + text[f:],
        "a line lost": "\n".join(lines[:n] + lines[n + 1 :]),
        "a line twice": "\n".join([*lines[: n + 1], lines[n], *lines[n + 1 :]]),
        "a cell more": "\n".join([*lines[:n], lines[n] + "," + rng.choice(ODD), *lines[n + 1 :]]),
        "a line moved in": "\n".join([*lines[:n], rng.choice(("  ", " ", "\t")) + lines[n], *lines[n + 1 :]]),
        "lines shuffled": "\n".join(rng.sample(lines, len(lines))),
    }
    return ways[rng.choices(list(ways), (2, 2, 6, 5, 2, 2, 1, 1, 1))[0]]


def make(number: int, folder: Path) -> Path:
    """Write mutant `number` under `folder`; return its directory."""
    rng = random.Random(number)
    base = VALID / BASES[number % len(BASES)]
    target = folder / f"mutant-{number}"
    shutil.copytree(base, target)
    files = sorted(target.iterdir())
    for path in rng.sample(files, min(len(files), rng.randint(1, 2))):
        path.write_bytes(mutate(path.read_text(), rng).encode("utf-8", "surrogatepass"))
    return target


def try_out(numbers: range, folder: Path) -> Counter:
    """Check every mutant, and resolve those that are sound; return counts of codes, of refusals and the slowest in seconds."""
    seen: Counter = Counter()
    for number in numbers:
        target = make(number, folder)
        started = time.process_time()
        problems = scenario.check(target)
        if not problems:
            scenario.lower(scenario.resolve(scenario.load(target)))
        seconds = time.process_time() - started
        for problem in problems:
            assert problem.code in CODES, (number, problem)
            assert PLACE.match(problem.where), (number, problem)
            assert problem.found, (number, problem)
            assert problem.allowed or problem.nearest or problem.remedy, (number, problem)
        assert seconds < 2, (number, seconds)
        seen.update({problem.code for problem in problems})
        seen["refused"] += bool(problems)
        seen["slowest-ms"] = max(seen["slowest-ms"], round(1000 * seconds))
        shutil.rmtree(target)
    return seen
