"""Discontent, the regime's answer, policy in force, and the end of the regime."""

import cython

from politburo.model.mechanism import Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        AXIS_CENTRE,
        AXIS_ECONOMY,
        AXIS_INTERNATIONAL,
        AXIS_LABOUR,
        AXIS_REGIME,
        CAUSE_DISCONTENT,
        CAUSE_NATURE,
        CAUSE_POLICY,
        EVENTKIND_AUTONOMY,
        EVENTKIND_COLLAPSE,
        EVENTKIND_RESPONSE,
        EVENTKIND_UNREST,
        RESPONSE_COERCION,
        RESPONSE_CONCESSION,
    )
    from politburo.model.numbers import between, sigmoid, square_root, whole_part
    from politburo.model.readings import group_position, ruling, tell
    from politburo.model.records import Luck, Params, Reals, Room, State, World
    from politburo.rng import own

CRISIS = Mechanism(
    name="crisis",
    kind=Kind.CHOICE,
    reads=fields("country", "discontent fear harvest policy salience standing threat")
    | fields("lineup", "contender leader")
    | fields("people", "core held power ring shown"),
    writes=fields("country", "discontent fear policy salience standing") | fields("people", "held"),
    sources=("Roeder 1993", "Svolik 2012", "Acemoglu & Robinson 2006"),
)


def crisis(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Move discontent, let the ruling coalition answer, and test whether the regime survives.

    Discontent moves as in `discontent_now`. Above ``response_level`` the coalition answers, at ``response_rate`` a month, with
    coercion with probability sigma(``response_position`` m + ``response_threat`` threat - ``response_doubt``), m its mean position on
    the economy axis, else with concession: a concession lowers discontent by ``response_relief`` and policy by ``concession_step``;
    coercion lowers discontent by ``coercion_relief`` of that, raises policy by ``coercion_step`` and fear by ``coercion_fear``. The
    regime ends with hazard ``collapse_rate`` max(0, d - ``collapse_level``)^2. Policy moves to the coalition's mean position at
    ``policy_pace`` a month, salience at ``salience_pace``; it follows discontent (economy, labour), threat (international) and the
    disunity of the contenders (regime). Bad harvests and threat move the positions of those in power towards coercion
    (``hardening``).

    Shapes: policy, salience [D]. Units: all indices 0..1, policy -1..1, rates per month.
    Draws: three uniforms of the mechanism, each only where it decides. Errors: none.
    Does not model: prices; regional differences in unrest.
    """
    wish, leader = room.by_dispute[0], state.lineup.leader
    for i in range(world.persons):
        room.voters[i] = ruling(state, i)
    group_position(world, state, room.voters, wish)
    d = discontent_now(world, params, state, room)
    answers: bool = (
        d > params.response_level and state.country.standing and own(luck, 0) < params.response_rate
    )
    coerces: bool = answers and own(luck, 1) < sigmoid(lean_to_coercion(world, params, state, wish))
    step = 0.0
    if answers:
        step = params.coercion_step if coerces else -params.concession_step
        d -= params.response_relief * (params.coercion_relief if coerces else 1.0)
        answer = RESPONSE_COERCION if coerces else RESPONSE_CONCESSION
        announce(
            room, EVENTKIND_RESPONSE, leader, first_on(world, AXIS_ECONOMY), answer, d, CAUSE_DISCONTENT, 0
        )
    if coerces:
        state.country.fear = between(state.country.fear + params.coercion_fear, 0.0, params.fear_most)
    move_salience(world, params, state, d)
    harden(world, params, state)
    if falls(luck, params, state, d):
        state.country.standing = False
        announce(room, EVENTKIND_COLLAPSE, leader, -1, -1, d, CAUSE_DISCONTENT, 0)
    move_policy(world, params, state, room, wish, step)
    state.country.discontent = between(d, 0.0, 1.0)


def discontent_now(world: World, params: Params, state: State, room: Room) -> float:
    """Discontent before any answer to it; that it has passed the level of an answer is told.

    d' = d + ``discontent_pace`` (``discontent_rest`` - d) + ``harvest_on_discontent`` max(0, -harvest) - ``harvest_relief`` max(0,
    harvest) + ``coercion_on_discontent`` max(0, policy_E), where policy_E is policy on the economy axis (+1 coercive).
    """
    coercive = on_axis(world, AXIS_ECONOMY, state.country.policy)
    hunger = params.harvest_on_discontent * max(0.0, -state.country.harvest)
    burden = params.coercion_on_discontent * max(0.0, coercive)
    d = state.country.discontent
    d += params.discontent_pace * (params.discontent_rest - d)
    d += hunger - params.harvest_relief * max(0.0, state.country.harvest)
    d = between(d + burden, 0.0, 1.0)
    if d > params.response_level and state.country.discontent <= params.response_level:
        cause = CAUSE_POLICY if burden > hunger else CAUSE_NATURE
        second = CAUSE_NATURE if burden > hunger else CAUSE_POLICY
        announce(room, EVENTKIND_UNREST, -1, -1, -1, d, cause, second)
    return d


def lean_to_coercion(world: World, params: Params, state: State, wish: Reals) -> float:
    """How far the coalition leans to coercion rather than concession, in logits."""
    lean = params.response_position * on_axis(world, AXIS_ECONOMY, wish)
    return lean + params.response_threat * state.country.threat - params.response_doubt


def falls(luck: Luck, params: Params, state: State, d: float) -> bool:
    """Whether the regime ends at a level of discontent."""
    excess = d - params.collapse_level
    return state.country.standing and excess > 0 and own(luck, 2) < params.collapse_rate * excess * excess


def move_salience(world: World, params: Params, state: State, discontent: float) -> None:
    """Move the salience of each dispute towards what discontent, threat and disunity make of it."""
    unrest = params.salience_discontent * max(0.0, discontent - params.discontent_rest)
    for d in range(world.disputes):
        aim = world.dispute[d].salience + unrest * (world.axis[AXIS_ECONOMY][d] + world.axis[AXIS_LABOUR][d])
        aim += params.salience_threat * state.country.threat * world.axis[AXIS_INTERNATIONAL][d]
        if world.axis[AXIS_REGIME][d] > 0:
            aim += params.salience_disunity * disunity(world, state, d)
        now = state.country.salience[d]
        state.country.salience[d] = between(now + params.salience_pace * (aim - now), 0.0, 1.0)


def disunity(world: World, state: State, d: int) -> float:
    """Standard deviation of the positions that the contenders show on a dispute, weighted by their power."""
    total, mean, variance = 0.0, 0.0, 0.0
    for k in range(world.contenders):
        total += state.people[state.lineup.contender[k]].power
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        mean += state.people[i].power / max(total, 1e-9) * state.people[i].shown[d]
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        apart = state.people[i].shown[d] - mean
        variance += state.people[i].power / max(total, 1e-9) * apart * apart
    return square_root(variance)


def harden(world: World, params: Params, state: State) -> None:
    """Scarcity and alarm move the positions of the core towards coercion."""
    pressure = params.hardening * (max(0.0, -state.country.harvest) + state.country.threat)
    for i in range(world.persons):
        if state.people[i].core:
            for d in range(world.disputes):
                if world.axis[AXIS_ECONOMY][d] > 0:
                    state.people[i].held[d] += pressure * (1 - state.people[i].held[d])


def move_policy(world: World, params: Params, state: State, room: Room, wish: Reals, step: float) -> None:
    """Policy follows the coalition's wish, plus `step` on the economy axis; that the centre axis has changed its sign is told."""
    policy = room.by_dispute[1]
    for d in range(world.disputes):
        now = state.country.policy[d]
        policy[d] = now + params.policy_pace * (wish[d] - now) + step * world.axis[AXIS_ECONOMY][d]
    before, after = on_axis(world, AXIS_CENTRE, state.country.policy), on_axis(world, AXIS_CENTRE, policy)
    if before * after < 0:
        towards = 1 if after > 0 else -1
        leader, centre = state.lineup.leader, first_on(world, AXIS_CENTRE)
        announce(room, EVENTKIND_AUTONOMY, leader, centre, towards, after, CAUSE_POLICY, 0)
    for d in range(world.disputes):
        state.country.policy[d] = between(policy[d], -1.0, 1.0)


def on_axis(world: World, axis: int, values: Reals) -> float:
    """Sum of ``values[D]`` over the disputes of an axis."""
    total = 0.0
    for d in range(world.disputes):
        total += values[d] * world.axis[axis][d]
    return total


def first_on(world: World, axis: int) -> int:
    """The first dispute of an axis; 0 if it has none."""
    for d in range(world.disputes):
        if world.axis[axis][d] > 0:
            return d
    return 0


def announce(
    room: Room, kind: int, who: int, thing: int, outcome: int, size: float, cause: int, second: int
) -> None:
    """Tell of something in the country; `size` is told in thousandths."""
    tell(
        room,
        kind=kind,
        who=who,
        whom=-1,
        body=-1,
        thing=thing,
        outcome=outcome,
        size=whole_part(1000 * size),
        cause=cause,
        second=second,
        since=-1,
    )
