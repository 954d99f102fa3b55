"""Plain data for JSON, which knows neither infinity nor nan."""

from __future__ import annotations

import math
from typing import Any


def plain(value: Any) -> Any:
    """The same data with words for infinite numbers and None for what is no number.

    >>> plain({"a": [1.0, float("nan")], "b": float("inf")})
    {'a': [1.0, None], 'b': 'infinite'}
    """
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "infinite" if value > 0 else "minus infinite"
    return value
