"""`politburo power`."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from politburo.measures.bodypower import BodyPower

TABLES = (".csv", ".tsv", ".txt", ".xml")  # files of actors or games
HELP = """Who has what power in a body: resources, shares, voting power, ruling coalitions and how sure they are.

TARGET is a case (an id of the catalog or a directory), taken at its start; the directory of a saved run; or a table of actors (CSV, or
KTAB's CSV or XML), of which the bargaining outcomes are given. Without TARGET a game is typed in: --powers 3,4,5,10, or
--weights 4,4,4,2,2,1 --quota 12; a CSV file with names and numbers may stand for the numbers."""


@click.command("power", help=HELP)
@click.argument("target", required=False)
@click.option(
    "--body", default="", help="Id of a body (default: the bureau; of a saved run, all contenders)."
)
@click.option("--date", "day", help="Month, YYYY-MM (default: the case's start, or the last month of a run).")
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="Of a saved run: a number, typical, nearest or strangest.",
)
@click.option("--alpha", help="Share of power that a ruling coalition must exceed (default: the model's).")
@click.option(
    "--uncertainty", type=float, help="Uncertainty of powers, log standard deviation (default: the model's)."
)
@click.option("--powers", help="Powers of a coalition game, separated by commas, or a CSV file.")
@click.option("--weights", help="Votes of a weighted game, separated by commas, or a CSV file.")
@click.option(
    "--quota",
    help="Votes that win the weighted game, or a share of the total weight: 12, 51%, 2/3 (default: more than half).",
)
@click.option("--veto", help="Positions, from 0, or names of those who have a veto.")
@click.option(
    "--svg",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a bar chart of the shares of power.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    target: str | None,
    body: str,
    day: str | None,
    history: str,
    alpha: str | None,
    uncertainty: float | None,
    powers: str | None,
    weights: str | None,
    quota: str | None,
    veto: str | None,
    svg: Path | None,
    as_json: bool,
) -> None:
    from politburo.cli.powertext import body_text, game_text
    from politburo.errors import PolitburoError, Problem
    from politburo.power.coalitions import threshold
    from politburo.study.questions import games

    if [target, powers, weights].count(None) != 2:
        remedy = "see politburo power --help"
        raise PolitburoError(
            Problem("usage", "TARGET", "none or several", "one of TARGET, --powers, --weights", "", remedy)
        )
    if svg and (target is None or Path(target).suffix.lower() in TABLES):
        raise PolitburoError(Problem("usage", "--svg", str(svg), "with a case or a saved run"))
    if powers is not None:
        answer = games.coalition_game(powers, alpha or "1/2", uncertainty)
    elif weights is not None:
        answer = games.voting_game(weights, quota, veto)
    elif Path(str(target)).suffix.lower() in TABLES:
        answer = games.bargaining(Path(str(target)))
    else:
        share = None if alpha is None else threshold(alpha)
        found, names = _of(str(target), body, day, history, share, uncertainty)
        if svg:
            _chart(found, names, svg)
        click.echo(json.dumps(found.to_json(), indent=1) if as_json else body_text(found, names), nl=as_json)
        return
    if answer.get("read_as"):
        click.echo(f"read: {', '.join(answer['read_as'])}", err=True)
    if as_json:
        click.echo(json.dumps(answer, indent=1))
        return
    answer.pop("read_as", None)
    for warning in answer.pop("warnings", []):
        click.echo(f"warning: {warning}", err=True)
    click.echo(game_text(answer))


def _of(
    target: str, body: str, day: str | None, history: str, alpha: Fraction | None, uncertainty: float | None
) -> tuple[BodyPower, dict[str, str]]:
    """Return what was found, and short names by id."""
    from politburo import scenario
    from politburo.errors import PolitburoError, Problem
    from politburo.measures import seated
    from politburo.measures.bodypower import assess
    from politburo.study.running.run import Run, open_run
    from politburo.study.running.tables import names_of

    month = None if day is None else _month(day)
    if (Path(target) / "manifest.json").exists():
        run = open_run(target)
        sitting, of_model, noise = seated.in_a_history(
            run.reader(run.pick(history)), month or run.resolved.end, body
        )
    else:
        loaded = scenario.load(target)
        start = scenario.resolve(loaded).start
        at = None if month is None or (month.year, month.month) == (start.year, start.month) else month
        if at and at > start:
            remedy = "for later months give the directory of a saved run"
            raise PolitburoError(
                Problem("date-outside", "--date", str(day), f"up to {start:%Y-%m}", "", remedy)
            )
        resolved = scenario.resolve(loaded, at and f"{at:%Y-%m-%d}")
        run = Run(resolved, {})
        sitting, of_model, noise = seated.at_the_start(resolved, scenario.lower(resolved), body)
    share = of_model if alpha is None else alpha
    return assess(sitting, share, noise if uncertainty is None else uncertainty), names_of(run)


def _month(day: str) -> date:
    from politburo.errors import PolitburoError, Problem
    from politburo.scenario.models import date_fault

    if fault := date_fault(day):
        raise PolitburoError(Problem(fault[0], "--date", day[:100], fault[1]))
    return date.fromisoformat(day + "-01" * (2 - day.count("-")))


def _chart(found: BodyPower, names: dict[str, str], file: Path) -> None:
    from politburo.cli.bars import bars
    from politburo.store.files import put

    note = f"shares of power; {found.how}"
    rows = [(names.get(member.id, member.id), member.share) for member in found.members]
    put(file, bars(f"{found.name}, {found.date}", note, rows).encode())
    click.echo(f"chart written to {file}", err=True)
