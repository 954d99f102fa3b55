"""Runs to report on, simulated once: a small scenario of no record, and what can be made of it without simulating again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import politburo
from politburo.measures.summary import Accumulator
from politburo.record import DocumentedClash, DocumentedMembership, Record
from politburo.study.running.run import Run, open_run

SMALL = Path(__file__).resolve().parent.parent / "scenarios" / "valid" / "small"
HISTORIES, SEED = 8, 3
EVIL = '"><img src=x onerror=hit()><script>hit()</script>&amp;'


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved run of the small scenario."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    politburo.load(SMALL).run(histories=HISTORIES, seed=SEED, out=folder)
    return folder


@pytest.fixture
def run(saved: Path) -> Run:
    return open_run(saved)


@pytest.fixture
def again(run: Run) -> Callable[..., Run]:
    """The same histories as a run in memory, with some things changed."""

    def changed(resolved: Any = None, blocks: Any = None, facts: dict[str, Any] | None = None) -> Run:
        blocks = list(run.blocks()) if blocks is None else blocks
        found = {**run.facts, **(facts or {}), "histories": sum(b.histories for b in blocks)}
        return Run(resolved or run.resolved, found, blocks=blocks)

    return changed


@pytest.fixture
def one(again: Callable[..., Run], run: Run) -> Run:
    """A run of a single history."""
    block = next(run.blocks())
    first = replace(
        block,
        series={name: values[:1] for name, values in block.series.items()},
        events=block.events[block.events[:, 0] == 0],
        params={name: values[:1] for name, values in block.params.items()},
    )
    return again(blocks=[first])


@pytest.fixture
def fallen(again: Callable[..., Run], run: Run) -> Run:
    """A run in which the regime falls in every history half way."""
    blocks = []
    for block in run.blocks():
        regime = block.series["regime"].copy()
        regime[:, regime.shape[1] // 2 :] = 0
        blocks.append(replace(block, series={**block.series, "regime": regime}))
    return again(blocks=blocks)


@pytest.fixture
def many(run: Run) -> Run:
    """A hundred thousand histories: the small run's statistics repeated, its blocks as they are."""
    times = 100_000 // HISTORIES
    accumulator = Accumulator(run.resolved)
    for block in run.blocks():
        accumulator.add(block)
    accumulator.n *= times
    for counts in (*accumulator.counts.values(), accumulator.types, accumulator.loci):
        counts *= times
    for name, kept in accumulator.columns.items():
        if name not in ("votes", "attacks"):
            accumulator.columns[name] = [np.concatenate(kept * times)]
    facts = {**run.facts, "histories": accumulator.n}
    return Run(run.resolved, facts, blocks=list(run.blocks()), accumulator=accumulator)


@pytest.fixture
def recorded(again: Callable[..., Run]) -> Run:
    """The small run with a record beside it."""
    found = again()
    people = [person.id for person in found.resolved.persons if not person.reserve]
    start = found.resolved.start
    clash = DocumentedClash(
        date=date(start.year, start.month, 1),
        ruling=True,
        attacker=people[0],
        target=people[1],
        side_a=frozenset(people[:1]),
        side_b=frozenset({people[1], "someone-else"}),
        dispute=found.resolved.disputes[0].id,
        arena=found.resolved.bodies[0].id,
        outcome="carried",
        ayes=31,
        nays=7,
        abstentions=2,
        sanction="expelled",
        source="annals",
        evidence="read",
        confidence="high",
    )
    membership = [DocumentedMembership(date(start.year + 1, 1, 1), 1234.0, 45.0, None)]
    known: dict[str, Any] = {field.name: [] for field in fields(Record)}
    known |= {"clashes": [clash], "membership": membership, "names": {}}
    found.__dict__["record"] = Record(**known)  # takes the place of the cached property
    return found


@pytest.fixture
def hostile(again: Callable[..., Run], run: Run, tmp_path: Path) -> Run:
    """The small run with markup in every text of its scenario, and in the citations of its sources."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    quoted = EVIL.replace('"', '""')
    (folder / "sources.csv").write_text(
        f'key,citation,address,status\nannals,"{quoted}",javascript:hit(),read\nletters,"{quoted}",,unverified\n'
    )
    plain = run.resolved.model_dump(mode="json")

    def spoil(value: Any) -> Any:
        if isinstance(value, dict):
            texts = (
                "name",
                "what",
                "why",
                "fact",
                "title",
                "summary",
                "roster_rule",
                "minus_one",
                "plus_one",
            )
            return {
                k: f"{v}{EVIL}" if k in texts and isinstance(v, str) else spoil(v) for k, v in value.items()
            }
        return [spoil(v) for v in value] if isinstance(value, list) else value

    changed = spoil(plain)
    changed["rules"] = [EVIL]
    return again(resolved=type(run.resolved).model_validate(changed), facts={"given": str(folder)})
