"""Power: resources read off the institutions, the contenders, and which sets of them would hold together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from politburo.reference.luck import Luck, normal
from politburo.reference.readings import (
    active,
    body_of,
    committee_meets,
    delegates,
    persons,
    powers_of_offices,
    resource_held,
    ruling,
    seated,
)
from politburo.reference.votes import (
    chance_to_carry,
    expressed,
    expressed_by_organisations,
    utilities_of_organisations,
    utilities_of_persons,
)
from politburo.rng import Of
from politburo.vocab import Resource, Role, Rung

DRAWS = 6
FRONT = 3
SCALE = 2**14
UNIT = 2**16


def standing(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Turn resources into shares of power; when the committee meets choose the contenders and judge their coalitions."""
    raw = raw_power(world, params, state)
    strongest = sorted(raw, reverse=True)[: world.contenders]
    for i, person in enumerate(state.people):
        person.power = raw[i] / max(sum(strongest), 1e-9)
        pace = 1.0 if state.month == 0 else params.sight
        person.seen = person.seen + pace * (person.power - person.seen) if person.alive else 0.0
    if not committee_meets(world, state):
        return []

    line = state.lineup
    line.contender = contenders(world, state)
    line.regard = [[state.ties[i].trust[c] for c in line.contender] for i in persons(state)]
    line.stable = stability(luck, world, params, state)
    line.necessary = necessity(params, state)
    line.wins_alone = [0.0] * len(line.contender)
    for place in range(FRONT):
        line.wins_alone[place] = chance_alone(world, params, state, line.contender[place])
    return []


def raw_power(world: Any, params: Any, state: Any) -> list[float]:
    """Power of each person after clients have lent theirs to their patrons."""
    people, weight = state.people, delegates(world, state)
    apparatus = [0.0] * len(people)
    for org, share in zip(state.organisations, weight, strict=True):
        if org.patron >= 0:
            apparatus[org.patron] += share * org.loyalty
        if org.secretary >= 0:
            apparatus[org.secretary] += share * (1 - org.loyalty)
    voters = seated(world, state, Role.COMMITTEE)
    votes = [0.0] * len(people)
    for i in voters:
        votes[i] += 1
        if people[i].patron >= 0:
            votes[people[i].patron] += people[i].loyalty
    renown = sum(person.prestige for person in people if person.alive)
    offices = sum(
        amount
        for office in world.offices
        for resource, amount in enumerate(office.resource)
        if resource != Resource.APPOINTMENTS
    )

    own = [0.0] * len(people)
    for i, person in enumerate(people):
        if not (person.alive and world.people[i].exists and world.people[i].eligible):
            continue
        v = params.force_over_votes
        arms = sum(
            resource_held(world, state, i, kind)
            / max(sum(office.resource[kind] for office in world.offices), 1e-6)
            for kind in (Resource.ARMY, Resource.POLICE)
        )
        formal = (1 - v) * (apparatus[i] + votes[i] / max(len(voters), 1)) / 2 + v * arms / 2
        informal = params.prestige_weight * person.prestige / max(renown, 1e-6)
        bundle = powers_of_offices(world, state, i) / max(offices, params.reference_offices)
        informal += (1 - params.prestige_weight) * bundle
        act = 1 - (person.rung / Rung.EXILED) ** params.rung_exponent
        if person.recanted:
            act *= params.recanted_weight
        if not person.member:
            act *= 0.3
        gravest = max(
            (fact.weight for fact in world.liabilities if fact.exists and fact.person == i), default=0.0
        )
        own[i] = act * (1 - v * gravest) * person.health
        own[i] *= params.formal_weight * formal + (1 - params.formal_weight) * informal

    after = list(own)
    for i, person in enumerate(people):
        patron = person.patron
        if patron >= 0 and active(state, patron) and people[patron].health > 0.3:
            after[i] -= params.lending * person.loyalty * own[i]
            after[patron] += params.lending * person.loyalty * own[i]
    return after


def contenders(world: Any, state: Any) -> list[int]:
    """The K strongest persons, coalition and bloc before others of like power; strongest first, equals by address."""
    rank, order = {}, {}
    for i, person in enumerate(state.people):
        ahead = 0.02 if ruling(state, i) or state.lineup.bloc[i] else 0.0
        rank[i] = person.power + (ahead if person.power > 0.005 else 0.0)
        if not (person.alive and world.people[i].exists and world.people[i].eligible):
            rank[i] = -1.0
        order[i] = rank[i] - ahead
    chosen = sorted(rank, key=lambda i: (-rank[i], -world.people[i].address))[: world.contenders]
    return sorted(chosen, key=lambda i: -order[i])


def self_enforcing(powers: Sequence[int], alpha: int) -> dict[frozenset[int], bool]:
    """The definition: a set holds if no smaller set within it both holds and has more than alpha / UNIT of its power."""
    holds = {frozenset(): True}
    for size in range(1, len(powers) + 1):
        for members in combinations(range(len(powers)), size):
            limit = sum(powers[i] for i in members) * alpha // UNIT
            rebels = (
                frozenset(part) for smaller in range(1, size) for part in combinations(members, smaller)
            )
            holds[frozenset(members)] = not any(
                holds[part] and sum(powers[i] for i in part) > limit for part in rebels
            )
    return holds


def sets_in_order(k: int) -> list[frozenset[int]]:
    """Every set of k places in the order of the engine: bit i of the row is place i."""
    return [frozenset(i for i in range(k) if row >> i & 1) for row in range(2**k)]


def power_of_able(state: Any) -> list[float]:
    """Power of each contender, nought for those who cannot act."""
    return [state.people[c].power if active(state, c) else 0.0 for c in state.lineup.contender]


def stability(luck: Luck, world: Any, params: Any, state: Any) -> list[float]:
    """Share of `DRAWS` uncertain pictures of the powers in which each set of contenders holds together."""
    u = luck.each(Of.PERSON, world.people, DRAWS)
    base, contender = power_of_able(state), state.lineup.contender
    count = dict.fromkeys(sets_in_order(len(base)), 0)
    for draw in range(DRAWS):
        noisy = [
            power * math.exp(params.power_noise * normal(u[c][draw]))
            for power, c in zip(base, contender, strict=True)
        ]
        total = max(sum(noisy), 1e-9)
        powers = [max(round(power / total * SCALE), 1) for power in noisy]
        for members, holds in self_enforcing(powers, round(params.threshold * UNIT)).items():
            count[members] += holds
    return [times / DRAWS for times in count.values()]


def necessity(params: Any, state: Any) -> list[float]:
    """Share of the feasible sets (able, winning, holding in half of the draws) that contain each contender."""
    base = power_of_able(state)
    able = [active(state, c) for c in state.lineup.contender]
    feasible = [
        members
        for members, stable in zip(sets_in_order(len(base)), state.lineup.stable, strict=True)
        if sum(base[i] for i in members) > params.threshold * sum(base)
        and stable >= 0.5
        and all(able[i] for i in members)
    ]
    return [sum(i in members for members in feasible) / max(len(feasible), 1) for i in range(len(base))]


def chance_alone(world: Any, params: Any, state: Any, i: int) -> float:
    """The least of the chances to win committee, bureau and congress against all other contenders but one's clients."""
    if not active(state, i):
        return 0.0
    clients = {j for j, person in enumerate(state.people) if person.patron == i and person.loyalty >= 0.5}
    rivals = {c for c in state.lineup.contender if active(state, c) and c not in clients and c != i}
    side = {j for j in clients if active(state, j)} | {i}
    u = utilities_of_persons(world, params, state, side, rivals, -1)
    chances = []
    for role, requirement in ((Role.COMMITTEE, "sanction"), (Role.BUREAU, "decision")):
        voters = seated(world, state, role)
        p = expressed(params, state, u, voters, 3)
        votes = [1.0 if j in voters else 0.0 for j in persons(state)]
        chances.append(chance_to_carry(p, votes, getattr(world.bodies[body_of(world, role)], requirement)))
    wishes = utilities_of_organisations(world, params, state, side, rivals, -1)
    q = expressed_by_organisations(world, params, state, wishes, 3)
    votes = [share * state.bodies[0].size for share in delegates(world, state)]
    chances.append(chance_to_carry(q, votes, world.bodies[0].decision))
    return min(chances)
