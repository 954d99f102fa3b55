"""`politburo why`."""

from __future__ import annotations

import json
from dataclasses import asdict
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
    from politburo.study.running.run import open_run
    from politburo.words.causes import story_of, why

    run = open_run(folder)
    number = run.pick(history)
    story = story_of(run.resolved, run.block_of(number), number)
    if event is None:
        listed = [{"number": n, "date": day, "text": text} for n, (day, text) in enumerate(story.lines)]
        if as_json:
            click.echo(json.dumps({"simulated": True, "history": number, "events": listed}, indent=1))
            return
        for line in listed:
            click.echo(click.wrap_text(line["text"], 100, f"{line['number']:>5}  {line['date']}  ", " " * 16))
        return
    steps = why(story, event)
    if as_json:
        plain = [asdict(step) for step in steps]
        click.echo(json.dumps({"simulated": True, "history": number, "steps": plain}, indent=1))
        return
    click.echo(f"{run.resolved.title}: history {number}, SIMULATED. Each event with its two main causes.")
    for step in steps:
        click.echo(click.wrap_text(step.sentence, 100, f"{step.number:>5}  {step.date}  ", " " * 16))
        for reason in step.reasons:
            back = f" (see {reason.event})" if reason.event is not None else ""
            cause = reason.cause.replace("-", " ").capitalize()
            click.echo(click.wrap_text(f"{cause}: {reason.fact}{back}.", 100, " " * 16, " " * 18))
