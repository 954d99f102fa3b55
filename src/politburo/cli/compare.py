"""`politburo compare`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "compare",
    help="What if: compare CASE with itself under a change, WHAT (see --list), a .yaml file or --set.",
)
@click.argument("case")
@click.argument("what", required=False)
@click.option("--list", "listing", is_flag=True, help="List the ready counterfactuals of the case.")
@click.option(
    "--set", "changes", multiple=True, metavar="PATH=VALUE", help="A change of your own; may be repeated."
)
@click.option("--date", default="", help="Month from which the change holds, YYYY-MM (default: the start).")
@click.option("--start", help="Start date (default: the scenario's own).")
@click.option("--histories", type=int, default=256, show_default=True, help="Number of pairs.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--fixed", is_flag=True, help="Default parameters instead of draws from their priors.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of a run: adds to its compare.json.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    case: str,
    what: str | None,
    listing: bool,
    changes: tuple[str, ...],
    date: str,
    start: str | None,
    histories: int,
    seed: int,
    fixed: bool,
    out: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.cli.questions import print_comparison
    from politburo.errors import PolitburoError, Problem
    from politburo.study.compare import compare
    from politburo.study.counterfactual import counterfactuals, from_changes, named
    from politburo.study.ensemble import load

    if listing:
        ready = counterfactuals(case)
        if as_json:
            click.echo(json.dumps([c.model_dump() for c in ready.values()], indent=1))
        else:
            for c in ready.values():
                click.echo(f"{c.id:26} {c.date or 'start':8} {c.title}")
        return
    if (what is None) == (not changes):
        allowed = "the name of a counterfactual, or --set"
        raise PolitburoError(Problem("usage", "WHAT", "neither" if what is None else "both", allowed))
    change = named(case, what) if what else from_changes(changes, date)
    if what and date:
        change = change.model_copy(update={"date": date})
    party = load(case)
    party = party.start(start) if start else party
    if dry_run:
        click.echo(
            f"{change.title}: {histories} pairs of {party.resolved.months} months, from {change.date or 'the start'} on."
        )
        return
    with Bar(histories) as bar:
        found = compare(
            party,
            change,
            histories=histories,
            seed=seed,
            params="default" if fixed else "prior",
            progress=bar.part("pairs"),
        )
    if out:
        found.save(out)
    if as_json:
        click.echo(json.dumps(found.to_json(), indent=1))
    else:
        print_comparison(found)
