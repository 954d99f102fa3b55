"""A part of a run made once more, here or on another machine, from what the run says about itself."""

from __future__ import annotations

from politburo import scenario
from politburo.facts import Facts
from politburo.model.trace import Block
from politburo.study.running.parameters import of_facts
from politburo.study.running.reopened import scenario_of


def made(manifest: Facts, resolved_json: str, first: int, histories: int) -> Block:
    """One block of a run from its manifest and resolved scenario alone."""
    from politburo import engine

    resolved = scenario_of(manifest, resolved_json)
    if manifest.get("given_record"):
        from politburo.study.running.given_record import once_more

        return next(once_more(manifest, resolved).blocks(histories, first, histories))
    blocks = engine.blocks(
        scenario.lower(resolved),
        histories=histories,
        seed=manifest["seed"],
        params=of_facts(manifest),
        blind=manifest["blind"],
        first=first,
        block=histories,
        off=frozenset(manifest["off"]),
        workers=1,
    )
    return next(blocks)
