"""What happened: the file against which a forecast is scored, from the record, from a simulated history, or written by hand."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from politburo.measures.signals import Signals
from politburo.record import Record
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.study.evidence.implied import leader_word, ruler_word
from politburo.study.evidence.quantities import month_of
from politburo.vocab import RuleType

HORIZONS = (
    12,
    24,
    36,
    60,
)  # months after the clock's zero, by default the start; the end of the window is added
REMOVAL_MONTHS = 24
RULES = ("collective", "dual", "primus", "sole")
Weights = dict[str, Annotated[float, Field(ge=0, le=1)]]
Answer = str | Weights
Month = Annotated[int, Field(ge=0, le=12_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class TruthHorizon(_Strict):
    """How the party was ruled so many months after the start or `clock_zero`. A disputed answer is a mapping of answers to weights."""

    months: Annotated[int, Field(ge=1)]
    who: Annotated[Answer, Field(description="id of a sole ruler or primus, collective, or other")]
    rule: Annotated[Answer, Field(description="collective, dual, primus or sole")] | None = None
    leads: (
        Annotated[
            Answer, Field(description="id of the person who leads the ruling group, collective, or other")
        ]
        | None
    ) = None
    period: Annotated[
        str, Field(description="horizons of one period are kept together when skill is resampled")
    ] = ""

    @model_validator(mode="after")
    def _sums(self) -> TruthHorizon:
        for answer in (self.who, self.rule, self.leads):
            if isinstance(answer, dict) and abs(sum(answer.values()) - 1) > 1e-6:
                raise ValueError(f"weights of the answers that sum to 1, not {sum(answer.values()):.6g}")
        wrong = set(weights(self.rule)) - set(RULES) if self.rule is not None else set()
        if wrong:
            raise ValueError(f"rule is one of {', '.join(RULES)}, not {', '.join(sorted(wrong))}")
        return self


class TruthConsolidation(_Strict):
    """Months from the start or `clock_zero` to the first sole rule: `month`, or `between` two months, or not by the month `after`."""

    month: Month | None = None
    between: tuple[Month, Month] | None = None
    after: Month | None = None

    @model_validator(mode="after")
    def _one(self) -> TruthConsolidation:
        if sum(value is not None for value in (self.month, self.between, self.after)) != 1:
            raise ValueError("give one of month, between, after")
        if self.between is not None and self.between[0] > self.between[1]:
            raise ValueError("the earlier month first, then the later")
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

    @model_validator(mode="after")
    def _once(self) -> Truth:
        months = [horizon.months for horizon in self.horizons]
        if len(set(months)) < len(months):
            raise ValueError("every horizon once")
        return self


def weights(answer: Answer) -> dict[str, float]:
    """An answer as weights.

    >>> weights("sole")
    {'sole': 1.0}
    """
    return {answer: 1.0} if isinstance(answer, str) else answer


def horizons_of(resolved: Resolved) -> list[int]:
    """Months after the clock's zero for which forecasts are made: HORIZONS inside what is simulated, and its end."""
    zero, last = resolved.clock_zero, resolved.months - 1 - resolved.clock_zero
    return [*(m for m in HORIZONS if m < last and zero + m > 0), last]


def truth_of_history(resolved: Resolved, signals: Signals, row: int, people: list[str]) -> Truth:
    """One simulated history as a truth file: for worked examples, and for tests of the scores."""
    ids = {person.id: n for n, person in enumerate(resolved.persons)}
    zero = resolved.clock_zero
    came = float(signals.consolidation[row]) - zero
    horizons = []
    for month in horizons_of(resolved):
        rule = RuleType(int(signals.rule[row, zero + month]))
        who = ruler_word(resolved, rule, int(signals.ruler[row, zero + month]))
        who = who if who in (*people, "collective") else "other"
        word = rule.word if rule.word in RULES else None
        leader = int(signals.leads[row, zero + month])
        leads = leader_word(resolved, rule, leader)
        horizons.append(TruthHorizon(months=month, who=who, rule=word, leads=leads))
    reached = signals.reached["lost-bureau"][row]
    return Truth(
        format=1,
        kind="truth",
        scenario=resolved.id,
        source="a simulated history",
        horizons=horizons,
        consolidation=TruthConsolidation(month=max(0, int(came)))
        if came < signals.months - zero
        else TruthConsolidation(after=signals.months - zero),
        removal={person: bool(reached[ids[person]] <= zero + REMOVAL_MONTHS) for person in people},
    )


def truth_of_record(resolved: Resolved, record: Record, last: date) -> Truth:
    """What the record says of a scenario's horizons up to a day. Horizons after it are left out: they are held out.

    The rule is that of the coded item nearest in time within half a year; removals are dated items of the small body.
    """
    zero = resolved.clock_zero
    coded = {kind: [i for i in record.items if i.kind == kind] for kind in ("rule", "ruler")}
    congresses = [i.date for i in record.items if i.kind == "bureau-size"]
    horizons = []
    for month in horizons_of(resolved):
        near = {kind: _nearest(items, resolved, zero + month) for kind, items in coded.items()}
        who, rule = near["ruler"], near["rule"]
        if who is None or rule is None or _after(resolved, zero + month) > last:
            continue
        period = f"congresses before: {sum(day <= _after(resolved, zero + month) for day in congresses)}"
        horizons.append(TruthHorizon(months=month, who=who.codings, rule=rule.codings, period=period))
    removal = {
        item.subject: not item.censored and month_of(resolved, item.date) <= zero + REMOVAL_MONTHS
        for item in record.items
        if item.arena == "lost-bureau" and _after(resolved, zero + REMOVAL_MONTHS) <= last
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
    """Between the last year's end without any answer of sole rule and the first at which it is the likeliest."""
    month = lambda day: max(0, month_of(resolved, day) - resolved.clock_zero)  # noqa: E731
    without = [i.date for i in coded if i.date <= last and not i.codings.get("sole")]
    likely = [i.date for i in coded if i.date <= last and i.codings.get("sole", 0.0) > 0.5]
    if not likely:
        return TruthConsolidation(after=month(last))
    return TruthConsolidation(between=(month(max(without)), month(min(likely))))


def _after(resolved: Resolved, month: int) -> date:
    year, rest = divmod(resolved.start.year * 12 + resolved.start.month - 1 + month, 12)
    return date(year, rest + 1, 1)


def _nearest(items: list[Item], resolved: Resolved, month: int) -> Item | None:
    near = min(items, key=lambda i: abs(month_of(resolved, i.date) - month), default=None)
    return near if near is not None and abs(month_of(resolved, near.date) - month) <= 6 else None
