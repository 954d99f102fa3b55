"""`politburo store`: list, begin, work, verify, export, sql."""

from __future__ import annotations

import json
from pathlib import Path

import click

from politburo.cli.options import PARAMS

RUN = click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("store", help="Check saved runs, share out their work, convert and query them.")
def command() -> None:
    pass


@command.command(
    "list",
    short_help="List the saved runs.",
    help="List the saved runs in FOLDER (runs if not given), the last saved first.",
)
@click.argument("folder", default="runs", type=click.Path(path_type=Path))
@JSON
def list_(folder: Path, as_json: bool) -> None:
    from politburo.study.running.listing import runs_in

    rows = runs_in(folder)
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        state = "" if row["complete"] else f", {row['done']} of them safe"
        changed = f", {'; '.join(row['changes'])}" if row["changes"] else ""
        click.echo(
            f"{row['id']}: {row['title']}; {row['histories']:,} histories{state}, seed {row['seed']}{changed}"
        )


@command.command(
    "begin",
    short_help="Begin a run that is shared out.",
    help="Begin a run of CASE in the folder RUN without simulating anything yet; `politburo store work` does that share by share.",
)
@click.argument("case")
@RUN
@click.option("--histories", type=int, default=256, show_default=True, help="Number of histories.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the random numbers.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one fact or parameter; may be repeated.",
)
@PARAMS
@click.option("--force", is_flag=True, help="Replace another run that is there.")
@JSON
def begin(
    case: str,
    folder: Path,
    histories: int,
    seed: int,
    changes: tuple[str, ...],
    params: str | None,
    force: bool,
    as_json: bool,
) -> None:
    from politburo.study.running.ensemble import load

    party = load(case)
    party = party.change(*changes) if changes else party
    party.begin(folder, histories, seed, params=params, force=force)
    click.echo(
        json.dumps({"begun": str(folder)})
        if as_json
        else f"begun: {folder}; now `politburo store work {folder} --shard i/n`"
    )


@command.command(
    "work",
    short_help="Do one share of the work of a run.",
    help="Do one share of the work of a RUN that was begun. Meant for batch queues; no scheduler is needed.",
)
@RUN
@click.option("--shard", required=True, metavar="I/N", help="Which of how many shares, from 1/N to N/N.")
@JSON
def work(folder: Path, shard: str, as_json: bool) -> None:
    from politburo.cli.progress import Bar
    from politburo.errors import PolitburoError, Problem
    from politburo.study.running.sharing import work as make

    number, _, total = shard.partition("/")
    if not (number.isdecimal() and total.isdecimal() and shard.isascii() and len(shard) < 15):
        raise PolitburoError(Problem("usage", "--shard", shard[:100], "1/n to n/n"))
    with Bar(0) as bar:
        count = make(folder, shard=int(number), of=int(total), progress=bar.part("blocks"))
    click.echo(json.dumps({"blocks": count}) if as_json else f"{count} blocks made; shard {shard} is whole")


@command.command(
    "verify",
    short_help="Check the files of a run, and simulate a part of it again.",
    help="Compare every file of RUN with its digest, simulate some histories again, and compare those too.",
)
@RUN
@click.option(
    "--again",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Number of blocks of histories that are simulated again.",
)
@JSON
def verify(folder: Path, again: int, as_json: bool) -> None:
    from politburo.study.running.verify import verify as check

    found = check(folder, again=again)
    if as_json:
        click.echo(json.dumps(found))
        return
    state = "complete" if found["complete"] else "interrupted: the same command continues"
    click.echo(f"{found['histories']} histories in {found['parts']} parts, all sound; {state}.")
    click.echo(f"simulated again and equal: the blocks from {', '.join(map(str, found['again'])) or 'none'}")
    click.echo(f"digest {found['digest']}")


@command.command(
    "export",
    short_help="Write a run in a form that other programs read.",
    help="Write RUN to the new file TARGET in the form that its ending names: .zarr or .nc (monthly series), .parquet or .csv (events, "
    "or the table that --table names), .xlsx or .package (all tables, as a workbook or a Frictionless data package), .graphml (ties at "
    "the start), .json (persons, bodies and posts at the start, as Popolo), .ord (who voted how in one history, which is simulated again "
    "for it; with `--as rollcall` as CSV).",
)
@RUN
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    default="",
    type=click.Choice(
        [
            "",
            "zarr",
            "netcdf",
            "parquet",
            "csv",
            "xlsx",
            "graphml",
            "popolo",
            "datapackage",
            "ord",
            "rollcall",
        ]
    ),
    metavar="FORM",
    help="Write this form, whatever TARGET ends in: zarr, netcdf, parquet, csv, xlsx, graphml, popolo, datapackage, ord or rollcall.",
)
@click.option(
    "--table",
    default="",
    metavar="TABLE",
    help="Of .csv and .parquet: events (default), histories (a row a history), summary, months or contenders.",
)
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="For ballots, which history: a number, typical, nearest (to the record) or strangest.",
)
@JSON
def export(folder: Path, target: Path, form: str, table: str, history: str, as_json: bool) -> None:
    from politburo.study.running.export import export as write
    from politburo.study.running.run import open_run

    path = write(open_run(folder), target, form, history, table)
    click.echo(json.dumps({"written": str(path)}) if as_json else f"written: {path}")


@command.command(
    "sql",
    short_help="Answer an SQL query over a run.",
    help="Answer the SQL QUERY from the tables events, histories, summary, months and contenders of RUN.",
)
@RUN
@click.argument("query")
@JSON
def sql(folder: Path, query: str, as_json: bool) -> None:
    from politburo.study.running.export import sql as ask
    from politburo.study.running.run import open_run

    frame = ask(open_run(folder), query)
    click.echo(
        frame.to_json(orient="records", date_format="iso", indent=1)
        if as_json
        else frame.to_string(index=False)
    )
