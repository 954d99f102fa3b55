"""`politburo parameters`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from politburo.study.running.lookup import Parameter

WIDTH = 100


@click.command(
    "parameters",
    help="Say what is known of the parameter NAME, or of all in whose name or meaning that word stands; without NAME, list those that "
    "have a prior.",
)
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="List those that are held at one value too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str | None, everything: bool, as_json: bool) -> None:
    from dataclasses import asdict

    from politburo.study.running.lookup import parameter, parameters

    found = [parameter(one) for one in parameters(name or "").index]
    shown = [one for one in found if name or everything or one.low < one.high]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in shown], indent=1))
    elif len(shown) == 1:
        one = shown[0]
        click.echo(click.style(one.name, bold=True) + f": {one.meaning}")
        for what, said in one.told:
            click.echo(click.wrap_text(said, WIDTH, f"  {what:<10}", " " * 12))
    else:
        _list(shown)
        if len(shown) < len(found):
            click.echo(
                f"{len(found) - len(shown)} more are held at one value (--all). `politburo parameters NAME` says more of one."
            )


def _list(shown: list[Parameter]) -> None:
    longest = max(len(one.name) for one in shown)
    click.echo(
        click.style(f"{'':<{longest}}  {'default':>7}  {'prior':<14}  {'learned':<21}  meaning", bold=True)
    )
    for one in shown:
        prior = f"{one.low:g} to {one.high:g}" if one.low < one.high else ""
        span = (
            ""
            if one.learned is None
            else f"{one.learned:.2g} ({one.learned_low:.2g} to {one.learned_high:.2g})"
        )
        head = f"{one.name:<{longest}}  {one.default:>7.3g}  {prior:<14}  {span:<21}  "
        click.echo(click.wrap_text(f"{one.meaning} [{one.unit}]", WIDTH, head, " " * len(head)))
