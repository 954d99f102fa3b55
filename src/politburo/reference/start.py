"""The state before the first month: facts as coded, what is unknown drawn from stated priors."""

from __future__ import annotations

from types import SimpleNamespace as Record
from typing import Any

from politburo.reference.luck import Luck, normal
from politburo.reference.readings import NOBODY, best, body_of, clip, interest
from politburo.rng import Of
from politburo.vocab import Arena, Role, Seat, ShockKind


def origin(luck: Luck, world: Any, params: Any) -> Record:
    """The state before the first month of a history."""
    people, n, k = world.people, len(world.people), world.contenders
    trust = [[trust_at_start(world, params, i, j) for j in range(n)] for i in range(n)]
    persons = the_persons(luck, world, params)

    bureau = world.bodies[body_of(world, Role.BUREAU)]
    in_bureau = [seat == Seat.FULL for seat in bureau.seat]
    may_rule = [in_bureau[i] and people[i].eligible for i in range(n)]
    slots = len(people[0].trait) + len(world.disputes) + 1
    lots = [1e-6 * normal(drawn[-1]) for drawn in luck.each(Of.PERSON, people, slots)]  # between equals
    standing = [people[i].prestige * persons[i].health + lots[i] if may_rule[i] else -1.0 for i in range(n)]
    chief = best(standing)
    core = [may_rule[i] and trust[chief][i] > -0.3 and people[i].exists for i in range(n)]

    u = luck.each(Of.SHOCK, world.shocks, 2)
    shock_month = []
    for s, shock in enumerate(world.shocks):
        month = max(shock.month + round(shock.jitter * (u[s][0] + u[s][1] - 1.0)), 0)
        shock_month.append(month if shock.month >= 0 else -1)
    w = luck.own(2)
    letter, country = world.letter, world.country
    return Record(
        month=0,
        people=persons,
        ties=[Record(trust=list(row), origin=list(row), fought=[False] * n) for row in trust],
        organisations=the_organisations(world, params),
        bodies=[Record(seat=list(body.seat), size=body.size) for body in world.bodies],
        offices=[Record(holder=office.holder, established=office.established) for office in world.offices],
        lineup=Record(
            contender=list(range(k)),
            core=core,
            ring=[False] * n,
            bloc=[False] * n,
            leader=chief,
            changed=-1,
            lost=False,
            regard=[row[:k] for row in trust],
            stable=[0.0] * 2**k,
            necessary=[0.0] * k,
            wins_alone=[0.0] * k,
        ),
        agenda=[
            Record(
                open=False,
                side=[False] * n,
                against=[False] * n,
                attacker=NOBODY,
                target=NOBODY,
                dispute=NOBODY,
                weapon=NOBODY,
                arena=int(Arena.NOWHERE),
                rung=0,
                cause=0,
                second=0,
                since=NOBODY,
                carried=False,
            )
            for _ in range(2)
        ],
        letter=Record(
            month=letter.month + round(letter.jitter * (w[0] + w[1] - 1.0)), written=-1, disclosed=-1
        ),
        membership=Record(
            mix=[
                [[count / max(sum(map(sum, cohort)), 1.0) for count in row] for row in cohort]
                for cohort in world.membership.count
            ],
            levy=0.0,
            purge=0.0,
        ),
        country=Record(
            discontent=country.discontent,
            threat=country.threat,
            fear=country.fear,
            harvest=country.harvest,
            policy=[dispute.policy for dispute in world.disputes],
            salience=[dispute.salience for dispute in world.disputes],
            congress_last=-country.congress_last,
            sitting=False,
            replaced=0,
            standing=True,
            shock_month=shock_month,
        ),
    )


def trust_at_start(world: Any, params: Any, i: int, j: int) -> float:
    """i's trust in j: shared service and documented ties, as far as they are believed."""
    ties = world.ties[i]
    tie = params.service_tie * ties.service[j] + ties.documented[j] + params.late_ties * ties.late[j]
    return 0.0 if i == j else clip(params.credibility * tie, -1.0, 1.0)


def the_persons(luck: Luck, world: Any, params: Any) -> list[Record]:
    """Everyone at the start; unknown traits and positions are drawn, an illness before the start has left half its mark."""
    traits, disputes = len(world.people[0].trait), len(world.disputes)
    u = luck.each(Of.PERSON, world.people, traits + disputes)
    persons = []
    for i, facts in enumerate(world.people):
        z = [normal(x) for x in u[i]]
        trait = [
            clip(m + sd * x, 0.0, 1.0)
            for m, sd, x in zip(facts.trait, facts.trait_sd, z[:traits], strict=True)
        ]
        held = [
            clip(m + sd * x, -1.0, 1.0)
            for m, sd, x in zip(facts.position, facts.position_sd, z[traits:], strict=True)
        ]
        mark = 0.5 * sum(
            shock.size
            for shock in world.shocks
            if shock.exists and shock.month < 0 and shock.kind == ShockKind.ILLNESS and shock.person == i
        )
        ties = world.ties[i]
        ceiling = facts.health - params.illness_lasting * mark
        persons.append(
            Record(
                alive=facts.exists,
                member=facts.exists,
                health=clip(facts.health - mark, 0.05, 1.0) * facts.exists,
                ceiling=clip(ceiling, 0.05, 1.0) * facts.exists,
                prestige=facts.prestige,
                base=facts.prestige,
                trait=trait,
                held=held,
                shown=list(held),
                patron=ties.patron,
                loyalty=ties.patron_strength * params.credibility if ties.patron >= 0 else 0.0,
                rung=0,
                recanted=False,
                silent=0.0,
                attacked=0.0,
                attack_month=-1,
                power=0.0,
                seen=0.0,
            )
        )
    return persons


def the_organisations(world: Any, params: Any) -> list[Record]:
    """Secretaries and opinions as coded; members spread over the cohorts in whole numbers, the largest takes the rest."""
    cohort = [sum(map(sum, count)) for count in world.membership.count]
    share = [count / max(sum(cohort), 1.0) for count in cohort]
    out = []
    for g, facts in enumerate(world.organisations):
        members = [float(round(facts.members * x)) for x in share]
        members[best(share)] += facts.members - sum(members)
        out.append(
            Record(
                secretary=facts.secretary,
                patron=facts.patron,
                loyalty=facts.loyalty if facts.patron >= 0 else 0.0,
                entrenched=facts.entrenched,
                appointed=facts.appointed,
                members=[max(count, 0.0) for count in members],
                opinion=[interest(world, params, g, d) for d in range(len(world.disputes))],
            )
        )
    return out
