"""The brief form of a scenario: one page of YAML. Models only; the package expands them into the ordinary tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from politburo import vocab
from politburo.scenario.models import Country, Date, Id, Share, Short, Signed, Window, words

Named = Annotated[str, Field(min_length=1, max_length=200)]
Rule = Annotated[float, Field(ge=0.5, lt=1)] | Literal["majority", "two-thirds", "three-quarters"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True, populate_by_name=True)


class Leader(Strict):
    """What may be said of a contender or of the predecessor; codings 0 to 1, an unstated one takes the documented default."""

    name: Named
    short: Annotated[
        str, Field(max_length=60, description="label in tables and figures; the whole name, where unstated")
    ] = ""
    id: Id | None = None
    born: int | None = Field(None, ge=1500, le=2200)
    party_since: int | None = Field(None, ge=1500, le=2200)
    apparatus: Share | None = Field(None, description="control of the party's secretaries")
    security: Share | None = Field(None, description="control of army and police")
    party: Share | None = Field(None, description="popularity in the party")
    public: Share | None = Field(None, description="popularity in the public")
    authority: Share | None = Field(None, description="oratory and doctrinal repute")
    caution: Share | None = None
    ambition: Share | None = None
    region: Share | None = Field(None, description="a regional base of his own")
    positions: dict[str, Signed] = {}
    source: Short = ""


class Contender(Leader):
    """One who may rule. `eligible: "no"` bars him from coalitions, not from voting or from lending his weight."""

    eligible: Literal["yes", "no"] = "yes"
    health: Share = 1.0


class Predecessor(Leader):
    """The one before: his capacity at the start and, where known, when he becomes unable and when he dies."""

    capacity: Share = 1.0
    incapacity: Date | None = None
    death: Date | None = None
    uncertainty_months: Annotated[float, Field(ge=0, le=240)] = 0.0


class BriefBody(Strict):
    name: Named
    role: words(vocab.Role)  # type: ignore[valid-type]
    id: Id | None = None
    members: list[Named] | None = Field(
        None,
        max_length=60,
        description="contenders and predecessor by name or id; all who may sit, where unstated",
    )
    size: Annotated[int, Field(ge=1, le=2000)] | None = None
    rule: Rule = "majority"
    removal: Rule | None = Field(None, description="requirement to remove a member of the committee")
    every: Annotated[int, Field(ge=1, le=120)] | None = Field(None, description="months between meetings")


class BriefTie(Strict):
    a: Named
    b: Named
    strength: Signed
    kind: Literal["patron-client", "alliance", "friendship", "rivalry", "kinship", "contact"] | None = None


class BriefOffice(Strict):
    name: Named
    gives: dict[str, Annotated[float, Field(ge=0, le=1)]]
    id: Id | None = None
    holder: Named | None = None


class Outside(Strict):
    """A patron power whose consent matters: it speaks for `weight` of the votes of the appointing body."""

    name: Named
    weight: Annotated[float, Field(gt=0, le=0.9)]
    favours: dict[str, Signed] = Field({}, description="contender by name or id: -1 vetoed, +1 its own man")
    body: Named | None = Field(None, description="where it speaks: the committee, where unstated")


class BriefShock(Strict):
    date: Date
    kind: words(vocab.ShockKind)  # type: ignore[valid-type]
    person: Named | None = None
    size: Signed | None = None
    uncertainty_months: Annotated[float, Field(ge=0, le=240)] = 0.0
    what: Short = ""


class BriefDispute(Strict):
    id: Id
    name: Short = ""
    axis: words(vocab.Axis) = "other"  # type: ignore[valid-type]
    minus_one: Short = ""
    plus_one: Short = ""
    salience: Share = 0.3
    policy: Signed = 0.0


class BriefFile(BaseModel):
    """A whole scenario on one page: `brief: 1`."""

    model_config = ConfigDict(
        extra="forbid", allow_inf_nan=False, populate_by_name=True, title="politburo brief scenario"
    )
    brief: Literal[1]
    id: Id
    title: Named
    summary: Short = ""
    window: Window
    start: Date | None = None
    clock_zero: Date | None = None
    contenders: Annotated[list[Contender], Field(min_length=2, max_length=12)]
    predecessor: Predecessor | None = None
    bodies: Annotated[list[BriefBody], Field(max_length=12)] = []
    offices: Annotated[list[BriefOffice], Field(max_length=24)] | None = None
    ties: Annotated[list[BriefTie], Field(max_length=400)] = []
    outside: Outside | None = None
    disputes: Annotated[list[BriefDispute], Field(min_length=1, max_length=8)] | None = None
    shocks: Annotated[list[BriefShock], Field(max_length=200)] = []
    country: Country | None = None
