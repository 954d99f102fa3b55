"""Does `politburo store verify` notice a single bit that flips in a saved run?

    python verification/flips.py [COUNT]        COUNT flips (default 100); ends with status 1 if one was not noticed

Bits are drawn from all files of a run and its companion: half of them from all bits alike, half from files alike, so that small files
have their turn.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import forked
import reliability


def main(words: list[str]) -> int:
    count, luck, began = int(words[0]) if words else 100, random.Random(1), time.monotonic()
    forked.warm()
    missed = []
    with tempfile.TemporaryDirectory() as place:
        run = Path(place) / "run"
        assert forked.call(["run", "heir", "--histories", "320", "--out", str(run)]).status == 0
        files = sorted(path for path in run.rglob("*") if path.is_file() and path.stat().st_size)
        sizes = [path.stat().st_size for path in files]
        for number in range(count):
            (path,) = luck.choices(files, sizes if number % 2 else None)
            good = path.read_bytes()
            data, bit = bytearray(good), luck.randrange(8 * len(good))
            data[bit // 8] ^= 1 << bit % 8
            path.write_bytes(data)
            found = forked.inside(["store", "verify", str(run), "--again", "0"], 10)
            path.write_bytes(good)
            if found.status != 76 or not found.clean or path.name not in found.said:
                missed.append(f"{path.relative_to(run)}: bit {bit}: status {found.status}")
        assert forked.call(["store", "verify", str(run)]).status == 0
    print("\n".join(missed))
    reliability.told(
        "flips",
        f"a bit flipped in one of the {len(files)} files of a saved run",
        count,
        f"`store verify` named the file {count - len(missed)} times",
        " ".join(["python verification/flips.py", *words]),
        time.monotonic() - began,
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
