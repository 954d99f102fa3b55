"""Giving power up to save the rest."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import Kind, fields, mechanism
from politburo.vocab import Cause, EventKind, Trait


@mechanism(
    kind=Kind.CHOICE,
    reads=fields("lineup", "contender core")
    | fields("offices", "holder")
    | fields("people", "alive attack_month attacked member power rung silent trait"),
    writes=fields("offices", "holder") | fields("people", "silent"),
    sources=("Svolik 2012", "Frantz & Stein 2017"),
)
def yielding(luck, world, params, state):
    """Let contenders under attack resign an office or fall silent.

    Hazard ``yield_rate`` attacked (``timid`` + caution) (1 - own share of power) a month. Of those who yield and hold an office
    the share ``yield_post`` give one up; the others say nothing in public for ``silence_months``.

    Shapes: persons [P]. Units: rates per month. Draws: two uniforms per contender. Errors: none.
    Does not model: resignations that are refused.
    """
    people = state.people
    c = state.lineup.contender
    u = rng.uniform(luck, rng.Of.PERSON, world.people.address[c], 2)
    hazard = (
        params.yield_rate
        * people.attacked[c]
        * (params.timid + people.trait[c, Trait.CAUTION])
        * (1 - people.power[c])
    )
    free = views.active(state)[c] & ~state.lineup.core[c] & (people.silent[c] <= 0)
    yields = free & (u[:, 0] < hazard)
    first = jnp.argmax(yields)
    person = jnp.where(yields.any(), c[first], -1)
    holds = state.offices.holder == person
    office = jnp.where((person >= 0) & holds.any() & (u[first, 1] < params.yield_post), jnp.argmax(holds), -1)
    quiet = (jnp.arange(people.alive.shape[0]) == person) & (office < 0)
    state = state.replace(
        offices=state.offices.replace(holder=views.set_one(state.offices.holder, office, -1, office >= 0)),
        people=people.replace(silent=jnp.where(quiet, jnp.round(params.silence_months), people.silent)),
    )
    return state, events(
        event(
            person >= 0,
            EventKind.YIELD,
            whom=person,
            thing=office,
            cause=Cause.MOMENTUM,
            second=Cause.FEAR,
            since=views.take(people.attack_month, person, -1),
        )
    )
