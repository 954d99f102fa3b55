"""Look into a record and copy it out as a data package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from politburo.errors import PolitburoError, Problem, nearest
from politburo.record import CATALOG, read_table, tables_of
from politburo.record.items import read_items
from politburo.record.tables import TABLES as TABLE_NAMES
from politburo.record.tables import dictionary
from politburo.store.files import put, refuse_taken
from politburo.study.evidence.item_types import TYPES, type_of


def cases() -> list[str]:
    """The cases of the catalog that have a record."""
    return [path.parent.parent.name for path in sorted(CATALOG.glob("*/record/items.csv"))]


def tables(case: str) -> dict[str, int]:
    """Tables of a case's record with their numbers of rows. Raises `PolitburoError` if it has none."""
    counts = tables_of(case)
    if not counts:
        near = nearest(case, cases())
        raise PolitburoError(Problem("record-missing", "CASE", case[:100], ", ".join(cases()), near))
    return counts


def kinds(case: str) -> list[dict[str, Any]]:
    """By type of item, in the order of `item_types.TYPES`: what it is, how many are on record and how many can be compared."""
    items = read_items(CATALOG / case / "record" / "items.csv")
    found = []
    for name, (words, *_) in TYPES.items():
        mine = [item for item in items if type_of(item) == name]
        if mine:
            compared = sum(item.error != "none" for item in mine)
            found.append({"type": name, "about": words, "items": len(mine), "compared": compared})
    return found


def contents(case: str) -> dict[str, Any]:
    """{tables: [{table, rows, about}], items: `kinds`} of a case's record. Raises `PolitburoError` if it has none."""
    rows = [{"table": name, "rows": n, "about": TABLE_NAMES[name].about} for name, n in tables(case).items()]
    return {"tables": rows, "items": kinds(case)}


def rows_of(case: str, table: str, conditions: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Rows of a table in which every condition ``column=text`` holds (the cell contains the text)."""
    known = tables(case)
    if table not in known:
        raise PolitburoError(Problem("usage", "TABLE", table[:100], ", ".join(known), nearest(table, known)))
    rows = read_table(case, table)
    columns, problems = list(rows[0]), []
    for condition in conditions:
        column, sign, text = condition.partition("=")
        if not sign or column not in columns:
            near = nearest(column, columns)
            problems.append(Problem("usage", "--where", condition[:100], ", ".join(columns), near))
            continue
        rows = [row for row in rows if text.lower() in row[column].lower()]
    if problems:
        raise PolitburoError(problems)
    return rows


def export(case: str, folder: Path) -> list[str]:
    """Copy a record into a folder that is new or empty: tables, `datapackage.json`, data dictionary. Returns the names written."""
    counts = tables(case)
    refuse_taken(folder, unless_empty=True)
    source = CATALOG / case / "record"
    headers = {name: list(read_table(case, name)[0]) for name in counts}
    about = json.loads((source / "datapackage.json").read_text(encoding="utf-8"))
    cite = f"# {about['title']}\n\nCC0 1.0. Cite as: {about['citation']}\n\n"
    files = {f"{name}.csv": (source / f"{name}.csv").read_bytes() for name in counts if name in TABLE_NAMES}
    files["datapackage.json"] = (source / "datapackage.json").read_bytes()
    files["README.md"] = (cite + dictionary(headers)).encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        put(folder / name, data)
    return sorted(files)
