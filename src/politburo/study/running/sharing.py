"""One run made by several processes: numbered shards for batch queues, or a dask scheduler."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from politburo.errors import PolitburoError, Problem
from politburo.facts import Facts
from politburo.store import Writer, open_saved
from politburo.study.running.again import made
from politburo.study.running.cluster import in_turn, same_software

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.study.running.progress import Progress


def work(folder: str | Path, *, shard: int, of: int, progress: Progress | None = None) -> int:
    """Make shard number `shard` (from 1) of `of` of a run that was begun; returns how many blocks were made now.

    Any number of these may run at the same time, on machines that share the folder; each may be interrupted and repeated. When all are
    done, `politburo run` with the same arguments completes the run. Raises `PolitburoError` where there is no such run or shard.
    """
    if not 1 <= shard <= of:
        raise PolitburoError(Problem("usage", "--shard", f"{shard}/{of}", "1/n to n/n"))
    saved = open_saved(Path(folder), partial=True)
    size, count = saved.manifest["block"], 0
    with Writer(saved.folder, saved.manifest, saved.resolved_json, shard=(shard, of)) as writer:
        todo = [
            (start, min(size, first + histories - start))
            for first, histories, there in writer.stretches()
            if not there
            for start in range(first, first + histories, size)
        ]
        for first, histories in todo:
            writer.add(here(saved.facts, saved.resolved_json, first, histories))
            count += 1
            if progress:
                progress(count, len(todo))
    return count


def on_cluster(
    address: str,
    facts: Facts,
    resolved_json: str,
    *,
    histories: int,
    first: int = 0,
    block: int | None = None,
) -> Iterator[Block]:
    """The blocks of a run in order, made by the workers of the dask scheduler at `address`.

    A block depends on its history numbers only, so that one whose worker is lost is made elsewhere and is the same.
    Raises `PolitburoError` as `cluster.in_turn` does.
    """
    size = block or facts["block"]
    plain = json.loads(json.dumps(facts))
    tasks = (
        partial(here, plain, resolved_json, start, min(size, first + histories - start))
        for start in range(first, first + histories, size)
    )
    yield from in_turn(address, tasks)


def here(manifest: Facts, resolved_json: str, first: int, histories: int) -> Block:
    """One block of a run that was begun elsewhere. Raises `PolitburoError` (run-version) on a machine that would make other histories."""
    same_software(manifest)
    return made(manifest, resolved_json, first, histories)
