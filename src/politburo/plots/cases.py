"""The figure of the page of successions: of what was called so probable, what came true."""

from __future__ import annotations

import math

from politburo.plots.chart import Frame
from politburo.plots.palette import hue
from politburo.plots.svg import Figure, Sheet, figure
from politburo.study.forecasting.account import Account, ReliabilityRow
from politburo.study.forecasting.case_scores import MODEL
from politburo.study.forecasting.leaders import LOGIT
from politburo.words.markdown import number

SIDE = 250.0
QUARTERS = {0.0: "0", 0.25: "25 %", 0.5: "50 %", 0.75: "75 %", 1.0: "100 %"}


def reliability(account: Account) -> Figure:
    """Two squares side by side (one over the other on a narrow sheet): the model and the office logit."""
    names = (MODEL, LOGIT)
    rows = {name: [r for r in account["reliability"] if r["forecaster"] == name] for name in names}

    def draw(sheet: Sheet) -> None:
        for place, name in enumerate(names):
            left = 46.0 if sheet.narrow else 46.0 + place * (SIDE + 90)
            top = 30.0 + place * (SIDE + 82) if sheet.narrow else 30.0
            _square(sheet, left, top, name, rows[name], place)

    run = account["run"]
    return figure(
        "reliability",
        "Who leads: how much of what was promised came true",
        caption="On the diagonal as many come true as were promised. Each dot is a group of answers that were given about the "
        "same probability; numbers are answers.",
        columns=("forecaster", "from", "to", "answers", "promised", "came true"),
        rows=[
            [name, r["from"], r["to"], r["items"], number(r["said"]), number(r["came"])]
            for name in names
            for r in rows[name]
        ],
        draw=draw,
        height=SIDE + 72,
        narrow_height=2 * SIDE + 160,
        foot=f"Simulated: {len(account['cases'])} cases, {run['histories']} histories each, seed {run['seed']}, model {run['model']}",
    )


def _square(sheet: Sheet, left: float, top: float, name: str, rows: list[ReliabilityRow], place: int) -> None:
    sheet.text(left - 44, top - 16, f"{name[0].upper()}{name[1:]}", bold=True)
    frame = Frame(sheet, left, top, left + SIDE, top + SIDE, (0.0, 1.0), (0.0, 1.0))
    frame.grid(list(QUARTERS), lambda value: QUARTERS[value])
    for value, label in QUARTERS.items():
        sheet.text(frame.x(value), frame.bottom + 16, label, anchor="middle", kind="soft", size=11)
    sheet.text(frame.x(0.5), frame.bottom + 32, "promised", anchor="middle", kind="soft", size=11)
    sheet.text(frame.left + 6, frame.top + 14, "came true", kind="soft", size=11)
    sheet.line(frame.x(0), frame.y(0), frame.x(1), frame.y(1), kind="soft")
    for n, r in enumerate(rows):
        hint = f"{r['items']} answers given {r['said']:.2f} on average: {r['came']:.2f} came true"
        x, y, size = frame.x(r["said"]), frame.y(r["came"]), 2 + math.sqrt(r["items"]) / 6
        sheet.add("circle", {"cx": x, "cy": y, "r": size, **hue(place).fill, "fill-opacity": 0.6}, hint)
        above = n % 2 == 1  # small probabilities lie close together
        sheet.text(
            x - 4 if above else x + size + 3,
            y - size - 5 if above else y + 4,
            r["items"],
            kind="soft",
            size=11,
        )
