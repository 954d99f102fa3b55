"""The table of the struggle on the first screen: documented beside simulated stages, as fully as its lines allow."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Sized
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from politburo.measures.written import years
from politburo.words.struggle import SIDE, briefly, title

if TYPE_CHECKING:
    from politburo.study.running.tables import Answer, StageRow

BESIDE = 90  # columns from which documented and simulated stages stand beside each other
MOST = 8  # stages beside each other
BELOW, LINES = 3, 2  # stages below each other, and the lines that the names of each may take
BRACKETS = Text("[ ] Share of simulated histories with a stage of that kind; +7: and seven others.")
NEAREST, TYPICAL = "nearest the record", "the most typical one"

Columns = dict[str, list["StageRow"]]  # stages by what stands above them
Rows = list[tuple["StageRow | None", ...]]  # those that stand beside each other


def height(out: Console, part: RenderableType) -> int:
    """Lines that something takes on a screen."""
    return len(out.render_lines(part))


def struggle(out: Console, answer: Answer, left: int) -> RenderableType:
    """The table, with a line on its signs, in at most `left` lines where documented and simulated stages stand beside each other.

    It holds as many stages as there is room for, up to MOST; the lines that are left over go one by one to the stage that leaves out most
    names, until SIDE of each side are named.
    """
    tables = answer["tables"]
    nearest, past = tables.get("nearest"), tables.get("documented")
    shown, which = (nearest, NEAREST) if nearest else (tables["typical"], TYPICAL)
    number, simulated = shown["history"], shown["stages"]
    documented = past["stages"] if past else []
    if not documented and not simulated:
        return Text(
            f"The table of the struggle: no open conflict among the contenders in history no. {number}, {which}."
        )
    columns = {f"Simulated no. {number}, {which}": simulated}
    if documented:
        columns = {"Documented": documented} | columns
    if out.width < BESIDE:
        return Group(_below(out.width, columns), BRACKETS)
    room = left - height(out, BRACKETS)
    for most in range(MOST, 1, -1):
        found = _filled(out, columns, most, room)
        if height(out, found) <= room:
            return Group(found, BRACKETS)
    return Group(_filled(out, columns, 1, room), BRACKETS)


def _filled(out: Console, columns: Columns, most: int, left: int) -> Table:
    """The table with so many stages and as many names as `left` lines hold."""
    rows = list(itertools.zip_longest(*(largest(stages, most) for stages in columns.values())))
    room = (out.width - 3 * (len(columns) - 1)) // len(columns)
    lines = [1] * len(rows)
    found = _beside(columns, rows, room, most, lines)
    while True:
        cut = [
            max(_left_out(stage, room, n) for stage in row if stage)
            for row, n in zip(rows, lines, strict=True)
        ]
        if not any(cut):
            return found
        lines[cut.index(max(cut))] += 1
        fuller = _beside(columns, rows, room, most, lines)
        if height(out, fuller) > left:
            return found
        found = fuller


def _beside(columns: Columns, rows: Rows, room: int, most: int, lines: list[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for head, stages in columns.items():
        table.add_column(_head(head, stages, most), width=room, overflow="fold")
    for row, n in zip(rows, lines, strict=True):
        table.add_row(*[_stage(stage, room, n) if stage else Text() for stage in row])
    return table


def _below(room: int, columns: Columns) -> Table:
    heads = [_head(head, stages, BELOW) for head, stages in columns.items()]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column(heads[0], width=room, overflow="fold")
    for place, stages in enumerate(columns.values()):
        if place:
            table.add_section()
            table.add_row(Text(heads[place], style="bold"))
        for row in largest(stages, BELOW):
            table.add_row(_stage(row, room, LINES))
        if not stages:
            table.add_row(Text("No open conflict among the contenders."))
    return table


def largest(rows: list[StageRow], most: int) -> list[StageRow]:
    """The stages in which most persons took sides - of equals those with most clashes -, in order of time."""
    sides = lambda row: len(row["side_a"]) + len(row["side_b"])  # noqa: E731
    best = sorted(rows, key=lambda row: (-sides(row), -row["clashes"], row["stage"]))[:most]
    return sorted(best, key=lambda row: row["stage"])


def _head(name: str, stages: Sized, most: int) -> str:
    return f"{name} ({most} of {len(stages)})" if most < len(stages) else name


def _stage(row: StageRow, room: int, lines: int) -> Text:
    """A stage in columns of `room`: when and what; who against whom, about what, on so many `lines`; with what outcome."""
    share = 100 * row["frequency"]["share"]
    when, often = years(row["from"], row["to"]), f"[{'<1' if 0 < share < 0.5 else f'{share:.0f}'} %]"
    plainly = _bare_of_brackets(row["label"])
    ways = [title(row), title({"label": plainly, "customary": row["customary"]})]
    text = Text(f"{when} ").append(fitting(room - len(f"{when}  {often}"), *ways), style="bold")
    names = "\n".join(_names(row, fitting_persons(row, room, lines), room))
    outcome = row["outcome"][0][0].upper() + row["outcome"][0][1:]
    plain = _bare_of_brackets(outcome)
    return text.append(f" {often}\n{names}\n{fitting(room, outcome, plain, plain.split(', ')[0])}")


def _names(row: StageRow, most: int, room: int) -> list[str]:
    """Who against whom, about what, with at most so many persons a side."""
    about = "".join(f"; {cause.lower()}" for cause in row["causes"][:1])
    return textwrap.wrap(briefly(row, most) + about, room)


def fitting_persons(row: StageRow, room: int, lines: int) -> int:
    """How many persons a side, up to SIDE, can be named on so many lines; at least one."""
    return next((most for most in range(SIDE, 1, -1) if len(_names(row, most, room)) <= lines), 1)


def _left_out(row: StageRow, room: int, lines: int) -> int:
    """How many persons more would be named if there were lines enough."""
    most = fitting_persons(row, room, lines)
    return sum(max(0, min(SIDE, len(side)) - most) for side in (row["side_a"], row["side_b"]))


def fitting(room: int, *ways: str) -> str:
    """The first, fullest way to say something that takes no more than `room` columns; else the last."""
    return next((way for way in ways if len(way) <= room), ways[-1])


def _bare_of_brackets(text: str) -> str:
    return re.sub(r" \([^)]*\)", "", text)
