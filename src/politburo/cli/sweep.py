"""`politburo sweep`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from politburo.cli.options import PARAMS
from politburo.cli.questions import DRY_RUN, JSON, NO_SAVE, PICTURE, print_answer, work_folder


@click.command(
    "sweep",
    help="Run CASE under every combination of some values, with the same luck, and tell what differs. Finished work is kept under "
    "runs, so that the same command goes on after an interruption.",
)
@click.argument("case")
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="PATH=VALUE,VALUE...",
    help="A fact or parameter and its values, which make one axis of the grid; may be repeated.",
)
@click.option(
    "--histories",
    type=int,
    default=256,
    show_default=True,
    help="Number of histories of each seed in each cell of the grid.",
)
@click.option("--seeds", type=click.IntRange(1, 1000), default=1, show_default=True, help="Number of seeds.")
@click.option("--seed", type=int, default=1, show_default=True, help="The first seed.")
@click.option("--start", help="Begin on this date instead of the scenario's own.")
@click.option("--off", multiple=True, metavar="MECHANISM", help="Switch a mechanism off; may be repeated.")
@click.option(
    "--reading", metavar="NAME", help="Adopt a rival explanation of why such struggles end as they do."
)
@PARAMS
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="NAME",
    help='An outcome to give for each cell, such as "stalin rules alone at the end"; may be repeated.',
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a table with one row for each cell to a file ending in .csv or .parquet.",
)
@click.option(
    "--rows",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a table with one row for each history, its outcomes and parameters, to such a file.",
)
@PICTURE
@click.option("--axes", metavar="PATH,PATH", help="The axes of the picture; the first two if not given.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Number of blocks of histories that are simulated side by side; as many as there are processors if not given.",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Let the workers of a dask scheduler at this address do the work."
)
@NO_SAVE
@DRY_RUN
@JSON
def command(
    case: str,
    changes: tuple[str, ...],
    histories: int,
    seeds: int,
    seed: int,
    start: str | None,
    off: tuple[str, ...],
    reading: str | None,
    params: str | None,
    outcomes: tuple[str, ...],
    output: Path | None,
    rows: Path | None,
    picture: Path | None,
    axes: str | None,
    workers: int | None,
    cluster: str | None,
    no_save: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.plots.heatmap import heatmap
    from politburo.study.questions import sweep as question
    from politburo.study.running.ensemble import load
    from politburo.study.running.making import Work
    from politburo.words.sweep import sweep_answer

    party = load(case)
    party = party.start(start) if start else party
    over = question.axes_of(changes)
    for file in (output, rows):
        question.check_ending(file)
    chosen = axes.split(",") if axes else list(over)[:2]
    question.check_axes(chosen, over)
    if dry_run:
        _, cells = question.grid(party, over)
        each = f"{seeds} x {histories} histories of {party.resolved.months} months"
        click.echo(f"{len(cells)} cells of {each}: {len(cells) * seeds * histories:,} histories.")
        return
    with Bar(0) as bar:
        found = question.sweep(
            party,
            over,
            histories=histories,
            seeds=seeds,
            seed=seed,
            params=params,
            off=off,
            reading=reading,
            under=work_folder(None, no_save),
            work=Work(bar.part(), workers, cluster or ""),
        )
    told = found.to_json(outcomes)
    if output is not None:
        click.echo(f"written: {question.write(found.table(outcomes), output)}", err=True)
    if rows is not None:
        click.echo(f"written: {question.write(found.histories, rows)}", err=True)
    if picture is not None:
        click.echo(f"drawn: {heatmap(told, chosen).save(picture)}", err=True)
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        print_answer(sweep_answer(told))
