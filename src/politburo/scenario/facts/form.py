"""The facts form of a scenario: one page that says who held what, and no number on anybody's strength. Models only."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from politburo import vocab
from politburo.scenario.models import Date, Id, Link, Short, Signed, words
from politburo.scenario.values import office_types, tie_kinds

Named = Annotated[str, Field(min_length=1, max_length=300)]
Year = Annotated[int, Field(ge=1500, le=2200)]
OfficeWord = Literal[tuple(office_types())]  # type: ignore[valid-type]
TieWord = Literal[tuple(tie_kinds())]  # type: ignore[valid-type]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Party(Strict):
    name: Named
    ruling_since: Year | None = None
    kind: Literal["communist", "nationalist", "dominant", "military-party"]


class Opening(Strict):
    """The event that opens the question of power."""

    date: Date
    kind: Literal["death", "incapacity", "ouster", "challenge", "retirement"]
    what: Short = ""


class FactOffice(Strict):
    """An office, or a seat named like one, held on the day of the start."""

    type: OfficeWord  # type: ignore[valid-type]
    title: Named | None = None
    body: Link | None = None
    since: Date | None = None


class Figure(Strict):
    """What is known of a contender or of the predecessor."""

    id: Id
    name: Named
    born: Year | None = None
    offices: Annotated[list[FactOffice], Field(max_length=12)] = []


class FactContender(Figure):
    party_since: Year | None = None
    health: Literal["well", "ill", "unknown"] = "unknown"
    able: bool = True


class FactPredecessor(Figure):
    fate: Literal["died", "removed", "incapacitated", "retired", "in-office"]
    fate_date: Date | None = None
    heir: Link | None = None


class FactBody(Strict):
    id: Id
    role: words(vocab.Role)  # type: ignore[valid-type]
    name: Named
    size: Annotated[int, Field(ge=1, le=100_000)] | None = None
    rule: Literal["majority", "two-thirds", "consensus"] | None = None
    every_months: Annotated[float, Field(gt=0, le=120)] | None = None
    next: Date | None = None  # day of a congress called before the start
    full: Annotated[list[Link], Field(max_length=60)] = []
    candidate: Annotated[list[Link], Field(max_length=60)] = []


class FactDispute(Strict):
    id: Id
    axis: words(vocab.Axis)  # type: ignore[valid-type]
    minus_one: Short = ""
    plus_one: Short = ""
    positions: dict[str, Signed] = {}


class FactTie(Strict):
    a: Link
    b: Link
    kind: TieWord  # type: ignore[valid-type]
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None
    what: Short = ""


class FactOutside(Strict):
    """A foreign or military patron whose consent was needed, with what was public of its favour."""

    who: Named
    favours: list[Link] = []
    rejects: list[Link] = []
    what: Short = ""


class FactCountry(Strict):
    mass_unrest: bool = False
    war: bool = False
    famine: bool = False
    note: Short | None = None


class Foreseen(Strict):
    """Something that was known beforehand, in words."""

    date: Date | None = None
    what: Named


class Proof(Strict):
    """How a part of the page is known."""

    access: Literal["read", "unverified", "memory"]
    confidence: Literal["high", "medium", "low"]
    sources: Annotated[list[Named], Field(max_length=40)] = []


class Provenance(Strict):
    contenders: Proof | None = None
    bodies: Proof | None = None
    ties: Proof | None = None


class FactsFile(BaseModel):
    """A whole scenario on one page of facts: `facts: 1`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, title="politburo facts scenario")
    facts: Literal[1]
    id: Id
    title: Named
    party: Party
    start: Date
    months: Annotated[int, Field(ge=1, le=240)] = 60
    opening: Opening
    predecessor: FactPredecessor
    contenders: Annotated[list[FactContender], Field(min_length=2, max_length=12)]
    bodies: Annotated[list[FactBody], Field(max_length=12)] = []
    disputes: Annotated[list[FactDispute], Field(max_length=8)] = []
    ties: Annotated[list[FactTie], Field(max_length=400)] = []
    outside: FactOutside | None = None
    country: FactCountry = FactCountry()
    shocks_known: Annotated[list[Foreseen], Field(max_length=50)] = []
    provenance: Provenance = Provenance()
