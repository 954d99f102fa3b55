"""A grid: the same histories under every combination of some values.

Every cell is the case with one value for each path. History n of a seed has the same luck in every cell, so that cells are compared
history by history: a difference between two cells has a narrower interval than each of them.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from politburo.arrays import Array, Floats
from politburo.errors import PolitburoError, Problem
from politburo.facts import Facts
from politburo.measures import named
from politburo.measures.definitions import Thresholds
from politburo.measures.paired import Z, paired
from politburo.measures.quantities import OF_PERSON, SHARE
from politburo.measures.summary import wilson
from politburo.scenario.yamlread import scalar
from politburo.store.files import put
from politburo.study.running import graft
from politburo.study.running.again import made
from politburo.study.running.cluster import in_turn, same_software
from politburo.study.running.extras import need
from politburo.study.running.histories import columns_of, frame
from politburo.study.running.limits import check_numbers, known
from politburo.study.running.making import HERE, Order, Request, Work
from politburo.study.running.parameters import Given
from politburo.study.running.pieces import Piece, counting, in_pieces, side_by_side

if TYPE_CHECKING:
    import pandas

    from politburo.model.trace import Block
    from politburo.plots.svg import Figure
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.ensemble import Scenario

FILE = "sweep.json"
MOST_CELLS = 10_000
LEADING = 3  # persons of whom a table says in how many histories they rule alone, where nobody says which outcomes are wanted
USUAL = ("somebody rules alone at the end", "effective number of rulers")
#: what is written for every outcome of a cell, after its value
SPREAD = ("low", "high", "change", "change low", "change high")


Value = str | float | bool | None  # of a fact
Axes = dict[str, tuple[Value, ...]]
Over = Mapping[str, str | Iterable[Value]]


class Titled(Facts):
    """How the cells are run, and of what case."""

    title: str


class Asked(Titled):
    """The same, of all seeds."""

    seeds: list[int]


class Row(TypedDict):
    """A cell of the grid."""

    at: dict[str, Value]  # by path
    histories: int
    outcomes: dict[str, dict[str, float]]  # value, low, high, change, change low, change high


@dataclass(frozen=True)
class Sweep:
    """The answer: `axes` are the values by path, `parts` for every cell the outcomes of its histories (`measured`)."""

    facts: Asked
    axes: Axes
    resolved: list[Resolved]
    parts: list[list[Piece]]

    @property
    def cells(self) -> list[dict[str, Value]]:
        """The value of every axis in each cell, in the order of the rows; the last axis changes fastest."""
        return [
            dict(zip(self.axes, values, strict=True)) for values in itertools.product(*self.axes.values())
        ]

    @functools.cached_property
    def histories(self) -> pandas.DataFrame:
        """One row per history of every cell: the axes, the seed, and what `Run.histories` says of a history."""
        import pandas

        seeds = np.repeat(self.facts["seeds"], self.facts["histories"])
        numbers = np.tile(np.arange(self.facts["histories"]), len(self.facts["seeds"]))
        told = []
        for cell, resolved, parts in zip(self.cells, self.resolved, self.parts, strict=True):
            table = frame(resolved, [_columns(part) for part in parts]).reset_index(drop=True)
            at = {path: [value] * len(table) for path, value in cell.items()}
            told.append(pandas.DataFrame({**at, "seed": seeds, "history": numbers}).join(table))
        found = pandas.concat(told, ignore_index=True)
        found.attrs = {"simulated": True, **_plain(self.facts)}
        return found

    def outcomes(self, names: Iterable[str] = ()) -> list[str]:
        """The outcomes that a table has: those named or, where none is, the usual ones and who rules alone most often.

        Raises `PolitburoError` for one that is not there.
        """
        wanted = list(names)
        named.check("--outcome", wanted, self.resolved[0])
        if wanted:
            return wanted
        people = [person.id for person in self.resolved[0].persons]
        alone = {
            who: sum(self._values(n, f"{who} {OF_PERSON[0]}").sum() for n in range(len(self.parts)))
            for who in people
        }
        first = sorted((who for who in people if alone[who] > 0), key=lambda who: -alone[who])[:LEADING]
        return [USUAL[0], *(f"{who} {OF_PERSON[0]}" for who in first), *USUAL[1:]]

    def _values(self, cell: int, outcome: str) -> Floats:
        return named.values(self.parts[cell], self.resolved[cell].persons, outcome)

    def rows(self, names: Iterable[str] = ()) -> list[Row]:
        """One dict per cell: `at` (value by path), `histories`, and `outcomes`: {name: value, low, high, change, change low, change high}.

        Shares have Wilson's 95 % interval and means that of the normal distribution. A change is from the first cell, paired.
        """
        wanted = self.outcomes(names)
        found: list[Row] = []
        for n, cell in enumerate(self.cells):
            told: dict[str, dict[str, float]] = {}
            for name in wanted:
                base, values = self._values(0, name), self._values(n, name)
                change = paired(base, values)
                told[name] = {
                    **_interval(values, named.unit(name)),
                    "change": change["difference"],
                    "change low": change["low"] if n else 0.0,
                    "change high": change["high"] if n else 0.0,
                }
            count = self.facts["histories"] * len(self.facts["seeds"])
            found.append({"at": cell, "histories": count, "outcomes": told})
        return found

    def table(self, names: Iterable[str] = ()) -> pandas.DataFrame:
        """One row per cell: the axes, the number of histories and, for each outcome, its value, interval and change from the first row."""
        import pandas

        rows = [
            {**row["at"], "histories": row["histories"]}
            | {
                name if key == "value" else f"{name}: {key}": value
                for name, told in row["outcomes"].items()
                for key, value in told.items()
            }
            for row in self.rows(names)
        ]
        found = pandas.DataFrame(rows)
        found.attrs = {"simulated": True, **_plain(self.facts)}
        return found

    def to_json(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Facts, axes and rows as plain data, with the units of the outcomes."""
        rows = self.rows(names)
        units = {name: named.unit(name) for name in rows[0]["outcomes"]}
        labels = {name: named.label(name, self.resolved[0].persons) for name in units}
        plain = {
            "simulated": True,
            "facts": self.facts,
            "axes": self.axes,
            "units": units,
            "labels": labels,
            "cells": rows,
        }
        return json.loads(json.dumps(plain), parse_constant=lambda _: None)

    def save(self, folder: str | Path) -> Path:
        """Write sweep.json into a folder, which must exist."""
        path = Path(folder) / FILE
        put(path, json.dumps(self.to_json(), indent=1).encode())
        return path

    def __repr__(self) -> str:
        axes = " x ".join(f"{path} ({len(values)})" for path, values in self.axes.items())
        seeds = len(self.facts["seeds"])
        return (
            f"{self.facts['title']}: a grid of {axes}, {self.facts['histories']:,} histories and {seeds} seed{'s' * (seeds > 1)} a cell\n"
            "  .table(outcomes), .histories, .plot(outcome)"
        )

    def plot(self, outcome: str = "", axes: Sequence[str] = ()) -> Figure:
        """A heat map of an outcome (by default the first of `outcomes`) over two of the axes (by default the first two)."""
        from importlib import import_module

        names = self.outcomes([outcome] if outcome else [])
        draw = import_module("politburo.plots.heatmap").heatmap  # figures lie above questions
        return draw(self.to_json(names), axes)


def sweep(
    party: Scenario,
    over: Over,
    *,
    histories: int = 256,
    seeds: int = 1,
    seed: int = 1,
    params: Given = None,
    off: Iterable[str] = (),
    reading: str | None = None,
    under: str | Path | None = None,
    work: Work = HERE,
) -> Sweep:
    """Run a case with every combination of the values in `over`, {path as for ``--set``: values}.

    Each cell has `histories` histories of each of so many `seeds`, from `seed` on; `params`, `off` and `reading` are those of
    `Scenario.run`, and `work` says how many workers there are or which cluster, and who is told. With `under` what is finished lies there
    and the same grid goes on from it. Raises `PolitburoError` for a path or value that is not allowed in some cell, an empty axis, or
    more than MOST_CELLS cells.
    """
    axes, cells = grid(party, over)
    check_numbers(histories, seed)
    check_numbers(seeds, seed + seeds - 1)
    chosen = list(range(seed, seed + seeds))

    def ordered(cell: Scenario, s: int) -> Order:
        return cell.order(Request(histories, s, params, off=frozenset(off), reading=reading or ""), HERE)

    orders = [[ordered(cell, s) for s in chosen] for cell in cells]
    numbers = graft.parts(histories)
    whole = [(order, part) for of_cell in orders for order in of_cell for part in numbers]
    texts = functools.cache(lambda n: orders[n][0].resolved.to_json())

    def here(n: int) -> Piece:
        order, part = whole[n]
        block = next(order.blocks(histories=len(part), first=part[0], block=len(part), workers=1))
        return measured(block, order.resolved)

    def task(n: int) -> Callable[[], Piece]:
        order, part = whole[n]
        if not work.cluster:
            return functools.partial(here, n)
        plain = json.loads(json.dumps(order.facts))
        return functools.partial(elsewhere, plain, texts(n // (seeds * len(numbers))), part[0], len(part))

    facts: Titled = {**ordered(party, seed).facts, "title": party.resolved.title}
    pieces = in_pieces(
        len(whole),
        task,
        asked={
            "question": "sweep",
            "over": [[path, list(map(str, axes[path]))] for path in axes],
            "seeds": chosen,
            "histories": histories,
        },
        facts=facts,
        resolved=party.resolved,
        under=under,
        progress=counting(work.progress, len(cells) * seeds * histories),
        by=functools.partial(in_turn, work.cluster)
        if work.cluster
        else functools.partial(side_by_side, workers=work.workers),
    )
    a_cell = seeds * len(numbers)
    return Sweep(
        {**facts, "histories": histories, "seeds": chosen},
        axes,
        [of_cell[0].resolved for of_cell in orders],
        [pieces[n : n + a_cell] for n in range(0, len(pieces), a_cell)],
    )


def grid(party: Scenario, over: Over) -> tuple[Axes, list[Scenario]]:
    """(values by path, the scenario of every cell), all checked. Raises `PolitburoError`."""
    axes = {path: tuple([values] if isinstance(values, str) else values) for path, values in over.items()}
    wrong = [
        Problem("usage", "--set", path[:100], "PATH=VALUE,VALUE with different values")
        for path, values in axes.items()
        if not values or len(set(map(str, values))) < len(values)
    ]
    if not axes:
        wrong = [Problem("usage", "--set", "nothing to vary", "PATH=VALUE,VALUE")]
    count = math.prod(map(len, axes.values()))
    if count > MOST_CELLS:
        wrong.append(Problem("too-many", "--set", f"{count:,} cells", f"at most {MOST_CELLS:,}"))
    if wrong:
        raise PolitburoError(wrong)
    cells = []
    for values in itertools.product(*axes.values()):
        changes = [f"{path}={'none' if v is None else v}" for path, v in zip(axes, values, strict=True)]
        cells.append(party.change(*changes))
    for cell in cells:
        cell.resolved  # noqa: B018 - complains before anything long
    return axes, cells


def axes_of(changes: Iterable[str]) -> Axes:
    """The axes of a grid as typed, ``path=value,value``. Raises `PolitburoError` where there is no sign, and for a path that stands twice.

    >>> axes_of(["country.threat=0.2,0.8", "holdings.editor.person=ann"])
    {'country.threat': (0.2, 0.8), 'holdings.editor.person': ('ann',)}
    """
    axes: Axes = {}
    for change in changes:
        path, sign, values = change.partition("=")
        if not sign or path in axes:
            found = f"{path[:100]}, which stands twice" if sign else change[:100]
            raise PolitburoError(Problem("path-unknown", "--set", found, "PATH=VALUE,VALUE, each path once"))
        axes[path] = tuple(scalar(value.strip(), plain=True) for value in values.split(",") if value.strip())
    return axes


def check_axes(chosen: Sequence[str], axes: Iterable[str]) -> None:
    """Raise `PolitburoError` unless one or two different axes of a grid are chosen for its picture."""
    known("--axes", chosen, tuple(axes))
    if not 1 <= len(chosen) <= 2 or len(set(chosen)) < len(chosen):
        raise PolitburoError(Problem("usage", "--axes", ", ".join(chosen)[:100], "one or two different axes"))


def check_ending(path: Path | None) -> None:
    """Raise `PolitburoError` unless a table can be written to a file of this name."""
    if path is not None and path.suffix not in (".csv", ".parquet"):
        raise PolitburoError(
            Problem("usage", "--output", path.name[-100:], "a name ending in .csv or .parquet")
        )


def measured(block: Block, resolved: Resolved) -> Piece:
    """What is kept of a block: what outcomes are read from (`measures.named.kept`), and the columns of a table of histories, each under its
    name with a colon before it."""
    thresholds, ids = Thresholds(), [person.id for person in resolved.persons]
    return {
        **named.kept(block, ids, thresholds),
        **{f":{name}": values for name, values in columns_of(block, thresholds, resolved).items()},
    }


def _columns(part: Piece) -> dict[str, Array]:
    return {name[1:]: values for name, values in part.items() if name[0] == ":"}


def elsewhere(manifest: Facts, resolved_json: str, first: int, histories: int) -> Piece:
    """The same of one block, on a worker of a cluster. Raises `PolitburoError` (run-version) on one that would make other histories."""
    from politburo.scenario import Resolved

    same_software(manifest)
    return measured(made(manifest, resolved_json, first, histories), Resolved.from_json(resolved_json))


def write(table: pandas.DataFrame, path: str | Path) -> Path:
    """Write a table as .csv or .parquet; the file is whole or what it was. Raises `PolitburoError` for another ending."""
    target = Path(path)
    check_ending(target)
    if target.suffix == ".parquet":
        need("pyarrow")
        kept = io.BytesIO()
        plain = table.copy(deep=False)
        plain.attrs = {key: str(value) for key, value in table.attrs.items()}
        plain.to_parquet(kept, index=False)
        put(target, kept.getvalue())
    else:
        put(target, table.to_csv(index=False).encode())
    return target


def _interval(values: Floats, unit: str) -> dict[str, float]:
    if unit == SHARE:
        value, low, high = wilson(float(values.sum()), len(values))
    else:
        value = float(values.mean())
        error = Z * float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else float("nan")
        low, high = value - error, value + error
    return {"value": value, "low": low, "high": high}


def _plain(facts: Asked) -> dict[str, object]:
    return {key: value for key, value in facts.items() if key != "block"}
