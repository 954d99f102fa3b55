"""Voting power, ruling coalitions and how sure they are, of those who sit in a body.

Who sits, and with what power, comes from `politburo.measures.seated`; the theory is that of `politburo.power`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from politburo.measures.seated import Sitting
from politburo.power.coalitions import dropped_next, ruling_coalition, threshold
from politburo.power.exact import Number, fraction
from politburo.power.probability import ruling_probability
from politburo.power.weighted import WeightedGame

UNIT = 10_000  # a share of power in whole numbers
FRONT = 12  # the coalition game is played by so many of the strongest
DRAWS = 10_000
SOME = 20  # factions whose coalitions are listed one by one
LEAST = 0.01  # coalitions less probable are not listed


@dataclass(frozen=True)
class Member:
    """`power` as in the engine: 1 over the strongest persons of the party. `share` of the power in the body."""

    id: str
    name: str
    faction: str
    power: float
    share: float
    resources: dict[str, float]
    shapley_shubik: float  # of the game in which power is the weight and more than alpha of it wins
    banzhaf: float
    rules: float | None  # probability to belong to the ruling coalition; None outside the FRONT strongest


@dataclass(frozen=True)
class Faction:
    """Members who vote as one, called after a place in the line-up or the id of its head.

    Indices are those of the game of factions, one vote a member, by the body's own rule.
    """

    name: str
    members: tuple[str, ...]
    votes: int
    share: float
    shapley_shubik: float
    banzhaf: float
    johnston: float | None  # None for more than SOME factions


@dataclass(frozen=True)
class Coalition:
    members: tuple[str, ...]
    probability: float
    error: float  # standard error of the probability


@dataclass(frozen=True)
class BodyPower:
    """A body in a month. `ruling` are the solutions when powers are taken as exact: one, or several of equal power."""

    case: str
    body: str
    name: str
    date: str
    simulated: bool
    how: str
    factions_by: str
    alpha: float
    uncertainty: float
    quota: int
    members: tuple[Member, ...]
    candidates: tuple[str, ...]
    factions: tuple[Faction, ...]
    ruling: tuple[tuple[str, ...], ...]
    self_enforcing: bool
    dropped_next: tuple[tuple[str, ...], ...]
    coalitions: tuple[Coalition, ...]
    effective_coalitions: float

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return asdict(self)


def assess(
    sitting: Sitting, alpha: Number, uncertainty: float, *, draws: int = DRAWS, seed: int = 1
) -> BodyPower:
    """Work out voting power and ruling coalitions of those who sit.

    `alpha`: share of power that a ruling coalition must exceed; `uncertainty`: log standard deviation of the powers. The
    coalition game is played by the FRONT strongest. Raises `GameError`.
    """
    power = np.array([row[3] for row in sitting.seated])
    share = power / power.sum()
    weights = [max(1, round(float(value) * UNIT)) for value in share]
    game = WeightedGame(weights, _exceeding(alpha, sum(weights)))
    front = weights[:FRONT]
    answer = ruling_coalition(front, alpha)
    sure = ruling_probability(front, alpha, uncertainty=uncertainty, draws=draws, seed=seed)
    ids = [row[0] for row in sitting.seated]
    named = lambda members: tuple(ids[i] for i in members)  # noqa: E731
    indices = zip(map(float, game.shapley_shubik()), map(float, game.banzhaf()), strict=True)
    rules = [*sure.persons, *[None] * (len(ids) - len(front))]
    members = tuple(
        Member(row[0], row[1], row[2], row[3], float(part), row[4], shapley, banzhaf, ruling)
        for row, part, (shapley, banzhaf), ruling in zip(sitting.seated, share, indices, rules, strict=True)
    )
    return BodyPower(
        case=sitting.case,
        body=sitting.body,
        name=sitting.name,
        date=f"{sitting.date:%Y-%m}",
        simulated=sitting.simulated,
        how=sitting.how,
        factions_by=sitting.factions_by,
        alpha=float(threshold(alpha)),
        uncertainty=uncertainty,
        quota=int(_exceeding(sitting.decision, len(members))),
        members=members,
        candidates=sitting.candidates,
        factions=_factions(members, sitting.decision),
        ruling=tuple(map(named, answer.ties)),
        self_enforcing=answer.self_enforcing_grand,
        dropped_next=tuple(map(named, dropped_next(front, range(len(front)), alpha))),
        coalitions=tuple(
            Coalition(named(coalition), p, sqrt(p * (1 - p) / draws))
            for coalition, p in sure.coalitions.items()
            if p >= LEAST
        ),
        effective_coalitions=sure.effective,
    )


def _factions(members: tuple[Member, ...], decision: float) -> tuple[Faction, ...]:
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(member.faction, []).append(member)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), -sum(m.share for m in group[1])))
    votes = [len(group) for _, group in ordered]
    game = WeightedGame(votes, _exceeding(decision, sum(votes)))
    johnston = map(float, game.johnston()) if game.persons <= SOME else [None] * game.persons
    indices = zip(map(float, game.shapley_shubik()), map(float, game.banzhaf()), johnston, strict=True)
    return tuple(
        Faction(name, tuple(m.id for m in group), len(group), sum(m.share for m in group), *values)
        for (name, group), values in zip(ordered, indices, strict=True)
    )


def _exceeding(share: Number, total: int) -> Fraction:
    """The least whole number above this share of a total."""
    return Fraction(int(fraction(share, "share") * total) + 1)
