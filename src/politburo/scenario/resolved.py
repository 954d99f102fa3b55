"""The complete form of a scenario: nothing left implicit, an address for every entity, readable by machines."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from politburo.vocab import SocialOrigin


class Entity(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    address: int
    id: str
    name: str


class Value(BaseModel):
    """A number drawn per history: mean and standard deviation (0 when known)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    mean: float
    sd: float


class RPerson(Entity):
    short: str = ""  # a label, where the scenario gives one
    reserve: bool = False
    eligible: bool = True  # may be a member of a ruling coalition
    origin: str = SocialOrigin.UNKNOWN.word  # nothing depends on it: it is counted, not acted upon
    born: int
    seniority: float
    health: float
    prestige: float
    traits: list[Value]
    positions: list[Value]
    appeal: list[float]
    patron: int | None = None
    patron_strength: float = 0.0


class ROrganisation(Entity):
    kind: str
    members: float
    republic: bool
    entrenched: float
    strata: list[float]
    secretary: int | None
    patron: int | None
    loyalty: float
    appointed: float
    opinions: list[float]


class RBody(Entity):
    role: str
    size: int
    elector: int | None
    decision: float
    sanction: float
    every: int
    seats: dict[int, str]  # person -> full or candidate


class ROffice(Entity):
    established: bool
    holder: int | None
    filled_by: int | None
    resources: dict[str, float]
    organisation: int | None


class RDispute(Entity):
    axis: str
    minus_one: str
    plus_one: str
    salience: float
    policy: float


class RShock(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    address: int
    id: str
    month: int
    jitter: float
    kind: str
    person: int | None
    size: float
    what: str
    why: str


class RLiability(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    address: int
    id: str
    person: int
    fact: str
    weight: float


class RLetter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    author: int
    month: int
    office: int | None
    verdicts: list[tuple[int, float, float]]  # person, merit, fault


class RCountry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    discontent: float
    threat: float
    fear: float
    harvest: float
    factions_banned: float
    predecessor: int | None = None
    contested: bool = False
    congress_every: int
    congress_last: int


class Resolved(BaseModel):
    """A scenario at one start date."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: int
    id: str
    title: str
    summary: str
    roster_rule: str
    start: date
    end: date
    months: int
    contenders: int
    persons: list[RPerson]
    organisations: list[ROrganisation]
    bodies: list[RBody]
    offices: list[ROffice]
    disputes: list[RDispute]
    shocks: list[RShock]
    liabilities: list[RLiability]
    letter: RLetter | None
    cohorts: list[str]
    cohort_counts: list[list[list[float]]]  # cohort, class, education
    service: list[tuple[int, int, float]]  # i < j, closeness from shared service
    documented: list[tuple[int, int, float]]
    late: list[tuple[int, int, float]]
    country: RCountry
    parameters: dict[str, float]
    rules: list[str]
    evidence: dict[str, int]  # how many values are read, unverified, coded, assumed
    clock_zero: int = 0  # month, counted from the start, from which forecasts count
    filled: list[str] = []  # what a page left to defaults
    asked: list[int] = []  # the contenders of a brief scenario: every forecast speaks of them

    def to_json(self) -> str:
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str) -> Resolved:
        """Raises `ValueError` for what is no complete form, or one that does not agree with itself."""
        from politburo.scenario.coherent import fault

        found = cls.model_validate_json(text)
        if wrong := fault(found):
            raise ValueError(wrong)
        return found

    @property
    def digest(self) -> str:
        """sha256 of the canonical JSON; labels do not count."""
        told: dict[str, Any] = {"persons": {"__all__": {"short"}}} | ({} if self.asked else {"asked": True})
        plain = json.dumps(self.model_dump(mode="json", exclude=told), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    @property
    def evidence_shares(self) -> dict[str, float]:
        total = max(sum(self.evidence.values()), 1)
        return {kind: count / total for kind, count in self.evidence.items()}
