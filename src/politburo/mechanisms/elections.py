"""The committee fills the small bodies."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import no_events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.vocab import Role, Rung, Seat, Trait


@mechanism(
    kind=Kind.CHOICE,
    reads=NOW
    | fields("bodies", "seat size")
    | fields("country", "sitting standing")
    | fields("lineup", "contender core ring")
    | fields("people", "alive health loyalty member patron power prestige rung trait")
    | fields("ties", "trust"),
    writes=fields("bodies", "seat size"),
    sources=("Rigby 1979", "Bueno de Mesquita et al. 2003"),
)
def elections(luck, world, params, state):
    """Fill one vacancy in each small body when the committee meets; enlarge the bureau at a congress.

    Candidates are full members of the committee without a seat in the body; the choice is the best of score = ``bureau_core``
    [core] + ``bureau_ring`` [ring] + trust of the core + loyalty to a member of the coalition + prestige + ``bureau_skill``
    administration + ``bureau_noise`` noise. When a congress has just sat and a member of the coalition has no seat in the
    bureau, its size grows by one with probability ``enlarge_bureau``.

    Shapes: seats int32[B, P]. Units: persons. Draws: one uniform per person, one per body. Errors: none.
    Conserved: full members never exceed the size. Does not model: candidates' ranks.
    """
    committee = views.body_of(world, Role.COMMITTEE)
    every = views.take(world.bodies.every, committee, 1)
    idle = lambda luck, world, params, state: state.bodies  # noqa: E731
    bodies = jax.lax.cond(state.month % jnp.maximum(every, 1) == 0, _fill, idle, luck, world, params, state)
    return state.replace(bodies=bodies), no_events()


def _fill(luck, world, params, state):
    people, line = state.people, state.lineup
    roles = world.bodies.role
    small = jnp.isin(roles, jnp.array([int(Role.BUREAU), int(Role.ORGBUREAU), int(Role.SECRETARIAT)]))
    ruling = views.coalition(state)
    member = views.seated(world, state, Role.COMMITTEE) & views.active(state)
    regard = views.core_regard(state)
    faithful = views.take(ruling, people.patron, False) * people.loyalty
    noise = rng.gumbel(rng.uniform(luck, rng.Of.PERSON, world.people.address, 1)[:, 0])
    score = (
        params.bureau_core * line.core + params.bureau_ring * line.ring + regard + faithful + people.prestige
    )
    score = score + people.trait[:, Trait.ADMINISTRATION] * params.bureau_skill + params.bureau_noise * noise
    able = member & (people.rung < Rung.LOST_BUREAU) & (people.health > 0.2) & world.people.eligible

    seat = state.bodies.seat
    sat = (seat == Seat.FULL) & people.alive[None, :]
    lacks = (ruling & able & ~views.seated(world, state, Role.BUREAU)).any()
    u = rng.uniform(luck, rng.Of.BODY, world.bodies.address, 1)[:, 0]
    grows = state.country.sitting & lacks & (roles == Role.BUREAU) & (u < params.enlarge_bureau)
    size = state.bodies.size + grows
    free = size - sat.sum(1)
    chosen = jnp.argmax(jnp.where(able[None, :] & ~sat, score[None, :], -jnp.inf), axis=1)
    wins = small & (free >= 1) & (able[None, :] & ~sat).any(1) & state.country.standing
    hit = wins[:, None] & (jnp.arange(people.alive.shape[0])[None, :] == chosen[:, None])
    return state.bodies.replace(seat=jnp.where(hit, int(Seat.FULL), seat), size=size)
