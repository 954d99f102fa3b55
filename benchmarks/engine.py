"""How fast the main job is: start to printed answer, histories a second, memory, compilations.

    python benchmarks/engine.py [-o benchmarks/engine-results.json]

Needs nothing but the package. The first start uses an empty cache of compiled programs, the second the one it left. Run it on a
quiet machine; times depend on the machine, so each stands beside the limit it is held to, and the file says which machine it was.
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


def start(cache: str) -> float:
    """Seconds from typing `politburo run` to the end of the printed answer."""
    environment = os.environ | {"JAX_COMPILATION_CACHE_DIR": cache}
    began = time.perf_counter()
    words = [sys.executable, "-m", "politburo", "run", CASE, "--no-save"]
    subprocess.run(words, check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


def rate(blocks: int) -> tuple[float, int]:
    """(histories a second once compiled, the better of two goes; number of compiled programs after other seeds and parameters)."""
    from politburo import engine, scenario
    from politburo.study.ensemble import prepare_jax

    prepare_jax()
    world = scenario.lower(scenario.resolve(scenario.load(CASE)))
    run = lambda **how: list(engine.blocks(world, **how))  # noqa: E731
    run(histories=1, seed=1)
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        run(histories=blocks * engine.BLOCK, seed=1)
        seconds.append(time.perf_counter() - began)
    run(histories=1, seed=2)
    run(histories=1, seed=1, params="default")
    run(histories=1, seed=1, params={"pace": 0.02}, blind=True)
    return blocks * engine.BLOCK / min(seconds), len(engine._READY)


PEAK = """
import resource, sys, politburo
run = politburo.load("{case}").run({histories}, 1, out=sys.argv[1], force=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def peak(histories: int, cache: str) -> float:
    """Peak memory of a process that runs and saves so many histories, MiB."""
    with tempfile.TemporaryDirectory() as folder:
        code = PEAK.format(case=CASE, histories=histories)
        environment = os.environ | {"JAX_COMPILATION_CACHE_DIR": cache}
        done = subprocess.run(
            [sys.executable, "-c", code, f"{folder}/run"],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
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
    with tempfile.TemporaryDirectory() as cache:
        cold, warm = start(cache), min(start(cache) for _ in range(2))
        small, large, huge = (peak(n, cache) for n in (256, 1024, 3072))
    speed, programs = rate(6)
    found = {
        "date": str(date.today()),
        "machine": machine(),
        "python": platform.python_version(),
        "load before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "first start to printed answer, s": round(cold, 1),
        "of its limit of 40 s": round(cold / 40, 2),
        "second start to printed answer, s": round(warm, 1),
        "histories a second, compiled": round(speed, 1),
        "of the least that is no fault (50)": round(speed / 50, 2),
        "compiled programs of a block after other seeds and parameters": programs,
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
