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

from politburo.arrays import Array
from politburo.errors import Problem
from politburo.power.exact import GameError, array, fractions, listed

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
    actors = listed(actors, "actors")
    if not 1 <= len(actors) <= MOST or not all(isinstance(actor, Actor) for actor in actors):
        raise GameError(Problem("game-size", "actors", f"{len(actors)} of them", f"1 to {MOST} of `Actor`"))
    problems: list[Problem] = []

    def numbers(values: Any, where: str) -> list[float]:
        try:
            return [float(x) for x in fractions(values, where)]
        except GameError as error:
            problems.extend(error.problems)
            return []

    rows: list[tuple[float, list[float], list[float]]] = []
    d = 0
    for i, actor in enumerate(actors):
        where = f"actors[{i}] {actor.name}"
        capability = numbers([actor.capability], f"{where}: capability")
        position = numbers(actor.position, f"{where}: position")
        salience = numbers(actor.salience, f"{where}: salience")
        if capability and not capability[0] > 0:
            problems.append(Problem("power-not-positive", where, f"capability {capability[0]}", "above zero"))
        if not all(0 <= s <= 1 for s in salience):
            problems.append(Problem("value-range", where, f"saliences {salience}"[:100], "0 to 1"))
        d = d or len(position)
        if position and salience and not len(position) == len(salience) == d:
            found = f"{len(position)} positions, {len(salience)} saliences"
            problems.append(Problem("game-size", where, found, f"{d} of each, as for the first actor"))
        rows += [(capability[0], position, salience)] if not problems else []
    if not d and not problems:
        problems.append(Problem("game-size", "actors", "no dimension", "one or more positions and saliences"))
    if problems:
        raise GameError(problems)
    table = Table(*(np.array(column, float) for column in zip(*rows, strict=True)))
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
    position, weight = array(position, "position"), array(weight, "weight")
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
    persons = len(table.capability)
    span = np.ptp(table.position, axis=0)
    place = table.position / np.where(span > 0, span, 1.0)
    gap = place[:, None, :] - place[None, :, :]
    distance = np.sqrt((table.salience[:, None, :] * gap**2).sum(2))  # [voter, position]
    same = (gap == 0).all(2)
    for j in range(persons):
        margin = table.capability @ np.sign(np.round(distance - distance[:, [j]], 12))
        if (same[j] | (margin > 0)).all():
            return j
    return None
