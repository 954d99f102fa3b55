"""`politburo forecast`: a scenario's future, and what has been kept of earlier forecasts (`ledger`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from politburo.cli.ledger import due, keep, score
from politburo.cli.options import PARAMS, SEED
from politburo.cli.questions import PICTURE, say_again

if TYPE_CHECKING:
    from politburo.study.forecasting.forecast import Forecast

HELP = """Say what may come in each SCENARIO (a case, a scenario file or directory, or a folder of them).

For one scenario: what is expected, in words and numbers with intervals, why, what to watch, what would change it, and how good such
forecasts have been. Several stand side by side in one table. With -o the file that `politburo score` reads is written too.

`keep`, `due` and `score` keep dated forecasts in a ledger, list those whose time has come, and score them."""


class WithScenarios(click.Group):
    """A group whose first word, where it is none of its commands, begins the arguments of its hidden command `of`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = args if args and args[0] in (*self.commands, "--help") else ["of", *args]
        return super().parse_args(ctx, words)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[OPTIONS]", "SCENARIO..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        of = self.commands["of"]
        click.Command.format_options(of, click.Context(of, parent=ctx), formatter)
        self.format_commands(ctx, formatter)


@click.group("forecast", cls=WithScenarios, help=HELP)
def command() -> None:
    pass


@command.command("of", hidden=True, help=HELP)
@click.argument("scenarios", nargs=-1, metavar="SCENARIO...")
@click.option("--histories", type=int, default=256, show_default=True, help="Number of histories.")
@SEED
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one fact or parameter of every scenario; may be repeated.",
)
@click.option(
    "--beside",
    multiple=True,
    metavar="PATH=VALUE",
    help="Put every scenario with this one change beside it; may be repeated.",
)
@click.option(
    "--jitter",
    type=float,
    default=0.0,
    show_default=True,
    help="Vary every coded or assumed number of the scenario by chance, by about this much.",
)
@PARAMS
@click.option(
    "--horizon",
    type=int,
    help="Give reasons for so many months ahead; if not given, 24, or the next horizon above.",
)
@click.option("--no-reasons", is_flag=True, help="Leave out why, what to watch and what would change it.")
@click.option("--full", is_flag=True, help="Also print every other table of the forecast.")
@PICTURE
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write to this file, for `politburo score`, or, for several scenarios, folder; without it the forecast is printed in words.",
)
@click.option(
    "--draw-truth",
    type=click.Path(path_type=Path),
    help="Also simulate one more history and write down what happened in it, as a file (or folder) for `politburo score`.",
)
@click.option("--schema", is_flag=True, help="Only print the schema of a forecast file.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Print the forecast file as JSON.")
def of(
    scenarios: tuple[str, ...],
    histories: int,
    seed: int,
    changes: tuple[str, ...],
    beside: tuple[str, ...],
    jitter: float,
    params: str | None,
    horizon: int | None,
    no_reasons: bool,
    full: bool,
    picture: Path | None,
    out: Path | None,
    draw_truth: Path | None,
    schema: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.study.forecasting.forecast import Forecast, forecast, load_all, with_truth
    from politburo.study.forecasting.reasons import asked_months, cost, reasoned

    if schema:
        click.echo(json.dumps(Forecast.model_json_schema(), indent=1))
        return
    if not scenarios:
        raise click.UsageError("name a SCENARIO")
    parties = [party.change(*changes) if changes else party for party in load_all(list(scenarios))]
    parties = [one for party in parties for one in (party, *(party.change(change) for change in beside))]
    many = len(parties) > 1
    why = not (many or no_reasons)
    for party in parties:
        asked_months(party.resolved, horizon)  # complains of a horizon that a scenario has not
    if dry_run:
        from politburo.study.running.pace import per_history, said
        from politburo.study.running.parameters import values_of

        for party in parties:
            work = cost(party, histories, horizon) if why else histories
            seconds = work * per_history(party.resolved, values_of(params, party.resolved.parameters))
            click.echo(f"{party.resolved.title}: {said(work, seconds)}.")
        return
    made = []
    with Bar(len(parties) * (histories + bool(draw_truth))) as bar:
        for n, party in enumerate(parties):
            progress = bar.part(party.resolved.id)
            if draw_truth:
                one, truth = with_truth(
                    party, histories, seed, jitter=jitter, params=params, progress=progress
                )
                _write(draw_truth, _named(one, n, parties, "truth"), truth, many=many)
            else:
                one = forecast(party, histories, seed, jitter=jitter, params=params, progress=progress)
            if why:
                steps = {
                    "trying": bar.part("trying facts"),
                    "measuring": bar.part("measuring the telling facts"),
                }
                one = reasoned(party, one, months=horizon, params=params, **steps)
            if out is not None:
                _write(out, _named(one, n, parties, "forecast"), one, many=many)
            made.append(one)
    plain = [one.model_dump(mode="json", exclude_none=True) for one in made]
    if picture is not None:
        from politburo.plots.forecasts import forecasts

        click.echo(f"drawn: {forecasts(plain, horizon).save(picture)}", err=True)
    if out is not None:
        click.echo(f"written to {out}: {len(made)} forecast{'' if len(made) == 1 else 's'}", err=True)
    if as_json:
        click.echo(json.dumps(plain if many else plain[0], indent=1))
    elif out is None:
        _print(plain, horizon, full=full)
        say_again()


def _print(found: list[dict[str, Any]], horizon: int | None, *, full: bool) -> None:
    from politburo.cli.questions import print_parts
    from politburo.measures.written import day_text
    from politburo.study.forecasting.track_record import track_record
    from politburo.study.running.parameters import in_words
    from politburo.words.forecast import asked, how_good, sections, side_by_side, titled

    for one in found:
        click.echo(
            click.wrap_text(
                f"{titled(one)}: SIMULATED. {one['histories']:,} histories from {day_text(one['start'])} to {day_text(one['end'])}, seed "
                f"{one['seed']}, {in_words(one['params'])}"
                + (f"; months count from {day_text(one['clock_zero'])}" if one.get("clock_zero") else "")
                + (f"; numbers shaken by {one['jitter']:g}" if one["jitter"] else "")
                + ".",
                100,
            )
        )
    record = track_record(asked(found[0], horizon)["months"])
    if len(found) == 1:
        print_parts(sections(found[0], record, horizon, full=full))
    else:
        print_parts([side_by_side(found, horizon), how_good(record)])


def _named(one: Forecast, place: int, parties: list[Any], what: str) -> str:
    """A file's name; scenarios of the same id are told apart by their number."""
    same = sum(party.resolved.id == one.scenario for party in parties) > 1
    return f"{one.scenario}{f'-{place + 1}' if same else ''}.{what}.json"


def _write(place: Path, name: str, document: Any, *, many: bool) -> None:
    from politburo.store.files import put

    path = place / name if many or place.is_dir() else place
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, (document.model_dump_json(indent=1, exclude_none=True) + "\n").encode())


for subcommand in (keep, due, score):
    command.add_command(subcommand)
