"""`politburo plot`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("plot", help="Draw one FIGURE of the saved run in directory RUN; --list names the figures.")
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path), required=False)
@click.argument("name", metavar="FIGURE", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, which ends in .svg or .png; without it, SVG goes to standard output.",
)
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="For figures of one history, which one: a number, typical, nearest (to the record) or strangest.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers behind the figure as JSON.")
@click.option("--list", "listed", is_flag=True, help="List the figures.")
def command(
    folder: Path | None, name: str | None, output: Path | None, history: str, as_json: bool, listed: bool
) -> None:
    from politburo import plots

    if listed:
        names = plots.plot.about()
        click.echo(
            json.dumps(names, indent=1)
            if as_json
            else "\n".join(f"{n:<12} {text}" for n, text in names.items())
        )
        return
    if folder is None or name is None:
        raise click.UsageError("RUN and FIGURE are needed; --list names the figures")
    from politburo.study.running.run import open_run

    figure = plots.plot.draw(open_run(folder), name, history)
    if output is not None:
        click.echo(str(figure.save(output)), err=as_json)
    if as_json:
        click.echo(
            json.dumps(
                {"simulated": True, "figure": name, "title": figure.title, "data": figure.table}, indent=1
            )
        )
    elif output is None:
        click.echo(figure.wide)
