"""The office logit: who leads a ruling party later, told from nothing but types of office, seats and ties.

In a case with contenders k, whose marks x_k are noughts and ones (an office of a type held, a full or a candidate's seat in the
bureau, a tie to the predecessor that is no rivalry), the probability that k leads, given that one of them does, is

    P(k) = exp(x_k b) / sum_j exp(x_j b)

the conditional logit of McFadden (1974), "Conditional logit analysis of qualitative choice behavior". The coefficients b maximise

    sum_cases sum_k y_k ln P(k) - (r / 2) b'b

with a ridge r on all of them alike, by Newton's method; the objective is strictly concave, so there is one maximum. y_k is the share of
the horizons (12, 24, 36 and 60 months) at which k led: a case counts once, however many horizons it has, and
not at all for those at which nobody on its list led. The answer is the same for every horizon.

The ridge is chosen by a rule and not by hand: of RIDGES the one with the best sum of ln P when each case that may be learned
from is left out in turn, together with those that overlap with it. Where a case is forecast, it and what overlaps with it are left out
first, so that its ridge is chosen without it too (nested leaving out). A mark that none of the other cases has is worth
nothing. exp(b) is the factor by which a mark multiplies the odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from politburo.arrays import Array

RIDGES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
STEPS, CLOSE = (
    50,
    1e-9,
)  # Newton's method ends when no coefficient moves by more, and has always ended long before so many steps


@dataclass(frozen=True)
class Case:
    """One case to learn from: the marks of every contender, and the share of the horizons at which each led.

    Cases of one `cluster` are left out together.
    """

    id: str
    cluster: str
    marks: Sequence[frozenset[str]]
    led: Sequence[float]


@dataclass(frozen=True)
class Fit:
    """Coefficients of a fit by mark, their curvature (the inverse is their covariance) and the ridge."""

    names: tuple[str, ...]
    b: Array
    curvature: Array
    ridge: float

    def chances(self, marks: Sequence[frozenset[str]]) -> list[float]:
        """P(k) of contenders with these marks."""
        value = dict(zip(self.names, self.b.tolist(), strict=True))
        return softmax(np.array([[sum(value.get(mark, 0.0) for mark in one) for one in marks]]))[0].tolist()

    def errors(self) -> dict[str, float]:
        """Standard errors, from the curvature of the penalised likelihood: the prior of the ridge is part of them."""
        return dict(zip(self.names, np.sqrt(np.diag(np.linalg.inv(self.curvature))).tolist(), strict=True))


def softmax(u: Array) -> Array:
    """Probabilities by row; minus infinity is nobody."""
    e = np.exp(u - u.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@dataclass
class OfficeLogit:
    """Fits on any part of some cases. What was fitted once is remembered."""

    cases: Sequence[Case]
    ridges: Sequence[float] = RIDGES
    _fits: dict[tuple[frozenset[str], float], Fit] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({mark for case in self.cases for marks in case.marks for mark in marks}))

    @cached_property
    def arrays(self) -> tuple[Array, Array]:
        """Marks float[case, contender, mark] and shares of leading float[case, contender]; nan where there is no contender."""
        most = max(len(case.marks) for case in self.cases)
        x = np.full((len(self.cases), most, len(self.names)), np.nan)
        y = np.zeros((len(self.cases), most))
        for n, case in enumerate(self.cases):
            for k, marks in enumerate(case.marks):
                x[n, k] = [name in marks for name in self.names]
            y[n, : len(case.led)] = case.led
        return x, y

    def fit(self, without: frozenset[str] = frozenset(), ridge: float = 1.0) -> Fit:
        """The fit on all cases but those of the clusters in `without`."""
        key = (without, ridge)
        if key not in self._fits:
            kept = [n for n, case in enumerate(self.cases) if case.cluster not in without]
            x, y = (side[kept] for side in self.arrays)
            near = next((fit.b for (_, _), fit in reversed(self._fits.items())), None)
            self._fits[key] = newton(self.names, x, y, ridge, near)
        return self._fits[key]

    def chosen(self, without: frozenset[str] = frozenset()) -> Fit:
        """The fit without some clusters, its ridge chosen by leaving each of the others out in turn; of equals the larger ridge."""
        rest = [case for case in self.cases if case.cluster not in without]
        gains = []
        for ridge in self.ridges:
            told = [
                log_chance(case, self.fit(without | {case.cluster}, ridge).chances(case.marks))
                for case in rest
            ]
            gains.append((round(float(np.sum(told)), 9), ridge))
        return self.fit(without, max(gains)[1])


def log_chance(case: Case, chances: Sequence[float]) -> float:
    """sum_k y_k ln P(k) of one case."""
    return float(np.dot(case.led, np.log(chances)))


def objective(b: Array, x: Array, y: Array, ridge: float) -> tuple[float, Array, Array]:
    """The penalised log-likelihood, its gradient, and minus its second derivative; x and y as in `OfficeLogit.arrays`."""
    there = ~np.isnan(x[..., :1])[..., 0] if x.shape[2] else np.ones(y.shape, bool)
    x = np.where(there[..., None], x, 0.0)
    p = softmax(np.where(there, x @ b, -np.inf))
    weight = y.sum(1, keepdims=True)
    value = float(np.sum(y * np.log(np.where(y > 0, p, 1.0))) - ridge / 2 * b @ b)
    flat, each = x.reshape(-1, len(b)), (weight * p).reshape(-1, 1)
    gradient = flat.T @ (y - weight * p).ravel() - ridge * b
    mean = np.einsum("nkj,nk->nj", x, p)
    curvature = (flat * each).T @ flat - (mean * weight).T @ mean + ridge * np.eye(len(b))
    return value, gradient, curvature


def newton(names: Sequence[str], x: Array, y: Array, ridge: float, near: Array | None = None) -> Fit:
    """The maximum by Newton's method from `near` (or nought); a step that does not climb is halved."""
    b = np.zeros(len(names)) if near is None else near
    value, gradient, curvature = objective(b, x, y, ridge)
    for _ in range(STEPS):
        step = np.linalg.solve(curvature, gradient)
        while True:
            new = objective(b + step, x, y, ridge)
            if new[0] >= value - 1e-12 or np.abs(step).max(initial=0.0) < CLOSE:
                break
            step = step / 2
        b, (value, gradient, curvature) = b + step, new
        if np.abs(step).max(initial=0.0) < CLOSE:
            break
    return Fit(tuple(names), b, curvature, ridge)
