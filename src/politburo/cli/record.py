"""`politburo record`."""

from __future__ import annotations

import json
from pathlib import Path

import click

HELP = "Look into the documented course of a case, by which simulations are judged, or export it as a data package (CC0)."


@click.group("record", help=HELP)
def command() -> None:
    pass


@command.command("list", help="The tables of the record of CASE, and the scored items by kind.")
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(case: str, as_json: bool) -> None:
    from politburo.record.tables import TABLES
    from politburo.study.recorded import tables

    counts = tables(case)
    if as_json:
        rows = [{"table": name, "rows": n, "about": TABLES[name].about} for name, n in counts.items()]
        click.echo(json.dumps(rows, indent=1))
        return
    for name, n in counts.items():
        click.echo(f"{name:<14} {n:>5}  {TABLES[name].about}")


@command.command("show", help="The rows of one TABLE of the record of CASE.")
@click.argument("table")
@click.argument("case")
@click.option(
    "--where", "conditions", multiple=True, metavar="COLUMN=TEXT", help="Only rows that contain the text."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(table: str, case: str, conditions: tuple[str, ...], as_json: bool) -> None:
    from politburo.study.recorded import rows_of

    rows = rows_of(case, table, conditions)
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        click.echo("\n".join(f"{column:<16} {cell}" for column, cell in row.items() if cell) + "\n")


@command.command(
    "export", help="Copy the record of CASE into a new folder: tables, dictionary, data package."
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export(folder: Path, case: str, as_json: bool) -> None:
    from politburo.study.recorded import export as write

    written = write(case, folder)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "files": written}, indent=1))
        return
    click.echo(f"{len(written)} files in {folder}", err=True)
