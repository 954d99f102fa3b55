"""Work done by the workers of a dask scheduler (extra: cluster)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from politburo.errors import PolitburoError, Problem
from politburo.facts import Provenance
from politburo.store.manifest import MADE_WITH
from politburo.study.running.extras import need
from politburo.study.running.provenance import provenance

T = TypeVar("T")
AHEAD = 4  # tasks asked for at a time, for every worker
ANSWER = 5  # seconds in which a scheduler has to answer
PATIENCE = 60  # seconds in which its first worker has to come, as on a busy queue
RETRIES = 3  # of a task that failed; one whose worker was lost is not counted


def in_turn(address: str, tasks: Iterable[Callable[[], T]]) -> Iterator[T]:
    """The results of tasks in order, made by the workers of the scheduler at `address`.

    A task is a `functools.partial` of a function of this package and does not depend on others, so that one whose worker is lost is done
    elsewhere. Raises `PolitburoError` if no scheduler answers, none of its workers comes, or the scheduler is lost on the way.
    """
    distributed = need("distributed")
    try:
        client = distributed.Client(address, timeout=ANSWER)
    except OSError:  # time ran out
        raise _unreachable(address, f"none answered within {ANSWER} s") from None
    except Exception as error:  # what answers and is no scheduler is misread in many ways
        raise _unreachable(address, f"no scheduler is there: {error}") from None
    tasks = iter(tasks)
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise _unreachable(address, f"no worker came within {PATIENCE} s") from None
        waiting: deque[Any] = deque()
        while True:
            workers = max(1, len(client.scheduler_info()["workers"]))
            for task in islice(tasks, max(0, AHEAD * workers - len(waiting))):
                waiting.append(client.submit(task, pure=False, retries=RETRIES))
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
    remedy = "start one with `dask scheduler` and `dask worker ADDRESS`, or leave --cluster out"
    found = f"{address[:100]}: {why[:200]}"
    return PolitburoError(Problem("usage", "--cluster", found, "a scheduler with workers", "", remedy))


def same_software(manifest: Provenance) -> None:
    """Raise `PolitburoError` (run-version) where software or processor differ from those that a run was begun with: its histories would
    not be the same to the last bit."""
    mine = provenance()
    differing = [f"{name} {mine[name]}" for name in MADE_WITH if mine[name] != manifest[name]]
    if differing:
        allowed = ", ".join(f"{name} {manifest[name]}" for name in MADE_WITH)
        raise PolitburoError(Problem("run-version", "this machine", ", ".join(differing), allowed))
