"""The fixed facts of a scenario, as NumPy arrays: what `scenario.lower` makes and `model.layout` hands to the compiled loops.

Nothing here changes during a history and nothing here is random. Rows are entities; names and dates
stay behind in the resolved scenario. Absent links are -1. Padding rows have ``exists == False``.

Sizes: P persons (named, then reserve cadres), G organisations, B bodies, O offices,
D disputes, S shocks, F liabilities, E entry cohorts. Every entity has an ``address``: the integer that
keys its random draws; addresses are unique within a table and smaller than its number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from politburo.vocab import Axis, Role

Array = Any


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Persons at the start. Traits and positions are (mean, sd): an unknown one is drawn per history."""

    address: Array  # int32[P]
    exists: Array  # bool[P]
    reserve: Array  # bool[P] anonymous cadre
    trait: Array  # float[P, Trait] mean
    trait_sd: Array  # float[P, Trait] 0 where appraised
    position: Array  # float[P, D] mean, -1..1
    position_sd: Array  # float[P, D] 0 where a dated act is known
    prestige: Array  # float[P] 0..1 (ballots, seniority)
    health: Array  # float[P] 0..1
    age: Array  # float[P] years at the start
    appeal: Array  # float[P, Stratum] 0..1
    dated_death: Array  # bool[P] a shock carries his death: no life-table hazard
    eligible: Array  # bool[P] may be a member of a ruling coalition


@dataclass(frozen=True, kw_only=True)
class TieFacts:
    """Directed ties at the start, before credibility is applied: row trusts column."""

    service: Array  # float[P, P] >= 0, derived from dated shared service by one rule
    documented: Array  # float[P, P] -1..1, documented before the last months
    late: Array  # float[P, P] -1..1, documented in the last months before the start (a variant)
    patron: Array  # int32[P] documented patron or -1
    patron_strength: Array  # float[P] 0..1


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """Organisations that send delegates; they partition the membership."""

    address: Array  # int32[G]
    exists: Array  # bool[G]
    members: Array  # float[G]
    stratum: Array  # float[G, Stratum] rows sum to 1
    secretary: Array  # int32[G] person or -1 for an anonymous cadre
    patron: Array  # int32[G] whose man he is, or -1
    loyalty: Array  # float[G] 0..1 to that patron
    appointed: Array  # float[G] 1 sent from above, 0 risen locally, 0.5 unknown
    entrenched: Array  # float[G] 0..1 resistance to replacement
    republic: Array  # bool[G] has an autonomy preference
    position: Array  # float[G, D] prior opinion


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    """Bodies that meet and decide. Row 0 is always the congress."""

    address: Array  # int32[B]
    role: Array  # int32[B] Role
    size: Array  # float[B] full seats at the start (congress: number of delegates)
    decision: Array  # float[B] share of votes cast that must be exceeded
    sanction: Array  # float[B] share needed to sanction a member of the committee
    every: Array  # int32[B] meets every so many months
    seat: Array  # int32[B, P] Seat


@dataclass(frozen=True, kw_only=True)
class OfficeFacts:
    address: Array  # int32[O]
    exists: Array  # bool[O]
    established: Array  # bool[O] the post exists at the start
    holder: Array  # int32[O] person or -1
    filled_by: Array  # int32[O] body, or -1 where nobody fills it
    resource: Array  # float[O, Resource] >= 0
    organisation: Array  # int32[O] organisation it leads, or -1


@dataclass(frozen=True, kw_only=True)
class DisputeFacts:
    address: Array  # int32[D]
    axis: Array  # int32[D] Axis
    salience: Array  # float[D] base, 0..1
    policy: Array  # float[D] in force at the start


@dataclass(frozen=True, kw_only=True)
class ShockFacts:
    address: Array  # int32[S]
    exists: Array  # bool[S]
    month: Array  # int32[S] months after the start; may be beyond the window
    jitter: Array  # float[S] half-width in months
    kind: Array  # int32[S] ShockKind
    person: Array  # int32[S] or -1
    size: Array  # float[S]


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """A predecessor's written word on persons; at most one."""

    author: Array  # int32 person or -1: no letter
    month: Array  # int32 months after the start from which it can be written
    jitter: Array  # float
    merit: Array  # float[P] 0..1
    fault: Array  # float[P] -1..0
    office: Array  # int32 office it wants changed, or -1


@dataclass(frozen=True, kw_only=True)
class LiabilityFacts:
    """Dated past facts that can be used against a person."""

    address: Array  # int32[F]
    person: Array  # int32[F]
    exists: Array  # bool[F]
    weight: Array  # float[F] 0..1


@dataclass(frozen=True, kw_only=True)
class MembershipFacts:
    """Membership at the start by entry cohort x class x education; the last two cohorts begin empty."""

    kind: Array  # int32[E] EntryKind
    count: Array  # float[E, SocialClass, Education] sums to the members of the organisations


@dataclass(frozen=True, kw_only=True)
class CountryFacts:
    discontent: Array  # float 0..1
    threat: Array  # float 0..1
    fear: Array  # float 0..2
    harvest: Array  # float -1..1
    congress_every: Array  # int32 months between congresses by the rule in force
    congress_last: Array  # int32 months since the last congress at the start
    factions_banned: Array  # float 0 or 1 rule in force at the start
    predecessor: Array  # int32 who led before, or -1
    contested: Array  # bool who leads is an open question at the start


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What follows from the tables and is often asked for; `lookup` works it out."""

    body: Array  # int32[Role] row of the first body with a role, or -1
    axis: Array  # float[Axis, D] 1 on the disputes of an axis


def lookup(bodies: BodyFacts, disputes: DisputeFacts) -> Lookup:
    """Work out a `Lookup`."""
    with_role = np.asarray(bodies.role) == np.arange(len(Role))[:, None]
    on_axis = np.asarray(disputes.axis) == np.arange(len(Axis))[:, None]
    return Lookup(
        body=np.where(with_role.any(1), with_role.argmax(1), -1).astype(np.int32),
        axis=on_axis.astype(float),
    )


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything the engine may know about a scenario."""

    people: PersonFacts
    ties: TieFacts
    organisations: OrganisationFacts
    bodies: BodyFacts
    offices: OfficeFacts
    disputes: DisputeFacts
    shocks: ShockFacts
    letter: LetterFacts
    liabilities: LiabilityFacts
    membership: MembershipFacts
    country: CountryFacts
    lookup: Lookup
    contenders: int  # K: how many persons the coalition stage considers
    months: int  # length of the window
