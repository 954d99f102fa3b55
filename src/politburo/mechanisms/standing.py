"""Power: resources read off the institutions and turned into shares, and which coalitions they would hold together."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        OF_PERSON,
        RESOURCE_ARMY,
        RESOURCE_POLICE,
        RESOURCES,
        ROLE_COMMITTEE,
        RUNG_EXILED,
    )
    from politburo.model.numbers import exponential, logarithm, whole
    from politburo.model.readings import (
        active,
        claims,
        committee_meets,
        count_delegates,
        gives_weight,
        held,
        ruling,
        seated,
    )
    from politburo.model.records import (
        DRAWS,
        LANES,
        Half,
        Luck,
        Params,
        Reals,
        Room,
        Short,
        Shorts,
        State,
        Word,
        World,
    )
    from politburo.rng import normals

STANDING = Mechanism(
    name="standing",
    kind=Kind.PROCESS,
    reads=NOW
    | fields("offices", "established holder")
    | fields("organisations", "loyalty members patron secretary")
    | fields(
        "people",
        "alive bloc core health loyalty member patron power prestige recanted ring rung seat seen",
    )
    | fields("lineup", "contender"),
    writes=fields("lineup", "contender") | fields("people", "power seen") | frozenset({"stable"}),
    sources=("Acemoglu, Egorov & Sonin 2008", "Laakso & Taagepera 1979 (effective number)"),
)


def standing(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Turn resources into shares of power, choose the contenders, and work out which coalitions would hold.

    Power as in `raw_power`, every month, divided by the sum over the K strongest; the rest when the committee meets. Seen power
    follows it at ``sight`` a month from what it is at the start (a machine is underrated until it votes). The K contenders are the
    strongest active persons, members of the coalition and of the bloc first (``remain``). Whether a set is self-enforcing is asked of
    DRAWS log-normal pictures of the powers (sd ``power_noise``), in whole numbers.

    Shapes: power [P]; sets [2**K]. Units: shares. Draws: DRAWS normals per contender. Errors: none.
    Does not model: power without party membership.
    """
    power = room.by_person[0]
    raw_power(world, params, state, room, power)
    front = sum_of_strongest(power, world.persons, world.contenders, room.by_contender[0])
    sight = 1.0 if state.month == 0 else params.sight
    for i in range(world.persons):
        state.people[i].power = power[i] / max(front, 1e-9)
        seen = state.people[i].seen + sight * (state.people[i].power - state.people[i].seen)
        state.people[i].seen = seen if state.people[i].alive else 0.0
    if committee_meets(world, state):
        choose_contenders(world, params, state, room)
        judge_sets(luck, world, params, state, room)


def raw_power(world: World, params: Params, state: State, room: Room, power: Reals) -> None:
    """Power of each person before it is divided, [P].

    w_i = act_i health_i [wF F_i + (1 - wF) (wP Pr_i + (1 - wP) O_i)], F_i = s I_i + (1 - s) (A_i + V_i) / 2, wF = ``formal_weight``, s =
    ``institution_share``, wP = ``prestige_weight``; act = 1 - (rung / 6)^``rung_exponent``, x ``recanted_weight`` once recanted, x
    ``outside_party`` for one who is no member. A, V, Pr, O as in `resources`. I_i, a person's share of the institutions, is
    (exp c_i - 1) / sum_j (exp c_j - 1) with the claims c of `readings.claims`: a seat where decisions are made or an office of rank
    multiplies its holder's part, and who has neither has none. In the share v = ``force_over_votes`` F gives way to the share of army
    and police, and w is lowered by v x the weight of his gravest liability. A client lends ``lending`` x loyalty of it to a patron in
    standing.
    """
    resources(world, params, state, room)
    claims(world, params, state, room.by_person[5])
    institutions = 0.0
    for i in range(world.persons):
        claim = room.by_person[5][i]
        room.by_person[5][i] = 0.0
        if claim > 0 and state.people[i].alive:
            room.by_person[5][i] = exponential(claim) - 1
        institutions += room.by_person[5][i]
    apparatus, votes, prestige, office = (
        room.by_person[1],
        room.by_person[2],
        room.by_person[3],
        room.by_person[4],
    )
    own, formal, v = room.by_person[5], room.by_person[6], params.force_over_votes
    weigh_institutions(params, apparatus, votes, own, max(institutions, 1e-9), world.persons, formal)
    for i in range(world.persons if v != 0 else 0):
        formal[i] = (1 - v) * formal[i] + v * arms(world, state, i)
    weigh_all(params, formal, prestige, office, world.persons, own)
    for i in range(world.persons):
        if state.people[i].alive and world.people[i].exists:
            clean = 1 - v * gravest_liability(world, i) if v != 0 else 1.0
            part = part_in_politics(params, state, i) if is_marked(state, i) else 1.0
            own[i] = part * clean * state.people[i].health * own[i]
        else:
            own[i] = 0.0
        power[i] = own[i]
    for i in range(world.persons):
        patron = state.people[i].patron
        if patron >= 0 and active(state, patron) and state.people[patron].health > params.fit_for_work:
            lent = params.lending * state.people[i].loyalty * own[i]
            power[i] -= lent
            power[patron] += lent


def weigh_institutions(
    params: Params, apparatus: Reals, votes: Reals, claims: Reals, all_claims: float, n: int, out: Reals
) -> None:
    """F of `raw_power`: what apparatus, committee and institutions give each of n persons."""
    share = params.institution_share
    for i in range(n):
        out[i] = (1 - share) * (apparatus[i] + votes[i]) / 2 + share * (claims[i] / all_claims)


def weigh_all(params: Params, formal: Reals, prestige: Reals, office: Reals, n: int, out: Reals) -> None:
    """What each of n persons would weigh with all his capacity and a clean record: formal and informal power together."""
    part, name = params.formal_weight, params.prestige_weight
    for i in range(n):
        out[i] = part * formal[i] + (1 - part) * (name * prestige[i] + (1 - name) * office[i])


def is_marked(state: State, i: int) -> bool:
    """Whether a person was sanctioned, has recanted or is outside the party."""
    return state.people[i].rung > 0 or state.people[i].recanted or not state.people[i].member


def part_in_politics(params: Params, state: State, i: int) -> float:
    """How much of his power is left to a person who was sanctioned, has recanted or is outside the party."""
    part = 1.0
    if state.people[i].rung > 0:
        rung: float = state.people[i].rung
        part = 1 - exponential(params.rung_exponent * logarithm(rung / RUNG_EXILED))
    if state.people[i].recanted:
        part *= params.recanted_weight
    if not state.people[i].member:
        part *= params.outside_party
    return part


def resources(world: World, params: Params, state: State, room: Room) -> None:
    """Shares of apparatus, committee, prestige and offices of each person, into ``room.by_person[1..4]``.

    Apparatus: delegates' share of the organisations whose secretary follows him, by loyalty (a secretary follows himself for the
    rest). Committee: the same over its full members, each counting 1 for himself. Office: share of the resources of all offices, of
    ``reference_offices`` at least, except the power to appoint and ranks, which have no weight of their own (`readings.gives_weight`).
    """
    apparatus, votes, prestige, office = (
        room.by_person[1],
        room.by_person[2],
        room.by_person[3],
        room.by_person[4],
    )
    names, count = 0.0, 0
    for i in range(world.persons):
        apparatus[i] = 0.0
        votes[i] = 0.0
        office[i] = 0.0
        prestige[i] = state.people[i].prestige if state.people[i].alive else 0.0
        names += prestige[i]
    count_delegates(world, state, room)
    for g in range(world.organisations):
        loyalty = state.organisations[g].loyalty
        if state.organisations[g].patron >= 0:
            apparatus[state.organisations[g].patron] += room.delegates[g] * loyalty
        if state.organisations[g].secretary >= 0:
            apparatus[state.organisations[g].secretary] += room.delegates[g] * (1 - loyalty)
    for i in range(world.persons):
        if seated(world, state, ROLE_COMMITTEE, i):
            count += 1
            votes[i] += 1.0
            if state.people[i].patron >= 0:
                votes[state.people[i].patron] += state.people[i].loyalty
    everything = 0.0
    for o in range(world.offices):
        given = 0.0
        for r in range(RESOURCES):
            given += world.office[o].resource[r] if gives_weight(r) else 0.0
        everything += given
        if state.offices[o].holder >= 0 and state.offices[o].established and world.office[o].exists:
            office[state.offices[o].holder] += given
    for i in range(world.persons):
        votes[i] /= max(count, 1)
        prestige[i] /= max(names, 1e-6)
        office[i] /= max(everything, params.reference_offices)


def arms(world: World, state: State, i: int) -> float:
    """Mean of a person's shares of the resources of army and police."""
    army, police = 0.0, 0.0
    for o in range(world.offices):
        army += world.office[o].resource[RESOURCE_ARMY]
        police += world.office[o].resource[RESOURCE_POLICE]
    own = held(world, state, i, RESOURCE_ARMY) / max(army, 1e-6)
    return (own + held(world, state, i, RESOURCE_POLICE) / max(police, 1e-6)) / 2


def gravest_liability(world: World, i: int) -> float:
    """Weight of a person's gravest liability."""
    most = 0.0
    for f in range(world.liabilities):
        if world.liability[f].exists and world.liability[f].person == i:
            most = max(most, world.liability[f].weight)
    return most


def sum_of_strongest(power: Reals, persons: int, count: int, strongest: Reals) -> float:
    """Sum of the `count` largest of ``power[:persons]``, which are kept in `strongest` [count] in falling order."""
    total = 0.0
    for k in range(count):
        strongest[k] = 0.0
    for i in range(persons):
        if power[i] > strongest[count - 1]:
            place = count - 1
            while place > 0 and strongest[place - 1] < power[i]:
                strongest[place] = strongest[place - 1]
                place -= 1
            strongest[place] = power[i]
    for k in range(count):
        total += strongest[k]
    return total


def choose_contenders(world: World, params: Params, state: State, room: Room) -> None:
    """The K strongest who may rule, coalition and bloc before others of like power; strongest first, equals by address."""
    rank, order, contender = room.by_contender[0], room.by_contender[1], state.lineup.contender
    for k in range(world.contenders):
        contender[k] = -1
        rank[k] = -1e300
    for i in range(world.persons):
        strength = -1.0
        if state.people[i].alive and world.people[i].exists and world.people[i].eligible:
            strength = state.people[i].power
            if state.people[i].power > params.power_noticed:
                strength += lead(params, state, i)
        place = world.contenders
        while place > 0 and (
            strength > rank[place - 1]
            or (
                strength == rank[place - 1]
                and world.people[i].address > world.people[contender[place - 1]].address
            )
        ):
            if place < world.contenders:
                rank[place] = rank[place - 1]
                contender[place] = contender[place - 1]
            place -= 1
        if place < world.contenders:
            rank[place] = strength
            contender[place] = i
    for k in range(world.contenders):  # strongest first, without the head start
        i, strength, place = contender[k], rank[k] - lead(params, state, contender[k]), k
        while place > 0 and order[place - 1] < strength:
            order[place] = order[place - 1]
            contender[place] = contender[place - 1]
            place -= 1
        order[place] = strength
        contender[place] = i


def lead(params: Params, state: State, i: int) -> float:
    """Head start of the coalition and of the bloc in being considered."""
    return params.remain if ruling(state, i) or state.people[i].bloc else 0.0


def judge_sets(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """In how many of DRAWS pictures of the powers each set of contenders is self-enforcing, into ``state.stable``."""
    noisy, power, alpha = (
        room.by_contender[0],
        room.by_contender[1],
        min(whole(params.threshold * 65536.0), 65535),
    )
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        room.address[k] = world.people[i].address
        power[k] = state.people[i].power if active(state, i) else 0.0
    for draw in range(DRAWS):
        total = 0.0
        normals(luck, OF_PERSON, room.address, world.contenders, draw, room.draws, noisy)
        for k in range(world.contenders):
            noisy[k] = power[k] * exponential(params.power_noise * noisy[k])
        for k in range(world.contenders):
            total += noisy[k]
        for k in range(world.contenders):
            room.games[(1 << k) * 2 * LANES + draw] = max(whole(noisy[k] / max(total, 1e-9) * 16384.0), 1)
    add_up(room.games, 1 << world.contenders)
    for c in range(1 << world.contenders):
        judge(room.games, c, alpha)
    for c in range(1 << world.contenders):
        state.stable[c] = games_held(room.games, c)


def add_up(games: Shorts, count: int) -> None:
    """The weights of `count` sets, those of single persons being given: ``games[2 * c * LANES + g]`` is the weight of set c in game g.

    They are whole numbers that sum to less than 2**15. Lanes from DRAWS on stay empty.
    """
    for g in range(LANES):
        games[g] = 0
    for c in range(1, count):
        at, rest = c * 2 * LANES, (c & (c - 1)) * 2 * LANES  # rest: without its lowest member
        if rest != 0:
            one = at - rest
            w0: Short = games[rest] + games[one]
            w1: Short = games[rest + 1] + games[one + 1]
            w2: Short = games[rest + 2] + games[one + 2]
            w3: Short = games[rest + 3] + games[one + 3]
            w4: Short = games[rest + 4] + games[one + 4]
            w5: Short = games[rest + 5] + games[one + 5]
            w6: Short = games[rest + 6] + games[one + 6]
            w7: Short = games[rest + 7] + games[one + 7]
            games[at], games[at + 1], games[at + 2], games[at + 3] = w0, w1, w2, w3
            games[at + 4], games[at + 5], games[at + 6], games[at + 7] = w4, w5, w6, w7


def judge(games: Shorts, c: int, alpha: Half) -> None:
    """In which games a set is self-enforcing (Acemoglu, Egorov & Sonin 2008), all smaller sets having been judged.

    With M(S) the weight of the heaviest self-enforcing proper subset of S, S is self-enforcing if M(S) <= alpha w(S), `alpha` in parts
    of 2**16; M(S) = max over i in S of w(S - i) if S - i is self-enforcing, else M(S - i). That stands behind the weights of every set,
    from ``games[2 * c * LANES + LANES]`` on. The games lie side by side in short numbers, eight in all, which processors work out at once.
    """
    at, left = c * 2 * LANES, c
    share: Word = alpha
    m0: Short = 0
    m1: Short = 0
    m2: Short = 0
    m3: Short = 0
    m4: Short = 0
    m5: Short = 0
    m6: Short = 0
    m7: Short = 0
    while left != 0:
        rest = left & (left - 1)  # without its lowest member
        fewer = (c ^ left ^ rest) * 2 * LANES + LANES
        m0 = max(m0, games[fewer])
        m1 = max(m1, games[fewer + 1])
        m2 = max(m2, games[fewer + 2])
        m3 = max(m3, games[fewer + 3])
        m4 = max(m4, games[fewer + 4])
        m5 = max(m5, games[fewer + 5])
        m6 = max(m6, games[fewer + 6])
        m7 = max(m7, games[fewer + 7])
        left = rest
    best = at + LANES
    games[best], games[best + 1], games[best + 2], games[best + 3] = m0, m1, m2, m3
    games[best + 4], games[best + 5], games[best + 6], games[best + 7] = m4, m5, m6, m7
    for g in range(LANES):
        weight: Half = games[at + g]
        limit: Half = (weight * share) >> 16
        most: Half = games[best + g]
        games[best + g] = weight if most <= limit else most


def games_held(games: Shorts, c: int) -> int:
    """In how many of DRAWS games a set is self-enforcing: there it is heavier than any other within it."""
    at, count = c * 2 * LANES, 0
    for g in range(DRAWS):
        same: bool = games[at + LANES + g] == games[at + g]
        count += same
    return count
