"""`politburo show`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

import click

if TYPE_CHECKING:
    from politburo.study.running.run import Run
    from politburo.study.running.tables import StageRow, VoteRow


class Line(TypedDict):
    """A sentence of the chronicle."""

    date: str  # YYYY-MM
    text: str


class Told(TypedDict):
    """What was asked of one history, or of the documented past."""

    simulated: bool
    history: int | None
    table: NotRequired[list[StageRow]]
    votes: NotRequired[list[VoteRow]]
    persons: NotRequired[list[str]]  # full names of those whom the chronicle names
    chronicle: NotRequired[list[Line]]


@click.command(
    "show", help="Show what is in the saved run in directory RUN; without options, its first screen."
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--history",
    default="typical",
    show_default=True,
    help="Which history: a number, typical, nearest (to the record) or strangest.",
)
@click.option("--chronicle", is_flag=True, help="Tell the history as a chronicle.")
@click.option("--table", is_flag=True, help="Show its table of the struggle.")
@click.option("--votes", is_flag=True, help="Show its votes with tallies, and how votes go in all histories.")
@click.option("--members", is_flag=True, help="Show the membership of the party by year, in all histories.")
@click.option("--concentration", is_flag=True, help="Show how power concentrates, in all histories.")
@click.option("--all", "everything", is_flag=True, help="Print every table of the run.")
@click.option(
    "--origins",
    is_flag=True,
    help="Show the social origin of committee and bureau by year, in the first histories of the run.",
)
@click.option(
    "--course", is_flag=True, help="One history month by month: who ruled with whom; JSON: all of it."
)
@click.option(
    "--each", "every", is_flag=True, help="Every history in a line: who rules in the end, by what path."
)
@click.option(
    "--documented",
    is_flag=True,
    help="With --table, --votes or --course: show the documented past instead of a history.",
)
@click.option(
    "--thresholds",
    is_flag=True,
    help="Print every table, also with all definitions 20 % stricter and 20 % laxer.",
)
@click.option("--from", "show_from", help="Show results from this date on.")
@click.option("--to", "show_to", help="Show results up to this date.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    folder: Path,
    history: str,
    chronicle: bool,
    table: bool,
    votes: bool,
    members: bool,
    concentration: bool,
    everything: bool,
    origins: bool,
    course: bool,
    every: bool,
    documented: bool,
    thresholds: bool,
    show_from: str | None,
    show_to: str | None,
    as_json: bool,
) -> None:
    from politburo.cli.run import check_dates, show
    from politburo.study.running.headline import other_thresholds
    from politburo.study.running.run import open_run
    from politburo.study.running.tables import answer_of, persons_of, stage_rows, vote_rows

    check_dates({"--from": show_from, "--to": show_to})
    run = open_run(folder)
    if origins:
        _origins(run, as_json)
        return
    if every:
        _each(run, as_json)
        return
    if course:
        _course(run, None if documented else history, as_json)
        return
    asked = {"votes": votes and not documented, "members": members, "concentration": concentration}
    sections = [name for name, wanted in asked.items() if wanted]
    if everything or not (chronicle or table or votes or sections):
        found = answer_of(run)
        if thresholds:
            found["thresholds"] = other_thresholds(run)
        show(found, folder, show_from, show_to, full=everything or thresholds, as_json=as_json)
        return
    number = None if documented else run.pick(history)
    low, high = show_from or "0000", (show_to or "9999") + "~"
    answer: Told = {"simulated": not documented, "history": number}
    if table:
        answer["table"] = stage_rows(run, run.documented_stages if number is None else run.table(number))
    if votes:
        clashes = run.documented_clashes if number is None else run.course(number).clashes
        answer["votes"] = [vote for vote in vote_rows(run, clashes) if low <= vote["date"] <= high]
    if chronicle and number is not None:
        lines = [(day, text) for day, text in run.chronicle(number) if low <= day <= high]
        answer["persons"] = persons_of(run, [text for _, text in lines])
        answer["chronicle"] = [{"date": day, "text": text} for day, text in lines]
    if as_json:
        click.echo(json.dumps({**answer, "all histories": _entries(run, sections)}, indent=1))
        return
    if chronicle or table or votes:
        _print(run.resolved.title, history, answer)
    _sections(run, sections, show_from, show_to)


def _entries(run: Run, sections: list[str]) -> dict[str, object]:
    from politburo.cli.render import ENTRIES

    told: Mapping[str, object] = run.summary
    return {entry: told[entry] for name in sections for entry in ENTRIES[name]}


def _sections(run: Run, sections: list[str], start: str | None, end: str | None) -> None:
    """Tables over all histories."""
    from politburo.cli.render import SECTIONS, console, window
    from politburo.study.running.tables import answer_of

    if not sections:
        return
    out, answer = console(), answer_of(run)
    title = f"{run.resolved.title}: all {len(run):,} histories, SIMULATED\n"
    out.print(title, style="bold")
    for name in sections:
        SECTIONS[name](out, answer, window(answer, start, end))


def _each(run: Run, as_json: bool) -> None:
    from politburo.study.questions.each import each

    found = each(run)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    names = run.names
    click.echo(f"{run.resolved.title}: every history, SIMULATED")
    for row in found["histories"]:
        ends = f"{names[row['ruler']]} rules alone" if row["ruler"] else f"{row['rule']} rule"
        since = f" (first sole rule {row['sole_from']})" if row["sole_from"] else ""
        click.echo(f"{row['history']:>6}  {ends}{since}; {row['path']}")


def _course(run: Run, history: str | None, as_json: bool) -> None:
    from politburo.study.running.documented import documented_course
    from politburo.study.running.monthly import course_of

    found = documented_course(run) if history is None else course_of(run, history)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    names = {person["id"]: person["label"] for person in found["persons"]}
    what = (
        "the documented past, not simulated" if history is None else f"history {found['history']}, SIMULATED"
    )
    click.echo(
        f"{found['title']}: {what}. Core of the ruling group, and the opposing bloc where there is one."
    )
    before = ""
    for number, month in enumerate(found["months"]):
        there = [row for row in found["standings"] if row["from"] <= number < row["until"]]
        sides = {
            kind: [names[row["person"]] for row in there if row["standing"] == kind]
            for kind in ("core", "bloc")
        }
        line = ", ".join(sides["core"]) or "nobody"
        line += f"; against them {', '.join(sides['bloc'])}" if sides["bloc"] else ""
        if line != before:
            before = line
            click.echo(click.wrap_text(line, 100, f"{month}  ", " " * 9))


def _origins(run: Run, as_json: bool) -> None:
    from politburo.cli.render import console, origins_table
    from politburo.study.questions.origins import origins

    rows = origins(run)
    if as_json:
        click.echo(json.dumps({"simulated": True, "origins": rows}, indent=1))
        return
    out = console()
    out.print(f"{run.resolved.title}: social origin of the leading bodies, SIMULATED\n", style="bold")
    origins_table(out, rows)


def _print(title: str, history: str, answer: Told) -> None:
    from politburo.cli.render import console, stages_table, votes_table
    from politburo.measures.written import MONTHS

    out = console()
    number = answer["history"]
    what = f"history {number}" + (f" ({history})" if str(number) != history else "") + ", SIMULATED"
    out.print(f"{title}: {'the documented past, not simulated' if number is None else what}\n", style="bold")
    if "table" in answer:
        stages_table(out, answer["table"])
        out.print()
    if "votes" in answer:
        votes_table(out, answer["votes"])
        out.print()
    if persons := answer.get("persons"):
        click.echo(click.wrap_text(f"Persons: {'; '.join(persons)}.", 100) + "\n")
    year = ""
    for line in answer.get("chronicle", []):
        if line["date"][:4] != year:
            year = line["date"][:4]
            click.echo(year)
        month = MONTHS[int(line["date"][5:]) - 1]
        click.echo(click.wrap_text(line["text"], 100, f"  {month:<11}", " " * 13))
