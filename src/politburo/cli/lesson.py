"""`politburo lesson`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "lesson",
    help="Print a lesson of 45 minutes about one history of the saved run in directory RUN: "
    "moments of the history, each with a question, answers to choose from, and the reason.",
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="Which history: a number, typical, nearest (to the record) or strangest.",
)
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar="ID",
    help="Id of a person whom the class watches; may be repeated, up to five times.",
)
@click.option("--documented", is_flag=True, help="Take the documented course instead of a history.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, history: str, persons: tuple[str, ...], documented: bool, as_json: bool) -> None:
    from politburo.study.questions.lesson import lesson
    from politburo.study.running.run import open_run

    found = lesson(open_run(folder), history, persons, documented=documented)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    what = (
        f"history {found['history']}, SIMULATED"
        if found["simulated"]
        else "the documented course, not simulated"
    )
    click.echo(f"{found['title']}: {what}")
    for person in found["persons"]:
        click.echo(click.wrap_text(f"{person['name']}. {' '.join(person['card'])}", 100, "", "  "))
    for moment in found["moments"]:
        labels = {option["id"]: option["label"] for option in moment["options"]}
        click.echo(f"\n{moment['number']}. {moment['situation']}")
        for text in (*moment["before"], f"{moment['question']} {', '.join(labels.values())}?"):
            click.echo(click.wrap_text(text, 100, "   ", "   "))
        click.echo(f"   Answer: {labels[moment['answer']]}")
        for text in (*moment["told"], *moment["reason"]):
            click.echo(click.wrap_text(text, 100, "   ", "   "))
