"""Figures of a validation page, from the account that `study.validate` gives; each has its numbers as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from politburo.plots.chart import LETTER, Frame, diamond, ticks
from politburo.plots.palette import Ink, hue
from politburo.plots.svg import Figure, Sheet, figure
from politburo.study.item_types import TYPES
from politburo.study.markdown import number
from politburo.study.scoring import SCORES

SIDE = 230.0  # of the square of a diagram
ROW = 17  # height of a line of a list
RIVALS = ("persistence", "ruling coalition", "uniform", "98 % yes")
LOWEST_SKILL = -1.5
FARTHEST = 4.0  # times the record or a fraction of it


def figures(account: dict[str, Any]) -> list[Figure]:
    """Every figure for which the account has data."""
    made = [skill(account), calibration(account), intervals(account)]
    return [*made, gains(account)] if account["variants"] else made


@dataclass(frozen=True)
class Row:
    """One line of a list: a label, an interval with its middle, an ink; without a middle it is a heading."""

    label: str
    ink: Ink | None = None
    low: float = math.nan
    middle: float = math.nan
    high: float = math.nan
    mark: float = math.nan  # a documented value
    radius: float = 3.4


def _listed(
    sheet: Sheet,
    rows: Sequence[Row],
    top: float,
    across: tuple[float, float],
    marks: dict[float, str],
    *,
    left: float = 0,
) -> None:
    """Lines of intervals under one scale; what lies beyond its ends is drawn at the end."""
    left = left or (150 if sheet.narrow else 250)
    bottom = top + ROW * len(rows) + 4
    frame = Frame(sheet, left, top, sheet.width - 14, bottom, across, (0.0, 1.0))
    for value, label in marks.items():
        sheet.line(frame.x(value), top, frame.x(value), bottom, kind="soft" if value == 0 else "rule")
        anchor = "end" if value == across[1] and len(label) > 3 else "middle"
        x = frame.right + 12 if anchor == "end" else frame.x(value)
        sheet.text(x, bottom + 15, label, anchor=anchor, kind="soft", size=11)
    for place, row in enumerate(rows):
        _line(frame, row, top + ROW * (place + 0.5))


def _line(frame: Frame, row: Row, y: float) -> None:
    sheet, across = frame.sheet, frame.across
    kept = lambda value: min(max(value, across[0]), across[1])  # noqa: E731
    if row.ink is None:
        sheet.text(2, y + 4, row.label, bold=True, size=11)
        return
    room = int((frame.left - 12) / LETTER)
    words = row.label if len(row.label) <= room else f"{row.label[: room - 1]}…"
    sheet.text(frame.left - 8, y + 4, words, anchor="end", size=11)
    hint = f"{row.label}: {number(row.middle)} ({number(row.low)} to {number(row.high)})"
    if not math.isnan(row.low):
        low, high = frame.x(kept(row.low)), frame.x(kept(row.high))
        bar = {"x": low, "y": y - 3, "width": max(high - low, 1.0), "height": 6}
        sheet.add("rect", {**bar, **row.ink.fill, "fill-opacity": 0.3}, hint)
    if not math.isnan(row.middle):
        _dot(frame, row, y)
    if not math.isnan(row.mark):
        level = (frame.bottom - y) / (frame.bottom - frame.top)
        diamond(frame, kept(row.mark), level, f"{row.label}, on record: {number(row.mark)}")


def _dot(frame: Frame, row: Row, y: float) -> None:
    assert row.ink is not None
    x = frame.x(min(max(row.middle, frame.across[0]), frame.across[1]))
    dot = {"cx": x, "cy": y, "r": row.radius}
    frame.sheet.add("circle", {**dot, **row.ink.fill}, f"{row.label}: {number(row.middle)}")


def _label(r: dict[str, Any]) -> str:
    """An item in words."""
    if r["kind"] == "event":
        return f"{r['arena']} {r['subject']}".replace("-", " ").strip()
    what = r["subject"].split(" (")[0] if r["kind"] == "vote" else TYPES[r["kind"]][0]
    return f"{what}, {r['date'][:7]}"


def skill(a: dict[str, Any]) -> Figure:
    """Skill with intervals against the rivals that are hard to beat or that everybody knows."""
    rows: list[Row] = []
    table = []
    for score, words in SCORES.items():
        mine = [
            r
            for r in a["skill"]
            if r["score"] == score and r["reference"] in RIVALS and not math.isnan(r["skill"])
        ]
        if not mine:
            continue
        rows.append(Row(words))
        for r in sorted(mine, key=lambda r: RIVALS.index(r["reference"])):
            ink = hue(RIVALS.index(r["reference"]))
            rows.append(Row(f"against {r['reference']}", ink, r["low"], r["skill"], r["high"]))
            table.append(
                [words, r["reference"], *(number(r[k]) for k in ("skill", "low", "high")), r["items"]]
            )
    marks = {-1.5: "-1.5 or less", -1.0: "-1", -0.5: "-0.5", 0.0: "0", 0.5: "0.5", 1.0: "1"}
    height = ROW * len(rows) + 38

    return figure(
        "skill",
        "Skill against simple rivals",
        caption="Skill with its 90 % interval: right of 0 the model is better than the rival, at 1 it is perfect. "
        "Dots without a bar rest on one congress period.",
        columns=("what is scored", "against", "skill", "5 %", "95 %", "items"),
        rows=table,
        draw=lambda sheet: _listed(sheet, rows, 6, (LOWEST_SKILL, 1.0), _spaced(sheet, marks)),
        height=height,
        foot=_foot(a),
    )


def _spaced(sheet: Sheet, marks: dict[float, str]) -> dict[float, str]:
    """Every mark, or on a narrow sheet every other one."""
    return dict(list(marks.items())[1::2]) if sheet.narrow else marks


def gains(a: dict[str, Any]) -> Figure:
    """How much better or worse every reading, and the model without each mechanism, predicts the items than the base."""
    each = a["variants"]
    rows: list[Row] = []
    for kind, words, ink in (("reading", "Readings", hue(0)), ("off", "Without a mechanism", hue(1))):
        rows.append(Row(words))
        chosen = sorted((r for r in each["rows"] if r["variant"].startswith(kind)), key=lambda r: -r["gain"])
        rows += [Row(r["variant"].split(": ")[1], ink, r["low"], r["gain"], r["high"]) for r in chosen]
    ends = [abs(value) for row in rows for value in (row.low, row.high) if not math.isnan(value)]
    marks = ticks(min(max(ends), 6 * max(each["chance"], 5.0)), 3)
    edge = float(marks[-1])
    scale = {sign * value: f"{sign * value:g}" for value in marks for sign in (-1, 1)}

    def draw(sheet: Sheet) -> None:
        left = 150 if sheet.narrow else 250
        whole = Frame(sheet, left, 6, sheet.width - 14, 10 + ROW * len(rows), (-edge, edge), (0.0, 1.0))
        chance = min(each["chance"], edge)
        box = {
            "x": whole.x(-chance),
            "y": 6,
            "width": whole.x(chance) - whole.x(-chance),
            "height": 4 + ROW * len(rows),
        }
        hint = f"The base with other luck gained or lost up to {each['chance']:.1f}"
        sheet.add("rect", {**box, "class": "f-lane", "fill": "#f0ede5"}, hint)
        _listed(sheet, rows, 6, (-edge, edge), scale)

    return figure(
        "gains",
        "Readings, and the model without each mechanism",
        caption=f"Gain in ln p of all items over the base, with its 90 % interval; {each['histories']} histories each. The shaded band is "
        "what other luck alone does; bars that reach the edge go on beyond it.",
        columns=("variant", "gain", "5 %", "95 %", "items"),
        rows=[
            [r["variant"], *(number(r[k]) for k in ("gain", "low", "high")), r["items"]] for r in each["rows"]
        ],
        draw=draw,
        height=ROW * len(rows) + 38,
        foot=_foot(a),
    )


def calibration(a: dict[str, Any]) -> Figure:
    """What came true of what was called so probable; the share of items inside their intervals, by kind."""
    kinds = [r for r in a["coverage"] if r["kind"] != "not yet come"]
    quarters = {0.0: "0", 0.25: "25 %", 0.5: "50 %", 0.75: "75 %", 1.0: "100 %"}
    words = {
        r["kind"]: f"{TYPES[r['kind']][0].split(':')[0] if r['kind'] in TYPES else r['kind']} ({r['items']})"
        for r in kinds
    }
    half = [Row(words[r["kind"]], hue(5), middle=r["50%"], radius=6.0) for r in kinds]
    most = [Row(words[r["kind"]], hue(1), middle=r["90%"]) for r in kinds]

    def draw(sheet: Sheet) -> None:
        sheet.text(2, 12, "How much of what was promised came true", bold=True)
        frame = Frame(sheet, 46, 30, 46 + SIDE, 30 + SIDE, (0.0, 1.0), (0.0, 1.0))
        frame.grid(list(quarters), lambda value: quarters[value])
        for value, label in quarters.items():
            sheet.text(frame.x(value), frame.bottom + 16, label, anchor="middle", kind="soft", size=11)
        sheet.line(frame.x(0), frame.y(0), frame.x(1), frame.y(1), kind="soft")
        for r in a["calibration"]:
            hint = f"{r['items']} statements given {r['said']:.2f} on average: {r['came']:.2f} came true"
            x, y = frame.x(r["said"]), frame.y(r["came"])
            dot = {"cx": x, "cy": y, "r": 2 + math.sqrt(r["items"]) / 2}
            sheet.add("circle", {**dot, **hue(0).fill, "fill-opacity": 0.6}, hint)
            sheet.text(x + 10, y + 14, r["items"], kind="soft", size=11)
        top, left, at = (frame.bottom + 60, 186.0, 2.0) if sheet.narrow else (30.0, 520.0, 330.0)
        sheet.text(at, top - 18, "Inside the 50 % and the 90 % interval", bold=True)
        _listed(sheet, half, top, (0.0, 1.0), {0.0: "0", 0.5: "50 %", 0.9: "90 %"}, left=left)
        for place, row in enumerate(most):
            frame = Frame(sheet, left, top, sheet.width - 14, top + 1, (0.0, 1.0), (0.0, 1.0))
            _dot(frame, row, top + ROW * (place + 0.5))

    listed = ROW * len(kinds) + 24
    return figure(
        "calibration",
        "Calibration and coverage",
        caption="First who sits where, who stands with whom, events by the last day: on the diagonal as many come true as were promised; "
        "numbers are statements. Then by type of item: large dots should lie at 50 %, small ones at 90 %; numbers are items.",
        columns=("what", "items", "promised", "found"),
        rows=[["statements", r["items"], number(r["said"]), number(r["came"])] for r in a["calibration"]]
        + [[r["kind"], r["items"], level, number(r[level])] for r in kinds for level in ("50%", "90%")],
        draw=draw,
        height=max(30 + SIDE + 24, 30 + listed),
        narrow_height=30 + SIDE + 60 + listed,
        foot=_foot(a),
    )


def intervals(a: dict[str, Any]) -> Figure:
    """What the priors imply of every counted and dated item, beside what is on record."""
    open_ = [r for r in a["items"] if not r["censored"] and not math.isnan(r["median"])]
    counts = [r for r in open_ if r["kind"] not in ("vote", "event") and r["value"]]
    votes = [r for r in open_ if r["kind"] == "vote" and r["of"]]
    dates = [r for r in open_ if r["kind"] == "event"]
    ratio = lambda r: lambda x: math.log2(x / r["value"]) if x > 0 else -math.inf  # noqa: E731
    share = lambda r: lambda x: 100 * x / r["of"]  # noqa: E731
    years = lambda r: lambda x: x / 12 if math.isfinite(x) else math.inf  # noqa: E731
    edge = math.log2(FARTHEST)
    start = int(a["span"][0][:4]) + (int(a["span"][0][5:7]) - 1) / 12
    window = math.ceil(max([12.0, *(r["median"] / 12 for r in dates if math.isfinite(r["median"]))]))
    panels = (
        (
            "Times what is on record",
            counts,
            ratio,
            lambda r: 0.0,
            (-edge, edge),
            {-2.0: "a quarter", -1.0: "half", 0.0: "as recorded", 1.0: "twice", 2.0: "four times"},
        ),
        (
            "Per cent against the ruling side",
            votes,
            share,
            lambda r: 100 * r["value"] / r["of"],
            (0.0, 60.0),
            {0.0: "0", 20.0: "20 %", 40.0: "40 %", 60.0: "60 %"},
        ),
        (
            "Years from the start to a dated event",
            dates,
            years,
            lambda r: int(r["date"][:4]) + (int(r["date"][5:7]) - 1) / 12 - start,
            (0.0, float(window)),
            {0.0: "0", window / 2: f"{window / 2:g}", float(window): f"{window} or never"},
        ),
    )
    panels = tuple(panel for panel in panels if panel[1])

    def draw(sheet: Sheet) -> None:
        y = 12.0
        for title, mine, scale, recorded, across, marks in panels:
            sheet.text(2, y, title, bold=True)
            rows = [
                Row(_label(r), hue(2), *(scale(r)(r[k]) for k in ("low", "median", "high")), recorded(r))
                for r in mine
            ]
            shown = marks if not sheet.narrow else dict(list(marks.items())[:: max(1, len(marks) // 2)])
            _listed(sheet, rows, y + 8, across, shown)
            y += 8 + ROW * len(mine) + 44

    return figure(
        "intervals",
        "What the priors imply, and the record",
        caption="Bars: 90 % of the predictive distribution; dots: its median; diamonds: the record. "
        "What lies beyond the scale stands at its end.",
        columns=("item", "5 %", "median", "95 %", "on record"),
        rows=[
            [
                r["item"],
                *(number(r[k]) for k in ("low", "median", "high")),
                r["date"] if r["kind"] == "event" else number(r["value"]),
            ]
            for r in open_
        ],
        draw=draw,
        height=sum(52 + ROW * len(panel[1]) for panel in panels),
        foot=_foot(a),
    )


def _foot(a: dict[str, Any]) -> str:
    run = a["run"]
    return f"Simulated: {run['histories']:,} histories, seed {run['seed']}, model {run['model']}"
