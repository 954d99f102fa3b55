"""How long work will take on this machine, from a short trial of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from politburo import engine, scenario
from politburo.measures.written import duration

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved

TRIAL = 16  # histories for each thread


def per_history(resolved: Resolved, params: engine.Source) -> float:
    """Seconds that a whole history takes when as many are made at a time as there are threads; `params` as the engine takes them."""
    count = TRIAL * engine.WORKERS
    world = scenario.lower(resolved)
    return (
        timed(lambda: list(engine.blocks(world, histories=count, seed=0, params=params, block=TRIAL))) / count
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def said(histories: float, seconds: float) -> str:
    """The cost of a question in a sentence.

    >>> said(895.4, 7.3)
    "as much work as 895 whole histories, about 7 seconds on this machine (from a trial just now)"
    """
    return f"as much work as {histories:,.0f} whole histories, about {duration(seconds)} on this machine (from a trial just now)"
