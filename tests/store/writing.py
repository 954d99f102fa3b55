"""A run without an engine: blocks that depend on their history numbers only. As a script it writes one, to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from politburo.model.trace import Block
from politburo.store import Writer, continued

SIZE = 4


def facts(histories: int, size: int = SIZE) -> dict:
    return {
        "scenario": "s",
        "histories": histories,
        "seed": 1,
        "block": size,
        "case": "test",
        "given": "test",
        "start": "1922-04-03",
        "start_given": "",
        "changes": [],
        "reading": "",
        "params": "prior",
        "fixed": {},
        "blind": False,
        "off": [],
        "politburo": "1",
        "model": "1",
        "machine": "abacus",
    }


def block(first: int, count: int) -> Block:
    luck = [np.random.default_rng(n) for n in range(first, first + count)]
    power = np.stack([one.random((30, 8), np.float32) for one in luck])
    events = np.array([[n, m, n * m] for n in range(first, first + count) for m in range(3)], np.int32)
    return Block(first, {"power": power}, events, {"pace": np.arange(first, first + count, dtype=np.float32)})


def compute(histories: int, first: int = 0, size: int = SIZE, pause: float = 0.0):
    for start in range(first, first + histories, size):
        time.sleep(pause)
        yield block(start, min(size, first + histories - start))


def write(
    folder: Path, histories: int, *, pause: float = 0.0, size: int = SIZE, **how
) -> tuple[str, list[int]]:
    """Write or continue a run; returns (digest, first histories of the blocks that were seen)."""
    seen = []
    with Writer(folder, facts(histories, size), "{}", **how) as writer:
        made_of = lambda block, **how: compute(size=block, pause=pause, **how)  # noqa: E731
        for made in continued(writer, histories, made_of):
            assert np.array_equal(made.series["power"], block(made.first, made.histories).series["power"])
            seen.append(made.first)
        return writer.finish({"histories": histories}), seen


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]), pause=float(sys.argv[3]))[0])
