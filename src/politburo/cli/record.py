"""`politburo record`."""

from __future__ import annotations

import json
from pathlib import Path

import click

HELP = "Read the documented course of a case, by which simulations are judged, or export it as a data package (CC0)."


@click.group("record", help=HELP)
def command() -> None:
    pass


@command.command("list", short_help="List the cases with a record, or the tables of one.")
@click.argument("case", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(case: str | None, as_json: bool) -> None:
    """List the cases that have a record; with CASE, the tables of its record, and by kind what is scored of it."""
    from politburo.study.evidence.record_tables import cases, contents

    if case is None:
        click.echo(json.dumps(cases(), indent=1) if as_json else "\n".join(cases()))
        return
    found = contents(case)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    click.echo("Tables\n")
    for row in found["tables"]:
        click.echo(f"  {row['table']:<14} {row['rows']:>5}  {row['about']}")
    click.echo("\nItems: single facts that a simulated history implies too\n")
    click.echo(f"  {'on record':>9} {'compared':>9}")
    for row in found["items"]:
        click.echo(f"  {row['items']:>9} {row['compared']:>9}  {row['about']}")
    click.echo(f"\nRows: politburo record show {case} TABLE")


@command.command("show", short_help="Print the rows of one table.")
@click.argument("case")
@click.argument("table")
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="COLUMN=TEXT",
    help="Print only rows with this text in that column; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(case: str, table: str, conditions: tuple[str, ...], as_json: bool) -> None:
    """Print the rows of one TABLE of the record of CASE. Empty cells mean not known and are left out."""
    from politburo.study.evidence.record_tables import rows_of, tables

    rows = rows_of(case, table, conditions)
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        click.echo("\n".join(f"{column:<16} {cell}" for column, cell in row.items() if cell) + "\n")
    click.echo(f"{len(rows)} of {tables(case)[table]} rows", err=True)


@command.command("export", short_help="Export a record for other programs.")
@click.argument("case")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    type=click.Choice(["datapackage", "popolo", "graphml", "xlsx"]),
    default="datapackage",
    show_default=True,
    help="A folder of tables (Frictionless data package), or one file: who sat where (popolo), who stood with whom (graphml), all tables "
    "as a workbook (xlsx).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export(case: str, target: Path, form: str, as_json: bool) -> None:
    """Write the record of CASE to TARGET: a new folder with its tables, the data dictionary and a description of the package; or, with
    --as, a new file."""
    if form != "datapackage":
        from politburo.study.running.record_exchange import export as write_file

        path = write_file(case, target, form)
        click.echo(json.dumps({"written": str(path)}) if as_json else f"written: {path}")
        return
    from politburo.study.evidence.record_tables import export as write

    folder = target
    written = write(case, folder)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "files": written}, indent=1))
        return
    click.echo(f"{len(written)} files in {folder}", err=True)
