"""Illness, death, harvests and foreign acts: what no contender decides."""

import cython

from politburo.model.mechanism import NOW, POSTS, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        CAUSE_FOREIGN_ACT,
        CAUSE_NATURE,
        EVENTKIND_DEATH,
        EVENTKIND_SHOCK,
        OF_PERSON,
        SHOCKKIND_DEATH,
        SHOCKKIND_DISASTER,
        SHOCKKIND_FOREIGN,
        SHOCKKIND_HARVEST,
        SHOCKKIND_ILLNESS,
        SHOCKKINDS,
    )
    from politburo.model.numbers import between, exponential, whole_part
    from politburo.model.readings import leave_posts, tell
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import as_uniform, words

SHOCKS = Mechanism(
    name="shocks",
    kind=Kind.PROCESS,
    reads=NOW
    | fields("country", "discontent harvest threat")
    | fields("offices", "holder")
    | fields("organisations", "secretary")
    | fields("people", "alive ceiling core health ring")
    | frozenset({"shock_month"}),
    writes=fields("country", "discontent harvest threat") | fields("people", "alive ceiling health") | POSTS,
    sources=("Gompertz 1825 (life table)",),
)


def shocks(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Apply the shocks whose drawn month has come, and the life table.

    An illness of size s takes s from capacity and ``illness_lasting`` s from the ceiling to which capacity recovers at ``recovery``
    a month. Persons without a dated death die with hazard ``mortality`` exp(``ageing`` (age - 50)) / 12, multiplied by (2 -
    capacity). A harvest persists at ``harvest_memory`` a month, threat fades at ``threat_decay``. The first three shocks (deaths
    apart) and the first three deaths of a month are told.

    Shapes: health [P]; shocks [S]. Units: capacity 0..1, ages in years, hazards per month.
    Draws: one uniform per living person without a dated death (address). Errors: none.
    Does not model: contagion of unrest between regions.
    """
    collect(world, state, room)
    change_country(params, state, room)
    illness, struck = room.by_person[0], room.by_person[1]
    deaths, most = 0, params.mortality * exponential(params.ageing * 50) * 2 / 12
    words(luck, OF_PERSON, world.person_address, world.persons, 0, room.draws)
    for i in range(world.persons):  # `most` is the hazard of a weak centenarian
        fall_ill_or_recover(params, state, i, illness[i])
        if not state.people[i].alive or not world.people[i].exists:
            continue
        u = as_uniform(room.draws[i])
        mortal: bool = u < most or age_now(world, state, i) >= 100
        if struck[i] > 0 or (mortal and dies_by_life_table(world, params, state, i, u)):
            if deaths < 3:
                tell_death(world, state, room, i)
            deaths += 1
            leave_posts(world, state, i)
            state.people[i].alive = False
            state.people[i].health = 0.0


def comes(world: World, state: State, s: int) -> bool:
    """Whether a shock comes this month; one that concerns a person comes only if he lives."""
    if state.shock_month[s] != state.month or not world.shock[s].exists:
        return False
    return world.shock[s].person < 0 or state.people[world.shock[s].person].alive


def collect(world: World, state: State, room: Room) -> None:
    """Add up the shocks of the month, and tell the first three that are not deaths.

    By kind: sizes into ``room.terms[0]``, numbers into ``room.terms[1]``. By person: illness into ``room.by_person[0]``, and 1
    for those whose dated death has come into ``room.by_person[1]``.
    """
    size, number, illness, struck = room.terms[0], room.terms[1], room.by_person[0], room.by_person[1]
    for kind in range(SHOCKKINDS):
        size[kind] = 0.0
        number[kind] = 0.0
    for i in range(world.persons):
        illness[i] = 0.0
        struck[i] = 0.0
    told = 0
    for s in range(world.shocks):
        if not comes(world, state, s):
            continue
        what, person = world.shock[s].kind, world.shock[s].person
        size[what] += world.shock[s].size
        number[what] += 1.0
        if what == SHOCKKIND_ILLNESS and person >= 0:
            illness[person] += world.shock[s].size
        if what == SHOCKKIND_DEATH and person >= 0:
            struck[person] = 1.0
        if what != SHOCKKIND_DEATH and told < 3:
            tell_shock(world, room, s)
            told += 1


def change_country(params: Params, state: State, room: Room) -> None:
    """What the shocks collected in ``room.terms`` do to harvest, threat and discontent."""
    size, number = room.terms[0], room.terms[1]
    if number[SHOCKKIND_HARVEST] > 0:
        state.country.harvest = size[SHOCKKIND_HARVEST]
    else:
        state.country.harvest *= params.harvest_memory
    threat = state.country.threat * (1 - params.threat_decay) + size[SHOCKKIND_FOREIGN]
    state.country.threat = between(threat, 0.0, 1.0)
    state.country.discontent = between(state.country.discontent + size[SHOCKKIND_DISASTER], 0.0, 1.0)


def fall_ill_or_recover(params: Params, state: State, i: int, illness: float) -> None:
    """A month of a person's health; the dead have none."""
    ceiling = between(state.people[i].ceiling - params.illness_lasting * illness, 0.0, 1.0)
    health = state.people[i].health - illness
    health = between(health + params.recovery * (ceiling - health), 0.0, 1.0)
    state.people[i].ceiling = ceiling
    state.people[i].health = health if state.people[i].alive else 0.0


def age_now(world: World, state: State, i: int) -> float:
    """A person's age this month, in years."""
    return world.people[i].age + state.month / 12.0


def dies_by_life_table(world: World, params: Params, state: State, i: int, u: float) -> bool:
    """Whether a person dies of age and weakness this month, by his uniform u; nobody whose death is dated does."""
    if world.people[i].dated_death:
        return False
    age = age_now(world, state, i)
    return u < params.mortality * exponential(params.ageing * (age - 50)) * (2 - state.people[i].health) / 12


def tell_shock(world: World, room: Room, s: int) -> None:
    """Tell of a shock."""
    tell(
        room,
        kind=EVENTKIND_SHOCK,
        who=-1,
        whom=world.shock[s].person,
        body=-1,
        thing=s,
        outcome=world.shock[s].kind,
        size=whole_part(1000 * world.shock[s].size),
        cause=CAUSE_FOREIGN_ACT if world.shock[s].kind == SHOCKKIND_FOREIGN else CAUSE_NATURE,
        second=0,
        since=-1,
    )


def tell_death(world: World, state: State, room: Room, i: int) -> None:
    """Tell that a person, still alive in `state`, dies: of a dated death that comes this month, or of the life table."""
    tell(
        room,
        kind=EVENTKIND_DEATH,
        who=-1,
        whom=i,
        body=-1,
        thing=dated_death(world, state, i),
        outcome=-1,
        size=whole_part(age_now(world, state, i)),
        cause=CAUSE_NATURE,
        second=0,
        since=-1,
    )


def dated_death(world: World, state: State, i: int) -> int:
    """The first shock of this month that is a person's death, or -1."""
    for s in range(world.shocks):
        if world.shock[s].person == i and world.shock[s].kind == SHOCKKIND_DEATH and comes(world, state, s):
            return s
    return -1
