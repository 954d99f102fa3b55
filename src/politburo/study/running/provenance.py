"""The software and machine that a run is made with."""

from __future__ import annotations

import platform
from typing import Any

from politburo import MODEL_VERSION, __version__


def provenance() -> dict[str, Any]:
    """The software and machine that a run is made with; `block`: the histories in a part of it."""
    import numpy

    from politburo.engine import BLOCK

    return {
        "politburo": __version__,
        "model": MODEL_VERSION,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "machine": platform.machine(),
        "block": BLOCK,
        "simulated": True,
    }
