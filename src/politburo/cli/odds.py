"""`politburo odds`."""

from __future__ import annotations

from pathlib import Path

import click

from politburo.cli.options import PARAMS, SEED
from politburo.cli.questions import DRY_RUN, JSON, NO_SAVE, OUT, PICTURE, give, work_folder


@click.command(
    "odds",
    help="Who was winning? The odds in CASE (a case, or the folder of a saved run) month by month, from many futures that branch off.",
)
@click.argument("case")
@click.option(
    "--history",
    default="0",
    show_default=True,
    help="Which history: a number or, of a saved run, also typical, nearest or strangest.",
)
@click.option(
    "--record",
    "given",
    is_flag=True,
    help="Instead of one history take all, weighted by the record up to each month.",
)
@click.option(
    "--every", type=int, default=6, show_default=True, help="Let futures branch off every so many months."
)
@click.option(
    "--futures",
    type=int,
    default=None,
    help="Number of futures from each month; 256 if not given, with --record one from each history.",
)
@click.option(
    "--histories", type=int, default=256, show_default=True, help="With --record: number of histories."
)
@SEED
@PARAMS
@OUT
@NO_SAVE
@PICTURE
@DRY_RUN
@JSON
def command(
    case: str,
    history: str,
    given: bool,
    every: int,
    futures: int | None,
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
    from politburo.study.questions.asked import ground

    place = ground(case, history, seed=seed, params=params)
    size = place.futures(given, futures, histories)
    cost = place.cost(given, every, size, histories)
    click.echo(f"about {cost:,.0f} whole histories' worth of work", err=True)
    if dry_run:
        return
    with Bar(place.steps(given, every, size, histories)) as bar:
        found = place.odds(
            given, every, size, histories, under=work_folder(out, no_save), progress=bar.part("futures")
        )
    give("odds", found, out=out, picture=picture, as_json=as_json)
