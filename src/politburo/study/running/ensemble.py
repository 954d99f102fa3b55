"""Run many histories of a scenario: the Python interface that the command line uses too."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.measures.definitions import Thresholds
from politburo.measures.summary import Accumulator
from politburo.model.trace import Block
from politburo.store import Writer, continued, fingerprint, open_saved
from politburo.study.running import parameters, readings
from politburo.study.running.limits import DEFAULT_HISTORIES, check_numbers, known
from politburo.study.running.parameters import Given
from politburo.study.running.progress import Progress
from politburo.study.running.provenance import provenance
from politburo.study.running.run import Run

if TYPE_CHECKING:
    from politburo.study.running.given_record import Given as GivenRecord

Beside = Callable[[Path | None, Callable[[], bool]], Any]


class Scenario:
    """A scenario ready to run. Changing it returns another one.

    >>> import politburo
    >>> party = politburo.load("ussr-1922")
    >>> party.resolved.months
    143
    """

    def __init__(
        self,
        loaded: scenario.Loaded,
        given: str = "",
        start: str | None = None,
        changes: tuple[str, ...] = (),
    ) -> None:
        self.loaded, self.given, self.start_date, self.changes = loaded, given, start, changes

    @cached_property
    def resolved(self) -> scenario.Resolved:
        """The complete form, nothing left implicit. Raises `ScenarioError` if it cannot be made."""
        return scenario.resolve(self.loaded, self.start_date)

    def describe(self) -> str:
        """What the scenario assumes, in sentences."""
        from politburo.words.description import describe

        return describe(self.resolved)

    def set(self, path: str, value: Any) -> Scenario:
        """One fact or parameter changed, e.g. ``set("parameters.pace", 0.02)``. Call `start` first."""
        loaded = scenario.patch(self.loaded, [(path, value)], self.start_date)
        return Scenario(loaded, self.given, self.start_date, (*self.changes, f"{path}={value}"))

    def change(self, *changes: str) -> Scenario:
        """Several changes ``path=value`` that are checked together (as where two persons swap posts)."""
        loaded = scenario.patch(self.loaded, changes, self.start_date)
        return Scenario(loaded, self.given, self.start_date, (*self.changes, *changes))

    def start(self, day: str) -> Scenario:
        """The same scenario from another day; only facts known by then are used."""
        return Scenario(self.loaded, self.given, day, self.changes)

    def run(
        self,
        histories: int = DEFAULT_HISTORIES,
        seed: int = 1,
        *,
        params: Given = None,
        blind: bool = False,
        off: Iterable[str] = (),
        reading: str | None = None,
        out: str | Path | None = None,
        under: str | Path | None = None,
        force: bool = False,
        thresholds: Thresholds | None = None,
        beside: Mapping[str, Beside] = MappingProxyType({}),
        progress: Progress | None = None,
        workers: int | None = None,
        cluster: str = "",
        given_record: str | None = None,
    ) -> Run:
        """Simulate `histories` histories. History n of a seed is the same whatever their number.

        `params`: "prior" draws every parameter in each history, "default" fixes all, "posterior" takes learned sets, a dict fixes some;
        None: the posterior where there is one, else the priors (`study.running.parameters`). The scenario's own parameters are fixed
        always. `blind` makes all personality traits equal; `off` names mechanisms that do not happen; `reading` takes one of the
        rival accounts of `study.running.readings`, where `params` does not fix otherwise. With `out` the run is saved there block by block
        and read back from disk as needed; with `under` it is saved in a folder of its own under that one, named by what determines
        it; without either it stays in memory. The same run, interrupted, is continued; another one in the same place is replaced
        with `force` only. `beside` makes further entries of the summary, by name, while the histories are run: its functions take
        the run's folder, or None, and a function that says whether they are no longer wanted. `progress(done, asked)` is called
        after every block. `workers` blocks are made at a time (by default as many as there are processors), or as
        many as the dask scheduler at the address `cluster` has workers for. Raises `PolitburoError` for a number, parameter,
        reading or mechanism that is not allowed, and (run-exists) where another run lies in the way.
        """
        check_numbers(histories, seed)
        account = readings.reading(reading) if reading is not None else readings.Reading("", "")
        values = parameters.values_of(params, self.resolved.parameters, account.params)
        from politburo import engine

        known("--off", off, engine.MECHANISMS)
        without = frozenset(off) | account.off
        world = scenario.lower(self.resolved)
        facts = self._facts(histories, seed, params, values, blind=blind, off=without, reading=reading or "")
        given = None
        if given_record is not None:
            given = self._given(given_record, world, facts, values, cluster)
            facts["given_record"] = given.facts
        accumulator = Accumulator(self.resolved, thresholds)
        kept: list[Block] = []
        done = 0
        compute: Callable[..., Any] = functools.partial(
            engine.blocks,
            world,
            seed=seed,
            params=values,
            blind=blind,
            off=without,
            workers=workers or engine.WORKERS,
        )
        if given is not None:
            compute = given.blocks
        if cluster:
            from politburo.study.running.sharing import on_cluster

            compute = functools.partial(on_cluster, cluster, facts, self.resolved.to_json())
        folder = None if out is None else Path(out)
        if folder is None and under is not None:
            folder = Path(under) / f"{self.resolved.id}-s{seed}-n{histories}-{fingerprint(facts)}"
        if progress:
            progress(0, histories)
        with contextlib.ExitStack() as held:
            writer = None
            if folder is not None:
                writer = held.enter_context(Writer(folder, facts, self.resolved.to_json(), force=force))
                if writer.complete:  # made before
                    made = open_saved(folder).summary
                    missing = {name: make for name, make in beside.items() if name not in made}
                    if missing:
                        with _side_by_side(missing, folder) as further:
                            writer.finish({**made, **further()})
                    return Run(self.resolved, facts, saved=open_saved(folder), thresholds=thresholds)
            further = held.enter_context(_side_by_side(beside, folder))
            for block in continued(writer, histories, compute):
                accumulator.add(block)
                if not writer:
                    kept.append(block)
                done += block.histories
                if progress:
                    progress(done, histories)
            more = further() | ({} if given is None else {"given": given.account})
            run = Run(self.resolved, facts, blocks=kept, accumulator=accumulator, beside=more)
            if writer:
                writer.finish(run.summary)
                run.saved = open_saved(writer.folder)
        return run

    def _given(self, day: str, world: Any, facts: dict[str, Any], values: Any, cluster: str) -> GivenRecord:
        """What is run where a record is given."""
        from politburo import engine
        from politburo.study.running import given_record as given

        if cluster:
            found = "histories that are given a record are chosen among all of them together"
            raise PolitburoError(Problem("usage", given.OPTION, found, "a run without --cluster"))
        known = given.known_day(day)
        world = engine.trait_blind(world) if facts["blind"] else world
        return given.Given(self.resolved, given.begun(world, facts, values), known)

    def begin(
        self,
        out: str | Path,
        histories: int = DEFAULT_HISTORIES,
        seed: int = 1,
        *,
        params: Given = None,
        force: bool = False,
    ) -> None:
        """Make the folder of a run without running it, for `study.running.sharing.work`; `run` with the same arguments completes it."""
        check_numbers(histories, seed)
        values = parameters.values_of(params, self.resolved.parameters)
        facts = self._facts(histories, seed, params, values)
        with Writer(Path(out), facts, self.resolved.to_json(), force=force):
            pass

    def _facts(
        self,
        histories: int,
        seed: int,
        params: Any,
        values: Any,
        *,
        blind: bool = False,
        off: Iterable[str] = (),
        reading: str = "",
    ) -> dict[str, Any]:
        """What a run's manifest says of how it is made."""
        return {
            **provenance(),
            "case": self.resolved.id,
            "given": self.given or self.resolved.id,
            "start": str(self.resolved.start),
            "start_given": self.start_date or "",
            "changes": list(self.changes),
            "scenario": self.resolved.digest,
            "histories": histories,
            "seed": seed,
            **parameters.facts_of(params, values),
            "blind": blind,
            "off": sorted(off),
            "reading": reading,
        }


@contextlib.contextmanager
def _side_by_side(
    beside: Mapping[str, Beside], folder: Path | None
) -> Iterator[Callable[[], dict[str, Any]]]:
    """Begin what `beside` makes, each in a thread of its own; yields a function that waits for it."""
    unwanted = threading.Event()
    with ThreadPoolExecutor(max(1, len(beside))) as pool:
        jobs = {name: pool.submit(make, folder, unwanted.is_set) for name, make in beside.items()}
        try:
            yield lambda: {name: job.result() for name, job in jobs.items()}
        except BaseException:
            unwanted.set()
            raise


def load(name: str | Path) -> Scenario:
    """A case of the catalog by id, or a scenario directory by path. Raises `ScenarioError` with all problems."""
    return Scenario(scenario.load(name), str(name))
