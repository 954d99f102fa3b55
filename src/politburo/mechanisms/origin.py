"""The state at the start: facts as coded, what is unknown drawn from stated priors."""

import cython

if not cython.compiled:
    from politburo.model.codes import (
        ARENA_NOWHERE,
        AXIS_CENTRE,
        EDUCATIONS,
        OF_ORGANISATION,
        OF_PERSON,
        OF_SHOCK,
        ROLE_BUREAU,
        SEAT_FULL,
        SHOCKKIND_ILLNESS,
        SOCIALCLASSS,
        TRAITS,
    )
    from politburo.model.numbers import between, nearest_whole, whole
    from politburo.model.readings import first_place, interest, row, trust_of_ties
    from politburo.model.records import MOTIONS, Luck, Params, Room, State, World
    from politburo.rng import normal, own, uniform


def origin(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Set `state` to what it is before the first month.

    Traits and positions are mean + sd x normal. Trust = ``credibility`` x clip(``service_tie`` service + documented + ``late_ties``
    late); loyalty to a documented patron is his strength x credibility. Shock months are the dated month + jitter x triangular
    noise, not before the start; illnesses before the start have left half their mark. The first core is the bureau's full members,
    less those whom its strongest member distrusts.

    Draws: per person one normal per trait and dispute, and a lot between equals; two uniforms per shock; one per
    organisation; two of its own.
    """
    persons(luck, world, params, state)
    for i in range(world.persons):
        ties_of(world, params, state, i)
    organisations(luck, world, params, state, room)
    for b in range(world.bodies):
        state.bodies[b].size = world.body[b].size
    for o in range(world.offices):
        state.offices[o].holder = world.office[o].holder
        state.offices[o].established = world.office[o].established
    for m in range(MOTIONS):
        no_motion(state, m)
    country(luck, world, state)
    shock_months(luck, world, state)
    first_core(luck, world, params, state)


def persons(luck: Luck, world: World, params: Params, state: State) -> None:
    """Persons as coded; what is unknown about them is drawn."""
    for i in range(world.persons):
        address = world.people[i].address
        state.people[i].alive = world.people[i].exists
        state.people[i].member = world.people[i].exists
        state.people[i].recanted = False
        state.people[i].core = False
        state.people[i].ring = False
        state.people[i].bloc = False
        for m in range(MOTIONS):
            state.people[i].side[m] = False
            state.people[i].against[m] = False
        for b in range(world.bodies):
            state.people[i].seat[b] = world.seat[b * world.persons + i]
        state.people[i].rung = 0
        state.people[i].patron = world.people[i].patron
        state.people[i].attack_month = -1
        state.people[i].loyalty = 0.0
        if world.people[i].patron >= 0:
            state.people[i].loyalty = world.people[i].patron_strength * params.credibility
        mark = 0.5 * illness_before(world, i) if world.people[i].exists else 0.0
        state.people[i].health = 0.0
        state.people[i].ceiling = 0.0
        if world.people[i].exists:
            state.people[i].health = between(world.people[i].health - mark, params.health_least, 1.0)
            state.people[i].ceiling = between(
                world.people[i].health - params.illness_lasting * mark, params.health_least, 1.0
            )
        state.people[i].prestige = world.people[i].prestige
        state.people[i].base = world.people[i].prestige
        state.people[i].silent = 0.0
        state.people[i].attacked = 0.0
        state.people[i].power = 0.0
        state.people[i].seen = 0.0
        for t in range(TRAITS):
            x = world.people[i].trait[t]
            if world.people[i].trait_sd[t] > 0:
                x += world.people[i].trait_sd[t] * normal(uniform(luck, OF_PERSON, address, t))
            state.people[i].trait[t] = between(x, 0.0, 1.0)
        for d in range(world.disputes):
            x = world.people[i].position[d]
            if world.people[i].position_sd[d] > 0:
                x += world.people[i].position_sd[d] * normal(uniform(luck, OF_PERSON, address, TRAITS + d))
            state.people[i].held[d] = between(x, -1.0, 1.0)
            state.people[i].shown[d] = state.people[i].held[d]


def ties_of(world: World, params: Params, state: State, i: int) -> None:
    """A person's trust in everybody as it is at the start; he has fought with nobody."""
    first = i * world.persons
    trust, fought, service = row(state.trust, first), state.fought, row(world.service, first)
    documented, late = row(world.documented, first), row(world.late, first)
    for j in range(world.persons):
        trust[j] = trust_of_ties(params, service[j], documented[j], late[j])
    trust[i] = 0.0
    for j in range(world.persons):
        fought[first + j] = 0


def illness_before(world: World, i: int) -> float:
    """Illnesses of a person before the start, added up."""
    total = 0.0
    for s in range(world.shocks):
        if (
            world.shock[s].exists
            and world.shock[s].month < 0
            and world.shock[s].kind == SHOCKKIND_ILLNESS
            and world.shock[s].person == i
        ):
            total += world.shock[s].size
    return total


def organisations(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Organisations as coded: each has the party's cohorts in whole members, the rest in the largest cohort."""
    all_members, main, count = 0.0, 0, room.by_contender[0]
    for e in range(world.cohorts):
        count[e] = 0.0
        for c in range(SOCIALCLASSS):
            for h in range(EDUCATIONS):
                count[e] += world.cohort_count[e][c][h]
        for c in range(SOCIALCLASSS):
            for h in range(EDUCATIONS):
                state.membership.mix[e][c][h] = world.cohort_count[e][c][h] / max(count[e], 1.0)
        all_members += count[e]
        if count[e] > count[main]:
            main = e
    state.membership.levy = 0.0
    state.membership.purge = 0.0
    for g in range(world.organisations):
        state.organisations[g].secretary = world.groups[g].secretary
        state.organisations[g].patron = world.groups[g].patron
        state.organisations[g].loyalty = world.groups[g].loyalty if world.groups[g].patron >= 0 else 0.0
        state.organisations[g].entrenched = world.groups[g].entrenched
        state.organisations[g].appointed = was_sent(luck, world, params, g)
        placed = 0.0
        for e in range(world.cohorts):
            part = nearest_whole(world.groups[g].members * (count[e] / max(all_members, 1.0)))
            state.members[e * world.organisations + g] = part
            placed += part
        rest, at = world.groups[g].members - placed, main * world.organisations + g
        state.members[at] = max(state.members[at] + rest, 0.0)
        for d in range(world.disputes):
            state.organisations[g].opinion[d] = interest(world, params, g, world.axis[AXIS_CENTRE][d], d)


def was_sent(luck: Luck, world: World, params: Params, g: int) -> float:
    """1 if an organisation's secretary was sent from above, 0 if he rose locally; drawn with ``sent`` where nobody knows."""
    known = world.groups[g].appointed
    if known <= 0 or known >= 1:
        return known
    sent: bool = uniform(luck, OF_ORGANISATION, world.groups[g].address, 0) < params.sent
    return 1.0 if sent else 0.0


def no_motion(state: State, m: int) -> None:
    """Nothing is moved."""
    state.motions[m].open = False
    state.motions[m].carried = False
    state.motions[m].attacker = -1
    state.motions[m].target = -1
    state.motions[m].dispute = -1
    state.motions[m].weapon = -1
    state.motions[m].arena = ARENA_NOWHERE
    state.motions[m].rung = 0
    state.motions[m].cause = 0
    state.motions[m].second = 0
    state.motions[m].since = -1


def country(luck: Luck, world: World, state: State) -> None:
    """The country, the calendar and the letter."""
    state.month = 0
    state.country.standing = True
    state.country.sitting = False
    state.country.replaced = 0
    state.country.congress_last = -world.country.congress_last
    state.country.discontent = world.country.discontent
    state.country.threat = world.country.threat
    state.country.fear = world.country.fear
    state.country.harvest = world.country.harvest
    for d in range(world.disputes):
        state.country.policy[d] = world.dispute[d].policy
        state.country.salience[d] = world.dispute[d].salience
    late = whole(world.letter.jitter * (own(luck, 0) + own(luck, 1) - 1.0))
    state.letter.month = world.letter.month + late
    state.letter.written = -1
    state.letter.disclosed = -1


def shock_months(luck: Luck, world: World, state: State) -> None:
    """The months in which shocks come."""
    for s in range(world.shocks):
        state.shock_month[s] = -1
        if world.shock[s].month >= 0:
            address = world.shock[s].address
            u = uniform(luck, OF_SHOCK, address, 0) + uniform(luck, OF_SHOCK, address, 1)
            state.shock_month[s] = max(world.shock[s].month + whole(world.shock[s].jitter * (u - 1.0)), 0)


def first_core(luck: Luck, world: World, params: Params, state: State) -> None:
    """The full members of the bureau, less those whom its first distrusts: who holds the first place, else its strongest member."""
    chief, best, place = 0, -1.0, first_place(world)
    for i in range(world.persons):
        strength = -1.0
        if may_rule(world, i):
            lot = 1e-6 * normal(uniform(luck, OF_PERSON, world.people[i].address, TRAITS + world.disputes))
            strength = world.people[i].prestige * state.people[i].health + lot
        if strength > best:
            chief, best = i, strength
    if place >= 0 and world.office[place].holder >= 0 and may_rule(world, world.office[place].holder):
        chief = world.office[place].holder
    for i in range(world.persons):
        trusted: bool = state.trust[chief * world.persons + i] > params.first_core_trust
        state.people[i].core = may_rule(world, i) and trusted and world.people[i].exists
    state.lineup.leader = chief
    state.lineup.former = world.country.predecessor
    state.lineup.contested = world.country.contested
    state.lineup.away = False
    state.lineup.changed = -1
    state.lineup.lost = False
    for k in range(world.contenders):
        state.lineup.contender[k] = k
        state.lineup.necessary[k] = 0.0
        state.lineup.wins_alone[k] = 0.0
    for c in range(1 << world.contenders):
        state.stable[c] = 0


def may_rule(world: World, i: int) -> bool:
    """Whether a person is a full member of the bureau at the start and may belong to a ruling coalition."""
    body = world.body_of[ROLE_BUREAU]
    return body >= 0 and world.seat[body * world.persons + i] == SEAT_FULL and world.people[i].eligible
