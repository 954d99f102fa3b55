"""The congress elects the committee from a slate: the second half of the circular flow of power."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import COLUMNS, event, events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.vocab import Cause, EventKind, Role, Rung, Seat


@mechanism(
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("bodies", "seat size")
    | fields("country", "congress_last sitting")
    | fields("lineup", "bloc core leader ring")
    | fields("organisations", "loyalty members opinion patron secretary")
    | fields("people", "alive attacked health held loyalty member patron prestige rung shown"),
    writes=fields("bodies", "seat size")
    | fields("country", "congress_last")
    | fields("people", "held loyalty patron shown"),
    sources=("Daniels 1971 (circular flow of power)", "Gill 1990", "Rigby 1979"),
)
def congress(luck, world, params, state):
    """Elect the committee when a congress sits.

    Let c be the share of delegates whose secretary follows the ruling coalition. The committee grows by ``growth`` (.5 + u) [1 +
    ``packing`` (1 - f)] of its size, f the part of its members who are of the coalition or its men (by their loyalty): those
    who rule enlarge what they do not yet hold; up to ``largest_committee`` times its first size. A sitting member stays with
    probability ``retention`` (1 - ``exclusion`` h c), h = 1 for the bloc and those under attack, his loyalty for the clients of
    outsiders; members of the coalition stay. Free places go to the best of score = 2 prestige + 2 f + s + noise, f loyalty to a
    member of the coalition weighted by c, s = 1 for secretaries and candidates. A reserve cadre who enters stands for an
    organisation drawn by its delegates and brings its secretary's patron, loyalty and opinion.

    Shapes: persons [P], organisations [G]. Units: persons, shares. Draws: four uniforms per person, one of the mechanism.
    Errors: none. Conserved: full members never exceed the size. Does not model: separate lists, secret write-ins.
    """
    committee = views.body_of(world, Role.COMMITTEE)
    every = views.take(world.bodies.every, committee, 1)
    people = state.people
    same = (state.bodies, people.patron, people.loyalty, people.held, people.shown)
    idle = lambda luck, world, params, state: (*same, jnp.zeros((1, len(COLUMNS)), jnp.int32))  # noqa: E731
    bodies, patron, loyalty, held, shown, told = jax.lax.cond(
        state.month % jnp.maximum(every, 1) == 0, _elect, idle, luck, world, params, state
    )
    last = jnp.where(state.country.sitting, state.month, state.country.congress_last)
    state = state.replace(
        bodies=bodies,
        people=people.replace(patron=patron, loyalty=loyalty, held=held, shown=shown),
        country=state.country.replace(congress_last=last),
    )
    return state, told


def _elect(luck, world, params, state):
    people, org = state.people, state.organisations
    committee = views.body_of(world, Role.COMMITTEE)
    sits = state.country.sitting
    u = rng.uniform(luck, rng.Of.PERSON, world.people.address, 4)
    ruling = views.coalition(state)
    weight = views.delegates(world, state)
    control = jnp.sum(weight * org.loyalty * views.take(ruling, org.patron, False))

    # reserve cadres stand for an organisation
    full = state.bodies.seat[committee] == Seat.FULL
    g = jnp.searchsorted(jnp.cumsum(weight), u[:, 0], side="right", method="compare_all")
    g = jnp.minimum(g, weight.shape[0] - 1)
    stands = world.people.reserve & ~(state.bodies.seat > Seat.NONE).any(0) & sits
    patron = jnp.where(stands, org.patron[g], people.patron)
    loyalty = jnp.where(stands, org.loyalty[g], people.loyalty)
    held = jnp.where(stands[:, None], org.opinion[g], people.held)

    eligible = views.active(state) & (people.rung < Rung.LOST_COMMITTEE) & world.people.exists
    outsider = views.take(~ruling & (people.attacked > params.lately), patron, False)
    hostile = jnp.where(
        state.lineup.bloc | (people.attacked > params.lately), 1.0, jnp.where(outsider, loyalty, 0.0)
    )
    stay = params.retention * (1 - params.exclusion * hostile * control)
    kept = full & eligible & (ruling | (u[:, 1] < stay))

    first = world.bodies.size[committee]
    friends = jnp.where(ruling, 1.0, views.take(ruling, people.patron, False) * people.loyalty)
    foreign = 1 - jnp.sum(full * friends) / jnp.maximum(full.sum(), 1)
    rate = params.growth * (params.growth_least + rng.single(luck, 1)[0]) * (1 + params.packing * foreign)
    grown = jnp.round(state.bodies.size[committee] * (1 + rate))
    size = jnp.clip(grown, 1, jnp.round(params.largest_committee * first))
    size = jnp.maximum(size, kept.sum())

    faithful = views.take(ruling, patron, False) * loyalty * control
    secretary = jnp.zeros_like(full).at[org.secretary].set(True, mode="drop", wrap_negative_indices=False)
    local = secretary | (state.bodies.seat[committee] == Seat.CANDIDATE) | world.people.reserve
    score = params.elect_prestige * people.prestige + params.elect_faithful * faithful + local
    score = (
        score
        + rng.gumbel(u[:, 2]) * params.elect_noise
        + params.elect_ruling * ruling
        - params.elect_hostile * hostile
    )
    score = jnp.where(eligible & ~kept & (people.health > 0.1), score, -jnp.inf)
    places = size - kept.sum()
    enters = views.best(score, places) & jnp.isfinite(score)
    seat = jnp.where(
        kept | enters,
        int(Seat.FULL),
        jnp.where(state.bodies.seat[committee] == Seat.CANDIDATE, int(Seat.CANDIDATE), int(Seat.NONE)),
    )
    row = jnp.arange(state.bodies.seat.shape[0]) == committee
    seats = jnp.where(row[:, None] & sits, seat[None, :], state.bodies.seat)
    told = event(
        sits,
        EventKind.CONGRESS,
        who=state.lineup.leader,
        body=0,
        outcome=(enters & ~full).sum(),
        size=(kept | enters).sum(),
        cause=Cause.CALENDAR,
        second=Cause.APPOINTING_POWER,
    )
    bodies = state.bodies.replace(
        seat=seats, size=jnp.where(row & sits, jnp.maximum(size, 1), state.bodies.size)
    )
    return bodies, patron, loyalty, held, jnp.where(stands[:, None], held, people.shown), events(told)
