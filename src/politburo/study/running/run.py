"""Finished histories with names and dates put back. Everything here is simulated, except the record beside it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.measures.definitions import Thresholds
from politburo.measures.history import Reader
from politburo.measures.names import labels
from politburo.measures.stages import Alignment, Clash, Stage, table_of_the_struggle
from politburo.measures.summary import FORM, Accumulator
from politburo.measures.typical import medoid_and_strangest, nearest_the_record
from politburo.model.trace import Block
from politburo.record import Record, load_record
from politburo.store import SavedRun, open_saved
from politburo.store.manifest import COMPANION, STATE, SUMMARY
from politburo.store.parts import damaged
from politburo.study.running.course import Course
from politburo.study.running.reopened import scenario_of

if TYPE_CHECKING:
    import pandas
    import xarray

    from politburo.facts import Facts
    from politburo.measures.answer import Beside, Picks, Summary

log = logging.getLogger(__name__)
PICKS = ("typical", "strangest", "nearest")
KEPT_COURSES = 8  # histories that stay read


class Run:
    """An ensemble. Its blocks are in memory or, once saved, on disk."""

    def __init__(
        self,
        resolved: scenario.Resolved,
        facts: Facts,
        *,
        blocks: list[Block] | None = None,
        saved: SavedRun | None = None,
        accumulator: Accumulator | None = None,
        thresholds: Thresholds | None = None,
        beside: Beside | None = None,
    ) -> None:
        self.resolved, self.facts, self.saved = resolved, facts, saved
        self._blocks, self._accumulator = blocks or [], accumulator
        self._thresholds = thresholds
        self._beside: Beside = beside or {}
        self._courses: dict[int, Course] = {}  # by number, the last asked for at the end

    def __len__(self) -> int:
        """How many histories there are."""
        return self.facts["histories"]

    def __repr__(self) -> str:
        from politburo.study.running.told import told

        return told(self)

    def blocks(self) -> Iterator[Block]:
        """The blocks in order of history number."""
        return iter(self._blocks) if self.saved is None else self.saved.blocks()

    def block_of(self, history: int) -> Block:
        """The block that holds a history; raises `PolitburoError` if there is no such history."""
        if not 0 <= history < len(self):
            raise PolitburoError(Problem("usage", "--history", str(history), f"0 to {len(self) - 1}"))
        if self.saved is not None:
            return self.saved.block_of(history)
        return next(b for b in self._blocks if b.first <= history < b.first + b.histories)

    def reader(self, history: int) -> Reader:
        """One history's events and series with names put in."""
        return Reader(self.resolved, self.block_of(history), history)

    @property
    def accumulator(self) -> Accumulator:
        """The statistics; gathered from the blocks when first asked for."""
        if self._accumulator is None:
            self._accumulator = self.measured(self._thresholds or Thresholds())
        return self._accumulator

    def measured(self, thresholds: Thresholds) -> Accumulator:
        """The same histories measured with other definitions."""
        accumulator = Accumulator(self.resolved, thresholds)
        for block in self.blocks():
            accumulator.add(block)
        return accumulator

    @cached_property
    def summary(self) -> Summary:
        """Everything that `politburo run` prints, as plain data."""
        if self.saved is not None and self._accumulator is None and self._thresholds is None:
            try:
                if self.saved.summary.get("form") == FORM:
                    return self._saved_summary(self.saved)
            except PolitburoError as error:
                log.warning("%s", error)
            self._beside = _companion(self.saved.folder)
        typical, strangest = medoid_and_strangest(self.accumulator)
        picks: Picks = {"typical": typical, "strangest": strangest}
        if self.record is not None and self.beside_record:
            picks["nearest"], picks["nearest_f1"] = nearest_the_record(self.accumulator, self.record)
        return {**self.accumulator.summary(), "picks": picks, **self._beside, "run": self._told_facts}

    @property
    def _told_facts(self) -> Facts:
        """What the summary says of how the run was made."""
        told = {key: value for key, value in self.facts.items() if key not in ("format", *STATE)}
        return cast("Facts", told)

    def _saved_summary(self, saved: SavedRun) -> Summary:
        """The summary that was saved, held to the shape of one. Raises `PolitburoError` (run-damaged)."""
        from politburo.measures.shape import held_to

        try:
            return held_to(saved.summary, self.resolved, self._told_facts)
        except ValueError as error:
            why = " ".join(str(error).split())[:200]
            raise damaged(saved.folder / SUMMARY, f"no summary of this run: {why}") from error

    @cached_property
    def record(self) -> Record | None:
        """The documented course, if the case has one; only up to the day that the run is given it to."""
        record, given = load_record(self.resolved.id), self.facts.get("given_record")
        return record.until(date.fromisoformat(given["day"])) if record and given else record

    @property
    def beside_record(self) -> bool:
        """Whether one of the histories is picked as the nearest to the record: not where the record has chosen them all."""
        return self.record is not None and not self.facts.get("given_record")

    def refuse_given(self, where: str) -> None:
        """Raise `PolitburoError` for a run that is given a record: its histories cannot be made again from seed and number alone."""
        given = self.facts.get("given_record")
        if given:
            remedy = (
                "its histories cannot be branched or made again one by one; take a run without --given-record"
            )
            found = f"a run given the record up to {given['day']}"
            raise PolitburoError(Problem("usage", where, found, "a plain run", remedy=remedy))

    def pick(self, history: str | int) -> int:
        """Turn "typical", "strangest", "nearest" or a number into a history number."""
        word = str(history)
        if word == "nearest" and not self.beside_record:
            remedy = "the case has no record" if self.record is None else "the record has chosen all of them"
            raise PolitburoError(
                Problem("usage", "--history", word, "typical, strangest or a number", remedy=remedy)
            )
        if word in PICKS:
            return int({**self.summary["picks"]}[word])
        if not (word.isascii() and word.isdigit() and len(word) < 10):
            allowed = "typical, nearest, strangest or a number"
            raise PolitburoError(Problem("usage", "--history", word[:100], allowed))
        return int(word)

    def course(self, history: str | int = "typical") -> Course:
        """One history, read once; the last KEPT_COURSES of them are kept for whoever asks next."""
        number = self.pick(history)
        course = self._courses.pop(number, None) or Course(self.resolved, self.block_of(number), number)
        self._courses[number] = course
        if len(self._courses) > KEPT_COURSES:
            del self._courses[next(iter(self._courses))]
        return course

    def table(self, history: str | int = "typical") -> list[Stage]:
        """The table of the struggle of one history, derived from its events."""
        return self.course(history).stages

    @cached_property
    def names(self) -> dict[str, str]:
        """What persons are called, by id (`measures.names.labels`); reserve cadres by number; persons of the record too."""
        return names_of(self.resolved, self.record)

    @cached_property
    def documented_clashes(self) -> list[Clash]:
        """Clashes on record inside the window; empty without a record."""
        if self.record is None:
            return []
        start, end = self.resolved.start, self.resolved.end
        return [c for c in self.record.clashes if start <= c.date <= end]  # type: ignore[return-value]

    @cached_property
    def documented_stages(self) -> list[Stage]:
        """The same function applied to the documented clashes since the start; empty without a record."""
        if self.record is None:
            return []
        alignments = [
            Alignment(a.start, a.members, end=a.end)
            for a in self.record.alignments
            if a.kind == "core"
            and a.end >= self.resolved.start  # simulated histories know none before either
        ]
        alignments.sort(key=lambda alignment: alignment.start)
        stages = table_of_the_struggle(self.documented_clashes, alignments)
        for stage in stages:
            known = self.record.stage_of(stage.start, stage.end, stage.side_b)
            if known:
                stage.name, stage.customary = known.name, known.customary
        return stages

    def chronicle(self, history: str | int = "typical") -> list[tuple[str, str]]:
        """[(YYYY-MM, sentence)] of one history."""
        return self.course(history).chronicle

    @cached_property
    def histories(self) -> pandas.DataFrame:
        """One row per history: what became of it (`measures.outcomes.MEANING`) and the parameters in which histories differ."""
        from politburo.study.running.histories import of_run

        return of_run(self, self._thresholds or Thresholds())

    @cached_property
    def starting_facts(self) -> pandas.DataFrame:
        """One row per history: traits and positions at the start that the scenario leaves open, as drawn for it; made again from the seed.

        Raises `PolitburoError` for a run that is given a record.
        """
        from politburo.study.running.drawn import starting_facts

        return starting_facts(self)

    @property
    def summary_table(self) -> pandas.DataFrame:
        """The answer as a table: one row per quantity with value, interval and unit."""
        from politburo.study.running.histories import summary_table

        return summary_table(self.summary)

    @cached_property
    def series(self) -> xarray.Dataset:
        """Labelled series of all histories: dimensions history, month, contender, entry, dispute."""
        from politburo.study.running.labelled import series

        return series(self.resolved, list(self.blocks()), self.facts)

    @cached_property
    def events(self) -> pandas.DataFrame:
        """One row per event with history, dates, ids and words."""
        from politburo.study.running.labelled import events

        return events(self.resolved, self.blocks(), self.facts)


def names_of(resolved: scenario.Resolved, record: Record | None) -> dict[str, str]:
    """What the persons of a scenario and of a record are called (`Run.names`)."""
    whole = {} if record is None else dict(record.names)
    named = [person for person in resolved.persons if not person.reserve]
    whole |= {person.id: person.name for person in named}
    names = labels(whole, {person.id: person.short for person in named})
    for number, person in enumerate((p for p in resolved.persons if p.reserve), 1):
        names[person.id] = f"reserve {number}"
    return names


def _companion(folder: Path) -> Beside:
    """What the trait-blind companion in a run's folder adds to its summary; nothing where there is none or it is not whole."""
    try:
        return {"blind": open_run(folder / COMPANION).accumulator.who_rules_alone()}
    except PolitburoError:
        return {}


def open_run(folder: str | Path, thresholds: Thresholds | None = None) -> Run:
    """Open a saved run after checking every file against its digest. Raises `PolitburoError` if it is not whole."""
    saved = open_saved(Path(folder))
    if saved.manifest.get("asked"):
        remedy = "name a run, or ask again with the same command: what is finished is not made again"
        raise PolitburoError(
            Problem("run-missing", str(folder), "the work of a question, not a run", remedy=remedy)
        )
    resolved = scenario_of(saved.facts, saved.resolved_json, saved.folder)
    return Run(resolved, saved.facts, saved=saved, thresholds=thresholds)
