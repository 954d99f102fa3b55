"""Whether the congress that is due is held or put off."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import no_events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.vocab import Role


@mechanism(
    kind=Kind.CHOICE,
    reads=NOW | fields("country", "congress_last standing"),
    writes=fields("country", "sitting"),
    sources=("Gill 1988 (party rules)",),
)
def convening(luck, world, params, state):
    """Call the congress once it is due by the rule in force, or put it off.

    Held with probability ``punctuality`` at each meeting of the committee from the due month on; always after twice the interval.

    Shapes: scalars. Units: months. Draws: one uniform of the mechanism. Errors: none.
    Does not model: extraordinary congresses.
    """
    since = state.month - state.country.congress_last
    due = since >= world.country.congress_every
    late = since >= 2 * world.country.congress_every
    committee = views.body_of(world, Role.COMMITTEE)
    meets = state.month % jnp.maximum(views.take(world.bodies.every, committee, 1), 1) == 0
    sits = meets & state.country.standing & ((due & (rng.single(luck, 1)[0] < params.punctuality)) | late)
    return state.replace(country=state.country.replace(sitting=sits)), no_events()
