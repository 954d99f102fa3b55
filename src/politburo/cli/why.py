"""`politburo why`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "why",
    help="Follow event number EVENT of a history of the saved RUN back to the facts behind it; without EVENT, list its events.",
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("event", type=int, required=False)
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="Which history: a number, typical, nearest (to the record) or strangest.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, event: int | None, history: str, as_json: bool) -> None:
    from politburo.study.running.reasons import events_of, why_of
    from politburo.study.running.run import open_run

    run = open_run(folder)
    found = events_of(run, history) if event is None else why_of(run, history, event)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    if event is None:
        for line in found["events"]:
            click.echo(click.wrap_text(line["text"], 100, f"{line['number']:>5}  {line['date']}  ", " " * 16))
        return
    title, number = run.resolved.title, found["history"]
    click.echo(f"{title}: history {number}, SIMULATED. Each event with its two main causes.")
    for step in found["steps"]:
        click.echo(click.wrap_text(step["sentence"], 100, f"{step['number']:>5}  {step['date']}  ", " " * 16))
        for reason in step["reasons"]:
            back = f" (see {reason['event']})" if reason["event"] is not None else ""
            cause = reason["cause"].replace("-", " ").capitalize()
            click.echo(click.wrap_text(f"{cause}: {reason['fact']}{back}.", 100, " " * 16, " " * 18))
