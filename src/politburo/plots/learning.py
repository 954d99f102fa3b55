"""The figure of a calibration: ranks of parameters that invented the data, against uniform."""

from __future__ import annotations

from politburo.plots.chart import Frame
from politburo.plots.palette import hue
from politburo.plots.svg import Figure, Sheet, figure, path
from politburo.words.answer import Data
from politburo.words.markdown import number

HEIGHT, GAP = 150.0, 66.0
QUARTERS = {0.0: "0", 0.5: "0.5", 1.0: "1"}


def calibration(found: Data) -> Figure:
    """One panel for each way of weighing: by how much the distribution of the ranks differs from the uniform one."""
    ways = found["ways"]

    def draw(sheet: Sheet) -> None:
        for place, (name, way) in enumerate(ways.items()):
            _panel(sheet, 30 + place * (HEIGHT + GAP), name, way)

    return figure(
        "calibration",
        "Are parameters that made the data found again?",
        caption="One line for each parameter: the share of invented worlds whose true value has at most this rank in the posterior, minus "
        "what it should be. Within the grey band nothing speaks against the likelihood.",
        columns=("data", "parameter", "largest distance", "band", "inside 50 %", "inside 90 %"),
        rows=[
            [
                name,
                parameter,
                *(number(x, 3) for x in (one["distance"], way["band"], one["inside 50%"], one["inside 90%"])),
            ]
            for name, way in ways.items()
            for parameter, one in way["parameters"].items()
        ],
        draw=draw,
        height=len(ways) * (HEIGHT + GAP),
        foot=f"Simulated: {found['cases']} cases, {found['sets']} sets, {found['histories']} histories each, seed {found['seed']}",
    )


def _panel(sheet: Sheet, top: float, name: str, way: Data) -> None:
    highest = max([1.4 * way["band"], *(one["distance"] for one in way["parameters"].values())])
    sheet.text(2, top - 14, name, bold=True)
    frame = Frame(sheet, 46, top, sheet.width - 14, top + HEIGHT, (0.0, 1.0), (-highest, highest))
    band = way["band"]
    width, height = frame.right - frame.left, frame.y(-band) - frame.y(band)
    shape = {"x": frame.left, "y": frame.y(band), "width": width, "height": height}
    sheet.add("rect", {**shape, **hue(7).fill, "fill-opacity": 0.15}, f"within {band:.3f}")
    frame.grid([-band, 0.0, band], lambda value: f"{value:+.2f}" if value else "0")
    for value, label in QUARTERS.items():
        sheet.text(frame.x(value), frame.bottom + 16, label, anchor="middle", kind="soft", size=11)
    for n, (parameter, one) in enumerate(way["parameters"].items()):
        ranks = one["ranks"]
        steps = [(rank, (k + 1) / len(ranks) - rank) for k, rank in enumerate(ranks)]
        points = [(frame.x(x), frame.y(y)) for x, y in [(0.0, 0.0), *steps, (1.0, 0.0)]]
        sheet.add("path", {"d": path(points), **hue(n).stroke, "stroke-width": 1.2}, parameter)
