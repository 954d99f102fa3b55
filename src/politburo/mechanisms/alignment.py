"""Coalitions: who rules together, whom they co-opt, and who unites against them."""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
import numpy as np

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.power.batched import subset_matrix
from politburo.vocab import Cause, Change, EventKind, Rung


@functools.cache
def pair_matrix(players):
    """Which ordered pairs of different persons each set contains: float32[2**K, K * K]."""
    member = subset_matrix(players)
    both = member[:, :, None] & member[:, None, :] & ~np.eye(players, dtype=bool)
    return both.reshape(len(member), -1).astype(np.float32)


def score_sets(params, power, seen, trust, position, salience, stable, core, can):
    """Score every set of contenders as a ruling coalition; return (score [2**K], terms [2**K, 6]).

    H(C) = w(C) / (w(C) + sum over j outside of w_j (k + (1 - k) coh_j)), k = ``unity``;
    coh_j = (w_j + sum over the other outsiders i of w_i (1 + trust_ji) / 2) / w(outside): how far j trusts those who are left
    outside with him, who counts fully with himself (a lone outsider is united);
    danger(C) = max over j outside of seen_j x power-weighted distrust of j in C;
    score = gW ln sigma((H - alpha)/s) + gS P(self-enforcing) + gT mean trust - gD spread
            - gX max(0, H - alpha) + gF danger (``danger_without_trust`` + mean trust) - gI (dropped + kappa admitted) + gN min consent.
    Consent of a member is his share of the set's power plus his trust in it, less the same in the present core.
    """
    member = jnp.asarray(subset_matrix(power.shape[0]))
    m, pairs = member.astype(jnp.float32), jnp.asarray(pair_matrix(power.shape[0]))
    n, k = subset_matrix(power.shape[0]).sum(1), power.shape[0]
    w, c = jnp.maximum(power, 1e-6), core.astype(jnp.float32)
    able = can * w
    backing = able[:, None] * w * jnp.clip((1 + trust) / 2, 0.0, 1.0)

    # everything that is a sum over the members of a set, in one product
    columns = [
        w,
        able,
        able * w,
        c,
        1 - c,
        ~can * 1.0,
        *(w * x for x in position.T),
        *(w * x**2 for x in position.T),
    ]
    columns = jnp.concatenate([jnp.stack(columns, 1), w[:, None] * (1 - trust) / 2, trust.T], 1)
    sums = m @ columns
    inside, fit, alone, kept, admitted, unable = (sums[:, column] for column in range(6))
    inside = jnp.maximum(inside, 1e-9)
    d = position.shape[1]
    mean, square = sums[:, 6 : 6 + d] / inside[:, None], sums[:, 6 + d : 6 + 2 * d] / inside[:, None]
    distrust, trusted = sums[:, 6 + 2 * d : 6 + 2 * d + k] / inside[:, None], sums[:, 6 + 2 * d + k :]
    trusting, backed = (pairs @ jnp.stack([trust.reshape(-1), backing.reshape(-1)], 1)).T

    # rows count their members in binary, so that the rows in reverse are those left outside
    united = params.unity * fit + (1 - params.unity) * (alone + backed) / inside
    h = inside / jnp.maximum(inside + united[::-1], 1e-9)
    mean_trust = jnp.where(n > 1, trusting / np.maximum(n * (n - 1), 1), params.alone)
    spread = ((square - mean**2) @ salience) / jnp.maximum(salience.sum(), 1e-6)
    danger = jnp.max(jnp.where(member | ~can, 0.0, seen * distrust), 1)
    dropped = c.sum() - kept
    margin = jnp.maximum(0.0, h - params.threshold)
    content = w / inside[:, None] + params.consent_trust * trusted / np.maximum(n - 1, 1)[:, None]
    base = c * w / jnp.maximum(c @ w, 1e-9) + params.consent_trust * (trust @ c) / jnp.maximum(c.sum() - 1, 1)
    consent = jnp.min(jnp.where(member, content - base * c, 1.0), 1)

    terms = jnp.stack(
        [
            params.winning * jax.nn.log_sigmoid((h - params.threshold) / params.sharpness),
            params.stability * stable,
            params.trust_inside * mean_trust - params.spread * spread,
            -params.surplus * margin,
            params.danger * danger * (params.danger_without_trust + mean_trust),
            -params.inertia * (dropped + params.admission_price * admitted)
            + params.consent * jnp.minimum(consent, 0.0),
        ],
        axis=1,
    )
    return jnp.where((n > 0) & (unable == 0), terms.sum(1), -jnp.inf), terms


def able(params, state):
    """Contenders who can belong to a ruling coalition: active, fit, in standing, and not recanted; bool[K]."""
    people, c = state.people, state.lineup.contender
    fit = views.active(state)[c] & (people.health[c] > params.fit_to_lead)
    return fit & (people.rung[c] < Rung.LOST_COMMITTEE) & ~people.recanted[c]


CAUSES = (
    Cause.CONTROL_OF_VOTES,
    Cause.STABILITY,
    Cause.TRUST,
    Cause.SURPLUS,
    Cause.COMMON_DANGER,
    Cause.INTEREST,
)


@mechanism(
    kind=Kind.CHOICE,
    reads=NOW
    | fields("country", "fear salience standing")
    | fields("lineup", "bloc changed contender core leader lost ring stable")
    | fields("people", "alive attack_month attacked health member power recanted rung seen shown")
    | fields("ties", "fought trust"),
    writes=fields("lineup", "bloc changed core leader lost ring"),
    sources=("Acemoglu, Egorov & Sonin 2008", "Riker 1962", "Axelrod 1970"),
)
def alignment(luck, world, params, state):
    """Reconsider the ruling core, its co-opted ring, and the opposition bloc.

    The core is reconsidered with probability ``reconsider`` a month, and at once when a member is lost: a draw from the softmax
    of `score_sets` / ``temperature`` over all sets of able contenders. The ring is co-opted by the core without sharing the
    spoils: each outsider whom the core trusts more than the danger it faces enters at ``ring_enter`` with logit ``ring``
    (danger + need) + ``ring_trust`` trust - ``ring_cost`` - ``ring_menace`` menace - ``ring_crowding`` [members of the ring] -
    ``ring_attacked`` [attacked lately], and leaves at ``ring_leave`` with the reverse; need is the core's shortfall of votes
    and ``need_margin``, menace his seen power x (1 - trust) / 2. A bloc joins outsiders who were attacked or dropped: i joins
    its leader at ``bloc_pace`` with logit ``bloc_trust`` trust + ``bloc_anger`` attacked + ``unite`` - ``ban_cost`` [factions
    are banned] - ``bloc_cost`` - ``bloc_fear`` fear. The strongest of the core leads it, the leader counting ``lead_incumbent``
    more. With probability ``vigilance`` x (the leader's power - his seen power) partners notice what he has taken: the core is
    reconsidered, each trusting him less by ``affront`` for this choice.

    Shapes: sets [2**K]. Units: shares of power, trust -1..1.
    Draws: five uniforms per contender (a set's noise is a commutative hash of its members' fourth, the fifth is a lot between
    equals for the lead), two of the mechanism. Errors: none. Does not model: written pacts.
    """
    line, people = state.lineup, state.people
    c = line.contender
    can = able(params, state)
    core = line.core[c] & can
    trust = state.ties.trust[c][:, c]
    power = jnp.where(can, people.power[c], 0.0)
    u = rng.single(luck, 2)
    leads = c == line.leader
    hidden = jnp.sum(jnp.where(leads, people.power[c] - people.seen[c], 0.0))
    noticed = u[1] < params.vigilance * hidden
    doubted = trust - params.affront * (noticed & leads) * (1 - jnp.eye(c.shape[0]))
    score, terms = score_sets(
        params,
        power,
        people.seen[c],
        doubted,
        people.shown[c],
        state.country.salience,
        line.stable,
        core,
        can,
    )
    v = rng.uniform(luck, rng.Of.PERSON, world.people.address[c], 5)
    noise = rng.set_noise(jnp.asarray(subset_matrix(c.shape[0])), v[:, 3])
    best = jnp.argmax(score / params.temperature + noise)
    unable = (line.core[c] & ~can).any() | line.lost
    acts = (
        state.country.standing
        & (unable | noticed | ~core.any() | (u[0] < params.reconsider))
        & jnp.isfinite(score[best])
    )
    chosen = jnp.asarray(subset_matrix(c.shape[0]))[best]
    new = jnp.where(acts, chosen, core)

    weight = views.shares(power + 1e-6, new)
    regard = weight @ trust
    danger = jnp.max(jnp.where(~new & can, people.seen[c] * (1 - regard) / 2, 0.0))
    need = jnp.maximum(
        0.0,
        params.threshold
        + params.need_margin
        - jnp.sum(jnp.where(new, power, 0.0)) / jnp.maximum(power.sum(), 1e-6),
    )
    old_ring = line.ring[c] & can & ~new
    menace = people.seen[c] * (1 - regard) / 2
    logit = (
        params.ring * (danger + need)
        + params.ring_trust * regard
        - params.ring_cost
        - params.ring_menace * menace
        - params.ring_crowding * old_ring.sum()
        - params.ring_attacked * (people.attacked[c] > params.lately)
    )
    enters = ~new & can & ~old_ring & (v[:, 0] < params.ring_enter * jax.nn.sigmoid(logit)) & new.any()
    leaves = old_ring & (v[:, 1] < params.ring_leave * jax.nn.sigmoid(-logit))
    ring = (old_ring & ~leaves) | enters

    aggrieved = can & ~new & ~ring & (people.attacked[c] > params.bloc_aggrieved)
    head = jnp.argmax(jnp.where(aggrieved, people.seen[c], -1.0))
    old_bloc = line.bloc[c] & can & ~new & ~ring
    head = jnp.where(old_bloc.any(), jnp.argmax(jnp.where(old_bloc, people.seen[c], -1.0)), head)
    ban = params.ban_cost * world.country.factions_banned
    join = params.bloc_trust * trust[:, head] + params.bloc_anger * people.attacked[c] + params.unite - ban
    join = join - params.bloc_cost - params.bloc_fear * state.country.fear
    joins = (
        aggrieved
        & ~old_bloc
        & (v[:, 2] < params.bloc_pace * jax.nn.sigmoid(join))
        & (jnp.arange(c.shape[0]) != head)
    )
    leaves_bloc = old_bloc & (people.attacked[c] < params.bloc_content)
    bloc = jnp.where(joins.any(), (old_bloc | joins).at[head].set(True), old_bloc) & ~leaves_bloc
    bloc = jnp.where(bloc.sum() >= 2, bloc, False)

    strength = jnp.where(new, power * (1 + params.lead_incumbent * (c == line.leader)), -1.0)
    lot = jnp.where(strength == strength.max(), v[:, 4], -1.0)  # equals draw lots
    leader = jnp.where(new.any(), c[jnp.argmax(lot)], -1)
    spread = lambda mask: jnp.zeros_like(people.alive).at[c].set(mask)  # noqa: E731

    was, kept = line.core[c], (line.core[c] & new)
    dropped, admitted = was & ~new & can, new & ~was
    moved = (new != was).any() | enters.any() | leaves.any()
    change = jnp.where(
        ~kept.any(),
        Change.REPLACED,
        jnp.where(
            dropped.any(),
            Change.SPLIT,
            jnp.where(admitted.any() | enters.any(), Change.ENLARGED, Change.NARROWED),
        ),
    )
    change = jnp.where(was.any(), change, Change.FORMED)
    gain = terms[best] - terms[core @ (1 << np.arange(c.shape[0]))]
    order = views.two_largest(gain)
    causes = jnp.asarray(CAUSES)
    focus = jnp.where(dropped.any(), jnp.argmax(jnp.where(dropped, power, -1.0)), -1)
    focus = jnp.where(
        (focus < 0) & (admitted | enters).any(), jnp.argmax(jnp.where(admitted | enters, power, -1.0)), focus
    )
    joiner = jnp.argmax(jnp.where(joins, people.seen[c], -1.0))
    state = state.replace(
        lineup=line.replace(
            core=spread(new),
            ring=spread(ring),
            bloc=spread(bloc),
            leader=leader,
            changed=jnp.where((new != was).any(), state.month, line.changed),
            lost=jnp.zeros_like(line.lost),
        )
    )
    return state, events(
        event(
            moved & state.country.standing,
            EventKind.COALITION,
            who=leader,
            whom=views.take(c, focus, -1),
            thing=ring.sum(),
            outcome=change,
            size=new.sum(),
            cause=jnp.where(
                unable,
                Cause.LOST_MEMBER,
                jnp.where((new != was).any(), causes[order[0]], Cause.COMMON_DANGER),
            ),
            second=causes[order[1]],
            since=line.changed,
        ),
        event(
            joins.any() & state.country.standing,
            EventKind.BLOC,
            who=c[head],
            whom=c[joiner],
            thing=state.ties.fought[c[head], c[joiner]] | state.ties.fought[c[joiner], c[head]],
            size=bloc.sum(),
            cause=Cause.MOMENTUM,
            second=Cause.TRUST,
            since=people.attack_month[c[joiner]],
        ),
    )
