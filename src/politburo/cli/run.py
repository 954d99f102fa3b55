"""`politburo run`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from politburo.cli.options import PARAMS, SEED

if TYPE_CHECKING:
    from politburo.measures.answer import Blind
    from politburo.study.running.tables import Answer

RUNS = "runs"
MEGABYTES = 0.028  # a history on disk: 28 MB for a thousand of the largest case


@click.command(
    "run",
    help="Simulate many histories of CASE, which is an id from `politburo catalog` or a directory, and print the answer on one screen.",
)
@click.argument("case")
@click.option("--histories", type=int, default=None, help="Number of histories; 256 if not given.")
@SEED
@click.option(
    "--start", help="Begin on this date instead of the scenario's own; only facts known by then are used."
)
@click.option("--from", "show_from", help="Show results from this date on; the simulation stays the same.")
@click.option("--to", "show_to", help="Show results up to this date.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one fact or parameter; may be repeated.",
)
@click.option("--off", multiple=True, metavar="MECHANISM", help="Switch a mechanism off; may be repeated.")
@click.option(
    "--reading",
    metavar="NAME",
    help="Adopt a rival explanation of why such struggles end as they do (see `politburo ablate --list`).",
)
@PARAMS
@click.option(
    "--given-record",
    metavar="DATE",
    help="Select histories by how well they agree with the record up to this day, and show what follows.",
)
@click.option("--full", is_flag=True, help="Print every table instead of one screen.")
@click.option(
    "--thresholds",
    is_flag=True,
    help="Also give the answer with all definitions 20 % stricter and 20 % laxer.",
)
@click.option(
    "--no-blind",
    is_flag=True,
    help="Do without the second ensemble, in which all persons have the same traits.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Save the run in this folder instead of one of its own under `runs`.",
)
@click.option("--no-save", is_flag=True, help="Do not save the run.")
@click.option("--force", is_flag=True, help="Replace another run that is saved there.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Number of blocks of histories that are simulated side by side; as many as there are processors if not given.",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Let the workers of a dask scheduler at this address do the work."
)
@click.option(
    "--report", "page", type=click.Path(path_type=Path), help="Also write the report to this HTML file."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
def command(
    case: str,
    histories: int | None,
    seed: int,
    start: str | None,
    show_from: str | None,
    show_to: str | None,
    changes: tuple[str, ...],
    off: tuple[str, ...],
    reading: str | None,
    params: str | None,
    given_record: str | None,
    full: bool,
    thresholds: bool,
    no_blind: bool,
    out: Path | None,
    no_save: bool,
    force: bool,
    workers: int | None,
    cluster: str | None,
    page: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli import again
    from politburo.cli.progress import MEASURING, Bar
    from politburo.study.running import readings
    from politburo.study.running.ensemble import load
    from politburo.study.running.headline import blind_histories, other_thresholds, trait_blind
    from politburo.study.running.limits import DEFAULT_HISTORIES, check_numbers
    from politburo.study.running.making import Place, Work
    from politburo.study.running.parameters import in_words, word_of
    from politburo.study.running.tables import answer_of

    histories = DEFAULT_HISTORIES if histories is None else histories
    check_numbers(histories, seed)
    check_dates({"--start": start, "--from": show_from, "--to": show_to, "--given-record": given_record})
    refuse_together("--no-save", no_save, {"--out": out is not None, "--force": force})
    if reading is not None:
        readings.reading(reading)  # complains before anything long
    companions = 0 if no_blind or given_record else blind_histories(histories)  # these know no record
    with Bar(histories + companions) as bar:
        party = load(case)
        for note in party.loaded.notes:
            click.echo(f"read: {note}", err=True)
        party = party.start(start) if start else party
        party = party.change(*changes) if changes else party
        if dry_run:
            resolved, place = party.resolved, out or "a folder of its own under runs"
            click.echo(
                f"{resolved.title}: {histories} histories (and {companions} trait-blind ones) of {resolved.months} months from "
                f"{resolved.start}, seed {seed}, {in_words(word_of(params))}; {'not saved' if no_save else f'saved in {place}'}"
                f"{f'; given the record up to {given_record}' if given_record else ''}."
            )
            return

        def blind(folder: Path | None, unwanted: Callable[[], bool]) -> Blind:
            told = bar.part()
            how = {"off": off, "reading": reading, "folder": folder, "unwanted": unwanted}
            return trait_blind(party, histories, seed, params, **how, progress=told)

        run = party.run(
            histories,
            seed,
            params=params,
            off=off,
            reading=reading,
            given_record=given_record,
            out=None if no_save else Place(out, RUNS, force),
            work=Work(bar.part(), workers, cluster or "", {"blind": blind} if companions else {}),
        )
        bar.phase(MEASURING)
        answer = answer_of(run)
        if thresholds:
            answer["thresholds"] = other_thresholds(run)
        answer["again"] = again.words()
        if page is not None:
            from politburo import report

            report.save(report.page(run), page)
    if page is not None:
        click.echo(f"Report: {page}", err=True)
    folder = None if run.saved is None else run.saved.folder
    show(answer, folder, show_from or given_record, show_to, full=full or thresholds, as_json=as_json)


def show(
    answer: Answer,
    folder: Path | None,
    start: str | None,
    end: str | None,
    *,
    full: bool,
    as_json: bool,
) -> None:
    """Print the answer of a run: the first screen or, if `full`, all of it; or as JSON, which is always all of it."""
    from politburo.cli.render import render
    from politburo.cli.screen import screen

    if as_json:
        json.dump(answer, sys.stdout, indent=1)
        print()
    else:
        (render if full else screen)(answer, folder, start, end)


def check_dates(days: dict[str, str | None]) -> None:
    """Raise `PolitburoError` with every option whose date is no date."""
    from politburo.errors import PolitburoError, Problem
    from politburo.scenario.models import date_fault

    wrong = [
        Problem(fault[0], option, str(day)[:100], fault[1])
        for option, day in days.items()
        if day and (fault := date_fault(day))
    ]
    first, last = days.get("--from"), days.get("--to")
    if not wrong and first and last and first[: len(last)] > last[: len(first)]:
        remedy = "give the earlier date to --from and the later one to --to"
        wrong = [Problem("date-reversed", "--from", first, f"{last} or earlier, as --to has it", "", remedy)]
    if wrong:
        raise PolitburoError(wrong)


def refuse_together(option: str, given: bool, others: dict[str, bool]) -> None:
    """Raise `PolitburoError` (usage) with every other option that makes no sense beside this one."""
    from politburo.errors import PolitburoError, Problem

    remedy = f"leave out {option} or the other"
    wrong = [
        Problem("usage", other, f"beside {option}", f"no {other} where {option} is given", "", remedy)
        for other, there in others.items()
        if given and there
    ]
    if wrong:
        raise PolitburoError(wrong)
