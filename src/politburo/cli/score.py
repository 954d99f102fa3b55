"""`politburo score`."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import click

HELP = """Score each FORECAST (a file written by `politburo forecast`, or a folder of them) against what happened, beside simple
rivals. The skill is 1 - loss / loss of the rival: above 0 the forecast is better. Where it is not better is printed first."""


@click.command("score", help=HELP)
@click.argument("forecasts", nargs=-1, metavar="FORECAST...", type=click.Path(path_type=Path))
@click.option(
    "--truth",
    "truths",
    type=click.Path(path_type=Path),
    help="File with what happened, or a folder of such files for several scenarios. If not given, the record of the case is used, without "
    "the held-out years.",
)
@click.option("--schema", is_flag=True, help="Only print the schema of a file with what happened.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(forecasts: tuple[Path, ...], truths: Path | None, schema: bool, as_json: bool) -> None:
    from politburo.cli.plain import plain
    from politburo.study.forecasting.forecast_scores import SCORES, scored, skills
    from politburo.study.forecasting.matching import pairs
    from politburo.study.forecasting.truth import Truth

    if schema:
        click.echo(json.dumps(Truth.model_json_schema(), indent=1))
        return
    if not forecasts:
        raise click.UsageError("name a FORECAST")
    rows = [row for said, fact, place in pairs(list(forecasts), truths) for row in scored(said, fact, place)]
    table = skills(rows)
    if as_json:
        click.echo(json.dumps(plain({"scored": [asdict(row) for row in rows], "skill": table}), indent=1))
        return
    click.echo(f"{len({row.scenario for row in rows})} scenario(s), {len(rows)} scored answers\n")
    click.echo(f"{'skill':>7}  {'90 % interval':<16} {'items':>5} {'mean loss':>9}  against            on")
    for row in table:
        interval = f"{row['low']:.2f} to {row['high']:.2f}" if row["low"] == row["low"] else "one block only"
        value = f"{row['skill']:7.2f}" if row["skill"] == row["skill"] else "      –"
        loss = f"{row['mean_loss']:9.3f}" if row["mean_loss"] < math.inf else f"{'infinite':>9}"
        line = f"{value}  {interval:<16} {row['items']:>5} {loss}"
        click.echo(f"{line}  {row['reference']:<18} {SCORES[row['score']]}")
