"""Coalitions: who rules together, whom they co-opt, and who unites against them."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        CAUSE_COMMON_DANGER,
        CAUSE_CONTROL_OF_VOTES,
        CAUSE_GRIEVANCE,
        CAUSE_INTEREST,
        CAUSE_LOST_MEMBER,
        CAUSE_MOMENTUM,
        CAUSE_STABILITY,
        CAUSE_SURPLUS,
        CAUSE_TRUST,
        CHANGE_ENLARGED,
        CHANGE_FORMED,
        CHANGE_NARROWED,
        CHANGE_REPLACED,
        CHANGE_SPLIT,
        EVENTKIND_BLOC,
        EVENTKIND_COALITION,
        OF_PERSON,
    )
    from politburo.model.numbers import log_sigmoid, sigmoid
    from politburo.model.readings import first_place, fit_to_rule, tell, two_largest
    from politburo.model.records import ALL, DRAWS, Luck, Params, Reals, Room, State, Word, World
    from politburo.rng import gumbel, gumbel_at_most, member_word, own, set_uniform, uniform

ALIGNMENT = Mechanism(
    name="alignment",
    kind=Kind.CHOICE,
    reads=NOW
    | fields("country", "fear salience standing")
    | fields("lineup", "away changed contender leader lost")
    | fields("offices", "holder")
    | fields(
        "people",
        "alive attack_month attacked bloc core health member power recanted ring rung seen shown",
    )
    | frozenset({"fought", "stable", "trust"}),
    writes=fields("lineup", "away changed leader lost") | fields("people", "bloc core ring"),
    sources=("Acemoglu, Egorov & Sonin 2008", "Riker 1962", "Axelrod 1970"),
)


def alignment(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Reconsider the ruling core, its co-opted ring, and the opposition bloc.

    The core is reconsidered with probability ``reconsider`` a month, and at once when a member is lost: a draw from the softmax of
    its score (`weigh_set`) / ``temperature`` over the sets of able contenders that are within reach (`moves_allowed`). With
    probability ``vigilance`` x (the leader's power - his seen power) partners notice what he has taken: the core is reconsidered,
    each trusting him less by ``affront`` for this choice. A coalition is its leader's: when he can no longer act or is gone, only
    ``bereft`` of its inertia is left, and who rules with whom is open.

    `ring_of` and `bloc_of` say who is co-opted and who unites in opposition.
    Who holds the first place leads the core he belongs to (he leaves it while he cannot act, and comes back); where there is no such
    place, the strongest, the leader counting ``lead_incumbent`` more.

    Shapes: sets are whole numbers whose bit k is contender k. Units: shares of power, trust -1..1.
    Draws: five uniforms per contender (a set's noise is a commutative hash of its members' fourth, the fifth is a lot between equals
    for the lead), two of the mechanism. Errors: none. Does not model: written pacts.
    """
    able, was, leads, hidden = survey(world, params, state, room)
    core = was & able | recovered(world, state, able)
    noticed: bool = own(luck, 1) < params.vigilance * hidden
    unable: bool = was & ~able != 0 or state.lineup.lost
    acts: bool = state.country.standing and able != 0
    acts = acts and (unable or noticed or core == 0 or own(luck, 0) < params.reconsider)
    new, best = core, -1
    if acts:
        doubt(luck, world, params, state, room, core, leads if noticed else -1)
        best = best_set(world, params, state, room, core, able)
        new = best
    ring, old_ring = ring_of(luck, world, params, state, room, new, able)
    bloc, head, joins = bloc_of(luck, world, params, state, room, new | ring, able)
    leader = leader_of(luck, world, params, state, room, new)
    if state.country.standing:
        if new != was or ring != old_ring:
            tell_coalition(
                world, params, state, room, was, new, ring & ~old_ring, ring, able, leader, best, unable
            )
        if joins != 0:
            tell_bloc(world, state, room, head, joins, bloc)
    line_up(world, state, new, ring, bloc)
    state.lineup.leader = leader
    state.lineup.lost = False
    if new != was:
        state.lineup.changed = state.month


def members(c: int) -> int:
    """How many members a set has."""
    n = 0
    while c != 0:
        c &= c - 1
        n += 1
    return n


def recovered(world: World, state: State, able: int) -> int:
    """The holder of the first place, as a set, if he has been away from the core for illness and can act again; else the empty set.

    That he has to leave it for illness is noted here too.
    """
    place = first_place(world)
    holder = state.offices[place].holder if place >= 0 else -1
    for k in range(world.contenders):
        if holder >= 0 and state.lineup.contender[k] == holder:
            if able >> k & 1 and state.lineup.away:
                state.lineup.away = False
                return 1 << k
            if not able >> k & 1 and state.people[holder].core:
                state.lineup.away = True
    return 0


def survey(world: World, params: Params, state: State, room: Room) -> tuple[int, int, int, float]:
    """Read the contenders' powers and ties into the room.

    Returns (those able to rule: active, fit, in standing and not recanted; the core as it was; the leader's place or -1; how much of the
    leader's power is unseen). ``room.by_contender``: 0 power of the able, 1 the same but never nought, 2 seen power; ``room.held``: what
    dropping a member costs now.
    """
    able, was, leads, hidden = 0, 0, -1, 0.0
    power, weight, seen = room.by_contender[0], room.by_contender[1], room.by_contender[2]
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        power[k] = 0.0
        if fit_to_rule(params, state, i):
            able |= 1 << k
            power[k] = state.people[i].power
        if state.people[i].core:
            was |= 1 << k
        weight[k] = max(power[k], 1e-6)
        seen[k] = state.people[i].seen
        for j in range(world.contenders):
            room.trust[k][j] = state.trust[i * world.persons + state.lineup.contender[j]]
        if i == state.lineup.leader:
            leads, hidden = k, state.people[i].power - state.people[i].seen
    bereaved: bool = leads < 0 or not able >> leads & 1
    room.held = params.inertia * (params.bereft if bereaved else 1.0)
    return able, was, leads, hidden


def doubt(
    luck: Luck, world: World, params: Params, state: State, room: Room, core: int, suspect: int
) -> None:
    """Prepare the choice of a set: noise, weighted ties, what each gets out of the present core, and the sums for that core.

    A suspect (-1: nobody) is trusted less by the others. ``room.distrust`` [k, j] is k's weighted distrust of j, ``room.backing`` [k, j]
    the weight with which k stands by j, ``room.views`` [k, d] k's weighted position; ``room.by_contender``: 4 what each gets out of the
    present core, 5 his weighted squared positions by salience. ``room.ceiling`` is what trust and danger can add to a score at most.
    """
    weight, account, squares, n = (
        room.by_contender[1],
        room.by_contender[4],
        room.by_contender[5],
        members(core),
    )
    strength, fondest, menace = 0.0, params.alone, 0.0
    for k in range(world.contenders):
        strength += weight[k] if core >> k & 1 else 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        room.noise[k] = member_word(uniform(luck, OF_PERSON, world.people[i].address, 3))
        if suspect >= 0 and k != suspect:
            room.trust[k][suspect] -= params.affront
        trusted = 0.0
        for j in range(world.contenders):
            trust = room.trust[k][j]
            room.distrust[k][j] = weight[k] * (1 - trust) / 2
            room.backing[k][j] = weight[j] * (1.0 if j == k else min(max((1 + trust) / 2, 0.0), 1.0))
            trusted += trust if core >> j & 1 else 0.0
            fondest = max(fondest, trust)
            menace = max(menace, room.by_contender[2][j] * (1 - trust) / 2)
        account[k] = 0.0
        if core >> k & 1:
            account[k] = weight[k] / max(strength, 1e-9) + params.consent_trust * trusted / max(n - 1, 1)
        squares[k] = 0.0
        for d in range(world.disputes):
            shown = state.people[i].shown[d]
            room.views[k][d] = weight[k] * shown
            squares[k] += state.country.salience[d] * weight[k] * shown * shown
    room.ceiling = params.trust_inside * fondest
    room.ceiling += params.danger * menace * max(params.danger_without_trust + fondest, 0.0)
    if has_negative_weight(params):
        room.ceiling = 1e300
    sums_of_nobody(world, room)
    for k in range(world.contenders):
        if core >> k & 1:
            move(world, room, 0, 0, k, 1.0)


def has_negative_weight(params: Params) -> bool:
    """Whether a term of the score has been given the opposite sign: then nothing bounds a set before it is weighed."""
    if params.winning < 0 or params.trust_inside < 0 or params.danger < 0:
        return True
    return params.spread < 0 or params.surplus < 0 or params.consent < 0


def sums_of_nobody(world: World, room: Room) -> None:
    """The sums of `move` for the empty set, at depth 0."""
    room.inside[0] = 0.0
    room.outside[0] = 0.0
    room.squares[0] = 0.0
    room.mixed[0] = 0
    for j in range(world.contenders):
        room.outside[0] += room.by_contender[1][j]
        room.trusted[0][j] = 0.0
        room.distrusted[0][j] = 0.0
        room.backed[0][j] = 0.0
        for k in range(world.contenders):
            room.backed[0][j] += room.backing[j][k]
    for d in range(world.disputes):
        room.place[0][d] = 0.0


def move(world: World, room: Room, above: int, depth: int, k: int, joins: float) -> None:
    """The sums over a set's members at `depth`: those at the depth `above` once contender k has joined (1) or left (-1).

    Weight of members and of others; how far each contender trusts the members, is distrusted by them (weighted), is backed by the others
    (weighted); their weighted positions and squared positions; their shares in the noise of sets.
    """
    room.inside[depth] = room.inside[above] + joins * room.by_contender[1][k]
    room.outside[depth] = room.outside[above] - joins * room.by_contender[1][k]
    room.squares[depth] = room.squares[above] + joins * room.by_contender[5][k]
    noise: Word = room.noise[k]
    mixed: Word = room.mixed[above]
    room.mixed[depth] = (mixed + noise if joins > 0 else mixed - noise) & ALL
    for j in range(world.contenders):
        room.trusted[depth][j] = room.trusted[above][j] + joins * room.trust[j][k]
        room.distrusted[depth][j] = room.distrusted[above][j] + joins * room.distrust[k][j]
        room.backed[depth][j] = room.backed[above][j] - joins * room.backing[j][k]
    for d in range(world.disputes):
        room.place[depth][d] = room.place[above][d] + joins * room.views[k][d]


def moves_allowed(world: World) -> int:
    """How many persons may be admitted to the core or dropped from it at once.

    With eight contenders or fewer every set is within reach. With more, those that differ from the core in three persons at most: nobody
    weighs thousands of cabinets, and the cost of choosing grows as a power of the number of contenders instead of doubling with each.
    """
    return world.contenders if world.contenders <= 8 else 3


def best_set(world: World, params: Params, state: State, room: Room, core: int, able: int) -> int:
    """The set of able contenders within reach whose score and noise are largest; `doubt` comes first."""
    room.best = 0
    room.most = -1e300
    consider(world, params, state, room, core, able, core, 0)
    explore(world, params, state, room, core, able, core, 0, 0)
    return room.best


def explore(
    world: World,
    params: Params,
    state: State,
    room: Room,
    core: int,
    able: int,
    c: int,
    depth: int,
    first: int,
) -> None:
    """Consider every set that is made of the set `c` by moves of contenders from `first` on, each once."""
    for k in range(first, world.contenders):
        if able >> k & 1:
            move(world, room, depth, depth + 1, k, -1.0 if c >> k & 1 else 1.0)
            consider(world, params, state, room, core, able, c ^ (1 << k), depth + 1)
            if depth + 1 < moves_allowed(world):
                explore(world, params, state, room, core, able, c ^ (1 << k), depth + 1, k + 1)


def consider(
    world: World, params: Params, state: State, room: Room, core: int, able: int, c: int, depth: int
) -> None:
    """Keep a set if it is better than all before it; its score and its noise are worked out only as far as it can be."""
    if c == 0:
        return
    terms, u = room.terms[0], set_uniform(room.mixed[depth])
    most = room.ceiling + self_enforcement(params, state, c) - cost_of_change(params, room, core, c)
    if (
        most / params.temperature + gumbel_at_most(u) + 1e-9 <= room.most
    ):  # the last bits of a sum depend on its order
        return
    share = weigh_set(world, params, state, room, core, able, c, depth, terms)
    terms[0] = 0.0  # at most
    if room.ceiling < 1e300 and sum_of(terms) / params.temperature + gumbel_at_most(u) <= room.most:
        return
    terms[0] = will_win(params, share)
    value = sum_of(terms) / params.temperature + gumbel(u)
    if value > room.most:
        room.best = c
        room.most = value


def sum_of(terms: Reals) -> float:
    """A score: the sum of its terms."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5]


def will_win(params: Params, share: float) -> float:
    """The first term of the score: how surely a set wins that would have this share of the votes."""
    return params.winning * log_sigmoid((share - params.threshold) / params.sharpness)


def weigh_set(
    world: World,
    params: Params,
    state: State,
    room: Room,
    core: int,
    able: int,
    c: int,
    depth: int,
    terms: Reals,
) -> float:
    """What speaks for a set C of contenders as the ruling coalition: the score is the sum of `terms` [6], the reasons.

    Returns H(C) and leaves the first term, `will_win` of it, to the caller.

    H(C) = w(C) / (w(C) + sum over j outside of w_j (k + (1 - k) coh_j)), k = ``unity``; coh_j = (w_j + sum over the other outsiders i of
    w_i (1 + trust_ji) / 2) / w(outside): how far j trusts those who are left outside with him, who counts fully with himself (a lone
    outsider is united); danger(C) = max over j outside of seen_j x power-weighted distrust of j in C.
    Score = ``winning`` ln sigma((H - ``threshold``) / ``sharpness``) + ``stability`` P(self-enforcing) + ``trust_inside`` mean trust -
    ``spread`` spread - ``surplus`` max(0, H - ``threshold``) + ``danger`` danger (``danger_without_trust`` + mean trust) - ``inertia``
    (dropped + ``admission_price`` admitted) [x ``bereft`` if the leader is lost] + ``consent`` min consent. Consent of a member is
    his share of the set's power plus ``consent_trust`` x his trust in it, less the same in the present core. The sums over C stand at
    `depth` in the room (`move`).
    """
    weight, seen, account, n = room.by_contender[1], room.by_contender[2], room.by_contender[4], members(c)
    inside, outside = max(room.inside[depth], 1e-9), max(room.outside[depth], 1e-9)
    pairs, united, danger, consent = 0.0, 0.0, 0.0, 1.0
    for j in range(world.contenders):
        if c >> j & 1:
            trusted = room.trusted[depth][j]
            pairs += trusted
            content = weight[j] / inside + params.consent_trust * trusted / max(n - 1, 1)
            consent = min(consent, content - account[j])
        elif able >> j & 1:
            united += weight[j] * (params.unity + (1 - params.unity) * room.backed[depth][j] / outside)
            danger = max(danger, seen[j] * room.distrusted[depth][j])
    danger /= inside
    h = inside / max(inside + united, 1e-9)
    mean_trust = pairs / (n * (n - 1)) if n > 1 else params.alone
    terms[1] = self_enforcement(params, state, c)
    terms[2] = params.trust_inside * mean_trust - params.spread * spread_of(world, state, room, depth, inside)
    terms[3] = -params.surplus * max(0.0, h - params.threshold)
    terms[4] = params.danger * danger * (params.danger_without_trust + mean_trust)
    terms[5] = params.consent * min(consent, 0.0) - cost_of_change(params, room, core, c)
    return h


def self_enforcement(params: Params, state: State, c: int) -> float:
    """A term of the score: how probably a set holds together."""
    stable: float = state.stable[c]
    return params.stability * stable / DRAWS


def cost_of_change(params: Params, room: Room, core: int, c: int) -> float:
    """A part of the score: what it costs to drop members of the core and to admit others."""
    return room.held * (members(core & ~c) + params.admission_price * members(c & ~core))


def spread_of(world: World, state: State, room: Room, depth: int, inside: float) -> float:
    """Power-weighted variance of the positions shown by the members of a set, mean over disputes by salience."""
    spread, salience = room.squares[depth] / inside, 0.0
    for d in range(world.disputes):
        mean = room.place[depth][d] / inside
        spread -= state.country.salience[d] * mean * mean
        salience += state.country.salience[d]
    return spread / max(salience, 1e-6)


def ring_of(
    luck: Luck, world: World, params: Params, state: State, room: Room, new: int, able: int
) -> tuple[int, int]:
    """Whom the core co-opts without sharing the spoils: (the new ring, the old one).

    Each outsider whom the core trusts more than the danger it faces enters at ``ring_enter`` with logit ``ring`` (danger + need) +
    ``ring_trust`` trust - ``ring_cost`` - ``ring_menace`` menace - ``ring_crowding`` [members of the ring] - ``ring_attacked``
    [attacked lately], and leaves at ``ring_leave`` with the reverse; need is the core's shortfall of votes and ``need_margin``,
    menace his seen power x (1 - trust) / 2.
    """
    power, seen, regard = room.by_contender[0], room.by_contender[2], room.by_contender[3]
    core_trust(world, state, power, new, regard)
    inside, everybody, danger, old_ring = 0.0, 0.0, 0.0, 0
    for k in range(world.contenders):
        everybody += power[k]
        if new >> k & 1:
            inside += power[k]
        elif able >> k & 1:
            danger = max(danger, seen[k] * (1 - regard[k]) / 2)
            if state.people[state.lineup.contender[k]].ring:
                old_ring |= 1 << k
    need = max(0.0, params.threshold + params.need_margin - inside / max(everybody, 1e-6))
    ring, crowd = old_ring, members(old_ring)
    for k in range(world.contenders):
        if new >> k & 1 or not able >> k & 1:
            continue
        i = state.lineup.contender[k]
        logit = params.ring * (danger + need) + params.ring_trust * regard[k] - params.ring_cost
        logit -= params.ring_menace * seen[k] * (1 - regard[k]) / 2 + params.ring_crowding * crowd
        if state.people[i].attacked > params.lately:
            logit -= params.ring_attacked
        if old_ring >> k & 1:
            if uniform(luck, OF_PERSON, world.people[i].address, 1) < params.ring_leave * sigmoid(-logit):
                ring &= ~(1 << k)
        elif new != 0 and uniform(luck, OF_PERSON, world.people[i].address, 0) < params.ring_enter * sigmoid(
            logit
        ):
            ring |= 1 << k
    return ring, old_ring


def core_trust(world: World, state: State, power: Reals, new: int, regard: Reals) -> None:
    """Power-weighted trust of the core in each contender, into `regard` [K]."""
    total = 0.0
    for k in range(world.contenders):
        regard[k] = 0.0
        total += power[k] + 1e-6 if new >> k & 1 else 0.0
    for k in range(world.contenders):
        if new >> k & 1:
            i = state.lineup.contender[k]
            for j in range(world.contenders):
                regard[j] += (
                    (power[k] + 1e-6)
                    / max(total, 1e-9)
                    * state.trust[i * world.persons + state.lineup.contender[j]]
                )


def bloc_of(
    luck: Luck, world: World, params: Params, state: State, room: Room, rulers: int, able: int
) -> tuple[int, int, int]:
    """Who unites in opposition: (the bloc, its head's place, those who joined).

    A bloc joins outsiders who were attacked or dropped: i joins its leader at ``bloc_pace`` with logit ``bloc_trust`` trust +
    ``bloc_anger`` attacked + ``unite`` - ``ban_cost`` [factions are banned] - ``bloc_cost`` - ``bloc_fear`` fear. Whose last attack is
    all but forgotten (``bloc_content``) leaves; a bloc has at least two members.
    """
    seen, aggrieved, old_bloc, content = room.by_contender[2], 0, 0, 0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        if able >> k & 1 and not rulers >> k & 1:
            if state.people[i].attacked > params.bloc_aggrieved:
                aggrieved |= 1 << k
            if state.people[i].bloc:
                old_bloc |= 1 << k
                if state.people[i].attacked < params.bloc_content:
                    content |= 1 << k
    heads, head = old_bloc if old_bloc else aggrieved, 0
    for k in range(world.contenders):
        if heads >> k & 1 and (not heads >> head & 1 or seen[k] > seen[head]):
            head = k
    joins, leads = 0, state.lineup.contender[head]
    for k in range(world.contenders):
        if aggrieved & ~old_bloc & ~(1 << head) & (1 << k):
            i = state.lineup.contender[k]
            logit = params.bloc_trust * state.trust[i * world.persons + leads] + params.unite
            logit += (
                params.bloc_anger * state.people[i].attacked - params.ban_cost * world.country.factions_banned
            )
            logit -= params.bloc_cost + params.bloc_fear * state.country.fear
            if uniform(luck, OF_PERSON, world.people[i].address, 2) < params.bloc_pace * sigmoid(logit):
                joins |= 1 << k
    bloc = old_bloc
    if joins != 0:
        bloc |= joins | 1 << head
    bloc &= ~content
    if members(bloc) < 2:
        bloc = 0
    return bloc, head, joins


def leader_of(luck: Luck, world: World, params: Params, state: State, room: Room, new: int) -> int:
    """Who holds the first place, if he is of the core; else the strongest of it, the leader counting ``lead_incumbent`` more.

    Equals draw lots. -1 if there is no core.
    """
    power, leader, most, lot = room.by_contender[0], -1, -1.0, -1.0
    place = first_place(world)
    if place >= 0:
        for k in range(world.contenders):
            if new >> k & 1 and state.lineup.contender[k] == state.offices[place].holder:
                return state.lineup.contender[k]
    for k in range(world.contenders):
        if new >> k & 1:
            i = state.lineup.contender[k]
            strength = power[k] * (1 + params.lead_incumbent) if i == state.lineup.leader else power[k]
            if strength >= most:
                draw = uniform(luck, OF_PERSON, world.people[i].address, 4)
                if strength > most or draw > lot:
                    leader, most, lot = i, strength, draw
    return leader


def strongest(values: Reals, c: int, n: int) -> int:
    """The place of the first of the largest values in a set, -1 if the set is empty."""
    best = -1
    for k in range(n):
        if c >> k & 1 and (best < 0 or values[k] > values[best]):
            best = k
    return best


def cause_of(term: int) -> int:
    """The cause (`vocab.Cause`) for which a term of the score stands."""
    if term == 0:
        return CAUSE_CONTROL_OF_VOTES
    if term == 1:
        return CAUSE_STABILITY
    if term == 2:
        return CAUSE_TRUST
    if term == 3:
        return CAUSE_SURPLUS
    return CAUSE_COMMON_DANGER if term == 4 else CAUSE_INTEREST


def score_again(
    world: World, params: Params, state: State, room: Room, core: int, able: int, c: int, terms: Reals
) -> None:
    """The terms of the score of one set."""
    sums_of_nobody(world, room)
    for k in range(world.contenders):
        if c >> k & 1:
            move(world, room, 0, 0, k, 1.0)
    terms[0] = will_win(params, weigh_set(world, params, state, room, core, able, c, 0, terms))


def tell_coalition(
    world: World,
    params: Params,
    state: State,
    room: Room,
    was: int,
    new: int,
    enters: int,
    ring: int,
    able: int,
    leader: int,
    best: int,
    unable: bool,
) -> None:
    """Tell how the coalition changed, and the two terms of the score that gained most by a new core."""
    dropped, admitted, core = was & ~new & able, new & ~was, was & able
    change = CHANGE_NARROWED
    if was == 0:
        change = CHANGE_FORMED
    elif was & new == 0:
        change = CHANGE_REPLACED
    elif dropped != 0:
        change = CHANGE_SPLIT
    elif admitted | enters:
        change = CHANGE_ENLARGED
    cause, second = CAUSE_COMMON_DANGER, CAUSE_TRUST  # for which a ring is entered
    if enters == 0:
        cause, second = CAUSE_GRIEVANCE, CAUSE_COMMON_DANGER  # distrust, for which it is left
    if new != was and best >= 0:
        score_again(world, params, state, room, core, able, best, room.terms[0])
        score_again(world, params, state, room, core, able, core, room.terms[1])
        for t in range(6):
            room.terms[0][t] -= room.terms[1][t]
        first, other = two_largest(room.terms[0], 6)
        cause, second = cause_of(first), cause_of(other)
    if unable:
        cause = CAUSE_LOST_MEMBER
    focus = strongest(room.by_contender[0], dropped if dropped else admitted | enters, world.contenders)
    tell(
        room,
        kind=EVENTKIND_COALITION,
        who=leader,
        whom=state.lineup.contender[focus] if focus >= 0 else -1,
        body=-1,
        thing=members(ring),
        outcome=change,
        size=members(new),
        cause=cause,
        second=second,
        since=state.lineup.changed,
    )


def tell_bloc(world: World, state: State, room: Room, head: int, joins: int, bloc: int) -> None:
    """Tell that outsiders have united."""
    joiner = state.lineup.contender[strongest(room.by_contender[2], joins, world.contenders)]
    leads = state.lineup.contender[head]
    fought: bool = (
        state.fought[leads * world.persons + joiner] or state.fought[joiner * world.persons + leads]
    )
    tell(
        room,
        kind=EVENTKIND_BLOC,
        who=leads,
        whom=joiner,
        body=-1,
        thing=fought,
        outcome=-1,
        size=members(bloc),
        cause=CAUSE_MOMENTUM,
        second=CAUSE_TRUST,
        since=state.people[joiner].attack_month,
    )


def line_up(world: World, state: State, core: int, ring: int, bloc: int) -> None:
    """Write down who stands where."""
    for i in range(world.persons):
        state.people[i].core = False
        state.people[i].ring = False
        state.people[i].bloc = False
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        state.people[i].core = core >> k & 1
        state.people[i].ring = ring >> k & 1
        state.people[i].bloc = bloc >> k & 1
