"""Coalitions: who rules together, whom they co-opt, and who unites against them."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import Kind, mechanism
from politburo.power.batched import subset_matrix
from politburo.vocab import Cause, Change, EventKind, Rung


def score_sets(params, power, seen, trust, position, salience, stable, core, can):
    """Score every set of contenders as a ruling coalition; return (score [2**K], terms [2**K, 6]).

    H(C) = w(C) / (w(C) + sum over j outside of w_j (k + (1 - k) coh_j)), coh_j how far the outsiders trust j;
    danger(C) = max over j outside of seen_j x power-weighted distrust of j in C;
    score = gW ln sigma((H - alpha)/s) + gS P(self-enforcing) + gT mean trust - gD spread
            - gX max(0, H - alpha) + gF danger (.5 + mean trust) - gI (dropped + kappa admitted) + gN min consent.
    Consent of a member is his share of the set's power plus his trust in it, less the same in the present core.
    """
    member = jnp.asarray(subset_matrix(power.shape[0]))
    m = member.astype(jnp.float32)
    n = m.sum(1)
    w = jnp.maximum(power, 1e-6)
    inside = m @ w
    share = m * w / jnp.maximum(inside, 1e-9)[:, None]

    out = (1 - m) * can[None, :]
    backing = (w + ((1 + trust) / 2 * (1 - jnp.eye(w.shape[0]))) @ w) / jnp.maximum(w.sum(), 1e-9)
    coherent = params.unity + (1 - params.unity) * jnp.clip(backing, 0.0, 1.0)
    h = inside / jnp.maximum(inside + out @ (w * coherent), 1e-9)

    pair = jnp.maximum(n * (n - 1), 1.0)
    mean_trust = jnp.where(n > 1, jnp.sum((m @ trust) * m, 1) / pair, params.alone)
    mean = share @ position
    spread = ((share @ position**2 - mean**2) @ salience) / jnp.maximum(salience.sum(), 1e-6)
    danger = jnp.max(out * seen[None, :] * (share @ ((1 - trust) / 2)), 1)
    c = core.astype(jnp.float32)
    dropped, admitted = (1 - m) @ c, m @ (1 - c)
    margin = jnp.maximum(0.0, h - params.threshold)
    content = share + params.consent_trust * (m @ trust.T) / jnp.maximum(n - 1, 1)[:, None]
    base = (c * w) / jnp.maximum(c @ w, 1e-9) + params.consent_trust * (trust @ c) / jnp.maximum(c.sum() - 1, 1)
    consent = jnp.min(jnp.where(member, content - base[None, :] * core[None, :], 1.0), 1)

    terms = jnp.stack(
        [
            params.winning * jax.nn.log_sigmoid((h - params.threshold) / params.sharpness),
            params.stability * stable,
            params.trust_inside * mean_trust - params.spread * spread,
            -params.surplus * margin,
            params.danger * danger * (0.5 + mean_trust),
            -params.inertia * (dropped + params.admission_price * admitted)
            + params.consent * jnp.minimum(consent, 0.0),
        ],
        axis=1,
    )
    valid = (n > 0) & ~jnp.any(member & ~can[None, :], axis=1)
    return jnp.where(valid, terms.sum(1), -jnp.inf), terms


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
    writes={"lineup.core", "lineup.ring", "lineup.bloc", "lineup.leader", "lineup.changed", "lineup.lost"},
    sources=("Acemoglu, Egorov & Sonin 2008", "Riker 1962", "Axelrod 1970"),
)
def alignment(luck, world, params, state):
    """Reconsider the ruling core, its co-opted ring, and the opposition bloc.

    The core is reconsidered with probability ``reconsider`` a month, and at once when a member is lost: a draw from the softmax of
    `score_sets` / ``temperature`` over all sets of able contenders. The ring is co-opted by the core without sharing the
    spoils: each outsider whom the core trusts more than the danger it faces enters with logit
    ``ring`` x (danger + need) + 3 trust - 2.5 - 1.5 [already many], and leaves with the reverse; need is the core's shortfall of votes. A
    bloc joins outsiders who were attacked or dropped: i joins its leader with logit 4 trust + 3 attacked + ``unite`` - 2.

    Shapes: sets [2**K]. Units: shares of power, trust -1..1.
    Draws: one word per contender (a set's noise is a commutative hash of its members' words), three uniforms per contender, one of
    the mechanism. Errors: none. Does not model: written pacts.
    """
    line, people = state.lineup, state.people
    c = line.contender
    can = views.active(state)[c] & (people.health[c] > params.fit_to_lead) & (people.rung[c] < Rung.LOST_COMMITTEE)
    can = can & ~people.recanted[c]
    core = line.core[c] & can
    trust = state.ties.trust[c][:, c]
    power = jnp.where(can, people.power[c], 0.0)
    score, terms = score_sets(
        params, power, people.seen[c], trust, people.shown[c], state.country.salience, line.stable, core, can
    )
    noise = rng.set_noise(jnp.asarray(subset_matrix(c.shape[0])), rng.words(luck, world.people.address[c]))
    best = jnp.argmax(score / params.temperature + noise)
    u = rng.single(luck, 1)
    unable = (line.core[c] & ~can).any() | line.lost
    acts = state.country.standing & (unable | ~core.any() | (u[0] < params.reconsider)) & jnp.isfinite(score[best])
    chosen = jnp.asarray(subset_matrix(c.shape[0]))[best]
    new = jnp.where(acts, chosen, core)

    v = rng.few(luck, world.people.address[c], 3)
    weight = views.shares(power + 1e-6, new)
    regard = weight @ trust
    danger = jnp.max(jnp.where(~new & can, people.seen[c] * (1 - regard) / 2, 0.0))
    need = jnp.maximum(0.0, params.threshold + 0.1 - jnp.sum(jnp.where(new, power, 0.0)) / jnp.maximum(power.sum(), 1e-6))
    old_ring = line.ring[c] & can & ~new
    menace = people.seen[c] * (1 - regard) / 2
    logit = (
        params.ring * (danger + need) + 3 * regard - 2.5 - 12 * menace
        - 0.4 * old_ring.sum() - 2.0 * (people.attacked[c] > 0.3)
    )
    enters = ~new & can & ~old_ring & (v[:, 0] < 0.15 * jax.nn.sigmoid(logit)) & new.any()
    leaves = old_ring & (v[:, 1] < 0.08 * jax.nn.sigmoid(-logit))
    ring = (old_ring & ~leaves) | enters

    aggrieved = can & ~new & ~ring & (people.attacked[c] > 0.1)
    head = jnp.argmax(jnp.where(aggrieved, people.seen[c], -1.0))
    old_bloc = line.bloc[c] & can & ~new & ~ring
    head = jnp.where(old_bloc.any(), jnp.argmax(jnp.where(old_bloc, people.seen[c], -1.0)), head)
    join = 4 * trust[:, head] + 3 * people.attacked[c] + params.unite - 2 - 2 * state.country.fear
    joins = aggrieved & ~old_bloc & (v[:, 2] < 0.2 * jax.nn.sigmoid(join)) & (jnp.arange(c.shape[0]) != head)
    leaves_bloc = old_bloc & (people.attacked[c] < 0.05)
    bloc = jnp.where(joins.any(), (old_bloc | joins).at[head].set(True), old_bloc) & ~leaves_bloc
    bloc = jnp.where(bloc.sum() >= 2, bloc, False)

    strength = jnp.where(new, power * (1 + 0.3 * (c == line.leader)), -1.0)
    leader = jnp.where(new.any(), c[jnp.argmax(strength)], -1)
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
    present = jnp.argmax((jnp.asarray(subset_matrix(c.shape[0])) == core[None, :]).all(1))
    gain = terms[best] - terms[present]
    order = jnp.argsort(-gain)
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
                unable, Cause.LOST_MEMBER, jnp.where((new != was).any(), causes[order[0]], Cause.COMMON_DANGER)
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
