"""The army's man under attack may strike; most do not."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import NOW, POSTS, Kind, fields, mechanism
from politburo.vocab import Cause, EventKind, Resource, Rung, Trait


@mechanism(
    kind=Kind.CHOICE,
    reads=NOW
    | fields("bodies", "seat")
    | fields("country", "discontent standing")
    | fields("lineup", "bloc changed core leader lost ring")
    | fields("offices", "established holder")
    | fields("organisations", "secretary")
    | fields("people", "alive attack_month attacked member power rung trait"),
    writes=fields("lineup", "changed leader") | fields("people", "member rung") | POSTS,
    sources=("Svolik 2012", "Geddes, Wright & Frantz 2018"),
)
def force(luck, world, params, state):
    """Let the holder of most of the army's resources, if outside the coalition and under attack, try a coup.

    Hazard ``coup_rate`` attacked (``coup_bold`` + ambition) (``coup_nerve`` - caution) exp(``coup_discontent`` discontent) a
    month; success with probability sigma(``coup_arms`` (army share x military ability - police share of the coalition) -
    ``legitimacy``). Success makes him the whole core and removes the former core from the bureau; failure expels him.

    Shapes: persons [P]. Units: rates per month. Draws: two uniforms of the mechanism. Errors: none.
    Does not model: coups by the police or by foreign armies.
    """
    people, line = state.people, state.lineup
    held = views.offices_held(world, state)
    army, police = held[:, Resource.ARMY], held[:, Resource.POLICE]
    commander = views.holder_of(world, state, Resource.ARMY)
    man = jnp.maximum(commander, 0)
    share = army[man] / jnp.maximum(world.offices.resource[:, Resource.ARMY].sum(), 1e-6)
    ruling = views.coalition(state)
    under = (commander >= 0) & ~ruling[man] & views.active(state)[man] & state.country.standing
    u = rng.single(luck, 2)
    boldness = (params.coup_bold + people.trait[man, Trait.AMBITION]) * (
        params.coup_nerve - people.trait[man, Trait.CAUTION]
    )
    hazard = (
        params.coup_rate
        * people.attacked[man]
        * boldness
        * jnp.exp(params.coup_discontent * state.country.discontent)
    )
    tries = under & (u[0] < hazard)
    guard = jnp.sum(jnp.where(ruling, police, 0.0)) / jnp.maximum(police.sum(), 1e-6)
    odds = jax.nn.sigmoid(
        params.coup_arms * (share * people.trait[man, Trait.MILITARY] - guard) - params.legitimacy
    )
    wins = tries & (u[1] < odds)
    fails = tries & ~wins
    old_leader = line.leader
    him = jnp.arange(people.alive.shape[0]) == man

    out = jnp.where(wins, line.core, fails & him)
    rung = jnp.where(wins & line.core, jnp.maximum(people.rung, int(Rung.LOST_COMMITTEE)), people.rung)
    rung = jnp.where(fails & him, int(Rung.EXPELLED), rung)
    rung = jnp.where(wins & him, int(Rung.CLEAR), rung)
    state = views.leave_posts(state, out)
    line = state.lineup
    state = state.replace(
        people=state.people.replace(rung=rung, member=state.people.member & ~(fails & him)),
        lineup=line.replace(
            core=jnp.where(wins, him, line.core),
            ring=line.ring & ~wins,
            bloc=line.bloc & ~wins,
            leader=jnp.where(wins, man, line.leader),
            changed=jnp.where(wins, state.month, line.changed),
            lost=line.lost & ~wins,
        ),
    )
    return state, events(
        event(
            tries,
            EventKind.COUP,
            who=man,
            whom=old_leader,
            outcome=wins,
            cause=Cause.MOMENTUM,
            second=Cause.AMBITION,
            since=people.attack_month[man],
        )
    )
