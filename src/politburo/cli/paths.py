"""`politburo paths`."""

from __future__ import annotations

from pathlib import Path

import click

from politburo.cli.questions import JSON, PICTURE, give


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
@PICTURE
@JSON
def command(folder: Path, groups: int | None, out: Path | None, picture: Path | None, as_json: bool) -> None:
    from politburo.study.questions.paths import paths
    from politburo.study.running.run import open_run

    give("paths", paths(open_run(folder), groups=groups), out=out, picture=picture, as_json=as_json)
