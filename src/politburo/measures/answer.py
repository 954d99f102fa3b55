"""What a run says, as it is saved and printed: `Run.summary`. `measures.shape` holds to it what was read from a file.

Shares are of histories, with Wilson's 95 % interval; quantiles are over histories.
"""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import ConfigDict, Field, GetPydanticSchema, with_config
from pydantic_core.core_schema import any_schema
from typing_extensions import TypedDict  # before Python 3.12 pydantic reads no other

from politburo.facts import Facts

Unit = Annotated[float, Field(ge=0, le=1)]
Finite = Annotated[float, Field(ge=-1e9, le=1e9)]
Count = Annotated[int, Field(ge=0)]

Unread = GetPydanticSchema(lambda source, handler: any_schema())
exactly = with_config(ConfigDict(extra="forbid", strict=True))


@exactly
class Share(TypedDict):
    """A share of histories and the ends of its interval."""

    share: Unit
    low: Unit
    high: Unit


@exactly
class Quantiles(TypedDict):
    """The median of histories, and their 5 and 95 % points."""

    low: Finite
    median: Finite
    high: Finite


@exactly
class Person(TypedDict):
    """One of the leading persons; lists have an entry a year."""

    id: str
    name: str  # in full
    label: str  # as he is called
    reserve: bool  # an unnamed cadre
    sole_at_end: Share  # rules alone in the last month
    sole: list[Share]
    primus: list[Share]
    dual: list[Share]
    ruling: list[Share]  # in core or ring
    core: list[Share]


@exactly
class Coup(TypedDict):
    """Histories in which a seizure of power was tried, and in which one succeeded."""

    tried: Share
    succeeded: Share


@exactly
class Consolidation(TypedDict):
    """The first sole rule."""

    within_window: Share
    quantiles: dict[
        str, str
    ]  # "50%" -> YYYY-MM by which so many of all histories have had it, or that it is not within the window


@exactly
class Path(Share):
    """How often decisions took this course."""

    path: str  # places of decision, from one to the next


@exactly
class Membership(TypedDict):
    """The party at the end of a year."""

    year: str
    members: Quantiles  # persons
    workers: Quantiles  # share
    higher: Quantiles  # share with higher education


@exactly
class Votes(TypedDict):
    """Votes on attacks in two years before one body."""

    years: str
    arena: str
    per_history: Finite
    against_ruling_side: Quantiles  # share, over votes
    ruling_side_beaten: Unit


@exactly
class Picks(TypedDict):
    """Numbers of the histories that are told."""

    typical: Count
    strangest: Count
    nearest: NotRequired[Count]  # to the record
    nearest_f1: NotRequired[Unit]  # how near


@exactly
class Blind(TypedDict):
    """Who rules alone at the end with all traits equal; who never does is left out."""

    histories: Annotated[int, Field(ge=1)]
    anyone: Share
    persons: dict[str, Share]  # by id


@exactly
class Held(TypedDict):
    """A month in which the record weighed less than it says."""

    month: str  # YYYY-MM
    type: str  # of item
    power: Finite  # to which its likelihood was raised


@exactly
class Worth(TypedDict):
    """What histories that were chosen by a record are worth."""

    effective: Finite  # by their weights, histories
    ancestors: Count  # different beginnings
    effective_ancestors: Finite


@exactly
class Counted(TypedDict):
    """What of a record was counted."""

    counted: dict[str, Count]  # items by type
    unstated: dict[str, Count]  # those of which the model says nothing
    items: list[str]  # ids
    items_unstated: list[str]
    held_back: list[Held]


@exactly
class Given(Worth, Counted):
    """What a run that is given a record says of it (`study.running.given_record`)."""

    day: str  # the last
    histories: Count


@exactly
class Measured(TypedDict):
    """What the statistics of a run say (`measures.summary.Accumulator`)."""

    form: int  # of a summary: `measures.summary.FORM`
    simulated: bool
    case: str
    title: str
    start: str  # YYYY-MM-DD
    end: str
    histories: int
    interval: str  # of shares
    evidence: dict[str, Unit]  # share of the starting values that rest on each kind
    years: list[str]  # the labels of what is told by year
    leading: list[Person]
    sole_at_end: Share  # somebody rules alone
    types: dict[str, list[Share]]  # by type of rule, by year
    final: dict[str, Share]  # by type of rule
    coup: Coup
    consolidation: Consolidation
    locus: dict[str, list[Share]]  # by place of decision, by year
    effective: list[Quantiles]  # number of rulers, by year
    paths: list[Path]
    full_path: Share  # power narrows from a body through a group to one
    stages: dict[str, Share]  # by kind
    membership: list[Membership]
    votes: list[Votes]
    turnover: Quantiles  # secretaries replaced a year
    reserves_in_bureau: Quantiles  # share


@exactly
class Beside(TypedDict, total=False):
    """What is made beside the histories."""

    blind: Blind
    given: Given


@exactly
class Summary(Measured, Beside):
    """The whole of it."""

    picks: Picks
    run: Annotated[Facts, Unread]  # `shape.held_to` compares it with the manifest
