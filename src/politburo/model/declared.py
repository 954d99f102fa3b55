"""How a parameter is declared: its default, prior, unit and reason."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def variant(unit: str, why: str) -> Any:
    """Declare the weight of a rival reading: nil unless a reading (`study.running.readings`) or the user sets it."""
    return prior(0.0, 0.0, 0.0, unit, why)


def prior(default: float, low: float, high: float, unit: str, why: str, *, estimate: bool = False) -> Any:
    """Declare a parameter; `low <= default <= high`."""
    if not low <= default <= high:
        raise ValueError(f"default {default} outside {low}..{high}")
    return field(
        default=default, metadata={"low": low, "high": high, "unit": unit, "why": why, "estimate": estimate}
    )


def held(value: float, unit: str, why: str) -> Any:
    """Declare a number that is the same in every history: nobody has said how far it may be off."""
    return prior(value, value, value, unit, why)
