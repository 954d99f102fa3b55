"""Run many histories of a scenario and look at them: the Python interface that the command line uses too."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politburo import MODEL_VERSION, __version__, scenario
from politburo.errors import PolitburoError, Problem
from politburo.measures.definitions import Thresholds
from politburo.measures.reading import Reader, month_date
from politburo.measures.stages import Alignment, Stage, table_of_the_struggle
from politburo.measures.summary import Accumulator
from politburo.measures.typical import medoid_and_strangest, nearest_the_record
from politburo.model.trace import Block
from politburo.record import Record, load_record
from politburo.store import SavedRun, Writer, open_saved

if TYPE_CHECKING:
    import pandas
    import xarray

DEFAULT_HISTORIES = 512
Progress = Callable[[int, int], None]


class Scenario:
    """A scenario ready to run. Changing it returns another one.

    >>> import politburo
    >>> party = politburo.load("ussr-1922")
    >>> party.resolved.months
    143
    """

    def __init__(self, loaded: scenario.Loaded, start: str | None = None) -> None:
        self.loaded, self.start_date = loaded, start

    @cached_property
    def resolved(self) -> scenario.Resolved:
        return scenario.resolve(self.loaded, self.start_date)

    def explain(self) -> str:
        """The scenario told back in sentences."""
        return scenario.explain(self.resolved)

    def set(self, path: str, value: Any) -> Scenario:
        """One fact or parameter changed, e.g. ``set("holdings.general-secretary.person", "kamenev")``."""
        return Scenario(scenario.patch(self.loaded, [(path, value)], self.start_date), self.start_date)

    def start(self, day: str) -> Scenario:
        """The same scenario from another day; only facts known by then are used."""
        return Scenario(self.loaded, day)

    def run(
        self,
        histories: int = DEFAULT_HISTORIES,
        seed: int = 1,
        *,
        params: str | dict[str, float] = "prior",
        blind: bool = False,
        out: str | Path | None = None,
        force: bool = False,
        thresholds: Thresholds | None = None,
        progress: Progress | None = None,
    ) -> Run:
        """Simulate `histories` histories. History n of a seed is the same whatever their number.

        `params`: "prior" draws every parameter in each history, "default" fixes all, a dict fixes some. `blind` makes all
        personality traits equal. With `out` the run is saved there and read back from disk as needed; without, it stays in memory.
        Raises `PolitburoError` for fewer than one history or an unknown parameter.
        """
        if histories < 1:
            raise PolitburoError(Problem("usage", "--histories", str(histories), "1 or more"))
        prepare_jax()
        from politburo import engine

        world = scenario.lower(self.resolved)
        fixed: str | dict[str, float] = params
        if params == "prior" and self.resolved.parameters:
            fixed = self.resolved.parameters
        elif isinstance(params, dict):
            fixed = self.resolved.parameters | params
        facts = provenance(self.resolved, histories, seed, fixed, blind)
        writer = Writer(Path(out), facts, self.resolved.to_json(), force=force) if out is not None else None
        accumulator = Accumulator(self.resolved, thresholds)
        kept: list[Block] = []
        done = 0
        if progress:
            progress(0, histories)
        for block in engine.blocks(world, histories=histories, seed=seed, params=fixed, blind=blind):
            accumulator.add(block)
            if writer:
                writer.add(block)
            else:
                kept.append(block)
            done += block.histories
            if progress:
                progress(done, histories)
        run = Run(self.resolved, accumulator, facts, kept, saved=None)
        if writer:
            facts["digest"] = writer.finish(run.summary)
            run.saved = open_saved(Path(out))  # type: ignore[arg-type]
        return run


class Run:
    """Finished histories with names and dates put back. Everything in it is simulated."""

    def __init__(
        self,
        resolved: scenario.Resolved,
        accumulator: Accumulator,
        facts: dict[str, Any],
        blocks: list[Block],
        saved: SavedRun | None,
    ) -> None:
        self.resolved, self.accumulator, self.facts = resolved, accumulator, facts
        self._blocks, self.saved = blocks, saved

    def blocks(self) -> Iterator[Block]:
        """The blocks, from memory or disk."""
        return iter(self._blocks) if self.saved is None else self.saved.blocks()

    def block_of(self, history: int) -> Block:
        """The block that holds a history."""
        if self.saved is not None:
            return self.saved.block_of(history)
        for block in self._blocks:
            if block.first <= history < block.first + block.histories:
                return block
        raise PolitburoError(Problem("usage", "--history", str(history), f"0 to {self.histories - 1}"))

    @property
    def histories(self) -> int:
        return self.accumulator.n

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Everything that `politburo run` prints, as plain data."""
        return self.accumulator.summary() | {"run": {k: v for k, v in self.facts.items() if k != "parts"}}

    @cached_property
    def record(self) -> Record | None:
        """The documented course, if the case has one."""
        return load_record(self.resolved.id)

    def pick(self, history: str | int) -> int:
        """Turn "typical", "strangest", "nearest" or a number into a history number."""
        if history == "typical":
            return medoid_and_strangest(self.accumulator)[0]
        if history == "strangest":
            return medoid_and_strangest(self.accumulator)[1]
        if history == "nearest":
            if self.record is None:
                raise PolitburoError(Problem("usage", "--history", "nearest", "typical, strangest or a number", remedy="the case has no record"))
            return nearest_the_record(self.accumulator, self.record)[0]
        if not str(history).isdigit():
            raise PolitburoError(Problem("usage", "--history", str(history), "typical, nearest, strangest or a number"))
        return int(history)

    def table(self, history: str | int = "typical") -> list[Stage]:
        """The table of the struggle of one history, derived from its events."""
        number = self.pick(history)
        reader = Reader(self.resolved, self.block_of(number), number)
        return table_of_the_struggle(reader.clashes(), reader.alignments(), reader.power())

    def documented_table(self) -> list[Stage]:
        """The same function applied to the documented clashes since the start; empty without a record."""
        if self.record is None:
            return []
        start = self.resolved.start
        alignments = [Alignment(a.start, a.members) for a in self.record.alignments if a.kind == "core"]
        clashes = [c for c in self.record.clashes if start <= c.date <= self.resolved.end]
        return table_of_the_struggle(clashes, sorted(alignments, key=lambda a: a.start))  # type: ignore[arg-type]

    def chronicle(self, history: str | int = "typical") -> list[tuple[str, str]]:
        """[(YYYY-MM, sentence)] of one history."""
        from politburo.measures.chronicle import chronicle

        number = self.pick(history)
        return chronicle(self.resolved, self.block_of(number), number)

    @property
    def series(self) -> xarray.Dataset:
        """Labelled series of all histories: dimensions history, month, contender, entry, dispute."""
        import numpy as np
        import xarray

        dims = {"members": ("entry",), "policy": ("dispute",), "opinion": ("dispute",)}
        wide = ("contender", "power", "standing", "in_bureau", "necessary", "wins_alone", "apparatus")
        dims |= dict.fromkeys(wide, ("slot",))
        blocks = list(self.blocks())
        data = {
            ("person" if name == "contender" else name): (("history", "month", *dims.get(name, ())), np.concatenate([b.series[name] for b in blocks]))
            for name in blocks[0].series
        }
        months = [np.datetime64(month_date(self.resolved.start, m)) for m in range(self.resolved.months)]
        entries = [*self.resolved.cohorts, "admitted", "admitted in levies"]
        return xarray.Dataset(
            data,
            coords={
                "history": np.arange(self.histories),
                "month": np.array(months, "datetime64[ns]"),
                "dispute": [d.id for d in self.resolved.disputes],
                "entry": entries,
                "person_id": ("person_row", [p.id for p in self.resolved.persons]),
            },
            attrs={**{k: str(v) for k, v in self.facts.items()}, "simulated": "yes", "units": "shares 0..1 unless stated; months; persons"},
        )

    @property
    def events(self) -> pandas.DataFrame:
        """One row per event with dates, ids and words."""
        import numpy as np
        import pandas

        from politburo.model.events import COLUMNS
        from politburo.vocab import Cause, EventKind

        rows = np.concatenate([b.events for b in self.blocks()])
        frame = pandas.DataFrame(rows, columns=["history", "month", *COLUMNS])
        ids = [p.id for p in self.resolved.persons]
        person = lambda column: [ids[n] if 0 <= n < len(ids) else None for n in column]  # noqa: E731
        dates = {m: month_date(self.resolved.start, m) for m in range(self.resolved.months)}
        return frame.assign(
            date=pandas.to_datetime(frame["month"].map(dates)),
            kind=[EventKind(k).word for k in frame["kind"]],
            who=person(frame["who"]),
            whom=person(frame["whom"]),
            cause=[Cause(c).word for c in frame["cause"]],
            second=[Cause(c).word for c in frame["second"]],
        )


def load(name: str | Path) -> Scenario:
    """A case of the catalog by id, or a scenario directory by path. Raises `ScenarioError` with all problems."""
    return Scenario(scenario.load(name))


def open_run(folder: str | Path, thresholds: Thresholds | None = None) -> Run:
    """Open a saved run; every part is checked against its digest while it is read."""
    saved = open_saved(Path(folder))
    resolved = scenario.Resolved.from_json(saved.resolved_json)
    accumulator = Accumulator(resolved, thresholds)
    for block in saved.blocks():
        accumulator.add(block)
    return Run(resolved, accumulator, saved.manifest, [], saved)


def provenance(resolved: scenario.Resolved, histories: int, seed: int, params: Any, blind: bool) -> dict[str, Any]:
    """How a run was made: what is needed to make it again."""
    import jax
    import numpy

    from politburo.engine import BLOCK

    return {
        "case": resolved.id,
        "start": str(resolved.start),
        "scenario": resolved.digest,
        "histories": histories,
        "seed": seed,
        "params": params,
        "blind": blind,
        "block": BLOCK,
        "politburo": __version__,
        "model": MODEL_VERSION,
        "python": platform.python_version(),
        "jax": jax.__version__,
        "numpy": numpy.__version__,
        "machine": platform.machine(),
        "simulated": True,
    }


def prepare_jax() -> None:
    """Keep compiled programs between runs in the user's cache directory, unless told otherwise by the environment."""
    import jax

    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    if not os.environ.get("JAX_COMPILATION_CACHE_DIR"):
        jax.config.update("jax_compilation_cache_dir", str(Path(home) / "politburo"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 1.0)


