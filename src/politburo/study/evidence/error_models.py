"""How a recorded value comes from the true one: the error models of `record.items` as draws and as densities."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from politburo.arrays import Array
from politburo.record.items import Item


def _logit(p: Array | float) -> Array:
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return np.log(p) - np.log1p(-p)


def _normal(x: Array | float, middle: Array, sd: float) -> Array:
    return -0.5 * ((x - middle) / sd) ** 2 - math.log(sd) - 0.5 * math.log(2 * math.pi)


def _beta_binomial(item: Item, p: Array) -> Array:
    """ln BetaBinomial(y | n, s p, s (1 - p))."""
    n, y, s = item.of, item.value, item.spread
    a, b = s * p, s * (1 - p)
    log_gamma = np.vectorize(math.lgamma)
    choose = math.lgamma(n + 1) - math.lgamma(y + 1) - math.lgamma(n - y + 1)
    top = log_gamma(y + a) + log_gamma(n - y + b) - math.lgamma(n + s)
    return choose + top - log_gamma(a) - log_gamma(b) + math.lgamma(s)


def _draw_votes(random: np.random.Generator, item: Item, p: Array) -> Array:
    return random.binomial(int(item.of), random.beta(item.spread * p, item.spread * (1 - p)))


#: error model -> (draw values given quantities, ln density of the documented value given quantities)
ERRORS: dict[str, tuple[Callable[..., Array], Callable[[Item, Array], Array]]] = {
    "beta-binomial": (_draw_votes, _beta_binomial),
    "log-normal": (
        lambda random, item, q: q * np.exp(random.normal(0, item.spread, len(q))),
        lambda item, q: _normal(math.log(item.value), np.log(q), item.spread),
    ),
    "logit-normal": (
        lambda random, item, q: 1 / (1 + np.exp(-_logit(q) - random.normal(0, item.spread, len(q)))),
        lambda item, q: _normal(_logit(item.value), _logit(q), item.spread),
    ),
}
