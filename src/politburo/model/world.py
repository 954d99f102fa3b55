"""The fixed facts of a scenario, as arrays; what `scenario.lower` makes and the engine reads.

Nothing here changes during a history and nothing here is random. Rows are entities; names and dates
stay behind in the resolved scenario. Absent links are -1. Padding rows have ``exists == False``.

Sizes: P persons (named, then reserve cadres, then padding), G organisations, B bodies, O offices,
D disputes, S shocks, F liabilities, E entry cohorts. Every entity has an ``address``: the integer that
keys its random draws; addresses are unique within a table and smaller than its number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from politburo.vocab import Axis, Role

Array = Any


def record(*static: str):
    """Make a class a frozen dataclass that JAX can carry; `static` fields are compile-time constants."""

    def wrap(cls: type) -> type:
        cls = dataclass(frozen=True, kw_only=True)(cls)
        names = [name for name in cls.__dataclass_fields__ if name not in static]
        return jax.tree_util.register_dataclass(cls, data_fields=names, meta_fields=list(static))

    return wrap


@record()
class PersonFacts:
    """Persons at the start. Traits and positions are (mean, sd): an unknown one is drawn per history."""

    address: Array  # int32[P]
    exists: Array  # bool[P]
    reserve: Array  # bool[P] anonymous cadre
    trait: Array  # float32[P, Trait] mean
    trait_sd: Array  # float32[P, Trait] 0 where appraised
    position: Array  # float32[P, D] mean, -1..1
    position_sd: Array  # float32[P, D] 0 where a dated act is known
    prestige: Array  # float32[P] 0..1 (ballots, seniority)
    health: Array  # float32[P] 0..1
    age: Array  # float32[P] years at the start
    appeal: Array  # float32[P, Stratum] 0..1
    dated_death: Array  # bool[P] a shock carries his death: no life-table hazard
    eligible: Array  # bool[P] may be a member of a ruling coalition


@record()
class TieFacts:
    """Directed ties at the start, before credibility is applied: row trusts column."""

    service: Array  # float32[P, P] >= 0, derived from dated shared service by one rule
    documented: Array  # float32[P, P] -1..1, documented before the last months
    late: Array  # float32[P, P] -1..1, documented in the last months before the start (a variant)
    patron: Array  # int32[P] documented patron or -1
    patron_strength: Array  # float32[P] 0..1


@record()
class OrganisationFacts:
    """Organisations that send delegates; they partition the membership."""

    address: Array  # int32[G]
    exists: Array  # bool[G]
    members: Array  # float32[G]
    stratum: Array  # float32[G, Stratum] rows sum to 1
    secretary: Array  # int32[G] person or -1 for an anonymous cadre
    patron: Array  # int32[G] whose man he is, or -1
    loyalty: Array  # float32[G] 0..1 to that patron
    appointed: Array  # float32[G] 1 sent from above, 0 risen locally, 0.5 unknown
    entrenched: Array  # float32[G] 0..1 resistance to replacement
    republic: Array  # bool[G] has an autonomy preference
    position: Array  # float32[G, D] prior opinion


@record()
class BodyFacts:
    """Bodies that meet and decide. Row 0 is always the congress."""

    address: Array  # int32[B]
    role: Array  # int32[B] Role
    size: Array  # float32[B] full seats at the start (congress: number of delegates)
    decision: Array  # float32[B] share of votes cast that must be exceeded
    sanction: Array  # float32[B] share needed to sanction a member of the committee
    every: Array  # int32[B] meets every so many months
    seat: Array  # int32[B, P] Seat


@record()
class OfficeFacts:
    address: Array  # int32[O]
    exists: Array  # bool[O]
    established: Array  # bool[O] the post exists at the start
    holder: Array  # int32[O] person or -1
    filled_by: Array  # int32[O] body
    resource: Array  # float32[O, Resource] >= 0
    organisation: Array  # int32[O] organisation it leads, or -1


@record()
class DisputeFacts:
    address: Array  # int32[D]
    axis: Array  # int32[D] Axis
    salience: Array  # float32[D] base, 0..1
    policy: Array  # float32[D] in force at the start


@record()
class ShockFacts:
    address: Array  # int32[S]
    exists: Array  # bool[S]
    month: Array  # int32[S] months after the start; may be beyond the window
    jitter: Array  # float32[S] half-width in months
    kind: Array  # int32[S] ShockKind
    person: Array  # int32[S] or -1
    size: Array  # float32[S]


@record()
class LetterFacts:
    """A predecessor's written word on persons; at most one."""

    author: Array  # int32 person or -1: no letter
    month: Array  # int32 months after the start from which it can be written
    jitter: Array  # float32
    merit: Array  # float32[P] 0..1
    fault: Array  # float32[P] -1..0
    office: Array  # int32 office it wants changed, or -1


@record()
class LiabilityFacts:
    """Dated past facts that can be used against a person."""

    address: Array  # int32[F]
    person: Array  # int32[F]
    exists: Array  # bool[F]
    weight: Array  # float32[F] 0..1


@record()
class MembershipFacts:
    """Membership at the start by entry cohort x class x education; the last two cohorts begin empty."""

    kind: Array  # int32[E] EntryKind
    count: Array  # float32[E, SocialClass, Education] sums to the members of the organisations


@record()
class CountryFacts:
    discontent: Array  # float32 0..1
    threat: Array  # float32 0..1
    fear: Array  # float32 0..2
    harvest: Array  # float32 -1..1
    congress_every: Array  # int32 months between congresses by the rule in force
    congress_last: Array  # int32 months since the last congress at the start
    factions_banned: Array  # float32 0 or 1 rule in force at the start


@record()
class Lookup:
    """What follows from the tables and is often asked for; `lookup` works it out."""

    body: Array  # int32[Role] row of the first body with a role, or -1
    axis: Array  # float32[Axis, D] 1 on the disputes of an axis


def lookup(bodies: BodyFacts, disputes: DisputeFacts) -> Lookup:
    """Work out a `Lookup`."""
    with_role = np.asarray(bodies.role) == np.arange(len(Role))[:, None]
    on_axis = np.asarray(disputes.axis) == np.arange(len(Axis))[:, None]
    return Lookup(
        body=np.where(with_role.any(1), with_role.argmax(1), -1).astype(np.int32),
        axis=on_axis.astype(np.float32),
    )


@record("contenders", "months")
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
