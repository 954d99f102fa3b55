"""Votes: private opinion, expressed vote, tally."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from math import floor

    from politburo.model.codes import (
        ARENA_PARTY,
        ARENA_PRESS,
        BALLOT_ABSTAINED,
        BALLOT_AYE,
        BALLOT_NAY,
        BALLOT_NONE,
        EVENTKIND_CHALLENGE,
        EVENTKIND_OFFENSIVE,
        EVENTKIND_PARTY_VOTE,
        OF_ORGANISATION,
        OF_PERSON,
        RUNG_LOST_COMMITTEE,
    )
    from politburo.model.numbers import between, exponential, logarithm, nearest_whole, square_root, whole
    from politburo.model.readings import (
        by_delegates,
        committee_meets,
        count_delegates,
        largest,
        members_of,
        sits,
        tell,
        tell_votes,
    )
    from politburo.model.records import MOTIONS, Luck, Params, Reals, Room, State, World
    from politburo.model.voting import (
        express,
        express_by_organisation,
        face,
        weigh_organisations,
        weigh_persons,
    )
    from politburo.rng import normal, uniform

BALLOTS = Mechanism(
    name="ballots",
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("motions", "arena attacker carried cause dispute open rung second since target weapon")
    | fields("bodies", "size")
    | fields("country", "fear salience")
    | fields("lineup", "contender")
    | fields("organisations", "appointed entrenched loyalty members opinion patron secretary")
    | fields("people", "against alive core held loyalty member patron power prestige rung seat shown side")
    | frozenset({"trust"}),
    writes=fields("motions", "carried"),
    sources=("Kuran 1991", "Downs 1957", "Daniels 1971"),
)


def ballots(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Count the votes on the motions of the month.

    Utilities as in `model.voting`. Of those present, v abstains with probability ``abstention`` exp(-x_v^2 / 4) and otherwise votes aye
    with probability sigma(x_v). In a body every living full member votes; before the congress every delegation casts its
    delegates' votes, before the party every organisation its members'; both by the normal approximation of the binomial.
    A motion carries when ayes exceed the body's requirement as a share of ayes and nays; what is fought in the press is not voted.

    Shapes: motions [2], persons [P], organisations [G]. Units: votes, whole numbers.
    Draws: two uniforms per voter and motion, two normals per organisation and motion. Errors: none.
    Conserved: ayes + nays + abstentions = those entitled and present. Does not model: absence, proxies.
    """
    for m in range(MOTIONS):
        state.motions[m].carried = False
    if committee_meets(world, state):
        for m in range(MOTIONS):
            if state.motions[m].open:
                decide(luck, world, params, state, room, m)


def decide(luck: Luck, world: World, params: Params, state: State, room: Room, m: int) -> None:
    """Put a motion to the vote where it was brought, and tell of it; a fight in the press is only told."""
    arena, outcome, lost, ayes, nays, abstentions = state.motions[m].arena, -1, 0, 0, 0, 0
    if arena != ARENA_PRESS:
        if by_delegates(world, arena):
            ayes, nays, abstentions, lost = vote_by_organisation(luck, world, params, state, room, m)
        else:
            ayes, nays, abstentions = vote_in_body(luck, world, params, state, room, m)
        state.motions[m].carried = ayes > 0 and ayes > requirement(world, state, m) * (ayes + nays)
        outcome = 1 if state.motions[m].carried else 0
    kind = EVENTKIND_OFFENSIVE if m == 0 else EVENTKIND_CHALLENGE
    tell_of_motion(state, room, m, kind, outcome, state.motions[m].rung, state.motions[m].since)
    tell_votes(room, state.motions[m].weapon, ayes, nays, abstentions)
    if arena == ARENA_PARTY:
        if m == 1:  # the majority is on the other side
            lost = count_organisations(world) - lost
        tell_of_motion(state, room, m, EVENTKIND_PARTY_VOTE, outcome, lost, state.month)
        tell_votes(room, state.motions[m].weapon, ayes, nays, abstentions)


def requirement(world: World, state: State, m: int) -> float:
    """Share of the votes cast that a motion must exceed: more in a body that takes a seat of the committee; half in the party."""
    arena = state.motions[m].arena
    if arena == ARENA_PARTY:
        return 0.5
    body = max(arena, 0)
    if state.motions[m].rung >= RUNG_LOST_COMMITTEE and not by_delegates(world, arena):
        return world.body[body].sanction
    return world.body[body].decision


def tell_of_motion(state: State, room: Room, m: int, kind: int, outcome: int, size: int, since: int) -> None:
    """Tell what has become of a motion."""
    tell(
        room,
        kind,
        who=state.motions[m].attacker,
        whom=state.motions[m].target,
        body=state.motions[m].arena,
        thing=state.motions[m].dispute,
        outcome=outcome,
        size=size,
        cause=state.motions[m].cause,
        second=state.motions[m].second,
        since=since,
    )


def count_organisations(world: World) -> int:
    """How many organisations there are."""
    count = 0
    for g in range(world.organisations):
        count += 1 if world.groups[g].exists else 0
    return count


def put_question(world: World, state: State, room: Room, m: int) -> None:
    """The sides of a motion become those of the question that voters are asked (`model.voting`)."""
    for i in range(world.persons):
        room.side[i] = state.people[i].side[m]
        room.against[i] = state.people[i].against[m]


def force_of_weapon(world: World, params: Params, state: State, m: int) -> float:
    """What the liability used in a motion adds to the utility of the attackers' side."""
    weapon = state.motions[m].weapon
    return params.liability_on_votes * world.liability[weapon].weight if weapon >= 0 else 0.0


def chance_to_abstain(params: Params, p: float) -> float:
    """Chance that one who would say aye with chance p abstains: most where he is indifferent."""
    p = between(p, 1e-6, 1 - 1e-6)
    x = logarithm(p / (1 - p))
    return params.abstention * exponential(-x * x / 4)


# --- persons --------------------------------------------------------------------------------------------------------------


def vote_in_body(
    luck: Luck, world: World, params: Params, state: State, room: Room, m: int
) -> tuple[int, int, int]:
    """Ayes, nays and abstentions of the members of the body to which a motion was brought."""
    put_question(world, state, room, m)
    voters, ayes, nays, abstentions = 0, 0, 0, 0
    for i in range(world.persons):
        if sits(world, state, state.motions[m].arena, i):
            room.voter[voters] = i
            voters += 1
    common, closing = face(world, params, state, room, state.motions[m].dispute)
    common += force_of_weapon(world, params, state, m)
    weigh_persons(world, params, state, room, voters, state.motions[m].dispute, common, closing)
    express(params, state, room, voters, 4)
    for i in range(world.persons):
        room.ballots[m * world.persons + i] = BALLOT_NONE
    for n in range(voters):
        address, ballot = world.people[room.voter[n]].address, m * world.persons + room.voter[n]
        if uniform(luck, OF_PERSON, address, 2 * m) < chance_to_abstain(params, room.chance[n]):
            abstentions += 1
            room.ballots[ballot] = BALLOT_ABSTAINED
        elif uniform(luck, OF_PERSON, address, 2 * m + 1) < room.chance[n]:
            ayes += 1
            room.ballots[ballot] = BALLOT_AYE
        else:
            nays += 1
            room.ballots[ballot] = BALLOT_NAY
    return ayes, nays, abstentions


# --- organisations --------------------------------------------------------------------------------------------------------


def vote_by_organisation(
    luck: Luck, world: World, params: Params, state: State, room: Room, m: int
) -> tuple[int, int, int, int]:
    """Ayes, nays, abstentions, and organisations with more nays than ayes, in a congress or a vote of the whole party."""
    voters = room.by_organisation[0]
    count_delegates(world, state, room)
    if state.motions[m].arena == ARENA_PARTY:
        all_members(world, state, voters)
    else:
        whole_delegations(world, state, room, voters)
    put_question(world, state, room, m)
    common, closing = face(world, params, state, room, state.motions[m].dispute)
    weigh_organisations(world, params, state, room, state.motions[m].dispute, common, closing)
    express_by_organisation(world, params, state, room, force_of_weapon(world, params, state, m), 4)
    ayes, nays, abstentions, lost = 0.0, 0.0, 0.0, 0
    for g in range(world.organisations):
        address = world.groups[g].address
        silent = binomial(
            voters[g],
            chance_to_abstain(params, room.chorus[g]),
            normal(uniform(luck, OF_ORGANISATION, address, 2 * m)),
        )
        aye = binomial(
            voters[g] - silent, room.chorus[g], normal(uniform(luck, OF_ORGANISATION, address, 2 * m + 1))
        )
        nay = voters[g] - silent - aye
        ayes += aye
        nays += nay
        abstentions += silent
        lost += 1 if nay > aye else 0
    return whole(ayes), whole(nays), whole(abstentions), lost


def binomial(n: float, p: float, z: float) -> float:
    """Whole number of successes in n trials by the normal approximation (z standard normal), between 0 and n."""
    return between(nearest_whole(n * p + square_root(n * p * (1 - p)) * z), 0.0, n)


def all_members(world: World, state: State, out: Reals) -> None:
    """Members of each organisation, into `out` [G]."""
    for g in range(world.organisations):
        out[g] = members_of(world, state, g) if world.groups[g].exists else 0.0


def whole_delegations(world: World, state: State, room: Room, out: Reals) -> None:
    """Delegates of each organisation, whole numbers that sum to the congress, into `out` [G]. Largest remainders win.

    Of equal remainders the lower address waits. The shares are those in ``room.delegates``.
    """
    remainder, missing = room.by_organisation[1], state.bodies[0].size
    for g in range(world.organisations):
        exact = room.delegates[g] * state.bodies[0].size
        out[g] = floor(exact)
        missing -= out[g]
        remainder[g] = -1.0
        if world.groups[g].exists:
            remainder[g] = exact - out[g] + 1e-6 * world.groups[g].address
    for _ in range(whole(missing)):
        g = largest(remainder, world.organisations)
        out[g] += 1.0
        remainder[g] = -2
