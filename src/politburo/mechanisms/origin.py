"""The state at the start: facts as coded, what is unknown drawn from stated priors."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.state import (
    Agenda,
    Bodies,
    Country,
    Letter,
    Lineup,
    Membership,
    Offices,
    Organisations,
    People,
    State,
    Ties,
)
from politburo.vocab import Arena, Role, Seat, ShockKind


def origin(luck, world, params):
    """Return the `State` before the first month.

    Traits and positions are mean + sd x normal. Trust = ``credibility`` x clip(``service_tie`` service + documented +
    ``late_ties`` late); loyalty to a documented patron is his strength x credibility. Shock months are the dated month + jitter
    x triangular noise, not before the start. The first core is the bureau's full members, less those whom its strongest member
    distrusts.

    Draws: per person one normal per trait and dispute, and a lot between equals; two uniforms per shock; two of its own.
    """
    facts, org = world.people, world.organisations
    n, d = facts.position.shape
    t = facts.trait.shape[1]
    z = rng.normal(rng.uniform(luck, rng.Of.PERSON, facts.address, t + d + 1))
    trait = jnp.clip(facts.trait + facts.trait_sd * z[:, :t], 0.0, 1.0)
    held = jnp.clip(facts.position + facts.position_sd * z[:, t : t + d], -1.0, 1.0)

    ties = world.ties
    trust = params.service_tie * ties.service + ties.documented + params.late_ties * ties.late
    trust = jnp.clip(params.credibility * trust, -1.0, 1.0) * (1 - jnp.eye(n))

    e = world.membership.kind.shape[0]
    cohort = world.membership.count.sum((1, 2))
    share = cohort / jnp.maximum(cohort.sum(), 1.0)
    members = jnp.round(org.members[:, None] * share[None, :])
    main = jnp.arange(e) == jnp.argmax(share)
    members = jnp.maximum(members + main * (org.members - members.sum(1))[:, None], 0.0)
    mix = world.membership.count / jnp.maximum(cohort, 1.0)[:, None, None]

    u = rng.uniform(luck, rng.Of.SHOCK, world.shocks.address, 2)
    offset = jnp.round(world.shocks.jitter * (u[:, 0] + u[:, 1] - 1.0)).astype(jnp.int32)
    shock_month = jnp.where(world.shocks.month >= 0, jnp.maximum(world.shocks.month + offset, 0), -1)
    # illnesses before the start have left half their mark
    past = (world.shocks.month < 0) & (world.shocks.kind == ShockKind.ILLNESS) & world.shocks.exists
    mark = 0.5 * views.onto(n, world.shocks.person, jnp.where(past, world.shocks.size, 0.0))
    health = jnp.clip(facts.health - mark, 0.05, 1.0) * facts.exists

    k = world.contenders
    seat = world.bodies.seat
    bureau = views.body_of(world, Role.BUREAU)
    in_bureau = seat[bureau] == Seat.FULL
    may_rule = in_bureau & facts.eligible
    lot = 1e-6 * z[:, -1]  # between equals
    chief = jnp.argmax(jnp.where(may_rule, facts.prestige * health + lot, -1.0))
    core = may_rule & (trust[chief] > -0.3) & facts.exists

    nobody = jnp.zeros(n, bool)
    none2 = jnp.full(2, -1, jnp.int32)
    w = rng.single(luck, 2)
    zero = jnp.float32(0.0)
    return State(
        month=jnp.int32(0),
        people=People(
            alive=facts.exists,
            member=facts.exists,
            health=health,
            ceiling=jnp.clip(facts.health - params.illness_lasting * mark, 0.05, 1.0) * facts.exists,
            prestige=facts.prestige,
            base=facts.prestige,
            trait=trait,
            held=held,
            shown=held,
            patron=ties.patron,
            loyalty=jnp.where(ties.patron >= 0, ties.patron_strength * params.credibility, 0.0),
            rung=jnp.zeros(n, jnp.int32),
            recanted=nobody,
            silent=jnp.zeros(n),
            attacked=jnp.zeros(n),
            attack_month=jnp.full(n, -1, jnp.int32),
            power=jnp.zeros(n),
            seen=jnp.zeros(n),
        ),
        ties=Ties(trust=trust, origin=trust, fought=jnp.zeros((n, n), bool)),
        organisations=Organisations(
            secretary=org.secretary,
            patron=org.patron,
            loyalty=jnp.where(org.patron >= 0, org.loyalty, 0.0),
            entrenched=org.entrenched,
            appointed=org.appointed,
            members=members,
            opinion=views.interests(world, params),
        ),
        bodies=Bodies(seat=seat, size=world.bodies.size),
        offices=Offices(holder=world.offices.holder, established=world.offices.established),
        lineup=Lineup(
            contender=jnp.arange(k, dtype=jnp.int32),
            core=core,
            ring=nobody,
            bloc=nobody,
            leader=chief.astype(jnp.int32),
            changed=jnp.int32(-1),
            lost=jnp.bool_(False),
            regard=trust[:, :k],
            stable=jnp.zeros(2**k),
            necessary=jnp.zeros(k),
            wins_alone=jnp.zeros(k),
        ),
        agenda=Agenda(
            open=jnp.zeros(2, bool),
            side=jnp.zeros((2, n), bool),
            against=jnp.zeros((2, n), bool),
            attacker=none2,
            target=none2,
            dispute=none2,
            weapon=none2,
            arena=jnp.full(2, int(Arena.NOWHERE), jnp.int32),
            rung=jnp.zeros(2, jnp.int32),
            cause=jnp.zeros(2, jnp.int32),
            second=jnp.zeros(2, jnp.int32),
            since=none2,
            carried=jnp.zeros(2, bool),
        ),
        letter=Letter(
            month=world.letter.month + jnp.round(world.letter.jitter * (w[0] + w[1] - 1.0)).astype(jnp.int32),
            written=jnp.int32(-1),
            disclosed=jnp.int32(-1),
        ),
        membership=Membership(mix=mix, levy=zero, purge=zero),
        country=Country(
            discontent=jnp.float32(world.country.discontent),
            threat=jnp.float32(world.country.threat),
            fear=jnp.float32(world.country.fear),
            harvest=jnp.float32(world.country.harvest),
            policy=world.disputes.policy,
            salience=world.disputes.salience,
            congress_last=-jnp.int32(world.country.congress_last),
            sitting=jnp.bool_(False),
            replaced=jnp.int32(0),
            standing=jnp.bool_(True),
            shock_month=shock_month.astype(jnp.int32),
        ),
    )
