"""One run made by several processes: numbered shards for batch queues, or a dask scheduler."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politburo.errors import PolitburoError, Problem
from politburo.store import Writer, open_saved
from politburo.store.manifest import MADE_WITH
from politburo.study.running.again import made
from politburo.study.running.extras import need
from politburo.study.running.provenance import provenance

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.study.running.progress import Progress

AHEAD = 4  # blocks asked for at a time, for every worker of a cluster
PATIENCE = 60  # seconds to wait for a scheduler and its first worker
RETRIES = 3  # of a block whose task failed; one whose worker was lost is not counted


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
            writer.add(here(saved.manifest, saved.resolved_json, first, histories))
            count += 1
            if progress:
                progress(count, len(todo))
    return count


def on_cluster(
    address: str,
    facts: dict[str, Any],
    resolved_json: str,
    *,
    histories: int,
    first: int = 0,
    block: int | None = None,
) -> Iterator[Block]:
    """The blocks of a run in order, made by the workers of the dask scheduler at `address`.

    A block depends on its history numbers only, so that one whose worker is lost is made elsewhere and is the same.
    Raises `PolitburoError` if no scheduler answers, none of its workers comes, or the scheduler is lost on the way.
    """
    distributed = need("distributed")
    size = block or facts["block"]
    starts = iter([(s, min(size, first + histories - s)) for s in range(first, first + histories, size)])
    plain = json.loads(json.dumps(facts))
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise _unreachable(address, str(error)) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise _unreachable(address, f"no worker within {PATIENCE} s") from None
        waiting: deque[Any] = deque()
        while True:
            workers = max(1, len(client.scheduler_info()["workers"]))
            for todo in islice(starts, max(0, AHEAD * workers - len(waiting))):
                waiting.append(client.submit(here, plain, resolved_json, *todo, pure=True, retries=RETRIES))
            if not waiting:
                return
            try:
                done = waiting.popleft().result()
            except (distributed.CancelledError, distributed.scheduler.KilledWorker, OSError) as error:
                found = f"the scheduler or too many of its workers were lost: {str(error)[:200]}"
                remedy = "what was finished is safe: the same command continues"
                raise PolitburoError(Problem("run-partial", "--cluster", found, remedy=remedy)) from None
            yield done


def _unreachable(address: str, why: str) -> PolitburoError:
    return PolitburoError(
        Problem("usage", "--cluster", address[:100], f"a scheduler with workers: {why[:200]}")
    )


def here(manifest: dict[str, Any], resolved_json: str, first: int, histories: int) -> Block:
    """One block of a run that was begun elsewhere. Raises `PolitburoError` (run-version) where software or processor differ from those
    that the run was begun with: its histories would not be the same to the last bit."""
    mine = provenance()
    differing = [f"{name} {mine[name]}" for name in MADE_WITH if mine[name] != manifest[name]]
    if differing:
        allowed = ", ".join(f"{name} {manifest[name]}" for name in MADE_WITH)
        raise PolitburoError(Problem("run-version", "this machine", ", ".join(differing), allowed))
    return made(manifest, resolved_json, first, histories)
