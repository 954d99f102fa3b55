"""`politburo learn`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from politburo.cli.progress import Bar
from politburo.cli.questions import JSON
from politburo.store.files import put

if TYPE_CHECKING:
    from politburo.learned.posterior import Header
    from politburo.learned.sampler import Stage
    from politburo.study.forecasting.learning.lessons import Lessons
    from politburo.study.forecasting.learning.screening import Effect

HELP = """Learn the parameters that are to be estimated from the successions of the catalog and from the open part of the main case's
record, by tempered sequential Monte Carlo. The work is written to the folder --to batch by batch, and the same command continues
where it was interrupted. The learned table is posterior.csv in that folder; --install makes it the one that other commands use."""


@click.command("learn", help=HELP)
@click.option(
    "--sets", type=click.IntRange(8), default=256, show_default=True, help="Number of sets of parameters."
)
@click.option(
    "--histories",
    type=click.IntRange(1),
    default=None,
    help="Number of histories of every set in every case; 24 if not given, with --screen 8.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the sampler.")
@click.option(
    "--luck",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="Seed of the histories; every set has the same luck.",
)
@click.option(
    "--passes",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="Greatest number of passes in which the sets are moved at one temperature.",
)
@click.option(
    "--no-refit",
    is_flag=True,
    help="Where weights that leave a case out cannot be trusted, do not sample sets anew without it.",
)
@click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="CASE",
    help="Learn from these successions only; may be repeated.",
)
@click.option("--no-flagship", is_flag=True, help="Do not learn from the record of the main case.")
@click.option(
    "--weight",
    "factors",
    multiple=True,
    metavar="QUESTION=FACTOR",
    help="Multiply the weight of a question (leads, rule, sole, or a kind of item) or of the main case, named by its id; may be repeated.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Number of blocks of histories that are simulated side by side; as many as there are processors if not given.",
)
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop after so many hours; the same command continues.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Keep the work in this folder; if not given, in runs/learn, runs/screen or runs/calibrate.",
)
@click.option(
    "--screen",
    "screening",
    is_flag=True,
    help="Instead of learning, rank all parameters by how much they move the score.",
)
@click.option(
    "--calibrate",
    type=click.Choice(["prior", "posterior"]),
    is_flag=False,
    flag_value="prior",
    help="Instead of learning, test it: let known sets invent the outcomes of all cases, and count how often they are found again. The "
    "sets are drawn from the prior (`--sets` of them), or are those that were learned.",
)
@click.option(
    "--trajectories",
    type=click.IntRange(2),
    default=8,
    show_default=True,
    help="With --screen: how many times each parameter is moved.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the table to this .csv file, and its header to a .json file beside it.",
)
@click.option(
    "--install",
    is_flag=True,
    help="Put the table into the package, where the other commands use it from then on.",
)
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Instead of learning, write the page about the table in the package to this file.",
)
@JSON
def command(
    sets: int,
    histories: int | None,
    seed: int,
    luck: int,
    passes: int,
    no_refit: bool,
    cases: tuple[str, ...],
    no_flagship: bool,
    factors: tuple[str, ...],
    workers: int | None,
    hours: float | None,
    folder: Path | None,
    screening: bool,
    calibrate: str | None,
    trajectories: int,
    out: Path | None,
    install: bool,
    page: Path | None,
    as_json: bool,
) -> None:
    if page is not None:
        return written_page(page)
    from politburo.learned.posterior import HOME, written
    from politburo.learned.space import free
    from politburo.study.forecasting.learning.calibration import account_of, calibrated
    from politburo.study.forecasting.learning.learn import learn
    from politburo.study.forecasting.learning.lessons import HISTORIES, Lessons
    from politburo.study.forecasting.learning.screening import HISTORIES as FEW
    from politburo.study.forecasting.learning.screening import screen
    from politburo.study.running.parameters import POSTERIOR, learned

    if screening + bool(calibrate) + install > 1:
        raise click.UsageError("--screen and --calibrate learn nothing, and exclude one another")
    among = learned(POSTERIOR) if calibrate == "posterior" else None
    lessons = Lessons(
        cases or None,
        not (no_flagship or calibrate),
        histories or (FEW if screening else HISTORIES),
        luck,
        names=free() if screening else among.names if among else None,
        factors=factors_of(factors),
        workers=workers,
    )
    folder = folder or Path("runs", "screen" if screening else "calibrate" if calibrate else "learn")
    sets = len(among.rows()) if among else sets
    size = trajectories * (len(lessons.space.names) + 1) if screening else sets
    if not as_json:
        click.echo(about(lessons, size), err=True)
    with Bar(size) as bar:
        how = {"folder": folder, "hours": hours, "progress": phases(bar)}
        if screening:
            return screened(screen(lessons, trajectories, seed, **how), out, as_json=as_json)
        if calibrate:
            found = account_of(calibrated(lessons, sets, seed, among=among, **how), lessons, sets, seed)
            return learned_before(found, folder, out, as_json=as_json)
        posterior = learn(lessons, sets, seed, passes=passes, left_out=not no_refit, report=say, **how)
    for place in [path for path in (out, HOME if install else None) if path is not None]:
        written(posterior, place)
        click.echo(f"written: {place}", err=True)
    if as_json:
        click.echo(posterior.header.model_dump_json(indent=1))
    else:
        click.echo(in_sentences(posterior.header))
        click.echo(f"\nSaved in {folder}.")


def written_page(place: Path) -> None:
    """Write the page on what was learned, from the table in the package."""
    from politburo.study.forecasting.learning.page import page
    from politburo.study.running.parameters import POSTERIOR, learned

    put(place, page(learned(POSTERIOR), f"politburo learn --page {place.name}").encode())
    click.echo(f"written: {place}", err=True)


def screened(rows: Sequence[Effect], out: Path | None, *, as_json: bool) -> None:
    """Print a screening, and write it to a file if one is named."""
    from politburo.study.forecasting.learning.screening import as_csv

    if out is not None:
        put(out, as_csv(rows).encode())
    click.echo(json.dumps([asdict(row) for row in rows], indent=1) if as_json else ranked(rows))


def learned_before(found: dict[str, Any], folder: Path, out: Path | None, *, as_json: bool) -> None:
    """Print a calibration, and write its data and figure into the folder or beside the file that is named."""
    from politburo.plots.learning import calibration

    place = out or folder / "calibration.json"
    put(place, (json.dumps(found, indent=1) + "\n").encode())
    calibration(found).save(place.with_suffix(".svg"))
    click.echo(json.dumps(found, indent=1) if as_json else in_words(found))
    click.echo(f"written: {place} and its figure", err=True)


def in_words(found: dict[str, Any]) -> str:
    """A calibration as text."""
    from politburo.measures.written import per_cent

    lines = [
        f"{found['sets']} sets that invent the outcomes of {found['cases']} cases, {found['histories']} histories each"
    ]
    for name, way in found["ways"].items():
        lines += [
            f"\n{name}: ranks may be {way['band']:.3f} from uniform; {way['effective']:.0f} effective sets in the median",
            f"{'parameter':<24}{'distance':>9}{'in 50 %':>9}{'in 90 %':>9}",
        ]
        for parameter, one in way["parameters"].items():
            mark = " beyond" if one["distance"] > way["band"] else ""
            lines.append(
                f"{parameter:<24}{one['distance']:>9.3f}{per_cent(one['inside 50%']):>9}{per_cent(one['inside 90%']):>9}{mark}"
            )
    return "\n".join(lines)


def phases(bar: Bar) -> Callable[[str, int, int], None]:
    """Progress of a bar whose parts are the phases, as they come."""
    known: dict[str, Callable[[int, int], None]] = {}

    def progress(phase: str, done: int, asked: int) -> None:
        if phase not in known:
            known[phase] = bar.part(phase.replace("-", " "))
        known[phase](done, asked)

    return progress


def ranked(rows: Sequence[Effect]) -> str:
    """Parameters by how much they move the score."""
    groups = list(rows[0].groups)
    lines = [
        f"{'parameter':<26}{'mu*':>8}{'±':>7}{'mu':>8}{'sigma':>8}" + "".join(f"{g:>10}" for g in groups)
    ]
    for row in rows:
        mark = " *" if row.estimate else ""
        lines.append(
            f"{row.name + mark:<26}{row.mu_star:>8.2f}{row.confidence:>7.2f}{row.mu:>8.2f}{row.sigma:>8.2f}"
            + "".join(f"{row.groups[g]:>10.2f}" for g in groups)
        )
    return "\n".join(
        [*lines, "\nIn nats of the weighted log score for the whole range of the prior; * is estimated."]
    )


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


def in_sentences(header: Header) -> str:
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
