"""What the benchmarks share: the case, the machine, and a watch."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

CASE = "ussr-1922"
ROOT = Path(__file__).resolve().parents[1]


def circumstances() -> dict[str, Any]:
    """What a file of results says of the machine and the software."""
    return {
        "date": str(date.today()),
        "commit": commit(),
        "machine": machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        **compiler(),
        "load before": load(),
    }


def compiler() -> dict[str, Any]:
    """Which kind of compiler made the extension modules, and what it was told."""
    from politburo import compiled

    sys.path.insert(0, str(ROOT))
    from build_support import compilers

    return {"compiler": compiled.recorded().get("compiler", ""), "compiler flags": compilers.FLAGS}


def machine() -> str:
    """The processor's own name and the number of processors."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def commit() -> str:
    """The commit of this clone, and whether anything tracked has changed since; "" outside a clone."""
    git = lambda *words: subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)  # noqa: E731
    try:
        found = git("rev-parse", "--short=10", "HEAD").stdout.strip()
        changed = git("status", "--porcelain", "--untracked-files=no", "src", "build_support").stdout.strip()
    except OSError:
        return ""
    return f"{found}, with changes" if changed else found


def load() -> float | None:
    """How many processes wanted a processor in the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


@contextlib.contextmanager
def clock() -> Iterator[list[float]]:
    """Filled with (seconds, processor seconds) at the end."""
    taken: list[float] = []
    begun, work = time.perf_counter(), time.process_time()
    yield taken
    taken += [time.perf_counter() - begun, time.process_time() - work]
