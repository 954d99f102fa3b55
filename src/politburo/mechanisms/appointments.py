"""Who names the secretaries, and how loyal they become: the first half of the circular flow of power."""

import cython

from politburo.model.mechanism import Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import (
        CAUSE_AMBITION,
        CAUSE_APPOINTING_POWER,
        CAUSE_TRUST,
        CAUSE_VACANCY,
        EVENTKIND_OFFICE_CREATED,
        EVENTKIND_OFFICE_FILLED,
        EVENTKIND_SECRETARIES,
        OF_ORGANISATION,
        OF_PERSON,
        RESOURCE_APPOINTMENTS,
        RESOURCE_ARMY,
        RESOURCES,
        RUNG_CENSURED,
        RUNG_LOST_POST,
        TRAIT_ADMINISTRATION,
        TRAIT_AMBITION,
        TRAIT_COLLEGIALITY,
        TRAIT_MILITARY,
    )
    from politburo.model.numbers import exponential
    from politburo.model.readings import (
        active,
        collegial,
        core_regard,
        core_weights,
        drawn,
        first_place,
        holder_of,
        ruling,
        tell,
    )
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import as_uniform, gumbel, own, uniform, words

APPOINTMENTS = Mechanism(
    name="appointments",
    kind=Kind.CHOICE,
    reads=fields("lineup", "contender leader")
    | fields("offices", "established holder")
    | fields("organisations", "entrenched loyalty patron secretary")
    | fields("people", "alive core health loyalty member patron power prestige ring rung seen trait")
    | frozenset({"trust"}),
    writes=fields("country", "replaced")
    | fields("offices", "established holder")
    | fields("organisations", "appointed entrenched loyalty patron secretary")
    | fields("people", "loyalty patron"),
    sources=("Daniels 1971 (circular flow of power)", "Gill 1990", "Egorov & Sonin 2011"),
)


def appointments(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Replace secretaries at a limited pace, let loyalty grow or erode, let the unattached find patrons, fill a vacant office.

    A secretary is replaced with probability ``pace`` (1 - resistance) f h a month, h the appointer's capacity; f =
    ``replace_strangers`` if his patron stands outside the ruling coalition, ``spare_own`` if he is already the appointer's man, and
    ``spare_rulers`` of that if he himself is in the coalition. Resistance is entrenchment, plus ``bastion`` where the patron himself
    holds the organisation's leading office. The new man is the appointer's with probability (1 - ``share`` (1 - ``grab``)) min(1,
    ``keep_always`` + ``keep_by_ambition`` ambition) [1 + ``collegial`` (1 - 2 collegiality)], otherwise a partner's in proportion to
    power x exp(``network`` trust of the appointer); his loyalty starts at ``loyalty_start``. He is sent from above with probability
    ``sent``, else the place elects him on advice. `evolved`, `find_patrons` and `fill_office`
    say how loyalty changes, who finds a patron and who is named to an office.

    Shapes: organisations [G], persons [P], offices [O]. Units: rates per month, loyalty 0..1.
    Draws: five uniforms per organisation, three per person, two of the mechanism. Errors: none.
    Does not model: transfers of named secretaries between regions.
    """
    boss, leader = holder_of(world, state, RESOURCE_APPOINTMENTS), state.lineup.leader
    replaced = replace_secretaries(luck, world, params, state, room, boss)
    find_patrons(luck, world, params, state, room, boss)
    state.country.replaced = replaced
    if replaced > 0:
        tell(
            room,
            kind=EVENTKIND_SECRETARIES,
            who=boss if boss >= 0 else leader,
            whom=-1,
            body=-1,
            thing=-1,
            outcome=-1,
            size=replaced,
            cause=CAUSE_APPOINTING_POWER,
            second=CAUSE_AMBITION,
            since=-1,
        )
    fill_office(luck, world, params, state, room)


def replace_secretaries(luck: Luck, world: World, params: Params, state: State, room: Room, boss: int) -> int:
    """Replace secretaries, and let the loyalty of all change; how many were replaced."""
    own_share, replaced = 0.0, 0
    if boss >= 0:
        own_share = kept_for_own(params, state, boss)
        words(luck, OF_ORGANISATION, world.group_address, world.organisations, 0, room.draws)
    for g in range(world.organisations):
        if boss >= 0 and world.groups[g].exists:
            u = as_uniform(room.draws[g])
            most = params.pace * max(1.0, max(params.spare_own, params.replace_strangers))
            if u < most and u < chance_of_replacement(world, params, state, g, boss):
                name_secretary(luck, world, params, state, room, g, boss, own_share)
                replaced += 1
        loyalty, patron = evolved(
            params, state, state.organisations[g].loyalty, state.organisations[g].patron, boss
        )
        state.organisations[g].loyalty = loyalty
        state.organisations[g].patron = patron
    return replaced


def kept_for_own(params: Params, state: State, boss: int) -> float:
    """The share of the posts that the appointer fills with his own men."""
    kept = (1 - params.share * (1 - params.grab)) * min(
        1.0, params.keep_always + params.keep_by_ambition * state.people[boss].trait[TRAIT_AMBITION]
    )
    return kept * collegial(params, state.people[boss].trait[TRAIT_COLLEGIALITY])


def chance_of_replacement(world: World, params: Params, state: State, g: int, boss: int) -> float:
    """Probability that an organisation's secretary is replaced this month."""
    patron, resistance = state.organisations[g].patron, state.organisations[g].entrenched
    if patron >= 0 and leads(world, state, patron, g):
        resistance += params.bastion
    chance = params.pace * (1 - min(max(resistance, 0.0), params.resist_most)) * state.people[boss].health
    if patron == boss:
        chance *= params.spare_own
    elif not ruling(state, patron):
        chance *= params.replace_strangers
    if ruling(state, state.organisations[g].secretary):
        chance *= params.spare_rulers
    return chance


def leads(world: World, state: State, person: int, g: int) -> bool:
    """Whether a person holds an office that leads an organisation."""
    for o in range(world.offices):
        if world.office[o].organisation == g and state.offices[o].holder == person:
            return True
    return False


def name_secretary(
    luck: Luck, world: World, params: Params, state: State, room: Room, g: int, boss: int, own_share: float
) -> None:
    """Name a new secretary: the appointer's man, or a partner's."""
    address, patron, weight = world.groups[g].address, boss, room.by_contender[0]
    if uniform(luck, OF_ORGANISATION, address, 1) >= own_share:
        for k in range(world.contenders):
            i = state.lineup.contender[k]
            weight[k] = 0.0
            if ruling(state, i) and state.people[i].alive:
                weight[k] = state.people[i].power * friendship(world, params, state, boss, i)
        patron = state.lineup.contender[
            drawn(weight, world.contenders, uniform(luck, OF_ORGANISATION, address, 2))
        ]
    start = params.loyalty_least_start + uniform(luck, OF_ORGANISATION, address, 3)
    state.organisations[g].patron = patron
    state.organisations[g].secretary = -1
    state.organisations[g].loyalty = params.loyalty_start * start
    state.organisations[g].entrenched *= params.uprooting
    sent: bool = uniform(luck, OF_ORGANISATION, address, 4) < params.sent
    state.organisations[g].appointed = 1.0 if sent else 0.0


def friendship(world: World, params: Params, state: State, i: int, j: int) -> float:
    """How much more readily i deals with j for the trust he has in him."""
    return exponential(params.network * state.trust[i * world.persons + j]) if params.network != 0 else 1.0


def evolved(params: Params, state: State, loyalty: float, patron: int, boss: int) -> tuple[float, int]:
    """Loyalty and patron a month later.

    Loyalty grows by ``loyalty_growth`` (1 - l) while the patron is in the coalition or appoints, and is kept at
    ``loyalty_to_outsider`` a month otherwise (``loyalty_to_fallen`` once he has been sanctioned); below ``loyalty_least`` the man is
    nobody's.
    """
    if patron < 0 or not state.people[patron].alive:
        return 0.0, -1
    if ruling(state, patron) or patron == boss:
        loyalty += params.loyalty_growth * (1 - loyalty)
    elif state.people[patron].rung >= RUNG_LOST_POST:
        loyalty *= params.loyalty_to_fallen
    else:
        loyalty *= params.loyalty_to_outsider
    if loyalty < params.loyalty_least:
        return 0.0, -1
    return loyalty, patron


def find_patrons(luck: Luck, world: World, params: Params, state: State, room: Room, boss: int) -> None:
    """Let the loyalty of persons change, and the unattached find a patron.

    A person without one attaches himself to a contender whose seen power he has less than ``weaker`` of, drawn by seen power x
    exp(``network`` trust), with hazard ``attach`` x his seen power x (1 + trust).
    """
    pull, weight, most = room.by_contender[1], room.by_contender[0], 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        pull[k] = state.people[i].seen if active(state, i) else 0.0
        most = max(most, state.people[i].seen)
    for i in range(world.persons):
        loyalty, patron = evolved(params, state, state.people[i].loyalty, state.people[i].patron, boss)
        if patron < 0 and state.people[i].alive and world.people[i].exists:
            address = world.people[i].address
            u = uniform(luck, OF_PERSON, address, 1)
            if u < params.attach * most * 2:  # nobody is trusted more than fully
                for k in range(world.contenders):
                    weight[k] = pull[k] * friendship(world, params, state, i, state.lineup.contender[k])
                choice = state.lineup.contender[
                    drawn(weight, world.contenders, uniform(luck, OF_PERSON, address, 0))
                ]
                trust, strength = state.trust[i * world.persons + choice], state.people[choice].seen
                weaker: bool = state.people[i].seen < params.weaker * strength
                if choice != i and weaker and u < params.attach * strength * (1 + trust):
                    patron = choice
                    loyalty = min(max(params.loyalty_start * (1 + trust), params.loyalty_least), 1.0)
        state.people[i].loyalty = loyalty
        state.people[i].patron = patron


def fill_office(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Let the coalition fill one vacant office; a post that does not exist yet is created with hazard ``create_office``.

    Named is the best by score = (``office_trust`` + ``network``) mean trust of the core + fitness + prestige + ``office_noise`` noise -
    ``office_load`` for each office already held. Fitness is military skill for an office of the army, administration otherwise.
    """
    office = open_office(luck, world, params, state)
    if office < 0:
        return
    anybody: bool = False
    for i in range(world.persons):
        if state.people[i].core:
            anybody = True
    if not anybody:
        return
    weights = room.by_contender[0]
    core_weights(world, state, weights)
    best, trait = 0, TRAIT_ADMINISTRATION
    for r in range(RESOURCES):
        if world.office[office].resource[r] > world.office[office].resource[best]:
            best = r
    if best == RESOURCE_ARMY:
        trait = TRAIT_MILITARY
    named, most = -1, -1e300
    for i in range(world.persons):
        if may_be_named(world, params, state, i):
            regard = core_regard(world, state, weights, i)
            if state.people[i].core:
                regard = max(regard, params.regard_of_rulers)
            score = (params.office_trust + params.network) * regard + state.people[i].trait[trait]
            score += state.people[i].prestige
            score += params.office_noise * gumbel(uniform(luck, OF_PERSON, world.people[i].address, 2))
            for o in range(world.offices):
                if state.offices[o].holder == i:
                    score -= params.office_load
            if score > most:
                named, most = i, score
    if named >= 0:
        tell(
            room,
            kind=EVENTKIND_OFFICE_FILLED if state.offices[office].established else EVENTKIND_OFFICE_CREATED,
            who=state.lineup.leader,
            whom=named,
            body=world.office[office].filled_by,
            thing=office,
            outcome=-1,
            size=0,
            cause=CAUSE_VACANCY,
            second=CAUSE_TRUST,
            since=-1,
        )
        state.offices[office].holder = named
        state.offices[office].established = True


def open_office(luck: Luck, world: World, params: Params, state: State) -> int:
    """The first office that may be filled this month, or -1. The first place is filled by a vote (`mechanisms.succession`)."""
    create: bool = own(luck, 0) < params.create_office
    fill: bool = own(luck, 1) < params.fill_office
    if not create and not fill:
        return -1
    for o in range(world.offices):
        if (
            world.office[o].exists
            and state.offices[o].holder < 0
            and world.office[o].filled_by >= 0
            and o != first_place(world)
        ):
            if fill if state.offices[o].established else create:
                return o
    return -1


def may_be_named(world: World, params: Params, state: State, i: int) -> bool:
    """Whether a person can be named to an office."""
    return (
        active(state, i)
        and state.people[i].rung <= RUNG_CENSURED
        and world.people[i].eligible
        and not world.people[i].reserve
        and state.people[i].health > params.fit_for_work
        and state.people[i].prestige > params.known_for_office
    )
