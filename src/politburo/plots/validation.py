"""Figures of a validation page, from the account that `study.validation.validate` gives; each has its numbers as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from politburo.plots.chart import Frame, ticks
from politburo.plots.palette import hue
from politburo.plots.rows import ROW, Row, dot, listed
from politburo.plots.svg import Figure, Sheet, figure
from politburo.study.evidence.item_types import TYPES
from politburo.study.forecasting.forecast_scores import SCORES
from politburo.study.validation.account import Account, ItemRow
from politburo.words.markdown import number

SIDE = 230.0  # of the square of a diagram
RIVALS = ("persistence", "ruling coalition", "uniform", "98 % yes")
LOWEST_SKILL = -1.5


def figures(account: Account) -> list[Figure]:
    """Every figure for which the account has data."""
    made = [skill(account), calibration(account), intervals(account)]
    return [*made, gains(account)] if "rows" in account["variants"] else made


def _label(r: ItemRow) -> str:
    """An item in words."""
    if r["kind"] == "event":
        return f"{r['arena']} {r['subject']}".replace("-", " ").strip()
    what = r["subject"].split(" (")[0] if r["kind"] == "vote" else TYPES[r["kind"]][0]
    return f"{what}, {r['date'][:7]}"


def skill(account: Account) -> Figure:
    """Skill with intervals against the rivals that are hard to beat or that everybody knows."""
    rows: list[Row] = []
    table = []
    for score, words in SCORES.items():
        mine = [
            r
            for r in account["skill"]
            if r["score"] == score and r["reference"] in RIVALS and not math.isnan(r["skill"])
        ]
        if not mine:
            continue
        rows.append(Row(words))
        for r in sorted(mine, key=lambda r: RIVALS.index(r["reference"])):
            ink = hue(RIVALS.index(r["reference"]))
            rows.append(Row(f"against {r['reference']}", ink, r["low"], r["skill"], r["high"]))
            table.append([words, r["reference"], *map(number, (r["skill"], r["low"], r["high"])), r["items"]])
    marks = {-1.5: "-1.5 or less", -1.0: "-1", -0.5: "-0.5", 0.0: "0", 0.5: "0.5", 1.0: "1"}
    height = ROW * len(rows) + 38

    return figure(
        "skill",
        "Skill against simple rivals",
        caption="Skill with its 90 % interval: right of 0 the model is better than the rival, at 1 it is perfect. "
        "Dots without a bar rest on one congress period.",
        columns=("what is scored", "against", "skill", "5 %", "95 %", "items"),
        rows=table,
        draw=lambda sheet: listed(sheet, rows, 6, (LOWEST_SKILL, 1.0), _spaced(sheet, marks)),
        height=height,
        foot=_foot(account),
    )


def _spaced(sheet: Sheet, marks: dict[float, str]) -> dict[float, str]:
    """Every mark, or on a narrow sheet every other one."""
    return dict(list(marks.items())[1::2]) if sheet.narrow else marks


def gains(account: Account) -> Figure:
    """How much better or worse every reading, and the model without each mechanism, predicts the items than the base."""
    each = account["variants"]
    assert "rows" in each
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
        listed(sheet, rows, 6, (-edge, edge), scale)

    return figure(
        "gains",
        "Readings, and the model without each mechanism",
        caption=f"Gain in ln p of all items over the base, with its 90 % interval; {each['histories']} histories each. The shaded band is "
        "what other luck alone does; bars that reach the edge go on beyond it.",
        columns=("variant", "gain", "5 %", "95 %", "items"),
        rows=[
            [r["variant"], *map(number, (r["gain"], r["low"], r["high"])), r["items"]] for r in each["rows"]
        ],
        draw=draw,
        height=ROW * len(rows) + 38,
        foot=_foot(account),
    )


def calibration(account: Account) -> Figure:
    """What came true of what was called so probable; the share of items inside their intervals, by kind."""
    kinds = [r for r in account["coverage"] if r["kind"] != "not yet come"]
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
        for r in account["calibration"]:
            hint = f"{r['items']} statements given {r['said']:.2f} on average: {r['came']:.2f} came true"
            x, y = frame.x(r["said"]), frame.y(r["came"])
            place = {"cx": x, "cy": y, "r": 2 + math.sqrt(r["items"]) / 2}
            sheet.add("circle", {**place, **hue(0).fill, "fill-opacity": 0.6}, hint)
            sheet.text(x + 10, y + 14, r["items"], kind="soft", size=11)
        top, left, at = (frame.bottom + 60, 186.0, 2.0) if sheet.narrow else (30.0, 520.0, 330.0)
        sheet.text(at, top - 18, "Inside the 50 % and the 90 % interval", bold=True)
        listed(sheet, half, top, (0.0, 1.0), {0.0: "0", 0.5: "50 %", 0.9: "90 %"}, left=left)
        for place, row in enumerate(most):
            frame = Frame(sheet, left, top, sheet.width - 14, top + 1, (0.0, 1.0), (0.0, 1.0))
            dot(frame, row, top + ROW * (place + 0.5))

    tall = ROW * len(kinds) + 24
    return figure(
        "calibration",
        "Calibration and coverage",
        caption="First who sits where, who stands with whom, events by the last day: on the diagonal as many come true as were promised; "
        "numbers are statements. Then by type of item: large dots should lie at 50 %, small ones at 90 %; numbers are items.",
        columns=("what", "items", "promised", "found"),
        rows=[
            ["statements", r["items"], number(r["said"]), number(r["came"])] for r in account["calibration"]
        ]
        + [[r["kind"], r["items"], level, number(r[level])] for r in kinds for level in ("50%", "90%")],
        draw=draw,
        height=max(30 + SIDE + 24, 30 + tall),
        narrow_height=30 + SIDE + 60 + tall,
        foot=_foot(account),
    )


@dataclass(frozen=True)
class Panel:
    """Items of one sort on one scale."""

    title: str
    rows: list[Row]
    across: tuple[float, float]
    marks: dict[float, str]


def _panel(
    title: str,
    items: Sequence[ItemRow],
    scale: Callable[[ItemRow, float], float],
    recorded: Callable[[ItemRow], float],
    marks: dict[float, str],
) -> Panel:
    """Predictive intervals and the record of some items, each put on the panel's scale."""
    rows = []
    for r in items:
        low, middle, high = (scale(r, end) for end in (r["low"], r["median"], r["high"]))
        rows.append(Row(_label(r), hue(2), low, middle, high, recorded(r)))
    return Panel(title, rows, (min(marks), max(marks)), marks)


def _known(value: float | None) -> float:
    """A value that is on record of every item of its sort."""
    assert value is not None
    return value


def _times_recorded(r: ItemRow, x: float) -> float:
    return math.log2(x / _known(r["value"])) if x > 0 else -math.inf


def _per_cent(r: ItemRow, x: float) -> float:
    return 100 * x / _known(r["of"])


def _years(r: ItemRow, x: float) -> float:
    return x / 12 if math.isfinite(x) else math.inf


def _year(day: str) -> float:
    return int(day[:4]) + (int(day[5:7]) - 1) / 12


def panels(account: Account) -> list[Panel]:
    """Counts as multiples of the record, votes in per cent, dates in years; those without items are left out."""
    shown = [r for r in account["items"] if not r["censored"] and not math.isnan(r["median"])]
    counts = [r for r in shown if r["kind"] not in ("vote", "event") and r["value"]]
    votes = [r for r in shown if r["kind"] == "vote"]
    dates = [r for r in shown if r["kind"] == "event"]
    start, last = (
        account["run"]["start"],
        math.ceil(_year(account["span"][1]) - _year(account["run"]["start"])),
    )
    far = float(3 * last)
    times = {-2.0: "a quarter", -1.0: "half", 0.0: "as recorded", 1.0: "twice", 2.0: "four times"}
    shares = {0.0: "0", 20.0: "20 %", 40.0: "40 %", 60.0: "60 %"}
    years = {0.0: "0", far / 3: f"{last}", 2 * far / 3: f"{2 * last}", far: f"{3 * last}, later or never"}
    found = [
        _panel("Times what is on record", counts, _times_recorded, lambda r: 0.0, times),
        _panel(
            "Per cent against the ruling side",
            votes,
            _per_cent,
            lambda r: _per_cent(r, _known(r["value"])),
            shares,
        ),
        _panel("Years from the start", dates, _years, lambda r: _year(r["date"]) - _year(start), years),
    ]
    return [panel for panel in found if panel.rows]


def intervals(account: Account) -> Figure:
    """What the priors imply of every counted and dated item, beside what is on record."""
    drawn = panels(account)

    def draw(sheet: Sheet) -> None:
        y = 12.0
        for panel in drawn:
            sheet.text(2, y, panel.title, bold=True)
            few = dict(list(panel.marks.items())[::2])
            listed(sheet, panel.rows, y + 8, panel.across, few if sheet.narrow else panel.marks)
            y += 52 + ROW * len(panel.rows)

    rows = [
        [panel.title, row.label, *(number(x) for x in (row.low, row.middle, row.high, row.mark))]
        for panel in drawn
        for row in panel.rows
    ]
    return figure(
        "intervals",
        "What the priors imply, and the record",
        caption="Bars: 90 % of the predictive distribution; dots: its median; diamonds: the record. "
        "What lies beyond the scale stands at its end.",
        columns=("scale", "item", "5 %", "median", "95 %", "on record"),
        rows=rows,
        draw=draw,
        height=sum(52 + ROW * len(panel.rows) for panel in drawn),
        foot=_foot(account),
    )


def _foot(account: Account) -> str:
    run = account["run"]
    return f"Simulated: {run['histories']:,} histories, seed {run['seed']}, model {run['model']}"
