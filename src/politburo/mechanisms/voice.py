"""Campaigns: what the organisations come to think, and what public fights do to reputations."""

import cython

from politburo.model.mechanism import Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        AXIS_CENTRE,
        AXIS_REGIME,
        RESOURCE_PRESS,
        RESOURCES,
        ROLE_BUREAU,
        RUNG_LOST_BUREAU,
        SEAT_FULL,
        TRAIT_ORATORY,
    )
    from politburo.model.numbers import between
    from politburo.model.readings import active, gives_weight, interest, ruling, seated
    from politburo.model.records import BODIES, MOTIONS, Luck, Params, Reals, Room, State, World

VOICE = Mechanism(
    name="voice",
    kind=Kind.PROCESS,
    reads=fields("motions", "attacker open target")
    | fields("lineup", "contender")
    | fields("offices", "established holder")
    | fields("organisations", "appointed loyalty opinion patron")
    | fields(
        "people",
        "alive attacked base core health held member prestige ring rung seat shown silent trait",
    ),
    writes=fields("organisations", "opinion") | fields("people", "attacked held prestige shown silent"),
    sources=("Friedkin & Johnsen 1990", "Lodge & Taber 2013"),
)


def voice(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Move opinion by organisation, positions shown, and prestige.

    Opinion follows Friedkin-Johnsen: y' = y + ``opinion_pace`` [k (m_s - y) + (1 - k)(m - y)] + ``anchor`` (y_0 - y), with y_0
    its own interests (national republics want ``autonomy`` more), m the reach-weighted message of the contenders, m_s the line
    of the secretary's patron, k the secretary's grip: ``secretary_control`` times the greater of his loyalty and
    ``grip_by_appointment`` if sent from above. Reach = (``reach_without_press`` + press share) (``reach_without_oratory`` + oratory)
    prestige capacity, nil for the silent. Positions shown on the regime axis drift towards -``discipline`` in the coalition and
    towards +``openness`` outside and under attack, at ``turn`` a month (democracy is the weapon of the outs), and positions held
    after them at ``persuade_oneself`` of that; elsewhere positions shown follow positions held at ``speak_out``. Prestige reverts at
    ``prestige_reversion`` to the level set by reputation, seats and offices; a public fight costs its target ``smear`` a month and
    its leader a part in ``smear_sides`` of that; who keeps silent pays nothing.

    Shapes: opinion [G, D]; prestige [P]. Units: positions -1..1, rates per month.
    Draws: none. Errors: none. Does not model: single newspapers.
    """
    offices_and_press(world, state, room)
    spread_message(world, params, state, room)
    for g in range(world.organisations):
        move_opinion(world, params, state, g, room.by_dispute[0])
    office, speaks = room.by_person[0], room.by_person[2]
    fighting: bool = state.motions[0].open or state.motions[1].open
    for i in range(world.persons):
        turn_about(world, params, state, i, params.turn * speaks[i])
        hurt = wounds(params, state, i) if fighting else 0.0
        move_prestige(world, params, state, i, office[i], hurt)
        state.people[i].silent = max(state.people[i].silent - 1, 0.0)
        state.people[i].attacked *= params.attack_memory


def offices_and_press(world: World, state: State, room: Room) -> None:
    """What each person's offices give, but for the power to appoint, into ``room.by_person[0]``; his share of the press into [1]."""
    office, press, all_press = room.by_person[0], room.by_person[1], 0.0
    for i in range(world.persons):
        office[i] = 0.0
        press[i] = 0.0
    for o in range(world.offices):
        i = state.offices[o].holder
        if i < 0 or not state.offices[o].established or not world.office[o].exists:
            continue
        for r in range(RESOURCES):
            office[i] += world.office[o].resource[r] if gives_weight(r) else 0.0
        press[i] += world.office[o].resource[RESOURCE_PRESS]
        all_press += world.office[o].resource[RESOURCE_PRESS]
    for i in range(world.persons):
        press[i] /= max(all_press, 1e-6)


def spread_message(world: World, params: Params, state: State, room: Room) -> None:
    """What is heard of the contenders, the mean of what they show by their reach, into ``room.by_dispute[0]``.

    ``room.by_person[2]`` becomes 1 for the contenders who take part in politics, else 0.
    """
    message, reach, speaks, total = room.by_dispute[0], room.by_contender[0], room.by_person[2], 0.0
    for i in range(world.persons):
        speaks[i] = 0.0
    for d in range(world.disputes):
        message[d] = 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        reach[k] = 0.0
        if active(state, i):
            speaks[i] = 1.0
            if state.people[i].silent <= 0:
                reach[k] = reach_of(params, state, i, room.by_person[1][i])
        total += reach[k]
    for k in range(world.contenders):
        share = reach[k] / max(total, 1e-9)
        for d in range(world.disputes):
            message[d] += share * state.people[state.lineup.contender[k]].shown[d]


def reach_of(params: Params, state: State, i: int, press: float) -> float:
    """How far a person's voice reaches, given his share of the press."""
    talent = params.reach_without_oratory + state.people[i].trait[TRAIT_ORATORY]
    return (params.reach_without_press + press) * talent * state.people[i].prestige * state.people[i].health


def move_opinion(world: World, params: Params, state: State, g: int, message: Reals) -> None:
    """A month of an organisation's opinion between its secretary's line, the general message and its own interests."""
    hold = max(state.organisations[g].loyalty, state.organisations[g].appointed * params.grip_by_appointment)
    grip, patron = params.secretary_control * hold, state.organisations[g].patron
    for d in range(world.disputes):
        now = state.organisations[g].opinion[d]
        line = state.people[patron].shown[d] if patron >= 0 else 0.0
        pull = grip * (line - now) + (1 - grip) * (message[d] - now)
        back = interest(world, params, g, world.axis[AXIS_CENTRE][d], d) - now
        state.organisations[g].opinion[d] = between(
            now + params.opinion_pace * pull + params.anchor * back, -1.0, 1.0
        )


def turn_about(world: World, params: Params, state: State, i: int, turn: float) -> None:
    """A month of a person's positions: on the regime axis he turns with his fortune at the pace `turn`, elsewhere he speaks out."""
    for d in range(world.disputes):
        held, now = state.people[i].held[d], state.people[i].shown[d]
        if held != now and world.axis[AXIS_REGIME][d] == 0:
            state.people[i].shown[d] = between(now + params.speak_out * (held - now), -1.0, 1.0)
    if turn > 0:
        turn_on_regime(world, params, state, i, turn)


def turn_on_regime(world: World, params: Params, state: State, i: int, turn: float) -> None:
    """A month of a contender's positions on the regime of the party, shown and held."""
    held, shown = 0.0, 0.0
    for d in range(world.disputes):
        held += state.people[i].held[d] * world.axis[AXIS_REGIME][d]
        shown += state.people[i].shown[d] * world.axis[AXIS_REGIME][d]
    aim = held
    if ruling(state, i):
        aim = -params.discipline
    elif state.people[i].attacked > params.lately:
        aim = params.openness
    change = params.persuade_oneself * turn * (aim - held)
    for d in range(world.disputes):
        if world.axis[AXIS_REGIME][d] > 0:
            state.people[i].shown[d] = between(state.people[i].shown[d] + turn * (aim - shown), -1.0, 1.0)
            state.people[i].held[d] = between(state.people[i].held[d] + change, -1.0, 1.0)


def wounds(params: Params, state: State, i: int) -> float:
    """The part of his prestige that the month's public fights cost a person."""
    hurt = 0.0
    for m in range(MOTIONS):
        if state.motions[m].open and state.motions[m].target == i:
            hurt += params.smear
        if state.motions[m].open and state.motions[m].attacker == i:
            hurt += params.smear / params.smear_sides
    return hurt


def move_prestige(world: World, params: Params, state: State, i: int, office: float, hurt: float) -> None:
    """A month of a person's prestige, given what his offices give: it returns to its level, and what public fights cost goes off."""
    prestige = state.people[i].prestige
    prestige += params.prestige_reversion * (prestige_supported(world, params, state, i, office) - prestige)
    state.people[i].prestige = between(prestige * (1 - hurt), params.prestige_least, 1.0)


def prestige_supported(world: World, params: Params, state: State, i: int, office: float) -> float:
    """The prestige that a person's name, seats and offices support.

    ``prestige_of_name`` base + ``prestige_of_seat`` [full member of a body] + ``prestige_of_bureau`` [of the bureau] +
    ``prestige_of_office`` min(resources of his offices, 1), between ``prestige_supported_least`` and 1; times ``prestige_of_fallen`` for
    those who lost the bureau or more.
    """
    level = params.prestige_of_name * state.people[i].base + params.prestige_of_office * min(office, 1.0)
    if sits_anywhere(world, state, i):
        level += params.prestige_of_seat
    if seated(world, state, ROLE_BUREAU, i):
        level += params.prestige_of_bureau
    level = between(level, params.prestige_supported_least, 1.0)
    return params.prestige_of_fallen * level if state.people[i].rung >= RUNG_LOST_BUREAU else level


def sits_anywhere(world: World, state: State, i: int) -> bool:
    """Whether a person is a full member of any body."""
    for b in range(BODIES):
        if state.people[i].seat[b] == SEAT_FULL:
            return True
    return False
