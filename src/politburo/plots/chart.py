"""What figures are made of: a frame with axes, stacked bands, a median with its interval, labels that do not collide."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from politburo.plots.palette import Ink
from politburo.plots.svg import INK, PAPER, Sheet, path

LINE = 14  # from one line of text to the next
LETTER = 6.3  # width of a letter at 11 units, on average


@dataclass(frozen=True)
class Frame:
    """The plotting area of a sheet with its two scales. `across` and `up` are (lowest, highest)."""

    sheet: Sheet
    left: float
    top: float
    right: float
    bottom: float
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, value: float) -> float:
        """Where a value lies across."""
        low, high = self.across
        return self.left + (value - low) / max(high - low, 1e-9) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Where a value lies in height; greater is higher up."""
        low, high = self.up
        return self.bottom - (value - low) / max(high - low, 1e-9) * (self.bottom - self.top)

    def grid(self, values: Sequence[float], form: Callable[[float], str], *, lines: bool = True) -> None:
        """Values at the left, with horizontal lines unless bands will cover them."""
        for value in values:
            y = self.y(value)
            self.sheet.line(self.left if lines else self.left - 4, y, self.right if lines else self.left, y)
            self.sheet.text(self.left - 7, y + 4, form(value), anchor="end", kind="soft", size=11)

    def years(self, labels: Sequence[str], values: Sequence[float]) -> None:
        """Labels under the frame, the last always, others where there is room."""
        free = float("inf")
        for label, value in reversed(list(zip(labels, values, strict=True))):
            x, half = self.x(value), LETTER * len(label) / 2
            anchor, right = ("end", x) if len(label) > 4 else ("middle", x + half)
            if right > free:
                continue
            free = right - 2 * half - 6
            self.sheet.line(x, self.bottom, x, self.bottom + 4, kind="soft")
            self.sheet.text(x, self.bottom + 17, label, anchor=anchor, kind="soft", size=11)


@dataclass(frozen=True)
class Band:
    """One layer of a stack: its label, its heights, how it is drawn."""

    label: str
    values: Sequence[float]
    ink: Ink


SLIVER, SEEN = 0.004, 0.03  # a band is named if it ends or was at least so tall


def stack(frame: Frame, xs: Sequence[float], bands: Sequence[Band], *, form: Callable[[float], str]) -> None:
    """Bands on one another from below, each labelled at the right where it ends."""
    floor = [0.0] * len(xs)
    ends: list[tuple[float, str, Ink]] = []
    for band in bands:
        roof = [low + value for low, value in zip(floor, band.values, strict=True)]
        if max(band.values, default=0) > 0:
            upper = [(frame.x(x), frame.y(y)) for x, y in zip(xs, roof, strict=True)]
            lower = [(frame.x(x), frame.y(y)) for x, y in zip(xs, floor, strict=True)]
            outline = {
                "d": path([*upper, *reversed(lower)], closed=True),
                "stroke": PAPER,
                "stroke-width": 0.8,
            }
            shape = {**outline, **band.ink.fill}
            shape["class"] = f"{band.ink.fill['class']} edge"
            hint = f"{band.label}: {form(band.values[-1])} at the end, at most {form(max(band.values))}"
            frame.sheet.add("path", shape, hint)
            if band.values[-1] > SLIVER or max(band.values) > SEEN:
                ends.append((frame.y((floor[-1] + roof[-1]) / 2), band.label, band.ink))
        floor = roof
    labels(frame, ends)


def labels(frame: Frame, ends: Sequence[tuple[float, str, Ink]]) -> None:
    """Names at the right of the frame with a patch of their ink, moved apart where they would collide."""
    order = sorted(ends, key=lambda end: end[0])
    places = apart([end[0] for end in order], frame.top + 4, frame.bottom)
    room = int((frame.sheet.width - frame.right - 22) / LETTER)
    for y, (at, name, ink) in zip(places, order, strict=True):
        frame.sheet.line(frame.right, at, frame.right + 7, y, kind="soft", width=0.7)
        frame.sheet.add("rect", {"x": frame.right + 8, "y": y - 5, "width": 10, "height": 10, **ink.fill})
        words = name if len(name) <= room else f"{name[: room - 1]}\u2026"
        frame.sheet.text(frame.right + 22, y + 4, words, size=11)


def apart(places: Sequence[float], low: float, high: float, gap: float = LINE) -> list[float]:
    """Sorted places moved to lie at least `gap` apart and, where there is room, between `low` and `high`.

    >>> apart([10, 11, 40], 0, 100)
    [10, 24, 40]
    >>> apart([95, 99], 0, 100)
    [86, 100]
    """
    found: list[float] = []
    for place in places:
        found.append(max(place, low, found[-1] + gap) if found else max(place, low))
    limit = max(high, low + gap * (len(found) - 1))
    for n in range(len(found) - 1, -1, -1):
        found[n] = min(found[n], limit)
        limit = found[n] - gap
    return found


def interval(
    frame: Frame,
    xs: Sequence[float],
    spans: Sequence[tuple[float, float, float]],
    ink: Ink,
    hints: Sequence[str],
) -> None:
    """A median line within the band of its interval; spans are (low, middle, high)."""
    upper = [(frame.x(x), frame.y(span[2])) for x, span in zip(xs, spans, strict=True)]
    lower = [(frame.x(x), frame.y(span[0])) for x, span in zip(xs, spans, strict=True)]
    middle = [(frame.x(x), frame.y(span[1])) for x, span in zip(xs, spans, strict=True)]
    frame.sheet.add(
        "path", {"d": path([*upper, *reversed(lower)], closed=True), **ink.fill, "fill-opacity": 0.22}
    )
    frame.sheet.add("path", {"d": path(middle), **ink.stroke, "stroke-width": 2.2, "stroke-dasharray": None})
    for (x, y), hint in zip(middle, hints, strict=True):
        frame.sheet.add("circle", {"cx": x, "cy": y, "r": 3, **ink.fill}, hint)


def diamond(frame: Frame, x: float, y: float, hint: str) -> None:
    """The mark of a documented value: hollow, in ink, never a hue."""
    at, height, r = frame.x(x), frame.y(y), 5.0
    points = [(at, height - r), (at + r, height), (at, height + r), (at - r, height)]
    shape = {
        "d": path(points, closed=True),
        "class": "doc",
        "fill": PAPER,
        "stroke": INK,
        "stroke-width": 1.6,
    }
    frame.sheet.add("path", shape, hint)


def ticks(high: float, most: int = 5) -> list[float]:
    """Round values from 0 to at least `high`.

    >>> ticks(7)
    [0, 2, 4, 6, 8]
    """
    if high <= 0.01:
        return [0, 0.01]
    power = 10.0 ** (math.floor(math.log10(high)) - 1)
    size = next(power * k for k in (2, 2.5, 5, 10, 20, 25, 50) if high / (power * k) <= most)
    marks = (round(n * size, 6) for n in range(math.ceil(high / size - 1e-9) + 1))
    return [int(mark) if mark == int(mark) else mark for mark in marks]
