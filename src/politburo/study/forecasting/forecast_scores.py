"""Score forecasts against what happened, beside the rivals' forecasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TypedDict

import numpy as np

from politburo.errors import PolitburoError, Problem, nearest
from politburo.scenario.documents import Place
from politburo.scores.proper import brier, crps_months, log_score, ranked_probability
from politburo.scores.skill import skill
from politburo.study.forecasting.forecast import Forecast
from politburo.study.forecasting.truth import RULES, Truth, weights

#: score -> what it scores, in words
SCORES = {
    "log": "who rules, log score (nats)",
    "brier": "who rules, Brier score",
    "leads-log": "who leads, log score (nats)",
    "leads-brier": "who leads, Brier score",
    "rule-log": "rule type, log score (nats)",
    "rule-brier": "rule type, Brier score",
    "rps": "rule type, ranked probability score",
    "locus": "where decisions are made, ranked probability score",
    "crps": "months to sole rule, CRPS (months)",
    "removal": "removal from the small body, Brier score",
    "votes": "share against in counted votes, CRPS (share)",
    "contested votes": "share against where more than 5 % were, CRPS (share)",
    "members": "party members, CRPS (log)",
    "composition": "workers and schooling, CRPS (share)",
    "bodies": "sizes of bodies, months between congresses, CRPS (log)",
    "secretaries": "secretaries changed and named from above, CRPS (share)",
    "together": "who stands with whom, Brier score",
    "seat": "who sits in a body, Brier score",
    "events": "dated event come by the last day, Brier score",
}


@dataclass(frozen=True)
class Scored:
    """One scored answer: its loss, and the losses of the references that answered too."""

    scenario: str
    score: str
    about: str
    block: str
    loss: float
    references: dict[str, float]


def scored(forecast: Forecast, truth: Truth, place: Place | None = lambda *where: "--truth") -> list[Scored]:
    """Every answer of a forecast that its truth covers.

    Raises `PolitburoError`, with `place` of each fact, if they are about different scenarios or if the forecast knows nothing of a
    month or name of the truth. A truth without a `place` is no file but a record, which may say more than was asked.
    """
    problems = mismatches(forecast, truth, place) if place is not None else []
    if problems:
        raise PolitburoError(problems)
    return [*_horizons(forecast, truth), *_consolidation(forecast, truth), *_removals(forecast, truth)]


def _ranked(forecast: dict[str, float], truth: dict[str, float]) -> float:
    return ranked_probability(forecast, truth, RULES)


#: question of a horizon -> its scores
QUESTIONS: dict[str, dict[str, Callable[[dict[str, float], dict[str, float]], float]]] = {
    "who": {"log": log_score, "brier": brier},
    "leads": {"leads-log": log_score, "leads-brier": brier},
    "rule": {"rule-log": log_score, "rule-brier": brier, "rps": _ranked},
}


def mismatches(forecast: Forecast, truth: Truth, place: Place) -> list[Problem]:
    """What a truth says of that the forecast does not speak of."""
    if forecast.scenario != truth.scenario:
        near = nearest(truth.scenario, [forecast.scenario])
        return [
            Problem(
                "id-unknown", place("scenario"), truth.scenario, forecast.scenario, near, "name the scenario"
            )
        ]
    if not (truth.horizons or truth.consolidation or truth.removal):
        allowed = "horizons, consolidation, removal: one or more of them"
        return [
            Problem("value-missing", place(), "a truth without facts", allowed, "", "write what happened")
        ]
    months = [horizon.months for horizon in forecast.horizons]
    last = forecast.window_months - 1
    problems = []
    for n, fact in enumerate(truth.horizons):
        if fact.months not in months:
            near = min(months, key=lambda m: abs(m - fact.months), default="")
            said, allowed = f"months: {fact.months}", ", ".join(map(str, months))
            where, remedy = place("horizons", n, "months"), "name a month for which the forecast speaks"
            problems.append(Problem("date-outside", where, said, allowed, str(near), remedy))
            continue
        answers = list(next(h for h in forecast.horizons if h.months == fact.months).who)
        for name in weights(fact.who):
            if name not in answers:
                remedy = "write `other` for anybody of whom the forecast does not speak"
                where = place("horizons", n, "who", name)
                problems.append(_unknown(where, name, answers, forecast, remedy))
    for name in truth.removal:
        if name not in forecast.removal:
            remedy = "leave out whoever is no contender"
            problems.append(_unknown(place("removal", name), name, list(forecast.removal), forecast, remedy))
    came = truth.consolidation
    for name in ("month", "between") if came else ():
        months_given = getattr(came, name)
        for month in months_given if isinstance(months_given, tuple) else (months_given,):
            if month is not None and month > last:
                where = place("consolidation", name)
                remedy = f"write `after: {forecast.window_months}` where it did not come within the window"
                problems.append(
                    Problem("date-outside", where, f"{name}: {month}", f"0 to {last}", "", remedy)
                )
    return problems


def _unknown(where: str, name: str, answers: list[str], forecast: Forecast, remedy: str) -> Problem:
    """A name that the forecast does not know; the nearest may be near to the id or to the name of a person."""
    called = {person.name: person.id for person in forecast.contenders} | {
        answer: answer for answer in answers
    }
    near = nearest(name, called)
    return Problem("id-unknown", where, name[:100], ", ".join(answers), called.get(near, ""), remedy)


def _horizons(forecast: Forecast, truth: Truth) -> list[Scored]:
    rows: list[Scored] = []
    ahead = {horizon.months: horizon for horizon in forecast.horizons}
    for fact in truth.horizons:
        said = ahead.get(fact.months)
        if said is None:
            continue
        block = f"{truth.scenario}: {fact.period}" if fact.period else truth.scenario
        for question, kinds in QUESTIONS.items():
            documented, chances = getattr(fact, question), getattr(said, question)
            if documented is None or not chances:
                continue
            answer = _known(weights(documented), chances)
            rivals = {name: getattr(rival, question) for name, rival in forecast.references.items()}
            for name, score in kinds.items():
                others = {rival: score(told, answer) for rival, told in rivals.items() if told}
                loss = score(chances, answer)
                rows.append(Scored(truth.scenario, name, f"{fact.months} months", block, loss, others))
    return rows


def _known(fact: dict[str, float], answers: dict[str, float]) -> dict[str, float]:
    """A ruler who was no answer of the forecast counts as `other`."""
    found: dict[str, float] = defaultdict(float)
    for name, weight in fact.items():
        found[name if name in answers else "other"] += weight
    return dict(found)


def _consolidation(forecast: Forecast, truth: Truth) -> list[Scored]:
    fact = truth.consolidation
    if fact is None:
        return []
    window = forecast.window_months if fact.after is None else min(fact.after, forecast.window_months)
    if fact.between is not None:
        first, last = fact.between
    else:
        first = last = window if fact.month is None else fact.month
    score = lambda ahead: crps_months(ahead[:window], first, last)  # noqa: E731
    never = score([0.0] * window)
    even = score([(m + 1) / (forecast.window_months + 1) for m in range(window)])
    references = {"persistence": never, "uniform": even}
    loss = score(forecast.consolidation.by_month)
    return [Scored(truth.scenario, "crps", "first sole rule", truth.scenario, loss, references)]


def _removals(forecast: Forecast, truth: Truth) -> list[Scored]:
    rows = []
    for person, fact in truth.removal.items():
        if person not in forecast.removal:
            continue
        loss = lambda chance, fact=fact: (chance - float(fact)) ** 2  # noqa: E731
        references = {"persistence": loss(0.0), "uniform": loss(0.5)}
        rows.append(
            Scored(
                truth.scenario,
                "removal",
                person,
                truth.scenario,
                loss(forecast.removal[person]),
                references,
            )
        )
    return rows


class SkillRow(TypedDict):
    """Skill by one score against one reference (`scores.skill.Skill`)."""

    score: str
    reference: str
    mean_loss: float
    skill: float
    low: float
    high: float
    items: int
    blocks: int


def skills(rows: Sequence[Scored]) -> list[SkillRow]:
    """Skill by score and reference, pooled over all scored answers, least skill first.

    Answers of one scenario, or of one of its periods where the truth file names them, are resampled together.
    """
    found = []
    for score in SCORES:
        mine = [row for row in rows if row.score == score]
        for reference in sorted({name for row in mine for name in row.references}):
            both = [row for row in mine if reference in row.references]
            value = skill(
                [row.loss for row in both],
                [row.references[reference] for row in both],
                [row.block for row in both],
            )
            mean = float(np.mean([row.loss for row in both]))
            found.append(SkillRow(score=score, reference=reference, mean_loss=mean, **asdict(value)))
    return sorted(
        found, key=lambda row: (np.nan_to_num(row["skill"], nan=0.0), row["score"], row["reference"])
    )
