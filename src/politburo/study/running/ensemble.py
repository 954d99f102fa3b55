"""Run many histories of a scenario: the Python interface that the command line uses too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.measures.definitions import Thresholds
from politburo.store import Writer
from politburo.study.running import parameters, readings
from politburo.study.running.limits import DEFAULT_HISTORIES, check_numbers, known
from politburo.study.running.making import HERE, Order, Place, Request, Work, made
from politburo.study.running.parameters import Given
from politburo.study.running.provenance import provenance
from politburo.study.running.run import Run

if TYPE_CHECKING:
    from politburo.engine import Source
    from politburo.facts import Facts
    from politburo.model.world import World

#: what users give: ``path=value``, several of these, or values by path
Changes = str | Iterable[str] | Mapping[str, Any]


def changes_of(given: Changes) -> tuple[str, ...]:
    """Changes in the words of ``--set``.

    >>> changes_of({"country.threat": 0.8, "holdings.editor": None})
    ('country.threat=0.8', 'holdings.editor=none')
    """
    if isinstance(given, str):
        return (given,)
    if isinstance(given, Mapping):
        return tuple(f"{path}={'none' if value is None else value}" for path, value in given.items())
    return tuple(given)


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

    def __repr__(self) -> str:
        form = self.resolved
        changed = f"\n  changed: {', '.join(self.changes)}" if self.changes else ""
        named = sum(not person.reserve for person in form.persons)
        return (
            f"{form.title} ({form.id}): a scenario of {named} persons and {len(form.bodies)} bodies, "
            f"{form.start} to {form.end}{changed}\n  .describe(), .set(path, value), .run(histories, seed)"
        )

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
        set: Changes = (),
        params: Given = None,
        blind: bool = False,
        off: Iterable[str] = (),
        reading: str | None = None,
        given_record: str | None = None,
        thresholds: Thresholds | None = None,
        out: str | Path | Place | None = None,
        work: Work = HERE,
    ) -> Run:
        """Simulate `histories` histories. History n of a seed is the same whatever their number.

        `set`: facts and parameters changed first, in the words of ``--set``: "country.threat=0.8", several of these, or {path: value}.
        `params`: "prior" draws every parameter in each history, "default" fixes all, "posterior" takes learned sets, a dict fixes some;
        None: the posterior where there is one, else the priors (`running.parameters`). The scenario's own parameters are fixed
        always. `blind` makes all personality traits equal; `off` names mechanisms that do not happen; `reading` takes one of the
        rival accounts of `running.readings`, where `params` does not fix otherwise. `given_record` is the day up to which only
        histories count that agree with the record. `thresholds`: other definitions by which histories are measured. With `out` the run
        is saved there block by block and read back from disk as needed (`Place`); without it stays in memory. The same run,
        interrupted, is continued. `work` says who makes the blocks and who is told (`Work`). Raises `PolitburoError` for a number,
        parameter, reading or mechanism that is not allowed, and (run-exists) where another run lies in the way.
        """
        if changes := changes_of(set):
            how: dict[str, Any] = {"params": params, "blind": blind, "off": off, "reading": reading}
            how |= {"given_record": given_record, "thresholds": thresholds, "out": out, "work": work}
            return self.change(*changes).run(histories, seed, **how)
        request = Request(histories, seed, params, blind, frozenset(off), reading or "", given_record)
        return made(self.order(request, work), Place.of(out), work, thresholds)

    def begin(
        self,
        out: str | Path,
        histories: int = DEFAULT_HISTORIES,
        seed: int = 1,
        *,
        params: Given = None,
        force: bool = False,
    ) -> None:
        """Make the folder of a run without running it, for `running.sharing.work`; `run` with the same arguments completes it."""
        order = self.order(Request(histories, seed, params), HERE)
        with Writer(Path(out), order.facts, order.resolved.to_json(), force=force):
            pass

    def folder(self, under: str | Path, request: Request) -> Path:
        """Where `run` saves what is requested if it is told no more than `under`. Raises `PolitburoError` for what is not allowed."""
        path = Place(under=under).path(self.order(request, HERE).facts)
        assert path is not None
        return path

    def order(self, request: Request, work: Work) -> Order:
        """What has to be made. Raises `PolitburoError` for what is not allowed."""
        from politburo import engine

        check_numbers(request.histories, request.seed)
        account = readings.reading(request.reading) if request.reading else readings.Reading("", "")
        values = parameters.values_of(request.params, self.resolved.parameters, account.params)
        known("--off", request.off, engine.MECHANISMS)
        off = request.off | account.off
        facts = self._facts(request, values, off)
        world = scenario.lower(self.resolved)
        if request.given_record is not None:
            return given_order(self.resolved, world, request, values, facts, work)
        if work.cluster:
            from politburo.study.running.sharing import on_cluster

            return Order(
                self.resolved, facts, partial(on_cluster, work.cluster, facts, self.resolved.to_json())
            )
        here = partial(
            engine.blocks,
            world,
            seed=request.seed,
            params=values,
            blind=request.blind,
            off=off,
            workers=work.workers or engine.WORKERS,
        )
        return Order(self.resolved, facts, here)

    def _facts(self, request: Request, values: Source, off: Iterable[str]) -> Facts:
        """What a run's manifest says of how it is made."""
        return {
            **provenance(),
            "case": self.resolved.id,
            "given": self.given or self.resolved.id,
            "start": str(self.resolved.start),
            "start_given": self.start_date or "",
            "changes": list(self.changes),
            "scenario": self.resolved.digest,
            "histories": request.histories,
            "seed": request.seed,
            **parameters.facts_of(request.params, values),
            "blind": request.blind,
            "off": sorted(off),
            "reading": request.reading,
        }


def given_order(
    resolved: scenario.Resolved, world: World, request: Request, values: Source, facts: Facts, work: Work
) -> Order:
    """What has to be made where a record is given."""
    from politburo import engine
    from politburo.study.running import given_record as given

    if work.cluster:
        found = "histories that are given a record are chosen among all of them together"
        raise PolitburoError(Problem("usage", given.OPTION, found, "a run without --cluster"))
    known = given.known_day(request.given_record or "")
    world = engine.trait_blind(world) if request.blind else world
    chosen = given.Given(resolved, given.begun(world, facts, values), known)
    facts = {**facts, "given_record": chosen.facts}
    return Order(resolved, facts, chosen.blocks, lambda: {"given": chosen.account})


def load(name: str | Path) -> Scenario:
    """A case of the catalog by id, or a scenario directory by path. Raises `ScenarioError` with all problems."""
    return Scenario(scenario.load(name), str(name))
