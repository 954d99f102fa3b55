"""What `politburo odds` is asked: of which histories of a case or saved run, from which months, how many futures; and what that costs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from politburo import engine, scenario
from politburo.errors import PolitburoError, Problem
from politburo.record import load_record
from politburo.study.questions.odds import Odds, histories_needed, odds_of_history, positive
from politburo.study.questions.odds_given_record import odds_from_the_start, odds_given_record, open_months
from politburo.study.running import graft, pace
from politburo.study.running.ensemble import load
from politburo.study.running.given_record import Filter, known_day, record_of
from politburo.study.running.parameters import Given, of_facts, values_of
from politburo.study.running.run import open_run

if TYPE_CHECKING:
    from politburo.engine import Source
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.progress import Progress

FUTURES = 256  # from each month of one history
HISTORIES = 256
TRIALS = (8, 40)  # histories of two trials of the filter, between which its cost is drawn as a line


@dataclass(frozen=True)
class Asked:
    """One question. `history`: of which one, or None for all together; then `until` is the last day of the record that is used.

    `futures` go on from each month: of one history so many, of all together so many from each.
    """

    resolved: Resolved
    seed: int
    params: Given
    history: int | None
    until: date | None
    every: int
    futures: int
    histories: int

    @cached_property
    def recorded(self) -> bool:
        """Is there a record to be given?"""
        return load_record(self.resolved.id) is not None

    @property
    def marks(self) -> list[int]:
        """The months from which futures branch off."""
        if self.history is not None:
            return list(range(0, self.resolved.months, self.every))
        return open_months(self.resolved, self.every, None, self.until)[0] if self.recorded else [0]

    @property
    def many(self) -> int:
        """Futures from each month, of all histories together."""
        return self.futures * (1 if self.history is not None else self.histories)

    @property
    def steps(self) -> int:
        """The number that progress counts up to."""
        return len(self.marks) * (self.futures if self.history is not None else self.histories)

    @property
    def cost(self) -> float:
        """What it costs, in whole histories: the futures, and the histories up to the last month from which they branch."""
        before = self.marks[-1] / self.resolved.months * (1 if self.history is not None else self.histories)
        return histories_needed(self.resolved.months, self.marks, self.many) + before

    def seconds(self) -> float:
        """About how long it takes here, from trials."""
        values = values_of(self.params, self.resolved.parameters)
        found = self.cost * pace.per_history(self.resolved, values)
        if self.history is None and self.marks[-1] > 0:
            few, more = TRIALS
            short, long = (self._filtered(count, values) for count in TRIALS)
            found += max(short + (long - short) / (more - few) * (self.histories - few), short)
        return found

    def _filtered(self, histories: int, values: Source) -> float:
        """Seconds that it takes to give some histories the record up to the last month."""
        _, day = open_months(self.resolved, self.every, None, self.until)
        items, world = record_of(self.resolved, day).items, engine.Prepared(scenario.lower(self.resolved))
        begun = time.perf_counter()
        Filter(graft.course(world, self.seed, range(histories), values), self.resolved, items, day).at(
            self.marks[-1]
        )
        return time.perf_counter() - begun

    def odds(self, *, under: Path | None = None, progress: Progress | None = None) -> Odds:
        """The curve. Raises `PolitburoError` where a day is asked for and there is no record, or it is sealed."""
        how = {
            "seed": self.seed,
            "params": self.params,
            "futures": self.futures,
            "under": under,
            "progress": progress,
        }
        if self.history is not None:
            return odds_of_history(self.resolved, history=self.history, every=self.every, **how)
        if not self.recorded:
            return odds_from_the_start(self.resolved, histories=self.histories, **how)
        return odds_given_record(
            self.resolved, histories=self.histories, every=self.every, until=self.until, **how
        )


def asked(
    case: str,
    *,
    history: str | None,
    given_record: str | None,
    every: int,
    futures: int | None,
    histories: int | None,
    seed: int,
    params: Given,
) -> Asked:
    """A question of a case of the catalog, a scenario's folder, or the folder of a saved run with its own seed and parameters.

    Raises `PolitburoError` for options that do not go together, and for numbers that cannot be.
    """
    if history is not None:
        given = {"--given-record": given_record, "--histories": histories}
        remedy = "leave out --history to ask of all histories together, or leave out the other option"
        wrong = [
            Problem("usage", option, str(value)[:100], "no such option beside --history", remedy=remedy)
            for option, value in given.items()
            if value is not None
        ]
        if wrong:
            raise PolitburoError(wrong)
    many = (FUTURES if history is not None else 1) if futures is None else futures
    histories = HISTORIES if histories is None else histories
    positive({"--every": every, "--futures": many, "--histories": histories})
    resolved, seed, params, number = _ground(case, history, seed, params)
    until = None if given_record is None else known_day(given_record)
    found = Asked(resolved, seed, params, number, until, every, many, histories)
    if until is not None:
        record_of(resolved, until)  # complains where there is none
    return found


def _ground(
    case: str, history: str | None, seed: int, params: Given
) -> tuple[Resolved, int, Given, int | None]:
    """(scenario, seed, parameters, number of the history)"""
    if (Path(case) / "manifest.json").is_file():
        run = open_run(case)
        facts = run.facts
        run.refuse_given("CASE")
        if facts["blind"] or facts["off"]:
            raise PolitburoError(
                Problem("usage", "CASE", "a run without traits or mechanisms", "a run with all of them")
            )
        return run.resolved, facts["seed"], of_facts(facts), None if history is None else run.pick(history)
    if history is not None and not (history.isascii() and history.isdigit() and len(history) <= 7):
        allowed = "a number; typical, nearest and strangest need a saved run"
        raise PolitburoError(Problem("usage", "--history", history[:100], allowed))
    return load(case).resolved, seed, params, None if history is None else int(history)
