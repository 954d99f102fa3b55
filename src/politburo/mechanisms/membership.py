"""Recruitment campaigns, ordinary admission, purges: the party's size and composition."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import Kind, fields, mechanism
from politburo.vocab import Axis, Cause, Education, EntryKind, EventKind, SocialClass


def flow(n, p, z):
    """Whole number that leaves n with probability p each: binomial by its normal approximation (z standard normal), clipped to 0..n.

    The error in distribution is below 0.02 (Kolmogorov distance) once n p (1 - p) > 10; smaller flows matter to no outcome.
    """
    p = jnp.clip(p, 0.0, 1.0)
    draw = n * p + jnp.sqrt(jnp.maximum(n * p * (1 - p), 0.0)) * z
    return jnp.clip(jnp.round(draw), 0.0, n)


@mechanism(
    kind=Kind.CHOICE,
    reads=fields("country", "discontent standing")
    | fields("lineup", "core leader ring")
    | fields("membership", "levy mix purge")
    | fields("organisations", "members opinion")
    | fields("people", "alive member power prestige rung shown"),
    writes=fields("membership", "levy mix purge") | fields("organisations", "members"),
    sources=("Rigby 1968", "Gill 1990"),
)
def membership(luck, world, params, state):
    """Decide on mass admission and purge, then move the cohorts.

    Hazard of a levy = ``levy_rate`` exp(2 (target - worker share) + 3 max(0, .5 - prestige of the coalition) + 2 opposition),
    when none is under way, opposition being the weight of opinion against the coalition on the regime axis. A levy lasts
    ``levy_months`` and admits ``levy_size`` of the membership a month, mostly workers with little schooling. Ordinary
    admission adds ``admission`` a month, ``attrition`` leaves. Hazard of a purge = ``purge_rate`` exp(4 discontent + 3 newcomers -
    2); it lasts six months and removes ``purge_size`` a month, more where opinion is against the coalition and among newcomers.

    Shapes: members float32[G, E] whole numbers; mix float32[E, SocialClass, Education]. Units: persons, shares per month.
    Draws: four normals per organisation, two of the mechanism. Errors: none.
    Conserved: members change only by the flows counted here. Does not model: candidates apart from full members.
    """
    org, party = state.organisations, state.membership
    z, w = rng.normals(luck, rng.Of.ORGANISATION, world.organisations.address, 4), rng.single(luck, 2)
    exists = world.organisations.exists
    levy_cohort = world.membership.kind == EntryKind.LEVY
    ordinary = world.membership.kind == EntryKind.ORDINARY
    members = org.members
    per_cohort = members.sum(0)
    total = jnp.maximum(per_cohort.sum(), 1.0)
    per_class = jnp.einsum("e,ech->c", per_cohort, party.mix) / total
    newcomers = jnp.sum(per_cohort * (levy_cohort | ordinary)) / total

    ruling = views.coalition(state)
    regime = views.axis(world, Axis.REGIME)
    wish = views.group_position(state, ruling)
    apart = jnp.clip((org.opinion - wish) @ regime, 0.0, 1.0)
    opposition = jnp.sum(apart * members.sum(1)) / total
    prestige = jnp.sum(jnp.where(ruling, state.people.prestige, 0.0)) / jnp.maximum(
        jnp.sum(jnp.where(views.active(state), state.people.prestige, 0.0)), 1e-6
    )
    terms = jnp.stack(
        [
            2 * (params.worker_target - per_class[SocialClass.WORKER]),
            3 * jnp.maximum(0.0, 0.5 - prestige),
            2 * opposition,
        ]
    )
    busy = (party.levy > 0) | (party.purge > 0)
    starts = ~busy & state.country.standing & (w[0] < params.levy_rate * jnp.exp(terms.sum()))
    purge_terms = 4 * state.country.discontent + 3 * newcomers - 2
    purges = ~busy & ~starts & state.country.standing & (w[1] < params.purge_rate * jnp.exp(purge_terms))
    levy = jnp.where(starts, jnp.round(params.levy_months), jnp.maximum(party.levy - 1, 0.0))
    purge = jnp.where(purges, 6.0, jnp.maximum(party.purge - 1, 0.0))

    size = members.sum(1)
    workers = world.organisations.stratum[:, 0]
    open_to = workers / jnp.maximum(jnp.sum(workers * size) / total, 1e-6)
    admitted = jnp.where(levy > 0, flow(size, params.levy_size * open_to, z[:, 0]), 0.0)
    joined = flow(size, params.admission, z[:, 1])
    left = flow(members, params.attrition, z[:, 2:3])
    young = 1.0 + (levy_cohort | ordinary)
    rate = params.purge_size * (0.5 + apart[:, None]) * young[None, :]
    removed = jnp.where(purge > 0, flow(members - left, rate, z[:, 3:4]), 0.0)
    after = members - left - removed + admitted[:, None] * levy_cohort + joined[:, None] * ordinary
    after = jnp.where(exists[:, None], after, 0.0)

    # composition: newcomers mix into their cohort; a levy is mostly workers and little schooled
    schooling = jnp.einsum("e,ech->h", per_cohort, party.mix) / total
    rest = per_class.at[SocialClass.WORKER].set(0.0)
    rest = rest / jnp.maximum(rest.sum(), 1e-6)

    def newcomers_mix(share, schooled):
        classes = (1 - share) * rest + share * jnp.eye(len(SocialClass))[SocialClass.WORKER]
        learned = schooling.at[Education.SECONDARY].multiply(schooled).at[Education.HIGHER].multiply(schooled)
        learned = learned.at[Education.PRIMARY].add(1 - learned.sum())
        return classes[:, None] * learned[None, :]

    def blend(mix, cohort, count, incoming):
        before = jnp.sum(jnp.where(cohort, after.sum(0), 0.0)) - count
        share = jnp.clip(count / jnp.maximum(before + count, 1.0), 0.0, 1.0)
        return jnp.where(cohort[:, None, None], (1 - share) * mix + share * incoming, mix)

    mix = blend(
        party.mix, levy_cohort, admitted.sum(), newcomers_mix(params.levy_workers, params.levy_schooling)
    )
    mix = blend(mix, ordinary, joined.sum(), newcomers_mix(params.admission_workers, 1.0))

    state = state.replace(
        organisations=org.replace(members=after),
        membership=party.replace(mix=mix, levy=levy, purge=purge),
    )
    causes = jnp.array([Cause.WORKER_SHARE, Cause.LEGITIMACY, Cause.INTEREST])
    order = views.two_largest(terms)
    reason = jnp.where(4 * state.country.discontent > 3 * newcomers, Cause.DISCONTENT, Cause.NEWCOMERS)
    leader = state.lineup.leader
    return state, events(
        event(
            starts | ((party.levy > 0) & (levy <= 0)),
            EventKind.LEVY,
            who=leader,
            outcome=starts,
            size=admitted.sum() / 1000,
            cause=jnp.where(starts, causes[order[0]], Cause.CALENDAR),
            second=jnp.where(starts, causes[order[1]], Cause.NONE),
        ),
        event(
            purges | ((party.purge > 0) & (purge <= 0)),
            EventKind.PURGE,
            who=leader,
            outcome=purges,
            size=removed.sum() / 1000,
            cause=jnp.where(purges, reason, Cause.CALENDAR),
        ),
    )
