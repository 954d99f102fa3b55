"""The congress elects the committee from a slate: the second half of the circular flow of power."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        CAUSE_APPOINTING_POWER,
        CAUSE_CALENDAR,
        EVENTKIND_CONGRESS,
        OF_PERSON,
        ROLE_COMMITTEE,
        RUNG_LOST_COMMITTEE,
        SEAT_CANDIDATE,
        SEAT_FULL,
        SEAT_NONE,
    )
    from politburo.model.numbers import nearest_whole, whole_part
    from politburo.model.readings import active, committee_meets, count_delegates, drawn, ruling, tell
    from politburo.model.records import Luck, Params, Reals, Room, State, World
    from politburo.model.voting import is_cadre
    from politburo.rng import gumbel, own, uniform

CONGRESS = Mechanism(
    name="congress",
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("bodies", "size")
    | fields("country", "sitting")
    | fields("lineup", "leader")
    | fields("organisations", "loyalty members opinion patron secretary")
    | fields("people", "alive attacked bloc core health loyalty member patron prestige ring rung seat"),
    writes=fields("bodies", "size")
    | fields("country", "congress_last")
    | fields("people", "held loyalty patron seat shown"),
    sources=("Daniels 1971 (circular flow of power)", "Gill 1990", "Rigby 1979"),
)


def congress(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Elect the committee when a congress sits.

    Let c be the share of delegates whose secretary follows the ruling coalition. The committee grows as in `new_size`. A sitting
    member stays with probability ``retention`` (1 - ``exclusion`` h c), h as in `hostility`; members of the coalition stay. Free
    places go to the best of the scores of `score`; all who equal the last of them enter. A reserve cadre without a seat stands for
    an organisation drawn by its delegates and brings its secretary's patron, loyalty and opinion.

    Shapes: persons [P], organisations [G]. Units: persons, shares. Draws: three uniforms per person, each where it decides; one of
    the mechanism. Errors: none. Conserved: full members never exceed the size. Does not model: separate lists, secret write-ins.
    """
    if not state.country.sitting:
        return
    state.country.congress_last = state.month
    committee = world.body_of[ROLE_COMMITTEE]
    if committee < 0 or not committee_meets(world, state):
        return
    count_delegates(world, state, room)
    control = control_of_delegates(world, state, room)
    for i in range(world.persons):
        if world.people[i].reserve and has_no_seat(world, state, i):
            stand_for_organisation(luck, world, state, room, i)
    kept = keep_members(luck, world, params, state, room, committee, control)
    size = max(new_size(luck, world, params, state, committee), kept)
    elect(luck, world, params, state, room, committee, control, size - kept)
    newcomers, members = take_seats(world, state, room, committee)
    state.bodies[committee].size = max(size, 1)
    tell(
        room,
        kind=EVENTKIND_CONGRESS,
        who=state.lineup.leader,
        whom=-1,
        body=0,
        thing=-1,
        outcome=newcomers,
        size=members,
        cause=CAUSE_CALENDAR,
        second=CAUSE_APPOINTING_POWER,
        since=-1,
    )


def control_of_delegates(world: World, state: State, room: Room) -> float:
    """Share of the delegates whose secretary follows the ruling coalition, by his loyalty."""
    control = 0.0
    for g in range(world.organisations):
        if ruling(state, state.organisations[g].patron):
            control += room.delegates[g] * state.organisations[g].loyalty
    return control


def has_no_seat(world: World, state: State, i: int) -> bool:
    """Whether a person sits in no body, not even as a candidate."""
    for b in range(world.bodies):
        if state.people[i].seat[b] != SEAT_NONE:
            return False
    return True


def stand_for_organisation(luck: Luck, world: World, state: State, room: Room, i: int) -> None:
    """A reserve cadre comes from an organisation drawn by its delegates: its secretary's client, of its opinion."""
    g = drawn(room.delegates, world.organisations, uniform(luck, OF_PERSON, world.people[i].address, 0))
    state.people[i].patron = state.organisations[g].patron
    state.people[i].loyalty = state.organisations[g].loyalty
    for d in range(world.disputes):
        state.people[i].held[d] = state.organisations[g].opinion[d]
        state.people[i].shown[d] = state.organisations[g].opinion[d]


def electable(world: World, state: State, i: int) -> bool:
    """Whether a person may sit in the committee."""
    return active(state, i) and state.people[i].rung < RUNG_LOST_COMMITTEE and world.people[i].exists


def hostility(params: Params, state: State, i: int) -> float:
    """How far a person counts as hostile to the rulers, 0..1: 1 for the bloc and those under attack.

    For the clients of outsiders under attack it is their loyalty. Under attack is who was attacked ``lately``.
    """
    if state.people[i].bloc or state.people[i].attacked > params.lately:
        return 1.0
    patron = state.people[i].patron
    if patron >= 0 and not ruling(state, patron) and state.people[patron].attacked > params.lately:
        return state.people[i].loyalty
    return 0.0


def keep_members(
    luck: Luck, world: World, params: Params, state: State, room: Room, committee: int, control: float
) -> int:
    """Mark in ``room.voters`` the sitting members who stay; returns their number."""
    kept = 0
    for i in range(world.persons):
        stays: bool = state.people[i].seat[committee] == SEAT_FULL and electable(world, state, i)
        if stays and not ruling(state, i):
            chance = params.retention * (1 - params.exclusion * hostility(params, state, i) * control)
            stays = uniform(luck, OF_PERSON, world.people[i].address, 1) < chance
        room.voters[i] = stays
        kept += 1 if stays else 0
    return kept


def new_size(luck: Luck, world: World, params: Params, state: State, committee: int) -> int:
    """Full seats of the new committee.

    It grows by ``growth`` (``growth_least`` + u) [1 + ``packing`` (1 - f)] of its size, f the part of its members who are of the
    coalition or its men (by their loyalty): those who rule enlarge what they do not yet hold; up to ``largest_committee`` times its
    first size.
    """
    friends, members = 0.0, 0
    for i in range(world.persons):
        if state.people[i].seat[committee] == SEAT_FULL:
            members += 1
            if ruling(state, i):
                friends += 1
            elif ruling(state, state.people[i].patron):
                friends += state.people[i].loyalty
    foreign = 1 - friends / max(members, 1)
    rate = params.growth * (params.growth_least + own(luck, 0)) * (1 + params.packing * foreign)
    grown = nearest_whole(state.bodies[committee].size * (1 + rate))
    most = nearest_whole(params.largest_committee * world.body[committee].size)
    return whole_part(min(max(grown, 1.0), most))


def elect(
    luck: Luck,
    world: World,
    params: Params,
    state: State,
    room: Room,
    committee: int,
    control: float,
    places: int,
) -> None:
    """Mark in ``room.side`` those who enter the committee: the best by `score`, and all who equal the last of them."""
    value, order, count = room.by_person[0], room.by_person[1], 0
    for i in range(world.persons):
        room.side[i] = (
            places > 0
            and not room.voters[i]
            and electable(world, state, i)
            and state.people[i].health > params.fit_for_committee
        )
        if room.side[i]:
            value[i] = score(luck, world, params, state, committee, control, i)
            order[count] = value[i]
            count += 1
    if places < count:
        least = nth_largest(order, count, places)
        for i in range(world.persons):
            if room.side[i] and value[i] < least:
                room.side[i] = False


def score(
    luck: Luck, world: World, params: Params, state: State, committee: int, control: float, i: int
) -> float:
    """How much speaks for a person's election.

    ``elect_prestige`` prestige + ``elect_faithful`` f + s + ``elect_noise`` noise + ``elect_ruling`` [of the coalition] -
    ``elect_hostile`` h, f loyalty to a member of the coalition weighted by the control of delegates, s = 1 for secretaries, candidates
    and reserve cadres, h as in `hostility`.
    """
    total = params.elect_prestige * state.people[i].prestige - params.elect_hostile * hostility(
        params, state, i
    )
    if ruling(state, state.people[i].patron):
        total += params.elect_faithful * state.people[i].loyalty * control
    if state.people[i].seat[committee] == SEAT_CANDIDATE or is_cadre(world, state, i):
        total += 1
    if ruling(state, i):
        total += params.elect_ruling
    return total + params.elect_noise * gumbel(uniform(luck, OF_PERSON, world.people[i].address, 2))


def nth_largest(values: Reals, count: int, n: int) -> float:
    """The n-th largest (from 1) of ``values[:count]``, which change their order (Hoare 1961).

    Larger values are moved in front of a pivot, smaller ones behind it; the search goes on in the part where the n-th place lies.
    """
    low, high, place = 0, count - 1, n - 1
    while low < high:
        pivot, front, back = values[place], low, high
        while front <= back:
            while values[front] > pivot:
                front += 1
            while values[back] < pivot:
                back -= 1
            if front <= back:
                other = values[front]
                values[front] = values[back]
                values[back] = other
                front += 1
                back -= 1
        if back < place:
            low = front
        if place < front:
            high = back
    return values[place]


def take_seats(world: World, state: State, room: Room, committee: int) -> tuple[int, int]:
    """Seat those who stay (``room.voters``) and those who enter (``room.side``); returns (newcomers, full members)."""
    newcomers, members = 0, 0
    for i in range(world.persons):
        full: bool = state.people[i].seat[committee] == SEAT_FULL
        if room.voters[i] or room.side[i]:
            members += 1
            newcomers += 0 if full else 1
            state.people[i].seat[committee] = SEAT_FULL
        elif full:
            state.people[i].seat[committee] = SEAT_NONE
    return newcomers, members
