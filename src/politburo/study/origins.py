"""Of what origin those are who sit in the leading bodies, year by year, in histories of a saved run that are lived again.

A run keeps how many sit in a body, not who. The first block of its histories is therefore made anew, as `study.verify` does, and
looked at every January. What is counted is the origin of named persons, as far as the scenario knows it; reserve cadres, who stand for
the crowd, count by the composition of the party in that month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.vocab import Role, Seat, SocialClass, SocialOrigin

if TYPE_CHECKING:
    from politburo.study.run import Run

BODIES = (Role.COMMITTEE, Role.BUREAU)
#: Origins in the order in which a composition of the party by class is spread over them.
BY_CLASS = {
    SocialClass.WORKER: SocialOrigin.WORKER,
    SocialClass.PEASANT: SocialOrigin.PEASANT,
    SocialClass.EMPLOYEE: SocialOrigin.EMPLOYEE,
    SocialClass.OTHER: SocialOrigin.OTHER,
}


def origins(run: Run) -> list[dict[str, Any]]:
    """One dict per January (and the start) and body: date, body, members, reserves, and the mean share of every origin.

    Means over the run's first `engine.BLOCK` histories at most, in which the regime stands. Shares are of the body's full
    members and sum to 1.
    Raises `PolitburoError` if the histories made anew are not those of the run.
    """
    from politburo.study.ensemble import prepare_jax

    prepare_jax()
    import jax
    import jax.numpy as jnp

    from politburo import engine
    from politburo.study import graft

    resolved, facts, block = run.resolved, run.facts, run.block_of(0)
    world = scenario.lower(resolved)
    world = engine.trait_blind(world) if facts["blind"] else world
    course = graft.course(world, facts["seed"], 0, facts["fixed"] or facts["params"], frozenset(facts["off"]))
    known = np.array([SocialOrigin.from_word(person.origin) for person in resolved.persons])
    reserve = np.array([person.reserve for person in resolved.persons])
    bodies = [
        next((n for n, b in enumerate(resolved.bodies) if b.role == role.word), None) for role in BODIES
    ]

    onward, rows = graft.Onward(course), []
    for month in [0, *_januaries(resolved.start.month, world.months)]:
        now: Any = jax.tree.map(np.asarray, onward.at(month))
        _same(run, block, now, month)
        mix = np.asarray(jnp.einsum("nge,nech->nc", now.organisations.members, now.membership.mix))
        mix = mix / np.maximum(mix.sum(1, keepdims=True), 1.0)
        stands = now.country.standing[: block.histories]
        for role, body in zip(BODIES, bodies, strict=True):
            if body is None or not stands.any():
                continue
            full = (now.bodies.seat[:, body] == Seat.FULL) & now.people.alive
            counted = _shares(full[:, : len(known)], known, reserve, mix)[: block.histories][stands]
            share, sizes = counted.mean(0), full.sum(1)[: block.histories][stands]
            rows.append(
                {
                    "date": _day(resolved.start, month),
                    "body": role.word,
                    "members": round(float(sizes.mean()), 1),
                    "reserves": round(
                        float(full[:, : len(known)][:, reserve].sum(1)[: block.histories].mean()), 1
                    ),
                    "share": {word: round(float(share[n]), 4) for n, word in enumerate(SocialOrigin.words())},
                    "histories": int(stands.sum()),
                }
            )
    return rows


def _januaries(first: int, months: int) -> list[int]:
    """Months of a window that begin a year, the start (a month 1..12) apart."""
    return [n for n in range(1, months) if (first - 1 + n) % 12 == 0]


def _day(start: Any, month: int) -> str:
    year, rest = divmod(start.year * 12 + start.month - 1 + month, 12)
    return f"{year}-{rest + 1:02}"


def _shares(full: Any, known: Any, reserve: Any, mix: Any) -> Any:
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


def _same(run: Run, block: Any, states: Any, month: int) -> None:
    """Raise `PolitburoError` unless the histories made anew have the members and the discontent that the run has kept."""
    if month == 0:
        return
    series = block.series
    members = states.organisations.members.sum(1)[: block.histories]
    if np.array_equal(series["members"][:, month - 1], members):
        return
    found = f"other numbers of members at {_day(run.resolved.start, month)}"
    remedy = (
        "the same processor, versions and block size give the same histories: compare them with the manifest"
    )
    raise PolitburoError(Problem("run-differs", "run", found, "the histories that were saved", remedy=remedy))
