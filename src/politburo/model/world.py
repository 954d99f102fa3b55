"""The fixed facts of a scenario, as NumPy arrays: what `scenario.lower` makes and `model.layout` hands to the compiled loops.

Nothing here changes during a history and nothing here is random. Rows are entities; names and dates
stay behind in the resolved scenario. Absent links are -1. Padding rows have ``exists == False``.

Sizes: P persons (named, then reserve cadres), G organisations, B bodies, O offices,
D disputes, S shocks, F liabilities, E entry cohorts. Every entity has an ``address``: the integer that
keys its random draws; addresses are unique within a table and smaller than its number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.vocab import Axis, Education, Resource, Role, SocialClass, Stratum, Trait

TYPES = {"int32": np.int32, "float": np.float64, "bool": np.bool_}
#: Sizes that do not depend on the scenario.
WORDS = {
    words.__name__: len(words) for words in (Trait, Stratum, Resource, Role, Axis, SocialClass, Education)
}


def of(kind: str, about: str = "") -> Any:
    """Declare a fact: type and shape ("float[P, Trait]", a number where no shape is given), meaning, unit or range."""
    return field(metadata={"kind": kind, "about": about})


def array(kind: str, values: Any, sizes: dict[str, int]) -> Any:
    """Values as their declaration has them; None is -1. Raises `ValueError` where their number is another.

    >>> array("int32[P]", [3, None], {"P": 2})
    array([ 3, -1], dtype=int32)
    """
    name, _, shape = kind.rstrip("]").partition("[")
    if not shape:
        return TYPES[name](-1 if values is None else values)
    if isinstance(values, list):
        values = [-1 if value is None else value for value in values]
    return np.array(values, TYPES[name]).reshape([(sizes | WORDS)[size.strip()] for size in shape.split(",")])


def columns(kind: type[Any], rows: Sequence[Any], sizes: dict[str, int], /, **own: Any) -> Any:
    """A table of facts from entities: a field that is not among `own` is the attribute of its name, or follows from the row's number."""
    number = {"address": list(range(len(rows))), "exists": [True] * len(rows)}
    found = {}
    for one in fields(kind):
        if one.name in own:
            values = own[one.name]
        else:
            values = number.get(one.name) or [getattr(row, one.name) for row in rows]
        found[one.name] = array(one.metadata["kind"], values, sizes)
    return kind(**found)


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Persons at the start. Traits and positions are (mean, sd): an unknown one is drawn per history."""

    address: Array = of("int32[P]")
    exists: Array = of("bool[P]")
    reserve: Array = of("bool[P]", "anonymous cadre")
    trait: Array = of("float[P, Trait]", "mean")
    trait_sd: Array = of("float[P, Trait]", "0 where appraised")
    position: Array = of("float[P, D]", "mean, -1..1")
    position_sd: Array = of("float[P, D]", "0 where a dated act is known")
    prestige: Array = of("float[P]", "0..1 (ballots, seniority)")
    health: Array = of("float[P]", "0..1")
    age: Array = of("float[P]", "years at the start")
    appeal: Array = of("float[P, Stratum]", "0..1")
    dated_death: Array = of("bool[P]", "a shock carries his death: no life-table hazard")
    eligible: Array = of("bool[P]", "may be a member of a ruling coalition")


@dataclass(frozen=True, kw_only=True)
class TieFacts:
    """Directed ties at the start, before credibility is applied: row trusts column."""

    service: Array = of("float[P, P]", ">= 0, derived from dated shared service by one rule")
    documented: Array = of("float[P, P]", "-1..1, documented before the last months")
    late: Array = of("float[P, P]", "-1..1, documented in the last months before the start (a variant)")
    patron: Array = of("int32[P]", "documented patron or -1")
    patron_strength: Array = of("float[P]", "0..1")


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """Organisations that send delegates; they partition the membership."""

    address: Array = of("int32[G]")
    exists: Array = of("bool[G]")
    members: Array = of("float[G]")
    stratum: Array = of("float[G, Stratum]", "rows sum to 1")
    secretary: Array = of("int32[G]", "person or -1 for an anonymous cadre")
    patron: Array = of("int32[G]", "whose man he is, or -1")
    loyalty: Array = of("float[G]", "0..1 to that patron")
    appointed: Array = of("float[G]", "1 sent from above, 0 risen locally, 0.5 unknown")
    entrenched: Array = of("float[G]", "0..1 resistance to replacement")
    republic: Array = of("bool[G]", "has an autonomy preference")
    position: Array = of("float[G, D]", "prior opinion")


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    """Bodies that meet and decide. Row 0 is always the congress."""

    address: Array = of("int32[B]")
    role: Array = of("int32[B]", "Role")
    size: Array = of("float[B]", "full seats at the start (congress: number of delegates)")
    decision: Array = of("float[B]", "share of votes cast that must be exceeded")
    sanction: Array = of("float[B]", "share needed to sanction a member of the committee")
    every: Array = of("int32[B]", "meets every so many months")
    seat: Array = of("int32[B, P]", "Seat")


@dataclass(frozen=True, kw_only=True)
class OfficeFacts:
    address: Array = of("int32[O]")
    exists: Array = of("bool[O]")
    established: Array = of("bool[O]", "the post exists at the start")
    holder: Array = of("int32[O]", "person or -1")
    filled_by: Array = of("int32[O]", "body, or -1 where nobody fills it")
    resource: Array = of("float[O, Resource]", ">= 0")
    organisation: Array = of("int32[O]", "organisation it leads, or -1")


@dataclass(frozen=True, kw_only=True)
class DisputeFacts:
    address: Array = of("int32[D]")
    axis: Array = of("int32[D]", "Axis")
    salience: Array = of("float[D]", "base, 0..1")
    policy: Array = of("float[D]", "in force at the start")


@dataclass(frozen=True, kw_only=True)
class ShockFacts:
    address: Array = of("int32[S]")
    exists: Array = of("bool[S]")
    month: Array = of("int32[S]", "months after the start; may be beyond the window")
    jitter: Array = of("float[S]", "half-width in months")
    kind: Array = of("int32[S]", "ShockKind")
    person: Array = of("int32[S]", "or -1")
    size: Array = of("float[S]")


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """A predecessor's written word on persons; at most one."""

    author: Array = of("int32", "person or -1: no letter")
    month: Array = of("int32", "months after the start from which it can be written")
    jitter: Array = of("float")
    merit: Array = of("float[P]", "0..1")
    fault: Array = of("float[P]", "-1..0")
    office: Array = of("int32", "office it wants changed, or -1")


@dataclass(frozen=True, kw_only=True)
class LiabilityFacts:
    """Dated past facts that can be used against a person."""

    address: Array = of("int32[F]")
    person: Array = of("int32[F]")
    exists: Array = of("bool[F]")
    weight: Array = of("float[F]", "0..1")


@dataclass(frozen=True, kw_only=True)
class MembershipFacts:
    """Membership at the start by entry cohort x class x education; the last two cohorts begin empty."""

    kind: Array = of("int32[E]", "EntryKind")
    count: Array = of("float[E, SocialClass, Education]", "sums to the members of the organisations")


@dataclass(frozen=True, kw_only=True)
class CountryFacts:
    discontent: Array = of("float", "0..1")
    threat: Array = of("float", "0..1")
    fear: Array = of("float", "0..2")
    harvest: Array = of("float", "-1..1")
    congress_every: Array = of("int32", "months between congresses by the rule in force")
    congress_last: Array = of("int32", "months since the last congress at the start")
    factions_banned: Array = of("float", "0 or 1 rule in force at the start")
    predecessor: Array = of("int32", "who led before, or -1")
    contested: Array = of("bool", "who leads is an open question at the start")


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What follows from the tables and is often asked for; `lookup` works it out."""

    body: Array = of("int32[Role]", "row of the first body with a role, or -1")
    axis: Array = of("float[Axis, D]", "1 on the disputes of an axis")


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
