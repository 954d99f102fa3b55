"""A process that runs histories for `engine.py`, with whichever politburo is on its path, and says how long they took.

It reads requests, a line of JSON each, and answers each with the seconds and processor seconds that it took:

    {"contenders": 8, "histories": 256, "block": 256, "workers": 2}      whole histories; block and workers may be left out
    {"months": 12, "histories": 2}                                        the first months of a block, in one thread
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from politburo import engine, scenario

CASE = sys.argv[1]


def whole(world: Any, wanted: dict[str, Any]) -> None:
    """Run whole histories, block by block, and forget them."""
    for _ in engine.blocks(world, seed=1, **wanted):
        pass


def months(world: Any, histories: int, months: int) -> None:
    """Run the first months of some histories."""
    from politburo.study.running import graft

    course = graft.course(world, 1, range(histories), "prior")
    course.run(course.origin(), 0, months)


def main() -> None:
    try:  # an engine of before wants to be told where its compiled programs are kept
        from politburo.study.running.ensemble import prepare_jax  # type: ignore[attr-defined]

        prepare_jax()
    except ImportError:
        pass
    resolved = scenario.resolve(scenario.load(CASE))
    worlds: dict[int, Any] = {}
    for line in sys.stdin:
        wanted = json.loads(line)
        contenders = wanted.pop("contenders", resolved.contenders)
        if contenders not in worlds:
            worlds[contenders] = scenario.lower(resolved.model_copy(update={"contenders": contenders}))
        begun, work = time.perf_counter(), time.process_time()
        if "months" in wanted:
            months(worlds[contenders], **wanted)
        else:
            whole(worlds[contenders], wanted)
        taken = time.perf_counter() - begun, time.process_time() - work
        print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    main()
