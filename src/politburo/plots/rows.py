"""Lists of intervals: one line each with its label, its interval and its middle, under one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from politburo.plots.chart import LETTER, Frame, diamond
from politburo.plots.palette import Ink
from politburo.plots.svg import Sheet
from politburo.words.markdown import number

ROW = 17  # height of a line


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


def listed(
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
        dot(frame, row, y)
    if not math.isnan(row.mark):
        level = (frame.bottom - y) / (frame.bottom - frame.top)
        diamond(frame, kept(row.mark), level, f"{row.label}, on record: {number(row.mark)}")


def dot(frame: Frame, row: Row, y: float) -> None:
    """The middle of a line, at the end of the scale where it lies beyond."""
    assert row.ink is not None
    x = frame.x(min(max(row.middle, frame.across[0]), frame.across[1]))
    place = {"cx": x, "cy": y, "r": row.radius}
    frame.sheet.add("circle", {**place, **row.ink.fill}, f"{row.label}: {number(row.middle)}")
