"""`politburo catalog`."""

from __future__ import annotations

import json

import click

from politburo import scenario


@click.command("catalog", help="List the cases that come with the program.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    cases = scenario.catalog()
    if as_json:
        click.echo(json.dumps(cases, indent=1))
        return
    for case in cases:
        click.echo(f"{case['id']:<16} {case['title']}")
        click.echo(click.wrap_text(case["summary"], 96, " " * 17, " " * 17))
