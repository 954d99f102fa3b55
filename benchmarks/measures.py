"""What it costs to look at histories once they are made: processor time of everything done with a block besides the engine's work.

    python benchmarks/measures.py [-o benchmarks/measures-results.json] [--case CASE] [--histories N] [--block N]

The histories are made first and not timed. Each figure is the least of several turns, in milliseconds of processor time a history.
While an ensemble runs, "summary of a run" is done for every block, and "a part for the disk" if the run is saved; the others belong to
questions. The last figures are seconds for the whole ensemble, once.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from common import CASE, circumstances

import politburo
from politburo.measures.definitions import Thresholds
from politburo.measures.quantities import of_persons, quantities
from politburo.measures.signals import signals
from politburo.measures.summary import Accumulator
from politburo.measures.typical import medoid_and_strangest, nearest_the_record
from politburo.model.trace import Block
from politburo.store.parts import pack
from politburo.study.running.run import Run
from politburo.study.running.tables import tables


def cut(blocks: list[Block], size: int) -> list[Block]:
    """The same histories in blocks of another size."""
    series, params = (
        {name: np.concatenate([getattr(b, what)[name] for b in blocks]) for name in getattr(blocks[0], what)}
        for what in ("series", "params")
    )
    events = np.concatenate([b.events for b in blocks])
    found = []
    for first in range(0, sum(b.histories for b in blocks), size):
        some = slice(first, first + size)
        mine = (events[:, 0] >= first) & (events[:, 0] < first + size)
        found.append(
            Block(
                first,
                {name: values[some] for name, values in series.items()},
                events[mine],
                {name: values[some] for name, values in params.items()},
            )
        )
    return found


def least(do: Callable[[], Any], turns: int) -> float:
    """Processor seconds of the quickest of some turns, after one that is not counted."""
    do()
    taken = []
    for _ in range(turns):
        begun = time.process_time()
        do()
        taken.append(time.process_time() - begun)
    return min(taken)


def a_history(run: Run, blocks: list[Block], turns: int) -> dict[str, float]:
    """Milliseconds of processor time a history, by what is done with its block."""
    resolved, limits = run.resolved, Thresholds()
    ids = [person.id for person in resolved.persons]

    def summary() -> None:
        accumulator = Accumulator(resolved)
        for block in blocks:
            accumulator.add(block)

    each: dict[str, Callable[[], Any]] = {
        "summary of a run": summary,
        "a part for the disk": lambda: [pack(block, "a run") for block in blocks],
        "signals": lambda: signals(resolved, blocks),
        "quantities": lambda: [quantities(block, limits, ids) for block in blocks],
        "quantities of persons": lambda: [of_persons(block, limits, len(ids)) for block in blocks],
    }
    histories = sum(block.histories for block in blocks)
    return {name: round(1000 * least(do, turns) / histories, 3) for name, do in each.items()}


def afterwards(run: Run, turns: int) -> dict[str, float]:
    """Seconds of processor time for what follows the last block, in memory and without printing."""
    accumulator, record = run.accumulator, run.record
    each: dict[str, Callable[[], Any]] = {
        "numbers of the summary": accumulator.summary,
        "typical and strangest history": lambda: medoid_and_strangest(accumulator),
        "tables of the struggle": lambda: tables(run),
    }
    if record is not None:
        each["history nearest the record"] = lambda: nearest_the_record(accumulator, record)
    return {name: round(least(do, turns), 3) for name, do in each.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--case", default=CASE)
    parser.add_argument("--histories", type=int, default=256)
    parser.add_argument("--block", type=int, default=256, help="Histories looked at together.")
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    said = circumstances()
    run = politburo.load(given.case).run(given.histories, seed=1)
    blocks = cut(list(run.blocks()), given.block)
    found = {
        **said,
        "numpy": np.__version__,
        "model": politburo.MODEL_VERSION,
        "case": given.case,
        "histories": given.histories,
        "histories in a block": given.block,
        "milliseconds of processor time a history": a_history(run, blocks, given.repeat),
        "bytes a history on disk": round(sum(len(pack(b, "a run")[1]) for b in blocks) / given.histories),
        "seconds of processor time for all of them": afterwards(run, given.repeat),
    }
    print(json.dumps(found, indent=1))
    if given.out:
        given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
