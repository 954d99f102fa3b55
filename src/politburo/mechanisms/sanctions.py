"""What losing a vote costs; recantation, readmission, exile."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views
from politburo.model.events import event, events
from politburo.model.mechanism import NOW, POSTS, Kind, fields, mechanism
from politburo.vocab import Arena, Cause, EventKind, Resource, Role, Rung, Seat, Trait


def lose_seat(world, state, person, roles, when):
    """Return seats with `person` out of every body of these roles, where `when` holds."""
    of = jnp.isin(world.bodies.role, jnp.array([int(role) for role in roles]))
    hit = of[:, None] & (jnp.arange(state.bodies.seat.shape[1]) == person)[None, :] & when
    return jnp.where(hit, int(Seat.NONE), state.bodies.seat)


SMALL = (Role.BUREAU, Role.ORGBUREAU, Role.SECRETARIAT)


@mechanism(
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("agenda", "arena attacker carried cause open rung target")
    | fields("bodies", "seat")
    | fields("country", "fear")
    | fields("lineup", "bloc core leader lost ring")
    | fields("offices", "established holder")
    | fields("organisations", "secretary")
    | fields("people", "alive attack_month member prestige recanted rung trait"),
    writes=fields("country", "fear") | fields("people", "member prestige recanted rung") | POSTS,
    sources=("Svolik 2009", "Gill 1990", "Torigian 2022"),
)
def sanctions(luck, world, params, state):
    """Carry out what was voted, and let the defeated recant, return or be sent away.

    A carried motion lifts its target to the rung sought (`vocab.Rung`): offices go at LOST_POST, small bodies at LOST_BUREAU,
    the committee at LOST_COMMITTEE, membership at EXPELLED. The losing leader's prestige falls by ``defeat``. Fear follows F' =
    ``fear_decay`` F + ``fear_step`` (``fear_any`` + rung / 4) for each sanction carried, at most 2. Persons at LOST_BUREAU or
    above recant with hazard ``recantation`` (``timid`` + caution); those expelled and recanted are readmitted with hazard
    ``readmission`` to membership only; the expelled who do not recant are exiled with hazard ``exile`` (police held by the
    coalition).

    Shapes: persons [P], motions [2]. Units: rates per month. Draws: three uniforms per person. Errors: none.
    Does not model: arrests of persons outside the roster.
    """
    agenda, people = state.agenda, state.people
    u = rng.uniform(luck, rng.Of.PERSON, world.people.address, 3)
    rows = []
    fear = state.country.fear * params.fear_decay
    for m in (0, 1):
        target, hit = agenda.target[m], agenda.carried[m]
        rung = agenda.rung[m]
        office = jnp.where(
            (state.offices.holder == target).any(), jnp.argmax(state.offices.holder == target), -1
        )
        at = lambda level: hit & (rung >= level)  # noqa: B023, E731
        people = state.people
        person = jnp.arange(people.rung.shape[0]) == target
        new_rung = jnp.where(person & hit, jnp.maximum(people.rung, rung), people.rung)
        state = state.replace(
            bodies=state.bodies.replace(seat=lose_seat(world, state, target, SMALL, at(Rung.LOST_BUREAU))),
            offices=state.offices.replace(
                holder=jnp.where(
                    (state.offices.holder == target) & at(Rung.LOST_POST), -1, state.offices.holder
                )
            ),
            people=people.replace(rung=new_rung),
        )
        state = views.leave_posts(state, person & at(Rung.LOST_COMMITTEE))
        lineup = state.lineup
        ousted = person & at(Rung.LOST_BUREAU)
        state = state.replace(
            people=state.people.replace(member=state.people.member & ~(person & at(Rung.EXPELLED))),
            lineup=lineup.replace(
                core=lineup.core & ~ousted,
                ring=lineup.ring & ~ousted,
                lost=lineup.lost | (ousted & (lineup.core | lineup.ring)).any(),
            ),
        )
        voted = agenda.open[m] & (agenda.arena[m] != Arena.PRESS)
        loser = jnp.where(hit, target, agenda.attacker[m])
        beaten = (jnp.arange(people.rung.shape[0]) == loser) & voted
        state = state.replace(
            people=state.people.replace(
                prestige=jnp.where(beaten, state.people.prestige * (1 - params.defeat), state.people.prestige)
            )
        )
        fear = jnp.where(hit, fear + params.fear_step * (params.fear_any + rung / 4), fear)
        rows.append(
            event(
                hit,
                EventKind.SANCTION,
                who=agenda.attacker[m],
                whom=target,
                body=agenda.arena[m],
                thing=jnp.where(rung >= Rung.LOST_POST, office, -1),
                outcome=rung,
                cause=Cause.CONTROL_OF_VOTES,
                second=agenda.cause[m],
                since=state.month,
            )
        )

    people = state.people
    fallen = people.alive & (people.rung >= Rung.LOST_BUREAU) & ~people.recanted & (people.rung < Rung.EXILED)
    recants = fallen & (u[:, 0] < params.recantation * (params.timid + people.trait[:, Trait.CAUTION]))
    back = people.alive & people.recanted & ~people.member & (u[:, 1] < params.readmission)
    police = views.offices_held(world, state)[:, Resource.POLICE]
    reach = jnp.sum(jnp.where(views.coalition(state), police, 0.0)) / jnp.maximum(police.sum(), 1e-6)
    exiled = people.alive & ~people.member & ~people.recanted & (people.rung == Rung.EXPELLED)
    exiled = exiled & (u[:, 2] < params.exile * reach)
    rung = jnp.where(back, int(Rung.LOST_COMMITTEE), people.rung)
    rung = jnp.where(exiled, int(Rung.EXILED), rung)
    state = state.replace(
        people=people.replace(
            rung=rung, recanted=people.recanted | recants, member=(people.member | back) & ~exiled
        ),
        country=state.country.replace(fear=jnp.clip(fear, 0.0, 2.0)),
    )
    one = lambda mask: jnp.where(mask.any(), jnp.argmax(mask), -1)  # noqa: E731
    rows += [
        event(
            recants.any(),
            EventKind.RECANTATION,
            whom=one(recants),
            cause=Cause.DEFEAT,
            second=Cause.FEAR,
            since=views.take(people.attack_month, one(recants), -1),
        ),
        event(back.any(), EventKind.READMISSION, whom=one(back), cause=Cause.DEFEAT),
        event(
            exiled.any(),
            EventKind.SANCTION,
            who=state.lineup.leader,
            whom=one(exiled),
            outcome=Rung.EXILED,
            cause=Cause.COERCION,
            since=views.take(people.attack_month, one(exiled), -1),
        ),
    ]
    return state, events(*rows)
