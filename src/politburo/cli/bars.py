"""A bar chart as SVG text: horizontal bars with labels and values, in black and one grey, nothing from the network."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

ROW, LEFT, BAR, RIGHT, TOP = 22, 230, 420, 70, 58  # pixels


def bars(title: str, note: str, rows: Sequence[tuple[str, float]]) -> str:
    """Return a chart of values from 0 to 1, one labelled bar each, as a complete SVG file.

    >>> bars("Power", "", [("A", 0.5)]).count("<rect")
    2
    """
    width, height = LEFT + BAR + RIGHT, TOP + ROW * len(rows) + 16
    longest = max((value for _, value in rows), default=0) or 1.0
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="14" y="24" font-size="16" font-weight="bold">{escape(title)}</text>',
        f'<text x="14" y="44" fill="#444">{escape(note)}</text>',
    ]
    for i, (label, value) in enumerate(rows):
        y, length = TOP + ROW * i, BAR * value / longest
        lines += [
            f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{LEFT}" y="{y + 3}" width="{length:.1f}" height="{ROW - 6}" fill="#555"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 15}">{100 * value:.1f} %</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])
