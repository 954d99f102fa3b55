"""The answer of a grid of settings, in words."""

from __future__ import annotations

from politburo.measures.quantities import SHARE
from politburo.measures.written import listed
from politburo.words.answer import Answer, Cell, Data, Table, signed
from politburo.words.comparison import plain


def sweep_answer(found: Data) -> Answer:
    """A grid (`study.questions.sweep`)."""
    facts, axes, cells = found["facts"], found["axes"], found["cells"]
    seeds = f"{len(facts['seeds'])} seeds" if len(facts["seeds"]) > 1 else f"seed {facts['seeds'][0]}"
    sentences = [
        f"{facts['title']}: {len(cells)} cells of {cells[0]['histories']:,} histories each ({seeds}). A history has the same luck in every "
        "cell. Intervals are 95 %; a change is from the first row, compared history by history."
    ]
    tables = []
    for name, unit in found["units"].items():
        label, each = found["labels"][name], [cell["outcomes"][name] for cell in cells]
        shown, step = (_percent, signed) if unit == SHARE else (plain, _signed_plain)
        moved = [n for n, told in enumerate(each) if told["change low"] > 0 or told["change high"] < 0]
        least, most = (pick(range(len(each)), key=lambda n: each[n]["value"]) for pick in (min, max))
        sentences.append(
            f"{label[0].upper()}{label[1:]}: from {shown(each[least]['value'])} ({_at(cells[least])}) to {shown(each[most]['value'])} "
            f"({_at(cells[most])}); {len(moved)} of {len(cells) - 1} cells differ from the first by more than chance."
        )
        rows: list[list[Cell]] = [
            [
                *map(str, cell["at"].values()),
                shown(told["value"]),
                f"{shown(told['low'])} to {shown(told['high'])}",
                step(told["change"]) if n else "",
                f"{step(told['change low'])} to {step(told['change high'])}" if n else "",
            ]
            for n, (cell, told) in enumerate(zip(cells, each, strict=True))
        ]
        points = "change, points" if unit == SHARE else "change"
        tables.append(Table(f"{label} ({unit})", [*axes, "value", "95 %", points, "95 % of it"], rows))
    return Answer(f"A grid: {facts['title']} by {listed(list(axes))}", sentences, tables)


def _at(cell: Data) -> str:
    return ", ".join(f"{path}={value}" for path, value in cell["at"].items())


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _signed_plain(value: float) -> str:
    return plain(value, "+")
