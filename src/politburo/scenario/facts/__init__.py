"""From one page of facts to the ordinary tables: a *facts* scenario, with one rule for everything that nobody knows.

Deterministic. Persons are put in the order of their ids, so that the order of the page is without effect; nothing depends on a name.
What an office gives, how strong a dated tie is and what is assumed of the unknown stand in three tables of the package, alike for all.
"""

from __future__ import annotations

from collections.abc import Callable

from politburo.scenario.facts import institutions, people, surroundings
from politburo.scenario.facts.form import FactsFile
from politburo.scenario.facts.work import Work
from politburo.scenario.models import TABLES, ScenarioFile
from politburo.scenario.tables import Item
from politburo.scenario.values import default

__all__ = ["FactsFile", "expand"]

RESERVES = 20
#: in this order: later steps read what earlier ones wrote
STEPS = (
    people.people,
    people.disputes,
    institutions.bodies,
    institutions.offices,
    institutions.following,
    people.ties,
    surroundings.outside,
    surroundings.shocks,
    surroundings.foreseen,
)


def expand(page: FactsFile, at: Callable[[tuple], str]) -> tuple[ScenarioFile | None, dict, Work]:
    """Return (head, tables, the work, which tells what was filled in and what is wrong), whatever the order of the contenders."""
    work = Work(page, at)
    for step in STEPS:
        step(work)
    if work.problems:
        return None, {}, work
    able = sum(person.able for person in work.people.values())
    head = ScenarioFile.model_validate(
        {
            "format": 1,
            "id": page.id,
            "title": page.title,
            "summary": f"{page.party.name}. {page.opening.what}",
            "window": {"from": work.start, "to": work.end},
            "start": work.start,
            "contenders": min(12, max(2, able)),
            "reserves": RESERVES,
            "country": [surroundings.country(work)],
            "unknown": {"age": default("age"), "party_years": default("party-years")},
        }
    )
    tables = {
        name: [Item(TABLES[name].model_validate(row), n) for n, row in enumerate(rows, 2)]
        for name, rows in work.rows.items()
    }
    return head, tables, work
