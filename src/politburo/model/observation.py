"""What an observer reads off a month: who would win what, and the series that people look at. No mechanism reads any of it."""

import cython

if not cython.compiled:
    from politburo.model.codes import (
        EDUCATION_HIGHER,
        EDUCATIONS,
        RESOURCE_APPOINTMENTS,
        ROLE_BUREAU,
        ROLE_COMMITTEE,
        SOCIALCLASS_WORKER,
        SOCIALCLASSS,
        STANDING_BLOC,
        STANDING_CORE,
        STANDING_OUTSIDE,
        STANDING_RING,
    )
    from politburo.model.readings import active, cohort_of, count_delegates, holder_of, seated
    from politburo.model.records import DRAWS, Params, Room, Series, State, World
    from politburo.model.voting import (
        chance_to_carry,
        express,
        express_by_organisation,
        face,
        weigh_organisations,
        weigh_persons,
    )


def prospects(world: World, params: Params, state: State, room: Room) -> None:
    """Work out who is necessary and who would win alone (`lineup.necessary`, `lineup.wins_alone`).

    A set of contenders is feasible if all can act, it wins (w(C) > ``threshold`` w(N)) and it is self-enforcing in at least half of the
    DRAWS; `necessary` is the share of the feasible sets that contain a person.
    """
    count_delegates(world, state, room)
    total, able, count = 0.0, 0, 0
    base, needed = room.by_contender[0], room.by_contender[1]
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        base[k] = state.people[i].power if active(state, i) else 0.0
        able |= (1 << k) if active(state, i) else 0
        total += base[k]
        needed[k] = 0.0
    for s in range(1, 1 << world.contenders):
        if s & ~able or 2 * state.stable[s] < DRAWS:
            continue
        weight = 0.0
        for k in range(world.contenders):
            if s >> k & 1:
                weight += base[k]
        if weight > params.threshold * total:
            count += 1
            for k in range(world.contenders):
                needed[k] += s >> k & 1
    for k in range(world.contenders):
        state.lineup.necessary[k] = needed[k] / max(count, 1)
        state.lineup.wins_alone[k] = win_alone(world, params, state, room, k) if k < 3 else 0.0


def win_alone(world: World, params: Params, state: State, room: Room, k: int) -> float:
    """Chance that a contender wins every appointing and sanctioning body against all other contenders.

    They vote against him unless they are his clients (loyalty of a half or more). Bodies: bureau, committee at its sanctioning
    requirement, congress. The least of the three chances; once it is below a tenth the bodies that are left are not asked.
    """
    him = state.lineup.contender[k]
    if not active(state, him):
        return 0.0
    for i in range(world.persons):
        client: bool = state.people[i].patron == him and state.people[i].loyalty >= 0.5
        room.side[i] = i == him or (client and active(state, i))
        room.against[i] = False
    for j in range(world.contenders):
        i = state.lineup.contender[j]
        room.against[i] = active(state, i) and not room.side[i]
    common, closing = face(world, params, state, room, -1)
    least = win_body(world, params, state, room, ROLE_BUREAU, common, closing)
    if least >= 0.1:
        least = min(least, win_body(world, params, state, room, ROLE_COMMITTEE, common, closing))
    if least < 0.1:
        return least
    weigh_organisations(world, params, state, room, -1, common, closing)
    express_by_organisation(world, params, state, room, 0.0, 3)
    seats, expected, variance, votes = state.bodies[0].size, 0.0, 0.0, 0.0
    for g in range(world.organisations):
        share = room.delegates[g] * seats
        votes += share
        expected += room.chorus[g] * share
        variance += room.chorus[g] * (1 - room.chorus[g]) * share
    return min(least, chance_to_carry(expected, variance, votes, world.body[0].decision))


def win_body(
    world: World, params: Params, state: State, room: Room, role: int, common: float, closing: float
) -> float:
    """Chance that side A carries the first body with a role, the committee at its sanctioning requirement."""
    body = world.body_of[role]
    need = 0.5
    if body >= 0:
        need = world.body[body].sanction if role == ROLE_COMMITTEE else world.body[body].decision
    votes, expected, variance = 0, 0.0, 0.0
    for i in range(world.persons):
        if seated(world, state, role, i):
            room.voter[votes] = i
            votes += 1
    weigh_persons(world, params, state, room, votes, -1, common, closing)
    express(params, state, room, votes, 3)
    for n in range(votes):
        expected += room.chance[n]
        variance += room.chance[n] * (1 - room.chance[n])
    return chance_to_carry(expected, variance, votes, need)


def place_in_line_up(state: State, i: int) -> int:
    """A person's place in the line-up (`vocab.Standing`)."""
    if state.people[i].core:
        return STANDING_CORE
    if state.people[i].ring:
        return STANDING_RING
    return STANDING_BLOC if state.people[i].bloc else STANDING_OUTSIDE


def observe(world: World, state: State, room: Room, series: Series, row: int) -> None:
    """Write the series of `model.trace` for one month; `row` is the place of (history, month) in the arrays."""
    n, squares, total = world.contenders, 0.0, 0.0
    count_delegates(world, state, room)
    apparatus = room.by_person[0]
    for i in range(world.persons):
        apparatus[i] = 0.0
    for g in range(world.organisations):
        if state.organisations[g].patron >= 0:
            apparatus[state.organisations[g].patron] += room.delegates[g] * state.organisations[g].loyalty
        if state.organisations[g].secretary >= 0:
            apparatus[state.organisations[g].secretary] += room.delegates[g] * (
                1 - state.organisations[g].loyalty
            )
    for k in range(n):
        i = state.lineup.contender[k]
        series.contender[row * n + k] = i
        series.power[row * n + k] = state.people[i].power
        series.standing[row * n + k] = place_in_line_up(state, i)
        series.in_bureau[row * n + k] = seated(world, state, ROLE_BUREAU, i)
        series.necessary[row * n + k] = state.lineup.necessary[k]
        series.wins_alone[row * n + k] = state.lineup.wins_alone[k]
        series.apparatus[row * n + k] = apparatus[i]
        total += max(state.people[i].power, 0.0)
    for k in range(n):
        share = max(state.people[state.lineup.contender[k]].power, 0.0) / max(total, 1e-9)
        squares += share * share
    core, ring, bureau, committee, reserves = 0, 0, 0, 0, 0
    for i in range(world.persons):
        core += state.people[i].core
        ring += state.people[i].ring
        committee += seated(world, state, ROLE_COMMITTEE, i)
        if seated(world, state, ROLE_BUREAU, i):
            bureau += 1
            reserves += world.people[i].reserve
    series.leader[row] = state.lineup.leader
    series.core[row] = core
    series.ring[row] = ring
    series.bureau[row] = bureau
    series.committee[row] = committee
    series.reserves[row] = reserves
    series.effective[row] = 1.0 / squares if squares > 1e-9 else 0.0  # nobody has power
    series.discontent[row] = state.country.discontent
    series.threat[row] = state.country.threat
    series.fear[row] = state.country.fear
    series.replaced[row] = state.country.replaced
    series.regime[row] = state.country.standing
    observe_party(world, state, room, series, row)


def observe_party(world: World, state: State, room: Room, series: Series, row: int) -> None:
    """The part of `observe` that concerns members and organisations."""
    total, workers, higher = 0.0, 0.0, 0.0
    for e in range(world.cohorts):
        count, members = 0.0, cohort_of(world, state, e)
        for g in range(world.organisations):
            count += members[g]
        series.members[row * world.cohorts + e] = count
        total += count
        for h in range(EDUCATIONS):
            workers += count * state.membership.mix[e][SOCIALCLASS_WORKER][h]
        for c in range(SOCIALCLASSS):
            higher += count * state.membership.mix[e][c][EDUCATION_HIGHER]
    series.workers[row] = workers / max(total, 1.0)
    series.higher[row] = higher / max(total, 1.0)
    for d in range(world.disputes):
        opinion = 0.0
        for g in range(world.organisations):
            opinion += room.delegates[g] * state.organisations[g].opinion[d]
        series.policy[row * world.disputes + d] = state.country.policy[d]
        series.opinion[row * world.disputes + d] = opinion
    boss = holder_of(world, state, RESOURCE_APPOINTMENTS)
    whole, free = 0.0, 0.0
    for g in range(world.organisations):
        if world.groups[g].republic:
            whole += room.delegates[g]
            if state.organisations[g].patron != (boss if boss >= 0 else -2):
                free += room.delegates[g]
    series.effective_autonomy[row] = free / max(whole, 1e-9)
