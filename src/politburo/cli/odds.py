"""`politburo odds`."""

from __future__ import annotations

from pathlib import Path

import click

from politburo.cli.options import PARAMS, SEED
from politburo.cli.questions import DRY_RUN, JSON, NO_SAVE, OUT, PICTURE, give, work_folder

HELP = """Who was winning? The odds of ruling alone, and of sharing the rule, in CASE (a case, or the folder of a saved run).

Without --history the answer is for all histories together: from the start, and, where the case has a record, month by month given
the record so far. With --history futures branch off that one history."""


@click.command("odds", help=HELP)
@click.argument("case")
@click.option(
    "--history",
    help="Ask of this history alone: a number or, of a saved run, also typical, nearest or strangest.",
)
@click.option(
    "--given-record",
    metavar="DATE",
    help="Use the record up to this day (default: the last that is not held out).",
)
@click.option(
    "--every", type=int, default=6, show_default=True, help="Let futures branch off every so many months."
)
@click.option(
    "--futures",
    type=int,
    default=None,
    help="Number of futures from each month of each history; 1 if not given, with --history 256.",
)
@click.option(
    "--histories", type=int, default=None, help="Number of histories, without --history; 256 if not given."
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
    history: str | None,
    given_record: str | None,
    every: int,
    futures: int | None,
    histories: int | None,
    seed: int,
    params: str | None,
    out: Path | None,
    no_save: bool,
    picture: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.study.questions.asked import asked
    from politburo.study.running.pace import said

    how = {"every": every, "futures": futures, "histories": histories, "seed": seed, "params": params}
    question = asked(case, history=history, given_record=given_record, **how)
    if dry_run:
        work = said(question.cost, question.seconds())
        whence = f"each of {months} months" if (months := len(question.marks)) > 1 else "the start"
        click.echo(f"{question.resolved.title}: {question.many:,} futures from {whence}; {work}.")
        return
    with Bar(question.steps) as bar:
        found = question.odds(under=work_folder(out, no_save), progress=bar.part("futures"))
    give("odds", found, out=out, picture=picture, as_json=as_json)
