"""A heat map of a grid: an outcome over two of its axes.

Every cell has its number, and a colour between light and dark of one hue. The scale of colours reaches from the lowest end of an interval
to the highest, so that differences within chance look small.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.quantities import SHARE
from politburo.plots.svg import INK, NARROW, PAPER, WIDE, Figure, Sheet, figure
from politburo.words.answer import Data

LIGHT, DARK = (
    (0xEA, 0xF3, 0xFA),
    (0x00, 0x3A, 0x5D),
)  # of the first hue of `palette`; told apart by lightness alone
ROW, LINE, LETTER = 44, 14, 6.3


def heatmap(found: Data, axes: Sequence[str] = (), outcome: str = "") -> Figure:
    """The outcome (by default the first) over two axes (by default the first two), the first of them across.

    Where the grid has more axes, cells that differ only in these are put together by their mean, without an interval. `found` is
    `Sweep.to_json`. Raises `PolitburoError` for an axis or outcome that is not there.
    """
    name = outcome or next(iter(found["units"]))
    chosen = list(axes) or list(found["axes"])[:2]
    for word, allowed in ((name, found["units"]), *((axis, found["axes"]) for axis in chosen)):
        if word not in allowed:
            raise PolitburoError(
                Problem("usage", "picture", word[:100], ", ".join(allowed), nearest(word, allowed))
            )
    across, up = chosen[0], chosen[1] if len(chosen) > 1 else ""
    unit, label = found["units"][name], found["labels"][name]
    xs, ys = found["axes"][across], found["axes"][up] if up else [""]
    cells = {
        (x, y): _mean(found["cells"], name, {across: x} | ({up: y} if up else {})) for y in ys for x in xs
    }
    form = (lambda value: f"{100 * value:.0f}") if unit == SHARE else (lambda value: f"{value:.3g}")
    low = min(told["value"] if told["low"] is None else told["low"] for told in cells.values())
    high = max(told["value"] if told["high"] is None else told["high"] for told in cells.values())
    facts = found["facts"]
    pooled = [axis for axis in found["axes"] if axis not in chosen]
    seeds = (
        f"seeds {facts['seeds'][0]} to {facts['seeds'][-1]}"
        if len(facts["seeds"]) > 1
        else f"seed {facts['seeds'][0]}"
    )
    title = f"{label[0].upper()}{label[1:]}"
    what = "percent of histories" if unit == SHARE else unit
    where = f"across: {across}" + (f"; up: {up}" if up else "")
    brackets = f"means over {', '.join(pooled)}" if pooled else "in brackets 95 % intervals"
    told_above = f"{what[0].upper()}{what[1:]}; {brackets}; darker is more. {where[0].upper()}{where[1:]}."

    lines = lambda width: textwrap.wrap(told_above, int(width / LETTER))  # noqa: E731
    head = lambda width: 36 + LINE * len(lines(width))  # noqa: E731

    def draw(sheet: Sheet) -> None:
        sheet.text(2, 15, title, bold=True, size=13)
        for n, line in enumerate(lines(sheet.width)):
            sheet.text(2, 32 + LINE * n, line, kind="soft", size=11)
        left, top = 18 + max(len(str(y)) for y in ys) * LETTER, head(sheet.width)
        width = (sheet.width - left - 2) / len(xs)
        for n, x in enumerate(xs):
            sheet.text(
                left + (n + 0.5) * width, top + ROW * len(ys) + 16, x, anchor="middle", kind="soft", size=11
            )
        for m, y in enumerate(reversed(ys)):
            sheet.text(left - 8, top + (m + 0.5) * ROW + 4, y, anchor="end", kind="soft", size=11)
            for n, x in enumerate(xs):
                told = cells[x, y]
                deep = (told["value"] - low) / (high - low) if high > low else 0.0
                span = f" ({form(told['low'])} to {form(told['high'])})" if told["low"] is not None else ""
                at = f"{across}={x}" + (f", {up}={y}" if up else "")
                place = {"x": left + n * width, "y": top + m * ROW, "width": width, "height": ROW}
                shape = {**place, "fill": colour(deep), "stroke": PAPER, "stroke-width": 2}
                sheet.add("rect", shape, f"{at}: {form(told['value'])}{span}")
                ink = {"fill": PAPER if deep > 0.6 else INK, "text-anchor": "middle"}
                middle, foot = left + (n + 0.5) * width, top + m * ROW + 20
                _text(sheet, middle, foot, form(told["value"]), {**ink, "font-weight": 600})
                if span and width > 66:
                    _text(sheet, middle, foot + 15, span.strip(), {**ink, "font-size": 10})

    return figure(
        "sweep",
        f"{title} by {' and '.join(chosen)}",
        caption=told_above,
        columns=(*chosen, label, "95 %"),
        rows=[
            [
                x,
                *([y] if up else []),
                form(told["value"]),
                "" if told["low"] is None else f"{form(told['low'])} to {form(told['high'])}",
            ]
            for (x, y), told in cells.items()
        ],
        draw=draw,
        height=head(WIDE) + ROW * len(ys) + 24,
        narrow_height=head(NARROW) + ROW * len(ys) + 24,
        foot=f"Simulated: {facts['case']}, {found['cells'][0]['histories']:,} histories a cell, {seeds}",
    )


def _mean(cells: Sequence[Data], name: str, at: Data) -> Data:
    """The outcome where the axes have these values; a mean has no interval."""
    told = [cell["outcomes"][name] for cell in cells if at.items() <= cell["at"].items()]
    if len(told) == 1:
        return told[0]
    return {"value": sum(one["value"] for one in told) / len(told), "low": None, "high": None}


def colour(deep: float) -> str:
    """From light (0) to dark (1).

    >>> colour(0), colour(1)
    ('#eaf3fa', '#003a5d')
    """
    return "#" + "".join(f"{round(a + deep * (b - a)):02x}" for a, b in zip(LIGHT, DARK, strict=True))


def _text(sheet: Sheet, x: float, y: float, words: str, attributes: Data) -> None:
    from politburo.plots.svg import safe, tag

    sheet.marks.append(tag("text", {"x": x, "y": y, **attributes}, safe(words)))
