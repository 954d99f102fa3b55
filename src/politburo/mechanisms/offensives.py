"""Who attacks whom, on what, and before which body: the opening of every fight."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from math import fabs

    from politburo.model.codes import (
        ARENA_NOWHERE,
        ARENA_PARTY,
        ARENA_PRESS,
        CAUSE_AMBITION,
        CAUSE_DISTANCE,
        CAUSE_GRIEVANCE,
        CAUSE_LIABILITY,
        CAUSE_MOMENTUM,
        CAUSE_NONE,
        CAUSE_THREAT,
        OF_DISPUTE,
        OF_LIABILITY,
        OF_PERSON,
        ROLE_BUREAU,
        ROLE_COMMITTEE,
        RUNG_CENSURED,
        RUNG_CLEAR,
        RUNG_EXILED,
        RUNG_LOST_BUREAU,
        RUNG_LOST_COMMITTEE,
        RUNG_LOST_POST,
        SEAT_NONE,
        TRAIT_AMBITION,
        TRAIT_CAUTION,
    )
    from politburo.model.numbers import exponential, logarithm, sigmoid, whole_part
    from politburo.model.readings import (
        active,
        committee_meets,
        core_regard,
        core_weights,
        count_delegates,
        first_office,
        first_place,
        fit_to_rule,
        group_position,
        largest,
        ruling,
        seated,
        trust_in,
        two_largest,
    )
    from politburo.model.records import MOTIONS, Luck, Params, Reals, Room, State, World
    from politburo.model.voting import express_by_organisation, face, weigh_organisations, weigh_person
    from politburo.rng import gumbel, normal, own, uniform

OFFENSIVES = Mechanism(
    name="offensives",
    kind=Kind.CHOICE,
    reads=NOW
    | fields("motions", "dispute open rung target weapon")
    | fields("country", "congress_last fear salience sitting standing")
    | fields("lineup", "away changed contender leader")
    | fields("offices", "holder")
    | fields("organisations", "appointed entrenched loyalty members opinion patron secretary")
    | fields(
        "people",
        "alive attack_month attacked bloc core health held loyalty member patron power prestige recanted ring rung seat seen"
        " shown silent trait",
    )
    | frozenset({"trust"}),
    writes=fields("motions", "arena attacker cause dispute open rung second since target weapon")
    | fields("people", "against attack_month attacked side"),
    sources=("Bueno de Mesquita et al. 2003", "Svolik 2012", "Torigian 2022"),
)


def offensives(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Open at most one attack by the ruling coalition and one challenge to it.

    Attractiveness of an outsider j to the coalition C: a_j = ``threat`` (r_j - ``price``) - ``grievance`` T_Cj + ``distance``
    |x_C - x_j| + ``momentum`` attacked_j, with r_j = seen_j / (seen_j + w_leader): a fight has a price, and is worth it against
    whoever comes near the leader of the core. A leader far above everybody fights little; nor does he need to. An attack comes with
    probability 1 - exp(-``offensive_rate`` (``nerve`` - caution) sum exp a_j) when the committee meets, and at ``truce`` of that rate
    while the holder of the first place lives but cannot act; its target is a softmax draw; its ground is the dispute of greatest
    weighted distance; a liability is used as a weapon with probability ``use_liability`` x its weight. The attack is launched only if
    the expected share of ayes in the best body, seen with an error of ``misjudgment``, exceeds the body's requirement by ``margin`` x
    caution; otherwise it is carried on in the press. It seeks the next rung of the ladder, one higher with probability ``ban_rung``
    against a member of a bloc where factions are banned; a member of the core who trusts the target can shield him from anything
    above censure.

    The aggrieved outsider (or bloc) with the greatest drive, ambition (``nerve`` - caution) (grievance + attacked) health hope,
    challenges with probability 1 - exp(-``challenge_rate`` drive exp(-fear)); hope = min(1, seen_i / w_leader): who is far below
    the leader has little to win, so that challenges become rare once power has been gathered. ``rift`` more in the
    ``rift_months`` after the coalition has changed. He chooses the dispute on which party opinion is nearest to him and the member
    of the core he trusts least, before the congress if one sits, else the committee; with the sympathy of opinion and a congress
    near he appeals to the whole party, and where too few would follow him to the press.

    Shapes: persons [P], contenders [K], motions [2]. Units: shares 0..1, months.
    Draws: three uniforms per contender, two per dispute and liability, seven of the mechanism. Errors: none.
    Does not model: secret conspiracies (see `force`), attacks among those who are not contenders.
    """
    for m in range(MOTIONS):
        state.motions[m].open = False
    if not committee_meets(world, state):
        return
    forget_last_fights(world, state)
    weight = room.by_contender[0]
    core_weights(world, state, weight)
    if not state.country.standing or weight[largest(weight, world.contenders)] <= 0:  # no state or no core
        return
    attack(luck, world, params, state, room, weight)
    challenge(luck, world, params, state, room, weight)
    feel_blow(state, 0, 1.0)
    feel_blow(state, 1, params.challenge_blow)


def forget_last_fights(world: World, state: State) -> None:
    """Nothing is moved and nobody has taken sides."""
    for m in range(MOTIONS):
        state.motions[m].attacker = -1
        state.motions[m].target = -1
        state.motions[m].dispute = -1
        state.motions[m].weapon = -1
        state.motions[m].arena = ARENA_NOWHERE
        state.motions[m].rung = RUNG_CLEAR
        state.motions[m].cause = CAUSE_NONE
        state.motions[m].second = CAUSE_NONE
        state.motions[m].since = -1
        for i in range(world.persons):
            state.people[i].side[m] = False
            state.people[i].against[m] = False


def feel_blow(state: State, m: int, blow: float) -> None:
    """The target of an open motion has been attacked this month."""
    if state.motions[m].open and blow > 0:
        target = state.motions[m].target
        state.people[target].attacked = max(state.people[target].attacked, min(blow, 1.0))
        state.people[target].attack_month = state.month


def open_motion(
    state: State, m: int, attacker: int, target: int, dispute: int, weapon: int, since: int
) -> None:
    """Open a motion; how far it goes and where it is fought is decided next."""
    state.motions[m].open = True
    state.motions[m].attacker = attacker
    state.motions[m].target = target
    state.motions[m].dispute = dispute
    state.motions[m].weapon = weapon
    state.motions[m].since = since


# --- the attack of the ruling coalition -----------------------------------------------------------------------------------


def attack(luck: Luck, world: World, params: Params, state: State, room: Room, weight: Reals) -> None:
    """Let the coalition attack an outsider if it feels pressed to; `weight` [K] is each contender's share of the core's power."""
    drive, centre, gap = room.by_contender[1], room.by_dispute[0], room.by_dispute[1]
    caution, pressure = 0.0, 0.0
    position_of_core(world, state, weight, centre)
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        caution += weight[k] * state.people[i].trait[TRAIT_CAUTION]
        if can_be_attacked(world, state, i):
            reasons_to_attack(world, params, state, room, weight, centre, i)
            drive[k] = room.terms[0][0] + room.terms[0][1] + room.terms[0][2] + room.terms[0][3]
            pressure += exponential(min(drive[k], params.drive_most))
    if awaits_leader(world, params, state):
        pressure *= params.truce
    hazard = 1 - exponential(-params.offensive_rate * (params.nerve - caution) * pressure)
    if own(luck, 1) >= hazard:
        return
    target = choose_target(luck, world, state, drive)
    for d in range(world.disputes):
        gap[d] = distance(state, centre, target, d) + params.ground_noise * uniform(
            luck, OF_DISPUTE, world.dispute[d].address, 0
        )
    weapon = choose_liability(luck, world, params, target, 0, own(luck, 0))
    open_motion(
        state,
        0,
        state.lineup.leader,
        target,
        largest(gap, world.disputes),
        weapon,
        state.people[target].attack_month,
    )
    reasons_to_attack(world, params, state, room, weight, centre, target)
    give_reason(room, 4, CAUSE_LIABILITY, 2 * weight_of_liability(world, weapon))
    name_reasons(state, room, 0, 5)
    state.motions[0].rung = rung_sought(luck, world, params, state, weight, target)
    take_sides(world, state, room, 0, target)
    choose_body(luck, world, params, state, room, caution)


def awaits_leader(world: World, params: Params, state: State) -> bool:
    """Whether the first place belongs to somebody who cannot act and may come back."""
    place = first_place(world)
    if place < 0 or state.offices[place].holder < 0:
        return False
    return active(state, state.offices[place].holder) and not fit_to_rule(
        params, state, state.offices[place].holder
    )


def can_be_attacked(world: World, state: State, i: int) -> bool:
    """Whether a person is outside the coalition and has something to lose: he is active and has not recanted.

    The holder of the first place is not outside it while he is only ill.
    """
    if not active(state, i) or state.people[i].recanted or ruling(state, i):
        return False
    place = first_place(world) if state.lineup.away else -1
    return place < 0 or state.offices[place].holder != i


def position_of_core(world: World, state: State, weight: Reals, out: Reals) -> None:
    """Mean of the positions that the core's members among the contenders show, by their power, into `out` [D]."""
    for d in range(world.disputes):
        out[d] = 0.0
        for k in range(world.contenders):
            out[d] += weight[k] * state.people[state.lineup.contender[k]].shown[d]


def distance(state: State, centre: Reals, i: int, d: int) -> float:
    """How far a person stands from the core on a dispute, by its salience."""
    return fabs(state.people[i].shown[d] - centre[d]) * state.country.salience[d]


def reasons_to_attack(
    world: World, params: Params, state: State, room: Room, weight: Reals, centre: Reals, i: int
) -> None:
    """The terms of a person's attractiveness as a target, into ``room.terms[0]``: threat, grievance, distance, momentum."""
    gap, salience = 0.0, 0.0
    for d in range(world.disputes):
        gap += distance(state, centre, i, d)
        salience += state.country.salience[d]
    leader = state.lineup.leader
    rival = 1.0
    if leader >= 0:
        rival = state.people[i].seen / max(state.people[i].seen + state.people[leader].power, 1e-9)
    give_reason(room, 0, CAUSE_THREAT, params.threat * (rival - params.price))
    give_reason(room, 1, CAUSE_GRIEVANCE, -params.grievance * core_regard(world, state, weight, i))
    give_reason(room, 2, CAUSE_DISTANCE, params.distance * gap / max(salience, 1e-6))
    give_reason(room, 3, CAUSE_MOMENTUM, params.momentum * state.people[i].attacked)


def choose_target(luck: Luck, world: World, state: State, drive: Reals) -> int:
    """The person attacked: a draw from the softmax of `drive` [K] among those who can be attacked."""
    target, most = -1, 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        if can_be_attacked(world, state, i):
            score = drive[k] + gumbel(uniform(luck, OF_PERSON, world.people[i].address, 0))
            if target < 0 or score > most:
                target, most = i, score
    return target


def rung_sought(luck: Luck, world: World, params: Params, state: State, weight: Reals, target: int) -> int:
    """The sanction that the coalition seeks: the next that hurts, more against a banned faction, censure if a friend shields him."""
    now, friend = state.people[target].rung, 0.0
    rung = next_rung(world, state, target, now)
    if state.people[target].bloc and own(luck, 6) < params.ban_rung * world.country.factions_banned:
        rung = max(rung, next_rung(world, state, target, rung))
    for k in range(world.contenders):
        if weight[k] > 0:
            friend = max(friend, weight[k] * trust_in(world, state, state.lineup.contender[k], target))
    if friend > params.shield:
        rung = min(rung, RUNG_CENSURED)
    return rung if rung > now else RUNG_CENSURED


def next_rung(world: World, state: State, i: int, above: int) -> int:
    """The lowest rung over `above` that still has something to take from a person, else RUNG_CLEAR."""
    for rung in range(above + 1, RUNG_EXILED):
        if takes_something(world, state, i, rung):
            return rung
    return RUNG_CLEAR


def takes_something(world: World, state: State, i: int, rung: int) -> bool:
    """Whether a sanction would cost a person anything."""
    if rung == RUNG_CENSURED:
        return True
    if rung == RUNG_LOST_POST:
        return first_office(world, state, i) >= 0
    if rung == RUNG_LOST_BUREAU:
        return state.people[i].seat[world.body_of[ROLE_BUREAU]] > SEAT_NONE
    if rung == RUNG_LOST_COMMITTEE:
        return state.people[i].seat[world.body_of[ROLE_COMMITTEE]] > SEAT_NONE
    return state.people[i].member


def choose_body(luck: Luck, world: World, params: Params, state: State, room: Room, caution: float) -> None:
    """Bring the attack before the body in which it has most ayes over what is needed, or carry it on in the press.

    A bureau cannot take more than a post; a congress must be sitting. The lead is seen with an error, a cautious core wants more of it.
    """
    rung, dispute = state.motions[0].rung, state.motions[0].dispute
    bureau, committee = world.body_of[ROLE_BUREAU], world.body_of[ROLE_COMMITTEE]
    common, closing = face(world, params, state, room, dispute)
    need = world.body[committee].sanction if rung >= RUNG_LOST_COMMITTEE else world.body[committee].decision
    body, most = (
        committee,
        share_in(world, params, state, room, ROLE_COMMITTEE, dispute, common, closing) - need,
    )
    if rung <= RUNG_LOST_POST:
        lead = (
            share_in(world, params, state, room, ROLE_BUREAU, dispute, common, closing)
            - world.body[bureau].decision
        )
        if lead >= most:
            body, most = bureau, lead
    if state.country.sitting:
        lead = (
            share_in_congress(world, params, state, room, dispute, common, closing) - world.body[0].decision
        )
        if lead > most:
            body, most = 0, lead
    most += params.liability_expected * weight_of_liability(world, state.motions[0].weapon)
    most += params.misjudgment * normal(own(luck, 4))
    state.motions[0].arena = body if most > params.margin * caution else ARENA_PRESS


# --- the challenge of the outs --------------------------------------------------------------------------------------------


def challenge(luck: Luck, world: World, params: Params, state: State, room: Room, weight: Reals) -> None:
    """Let an aggrieved outsider challenge the coalition; `weight` [K] is each contender's share of the core's power."""
    rate, favour, score = room.by_contender[1], room.by_dispute[0], room.by_dispute[1]
    total = 0.0
    for k in range(world.contenders):
        rate[k] = rate_of_challenge(world, params, state, weight, state.lineup.contender[k])
        total += rate[k]
    if own(luck, 3) >= 1 - exponential(-total):
        return
    rebel = choose_rebel(luck, world, state, rate)
    foe = choose_foe(luck, world, params, state, rebel)
    take_sides(world, state, room, 1, rebel)
    weigh_planks(world, state, room, foe, favour)
    for d in range(world.disputes):
        score[d] = favour[d] + params.plank_noise * uniform(luck, OF_DISPUTE, world.dispute[d].address, 1)
    plank = largest(score, world.disputes)
    weapon = choose_liability(luck, world, params, foe, 1, own(luck, 2))
    since = max(state.people[rebel].attack_month, state.lineup.changed)
    open_motion(state, 1, rebel, foe, plank, weapon, since)
    give_reason(room, 0, CAUSE_GRIEVANCE, grievance(world, state, weight, rebel))
    give_reason(room, 1, CAUSE_MOMENTUM, state.people[rebel].attacked)
    give_reason(room, 2, CAUSE_DISTANCE, favour[plank])
    give_reason(room, 3, CAUSE_AMBITION, state.people[rebel].trait[TRAIT_AMBITION] - 0.5)
    name_reasons(state, room, 1, 4)
    state.motions[1].rung = RUNG_CENSURED if state.people[foe].rung < RUNG_CENSURED else RUNG_LOST_POST
    choose_field(luck, world, params, state, room, favour[plank])


def grievance(world: World, state: State, weight: Reals, i: int) -> float:
    """How far a person distrusts the core, by its members' power; 0 if he trusts it."""
    trust = 0.0
    for k in range(world.contenders):
        if weight[k] > 0:
            trust += weight[k] * trust_in(world, state, i, state.lineup.contender[k])
    return max(-trust, 0.0)


def rate_of_challenge(world: World, params: Params, state: State, weight: Reals, i: int) -> float:
    """Rate at which a person challenges the coalition; 0 for its members, for those who fell silent or cannot act."""
    if not can_be_attacked(world, state, i) or state.people[i].silent > 0:
        return 0.0
    boldness = state.people[i].trait[TRAIT_AMBITION] * (params.nerve - state.people[i].trait[TRAIT_CAUTION])
    wronged = grievance(world, state, weight, i) + state.people[i].attacked
    rate = (
        params.challenge_rate
        * boldness
        * wronged
        * state.people[i].health
        * hope_of(state, i)
        * exponential(-state.country.fear)
    )
    if state.month - state.lineup.changed <= params.rift_months:
        rate *= 1 + params.rift
    return rate


def hope_of(state: State, i: int) -> float:
    """How near a person comes to the leader, 0..1: his seen power against the leader's; 1 where nobody leads."""
    leader = state.lineup.leader
    if leader < 0:
        return 1.0
    return min(state.people[i].seen / max(state.people[leader].power, 1e-9), 1.0)


def choose_rebel(luck: Luck, world: World, state: State, rate: Reals) -> int:
    """The person who challenges: drawn in proportion to `rate` [K]."""
    rebel, most = -1, 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        score = logarithm(rate[k] + 1e-9) + gumbel(uniform(luck, OF_PERSON, world.people[i].address, 1))
        if rebel < 0 or score > most:
            rebel, most = i, score
    return rebel


def choose_foe(luck: Luck, world: World, params: Params, state: State, rebel: int) -> int:
    """The member of the core whom the challenge is aimed at: strong in the rebel's eyes and least trusted."""
    foe, most = -1, 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        if state.people[i].core:
            noise = params.foe_noise * gumbel(uniform(luck, OF_PERSON, world.people[i].address, 2))
            score = state.people[i].seen - trust_in(world, state, rebel, i) + noise
            if foe < 0 or score > most:
                foe, most = i, score
    return foe


def weigh_planks(world: World, state: State, room: Room, foe: int, favour: Reals) -> None:
    """How much nearer party opinion is to the rebels (``room.side``) than to their foe on each dispute, into `favour` [D]."""
    ours = room.by_dispute[2]
    group_position(world, state, room.side, ours)
    count_delegates(world, state, room)
    for d in range(world.disputes):
        opinion = 0.0
        for g in range(world.organisations):
            opinion += room.delegates[g] * state.organisations[g].opinion[d]
        nearer = fabs(opinion - state.people[foe].shown[d]) - fabs(opinion - ours[d])
        favour[d] = state.country.salience[d] * nearer


def choose_field(luck: Luck, world: World, params: Params, state: State, room: Room, favour: float) -> None:
    """Where the outs fight: congress, whole party or committee; the press where they are too few in all."""
    dispute = state.motions[1].dispute
    common, closing = face(world, params, state, room, dispute)
    in_committee = share_in(world, params, state, room, ROLE_COMMITTEE, dispute, common, closing)
    in_congress = share_in_congress(world, params, state, room, dispute, common, closing)
    waited = state.month - state.country.congress_last
    near: bool = waited >= world.country.congress_every - params.appeal_months
    field = world.body_of[ROLE_COMMITTEE]
    if state.country.sitting:
        if in_congress >= in_committee - params.hall_margin:
            field = 0
    elif near and favour > params.appeal_favour and own(luck, 5) < params.appeal:
        field = ARENA_PARTY
    state.motions[1].arena = field if max(in_committee, in_congress) > params.protest else ARENA_PRESS


# --- what both have in common ---------------------------------------------------------------------------------------------


def take_sides(world: World, state: State, room: Room, m: int, outsider: int) -> None:
    """The active coalition on one side, an outsider and the active members of his bloc on the other.

    The coalition attacks in motion 0, the outsider in motion 1. Who would belong to both sides stands with the attackers. The sides are
    written into the motion and into ``room.side`` and ``room.against``.
    """
    for i in range(world.persons):
        rules: bool = ruling(state, i) and active(state, i)
        comrade: bool = state.people[i].bloc and state.people[outsider].bloc and active(state, i)
        outside: bool = comrade or i == outsider
        room.side[i] = rules if m == 0 else outside
        room.against[i] = (outside if m == 0 else rules) and not room.side[i]
        state.people[i].side[m] = room.side[i]
        state.people[i].against[m] = room.against[i]


def choose_liability(luck: Luck, world: World, params: Params, target: int, m: int, u: float) -> int:
    """A past fact that is used against a person in motion `m`, or -1.

    The gravest as a drawn taste has it, with probability ``use_liability`` x its weight (`u` decides).
    """
    row, most = -1, 0.0
    for f in range(world.liabilities):
        if world.liability[f].exists and world.liability[f].person == target:
            taste = uniform(luck, OF_LIABILITY, world.liability[f].address, m)
            score = world.liability[f].weight * (0.5 + taste)
            if score > most:
                row, most = f, score
    return row if u < params.use_liability * weight_of_liability(world, row) else -1


def weight_of_liability(world: World, row: int) -> float:
    """Weight of a liability; 0 for none."""
    return world.liability[row].weight if row >= 0 else 0.0


def give_reason(room: Room, n: int, cause: int, weight: float) -> None:
    """Note the n-th reason for a motion and its weight."""
    room.terms[0][n] = weight
    room.terms[1][n] = cause


def name_reasons(state: State, room: Room, m: int, count: int) -> None:
    """The two weightiest of `count` reasons are the causes of a motion."""
    first, second = two_largest(room.terms[0], count)
    state.motions[m].cause = whole_part(room.terms[1][first])
    state.motions[m].second = whole_part(room.terms[1][second])


def share_in(
    world: World,
    params: Params,
    state: State,
    room: Room,
    role: int,
    dispute: int,
    common: float,
    closing: float,
) -> float:
    """Share of ayes that a count by blocs, without conformity, promises in the body with a role; `common`, `closing` from `face`."""
    ayes, voters = 0.0, 0
    for i in range(world.persons):
        if seated(world, state, role, i):
            ayes += sigmoid(weigh_person(world, params, state, room, i, dispute, common, closing))
            voters += 1
    return ayes / max(voters, 1)


def share_in_congress(
    world: World, params: Params, state: State, room: Room, dispute: int, common: float, closing: float
) -> float:
    """Share of ayes that a count by delegations, without conformity, promises in a congress."""
    share = 0.0
    count_delegates(world, state, room)
    weigh_organisations(world, params, state, room, dispute, common, closing)
    express_by_organisation(world, params, state, room, 0.0, 0)
    for g in range(world.organisations):
        share += room.chorus[g] * room.delegates[g]
    return share
