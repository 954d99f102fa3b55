"""`politburo forecast`."""

from __future__ import annotations

import json
from pathlib import Path

import click

HELP = """Say what may come in each SCENARIO (a case, a scenario file or directory, or a folder of them): who rules and how after
1, 2, 3 and 5 years and at the end, when one person alone, who is removed. The file can be scored with `politburo score`."""


@click.command("forecast", help=HELP)
@click.argument("scenarios", nargs=-1, metavar="SCENARIO...")
@click.option("--histories", type=int, default=256, show_default=True, help="Number of histories.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed.")
@click.option(
    "--jitter",
    type=float,
    default=0.0,
    show_default=True,
    help="Shake every coded or assumed number by so much.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; for several scenarios a folder (default: standard output).",
)
@click.option(
    "--draw-truth",
    type=click.Path(path_type=Path),
    help="Also write a truth file (or folder) drawn from one more simulated history.",
)
@click.option("--schema", is_flag=True, help="Print the schema of a forecast file, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (the only form; for symmetry).")
def command(
    scenarios: tuple[str, ...],
    histories: int,
    seed: int,
    jitter: float,
    out: Path | None,
    draw_truth: Path | None,
    schema: bool,
    as_json: bool,
) -> None:
    from politburo.cli.progress import Bar
    from politburo.study.forecast import Forecast, forecast, load_all, with_truth

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
                one, truth = with_truth(party, histories, seed, jitter=jitter, progress=progress)
                _write(draw_truth, f"{one.scenario}.truth.json", truth, many=many)
            else:
                one = forecast(party, histories, seed, jitter=jitter, progress=progress)
            if out is not None:
                _write(out, f"{one.scenario}.forecast.json", one, many=many)
            made.append(one.model_dump(mode="json"))
    if out is None:
        click.echo(json.dumps(made if many else made[0], indent=1))
    else:
        click.echo(f"{len(made)} forecast(s) written to {out}", err=True)


def _write(place: Path, name: str, document, *, many: bool) -> None:
    from politburo.store.write import put

    path = place / name if many or place.is_dir() else place
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, (document.model_dump_json(indent=1, exclude_none=True) + "\n").encode())
