"""How fast the main job is: start to printed answer, histories a second, memory.

    python benchmarks/engine.py [-o benchmarks/engine-results.json]

Needs nothing but the package. Run it on a quiet machine; times depend on the machine, so each stands beside the limit it is held to,
and the file says which machine it was.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

CASE = "ussr-1922"


def start() -> float:
    """Seconds from typing `politburo run` to the end of the printed answer."""
    began = time.perf_counter()
    words = [sys.executable, "-m", "politburo", "run", CASE, "--no-save"]
    subprocess.run(words, check=True, capture_output=True)
    return time.perf_counter() - began


def rate(histories: int) -> float:
    """Histories a second, the better of two goes."""
    from politburo import engine, scenario

    world, seconds = scenario.lower(scenario.resolve(scenario.load(CASE))), []
    for _ in range(2):
        began = time.perf_counter()
        for _ in engine.blocks(world, histories=histories, seed=1):
            pass
        seconds.append(time.perf_counter() - began)
    return histories / min(seconds)


PEAK = """
import resource, sys, politburo
run = politburo.load("{case}").run({histories}, 1, out=sys.argv[1], force=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def peak(histories: int) -> float:
    """Peak memory of a process that runs and saves so many histories, MiB."""
    with tempfile.TemporaryDirectory() as folder:
        code = PEAK.format(case=CASE, histories=histories)
        words = [sys.executable, "-c", code, f"{folder}/run"]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def machine() -> str:
    """The processor's own name and the number of processors."""
    names = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return f"{names[0] if names else platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if os.path.exists(path) else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--out", type=Path)
    out = parser.parse_args().out
    first = min(start() for _ in range(3))
    small, large, huge = (peak(n) for n in (256, 1024, 3072))
    speed = rate(1536)
    found = {
        "date": str(date.today()),
        "machine": machine(),
        "python": platform.python_version(),
        "load before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "start to printed answer, s": round(first, 1),
        "of its limit of 40 s": round(first / 40, 2),
        "histories a second": round(speed, 1),
        "of the least that is no fault (50)": round(speed / 50, 2),
        "peak memory with 256 histories, MiB": round(small),
        "peak memory with 1024 histories, MiB": round(large),
        "peak memory with 3072 histories, MiB": round(huge),
        "growth per history from 1024 on, KiB": round((huge - large) * 1024 / 2048, 1),
        "peak memory of this process, MiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(found, indent=1))
    if out:
        out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
