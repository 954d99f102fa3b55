"""The army's man under attack may strike; most do not."""

import cython

from politburo.model.mechanism import NOW, POSTS, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        CAUSE_AMBITION,
        CAUSE_MOMENTUM,
        EVENTKIND_COUP,
        RESOURCE_ARMY,
        RUNG_CLEAR,
        RUNG_EXPELLED,
        RUNG_LOST_COMMITTEE,
        TRAIT_AMBITION,
        TRAIT_CAUTION,
        TRAIT_MILITARY,
    )
    from politburo.model.numbers import exponential, sigmoid
    from politburo.model.readings import (
        active,
        held,
        holder_of,
        leave_posts,
        police_of_coalition,
        ruling,
        tell,
    )
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import own

FORCE = Mechanism(
    name="force",
    kind=Kind.CHOICE,
    reads=NOW
    | fields("country", "discontent standing")
    | fields("lineup", "leader")
    | fields("offices", "established holder")
    | fields("organisations", "secretary")
    | fields("people", "alive attack_month attacked core member power ring rung trait"),
    writes=fields("lineup", "changed leader") | fields("people", "member rung") | POSTS,
    sources=("Svolik 2012", "Geddes, Wright & Frantz 2018"),
)


def force(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Let the holder of most of the army's resources, if outside the coalition and under attack, try a coup.

    Hazard ``coup_rate`` attacked (``coup_bold`` + ambition) (``coup_nerve`` - caution) exp(``coup_discontent`` discontent) a
    month; success with probability sigma(``coup_arms`` (army share x military ability - police share of the coalition) -
    ``legitimacy``). Success makes him the whole core and takes the former core out of every seat and post; failure expels him.

    Shapes: persons [P]. Units: rates per month. Draws: two uniforms of the mechanism. Errors: none.
    Does not model: coups by the police or by foreign armies.
    """
    man = holder_of(world, state, RESOURCE_ARMY)
    if man < 0 or not state.country.standing or ruling(state, man) or not active(state, man):
        return
    if own(luck, 0) >= hazard_of_coup(params, state, man):
        return
    leader = state.lineup.leader
    wins: bool = own(luck, 1) < odds_of_coup(world, params, state, man)
    if wins:
        seize_power(world, state, man)
    else:
        leave_posts(world, state, man)
        state.people[man].rung = RUNG_EXPELLED
        state.people[man].member = False
    tell(
        room,
        EVENTKIND_COUP,
        who=man,
        whom=leader,
        body=-1,
        thing=-1,
        outcome=1 if wins else 0,
        size=0,
        cause=CAUSE_MOMENTUM,
        second=CAUSE_AMBITION,
        since=state.people[man].attack_month,
    )


def hazard_of_coup(params: Params, state: State, man: int) -> float:
    """Chance that the army's man strikes this month."""
    ambition, caution = state.people[man].trait[TRAIT_AMBITION], state.people[man].trait[TRAIT_CAUTION]
    boldness = (params.coup_bold + ambition) * (params.coup_nerve - caution)
    mood = exponential(params.coup_discontent * state.country.discontent)
    return params.coup_rate * state.people[man].attacked * boldness * mood


def odds_of_coup(world: World, params: Params, state: State, man: int) -> float:
    """Chance that a coup succeeds: the army under its man against the police of the coalition and the habit of obedience."""
    army = 0.0
    for o in range(world.offices):
        army += world.office[o].resource[RESOURCE_ARMY]
    share = held(world, state, man, RESOURCE_ARMY) / max(army, 1e-6)
    skill = state.people[man].trait[TRAIT_MILITARY]
    return sigmoid(params.coup_arms * (share * skill - police_of_coalition(world, state)) - params.legitimacy)


def seize_power(world: World, state: State, man: int) -> None:
    """The former core loses every seat and post; the army's man rules alone, whatever he was charged with."""
    for i in range(world.persons):
        if state.people[i].core:
            leave_posts(world, state, i)
            state.people[i].rung = max(state.people[i].rung, RUNG_LOST_COMMITTEE)
        state.people[i].core = False
        state.people[i].ring = False
        state.people[i].bloc = False
    state.people[man].core = True
    state.people[man].rung = RUNG_CLEAR
    state.lineup.leader = man
    state.lineup.changed = state.month
    state.lineup.lost = False
