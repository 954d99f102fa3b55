"""The software and machine that a run is made with."""

from __future__ import annotations

import platform

from politburo import MODEL_VERSION, __version__
from politburo.facts import Provenance


def provenance() -> Provenance:
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
