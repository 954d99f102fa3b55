"""How people vote: private utility, expressed vote, and how sure a side is to win.

For a motion of side A against side B the private utility of voter v is

    u_v = v0 [A rules] + vT side_v + vP policy_v + vR clip(ln(prestige_A / prestige_B)) + vS closing [v a cadre]

with side +1 in A, -1 in B, loyalty to a patron in A or B for clients, and the difference of trust for all others; closing is how much
more A stands for discipline than B, and vS (``self_interest``) is nil except in a reading.
What is *expressed* adds conformity, which grows with fear and with the expected share q of the ayes:

    x_v = u_v + min(vB + vF fear, cap) * clip(3 (2q - 1), -1, 1)

An organisation's delegation follows its secretary in the measure in which he controls it, else its members' opinion; a
bastion expects its own majority (q of the delegation), not that of the hall. Sources: model of sincere and expressed
preference after Kuran 1991; delegates chosen by secretaries, Daniels 1971.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from politburo.model import views
from politburo.vocab import Axis

Array = Any


def side_of(state: Any, patron: Array, loyalty: Array, own: Array, side: Array, against: Array) -> Array:
    """Return the pull of clientage, -1..1, for rows with `patron`, `loyalty` and own membership `own` (+1, -1, 0)."""
    pull = loyalty * (views.take(side, patron, False) * 1.0 - views.take(against, patron, False) * 1.0)
    return jnp.where(own != 0, own, pull)


def prestige_edge(params: Any, state: Any, side: Array, against: Array) -> Array:
    """Log ratio of the best-known names on both sides, within ``prestige_span``; scalar."""
    best = lambda mask: jnp.max(jnp.where(mask, state.people.prestige, 0.0)) + params.obscure  # noqa: E731
    return jnp.clip(jnp.log(best(side) / best(against)), -params.prestige_span, params.prestige_span)


def edge(state: Any, position: Array, side: Array, against: Array, dispute: Array) -> Array:
    """How much closer each row of `position` is to side A than to B on the dispute; float32[n], -1..1."""
    here = jnp.maximum(dispute, 0)
    a = views.group_position(state, side)[here]
    b = views.group_position(state, against)[here]
    x = position[:, here]
    return jnp.where(dispute >= 0, (jnp.abs(x - b) - jnp.abs(x - a)) / 2 * state.country.salience[here], 0.0)


def closing(world: Any, state: Any, side: Array, against: Array) -> Array:
    """How much more side A stands for discipline, against open debate, than B; scalar -1..1."""
    apart = views.group_position(state, against) - views.group_position(state, side)
    return apart @ views.axis(world, Axis.REGIME) / 2


def persons(world: Any, params: Any, state: Any, side: Array, against: Array, dispute: Array) -> Array:
    """Private utility of each person for side A, float32[P]."""
    people = state.people
    own = side * 1.0 - against * 1.0
    pull = side_of(state, people.patron, people.loyalty, own, side, against)
    weight_a, weight_b = views.shares(people.power + 1e-6, side), views.shares(people.power + 1e-6, against)
    balance = (weight_a - weight_b)[state.lineup.contender]
    regard = jnp.clip(state.lineup.regard @ balance, -1, 1) * (1 - jnp.abs(pull))
    rules = (side & state.lineup.core).any()
    return (
        params.vote_incumbent * rules
        + params.vote_side * (pull + params.vote_trust * regard)
        + params.vote_policy * edge(state, people.held, side, against, dispute)
        + params.vote_prestige * prestige_edge(params, state, side, against)
        + params.self_interest * views.cadres(world, state) * closing(world, state, side, against)
    )


def organisations(
    world: Any, params: Any, state: Any, side: Array, against: Array, dispute: Array
) -> tuple[Array, Array, Array]:
    """Return (secretary's utility, members' utility, secretary's control 0..1), each float32[G]."""
    org, people = state.organisations, state.people
    own = views.take(side, org.secretary, False) * 1.0 - views.take(against, org.secretary, False) * 1.0
    pull = side_of(state, org.patron, org.loyalty, own, side, against)
    rules = (side & state.lineup.core).any()
    common = params.vote_incumbent * rules + params.vote_prestige * prestige_edge(
        params, state, side, against
    )
    policy = params.vote_policy * edge(state, org.opinion, side, against, dispute)
    appeal = world.organisations.stratum @ (
        (views.shares(people.prestige, side) - views.shares(people.prestige, against)) @ world.people.appeal
    )
    interest = params.self_interest * closing(world, state, side, against)
    secretary = common + params.vote_side * pull + policy + interest
    members = common + policy + params.vote_appeal * appeal
    grip = params.secretary_control * (
        params.grip_least + params.grip_by_loyalty * jnp.maximum(org.loyalty, org.appointed)
    )
    return secretary, members, jnp.clip(grip, 0.0, 1.0)


def conformity(params: Any, state: Any, expected: Array) -> Array:
    """Pull towards the expected majority: `expected` share of ayes 0..1 -> utility."""
    weight = jnp.minimum(params.bandwagon + params.fear_on_votes * state.country.fear, params.conformity_cap)
    return weight * jnp.clip(params.conformity_slope * (2 * expected - 1), -1, 1)


def expressed(params: Any, state: Any, u: Array, voters: Array, rounds: int = 4) -> Array:
    """Probability that each person votes aye once everyone has guessed the outcome; float32[P].

    The first guess is the count by blocs, without conformity; then `rounds` of best guesses.
    """
    count = jnp.maximum(voters.sum(), 1)

    def guess(_: Any, p: Array) -> Array:
        return jax.nn.sigmoid(u + conformity(params, state, jnp.sum(p * voters) / count))

    return jax.lax.fori_loop(0, rounds, guess, jax.nn.sigmoid(u))


def expressed_by_organisation(
    params: Any, state: Any, secretary: Array, members: Array, grip: Array, weight: Array, rounds: int = 4
) -> Array:
    """Probability that a delegate of each organisation votes aye; float32[G]. `weight` sums to 1.

    Expectation of a delegation = entrenchment x own majority + (1 - entrenchment) x that of the hall.
    """
    own = state.organisations.entrenched
    share = lambda extra: (  # noqa: E731
        grip * jax.nn.sigmoid(params.firmness * secretary + extra)
        + (1 - grip) * jax.nn.sigmoid(members + extra)
    )

    def guess(_: Any, p: Array) -> Array:
        return share(conformity(params, state, own * p + (1 - own) * jnp.sum(p * weight)))

    return jax.lax.fori_loop(0, rounds, guess, share(0.0))


def chance(p: Array, voters: Array, threshold: Array) -> Array:
    """Probability that ayes exceed `threshold` of the votes when voter v says aye with `p`; normal approximation."""
    n = jnp.sum(voters)
    mean = jnp.sum(p * voters)
    sd = jnp.sqrt(jnp.sum(p * (1 - p) * voters) + 1e-3)
    return jnp.where(n > 0, views.normal_cdf((mean - threshold * n) / sd), 0.0)
