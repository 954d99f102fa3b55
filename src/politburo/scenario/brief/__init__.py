"""From one page to the ordinary tables: a *brief* scenario, with documented defaults for all that the page leaves open.

Deterministic. Nothing depends on a name: entities follow the order of the page, equal codings are never ranked (a tie leaves a post
vacant and an organisation without a patron), so renaming changes names only.
"""

from __future__ import annotations

from collections.abc import Callable

from politburo.scenario.brief import institutions, outside, people
from politburo.scenario.brief.defaults import RESERVES
from politburo.scenario.brief.expansion import Expansion
from politburo.scenario.brief.form import BriefFile
from politburo.scenario.models import TABLES, ScenarioFile
from politburo.scenario.tables import Item

__all__ = ["BriefFile", "expand"]

#: in this order: later steps read what earlier ones wrote
STEPS = (
    people.dates,
    people.disputes,
    people.people,
    institutions.offices,
    institutions.committee,
    institutions.bodies,
    institutions.organisations,
    people.ties,
    outside.outside,
    people.shocks,
)


def expand(page: BriefFile, at: Callable[[tuple], str]) -> tuple[ScenarioFile | None, dict, Expansion]:
    """Return (head, tables, the work, which tells what was filled in and what is wrong); deterministic, in the order of the page."""
    work = Expansion(page, at)
    for step in STEPS:
        step(work)
    if work.problems:
        return None, {}, work
    for text, key in work.sources.items():
        work.add("sources", key=key, citation=text, status="unverified")
    able = sum(getattr(leader, "eligible", "yes") == "yes" for _, leader in work.people)
    country = (page.country.model_dump() if page.country else {}) | {"date": page.window.from_}
    country["predecessor"] = country.get("predecessor") or next(
        (person for person, leader in work.people if leader is page.predecessor), None
    )
    if page.country is None:
        work.filled.append(
            "The mood of the country: discontent .3, threat from abroad .1, fear .1, no ban on factions."
        )
    head = ScenarioFile.model_validate(
        {
            "format": 1,
            "id": page.id,
            "title": page.title,
            "summary": page.summary,
            "window": page.window.model_dump(by_alias=True),
            "start": work.start,
            "clock_zero": page.clock_zero,
            "contenders": min(12, max(3, able)),
            "reserves": RESERVES,
            "country": [country],
        }
    )
    tables = {
        name: [Item(TABLES[name].model_validate(row), n) for n, row in enumerate(rows, 2)]
        for name, rows in work.rows.items()
    }
    return head, tables, work
