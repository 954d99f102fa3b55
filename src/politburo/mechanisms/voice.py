"""Campaigns: what the organisations come to think, and what public fights do to reputations."""

from __future__ import annotations

import jax.numpy as jnp

from politburo.model import views
from politburo.model.events import no_events
from politburo.model.mechanism import Kind, fields, mechanism
from politburo.power.opinion import friedkin_johnsen_step, heard
from politburo.vocab import Axis, Resource, Role, Rung, Seat, Trait


@mechanism(
    kind=Kind.PROCESS,
    reads=fields("agenda", "attacker open target")
    | fields("bodies", "seat")
    | fields("lineup", "contender core ring")
    | fields("offices", "established holder")
    | fields("organisations", "appointed loyalty opinion patron")
    | fields("people", "alive attacked base health held member prestige rung shown silent trait"),
    writes=fields("organisations", "opinion") | fields("people", "attacked held prestige shown silent"),
    sources=("Friedkin & Johnsen 1990", "Lodge & Taber 2013"),
)
def voice(luck, world, params, state):
    """Move opinion by organisation, positions shown, and prestige.

    Opinion follows Friedkin-Johnsen: y' = y + ``opinion_pace`` [k (m_s - y) + (1 - k)(m - y)] + ``anchor`` (y_0 - y), with y_0
    its own interests (national republics want ``autonomy`` more), m the reach-weighted message of the contenders, m_s the line
    of the secretary's patron, k the secretary's grip. Reach = (``reach_without_press`` + press share)
    (``reach_without_oratory`` + oratory) prestige capacity, nil for the
    silent. Shown positions on the regime axis drift towards -``discipline`` in the coalition and towards +``openness``
    outside and under attack, at ``turn`` a month (democracy is the weapon of the outs); elsewhere they follow positions held
    at ``speak_out``.
    Prestige reverts at ``prestige_reversion`` to a level set by reputation, seats and offices; a public fight costs its target
    ``smear`` a month and its leader a part in ``smear_sides`` of that; who keeps silent pays nothing.

    Shapes: opinion float32[G, D]; prestige float32[P]. Units: positions -1..1, rates per month.
    Draws: none. Errors: none. Does not model: single newspapers.
    """
    people, org, agenda = state.people, state.organisations, state.agenda
    held_offices = views.offices_held(world, state)
    press = held_offices[:, Resource.PRESS]
    press = press / jnp.maximum(press.sum(), 1e-6)
    contending = jnp.zeros_like(people.alive).at[state.lineup.contender].set(True) & views.active(state)
    reach = (
        (params.reach_without_press + press)
        * (params.reach_without_oratory + people.trait[:, Trait.ORATORY])
        * people.prestige
        * people.health
    )
    reach = jnp.where(contending & (people.silent <= 0), reach, 0.0)
    message = heard(views.shares(reach, contending), people.shown)
    grip = params.secretary_control * jnp.maximum(org.loyalty, org.appointed * params.grip_by_appointment)
    line = views.take(people.shown, org.patron, 0.0)
    pull = grip[:, None] * (line - org.opinion) + (1 - grip[:, None]) * (message - org.opinion)
    opinion = friedkin_johnsen_step(
        org.opinion, pull, views.interests(world, params), pace=params.opinion_pace, anchor=params.anchor
    )

    regime = views.axis(world, Axis.REGIME)
    ruling = views.coalition(state)
    aim = jnp.where(people.attacked > params.lately, params.openness, people.held @ regime)
    aim = jnp.where(ruling, -params.discipline, aim)
    turn = params.turn * contending
    shown = people.shown + regime * (turn * (aim - people.shown @ regime))[:, None]
    shown = shown + (1 - regime) * params.speak_out * (people.held - people.shown)
    held = people.held + regime * (params.persuade_oneself * turn * (aim - people.held @ regime))[:, None]

    bureau = views.seated(world, state, Role.BUREAU)
    seats = (
        params.prestige_of_seat * (state.bodies.seat == Seat.FULL).any(0) + params.prestige_of_bureau * bureau
    )
    weight = held_offices.at[:, Resource.APPOINTMENTS].set(0.0).sum(1)
    level = jnp.clip(
        params.prestige_of_name * people.base + seats + params.prestige_of_office * jnp.minimum(weight, 1.0),
        0.01,
        1.0,
    )
    level = jnp.where(people.rung >= Rung.LOST_BUREAU, params.prestige_of_fallen * level, level)
    prestige = people.prestige + params.prestige_reversion * (level - people.prestige)
    n = prestige.shape[0]
    hurt = views.onto(n, jnp.where(agenda.open, agenda.target, -1), jnp.full(2, params.smear))
    hurt = hurt + views.onto(
        n, jnp.where(agenda.open, agenda.attacker, -1), jnp.full(2, params.smear / params.smear_sides)
    )
    prestige = jnp.clip(prestige * (1 - hurt), 0.005, 1.0)

    state = state.replace(
        organisations=org.replace(opinion=jnp.clip(opinion, -1.0, 1.0)),
        people=people.replace(
            prestige=prestige,
            shown=jnp.clip(shown, -1.0, 1.0),
            held=jnp.clip(held, -1.0, 1.0),
            silent=jnp.maximum(people.silent - 1, 0.0),
            attacked=people.attacked * params.attack_memory,
        ),
    )
    return state, no_events()
