"""Where a group comes to stand: the mean (compromise), the median, and the position that beats every other.

Actors have a capability, and on every dimension a position and a salience; capability x salience is what an actor brings to
bear there. The weighted mean is hard to beat as a forecast of decisions in the European Union (Achen 2006, in The European
Union Decides, ch. 10), the weighted median is Black's (1948) equilibrium of majority voting on a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from politburo.errors import Problem
from politburo.power.exact import GameError

Array = Any
MOST = 500


@dataclass(frozen=True)
class Actor:
    """`capability` in any one unit; per dimension a position in any unit and a salience from 0 to 1."""

    name: str
    capability: float
    position: tuple[float, ...]
    salience: tuple[float, ...]
    description: str = ""


@dataclass(frozen=True)
class Table:
    """Actors as arrays: capability [n], position and salience [n, d]."""

    capability: Array
    position: Array
    salience: Array

    @property
    def weight(self) -> Array:
        """Capability x salience, [n, d]."""
        return self.capability[:, None] * self.salience


def tabled(actors: Sequence[Actor]) -> Table:
    """Return actors as arrays. Raises `GameError` that names every value that is missing or out of range."""
    problems: list[Problem] = []
    if not 1 <= len(actors) <= MOST:
        raise GameError(Problem("game-size", "actors", f"{len(actors)} actors", f"1 to {MOST}"))
    d = len(actors[0].position)
    for i, actor in enumerate(actors):
        where = f"actors[{i}] {actor.name}"
        if len(actor.position) != d or len(actor.salience) != d or not d:
            found = f"{len(actor.position)} positions, {len(actor.salience)} saliences"
            problems.append(
                Problem("game-size", where, found, f"{max(d, 1)} of each, as for the first actor")
            )
        if not (np.isfinite(actor.capability) and actor.capability > 0):
            problems.append(
                Problem("power-not-positive", where, f"capability {actor.capability}", "above zero")
            )
        if not np.isfinite(actor.position).all():
            problems.append(Problem("not-a-number", where, f"positions {actor.position}", "finite numbers"))
        if not all(0 <= s <= 1 for s in actor.salience):
            problems.append(Problem("value-range", where, f"saliences {actor.salience}", "0 to 1"))
    if problems:
        raise GameError(problems)
    table = Table(
        np.array([actor.capability for actor in actors], float),
        np.array([actor.position for actor in actors], float),
        np.array([actor.salience for actor in actors], float),
    )
    silent = np.flatnonzero(table.weight.sum(0) == 0)
    if len(silent):
        raise GameError(
            Problem("value-range", f"dimension {silent[0]}", "no salience at all", "above 0 for some actor")
        )
    return table


def compromise(actors: Sequence[Actor]) -> tuple[float, ...]:
    """Return the mean position on each dimension, weighted by capability x salience. Raises `GameError`.

    >>> compromise([Actor("a", 3, (0.0,), (1.0,)), Actor("b", 1, (8.0,), (1.0,))])
    (2.0,)
    """
    table = tabled(actors)
    return tuple(((table.weight * table.position).sum(0) / table.weight.sum(0)).tolist())


def median(actors: Sequence[Actor]) -> tuple[float, ...]:
    """Return the weighted median of each dimension: the lowest position with half of the weight at or below it.

    No position beats it when everybody prefers what is nearer (Black 1948). Raises `GameError`.

    >>> median([Actor("a", 2, (0.0,), (1.0,)), Actor("b", 2, (4.0,), (1.0,)), Actor("c", 1, (9.0,), (1.0,))])
    (4.0,)
    """
    table = tabled(actors)
    columns = zip(table.position.T, table.weight.T, strict=True)
    return tuple(weighted_median(position, weight) for position, weight in columns)


def weighted_median(position: Array, weight: Array) -> float:
    """Return the lowest position with at least half of the weight at or below it; both [n].

    >>> weighted_median(np.array([0.0, 4.0, 9.0]), np.array([2.0, 2.0, 1.0]))
    4.0
    """
    order = np.argsort(position, kind="stable")
    share = np.cumsum(weight[order])
    return float(position[order[np.searchsorted(share, share[-1] / 2 * (1 - 1e-12))]])


def condorcet_winner(actors: Sequence[Actor]) -> int | None:
    """Return the actor (from 0) whose position beats every other actor's position by weight, or None.

    Each votes with his capability for what is nearer to him, the distance being sqrt(sum of salience x gap^2) over the
    dimensions, gaps in units of the dimension's range; who is as near to both abstains. Of actors in one place, the first
    is named. On one dimension there is a winner unless votes are exactly tied; on several there need be none (Plott 1967,
    McKelvey 1976). Complexity: n^3. Raises `GameError`.

    >>> condorcet_winner([Actor("a", 2, (0.0,), (1.0,)), Actor("b", 2, (4.0,), (1.0,)), Actor("c", 1, (9.0,), (1.0,))])
    1
    """
    table = tabled(actors)
    span = np.ptp(table.position, axis=0)
    place = table.position / np.where(span > 0, span, 1.0)
    gap = place[:, None, :] - place[None, :, :]
    distance = np.sqrt((table.salience[:, None, :] * gap**2).sum(2))  # [voter, position]
    same = (gap == 0).all(2)
    for j in range(len(actors)):
        margin = table.capability @ np.sign(np.round(distance - distance[:, [j]], 12))
        if (same[j] | (margin > 0)).all():
            return j
    return None
