"""`politburo report`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "report",
    help="Write one page about the saved run in directory RUN, to read, print and pass on. It needs no network.",
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
    help="Write the page to this file; an older one is replaced.",
)
@click.option("--sheet", is_flag=True, help="Only the sheet for a class, with answers: one page, 45 minutes.")
@click.option("--pupils", is_flag=True, help="Only the same sheet for pupils, to fill in.")
@click.option("--cards", is_flag=True, help="Only the role cards of the five persons.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, output: Path, sheet: bool, pupils: bool, cards: bool, as_json: bool) -> None:
    from politburo import report
    from politburo.cli.run import refuse_together
    from politburo.study.running.run import open_run

    refuse_together("--sheet", sheet, {"--pupils": pupils, "--cards": cards})
    refuse_together("--pupils", pupils, {"--cards": cards})
    what = "teacher" if sheet else "pupils" if pupils else "cards" if cards else None
    run = open_run(folder)
    html = report.class_sheet(run, what) if what else report.page(run)
    place = report.save(html, output)
    size = len(html.encode())
    click.echo(json.dumps({"simulated": True, "file": str(place), "bytes": size}) if as_json else str(place))
