"""What happened: the file against which a forecast is scored, from the record, from a simulated history, or written by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from politburo.errors import PolitburoError, Problem
from politburo.measures.signals import Signals
from politburo.record import Record
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.scenario.tables import problems_of
from politburo.scenario.yamlread import Node, read_yaml
from politburo.study.implied import leader_word, ruler_word
from politburo.study.quantities import month_of
from politburo.vocab import RuleType

HORIZONS = (12, 24, 36, 60)  # months after the start; the end of the window is added
REMOVAL_MONTHS = 24
RULES = ("collective", "dual", "primus", "sole")
Weights = dict[str, Annotated[float, Field(ge=0, le=1)]]
Reading = str | Weights


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TruthHorizon(_Strict):
    """How the party was ruled so many months after the start. A disputed answer is a mapping of readings to weights."""

    months: Annotated[int, Field(ge=1)]
    who: Annotated[Reading, Field(description="id of a sole ruler or primus, collective, or other")]
    rule: Annotated[Reading, Field(description="collective, dual, primus or sole")] | None = None
    leads: (
        Annotated[
            Reading, Field(description="id of the person who leads the ruling group, collective, or other")
        ]
        | None
    ) = None
    period: Annotated[
        str, Field(description="horizons of one period are kept together when skill is resampled")
    ] = ""

    @model_validator(mode="after")
    def _sums(self) -> TruthHorizon:
        for reading in (self.who, self.rule, self.leads):
            if isinstance(reading, dict) and abs(sum(reading.values()) - 1) > 1e-6:
                raise ValueError("the weights of the readings must sum to 1")
        wrong = set(weights(self.rule)) - set(RULES) if self.rule is not None else set()
        if wrong:
            raise ValueError(f"rule is one of {', '.join(RULES)}, not {', '.join(sorted(wrong))}")
        return self


class TruthConsolidation(_Strict):
    """Months from the start to the first sole rule: `month`, or `between` two months, or not by the month `after`."""

    month: int | None = None
    between: tuple[int, int] | None = None
    after: int | None = None

    @model_validator(mode="after")
    def _one(self) -> TruthConsolidation:
        if sum(value is not None for value in (self.month, self.between, self.after)) != 1:
            raise ValueError("give one of month, between, after")
        return self


class Truth(_Strict):
    """A truth file."""

    format: Literal[1]
    kind: Literal["truth"]
    scenario: str
    source: Annotated[str, Field(min_length=1, description="where this is known from")]
    horizons: list[TruthHorizon] = []
    consolidation: TruthConsolidation | None = None
    removal: Annotated[
        dict[str, bool],
        Field(description=f"person: removed from the small body within {REMOVAL_MONTHS} months"),
    ] = {}


def weights(reading: Reading) -> dict[str, float]:
    """A reading as weights.

    >>> weights("sole")
    {'sole': 1.0}
    """
    return {reading: 1.0} if isinstance(reading, str) else reading


def horizons_of(resolved: Resolved) -> list[int]:
    """Months after the start for which forecasts are made: HORIZONS inside the window, and its end."""
    return [*(m for m in HORIZONS if m < resolved.months - 1), resolved.months - 1]


def truth_of_history(resolved: Resolved, signals: Signals, row: int, people: list[str]) -> Truth:
    """One simulated history as a truth file: for worked examples, and for tests of the scores."""
    ids = {person.id: n for n, person in enumerate(resolved.persons)}
    came = float(signals.consolidation[row])
    horizons = []
    for month in horizons_of(resolved):
        rule = RuleType(int(signals.rule[row, month]))
        who = ruler_word(resolved, rule, int(signals.ruler[row, month]))
        word = rule.word if rule.word in RULES else None
        leader = int(signals.leads[row, month])
        leads = leader_word(resolved, rule, leader)
        horizons.append(TruthHorizon(months=month, who=who, rule=word, leads=leads))
    reached = signals.reached["lost-bureau"][row]
    return Truth(
        format=1,
        kind="truth",
        scenario=resolved.id,
        source="a simulated history",
        horizons=horizons,
        consolidation=TruthConsolidation(month=int(came))
        if came < signals.months
        else TruthConsolidation(after=signals.months),
        removal={person: bool(reached[ids[person]] <= REMOVAL_MONTHS) for person in people},
    )


def truth_of_record(resolved: Resolved, record: Record, last: date) -> Truth:
    """What the record says of a scenario's horizons up to a day. Horizons after it are left out: they are held out.

    The rule is that of the coded item nearest in time within half a year; removals are dated items of the small body.
    """
    coded = {kind: [i for i in record.items if i.kind == kind] for kind in ("rule", "ruler")}
    congresses = [i.date for i in record.items if i.kind == "bureau-size"]
    horizons = []
    for month in horizons_of(resolved):
        near = {kind: _nearest(items, resolved, month) for kind, items in coded.items()}
        who, rule = near["ruler"], near["rule"]
        if who is None or rule is None or _after(resolved, month) > last:
            continue
        period = f"congresses before: {sum(day <= _after(resolved, month) for day in congresses)}"
        horizons.append(TruthHorizon(months=month, who=who.readings, rule=rule.readings, period=period))
    removal = {
        item.subject: not item.censored and month_of(resolved, item.date) <= REMOVAL_MONTHS
        for item in record.items
        if item.arena == "lost-bureau" and _after(resolved, REMOVAL_MONTHS) <= last
    }
    return Truth(
        format=1,
        kind="truth",
        scenario=resolved.id,
        source=f"the record, up to {last}",
        horizons=horizons,
        consolidation=_consolidated(resolved, coded["rule"], last),
        removal=removal,
    )


def _consolidated(resolved: Resolved, coded: list[Item], last: date) -> TruthConsolidation:
    """Between the last year's end without any reading of sole rule and the first at which it is the likeliest."""
    without = [i.date for i in coded if i.date <= last and not i.readings.get("sole")]
    likely = [i.date for i in coded if i.date <= last and i.readings.get("sole", 0.0) > 0.5]
    if not likely:
        return TruthConsolidation(after=month_of(resolved, last))
    return TruthConsolidation(between=(month_of(resolved, max(without)), month_of(resolved, min(likely))))


def _after(resolved: Resolved, month: int) -> date:
    year, rest = divmod(resolved.start.year * 12 + resolved.start.month - 1 + month, 12)
    return date(year, rest + 1, 1)


def _nearest(items: list[Item], resolved: Resolved, month: int) -> Item | None:
    near = min(items, key=lambda i: abs(month_of(resolved, i.date) - month), default=None)
    return near if near is not None and abs(month_of(resolved, near.date) - month) <= 6 else None


def read_document(path: Path, model: type[Any]) -> Any:
    """Read a JSON or YAML file into a model; raises `PolitburoError` naming every field that is wrong."""
    if not path.is_file():
        raise PolitburoError(Problem("file-missing", str(path), "no such file"))
    root: Node | None = None
    try:
        if path.suffix == ".json":
            plain = json.loads(path.read_text(encoding="utf-8"))
        else:
            root = read_yaml(path)
            plain = root.plain()
        return model.model_validate(plain)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise PolitburoError(Problem("json-syntax", str(path), str(error)[:200])) from None
    except ValidationError as error:
        raise PolitburoError(problems_of(error, lambda place: _place(path, root, place))) from None


def _place(path: Path, root: Node | None, location: tuple) -> str:
    """The line and column of a value in YAML, or its path in JSON."""
    if root is None:
        return f"{path.name}: {'.'.join(str(part) for part in location)}"
    node: Node = root
    for part in location:
        inside = node.value if isinstance(node.value, dict) else dict(enumerate(node.value or []))
        if part not in inside:
            break
        node = inside[part]
        if not isinstance(node.value, (dict, list)):
            break
    return f"{path.name}:{node.line}:{node.column}"
