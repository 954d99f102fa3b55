"""`politburo work`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "work", help="Make one share of a RUN that was begun, for batch queues: no scheduler is needed."
)
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--shard", required=True, metavar="I/N", help="Which share of how many, from 1/N to N/N.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, shard: str, as_json: bool) -> None:
    from politburo.cli.progress import Bar
    from politburo.errors import PolitburoError, Problem
    from politburo.study.running.sharing import work

    number, _, total = shard.partition("/")
    if not (number.isdecimal() and total.isdecimal() and shard.isascii() and len(shard) < 15):
        raise PolitburoError(Problem("usage", "--shard", shard[:100], "1/n to n/n"))
    with Bar(0) as bar:
        count = work(folder, shard=int(number), of=int(total), progress=bar.part("blocks"))
    click.echo(json.dumps({"blocks": count}) if as_json else f"{count} blocks made; shard {shard} is whole")
