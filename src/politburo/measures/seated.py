"""Who sits in a body in one month, with what power: at the start of a case, or in a history of a saved run.

At the start powers are what `mechanisms.standing` makes of the facts as coded; in a run they are the history's series.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.names import short_name
from politburo.vocab import Role, Seat, Standing

if TYPE_CHECKING:
    from politburo.measures.history import Reader
    from politburo.model.world import World
    from politburo.scenario.resolved import RBody, Resolved


@dataclass(frozen=True)
class Sitting:
    """Who sits, strongest first: (id, name, faction, power, resources) of each; what `bodypower.assess` starts from."""

    case: str
    body: str
    name: str
    date: date
    simulated: bool
    how: str
    factions_by: str
    decision: float
    seated: tuple[tuple[str, str, str, float, dict[str, float]], ...]
    candidates: tuple[str, ...] = ()


def at_the_start(resolved: Resolved, world: World, body: str = "") -> tuple[Sitting, float, float]:
    """Return (who sits, alpha, uncertainty) at the start of a case, with default parameters; `world` is the lowered case.

    `body`: an id, or the body with the role of a bureau. A faction is a patron with his clients in the body.
    Raises `PolitburoError` for a body that does not exist or has no full members.
    """
    from politburo import engine
    from politburo.model.params import FIELDS, Params

    chosen = _body(resolved, body)
    params, nobody = Params(), np.zeros(1, np.int32)  # nothing of this is drawn
    values = np.array([[getattr(params, name) for name in FIELDS]], float)
    states = engine.begin(world, 0, nobody, values)
    power, *share = engine.power(world, values, states)[0]
    patron, loyalty = states["people.patron"][0], states["people.loyalty"][0]
    strongest = np.sort(power)[-resolved.contenders :].sum()
    full = [i for i, seat in chosen.seats.items() if seat == Seat.FULL.word]
    if not full:
        found, remedy = f"{chosen.id} has no full members", "name a body whose members are known"
        raise PolitburoError(Problem("usage", "--body", found, _bodies(resolved), "", remedy))
    head = lambda i: int(patron[i]) if patron[i] in full and loyalty[i] > 0 else i  # noqa: E731
    kinds = ("apparatus", "committee", "prestige", "office")
    seated = tuple(
        (
            resolved.persons[i].id,
            short_name(resolved.persons[i].name),
            resolved.persons[head(i)].id,
            float(power[i] / strongest),
            {kind: float(of[i]) for kind, of in zip(kinds, share, strict=True)},
        )
        for i in sorted(full, key=lambda i: -power[i])
    )
    sitting = Sitting(
        case=resolved.id,
        body=chosen.id,
        name=chosen.name,
        date=resolved.start,
        simulated=False,
        how="facts as coded, power by the model's formula with default parameters",
        factions_by="patron",
        decision=chosen.decision,
        seated=seated,
        candidates=tuple(
            resolved.persons[i].id for i, seat in chosen.seats.items() if seat == Seat.CANDIDATE.word
        ),
    )
    return sitting, float(params.threshold), float(params.power_noise)


def in_a_history(reader: Reader, day: date, body: str = "") -> tuple[Sitting, float, float]:
    """Return (who sits, alpha, uncertainty) in the month of `day` of one history, with its own parameters.

    A run keeps the contenders only; with a `body` (the bureau's id) those of them who sit there. A faction is a place in the
    line-up: core, ring or bloc; outsiders stand alone. Raises `PolitburoError` for another body or a day outside the run.
    """
    resolved, series = reader.resolved, reader.series
    month = (day.year - resolved.start.year) * 12 + day.month - resolved.start.month
    if not 0 <= month < len(series("leader")):
        allowed = f"{resolved.start:%Y-%m} to {reader.day(len(series('leader')) - 1):%Y-%m}"
        raise PolitburoError(Problem("date-outside", "--date", f"{day:%Y-%m}", allowed))
    chosen = _body(resolved, body)
    if body and chosen.role != Role.BUREAU.word:
        bureau = _body(resolved, "").id
        remedy = "of other bodies a run keeps no membership"
        raise PolitburoError(Problem("usage", "--body", body, bureau, "", remedy))
    people = {person.id: short_name(person.name) for person in resolved.persons}
    seated = []
    for place in np.argsort(-series("power")[month], kind="stable"):
        who = reader.person(int(series("contender")[month][place]))
        power = float(series("power")[month][place])
        if not who or power <= 0 or (body and not series("in_bureau")[month][place]):
            continue
        standing = Standing(int(series("standing")[month][place]))
        faction = who if standing == Standing.OUTSIDE else standing.word
        resources = {
            kind: float(series(kind)[month][place]) for kind in ("apparatus", "necessary", "wins_alone")
        }
        seated.append((who, people[who], faction, power, resources))
    if not seated:
        raise PolitburoError(Problem("usage", "--body", f"no contender sits in {chosen.id} in {day:%Y-%m}"))
    sitting = Sitting(
        case=resolved.id,
        body=chosen.id if body else "contenders",
        name=chosen.name if body else "The contenders",
        date=reader.day(month),
        simulated=True,
        how=f"history {reader.history} of a saved run",
        factions_by="line-up",
        decision=chosen.decision,
        seated=tuple(seated),
    )
    params = reader.block.params
    return sitting, float(params["threshold"][reader.place]), float(params["power_noise"][reader.place])


def _body(resolved: Resolved, body: str) -> RBody:
    for candidate in resolved.bodies:
        if body in (candidate.id, "") and (body or candidate.role == Role.BUREAU.word):
            return candidate
    ids = [candidate.id for candidate in resolved.bodies]
    raise PolitburoError(Problem("id-unknown", "--body", body[:100], _bodies(resolved), nearest(body, ids)))


def _bodies(resolved: Resolved) -> str:
    return ", ".join(candidate.id for candidate in resolved.bodies)
