"""Discontent, the regime's answer, policy in force, and the end of the regime."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import Kind, fields, mechanism
from politburo.vocab import Axis, Cause, EventKind, Response


@mechanism(
    kind=Kind.CHOICE,
    reads=fields("country", "discontent fear harvest policy salience standing threat")
    | fields("lineup", "contender core leader ring")
    | fields("people", "held power shown"),
    writes=fields("country", "discontent fear policy salience standing") | fields("people", "held"),
    sources=("Roeder 1993", "Svolik 2012", "Acemoglu & Robinson 2006"),
)
def crisis(luck, world, params, state):
    """Move discontent, let the ruling coalition answer, and test whether the regime survives.

    discontent' = d + 0.1 (rest - d) + a max(0, -harvest) - 0.02 max(0, harvest) + b max(0, policy_E) fear_free
    where policy_E is policy on the economy axis (+1 coercive). Above ``response_level`` the coalition answers with
    coercion with probability sigma(3 m + 2 threat - 1), m its mean position on the economy axis, else with concession:
    either lowers discontent, coercion also raises fear and hardens policy. The regime ends with hazard
    ``collapse_rate`` max(0, d - ``collapse_level``)^2. Policy moves to the coalition's mean position at
    ``policy_pace`` a month; salience follows discontent (economy, labour), threat (international) and the disunity
    of the contenders (regime). Bad harvests and threat move the positions of those in power towards coercion
    (``hardening``).

    Shapes: policy, salience float32[D]. Units: all indices 0..1, policy -1..1, rates per month.
    Draws: three uniforms of the mechanism. Errors: none.
    Does not model: prices; regional differences in unrest.
    """
    country, people = state.country, state.people
    u = rng.single(luck, 3)
    economy, labour = views.axis(world, Axis.ECONOMY), views.axis(world, Axis.LABOUR)
    ruling = views.coalition(state)
    wish = views.group_position(state, ruling)
    coercive = jnp.sum(country.policy * economy)

    d = country.discontent
    d = d + 0.1 * (params.discontent_rest - d)
    hunger = params.harvest_on_discontent * jnp.maximum(0.0, -country.harvest)
    burden = params.coercion_on_discontent * jnp.maximum(0.0, coercive)
    d = d + hunger - 0.02 * jnp.maximum(0.0, country.harvest)
    d = jnp.clip(d + burden, 0.0, 1.0)
    unrest, height = (d > params.response_level) & (country.discontent <= params.response_level), d

    answers = (d > params.response_level) & (u[0] < params.response_rate) & country.standing
    lean = 3 * jnp.sum(wish * economy) + 2 * country.threat - 1
    coerces = u[1] < jax.nn.sigmoid(lean)
    step = jnp.where(answers, jnp.where(coerces, 0.1, -0.15), 0.0)
    policy = country.policy + params.policy_pace * (wish - country.policy) + step * economy
    d = d - jnp.where(answers, jnp.where(coerces, 0.5, 1.0) * params.response_relief, 0.0)
    fear = jnp.clip(country.fear + jnp.where(answers & coerces, 0.02, 0.0), 0.0, 2.0)

    contending = jnp.zeros(world.people.exists.shape, bool).at[state.lineup.contender].set(True)
    weight = views.shares(people.power, contending)
    disunity = jnp.sqrt(weight @ (people.shown - weight @ people.shown) ** 2)
    target = (
        world.disputes.salience
        + 0.5 * jnp.maximum(0.0, d - params.discontent_rest) * (economy + labour)
        + 0.4 * country.threat * views.axis(world, Axis.INTERNATIONAL)
        + 0.4 * disunity * views.axis(world, Axis.REGIME)
    )
    salience = jnp.clip(country.salience + 0.1 * (target - country.salience), 0.0, 1.0)

    pressure = params.hardening * (jnp.maximum(0.0, -country.harvest) + country.threat)
    held = people.held + jnp.where(state.lineup.core[:, None], pressure * (1 - people.held), 0.0) * economy

    falls = country.standing & (
        u[2] < params.collapse_rate * jnp.maximum(0.0, d - params.collapse_level) ** 2
    )
    was, now = (
        jnp.sum(country.policy * views.axis(world, Axis.CENTRE)),
        jnp.sum(policy * views.axis(world, Axis.CENTRE)),
    )
    state = state.replace(
        people=people.replace(held=held),
        country=country.replace(
            discontent=jnp.clip(d, 0.0, 1.0),
            policy=jnp.clip(policy, -1.0, 1.0),
            salience=salience,
            fear=fear,
            standing=country.standing & ~falls,
        ),
    )
    leader, size = state.lineup.leader, 1000 * d
    return state, events(
        event(
            unrest,
            EventKind.UNREST,
            size=1000 * height,
            cause=jnp.where(burden > hunger, Cause.POLICY, Cause.NATURE),
            second=jnp.where(burden > hunger, Cause.NATURE, Cause.POLICY),
        ),
        event(
            answers,
            EventKind.RESPONSE,
            who=leader,
            thing=jnp.argmax(economy),
            outcome=jnp.where(coerces, Response.COERCION, Response.CONCESSION),
            size=size,
            cause=Cause.DISCONTENT,
        ),
        event(falls, EventKind.COLLAPSE, who=leader, size=size, cause=Cause.DISCONTENT),
        event(
            was * now < 0,
            EventKind.AUTONOMY,
            who=leader,
            thing=jnp.argmax(views.axis(world, Axis.CENTRE)),
            outcome=jnp.sign(now),
            size=1000 * now,
            cause=Cause.POLICY,
        ),
    )
