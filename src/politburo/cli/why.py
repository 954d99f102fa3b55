"""`politburo why`."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import click


@click.command(
    "why",
    help="Follow event number EVENT of a history of the saved RUN back to the facts behind it; without EVENT, say which five mattered "
    "most.",
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("event", type=int, required=False)
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="Which history: a number, typical, nearest (to the record) or strangest.",
)
@click.option("--list", "listing", is_flag=True, help="List all events with their numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, event: int | None, history: str, listing: bool, as_json: bool) -> None:
    from politburo.errors import PolitburoError, Problem
    from politburo.study.running.reasons import events_of, why_of
    from politburo.study.running.run import open_run

    if listing and event is not None:
        remedy = "leave out the one or the other"
        raise PolitburoError(Problem("usage", "--list", f"beside event {event}", "no event", remedy=remedy))
    run = open_run(folder)
    found = events_of(run, history) if event is None else why_of(run, history, event)
    title = f"{run.resolved.title}: history {found['history']}, SIMULATED"
    if as_json:
        click.echo(json.dumps(found, indent=1))
    elif event is not None:
        _steps(title, found["steps"])
    elif listing:
        for line in found["events"]:
            _line(line["number"], line["date"], line["text"])
    else:
        _mattered(title, found, str(folder))


def _steps(title: str, steps: list[dict[str, Any]]) -> None:
    """An event, and what it goes back to."""
    click.echo(f"{title}. Each event with its two main causes.")
    for step in steps:
        _line(step["number"], step["date"], step["sentence"])
        for reason in step["reasons"]:
            back = f" (see {reason['event']})" if reason["event"] is not None else ""
            cause = reason["cause"].replace("-", " ").capitalize()
            click.echo(click.wrap_text(f"{cause}: {reason['fact']}{back}.", 100, " " * 16, " " * 18))


def _line(number: int, date: str, text: str) -> None:
    click.echo(click.wrap_text(text, 100, f"{number:>5}  {date}  ", " " * 16))


def _mattered(title: str, found: dict[str, Any], folder: str) -> None:
    """The events that mattered most, and how to go on."""
    from politburo.measures.written import in_letters, listed

    turns = found["mattered"]
    click.echo(f"{title}. It has {len(found['events'])} events.")
    if not turns:
        click.echo("Nothing happened in it that moved power.")
    else:
        count = f"{in_letters(len(turns))} events" if len(turns) > 1 else "event"
        head = f"The {count} that mattered most, each of a month in which power moved most between persons:"
        click.echo(click.wrap_text(head, 100) + "\n")
    for turn in turns:
        _line(turn["number"], turn["date"], turn["sentence"])
        shares = [
            f"{name} from {100 * before:.0f} to {100 * after:.0f} %" for name, before, after in turn["shares"]
        ]
        click.echo(click.wrap_text(f"Share of power: {listed(shares)}.", 100, " " * 16, " " * 18))
    again = ["politburo", "why", folder, "--history", str(found["history"])]
    if turns:
        first = max(turns, key=lambda turn: turn["moved"])
        click.echo(f"\nwhy it happened  {shlex.join([*again[:3], str(first['number']), *again[3:]])}")
    click.echo(f"all events       {shlex.join([*again, '--list'])}")
