"""Who attacks whom, on what, and before which body; and the votes."""

from __future__ import annotations

import math
from types import SimpleNamespace as Plan
from typing import Any

from politburo.reference.luck import Luck, binomial, gumbel, normal
from politburo.reference.readings import (
    NOBODY,
    active,
    best,
    body_of,
    clip,
    coalition,
    committee_meets,
    delegates,
    event,
    full_members,
    group_position,
    persons,
    power_shares,
    ruling,
    seated,
    sigmoid,
    two_best,
)
from politburo.reference.votes import (
    expressed,
    expressed_by_organisations,
    utilities_of_organisations,
    utilities_of_persons,
)
from politburo.rng import Of
from politburo.vocab import Arena, Cause, EventKind, Role, Rung, Seat, Trait

NEVER = 2.0
NOT_OPENED = {"attacker": -1, "target": -1, "dispute": -1, "weapon": -1, "rung": 0, "since": -1}


def offensives(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Open at most one attack by the ruling coalition and one challenge to it."""
    agenda, people = state.agenda, state.people
    if not committee_meets(world, state):
        for motion in agenda:
            motion.open = False
        return []
    u = luck.own(7)
    attack, challenge = (
        attack_of_rulers(luck, world, params, state),
        challenge_of_outs(luck, world, params, state),
    )
    choose_attack_ground(world, params, state, attack, u)
    choose_challenge_ground(world, params, state, challenge, u)

    for motion, plan in zip(agenda, (attack, challenge), strict=True):
        motion.open = plan.wanted
        motion.cause, motion.second = two_best(plan.reasons) if plan.wanted else (Cause.NONE, Cause.NONE)
        motion.side = [plan.wanted and i in plan.side for i in persons(state)]
        motion.against = [plan.wanted and i in plan.against for i in persons(state)]
        for name, none in NOT_OPENED.items():
            setattr(motion, name, int(getattr(plan, name)) if plan.wanted else none)
        motion.arena = int(plan.arena if plan.wanted else Arena.NOWHERE)

    blow = [0.0] * len(people)
    for plan, weight in ((attack, 1.0), (challenge, params.challenge_blow)):
        if plan.wanted:
            blow[plan.target] += weight
    for i, person in enumerate(people):
        if blow[i] > 0:
            person.attacked = max(person.attacked, min(blow[i], 1.0))
            person.attack_month = state.month
    return []


def attack_of_rulers(luck: Luck, world: Any, params: Any, state: Any) -> Plan:
    """Whom the coalition would attack, on what, with which weapon, and why."""
    people, line, c = state.people, state.lineup, state.lineup.contender
    u = luck.own(7)
    v = luck.each(Of.PERSON, world.people, 3)
    taste = [row[0] for row in luck.each(Of.DISPUTE, world.disputes, 2)]
    taste_for_facts = [row[0] for row in luck.each(Of.LIABILITY, world.liabilities, 2)]
    salience = state.country.salience
    core = [i for i in c if line.core[i]]
    weight = power_shares(state, core)
    caution = sum(w * people[i].trait[Trait.CAUTION] for i, w in weight.items())
    mean = group_position(state, core)

    reasons, gaps, drive = {}, {}, {}
    for j in c:
        gaps[j] = [abs(people[j].shown[d] - mean[d]) * salience[d] for d in range(len(salience))]
        reasons[j] = {
            Cause.THREAT: params.threat * (people[j].seen - params.harmless),
            Cause.GRIEVANCE: -params.grievance * sum(w * state.ties[i].trust[j] for i, w in weight.items()),
            Cause.DISTANCE: params.distance * sum(gaps[j]) / max(sum(salience), 1e-6),
            Cause.MOMENTUM: params.momentum * people[j].attacked,
        }
        if active(state, j) and not people[j].recanted and not ruling(state, j):
            drive[j] = sum(reasons[j].values())
    pressure = sum(math.exp(min(x, 6.0)) for x in drive.values())
    hazard = 1 - math.exp(-params.offensive_rate * (params.nerve - caution) * pressure)
    target = max(drive, key=lambda j: drive[j] + gumbel(v[j][0]), default=c[0])

    weapon, heavy = liability_used(world, params, target, taste_for_facts, u[0])
    side = {i for i in coalition(state) if active(state, i)}
    comrades = {i for i in persons(state) if line.bloc[i] and line.bloc[target] and active(state, i)}
    return Plan(
        wanted=u[1] < hazard and bool(core) and bool(drive) and state.country.standing,
        side=side,
        against=(comrades | {target}) - side,
        attacker=line.leader,
        target=target,
        dispute=best([gap + params.ground_noise * x for gap, x in zip(gaps[target], taste, strict=True)]),
        weapon=weapon,
        heavy=heavy,
        reasons=reasons[target] | {Cause.LIABILITY: 2 * heavy},
        since=people[target].attack_month,
        friend=max([w * state.ties[i].trust[target] for i, w in weight.items()], default=0.0),
        caution=caution,
    )


def challenge_of_outs(luck: Luck, world: Any, params: Any, state: Any) -> Plan:
    """Who of the aggrieved would challenge the coalition, whom in it, and on what plank."""
    people, line, c = state.people, state.lineup, state.lineup.contender
    u = luck.own(7)
    v = luck.each(Of.PERSON, world.people, 3)
    taste = [row[1] for row in luck.each(Of.DISPUTE, world.disputes, 2)]
    taste_for_facts = [row[1] for row in luck.each(Of.LIABILITY, world.liabilities, 2)]
    core = [i for i in c if line.core[i]]
    weight = power_shares(state, core)

    grievance = {i: max(0.0, -sum(w * state.ties[i].trust[j] for j, w in weight.items())) for i in c}
    rate = dict.fromkeys(c, 0.0)
    fresh = 1 + params.rift * (state.month - line.changed <= params.rift_months)
    for i in c:
        person = people[i]
        if ruling(state, i) or not active(state, i) or person.recanted or person.silent > 0:
            continue
        boldness = person.trait[Trait.AMBITION] * (params.nerve - person.trait[Trait.CAUTION])
        zeal = boldness * (grievance[i] + person.attacked) * person.health
        zeal *= params.challenge_weak + params.challenge_strong * person.seen
        rate[i] = params.challenge_rate * zeal * fresh * math.exp(-state.country.fear)
    total = sum(rate.values())
    rebel = max(c, key=lambda i: math.log(rate[i] + 1e-9) + gumbel(v[i][1]))
    rebels = {i for i in persons(state) if line.bloc[i] and line.bloc[rebel] and active(state, i)} | {rebel}
    foe = max(
        core,
        key=lambda j: people[j].seen - state.ties[rebel].trust[j] + params.foe_noise * gumbel(v[j][2]),
        default=c[0],
    )

    share = delegates(world, state)
    ours, favour = group_position(state, rebels), []
    for d, salience in enumerate(state.country.salience):
        opinion = sum(w * org.opinion[d] for w, org in zip(share, state.organisations, strict=True))
        favour.append(salience * (abs(opinion - people[foe].shown[d]) - abs(opinion - ours[d])))
    plank = best([x + params.plank_noise * y for x, y in zip(favour, taste, strict=True)])
    weapon, heavy = liability_used(world, params, foe, taste_for_facts, u[2])
    happens = total > 0 and u[3] < 1 - math.exp(-total)
    return Plan(
        wanted=happens and bool(core) and state.country.standing,
        side=rebels,
        against={i for i in coalition(state) if active(state, i)} - rebels,
        attacker=rebel,
        target=foe,
        dispute=plank,
        weapon=weapon,
        heavy=heavy,
        reasons={
            Cause.GRIEVANCE: grievance[rebel],
            Cause.MOMENTUM: people[rebel].attacked,
            Cause.DISTANCE: favour[plank],
            Cause.AMBITION: people[rebel].trait[Trait.AMBITION] - 0.5,
        },
        since=max(people[rebel].attack_month, line.changed),
        favour=favour[plank],
    )


def liability_used(world: Any, params: Any, target: int, taste: list[float], u: float) -> tuple[int, float]:
    """A past fact used against a person and its weight, or (-1, 0)."""
    usable = [fact.weight if fact.exists and fact.person == target else 0.0 for fact in world.liabilities]
    row = best([weight * (0.5 + x) for weight, x in zip(usable, taste, strict=True)])
    return (row, usable[row]) if u < params.use_liability * usable[row] else (NOBODY, 0.0)


def next_rung(world: Any, state: Any, i: int, above: int) -> int:
    """The lowest rung over `above` that still has something to take from him, else `Rung.CLEAR`."""
    seat = lambda role: state.bodies[body_of(world, role)].seat[i] > Seat.NONE  # noqa: E731
    takes = {
        Rung.CENSURED: True,
        Rung.LOST_POST: any(office.holder == i for office in state.offices),
        Rung.LOST_BUREAU: seat(Role.BUREAU),
        Rung.LOST_COMMITTEE: seat(Role.COMMITTEE),
        Rung.EXPELLED: state.people[i].member,
    }
    return next((rung for rung, has in takes.items() if has and rung > above), Rung.CLEAR)


def expected_shares(world: Any, params: Any, state: Any, plan: Plan) -> dict[Role, float]:
    """Share of ayes that a count by blocs promises in each arena, without conformity."""
    where = world, params, state, plan.side, plan.against, plan.dispute
    p = [sigmoid(x) for x in utilities_of_persons(*where)]
    out = {}
    for role in (Role.BUREAU, Role.COMMITTEE):
        voters = seated(world, state, role)
        out[role] = sum(p[i] for i in voters) / max(len(voters), 1)
    out[Role.CONGRESS] = 0.0
    for share, (secretary, members, grip) in zip(
        delegates(world, state), utilities_of_organisations(*where), strict=True
    ):
        out[Role.CONGRESS] += share * (
            grip * sigmoid(params.firmness * secretary) + (1 - grip) * sigmoid(members)
        )
    return out


def choose_attack_ground(world: Any, params: Any, state: Any, plan: Plan, u: list[float]) -> None:
    """How far the coalition goes against its target, and where: a body that it expects to win, else the press."""
    now = state.people[plan.target].rung
    rung = next_rung(world, state, plan.target, now)
    if state.lineup.bloc[plan.target] and u[6] < params.ban_rung * world.country.factions_banned:
        rung = max(rung, next_rung(world, state, plan.target, rung))
    if plan.friend > params.shield:
        rung = min(rung, Rung.CENSURED)
    plan.rung = rung if rung > now else Rung.CENSURED

    bureau, committee = (world.bodies[body_of(world, role)] for role in (Role.BUREAU, Role.COMMITTEE))
    need = {
        Role.BUREAU: bureau.decision if plan.rung <= Rung.LOST_POST else NEVER,
        Role.COMMITTEE: committee.sanction if plan.rung >= Rung.LOST_COMMITTEE else committee.decision,
        Role.CONGRESS: world.bodies[0].decision if state.country.sitting else NEVER,
    }
    share = {
        role: x + params.liability_expected * plan.heavy
        for role, x in expected_shares(world, params, state, plan).items()
    }
    role = max(need, key=lambda role: share[role] - need[role])
    counted = share[role] + params.misjudgment * normal(u[4])
    wins = counted > need[role] + params.margin * plan.caution
    plan.arena = body_of(world, role) if wins else Arena.PRESS


def choose_challenge_ground(world: Any, params: Any, state: Any, plan: Plan, u: list[float]) -> None:
    """Where the outs fight: congress, whole party or committee; the press where they are too few."""
    share, country = expected_shares(world, params, state, plan), state.country
    near = state.month - country.congress_last >= world.country.congress_every - params.appeal_months
    plan.arena = body_of(world, Role.COMMITTEE)
    if plan.favour > params.appeal_favour and near and not country.sitting and u[5] < params.appeal:
        plan.arena = Arena.PARTY
    if country.sitting and share[Role.CONGRESS] >= share[Role.COMMITTEE] - 0.1:
        plan.arena = 0
    if not max(share[Role.COMMITTEE], share[Role.CONGRESS]) > params.protest:
        plan.arena = Arena.PRESS
    plan.rung = Rung.CENSURED if state.people[plan.target].rung < Rung.CENSURED else Rung.LOST_POST


def ballots(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Count the votes on the motions of the month."""
    for motion in state.agenda:
        motion.carried = False
    if not committee_meets(world, state):
        return []
    told = []
    u, v = luck.each(Of.PERSON, world.people, 4), luck.each(Of.ORGANISATION, world.organisations, 4)
    for number, kind in enumerate((EventKind.OFFENSIVE, EventKind.CHALLENGE)):
        motion = state.agenda[number]
        if not motion.open:
            continue
        known = {
            "who": motion.attacker,
            "whom": motion.target,
            "body": motion.arena,
            "thing": motion.dispute,
            "outcome": -1,
            "weapon": motion.weapon,
            "cause": motion.cause,
            "second": motion.second,
        }
        lost = 0
        if motion.arena != Arena.PRESS:
            mine = slice(2 * number, 2 * number + 2)
            ayes, nays, abstentions, lost, need = count(
                world, params, state, motion, [row[mine] for row in u], [row[mine] for row in v]
            )
            motion.carried = ayes > need * (ayes + nays) and ayes > 0
            known |= {
                "ayes": ayes,
                "nays": nays,
                "abstentions": abstentions,
                "outcome": int(motion.carried),
            }
        told.append(event(kind, size=motion.rung, since=motion.since, **known))
        if motion.arena == Arena.PARTY:
            total = sum(facts.exists for facts in world.organisations)
            lost = lost if kind == EventKind.OFFENSIVE else total - lost
            told.append(event(EventKind.PARTY_VOTE, size=lost, since=state.month, **known))
    return told


def count(
    world: Any, params: Any, state: Any, motion: Any, u: list[list[float]], v: list[list[float]]
) -> tuple[int, int, int, int, float]:
    """(Ayes, nays, abstentions, organisations with more nays, requirement) of one motion."""
    side = {i for i in persons(state) if motion.side[i]}
    against = {i for i in persons(state) if motion.against[i]}
    force = 0.0
    if motion.weapon >= 0:
        force = params.liability_on_votes * world.liabilities[motion.weapon].weight
    where = world, params, state, side, against, motion.dispute
    congress = motion.arena >= 0 and world.bodies[motion.arena].role == Role.CONGRESS
    if congress or motion.arena == Arena.PARTY:
        wishes = [(s, m + force, grip) for s, m, grip in utilities_of_organisations(*where)]
        q = expressed_by_organisations(world, params, state, wishes)
        crowd = whole_delegations(world, state)
        ayes = nays = abstentions = lost = 0
        for g, org in enumerate(state.organisations):
            n = crowd[g]
            if motion.arena == Arena.PARTY:
                n = sum(org.members) if world.organisations[g].exists else 0
            out = binomial(n, abstains(params, q[g]), v[g][0])
            yes = binomial(n - out, q[g], v[g][1])
            ayes, nays, abstentions = ayes + yes, nays + n - out - yes, abstentions + out
            lost += n - out - yes > yes
        return ayes, nays, abstentions, lost, world.bodies[0].decision if congress else 0.5

    voters = {i for i in full_members(state, motion.arena) if active(state, i)}
    p = expressed(params, state, [x + force for x in utilities_of_persons(*where)], voters)
    silent = {i for i in voters if u[i][0] < abstains(params, p[i])}
    ayes = sum(u[i][1] < p[i] for i in voters - silent)
    body = world.bodies[motion.arena]
    need = body.sanction if motion.rung >= Rung.LOST_COMMITTEE else body.decision
    return ayes, len(voters) - len(silent) - ayes, len(silent), 0, need


def abstains(params: Any, p: float) -> float:
    """Chance that one who would vote aye with chance p abstains: most where he is indifferent."""
    p = clip(p, 1e-6, 1 - 1e-6)
    return params.abstention * math.exp(-(math.log(p / (1 - p)) ** 2) / 4)


def whole_delegations(world: Any, state: Any) -> list[int]:
    """Delegates of each organisation, whole numbers that sum to the congress; the largest remainders win."""
    exact = [share * state.bodies[0].size for share in delegates(world, state)]
    out = [math.floor(x) for x in exact]
    remainder = {
        g: exact[g] - out[g] + 1e-6 * facts.address
        for g, facts in enumerate(world.organisations)
        if facts.exists
    }
    missing = round(state.bodies[0].size - sum(out))
    for g in sorted(remainder, key=lambda g: -remainder[g])[: max(missing, 0)]:
        out[g] += 1
    return out
