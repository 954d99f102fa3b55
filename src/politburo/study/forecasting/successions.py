"""The successions of the catalog as cases to learn from and to be scored on: who was there, and who led, how, and when one alone."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from politburo import scenario
from politburo.record.course import Course, Horizon, courses, load_course
from politburo.study.forecasting.dossiers import Dossiers, dossiers
from politburo.study.forecasting.office_logit import Case, OfficeLogit
from politburo.study.forecasting.truth import HORIZONS, Truth, TruthConsolidation, TruthHorizon

SOLE_OR_FIRST = ("primus", "sole")
COLLECTIVE, OTHER = "collective", "other"


@dataclass(frozen=True)
class Succession:
    """A case with its outcome. `cluster` is the name that cases which overlap have in common."""

    dossiers: Dossiers
    course: Course
    cluster: str

    @property
    def id(self) -> str:
        return self.dossiers.scenario

    @property
    def answers(self) -> list[str]:
        """The answers to "who leads?": the contenders, collective, other."""
        return [*self.dossiers.marks, COLLECTIVE, OTHER]


@functools.cache
def successions() -> tuple[Succession, ...]:
    """All successions of the catalog, in the order of their ids."""
    found = []
    for case in courses():
        loaded = scenario.load(case)
        course = load_course(case)
        assert course is not None
        found.append(Succession(dossiers(loaded, scenario.resolve(loaded)), course, case))
    return clustered(found)


def clustered(cases: Sequence[Succession]) -> tuple[Succession, ...]:
    """The same cases, those that overlap (directly or through others) in one cluster, which has the name of the first of them."""
    first = list(range(len(cases)))  # place of the first case of each one's cluster
    for n, one in enumerate(cases):
        for m, other in enumerate(cases[:n]):
            if one.dossiers.overlaps(other.dossiers):
                low, high = sorted((first[m], first[n]))
                first = [low if place == high else place for place in first]
    return tuple(replace(case, cluster=cases[place].id) for case, place in zip(cases, first, strict=True))


def leads(horizon: Horizon, answers: Sequence[str]) -> dict[str, float]:
    """Who led at a horizon, as shares of the answers; a leader who is no answer counts as `other`."""
    if horizon.leader is None:
        return {}
    return {horizon.leader if horizon.leader in answers else OTHER: 1.0}


def choice(case: Succession) -> Case:
    """What the office logit may know of a case: marks, and who of those with marks led."""
    led: defaultdict[str, float] = defaultdict(float)
    known = [horizon for horizon in case.course.horizons if horizon.leader is not None]
    for horizon in known:
        for who, share in leads(horizon, case.answers).items():
            led[who] += share / len(known)
    people = case.dossiers.marks
    return Case(case.id, case.cluster, list(people.values()), [led[person] for person in people])


@functools.cache
def office_logit() -> OfficeLogit:
    """The office logit on all successions of the catalog."""
    return OfficeLogit([choice(case) for case in successions()])


def kept_apart(asked: Dossiers) -> frozenset[str]:
    """The clusters that may teach nothing about a scenario: its own, and those of cases that overlap with it."""
    return frozenset(case.cluster for case in successions() if case.dossiers.overlaps(asked))


def cases_apart(asked: Dossiers) -> frozenset[str]:
    """The cases that may teach nothing about a scenario: itself, and those that overlap with it."""
    return frozenset(case.id for case in successions() if case.dossiers.overlaps(asked))


def truth_of_course(course: Course, months: int) -> Truth:
    """The record of a succession as a truth file for a window of so many months.

    `who` (rules as the first or alone) is the leader by the shares of primus and sole rule, and collective by the rest. A disputed date
    of the first sole rule is any month of its range alike; none that is dated means: not within the window.
    """
    horizons = []
    for horizon in course.horizons:
        if horizon.month not in HORIZONS or horizon.leader is None:
            continue
        alone = sum(horizon.rule.get(kind, 0.0) for kind in SOLE_OR_FIRST)
        someone = alone if horizon.leader != COLLECTIVE else 0.0
        who = {horizon.leader: round(someone, 9)} | {COLLECTIVE: round(1 - someone, 9)}
        horizons.append(
            TruthHorizon(
                months=horizon.month,
                who={word: share for word, share in who.items() if share > 0},
                leads=horizon.leader,
                rule=horizon.rule,
            )
        )
    return Truth(
        format=1,
        kind="truth",
        scenario=course.case,
        source="the record of the succession",
        horizons=horizons,
        consolidation=sole_rule(course, months),
    )


def sole_rule(course: Course, months: int) -> TruthConsolidation:
    """Months from the start to the first sole rule."""
    sole = course.sole
    if sole.date is None:
        return TruthConsolidation(after=months)
    first = months_after(course.start, sole.low or sole.date)
    return TruthConsolidation(between=(first, months_after(course.start, sole.high or sole.date)))


def months_after(start: str, day: str) -> int:
    """Months from a day to another; a year without a month is its first.

    >>> months_after("1953-06-01", "1954-02")
    8
    """
    first, last = (date(int(text[:4]), int(text[5:7] or 1), 1) for text in (start, day))
    return (last.year - first.year) * 12 + last.month - first.month
