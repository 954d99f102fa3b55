"""A ledger of dated forecasts that shows whether anything in it was changed: each entry names the digest of the one before it.

A folder holds `0001-SCENARIO.json` and so on, each an `Entry`: the whole forecast, when it was kept, and `previous`, the sha256 of the
file of the entry before. `head.json` has the number of entries and the sha256 of the last one's file, so that an entry cannot be taken
off the end unseen. Nothing is ever written twice but `head.json`. Whoever changes one entry would have to write all later ones and the head
anew; against that, the head's digest is printed, to be written down or published elsewhere, and `--head` asks for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from politburo.errors import PolitburoError, Problem
from politburo.scenario.documents import read_document
from politburo.store.files import get, lock, put
from politburo.study.forecasting.forecast import Forecast, Horizon

HEAD, LOCKED, TRUTHS = "head.json", ".lock", "truths"
NOTHING = "0" * 64  # what the first entry names as the one before it
NAME = re.compile(r"^(\d{4,})-.*\.json$")
LARGEST = 2**24  # bytes of an entry
LONGEST = 1000  # letters of a note
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Strict):
    """One kept forecast."""

    format: Literal[1]
    kind: Literal["kept forecast"]
    number: Annotated[int, Field(ge=1)]
    kept: datetime
    note: Annotated[str, Field(max_length=LONGEST)] = ""
    previous: Digest
    forecast: Forecast


class Head(_Strict):
    """How long the chain is, and the digest of its last entry."""

    entries: Annotated[int, Field(ge=0)]
    digest: Digest


@dataclass(frozen=True)
class Kept:
    """An entry with its file and the file's digest."""

    entry: Entry
    path: Path
    digest: str

    @property
    def horizons(self) -> Iterator[Horizon]:
        """What is said of each date."""
        yield from self.entry.forecast.horizons

    def foreseen(self, horizon: Horizon) -> bool:
        """Was the forecast kept before the date of which it speaks?"""
        return self.entry.kept.date() < horizon.date


def read(folder: Path, head: str = "") -> list[Kept]:
    """All entries in order, after the chain was checked.

    Raises `PolitburoError`: ledger-missing where there is none; ledger-damaged, with every place and what to do, where a file was changed,
    is missing or is too many, or where no entry has the digest `head`.
    """
    if not (folder / HEAD).is_file() and not _files(folder):
        remedy = "keep a first forecast: politburo forecast keep FILE; or name the folder with --ledger"
        raise PolitburoError(Problem("ledger-missing", str(folder), "no ledger", remedy=remedy))
    found, problems = _chain(folder)
    if not problems:
        problems = _against_head(folder, found)
    if not problems and head and head not in [NOTHING, *(kept.digest for kept in found)]:
        allowed = "a ledger that goes back to this digest"
        problems = [
            _damaged(
                folder,
                f"no entry has the digest {head[:64]}",
                allowed,
                "this is another ledger, or it was written anew",
            )
        ]
    if problems:
        raise PolitburoError(problems)
    return found


def _files(folder: Path) -> list[tuple[int, Path]]:
    """(number, path) of the entries, in order."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted((int(named[1]), path) for path in there if (named := NAME.match(path.name)))


def _chain(folder: Path) -> tuple[list[Kept], list[Problem]]:
    """The entries as far as they are sound, and what is wrong with the first that is not."""
    found: list[Kept] = []
    before = NOTHING
    for place, (number, path) in enumerate(_files(folder), 1):
        if number != place:
            what = f"entry {place} is missing" if number > place else f"entry {number} is there twice"
            return found, [_damaged(path, what, f"entry {place} next", _restore(place))]
        try:
            data = get(path, LARGEST)
            entry = Entry.model_validate_json(data)
        except (OSError, ValidationError, ValueError) as error:
            said = str(error).splitlines()[0]
            return found, [
                _damaged(path, f"no readable entry: {said}", "the entry as it was kept", _restore(place))
            ]
        if entry.number != place or entry.previous != before:
            # of two neighbours that do not fit, the earlier one was changed: it is its digest that the later one remembers
            changed = found[-1].path if found and entry.number == place else path
            what = (
                f"sha256 {before[:16]}..."
                if changed != path
                else f"an entry that calls itself {entry.number}"
            )
            allowed = (
                f"sha256 {entry.previous[:16]}..., as {path.name} has it"
                if changed != path
                else f"entry {place}"
            )
            return found, [
                _damaged(changed, what, allowed, _restore(place - 1 if changed != path else place))
            ]
        before = hashlib.sha256(data).hexdigest()
        found.append(Kept(entry, path, before))
    return found, []


def _against_head(folder: Path, found: Sequence[Kept]) -> list[Problem]:
    """Does the head agree? An entry after the one that it names was being kept when something interrupted: it counts."""
    path = folder / HEAD
    try:
        head = Head.model_validate_json(get(path, LARGEST))
    except (OSError, ValidationError, ValueError) as error:
        said = str(error).splitlines()[0]
        return [
            _damaged(
                path,
                f"no readable head: {said}",
                "the head as it was written",
                "restore the head from a copy",
            )
        ]
    count = len(found)
    if head.entries > count:
        last = f"{count} entries" if count else "no entry"
        return [_damaged(folder, last, f"{head.entries}, as {HEAD} has it", _restore(count + 1))]
    if head.entries < count - 1:
        what = f"{count} entries"
        return [_damaged(path, what, f"{head.entries} or {head.entries + 1}", "restore the head from a copy")]
    named = found[head.entries - 1].digest if head.entries else NOTHING
    if named != head.digest:
        where = found[head.entries - 1].path if head.entries else path
        allowed = f"sha256 {head.digest[:16]}..., as {HEAD} has it"
        return [_damaged(where, f"sha256 {named[:16]}...", allowed, _restore(head.entries))]
    return []


def _damaged(where: Path, found: str, allowed: str, remedy: str) -> Problem:
    return Problem("ledger-damaged", str(where), found[:300], allowed, "", remedy)


def _restore(number: int) -> str:
    sound = f"; the {number - 1} before it are sound" if number > 1 else ""
    return f"restore entry {number} from a copy{sound}"


def keep(folder: Path, files: Sequence[Path], note: str = "", now: datetime | None = None) -> list[Kept]:
    """Add forecast files to a ledger, which is begun where there is none; the new entries.

    Raises `PolitburoError` for a file that is no forecast, one that is kept already (id-duplicate), a note that is too long, a damaged
    ledger, or another process that is writing there.
    """
    if len(note) > LONGEST:
        raise PolitburoError(Problem("usage", "--note", f"{len(note)} letters", f"at most {LONGEST}"))
    forecasts = [(path, read_document(path, Forecast)) for path in files]
    folder.mkdir(parents=True, exist_ok=True)
    with lock(folder / LOCKED):
        found = read(folder) if (folder / HEAD).is_file() or _files(folder) else []
        there = {kept.entry.forecast.model_dump_json(): kept.entry.number for kept in found}
        twice = []
        for path, forecast in forecasts:
            same = there.setdefault(forecast.model_dump_json(), 0)
            what = f"entry {same} of the ledger" if same else "a forecast that is named before"
            if same or sum(forecast == other for _, other in forecasts) > 1:
                twice.append(Problem("id-duplicate", str(path), what, "a forecast that is not kept yet"))
        if twice:
            raise PolitburoError(twice)
        kept = []
        for _, forecast in forecasts:
            new = _added(
                folder, [*found, *kept], forecast, note, now or datetime.now(UTC).replace(microsecond=0)
            )
            kept.append(new)
        return kept


def _added(folder: Path, found: Sequence[Kept], forecast: Forecast, note: str, now: datetime) -> Kept:
    """Write one entry, then the head that names it."""
    number = len(found) + 1
    entry = Entry(
        format=1,
        kind="kept forecast",
        number=number,
        kept=now,
        note=note,
        previous=found[-1].digest if found else NOTHING,
        forecast=forecast,
    )
    data = (entry.model_dump_json(indent=1, exclude_none=True) + "\n").encode()
    path = folder / f"{number:04d}-{forecast.scenario}.json"
    put(path, data)
    digest = hashlib.sha256(data).hexdigest()
    put(folder / HEAD, (json.dumps({"entries": number, "digest": digest}, indent=1) + "\n").encode())
    return Kept(entry, path, digest)


def due(found: Sequence[Kept], on: date) -> list[dict[str, Any]]:
    """What has fallen due by a day: a row for each date that a kept forecast speaks of, the earliest first.

    {number, scenario, title, kept, date, months, foreseen: whether it was kept before that date, leads: the likeliest, chance, name}.
    """
    rows = []
    for kept in found:
        said = kept.entry.forecast
        names = {person.id: person.name for person in said.contenders}
        for horizon in kept.horizons:
            if horizon.date > on:
                continue
            leads = horizon.leads or horizon.who
            best = max(leads, key=lambda name, leads=leads: leads[name])
            rows.append(
                {
                    "number": kept.entry.number,
                    "scenario": said.scenario,
                    "title": said.title,
                    "kept": f"{kept.entry.kept:%Y-%m-%d}",
                    "date": str(horizon.date),
                    "months": horizon.months,
                    "foreseen": kept.foreseen(horizon),
                    "leads": best,
                    "name": names.get(best, best),
                    "chance": leads[best],
                }
            )
    return sorted(rows, key=lambda row: (row["date"], row["number"]))


def coming(found: Sequence[Kept], on: date) -> date | None:
    """The next date after a day of which a kept forecast speaks."""
    return min((h.date for kept in found for h in kept.horizons if h.date > on), default=None)
