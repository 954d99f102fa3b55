"""One run made by several processes: numbered shards for batch queues, or a dask scheduler."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politburo.errors import PolitburoError, Problem
from politburo.store import Writer
from politburo.store.read import open_saved
from politburo.study.extras import need
from politburo.study.verify import made

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.study.ensemble import Progress

AHEAD = 4  # blocks asked for at a time, for every worker of a cluster


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
            writer.add(made(saved.manifest, saved.resolved_json, first, histories))
            count += 1
            if progress:
                progress(count, len(todo))
    return count


def on_cluster(
    address: str, facts: dict[str, Any], resolved_json: str, *, first: int = 0, histories: int
) -> Iterator[Block]:
    """The blocks of a run in order, made by the workers of the dask scheduler at `address`.

    A block depends on its history numbers only, so that one whose worker is lost is made elsewhere and is the same.
    Raises `PolitburoError` if no scheduler answers.
    """
    distributed = need("distributed")
    size = facts["block"]
    starts = iter([(s, min(size, first + histories - s)) for s in range(first, first + histories, size)])
    plain = json.loads(json.dumps(facts))
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise PolitburoError(
            Problem("usage", "--cluster", address[:100], "a scheduler's address: " + str(error)[:100])
        ) from None
    with client:
        waiting: list[Any] = []
        while True:
            while len(waiting) < AHEAD * max(1, len(client.scheduler_info()["workers"])):
                todo = next(starts, None)
                if todo is None:
                    break
                waiting.append(client.submit(made, plain, resolved_json, *todo, pure=True, retries=3))
            if not waiting:
                return
            yield waiting.pop(0).result()
