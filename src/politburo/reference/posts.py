"""Who names secretaries and office holders, how loyal they become, and the word of a predecessor."""

from __future__ import annotations

import math
from typing import Any

from politburo.reference.luck import Luck, gumbel, pick
from politburo.reference.readings import (
    NOBODY,
    active,
    appointer,
    best,
    body_of,
    clip,
    coalition,
    committee_meets,
    event,
    first,
    full_members,
    persons,
    regard_of_core,
    ruling,
    selfish,
)
from politburo.reference.votes import clientage, expressed
from politburo.rng import Of
from politburo.vocab import Cause, Disclosure, EventKind, Resource, Role, Rung, Trait

REACH = {
    Disclosure.WITHHELD: 0.0,
    Disclosure.DELEGATIONS: 0.4,
    Disclosure.READ_OUT: 0.7,
    Disclosure.PUBLISHED: 1.0,
}


def appointments(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Replace secretaries at a limited pace, let loyalty grow or erode, and fill one vacant office."""
    boss = appointer(world, state)
    by_organisation = luck.each(Of.ORGANISATION, world.organisations, 4)
    by_person = luck.each(Of.PERSON, world.people, 3)
    told = []

    replaced = 0
    for g, u in enumerate(by_organisation):
        if secretary_goes(world, params, state, g, boss, u[0]):
            replaced += 1
            name_secretary(params, state, state.organisations[g], boss, u)
    for org in state.organisations:
        evolve(params, state, org, boss)
    state.country.replaced = replaced
    if replaced:
        told.append(
            event(
                EventKind.SECRETARIES,
                who=boss if boss >= 0 else state.lineup.leader,
                size=replaced,
                cause=Cause.APPOINTING_POWER,
                second=Cause.AMBITION,
            )
        )

    for i, person in enumerate(state.people):
        evolve(params, state, person, boss)
        find_patron(world, params, state, i, by_person[i])
    return told + fill_office(luck, world, params, state, [u[2] for u in by_person])


def secretary_goes(world: Any, params: Any, state: Any, g: int, boss: int, u: float) -> bool:
    """Whether the secretary of an organisation is replaced this month."""
    org, facts = state.organisations[g], world.organisations[g]
    resistance = org.entrenched
    for office, office_facts in zip(state.offices, world.offices, strict=True):
        if office_facts.organisation == g and office.holder == org.patron >= 0:
            resistance = org.entrenched + params.bastion
    rate = params.pace * (1 - clip(resistance, 0.0, 0.98))
    if boss >= 0 and org.patron == boss:
        rate *= params.spare_own
    elif not ruling(state, org.patron):
        rate *= params.replace_strangers
    if ruling(state, org.secretary):
        rate *= params.spare_rulers
    capacity = state.people[boss].health if boss >= 0 else 0.0
    return facts.exists and u < rate * capacity


def name_secretary(params: Any, state: Any, org: Any, boss: int, u: list[float]) -> None:
    """The new man is the appointer's own or, by bargain, a partner's."""
    chief = state.people[boss]
    zeal = min(1.0, params.keep_always + params.keep_by_ambition * chief.trait[Trait.AMBITION])
    own = (1 - params.share * (1 - params.grab)) * zeal
    org.patron = boss
    if u[1] >= own * selfish(params, chief, Trait.COLLEGIALITY):
        weights = []
        for c in state.lineup.contender:
            partner = ruling(state, c) and state.people[c].alive
            friendly = math.exp(params.network * state.ties[boss].trust[c])
            weights.append(state.people[c].power * friendly if partner else 0.0)
        org.patron = state.lineup.contender[pick(weights, u[2])]
    org.secretary = NOBODY
    org.loyalty = params.loyalty_start * (params.loyalty_least_start + u[3])
    org.entrenched *= params.uprooting
    org.appointed = 1.0


def evolve(params: Any, state: Any, client: Any, boss: int) -> None:
    """A month of a client's (person's or organisation's) loyalty to his patron."""
    patron = client.patron
    if patron >= 0:
        if not state.people[patron].alive:
            client.loyalty = 0.0
        elif ruling(state, patron) or patron == boss:
            client.loyalty += params.loyalty_growth * (1 - client.loyalty)
        else:
            fallen = state.people[patron].rung >= Rung.LOST_POST
            client.loyalty *= params.loyalty_to_fallen if fallen else params.loyalty_to_outsider
    if patron < 0 or client.loyalty < params.loyalty_least:
        client.loyalty, client.patron = 0.0, NOBODY


def find_patron(world: Any, params: Any, state: Any, i: int, u: list[float]) -> None:
    """A person without a patron may attach himself to a contender at least twice as strong."""
    person, contender = state.people[i], state.lineup.contender
    if person.patron >= 0 or not person.alive or not world.people[i].exists:
        return
    regard = state.lineup.regard[i]
    weights = [
        state.people[c].seen * math.exp(params.network * regard[place]) if active(state, c) else 0.0
        for place, c in enumerate(contender)
    ]
    place = pick(weights, u[0])
    strength = state.people[contender[place]].seen
    if contender[place] == i or not person.seen < params.weaker * strength:
        return
    if u[1] < params.attach * strength * (1 + regard[place]):
        person.patron = contender[place]
        person.loyalty = clip(params.loyalty_start * (1 + regard[place]), params.loyalty_least, 1.0)


def fill_office(luck: Luck, world: Any, params: Any, state: Any, u: list[float]) -> list[dict]:
    """Fill one vacant office, or create one that does not exist yet."""
    create, fill = luck.own(2)
    chance = lambda office: fill < params.fill_office if office.established else create < params.create_office  # noqa: E731
    number = first(
        facts.exists and office.holder < 0 and chance(office)
        for office, facts in zip(state.offices, world.offices, strict=True)
    )
    if number < 0 or not any(state.lineup.core):
        return []
    office, facts = state.offices[number], world.offices[number]
    skill = Trait.MILITARY if best(facts.resource) == Resource.ARMY else Trait.ADMINISTRATION
    regard = regard_of_core(state)
    scores = {}
    for i, person in enumerate(state.people):
        named = world.people[i].eligible and not world.people[i].reserve
        fit = active(state, i) and person.rung <= Rung.CENSURED and named
        if not (fit and person.health > 0.3 and person.prestige > 0.05):
            continue
        liked = max(regard[i], 0.3) if state.lineup.core[i] else regard[i]
        load = sum(other.holder == i for other in state.offices)
        scores[i] = (params.office_trust + params.network) * liked + person.trait[skill] + person.prestige
        scores[i] += params.office_noise * gumbel(u[i]) - params.office_load * load
    if not scores:
        return []
    named = max(scores, key=lambda i: scores[i])
    kind = EventKind.OFFICE_FILLED if office.established else EventKind.OFFICE_CREATED
    office.holder, office.established = named, True
    return [
        event(
            kind,
            who=state.lineup.leader,
            whom=named,
            body=facts.filled_by,
            thing=number,
            cause=Cause.VACANCY,
            second=Cause.TRUST,
        )
    ]


def testament(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Let an ailing predecessor write, those in control disclose or withhold, and the committee vote confidence."""
    letter, people, facts = state.letter, state.people, world.letter
    author = facts.author
    if author < 0:
        return []
    u, told = luck.own(4), []
    alive, capacity = people[author].alive, people[author].health

    written_before = letter.written
    fit = alive and params.letter_unfit < capacity < params.letter_ailing and state.month >= letter.month
    if written_before < 0 and fit and u[0] < params.letter_rate:
        letter.written = state.month
        told.append(event(EventKind.LETTER_WRITTEN, who=author, cause=Cause.NATURE))

    gone = not alive or capacity < params.letter_unfit
    if written_before < 0 or letter.disclosed >= 0 or not gone or not committee_meets(world, state):
        return told
    word = [merit + fault for merit, fault in zip(facts.merit, facts.fault, strict=True)]
    gain = sum(people[i].power * word[i] * (1 if ruling(state, i) else -1) for i in state.lineup.contender)
    x = clip(u[1], 1e-6, 1 - 1e-6)
    logit = math.log(x / (1 - x))
    level = sum(
        logit < params.letter_openness + params.letter_gain * gain - params.letter_step * step
        for step in range(3)
    )
    force = params.letter_force * REACH[Disclosure(level)]
    for i in persons(state):
        people[i].prestige = clip(people[i].prestige * math.exp(force * word[i]), 0.005, 1.0)
    letter.disclosed = level
    criticised = best([-fault for fault in facts.fault])
    told.append(
        event(
            EventKind.LETTER_DISCLOSED,
            who=state.lineup.leader,
            whom=criticised,
            outcome=level,
            cause=Cause.INTEREST,
            since=written_before,
        )
    )
    named = facts.office >= 0 and state.offices[facts.office].holder == criticised
    if level < Disclosure.DELEGATIONS or not named or not people[criticised].alive:
        return told

    committee = body_of(world, Role.COMMITTEE)
    voters = {i for i in full_members(state, committee) if active(state, i) and i != criticised}
    side = (coalition(state) if ruling(state, criticised) else set()) | {criticised}
    keep = []
    for i, person in enumerate(people):
        pull = clientage(person.patron, person.loyalty, int(i in side), side, set())
        trust = state.ties[i].trust[criticised]
        bond = params.vote_side * params.confidence * (pull + trust)
        keep.append(params.vote_incumbent + bond - params.letter_charge * force * -facts.fault[criticised])
    p = expressed(params, state, keep, voters)
    draws = luck.each(Of.PERSON, world.people, 1)
    ayes = sum(draws[i][0] < p[i] for i in voters)
    lost = ayes <= world.bodies[committee].decision * len(voters)
    if lost:
        state.offices[facts.office].holder = NOBODY
    told.append(
        event(
            EventKind.CONFIDENCE,
            whom=criticised,
            body=committee,
            thing=facts.office,
            outcome=not lost,
            ayes=ayes,
            nays=len(voters) - ayes,
            cause=Cause.LETTER,
            second=Cause.GRIEVANCE if lost else Cause.TRUST,
            since=written_before,
        )
    )
    return told
