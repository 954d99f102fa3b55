"""A run made: what is asked for, where it is saved, who does the work; its blocks measured and saved as they come."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from politburo.measures.definitions import Thresholds
from politburo.measures.summary import Accumulator
from politburo.scenario.resolved import Resolved
from politburo.store import Writer, continued, fingerprint, open_saved
from politburo.study.running.parameters import Given
from politburo.study.running.progress import Progress
from politburo.study.running.run import Run

if TYPE_CHECKING:
    from politburo.facts import Facts
    from politburo.measures.answer import Beside
    from politburo.model.trace import Block

#: makes an entry of `Beside` in the run's folder, or in none; the second says whether it is no longer wanted
Maker = Callable[[Path | None, Callable[[], bool]], object]


@dataclass(frozen=True)
class Request:
    """What determines the histories of a run, beside the scenario (`Scenario.run`)."""

    histories: int
    seed: int
    params: Given = None
    blind: bool = False
    off: frozenset[str] = frozenset()
    reading: str = ""
    given_record: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a run is saved: in `folder`, or `under` a folder in one of its own that is named by what determines the run, or nowhere.

    Another run that lies in the way is replaced with `force` only.
    """

    folder: str | Path | None = None
    under: str | Path | None = None
    force: bool = False

    @classmethod
    def of(cls, out: str | Path | Place | None) -> Place:
        """A place, also from the name of a folder."""
        return out if isinstance(out, Place) else cls(out)

    def path(self, facts: Facts) -> Path | None:
        """The folder of the run of which a manifest says these facts."""
        if self.folder is not None or self.under is None:
            return None if self.folder is None else Path(self.folder)
        name = f"{facts['case']}-s{facts['seed']}-n{facts['histories']}-{fingerprint(facts)}"
        return Path(self.under) / name


@dataclass(frozen=True)
class Work:
    """Who makes the blocks, and who is told.

    `workers` blocks are made at a time (by default as many as there are processors), or as many as the dask scheduler at the address
    `cluster` has workers for. `progress(done, asked)` is called after every block. `beside` makes further entries of the summary, by
    name, while the histories are run: its functions take the run's folder, or None, and a function that says whether they are no
    longer wanted.
    """

    progress: Progress | None = None
    workers: int | None = None
    cluster: str = ""
    beside: Mapping[str, Maker] = field(default_factory=lambda: MappingProxyType({}))


HERE = Work()


def nothing() -> Beside:
    """What is made beside a run where nothing is."""
    return {}


@dataclass(frozen=True)
class Order:
    """A scenario, what the manifest says, what makes the blocks, and what more the summary says once they are made."""

    resolved: Resolved
    facts: Facts
    blocks: Callable[..., Iterator[Block]]
    more: Callable[[], Beside] = nothing


def made(order: Order, place: Place, work: Work, thresholds: Thresholds | None) -> Run:
    """Make a run, or what is missing of it."""
    resolved, facts, folder = order.resolved, order.facts, place.path(order.facts)
    progress = work.progress or (lambda done, asked: None)
    progress(0, facts["histories"])
    accumulator, blocks = Accumulator(resolved, thresholds), []
    with contextlib.ExitStack() as held:
        writer = None
        if folder is not None:
            writer = held.enter_context(Writer(folder, facts, resolved.to_json(), force=place.force))
            if writer.complete:
                _completed(writer, work, folder)
                return Run(resolved, facts, saved=open_saved(folder), thresholds=thresholds)
        further = held.enter_context(_side_by_side(work.beside, folder))
        for block in continued(writer, facts["histories"], order.blocks):
            accumulator.add(block)
            if not writer:
                blocks.append(block)
            progress(accumulator.n, facts["histories"])
        run = Run(
            resolved, facts, blocks=blocks, accumulator=accumulator, beside={**further(), **order.more()}
        )
        if writer:
            writer.finish(run.summary)
            run.saved = open_saved(writer.folder)
    return run


def _completed(writer: Writer, work: Work, folder: Path) -> None:
    """Add to a run that was made before what is made beside it and is not there."""
    there = open_saved(folder).summary
    missing = {name: make for name, make in work.beside.items() if name not in there}
    if missing:
        with _side_by_side(missing, folder) as further:
            writer.finish({**there, **further()})


@contextlib.contextmanager
def _side_by_side(beside: Mapping[str, Maker], folder: Path | None) -> Iterator[Callable[[], Beside]]:
    """Begin what `beside` makes, each in a thread of its own; yields a function that waits for it."""
    unwanted = threading.Event()
    with ThreadPoolExecutor(max(1, len(beside))) as pool:
        jobs = {name: pool.submit(make, folder, unwanted.is_set) for name, make in beside.items()}
        try:
            yield lambda: cast("Beside", {name: job.result() for name, job in jobs.items()})
        except BaseException:
            unwanted.set()
            raise
