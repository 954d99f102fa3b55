"""`politburo scenario check|describe|situation|from|schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from politburo import scenario
from politburo.errors import PolitburoError

SET = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one fact or parameter first; may be repeated.",
)


@click.group(
    "scenario",
    help="Check a scenario, describe it in sentences, begin one from a file of posts, or print the schema of the format.",
)
def command() -> None:
    pass


def _say_notes(case: str) -> None:
    """How tables were read, where that is not the plain way."""
    for note in scenario.load(case).notes:
        click.echo(f"read: {note}", err=True)


@command.command("check", help="Report all problems of a scenario at once.")
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print problems as JSON.")
def check(case: str, as_json: bool) -> None:
    problems = scenario.check(case)
    if problems:
        raise PolitburoError(problems)
    _say_notes(case)
    click.echo(json.dumps({"problems": []}) if as_json else f"{case}: no problems found")


@command.command(
    "describe",
    short_help="Describe in sentences what a scenario assumes.",
    help="Describe in sentences what a scenario assumes, before anything is simulated.",
)
@click.argument("case")
@click.option("--start", help="Describe it as of this date instead of its own start.")
@SET
@click.option("--json", "as_json", is_flag=True, help="Print the complete (resolved) form as JSON.")
def describe(case: str, start: str | None, changes: tuple[str, ...], as_json: bool) -> None:
    from politburo.words.description import describe as in_sentences

    _say_notes(case)
    loaded = scenario.patch(scenario.load(case), changes, start)
    resolved = scenario.resolve(loaded, start)
    click.echo(resolved.to_json() if as_json else in_sentences(resolved))


@command.command(
    "situation",
    short_help="Say what was true on the day of the start.",
    help="Say what was true on the day of the start, every value with its source: who sat where, who held which office.",
)
@click.argument("case")
@click.option("--start", help="Describe this date instead of the scenario's own start.")
@SET
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def situation(case: str, start: str | None, changes: tuple[str, ...], as_json: bool) -> None:
    from politburo.words.situation import situation_of

    found = situation_of(scenario.load(case), start, changes)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    names = {person["id"]: person["name"] for person in found["persons"]}
    click.echo(f"{found['title']}, {found['start']}")
    for body in found["bodies"]:
        if body["seats"]:
            click.echo(f"\n{body['name']}")
        for seat in body["seats"]:
            kind = "" if seat["seat"] == "full" else " (candidate)"
            click.echo(f"  {names[seat['person']]}{kind}{_source(seat['cite'])}")
    click.echo("\nOffices")
    for office in found["offices"]:
        if office["holder"] is not None:
            click.echo(f"  {office['name']}: {names[office['holder']]}{_source(office['holder_cite'])}")


def _source(cite: dict[str, str] | None) -> str:
    """Whence a value is known, in brackets."""
    return f" [{cite['source'] or 'no source'}, {cite['evidence']}]" if cite else " [assumed]"


@command.command(
    "schema",
    short_help="Print the JSON Schema of one form of scenario.",
    help="Print the JSON Schema of one form of scenario: complete (if none is named), or brief or facts, which fill one page.",
)
@click.argument("form", type=click.Choice(["complete", "brief", "facts"]), default="complete")
@click.option("--brief", is_flag=True, help="The same as the word `brief`.")
def schema(form: str, brief: bool) -> None:
    made = {"complete": scenario.schema, "brief": scenario.brief_schema, "facts": scenario.facts_schema}
    click.echo(json.dumps(made["brief" if brief else form](), indent=1))


FROM = """Begin a page of facts from FILE: which members of a party held which post on one day.

FILE is Popolo JSON or a table (CSV or TSV). A table has a line for each year, as in WhoGov (year, name, position, party), for each
leader, as in Archigos (leader, startdate, enddate), or for each spell in office (name, post, from, to, party). What the file does not
say is marked GAP on the page, with a hint where to look for it; nothing is made up."""


@command.command("from", short_help="Begin a page of facts from a file of posts.", help=FROM)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--party", required=True, help="The ruling party, as the file writes it.")
@click.option(
    "--on",
    "day",
    required=True,
    metavar="DATE",
    help="The day, YYYY-MM-DD: the eve of the event that opens the question of power.",
)
@click.option("--country", default="", help="Name or code of the country, if the file has several.")
@click.option(
    "-o",
    "--out",
    "target",
    type=click.Path(path_type=Path),
    help="Write the page to this new file instead of the screen.",
)
def begin(file: Path, party: str, day: str, country: str, target: Path | None) -> None:
    from politburo.errors import control_character
    from politburo.scenario.importing import page_from
    from politburo.store.files import put, refuse_taken

    for option, words in (("--party", party), ("--country", country)):
        if wrong := control_character(words, option):
            raise PolitburoError(wrong)
    page = page_from(file, party, day, country)
    if target is not None:
        refuse_taken(target)
    for note in page.notes:
        click.echo(f"read: {note}", err=True)
    if target is None:
        click.echo(page.text, nl=False)
    else:
        put(target, page.text.encode())
        click.echo(f"written: {target}")
    named = target or "PAGE.yaml"
    click.echo(
        f"gaps to be filled before it can run: {page.must} (`politburo scenario check {named}` names them); others: {page.may}",
        err=True,
    )
