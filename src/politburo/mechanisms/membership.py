"""Recruitment campaigns, ordinary admission, purges: the party's size and composition."""

import cython

from politburo.model.mechanism import Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        AXIS_REGIME,
        CAUSE_CALENDAR,
        CAUSE_DISCONTENT,
        CAUSE_INTEREST,
        CAUSE_LEGITIMACY,
        CAUSE_NEWCOMERS,
        CAUSE_NONE,
        CAUSE_WORKER_SHARE,
        EDUCATION_HIGHER,
        EDUCATION_PRIMARY,
        EDUCATION_SECONDARY,
        EDUCATIONS,
        ENTRYKIND_HISTORIC,
        ENTRYKIND_LEVY,
        ENTRYKIND_ORDINARY,
        EVENTKIND_LEVY,
        EVENTKIND_PURGE,
        OF_ORGANISATION,
        SOCIALCLASS_WORKER,
        SOCIALCLASSS,
        STRATUM_WORKERS,
    )
    from politburo.model.numbers import between, exponential, nearest_whole, square_root, whole_part
    from politburo.model.readings import (
        active,
        cohort_of,
        count_members,
        group_position,
        ruling,
        tell,
        two_largest,
    )
    from politburo.model.records import Luck, Params, Reals, Room, State, World
    from politburo.rng import normals, own

MEMBERSHIP = Mechanism(
    name="membership",
    kind=Kind.CHOICE,
    reads=fields("country", "discontent standing")
    | fields("lineup", "leader")
    | fields("membership", "levy mix purge")
    | fields("organisations", "members opinion")
    | fields("people", "alive core member power prestige ring rung shown"),
    writes=fields("membership", "levy mix purge") | fields("organisations", "members"),
    sources=("Rigby 1968", "Gill 1990"),
)


def membership(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Decide on mass admission and purge, then move the cohorts.

    Hazards of a levy and of a purge as in `hazard_of_levy` and `hazard_of_purge`, when neither is under way. A levy lasts
    ``levy_months`` and admits ``levy_size`` of the membership a month, mostly workers with little schooling, where workers are. A
    purge lasts ``purge_months`` and removes ``purge_size`` a month, more where opinion is against the coalition (``purge_everywhere``
    elsewhere) and twice as much among newcomers. Ordinary admission adds ``admission`` exp(-``selectivity`` max(0,
    ``worker_target`` - worker share)) a month, ``attrition`` leaves.

    Shapes: members [G, E] whole numbers; mix [E, SocialClass, Education]. Units: persons, shares per month.
    Draws: two normals per organisation, a third in a levy, a fourth in a purge; two uniforms of the mechanism. Errors: none.
    Conserved: members change only by the flows counted here. Does not model: candidates apart from full members.
    """
    total = describe_party(world, state, room)
    levy_before, purge_before = state.membership.levy, state.membership.purge
    free: bool = levy_before <= 0 and purge_before <= 0 and state.country.standing
    levies: bool = free and own(luck, 0) < most_hazard_of_levy(params, room)
    if levies:
        find_opponents(world, state, room)
        levies = own(luck, 0) < hazard_of_levy(world, params, state, room, total)
    purges: bool = free and not levies and own(luck, 1) < hazard_of_purge(world, params, state, room, total)
    if purges or purge_before > 0:
        find_opponents(world, state, room)
    state.membership.levy = nearest_whole(params.levy_months) if levies else max(levy_before - 1, 0.0)
    state.membership.purge = nearest_whole(params.purge_months) if purges else max(purge_before - 1, 0.0)
    admitted, joined, removed = move_members(luck, world, params, state, room, total)
    mix_in(world, state, room, ENTRYKIND_LEVY, admitted, params.levy_workers, params.levy_schooling)
    mix_in(world, state, room, ENTRYKIND_ORDINARY, joined, params.admission_workers, 1.0)
    if levies or (levy_before > 0 and state.membership.levy <= 0):
        tell_levy(state, room, levies, admitted)
    if purges or (purge_before > 0 and state.membership.purge <= 0):
        tell_purge(state, room, purges, removed)


def describe_party(world: World, state: State, room: Room) -> float:
    """Size and composition of the party before the month's flows; returns its members, 1 at least.

    Members by organisation go into ``room.by_organisation[0]``; into ``room.by_contender`` go members by cohort [0], shares of the
    social classes [1] and of the levels of schooling [2].
    """
    size, count, total = room.by_organisation[0], room.by_contender[0], 0.0
    classes, schooling = room.by_contender[1], room.by_contender[2]
    for c in range(SOCIALCLASSS):
        classes[c] = 0.0
    for h in range(EDUCATIONS):
        schooling[h] = 0.0
    count_members(world, state, size)
    for e in range(world.cohorts):
        count[e] = members_of_cohort(world, state, e)
        total += count[e]
    total = max(total, 1.0)
    for e in range(world.cohorts):
        for c in range(SOCIALCLASSS):
            for h in range(EDUCATIONS):
                share = count[e] * state.membership.mix[e][c][h] / total
                classes[c] += share
                schooling[h] += share
    return total


def members_of_cohort(world: World, state: State, e: int) -> float:
    """Members of a cohort in all organisations."""
    return sum_of(cohort_of(world, state, e), world.organisations)


def find_opponents(world: World, state: State, room: Room) -> None:
    """How far each organisation's opinion is from the coalition's on the regime axis, 0..1, into ``room.by_organisation[1]``."""
    wish, apart = room.by_dispute[0], room.by_organisation[1]
    for i in range(world.persons):
        room.voters[i] = ruling(state, i)
    group_position(world, state, room.voters, wish)
    for g in range(world.organisations):
        distance = 0.0
        for d in range(world.disputes):
            distance += (state.organisations[g].opinion[d] - wish[d]) * world.axis[AXIS_REGIME][d]
        apart[g] = between(distance, 0.0, 1.0)


def most_hazard_of_levy(params: Params, room: Room) -> float:
    """What `hazard_of_levy` cannot exceed: the rulers without any prestige, everybody's opinion against them."""
    shortage = params.levy_by_workers * (params.worker_target - room.by_contender[1][SOCIALCLASS_WORKER])
    most = max(0.0, params.levy_by_prestige * params.levy_prestige) + max(0.0, params.levy_by_opposition)
    return params.levy_rate * exponential(shortage + most)


def hazard_of_levy(world: World, params: Params, state: State, room: Room, total: float) -> float:
    """Probability that a mass admission begins this month; its reasons go into ``room.terms[0]``.

    ``levy_rate`` exp(``levy_by_workers`` (``worker_target`` - worker share) + ``levy_by_prestige`` max(0, ``levy_prestige`` - share
    of the coalition in prestige) + ``levy_by_opposition`` opposition), opposition being the mean of the members' opinion against the
    coalition on the regime axis.
    """
    size, apart, reason, opposition = room.by_organisation[0], room.by_organisation[1], room.terms[0], 0.0
    for g in range(world.organisations):
        opposition += apart[g] * size[g] / total
    reason[0] = params.levy_by_workers * (params.worker_target - room.by_contender[1][SOCIALCLASS_WORKER])
    reason[1] = params.levy_by_prestige * max(0.0, params.levy_prestige - renown_of_rulers(world, state))
    reason[2] = params.levy_by_opposition * opposition
    return params.levy_rate * exponential(reason[0] + reason[1] + reason[2])


def renown_of_rulers(world: World, state: State) -> float:
    """Share of the ruling coalition in the prestige of all active persons."""
    theirs, everybody = 0.0, 0.0
    for i in range(world.persons):
        if ruling(state, i):
            theirs += state.people[i].prestige
        if active(state, i):
            everybody += state.people[i].prestige
    return theirs / max(everybody, 1e-6)


def hazard_of_purge(world: World, params: Params, state: State, room: Room, total: float) -> float:
    """Probability that a purge begins this month; its reasons go into ``room.terms[1]``.

    ``purge_rate`` exp(``purge_by_discontent`` discontent + ``purge_by_newcomers`` newcomers - ``purge_doubt``), newcomers being the
    share of those who joined since the start.
    """
    reason, newcomers = room.terms[1], 0.0
    for e in range(world.cohorts):
        if is_new(world, e):
            newcomers += room.by_contender[0][e] / total
    reason[0] = params.purge_by_discontent * state.country.discontent
    reason[1] = params.purge_by_newcomers * newcomers
    return params.purge_rate * exponential(reason[0] + reason[1] - params.purge_doubt)


def move_members(
    luck: Luck, world: World, params: Params, state: State, room: Room, total: float
) -> tuple[float, float, float]:
    """Move the members of every organisation; returns how many were admitted in a levy, joined otherwise, and were purged.

    One cohort after the other, each a row of organisations: a processor moves several of them at once.
    """
    n, size, purged = world.organisations, room.by_organisation[0], 0.0
    drawn, leaving = room.by_organisation[2], room.by_organisation[3]
    joined, admitted = room.by_organisation[4], room.by_organisation[5]
    normals(luck, OF_ORGANISATION, world.group_address, n, 2, room.draws, leaving)
    normals(luck, OF_ORGANISATION, world.group_address, n, 1, room.draws, drawn)
    join(size, open_door(params, room), drawn, n, joined)
    if state.membership.levy > 0:
        normals(luck, OF_ORGANISATION, world.group_address, n, 0, room.draws, drawn)
        admit(world, params, size, total, drawn, admitted)
    if state.membership.purge > 0:
        normals(luck, OF_ORGANISATION, world.group_address, n, 3, room.draws, drawn)
    for e in range(world.cohorts):
        count = cohort_of(world, state, e)
        leave(count, params.attrition, leaving, n)
        if state.membership.purge > 0:
            purged += purge(params, room.by_organisation[1], drawn, n, is_new(world, e), count)
        if world.cohort_kind[e] == ENTRYKIND_LEVY and state.membership.levy > 0:
            add(count, admitted, n)
        elif world.cohort_kind[e] == ENTRYKIND_ORDINARY:
            add(count, joined, n)
    return sum_of(admitted, n) if state.membership.levy > 0 else 0.0, sum_of(joined, n), purged


def open_door(params: Params, room: Room) -> float:
    """Ordinary admission a month as a share of the members: the fewer workers there are, the narrower the door."""
    shortage = max(0.0, params.worker_target - room.by_contender[1][SOCIALCLASS_WORKER])
    return params.admission * exponential(-params.selectivity * shortage)


def join(size: Reals, share: float, luck: Reals, n: int, joined: Reals) -> None:
    """How many join each organisation apart from a levy, as a share of its members, into `joined` [n]; `luck` is standard normal."""
    share = between(share, 0.0, 1.0)
    for g in range(n):
        joined[g] = flow(size[g], share, luck[g])


def admit(world: World, params: Params, size: Reals, total: float, luck: Reals, admitted: Reals) -> None:
    """How many a levy admits in each organisation, in the measure of its workers, into `admitted`; `luck` is standard normal."""
    workers = 0.0
    for g in range(world.organisations):
        workers += world.groups[g].stratum[STRATUM_WORKERS] * size[g] / total
    for g in range(world.organisations):
        open_to = world.groups[g].stratum[STRATUM_WORKERS] / max(workers, 1e-6)
        admitted[g] = flow(size[g], between(params.levy_size * open_to, 0.0, 1.0), luck[g])


def leave(count: Reals, share: float, luck: Reals, n: int) -> None:
    """Let a share of a cohort leave every organisation; `luck` is standard normal."""
    share = between(share, 0.0, 1.0)
    for g in range(n):
        count[g] -= flow(count[g], share, luck[g])


def purge(params: Params, apart: Reals, luck: Reals, n: int, new: bool, count: Reals) -> float:
    """Purge a cohort of every organisation; returns how many were removed."""
    all_removed = 0.0
    for g in range(n):
        rate = params.purge_size * (params.purge_everywhere + apart[g])
        if new:
            rate *= 2
        removed = flow(count[g], between(rate, 0.0, 1.0), luck[g])
        count[g] -= removed
        all_removed += removed
    return all_removed


def is_new(world: World, e: int) -> bool:
    """Whether a cohort joined after the start."""
    return world.cohort_kind[e] != ENTRYKIND_HISTORIC


def add(count: Reals, more: Reals, n: int) -> None:
    """Add `more` to `count`, [n] both."""
    for g in range(n):
        count[g] += more[g]


def sum_of(values: Reals, n: int) -> float:
    """Sum of ``values[:n]``."""
    total = 0.0
    for g in range(n):
        total += values[g]
    return total


def flow(n: float, p: float, z: float) -> float:
    """Whole number that leaves n with probability p each: binomial by its normal approximation (z standard normal), from 0 to n.

    n >= 0, 0 <= p <= 1. The error in distribution is below 0.02 (Kolmogorov distance) once n p (1 - p) > 10; smaller flows matter to
    no outcome.
    """
    return between(nearest_whole(n * p + square_root(n * p * (1 - p)) * z), 0.0, n)


def mix_in(
    world: World, state: State, room: Room, kind: int, count: float, workers: float, schooled: float
) -> None:
    """Mix `count` newcomers into the composition of the cohorts of a kind, to which they have been added.

    The share `workers` of them are workers; other classes and schooling are like the party's before the month, secondary and higher
    schooling times `schooled`, the rest being primary. Class and schooling of a newcomer do not depend on each other.
    """
    if count <= 0:
        return
    classes, learned, others, now = room.by_contender[1], room.by_contender[3], 0.0, 0.0
    for c in range(SOCIALCLASSS):
        others += classes[c] if c != SOCIALCLASS_WORKER else 0.0
    school(room, learned, schooled)
    for e in range(world.cohorts):
        if world.cohort_kind[e] == kind:
            now += members_of_cohort(world, state, e)
    share = between(count / max(now, 1.0), 0.0, 1.0)
    for e in range(world.cohorts):
        if world.cohort_kind[e] == kind:
            for c in range(SOCIALCLASSS):
                part = workers if c == SOCIALCLASS_WORKER else (1 - workers) * classes[c] / max(others, 1e-6)
                for h in range(EDUCATIONS):
                    before = state.membership.mix[e][c][h]
                    state.membership.mix[e][c][h] = (1 - share) * before + share * part * learned[h]


def school(room: Room, learned: Reals, schooled: float) -> None:
    """Schooling of newcomers, shares, into `learned`: the party's, with secondary and higher times `schooled`."""
    total = 0.0
    for h in range(EDUCATIONS):
        learned[h] = room.by_contender[2][h]
        if h in (EDUCATION_SECONDARY, EDUCATION_HIGHER):
            learned[h] *= schooled
        total += learned[h]
    learned[EDUCATION_PRIMARY] += 1 - total


def tell_levy(state: State, room: Room, begins: bool, admitted: float) -> None:
    """Tell that a mass admission begins, and why, or that it ends."""
    first, second = two_largest(room.terms[0], 3)
    tell(
        room,
        kind=EVENTKIND_LEVY,
        who=state.lineup.leader,
        whom=-1,
        body=-1,
        thing=-1,
        outcome=begins,
        size=whole_part(admitted / 1000),
        cause=reason_for_levy(first) if begins else CAUSE_CALENDAR,
        second=reason_for_levy(second) if begins else CAUSE_NONE,
        since=-1,
    )


def reason_for_levy(term: int) -> int:
    """The cause for which a term of `hazard_of_levy` stands."""
    if term == 0:
        return CAUSE_WORKER_SHARE
    return CAUSE_LEGITIMACY if term == 1 else CAUSE_INTEREST


def tell_purge(state: State, room: Room, begins: bool, removed: float) -> None:
    """Tell that a purge begins, and why, or that it ends."""
    reason = CAUSE_DISCONTENT if room.terms[1][0] > room.terms[1][1] else CAUSE_NEWCOMERS
    tell(
        room,
        kind=EVENTKIND_PURGE,
        who=state.lineup.leader,
        whom=-1,
        body=-1,
        thing=-1,
        outcome=begins,
        size=whole_part(removed / 1000),
        cause=reason if begins else CAUSE_CALENDAR,
        second=CAUSE_NONE,
        since=-1,
    )
