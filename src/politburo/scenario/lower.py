"""From the complete form to the arrays that the engine reads: names and dates stay behind."""

from __future__ import annotations

from typing import Any

import numpy as np

from politburo.model.world import (
    BodyFacts,
    CountryFacts,
    DisputeFacts,
    LetterFacts,
    LiabilityFacts,
    MembershipFacts,
    OfficeFacts,
    OrganisationFacts,
    PersonFacts,
    ShockFacts,
    TieFacts,
    World,
    lookup,
)
from politburo.scenario.resolved import Resolved
from politburo.vocab import Axis, EntryKind, Resource, Role, Seat, ShockKind, Stratum, Trait

LETTER_JITTER = 2.0


def _floats(values: Any, rows: int, *shape: int) -> np.ndarray:
    return np.array(list(values), float).reshape(rows, *shape)


def _links(values: Any) -> np.ndarray:
    return np.array([-1 if value is None else value for value in values], np.int32)


def lower(resolved: Resolved) -> World:
    """Return the `World` of a resolved scenario."""
    people, orgs, offices = resolved.persons, resolved.organisations, resolved.offices
    p, g, o = len(people), len(orgs), len(offices)
    s, f, d = len(resolved.shocks), len(resolved.liabilities), len(resolved.disputes)
    i32 = np.int32
    rows = np.arange(p, dtype=i32)
    matrix = lambda ties: _symmetric(ties, p)  # noqa: E731
    seat = np.zeros((len(resolved.bodies), p), i32)
    for n, body in enumerate(resolved.bodies):
        for person, kind in body.seats.items():
            seat[n, person] = Seat.from_word(kind)
    resource = np.zeros((o, len(Resource)))
    for n, office in enumerate(offices):
        for name, amount in office.resources.items():
            resource[n, Resource.from_word(name)] = amount
    merit, fault = np.zeros(p), np.zeros(p)
    letter = resolved.letter
    for person, good, bad in letter.verdicts if letter else []:
        merit[person], fault[person] = good, bad
    dated = np.zeros(p, bool)
    for shock in resolved.shocks:
        if shock.kind == ShockKind.DEATH.word and shock.person is not None and shock.month >= 0:
            dated[shock.person] = True
    historic = np.asarray(resolved.cohort_counts, float)
    empty = np.zeros((2, *historic.shape[1:]))
    country = resolved.country
    year = resolved.start.year + (resolved.start.month - 1) / 12
    bodies = BodyFacts(
        address=np.array([x.address for x in resolved.bodies], i32),
        role=np.array([Role.from_word(x.role) for x in resolved.bodies], i32),
        size=np.array([x.size for x in resolved.bodies], float),
        decision=np.array([x.decision for x in resolved.bodies], float),
        sanction=np.array([x.sanction for x in resolved.bodies], float),
        every=np.array([x.every for x in resolved.bodies], i32),
        seat=seat,
    )
    disputes = DisputeFacts(
        address=np.arange(d, dtype=i32),
        axis=np.array([Axis.from_word(x.axis) for x in resolved.disputes], i32),
        salience=np.array([x.salience for x in resolved.disputes], float),
        policy=np.array([x.policy for x in resolved.disputes], float),
    )
    return World(
        people=PersonFacts(
            address=rows,
            exists=np.ones(p, bool),
            reserve=np.array([x.reserve for x in people], bool),
            trait=_floats([[v.mean for v in x.traits] for x in people], p, len(Trait)),
            trait_sd=_floats([[v.sd for v in x.traits] for x in people], p, len(Trait)),
            position=_floats([[v.mean for v in x.positions] for x in people], p, d),
            position_sd=_floats([[v.sd for v in x.positions] for x in people], p, d),
            prestige=_floats([x.prestige for x in people], p),
            health=_floats([x.health for x in people], p),
            age=_floats([year - x.born for x in people], p),
            appeal=_floats([x.appeal for x in people], p, len(Stratum)),
            dated_death=dated,
            eligible=np.array([x.eligible for x in people], bool),
        ),
        ties=TieFacts(
            service=matrix(resolved.service),
            documented=matrix(resolved.documented),
            late=matrix(resolved.late),
            patron=_links([x.patron for x in people]),
            patron_strength=_floats([x.patron_strength for x in people], p),
        ),
        organisations=OrganisationFacts(
            address=np.arange(g, dtype=i32),
            exists=np.ones(g, bool),
            members=_floats([x.members for x in orgs], g),
            stratum=_floats([x.strata for x in orgs], g, len(Stratum)),
            secretary=_links([x.secretary for x in orgs]),
            patron=_links([x.patron for x in orgs]),
            loyalty=_floats([x.loyalty for x in orgs], g),
            appointed=_floats([x.appointed for x in orgs], g),
            entrenched=_floats([x.entrenched for x in orgs], g),
            republic=np.array([x.republic for x in orgs], bool),
            position=_floats([x.opinions for x in orgs], g, d),
        ),
        bodies=bodies,
        offices=OfficeFacts(
            address=np.arange(o, dtype=i32),
            exists=np.ones(o, bool),
            established=np.array([x.established for x in offices], bool),
            holder=_links([x.holder for x in offices]),
            filled_by=_links([x.filled_by for x in offices]),
            resource=resource,
            organisation=_links([x.organisation for x in offices]),
        ),
        disputes=disputes,
        shocks=ShockFacts(
            address=np.arange(s, dtype=i32),
            exists=np.ones(s, bool),
            month=_links([x.month for x in resolved.shocks]),
            jitter=_floats([x.jitter for x in resolved.shocks], s),
            kind=_links([ShockKind.from_word(x.kind) for x in resolved.shocks]),
            person=_links([x.person for x in resolved.shocks]),
            size=_floats([x.size for x in resolved.shocks], s),
        ),
        letter=LetterFacts(
            author=np.int32(letter.author if letter else -1),
            month=np.int32(letter.month if letter else 0),
            jitter=np.float64(LETTER_JITTER if letter else 0.0),
            merit=merit,
            fault=fault,
            office=np.int32(letter.office if letter and letter.office is not None else -1),
        ),
        liabilities=LiabilityFacts(
            address=np.array([x.address for x in resolved.liabilities], i32),
            person=_links([x.person for x in resolved.liabilities]),
            exists=np.ones(f, bool),
            weight=_floats([x.weight for x in resolved.liabilities], f),
        ),
        membership=MembershipFacts(
            kind=np.array([EntryKind.HISTORIC] * len(historic) + [EntryKind.ORDINARY, EntryKind.LEVY], i32),
            count=np.concatenate([historic, empty]),
        ),
        country=CountryFacts(
            discontent=np.float64(country.discontent),
            threat=np.float64(country.threat),
            fear=np.float64(country.fear),
            harvest=np.float64(country.harvest),
            congress_every=np.int32(country.congress_every),
            congress_last=np.int32(country.congress_last),
            factions_banned=np.float64(country.factions_banned),
            predecessor=np.int32(-1 if country.predecessor is None else country.predecessor),
            contested=np.bool_(country.contested),
        ),
        lookup=lookup(bodies, disputes),
        contenders=min(resolved.contenders, len(people)),
        months=resolved.months,
    )


def _symmetric(ties: list[tuple[int, int, float]], size: int) -> np.ndarray:
    out = np.zeros((size, size))
    for i, j, value in ties:
        out[i, j] = out[j, i] = value
    return out
