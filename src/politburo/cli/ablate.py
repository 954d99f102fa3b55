"""`politburo ablate`."""

from __future__ import annotations

import json

import click

from politburo.cli.options import PARAMS


@click.command(
    "ablate",
    help="What carries the result? Simulate CASE under every rival explanation and without each mechanism, with the same luck.",
)
@click.argument("case")
@click.option(
    "--histories", type=int, default=256, show_default=True, help="Number of histories of each variant."
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="Seed of the random numbers, the same for all variants.",
)
@PARAMS
@click.option(
    "--only",
    multiple=True,
    metavar="VARIANT",
    help="Simulate only this variant, for example 'off: ties'; may be repeated.",
)
@click.option(
    "--list", "names", is_flag=True, help="Only list the variants, with the authors of the explanations."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    case: str,
    histories: int,
    seed: int,
    params: str | None,
    only: tuple[str, ...],
    names: bool,
    as_json: bool,
) -> None:
    from politburo.errors import PolitburoError, Problem, nearest
    from politburo.study.questions.ablations import ablate, rows, variants
    from politburo.study.running.ensemble import load
    from politburo.study.running.parameters import in_words, word_of
    from politburo.study.running.readings import READINGS

    allowed = variants()
    wrong = [name for name in only if name not in allowed]
    if wrong:
        raise PolitburoError(
            [Problem("usage", "--only", n[:100], ", ".join(allowed), nearest(n, allowed)) for n in wrong]
        )
    if names:
        told = {
            n: {"authors": r.authors, "says": r.says, "params": dict(r.params)} for n, r in READINGS.items()
        }
        if as_json:
            click.echo(json.dumps({"readings": told, "variants": list(allowed)}, indent=1))
            return
        for name, reading in told.items():
            click.echo(f"reading: {name} ({reading['authors']})")
            click.echo(click.wrap_text(str(reading["says"]), 100, "  ", "  "))
        click.echo("\n".join(name for name in allowed if name.startswith("off")))
        return
    measured = list(
        ablate(
            load(case),
            histories,
            seed,
            params=params,
            only=only,
            said=lambda name: click.echo(name, err=True),
        )
    )
    table = rows(measured)
    drawn = in_words(word_of(params))
    if as_json:
        click.echo(
            json.dumps(
                {
                    "simulated": True,
                    "case": case,
                    "histories": histories,
                    "seed": seed,
                    "params": word_of(params),
                    "rows": table,
                },
                indent=1,
            )
        )
        return
    click.echo(f"{case}: {histories} histories of each variant, seed {seed}, {drawn} - simulated")
    click.echo("difference from the reference ± standard error of the paired difference")
    for measure in table[0]["values"]:
        click.echo(f"\n{measure}: {table[0]['values'][measure]['mean']:.2f} in the reference")
        for row in table[1:]:
            value = row["values"][measure]
            click.echo(f"  {row['variant']:<32} {value['difference']:+.2f} ± {value['error']:.2f}")
