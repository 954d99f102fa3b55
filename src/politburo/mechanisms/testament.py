"""A predecessor's written word on his possible successors, and what those in control do with it."""

from __future__ import annotations

import jax.numpy as jnp

from politburo import rng
from politburo.model import views, voting
from politburo.model.events import event, events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.vocab import Cause, Disclosure, EventKind, Role

REACH = (0.0, 0.4, 0.7, 1.0)  # how much of the party hears it, by Disclosure


@mechanism(
    kind=Kind.CHOICE,
    reads=NOW
    | fields("bodies", "seat")
    | fields("country", "fear")
    | fields("letter", "disclosed month written")
    | fields("lineup", "contender core leader ring")
    | fields("offices", "holder")
    | fields("people", "alive health loyalty member patron power prestige rung")
    | fields("ties", "trust"),
    writes=fields("letter", "disclosed written") | fields("offices", "holder") | fields("people", "prestige"),
    sources=("Lewin 1968", "Torigian 2022"),
)
def testament(luck, world, params, state):
    """Let an ailing predecessor write, those in control disclose or withhold, and the committee vote confidence.

    Written with probability ``letter_rate`` a month once the author's capacity is between ``letter_unfit`` and
    ``letter_ailing``. Decided when he is dead or incapable and the committee meets: with g = sum over the coalition of p_i s_i
    minus the same over other contenders (s merit + fault, p share of power), the level of disclosure is the number of l in 1..3
    with logit(u) < ``letter_openness`` + ``letter_gain`` g - ``letter_step`` (l - 1). Prestige is multiplied by
    exp(``letter_force`` reach s). If an office is named and its holder is the most criticised person, the committee votes: keep
    with u_v = v0 + vT ``confidence`` (side_v + trust_v) - ``letter_charge`` ``letter_force`` reach |fault|.

    Shapes: merit, fault float32[P]. Units: scores -1..1, months.
    Draws: four uniforms of the mechanism, one per person. Errors: none.
    Does not model: forgeries, leaks abroad.
    """
    letter, people, facts = state.letter, state.people, world.letter
    u = rng.single(luck, 4)
    author = facts.author
    alive = views.take(people.alive, author, False)
    capacity = views.take(people.health, author, 0.0)

    writes = (letter.written < 0) & (author >= 0) & alive & (state.month >= letter.month)
    writes = (
        writes
        & (capacity > params.letter_unfit)
        & (capacity < params.letter_ailing)
        & (u[0] < params.letter_rate)
    )
    written = jnp.where(writes, state.month, letter.written)

    committee = views.body_of(world, Role.COMMITTEE)
    meets = state.month % views.take(world.bodies.every, committee, 1) == 0
    decides = (
        (letter.written >= 0) & (letter.disclosed < 0) & (~alive | (capacity < params.letter_unfit)) & meets
    )
    score = facts.merit + facts.fault
    ruling = views.coalition(state)
    contending = jnp.zeros_like(ruling).at[state.lineup.contender].set(True)
    gain = jnp.sum(jnp.where(contending, people.power * score * jnp.where(ruling, 1.0, -1.0), 0.0))
    odds = params.letter_openness + params.letter_gain * gain - params.letter_step * jnp.arange(3)
    logit = jnp.log(jnp.clip(u[1], 1e-6, 1 - 1e-6) / (1 - jnp.clip(u[1], 1e-6, 1 - 1e-6)))
    level = jnp.sum(logit < odds)
    disclosed = jnp.where(decides, level, letter.disclosed)
    reach = jnp.where(decides, jnp.asarray(REACH)[level], 0.0)
    prestige = jnp.clip(people.prestige * jnp.exp(params.letter_force * reach * score), 0.005, 1.0)

    criticised = jnp.argmin(facts.fault)
    holder = views.take(state.offices.holder, facts.office, -1)
    asked = decides & (level >= 1) & (holder == criticised) & people.alive[criticised]
    voters = views.full(state, jnp.maximum(committee, 0)) & views.active(state)
    voters = voters & (jnp.arange(voters.shape[0]) != criticised)
    friends = views.coalition(state)
    side = jnp.where(friends[criticised], friends, False).at[criticised].set(True)
    pull = voting.side_of(state, people.patron, people.loyalty, side * 1.0, side, jnp.zeros_like(side))
    keep = (
        params.vote_incumbent
        + params.vote_side * params.confidence * pull
        + params.vote_side * params.confidence * state.ties.trust[:, criticised]
        - params.letter_charge * params.letter_force * reach * -facts.fault[criticised]
    )
    p = voting.expressed(params, state, keep, voters)
    ayes = jnp.sum((rng.uniform(luck, rng.Of.PERSON, world.people.address, 1)[:, 0] < p) & voters)
    nays = jnp.sum(voters) - ayes
    lost = asked & (ayes <= world.bodies.decision[jnp.maximum(committee, 0)] * jnp.sum(voters))
    holders = views.set_one(state.offices.holder, facts.office, -1, lost)

    state = state.replace(
        letter=letter.replace(written=written, disclosed=disclosed),
        people=people.replace(prestige=jnp.where(decides, prestige, people.prestige)),
        offices=state.offices.replace(holder=holders),
    )
    return state, events(
        event(writes, EventKind.LETTER_WRITTEN, who=author, cause=Cause.NATURE),
        event(
            decides,
            EventKind.LETTER_DISCLOSED,
            who=state.lineup.leader,
            whom=criticised,
            outcome=jnp.where(decides, level, int(Disclosure.WITHHELD)),
            cause=Cause.INTEREST,
            since=letter.written,
        ),
        event(
            asked,
            EventKind.CONFIDENCE,
            whom=criticised,
            body=committee,
            thing=facts.office,
            outcome=~lost,
            ayes=ayes,
            nays=nays,
            cause=Cause.LETTER,
            second=jnp.where(lost, Cause.GRIEVANCE, Cause.TRUST),
            since=letter.written,
        ),
    )
