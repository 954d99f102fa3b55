"""Of what origin those are who sit in the leading bodies, year by year, in histories of a saved run, which are simulated again.

A run keeps how many sit in a body, not who. Its first histories are therefore made anew, as `study.running.verify` does, and looked at
every January. What is counted is the origin of named persons, as far as the scenario knows it; reserve cadres, who stand for
the crowd, count by the composition of the party in that month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import numpy as np

from politburo import scenario
from politburo.arrays import Array, Floats
from politburo.errors import PolitburoError, Problem
from politburo.study.running.parameters import of_facts
from politburo.vocab import Role, Seat, SocialClass, SocialOrigin

if TYPE_CHECKING:
    from datetime import date

    from politburo.model.layout import States
    from politburo.study.running.run import Run

MOST = 256  # histories that are made anew
BODIES = (Role.COMMITTEE, Role.BUREAU)
#: Origins in the order in which a composition of the party by class is spread over them.
BY_CLASS = {
    SocialClass.WORKER: SocialOrigin.WORKER,
    SocialClass.PEASANT: SocialOrigin.PEASANT,
    SocialClass.EMPLOYEE: SocialOrigin.EMPLOYEE,
    SocialClass.OTHER: SocialOrigin.OTHER,
}


class OriginRow(TypedDict):
    """Of what origin the full members of a body are in a month; means over histories."""

    date: str  # YYYY-MM
    body: str  # its role
    members: float
    reserves: float  # unnamed cadres among them
    share: dict[str, float]  # by origin, of sum 1
    histories: int  # in which the regime stands


def origins(run: Run) -> list[OriginRow]:
    """One dict per January (and the start) and body: date, body, members, reserves, and the mean share of every origin.

    Means over those of the run's first MOST histories in which the regime stands. Shares are of the body's full members and sum to 1.
    Raises `PolitburoError` if the histories made anew are not those of the run.
    """
    from politburo import engine
    from politburo.study.running import graft

    run.refuse_given("--origins")
    resolved, facts, numbers = run.resolved, run.facts, range(min(len(run), MOST))
    world = scenario.lower(resolved)
    world = engine.trait_blind(world) if facts["blind"] else world
    params, off = of_facts(facts), frozenset(facts["off"])
    onward = graft.Onward(graft.course(world, facts["seed"], numbers, params, off))
    saved = _members(run)
    rows: list[OriginRow] = []
    known = np.array([SocialOrigin.from_word(person.origin) for person in resolved.persons])
    reserve = np.array([person.reserve for person in resolved.persons])
    bodies = [
        next((n for n, b in enumerate(resolved.bodies) if b.role == role.word), None) for role in BODIES
    ]

    for month in [0, *_januaries(resolved.start.month, world.months)]:
        now = onward.at(month)
        _same(run, saved, now, month)
        mix = np.einsum("nge,nech->nc", now["organisations.members"], now["membership.mix"])
        mix = mix / np.maximum(mix.sum(1, keepdims=True), 1.0)
        stands = now["country.standing"]
        for role, body in zip(BODIES, bodies, strict=True):
            if body is None or not stands.any():
                continue
            full = (now["people.seat"][:, :, body] == Seat.FULL) & now["people.alive"]
            full = full[:, : len(known)]
            share = _shares(full, known, reserve, mix)[stands].mean(0)
            rows.append(
                {
                    "date": _day(resolved.start, month),
                    "body": role.word,
                    "members": round(float(full.sum(1)[stands].mean()), 1),
                    "reserves": round(float(full[:, reserve].sum(1)[stands].mean()), 1),
                    "share": {word: round(float(share[n]), 4) for n, word in enumerate(SocialOrigin.words())},
                    "histories": int(stands.sum()),
                }
            )
    return rows


def _januaries(first: int, months: int) -> list[int]:
    """Months of a window that begin a year, the start (a month 1..12) apart."""
    return [n for n in range(1, months) if (first - 1 + n) % 12 == 0]


def _day(start: date, month: int) -> str:
    year, rest = divmod(start.year * 12 + start.month - 1 + month, 12)
    return f"{year}-{rest + 1:02}"


def _shares(full: Array, known: Array, reserve: Array, mix: Array) -> Floats:
    """Share of every origin among the full members `full` bool[N, P], float[N, SocialOrigin]; reserves by `mix` [N, SocialClass].

    >>> full = np.array([[True, True, False, True]])
    >>> known = np.array([SocialOrigin.NOBLE, SocialOrigin.WORKER, SocialOrigin.WORKER, SocialOrigin.UNKNOWN])
    >>> reserve = np.array([False, False, False, True])
    >>> _shares(full, known, reserve, np.array([[0.5, 0.25, 0.25, 0.0]])).round(2).tolist()
    [[0.5, 0.08, 0.08, 0.0, 0.33, 0.0, 0.0]]
    """
    count = np.zeros((len(full), len(SocialOrigin)))
    for origin in SocialOrigin:
        count[:, origin] = full[:, (known == origin) & ~reserve].sum(1)
    crowd = full[:, reserve].sum(1)
    for kind, origin in BY_CLASS.items():
        count[:, origin] += crowd * mix[:, kind]
    return count / np.maximum(count.sum(1, keepdims=True), 1.0)


def _members(run: Run) -> Array:
    """Members by cohort in the run's first MOST histories, float32[history, month, cohort]."""
    found: list[Array] = []
    for block in run.blocks():
        found.append(block.series["members"])
        if sum(map(len, found)) >= MOST:
            break
    return np.concatenate(found)[:MOST]


def _same(run: Run, saved: Array, states: States, month: int) -> None:
    """Raise `PolitburoError` unless the histories made anew have the members that the run has kept."""
    members = states["organisations.members"].sum(1).astype(np.float32)
    if month == 0 or np.array_equal(saved[:, month - 1], members):
        return
    found = f"other numbers of members at {_day(run.resolved.start, month)}"
    remedy = "the same version and kind of processor give the same histories: compare them with the manifest"
    raise PolitburoError(Problem("run-differs", "run", found, "the histories that were saved", remedy=remedy))
