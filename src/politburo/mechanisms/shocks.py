"""Illness, death, harvests and foreign acts: what no contender decides."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import NOW, POSTS, Kind, fields, mechanism
from politburo.vocab import Cause, EventKind, ShockKind

SLOTS = 3


def _first(happened):
    """Rows of the first SLOTS that happened, -1 where there are fewer."""
    rows = []
    for _ in range(SLOTS):
        row = jnp.argmax(happened)
        rows.append(jnp.where(happened[row], row, -1))
        happened = happened & (jnp.arange(happened.shape[0]) != row)
    return rows


@mechanism(
    kind=Kind.PROCESS,
    reads=NOW
    | fields("bodies", "seat")
    | fields("country", "discontent harvest shock_month threat")
    | fields("lineup", "bloc core lost ring")
    | fields("offices", "holder")
    | fields("organisations", "secretary")
    | fields("people", "alive ceiling health"),
    writes=fields("country", "discontent harvest threat") | fields("people", "alive ceiling health") | POSTS,
    sources=("Gompertz 1825 (life table)",),
)
def shocks(luck, world, params, state):
    """Apply the shocks whose drawn month has come, and the life table.

    An illness of size s takes s from capacity and ``lasting * s`` from the ceiling to which it recovers at
    ``recovery`` a month. Persons without a dated death die with hazard exp(a + b age) / 12, multiplied by
    (2 - capacity). Harvest decays by 1/12 a month, threat by ``threat_decay``.

    Shapes: health float32[P]; shocks [S]. Units: capacity 0..1, ages in years, hazards per month.
    Draws: one uniform per person (address). Errors: none.
    Does not model: contagion of unrest between regions.
    """
    people, country, shock = state.people, state.country, world.shocks
    hit = shock.exists & (country.shock_month == state.month) & views.take(people.alive, shock.person, True)
    n = people.alive.shape[0]

    loss = views.onto(n, shock.person, jnp.where(hit & (shock.kind == ShockKind.ILLNESS), shock.size, 0.0))
    ceiling = jnp.clip(people.ceiling - params.illness_lasting * loss, 0.0, 1.0)
    health = people.health - loss
    health = jnp.clip(health + params.recovery * (ceiling - health), 0.0, 1.0)

    named = views.onto(n, shock.person, (hit & (shock.kind == ShockKind.DEATH)) * 1.0) > 0
    age = world.people.age + state.month / 12
    hazard = params.mortality * jnp.exp(0.085 * (age - 50)) * (2 - health) / 12
    natural = (
        rng.uniform(luck, rng.Of.PERSON, world.people.address, 1)[:, 0] < hazard
    ) & ~world.people.dated_death
    dies = (named | natural) & people.alive & world.people.exists

    of = lambda kind: jnp.sum(jnp.where(hit & (shock.kind == kind), shock.size, 0.0))  # noqa: E731
    new_harvest = jnp.any(hit & (shock.kind == ShockKind.HARVEST))
    harvest = jnp.where(new_harvest, of(ShockKind.HARVEST), country.harvest * (1 - 1 / 12))
    threat = jnp.clip(country.threat * (1 - params.threat_decay) + of(ShockKind.FOREIGN), 0.0, 1.0)
    discontent = jnp.clip(country.discontent + of(ShockKind.DISASTER), 0.0, 1.0)

    state = views.leave_posts(state, dies)
    state = state.replace(
        people=people.replace(
            alive=people.alive & ~dies, health=jnp.where(people.alive & ~dies, health, 0.0), ceiling=ceiling
        ),
        country=country.replace(harvest=harvest, threat=threat, discontent=discontent),
    )

    told = hit & (shock.kind != ShockKind.DEATH)
    rows = []
    for row in _first(told):
        rows.append(
            event(
                row >= 0,
                EventKind.SHOCK,
                whom=views.take(shock.person, row, -1),
                thing=row,
                outcome=views.take(shock.kind, row, -1),
                size=1000 * views.take(shock.size, row, 0.0),
                cause=jnp.where(
                    views.take(shock.kind, row, 0) == ShockKind.FOREIGN, Cause.FOREIGN_ACT, Cause.NATURE
                ),
            )
        )
    for person in _first(dies):
        by_shock = hit & (shock.kind == ShockKind.DEATH) & (shock.person == person)
        rows.append(
            event(
                person >= 0,
                EventKind.DEATH,
                whom=person,
                thing=jnp.where(by_shock.any(), jnp.argmax(by_shock), -1),
                size=views.take(age, person, 0.0),
                cause=Cause.NATURE,
            )
        )
    return state, events(*rows)
