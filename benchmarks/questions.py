"""What the questions cost: an odds curve, a paired comparison, and how cost grows with what is asked and with the case.

    python benchmarks/questions.py [-o benchmarks/questions-results.json] [--case CASE] [--pairs N] [--futures N] [--every N] [--part NAME]

Needs nothing but the package. Times depend on the machine, so each question stands beside what it cannot be cheaper than, the same
histories run plainly; and processor time stands beside time, which a machine at other work lengthens. A question's share of time in
the engine is the share of its time in which at least one block of histories is being run.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from common import CASE, circumstances, clock, load

import politburo
from politburo import engine, scenario
from politburo.cli.run import MEGABYTES
from politburo.scenario.resolved import Resolved
from politburo.study.running import graft
from politburo.study.running.ensemble import Scenario

MANY = 1e9
OF_MONTHS = "of the processor time of the same months run plainly"
OF_PAIRS = "of the processor time of two plain ensembles"
YEAR = 365.25 * 24 * 3600


class Watch:
    """Time and processor time of what happens inside, and the share of it in which the engine runs."""

    def __init__(self) -> None:
        self.spans: list[tuple[float, float]] = []

    def __enter__(self) -> Watch:
        self.plain = engine.happen
        spans = self.spans

        def timed(*arguments: Any) -> Any:
            since = time.perf_counter()
            made = self.plain(*arguments)
            spans.append((since, time.perf_counter()))
            return made

        engine.happen = timed
        self.begun, self.work = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: Any) -> None:
        self.seconds, self.processor = time.perf_counter() - self.begun, time.process_time() - self.work
        engine.happen = self.plain

    @property
    def engine_share(self) -> float:
        """Length of the union of all spans over the whole time."""
        covered, until = 0.0, 0.0
        for since, end in sorted(self.spans):
            covered += max(0.0, end - max(since, until))
            until = max(until, end)
        return covered / self.seconds

    def told(self) -> dict[str, float]:
        return {
            "seconds": round(self.seconds, 1),
            "processor seconds": round(self.processor, 1),
            "share of the time in the engine": round(self.engine_share, 3),
        }


def blocks(resolved: Resolved, *, count: int, months: int | None = None) -> tuple[float, float]:
    """(seconds, processor seconds) of a block of histories: the least of `count`, one at a time."""
    course = graft.course(scenario.lower(resolved), 1, range(engine.BLOCK), "prior")
    months = resolved.months if months is None else months
    found = []
    for _ in range(count):
        begun, work = time.perf_counter(), time.process_time()
        course.run(course.origin(), 0, months)
        found.append((time.perf_counter() - begun, time.process_time() - work))
    return min(x for x, _ in found), min(x for _, x in found)


def curve(party: Scenario, every: int, futures: int, block: float) -> dict[str, Any]:
    """An odds curve of one history, beside the processor time of as many months of plain histories."""
    resolved = party.resolved
    with Watch() as watch:
        found = politburo.odds_of_history(resolved, history=0, every=every, futures=futures)
    plain = block * (found.facts["cost"]["histories"] + 2) / engine.BLOCK  # and the history itself, twice
    return {
        "months": len(found.months),
        "futures from each": found.facts["futures"],
        **watch.told(),
        OF_MONTHS: round(watch.processor / plain, 2),
    }


def paired(party: Scenario, count: int, block: float) -> dict[str, Any]:
    """A comparison from the start on, so that both worlds are run whole, beside two plain ensembles."""
    change = politburo.Counterfactual(id="x", title="x", set={"parameters.pace": 0.02})
    with Watch() as watch:
        politburo.compare(party, change, histories=count)
    plain = 2 * block * count / engine.BLOCK
    return {
        "pairs": count,
        **watch.told(),
        OF_PAIRS: round(watch.processor / plain, 2),
    }


def more_persons(resolved: Resolved, factor: int) -> Resolved:
    """With `factor` times as many persons: the new ones are cadres without seats."""
    last, highest = resolved.persons[-1], max(p.address for p in resolved.persons)
    extra = [
        last.model_copy(update={"address": highest + n, "id": f"extra-{n}", "reserve": True})
        for n in range(1, (factor - 1) * len(resolved.persons) + 1)
    ]
    return resolved.model_copy(update={"persons": [*resolved.persons, *extra]})


def more_organisations(resolved: Resolved, factor: int) -> Resolved:
    """With `factor` times as many organisations of the same members in all."""
    highest = max(o.address for o in resolved.organisations)
    split = [o.model_copy(update={"members": o.members / factor}) for o in resolved.organisations]
    count = len(split)
    extra = [
        split[n % count].model_copy(
            update={"address": highest + 1 + n, "id": f"extra-{n}", "secretary": None}
        )
        for n in range((factor - 1) * count)
    ]
    return resolved.model_copy(update={"organisations": [*split, *extra]})


def of_size(resolved: Resolved, members: float) -> Resolved:
    """The same party with so many members."""
    factor = members / sum(o.members for o in resolved.organisations)
    organisations = [o.model_copy(update={"members": o.members * factor}) for o in resolved.organisations]
    counts = [[[n * factor for n in row] for row in cohort] for cohort in resolved.cohort_counts]
    return resolved.model_copy(update={"organisations": organisations, "cohort_counts": counts})


def growth(resolved: Resolved, count: int) -> Iterator[tuple[str, Callable[[], tuple[float, float]]]]:
    """(what, how to measure a block of it) for cases that differ in one size from the case as it is."""
    timed = lambda other, **how: lambda: blocks(other, count=count, **how)  # noqa: E731
    for months in (resolved.months // 4, resolved.months // 2, resolved.months):
        yield f"months {months}", timed(resolved, months=months)
    for factor in (2, 4):
        yield f"persons {factor * len(resolved.persons)}", timed(more_persons(resolved, factor))
        yield (
            f"organisations {factor * len(resolved.organisations)}",
            timed(more_organisations(resolved, factor)),
        )
    for contenders in (resolved.contenders - 2, resolved.contenders + 2):
        yield f"contenders {contenders}", timed(resolved.model_copy(update={"contenders": contenders}))
    for members in (1e5, 1e8):
        yield f"members {members:,.0f}", timed(of_size(resolved, members))


def ensembles(resolved: Resolved) -> dict[str, dict[str, float]]:
    """Cost by number of histories (two workers) and by number of workers."""
    world = scenario.lower(resolved)
    found = {}
    some = 4 * engine.BLOCK
    sizes = [(some, 2), (4 * some, 2), (4 * some, 1), (4 * some, 4)]
    for histories, workers in sizes:
        with clock() as taken:
            for _ in engine.blocks(world, histories=histories, seed=1, workers=workers):
                pass
        seconds, processor = taken
        found[f"{histories} histories, {workers} worker{'s' if workers > 1 else ''}"] = {
            "histories a second": round(histories / seconds, 1),
            "processor seconds for a thousand": round(1000 * processor / histories, 1),
        }
    return found


def grown(resolved: Resolved, count: int, block: float) -> dict[str, Any]:
    """Processor time of a block as sizes grow, beside the case as it is; and what the size of the membership costs."""
    found = {}
    for what, measure in growth(resolved, count):
        seconds, work = measure()
        found[what] = {"of the case as it is": round(work / block, 2), "seconds a block": round(seconds, 2)}
    few, many = (found[f"members {members:,.0f}"]["of the case as it is"] for members in (1e5, 1e8))
    return {**found, "100,000,000 members against 100,000": round(many / few, 2)}


def very_many(block: float) -> dict[str, float]:
    """What MANY histories would take, extrapolated from a block."""
    work = MANY / engine.BLOCK * block / YEAR
    return {
        "processor years": round(work, 2),
        "years on this machine": round(work / (os.cpu_count() or 1), 2),
        "on disk, terabytes": round(MANY * MEGABYTES / 1e6, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--case", default=CASE)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--futures", type=int, default=200)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--part", action="append", help="Only this part; may be repeated.")
    given = parser.parse_args()
    said = circumstances()
    party = politburo.load(given.case)
    resolved = party.resolved
    seconds, block = blocks(resolved, count=given.repeat)
    parts = {
        "odds curve of one history": lambda: curve(party, given.every, given.futures, block),
        "paired comparison": lambda: paired(party, given.pairs, block),
        "ensembles": lambda: ensembles(resolved),
        "as sizes grow": lambda: grown(resolved, given.repeat, block),
        f"{MANY:.0e} histories, extrapolated": lambda: very_many(block),
    }
    found = {
        **said,
        "model": politburo.MODEL_VERSION,
        "case": resolved.id,
        "sizes": {
            "months": resolved.months,
            "persons": len(resolved.persons),
            "organisations": len(resolved.organisations),
            "contenders": resolved.contenders,
        },
        f"a block of {engine.BLOCK} histories, alone": {
            "seconds": round(seconds, 2),
            "processor seconds": round(block, 2),
        },
        **{name: part() for name, part in parts.items() if not given.part or name in given.part},
        "load after": load(),
    }
    print(json.dumps(found, indent=1))
    if given.out:
        given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
