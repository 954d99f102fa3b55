"""The picture of a ledger: how well forecasts kept their word over time."""

from __future__ import annotations

from typing import Literal

from politburo.measures.written import per_cent
from politburo.plots.chart import Frame, labels
from politburo.plots.palette import Ink, hue, step
from politburo.plots.svg import Figure, Sheet, figure, path
from politburo.study.forecasting.ledger_scores import Account

QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
CURVES: tuple[tuple[str, Literal["found", "promised", "given", "blind"], Ink], ...] = (
    ("found among the likeliest", "found", hue(0)),
    ("promised", "promised", step(2)),
    ("given to what came", "given", hue(1)),
    ("by a blind guess", "blind", hue(2)),
)


def over_time(of: Account, kept: int) -> Figure:
    """By the year of the date that was forecast: what was promised and found, and what was given to what came."""
    years = of["years"]
    xs = [row["year"] for row in years]
    height = 260

    def draw(sheet: Sheet) -> None:
        right = sheet.width - (130 if sheet.narrow else 190)
        frame = Frame(sheet, 48, 12, right, height - 26, (xs[0] - 0.5, xs[-1] + 0.5), (0, 1))
        frame.grid(QUARTERS, per_cent)
        ends = []
        for label, name, ink in CURVES:
            points = [(frame.x(row["year"]), frame.y(row[name])) for row in years]
            sheet.add("path", {"d": path(points), **ink.stroke, "stroke-width": 2})
            for row, (x, y) in zip(years, points, strict=True):
                hint = f"{label}, {row['year']}: {per_cent(row[name])} of {row['dates']} dates"
                sheet.add("circle", {"cx": x, "cy": y, "r": 3.5, **ink.fill}, hint)
            ends.append((points[-1][1], label, ink))
        labels(frame, ends)
        frame.years([str(x) for x in xs], [float(x) for x in xs])

    return figure(
        "calibration",
        "How forecasts kept their word",
        caption="Who leads, by the year of the date that was forecast. Forecasts that keep their word find what came among the likeliest "
        "answers as often as they promised to.",
        columns=("year", "dates", *(label for label, _, _ in CURVES)),
        rows=[[row["year"], row["dates"], *(per_cent(row[name]) for _, name, _ in CURVES)] for row in years],
        draw=draw,
        height=height,
        foot=f"{kept} forecasts in the ledger, made by simulation",
    )
