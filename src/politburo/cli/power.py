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
HELP = """Show who has what power in a body: resources, shares of power, voting power, and the ruling coalitions with their
probabilities.

TARGET is a case (an id from `politburo catalog` or a directory), which is taken at its start; the directory of a saved run; or a table
of actors (CSV, or KTAB's CSV or XML), for which the outcomes of bargaining are computed. Without TARGET, enter a game of your own:
--powers 3,4,5,10, or --weights 4,4,4,2,2,1 --quota 12. A CSV file with names and numbers can stand in place of the numbers."""


@click.command("power", help=HELP)
@click.argument("target", required=False)
@click.option(
    "--body", default="", help="Id of the body; if not given, the bureau or, of a saved run, all contenders."
)
@click.option(
    "--date", "day", help="Month, YYYY-MM; if not given, the start of a case or the last month of a run."
)
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="Of a saved run, which history: a number, typical, nearest (to the record) or strangest.",
)
@click.option("--alpha", help="Share of power that a ruling coalition must exceed; the model's if not given.")
@click.option(
    "--uncertainty",
    type=float,
    help="Uncertainty of the powers as a standard deviation of their logarithms; the model's if not given.",
)
@click.option(
    "--powers", help="Powers of the persons in a coalition game, separated by commas, or a CSV file."
)
@click.option("--weights", help="Numbers of votes in a weighted game, separated by commas, or a CSV file.")
@click.option(
    "--quota",
    help="Votes needed to win the weighted game, or a share of all votes, as 12, 51% or 2/3; more than half if not given.",
)
@click.option("--veto", help="Who has a veto: names, or places in the list, counted from 0.")
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
    from politburo.record import load_record
    from politburo.study.running.run import names_of, open_run

    month = None if day is None else _month(day)
    if (Path(target) / "manifest.json").exists():
        run = open_run(target)
        sitting, of_model, noise = seated.in_a_history(
            run.course(history).reader, month or run.resolved.end, body
        )
        names = run.names
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
        names = names_of(resolved, load_record(resolved.id))
        sitting, of_model, noise = seated.at_the_start(resolved, scenario.lower(resolved), body)
    share = of_model if alpha is None else alpha
    return assess(sitting, share, noise if uncertainty is None else uncertainty), names


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
