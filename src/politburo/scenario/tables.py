"""Read CSV tables strictly, with the place of every cell, and report every problem of a table at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from politburo.errors import CODES, PolitburoError, Problem, control_character, nearest
from politburo.scenario.sheet import MAX_CELL, read_sheet

MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_PROBLEMS = 100  # of one table; nobody mends more at once


@dataclass(frozen=True)
class Item:
    """A validated row, the line of its file on which it stands, and in which column its fields are."""

    row: Any
    line: int
    columns: Mapping[str, int] = field(default_factory=dict)


def inside(directory: Path, name: str) -> Problem | Path:
    """The path of a file of the scenario, refused if it is a link or leads out of the directory."""
    path = directory / name
    if path.is_symlink() or os.path.realpath(path) != os.path.join(os.path.realpath(directory), name):
        return Problem("file-outside", f"{name}:1:1", "a link", remedy="put the file itself in the directory")
    return path


def read_table(path: Path, model: type[BaseModel], notes: list[str]) -> tuple[list[Item], list[Problem]]:
    """Return (valid rows, problems), and add to `notes` how it was read. A missing cell takes the field's default."""
    name = path.name
    try:
        sheet = read_sheet(path)
    except PolitburoError as error:
        return [], error.problems
    if not sheet.rows:
        return [], [Problem("csv-syntax", f"{name}:1:1", "an empty file", remedy="write a header row")]
    aliases = {field.alias or key: key for key, field in model.model_fields.items()}
    header = sheet.rows[0][1]
    if len(header) > MAX_COLUMNS:
        found = f"{len(header)} columns"
        return [], [
            Problem("too-many", f"{name}:1:1", found, f"at most {MAX_COLUMNS}", "", "shorten the table")
        ]
    problems = _header(name, header, aliases, model)
    if problems:
        return [], problems
    decimal = {n for n, title in enumerate(header) if model.model_fields[aliases[title]].annotation is float}
    sheet, problems = sheet.with_points(decimal.__contains__)
    notes += [f"{name}: {note}" for note in sheet.notes]
    items: list[Item] = []
    columns = {title: position for position, title in enumerate(header, 1)}
    for line, cells in sheet.rows[1:]:
        if len(problems) >= MAX_PROBLEMS or len(items) >= MAX_ROWS:
            problems.append(_too_many(name, line, len(problems)))
            break
        row = _row(name, line, columns, cells, model)
        if isinstance(row, Item):
            items.append(row)
        else:
            problems += row
    return items, problems


def _too_many(name: str, line: int, problems: int) -> Problem:
    found = f"{problems} problems up to here" if problems >= MAX_PROBLEMS else f"more than {MAX_ROWS} rows"
    return Problem(
        "too-many", f"{name}:{line}:1", found, remedy="fix these first" if problems else "shorten the table"
    )


def _header(name: str, header: list[str], aliases: dict[str, str], model: type[BaseModel]) -> list[Problem]:
    problems = []
    for column, title in enumerate(header, 1):
        where = f"{name}:1:{column}"
        if title not in aliases:
            problems.append(
                Problem(
                    "column-unknown",
                    where,
                    title[:100] or "a column without a name",
                    ", ".join(aliases),
                    nearest(title, aliases),
                    "rename or remove it",
                )
            )
        elif title in header[: column - 1]:
            problems.append(Problem("key-duplicate", where, title, remedy="keep one of the two columns"))
    for alias, key in aliases.items():
        if model.model_fields[key].is_required() and alias not in header:
            problems.append(Problem("column-missing", f"{name}:1:1", f"no column {alias}", remedy="add it"))
    return problems


def _row(
    name: str, line: int, columns: Mapping[str, int], cells: list[str], model: type[BaseModel]
) -> Item | list[Problem]:
    if len(cells) != len(columns):
        return [
            Problem(
                "csv-syntax",
                f"{name}:{line}:{min(len(cells), len(columns)) + 1}",
                f"{len(cells)} cells",
                f"{len(columns)} cells, as in the header",
                remedy="quote cells that contain commas",
            )
        ]
    for column, cell in enumerate(cells, 1):
        if len(cell) > MAX_CELL:
            return [
                Problem(
                    "value-range", f"{name}:{line}:{column}", f"{len(cell)} characters", f"at most {MAX_CELL}"
                )
            ]
    for column, cell in enumerate(cells, 1):
        if wrong := control_character(cell, f"{name}:{line}:{column}"):
            return [wrong]
    values = {title: cell.strip() for title, cell in zip(columns, cells, strict=True) if cell.strip() != ""}
    try:
        return Item(model.model_validate(values), line, columns)
    except ValidationError as error:
        return problems_of(
            error, lambda place: f"{name}:{line}:{columns.get(str(place[0]) if place else '', 1)}", model
        )


BRANCHES = (
    "float",
    "Override",
    "function",
    "constrained-",
    "literal[",
)  # pydantic's names of the branches of a choice
BOUNDS = {"ge": "at least", "le": "at most", "gt": "more than", "lt": "less than"}
KINDS = {
    "float": "a number",
    "int": "a whole number",
    "string": "text",
    "bool": "true or false",
    "list": "a list",
    "dict": "a mapping",
}
LENGTHS = {"min_length": "at least {} long", "max_length": "at most {} long"}


def problems_of(
    error: ValidationError, where: Callable[[tuple], str], model: type[BaseModel] | None = None
) -> list[Problem]:
    """Turn pydantic's errors into problems; `where(location)` gives the place, `model` the fields that a misspelt one is near to."""
    found: list[Problem] = []
    for item in error.errors(include_url=False):
        kind, place, context = item["type"], item["loc"], item.get("ctx", {})
        value = str(item.get("input", ""))[:100]
        parts = [str(part) for part in place if not str(part).startswith(BRANCHES)]
        field = ".".join(parts)[:120]
        said = f"{field}: {value}"
        if kind != "missing" and "input" in item and item["input"] is None:
            allowed = context.get("expected", "").replace("'", "").replace(" or ", ", ")
            found.append(Problem("value-missing", where(place), f"no {field}", allowed, remedy="fill it in"))
        elif kind == "literal_error":
            allowed = context.get("expected", "").replace("'", "").replace(" or ", ", ")
            near = nearest(value, [word.strip() for word in allowed.split(",")])
            found.append(Problem("value-choice", where(place), said, allowed, near, "use one of these"))
        elif kind == "extra_forbidden":
            fields = _fields_at(model, place[:-1])
            near = nearest(str(place[-1]), fields)
            found.append(
                Problem("key-unknown", where(place), field, ", ".join(fields), near, "remove or rename it")
            )
        elif kind == "missing":
            found.append(Problem("value-missing", where(place), f"no {field}", remedy="fill it in"))
        elif kind == "value_error":
            code, _, allowed = (message := str(context.get("error", "value-type"))).partition(": ")
            named = code in CODES
            allowed = allowed if named else message
            found.append(
                Problem(
                    code if named else "value-type",
                    where(place),
                    said,
                    allowed,
                    remedy="write it in this form",
                )
            )
        elif kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "finite_number"):
            bound = " and ".join(f"{BOUNDS.get(word, word)} {limit}" for word, limit in context.items())
            remedy = "correct the number"
            found.append(
                Problem("value-range", where(place), said, bound or "a finite number", remedy=remedy)
            )
        elif kind.endswith(("too_long", "too_short")):
            bound = "; ".join(
                LENGTHS[word].format(limit) for word, limit in context.items() if word in LENGTHS
            )
            found.append(Problem("value-range", where(place), said, bound, remedy="shorten or complete it"))
        else:
            allowed = KINDS.get(kind.partition("_")[0], item["msg"])
            found.append(Problem("value-type", where(place), said, allowed, remedy="correct the value"))
    chosen = {problem.where for problem in found if problem.code == "value-choice"}
    found = [problem for problem in found if problem.code != "value-type" or problem.where not in chosen]
    return list(dict.fromkeys(found))


def _fields_at(model: type[BaseModel] | None, location: tuple) -> list[str]:
    """The fields allowed at a location of a model: names of the record that its lists, mappings and options lead to."""
    for part in location:
        field = next(
            (f for n, f in (model.model_fields if model else {}).items() if part in (n, f.alias)), None
        )
        if field is not None:
            model = _model_in(field.annotation)
    return [f.alias or name for name, f in model.model_fields.items()] if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
