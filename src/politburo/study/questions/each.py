"""Every history of a run in one row: who rules in the end, who led and how at the end of each year, by what stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from politburo.measures import definitions as D
from politburo.measures.history import Reader, month_date
from politburo.measures.summary import paths as ways
from politburo.study.questions.paths import MOST, course, paths
from politburo.vocab import RuleType

if TYPE_CHECKING:
    from politburo.study.running.run import Run


class EachRow(TypedDict):
    """What became of a history."""

    history: int
    ruler: str | None  # who rules alone at the end
    rule: str  # type
    sole_from: str | None
    leader: str | None  # at the end
    by_year: list[str | None]  # who leads
    rules_by_year: list[str]
    path: str
    stages: list[str] | None  # kinds; of the first histories only
    group: int | None


class Each(TypedDict):
    """Every history of a run."""

    simulated: bool
    years: list[str]
    histories: list[EachRow]


def each(run: Run) -> Each:
    """{simulated, years, histories: [{history, ruler, rule, sole_from, leader, by_year, rules_by_year, path, stages, group}]}.

    `ruler` rules alone at the end, or None; `by_year` and `rules_by_year` are who led (None: nobody) and by what type of rule at the end
    of each of `years`; `path` is the way of the locus of decision. `group` is the place of the history's group in `paths`, and `stages`
    are the kinds of its stages; both are None for histories that are not grouped (after the first 512).
    """
    ids, thresholds = [person.id for person in run.resolved.persons], D.Thresholds()
    marks, start, groups = run.accumulator.marks, run.resolved.start, paths(run).cluster
    rows: list[EachRow] = []
    for block in run.blocks():
        kind, ruler = D.rule_type(block.series, thresholds)
        sole, leads = D.consolidation(kind), D.leads(block.series, thresholds)
        way = ways(D.locus(block.series, kind, thresholds))
        for n in range(block.histories):
            number, month = block.first + n, int(sole[n])
            by_year = [ids[p] if p >= 0 else None for p in leads[n, marks].tolist()]
            told = number < MOST
            rows.append(
                {
                    "history": number,
                    "ruler": ids[ruler[n, -1]] if kind[n, -1] == RuleType.SOLE else None,
                    "rule": RuleType(int(kind[n, -1])).word,
                    "sole_from": f"{month_date(start, month):%Y-%m}" if month >= 0 else None,
                    "leader": by_year[-1],
                    "by_year": by_year,
                    "rules_by_year": [RuleType(code).word for code in kind[n, marks].tolist()],
                    "path": str(way[n]),
                    "stages": list(course(Reader(run.resolved, block, number))) if told else None,
                    "group": groups[number] if told else None,
                }
            )
    return {"simulated": True, "years": run.accumulator.labels, "histories": rows}
