"""A summary that is read from a file, which somebody may have changed, is held to what a summary is before anything uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from pydantic import TypeAdapter

from politburo.errors import CONTROL
from politburo.measures.answer import Summary
from politburo.measures.names import short_name
from politburo.measures.stagekinds import KINDS as STAGE_KINDS
from politburo.measures.summary import FORM, Accumulator
from politburo.vocab import Evidence, Locus, RuleType

if TYPE_CHECKING:
    from politburo.facts import Facts
    from politburo.scenario.resolved import Resolved


def held_to(found: Mapping[str, object], resolved: Resolved, facts: Facts) -> Summary:
    """A summary of a run of this scenario with these facts, as it is. Raises `ValueError` with the first thing that is wrong."""
    read, fresh = TypeAdapter(Summary).validate_python(found), Accumulator(resolved)
    years, ids = fresh.labels, {person.id: person for person in resolved.persons}
    types = RuleType.words()
    picks = read["picks"]
    agree = {
        "form": read["form"] == FORM,
        "case": read["case"] == resolved.id,
        "title": read["title"] == resolved.title,
        "start": (read["start"], read["end"]) == (str(resolved.start), str(resolved.end)),
        "histories": read["histories"] == facts["histories"],
        "run": read["run"] == facts,
        "years": read["years"] == years == [row["year"] for row in read["membership"]],
        "effective": len(read["effective"]) == len(years),
        "evidence": set(read["evidence"]) == set(Evidence.words()),
        "final": set(read["final"]) == set(read["types"]) == set(types),
        "locus": set(read["locus"]) == set(Locus.words()),
        "quantiles": set(read["consolidation"]["quantiles"]) == {"5%", "25%", "50%", "75%", "95%"},
        "leading": {person["id"] for person in read["leading"]}
        | set(read["blind"]["persons"] if "blind" in read else ())
        <= set(ids)
        and all(person["name"] == short_name(ids[person["id"]].name) for person in read["leading"]),
        "stages": set(read["stages"]) == set(STAGE_KINDS),
        "shares by year": all(
            len(shares) == len(years)
            for shares in (
                *read["types"].values(),
                *read["locus"].values(),
                *(
                    shares
                    for one in read["leading"]
                    for shares in (one["sole"], one["primus"], one["dual"], one["ruling"], one["core"])
                ),
            )
        ),
        "picks": max(picks["typical"], picks["strangest"], picks.get("nearest", 0)) < facts["histories"],
        "texts": not any(map(CONTROL.search, _texts(found))),
    }
    wrong = [name for name, fits in agree.items() if not fits]
    if wrong:
        raise ValueError(f"{wrong[0]} of another run, or of none")
    return cast("Summary", found)  # the order of its keys and its numbers as they were


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for one in inner for text in _texts(one)]
