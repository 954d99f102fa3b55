"""The theory of power, usable by itself: ruling coalitions, voting power, bargaining, opinion.

    >>> from politburo.power import ruling_coalition
    >>> ruling_coalition([3, 4, 5, 10]).members
    (0, 1, 2)

Public names are imported when first used. `docs/power.md` teaches them by example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from politburo.power.bargaining import Actor, compromise, condorcet_winner, median
    from politburo.power.challenge import Forecast, Offer, Round, expected_utility
    from politburo.power.coalitions import (
        RulingCoalition,
        dropped_next,
        ruling_coalition,
        self_enforcing,
        self_enforcing_coalitions,
    )
    from politburo.power.exact import GameError
    from politburo.power.opinion import clusters, deffuant, degroot, friedkin_johnsen, hegselmann_krause
    from politburo.power.probability import RulingProbability, ruling_probability
    from politburo.power.voting import (
        banzhaf,
        coleman_collectivity,
        coleman_initiative,
        coleman_preventive,
        deegan_packel,
        johnston,
        minimal_winning_coalitions,
        public_good,
        shapley_shubik,
        swings,
    )
    from politburo.power.weighted import CompoundGame, WeightedGame, majority

_NAMES = {
    "coalitions": "ruling_coalition RulingCoalition self_enforcing self_enforcing_coalitions dropped_next",
    "probability": "ruling_probability RulingProbability",
    "voting": "shapley_shubik banzhaf coleman_preventive coleman_initiative coleman_collectivity deegan_packel public_good"
    " johnston swings minimal_winning_coalitions",
    "weighted": "WeightedGame CompoundGame majority",
    "bargaining": "Actor compromise median condorcet_winner",
    "challenge": "expected_utility Forecast Round Offer",
    "exact": "GameError",
    "opinion": "degroot friedkin_johnsen hegselmann_krause deffuant clusters",
}
_HOME = {name: f"politburo.power.{module}" for module, names in _NAMES.items() for name in names.split()}
__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'politburo.power' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
