"""`politburo forecast keep`, `due` and `score`: dated forecasts in a ledger that shows whether anything in it was changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

#: where the ledger lies when nothing else is said: in the current folder
LEDGER = Path("ledger")
PLACE = click.option(
    "--ledger",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=LEDGER,
    show_default=True,
    help="Folder of the ledger.",
)
HEAD = click.option(
    "--head", default="", metavar="DIGEST", help="Refuse a ledger that does not go back to this digest."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command(
    "keep",
    help="Keep each FORECAST, a file that `politburo forecast -o` wrote, in the ledger, with the date of today.",
    short_help="Keep forecasts in the ledger, with the date of today.",
)
@click.argument("files", nargs=-1, required=True, metavar="FORECAST...", type=click.Path(path_type=Path))
@PLACE
@click.option("--note", default="", help="A note to keep with them.")
@JSON
def keep(files: tuple[Path, ...], folder: Path, note: str, as_json: bool) -> None:
    from politburo.study.forecasting.ledger import keep as add

    kept = add(folder, files, note)
    if as_json:
        rows = [{"number": one.entry.number, "file": str(one.path), "digest": one.digest} for one in kept]
        click.echo(json.dumps({"kept": rows, "head": kept[-1].digest}, indent=1))
        return
    for one in kept:
        click.echo(f"kept as entry {one.entry.number}: {one.path}")
    click.echo(f"head {kept[-1].digest}")
    click.echo(
        "Write the head down somewhere else: with it anybody can tell whether the ledger was written anew.",
        err=True,
    )


@click.command("due", help="List what the kept forecasts say of dates that have passed.")
@PLACE
@HEAD
@click.option("--on", default="", metavar="DATE", help="List what is due on this day; today if not given.")
@JSON
def due(folder: Path, head: str, on: str, as_json: bool) -> None:
    from politburo.cli.questions import print_parts
    from politburo.measures.written import per_cent
    from politburo.study.forecasting import ledger
    from politburo.words.answer import Answer, Table

    found, day = ledger.read(folder, head), _day(on)
    rows, after = ledger.due(found, day), ledger.coming(found, day)
    if as_json:
        click.echo(json.dumps({"on": str(day), "due": rows, "next": str(after) if after else None}, indent=1))
        return
    sentences = [
        f"{len(found)} kept, {len(rows)} dates due on {day}" + (f"; the next is {after}." if after else ".")
    ]
    cells = [
        [
            row["number"],
            row["date"],
            row["title"],
            f"{row['name']} leads, {per_cent(row['chance'])}",
            row["kept"] + ("" if row["foreseen"] else ", after the fact"),
        ]
        for row in rows
    ]
    columns = ["entry", "date", "scenario", "most was given to", "kept on"]
    print_parts(
        [Answer("What is due", sentences, [Table("Dates that have passed", columns, cells)] if cells else [])]
    )


@click.command(
    "score",
    help="Score every kept forecast against what happened, which is read from a truth file of its scenario or from the record of the "
    "case, and say how well its probabilities have held good over time.",
    short_help="Score the kept forecasts against what happened.",
)
@PLACE
@HEAD
@click.option(
    "--truth",
    "truths",
    type=click.Path(path_type=Path),
    help="A file with what happened, or a folder of such files; if not given, the folder `truths` of the ledger, else the "
    "record of the case.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the page to this file, .md (its figure beside it) or .html.",
)
@JSON
def score(folder: Path, head: str, truths: Path | None, output: Path | None, as_json: bool) -> None:
    from politburo.cli.plain import plain
    from politburo.cli.questions import print_parts
    from politburo.study.forecasting import ledger
    from politburo.study.forecasting.forecast_scores import SCORES
    from politburo.study.forecasting.ledger_scores import scores
    from politburo.words.ledger import parts

    if output is not None and output.suffix not in (".md", ".html"):
        from politburo.errors import PolitburoError, Problem

        raise PolitburoError(
            Problem("usage", "--output", output.name[-100:], "a name that ends in .html or .md")
        )
    kept = ledger.read(folder, head)
    found = scores(kept, folder, truths) | {"head": kept[-1].digest if kept else ledger.NOTHING}
    answers = parts(found, [_row(one) for one in kept], SCORES)
    if output is not None:
        click.echo(f"written: {_page(output, answers, found)}", err=True)
    if as_json:
        click.echo(json.dumps(plain(found), indent=1))
    elif output is None:
        print_parts(answers)


def _row(one: Any) -> dict[str, Any]:
    """An entry as a row of the page."""
    from politburo.measures.written import per_cent
    from politburo.words.forecast import likeliest, names_of

    said = one.entry.forecast
    first = said.horizons[0]
    leads = first.leads or first.who
    best = likeliest(leads)[0]
    names = names_of(said.model_dump(mode="json"))
    return {
        "number": one.entry.number,
        "kept": f"{one.entry.kept:%Y-%m-%d}",
        "title": said.title,
        "said": f"{first.date:%Y-%m}: {names[best]} leads, {per_cent(leads[best])}",
        "next": f"{first.date:%Y-%m} to {said.horizons[-1].date:%Y-%m}",
        "note": one.entry.note,
    }


def _page(output: Path, answers: list[Any], found: dict[str, Any]) -> Path:
    """Write the page, with its figure where something was foreseen and scored."""
    from politburo.plots.ledger import over_time
    from politburo.report import answers_page
    from politburo.store.files import put
    from politburo.words.ledger import TITLE, markdown

    figure = over_time(found["foreseen"], found["entries"]) if found["foreseen"]["years"] else None
    if output.suffix == ".html":
        put(output, answers_page(TITLE, answers, figure).encode())
        return output
    drawn = None
    if figure is not None:
        beside = figure.save(output.with_name(f"{output.stem}-{figure.name}.svg"))
        drawn = (beside.name, figure.caption)
    put(output, markdown(TITLE, answers, drawn).encode())
    return output


def _day(text: str) -> date:
    from politburo.errors import PolitburoError, Problem
    from politburo.scenario.models import date_fault

    if not text:
        return date.today()
    if fault := date_fault(text):
        raise PolitburoError(Problem(fault[0], "--on", text[:100], fault[1]))
    return date.fromisoformat(text + "-01" * (2 - text.count("-")))
