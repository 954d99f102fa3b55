"""`politburo paths`."""

from __future__ import annotations

from pathlib import Path

import click

from politburo.cli.questions import JSON, PICTURE, give


@click.command(
    "paths",
    help="How else might it have gone? The kinds of course that the histories of the saved RUN take, and how long things took.",
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--groups",
    type=click.IntRange(1, 50),
    help="Number of groups; if not given, the one of 2 to 8 with the best silhouette.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the answer into this folder of a run; its report shows it.",
)
@PICTURE
@JSON
def command(folder: Path, groups: int | None, out: Path | None, picture: Path | None, as_json: bool) -> None:
    from politburo.study.questions.paths import paths
    from politburo.study.running.run import open_run

    give("paths", paths(open_run(folder), groups=groups), out=out, picture=picture, as_json=as_json)
