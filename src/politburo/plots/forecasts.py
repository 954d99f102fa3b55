"""The picture of a forecast, or of several side by side: who leads, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from politburo.plots.palette import hue, step
from politburo.plots.rows import ROW, Row, listed
from politburo.plots.svg import Figure, Sheet, figure
from politburo.words.answer import Data
from politburo.words.forecast import NAMELESS, asked, interval, names_of, titled
from politburo.words.headline import percent

BOLD = 6.9  # width of a bold letter at 11 units, on average
PERSONS = 5  # of each group
QUARTERS = {0.0: "0", 0.25: "25 %", 0.5: "50 %", 0.75: "75 %", 1.0: "100 %"}


def forecasts(found: Sequence[Data], months: int | None = None) -> Figure:
    """One scenario at all its horizons; of several each at `months`, or at its own first horizon from two years on."""
    one = len(found) == 1
    groups = (
        [(_when(horizon), found[0], horizon) for horizon in found[0]["horizons"]]
        if one
        else [(f"{titled(said)}, {_when(at)}", said, at) for said in found for at in [asked(said, months)]]
    )
    rows: list[Row] = []
    cells: list[list[Any]] = []
    inks: dict[str, int] = {}
    for title, said, horizon in groups:
        rows.append(Row(title))
        names, leads = names_of(said), horizon["leads"] or horizon["who"]
        best = sorted((name for name in leads if name not in NAMELESS), key=lambda name: -leads[name])[
            :PERSONS
        ]
        for name in best:
            ink = hue(inks.setdefault(name, len(inks))) if one else hue(0)
            share = interval(leads[name], said["histories"])
            rows.append(Row(names[name], ink, share["low"], share["share"], share["high"]))
            cells.append([title, names[name], percent(share)])
        rest = interval(max(0.0, 1 - sum(leads[name] for name in best)), said["histories"])
        rows.append(Row("anybody else, or nobody", step(2), rest["low"], rest["share"], rest["high"]))
        cells.append([title, "anybody else, or nobody", percent(rest)])
    title = f"Who will lead: {titled(found[0])}" if one else "Who will lead: scenarios side by side"
    first = found[0]
    return figure(
        "forecast",
        title,
        caption="Probability to lead the ruling group, with 95 % intervals, which count chance between histories and nothing else.",
        columns=("when" if one else "scenario", "who", "leads"),
        rows=cells,
        draw=lambda sheet: _draw(sheet, rows),
        height=ROW * len(rows) + 44,
        foot=f"Simulated: {first['histories']:,} histories each, seed {first['seed']}",
    )


def _draw(sheet: Sheet, rows: Sequence[Row]) -> None:
    room = int(sheet.width / BOLD)
    fitting = [
        replace(row, label=f"{row.label[: room - 1]}\u2026")
        if row.ink is None and len(row.label) > room
        else row
        for row in rows
    ]
    listed(sheet, fitting, 8, (0.0, 1.0), QUARTERS)


def _when(horizon: Data) -> str:
    return f"{horizon['date'][:7]}, after {horizon['months']} months"
