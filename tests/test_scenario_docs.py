"""The written specification has a heading for every field of the formats and for nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel

from politburo import scenario
from politburo.scenario.brief import form
from politburo.scenario.models import TABLES, Row, ScenarioFile
from politburo.vocab import Trait

DOCS = Path(__file__).parent.parent / "docs"
BRIEF = {
    "brief": form.BriefFile,
    "contenders": form.Contender,
    "predecessor": form.Predecessor,
    "bodies": form.BriefBody,
    "offices": form.BriefOffice,
    "ties": form.BriefTie,
    "outside": form.Outside,
    "disputes": form.BriefDispute,
    "shocks": form.BriefShock,
}


def headings(page: str) -> list[str]:
    return re.findall(r"^#### `(.+)`$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)


def fields(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_every_field_of_the_complete_form_has_its_heading():
    evidence = fields(Row)
    wanted = evidence | {f"scenario.{name}" for name in fields(ScenarioFile)}
    for table, model in TABLES.items():
        own = fields(model) if table == "sources" else fields(model) - evidence
        wanted |= {f"{table}.{name}" for name in own}
    found = headings("scenario-spec.md")
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_every_field_of_the_brief_form_has_its_heading():
    inherited = fields(form.Leader)
    wanted = {f"leader.{name}" for name in inherited}
    for part, model in BRIEF.items():
        own = fields(model) - (inherited if issubclass(model, form.Leader) else set())
        wanted |= {f"{part}.{name}" for name in own}
    found = headings("brief-scenarios.md")
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_the_counts_in_the_readme_of_the_flagship_are_those_of_its_tables():
    loaded = scenario.load("ussr-1922")
    resolved = scenario.resolve(loaded)
    text = " ".join((loaded.directory / "README.md").read_text(encoding="utf-8").split())
    territorial = [o for o in resolved.organisations if o.kind == "territorial"]
    named = sum(o.secretary is not None for o in territorial)
    for sentence in (
        f"{sum(not p.reserve for p in resolved.persons)} persons, {len(resolved.bodies)} bodies, "
        f"{len(resolved.offices)} offices, {len(territorial)} territorial and "
        f"{len(resolved.organisations) - len(territorial)} functional organisations, {len(resolved.disputes)} lasting disputes, "
        f"{len(resolved.liabilities)} dated facts that can be used against somebody, {len(resolved.shocks)} shocks",
        f"{named} of {len(territorial)} territorial ones are known by name",
        f"{len(loaded.rows('traits'))} traits of {sum(not p.reserve for p in resolved.persons) * len(Trait)} are coded",
    ):
        assert sentence in text
    assert resolved.evidence_shares["assumed"] > 0.5
