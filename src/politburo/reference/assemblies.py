"""The congress and the bodies that it and the committee fill."""

from __future__ import annotations

from typing import Any

from politburo.reference.luck import Luck, gumbel
from politburo.reference.readings import (
    active,
    body_of,
    coalition,
    committee_meets,
    delegates,
    event,
    full_members,
    persons,
    regard_of_core,
    ruling,
    seated,
)
from politburo.rng import Of
from politburo.vocab import Cause, EventKind, Role, Rung, Seat, Trait

SMALL = (Role.BUREAU, Role.ORGBUREAU, Role.SECRETARIAT)


def convening(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Call the congress once it is due by the rule in force, or put it off."""
    since, every = state.month - state.country.congress_last, world.country.congress_every
    called = since >= 2 * every or (since >= every and luck.own(1)[0] < params.punctuality)
    state.country.sitting = called and committee_meets(world, state) and state.country.standing
    return []


def congress(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Elect the committee from a slate when a congress sits."""
    people, orgs = state.people, state.organisations
    if not state.country.sitting:
        return []
    state.country.congress_last = state.month
    u = luck.each(Of.PERSON, world.people, 4)
    committee = body_of(world, Role.COMMITTEE)
    body, seat = state.bodies[committee], state.bodies[committee].seat
    weight = delegates(world, state)
    control = sum(w * org.loyalty for w, org in zip(weight, orgs, strict=True) if ruling(state, org.patron))

    for i, person in enumerate(people):  # a reserve cadre stands for an organisation
        if world.people[i].reserve and all(other.seat[i] == Seat.NONE for other in state.bodies):
            org = orgs[place_of(weight, u[i][0])]
            person.patron, person.loyalty = org.patron, org.loyalty
            person.held, person.shown = list(org.opinion), list(org.opinion)

    def eligible(i: int) -> bool:
        return active(state, i) and people[i].rung < Rung.LOST_COMMITTEE and world.people[i].exists

    def hostility(i: int) -> float:
        patron = people[i].patron
        if state.lineup.bloc[i] or people[i].attacked > params.lately:
            return 1.0
        if patron >= 0 and not ruling(state, patron) and people[patron].attacked > params.lately:
            return people[i].loyalty
        return 0.0

    kept = set()
    for i in persons(state):
        stay = params.retention * (1 - params.exclusion * hostility(i) * control)
        if seat[i] == Seat.FULL and eligible(i) and (ruling(state, i) or u[i][1] < stay):
            kept.add(i)

    sitting = [i for i in persons(state) if seat[i] == Seat.FULL]
    friends = [
        1.0 if ruling(state, i) else people[i].loyalty * ruling(state, people[i].patron) for i in sitting
    ]
    foreign = 1 - sum(friends) / max(len(sitting), 1)
    rate = params.growth * (params.growth_least + luck.own(1)[0]) * (1 + params.packing * foreign)
    size = round(body.size * (1 + rate))
    size = min(max(size, 1), round(params.largest_committee * world.bodies[committee].size))
    size = max(size, len(kept))
    secretaries = {org.secretary for org in orgs}
    scores = {}
    for i, person in enumerate(people):
        if not eligible(i) or i in kept or person.health <= 0.1:
            continue
        faithful = person.loyalty * control if ruling(state, person.patron) else 0.0
        local = i in secretaries or seat[i] == Seat.CANDIDATE or world.people[i].reserve
        scores[i] = params.elect_prestige * person.prestige + params.elect_faithful * faithful + local
        scores[i] += params.elect_noise * gumbel(u[i][2]) + params.elect_ruling * ruling(state, i)
        scores[i] -= params.elect_hostile * hostility(i)
    enters = set(sorted(scores, key=lambda i: -scores[i])[: size - len(kept)])
    newcomers = sum(seat[i] != Seat.FULL for i in enters)
    for i in persons(state):
        if i in kept or i in enters:
            seat[i] = int(Seat.FULL)
        elif seat[i] == Seat.FULL:
            seat[i] = int(Seat.NONE)
    body.size = float(size)
    return [
        event(
            EventKind.CONGRESS,
            who=state.lineup.leader,
            body=0,
            outcome=newcomers,
            size=len(kept | enters),
            cause=Cause.CALENDAR,
            second=Cause.APPOINTING_POWER,
        )
    ]


def place_of(weight: list[float], u: float) -> int:
    """The organisation in whose part of the hall u falls."""
    reached = 0.0
    for g, share in enumerate(weight):
        reached += share
        if u < reached:
            return g
    return len(weight) - 1


def elections(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Fill one vacancy in each small body when the committee meets; enlarge the bureau at a congress."""
    if not committee_meets(world, state):
        return []
    people, line = state.people, state.lineup
    regard = regard_of_core(state)
    u, v = luck.each(Of.PERSON, world.people, 1), luck.each(Of.BODY, world.bodies, 1)
    able, scores = set(), {}
    for i in seated(world, state, Role.COMMITTEE):
        person = people[i]
        fit = person.health > 0.2 and world.people[i].eligible
        if active(state, i) and person.rung < Rung.LOST_BUREAU and fit:
            able.add(i)
            faithful = person.loyalty if ruling(state, person.patron) else 0.0
            scores[i] = (
                params.bureau_core * line.core[i]
                + params.bureau_ring * line.ring[i]
                + regard[i]
                + faithful
                + person.prestige
            )
            scores[i] += person.trait[
                Trait.ADMINISTRATION
            ] * params.bureau_skill + params.bureau_noise * gumbel(u[i][0])
    lacks = (coalition(state) & able) - seated(world, state, Role.BUREAU)

    for b, (body, facts) in enumerate(zip(state.bodies, world.bodies, strict=True)):
        grows = state.country.sitting and lacks and facts.role == Role.BUREAU
        if grows and v[b][0] < params.enlarge_bureau:
            body.size += 1
        sits = full_members(state, b)
        candidates = sorted(able - sits)
        if facts.role in SMALL and body.size - len(sits) >= 1 and candidates and state.country.standing:
            body.seat[max(candidates, key=lambda i: scores[i])] = int(Seat.FULL)
    return []
