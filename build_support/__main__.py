"""Compile what has changed in this clone: ``python -m build_support``. Says in a few lines what went wrong, if anything did."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from build_support import compilers, declarations  # noqa: F401 (`declarations` puts src on the path)
from politburo import compiled

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r"^\S+:\d+:\d+: ")  # file:line:column, as the translator and C compilers write it
COMPILER_FAILED = re.compile(r"error: command .* failed")  # as setuptools says it
SHOWN = 8


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process builds in this clone."""
    (ROOT / "build").mkdir(exist_ok=True)
    with open(ROOT / "build" / "lock", "a+b") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:  # Windows
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        yield


def first_errors(output: str) -> str:
    """The lines of a compiler's output that say what is wrong."""
    lines = [line for line in output.splitlines() if line.strip()]
    placed = [line for line in lines if PLACE.match(line) and "warning:" not in line and "note:" not in line]
    return "\n".join((placed or [line for line in lines if "rror" in line] or lines)[:SHOWN])


def main() -> str | None:
    """Build; returns what to say if that fails."""
    try:
        kind = compilers.kind()
        tried = "zig cc (the package ziglang)" if kind == "zig" else compilers.c_compiler()
        if (
            kind == "zig"
            and subprocess.run([sys.executable, "-c", "import ziglang"], capture_output=True).returncode
        ):
            return f"No C compiler was found.\n{compilers.remedy()}"
    except compilers.NoCompiler as reason:
        return str(reason)
    with alone():
        if compiled.is_current() and compiled.recorded()["compiler"] == kind:
            return None  # the process that was waited for has done it
        done = subprocess.run(
            [sys.executable, "setup.py", "build_ext", "--inplace"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    if not done.returncode:
        return None
    said = f"The engine could not be compiled; compiler: {tried}.\n{first_errors(done.stdout)}"
    return f"{said}\n{compilers.remedy()}" if COMPILER_FAILED.search(done.stdout) else said


if __name__ == "__main__":
    sys.exit(main())
