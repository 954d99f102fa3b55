"""What several mechanisms read off a state: who is whose man, who sits where, what a group wants, how it is told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from politburo.vocab import Axis, Resource, Role, Rung, Seat

NOBODY = -1


# arithmetic


def clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def dot(a: Iterable[float], b: Iterable[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def best(scores: Sequence[float]) -> int:
    """Place of the largest score, the first of equals."""
    return max(range(len(scores)), key=lambda place: scores[place])


def first(flags: Iterable[bool]) -> int:
    """Place of the first that is true, or `NOBODY`."""
    return next((place for place, flag in enumerate(flags) if flag), NOBODY)


def two_best(scores: dict[Any, float]) -> tuple[Any, Any]:
    """The keys of the largest and of the second largest score."""
    ranked = sorted(scores, key=lambda key: -scores[key])
    return ranked[0], ranked[1]


def whole(x: float) -> int:
    """Cut to a whole number as the table of events stores it: after rounding to single precision (900, not 899.99998)."""
    return int(np.float32(x))


# telling


def event(kind: int, **known: Any) -> dict[str, int]:
    """One event: whole numbers by the column names of the table of events; what is not known is -1 or nought."""
    told = dict.fromkeys(("who", "whom", "body", "thing", "weapon", "outcome", "since"), NOBODY)
    told |= dict.fromkeys(("ayes", "nays", "abstentions", "size", "cause", "second"), 0)
    assert set(known) <= set(told), known
    return {"kind": int(kind)} | {name: whole(known.get(name, value)) for name, value in told.items()}


# persons


def active(state: Any, i: int) -> bool:
    """He lives, belongs to the party and is neither expelled nor exiled."""
    person = state.people[i]
    return person.alive and person.member and person.rung < Rung.EXPELLED


def ruling(state: Any, i: int) -> bool:
    """He belongs to the core or the ring; false for nobody."""
    return i >= 0 and (state.lineup.core[i] or state.lineup.ring[i])


def persons(state: Any) -> range:
    return range(len(state.people))


def coalition(state: Any) -> set[int]:
    return {i for i in persons(state) if ruling(state, i)}


def shares(weights: dict[int, float]) -> dict[int, float]:
    """The weights divided by their sum."""
    total = max(sum(weights.values()), 1e-9)
    return {i: weight / total for i, weight in weights.items()}


def power_shares(state: Any, group: Iterable[int]) -> dict[int, float]:
    """Each member's share of a group's power."""
    return shares({i: state.people[i].power + 1e-6 for i in group})


def group_position(state: Any, group: Iterable[int]) -> list[float]:
    """Power-weighted mean of the positions that a group shows, by dispute; nought for an empty group."""
    share = power_shares(state, group)
    disputes = range(len(state.country.policy))
    return [sum(weight * state.people[i].shown[d] for i, weight in share.items()) for d in disputes]


def regard_of_core(state: Any) -> list[float]:
    """Power-weighted mean trust of the core (its members among the contenders) in each person."""
    share = power_shares(state, [i for i in state.lineup.contender if state.lineup.core[i]])
    return [sum(weight * state.ties[i].trust[j] for i, weight in share.items()) for j in persons(state)]


def selfish(params: Any, person: Any, trait: int) -> float:
    """Factor on what he does for himself at colleagues' cost: 1 at middling collegiality."""
    return 1 + params.collegial * (1 - 2 * person.trait[trait])


# institutions


def body_of(world: Any, role: Role) -> int:
    return first(body.role == role for body in world.bodies)


def committee_meets(world: Any, state: Any) -> bool:
    return state.month % max(world.bodies[body_of(world, Role.COMMITTEE)].every, 1) == 0


def full_members(state: Any, body: int) -> set[int]:
    """Living full members of a body."""
    return {i for i in persons(state) if state.bodies[body].seat[i] == Seat.FULL and state.people[i].alive}


def seated(world: Any, state: Any, role: Role) -> set[int]:
    return full_members(state, body_of(world, role))


def delegates(world: Any, state: Any) -> list[float]:
    """Share of the congress that each organisation sends."""
    members = [
        sum(org.members) if facts.exists else 0.0
        for org, facts in zip(state.organisations, world.organisations, strict=True)
    ]
    total = max(sum(members), 1.0)
    return [count / total for count in members]


def resource_held(world: Any, state: Any, i: int, resource: int) -> float:
    """How much of a resource a person's offices give him."""
    held = 0.0
    for office, facts in zip(state.offices, world.offices, strict=True):
        if office.holder == i and office.established and facts.exists:
            held += facts.resource[resource]
    return held


def powers_of_offices(world: Any, state: Any, i: int) -> float:
    """All resources that a person's offices give him, but for the power to appoint."""
    return sum(resource_held(world, state, i, r) for r in Resource if r != Resource.APPOINTMENTS)


def appointer(world: Any, state: Any) -> int:
    """Who holds most of the power to appoint."""
    return holder_of(world, state, Resource.APPOINTMENTS)


def holder_of(world: Any, state: Any, resource: Resource) -> int:
    """Who holds most of a resource; of equals the most powerful; nobody if they are equal in that too."""
    held = {i: resource_held(world, state, i, resource) for i in persons(state) if state.people[i].alive}
    most = max(held.values(), default=0.0)
    if most <= 0:
        return NOBODY
    equals = [i for i in held if held[i] == most]
    strongest = max(state.people[i].power for i in equals)
    front = [i for i in equals if state.people[i].power == strongest]
    return front[0] if len(front) == 1 else NOBODY


def on_axis(world: Any, axis: Axis) -> list[int]:
    """The disputes of an axis."""
    return [d for d, dispute in enumerate(world.disputes) if dispute.axis == axis]


def interest(world: Any, params: Any, g: int, d: int) -> float:
    """What an organisation stands for by itself on a dispute: a national republic wants more autonomy."""
    facts = world.organisations[g]
    extra = params.autonomy if facts.republic and world.disputes[d].axis == Axis.CENTRE else 0.0
    return clip(facts.position[d] + extra, -1.0, 1.0)


def leave_posts(state: Any, i: int) -> None:
    """Vacate every seat, office, secretaryship and place in the line-up of a person."""
    for body in state.bodies:
        body.seat[i] = int(Seat.NONE)
    for office in state.offices:
        if office.holder == i:
            office.holder = NOBODY
    for org in state.organisations:
        if org.secretary == i:
            org.secretary = NOBODY
    line = state.lineup
    if ruling(state, i):
        line.lost = True
    line.core[i] = line.ring[i] = line.bloc[i] = False
