"""Filling the first place: when nobody holds it who can act, or when it is contested, the bureau votes."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        BALLOT_AYE,
        BALLOT_NAY,
        BALLOT_NONE,
        CAUSE_CONTROL_OF_VOTES,
        CAUSE_LOST_MEMBER,
        CAUSE_TRUST,
        CAUSE_VACANCY,
        EVENTKIND_LEADER_CHOSEN,
        OF_PERSON,
        ROLE_BUREAU,
    )
    from politburo.model.numbers import sigmoid
    from politburo.model.readings import (
        active,
        claims,
        first_place,
        fit_to_rule,
        seated,
        tell,
        tell_votes,
        trust_in,
    )
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import gumbel, own, uniform

SUCCESSION = Mechanism(
    name="succession",
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("country", "standing")
    | fields("lineup", "away contender contested former")
    | fields("offices", "established holder")
    | fields("people", "alive core health member patron recanted rung seat")
    | frozenset({"trust"}),
    writes=fields("lineup", "away changed contested former leader")
    | fields("offices", "established holder")
    | fields("people", "bloc core ring"),
    sources=("McFadden 1974", "Svolik 2012", "Kokkonen & Sundell 2014"),
)


def succession(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Let the bureau vote on the first place if it is vacant, if its holder cannot act or has been dropped, or if it is contested.

    The first place is the office that gives leadership. A party that has none, or whose recognised leader holds it without a body that
    could fill it, is led by the strongest of its ruling core once he is gone, and nothing happens here. The vote comes with probability
    ``fill_first`` a month, ``fill_ill`` while a holder who cannot act is alive. Candidates are the contenders who can rule (of the core
    alone if it has dropped the holder). Two are put forward, those with the largest

        a_i = c_i + ``succession_tie`` [tied to the predecessor] + Gumbel noise,

    c_i the claim of `readings.claims`: before voters are asked, the chance to be first among the two is a logit in offices, seat and tie.
    A full member v of the bureau votes for A against B with probability sigma(a_A - a_B + ``succession_trust`` (T_vA - T_vB)), himself
    if he stands; of equal votes A wins. The winner takes the office and belongs to the core.

    Shapes: contenders [K]. Units: logits. Draws: one uniform per contender and one per voter, one of the mechanism. Errors: none.
    Does not model: candidates from outside, interim leaders.
    """
    place = first_place(world)
    if place < 0 or world.office[place].filled_by < 0 or not state.country.standing:
        return
    holder = state.offices[place].holder
    able: bool = holder >= 0 and fit_to_rule(params, state, holder)
    dropped: bool = able and not state.people[holder].core and not state.lineup.away
    if able and not dropped and not state.lineup.contested:
        return
    ill: bool = holder >= 0 and not able and active(state, holder) and not state.lineup.contested
    if own(luck, 0) >= (params.fill_ill if ill else params.fill_first):
        return
    first, second = put_forward(luck, world, params, state, room, dropped)
    if first < 0:
        return
    ayes, nays = 1, 0
    if second >= 0:
        ayes, nays = count_votes(luck, world, params, state, room, first, second)
    chosen, beaten = state.lineup.contender[first], -1
    if second >= 0:
        beaten = state.lineup.contender[second]
    if nays > ayes:
        chosen, beaten = beaten, chosen
        ayes, nays = nays, ayes
    cause = CAUSE_VACANCY
    if dropped:
        cause = CAUSE_LOST_MEMBER
    elif holder >= 0:
        cause = CAUSE_CONTROL_OF_VOTES
    tell(
        room,
        EVENTKIND_LEADER_CHOSEN,
        who=chosen,
        whom=beaten,
        body=world.body_of[ROLE_BUREAU],
        thing=place,
        outcome=1 if chosen != holder else 0,
        size=0,
        cause=cause,
        second=CAUSE_TRUST,
        since=-1,
    )
    tell_votes(room, -1, ayes, nays, 0)
    state.offices[place].holder = chosen
    state.offices[place].established = True
    state.lineup.contested = False
    state.lineup.away = False
    state.lineup.former = chosen
    state.lineup.leader = chosen
    if not state.people[chosen].core:
        state.people[chosen].core = True
        state.people[chosen].ring = False
        state.people[chosen].bloc = False
        state.lineup.changed = state.month


def put_forward(
    luck: Luck, world: World, params: Params, state: State, room: Room, dropped: bool
) -> tuple[int, int]:
    """The places of the two contenders with the strongest appeal, -1 for nobody; their appeals are left in ``room.by_contender[0]``."""
    appeal, former, first, second = room.by_contender[0], state.lineup.former, -1, -1
    claims(world, params, state, room.by_person[0])
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        if not fit_to_rule(params, state, i) or not world.people[i].eligible:
            continue
        if dropped and not state.people[i].core:
            continue
        appeal[k] = room.by_person[0][i] + gumbel(uniform(luck, OF_PERSON, world.people[i].address, 0))
        if former >= 0 and former != i and tied(world, state, former, i):
            appeal[k] += params.succession_tie
        if first < 0 or appeal[k] > appeal[first]:
            second = first
            first = k
        elif second < 0 or appeal[k] > appeal[second]:
            second = k
    return first, second


def tied(world: World, state: State, former: int, i: int) -> bool:
    """Whether a person was bound to the predecessor: by a documented tie that is no rivalry, or as his client."""
    return world.documented[former * world.persons + i] > 0 or state.people[i].patron == former


def count_votes(
    luck: Luck, world: World, params: Params, state: State, room: Room, first: int, second: int
) -> tuple[int, int]:
    """Votes for the first and for the second candidate (their places among the contenders)."""
    gap = room.by_contender[0][first] - room.by_contender[0][second]
    a, b, ayes, nays = state.lineup.contender[first], state.lineup.contender[second], 0, 0
    for i in range(world.persons):
        room.ballots[2 * world.persons + i] = BALLOT_NONE
        if not seated(world, state, ROLE_BUREAU, i):
            continue
        utility = gap + params.succession_trust * (
            trust_in(world, state, i, a) - trust_in(world, state, i, b)
        )
        aye: bool = i != b and (
            i == a or uniform(luck, OF_PERSON, world.people[i].address, 1) < sigmoid(utility)
        )
        if aye:
            ayes += 1
        else:
            nays += 1
        room.ballots[2 * world.persons + i] = BALLOT_AYE if aye else BALLOT_NAY
    return ayes, nays
