"""From the engine's arrays to records that one can read aloud, and back to columns for comparison.

A table (persons, organisations, bodies, ...) becomes a list of records, one a row: ``state.people[3].health``. What i thinks
of j is ``state.ties[i].trust[j]``. What exists once (country, line-up, letter) is one record.
"""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace as Record
from typing import Any

import numpy as np

TABLES = (
    "people",
    "ties",
    "organisations",
    "bodies",
    "offices",
    "agenda",
    "disputes",
    "shocks",
    "liabilities",
)


def _plain(values: Any) -> Any:
    """Numbers of an array as Python's own, in nested lists.

    A fraction becomes the shortest decimal that single precision stores so: 0.3 is 0.3 and not 0.30000001192.
    """
    array = np.asarray(values)
    return array.astype(str).astype(float).tolist() if array.dtype == np.float32 else array.tolist()


def _named(record: Any) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in dataclasses.fields(record)}


def _records(whole: Any) -> Record:
    out = {}
    for name, part in _named(whole).items():
        if not dataclasses.is_dataclass(part):
            out[name] = _plain(part)
            continue
        values = {field: _plain(array) for field, array in _named(part).items()}
        if name in TABLES:
            rows = zip(*values.values(), strict=True)
            out[name] = [Record(**dict(zip(values, row, strict=True))) for row in rows]
        else:
            out[name] = Record(**values)
    return Record(**out)


def world_of(world: Any) -> Record:
    """Facts of a `model.world.World` as records."""
    return _records(world)


def state_of(state: Any) -> Record:
    """A `model.state.State` as records."""
    return _records(state)


def params_of(params: Any) -> Record:
    """`model.params.Params` as numbers."""
    return Record(**{name: _plain(value) for name, value in _named(params).items()})


def columns(state: Record) -> dict[str, np.ndarray]:
    """A state's records as {dotted field of the engine's state: array}."""
    out = {}
    for name, part in vars(state).items():
        if isinstance(part, list):
            for field in vars(part[0]):
                out[f"{name}.{field}"] = np.array([getattr(row, field) for row in part])
        elif isinstance(part, Record):
            for field, value in vars(part).items():
                out[f"{name}.{field}"] = np.array(value)
        else:
            out[name] = np.array(part)
    return out
