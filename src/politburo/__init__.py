"""politburo: simulate and analyse struggles for power inside a ruling party.

    >>> import politburo
    >>> run = politburo.load("ussr-1922").run(histories=1000, seed=1)  # doctest: +SKIP

Public names are imported when first used, so that ``import politburo`` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from politburo import compiled

__version__ = "0.1.0"
MODEL_VERSION = "0.6.0"
compiled.watch()

if TYPE_CHECKING:
    from politburo.errors import PolitburoError, Problem, ScenarioError
    from politburo.measures.definitions import Thresholds
    from politburo.plots import plot
    from politburo.study.questions.compare import compare
    from politburo.study.questions.counterfactual import Counterfactual
    from politburo.study.questions.factors import factors
    from politburo.study.questions.odds import odds_of_history
    from politburo.study.questions.odds_given_record import odds_given_record
    from politburo.study.questions.paths import paths
    from politburo.study.questions.sensitivity import sensitivity
    from politburo.study.questions.sweep import sweep
    from politburo.study.running.ensemble import Scenario, load
    from politburo.study.running.lookup import parameter, parameters
    from politburo.study.running.making import Place, Work
    from politburo.study.running.run import Run, open_run

_HOME = {
    "load": "politburo.study.running.ensemble",
    "open_run": "politburo.study.running.run",
    "Scenario": "politburo.study.running.ensemble",
    "Run": "politburo.study.running.run",
    "Place": "politburo.study.running.making",
    "Work": "politburo.study.running.making",
    "Thresholds": "politburo.measures.definitions",
    "plot": "politburo.plots",
    "compare": "politburo.study.questions.compare",
    "Counterfactual": "politburo.study.questions.counterfactual",
    "odds_of_history": "politburo.study.questions.odds",
    "odds_given_record": "politburo.study.questions.odds_given_record",
    "factors": "politburo.study.questions.factors",
    "sensitivity": "politburo.study.questions.sensitivity",
    "sweep": "politburo.study.questions.sweep",
    "parameter": "politburo.study.running.lookup",
    "parameters": "politburo.study.running.lookup",
    "paths": "politburo.study.questions.paths",
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
