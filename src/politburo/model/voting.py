"""How people vote: private utility, expressed vote, and how sure a side is to win.

For a motion of side A against side B the private utility of voter v is

    u_v = v0 [A rules] + vT side_v + vP policy_v + vR clip(ln(prestige_A / prestige_B)) + vS closing [v a cadre]

with side +1 in A, -1 in B, loyalty to a patron in A or B for clients, and the difference of trust for all others; closing is how much
more A stands for discipline than B, and vS (``self_interest``) is nil except in a reading. What is *expressed* adds conformity, which
grows with fear and with the expected share q of the ayes:

    x_v = u_v + min(vB + vF fear, cap) * clip(3 (2q - 1), -1, 1)

An organisation's delegation follows its secretary in the measure in which he controls it, else its members' opinion; a bastion expects
its own majority (q of the delegation), not that of the hall. Sources: model of sincere and expressed preference after Kuran 1991;
delegates chosen by secretaries, Daniels 1971.

The sides are ``room.side`` and ``room.against``; `face` must be called first. Persons who vote stand in ``room.voter``, one after the
other: their utilities go to ``room.utility``, their chances to say aye to ``room.chance``, in the same order. Organisations' utilities go
to ``room.secretary``, ``room.wish`` and ``room.grip``, their chances to ``room.chorus``, [G] all.
"""

import cython

if not cython.compiled:
    from math import fabs

    from politburo.model.codes import AXIS_REGIME, STRATUMS
    from politburo.model.numbers import logarithm, normal_share, sigmoid, sigmoids, square_root
    from politburo.model.readings import group_position
    from politburo.model.records import Params, Room, State, World


def face(world: World, params: Params, state: State, room: Room, dispute: int) -> tuple[float, float]:
    """Prepare a question: positions of both sides, and the weight of each contender on A less that on B.

    Positions are left out where the question is about no dispute (-1) and nobody votes by them.

    Returns (what every voter feels for A whoever he is, how much more A stands for discipline than B).
    """
    a, b, best_a, best_b = 0.0, 0.0, 0.0, 0.0
    rules: bool = False
    for i in range(world.persons):
        if room.side[i]:
            a += state.people[i].power + 1e-6
            best_a = max(best_a, state.people[i].prestige)
            if state.people[i].core:
                rules = True
        if room.against[i]:
            b += state.people[i].power + 1e-6
            best_b = max(best_b, state.people[i].prestige)
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        room.balance[k] = 0.0
        if room.side[i]:
            room.balance[k] += (state.people[i].power + 1e-6) / max(a, 1e-9)
        if room.against[i]:
            room.balance[k] -= (state.people[i].power + 1e-6) / max(b, 1e-9)
    closing = 0.0
    if dispute >= 0 or params.self_interest != 0:
        group_position(world, state, room.side, room.place_a)
        group_position(world, state, room.against, room.place_b)
        for d in range(world.disputes):
            closing += (room.place_b[d] - room.place_a[d]) * world.axis[AXIS_REGIME][d]
    edge = logarithm((best_a + params.obscure) / (best_b + params.obscure))
    edge = min(max(edge, -params.prestige_span), params.prestige_span)
    return (params.vote_incumbent if rules else 0.0) + params.vote_prestige * edge, closing / 2


def nearer(state: State, room: Room, x: float, d: int) -> float:
    """How much closer a position is to side A than to B on a dispute, weighted by its salience; -1: on none."""
    if d < 0:
        return 0.0
    return (fabs(x - room.place_b[d]) - fabs(x - room.place_a[d])) / 2 * state.country.salience[d]


def pull(room: Room, patron: int, loyalty: float, own: int) -> float:
    """The pull of sides, -1..1: his own (+1, -1) if he stands on one, else that of his patron by his loyalty."""
    if own >= 0 and room.side[own] != room.against[own]:
        return 1.0 if room.side[own] else -1.0
    if patron < 0:
        return 0.0
    return loyalty * ((1.0 if room.side[patron] else 0.0) - (1.0 if room.against[patron] else 0.0))


def is_cadre(world: World, state: State, i: int) -> bool:
    """Whether a person speaks for an organisation's apparatus: a secretary or a reserve cadre."""
    if world.people[i].reserve:
        return True
    for g in range(world.organisations):
        if state.organisations[g].secretary == i:
            return True
    return False


def weigh_person(
    world: World,
    params: Params,
    state: State,
    room: Room,
    i: int,
    dispute: int,
    common: float,
    closing: float,
) -> float:
    """Private utility of a person for side A; `common` and `closing` from `face`."""
    own = pull(room, state.people[i].patron, state.people[i].loyalty, i)
    regard = 0.0
    for k in range(world.contenders):
        if room.balance[k] != 0:
            regard += state.trust[i * world.persons + state.lineup.contender[k]] * room.balance[k]
    regard = min(max(regard, -1.0), 1.0) * (1 - fabs(own))
    u = common + params.vote_side * (own + params.vote_trust * regard)
    if dispute >= 0:
        u += params.vote_policy * nearer(state, room, state.people[i].held[dispute], dispute)
    if params.self_interest != 0 and is_cadre(world, state, i):
        u += params.self_interest * closing
    return u


def weigh_persons(
    world: World,
    params: Params,
    state: State,
    room: Room,
    voters: int,
    dispute: int,
    common: float,
    closing: float,
) -> None:
    """Private utility of each of so many voters, into ``room.utility``."""
    for n in range(voters):
        room.utility[n] = weigh_person(world, params, state, room, room.voter[n], dispute, common, closing)


def weigh_organisations(
    world: World, params: Params, state: State, room: Room, dispute: int, common: float, closing: float
) -> None:
    """Utility of each organisation's secretary and of its members, and the secretary's control of the delegation."""
    a, b = 0.0, 0.0
    for s in range(STRATUMS):
        room.terms[2][s] = 0.0
    for i in range(world.persons):
        a += state.people[i].prestige if room.side[i] else 0.0
        b += state.people[i].prestige if room.against[i] else 0.0
    for i in range(world.persons):
        if room.side[i] or room.against[i]:
            known = 0.0
            if room.side[i]:
                known += state.people[i].prestige / max(a, 1e-9)
            if room.against[i]:
                known -= state.people[i].prestige / max(b, 1e-9)
            for s in range(STRATUMS):
                room.terms[2][s] += known * world.people[i].appeal[s]
    for g in range(world.organisations):
        policy = 0.0
        if dispute >= 0:
            policy = params.vote_policy * nearer(
                state, room, state.organisations[g].opinion[dispute], dispute
            )
        own = pull(
            room,
            state.organisations[g].patron,
            state.organisations[g].loyalty,
            state.organisations[g].secretary,
        )
        appeal = 0.0
        for s in range(STRATUMS):
            appeal += world.groups[g].stratum[s] * room.terms[2][s]
        room.secretary[g] = common + params.vote_side * own + policy + params.self_interest * closing
        room.wish[g] = common + policy + params.vote_appeal * appeal
        hold = max(state.organisations[g].loyalty, state.organisations[g].appointed)
        hold = params.secretary_control * (params.grip_least + params.grip_by_loyalty * hold)
        room.grip[g] = min(max(hold, 0.0), 1.0)


def conformity(params: Params, state: State, expected: float) -> float:
    """Pull towards the expected majority, `expected` being the share of ayes, 0..1."""
    weight = min(params.bandwagon + params.fear_on_votes * state.country.fear, params.conformity_cap)
    return weight * min(max(params.conformity_slope * (2 * expected - 1), -1.0), 1.0)


def express(params: Params, state: State, room: Room, voters: int, rounds: int) -> None:
    """Chance that each of so many voters says aye once everyone has guessed the outcome, into ``room.chance``.

    The first guess is the count by blocs, without conformity; then `rounds` of best guesses.
    """
    sigmoids(room.utility, 0.0, voters, room.chance)
    for _ in range(rounds):
        ayes = 0.0
        for n in range(voters):
            ayes += room.chance[n]
        sigmoids(room.utility, conformity(params, state, ayes / max(voters, 1)), voters, room.chance)


def express_by_organisation(
    world: World, params: Params, state: State, room: Room, extra: float, rounds: int
) -> None:
    """Chance that a delegate of each organisation says aye, into ``room.chorus``; `extra` is added to the members' utility.

    Expectation of a delegation = entrenchment x own majority + (1 - entrenchment) x that of the hall (``room.delegates``).
    """
    for g in range(world.organisations):
        room.push[g] = 0.0
    ask_delegations(world, room, params.firmness, extra)
    for _ in range(rounds):
        hall = 0.0
        for g in range(world.organisations):
            hall += room.chorus[g] * room.delegates[g]
        for g in range(world.organisations):
            own = state.organisations[g].entrenched
            room.push[g] = conformity(params, state, own * room.chorus[g] + (1 - own) * hall)
        ask_delegations(world, room, params.firmness, extra)


def ask_delegations(world: World, room: Room, firmness: float, extra: float) -> None:
    """Chance that a delegate of each organisation says aye under ``room.push`` towards the expected majority, into ``room.chorus``."""
    grip, secretary, wish, push, chorus = room.grip, room.secretary, room.wish, room.push, room.chorus
    for g in range(world.organisations):
        led = sigmoid(firmness * secretary[g] + push[g])
        free = sigmoid(wish[g] + extra + push[g])
        chorus[g] = grip[g] * led + (1 - grip[g]) * free


def chance_to_carry(expected: float, variance: float, votes: float, threshold: float) -> float:
    """Probability that ayes exceed `threshold` of the votes: normal approximation of their sum."""
    if votes <= 0:
        return 0.0
    return normal_share((expected - threshold * votes) / square_root(variance + 1e-3))
