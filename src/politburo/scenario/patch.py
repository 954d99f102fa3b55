"""Change a loaded scenario in one place: `--set path=value`.

Paths: ``start``, ``clock_zero``, ``contenders``, ``reserves``, ``parameters.NAME``, ``country.FIELD``, ``ties.FIELD``, and
``TABLE.ID.FIELD``, where ID is the row's id (for `holdings` the office, for `seats` ``body/person``, for `secretaries`
the organisation, for scores ``person/trait`` and so on: the row's first two identifying fields joined by ``/``).
``TABLE.ID=none`` removes the row. A patch changes facts in force at the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from politburo.errors import Problem, ScenarioError, nearest
from politburo.scenario.check import disagreements
from politburo.scenario.in_force import valid
from politburo.scenario.load import Loaded
from politburo.scenario.models import ScenarioFile
from politburo.scenario.tables import problems_of
from politburo.scenario.yamlread import scalar

#: how a row is named in a path
KEYS: dict[str, tuple[str, ...]] = {
    "persons": ("id",),
    "liabilities": ("id",),
    "bodies": ("id",),
    "offices": ("id",),
    "organisations": ("id",),
    "disputes": ("id",),
    "shocks": ("id",),
    "rules": ("id",),
    "places": ("place",),
    "holdings": ("office",),
    "secretaries": ("organisation",),
    "seats": ("body", "person"),
    "traits": ("person", "trait"),
    "appeal": ("person", "stratum"),
    "positions": ("person", "dispute"),
    "prestige": ("person",),
    "ties": ("a", "b"),
    "letter": ("person",),
    "opinions": ("organisation", "dispute"),
    "careers": ("person", "place"),
}
FILE_FIELDS = ("start", "clock_zero", "contenders", "reserves")


def patch(loaded: Loaded, changes: Iterable[str | tuple[str, Any]], start: str | None = None) -> Loaded:
    """Return the scenario with changes ``path=value`` applied in order; raises `ScenarioError` naming the nearest path."""
    start = start or loaded.file.start
    for change in changes:
        if isinstance(change, str):
            path, sign, text = change.partition("=")
            if not sign:
                raise ScenarioError(
                    Problem("path-unknown", "--set", change[:200], "path=value", remedy="write path=value")
                )
            value: Any = scalar(text.strip(), plain=True)
        else:
            path, value = change
        loaded = _one(loaded, path.strip(), value, start)
    problems = disagreements(loaded)
    if problems:
        raise ScenarioError(problems)
    return loaded


def _one(loaded: Loaded, path: str, value: Any, start: str) -> Loaded:
    head, _, rest = path.partition(".")
    if head in FILE_FIELDS and not rest:
        return _file(loaded, path, {head: value})
    if head == "parameters" and rest:
        return _file(loaded, path, {"parameters": {**_dump(loaded)["parameters"], rest: value}})
    if head == "ties" and rest in ("months_late", "place_scale"):
        return _file(loaded, path, {"ties": {**_dump(loaded)["ties"], rest: value}})
    if head == "country" and rest:
        country = [{**row, rest: value} for row in _dump(loaded)["country"]]
        return _file(loaded, path, {"country": country or [{"date": loaded.file.window.from_, rest: value}]})
    if head in KEYS and rest:
        return _row(loaded, head, rest, path, value, start)
    known = [*FILE_FIELDS, "parameters", "country", *KEYS]
    raise ScenarioError(
        Problem(
            "path-unknown",
            "--set",
            path[:200],
            ", ".join(known),
            nearest(head, known),
            "begin with one of these",
        )
    )


def _dump(loaded: Loaded) -> dict[str, Any]:
    return loaded.file.model_dump(by_alias=True)


def _file(loaded: Loaded, path: str, change: dict[str, Any]) -> Loaded:
    try:
        file = ScenarioFile.model_validate({**_dump(loaded), **change})
    except ValidationError as error:
        raise ScenarioError(problems_of(error, lambda place: f"--set {path}")) from None
    return replace(loaded, file=file)


def _row(loaded: Loaded, table: str, rest: str, path: str, value: Any, start: str) -> Loaded:
    items = loaded.tables.get(table, [])
    name_of = lambda row: "/".join(str(getattr(row, key)) for key in KEYS[table])  # noqa: E731
    in_force = [item for item in items if not hasattr(item.row, "to") or valid(item.row, start)]
    names = {name_of(item.row): item for item in in_force}  # the latest row of a name wins
    removing = rest in names and value in (None, "none")
    name, _, field = rest.rpartition(".") if not removing else (rest, "", "")
    if name not in names:
        found = nearest(rest, names) or nearest(name, names)
        raise ScenarioError(
            Problem(
                "path-unknown", "--set", path[:200], f"{table}.ID.field", f"{table}.{found}" if found else ""
            )
        )
    item = names[name]
    if removing:
        rows = [other for other in items if other is not item]
        return replace(loaded, tables={**loaded.tables, table: rows})
    model: type[BaseModel] = type(item.row)
    fields = [f.alias or key for key, f in model.model_fields.items()]
    if field not in fields:
        raise ScenarioError(
            Problem(
                "path-unknown",
                "--set",
                path[:200],
                ", ".join(fields),
                nearest(field, fields),
                "name a field of the row",
            )
        )
    old = item.row.model_dump(by_alias=True, exclude_none=True)
    new = {**old, field: value, "evidence": "assumed", "note": "set by the analyst"}
    if value in (None, "none"):
        new.pop(field)
    try:
        row = model.model_validate(new)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, lambda place: f"--set {path}")) from None
    rows = [replace(item, row=row) if other is item else other for other in items]
    return replace(loaded, tables={**loaded.tables, table: rows})
