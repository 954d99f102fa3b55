"""Readings of a state that several mechanisms need: who is whose man, who is in reach, what a group wants.

Pure arithmetic; nothing is drawn here.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from politburo.vocab import Arena, Axis, Resource, Role, Rung, Seat

Array = Any


def take(values: Array, index: Array, absent: Any = 0) -> Array:
    """Return ``values[index]``, and `absent` where the index is -1."""
    found = values[jnp.maximum(index, 0)]
    mask = index >= 0
    return jnp.where(mask.reshape(mask.shape + (1,) * (found.ndim - mask.ndim)), found, absent)


def onto(size: int, index: Array, values: Array) -> Array:
    """Sum `values` onto rows 0..size-1 by `index`; rows with index -1 are left out."""
    return jnp.zeros(size, jnp.float32).at[index].add(values, mode="drop", wrap_negative_indices=False)


def active(state: Any) -> Array:
    """Persons who live, belong to the party and are not exiled. bool[P]"""
    return state.people.alive & state.people.member & (state.people.rung < Rung.EXPELLED)


def full(state: Any, body: int | Array) -> Array:
    """Living full members of a body, bool[P]."""
    return (state.bodies.seat[body] == Seat.FULL) & state.people.alive


def body_of(world: Any, role: Role) -> Array:
    """Row of the first body with this role; -1 if the scenario has none."""
    return world.lookup.body[role]


def seated(world: Any, state: Any, role: Role) -> Array:
    """Living full members of the first body with this role, bool[P]; nobody if there is none."""
    body = body_of(world, role)
    return full(state, jnp.maximum(body, 0)) & (body >= 0)


def offices_held(world: Any, state: Any) -> Array:
    """Resources that each person's offices give, float32[P, Resource]."""
    people = state.people.alive.shape[0]
    held = jnp.where((state.offices.established & world.offices.exists)[:, None], world.offices.resource, 0.0)
    return (
        jnp.zeros((people, held.shape[1]), jnp.float32)
        .at[state.offices.holder]
        .add(held, mode="drop", wrap_negative_indices=False)
    )


def holder_of(world: Any, state: Any, resource: Resource) -> Array:
    """Return the living person who holds most of a resource, or -1; int32 scalar.

    Of several who hold equally much the most powerful; where they are equal in that too, nobody can act with it.
    """
    held = offices_held(world, state)[:, resource] * state.people.alive
    most = (held == held.max()) & (held > 0)
    power = jnp.where(most, state.people.power, -1.0)
    first = most & (power == power.max())
    return jnp.where(first.sum() == 1, jnp.argmax(first), -1)


def appointer(world: Any, state: Any) -> tuple[Array, Array]:
    """Return (person who holds most of the power to appoint or -1, his capacity to use it 0..1)."""
    person = holder_of(world, state, Resource.APPOINTMENTS)
    return person, take(state.people.health, person, 0.0)


def delegates(world: Any, state: Any) -> Array:
    """Share of congress delegates that each organisation sends, float32[G], sums to 1."""
    members = jnp.where(world.organisations.exists, state.organisations.members.sum(1), 0.0)
    return members / jnp.maximum(members.sum(), 1.0)


def cadres(world: Any, state: Any) -> Array:
    """Persons who speak for an organisation's apparatus: its secretaries and the reserve cadres, bool[P]."""
    return world.people.reserve.at[state.organisations.secretary].set(
        True, mode="drop", wrap_negative_indices=False
    )


def interests(world: Any, params: Any) -> Array:
    """What the organisations stand for by themselves: their coded position, national republics closer to autonomy; float32[G, D]."""
    extra = params.autonomy * world.organisations.republic[:, None] * axis(world, Axis.CENTRE)
    return jnp.clip(world.organisations.position + extra, -1.0, 1.0)


def collegial(params: Any, collegiality: Array) -> Array:
    """Factor on what a person does for himself at the cost of colleagues: 1 at middling collegiality, less above it."""
    return 1 + params.collegial * (1 - 2 * collegiality)


def coalition(state: Any) -> Array:
    """Core and ring together, bool[P]."""
    return state.lineup.core | state.lineup.ring


def shares(weight: Array, mask: Array) -> Array:
    """Normalise weights inside a mask to sum to 1 (all zero if the mask is empty)."""
    inside = jnp.where(mask, weight, 0.0)
    return inside / jnp.maximum(inside.sum(), 1e-9)


def group_position(state: Any, mask: Array) -> Array:
    """Power-weighted mean of the positions shown by a group, float32[D]."""
    return shares(state.people.power + 1e-6, mask) @ state.people.shown


def core_regard(state: Any) -> Array:
    """Power-weighted mean trust of the core in each person, float32[P]."""
    c = state.lineup.contender
    return shares(state.people.power[c] + 1e-6, state.lineup.core[c]) @ state.ties.trust[c]


def axis(world: Any, kind: Axis) -> Array:
    """1.0 on the disputes of this axis, else 0.0; float32[D]."""
    return world.lookup.axis[kind]


def sitting(world: Any, state: Any, arena: Array) -> Array:
    """Voting members of the body `arena`, bool[P]; nobody for the congress, the press or the party."""
    named = (arena >= 0) & (world.bodies.role[jnp.maximum(arena, 0)] != Role.CONGRESS)
    return full(state, jnp.maximum(arena, 0)) & named & active(state)


def by_delegates(world: Any, arena: Array) -> Array:
    """True where organisations, not persons, decide: a congress or a vote of the whole party."""
    congress = (arena >= 0) & (world.bodies.role[jnp.maximum(arena, 0)] == Role.CONGRESS)
    return congress | (arena == Arena.PARTY)


def leave_posts(state: Any, gone: Array) -> Any:
    """Vacate every seat, office, secretaryship and place in the line-up of the persons in `gone`, bool[P]."""
    away = lambda holder: take(gone, holder, False)  # noqa: E731
    lineup = state.lineup
    return state.replace(
        bodies=state.bodies.replace(seat=jnp.where(gone[None, :], int(Seat.NONE), state.bodies.seat)),
        offices=state.offices.replace(
            holder=jnp.where(away(state.offices.holder), -1, state.offices.holder),
        ),
        organisations=state.organisations.replace(
            secretary=jnp.where(away(state.organisations.secretary), -1, state.organisations.secretary),
        ),
        lineup=lineup.replace(
            core=lineup.core & ~gone,
            ring=lineup.ring & ~gone,
            bloc=lineup.bloc & ~gone,
            lost=lineup.lost | ((lineup.core | lineup.ring) & gone).any(),
        ),
    )


def set_one(values: Array, index: Array, value: Any, when: Any) -> Array:
    """Return `values` with ``values[index] = value`` where `when` holds and the index is not -1."""
    chosen = (jnp.arange(values.shape[0]) == index) & when
    return jnp.where(chosen, value, values)


def normal_cdf(x: Array) -> Array:
    return jax.scipy.special.ndtr(x)


def best(values: Array, count: Array) -> Array:
    """True on the `count` largest of `values` float32[n], and on all that equal the last of them; bool[n].

    The least of them is found bit by bit from the top, as the largest number that at least `count` values reach, which
    processors do sooner than sorting.
    """
    values = jnp.where(values == 0, 0.0, values)  # two signs of nought are one number
    bits = jax.lax.bitcast_convert_type(values, jnp.uint32)
    sign = jnp.uint32(1 << 31)
    key = jnp.where(bits >= sign, ~bits, bits | sign)  # in the order of the values
    least = jnp.maximum(count, 1).astype(jnp.int32)

    def with_bit(n: Array, floor: Array) -> Array:
        higher = floor | (sign >> n.astype(jnp.uint32))
        return jnp.where(jnp.sum(key >= higher) >= least, higher, floor)

    return (key >= jax.lax.fori_loop(0, 32, with_bit, jnp.uint32(0))) & (count > 0)


def two_largest(values: Array) -> Array:
    """Positions of the largest and the second largest value, int32[2]."""
    first = jnp.argmax(values)
    return jnp.stack([first, jnp.argmax(jnp.where(jnp.arange(values.shape[0]) == first, -jnp.inf, values))])
