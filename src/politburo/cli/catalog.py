"""`politburo catalog`."""

from __future__ import annotations

import json

import click

from politburo import scenario

WIDTH = 96


@click.command(
    "catalog",
    help="List the cases that come with the program: id, years, party, and what opens the question of power.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with titles and summaries.")
def command(as_json: bool) -> None:
    cases = scenario.catalog()
    if as_json:
        click.echo(json.dumps(cases, indent=1, ensure_ascii=False))
        return
    longest = max(len(case["id"]) for case in cases)
    for case in cases:
        about = f"{case['opening']}, {case['party']}" if case["party"] else case["title"]
        line = f"{case['id']:<{longest}}  {case['years']}  {about}"
        click.echo(line if len(line) <= WIDTH else line[: WIDTH - 3].rstrip() + "...")
