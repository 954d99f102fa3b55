"""What several mechanisms read off a state: who is whose man, who is in reach, what a group wants. Nothing is drawn here."""

import cython

if not cython.compiled:
    from ctypes import addressof
    from ctypes import cast as at

    from politburo.model.codes import (
        ARENA_PARTY,
        EVENTKIND_NOTHING,
        RESOURCE_APPOINTMENTS,
        RESOURCE_DEPUTY,
        RESOURCE_EXECUTIVE,
        RESOURCE_LEADERSHIP,
        RESOURCE_POLICE,
        RESOURCES,
        ROLE_BUREAU,
        ROLE_COMMITTEE,
        ROLE_CONGRESS,
        RUNG_EXPELLED,
        RUNG_LOST_COMMITTEE,
        SEAT_FULL,
        SEAT_NONE,
    )
    from politburo.model.records import EVENTS, Flags, Params, Reals, Room, State, World


def active(state: State, i: int) -> bool:
    """Whether a person lives, belongs to the party and is not exiled."""
    return state.people[i].alive and state.people[i].member and state.people[i].rung < RUNG_EXPELLED


def ruling(state: State, i: int) -> bool:
    """Whether a person (or -1: nobody) is of the ruling coalition, core or ring."""
    return i >= 0 and (state.people[i].core or state.people[i].ring)


def seated(world: World, state: State, role: int, i: int) -> bool:
    """Whether a person is a living full member of the first body with this role."""
    body = world.body_of[role]
    return body >= 0 and state.people[i].alive and state.people[i].seat[body] == SEAT_FULL


def committee_meets(world: World, state: State) -> bool:
    """Whether the committee meets this month."""
    body = world.body_of[ROLE_COMMITTEE]
    return body < 0 or state.month % max(world.body[body].every, 1) == 0


def held(world: World, state: State, i: int, resource: int) -> float:
    """How much of a resource a person's offices give."""
    total = 0.0
    for o in range(world.offices):
        if state.offices[o].holder == i and state.offices[o].established and world.office[o].exists:
            total += world.office[o].resource[resource]
    return total


def first_office(world: World, state: State, i: int) -> int:
    """The first office that a person holds, or -1."""
    for o in range(world.offices):
        if state.offices[o].holder == i:
            return o
    return -1


def police_of_coalition(world: World, state: State) -> float:
    """Share of the police's resources, as far as somebody holds them, that is in the hands of the ruling coalition."""
    ours, everything = 0.0, 0.0
    for o in range(world.offices):
        if state.offices[o].holder >= 0 and state.offices[o].established and world.office[o].exists:
            everything += world.office[o].resource[RESOURCE_POLICE]
            if ruling(state, state.offices[o].holder):
                ours += world.office[o].resource[RESOURCE_POLICE]
    return ours / max(everything, 1e-6)


def weight_of_offices(world: World, state: State, i: int) -> float:
    """Everything that a person's offices give but the power to appoint, which has no weight of its own."""
    total = 0.0
    for o in range(world.offices):
        if state.offices[o].holder == i and state.offices[o].established and world.office[o].exists:
            for r in range(RESOURCES):
                if gives_weight(r):
                    total += world.office[o].resource[r]
    return total


def holder_of(world: World, state: State, resource: int) -> int:
    """The living person who holds most of a resource, or -1.

    Of several who hold equally much the most powerful; where they are equal in that too, nobody can act with it.
    """
    person, most, equals = -1, 0.0, 0
    for o in range(world.offices):
        i = state.offices[o].holder
        if i < 0 or world.office[o].resource[resource] <= 0 or not state.people[i].alive:
            continue
        if i == person:  # he was counted with his first such office
            continue
        amount = held(world, state, i, resource)
        if amount > most or (amount == most and state.people[i].power > state.people[person].power):
            person, most, equals = i, amount, 1
        elif amount == most and amount > 0 and state.people[i].power == state.people[person].power:
            equals += 1
    return person if equals == 1 else -1


def members_of(world: World, state: State, g: int) -> float:
    """Members of an organisation, all cohorts together."""
    total = 0.0
    for e in range(world.cohorts):
        total += state.members[e * world.organisations + g]
    return total


def row(values: Reals, first: int) -> Reals:
    """The values from the place `first` on."""
    if cython.compiled:
        return values + first
    return at(addressof(values.contents) + 8 * first, Reals)


def cohort_of(world: World, state: State, e: int) -> Reals:
    """The members of a cohort by organisation, [G]."""
    return row(state.members, e * world.organisations)


def count_members(world: World, state: State, out: Reals) -> None:
    """Members of each organisation, all cohorts together, into `out` [G]."""
    for g in range(world.organisations):
        out[g] = 0.0
    for e in range(world.cohorts):
        count = cohort_of(world, state, e)
        for g in range(world.organisations):
            out[g] += count[g]


def count_delegates(world: World, state: State, room: Room) -> None:
    """Work out ``room.delegates``: the share of congress delegates that each organisation sends; shares sum to 1."""
    delegates, total = room.delegates, 0.0
    count_members(world, state, delegates)
    for g in range(world.organisations):
        if not world.groups[g].exists:
            delegates[g] = 0.0
        total += delegates[g]
    total = max(total, 1.0)
    for g in range(world.organisations):
        delegates[g] /= total


def interest(world: World, params: Params, g: int, axis_of_centre: float, d: int) -> float:
    """What an organisation stands for by itself on a dispute: its coded position, national republics closer to autonomy."""
    extra = params.autonomy * axis_of_centre if world.groups[g].republic else 0.0
    return min(max(world.groups[g].position[d] + extra, -1.0), 1.0)


def collegial(params: Params, collegiality: float) -> float:
    """Factor on what a person does for himself at the cost of colleagues: 1 at middling collegiality, less above it."""
    return 1 + params.collegial * (1 - 2 * collegiality)


def group_position(world: World, state: State, group: Flags, out: Reals) -> None:
    """Power-weighted mean of the positions shown by a group, float[D], into `out`; 0 for nobody."""
    total = 0.0
    for d in range(world.disputes):
        out[d] = 0.0
    for i in range(world.persons):
        if group[i]:
            total += state.people[i].power + 1e-6
    for i in range(world.persons):
        if group[i]:
            share = (state.people[i].power + 1e-6) / max(total, 1e-9)
            for d in range(world.disputes):
                out[d] += share * state.people[i].shown[d]


def core_weights(world: World, state: State, out: Reals) -> None:
    """Each contender's share of the power of the core, 0 for those outside it, into `out` [K]."""
    total = 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        out[k] = state.people[i].power + 1e-6 if state.people[i].core else 0.0
        total += out[k]
    for k in range(world.contenders):
        out[k] /= max(total, 1e-9)


def core_regard(world: World, state: State, weights: Reals, i: int) -> float:
    """Trust of the core in a person, weighted by `weights` [K] of `core_weights`."""
    regard = 0.0
    for k in range(world.contenders):
        if weights[k] > 0:
            regard += weights[k] * state.trust[state.lineup.contender[k] * world.persons + i]
    return regard


def trust_in(world: World, state: State, i: int, j: int) -> float:
    """How far person i trusts person j, -1..1."""
    return state.trust[i * world.persons + j]


def first_trust(world: World, params: Params, i: int, j: int) -> float:
    """How far person i trusts person j at the start: what trust slowly returns to."""
    if i == j:
        return 0.0
    place = i * world.persons + j
    return trust_of_ties(params, world.service[place], world.documented[place], world.late[place])


def trust_of_ties(params: Params, service: float, documented: float, late: float) -> float:
    """The trust that comes of common service and of documented ties, -1..1."""
    tie = params.service_tie * service + documented + params.late_ties * late
    return min(max(params.credibility * tie, -1.0), 1.0)


def by_delegates(world: World, arena: int) -> bool:
    """Whether organisations, not persons, decide: a congress or a vote of the whole party."""
    return arena == ARENA_PARTY or (arena >= 0 and world.body[arena].role == ROLE_CONGRESS)


def sits(world: World, state: State, arena: int, i: int) -> bool:
    """Whether a person votes in the body `arena`; nobody for the congress, the press or the party."""
    return (
        arena >= 0
        and world.body[arena].role != ROLE_CONGRESS
        and state.people[i].seat[arena] == SEAT_FULL
        and active(state, i)
    )


def fit_to_rule(params: Params, state: State, i: int) -> bool:
    """Whether a person can take part in ruling: active, well enough, in standing and not recanted."""
    return (
        active(state, i)
        and state.people[i].health > params.fit_to_lead
        and state.people[i].rung < RUNG_LOST_COMMITTEE
        and not state.people[i].recanted
    )


def first_place(world: World) -> int:
    """The office that gives leadership of the party, or -1 where the party has none."""
    for o in range(world.offices):
        if world.office[o].exists and world.office[o].resource[RESOURCE_LEADERSHIP] > 0:
            return o
    return -1


def claims(world: World, params: Params, state: State, out: Reals) -> None:
    """What each person's place in the institutions is worth, as a logit, into `out` [P].

    c_i = ``claim_seat`` [full member of the bureau] + ``claim_first`` L_i + ``claim_second`` D_i + ``claim_executive`` E_i, with L, D, E
    the leadership, deputy and executive rank that his offices give, at most 1 each.
    """
    for i in range(world.persons):
        out[i] = params.claim_seat if seated(world, state, ROLE_BUREAU, i) else 0.0
    for o in range(world.offices):
        i = state.offices[o].holder
        if i < 0 or not state.offices[o].established or not world.office[o].exists:
            continue
        out[i] += params.claim_first * world.office[o].resource[RESOURCE_LEADERSHIP]
        second = world.office[o].resource[RESOURCE_DEPUTY]
        executive = world.office[o].resource[RESOURCE_EXECUTIVE]
        for n in range(
            o if second > 0 or executive > 0 else 0
        ):  # a second office of the same rank adds nothing
            if state.offices[n].holder == i and state.offices[n].established and world.office[n].exists:
                if world.office[n].resource[RESOURCE_DEPUTY] > 0:
                    second = 0.0
                if world.office[n].resource[RESOURCE_EXECUTIVE] > 0:
                    executive = 0.0
        out[i] += params.claim_second * second + params.claim_executive * executive


def gives_weight(resource: int) -> bool:
    """Whether a resource has weight by itself: not the power to appoint, and not a rank, which counts in `claims`."""
    return resource != RESOURCE_APPOINTMENTS and resource < RESOURCE_LEADERSHIP


def leave_posts(world: World, state: State, i: int) -> None:
    """Take a person out of every seat, office, secretaryship and place in the line-up."""
    if ruling(state, i):
        state.lineup.lost = True
    for b in range(world.bodies):
        state.people[i].seat[b] = SEAT_NONE
    for o in range(world.offices):
        if state.offices[o].holder == i:
            state.offices[o].holder = -1
    for g in range(world.organisations):
        if state.organisations[g].secretary == i:
            state.organisations[g].secretary = -1
    state.people[i].core = False
    state.people[i].ring = False
    state.people[i].bloc = False


def drawn(weight: Reals, n: int, u: float) -> int:
    """A place drawn in proportion to ``weight[:n]`` with the uniform u; the last if nobody has any."""
    total, reached = 0.0, 0.0
    for k in range(n):
        total += weight[k]
    for k in range(n):
        reached += weight[k]
        if u < reached / max(total, 1e-9):
            return k
    return n - 1


def largest(values: Reals, n: int) -> int:
    """Place of the first of the largest values."""
    best = 0
    for k in range(1, n):
        if values[k] > values[best]:
            best = k
    return best


def two_largest(values: Reals, n: int) -> tuple[int, int]:
    """Places of the largest and the second largest value."""
    first = largest(values, n)
    second = 1 if first == 0 else 0
    for k in range(n):
        if k != first and values[k] > values[second]:
            second = k
    return first, second


def tell(
    room: Room,
    kind: int,
    who: int,
    whom: int,
    body: int,
    thing: int,
    outcome: int,
    size: int,
    cause: int,
    second: int,
    since: int,
) -> None:
    """Add an event to the month's (`model.events` says what each column means); -1 where there is nothing to say."""
    n = room.told
    if n >= EVENTS or kind == EVENTKIND_NOTHING:
        return
    room.events[n].kind = kind
    room.events[n].who = who
    room.events[n].whom = whom
    room.events[n].body = body
    room.events[n].thing = thing
    room.events[n].weapon = -1
    room.events[n].outcome = outcome
    room.events[n].ayes = 0
    room.events[n].nays = 0
    room.events[n].abstentions = 0
    room.events[n].size = size
    room.events[n].cause = cause
    room.events[n].second = second
    room.events[n].since = since
    room.told = n + 1


def tell_votes(room: Room, weapon: int, ayes: int, nays: int, abstentions: int) -> None:
    """Add to the last event the liability used and the votes."""
    n = room.told - 1
    room.events[n].weapon = weapon
    room.events[n].ayes = ayes
    room.events[n].nays = nays
    room.events[n].abstentions = abstentions
