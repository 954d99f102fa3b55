"""Power: resources read off the institutions and turned into shares, and what they would win."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views, voting
from politburo.model.events import no_events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.power.batched import self_enforcing_batch, subset_matrix
from politburo.vocab import Resource, Role, Rung

NOISE = 6  # draws of the powers behind the probability of being self-enforcing
FRONT = 3  # contenders whose chance to win alone is worked out
SCALE = 2.0**14  # shares become whole numbers before sets are compared


def resources(world, params, state):
    """Return (apparatus, committee, prestige, office) shares of each person, float32[P, 4].

    Apparatus: delegates' share of the organisations whose secretary follows him, by loyalty (a secretary follows himself for the
    rest). Committee: the same over the full members of the committee, each counting 1 for himself. Office: share of the
    resources of all offices except the power to appoint, which has no weight of its own.
    """
    people, org = state.people, state.organisations
    n = people.alive.shape[0]
    weight = views.delegates(world, state)
    apparatus = views.onto(n, org.patron, weight * org.loyalty)
    apparatus = apparatus + views.onto(n, org.secretary, weight * (1 - org.loyalty))
    voters = views.seated(world, state, Role.COMMITTEE)
    count = jnp.maximum(voters.sum(), 1)
    committee = voters * 1.0 + views.onto(n, jnp.where(voters, people.patron, -1), people.loyalty)
    prestige = jnp.where(people.alive, people.prestige, 0.0)
    held = views.offices_held(world, state).at[:, Resource.APPOINTMENTS].set(0.0)
    total = world.offices.resource.at[:, Resource.APPOINTMENTS].set(0.0).sum()
    office = held.sum(1) / jnp.maximum(total, params.reference_offices)
    return jnp.stack(
        [apparatus, committee / count, prestige / jnp.maximum(prestige.sum(), 1e-6), office], axis=1
    )


def _arms(world, state):
    """Mean of each person's shares of the resources of army and police, float32[P]."""
    arms = jnp.array([int(Resource.ARMY), int(Resource.POLICE)])
    whole = jnp.maximum(world.offices.resource[:, arms].sum(0), 1e-6)
    return (views.offices_held(world, state)[:, arms] / whole).mean(1)


def _compromised(world):
    """Weight of each person's gravest liability, float32[P]."""
    fact = world.liabilities
    nothing = jnp.zeros(world.people.exists.shape[0], jnp.float32)
    return nothing.at[jnp.where(fact.exists, fact.person, -1)].max(
        fact.weight, mode="drop", wrap_negative_indices=False
    )


def raw_power(world, params, state):
    """Power before and after lending, float32[P].

    w_i = act_i health_i [wF (A_i + V_i) / 2 + (1 - wF) (wP Pr_i + (1 - wP) O_i)], act = 1 - (rung / 6)^``rung_exponent``, x
    ``recanted_weight`` once recanted. In the share v = ``force_over_votes`` the formal term gives way to the share of army and
    police, and w is lowered by v x the weight of his gravest liability. A client lends ``lending`` x loyalty of it to a patron
    in standing.
    """
    people = state.people
    share = resources(world, params, state)
    v = params.force_over_votes
    formal = (1 - v) * (share[:, 0] + share[:, 1]) / 2 + v * _arms(world, state)
    informal = params.prestige_weight * share[:, 2] + (1 - params.prestige_weight) * share[:, 3]
    act = 1 - (people.rung / int(Rung.EXILED)) ** params.rung_exponent
    act = act * jnp.where(people.recanted, params.recanted_weight, 1.0) * jnp.where(people.member, 1.0, 0.3)
    clean = 1 - v * _compromised(world)
    w = act * clean * people.health * (params.formal_weight * formal + (1 - params.formal_weight) * informal)
    w = jnp.where(people.alive & world.people.exists, w, 0.0)
    sound = views.take(views.active(state) & (people.health > 0.3), people.patron, False)
    lent = jnp.where(sound, params.lending * people.loyalty * w, 0.0)
    return w - lent + views.onto(w.shape[0], people.patron, lent), share


def win_alone(world, params, state, contender):
    """Chance that each of the first FRONT contenders wins every appointing and sanctioning body against all others.

    The other contenders vote against him unless they are his clients (loyalty of a half or more). Bodies: committee at its
    sanctioning requirement, bureau, congress. The least of the three chances is returned; float32[FRONT].
    """
    people = state.people
    active = views.active(state)
    committee = views.seated(world, state, Role.COMMITTEE)
    bureau = views.seated(world, state, Role.BUREAU)
    weight = views.delegates(world, state)
    need = views.take(world.bodies.sanction, views.body_of(world, Role.COMMITTEE), 0.5)

    def one(i):
        client = (people.patron == i) & (people.loyalty >= 0.5)
        rivals = jnp.zeros_like(active).at[contender].set(True) & active & ~client
        rivals = rivals & (jnp.arange(active.shape[0]) != i)
        side = (client & active).at[i].set(True)
        u = voting.persons(world, params, state, side, rivals, jnp.asarray(-1))
        p = voting.expressed(params, state, u, committee, 3)
        q = voting.expressed(params, state, u, bureau, 3)
        secretary, members, grip = voting.organisations(world, params, state, side, rivals, jnp.asarray(-1))
        r = voting.expressed_by_organisation(params, state, secretary, members, grip, weight, 3)
        chances = jnp.stack(
            [
                voting.chance(p, committee, need),
                voting.chance(
                    q, bureau, views.take(world.bodies.decision, views.body_of(world, Role.BUREAU), 0.5)
                ),
                voting.chance(r, weight * state.bodies.size[0], world.bodies.decision[0]),
            ]
        )
        return jnp.where(active[i], chances.min(), 0.0)

    return jax.vmap(one)(contender[:FRONT])


@mechanism(
    kind=Kind.PROCESS,
    reads=NOW
    | fields("bodies", "seat size")
    | fields("country", "fear salience")
    | fields("lineup", "bloc contender core necessary regard ring stable wins_alone")
    | fields("offices", "established holder")
    | fields("organisations", "appointed entrenched loyalty members opinion patron secretary")
    | fields("people", "alive health held loyalty member patron prestige recanted rung seen shown")
    | fields("ties", "trust"),
    writes=fields("lineup", "contender necessary regard stable wins_alone") | fields("people", "power seen"),
    sources=("Acemoglu, Egorov & Sonin 2008", "Laakso & Taagepera 1979 (effective number)"),
)
def standing(luck, world, params, state):
    """Turn resources into shares of power, choose the contenders, and work out which coalitions would hold.

    Power as in `raw_power`, every month, divided by the sum over the K strongest; the rest when the committee meets. Seen power
    follows it at ``sight`` a month from what it is at the start (a machine is underrated until it votes). The K contenders are
    the strongest active persons, members of the coalition and of the bloc first. P(self-enforcing) of each set is its share
    over NOISE draws of log-normal powers (sd ``power_noise``), in whole numbers. A set is feasible if it wins (w(C) >
    ``threshold`` w(N)) and is self-enforcing in at least half of the draws; `necessary` is the share of feasible sets that
    contain a person.

    Shapes: power float32[P]; sets [2**K]. Units: shares. Draws: NOISE uniforms per contender. Errors: none.
    Does not model: power without party membership.
    """
    people = state.people
    w, _ = raw_power(world, params, state)
    front = jax.lax.top_k(w, state.lineup.contender.shape[0])[0]
    power = w / jnp.maximum(front.sum(), 1e-9)
    sight = jnp.where(state.month == 0, 1.0, params.sight)
    seen = jnp.where(people.alive, people.seen + sight * (power - people.seen), 0.0)
    state = state.replace(people=people.replace(power=power, seen=seen))
    every = views.take(world.bodies.every, views.body_of(world, Role.COMMITTEE), 1)
    same = lambda luck, world, params, state: state.lineup  # noqa: E731
    lineup = jax.lax.cond(state.month % jnp.maximum(every, 1) == 0, _assess, same, luck, world, params, state)
    return state.replace(lineup=lineup), no_events()


def _assess(luck, world, params, state):
    """Choose the contenders and work out which sets of them would win and hold together."""
    people, line, power = state.people, state.lineup, state.people.power
    k = line.contender.shape[0]
    first = jnp.where(views.coalition(state) | line.bloc, 0.02, 0.0)
    rank = power + first * (power > 0.005)
    rank = jnp.where(people.alive & world.people.exists & world.people.eligible, rank, -1.0)
    by_address = jnp.argsort(
        -world.people.address
    )  # of equals the first in this order is taken, whatever the rows
    contender = by_address[jax.lax.top_k(rank[by_address], k)[1]].astype(jnp.int32)
    contender = contender[jnp.argsort(-rank[contender] + first[contender])]

    can = views.active(state)[contender]
    base = jnp.where(can, power[contender], 0.0)
    luck_of = rng.normals(luck, rng.Of.PERSON, world.people.address[contender], NOISE)
    noisy = base[:, None] * jnp.exp(params.power_noise * luck_of)
    noisy = jnp.maximum(jnp.round(noisy / jnp.maximum(noisy.sum(0), 1e-9) * SCALE), 1.0)
    stable = self_enforcing_batch(noisy.T.astype(jnp.int32), params.threshold).mean(0)
    member = jnp.asarray(subset_matrix(k))
    wins = member @ base > params.threshold * base.sum()
    feasible = wins & (stable >= 0.5) & ~(member & ~can[None, :]).any(1)
    necessary = (feasible @ member.astype(jnp.float32)) / jnp.maximum(feasible.sum(), 1)
    line = line.replace(contender=contender, regard=state.ties.trust[:, contender])
    alone = win_alone(world, params, state.replace(lineup=line), contender)
    return line.replace(
        stable=stable.astype(jnp.float32),
        necessary=necessary,
        wins_alone=jnp.zeros(k).at[:FRONT].set(alone),
    )
