"""What is told of one history month by month (`study.running.monthly.course_of`). Months count from 0; spells are `[from, until)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from politburo.study.running.tables import StageRow

Until = TypedDict("Until", {"from": int, "until": int})


class Size(Until):
    """How many seats a body has."""

    size: int


class BodyOf(TypedDict):
    """A body."""

    id: str
    name: str
    role: str
    sizes: list[Size]


class OfficeOf(TypedDict):
    """An office."""

    id: str
    name: str
    gives: dict[str, float]  # by resource


class OrganisationOf(TypedDict):
    """An organisation."""

    id: str
    name: str
    kind: str
    republic: bool
    members: float
    tile: tuple[int, int] | None  # on a map of tiles (`scenario.tilemap`)


class DisputeOf(TypedDict):
    """A dispute, with what is done and thought month by month."""

    id: str
    name: str
    minus_one: str
    plus_one: str
    policy: list[float]
    opinion: list[float]


class Entities(TypedDict):
    """What a history is about, besides persons."""

    bodies: list[BodyOf]
    offices: list[OfficeOf]
    organisations: list[OrganisationOf]
    disputes: list[DisputeOf]


class SeatSpell(Until):
    """Who sat in a body."""

    body: str
    person: str
    seat: str  # full or candidate


class HolderSpell(Until):
    """Who held an office; None where nobody did."""

    office: str
    person: str | None


class SecretarySpell(Until):
    """Who was secretary of an organisation, and whose man."""

    organisation: str
    secretary: str | None
    patron: str | None


class Spells(TypedDict):
    """Seats, posts and secretaries."""

    seats: list[SeatSpell]
    holders: list[HolderSpell]
    secretaries: list[SecretarySpell]


class StandingSpell(Until):
    """Where a contender stood."""

    person: str
    standing: str


class Rule(TypedDict):
    """Who led, and how, month by month."""

    leader: list[str | None]
    rule: list[str]
    sole_from: int | None


class EventOf(TypedDict):
    """An event."""

    number: int  # that of `why`
    month: int
    date: str
    kind: str
    text: str
    chronicle: str | None  # the sentence that a chronicle has of it
    who: str | None
    whom: str | None
    body: str | None
    cause: str
    since: int | None


class VoteOf(TypedDict):
    """A vote, and who voted how where persons voted."""

    event: int
    month: int
    date: str
    body: str | None
    place: str
    kind: str
    question: str
    attacker: str | None
    target: str | None
    ayes: int
    nays: int
    abstentions: int
    carried: bool
    unit: str
    ballots: dict[str, str] | None


class PersonOf(TypedDict):
    """Somebody of whom anything is told."""

    id: str
    name: str
    label: str
    reserve: bool
    born: float | None
    died: int | None  # month


class Made(TypedDict):
    """The run of which it is a history."""

    seed: int
    histories: int
    changes: list[str]


class CourseTold(Entities, Spells, Rule):
    """The course of a history; lists of numbers have an entry a month."""

    simulated: bool
    case: str
    title: str
    run: Made
    history: int
    picks: list[str]  # typical, nearest, strangest, where it is one of these
    months: list[str]  # YYYY-MM
    standings: list[StandingSpell]
    power: dict[str, list[float]]  # share, by person
    apparatus: dict[str, list[float]]
    series: dict[str, list[float]]
    cohorts: dict[str, list[float]]  # members
    events: list[EventOf]
    votes: list[VoteOf]
    table: list[StageRow]
    partial: str  # why who sat and voted is not known, where it is not
    persons: list[PersonOf]
