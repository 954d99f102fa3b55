"""Histories as labelled tables: xarray for the monthly series, pandas for the events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.facts import Facts
from politburo.measures.history import month_date
from politburo.model.events import COLUMNS
from politburo.vocab import Arena, Cause, EventKind

if TYPE_CHECKING:
    import pandas
    import xarray

    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

#: dimensions of a series besides history and month
CONTENDER = ("person", "power", "standing", "in_bureau", "necessary", "wins_alone", "apparatus")
DIMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(CONTENDER, ("contender",)),
    "members": ("entry",),
    "policy": ("dispute",),
    "opinion": ("dispute",),
}
UNITS = {
    "person": "row of person_id",
    "leader": "row of person_id, -1 none",
    "standing": "0 outside, 1 ring, 2 core, 3 bloc",
    "wins_alone": "probability",
    "effective": "rulers",
    "members": "persons",
    "policy": "-1..1",
    "opinion": "-1..1",
    "fear": "0..2",
    "replaced": "secretaries per month",
    "regime": "1 stands, 0 fallen",
    **dict.fromkeys(("core", "ring", "bureau", "committee", "reserves"), "persons"),
}
SHARE = "share 0..1"


def series(resolved: Resolved, blocks: Sequence[Block], facts: Facts) -> xarray.Dataset:
    """All series as a Dataset with coordinates history, month (first day), dispute and entry.

    `person` holds rows of the coordinate `person_id`: ``data.person_id[data.person]`` gives ids. Every variable
    carries its units; the attributes say how the run was made and that it is simulated.
    """
    import xarray

    data: dict[str, Any] = {}
    for name in blocks[0].series:
        called = "person" if name == "contender" else name
        values = np.concatenate([block.series[name] for block in blocks])
        dims = ("history", "month", *DIMS.get(called, ()))
        data[called] = (dims, values, {"units": UNITS.get(called, SHARE)})
    months = [np.datetime64(month_date(resolved.start, m)) for m in range(resolved.months)]
    coords = {
        "history": np.arange(facts["histories"]),
        "month": np.array(months, "datetime64[ns]"),
        "dispute": [dispute.id for dispute in resolved.disputes],
        "entry": [*resolved.cohorts, "admitted", "admitted in levies"],
        "person_id": ("person_row", [person.id for person in resolved.persons]),
    }
    attrs = {key: str(value) for key, value in facts.items() if key not in ("parts", "files")}
    return xarray.Dataset(data, coords, {**attrs, "simulated": "yes", "units": "on every variable"})


def events(resolved: Resolved, blocks: Iterable[Block], facts: Facts) -> pandas.DataFrame:
    """One row per event: history, month, date, kind and causes in words, persons and bodies by id, tallies.

    `thing`, `weapon`, `outcome` and `size` keep their numbers: `politburo.model.events` says what they mean.
    """
    import pandas

    rows = np.concatenate([block.events for block in blocks])
    frame = pandas.DataFrame(rows, columns=["history", "month", *COLUMNS])
    people = [person.id for person in resolved.persons]
    bodies = dict(enumerate(body.id for body in resolved.bodies)) | {int(a): a.word for a in Arena if a < -1}
    dates = [month_date(resolved.start, m) for m in range(resolved.months)]
    kinds, causes = EventKind.words(), Cause.words()
    words = {
        "kind": [kinds[k] for k in frame["kind"]],
        "who": [people[n] if n >= 0 else None for n in frame["who"]],
        "whom": [people[n] if n >= 0 else None for n in frame["whom"]],
        "body": [bodies.get(n) for n in frame["body"]],
        "cause": [causes[c] for c in frame["cause"]],
        "second": [causes[c] for c in frame["second"]],
    }
    frame = frame.assign(**words)
    frame.insert(2, "date", pandas.to_datetime([dates[m] for m in rows[:, 1]]))
    frame.attrs = {"simulated": True, "seed": facts["seed"], "case": resolved.id}
    return frame
