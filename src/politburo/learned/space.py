"""The parameters that are learned, their flat priors, and what the engine takes for one set of them.

A set is a point theta, float64[parameter], inside the box of the priors. Those who propose sets work in the logit of the place in
that box, z = ln(u / (1 - u)) with u = (theta - low) / (high - low), where nothing can fall outside; the flat prior has the density
u (1 - u) there for each parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem, nearest
from politburo.model.params import FIELDS, Params


def estimated() -> tuple[str, ...]:
    """The parameters that are marked to be estimated."""
    return tuple(name for name, meta in FIELDS.items() if meta["estimate"])


def free() -> tuple[str, ...]:
    """All parameters whose prior is wider than a point."""
    return tuple(name for name, meta in FIELDS.items() if meta["low"] < meta["high"])


@dataclass(frozen=True)
class Space:
    """The box of the priors of some parameters, in the order of `names`."""

    names: tuple[str, ...]

    def __post_init__(self) -> None:
        wrong = [name for name in self.names if name not in free()]
        if wrong or not self.names or len(set(self.names)) < len(self.names):
            name = (wrong or list(self.names) or ["none"])[0]
            allowed = "each once, parameters of the model whose prior is wider than a point"
            raise PolitburoError(
                Problem("parameter-unknown", "parameters to learn", name, allowed, nearest(name, free()))
            )

    @cached_property
    def low(self) -> Array:
        """Lower ends of the priors, float64[parameter]."""
        return np.array([FIELDS[name]["low"] for name in self.names], float)

    @cached_property
    def high(self) -> Array:
        """Upper ends of the priors, float64[parameter]."""
        return np.array([FIELDS[name]["high"] for name in self.names], float)

    def at(self, u: Array) -> Array:
        """The sets at places u in the unit cube, float64[set, parameter]."""
        return self.low + (self.high - self.low) * np.asarray(u, float)

    def place(self, theta: Array) -> Array:
        """The places of sets in the unit cube, float64[set, parameter]."""
        return (np.asarray(theta, float) - self.low) / (self.high - self.low)

    def inside(self, theta: Array) -> Array:
        """Whether each set lies in the box, bool[set]."""
        return np.all((theta >= self.low) & (theta <= self.high), axis=-1)

    def vectors(self, theta: Array, given: Mapping[str, float]) -> Array:
        """What the engine takes, float64[set, FIELDS]: the sets, defaults elsewhere, and before both what a scenario gives."""
        return vectors(self.names, theta, given)


def vectors(names: Sequence[str], theta: Array, given: Mapping[str, float]) -> Array:
    """As `Space.vectors`, for parameters of any names."""
    theta = np.atleast_2d(np.asarray(theta, float))
    order, defaults = list(FIELDS), Params()
    out = np.tile([float(getattr(defaults, name)) for name in order], (len(theta), 1))
    out[:, [order.index(name) for name in names]] = theta
    for name, value in given.items():
        out[:, order.index(name)] = value
    return out
