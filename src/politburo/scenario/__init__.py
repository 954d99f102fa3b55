"""Scenarios: files in, a resolved form with an address for everything, arrays for the engine."""

from __future__ import annotations

from politburo.scenario.load import Loaded, catalog
from politburo.scenario.lower import lower
from politburo.scenario.patch import patch
from politburo.scenario.resolve import resolve
from politburo.scenario.resolved import Resolved
from politburo.scenario.schemas import brief_schema, facts_schema, schema
from politburo.scenario.sound import check, load

__all__ = [
    "Loaded",
    "Resolved",
    "brief_schema",
    "catalog",
    "check",
    "facts_schema",
    "load",
    "lower",
    "patch",
    "resolve",
    "schema",
]
