"""Who names the secretaries, and how loyal they become: the first half of the circular flow of power."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import Kind, fields, mechanism
from politburo.vocab import Cause, EventKind, Resource, Rung, Trait


def _drawn(weight, u):
    """Draw one index for each u [n] in proportion to `weight` [k] or [n, k] (no row all zero); int32[n]."""
    edges = jnp.cumsum(weight, -1) / jnp.maximum(weight.sum(-1, keepdims=True), 1e-9)
    drawn = (edges <= u[:, None]).sum(-1)
    return jnp.minimum(drawn, weight.shape[-1] - 1).astype(jnp.int32)


@mechanism(
    kind=Kind.CHOICE,
    reads=fields("lineup", "contender core leader regard ring")
    | fields("offices", "established holder")
    | fields("organisations", "appointed entrenched loyalty patron secretary")
    | fields("people", "alive health loyalty member patron power prestige rung seen trait")
    | fields("ties", "trust"),
    writes=fields("country", "replaced")
    | fields("offices", "established holder")
    | fields("organisations", "appointed entrenched loyalty patron secretary")
    | fields("people", "loyalty patron"),
    sources=("Daniels 1971 (circular flow of power)", "Gill 1990", "Egorov & Sonin 2011"),
)
def appointments(luck, world, params, state):
    """Replace secretaries at a limited pace, let loyalty grow or erode, and fill vacant offices.

    A secretary is replaced with probability ``pace`` (1 - resistance) f h a month, h the appointer's capacity; f =
    ``replace_strangers`` if his patron stands outside the ruling coalition, ``spare_own`` if he is already the appointer's man,
    and ``spare_rulers`` of that if he himself is in the coalition. Resistance is entrenchment, plus ``bastion`` where the
    patron himself holds the organisation's leading office. The new man is the appointer's with probability (1 - ``share`` (1 -
    ``grab``)) min(1, ``keep_always`` + ``keep_by_ambition`` ambition) [1 + ``collegial`` (1 - 2 collegiality)], otherwise a
    partner's in proportion to power x exp(``network`` trust of the appointer); his loyalty starts at ``loyalty_start``. Loyalty
    grows by ``loyalty_growth`` (1 - l) while the patron is in the coalition or appoints, and is kept at ``loyalty_to_outsider``
    a month otherwise (``loyalty_to_fallen`` once he has been sanctioned); below ``loyalty_least`` the man is nobody's. A person
    without a patron attaches himself to a contender whose seen power he has less than ``weaker`` of, drawn by seen power x
    exp(``network`` trust), with hazard ``attach`` x his seen power x (1 + trust). One vacant office a month is filled by the
    coalition: score = (``office_trust`` + ``network``) mean trust of the core + fitness + prestige + ``office_noise`` noise -
    ``office_load`` for each office already held; a post that does not exist yet is created with hazard ``create_office``.

    Shapes: organisations [G], persons [P], offices [O]. Units: rates per month, loyalty 0..1.
    Draws: four uniforms per organisation, three per person, two of the mechanism. Errors: none.
    Does not model: transfers of named secretaries between regions.
    """
    org, people, core = state.organisations, state.people, state.lineup.core
    ruling = views.coalition(state)
    boss, capacity = views.appointer(world, state)
    u = rng.uniform(luck, rng.Of.ORGANISATION, world.organisations.address, 4)

    in_rule = views.take(ruling, org.patron, False)
    mine = (org.patron == boss) & (boss >= 0)
    own_office = views.onto(
        org.patron.shape[0],
        world.offices.organisation,
        (
            (views.take(org.patron, world.offices.organisation, -2) == state.offices.holder)
            & (state.offices.holder >= 0)
        )
        * 1.0,
    )
    resistance = jnp.clip(org.entrenched + params.bastion * (own_office > 0), 0.0, 0.98)
    zeal = jnp.where(mine, params.spare_own, jnp.where(in_rule, 1.0, params.replace_strangers))
    contender_sits = views.take(ruling, org.secretary, False)
    rate = (
        params.pace * (1 - resistance) * zeal * capacity * jnp.where(contender_sits, params.spare_rulers, 1.0)
    )
    replaced = world.organisations.exists & (u[:, 0] < rate)

    ambition = views.take(people.trait[:, Trait.AMBITION], boss, 0.5)
    selfish = views.collegial(params, views.take(people.trait[:, Trait.COLLEGIALITY], boss, 0.5))
    own_share = (
        (1 - params.share * (1 - params.grab))
        * jnp.minimum(1.0, params.keep_always + params.keep_by_ambition * ambition)
        * selfish
    )
    keeps = (u[:, 1] < own_share) & (boss >= 0)
    contender = state.lineup.contender
    friendly = jnp.exp(params.network * views.take(state.ties.trust, boss, 0.0)[contender])
    partners = (ruling & people.alive)[contender]
    partner = contender[_drawn(jnp.where(partners, people.power[contender] * friendly, 0.0), u[:, 2])]
    patron = jnp.where(replaced, jnp.where(keeps, boss, partner), org.patron)
    secretary = jnp.where(replaced, -1, org.secretary)
    loyalty = jnp.where(replaced, params.loyalty_start * (params.loyalty_least_start + u[:, 3]), org.loyalty)

    def evolve(loyalty, patron, held_by_boss):
        safe = views.take(ruling, patron, False) | held_by_boss
        fallen = views.take(people.rung, patron, 0) >= Rung.LOST_POST
        dead = ~views.take(people.alive, patron, True)
        grown = loyalty + params.loyalty_growth * (1 - loyalty)
        lost = loyalty * jnp.where(fallen, params.loyalty_to_fallen, params.loyalty_to_outsider)
        loyalty = jnp.where(dead, 0.0, jnp.where(safe, grown, lost))
        free = (loyalty < params.loyalty_least) | (patron < 0)
        return jnp.where(free, 0.0, loyalty), jnp.where(free, -1, patron)

    loyalty, patron = evolve(loyalty, patron, (patron == boss) & (boss >= 0))
    entrenched = jnp.where(replaced, params.uprooting * org.entrenched, org.entrenched)
    appointed = jnp.where(replaced, 1.0, org.appointed)

    v = rng.uniform(luck, rng.Of.PERSON, world.people.address, 3)
    follower, followed = evolve(people.loyalty, people.patron, (people.patron == boss) & (boss >= 0))
    pull = jnp.where(views.active(state)[contender], people.seen[contender], 0.0)
    slot = _drawn(pull * jnp.exp(params.network * state.lineup.regard), v[:, 0])
    choice = contender[slot]
    trust = jnp.take_along_axis(state.lineup.regard, slot[:, None], axis=1)[:, 0]
    strength = people.seen[choice]
    weaker = people.seen < params.weaker * strength
    joins = (followed < 0) & weaker & people.alive & world.people.exists
    joins = (
        joins & (v[:, 1] < params.attach * strength * (1 + trust)) & (choice != jnp.arange(choice.shape[0]))
    )
    followed = jnp.where(joins, choice, followed)
    follower = jnp.where(
        joins, jnp.clip(params.loyalty_start * (1 + trust), params.loyalty_least, 1.0), follower
    )

    # one vacant office a month
    w = rng.single(luck, 2)
    offices = state.offices
    vacant = world.offices.exists & (offices.holder < 0)
    creates = vacant & ~offices.established & (w[0] < params.create_office)
    fillable = vacant & offices.established & (w[1] < params.fill_office)
    any_open = fillable | creates
    office = jnp.argmax(any_open)
    fills = any_open[office] & core.any()
    resource = world.offices.resource[office]
    fitness = jnp.where(
        jnp.argmax(resource) == Resource.ARMY,
        people.trait[:, Trait.MILITARY],
        people.trait[:, Trait.ADMINISTRATION],
    )
    regard = views.core_regard(state)
    regard = jnp.where(core, jnp.maximum(regard, 0.3), regard)
    load = views.onto(people.alive.shape[0], offices.holder, jnp.ones_like(offices.holder, jnp.float32))
    noise = rng.kept(rng.gumbel(v[:, 1:]))[:, 1]
    score = (params.office_trust + params.network) * regard + fitness + people.prestige
    score = score + params.office_noise * noise - params.office_load * load
    eligible = views.active(state) & (people.rung <= Rung.CENSURED) & ~world.people.reserve
    eligible = eligible & world.people.eligible
    eligible = eligible & (people.health > 0.3) & (people.prestige > 0.05)
    named = jnp.argmax(jnp.where(eligible, score, -jnp.inf))
    fills = fills & eligible[named]
    holder = views.set_one(offices.holder, office, named, fills)
    established = views.set_one(offices.established, office, True, fills)

    total = jnp.sum(replaced)
    state = state.replace(
        organisations=org.replace(
            secretary=secretary,
            patron=patron,
            loyalty=loyalty,
            entrenched=entrenched,
            appointed=appointed,
        ),
        people=people.replace(patron=followed, loyalty=follower),
        offices=offices.replace(holder=holder, established=established),
        country=state.country.replace(replaced=total),
    )
    leader = state.lineup.leader
    return state, events(
        event(
            total > 0,
            EventKind.SECRETARIES,
            who=jnp.where(boss >= 0, boss, leader),
            size=total,
            cause=Cause.APPOINTING_POWER,
            second=Cause.AMBITION,
        ),
        event(
            fills,
            jnp.where(offices.established[office], EventKind.OFFICE_FILLED, EventKind.OFFICE_CREATED),
            who=leader,
            whom=named,
            body=world.offices.filled_by[office],
            thing=office,
            cause=Cause.VACANCY,
            second=Cause.TRUST,
        ),
    )
