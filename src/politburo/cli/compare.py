"""`politburo compare`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from politburo.cli.options import PARAMS, SEED
from politburo.cli.questions import DRY_RUN, JSON, NO_SAVE, OUT, PICTURE, give, work_folder


@click.command(
    "compare",
    help="What if? Compare CASE with itself under one change: WHAT is the name of a ready one (see --list) or a .yaml file; or use --set.",
)
@click.argument("case")
@click.argument("what", required=False)
@click.option("--list", "listing", is_flag=True, help="List the changes that are ready for the case.")
@click.option("--facts", is_flag=True, help="List what --set can change: path, value, what is allowed.")
@click.option("--like", default="", metavar="TEXT", help="With --facts: only those that contain this text.")
@click.option("--table", default="", help="With --facts: only those of one table.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Make a change of your own; may be repeated.",
)
@click.option(
    "--date", default="", help="Month from which the change holds, YYYY-MM; the start if not given."
)
@click.option("--start", help="Begin on this date instead of the scenario's own.")
@click.option("--histories", type=int, default=256, show_default=True, help="Number of pairs of histories.")
@SEED
@PARAMS
@OUT
@NO_SAVE
@PICTURE
@DRY_RUN
@JSON
def command(
    case: str,
    what: str | None,
    listing: bool,
    facts: bool,
    like: str,
    table: str,
    changes: tuple[str, ...],
    date: str,
    start: str | None,
    histories: int,
    seed: int,
    params: str | None,
    out: Path | None,
    no_save: bool,
    picture: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.errors import PolitburoError, Problem
    from politburo.study.questions.compare import compare
    from politburo.study.questions.counterfactual import counterfactuals, from_changes, in_words, named
    from politburo.study.running.ensemble import load
    from politburo.study.running.limits import check_numbers

    if listing:
        ready = counterfactuals(case)
        if as_json:
            click.echo(json.dumps([c.model_dump() for c in ready.values()], indent=1))
        else:
            for c in ready.values():
                click.echo(f"{c.id:26} {c.date or 'start':8} {c.title}")
        return
    if facts:
        _facts(case, start, like, table, as_json)
        return
    if (what is None) == (not changes):
        allowed = "the name of a counterfactual, or --set"
        raise PolitburoError(
            Problem(
                "usage",
                "WHAT",
                "neither" if what is None else "both",
                allowed,
                remedy="--list names those that are ready",
            )
        )
    change = named(case, what) if what else from_changes(changes, date)
    if what and date:
        change = change.model_copy(update={"date": date})
    check_numbers(histories, seed)
    party = load(case)
    party = party.start(start) if start else party
    if dry_run:
        meant = in_words(party, change)
        if as_json:
            click.echo(json.dumps(meant, indent=1))
            return
        months = meant["months"]
        for sentence in meant["sentences"]:
            click.echo(sentence)
        click.echo(
            f"{change.title}: {histories} pairs of {months} months, the same up to {change.date or 'the start'}; "
            f"{histories * (2 - meant['month'] / months):.0f} whole histories' worth of work."
        )
        return
    with Bar(histories) as bar:
        found = compare(
            party,
            change,
            histories=histories,
            seed=seed,
            params=params,
            under=work_folder(out, no_save),
            progress=bar.part("pairs"),
        )
    give("compare", found, out=out, picture=picture, as_json=as_json)


def _facts(case: str, start: str | None, like: str, table: str, as_json: bool) -> None:
    from politburo import scenario
    from politburo.words.changeable import changeable

    found = changeable(scenario.load(case), start, like=like, table=table)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    heading = ""
    for fact in found:
        if fact["about"] != heading:
            heading = fact["about"]
            click.echo(click.style(heading, bold=True))
        allowed = ", ".join(map(str, fact["allowed"] or [])) or fact["unit"]
        value = "" if fact["value"] is None else f" = {fact['value']}"
        click.echo(
            f"  {fact['path'] or fact['remove']}{value}  {fact['label']}{f' ({allowed})' if allowed else ''}"
        )
