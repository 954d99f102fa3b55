"""The headline put to the test: with personality traits made equal, and with other thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from politburo.errors import Interrupted
from politburo.measures.definitions import Thresholds
from politburo.store.manifest import COMPANION
from politburo.study.running.making import Place, Work
from politburo.study.running.parameters import Given

if TYPE_CHECKING:
    from politburo.measures.answer import Blind, Consolidation, Share
    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.progress import Progress
    from politburo.study.running.run import Run


class Elsewise(TypedDict):
    """The answer with other definitions."""

    definitions: dict[str, float]  # of `Thresholds`
    final: dict[str, Share]  # by type of rule
    consolidation: Consolidation


BLIND_SHARE = 0.5  # histories of the trait-blind companion, as a share of the main ensemble
BLIND_LEAST = 128  # fewer say too little


def blind_histories(histories: int) -> int:
    """How many trait-blind histories accompany an ensemble: a share of it, but enough to say something."""
    return min(histories, max(BLIND_LEAST, round(histories * BLIND_SHARE)))


def trait_blind(
    party: Scenario,
    histories: int,
    seed: int,
    params: Given,
    *,
    off: Iterable[str] = (),
    reading: str | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    unwanted: Callable[[], bool] = lambda: False,
) -> Blind:
    """Who rules alone at the end when all traits are equal: same seed, parameters and shocks, in large runs fewer histories.

    With `folder`, that of the run which they accompany, they are saved in it, so that they too are continued. `unwanted` is
    asked after every block: once it says so, the rest is not made.

    Returns {histories, anyone, persons: {id: share with interval}}; a person who never does is left out.
    """

    def said(done: int, asked: int) -> None:
        if unwanted():
            raise Interrupted("the histories that these accompany were given up")
        if progress:
            progress(done, asked)

    run = party.run(
        blind_histories(histories),
        seed,
        params=params,
        blind=True,
        off=off,
        reading=reading,
        # whatever lies there accompanied another run
        out=None if folder is None else Place(folder / COMPANION, force=True),
        work=Work(progress=said, workers=1),  # beside those of the run itself
    )
    return run.accumulator.who_rules_alone()


def other_thresholds(run: Run) -> dict[str, Elsewise]:
    """The final rule and the consolidation with definitions 20 % laxer and 20 % stricter."""
    answers: dict[str, Elsewise] = {}
    for name, factor in (("laxer by 20 %", 0.8), ("stricter by 20 %", 1.2)):
        thresholds = Thresholds().scaled(factor)
        summary = run.measured(thresholds).summary()
        answers[name] = {
            "definitions": vars(thresholds),
            "final": summary["final"],
            "consolidation": summary["consolidation"],
        }
    return answers
