"""politburo: simulate and analyse struggles for power inside a ruling party.

    >>> import politburo
    >>> run = politburo.load("ussr-1922").run(histories=1000, seed=1)  # doctest: +SKIP

Public names are imported when first used, so that ``import politburo`` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from politburo import compiled

__version__ = "0.1.0"
MODEL_VERSION = "0.5.0"
compiled.watch()

if TYPE_CHECKING:
    from politburo.errors import PolitburoError, Problem, ScenarioError
    from politburo.measures.definitions import Thresholds
    from politburo.plots import plot
    from politburo.study.compare import compare
    from politburo.study.counterfactual import Counterfactual
    from politburo.study.ensemble import Scenario, load
    from politburo.study.explain import explain
    from politburo.study.odds import odds_of_history
    from politburo.study.odds_record import odds_given_record
    from politburo.study.paths import paths
    from politburo.study.run import Run, open_run
    from politburo.study.sensitivity import sensitivity

_HOME = {
    "load": "politburo.study.ensemble",
    "open_run": "politburo.study.run",
    "Scenario": "politburo.study.ensemble",
    "Run": "politburo.study.run",
    "Thresholds": "politburo.measures.definitions",
    "plot": "politburo.plots",
    "compare": "politburo.study.compare",
    "Counterfactual": "politburo.study.counterfactual",
    "odds_of_history": "politburo.study.odds",
    "odds_given_record": "politburo.study.odds_record",
    "explain": "politburo.study.explain",
    "sensitivity": "politburo.study.sensitivity",
    "paths": "politburo.study.paths",
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
