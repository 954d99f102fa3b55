"""A record for other programs: who sat where as Popolo JSON, who stood with whom as GraphML, all its tables as a workbook.

Everything here is documented, with the sources that the tables of the record give.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas

from politburo.record import load_record
from politburo.store.files import aside, put, refuse_taken, reporting
from politburo.study.evidence.record_tables import rows_of, tables
from politburo.study.running.exchange import graph, write_workbook

NODE = {"name": "string"}
EDGE = {"kind": "string", "from": "string", "to": "string", "source": "string"}


def export(case: str, target: Path, form: str) -> Path:
    """Write the record of a case in one of `FORMS`. Raises `PolitburoError` for a case without a record and a target that exists."""
    tables(case)  # complains
    refuse_taken(target)
    with reporting(target):
        FORMS[form](case, target)
    return target


def _names(case: str) -> dict[str, str]:
    record = load_record(case)
    return record.names if record else {}


def popolo(case: str, path: Path) -> None:
    """Persons, bodies and memberships from the rosters, with the dates on record."""
    rows, names = rows_of(case, "rosters"), _names(case)
    people = sorted({row["person_id"] for row in rows})
    bodies = sorted({row["body"] for row in rows})
    memberships = [
        {
            "person_id": row["person_id"],
            "organization_id": f"body/{row['body']}",
            "role": row["role"],
            **{key: row[cell] for key, cell in (("start_date", "start"), ("end_date", "end")) if row[cell]},
            **({"sources": [{"note": row["source"]}]} if row["source"] else {}),
        }
        for row in rows
    ]
    found = {
        "persons": [{"id": person, "name": names.get(person, person)} for person in people],
        "organizations": [{"id": f"body/{body}", "name": body} for body in bodies],
        "posts": [],
        "memberships": memberships,
    }
    put(path, (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode())


def graphml(case: str, path: Path) -> None:
    """An edge for every two persons who stood together, once for each ruling core or bloc on record."""
    rows, names = rows_of(case, "alignments"), _names(case)
    edges = [
        (a, b, (row["kind"], row["from"], row["to"], row["source"]))
        for row in rows
        for a, b in itertools.combinations(sorted(set(filter(None, row["members"].split(";")))), 2)
    ]
    people = sorted({person for a, b, _ in edges for person in (a, b)})
    nodes = [(person, (names.get(person, person),)) for person in people]
    put(path, graph(case, NODE, EDGE, nodes, edges).encode())


def workbook(case: str, path: Path) -> None:
    """A sheet for each table of the record."""
    frames = {name: pandas.DataFrame(rows_of(case, name)) for name in tables(case)}
    with aside(path) as place:
        write_workbook(frames, place)


FORMS: dict[str, Callable[[str, Path], Any]] = {"popolo": popolo, "graphml": graphml, "xlsx": workbook}
