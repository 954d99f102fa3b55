"""The losses of the model and of simple rivals on the successions of the catalog, each case forecast by what the others teach.

| question | scores | rivals |
| --- | --- | --- |
| leads | log, Brier | all of `leaders` |
| rule | log, Brier, ranked probability (collective < dual < primus < sole) | base rate of the other cases then; uniform; persistence |
| sole | CRPS of the months to the first sole rule, censored at the window | exponential with the mean of the other cases; never; even |

The exponential has the rate of the other cases: first sole rules within the window over the months lived through until then. Base rates
and rate are those of the cases outside the forecast case's cluster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.scores.proper import brier, crps_months, log_score, ranked_probability
from politburo.study.forecasting.forecast import Forecast
from politburo.study.forecasting.leaders import LOGIT, chances_by_office
from politburo.study.forecasting.successions import Succession, leads, sole_rule
from politburo.study.forecasting.truth import HORIZONS, RULES

if TYPE_CHECKING:
    from politburo.study.forecasting.account import CoverageRow, ReliabilityRow

MODEL, BOTH = "model", "model and office logit, halves"
BASE, EXPONENTIAL = "base rate", "exponential"
LEVELS = (0.5, 0.9)
Chances = Mapping[str, float]


@dataclass(frozen=True)
class Loss:
    """The loss of one forecaster on one answer. `months` is 0 where the question has no horizon."""

    question: str
    score: str
    case: str
    cluster: str
    months: int
    forecaster: str
    value: float


@dataclass(frozen=True)
class Statement:
    """What was said of one question at one horizon, and what came: probabilities and shares of the same answers."""

    question: str
    case: str
    months: int
    forecaster: str
    said: Chances
    came: Chances


def statements(case: Succession, said: Forecast, others: Sequence[Succession]) -> list[Statement]:
    """Everything that the model and its rivals say of who leads and of the type of rule. `others`: the cases that may teach."""
    found = []
    ahead = {horizon.months: horizon for horizon in said.horizons}
    people = [contender.id for contender in said.contenders]
    logit = chances_by_office(case.dossiers, people)
    for horizon in case.course.horizons:
        if horizon.month not in HORIZONS or horizon.month not in ahead:
            continue
        mine = ahead[horizon.month]
        who = {MODEL: mine.leads} | {name: one.leads for name, one in said.references.items() if one.leads}
        who[LOGIT] = logit
        who[BOTH] = {name: (chance + logit[name]) / 2 for name, chance in mine.leads.items()}
        came = leads(horizon, list(mine.leads))
        found += [
            Statement("leads", case.id, horizon.month, name, of, came) for name, of in who.items() if came
        ]
        if horizon.rule:
            rule = {MODEL: mine.rule, BASE: base_rate(others, horizon.month)}
            rule |= {name: said.references[name].rule for name in ("uniform", "persistence")}
            found += [
                Statement("rule", case.id, horizon.month, name, of, horizon.rule) for name, of in rule.items()
            ]
    return found


def base_rate(others: Sequence[Succession], month: int) -> dict[str, float]:
    """Shares of the types of rule at a horizon, each with half a case more than were seen."""
    seen = [h for case in others for h in case.course.horizons if h.month == month and h.rule]
    share = lambda rule: sum(h.rule.get(rule, 0.0) for h in seen)  # noqa: E731
    return {rule: (share(rule) + 0.5) / (len(seen) + len(RULES) / 2) for rule in RULES}


def _ranked(said: Chances, came: Chances) -> float:
    return ranked_probability(said, came, RULES)


SCORES = {
    "leads": {"log": log_score, "brier": brier},
    "rule": {"log": log_score, "brier": brier, "rps": _ranked},
}


def losses(told: Sequence[Statement], cluster: str) -> list[Loss]:
    """The scores of what was said."""
    return [
        Loss(one.question, name, one.case, cluster, one.months, one.forecaster, score(one.said, one.came))
        for one in told
        for name, score in SCORES[one.question].items()
    ]


# the first sole rule -----------------------------------------------------------------------------------------------


def sole_losses(case: Succession, said: Forecast, others: Sequence[Succession]) -> list[Loss]:
    """CRPS in months of the model, the exponential of the other cases, never, and an even chance of every month and of later."""
    window = said.window_months - 1
    first, last = came_between(case, window)
    rate = sole_rate(others, window)
    months = np.arange(1, window + 1)
    ahead = {
        MODEL: said.consolidation.by_month[:window],
        EXPONENTIAL: (1 - np.exp(-rate * months)).tolist(),
        "never": [0.0] * window,
        "even": (months / (window + 1)).tolist(),
    }
    return [
        Loss("sole", "crps", case.id, case.cluster, 0, name, crps_months(chances, first, last))
        for name, chances in ahead.items()
    ]


def came_between(case: Succession, window: int) -> tuple[int, int]:
    """The months between which sole rule first came; (window, window) where it did not within it."""
    found = sole_rule(case.course, window)
    first, last = found.between if found.between is not None else (window, window)
    return min(first, window), min(max(first, last), window)


def sole_rate(others: Sequence[Succession], window: int) -> float:
    """First sole rules a month lived through without one: the maximum likelihood where what had not come by the end is censored."""
    came = [float(np.mean(came_between(case, window))) for case in others]
    return sum(month < window for month in came) / max(sum(came), 1.0)


# calibration -------------------------------------------------------------------------------------------------------


def likeliest(said: Chances, level: float) -> tuple[set[str], float]:
    """The fewest answers that together have at least this probability, and what they have."""
    chosen: set[str] = set()
    held = 0.0
    for name in sorted(said, key=lambda name: (-said[name], name)):
        if held >= level - 1e-9:
            break
        chosen.add(name)
        held += said[name]
    return chosen, held


def share_within(said: Chances, came: Chances, level: float) -> float:
    """What share of what came lies in the likeliest answers of exactly this probability.

    Answers have sizes, so that whole ones nearly always hold more than is asked. Of those that reach over the border - equals together -
    only the part counts that fills up the level: an honest forecast has what came inside as often as `level` says
    (Czado, Gneiting & Held 2009, for forecasts of counts).
    """
    found, below = 0.0, 0.0
    for size in sorted(set(said.values()), reverse=True):
        equals = [name for name in said if said[name] == size]
        held = size * len(equals)
        part = min(max((level - below) / held, 0.0), 1.0) if held > 0 else 0.0
        found += part * sum(came.get(name, 0.0) for name in equals)
        below += held
    return found


def coverage(told: Sequence[Statement]) -> list[CoverageRow]:
    """By question and forecaster: how often what came lay among the likeliest answers, and how often it was promised to.

    `inside` counts whole answers and `exactly` only the part of the last that fills up the level (`share_within`).
    """
    found: list[CoverageRow] = []
    for question, forecaster in dict.fromkeys((one.question, one.forecaster) for one in told):
        mine = [one for one in told if (one.question, one.forecaster) == (question, forecaster)]
        for level in LEVELS:
            sets = [likeliest(one.said, level) for one in mine]
            inside = [
                sum(share for name, share in one.came.items() if name in chosen)
                for one, (chosen, _) in zip(mine, sets, strict=True)
            ]
            found.append(
                {
                    "question": question,
                    "forecaster": forecaster,
                    "level": level,
                    "promised": float(np.mean([held for _, held in sets])),
                    "inside": float(np.mean(inside)),
                    "exactly": float(np.mean([share_within(one.said, one.came, level) for one in mine])),
                    "items": len(mine),
                }
            )
    return found


def sole_coverage(pairs: Sequence[tuple[Succession, Forecast]]) -> list[CoverageRow]:
    """Share of the dates of first sole rule inside the central intervals; a date that did not come counts as the end of the window.

    `exactly` counts of a month, and of what lies beyond the window, only the part inside the interval.
    """
    places = []
    for case, said in pairs:
        window = said.window_months - 1
        by = [0.0, *said.consolidation.by_month[:window], 1.0]
        first, last = came_between(case, window)
        places.append([(by[day], by[day + 1]) for day in range(first, last + 1)])
    found: list[CoverageRow] = []
    for level in LEVELS:
        low, high = (1 - level) / 2, (1 + level) / 2
        shares = [np.mean([b > low and a < high for a, b in spans]) for spans in places]
        parts = [np.mean([part_between(a, b, low, high) for a, b in spans]) for spans in places]
        found.append(
            {
                "question": "sole",
                "forecaster": MODEL,
                "level": level,
                "promised": level,
                "inside": float(np.mean(shares)),
                "exactly": float(np.mean(parts)),
                "items": len(places),
            }
        )
    return found


def part_between(a: float, b: float, low: float, high: float) -> float:
    """The part of the span from a to b that lies between `low` and `high`; of a point: whether it does."""
    if b - a < 1e-12:
        return float(low <= a <= high)
    return max(0.0, min(b, high) - max(a, low)) / (b - a)


EDGES = (
    0.0,
    0.05,
    0.1,
    0.2,
    0.35,
    0.5,
    1.0,
)  # of the bins of the reliability plot; most answers are improbable


def reliability(told: Sequence[Statement], forecaster: str) -> list[ReliabilityRow]:
    """Of the answers to "who leads?" that were called so probable, what share came true."""
    pairs = [
        (chance, one.came.get(name, 0.0))
        for one in told
        if one.question == "leads" and one.forecaster == forecaster
        for name, chance in one.said.items()
    ]
    chances, came = (np.array(side) for side in zip(*pairs, strict=True))
    bins = np.clip(np.searchsorted(EDGES, chances, "left") - 1, 0, len(EDGES) - 2)
    return [
        {
            "forecaster": forecaster,
            "from": EDGES[n],
            "to": EDGES[n + 1],
            "items": int((bins == n).sum()),
            "said": float(chances[bins == n].mean()),
            "came": float(came[bins == n].mean()),
        }
        for n in range(len(EDGES) - 1)
        if (bins == n).any()
    ]
