"""What a summary is made of: read from a file that somebody may have changed, it is held to this before anything uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from politburo.errors import CONTROL
from politburo.measures.names import short_name
from politburo.measures.stagekinds import KINDS as STAGE_KINDS
from politburo.measures.summary import FORM, Accumulator
from politburo.vocab import Evidence, Locus, RuleType

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved

Unit = Annotated[float, Field(ge=0, le=1)]
Finite = Annotated[float, Field(ge=-1e9, le=1e9)]
Count = Annotated[int, Field(ge=0)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Share(Strict):
    share: Unit
    low: Unit
    high: Unit


class Quantiles(Strict):
    low: Finite
    median: Finite
    high: Finite


class Person(Strict):
    id: str
    name: str
    label: str
    reserve: bool
    sole_at_end: Share
    sole: list[Share]
    primus: list[Share]
    dual: list[Share]
    ruling: list[Share]
    core: list[Share]


class Coup(Strict):
    tried: Share
    succeeded: Share


class Consolidation(Strict):
    within_window: Share
    quantiles: dict[str, str]


class Path(Share):
    path: str


class Membership(Strict):
    year: str
    members: Quantiles
    workers: Quantiles
    higher: Quantiles


class Votes(Strict):
    years: str
    arena: str
    per_history: Finite
    against_ruling_side: Quantiles
    ruling_side_beaten: Unit


class Picks(Strict):
    typical: Count
    strangest: Count
    nearest: Count = 0
    nearest_f1: Unit = 0.0


class Blind(Strict):
    histories: Annotated[int, Field(ge=1)]
    anyone: Share
    persons: dict[str, Share]


class Held(Strict):
    month: str
    type: str
    power: Finite


class Given(Strict):
    """What a run that is given a record says of it (`study.given_record`)."""

    day: str
    histories: Count
    effective: Finite
    ancestors: Count
    effective_ancestors: Finite
    counted: dict[str, Count]
    unstated: dict[str, Count]
    items: list[str]
    items_unstated: list[str]
    held_back: list[Held]


class Summary(Strict):
    simulated: bool
    form: int
    case: str
    title: str
    start: str
    end: str
    histories: int
    interval: str
    evidence: dict[str, Unit]
    years: list[str]
    leading: list[Person]
    sole_at_end: Share
    types: dict[str, list[Share]]
    final: dict[str, Share]
    coup: Coup
    consolidation: Consolidation
    locus: dict[str, list[Share]]
    effective: list[Quantiles]
    paths: list[Path]
    full_path: Share
    stages: dict[str, Share]
    membership: list[Membership]
    votes: list[Votes]
    turnover: Quantiles
    reserves_in_bureau: Quantiles
    picks: Picks
    blind: Blind | None = None
    given: Given | None = None
    run: dict[str, Any]


def held_to(found: dict[str, Any], resolved: Resolved, facts: dict[str, Any]) -> dict[str, Any]:
    """A summary of a run of this scenario with these facts, as it is. Raises `ValueError` with the first thing that is wrong."""
    read, fresh = Summary.model_validate(found), Accumulator(resolved)
    years, ids = fresh.labels, {person.id: person for person in resolved.persons}
    types = RuleType.words()
    agree = {
        "form": read.form == FORM,
        "case": read.case == resolved.id,
        "title": read.title == resolved.title,
        "start": (read.start, read.end) == (str(resolved.start), str(resolved.end)),
        "histories": read.histories == facts["histories"],
        "run": read.run == facts,
        "years": read.years == years == [row.year for row in read.membership],
        "effective": len(read.effective) == len(years),
        "evidence": set(read.evidence) == set(Evidence.words()),
        "final": set(read.final) == set(read.types) == set(types),
        "locus": set(read.locus) == set(Locus.words()),
        "quantiles": set(read.consolidation.quantiles) == {"5%", "25%", "50%", "75%", "95%"},
        "leading": {person.id for person in read.leading} | set(read.blind.persons if read.blind else ())
        <= set(ids)
        and all(person.name == short_name(ids[person.id].name) for person in read.leading),
        "stages": set(read.stages) == set(STAGE_KINDS),
        "shares by year": all(
            len(shares) == len(years)
            for shares in (
                *read.types.values(),
                *read.locus.values(),
                *(getattr(one, name) for one in read.leading for name in fresh.counts),
            )
        ),
        "picks": max(read.picks.typical, read.picks.strangest, read.picks.nearest) < facts["histories"],
        "texts": not any(map(CONTROL.search, _texts(found))),
    }
    wrong = [name for name, fits in agree.items() if not fits]
    if wrong:
        raise ValueError(f"{wrong[0]} of another run, or of none")
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for one in inner for text in _texts(one)]
