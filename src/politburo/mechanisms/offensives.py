"""Who attacks whom, on what, and before which body: the opening of every fight."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from politburo import rng
from politburo.model import views, voting
from politburo.model.events import no_events
from politburo.model.mechanism import NOW, Kind, fields, mechanism
from politburo.vocab import Arena, Cause, Role, Rung, Seat, Trait


def next_rung(world, state, target, above):
    """Lowest rung over `above` that still has something to take from the target, else `Rung.CLEAR`; int32 scalar."""
    seat = lambda role: views.take(state.bodies.seat[:, target], views.body_of(world, role), 0) > Seat.NONE  # noqa: E731
    applies = jnp.array(
        [
            False,
            True,
            (state.offices.holder == target).any(),
            seat(Role.BUREAU),
            seat(Role.COMMITTEE),
            state.people.member[target],
            False,
        ]
    )
    ladder = jnp.arange(len(Rung))
    open_rungs = applies & (ladder > above)
    return jnp.where(open_rungs.any(), jnp.argmax(open_rungs), int(Rung.CLEAR)).astype(jnp.int32)


def expected_shares(world, params, state, side, against, dispute):
    """Share of ayes by blocs, without conformity, in (bureau, committee, congress); float32[3]."""
    p = jax.nn.sigmoid(voting.persons(world, params, state, side, against, dispute))
    secretary, members, grip = voting.organisations(world, params, state, side, against, dispute)
    q = grip * jax.nn.sigmoid(params.firmness * secretary) + (1 - grip) * jax.nn.sigmoid(members)
    share = lambda who: jnp.sum(p * who) / jnp.maximum(who.sum(), 1)  # noqa: E731
    return jnp.stack(
        [
            share(views.seated(world, state, Role.BUREAU)),
            share(views.seated(world, state, Role.COMMITTEE)),
            jnp.sum(q * views.delegates(world, state)),
        ]
    )


@mechanism(
    kind=Kind.CHOICE,
    reads=NOW
    | fields("agenda", "against arena attacker cause dispute rung second side since target weapon")
    | fields("bodies", "seat")
    | fields("country", "congress_last fear salience sitting standing")
    | fields("lineup", "bloc changed contender core leader regard ring")
    | fields("offices", "holder")
    | fields("organisations", "appointed loyalty members opinion patron secretary")
    | fields(
        "people",
        "alive attack_month attacked health held loyalty member patron power prestige recanted rung seen shown silent trait",
    )
    | fields("ties", "trust"),
    writes=fields("agenda", "against arena attacker cause dispute open rung second side since target weapon")
    | fields("people", "attack_month attacked"),
    sources=("Bueno de Mesquita et al. 2003", "Svolik 2012", "Torigian 2022"),
)
def offensives(luck, world, params, state):
    """Open at most one attack by the ruling coalition and one challenge to it.

    Attractiveness of an outsider j to the coalition C: a_j = ``threat`` (seen_j - ``harmless``) - ``grievance`` T_Cj +
    ``distance`` |x_C - x_j| + ``momentum`` attacked_j. An attack comes with probability 1 - exp(-``offensive_rate`` (``nerve``
    - caution) sum exp a_j) when the committee meets; its target is a softmax draw; the weapon is the dispute of greatest
    weighted distance, or a liability where that weighs more. It is launched only if the expected share of ayes in the best
    body, seen with an error of ``misjudgment``, exceeds the body's requirement by ``margin`` x caution; otherwise it is carried
    on in the press. It seeks the next rung of the ladder, one higher with probability ``ban_rung`` against a member of a bloc
    where factions are banned; a member of the core who trusts the target can shield him from anything above censure.

    The aggrieved outsider (or bloc) with the greatest drive, ambition (``nerve`` - caution) (grievance + attacked)
    (``challenge_weak`` + ``challenge_strong`` seen), challenges with probability 1 - exp(-``challenge_rate`` drive exp(-fear));
    ``rift`` more in the ``rift_months`` after the coalition has changed. It chooses the dispute on which party opinion is
    nearest to it and the member of the coalition it trusts least, before the congress if one is near, else the committee; where
    it expects to lose the body but has the sympathy of opinion it appeals to the whole party.

    Shapes: persons [P], contenders [K], motions [2]. Units: shares 0..1, months.
    Draws: three uniforms per contender, two per dispute and liability, seven of the mechanism. Errors: none.
    Does not model: secret conspiracies (see `force`), attacks among those who are not contenders.
    """
    committee = views.body_of(world, Role.COMMITTEE)
    every = views.take(world.bodies.every, committee, 1)
    agenda, attacked, when = jax.lax.cond(
        state.month % jnp.maximum(every, 1) == 0, _open_fights, _rest, luck, world, params, state
    )
    people = state.people.replace(attacked=attacked, attack_month=when)
    return state.replace(agenda=agenda, people=people), no_events()


def _rest(luck, world, params, state):
    """No fight is opened in a month in which the committee does not meet."""
    agenda = state.agenda.replace(open=jnp.zeros_like(state.agenda.open))
    return agenda, state.people.attacked, state.people.attack_month


class Drawn(NamedTuple):
    """The luck of one month's fights, float32 0..1."""

    contender: Any  # [K, 3]
    dispute: Any  # [D, 2]
    liability: Any  # [F, 2]
    own: Any  # [7]


class Plan(NamedTuple):
    """A fight someone would open: sides, question, weapon, and why."""

    wanted: Any  # bool scalar
    side: Any  # bool[P]
    against: Any  # bool[P]
    attacker: Any  # int32
    target: Any  # int32
    dispute: Any  # int32
    weapon: Any  # int32 liability or -1
    heavy: Any  # float32 weight of the liability used, 0 if none
    cause: Any  # int32[2] largest and second largest reason
    since: Any  # int32 month of the event that led to it


def _ranked(reasons):
    """The two largest of {Cause: term}, int32[2]."""
    return jnp.array([int(cause) for cause in reasons], jnp.int32)[
        views.two_largest(jnp.stack(list(reasons.values())))
    ]


def _liability(world, params, target, taste, u):
    """Choose a liability to use against a person, `taste` float32[F] 0..1: (row or -1, its weight or 0)."""
    fact = world.liabilities
    usable = jnp.where(fact.exists & (fact.person == target), fact.weight, 0.0)
    row = jnp.argmax(usable * (0.5 + taste))
    uses = u < params.use_liability * usable[row]
    return jnp.where(uses, row, -1), jnp.where(uses, usable[row], 0.0)


def _attack(world, params, state, luck):
    """The `Plan` of the ruling coalition, with the trust and power of the target's best friend in it."""
    people, line = state.people, state.lineup
    v, u = luck.contender, luck.own
    c = line.contender
    core = line.core[c]
    trust = state.ties.trust[c][:, c]
    weight = views.shares(people.power[c] + 1e-6, core)
    salience = state.country.salience
    gap = jnp.abs(people.shown[c] - weight @ people.shown[c]) * salience
    caution = weight @ people.trait[c, Trait.CAUTION]

    threat = params.threat * (people.seen[c] - params.harmless)
    grievance = params.grievance * -(weight @ trust)
    distance = params.distance * gap.sum(1) / jnp.maximum(salience.sum(), 1e-6)
    momentum = params.momentum * people.attacked[c]
    targets = views.active(state)[c] & ~people.recanted[c] & ~core & ~line.ring[c]
    drive = jnp.where(targets, threat + grievance + distance + momentum, -jnp.inf)
    pressure = jnp.sum(jnp.exp(jnp.minimum(drive, 6.0)))
    hazard = 1 - jnp.exp(-params.offensive_rate * (params.nerve - caution) * pressure)
    aim = jnp.argmax(drive + rng.gumbel(v[:, 0]))
    target = c[aim]
    dispute = jnp.argmax(gap[aim] + params.ground_noise * luck.dispute[:, 0]).astype(jnp.int32)
    weapon, heavy = _liability(world, params, target, luck.liability[:, 0], u[0])
    side = views.coalition(state) & views.active(state)
    comrades = state.lineup.bloc & state.lineup.bloc[target] & views.active(state)
    plan = Plan(
        wanted=(u[1] < hazard) & core.any() & targets.any() & state.country.standing,
        side=side,
        against=comrades.at[target].set(True) & ~side,
        attacker=line.leader,
        target=target,
        dispute=dispute,
        weapon=weapon,
        heavy=heavy,
        cause=_ranked(
            {
                Cause.THREAT: threat[aim],
                Cause.GRIEVANCE: grievance[aim],
                Cause.DISTANCE: distance[aim],
                Cause.MOMENTUM: momentum[aim],
                Cause.LIABILITY: 2 * heavy,
            }
        ),
        since=people.attack_month[target],
    )
    return plan, jnp.where(core, trust[:, aim] * weight, 0.0).max(), caution


def _challenge(world, params, state, luck):
    """The `Plan` of the outs, and how much party opinion favours their plank."""
    people, line = state.people, state.lineup
    v, u = luck.contender, luck.own
    c = line.contender
    core = line.core[c]
    active = views.active(state)
    trust = state.ties.trust[c][:, c]
    weight = views.shares(people.power[c] + 1e-6, core)
    wronged = jnp.maximum(0.0, -(trust @ weight)) + people.attacked[c]
    boldness = people.trait[c, Trait.AMBITION] * (params.nerve - people.trait[c, Trait.CAUTION])
    zeal = (
        boldness
        * wronged
        * people.health[c]
        * (params.challenge_weak + params.challenge_strong * people.seen[c])
    )
    free = active[c] & ~core & ~line.ring[c] & ~people.recanted[c] & (people.silent[c] <= 0)
    fresh = 1 + params.rift * (state.month - line.changed <= params.rift_months)
    rate = params.challenge_rate * jnp.where(free, zeal, 0.0) * fresh * jnp.exp(-state.country.fear)
    voice = jnp.argmax(jnp.log(rate + 1e-9) + rng.gumbel(v[:, 1]))
    rebel = c[voice]
    rebels = (line.bloc & line.bloc[rebel] & active).at[rebel].set(True)
    dislike = jnp.where(
        core, people.seen[c] - trust[voice] + params.foe_noise * rng.gumbel(v[:, 2]), -jnp.inf
    )
    foe = c[jnp.argmax(dislike)]
    opinion = views.delegates(world, state) @ state.organisations.opinion
    ours = views.group_position(state, rebels)
    favour = state.country.salience * (jnp.abs(opinion - people.shown[foe]) - jnp.abs(opinion - ours))
    plank = jnp.argmax(favour + params.plank_noise * luck.dispute[:, 1]).astype(jnp.int32)
    weapon, heavy = _liability(world, params, foe, luck.liability[:, 1], u[2])
    happens = (u[3] < 1 - jnp.exp(-rate.sum())) & (rate.sum() > 0)
    plan = Plan(
        wanted=happens & core.any() & state.country.standing,
        side=rebels,
        against=views.coalition(state) & active & ~rebels,
        attacker=rebel,
        target=foe,
        dispute=plank,
        weapon=weapon,
        heavy=heavy,
        cause=_ranked(
            {
                Cause.GRIEVANCE: jnp.maximum(0.0, -(trust[voice] @ weight)),
                Cause.MOMENTUM: people.attacked[rebel],
                Cause.DISTANCE: favour[plank],
                Cause.AMBITION: people.trait[rebel, Trait.AMBITION] - 0.5,
            }
        ),
        since=jnp.maximum(people.attack_month[rebel], line.changed),
    )
    return plan, favour[plank]


def _open_fights(luck, world, params, state):
    """The equations of `offensives`, in a month in which the committee meets."""
    people = state.people
    bureau, committee = views.body_of(world, Role.BUREAU), views.body_of(world, Role.COMMITTEE)
    drawn = Drawn(
        contender=rng.uniform(luck, rng.Of.PERSON, world.people.address[state.lineup.contender], 3),
        dispute=rng.uniform(luck, rng.Of.DISPUTE, world.disputes.address, 2),
        liability=rng.uniform(luck, rng.Of.LIABILITY, world.liabilities.address, 2),
        own=rng.single(luck, 7),
    )
    u = drawn.own
    attack, friend, caution = _attack(world, params, state, drawn)
    challenge, favour = _challenge(world, params, state, drawn)
    both = jax.tree.map(lambda a, b: jnp.stack([jnp.asarray(a), jnp.asarray(b)]), attack, challenge)
    shares = jax.vmap(
        lambda side, against, dispute: expected_shares(world, params, state, side, against, dispute)
    )(both.side, both.against, both.dispute)
    sits = state.country.sitting

    # the coalition: how far, where, and is it worth a vote
    rung = next_rung(world, state, attack.target, people.rung[attack.target])
    banned = state.lineup.bloc[attack.target] & (u[6] < params.ban_rung * world.country.factions_banned)
    rung = jnp.where(banned, jnp.maximum(rung, next_rung(world, state, attack.target, rung)), rung)
    rung = jnp.where(friend > params.shield, jnp.minimum(rung, int(Rung.CENSURED)), rung)
    rung = jnp.where(rung > people.rung[attack.target], rung, int(Rung.CENSURED))
    decision, sanction = world.bodies.decision, world.bodies.sanction
    never = 2.0
    need = jnp.stack(
        [
            jnp.where(rung <= Rung.LOST_POST, decision[bureau], never),
            jnp.where(rung >= Rung.LOST_COMMITTEE, sanction[committee], decision[committee]),
            jnp.where(sits, decision[0], never),
        ]
    )
    share = shares[0] + params.liability_expected * attack.heavy
    best = jnp.argmax(share - need)
    wins = share[best] + params.misjudgment * rng.normal(u[4]) > need[best] + params.margin * caution
    arena = jnp.where(wins, jnp.stack([bureau, committee, jnp.zeros_like(bureau)])[best], int(Arena.PRESS))

    # the challengers: congress, party or committee; the press where they are too few
    near = state.month - state.country.congress_last >= world.country.congress_every - params.appeal_months
    appeals = (favour > params.appeal_favour) & near & ~sits & (u[5] < params.appeal)
    field = jnp.where(appeals, int(Arena.PARTY), committee)
    field = jnp.where(sits & (shares[1, 2] >= shares[1, 1] - 0.1), 0, field)
    field = jnp.where(jnp.maximum(shares[1, 1], shares[1, 2]) > params.protest, field, int(Arena.PRESS))

    opened = both.wanted
    where = jnp.stack([arena, field])
    sought = jnp.stack([rung, jnp.where(people.rung[challenge.target] < 1, 1, 2)])
    only = lambda values, none: jnp.where(opened, values, none).astype(jnp.int32)  # noqa: E731
    agenda = state.agenda.replace(
        open=opened,
        side=both.side & opened[:, None],
        against=both.against & opened[:, None],
        attacker=only(both.attacker, -1),
        target=only(both.target, -1),
        dispute=only(both.dispute, -1),
        weapon=only(both.weapon, -1),
        arena=only(where, int(Arena.NOWHERE)),
        rung=only(sought, 0),
        cause=only(both.cause[:, 0], int(Cause.NONE)),
        second=only(both.cause[:, 1], int(Cause.NONE)),
        since=only(both.since, -1),
    )
    blow = views.onto(
        people.alive.shape[0], agenda.target, jnp.stack([jnp.float32(1.0), params.challenge_blow])
    )
    attacked = jnp.maximum(people.attacked, jnp.minimum(blow, 1.0))
    return agenda, attacked, jnp.where(blow > 0, state.month, people.attack_month)
