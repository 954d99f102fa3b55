"""What the commands of the questions have in common: where their work lies, and how an answer is printed, saved and drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from politburo.words import answer as words

ENDLESS = 10_000  # letters in a line
SENTENCE = 24  # letters: a longer cell is no number
#: where the work of a question lies when no --out says otherwise
RUNS = Path("runs")

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the answer into this folder; if it is that of a run, the run's report shows it. Either way the finished "
    "parts of the work are kept, so that an interrupted question continues: here, or in a folder under `runs`.",
)
NO_SAVE = click.option(
    "--no-save", is_flag=True, help="Keep nothing on disk; work that is interrupted is lost."
)
PICTURE = click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also draw the answer in a file ending in .svg or .png.",
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be done.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Answer(Protocol):
    """What a question of `politburo.study` returns."""

    def to_json(self) -> words.Data: ...
    def save(self, folder: str | Path) -> Path: ...


def work_folder(out: Path | None, no_save: bool) -> Path | None:
    """The folder under which finished work is kept."""
    return None if no_save else out or RUNS


def give(question: str, answer: Answer, *, out: Path | None, picture: Path | None, as_json: bool) -> None:
    """Print an answer in words or as JSON; write and draw it where that is asked for."""
    from politburo.words.answers import ANSWERS

    found = answer.to_json()
    if out is not None:
        click.echo(f"saved: {answer.save(out)}", err=True)
    if picture is not None:
        from politburo.plots.questions import FIGURES

        click.echo(f"drawn: {FIGURES[question](found).save(picture)}", err=True)
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        print_answer(ANSWERS[question](found))
        say_again()


def say_again() -> None:
    """One line, to be copied: the command that gives the same answer."""
    from politburo.cli.again import line

    click.echo(f"\nAgain: {line()}")


def print_answer(answer: words.Answer) -> None:
    """Title, sentences and tables of a `words.answer.Answer`."""
    from politburo.cli.render import console

    _print(console(), f"{answer.title}  -  SIMULATED", answer)


def print_parts(answers: Sequence[words.Answer]) -> None:
    """Several answers as the parts of one, each under its title."""
    from politburo.cli.render import console

    out = console()
    for answer in answers:
        out.print()
        _print(out, answer.title, answer)


def _print(out: Console, title: str, answer: words.Answer) -> None:
    from rich.text import Text

    out.print(Text(title, style="bold"))
    for sentence in answer.sentences:
        out.print(Text(sentence))
    for part in answer.tables:
        out.print()
        out.print(Text(part.title, style="bold"))
        wide = _filled(part, str)
        fits = out.measure(wide, options=out.options.update(width=ENDLESS)).maximum <= out.width
        # where there is no room an interval stands below its number, rather than broken anywhere
        out.print(wide if fits else _filled(part, lambda cell: str(cell).replace(" (", "\n(")))


def _filled(part: words.Table, text: Callable[[words.Cell], str]) -> Table:
    from politburo.cli.render import WIDTH, plain_table

    table = plain_table(*part.columns)
    for n, column in enumerate(table.columns):
        column.min_width = max((len(word) for word in part.columns[n].split()), default=1)
        # sentences and names stand to the left, numbers to the right
        cells = [str(row[n]) for row in part.rows]
        sentences = any(len(cell) > SENTENCE or cell[:1].isalpha() for cell in cells)
        if sentences:
            column.justify, column.max_width = "left", WIDTH // 2
    for row in part.rows:
        table.add_row(*("" if cell is None else text(cell) for cell in row))
    return table
