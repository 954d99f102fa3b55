"""`politburo scenario check|describe|schema`."""

from __future__ import annotations

import json

import click

from politburo import scenario
from politburo.errors import PolitburoError


@click.group("scenario", help="Check a scenario, describe it in sentences, or print the format.")
def command() -> None:
    pass


def _say_notes(case: str) -> None:
    """How tables were read, where that is not the plain way."""
    for note in scenario.load(case).notes:
        click.echo(f"read: {note}", err=True)


@command.command("check", help="Report every problem of a scenario at once.")
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print problems as JSON.")
def check(case: str, as_json: bool) -> None:
    problems = scenario.check(case)
    if problems:
        raise PolitburoError(problems)
    _say_notes(case)
    click.echo(json.dumps({"problems": []}) if as_json else f"{case}: no problems found")


@command.command("describe", help="Say in sentences what a scenario assumes, before anything runs.")
@click.argument("case")
@click.option("--start", help="Start date (default: the scenario's own).")
@click.option("--set", "changes", multiple=True, metavar="PATH=VALUE", help="Change one fact or parameter.")
@click.option("--json", "as_json", is_flag=True, help="Print the complete (resolved) form as JSON.")
def describe(case: str, start: str | None, changes: tuple[str, ...], as_json: bool) -> None:
    from politburo.words.description import describe as in_sentences

    _say_notes(case)
    loaded = scenario.patch(scenario.load(case), changes, start)
    resolved = scenario.resolve(loaded, start)
    click.echo(resolved.to_json() if as_json else in_sentences(resolved))


@command.command(
    "schema",
    help="Print the JSON Schema of a form: complete (the default), brief or facts, the two forms of one page.",
)
@click.argument("form", type=click.Choice(["complete", "brief", "facts"]), default="complete")
@click.option("--brief", is_flag=True, help="The same as the word `brief`.")
def schema(form: str, brief: bool) -> None:
    made = {"complete": scenario.schema, "brief": scenario.brief_schema, "facts": scenario.facts_schema}
    click.echo(json.dumps(made["brief" if brief else form](), indent=1))
