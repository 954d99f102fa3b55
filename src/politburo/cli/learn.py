"""`politburo learn`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from politburo.cli.questions import JSON

if TYPE_CHECKING:
    from politburo.study.learning.lessons import Lessons
    from politburo.study.learning.posterior import Header
    from politburo.study.learning.sampler import Stage

HELP = """Learn the parameters that are marked to be estimated, from the successions of the catalog and from the flagship's record up to
its last open day, by tempered sequential Monte Carlo. What is computed is written to the folder --to batch by batch: the same command
goes on where it was. The learned table is posterior.csv there; --install makes it the one that other commands use."""


@click.command("learn", help=HELP)
@click.option(
    "--sets", type=click.IntRange(8), default=256, show_default=True, help="Number of parameter sets."
)
@click.option(
    "--histories",
    type=click.IntRange(1),
    default=24,
    show_default=True,
    help="Histories of every set in every case.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the sampler.")
@click.option(
    "--luck",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="Seed of the histories, the same for every set.",
)
@click.option(
    "--passes",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="Most passes of moves at one temperature.",
)
@click.option(
    "--no-refit",
    is_flag=True,
    help="Sample no sets anew without the cases for which weights cannot be trusted.",
)
@click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="CASE",
    help="Learn from these successions only; may be repeated.",
)
@click.option("--no-flagship", is_flag=True, help="Leave out the flagship's record.")
@click.option(
    "--weight",
    "factors",
    multiple=True,
    metavar="QUESTION=FACTOR",
    help="Multiply the weight of a question (leads, rule, sole, or a kind of item) or of ussr-1922; may be repeated.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Blocks run at a time (default: as many as there are processors).",
)
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop after so long; the same command goes on.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("runs/learn"),
    show_default=True,
    help="Folder for the work.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the table here (.csv, its header as .json).",
)
@click.option(
    "--install", is_flag=True, help="Put the table into the package: other commands use it from then on."
)
@JSON
def command(
    sets: int,
    histories: int,
    seed: int,
    luck: int,
    passes: int,
    no_refit: bool,
    cases: tuple[str, ...],
    no_flagship: bool,
    factors: tuple[str, ...],
    workers: int | None,
    hours: float | None,
    folder: Path,
    out: Path | None,
    install: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.study.learning.learn import learn
    from politburo.study.learning.lessons import Lessons
    from politburo.study.learning.posterior import HOME, written

    lessons = Lessons(
        cases or None, not no_flagship, histories, luck, factors=factors_of(factors), workers=workers
    )
    if not as_json:
        click.echo(about(lessons, sets), err=True)
    with Bar(sets) as bar:
        phases = {}

        def progress(phase: str, done: int, asked: int) -> None:
            if phase not in phases:
                phases[phase] = bar.part(phase.replace("-", " "))
            phases[phase](done, asked)

        posterior = learn(
            lessons,
            sets,
            seed,
            passes=passes,
            left_out=not no_refit,
            folder=folder,
            hours=hours,
            progress=progress,
            told=say,
        )
    for place in [path for path in (out, HOME if install else None) if path is not None]:
        written(posterior, place)
        click.echo(f"written: {place}", err=True)
    if as_json:
        click.echo(posterior.header.model_dump_json(indent=1))
    else:
        click.echo(told(posterior.header))
        click.echo(f"\nSaved in {folder}.")


def factors_of(words: tuple[str, ...]) -> dict[str, float]:
    """QUESTION=FACTOR as numbers. Raises `PolitburoError` for anything else."""
    from politburo.errors import PolitburoError, Problem

    found = {}
    for word in words:
        name, _, text = word.rpartition("=")
        try:
            found[name] = float(text)
        except ValueError:
            raise PolitburoError(Problem("usage", "--weight", word[:100], "QUESTION=NUMBER")) from None
    return found


def about(lessons: Lessons, sets: int) -> str:
    """What will be learned from what, with the weights of the questions."""
    lines = [
        f"{len(lessons.space.names)} parameters, {sets} sets, {len(lessons.parts)} cases, {lessons.histories} histories of each"
    ]
    lines += [
        f"  {name:<22} {count:>4} data, weight {weight:g}" for name, count, weight in lessons.weights_shown()
    ]
    return "\n".join(lines)


def say(stage: Stage) -> None:
    """One line for a finished stage."""
    click.echo(
        f"stage {stage.number}: temperature {stage.temperature:.4g}, effective sets {stage.effective:.0f}, "
        f"accepted {stage.accepted:.2f} in {stage.passes} passes, moved {stage.moved:.2f}, step {stage.step:.2f}, "
        f"log evidence {stage.log_evidence:.2f}",
        err=True,
    )


def told(header: Header) -> str:
    """What was learned, in words and tables."""
    lines = [
        f"{header.rows} different sets; log evidence {header.log_evidence:.2f}; model {header.model}\n",
        f"{'parameter':<24}{'prior':>18}{'learned':>18}{'sd less by':>12}",
    ]
    for name, one in sorted(header.parameters.items(), key=lambda pair: -pair[1].taught):
        lines.append(
            f"{name:<24}{one.prior_mean:>9.3g} ± {one.prior_sd:<6.2g}{one.mean:>9.3g} ± {one.sd:<6.2g}{one.taught:>11.0%}"
        )
    lines += ["", f"{'question':<34}{'data':>6}{'weight':>8}{'mean ln p, prior':>18}{'learned':>10}"]
    for name, one in header.questions.items():
        lines.append(f"{name:<34}{one.data:>6}{one.weight:>8.2f}{one.prior:>18.3f}{one.posterior:>10.3f}")
    if header.k_hat:
        lines += ["", "weights without a cluster of data: shape k (sampled anew where it is too large)"]
        lines += [
            f"{name:<34}{k:>8.2f}" for name, k in sorted(header.k_hat.items(), key=lambda pair: -pair[1])
        ]
    return "\n".join(lines)
