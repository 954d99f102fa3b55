"""`politburo factors --parameters`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from politburo.cli.questions import print_answer, work_folder

if TYPE_CHECKING:
    from politburo.study.running.ensemble import Scenario


def which_parameters(
    party: Scenario,
    person: str | None,
    quantities: tuple[str, ...],
    how: Mapping[str, Any],
    out: Path | None,
    no_save: bool,
    picture: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print which parameters move the outcomes, in words or as JSON; write it, and draw the first outcome, where that is asked for."""
    from politburo.cli.progress import Bar
    from politburo.plots.questions import effects
    from politburo.study.questions.sensitivity import USUAL, histories_needed, sensitivity
    from politburo.words.sensitivity import sensitivity_answer

    if dry_run:
        from politburo.study.running.pace import per_history, said
        from politburo.study.running.parameters import values_of

        needed = histories_needed(how["method"], how["points"])
        work = said(
            needed, needed * per_history(party.resolved, values_of("default", party.resolved.parameters))
        )
        click.echo(f"{needed:,} histories of {party.resolved.months} months: {work}.")
        return
    alone = [f"{person} rules alone at the end"] if person else []
    wanted = quantities or (*alone, *USUAL)
    with Bar(0) as bar:
        under = work_folder(out, no_save)
        answer = sensitivity(party, quantity=wanted, **how, under=under, progress=bar.part())
    found = answer.to_json()
    if out is not None:
        click.echo(f"saved: {answer.save(out)}", err=True)
    if picture is not None:
        click.echo(f"drawn: {effects(found).save(picture)}", err=True)
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        print_answer(sensitivity_answer(found))
