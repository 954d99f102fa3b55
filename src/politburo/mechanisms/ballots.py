"""Votes: private opinion, expressed vote, tally."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views, voting
from politburo.model.events import COLUMNS, event, events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.vocab import Arena, EventKind, Role, Rung


def whole_delegations(world, state):
    """Delegates of each organisation, whole numbers that sum to the congress; float32[G]. Largest remainders win."""
    exact = views.delegates(world, state) * state.bodies.size[0]
    floor = jnp.floor(exact)
    missing = jnp.round(state.bodies.size[0] - floor.sum())
    remainder = jnp.where(world.organisations.exists, exact - floor, -1.0)
    remainder = remainder + 1e-6 * world.organisations.address  # equal remainders: the lower address waits
    return floor + views.best(remainder, missing)


@mechanism(
    kind=Kind.PROCEDURE,
    reads=NOW
    | fields("agenda", "against arena attacker cause dispute open rung second side since target weapon")
    | fields("bodies", "seat size")
    | fields("country", "fear salience")
    | fields("lineup", "contender core regard")
    | fields("organisations", "appointed entrenched loyalty members opinion patron secretary")
    | fields("people", "alive held loyalty member patron power prestige rung shown"),
    writes=fields("agenda", "carried"),
    sources=("Kuran 1991", "Downs 1957", "Daniels 1971"),
)
def ballots(luck, world, params, state):
    """Count the votes on the motions of the month.

    Utilities as in `model.voting`. Of those present, v abstains with probability ``abstention`` exp(-x_v^2 / 4) and otherwise votes aye
    with probability sigma(x_v). In a body every living full member votes; before the congress every delegation casts its
    delegates' votes, before the party every organisation its members'; both by the normal approximation of the binomial.
    A motion carries when ayes exceed the body's requirement as a share of ayes and nays; what is fought in the press is not voted.

    Shapes: motions [2], persons [P], organisations [G]. Units: votes, whole numbers.
    Draws: two uniforms per person and motion, two normals per organisation and motion. Errors: none.
    Conserved: ayes + nays + abstentions = those entitled and present. Does not model: absence, proxies.
    """
    committee = views.body_of(world, Role.COMMITTEE)
    every = views.take(world.bodies.every, committee, 1)
    nothing = jnp.zeros((4, len(COLUMNS)), jnp.int32)
    idle = lambda luck, world, params, state: (jnp.zeros_like(state.agenda.carried), nothing)  # noqa: E731
    carried, told = jax.lax.cond(
        state.month % jnp.maximum(every, 1) == 0, _count, idle, luck, world, params, state
    )
    return state.replace(agenda=state.agenda.replace(carried=carried)), told


def _count(luck, world, params, state):
    agenda = state.agenda
    u = rng.uniform(luck, rng.Of.PERSON, world.people.address, 4)
    z = rng.normals(luck, rng.Of.ORGANISATION, world.organisations.address, 4)
    crowd = whole_delegations(world, state)
    weight = views.delegates(world, state)

    def count(side, against, arena, dispute, weapon, rung, u, z):
        """Tally of one motion: (ayes, nays, abstentions, organisations lost, requirement)."""
        force = params.liability_on_votes * views.take(world.liabilities.weight, weapon, 0.0)
        voters = views.sitting(world, state, arena)
        x = voting.persons(world, params, state, side, against, dispute) + force
        p = voting.expressed(params, state, x, voters)
        silent = voters & (u[:, 0] < params.abstention * jnp.exp(-(_logit(p) ** 2) / 4))
        aye = voters & ~silent & (u[:, 1] < p)

        secretary, members, grip = voting.organisations(world, params, state, side, against, dispute)
        q = voting.expressed_by_organisation(params, state, secretary, members + force, grip, weight)
        whole = arena == Arena.PARTY
        n = jnp.where(whole, state.organisations.members.sum(1) * world.organisations.exists, crowd)
        out = _binomial(n, params.abstention * jnp.exp(-(_logit(q) ** 2) / 4), z[:, 0])
        yes = _binomial(n - out, q, z[:, 1])

        masses = views.by_delegates(world, arena)
        ayes = jnp.where(masses, yes.sum(), aye.sum())
        abstain = jnp.where(masses, out.sum(), silent.sum())
        nays = jnp.where(masses, n.sum(), voters.sum()) - ayes - abstain
        severe = (rung >= Rung.LOST_COMMITTEE) & ~masses
        body = jnp.maximum(arena, 0)
        need = jnp.where(severe, world.bodies.sanction[body], world.bodies.decision[body])
        against_it = jnp.sum((n - out - yes > yes) & (n > 0))
        return ayes, nays, abstain, against_it, jnp.where(whole, 0.5, need)

    ayes, nays, abstain, against_it, need = jax.vmap(count)(
        agenda.side,
        agenda.against,
        agenda.arena,
        agenda.dispute,
        agenda.weapon,
        agenda.rung,
        jnp.stack([u[:, :2], u[:, 2:]]),
        jnp.stack([z[:, :2], z[:, 2:]]),
    )
    voted = agenda.open & (agenda.arena != Arena.PRESS)
    carried = voted & (ayes > need * (ayes + nays)) & (ayes > 0)
    rows = []
    for m, kind in enumerate((EventKind.OFFENSIVE, EventKind.CHALLENGE)):
        common = {
            "who": agenda.attacker[m],
            "whom": agenda.target[m],
            "body": agenda.arena[m],
            "thing": agenda.dispute[m],
            "ayes": jnp.where(voted[m], ayes[m], 0),
            "nays": jnp.where(voted[m], nays[m], 0),
            "abstentions": jnp.where(voted[m], abstain[m], 0),
            "outcome": jnp.where(voted[m], carried[m], -1),
            "weapon": agenda.weapon[m],
            "cause": agenda.cause[m],
            "second": agenda.second[m],
        }
        rows.append(event(agenda.open[m], kind, size=agenda.rung[m], since=agenda.since[m], **common))
        party = agenda.open[m] & (agenda.arena[m] == Arena.PARTY)
        total = world.organisations.exists.sum()
        lost = against_it[m] if kind == EventKind.OFFENSIVE else total - against_it[m]
        rows.append(event(party, EventKind.PARTY_VOTE, size=lost, since=state.month, **common))
    return carried, events(*rows)


def _logit(p):
    p = jnp.clip(p, 1e-6, 1 - 1e-6)
    return jnp.log(p / (1 - p))


def _binomial(n, p, z):
    """Whole number of successes by the normal approximation (z standard normal), clipped to 0..n."""
    draw = n * p + jnp.sqrt(jnp.maximum(n * p * (1 - p), 0.0)) * z
    return jnp.clip(jnp.round(draw), 0.0, n)
