"""A predecessor's written word on his possible successors, and what those in control do with it."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        BALLOT_AYE,
        BALLOT_NAY,
        BALLOT_NONE,
        CAUSE_GRIEVANCE,
        CAUSE_INTEREST,
        CAUSE_LETTER,
        CAUSE_NATURE,
        CAUSE_NONE,
        CAUSE_TRUST,
        DISCLOSURE_DELEGATIONS,
        DISCLOSURE_PUBLISHED,
        DISCLOSURE_READ_OUT,
        EVENTKIND_CONFIDENCE,
        EVENTKIND_LETTER_DISCLOSED,
        EVENTKIND_LETTER_WRITTEN,
        OF_PERSON,
        ROLE_COMMITTEE,
    )
    from politburo.model.numbers import between, exponential, logarithm
    from politburo.model.readings import committee_meets, ruling, sits, tell, tell_votes, trust_in
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.model.voting import express, pull
    from politburo.rng import own, uniform

TESTAMENT = Mechanism(
    name="testament",
    kind=Kind.CHOICE,
    reads=NOW
    | fields("country", "fear")
    | fields("letter", "disclosed month written")
    | fields("lineup", "contender leader")
    | fields("offices", "holder")
    | fields("people", "alive core health loyalty member patron power prestige ring rung seat")
    | frozenset({"trust"}),
    writes=fields("letter", "disclosed written") | fields("offices", "holder") | fields("people", "prestige"),
    sources=("Lewin 1968", "Torigian 2022"),
)


def testament(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Let an ailing predecessor write, those in control disclose or withhold, and the committee vote confidence.

    Written with probability ``letter_rate`` a month once the author's capacity is between ``letter_unfit`` and ``letter_ailing``.
    Decided when he is dead or incapable and the committee meets, as in `level_of_disclosure`. Prestige is multiplied by
    exp(``letter_force`` reach s), s = merit + fault in the letter, reach as in `reach_of`. If an office is named and its holder is
    the most criticised person, the committee votes: keep with u_v = v0 + vT ``confidence`` (side_v + trust_v) - ``letter_charge``
    ``letter_force`` reach |fault|.

    Shapes: merit, fault [P]. Units: scores -1..1, months.
    Draws: two uniforms of the mechanism, one per voter, each only where it decides. Errors: none.
    Does not model: forgeries, leaks abroad.
    """
    author, written = world.letter.author, state.letter.written
    if author < 0 or state.letter.disclosed >= 0:
        return
    if written < 0:
        if can_write(params, state, author) and own(luck, 0) < params.letter_rate:
            state.letter.written = state.month
            tell_letter(room, EVENTKIND_LETTER_WRITTEN, author, -1, -1, CAUSE_NATURE, -1)
        return
    gone: bool = not state.people[author].alive or state.people[author].health < params.letter_unfit
    if not gone or not committee_meets(world, state):
        return
    level = level_of_disclosure(luck, world, params, state)
    force = params.letter_force * reach_of(params, level)
    for i in range(world.persons):
        prestige = state.people[i].prestige * exponential(force * word_on(world, i))
        state.people[i].prestige = between(prestige, params.prestige_least, 1.0)
    state.letter.disclosed = level
    criticised = most_criticised(world)
    tell_letter(
        room, EVENTKIND_LETTER_DISCLOSED, state.lineup.leader, criticised, level, CAUSE_INTEREST, written
    )
    if (
        level >= DISCLOSURE_DELEGATIONS
        and state.people[criticised].alive
        and is_named(world, state, criticised)
    ):
        vote_confidence(luck, world, params, state, room, criticised, force)


def can_write(params: Params, state: State, author: int) -> bool:
    """Whether the author is ailing but able to write, and the time has come."""
    return (
        state.people[author].alive
        and state.month >= state.letter.month
        and state.people[author].health > params.letter_unfit
        and state.people[author].health < params.letter_ailing
    )


def word_on(world: World, i: int) -> float:
    """The letter's word on a person: merit and fault together, -1..1."""
    return world.people[i].merit + world.people[i].fault


def most_criticised(world: World) -> int:
    """The person with whom the letter finds most fault; the first of equals."""
    worst = 0
    for i in range(world.persons):
        if world.people[i].fault < world.people[worst].fault:
            worst = i
    return worst


def is_named(world: World, state: State, i: int) -> bool:
    """Whether a person holds the office that the letter wants changed."""
    return world.letter.office >= 0 and state.offices[world.letter.office].holder == i


def reach_of(params: Params, level: int) -> float:
    """How much of the party hears a letter at a level of disclosure, 0..1."""
    if level == DISCLOSURE_PUBLISHED:
        return 1.0
    if level == DISCLOSURE_READ_OUT:
        return params.heard_read_out
    return params.heard_in_delegations if level == DISCLOSURE_DELEGATIONS else 0.0


def level_of_disclosure(luck: Luck, world: World, params: Params, state: State) -> int:
    """What those in control do with the letter: a level of disclosure, 0 to 3.

    With g = sum over the contenders in the coalition of p_i s_i minus the same over the other contenders (s merit + fault, p share of
    power), it is the number of l in 1..3 with logit(u) < ``letter_openness`` + ``letter_gain`` g - ``letter_step`` (l - 1).
    """
    gain = 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        weight = state.people[i].power * word_on(world, i)
        gain += weight if ruling(state, i) else -weight
    u = between(own(luck, 1), 1e-6, 1 - 1e-6)
    logit = logarithm(u / (1 - u))
    level = 0
    for step in range(DISCLOSURE_PUBLISHED):
        if logit < params.letter_openness + params.letter_gain * gain - params.letter_step * step:
            level += 1
    return level


def vote_confidence(
    luck: Luck, world: World, params: Params, state: State, room: Room, criticised: int, force: float
) -> None:
    """The committee votes whether the person most criticised keeps the office that the letter names; `force` of the letter."""
    committee, office = world.body_of[ROLE_COMMITTEE], world.letter.office
    friends: bool = ruling(state, criticised)
    for i in range(world.persons):
        room.side[i] = i == criticised or (friends and ruling(state, i))
        room.against[i] = False
    charge = params.letter_charge * force * -world.people[criticised].fault
    ayes, votes = 0, 0
    for i in range(world.persons):
        room.ballots[3 * world.persons + i] = BALLOT_NONE
        if i != criticised and sits(world, state, committee, i):
            side = pull(room, state.people[i].patron, state.people[i].loyalty, i)
            bond = params.confidence * (side + trust_in(world, state, i, criticised))
            room.utility[votes] = params.vote_incumbent + params.vote_side * bond - charge
            room.voter[votes] = i
            votes += 1
    express(params, state, room, votes, 4)
    for n in range(votes):
        ballot = 3 * world.persons + room.voter[n]
        room.ballots[ballot] = BALLOT_NAY
        if uniform(luck, OF_PERSON, world.people[room.voter[n]].address, 0) < room.chance[n]:
            ayes += 1
            room.ballots[ballot] = BALLOT_AYE
    kept: bool = ayes > world.body[committee].decision * votes
    if not kept:
        state.offices[office].holder = -1
    tell(
        room,
        kind=EVENTKIND_CONFIDENCE,
        who=-1,
        whom=criticised,
        body=committee,
        thing=office,
        outcome=kept,
        size=0,
        cause=CAUSE_LETTER,
        second=CAUSE_TRUST if kept else CAUSE_GRIEVANCE,
        since=state.letter.written,
    )
    tell_votes(room, -1, ayes, votes - ayes, 0)


def tell_letter(room: Room, kind: int, who: int, whom: int, outcome: int, cause: int, since: int) -> None:
    """Tell that the letter is written or what becomes of it."""
    tell(
        room,
        kind=kind,
        who=who,
        whom=whom,
        body=-1,
        thing=-1,
        outcome=outcome,
        size=0,
        cause=cause,
        second=CAUSE_NONE,
        since=since,
    )
