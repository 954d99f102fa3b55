"""`politburo forecast`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from politburo.cli.options import PARAMS, SEED

if TYPE_CHECKING:
    from politburo.study.forecasting.forecast import Forecast

HELP = """Give the probabilities of what may come in each SCENARIO (a case, a scenario file or directory, or a folder of them): who leads,
who rules and how after 1, 2, 3 and 5 years and at the end; when one person first rules alone; who is removed. The file can be
scored with `politburo score`."""


@click.command("forecast", help=HELP)
@click.argument("scenarios", nargs=-1, metavar="SCENARIO...")
@click.option("--histories", type=int, default=256, show_default=True, help="Number of histories.")
@SEED
@click.option(
    "--jitter",
    type=float,
    default=0.0,
    show_default=True,
    help="Vary every coded or assumed number of the scenario by chance, by about this much.",
)
@PARAMS
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write to this file or, for several scenarios, folder; without it the forecast is printed in words.",
)
@click.option(
    "--draw-truth",
    type=click.Path(path_type=Path),
    help="Also simulate one more history and write down what happened in it, as a file (or folder) for `politburo score`.",
)
@click.option("--schema", is_flag=True, help="Only print the schema of a forecast file.")
@click.option("--json", "as_json", is_flag=True, help="Print the forecast file as JSON.")
def command(
    scenarios: tuple[str, ...],
    histories: int,
    seed: int,
    jitter: float,
    params: str | None,
    out: Path | None,
    draw_truth: Path | None,
    schema: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.study.forecasting.forecast import Forecast, forecast, load_all, with_truth

    if schema:
        click.echo(json.dumps(Forecast.model_json_schema(), indent=1))
        return
    if not scenarios:
        raise click.UsageError("name a SCENARIO")
    parties = load_all(list(scenarios))
    many = len(parties) > 1
    made = []
    with Bar(len(parties) * (histories + bool(draw_truth))) as bar:
        for party in parties:
            progress = bar.part(party.resolved.id)
            if draw_truth:
                one, truth = with_truth(
                    party, histories, seed, jitter=jitter, params=params, progress=progress
                )
                _write(draw_truth, f"{one.scenario}.truth.json", truth, many=many)
            else:
                one = forecast(party, histories, seed, jitter=jitter, params=params, progress=progress)
            if out is not None:
                _write(out, f"{one.scenario}.forecast.json", one, many=many)
            made.append(one)
    if as_json:
        plain = [one.model_dump(mode="json") for one in made]
        click.echo(json.dumps(plain if many else plain[0], indent=1))
    elif out is None:
        click.echo("\n".join(in_words(one) for one in made))
    if out is not None:
        click.echo(f"{len(made)} forecast(s) written to {out}", err=True)


LEAST_SAID = 0.02  # answers that are less probable at every horizon are summed up


def in_words(one: Forecast) -> str:
    """A forecast as text: who rules and how at each horizon, when one alone, who is removed."""
    from politburo.measures.written import per_cent
    from politburo.study.running.parameters import in_words

    names = {contender.id: contender.name for contender in one.contenders}
    heads = [f"{horizon.date:%Y-%m}" for horizon in one.horizons]
    lines = [
        f"{one.title}: {one.histories} histories, seed {one.seed}, jitter {one.jitter:g}, {in_words(one.params)} - simulated",
        f"from {one.start} to {one.end}"
        + (f"; months count from {one.clock_zero}" if one.clock_zero else "")
        + "\n",
        *_table("Who leads", heads, [horizon.leads for horizon in one.horizons], names),
        *_table("Who rules", heads, [horizon.who for horizon in one.horizons], names),
        *_table("How", heads, [horizon.rule for horizon in one.horizons], {}),
        "First rule of one alone",
    ]
    came = one.consolidation
    lines += [
        f"  {per_cent(float(q)):>5} by month {month}"
        for q, month in came.quantiles.items()
        if isinstance(month, int)
    ]
    lines += [f"  {per_cent(came.not_within_window):>5} not within the window\n"]
    lines += [f"Loses his full seat in the small body within {one.removal_months} months"]
    ranked = sorted(one.removal.items(), key=lambda pair: -pair[1])
    return "\n".join([*lines, *(f"  {chance:.2f}  {names[person]}" for person, chance in ranked), ""])


def _table(title: str, heads: list[str], columns: list[dict[str, float]], names: dict[str, str]) -> list[str]:
    answers = sorted(columns[0], key=lambda answer: -max(column[answer] for column in columns))
    said = [answer for answer in answers if max(column[answer] for column in columns) >= LEAST_SAID]
    rest = [sum(column[answer] for answer in answers if answer not in said) for column in columns]
    row = lambda words, values: f"  {words:<28}" + "".join(f"{value:>9}" for value in values)  # noqa: E731
    lines = [
        row(names.get(answer, answer), (f"{column[answer]:.2f}" for column in columns)) for answer in said
    ]
    if len(said) < len(answers):
        lines.append(row("others together", (f"{x:.2f}" for x in rest)))
    return [row(title, heads)[2:].replace(title, title + "  ", 1), *lines, ""]


def _write(place: Path, name: str, document, *, many: bool) -> None:
    from politburo.store.files import put

    path = place / name if many or place.is_dir() else place
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, (document.model_dump_json(indent=1, exclude_none=True) + "\n").encode())
