"""One model per table row and one for `scenario.yaml`: the single source of validation, schema and documentation."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from politburo import vocab
from politburo.scenario.values import office_types

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")
FIRST_YEAR, LAST_YEAR = 1000, 2999
LONGEST = 100  # years of a window
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")


def date_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a date, as (code, what is allowed), or None: YYYY, YYYY-MM or YYYY-MM-DD, a day of the Gregorian calendar.

    >>> date_fault("1904-02-29"), date_fault("1904-02"), date_fault("1900-02-30")
    (None, None, ('date-invalid', 'YYYY, YYYY-MM or YYYY-MM-DD, a day that exists'))
    >>> date_fault("1900-02-29")
    ('date-julian', '1900-03-13, the same day in the Gregorian calendar')
    """
    if not _DATE.match(text):
        return "date-invalid", "YYYY, YYYY-MM or YYYY-MM-DD"
    year = int(text[:4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "value-range", f"a year from {FIRST_YEAR} to {LAST_YEAR}"
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        if text[4:] == "-02-29" and year % 100 == 0:  # a leap day by the Julian rule only
            behind = (year - 1) // 100 - (year - 1) // 400 - 2
            day = date(year, 2, 28) + timedelta(behind + 1)
            return "date-julian", f"{day}, the same day in the Gregorian calendar"
        return "date-invalid", "YYYY, YYYY-MM or YYYY-MM-DD, a day that exists"
    return None


def _date(text: str) -> str:
    fault = date_fault(text)
    if fault:
        raise ValueError(": ".join(fault))
    return text


def _id(text: str) -> str:
    if not _ID.match(text):
        raise ValueError("id-invalid")
    return text


def _text(value: object) -> object:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number, not true or false")
    return value


Date = Annotated[
    str, BeforeValidator(_text), AfterValidator(_date), Field(description="YYYY, YYYY-MM or YYYY-MM-DD")
]
Id = Annotated[
    str, AfterValidator(_id), Field(max_length=80, description="lower-case letters, digits, - and _")
]
Link = Annotated[str, AfterValidator(_id), Field(max_length=80)]
Share = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1)]
Signed = Annotated[float, BeforeValidator(_number), Field(ge=-1, le=1)]
Number = Annotated[float, BeforeValidator(_number), Field(ge=-1e6, le=1e6)]
Count = Annotated[float, Field(ge=0, le=1e12)]
Tiles = Annotated[int, Field(ge=1, le=60)]
Short = Annotated[str, Field(max_length=2000)]


def words(kind: type[vocab.Word]):
    """The spellings of a closed list, as a type."""
    return Literal[kind.words()]  # type: ignore[valid-type]


class Row(BaseModel):
    """What every table row carries."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)
    source: Short = ""
    confidence: Literal["high", "medium", "low"] = "low"
    evidence: words(vocab.Evidence) = "assumed"  # type: ignore[valid-type]
    note: Short = ""


class Person(Row):
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=200)]
    short: Annotated[str, Field(max_length=60)] = ""
    born: int | None = Field(None, ge=1500, le=2200)
    party_since: int | None = Field(None, ge=1500, le=2200)
    health: Share = 1.0
    eligible: Literal["yes", "no"] = "yes"
    origin: words(vocab.SocialOrigin) = "unknown"  # type: ignore[valid-type]


class Career(Row):
    person: Link
    place: Short
    from_: Date = Field(alias="from")
    to: Date | None = None
    role: Short = ""
    kind: Short = ""


class Place(Row):
    place: Short
    weight: Share


class Tie(Row):
    a: Link
    b: Link
    kind: Literal["patron-client", "alliance", "friendship", "rivalry", "kinship", "contact"]
    strength: Signed
    from_: Date = Field(alias="from")
    to: Date | None = None


class TraitScore(Row):
    person: Link
    trait: words(vocab.Trait)  # type: ignore[valid-type]
    score: Share
    from_: Date = Field(alias="from")


class Appeal(Row):
    person: Link
    stratum: words(vocab.Stratum)  # type: ignore[valid-type]
    score: Share
    from_: Date = Field(alias="from")


class Position(Row):
    person: Link
    dispute: Link
    position: Signed
    date: Date


class Prestige(Row):
    person: Link
    value: Share
    date: Date
    basis: Short = ""


class Liability(Row):
    id: Id
    person: Link
    fact: Short
    weight: Share
    date: Date


class Body(Row):
    id: Id
    name: Short
    role: words(vocab.Role)  # type: ignore[valid-type]
    elected_by: Link | None = None
    decision: Annotated[float, Field(ge=0.5, lt=1)] = 0.5
    sanction: Annotated[float, Field(ge=0.5, lt=1)] = 0.5
    every: Annotated[int, Field(ge=1, le=120)] = 1
    size: Annotated[int, Field(ge=1, le=100_000)]
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class SeatRow(Row):
    body: Link
    person: Link
    seat: Literal["full", "candidate"] = "full"
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class Office(Row):
    id: Id
    name: Short
    type: Literal[tuple(office_types())] | None = None  # type: ignore[valid-type]
    filled_by: Link | None = None  # none: it lapses with its holder
    organisation: Link | None = None
    resources: Annotated[str, Field(max_length=300, description="army:1;press:0.5")] = ""
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class Holding(Row):
    office: Link
    person: Link
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class Organisation(Row):
    id: Id
    name: Short
    kind: words(vocab.OrganisationKind) = "territorial"  # type: ignore[valid-type]
    members: Count
    republic: Literal["yes", "no"] = "no"
    entrenched: Share = 0.15
    workers: Share = 0.5
    apparatus: Share = 0.4
    army: Share = 0.05
    students: Share = 0.05
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class MapTile(Row):
    """Where an organisation stands on a map of tiles of one size. It is for drawing: no history knows it."""

    organisation: Link
    column: Tiles
    row: Tiles


class Secretary(Row):
    organisation: Link
    person: Link | None = None
    patron: Link | None = None
    loyalty: Share = 0.0
    appointed: Literal["yes", "no", "unknown"] = "unknown"
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class Opinion(Row):
    organisation: Link
    dispute: Link
    position: Signed
    date: Date


class Cohort(Row):
    cohort: Id
    class_: words(vocab.SocialClass) = Field(alias="class")  # type: ignore[valid-type]
    education: words(vocab.Education)  # type: ignore[valid-type]
    members: Count
    date: Date


class Dispute(Row):
    id: Id
    name: Short
    axis: words(vocab.Axis)  # type: ignore[valid-type]
    minus_one: Short = ""
    plus_one: Short = ""
    salience: Share = 0.3
    policy: Signed = 0.0


class Shock(Row):
    id: Id
    date: Date
    kind: words(vocab.ShockKind)  # type: ignore[valid-type]
    person: Link | None = None
    size: Annotated[float, Field(ge=-1, le=1)] = 0.1
    uncertainty_months: Annotated[float, Field(ge=0, le=240)] = 0.0
    what: Short
    why_no_contender_decided_it: Annotated[str, Field(min_length=1, max_length=2000)]


class LetterRow(Row):
    author: Link
    person: Link
    date: Date
    merit: Share = 0.0
    fault: Annotated[float, Field(ge=-1, le=0)] = 0.0
    office: Link | None = None


class Rule(Row):
    id: Id
    subject: Short
    value: Short = ""
    summary: Short = ""
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None


class Source(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)
    key: Annotated[str, Field(min_length=1, max_length=120)]
    citation: Short
    address: Short = ""
    status: Literal["read", "unverified"]


TABLES: dict[str, type[BaseModel]] = {
    "sources": Source,
    "persons": Person,
    "careers": Career,
    "places": Place,
    "ties": Tie,
    "traits": TraitScore,
    "appeal": Appeal,
    "disputes": Dispute,
    "positions": Position,
    "prestige": Prestige,
    "liabilities": Liability,
    "bodies": Body,
    "seats": SeatRow,
    "organisations": Organisation,
    "map": MapTile,
    "offices": Office,
    "holdings": Holding,
    "secretaries": Secretary,
    "opinions": Opinion,
    "cohorts": Cohort,
    "shocks": Shock,
    "letter": LetterRow,
    "rules": Rule,
}
REQUIRED = ("persons", "bodies", "organisations", "disputes")


class Window(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, populate_by_name=True)
    from_: Date = Field(alias="from")
    to: Date

    @model_validator(mode="after")
    def _span(self) -> Window:
        if int(self.to[:4]) - int(self.from_[:4]) > LONGEST:
            raise ValueError(f"value-range: at most {LONGEST} years")
        return self


class TieRule(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    months_late: Annotated[int, Field(ge=0, le=120)] = 4
    place_scale: Annotated[float, Field(gt=0, le=10)] = 0.5


class Unknown(BaseModel):
    """What is assumed of persons about whom a fact is missing."""

    model_config = ConfigDict(extra="forbid")
    age: Annotated[int, Field(ge=0, le=120)] = 40
    party_years: Annotated[float, Field(ge=0, le=120)] = 10.0


class Prior(Row):
    mean: Signed
    sd: Annotated[float, Field(ge=0, le=2)]


class Country(Row):
    discontent: Share = 0.3
    threat: Share = 0.1
    fear: Annotated[float, Field(ge=0, le=2)] = 0.1
    harvest: Signed = 0.0
    factions_banned: Literal[0, 1] = 0
    predecessor: Link | None = None  # the person who led before
    contested: Literal[0, 1] = 0  # who leads is an open question at the start


class CountryRow(Country):
    date: Date


class Override(Row):
    value: Number


class ScenarioFile(BaseModel):
    """`scenario.yaml`."""

    model_config = ConfigDict(
        extra="forbid", allow_inf_nan=False, populate_by_name=True, title="politburo scenario"
    )
    format: Literal[1]
    id: Id
    title: Annotated[str, Field(min_length=1, max_length=300)]
    summary: Short = ""
    window: Window
    start: Date
    clock_zero: Date | None = None
    contenders: Annotated[int, Field(ge=2, le=12)] = 8
    reserves: Annotated[int, Field(ge=0, le=200)] = 32
    roster_rule: Short = ""
    ties: TieRule = TieRule()
    unknown: Unknown = Unknown()
    traits: dict[str, Prior] = {}
    positions: dict[str, Prior] = {}
    country: list[CountryRow] = []
    parameters: dict[str, Number | Override] = {}
