"""`politburo validate`."""

from __future__ import annotations

import json
from pathlib import Path

import click

HELP = """Hold CASE to account against its record, beside simple rivals: skill, coverage, the place of every documented item, by
mechanism and by reading. Held-out years stay closed unless opened with --open, which the log must allow."""


@click.command("validate", help=HELP)
@click.argument("case")
@click.option("--histories", type=int, default=256, show_default=True, help="Number of histories.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed.")
@click.option(
    "--run", "folder", type=click.Path(path_type=Path), help="Use this saved run instead of a new one."
)
@click.option("--open", "opened", default="", metavar="ID", help="Judge on what this holdout holds out.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Markdown file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    case: str, histories: int, seed: int, folder: Path | None, opened: str, out: Path | None, as_json: bool
) -> None:
    from politburo.cli.progress import Bar
    from politburo.study.ensemble import load
    from politburo.study.plain import plain
    from politburo.study.run import open_run
    from politburo.study.validate import validation
    from politburo.study.validation_page import page

    if folder is not None:
        run = open_run(folder)
    else:
        with Bar(histories) as bar:
            run = load(case).run(histories, seed, progress=bar.part("histories"))
    account = validation(run, opened=opened)
    if as_json:
        click.echo(json.dumps(plain(account), indent=1))
        return
    said = f"politburo validate {run.resolved.id} --histories {run.histories} --seed {run.facts['seed']}"
    text = page(account, said + (f" --open {opened}" if opened else ""))
    if out is None:
        click.echo(text)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"written to {out}", err=True)
