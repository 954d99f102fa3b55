"""Analysts' tables of actors: who wants what, how much, and how strong he is.

A CSV file with a header row: name, description, capability (or influence, or power), then for each dimension a column that
ends in "position" and one that ends in "salience". Positions in any unit; saliences from 0 to 1, or from 0 to 100 where
any of them exceeds 1. Other separators, decimal commas and encodings are read where they are clear (`scenario.sheet`), and so are the
files of KTAB (`scenario.ktab`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from politburo.errors import PolitburoError, Problem, control_character, nearest
from politburo.power.bargaining import Actor
from politburo.scenario import ktab
from politburo.scenario.sheet import MAX_CELL, number, read_sheet

LEAST, MOST = 3, 500
CAPABILITY = ("capability", "influence", "power")
FIRST = (("name", "actor"), ("description",), CAPABILITY)


@dataclass(frozen=True)
class ActorTable:
    """Actors, what each dimension is called, and how the file was read where that is not the plain way."""

    actors: tuple[Actor, ...]
    dimensions: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_actors(path: str | Path) -> ActorTable:
    """Read a table of 3 to 500 actors: CSV as above, or KTAB's CSV or XML. Raises `PolitburoError` with every problem and its place."""
    path = Path(path)
    if not path.is_file():
        raise PolitburoError(Problem("file-missing", str(path), "no such file"))
    if path.suffix.lower() == ".xml":
        rows, notes, percent = ktab.from_xml(path), ("KTAB XML",), True
    else:
        sheet = read_sheet(path)
        percent = ktab.is_ktab(sheet.rows)
        if percent:
            sheet = ktab.from_csv(sheet)
        sheet, unclear = sheet.with_points(lambda column: column >= 2)
        if unclear:
            raise PolitburoError(unclear)
        rows, notes = sheet.rows, sheet.notes
    if not rows:
        raise PolitburoError(
            Problem("csv-syntax", f"{path.name}:1:1", "an empty file", remedy="write a header row")
        )
    (at, header), *body = rows
    dimensions = _dimensions(f"{path.name}:{at}", header)
    problems: list[Problem] = []
    if not LEAST <= len(body) <= MOST:
        where = f"{path.name}:{rows[-1][0] + 1}:1"
        problems.append(Problem("game-size", where, f"{len(body)} actors", f"{LEAST} to {MOST}"))
    seen: dict[str, int] = {}
    actors: list[Actor] = []
    for at, cells in body:
        actor = _actor(f"{path.name}:{at}", cells, len(header), problems)
        if actor and seen.setdefault(actor.name, at) != at:
            found = f"{actor.name}, also in line {seen[actor.name]}"
            problems.append(
                Problem(
                    "id-duplicate", f"{path.name}:{at}:1", found, remedy="give each actor a name of his own"
                )
            )
        actors += [actor] if actor else []
    if problems:
        raise PolitburoError(problems)
    scale = 100.0 if percent or any(s > 1 for actor in actors for s in actor.salience) else 1.0
    scaled = (
        Actor(a.name, a.capability, a.position, tuple(s / scale for s in a.salience), a.description)
        for a in actors
    )
    return ActorTable(tuple(scaled), dimensions, notes)


def _dimensions(where: str, header: list[str]) -> tuple[str, ...]:
    """What the pairs of columns are called. Raises `PolitburoError` for a header that is not as it must be."""
    titles = [title.lower() for title in header]
    problems = [
        *filter(None, (control_character(title, f"{where}:{i}") for i, title in enumerate(header, 1)))
    ]
    problems += [
        Problem(
            "column-unknown",
            f"{where}:{i + 1}",
            title[:100],
            " or ".join(words),
            nearest(title, words),
            "rename or reorder it",
        )
        for i, (title, words) in enumerate(zip(titles, FIRST, strict=False))
        if title not in words
    ]
    pairs = titles[3:]
    if len(pairs) < 2 or len(pairs) % 2:
        found = f"{len(header)} columns"
        allowed = "name, description, capability, then a position and a salience for each dimension"
        problems.append(Problem("column-missing", f"{where}:{len(header)}", found, allowed))
    for i, title in enumerate(pairs):
        wanted = ("position", "salience")[i % 2]
        if not title.endswith(wanted):
            problems.append(
                Problem("column-unknown", f"{where}:{i + 4}", title[:100], f"a title that ends in {wanted}")
            )
    if problems:
        raise PolitburoError(problems)
    called = [re.sub(r"[ _:-]*(position|salience)$", "", title, flags=re.IGNORECASE) for title in header[3:]]
    names = [name or f"dimension {i}" for i, name in enumerate(called[::2], 1)]
    seen: dict[str, int] = {}
    for i, (name, other) in enumerate(zip(names, called[1::2], strict=True)):
        place = f"{where}:{2 * i + 4}"
        if seen.setdefault(name.casefold(), 2 * i + 4) != 2 * i + 4:
            found = f"{name}, also in column {seen[name.casefold()]}"
            remedy = "give each dimension a title of its own"
            problems.append(Problem("key-duplicate", place, found[:100], remedy=remedy))
        if other and called[2 * i] and other.casefold() != called[2 * i].casefold():
            found = f"the position of {called[2 * i]}, then the salience of {other}"
            problems.append(
                Problem("column-unknown", f"{where}:{2 * i + 5}", found[:200], f"{called[2 * i]} salience")
            )
    if problems:
        raise PolitburoError(problems)
    return tuple(names)


def _actor(where: str, cells: list[str], columns: int, problems: list[Problem]) -> Actor | None:
    """One row, or None after adding to `problems`."""
    if len(cells) != columns:
        found, allowed = f"{len(cells)} cells", f"{columns} cells, as in the header"
        place = f"{where}:{min(len(cells), columns) + 1}"
        problems.append(Problem("csv-syntax", place, found, allowed, "", "quote cells that contain commas"))
        return None
    before = len(problems)
    problems += filter(None, (control_character(cell, f"{where}:{i}") for i, cell in enumerate(cells, 1)))
    if not cells[0]:
        problems.append(Problem("value-missing", f"{where}:1", "no name", remedy="fill it in"))
    if max(map(len, cells)) > MAX_CELL:
        problems.append(
            Problem("value-range", f"{where}:1", f"{max(map(len, cells))} characters", f"at most {MAX_CELL}")
        )
        return None
    values = [_number(f"{where}:{i + 3}", cell, problems) for i, cell in enumerate(cells[2:])]
    if not values[0] > 0:
        problems.append(
            Problem("power-not-positive", f"{where}:3", cells[2], "above zero", "", "leave out who has none")
        )
    for i, salience in enumerate(values[2::2]):
        if not 0 <= salience <= 100:
            problems.append(
                Problem("value-range", f"{where}:{2 * i + 5}", cells[2 * i + 4], "0 to 1, or 0 to 100")
            )
    if len(problems) > before:
        return None
    return Actor(cells[0], values[0], tuple(values[1::2]), tuple(values[2::2]), cells[1])


def _number(where: str, cell: str, problems: list[Problem]) -> float:
    """A number; of a cell that holds none a harmless one, after adding to `problems`."""
    value = number(cell)
    if value is not None:
        return value
    code = "not-a-number" if cell else "value-missing"
    problems.append(
        Problem(code, where, cell[:100] or "an empty cell", "a number such as 3 or 0.4", "", "write a number")
    )
    return 1.0
