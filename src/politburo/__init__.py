"""politburo: simulate and analyse struggles for power inside a ruling party.

    >>> import politburo
    >>> run = politburo.load("ussr-1922").run(histories=1000, seed=1)  # doctest: +SKIP

Public names are imported when first used, so that ``import politburo`` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
MODEL_VERSION = "0.3.0"

if TYPE_CHECKING:
    from politburo.errors import PolitburoError, Problem, ScenarioError
    from politburo.measures.definitions import Thresholds
    from politburo.plots import plot
    from politburo.study.ensemble import Scenario, load
    from politburo.study.run import Run, open_run

_HOME = {
    "load": "politburo.study.ensemble",
    "open_run": "politburo.study.run",
    "Scenario": "politburo.study.ensemble",
    "Run": "politburo.study.run",
    "Thresholds": "politburo.measures.definitions",
    "plot": "politburo.plots",
    "PolitburoError": "politburo.errors",
    "ScenarioError": "politburo.errors",
    "Problem": "politburo.errors",
}
__all__ = ["MODEL_VERSION", "__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'politburo' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
