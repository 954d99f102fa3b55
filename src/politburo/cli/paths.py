"""`politburo paths`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "paths",
    help="How else: the kinds of course that the histories of a saved RUN take, and how long things took.",
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--groups",
    type=click.IntRange(1, 50),
    help="Number of groups (default: the best of 2 to 8 by silhouette).",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of a run: writes its paths.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, groups: int | None, out: Path | None, as_json: bool) -> None:
    from politburo.cli.questions import print_paths
    from politburo.study.paths import paths
    from politburo.study.run import open_run

    found = paths(open_run(folder), groups=groups)
    if out:
        found.save(out)
    if as_json:
        click.echo(json.dumps(found.to_json(), indent=1))
    else:
        print_paths(found.to_json())
