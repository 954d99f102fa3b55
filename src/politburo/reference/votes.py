"""How people vote: private utility, expressed vote, and how sure a side is to win."""

from __future__ import annotations

import math
from typing import Any

from politburo.reference.readings import (
    clip,
    delegates,
    group_position,
    on_axis,
    persons,
    power_shares,
    shares,
    sigmoid,
)
from politburo.vocab import Axis, Stratum


def clientage(patron: int, loyalty: float, own: int, side: set[int], against: set[int]) -> float:
    """Pull of one's own side (`own` +1 or -1) or, for those on neither, of a patron on one of them."""
    if own != 0:
        return own
    return loyalty * ((patron in side) - (patron in against))


def prestige_edge(params: Any, state: Any, side: set[int], against: set[int]) -> float:
    """Log ratio of the best-known names on both sides, within `prestige_span`."""
    ours = max((state.people[i].prestige for i in side), default=0.0) + params.obscure
    theirs = max((state.people[i].prestige for i in against), default=0.0) + params.obscure
    return clip(math.log(ours / theirs), -params.prestige_span, params.prestige_span)


def closing(world: Any, state: Any, side: set[int], against: set[int]) -> float:
    """How much more a side stands for discipline than the other."""
    ours, theirs = group_position(state, side), group_position(state, against)
    return sum(theirs[d] - ours[d] for d in on_axis(world, Axis.REGIME)) / 2


def nearer(state: Any, x: float, ours: list[float], theirs: list[float], dispute: int) -> float:
    """How much closer position x is to our side on the dispute, times how much the dispute matters."""
    if dispute < 0:
        return 0.0
    return (abs(x - theirs[dispute]) - abs(x - ours[dispute])) / 2 * state.country.salience[dispute]


def common_to_all(params: Any, state: Any, side: set[int], against: set[int]) -> float:
    """What speaks for a side whoever votes: that it rules, and its names."""
    rules = any(state.lineup.core[i] for i in side)
    return params.vote_incumbent * rules + params.vote_prestige * prestige_edge(params, state, side, against)


def utilities_of_persons(
    world: Any, params: Any, state: Any, side: set[int], against: set[int], dispute: int
) -> list[float]:
    """Private utility of each person for the motion of `side`."""
    ours, theirs = group_position(state, side), group_position(state, against)
    weight_a, weight_b = power_shares(state, side), power_shares(state, against)
    common = common_to_all(params, state, side, against)
    close = closing(world, state, side, against)
    secretaries = {org.secretary for org in state.organisations}
    utilities = []
    for i in persons(state):
        person = state.people[i]
        pull = clientage(person.patron, person.loyalty, (i in side) - (i in against), side, against)
        regard = 0.0
        for place, c in enumerate(state.lineup.contender):
            regard += state.lineup.regard[i][place] * (weight_a.get(c, 0.0) - weight_b.get(c, 0.0))
        regard = clip(regard, -1.0, 1.0) * (1 - abs(pull))
        u = common + params.vote_side * (pull + params.vote_trust * regard)
        if dispute >= 0:
            u += params.vote_policy * nearer(state, person.held[dispute], ours, theirs, dispute)
        if world.people[i].reserve or i in secretaries:
            u += params.self_interest * close
        utilities.append(u)
    return utilities


def utilities_of_organisations(
    world: Any, params: Any, state: Any, side: set[int], against: set[int], dispute: int
) -> list[tuple[float, float, float]]:
    """(The secretary's utility, the members' utility, the secretary's grip) of each organisation."""
    ours, theirs = group_position(state, side), group_position(state, against)
    common = common_to_all(params, state, side, against)
    interest = params.self_interest * closing(world, state, side, against)
    name_a = shares({i: state.people[i].prestige for i in side})
    name_b = shares({i: state.people[i].prestige for i in against})
    appeal = [0.0] * len(Stratum)
    for stratum in Stratum:
        appeal[stratum] = sum(w * world.people[i].appeal[stratum] for i, w in name_a.items())
        appeal[stratum] -= sum(w * world.people[i].appeal[stratum] for i, w in name_b.items())
    out = []
    for org, facts in zip(state.organisations, world.organisations, strict=True):
        own = (org.secretary in side) - (org.secretary in against)
        pull = clientage(org.patron, org.loyalty, own, side, against)
        policy = 0.0
        if dispute >= 0:
            policy = params.vote_policy * nearer(state, org.opinion[dispute], ours, theirs, dispute)
        secretary = common + params.vote_side * pull + policy + interest
        names = sum(facts.stratum[stratum] * appeal[stratum] for stratum in Stratum)
        members = common + policy + params.vote_appeal * names
        grip = params.secretary_control * (
            params.grip_least + params.grip_by_loyalty * max(org.loyalty, org.appointed)
        )
        out.append((secretary, members, clip(grip, 0.0, 1.0)))
    return out


def conformity(params: Any, state: Any, expected: float) -> float:
    """Pull of the majority that one expects."""
    weight = min(params.bandwagon + params.fear_on_votes * state.country.fear, params.conformity_cap)
    return weight * clip(params.conformity_slope * (2 * expected - 1), -1.0, 1.0)


def expressed(params: Any, state: Any, u: list[float], voters: set[int], rounds: int = 4) -> list[float]:
    """Chance that each person votes aye, once everyone has guessed the outcome `rounds` times."""
    p = [sigmoid(x) for x in u]
    for _ in range(rounds):
        expected = sum(p[i] for i in voters) / max(len(voters), 1)
        p = [sigmoid(x + conformity(params, state, expected)) for x in u]
    return p


def expressed_by_organisations(
    world: Any, params: Any, state: Any, wishes: list[tuple[float, float, float]], rounds: int = 4
) -> list[float]:
    """Chance that a delegate of each organisation votes aye; a bastion expects its own majority, not the hall's."""

    def vote(g: int, extra: float) -> float:
        secretary, members, grip = wishes[g]
        return grip * sigmoid(params.firmness * secretary + extra) + (1 - grip) * sigmoid(members + extra)

    weight = delegates(world, state)
    q = [vote(g, 0.0) for g in range(len(wishes))]
    for _ in range(rounds):
        hall = sum(q[g] * weight[g] for g in range(len(wishes)))
        own = [org.entrenched for org in state.organisations]
        expected = [own[g] * q[g] + (1 - own[g]) * hall for g in range(len(wishes))]
        q = [vote(g, conformity(params, state, expected[g])) for g in range(len(wishes))]
    return q


def chance_to_carry(p: list[float], votes: list[float], requirement: float) -> float:
    """Chance that the ayes exceed the requirement when row v casts ``votes[v]`` votes, aye with chance p[v]."""
    n = sum(votes)
    if n <= 0:
        return 0.0
    mean = sum(x * count for x, count in zip(p, votes, strict=True))
    sd = math.sqrt(sum(x * (1 - x) * count for x, count in zip(p, votes, strict=True)) + 1e-3)
    return 0.5 * math.erfc(-(mean - requirement * n) / sd / math.sqrt(2))
