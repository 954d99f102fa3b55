"""What `politburo odds` is asked about: a case, or a saved run and one of its histories."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politburo.errors import PolitburoError, Problem
from politburo.study.questions.odds import Odds, histories_needed, odds_of_history
from politburo.study.questions.odds_given_record import odds_given_record, open_months
from politburo.study.running.ensemble import load
from politburo.study.running.parameters import Given, of_facts
from politburo.study.running.run import open_run

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.progress import Progress


@dataclass(frozen=True)
class Ground:
    """A scenario with the seed, parameters and history to branch from."""

    resolved: Resolved
    seed: int
    params: Any
    history: int

    def futures(self, given: bool, futures: int | None, histories: int) -> int:
        """Futures per month, or per history where the record is given."""
        return futures if futures is not None else (1 if given else 256)

    def cost(self, given: bool, every: int, futures: int, histories: int) -> float:
        """What it costs, in whole histories."""
        months, per_month = self.resolved.months, futures * histories if given else futures
        return histories_needed(months, self.marks(given, every), per_month)

    def steps(self, given: bool, every: int, futures: int, histories: int) -> int:
        """The number that progress counts up to."""
        return len(self.marks(given, every)) * (histories if given else futures)

    def marks(self, given: bool, every: int) -> list[int]:
        """The months from which futures branch off."""
        if given:
            return open_months(self.resolved, max(every, 1))[0]
        return list(range(0, self.resolved.months, max(every, 1)))

    def odds(
        self,
        given: bool,
        every: int,
        futures: int,
        histories: int,
        *,
        under: Path | None = None,
        progress: Progress | None = None,
    ) -> Odds:
        """The curve. Raises `PolitburoError` where the record is asked for and there is none."""
        how = {
            "seed": self.seed,
            "params": self.params,
            "every": every,
            "futures": futures,
            "under": under,
            "progress": progress,
        }
        if not given:
            return odds_of_history(self.resolved, history=self.history, **how)
        return odds_given_record(self.resolved, histories=histories, **how)


def ground(case: str, history: str, *, seed: int, params: Given) -> Ground:
    """A case of the catalog, a scenario's folder, or the folder of a saved run with its own seed and parameters."""
    if (Path(case) / "manifest.json").is_file():
        run = open_run(case)
        facts = run.facts
        run.refuse_given("CASE")
        if facts["blind"] or facts["off"]:
            raise PolitburoError(
                Problem("usage", "CASE", "a run without traits or mechanisms", "a run with all of them")
            )
        return Ground(run.resolved, facts["seed"], of_facts(facts), run.pick(history))
    if not history.isascii() or not history.isdigit() or len(history) > 7:
        raise PolitburoError(
            Problem("usage", "--history", history[:100], "a number; other words need a saved run")
        )
    resolved = load(case).resolved
    return Ground(resolved, seed, params, int(history))
