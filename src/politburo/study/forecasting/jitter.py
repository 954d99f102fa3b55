"""Shake every coded or assumed number of a scenario a little, to see how far an answer hangs on the coder's hand."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from politburo.model.trace import Block
from politburo.scenario.load import Loaded
from politburo.scenario.patch import KEYS
from politburo.study.running.ensemble import Scenario
from politburo.study.running.parameters import Given, values_of
from politburo.study.running.pieces import side_by_side
from politburo.study.running.progress import Progress

SHARE, SIGNED, FAULT, FEAR = (0.0, 1.0), (-1.0, 1.0), (-1.0, 0.0), (0.0, 2.0)
#: table -> field -> its range. Counts, sizes, dates, rules and shocks are not judgments of degree and stay.
SHAKEN: dict[str, dict[str, tuple[float, float]]] = {
    "persons": {"health": SHARE},
    "places": {"weight": SHARE},
    "ties": {"strength": SIGNED},
    "traits": {"score": SHARE},
    "appeal": {"score": SHARE},
    "disputes": {"salience": SHARE, "policy": SIGNED},
    "positions": {"position": SIGNED},
    "prestige": {"value": SHARE},
    "liabilities": {"weight": SHARE},
    "organisations": {"entrenched": SHARE},
    "secretaries": {"loyalty": SHARE},
    "opinions": {"position": SIGNED},
    "letter": {"merit": SHARE, "fault": FAULT},
}
COUNTRY = {"discontent": SHARE, "threat": SHARE, "fear": FEAR, "harvest": SIGNED}
DOUBTED = ("coded", "assumed")
SHAKE = 16  # histories that share a shaking


def shaken(loaded: Loaded, jitter: float, *, seed: int, block: int) -> Loaded:
    """The scenario with every coded or assumed number x of SHAKEN and of the country drawn anew.

    x' = x + jitter (high - low) z, kept within the field's range; offices' resources are multiplied by exp(jitter z); z is a standard
    normal addressed by (seed, block, table, row, field), so that one more row changes no other. A zero is an absence and stays.

    >>> from politburo import scenario
    >>> case = scenario.load("ussr-1922")
    >>> shaken(case, 0.0, seed=1, block=0).tables["prestige"] == case.tables["prestige"]
    True
    """
    tables = dict(loaded.tables)
    for table, fields in SHAKEN.items():
        rows = tables.get(table, [])
        name = lambda row, table=table: "/".join(str(getattr(row, key)) for key in KEYS[table])  # noqa: E731
        tables[table] = [
            replace(item, row=_moved(item.row, fields, jitter, f"{seed}/{block}/{table}/{name(item.row)}"))
            for item in rows
        ]
    tables["offices"] = [
        replace(item, row=_resources(item.row, jitter, f"{seed}/{block}/offices/{item.row.id}"))
        for item in tables.get("offices", [])
    ]
    country = [
        _moved(row, COUNTRY, jitter, f"{seed}/{block}/country/{row.date}") for row in loaded.file.country
    ]
    return replace(loaded, file=loaded.file.model_copy(update={"country": country}), tables=tables)


def _moved(row: Any, fields: dict[str, tuple[float, float]], jitter: float, address: str) -> Any:
    if row.evidence not in DOUBTED:
        return row
    new = {}
    for field, (low, high) in fields.items():
        old = getattr(row, field)
        if old:
            new[field] = min(max(old + jitter * (high - low) * _normal(f"{address}/{field}"), low), high)
    return row.model_copy(update=new)


def _resources(row: Any, jitter: float, address: str) -> Any:
    if row.evidence not in DOUBTED or not row.resources:
        return row
    pairs = [part.split(":") for part in row.resources.split(";")]
    shaken = [f"{word}:{float(x) * np.exp(jitter * _normal(f'{address}/{word}')):.6g}" for word, x in pairs]
    return row.model_copy(update={"resources": ";".join(shaken)})


def _normal(address: str) -> float:
    key = int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], "big")
    return float(np.random.default_rng(key).standard_normal())


def blocks(
    party: Scenario,
    histories: int,
    seed: int,
    *,
    jitter: float = 0.0,
    params: Given = None,
    progress: Progress | None = None,
) -> Iterator[Block]:
    """Finished blocks of a scenario; with `jitter` every SHAKE histories start from their own shaking.

    `params` as in `study.running.parameters`; those that the scenario fixes stay.
    """
    from politburo import engine, scenario

    values = values_of(params, party.resolved.parameters)

    def moved(first: int) -> Block:
        loaded = shaken(party.loaded, jitter, seed=seed, block=first // SHAKE)
        world = scenario.lower(scenario.resolve(loaded, party.start_date))
        count = min(SHAKE, histories - first)
        [block] = engine.blocks(world, histories=count, seed=seed, params=values, first=first, workers=1)
        return block

    if jitter:
        found = side_by_side(functools.partial(moved, first) for first in range(0, histories, SHAKE))
    else:
        world = scenario.lower(party.resolved)
        found = engine.blocks(world, histories=histories, seed=seed, params=values)
    done = 0
    if progress:
        progress(0, histories)
    for block in found:
        yield block
        done += block.histories
        if progress:
            progress(done, histories)
