"""The committee fills the small bodies."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        OF_BODY,
        OF_PERSON,
        ROLE_BUREAU,
        ROLE_COMMITTEE,
        ROLE_ORGBUREAU,
        ROLE_SECRETARIAT,
        RUNG_LOST_BUREAU,
        SEAT_FULL,
        TRAIT_ADMINISTRATION,
    )
    from politburo.model.readings import active, committee_meets, core_regard, core_weights, ruling, seated
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import gumbel, uniform

ELECTIONS = Mechanism(
    name="elections",
    kind=Kind.CHOICE,
    reads=NOW
    | fields("bodies", "size")
    | fields("country", "sitting standing")
    | fields("lineup", "contender")
    | fields("people", "alive core health loyalty member patron power prestige ring rung seat trait")
    | frozenset({"trust"}),
    writes=fields("bodies", "size") | fields("people", "seat"),
    sources=("Rigby 1979", "Bueno de Mesquita et al. 2003"),
)


def elections(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Fill one vacancy in each small body when the committee meets; enlarge the bureau at a congress.

    Candidates are full members of the committee without a seat in the body; the choice is the best of the scores of `score`. When a
    congress has just sat and a member of the coalition who could be elected has no seat in the bureau, its size grows by one with
    probability ``enlarge_bureau``.

    Shapes: seats [P, B]. Units: persons. Draws: one uniform per person and one per body, where a choice is made. Errors: none.
    Conserved: full members never exceed the size. Does not model: candidates' ranks.
    """
    if not committee_meets(world, state):
        return
    lacking: bool = find_candidates(world, params, state, room)
    scored: bool = False
    for b in range(world.bodies):
        if lacking and state.country.sitting and is_enlarged(luck, world, params, b):
            state.bodies[b].size += 1
        if state.country.standing and is_small(world, b) and has_vacancy(world, state, b):
            if not scored:
                score_candidates(luck, world, params, state, room)
                scored = True
            fill(world, state, room, b)


def find_candidates(world: World, params: Params, state: State, room: Room) -> bool:
    """Mark in ``room.voters`` who can be elected; whether one of them is of the coalition and has no seat in the bureau."""
    lacking: bool = False
    for i in range(world.persons):
        room.voters[i] = (
            seated(world, state, ROLE_COMMITTEE, i)
            and active(state, i)
            and state.people[i].rung < RUNG_LOST_BUREAU
            and state.people[i].health > params.fit_for_bureau
            and world.people[i].eligible
        )
        if room.voters[i] and ruling(state, i) and not seated(world, state, ROLE_BUREAU, i):
            lacking = True
    return lacking


def is_enlarged(luck: Luck, world: World, params: Params, b: int) -> bool:
    """Whether a body is the bureau and is given one more seat."""
    if world.body[b].role != ROLE_BUREAU:
        return False
    return uniform(luck, OF_BODY, world.body[b].address, 0) < params.enlarge_bureau


def is_small(world: World, b: int) -> bool:
    """Whether a body is one of those that the committee fills."""
    return world.body[b].role in (ROLE_BUREAU, ROLE_ORGBUREAU, ROLE_SECRETARIAT)


def has_vacancy(world: World, state: State, b: int) -> bool:
    """Whether a body has fewer living full members than seats."""
    sitting = 0
    for i in range(world.persons):
        if state.people[i].seat[b] == SEAT_FULL and state.people[i].alive:
            sitting += 1
    return state.bodies[b].size - sitting >= 1


def score_candidates(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Scores of those marked in ``room.voters``, into ``room.by_person[0]``."""
    core_weights(world, state, room.by_contender[0])
    for i in range(world.persons):
        if room.voters[i]:
            room.by_person[0][i] = score(luck, world, params, state, room, i)


def score(luck: Luck, world: World, params: Params, state: State, room: Room, i: int) -> float:
    """How much speaks for electing a person; weights of the core in ``room.by_contender[0]``.

    ``bureau_core`` [core] + ``bureau_ring`` [ring] + trust of the core + loyalty to a member of the coalition + prestige +
    ``bureau_skill`` administration + ``bureau_noise`` noise.
    """
    total = core_regard(world, state, room.by_contender[0], i) + state.people[i].prestige
    if state.people[i].core:
        total += params.bureau_core
    if state.people[i].ring:
        total += params.bureau_ring
    if ruling(state, state.people[i].patron):
        total += state.people[i].loyalty
    total += params.bureau_skill * state.people[i].trait[TRAIT_ADMINISTRATION]
    return total + params.bureau_noise * gumbel(uniform(luck, OF_PERSON, world.people[i].address, 0))


def fill(world: World, state: State, room: Room, b: int) -> None:
    """Give a seat in a body to the candidate with the highest score who has none; the first of equals."""
    best = -1
    for i in range(world.persons):
        free: bool = state.people[i].seat[b] != SEAT_FULL or not state.people[i].alive
        if room.voters[i] and free and (best < 0 or room.by_person[0][i] > room.by_person[0][best]):
            best = i
    if best >= 0:
        state.people[best].seat[b] = SEAT_FULL
