"""Plain data for JSON, which knows neither infinity nor nan."""

from __future__ import annotations

import math
from typing import Any


def plain(value: Any) -> Any:
    """The same data with None for numbers that are not finite.

    >>> plain({"a": [1.0, float("nan")], "b": float("inf")})
    {'a': [1.0, None], 'b': None}
    """
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
