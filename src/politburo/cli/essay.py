"""`politburo essay`."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from politburo.cli.options import SEED

if TYPE_CHECKING:
    from politburo.words.essay import Essay

WIDEST, NARROWEST = 80, 40  # columns
INDENT = "  "


@click.command(
    "essay",
    help="The essay from which CASE sets out, part by part: what it says, what is documented, in how many simulated histories "
    "something of that kind happens, and the command that shows one. Of some PARTs only, if they are named by their numbers. "
    "The runs are kept under runs.",
)
@click.argument("case")
@click.argument("parts", nargs=-1, metavar="[PART]...")
@click.option("--histories", type=int, default=None, help="Number of histories; 256 if not given.")
@SEED
@click.option(
    "--start",
    help="Count everything in histories that begin on this date; if not given, each part is counted from a date that is early enough.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, which ends in .html or .md, instead of the screen; an older one is replaced.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    case: str,
    parts: tuple[str, ...],
    histories: int | None,
    seed: int,
    start: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    from politburo.cli.progress import MEASURING, Bar
    from politburo.cli.run import RUNS, check_dates
    from politburo.study.questions.essay import earlier_starts, essay, systems_of
    from politburo.study.running.ensemble import load
    from politburo.study.running.limits import DEFAULT_HISTORIES, check_numbers
    from politburo.study.running.making import Place, Work

    histories = DEFAULT_HISTORIES if histories is None else histories
    check_numbers(histories, seed)
    check_dates({"--start": start})
    writer = None if output is None else _writer(output)
    party = load(case)
    party = party.start(start) if start else party
    systems = systems_of(party.loaded.file.id, parts)
    days = [] if start else earlier_starts(systems, str(party.resolved.start))
    with Bar(histories * (1 + len(days))) as bar:
        place = Place(under=RUNS)
        run, *others = [
            one.run(histories, seed, out=place, work=Work(bar.part()))
            for one in (party, *(party.start(day) for day in days))
        ]
        bar.phase(MEASURING)
        found = essay(run, dict(zip(days, others, strict=True)), parts).to_json()
    if output is not None and writer is not None:
        from politburo import report

        place = report.save(writer(found), output)
        click.echo(json.dumps({"simulated": True, "file": str(place)}) if as_json else str(place))
    elif as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        show(found)


def _writer(output: Path) -> Callable[[Essay], str]:
    """What turns the essay into a file of this kind. Raises `PolitburoError` (usage) for another kind."""
    from politburo import report
    from politburo.errors import PolitburoError, Problem
    from politburo.words.essay import markdown

    writers = {".html": report.essay_page, ".md": markdown}
    if output.suffix not in writers:
        found = str(output)[:100]
        raise PolitburoError(Problem("usage", "--output", found, "a name that ends in .html or .md"))
    return writers[output.suffix]


def show(found: Essay) -> None:
    """Print the story in sections, as wide as the terminal, but no wider than a page."""
    from politburo.cli.screen import continued
    from politburo.words.essay import INTRODUCTION, heading, passages

    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))

    def fill(text: str, first: str = "", rest: str = "") -> None:
        wrapped = textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
        click.echo("\n".join(wrapped))

    click.secho("\n".join(textwrap.wrap(heading(found), width)), bold=True)
    fill(INTRODUCTION)
    for system in found["systems"]:
        click.echo()
        click.secho("\n".join(textwrap.wrap(f"{system['number']}. {system['title']}", width)), bold=True)
        for passage in passages(system):
            click.echo()
            click.secho(f"{INDENT}{passage.voice}", bold=True)
            for line in passage.lines:
                fill(line.text, INDENT, INDENT * 2)
                for part in continued(line.command, width - 4) if line.command else []:
                    click.echo(INDENT * 2 + part)
