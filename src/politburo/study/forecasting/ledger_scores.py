"""What came of the forecasts in a ledger: every answer that a truth covers, their skill, and how their probabilities kept their word.

Only what was kept before the date of which it speaks counts as foreseen; what was kept afterwards is scored apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NotRequired, TypedDict

from politburo.errors import PolitburoError
from politburo.scenario.documents import Place
from politburo.scores.proper import log_score
from politburo.study.forecasting.case_scores import likeliest
from politburo.study.forecasting.forecast_scores import Scored, SkillRow, scored, skills
from politburo.study.forecasting.ledger import TRUTHS, Kept
from politburo.study.forecasting.matching import from_record, truths_in
from politburo.study.forecasting.truth import Truth, weights

BINS = (0.0, 0.05, 0.25, 0.5, 0.75, 1.0)
HALF = 0.5
BLIND = "uniform"


@dataclass(frozen=True)
class Statement:
    """What a kept forecast said of who leads on a date, and what came: `said` and `came` by answer; `blind`: what a guess would say."""

    number: int
    scenario: str
    year: int
    foreseen: bool
    said: Mapping[str, float]
    blind: Mapping[str, float]
    came: Mapping[str, float]


class Calibration(TypedDict):
    """How forecasts of who leads kept their word."""

    dates: int
    given: float  # geometric mean of what was given to what came
    blind: float  # the same of a blind guess
    promised: float  # how often what came was promised to be among the likeliest answers
    found: float  # how often it was


class OfYear(Calibration):
    """The same of the dates of a year."""

    year: int


Bin = TypedDict("Bin", {"from": float, "to": float})


class ReliabilityRow(Bin):
    """Of the answers given about the same probability, how many came true."""

    answers: int
    promised: float
    came: float


class Account(TypedDict):
    """What is said of some answers."""

    answers: int
    years: list[OfYear]  # of the dates
    all: Calibration | None
    reliability: list[ReliabilityRow]
    skill: list[SkillRow]


class Scores(TypedDict):
    """All scores of a ledger."""

    entries: int
    scored: int
    waiting: list[int]  # numbers of those without a truth
    foreseen: Account
    afterwards: Account
    head: NotRequired[str]  # digest of the last entry


def scores(found: Sequence[Kept], folder: Path, truths: Path | None = None) -> Scores:
    """All scores as plain data: {entries, scored, waiting: [numbers], foreseen, afterwards}, each of the last two `account` of its answers.

    The truth of a forecast is the file of its scenario in `truths` (by default the folder `truths` of the ledger), else the record of
    the case. Raises `PolitburoError` for truth files that are wrong or do not agree with their forecast.
    """
    facts = _facts(folder, truths)
    rows: list[tuple[bool, Scored]] = []
    told: list[Statement] = []
    waiting, problems = [], []
    for kept in found:
        known = _truth(kept, facts)
        if known is None:
            waiting.append(kept.entry.number)
            continue
        truth, place = known
        try:
            rows += _foreseen(kept, scored(kept.entry.forecast, truth, place))
        except PolitburoError as error:
            problems += error.problems
            continue
        told += statements(kept, truth)
    if problems:
        raise PolitburoError(problems)
    return {
        "entries": len(found),
        "scored": len(found) - len(waiting),
        "waiting": waiting,
        "foreseen": account([row for ahead, row in rows if ahead], [one for one in told if one.foreseen]),
        "afterwards": account(
            [row for ahead, row in rows if not ahead], [one for one in told if not one.foreseen]
        ),
    }


def _facts(folder: Path, truths: Path | None) -> dict[str, tuple[Truth, Place]]:
    own = folder / TRUTHS
    if truths is None and not (own.is_dir() and any(own.iterdir())):
        return {}
    return truths_in(truths or own)


def _truth(kept: Kept, facts: Mapping[str, tuple[Truth, Place]]) -> tuple[Truth, Place | None] | None:
    """The truth of a forecast and where its facts stand; None where nobody has written one."""
    said = kept.entry.forecast
    if said.scenario in facts:
        return facts[said.scenario]
    try:
        return from_record(said), None
    except PolitburoError as error:
        if error.problems[0].code == "record-missing":
            return None
        raise


def _foreseen(kept: Kept, rows: Iterable[Scored]) -> list[tuple[bool, Scored]]:
    """Each answer with whether it was kept before its date; what has no date of its own, before the end of the window."""
    ahead = {f"{horizon.months} months": kept.foreseen(horizon) for horizon in kept.horizons}
    before = kept.entry.kept.date() < kept.entry.forecast.end
    return [(ahead.get(row.about, before), row) for row in rows]


def statements(kept: Kept, truth: Truth) -> list[Statement]:
    """What a forecast said of who leads (who rules, where it says nothing of that) on each date that its truth covers."""
    said, found = kept.entry.forecast, []
    facts = {fact.months: fact for fact in truth.horizons}
    blind = said.references.get(BLIND)
    for horizon in kept.horizons:
        fact = facts.get(horizon.months)
        if fact is None:
            continue
        asked = "leads" if horizon.leads and fact.leads is not None else "who"
        chances, answer = getattr(horizon, asked), weights(getattr(fact, asked))
        came = dict.fromkeys(chances, 0.0)
        for name, weight in answer.items():
            came[name if name in came else "other"] += weight
        guess = getattr(blind, asked) if blind is not None else {}
        alike = dict.fromkeys(chances, 1 / len(chances))
        found.append(
            Statement(
                kept.entry.number,
                said.scenario,
                horizon.date.year,
                kept.foreseen(horizon),
                chances,
                guess or alike,
                came,
            )
        )
    return found


def account(rows: Sequence[Scored], told: Sequence[Statement]) -> Account:
    """Of some answers: {answers, years: calibration by the year of the date, all: the same of all years, reliability, skill}."""
    years = sorted({one.year for one in told})
    return {
        "answers": len(rows),
        "years": [{"year": year, **calibration([one for one in told if one.year == year])} for year in years],
        "all": calibration(told) if told else None,
        "reliability": reliability(told),
        "skill": skills(rows) if rows else [],
    }


def calibration(told: Sequence[Statement]) -> Calibration:
    """{dates, given: geometric mean of what was given to what came, blind: of a blind guess, promised, found}.

    `found` is how often what came was among the likeliest answers that together were promised to hold it half of the time, and
    `promised` how often they were.
    """
    chosen = [likeliest(one.said, HALF) for one in told]
    dates = len(told)
    return {
        "dates": dates,
        "given": math.exp(-sum(log_score(one.said, one.came) for one in told) / dates),
        "blind": math.exp(-sum(log_score(one.blind, one.came) for one in told) / dates),
        "promised": sum(held for _, held in chosen) / dates,
        "found": sum(
            sum(one.came[name] for name in names) for one, (names, _) in zip(told, chosen, strict=True)
        )
        / dates,
    }


def reliability(told: Sequence[Statement]) -> list[ReliabilityRow]:
    """Of the answers given about the same probability, how many came true: {from, to, answers, promised, came}."""
    pairs = [(one.said[name], one.came[name]) for one in told for name in one.said]
    found: list[ReliabilityRow] = []
    for low, high in pairwise(BINS):
        mine = [(p, y) for p, y in pairs if low <= p < high or p == high == 1.0]
        if mine:
            promised, came = (sum(values) / len(mine) for values in zip(*mine, strict=True))
            found.append({"from": low, "to": high, "answers": len(mine), "promised": promised, "came": came})
    return found
