"""What a forecast says beside its probabilities: why it expects what it expects, what to watch, and what would change it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Chance = Annotated[float, Field(ge=0, le=1)]
Move = Annotated[float, Field(ge=-1, le=1)]
Count = Annotated[int, Field(ge=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Share(_Strict):
    """`count` of `of` histories, with Wilson's 95 % interval."""

    share: Chance
    low: Chance
    high: Chance
    count: Count
    of: Count


class Telling(_Strict):
    """A fact, the chance of the favourite with it and without it (at its neutral value), and the paired 95 % interval of the change."""

    fact: str
    neutral: str
    was: Chance
    would_be: Chance
    change: Move
    low: Move
    high: Move


class Sign(_Strict):
    """An event to watch for: its chance, and the chance that `person` leads where it comes and where it does not."""

    event: str
    chance: Share
    person: str
    after: Share
    otherwise: Share


class Reversal(_Strict):
    """One fact changed, and by how much somebody else then is ahead of the favourite (below 0: behind), with a paired 95 % interval.

    `moved`: the share of the histories by which the change moves the odds. `reached`: the interval lies above 0.
    """

    fact: str
    neutral: str
    person: str
    ahead: Move
    low: Move
    high: Move
    moved: Chance
    reached: bool


class Reasons(_Strict):
    """Of the person who most often leads so many months after the clock's zero. Ids of persons, as in the forecast."""

    months: Annotated[int, Field(ge=1)]
    date: date
    favourite: str
    chance: Share
    tried: Annotated[int, Field(ge=0, description="facts that were set to their neutral values")]
    screened: Annotated[
        int, Field(ge=0, description="pairs of histories on which the telling facts were chosen")
    ]
    pairs: Annotated[int, Field(ge=0, description="other pairs, on which they were measured")]
    why: list[Telling]
    watched_months: Annotated[int, Field(ge=1, description="events of so many first months")]
    looked_at: Annotated[
        int, Field(ge=0, description="events that were common and rare enough to be counted")
    ]
    watch: list[Sign]
    changes_tried: Count
    change: Reversal | None
