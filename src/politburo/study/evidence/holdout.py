"""What is held out of a record, and the log of fits and openings. Read from `record/holdouts.yaml` of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from politburo.errors import PolitburoError, Problem, nearest
from politburo.record import CATALOG
from politburo.record.items import Item, known_by
from politburo.scenario.documents import read_document

Filled = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Holdout(_Strict):
    """A division in time: fitted on what was known until one day, judged on what came between two later days."""

    id: Filled
    fitted_until: date
    judged_from: date
    judged_to: date
    purpose: Filled

    @model_validator(mode="after")
    def _in_order(self) -> Holdout:
        if not self.fitted_until < self.judged_from <= self.judged_to:
            raise ValueError("fitted_until must be before judged_from, and that not after judged_to")
        return self


class Pattern(_Strict):
    """A pattern that is never fitted, only looked at."""

    id: Filled
    what: Filled


class Version(_Strict):
    """A version of the model that was tried."""

    model: Filled
    date: date
    what: Filled


class Entry(_Strict):
    """A fit, or a look at what is held out: on which holdout or pattern, when, with which model, why, and what came of it."""

    on: Filled
    date: date
    model: Filled
    why: Filled
    outcome: str = ""


class Holdouts(_Strict):
    """The committed file."""

    format: Literal[1]
    fixed: date
    deciding: Filled
    holdouts: list[Holdout]
    leave_one_out: Literal["congress-period"]
    patterns: list[Pattern]
    versions: list[Version]
    fits: list[Entry]
    openings: list[Entry]

    @model_validator(mode="after")
    def _agree(self) -> Holdouts:
        if self.deciding not in [h.id for h in self.holdouts]:
            raise ValueError("deciding must name one of the holdouts")
        early = [fit.date for fit in self.fits if fit.date < self.fixed]
        if early:
            raise ValueError("a fit is dated before the holdouts were fixed")
        return self

    @property
    def open_until(self) -> date:
        """The last day that anyone may look at without opening anything."""
        return self.holdout(self.deciding).judged_from - timedelta(days=1)

    def open_to(self, model: str) -> date:
        """The last day that may be looked at with this model version: a later one than `open_until` once the deciding holdout is opened."""
        opened = any(entry.on == self.deciding and entry.model == model for entry in self.openings)
        return self.holdout(self.deciding).judged_to if opened else self.open_until

    def holdout(self, name: str) -> Holdout:
        """The holdout of this id; raises `PolitburoError` if there is none."""
        found = {holdout.id: holdout for holdout in self.holdouts}
        if name not in found:
            raise PolitburoError(
                Problem("usage", "--open", name[:100], ", ".join(found), nearest(name, found))
            )
        return found[name]

    def opened(self, name: str, model: str) -> None:
        """Refuse with `PolitburoError` unless opening `name` with this model version is logged."""
        if not any(entry.on == name and entry.model == model for entry in self.openings):
            remedy = "add an entry to `openings` in the case's record/holdouts.yaml, commit it, then look"
            raise PolitburoError(
                Problem(
                    "holdout-closed", f"--open {name}", f"no opening logged for model {model}", "", "", remedy
                )
            )


def load_holdouts(case: str, catalog: Path = CATALOG) -> Holdouts:
    """The holdouts of a case. Raises `PolitburoError` if the file is missing or wrong."""
    return read_document(catalog / case / "record" / "holdouts.yaml", Holdouts)


def sealed_after(case: str, model: str, catalog: Path = CATALOG) -> date | None:
    """The last day of a case's record that may be looked at with this model version; None where nothing is held out."""
    if not (catalog / case / "record" / "holdouts.yaml").is_file():
        return None
    return load_holdouts(case, catalog).open_to(model)


def fitted(items: Iterable[Item], holdout: Holdout) -> list[Item]:
    """What a fit may use: everything known on the last day, later dated events as not yet come."""
    return known_by(items, holdout.fitted_until)


def judged(items: Iterable[Item], holdout: Holdout) -> list[Item]:
    """What a fit is judged on: items dated inside the judged months. Dated events that had come before are left out;
    those still to come at the end count as not come by then."""
    after = [item for item in items if (item.until or item.date) >= holdout.judged_from]
    return known_by(after, holdout.judged_to)


def congress_days(items: Iterable[Item]) -> list[date]:
    """Last days of the congresses on record."""
    return sorted(item.date for item in items if item.kind == "bureau-size")


def period(item: Item, congresses: Iterable[date]) -> str:
    """The congress period of an item: the block in which its errors hang together with others.

    >>> from types import SimpleNamespace
    >>> period(SimpleNamespace(date=date(1924, 1, 1)), [date(1923, 4, 25), date(1924, 5, 31)])
    'after 1923-04'
    """
    before = [day for day in congresses if day <= item.date]
    return f"after {max(before):%Y-%m}" if before else "before the first"


def without_period(
    items: Iterable[Item], left_out: str, congresses: list[date]
) -> tuple[list[Item], list[Item]]:
    """(items to fit, items to judge): leave one congress period out."""
    rows = list(items)
    return (
        [item for item in rows if period(item, congresses) != left_out],
        [item for item in rows if period(item, congresses) == left_out],
    )
