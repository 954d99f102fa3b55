"""Do the machine's C compiler and the one in the package ``ziglang`` give the same digits?

    python verification/compilers.py        needs both; ends with status 1 if a digit differs

Compiles the package with each in a temporary place, and compares digests of the events and series of 32 histories of a small world.
Tried on Linux (x86-64) alone.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path

import copies

PROGRAM = """
import hashlib
import worlds
from politburo import engine

digest = hashlib.sha256()
for block in engine.blocks(worlds.small(illness=5), histories=32, seed=1, block=8):
    digest.update(block.events.tobytes())
    for name in sorted(block.series):
        digest.update(block.series[name].tobytes())
    for name in sorted(block.params):
        digest.update(block.params[name].tobytes())
print(digest.hexdigest())
"""


def digest_with(compiler: str) -> str:
    """The digest of the histories of an engine compiled with ``cc`` or ``zig``."""
    with tempfile.TemporaryDirectory() as place:
        copies.compiled(Path(place), POLITBURO_COMPILER=compiler)
        done = copies.run(Path(place), PROGRAM)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip()


def main() -> int:
    if importlib.util.find_spec("ziglang") is None:
        sys.exit("the package ziglang is needed: pip install --require-hashes -r requirements-compiler.lock")
    found = {compiler: digest_with(compiler) for compiler in ("cc", "zig")}
    for compiler, digest in found.items():
        print(f"{compiler:4} {digest}")
    same = len(set(found.values())) == 1
    print("the same digits" if same else "DIGITS DIFFER")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
