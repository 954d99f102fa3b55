"""`politburo factors`."""

from __future__ import annotations

from pathlib import Path

import click

from politburo.cli.options import PARAMS, SEED
from politburo.cli.questions import DRY_RUN, JSON, NO_SAVE, OUT, PICTURE, give, work_folder


@click.command(
    "factors",
    help="What does the victory of PERSON in CASE rest on? Or, with --parameters, which parameters move it and other outcomes.",
)
@click.argument("case")
@click.argument("person", required=False)
@click.option(
    "--histories", type=int, default=256, show_default=True, help="Number of histories of each ensemble."
)
@SEED
@PARAMS
@click.option(
    "--mechanism",
    "mechanisms",
    multiple=True,
    help="Also switch this mechanism off and compare; may be repeated.",
)
@click.option(
    "--outcome",
    default="rules alone at the end",
    show_default=True,
    help="Ask what this outcome rests on; others are 'in the ruling coalition at the end' and 'expelled by the end'.",
)
@click.option(
    "--no-groups", is_flag=True, help="Leave out the shares of groups of facts, which take 32 ensembles."
)
@click.option(
    "--parameters",
    type=click.Choice(["morris", "sobol"]),
    is_flag=False,
    flag_value="morris",
    help="Rank the parameters instead, by one of these methods (morris if neither is named); needs SALib.",
)
@click.option(
    "--quantity",
    "quantities",
    multiple=True,
    metavar="NAME",
    help="With --parameters: a quantity that they may move; may be repeated. If not given: whether and when "
    "somebody rules alone, whether PERSON does, and how many rule.",
)
@click.option(
    "--points",
    type=click.IntRange(2),
    default=8,
    show_default=True,
    help="With --parameters: number of trajectories (morris) or samples (sobol).",
)
@OUT
@NO_SAVE
@PICTURE
@DRY_RUN
@JSON
def command(
    case: str,
    person: str | None,
    histories: int,
    seed: int,
    params: str | None,
    mechanisms: tuple[str, ...],
    outcome: str,
    no_groups: bool,
    parameters: str | None,
    quantities: tuple[str, ...],
    points: int,
    out: Path | None,
    no_save: bool,
    picture: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from politburo.cli.again import typed
    from politburo.cli.progress import Bar
    from politburo.cli.run import refuse_together
    from politburo.errors import PolitburoError, Problem
    from politburo.study.questions.factors import factors, plan
    from politburo.study.running.ensemble import load

    for_parameters = {"--quantity": bool(quantities), "--points": typed("points")}
    for_a_person = {f"--{name}": typed(name) for name in ("histories", "params", "outcome")}
    refuse_together("PERSON without --parameters", parameters is None, for_parameters)
    given = for_a_person | {"--mechanism": bool(mechanisms), "--no-groups": no_groups}
    refuse_together("--parameters", parameters is not None, given)
    party = load(case)
    if parameters:
        from politburo.cli.sensitivity import which_parameters

        how = {"method": parameters, "points": points, "seed": seed}
        which_parameters(party, person, quantities, how, out, no_save, picture, dry_run, as_json)
        return
    if person is None:
        raise PolitburoError(Problem("usage", "PERSON", "nobody", "a person, or --parameters"))
    groups = not no_groups
    if dry_run:
        from politburo.study.running.pace import per_history, said
        from politburo.study.running.parameters import values_of

        what = plan(party, person, histories=histories, seed=seed, mechanisms=mechanisms, groups=groups)
        count = len(what.cases) * histories
        work = said(count, count * per_history(party.resolved, values_of(params, party.resolved.parameters)))
        months = party.resolved.months
        click.echo(f"{len(what.cases)} ensembles of {histories} histories of {months} months: {work}.")
        return
    with Bar(0) as bar:
        answer = factors(
            party,
            person,
            histories=histories,
            seed=seed,
            params=params,
            mechanisms=mechanisms,
            groups=groups,
            outcome=outcome,
            under=work_folder(out, no_save),
            progress=bar.part(),
        )
    give("factors", answer, out=out, picture=picture, as_json=as_json)
