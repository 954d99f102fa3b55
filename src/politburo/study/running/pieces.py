"""Long work in pieces, each saved as soon as it is made: the same question asked again goes on where it stopped.

A piece is a dict of arrays. Its place in the folder is that of a block of one history in a saved run (`politburo.store`), so that
interruptions, locks, full disks and flipped bytes are met in the same way. The manifest says what was `asked`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from politburo.arrays import Array
from politburo.model.trace import Block
from politburo.store import Writer, continued, fingerprint

if TYPE_CHECKING:
    from politburo.facts import OfCase
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.progress import Progress

Piece = dict[str, Array]
T = TypeVar("T")
NO_EVENTS = np.zeros((0, 0), np.int32)


def side_by_side(tasks: Iterable[Callable[[], T]], workers: int | None = None) -> Iterator[T]:
    """Results in order, `workers` (by default `engine.WORKERS`) made at a time.

    >>> list(side_by_side(lambda n=n: n * n for n in range(4)))
    [0, 1, 4, 9]
    """
    from politburo.engine import WORKERS

    tasks, count = iter(tasks), workers or WORKERS
    with ThreadPoolExecutor(max_workers=count) as pool:
        waiting = deque(pool.submit(task) for task in islice(tasks, count + 1))
        try:
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(task) for task in islice(tasks, 1))
                yield done
        finally:  # after an interruption only what is being made is waited for
            pool.shutdown(wait=False, cancel_futures=True)


def counting(progress: Progress | None, total: int) -> Progress | None:
    """Progress that counts up to `total` of what the pieces hold, as far as they are made."""
    return None if progress is None else lambda done, count: progress(done * total // count, total)


def in_pieces(
    count: int,
    task: Callable[[int], Callable[[], Piece]],
    *,
    asked: Mapping[str, object],
    facts: OfCase,
    resolved: Resolved,
    under: str | Path | None = None,
    progress: Progress | None = None,
    by: Callable[[Iterable[Callable[[], Piece]]], Iterator[Piece]] = side_by_side,
) -> list[Piece]:
    """All `count` pieces. `task(n)` is called in order for those that have to be made; what it returns makes the piece and must not
    depend on other pieces.

    `asked` is what, beside the `facts` about case and software, determines the pieces; `asked["question"]` is a word for it. With
    `under` they lie there in a folder named by all this, so that another question has another folder. `progress(done, count)`. `by` has
    tasks done and yields their results in order.
    """
    found: list[Piece] = []

    def compute(histories: int, first: int = 0, block: int = 1) -> Iterator[Block]:
        made = by(task(n) for n in range(first, first + histories))
        for n, piece in enumerate(made, first):
            yield Block(n, {name: np.asarray(value)[None] for name, value in piece.items()}, NO_EVENTS, {})

    def gather(writer: Writer | None) -> None:
        for block in continued(writer, count, compute):
            found.append({name: value[0] for name, value in block.series.items()})
            if progress:
                progress(len(found), count)

    if progress:
        progress(0, count)
    if under is None:
        gather(None)
        return found
    asked = {**asked, "block": facts["block"]}
    kept = {**facts, "asked": asked, "histories": count, "block": 1}
    folder = Path(under) / f"{asked['question']}-{facts['case']}-{fingerprint(kept)}"
    with Writer(folder, kept, resolved.to_json()) as writer:
        gather(writer)
        if not writer.complete:
            writer.finish({"asked": asked, "pieces": count})
    return found
