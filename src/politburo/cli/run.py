"""`politburo run`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

BLIND_SHARE = 0.5  # histories of the trait-blind companion, as a share of the main ensemble


@click.command(
    "run", help="Simulate an ensemble of CASE (an id of the catalog or a directory) and print the answer."
)
@click.argument("case")
@click.option("--histories", type=int, default=None, help="Number of histories (default 512).")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Seed; history n of a seed is always the same."
)
@click.option("--start", help="Start date (default: the scenario's own); only facts known by then are used.")
@click.option("--from", "show_from", help="Show results from this date on (does not change the simulation).")
@click.option("--to", "show_to", help="Show results up to this date.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one fact or parameter; may be repeated.",
)
@click.option("--fixed", is_flag=True, help="Default parameters instead of draws from their priors.")
@click.option(
    "--thresholds", is_flag=True, help="Also give the answer with the definitions 20 % stricter and laxer."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where to save (default runs/CASE-DIGEST).")
@click.option("--no-save", is_flag=True, help="Do not save the run.")
@click.option("--force", is_flag=True, help="Replace a saved run.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
def command(
    case: str,
    histories: int | None,
    seed: int,
    start: str | None,
    show_from: str | None,
    show_to: str | None,
    changes: tuple[str, ...],
    fixed: bool,
    thresholds: bool,
    out: Path | None,
    no_save: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo import scenario
    from politburo.cli.progress import Bar
    from politburo.errors import PolitburoError, Problem
    from politburo.study.ensemble import DEFAULT_HISTORIES, Scenario

    histories = DEFAULT_HISTORIES if histories is None else histories
    if histories < 1:
        raise PolitburoError(Problem("usage", "--histories", str(histories), "1 or more"))
    for option, day in (("--start", start), ("--from", show_from), ("--to", show_to)):
        _check_date(option, day)
    loaded = scenario.patch(scenario.load(case), changes, start)
    party = Scenario(loaded, start)
    resolved = party.resolved
    params: Any = "default" if fixed else "prior"
    name = f"{resolved.id}-{resolved.digest[:8]}-s{seed}-n{histories}" + ("-fixed" if fixed else "")
    folder = None if no_save else (out or Path("runs") / name)
    if dry_run:
        click.echo(
            f"{resolved.title}: {histories} histories of {resolved.months} months from {resolved.start}, seed {seed}, "
            f"{'default parameters' if fixed else 'parameters drawn from their priors'}; about {histories * 30 / 1000:.0f} MB "
            f"{'not saved' if folder is None else f'saved in {folder}'}."
        )
        return
    blind_histories = max(1, round(histories * BLIND_SHARE))
    # the default place may hold an older run of the same name: the same seed gives the same histories
    replace = force or (out is None and folder is not None)
    with Bar(histories + blind_histories) as bar:
        run = party.run(
            histories, seed, params=params, out=folder, force=replace, progress=bar.part("histories")
        )
        blind = party.run(
            blind_histories, seed, params=params, blind=True, progress=bar.part("trait-blind histories")
        )
    answer = run.summary | {"blind": _headline(blind.summary)}
    if thresholds:
        answer["thresholds"] = _thresholds(run)
    if as_json:
        json.dump(answer, sys.stdout, indent=1)
        print()
        return
    from politburo.cli.render import render

    render(run, answer, folder, show_from, show_to)


def _headline(summary: dict[str, Any]) -> dict[str, Any]:
    return {
        "histories": summary["histories"],
        "sole_at_end": summary["sole_at_end"],
        "leading": [
            {k: person[k] for k in ("id", "name", "sole_at_end")} | {"core_at_end": person["core"][-1]}
            for person in summary["leading"]
        ],
        "final": summary["final"],
    }


def _thresholds(run: Any) -> dict[str, Any]:
    from politburo.measures.definitions import Thresholds
    from politburo.measures.summary import Accumulator

    answers = {}
    for name, factor in (("laxer by 20 %", 0.8), ("stricter by 20 %", 1.2)):
        again = Accumulator(run.resolved, Thresholds().scaled(factor))
        for block in run.blocks():
            again.add(block)
        summary = again.summary()
        answers[name] = {"final": summary["final"], "consolidation": summary["consolidation"]}
    return answers


def _check_date(option: str, day: str | None) -> None:
    from politburo.errors import PolitburoError, Problem
    from politburo.scenario.models import _date

    if day is None:
        return
    try:
        _date(day)
    except ValueError:
        raise PolitburoError(
            Problem("date-invalid", option, day[:100], "YYYY, YYYY-MM or YYYY-MM-DD")
        ) from None
