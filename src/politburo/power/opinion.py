"""How opinions move: averaging (DeGroot), averaging with an anchor (Friedkin-Johnsen), bounded confidence.

Pure arithmetic on NumPy arrays. The engine's campaigns (`mechanisms.voice`) move by the step of Friedkin and Johnsen.

Shapes: opinions y [n] or [n, issues]; weights W [n, n], row i what i gives to each, rows summing to 1. Opinions have any one
unit; thresholds of bounded confidence have the same.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np

from politburo.arrays import Array
from politburo.errors import Problem
from politburo.power.confidence import Opinions
from politburo.power.exact import GameError, Number, array, count, fraction, holds_several

FINEST = 256  # bits after the point of a meeting's moves


def heard(weights: Array, opinions: Array) -> Array:
    """Return W y: the weighted mean of what is said.

    >>> heard(np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([0.0, 1.0]))
    array([0.5 , 0.75])
    """
    return weights @ opinions


def degroot_step(opinions: Array, pull: Array, *, pace: Array | float) -> Array:
    """Return y + pace x pull, pull = (what is heard) - y: one step of DeGroot (1974), the whole way at pace 1."""
    return opinions + pace * pull


def friedkin_johnsen_step(
    opinions: Array, pull: Array, initial: Array, *, pace: Array | float, anchor: Array | float
) -> Array:
    """Return y + pace x pull + anchor x (y(0) - y): a step of Friedkin & Johnsen (1990) of any length.

    With ``anchor = 1 - pace`` it is theirs: y' = pace W y + (1 - pace) y(0).
    """
    return degroot_step(opinions, pull, pace=pace) + anchor * (initial - opinions)


def degroot(weights: Array, opinions: Array, *, steps: int | None = None) -> Array:
    """Return opinions after so many rounds of y' = W y, or in the limit (None).

    In the limit every opinion is the mean weighted by the left unit vector of W, which is sought by repeated squaring; where W
    falls into groups or turns in circles there is no consensus to go to, and what 2^50 rounds give is refused unless
    one round more changes nothing. Complexity: n^2 a round, 50 n^3 for the limit. Raises `GameError`.

    DeGroot, M. H. (1974). Reaching a consensus. Journal of the American Statistical Association 69: 118-121.

    >>> degroot(np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([0.0, 3.0])).round(9).tolist()
    [2.0, 2.0]
    """
    w = _stochastic(weights)
    y = _opinions(opinions, len(w))
    if steps is not None:
        for _ in range(count(steps, "steps", 0)):
            y = degroot_step(y, heard(w, y) - y, pace=1.0)
        return y
    power = w
    for _ in range(50):
        power = power @ power
        power /= power.sum(1, keepdims=True)
    limit = heard(power, y)
    if not np.allclose(heard(w, limit), limit, rtol=0, atol=1e-9 * max(1.0, np.abs(y).max())):
        remedy = "give some persons weight on themselves, or ask for a number of steps"
        raise GameError(Problem("no-limit", "weights", "opinions that turn in circles", "", "", remedy))
    return limit


def friedkin_johnsen(
    weights: Array, opinions: Array, susceptibility: Array | float, *, steps: int | None = None
) -> Array:
    """Return opinions after so many rounds of y' = A W y + (I - A) y(0), or the fixed point (None).

    A holds the susceptibilities a_i, 0 <= a_i <= 1, on its diagonal: one number for all or one per person. The fixed point solves
    (I - A W) y = (I - A) y(0) and is unique when everybody listens, directly or not, to somebody with a_i < 1; else `GameError`.
    Complexity: n^2 a round, n^3 for the fixed point.

    Friedkin, N. E. & Johnsen, E. C. (1990). Social influence and opinions. Journal of Mathematical Sociology 15: 193-206.

    >>> friedkin_johnsen(np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([0.0, 1.0]), 0.5).round(9).tolist()
    [0.25, 0.75]
    """
    w = _stochastic(weights)
    y0 = _opinions(opinions, len(w))
    several = susceptibility if holds_several(susceptibility) else [susceptibility] * len(w)
    a = array(several, "susceptibility")
    if a.shape != (len(w),) or not ((a >= 0) & (a <= 1)).all():
        allowed = f"one number from 0 to 1, or {len(w)} of them"
        raise GameError(Problem("value-range", "susceptibility", str(susceptibility)[:100], allowed))
    a = a.reshape(-1, *([1] * (y0.ndim - 1)))
    if steps is not None:
        y = y0
        for _ in range(count(steps, "steps", 0)):
            y = friedkin_johnsen_step(y, heard(w, y) - y, y0, pace=a, anchor=1 - a)
        return y
    open_ = a.reshape(-1, 1) * w
    reached = np.linalg.matrix_power((w > 0) + np.eye(len(w)) > 0, len(w)) @ (a.reshape(-1) < 1)
    if not (reached > 0).all():
        remedy = "let somebody whom they listen to keep part of his first opinion"
        found = f"persons {np.flatnonzero(reached == 0).tolist()} without an anchor"
        raise GameError(Problem("no-limit", "susceptibility", found, "", "", remedy))
    return np.linalg.solve(np.eye(len(w)) - open_, (1 - a) * y0)


def hegselmann_krause(opinions: Array, confidence: Number, *, steps: int | None = None) -> Array:
    """Return opinions when everybody moves to the mean of all within `confidence` of him, himself among them.

    Whoever is exactly at the bound is within it: opinions are compared as fractions, so that equal gaps are equal, a symmetric start
    stays symmetric, and the unit does not matter (`politburo.power.confidence` says how floats are read). Several issues: Euclidean
    distance. `steps` None: until nothing changes, which comes in finitely many rounds. Complexity: n^2 a round. Raises `GameError`.

    Hegselmann, R. & Krause, U. (2002). Opinion dynamics and bounded confidence. JASSS 5(3): 2.

    >>> hegselmann_krause([0.0, 0.1, 0.2, 0.9, 1.0], 0.15).tolist()
    [0.1, 0.1, 0.1, 0.95, 0.95]

    In a chain of n with gaps of exactly the bound, threes part from both ends until n mod 6 are left (Hegarty, P. & Wedin, E. (2016).
    The Hegselmann-Krause dynamics for equally spaced agents. Journal of Difference Equations and Applications 22: 1621-1645):

    >>> np.unique(hegselmann_krause([i / 10 for i in range(11)], 0.1), return_counts=True)[1].tolist()
    [3, 5, 3]
    """
    now = Opinions.read(opinions, confidence)
    left = None if steps is None else count(steps, "steps", 0)
    while left is None or left > 0:
        after = now.averaged()
        if after.unit == now.unit and (after.place == now.place).all():
            break
        now, left = after, None if left is None else left - 1
    return now.floats()


def deffuant(
    opinions: Array, confidence: Number, *, meetings: int, pace: Number = 0.5, seed: int = 1
) -> Array:
    """Return opinions after so many chance meetings of two persons, who move by `pace` towards each other if within `confidence`.

    y_i' = y_i + pace (y_j - y_i), and the other way round; the mean never changes. 0 < pace <= 1/2. Whoever is exactly at the
    bound is within it: opinions are fractions as in `hegselmann_krause`, moves whole multiples of 2^-256 of the bound. Several issues:
    Euclidean distance. Draws: numpy's PCG64 from `seed`, two persons a meeting. Complexity: one step a meeting. Raises `GameError`.

    Deffuant, G., Neau, D., Amblard, F. & Weisbuch, G. (2000). Mixing beliefs among interacting agents. Advances in Complex
    Systems 3: 87-98.

    >>> deffuant([0.0, 1.0], 1.0, meetings=1).tolist()
    [0.5, 0.5]
    """
    share = fraction(pace, "pace")
    if not 0 < share <= Fraction(1, 2):
        raise GameError(Problem("value-range", "pace", str(pace)[:100], "above 0, at most 1/2"))
    start = Opinions.read(opinions, confidence)
    now = replace(start, place=start.place << FINEST, unit=start.unit << FINEST)
    meetings, people = count(meetings, "meetings", 0), len(now.place)
    luck = np.random.default_rng(count(seed, "seed", 0))
    if people < 2:
        return now.floats()
    first = luck.integers(people, size=meetings)
    second = (first + luck.integers(1, people, size=meetings)) % people
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        if now.within(i, j):
            move = [round(share * (b - a)) for a, b in zip(now.place[i], now.place[j], strict=True)]
            now.place[i] += move
            now.place[j] -= move
    return now.floats()


def clusters(opinions: Array, *, apart: Number) -> int:
    """Return the number of groups of opinions, in one dimension, that lie more than `apart` from each other.

    >>> clusters([0.1, 0.1, 0.9], apart=0.05)
    2
    """
    where = Opinions.read(opinions, apart)
    if not where.flat:
        raise GameError(Problem("game-size", "opinions", "several issues", "one opinion a person"))
    line = sorted(where.place[:, 0])
    return 1 + sum(b - a > where.unit for a, b in itertools.pairwise(line))


def _stochastic(weights: Array) -> Array:
    w = array(weights, "weights")
    if w.ndim != 2 or w.shape[0] != w.shape[1] or not len(w):
        raise GameError(
            Problem("game-size", "weights", f"shape {w.shape}", "one row and one column per person")
        )
    wrong = [
        Problem("weight-negative", f"weights[{i}]", str(row.min()), "finite, 0 or more")
        for i, row in enumerate(w)
        if not (np.isfinite(row).all() and (row >= 0).all())
    ]
    remedy = "divide each row by its sum"
    wrong += [
        Problem("sum-wrong", f"weights[{i}]", f"a sum of {row.sum():.9g}", "1", "", remedy)
        for i, row in enumerate(w)
        if np.isfinite(row).all() and abs(row.sum() - 1) > 1e-9
    ]
    if wrong:
        raise GameError(wrong)
    return w


def _opinions(opinions: Array, persons: int) -> Array:
    y = array(opinions, "opinions")
    if y.ndim not in (1, 2) or len(y) != persons or not len(y) or not (abs(y) <= 1e100).all():
        found, allowed = f"shape {y.shape}", f"{persons or 'some'} finite opinions, or as many rows of them"
        raise GameError(Problem("game-size", "opinions", found, allowed))
    return y
