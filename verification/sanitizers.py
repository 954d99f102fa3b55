"""Do the compiled loops touch memory that is not theirs, or do what C leaves undefined?

    python verification/sanitizers.py       needs gcc with its sanitizers; ends with status 1 if anything was found

Compiles the package in a temporary place with AddressSanitizer and UndefinedBehaviorSanitizer, which stop at the first fault, and
runs small worlds of several shapes. Divisions by zero and fractions too large for a whole number count as faults: plain Python
would stop there. Not seen: a step from one table of a state into the next, since a state is one block of memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import copies

KINDS = "address,undefined,float-divide-by-zero,float-cast-overflow"
FLAGS = f"-fsanitize={KINDS} -fno-sanitize-recover=all -fno-omit-frame-pointer -fno-wrapv -g"
WORLDS = {
    "an illness": "worlds.small(illness=5)",
    "nobody appoints": "worlds.small(appointer=None)",
    "equals": "worlds.small(unequal=False)",
    "few of everything": "worlds.small(leaders=2, rank_and_file=1, reserves=1, organisations=1, contenders=2, illness=1)",
    "many contenders": "worlds.small(leaders=12, contenders=12, months=24)",
    "every mechanism off": "worlds.small(months=12)",
}
PROGRAM = """
import sys
import worlds
from politburo import engine

world, off = eval(sys.argv[1]), frozenset(engine.MECHANISMS if sys.argv[2] == "every mechanism off" else ())
for params in ("prior", "default"):
    for block in engine.blocks(world, histories=6, seed=1, block=3, params=params, off=off):
        pass
"""
SHOWN = 12


def library(name: str) -> str:
    return subprocess.check_output(["gcc", f"-print-file-name={name}"], text=True).strip()


def main() -> int:
    environment = {
        "LD_PRELOAD": f"{library('libasan.so')} {library('libubsan.so')}",
        "ASAN_OPTIONS": "detect_leaks=0",  # Python does not free everything at its end
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "PYTHONMALLOC": "malloc",
    }
    faults = 0
    with tempfile.TemporaryDirectory() as place:
        copies.compiled(Path(place), POLITBURO_COMPILER="cc", CC="gcc", POLITBURO_CFLAGS=FLAGS)
        for name, world in WORLDS.items():
            done = copies.run(Path(place), PROGRAM, world, name, **environment)
            print(f"{name}: {'nothing found' if not done.returncode else 'FAULT'}", flush=True)
            if done.returncode:
                faults += 1
                print("\n".join(f"    {line}" for line in done.stderr.splitlines()[:SHOWN]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
