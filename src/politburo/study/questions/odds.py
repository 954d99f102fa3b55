"""Who was winning: the probability of every contender, month by month, by branching futures off saved states.

Two questions. *Given the record* (`odds_given_record`): from the states of the histories of an ensemble, weighted by the record up to
that month (`study.running.given_record`); before the first month these are the odds from the start, and where a case has no record
(`odds_from_the_start`) there is no other month. *Of one history* (`odds_of_history`): from its state at the beginning of a month, many
futures with other luck. They keep its parameters and its state, with traits and ties that nobody in it can see: such odds are those of
a reader who sees through the history up to that month, and not what somebody living then could have known.

Futures have the same luck in every month from which they branch, so that a change from one month to the next is a paired difference.

`odds.json` in a run's folder: `Odds.to_json()`: {simulated, facts, months: ["YYYY-MM"], effective: [n], persons: [{id, name,
sole: [{share, low, high}], ruling: [...]}], nobody: [...], turning: [{month, moved, person, name, from, to, low, high, events}],
last_chance: {id: "YYYY-MM"}}; null where too few different ancestors are
left. Given the record, facts.counted has, for each month, {effective: what the weights were worth, ancestors: how many different ones}.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from politburo.arrays import Array, Floats, Truths
from politburo.errors import PolitburoError, Problem
from politburo.facts import OfCase, OfParameters
from politburo.measures import definitions as D
from politburo.measures.history import month_date
from politburo.measures.names import short_name
from politburo.measures.quantities import ruling
from politburo.measures.summary import Z
from politburo.model.trace import Block
from politburo.store.files import put
from politburo.store.manifest import MOST_HISTORIES
from politburo.study.running import parameters
from politburo.study.running.pieces import Piece, counting, in_pieces
from politburo.vocab import RuleType, name_code
from politburo.words.chronicle import chronicle

if TYPE_CHECKING:
    import xarray

    from politburo.measures.answer import Share
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.progress import Progress

FILE = "odds.json"
CHANCE = 0.2  # one chance in five
TURNS = 6
NEEDED = ("wins_alone", "contender", "regime", "power", "necessary", "standing")


class Cost(TypedDict):
    """What an answer cost."""

    histories: NotRequired[float]  # of full length
    seconds: float


class MonthWorth(TypedDict):
    """What the histories are worth in a month."""

    effective: float
    ancestors: int


class Facts(OfCase, OfParameters):
    """What was asked, and of what."""

    title: str
    start: str
    end: str
    outcome: str
    definitions: dict[str, float]  # of `Thresholds`
    interval: str
    units: str
    question: NotRequired[str]  # which of the three
    history: NotRequired[int]  # where it is of one
    histories: NotRequired[int]  # where it is of many
    every: NotRequired[int]  # months between two that are told
    futures: NotRequired[int]
    record: NotRequired[str]  # digest
    known_until: NotRequired[str]
    fewest: NotRequired[int]  # ancestors, below which nothing is said
    counted: NotRequired[list[MonthWorth]]  # of each month
    cost: NotRequired[Cost]


Span = TypedDict("Span", {"from": float, "to": float})


class Turn(Span):
    """A month in which the odds moved, from one chance to another."""

    month: str
    moved: float  # total variation
    person: str  # id
    name: str
    low: float  # of the change
    high: float
    events: list[str]  # chronicle


class OddsOf(TypedDict):
    """A person's chances by month; None where too little is left to say."""

    id: str
    name: str
    short: str
    sole: list[Share | None]
    ruling: list[Share | None]


class Answer(TypedDict):
    """Everything as plain data."""

    simulated: bool
    facts: Facts
    months: list[str]
    effective: list[float | None]  # futures behind each month
    persons: list[OddsOf]
    nobody: list[Share | None]
    turning: list[Turn]
    last_chance: dict[str, str]  # month by person


@dataclass(frozen=True)
class Odds:
    """`sole` and `ruling`: float[month, person]; `n`: effective number of futures behind each month (NaN: too few)."""

    facts: Facts
    resolved: Resolved
    months: list[int]
    sole: Floats
    ruling: Floats
    n: Floats
    turning: list[Turn]

    @property
    def shown(self) -> list[int]:
        """Persons who ever have one chance in a hundred, the likeliest first."""
        best = np.nanmax(np.maximum(self.sole, self.ruling), 0)
        weight = np.nanmean(self.sole, 0) + np.nanmean(self.ruling, 0) / 10
        return [int(p) for p in np.argsort(-weight, kind="stable") if best[p] >= 0.01]

    @property
    def dataset(self) -> xarray.Dataset:
        """Labelled: sole and ruling with bounds over (month, person); units and provenance in the attributes."""
        import xarray

        shown, data = self.shown, {}
        for name, values in (("sole", self.sole), ("ruling", self.ruling)):
            parts = band(values[:, shown], self.n[:, None])
            for end, part in zip(("", "_low", "_high"), parts, strict=True):
                data[name + end] = (("month", "person"), part, {"units": "probability"})
        days = [np.datetime64(month_date(self.resolved.start, m), "ns") for m in self.months]
        coords = {"month": days, "person": [self.resolved.persons[p].id for p in shown]}
        return xarray.Dataset(data, coords, {k: str(v) for k, v in self.facts.items()})

    @property
    def last_chance(self) -> dict[str, str]:
        """The last month in which each person who had one chance in five to rule alone in the end still had it."""
        found = {}
        for p in self.shown:
            had = np.nonzero(self.sole[:, p] >= CHANCE)[0]
            if len(had):
                found[self.resolved.persons[p].id] = self._day(self.months[had[-1]])
        return found

    def _day(self, month: int) -> str:
        return f"{month_date(self.resolved.start, month):%Y-%m}"

    def _shares(self, values: Floats) -> list[Share | None]:
        return [
            None
            if np.isnan(n)
            else {"share": round(float(share), 4), "low": round(float(low), 4), "high": round(float(high), 4)}
            for n, share, low, high in zip(self.n, *band(values, self.n), strict=True)
        ]

    def to_json(self) -> Answer:
        """Everything as plain data; the shape is that of the module's text."""
        people = self.resolved.persons
        return {
            "simulated": True,
            "facts": self.facts,
            "months": [self._day(m) for m in self.months],
            "effective": [None if np.isnan(n) else round(float(n), 1) for n in self.n],
            "persons": [
                {
                    "id": people[p].id,
                    "name": short_name(people[p].name),
                    "short": people[p].short,
                    "sole": self._shares(self.sole[:, p]),
                    "ruling": self._shares(self.ruling[:, p]),
                }
                for p in self.shown
            ],
            "nobody": self._shares(np.clip(1 - self.sole.sum(1), 0, 1)),
            "turning": self.turning,
            "last_chance": self.last_chance,
        }

    def save(self, folder: str | Path) -> Path:
        """Write odds.json into a folder, which must exist."""
        path = Path(folder) / FILE
        put(path, json.dumps(self.to_json(), indent=1).encode())
        return path


def band(share: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """(share, low, high): Wilson's 95 % band for shares of n futures, n possibly effective and fractional."""
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * np.sqrt(np.maximum(share * (1 - share), 0) / n + Z * Z / (4 * n * n))
    return share, np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def histories_needed(months: int, marks: Iterable[int], futures: int) -> float:
    """What a curve costs, in histories of full length: the later a future branches off, the less it costs."""
    return sum((months - m) / months for m in marks) * futures


def odds_of_history(
    resolved: Resolved,
    *,
    history: int,
    seed: int = 1,
    params: parameters.Given = None,
    every: int = 1,
    futures: int = 256,
    thresholds: D.Thresholds | None = None,
    under: str | Path | None = None,
    progress: Progress | None = None,
) -> Odds:
    """Branch `futures` futures off one history at the beginning of every `every`-th month.

    Futures keep the history's own parameters and state, hidden traits among them; their luck is that of another seed.
    Turning points are the steps in which the distribution over sole rulers moved most (total variation) by more than chance: the
    paired 95 % interval of the person who moved most excludes 0. With `under` the same question goes on from what is finished.
    """
    from politburo import scenario
    from politburo.study.running import graft

    positive({"--every": every, "--futures": futures})
    thresholds, months, people = thresholds or D.Thresholds(), resolved.months, len(resolved.persons)
    values = parameters.values_of(params, resolved.parameters)
    begun = time.perf_counter()
    marks, parts = list(range(0, months, every)), graft.parts(futures)
    luck = name_code(f"futures of history {history} of seed {seed}")

    @functools.cache
    def base() -> tuple[graft.Onward, Piece]:
        """The history on its way, and what has come of it: made when first needed."""
        course = graft.course(scenario.lower(resolved), seed, range(history, history + 1), values)
        onward = graft.Onward(course)
        _, past = course.run(onward.states, 0, months)
        return onward, {**{name: past.series[name] for name in NEEDED}, "events": past.events}

    def task(n: int) -> Callable[[], Piece]:
        """First the history itself, then the futures of every marked month, part by part."""
        onward, past = base()
        if n == 0:
            return lambda: past
        month, numbers = marks[(n - 1) // len(parts)], parts[(n - 1) % len(parts)]
        here = onward.at(month)

        def branch() -> Piece:
            future = graft.futures(onward.course, numbers, luck)
            _, course = future.run(here.repeated(0, len(numbers)), month, months)
            sole, rule = end(tail(course.series, past, month, thresholds), thresholds, people)
            return {"sole": sole, "ruling": rule}

        return branch

    asked = {"question": "odds", "history": history, "every": every, "futures": futures}
    facts = facts_of(resolved, seed, parameters.facts_of(params, values), thresholds)
    told, *pieces = in_pieces(
        1 + len(marks) * len(parts),
        task,
        asked={**asked, "definitions": vars(thresholds)},
        facts=facts,
        resolved=resolved,
        under=under,
        progress=counting(progress, futures * len(marks)),
    )
    told_of: Facts = {
        **facts,
        "question": "one history",
        "history": history,
        "every": every,
        "futures": futures,
        "cost": {
            "histories": round(histories_needed(months, marks, futures), 1),
            "seconds": round(time.perf_counter() - begun, 1),
        },
    }
    sole, rule = (
        np.concatenate([piece[name] for piece in pieces]).reshape(len(marks), futures, people)
        for name in ("sole", "ruling")
    )
    turning = _turning(resolved, marks, sole, told["events"], every)
    n = np.full(len(marks), float(futures))
    return Odds(told_of, resolved, marks, sole.mean(1), rule.mean(1), n, turning)


def positive(numbers: dict[str, int]) -> None:
    allowed = f"1 to {MOST_HISTORIES:,}"
    wrong = [
        Problem("usage", name, str(n)[:100], allowed)
        for name, n in numbers.items()
        if not 1 <= n <= MOST_HISTORIES
    ]
    if wrong:
        raise PolitburoError(wrong)


def facts_of(resolved: Resolved, seed: int, params: OfParameters, thresholds: D.Thresholds) -> Facts:
    from politburo.study.running.provenance import provenance

    return {
        **provenance(),
        "case": resolved.id,
        "title": resolved.title,
        "start": str(resolved.start),
        "end": str(resolved.end),
        "scenario": resolved.digest,
        "seed": seed,
        **params,
        "outcome": "rules alone, or is in the ruling coalition, in the last month",
        "definitions": vars(thresholds),
        "interval": "Wilson, 95 %",
        "units": "probability",
    }


def tail(
    series: dict[str, Array], past: dict[str, Array], month: int, thresholds: D.Thresholds
) -> dict[str, Array]:
    """The months that decide who rules in the last one: those of the past (of one history, or each its own) and of the futures."""
    months = past["regime"].shape[1]
    begin = max(months - max(thresholds.sole_months, 2), 0)
    found = {}
    for name in NEEDED:
        rows = np.array(series[name][:, begin:])
        if month > begin:
            rows[:, : month - begin] = past[name][:, begin:month]
        found[name] = rows
    return found


def end(tail: dict[str, Array], thresholds: D.Thresholds, people: int) -> tuple[Truths, Truths]:
    """(rules alone, is in the coalition) in the last month: bool[history, person] each."""
    kind, ruler = D.rule_type(tail, thresholds)
    alone = np.zeros((len(kind), people), bool)
    rows = np.nonzero(kind[:, -1] == RuleType.SOLE)[0]
    alone[rows, ruler[rows, -1]] = True
    return alone, ruling(tail, -1, people)


def _turning(resolved: Resolved, marks: list[int], sole: Truths, events: Array, every: int) -> list[Turn]:
    """The steps that moved the odds most; `sole` bool[month, future, person] with the same luck in every month."""
    step = np.diff(sole.astype(np.float32), axis=0)
    moved = step.mean(1)
    nobody = -moved.sum(1)
    distance = (np.abs(moved).sum(1) + np.abs(nobody)) / 2
    found = []
    for k in np.argsort(-distance, kind="stable"):
        person = int(np.abs(moved[k]).argmax())
        change = float(moved[k, person])
        half = Z * float(step[k, :, person].std(ddof=1)) / np.sqrt(step.shape[1])
        if len(found) == TURNS or abs(change) <= half:
            break
        found.append(
            turn(
                resolved,
                marks[k],
                person,
                odds=(sole[k, :, person].mean(), sole[k + 1, :, person].mean()),
                half=half,
                moved=float(distance[k]),
                events=list(_told(resolved, events, marks[k], every)),
            )
        )
    return found


def turn(
    resolved: Resolved,
    month: int,
    person: int,
    *,
    odds: tuple[float, float],
    half: float,
    moved: float,
    events: list[str],
) -> Turn:
    """One turning point; `half` is half the width of the interval of the change."""
    was, became = map(float, odds)
    return {
        "month": f"{month_date(resolved.start, month):%Y-%m}",
        "moved": round(moved, 4),
        "person": resolved.persons[person].id,
        "name": short_name(resolved.persons[person].name),
        "from": round(was, 4),
        "to": round(became, 4),
        "low": round(became - was - half, 4),
        "high": round(became - was + half, 4),
        "events": events,
    }


def _told(resolved: Resolved, events: Array, month: int, every: int) -> Iterator[str]:
    """The chronicle of the months from `month` on."""
    days = {f"{month_date(resolved.start, m):%Y-%m}" for m in range(month, month + every)}
    past = Block(0, {}, events, {})
    return (f"{day} {text}" for day, text in chronicle(resolved, past, 0) if day in days)
