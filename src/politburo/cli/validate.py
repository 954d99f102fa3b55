"""`politburo validate`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from politburo.cli.options import PARAMS
from politburo.cli.questions import NO_SAVE, work_folder

HELP = """Test CASE against its record, beside simple rivals: skill, coverage, where every documented item lies among the
histories; the same under every rival explanation and without each mechanism; and each period between two congresses, predicted
from the others. Years that are held out stay closed unless --open opens them, which the log must allow.

With --cases and no CASE: forecast all successions of the catalog (who leads, how, when one person rules alone) and score the
forecasts beside simple rivals. Each case is forecast with what was learned from the others."""
CASES_SEED = 11  # of the successions, where no other is given: that of the figures in docs/cases.md


@click.command("validate", help=HELP)
@click.argument("case", required=False)
@click.option(
    "--cases", "successions", is_flag=True, help="Test all successions of the catalog instead of one case."
)
@click.option("--histories", type=int, default=256, show_default=True, help="Number of histories.")
@click.option(
    "--seed",
    type=int,
    default=None,
    help=f"Seed of the random numbers; 1 if not given, with --cases {CASES_SEED}.",
)
@PARAMS
@click.option(
    "--each",
    "of_each",
    type=click.IntRange(min=0),
    default=64,
    show_default=True,
    help="Number of histories under each rival explanation and without each mechanism; 0 leaves these out.",
)
@click.option(
    "--run", "folder", type=click.Path(path_type=Path), help="Use this saved run instead of a new one."
)
@click.option("--open", "opened", default="", metavar="ID", help="Judge by what this holdout keeps closed.")
@click.option(
    "--leave-out",
    "left_out",
    default="",
    metavar="CONGRESS",
    help="Judge only the period from this congress (YYYY-MM, or the word start) to the next, by histories weighted by all other periods.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the page to this Markdown file; its figures go into the folder `figures` beside it and, with --cases, its numbers into "
    "`results`.",
)
@NO_SAVE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    case: str | None,
    successions: bool,
    histories: int,
    seed: int | None,
    params: str | None,
    of_each: int,
    folder: Path | None,
    opened: str,
    left_out: str,
    out: Path | None,
    no_save: bool,
    as_json: bool,
) -> None:
    if successions == (case is not None):
        raise click.UsageError("name one CASE, or none with --cases")
    if successions:
        if folder is not None or opened or left_out:
            raise click.UsageError("--run, --open and --leave-out are for one CASE")
        seed = CASES_SEED if seed is None else seed
        all_cases(histories, seed, params, out, work_folder(None, no_save), as_json=as_json)
        return
    assert case is not None
    seed = 1 if seed is None else seed
    from politburo.cli.plain import plain
    from politburo.cli.progress import Bar
    from politburo.plots.validation import figures
    from politburo.store.files import put
    from politburo.study.running.ensemble import load
    from politburo.study.running.making import Work
    from politburo.study.running.run import open_run
    from politburo.study.validation.page import page
    from politburo.study.validation.validate import validation

    of_each = 0 if left_out else of_each
    with Bar(histories) as bar:
        if folder is not None:
            run = open_run(folder)
            run.refuse_given("--run")
        else:
            run = load(case).run(histories, seed, params=params, work=Work(bar.part()))
        account = validation(
            run,
            opened=opened,
            left_out=left_out,
            of_each=of_each,
            progress=bar.part("readings, mechanisms off"),
        )
    if as_json:
        click.echo(json.dumps(plain(account), indent=1))
        return
    said = f"politburo validate {run.resolved.id} --histories {len(run)} --seed {run.facts['seed']}"
    said += f" --params {params}" if params else ""
    said += "" if left_out else f" --each {of_each}"
    said += "".join(
        f" --{name} {value}" for name, value in (("open", opened), ("leave-out", left_out)) if value
    )
    if out is None:
        click.echo(page(account, said))
        return
    drawn = {}
    for figure in figures(account):
        place = out.parent / "figures" / f"{out.stem}-{figure.name}.svg"
        place.parent.mkdir(parents=True, exist_ok=True)
        figure.save(place)
        drawn[figure.name] = (f"figures/{place.name}", figure.caption)
    put(out, page(account, f"{said} -o {out.name}", drawn).encode())
    click.echo(f"written to {out}, with {len(drawn)} figures", err=True)


def all_cases(
    histories: int, seed: int, params: str | None, out: Path | None, under: Path | None, *, as_json: bool
) -> None:
    """The page of all successions; what is finished is kept case by case."""
    from politburo.cli.plain import plain
    from politburo.cli.progress import Bar
    from politburo.plots.cases import reliability
    from politburo.store.files import put
    from politburo.study.forecasting.cases import account, known_cases
    from politburo.study.forecasting.cases_page import as_csv, page
    from politburo.study.running.limits import check_numbers

    check_numbers(histories, seed)
    folder = None if under is None else under / f"cases-s{seed}-n{histories}"
    with Bar(known_cases() * histories) as bar:
        found = account(histories, seed, params=params, under=folder, part=bar.part)
    if as_json:
        click.echo(json.dumps(plain(found), indent=1))
        return
    said = f"politburo validate --cases --histories {histories} --seed {seed}"
    said += f" --params {params}" if params else ""
    if out is None:
        click.echo(page(found, said))
        return
    figure, numbers = reliability(found), out.parent / "results" / f"{out.stem}.csv"
    drawn = out.parent / "figures" / f"{out.stem}-{figure.name}.svg"
    for place in (drawn, numbers):
        place.parent.mkdir(parents=True, exist_ok=True)
    figure.save(drawn)
    put(numbers, as_csv(found).encode())
    shown = {figure.name: (f"figures/{drawn.name}", figure.caption)}
    words = page(found, f"{said} -o {out.name}", shown, f"results/{numbers.name}")
    put(out, words.encode())
    click.echo(f"written to {out}, with a figure and {numbers}", err=True)
