"""What losing a vote costs; recantation, readmission, exile."""

import cython

from politburo.model.mechanism import NOW, POSTS, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        ARENA_PRESS,
        CAUSE_COERCION,
        CAUSE_CONTROL_OF_VOTES,
        CAUSE_DEFEAT,
        CAUSE_FEAR,
        CAUSE_NONE,
        EVENTKIND_READMISSION,
        EVENTKIND_RECANTATION,
        EVENTKIND_SANCTION,
        OF_PERSON,
        ROLE_BUREAU,
        ROLE_ORGBUREAU,
        ROLE_SECRETARIAT,
        RUNG_EXILED,
        RUNG_EXPELLED,
        RUNG_LOST_BUREAU,
        RUNG_LOST_COMMITTEE,
        RUNG_LOST_POST,
        SEAT_NONE,
        TRAIT_CAUTION,
    )
    from politburo.model.numbers import between
    from politburo.model.readings import first_office, leave_posts, police_of_coalition, ruling, tell
    from politburo.model.records import MOTIONS, Luck, Params, Room, State, World
    from politburo.rng import uniform

SANCTIONS = Mechanism(
    name="sanctions",
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("motions", "arena attacker carried cause open rung target")
    | fields("country", "fear")
    | fields("lineup", "leader")
    | fields("offices", "established holder")
    | fields("organisations", "secretary")
    | fields("people", "alive attack_month core member prestige recanted ring rung trait"),
    writes=fields("country", "fear") | fields("people", "member prestige recanted rung") | POSTS,
    sources=("Svolik 2009", "Gill 1990", "Torigian 2022"),
)


def sanctions(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Carry out what was voted, and let the defeated recant, return or be sent away.

    A carried motion lifts its target to the rung sought (`vocab.Rung`): offices go at LOST_POST, small bodies and the coalition at
    LOST_BUREAU, every seat at LOST_COMMITTEE, membership at EXPELLED. The losing leader's prestige falls by ``defeat``. Fear follows
    F' = ``fear_decay`` F + ``fear_step`` (``fear_any`` + rung / 4) for each sanction carried, at most 2. Persons at LOST_BUREAU or
    above recant with hazard ``recantation`` (``timid`` + caution); those expelled and recanted are readmitted with hazard
    ``readmission`` to membership only; the expelled who do not recant are exiled with hazard ``exile`` (police held by the
    coalition).

    Shapes: persons [P], motions [2]. Units: rates per month. Draws: one uniform per person for each of the three that he faces.
    Errors: none. Does not model: arrests of persons outside the roster.
    """
    fear = state.country.fear * params.fear_decay
    for m in range(MOTIONS):
        if state.motions[m].carried:
            tell_of_sanction(world, state, room, m)
            punish(world, state, state.motions[m].target, state.motions[m].rung)
            fear += params.fear_step * (params.fear_any + state.motions[m].rung / params.fear_rungs)
        if state.motions[m].open and state.motions[m].arena != ARENA_PRESS:
            lose_prestige(params, state, m)
    state.country.fear = between(fear, 0.0, params.fear_most)
    aftermath(luck, world, params, state, room)


def tell_of_sanction(world: World, state: State, room: Room, m: int) -> None:
    """Tell of a sanction that is about to be carried out."""
    target, rung = state.motions[m].target, state.motions[m].rung
    tell(
        room,
        EVENTKIND_SANCTION,
        who=state.motions[m].attacker,
        whom=target,
        body=state.motions[m].arena,
        thing=first_office(world, state, target) if rung >= RUNG_LOST_POST else -1,
        outcome=rung,
        size=0,
        cause=CAUSE_CONTROL_OF_VOTES,
        second=state.motions[m].cause,
        since=state.month,
    )


def punish(world: World, state: State, i: int, rung: int) -> None:
    """Take from a person what a rung of the ladder takes."""
    state.people[i].rung = max(state.people[i].rung, rung)
    if rung >= RUNG_LOST_POST:
        for o in range(world.offices):
            if state.offices[o].holder == i:
                state.offices[o].holder = -1
    if rung >= RUNG_LOST_BUREAU:
        for b in range(world.bodies):
            if is_small(world.body[b].role):
                state.people[i].seat[b] = SEAT_NONE
        if ruling(state, i):
            state.lineup.lost = True
        state.people[i].core = False
        state.people[i].ring = False
    if rung >= RUNG_LOST_COMMITTEE:
        leave_posts(world, state, i)
    if rung >= RUNG_EXPELLED:
        state.people[i].member = False


def is_small(role: int) -> bool:
    """Whether bodies of this role are the small ones at the top."""
    return role in (ROLE_BUREAU, ROLE_ORGBUREAU, ROLE_SECRETARIAT)


def lose_prestige(params: Params, state: State, m: int) -> None:
    """Who has lost a vote loses prestige: the target of a motion that was carried, else its leader."""
    loser = state.motions[m].target if state.motions[m].carried else state.motions[m].attacker
    if loser >= 0:
        state.people[loser].prestige *= 1 - params.defeat


def aftermath(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Let the defeated recant, return or be exiled; of each the first is told."""
    recanted, readmitted, exiled = -1, -1, -1
    for i in range(world.persons):
        if not state.people[i].alive or not has_fallen(state, i):
            continue
        recants: bool = will_recant(luck, world, params, state, i)
        returns: bool = will_return(luck, world, params, state, i)
        goes: bool = will_be_exiled(luck, world, params, state, i)
        if recants:
            state.people[i].recanted = True
            recanted = i if recanted < 0 else recanted
        if returns:
            state.people[i].member = True
            state.people[i].rung = RUNG_LOST_COMMITTEE
            readmitted = i if readmitted < 0 else readmitted
        if goes:
            state.people[i].rung = RUNG_EXILED
            exiled = i if exiled < 0 else exiled
    if recanted >= 0:
        since = state.people[recanted].attack_month
        tell_of_fate(room, EVENTKIND_RECANTATION, -1, recanted, -1, CAUSE_DEFEAT, CAUSE_FEAR, since)
    if readmitted >= 0:
        tell_of_fate(room, EVENTKIND_READMISSION, -1, readmitted, -1, CAUSE_DEFEAT, CAUSE_NONE, -1)
    if exiled >= 0:
        leader, since = state.lineup.leader, state.people[exiled].attack_month
        tell_of_fate(room, EVENTKIND_SANCTION, leader, exiled, RUNG_EXILED, CAUSE_COERCION, CAUSE_NONE, since)


def has_fallen(state: State, i: int) -> bool:
    """Whether a person has lost his place at the top or more, or is outside the party."""
    return state.people[i].rung >= RUNG_LOST_BUREAU or not state.people[i].member


def will_recant(luck: Luck, world: World, params: Params, state: State, i: int) -> bool:
    """Whether one who has lost his place at the top or more, and is not exiled, recants this month."""
    if (
        state.people[i].recanted
        or state.people[i].rung < RUNG_LOST_BUREAU
        or state.people[i].rung >= RUNG_EXILED
    ):
        return False
    hazard = params.recantation * (params.timid + state.people[i].trait[TRAIT_CAUTION])
    return uniform(luck, OF_PERSON, world.people[i].address, 0) < hazard


def will_return(luck: Luck, world: World, params: Params, state: State, i: int) -> bool:
    """Whether one who was expelled and has recanted is readmitted this month."""
    if state.people[i].member or not state.people[i].recanted:
        return False
    return uniform(luck, OF_PERSON, world.people[i].address, 1) < params.readmission


def will_be_exiled(luck: Luck, world: World, params: Params, state: State, i: int) -> bool:
    """Whether one who was expelled and has not recanted is exiled this month; it takes police."""
    if state.people[i].member or state.people[i].recanted or state.people[i].rung != RUNG_EXPELLED:
        return False
    hazard = params.exile * police_of_coalition(world, state)
    return uniform(luck, OF_PERSON, world.people[i].address, 2) < hazard


def tell_of_fate(
    room: Room, kind: int, who: int, whom: int, outcome: int, cause: int, second: int, since: int
) -> None:
    """Tell what has become of a defeated person."""
    tell(
        room,
        kind,
        who=who,
        whom=whom,
        body=-1,
        thing=-1,
        outcome=outcome,
        size=0,
        cause=cause,
        second=second,
        since=since,
    )
