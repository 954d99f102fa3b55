"""`politburo show`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("show", help="Look into the saved run in directory RUN.")
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="A number, or typical, nearest (the record) or strangest.",
)
@click.option("--chronicle", is_flag=True, help="The history told in dated sentences.")
@click.option("--table", is_flag=True, help="Its table of the struggle.")
@click.option("--votes", is_flag=True, help="Its votes with tallies.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, history: str, chronicle: bool, table: bool, votes: bool, as_json: bool) -> None:
    from politburo.cli.render import print_table, print_votes, render, stage_rows
    from politburo.study.ensemble import open_run

    run = open_run(folder)
    if not (chronicle or table or votes):
        if as_json:
            click.echo(json.dumps(run.summary, indent=1))
        else:
            render(run, run.summary, folder, None, None)
        return
    number = run.pick(history)
    if as_json:
        answer: dict = {"simulated": True, "history": number}
        if chronicle:
            answer["chronicle"] = [{"date": day, "text": text} for day, text in run.chronicle(number)]
        if table:
            answer["table"] = stage_rows(run, run.table(number))
        click.echo(json.dumps(answer, indent=1))
        return
    click.echo(f"{run.resolved.title}: history {number} ({history}) - simulated")
    if table:
        print_table(run, run.table(number))
    if votes:
        print_votes(run, number)
    if chronicle:
        for day, text in run.chronicle(number):
            click.echo(click.wrap_text(text, 100, f"{day}  ", " " * 9))
