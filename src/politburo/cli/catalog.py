"""`politburo catalog`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from politburo import scenario

WIDTH = 96


@click.command(
    "catalog",
    help="List the cases that come with the program: id, years, party, and what opens the question of power. "
    "With FOLDER, list the scenarios in it.",
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--known", is_flag=True, help="With how much is known of each, and how surely.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with titles and summaries.")
def command(folder: Path | None, known: bool, as_json: bool) -> None:
    cases = _cases(folder, known)
    if as_json:
        click.echo(json.dumps(cases, indent=1, ensure_ascii=False))
        return
    longest = max((len(case["id"]) for case in cases), default=0)
    for case in cases:
        if "problems" in case:
            click.echo(
                f"{case['id']:<{longest}}  {len(case['problems'])} problem(s): politburo scenario check"
            )
            continue
        about = f"{case['opening']}, {case['party']}" if case["party"] else case["title"]
        sure = 1 - case["evidence"]["assumed"] if known else 0
        line = f"{case['id']:<{longest}}  {case['years']}  {f'{sure:>4.0%} known  ' if known else ''}{about}"
        click.echo(line if len(line) <= WIDTH else line[: WIDTH - 3].rstrip() + "...")


def _cases(folder: Path | None, known: bool) -> list[dict[str, Any]]:
    from politburo.scenario.shelf import shelf

    return shelf(folder) if known or folder is not None else [*scenario.catalog()]
