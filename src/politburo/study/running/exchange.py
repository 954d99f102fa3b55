"""A run for other programs: ties as GraphML, persons and posts as Popolo JSON, tables as a Frictionless data package or a workbook.

The network and the posts are those of the scenario at the start, which no history has changed; the tables are simulated.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from politburo.errors import PolitburoError, Problem
from politburo.study.running.frames import tables

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.run import Run

MOST_ROWS = 1_048_576  # of a sheet
NODE = {"name": "string", "label": "string", "prestige": "double", "eligible": "boolean"}
EDGE = {"kind": "string", "strength": "double"}


def graphml(run: Run, path: Path) -> None:
    """Persons and their ties at the start: from shared service, documented, and documented in the last months."""
    resolved, labels = run.resolved, run.names
    nodes = [
        (one.id, (one.name, labels[one.id], f"{one.prestige:g}", str(one.eligible).lower()))
        for one in resolved.persons
        if not one.reserve
    ]
    kinds = {"service": resolved.service, "documented": resolved.documented, "late": resolved.late}
    edges = [
        (resolved.persons[i].id, resolved.persons[j].id, (kind, f"{strength:g}"))
        for kind, ties in kinds.items()
        for i, j, strength in ties
    ]
    path.write_text(graph(resolved.id, NODE, EDGE, nodes, edges), encoding="utf-8")


def graph(
    name: str,
    of_nodes: Mapping[str, str],
    of_edges: Mapping[str, str],
    nodes: Sequence[tuple[str, Sequence[str]]],
    edges: Sequence[tuple[str, str, Sequence[str]]],
) -> str:
    """GraphML of a network without directions. Names and types of what is known of nodes and edges; then (id, values), (id, id, values)."""
    keys = [(f"n-{key}", "node", key, kind) for key, kind in of_nodes.items()]
    keys += [(f"e-{key}", "edge", key, kind) for key, kind in of_edges.items()]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(
            f'<key id="{key}" for="{of}" attr.name="{word}" attr.type="{kind}"/>'
            for key, of, word, kind in keys
        ),
        f'<graph id={quoteattr(name)} edgedefault="undirected">',
    ]
    for node, values in nodes:
        lines.append(f"<node id={quoteattr(node)}>{_data('n', of_nodes, values)}</node>")
    for a, b, values in edges:
        lines.append(
            f"<edge source={quoteattr(a)} target={quoteattr(b)}>{_data('e', of_edges, values)}</edge>"
        )
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(of: str, keys: Iterable[str], values: Sequence[str]) -> str:
    return "".join(
        f'<data key="{of}-{key}">{escape(value)}</data>' for key, value in zip(keys, values, strict=True)
    )


def popolo(run: Run, path: Path) -> None:
    """Persons, bodies, organisations, posts and memberships at the start, as the Popolo specification names them."""
    resolved = run.resolved
    persons = [
        {"id": person.id, "name": person.name, "birth_date": str(person.born)}
        for person in resolved.persons
        if not person.reserve
    ]
    start = str(resolved.start)
    party = {"id": f"party/{resolved.id}", "name": resolved.title, "classification": "party"}
    within = {"parent_id": party["id"]}
    bodies = [
        {"id": f"body/{b.id}", "name": b.name, "classification": b.role} | within for b in resolved.bodies
    ]
    below = [
        {"id": f"organisation/{o.id}", "name": o.name, "classification": o.kind} | within
        for o in resolved.organisations
    ]
    posts = [
        {"id": f"post/{o.id}", "label": o.name, "organization_id": party["id"]} for o in resolved.offices
    ]
    memberships = [
        {
            "person_id": resolved.persons[i].id,
            "organization_id": f"body/{b.id}",
            "role": f"{seat} member",
            "start_date": start,
        }
        for b in resolved.bodies
        for i, seat in sorted(b.seats.items())
    ]
    memberships += [
        {
            "person_id": resolved.persons[o.holder].id,
            "post_id": f"post/{o.id}",
            "organization_id": party["id"],
            "start_date": start,
        }
        for o in resolved.offices
        if o.holder is not None
    ]
    memberships += [
        {
            "person_id": resolved.persons[o.secretary].id,
            "organization_id": f"organisation/{o.id}",
            "role": "secretary",
            "start_date": start,
        }
        for o in resolved.organisations
        if o.secretary is not None
    ]
    found = {
        "persons": persons,
        "organizations": [party, *bodies, *below],
        "posts": posts,
        "memberships": memberships,
    }
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def datapackage(run: Run, path: Path) -> None:
    """A folder with the tables that `politburo store sql` asks, as CSV, and `datapackage.json` (Frictionless)."""
    path.mkdir(parents=True)
    resources = []
    for name, frame in tables(run).items():
        frame.to_csv(path / f"{name}.csv", index=False, date_format="%Y-%m-%d")
        fields = [{"name": str(column), "type": _type(frame.loc[:, column])} for column in frame.columns]
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        )
    about = {
        "profile": "tabular-data-package",
        "name": f"{run.resolved.id}-run",
        "title": f"{run.resolved.title}: {len(run)} simulated histories",
        "description": "Simulated by politburo; nothing in these tables is a record of what happened.",
        "simulated": True,
        "seed": run.facts.get("seed"),
        "resources": resources,
    }
    (path / "datapackage.json").write_text(
        json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _type(column: pandas.Series) -> str:
    kinds = {"b": "boolean", "i": "integer", "u": "integer", "f": "number", "M": "date"}
    return kinds.get(column.dtype.kind, "string")


def workbook(run: Run, path: Path) -> None:
    """The same tables as sheets of one workbook (Office Open XML)."""
    write_workbook(tables(run), path)


def write_workbook(frames: Mapping[str, pandas.DataFrame], path: Path) -> None:
    """Tables as the sheets of a workbook. Raises `PolitburoError` where one is longer than a sheet can be."""
    problems = [
        Problem(
            "too-many",
            f"sheet {name}",
            f"{len(frame):,} rows",
            f"at most {MOST_ROWS - 1:,}",
            "",
            "export .csv or .parquet",
        )
        for name, frame in frames.items()
        if len(frame) >= MOST_ROWS
    ]
    if problems:
        raise PolitburoError(problems)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(frames) + 1)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/sheet{n}.xml" ContentType="{sheet}.worksheet+xml"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
            for n, name in zip(numbers, frames, strict=True)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="sheet{n}.xml"/>' for n in numbers
        )
        + "</Relationships>",
    }
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, head + text)
        for n, frame in zip(numbers, frames.values(), strict=True):
            with file.open(f"xl/sheet{n}.xml", "w") as out:
                out.write(f'{head}<worksheet xmlns="{main}"><sheetData>'.encode())
                out.write(_row([*map(str, frame.columns)]))
                for row in frame.itertuples(index=False, name=None):
                    out.write(_row(row))
                out.write(b"</sheetData></worksheet>")


def _row(cells: Any) -> bytes:
    return f"<row>{''.join(map(_cell, cells))}</row>".encode()


def _cell(value: Any) -> str:
    import numpy as np

    if value is None or value != value:
        return "<c/>"
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and np.isfinite(value):
        return f"<c><v>{value}</v></c>"
    text = str(value)[:10] if hasattr(value, "isoformat") else str(value)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
