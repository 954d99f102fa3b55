"""Giving power up to save the rest."""

import cython

from politburo.model.mechanism import Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import CAUSE_FEAR, CAUSE_MOMENTUM, EVENTKIND_YIELD, OF_PERSON, TRAIT_CAUTION
    from politburo.model.numbers import nearest_whole
    from politburo.model.readings import active, first_office, tell
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import uniform

YIELDING = Mechanism(
    name="yielding",
    kind=Kind.CHOICE,
    reads=fields("lineup", "contender")
    | fields("offices", "holder")
    | fields("people", "alive attack_month attacked core member power rung silent trait"),
    writes=fields("offices", "holder") | fields("people", "silent"),
    sources=("Svolik 2012", "Frantz & Stein 2017"),
)


def yielding(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Let the first contender who gives in under attack resign an office or fall silent.

    Hazard ``yield_rate`` attacked (``timid`` + caution) (1 - own share of power) a month. Of those who yield and hold an office
    the share ``yield_post`` give one up; the others say nothing in public for ``silence_months``. At most one yields in a month.

    Shapes: persons [P]. Units: rates per month. Draws: two uniforms per contender. Errors: none.
    Does not model: resignations that are refused.
    """
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        if yields(luck, world, params, state, i):
            give_in(luck, world, params, state, room, i)
            return


def yields(luck: Luck, world: World, params: Params, state: State, i: int) -> bool:
    """Whether a person outside the core, who is active and not yet silent, gives in this month."""
    if not active(state, i) or state.people[i].core or state.people[i].silent > 0:
        return False
    fright = state.people[i].attacked * (params.timid + state.people[i].trait[TRAIT_CAUTION])
    hazard = params.yield_rate * fright * (1 - state.people[i].power)
    if hazard <= 0:
        return False
    return uniform(luck, OF_PERSON, world.people[i].address, 0) < hazard


def give_in(luck: Luck, world: World, params: Params, state: State, room: Room, i: int) -> None:
    """Give up an office, or fall silent."""
    office = first_office(world, state, i)
    if office >= 0 and uniform(luck, OF_PERSON, world.people[i].address, 1) < params.yield_post:
        state.offices[office].holder = -1
    else:
        office = -1
        state.people[i].silent = nearest_whole(params.silence_months)
    tell(
        room,
        EVENTKIND_YIELD,
        who=-1,
        whom=i,
        body=-1,
        thing=office,
        outcome=-1,
        size=0,
        cause=CAUSE_MOMENTUM,
        second=CAUSE_FEAR,
        since=state.people[i].attack_month,
    )
