"""SVG as text: escaped elements, a sheet to draw on, and a finished figure.

Colours stand in attributes, so that a figure looks right wherever it is opened; classes let a page restyle them (dark, print).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from pathlib import Path

from politburo.errors import PolitburoError, Problem
from politburo.store.files import put

WIDE, NARROW = 720, 372  # units; one is a pixel where a figure is shown at its own size
FONT = "system-ui, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SIZE = 12
INK, SOFT, RULE, PAPER = "#1d1c1a", "#5a5751", "#d9d5cc", "#ffffff"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Cell = str | float | int


def safe(text: object) -> str:
    """Text fit for XML: markup escaped, characters that XML forbids left out.

    >>> safe('<b>"&')
    '&lt;b&gt;&quot;&amp;'
    """
    return escape(_FORBIDDEN.sub("", str(text)), quote=True)


def number(value: object) -> str:
    """A coordinate with at most one decimal.

    >>> number(3.0), number(2.26)
    ('3', '2.3')
    """
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def tag(name: str, attributes: Mapping[str, object], *inside: str) -> str:
    """One element; attributes that are None are left out, `inside` must already be safe."""
    given = "".join(f' {k}="{safe(number(v))}"' for k, v in attributes.items() if v is not None)
    return f"<{name}{given}>{''.join(inside)}</{name}>" if inside else f"<{name}{given}/>"


@dataclass
class Sheet:
    """Marks on a rectangle, drawn in order."""

    width: float
    height: float
    marks: list[str] = field(default_factory=list)

    @property
    def narrow(self) -> bool:
        """Is this the sheet for a telephone?"""
        return self.width < 500

    def add(self, name: str, attributes: Mapping[str, object], hint: str = "") -> None:
        """One element; `hint` is shown by browsers when a pointer rests on it."""
        self.marks.append(tag(name, attributes, *([tag("title", {}, safe(hint))] if hint else [])))

    def text(
        self,
        x: float,
        y: float,
        words: object,
        *,
        anchor: str = "start",
        kind: str = "ink",
        size: float = SIZE,
        bold: bool = False,
    ) -> None:
        """Words at a place; `kind` is ink, soft or paper."""
        fill = {"ink": INK, "soft": SOFT, "paper": PAPER}[kind]
        weight = 600 if bold else None
        attributes = {"x": x, "y": y, "text-anchor": anchor, "class": f"t-{kind}", "fill": fill}
        attributes |= {"font-size": None if size == SIZE else size, "font-weight": weight}
        self.marks.append(tag("text", attributes, safe(words)))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, kind: str = "rule", width: float = 1
    ) -> None:
        """A straight line; `kind` is rule, soft or ink."""
        stroke = {"rule": RULE, "soft": SOFT, "ink": INK}[kind]
        place = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self.add("line", {**place, "class": f"l-{kind}", "stroke": stroke, "stroke-width": width})

    def done(self, label: str) -> str:
        """The whole drawing; `label` is what a screen reader says."""
        size = f"0 0 {number(self.width)} {number(self.height)}"
        root = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": size, "role": "img", "aria-label": label}
        root |= {"width": self.width, "height": self.height, "font-family": FONT, "font-size": SIZE}
        paper = tag("rect", {"width": self.width, "height": self.height, "class": "f-paper", "fill": PAPER})
        return tag("svg", root, paper, *self.marks)


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Path data through points with straight lines: steps between places rounded to a tenth, so that no error adds up.

    >>> path([(0, 0), (1.52, 2), (1.52, 0.5)])
    'M0 0l1.5 2 0-1.5'
    """
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    first, d = tenths[0], ""
    for (x0, y0), (x, y) in pairwise(tenths):
        for step in (x - x0, y - y0):
            d += ("" if step < 0 or not d else " ") + number(step / 10)
    return (
        f"M{number(first[0] / 10)} {number(first[1] / 10)}" + (f"l{d}" if d else "") + ("Z" if closed else "")
    )


@dataclass(frozen=True, repr=False)
class Figure:
    """A finished figure: wide and narrow drawings of the same data, and the data as a table.

    Notebooks show it by themselves (`_repr_svg_`); `save` writes a file.
    """

    name: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: str
    narrow: str

    def _repr_svg_(self) -> str:
        return self.wide

    def __repr__(self) -> str:
        return f"{self.title}. {self.caption}\n  .save(file), .table"

    @property
    def table(self) -> list[dict[str, Cell]]:
        """The data behind the figure, one dict per row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def save(self, file: str | Path) -> Path:
        """Write .svg or .png. Raises `PolitburoError` for another ending, a missing extra or a refusing disk."""
        place = Path(file)
        if place.suffix not in (".svg", ".png"):
            raise PolitburoError(
                Problem("usage", "--output", place.name[-100:], "a name ending in .svg or .png")
            )
        if place.suffix == ".svg":
            data = self.wide.encode()
        else:
            from politburo.plots.png import png

            data = png(self.wide)
        put(place, data)
        return place


def figure(
    name: str,
    title: str,
    *,
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    draw: Callable[[Sheet], None],
    height: float,
    narrow_height: float | None = None,
    foot: str,
) -> Figure:
    """Draw twice, wide and narrow; `foot` says that and how the data were simulated."""

    def drawn(width: float, tall: float) -> str:
        sheet = Sheet(width, tall + 22)
        draw(sheet)
        sheet.text(width - 2, tall + 15, foot, anchor="end", kind="soft", size=11)
        return sheet.done(f"{title}. {caption} {foot}. The data stand in the table that follows.")

    narrow = drawn(NARROW, narrow_height or height)
    return Figure(name, title, caption, tuple(columns), tuple(map(tuple, rows)), drawn(WIDE, height), narrow)
