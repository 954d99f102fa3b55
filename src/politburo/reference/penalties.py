"""What losing costs: sanctions and their aftermath, a last resort to arms, and giving in."""

from __future__ import annotations

import math
from typing import Any

from politburo.reference.luck import Luck
from politburo.reference.readings import (
    NOBODY,
    active,
    clip,
    coalition,
    event,
    first,
    holder_of,
    leave_posts,
    persons,
    resource_held,
    ruling,
    sigmoid,
)
from politburo.rng import Of
from politburo.vocab import Arena, Cause, EventKind, Resource, Role, Rung, Seat, Trait

SMALL = (Role.BUREAU, Role.ORGBUREAU, Role.SECRETARIAT)


def sanctions(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Carry out what was voted, and let the defeated recant, return or be sent away."""
    people, country, told = state.people, state.country, []
    fear = country.fear * params.fear_decay
    for motion in state.agenda:
        if motion.carried:
            told.append(carry_out(world, state, motion))
            fear += params.fear_step * (params.fear_any + motion.rung / 4)
        if motion.open and motion.arena != Arena.PRESS:
            loser = motion.target if motion.carried else motion.attacker
            if loser >= 0:
                people[loser].prestige *= 1 - params.defeat
    country.fear = clip(fear, 0.0, 2.0)

    u = luck.each(Of.PERSON, world.people, 3)
    police = [resource_held(world, state, i, Resource.POLICE) for i in persons(state)]
    reach = sum(police[i] for i in coalition(state)) / max(sum(police), 1e-6)
    recant, back, exiled = [], [], []
    for i, person in enumerate(people):
        if not person.alive:
            continue
        fallen = Rung.LOST_BUREAU <= person.rung < Rung.EXILED and not person.recanted
        if fallen and u[i][0] < params.recantation * (params.timid + person.trait[Trait.CAUTION]):
            recant.append(i)
        if person.recanted and not person.member and u[i][1] < params.readmission:
            back.append(i)
        stubborn = person.rung == Rung.EXPELLED and not person.recanted and not person.member
        if stubborn and u[i][2] < params.exile * reach:
            exiled.append(i)
    for i in recant:
        people[i].recanted = True
    for i in back:
        people[i].member, people[i].rung = True, int(Rung.LOST_COMMITTEE)
    for i in exiled:
        people[i].rung = int(Rung.EXILED)

    if recant:
        i = recant[0]
        told.append(
            event(
                EventKind.RECANTATION,
                whom=i,
                cause=Cause.DEFEAT,
                second=Cause.FEAR,
                since=people[i].attack_month,
            )
        )
    if back:
        told.append(event(EventKind.READMISSION, whom=back[0], cause=Cause.DEFEAT))
    if exiled:
        i = exiled[0]
        told.append(
            event(
                EventKind.SANCTION,
                who=state.lineup.leader,
                whom=i,
                outcome=Rung.EXILED,
                cause=Cause.COERCION,
                since=people[i].attack_month,
            )
        )
    return told


def carry_out(world: Any, state: Any, motion: Any) -> dict:
    """Take from the target of a carried motion what its rung takes."""
    i, rung, line = motion.target, motion.rung, state.lineup
    person = state.people[i]
    person.rung = max(person.rung, rung)
    office = first(office.holder == i for office in state.offices)
    if rung >= Rung.LOST_POST:
        for post in state.offices:
            if post.holder == i:
                post.holder = NOBODY
    if rung >= Rung.LOST_BUREAU:
        for body, facts in zip(state.bodies, world.bodies, strict=True):
            if facts.role in SMALL:
                body.seat[i] = int(Seat.NONE)
        if ruling(state, i):
            line.lost = True
        line.core[i] = line.ring[i] = False
    if rung >= Rung.LOST_COMMITTEE:
        leave_posts(state, i)
    if rung >= Rung.EXPELLED:
        person.member = False
    return event(
        EventKind.SANCTION,
        who=motion.attacker,
        whom=i,
        body=motion.arena,
        thing=office if rung >= Rung.LOST_POST else NOBODY,
        outcome=rung,
        cause=Cause.CONTROL_OF_VOTES,
        second=motion.cause,
        since=state.month,
    )


def force(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Let the holder of most of the army's resources, if outside the coalition and under attack, try a coup."""
    people, line = state.people, state.lineup
    man = holder_of(world, state, Resource.ARMY)
    if man == NOBODY or ruling(state, man) or not active(state, man) or not state.country.standing:
        return []
    army = resource_held(world, state, man, Resource.ARMY)
    u, person = luck.own(2), people[man]
    boldness = (params.coup_bold + person.trait[Trait.AMBITION]) * (
        params.coup_nerve - person.trait[Trait.CAUTION]
    )
    hazard = (
        params.coup_rate
        * person.attacked
        * boldness
        * math.exp(params.coup_discontent * state.country.discontent)
    )
    if not u[0] < hazard:
        return []

    police = [resource_held(world, state, i, Resource.POLICE) for i in persons(state)]
    guard = sum(police[i] for i in coalition(state)) / max(sum(police), 1e-6)
    share = army / max(sum(office.resource[Resource.ARMY] for office in world.offices), 1e-6)
    odds = sigmoid(params.coup_arms * (share * person.trait[Trait.MILITARY] - guard) - params.legitimacy)
    leader, wins = line.leader, u[1] < odds
    if wins:
        for i in [i for i in persons(state) if line.core[i]]:
            leave_posts(state, i)
            people[i].rung = max(people[i].rung, int(Rung.LOST_COMMITTEE))
        for i in persons(state):
            line.core[i], line.ring[i], line.bloc[i] = i == man, False, False
        person.rung = int(Rung.CLEAR)
        line.leader, line.changed, line.lost = man, state.month, False
    else:
        leave_posts(state, man)
        person.rung, person.member = int(Rung.EXPELLED), False
    return [
        event(
            EventKind.COUP,
            who=man,
            whom=leader,
            outcome=wins,
            cause=Cause.MOMENTUM,
            second=Cause.AMBITION,
            since=person.attack_month,
        )
    ]


def yielding(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Let the first contender who gives in under attack resign an office or fall silent."""
    u = luck.each(Of.PERSON, world.people, 2)
    for i in state.lineup.contender:
        person = state.people[i]
        hazard = (
            params.yield_rate
            * person.attacked
            * (params.timid + person.trait[Trait.CAUTION])
            * (1 - person.power)
        )
        free = active(state, i) and not state.lineup.core[i] and person.silent <= 0
        if not free or not u[i][0] < hazard:
            continue
        office = first(office.holder == i for office in state.offices)
        if office >= 0 and u[i][1] < params.yield_post:
            state.offices[office].holder = NOBODY
        else:
            office, person.silent = NOBODY, float(round(params.silence_months))
        return [
            event(
                EventKind.YIELD,
                whom=i,
                thing=office,
                cause=Cause.MOMENTUM,
                second=Cause.FEAR,
                since=person.attack_month,
            )
        ]
    return []
