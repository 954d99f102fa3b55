"""The country and the mass of the party: what no contender decides, and what all of them must answer."""

from __future__ import annotations

import math
from typing import Any

from politburo.reference.luck import Luck, binomial
from politburo.reference.readings import (
    NOBODY,
    active,
    clip,
    coalition,
    event,
    full_members,
    group_position,
    interest,
    leave_posts,
    on_axis,
    persons,
    powers_of_offices,
    resource_held,
    ruling,
    seated,
    shares,
    sigmoid,
    two_best,
)
from politburo.rng import Of
from politburo.vocab import (
    Axis,
    Cause,
    Education,
    EntryKind,
    EventKind,
    Resource,
    Response,
    Role,
    Rung,
    ShockKind,
    SocialClass,
    Trait,
)

TOLD_AT_MOST = 3


def shocks(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Apply the shocks whose month has come, and the life table."""
    country = state.country
    due = [
        s
        for s, shock in enumerate(world.shocks)
        if shock.exists
        and country.shock_month[s] == state.month
        and (shock.person == NOBODY or state.people[shock.person].alive)
    ]
    of_kind = lambda kind: [s for s in due if world.shocks[s].kind == kind]  # noqa: E731
    u = luck.each(Of.PERSON, world.people, 1)

    dead = []
    for i, person in enumerate(state.people):
        facts = world.people[i]
        ill = sum(world.shocks[s].size for s in of_kind(ShockKind.ILLNESS) if world.shocks[s].person == i)
        person.ceiling = clip(person.ceiling - params.illness_lasting * ill, 0.0, 1.0)
        health = person.health - ill
        health = clip(health + params.recovery * (person.ceiling - health), 0.0, 1.0)
        person.health = health if person.alive else 0.0
        age = facts.age + state.month / 12
        hazard = params.mortality * math.exp(0.085 * (age - 50)) * (2 - person.health) / 12
        struck = any(world.shocks[s].person == i for s in of_kind(ShockKind.DEATH))
        natural = u[i][0] < hazard and not facts.dated_death
        if (struck or natural) and person.alive and facts.exists:
            dead.append(i)
    for i in dead:
        leave_posts(state, i)
        state.people[i].alive = False
        state.people[i].health = 0.0

    size = lambda kind: sum(world.shocks[s].size for s in of_kind(kind))  # noqa: E731
    if of_kind(ShockKind.HARVEST):
        country.harvest = size(ShockKind.HARVEST)
    else:
        country.harvest *= 1 - 1 / 12
    country.threat = clip(country.threat * (1 - params.threat_decay) + size(ShockKind.FOREIGN), 0.0, 1.0)
    country.discontent = clip(country.discontent + size(ShockKind.DISASTER), 0.0, 1.0)

    told = []
    for s in [s for s in due if world.shocks[s].kind != ShockKind.DEATH][:TOLD_AT_MOST]:
        shock = world.shocks[s]
        told.append(
            event(
                EventKind.SHOCK,
                whom=shock.person,
                thing=s,
                outcome=shock.kind,
                size=1000 * shock.size,
                cause=Cause.FOREIGN_ACT if shock.kind == ShockKind.FOREIGN else Cause.NATURE,
            )
        )
    for i in dead[:TOLD_AT_MOST]:
        by = [s for s in of_kind(ShockKind.DEATH) if world.shocks[s].person == i]
        age = world.people[i].age + state.month / 12
        told.append(
            event(EventKind.DEATH, whom=i, thing=by[0] if by else NOBODY, size=age, cause=Cause.NATURE)
        )
    return told


def crisis(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Move discontent, let the ruling coalition answer, and test whether the regime survives."""
    country, leader = state.country, state.lineup.leader
    u = luck.own(3)
    economy, centre = on_axis(world, Axis.ECONOMY), on_axis(world, Axis.CENTRE)
    wish = group_position(state, coalition(state))
    level = params.response_level

    before = country.discontent
    d = before + 0.1 * (params.discontent_rest - before)
    hunger = params.harvest_on_discontent * max(0.0, -country.harvest)
    burden = params.coercion_on_discontent * max(0.0, sum(country.policy[k] for k in economy))
    d = clip(d + hunger - 0.02 * max(0.0, country.harvest) + burden, 0.0, 1.0)

    unrest, height = d > level >= before, d
    answers = d > level and u[0] < params.response_rate and country.standing
    coerces = u[1] < sigmoid(3 * sum(wish[k] for k in economy) + 2 * country.threat - 1)
    step = 0.0
    if answers:
        step = 0.1 if coerces else -0.15
        d -= params.response_relief * (0.5 if coerces else 1.0)
        if coerces:
            country.fear = clip(country.fear + 0.02, 0.0, 2.0)
    policy = [
        now + params.policy_pace * (wish[k] - now) + (step if k in economy else 0.0)
        for k, now in enumerate(country.policy)
    ]

    weight = shares({i: state.people[i].power for i in state.lineup.contender})
    for k, dispute in enumerate(world.disputes):
        mean = sum(w * state.people[i].shown[k] for i, w in weight.items())
        disunity = math.sqrt(sum(w * (state.people[i].shown[k] - mean) ** 2 for i, w in weight.items()))
        target = dispute.salience
        if dispute.axis in (Axis.ECONOMY, Axis.LABOUR):
            target += 0.5 * max(0.0, d - params.discontent_rest)
        elif dispute.axis == Axis.INTERNATIONAL:
            target += 0.4 * country.threat
        elif dispute.axis == Axis.REGIME:
            target += 0.4 * disunity
        now = country.salience[k]
        country.salience[k] = clip(now + 0.1 * (target - now), 0.0, 1.0)

    pressure = params.hardening * (max(0.0, -country.harvest) + country.threat)
    for i, person in enumerate(state.people):
        if state.lineup.core[i]:
            for k in economy:
                person.held[k] += pressure * (1 - person.held[k])

    falls = country.standing and u[2] < params.collapse_rate * max(0.0, d - params.collapse_level) ** 2
    was, now = sum(country.policy[k] for k in centre), sum(policy[k] for k in centre)
    country.discontent = clip(d, 0.0, 1.0)
    country.policy = [clip(x, -1.0, 1.0) for x in policy]
    country.standing = country.standing and not falls

    told, size = [], 1000 * d
    if unrest:
        cause, second = (Cause.POLICY, Cause.NATURE) if burden > hunger else (Cause.NATURE, Cause.POLICY)
        told.append(event(EventKind.UNREST, size=1000 * height, cause=cause, second=second))
    if answers:
        told.append(
            event(
                EventKind.RESPONSE,
                who=leader,
                thing=economy[0] if economy else 0,
                outcome=Response.COERCION if coerces else Response.CONCESSION,
                size=size,
                cause=Cause.DISCONTENT,
            )
        )
    if falls:
        told.append(event(EventKind.COLLAPSE, who=leader, size=size, cause=Cause.DISCONTENT))
    if was * now < 0:
        told.append(
            event(
                EventKind.AUTONOMY,
                who=leader,
                thing=centre[0],
                outcome=1 if now > 0 else -1,
                size=1000 * now,
                cause=Cause.POLICY,
            )
        )
    return told


def membership(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Decide on mass admission and purge, then move the cohorts of every organisation."""
    party, orgs = state.membership, state.organisations
    u, w = luck.each(Of.ORGANISATION, world.organisations, 6), luck.own(2)
    cohorts = range(len(world.membership.kind))
    levy_cohort = [world.membership.kind[e] == EntryKind.LEVY for e in cohorts]
    ordinary = [world.membership.kind[e] == EntryKind.ORDINARY for e in cohorts]
    young = [levy_cohort[e] or ordinary[e] for e in cohorts]

    in_cohort = [sum(org.members[e] for org in orgs) for e in cohorts]
    total = max(sum(in_cohort), 1.0)
    of_class = [sum(in_cohort[e] * sum(party.mix[e][c]) for e in cohorts) / total for c in SocialClass]
    schooling = [
        sum(in_cohort[e] * party.mix[e][c][s] for e in cohorts for c in SocialClass) / total
        for s in Education
    ]
    newcomers = sum(in_cohort[e] for e in cohorts if young[e]) / total

    wish = group_position(state, coalition(state))
    apart = [
        clip(sum(org.opinion[d] - wish[d] for d in on_axis(world, Axis.REGIME)), 0.0, 1.0) for org in orgs
    ]
    opposition = sum(a * sum(org.members) for a, org in zip(apart, orgs, strict=True)) / total
    renown = sum(state.people[i].prestige for i in persons(state) if active(state, i))
    renown_of_rulers = sum(state.people[i].prestige for i in coalition(state)) / max(renown, 1e-6)
    reasons = {
        Cause.WORKER_SHARE: 2 * (params.worker_target - of_class[SocialClass.WORKER]),
        Cause.LEGITIMACY: 3 * max(0.0, 0.5 - renown_of_rulers),
        Cause.INTEREST: 2 * opposition,
    }
    levy_before, purge_before = party.levy, party.purge
    free = levy_before <= 0 and purge_before <= 0 and state.country.standing
    starts = free and w[0] < params.levy_rate * math.exp(sum(reasons.values()))
    unrest, dilution = 4 * state.country.discontent, 3 * newcomers
    purges = free and not starts and w[1] < params.purge_rate * math.exp(unrest + dilution - 2)
    party.levy = float(round(params.levy_months)) if starts else max(levy_before - 1, 0.0)
    party.purge = 6.0 if purges else max(purge_before - 1, 0.0)

    stratum_of_workers = [facts.stratum[0] for facts in world.organisations]
    size = [sum(org.members) for org in orgs]
    mean = sum(a * b for a, b in zip(stratum_of_workers, size, strict=True)) / total
    admitted, joined, removed = [0] * len(orgs), [0] * len(orgs), 0
    for g, org in enumerate(orgs):
        if party.levy > 0:
            open_to = stratum_of_workers[g] / max(mean, 1e-6)
            admitted[g] = binomial(size[g], params.levy_size * open_to, u[g][0])
        joined[g] = binomial(size[g], params.admission, u[g][1])
        for e in cohorts:
            count = org.members[e]
            count -= binomial(count, params.attrition, u[g][2])
            if party.purge > 0:
                rate = params.purge_size * (0.5 + apart[g]) * (1.0 + young[e])
                out = binomial(count, rate, u[g][3])
                count -= out
                removed += out
            count += admitted[g] * levy_cohort[e] + joined[g] * ordinary[e]
            org.members[e] = count if world.organisations[g].exists else 0.0

    campaign = newcomers_mix(of_class, schooling, params.levy_workers, params.levy_schooling)
    blend(state, levy_cohort, sum(admitted), campaign)
    blend(state, ordinary, sum(joined), newcomers_mix(of_class, schooling, params.admission_workers, 1.0))

    told, leader = [], state.lineup.leader
    if starts or (levy_before > 0 and party.levy <= 0):
        cause, second = two_best(reasons) if starts else (Cause.CALENDAR, Cause.NONE)
        told.append(
            event(
                EventKind.LEVY,
                who=leader,
                outcome=starts,
                size=sum(admitted) / 1000,
                cause=cause,
                second=second,
            )
        )
    if purges or (purge_before > 0 and party.purge <= 0):
        cause = Cause.DISCONTENT if unrest > dilution else Cause.NEWCOMERS
        cause = cause if purges else Cause.CALENDAR
        told.append(event(EventKind.PURGE, who=leader, outcome=purges, size=removed / 1000, cause=cause))
    return told


def newcomers_mix(
    of_class: list[float], schooling: list[float], workers: float, schooled: float
) -> list[list[float]]:
    """Composition of those who enter: the share of workers given, others and schooling like the party's, less `schooled`."""
    others = max(sum(of_class[c] for c in SocialClass if c != SocialClass.WORKER), 1e-6)
    classes = [(1 - workers) * of_class[c] / others for c in SocialClass]
    classes[SocialClass.WORKER] = workers
    learned = list(schooling)
    learned[Education.SECONDARY] *= schooled
    learned[Education.HIGHER] *= schooled
    learned[Education.PRIMARY] += 1 - sum(learned)
    return [[a * b for b in learned] for a in classes]


def blend(state: Any, cohort: list[bool], count: int, incoming: list[list[float]]) -> None:
    """Mix `count` newcomers into the composition of the cohort that they joined."""
    mix = state.membership.mix
    now = sum(org.members[e] for org in state.organisations for e in range(len(mix)) if cohort[e])
    share = clip(count / max(now, 1.0), 0.0, 1.0)
    for e in range(len(mix)):
        if cohort[e]:
            mix[e] = [
                [(1 - share) * old + share * new for old, new in zip(*rows, strict=True)]
                for rows in zip(mix[e], incoming, strict=True)
            ]


def voice(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Move opinion in the organisations, the positions that persons show, and their prestige."""
    people, agenda = state.people, state.agenda
    regime, disputes = on_axis(world, Axis.REGIME), range(len(world.disputes))
    press = [resource_held(world, state, i, Resource.PRESS) for i in persons(state)]
    heard = {i for i in state.lineup.contender if active(state, i)}
    reach = {}
    for i in heard:
        person = people[i]
        reach[i] = (0.2 + press[i] / max(sum(press), 1e-6)) * (0.3 + person.trait[Trait.ORATORY])
        reach[i] *= person.prestige * person.health if person.silent <= 0 else 0.0
    message = [sum(w * people[i].shown[d] for i, w in shares(reach).items()) for d in disputes]

    for g, org in enumerate(state.organisations):
        grip = params.secretary_control * max(org.loyalty, 0.5 * org.appointed)
        for d in disputes:
            line = people[org.patron].shown[d] if org.patron >= 0 else 0.0
            now = org.opinion[d]
            pull = grip * (line - now) + (1 - grip) * (message[d] - now)
            anchor = params.anchor * (interest(world, params, g, d) - now)
            org.opinion[d] = clip(now + params.opinion_pace * pull + anchor, -1.0, 1.0)

    seats = {i for b in range(len(world.bodies)) for i in full_members(state, b)}
    bureau = seated(world, state, Role.BUREAU)
    for i, person in enumerate(people):
        # what he holds and what he shows
        held_on_regime = sum(person.held[d] for d in regime)
        shown_on_regime = sum(person.shown[d] for d in regime)
        aim = held_on_regime
        if ruling(state, i):
            aim = -0.6
        elif person.attacked > 0.3:
            aim = 0.7
        turn = params.turn if i in heard else 0.0
        for d in disputes:
            if d in regime:
                person.shown[d] += turn * (aim - shown_on_regime)
                person.held[d] += 0.25 * turn * (aim - held_on_regime)
            else:
                person.shown[d] += 0.2 * (person.held[d] - person.shown[d])
        person.shown = [clip(x, -1.0, 1.0) for x in person.shown]
        person.held = [clip(x, -1.0, 1.0) for x in person.held]

        # what he is thought of
        level = 0.6 * person.base + 0.3 * min(powers_of_offices(world, state, i), 1.0)
        level += 0.05 * (i in seats) + params.prestige_of_bureau * (i in bureau)
        level = clip(level, 0.01, 1.0)
        if person.rung >= Rung.LOST_BUREAU:
            level *= 0.5
        prestige = person.prestige + params.prestige_reversion * (level - person.prestige)
        hurt = 0.0
        for motion in agenda:
            if motion.open:
                hurt += params.smear * (motion.target == i) + params.smear / 3 * (motion.attacker == i)
        person.prestige = clip(prestige * (1 - hurt), 0.005, 1.0)
        person.silent = max(person.silent - 1, 0.0)
        person.attacked *= 0.92
    return []
