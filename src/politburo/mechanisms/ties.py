"""How trust among contenders grows in a common danger and wears out without one."""

from __future__ import annotations

import jax.numpy as jnp

from politburo.model import views
from politburo.model.events import no_events
from politburo.model.mechanism import Kind, fields, mechanism
from politburo.vocab import Trait


@mechanism(
    kind=Kind.PROCESS,
    reads=fields("agenda", "against open side")
    | fields("lineup", "contender core regard ring")
    | fields("people", "alive attacked member rung seen trait")
    | fields("ties", "fought origin trust"),
    writes=fields("lineup", "regard") | fields("ties", "fought trust"),
    sources=("Svolik 2009", "Heider 1946 (balance)"),
)
def ties(luck, world, params, state):
    """Update trust among the K contenders.

    With D = seen share of the strongest outsider ("common danger"), for i, j in the ruling coalition dT_ij = ``bond`` D (1 -
    T_ij) - ``envy`` max(0, w_j - w_i) ambition_i [1 + ``collegial`` (1 - 2 collegiality_i)] (1 - min(1, ``danger_stills_envy``
    D)). Being attacked costs the attacker's side ``affront`` of the target's trust; two persons attacked lately drift towards
    ``misery_trust`` at ``misery`` a month. Trust of others returns to its origin at ``tie_pace`` a month.

    Shapes: trust float32[P, P], only rows and columns of contenders change. Units: -1..1, rates per month.
    Draws: none. Errors: none. Does not model: quarrels outside politics.
    """
    people, agenda = state.people, state.agenda
    c = state.lineup.contender
    trust, origin = state.ties.trust[c][:, c], state.ties.origin[c][:, c]
    seen, ambition = people.seen[c], people.trait[c, Trait.AMBITION]
    ruling, alive = views.coalition(state)[c], views.active(state)[c]
    danger = jnp.max(jnp.where(~ruling & alive, seen, 0.0))
    together = ruling[:, None] & ruling[None, :]
    gap = jnp.maximum(0.0, seen[None, :] - seen[:, None])
    envy = params.envy * ambition * views.collegial(params, people.trait[c, Trait.COLLEGIALITY])
    change = params.bond * danger * (1 - trust) - envy[:, None] * gap * (
        1 - jnp.minimum(1.0, params.danger_stills_envy * danger)
    )
    hurt = people.attacked[c]
    fellow = jnp.minimum(hurt[:, None], hurt[None, :]) > params.lately
    misery = jnp.where(fellow & ~together, params.misery * (params.misery_trust - trust), 0.0)
    trust = trust + jnp.where(together, change, misery + params.tie_pace * (origin - trust))

    # affront: the attackers' side loses the trust of the target's side, and the reverse
    side, against = agenda.side[:, c], agenda.against[:, c]
    struck = jnp.einsum("m,mi,mj->ij", agenda.open * 1.0, against * 1.0, side * 1.0)
    struck = jnp.clip(struck + struck.T, 0.0, 1.0)
    trust = trust - params.affront * struck
    trust = jnp.where(jnp.eye(c.shape[0], dtype=bool), 0.0, jnp.clip(trust, -1.0, 1.0))
    fought = state.ties.fought[c][:, c] | (struck > 0)
    whole = state.ties.trust.at[c[:, None], c[None, :]].set(trust)
    memory = state.ties.fought.at[c[:, None], c[None, :]].set(fought)
    regard = state.lineup.regard.at[c].set(trust)
    state = state.replace(
        ties=state.ties.replace(trust=whole, fought=memory), lineup=state.lineup.replace(regard=regard)
    )
    return state, no_events()
