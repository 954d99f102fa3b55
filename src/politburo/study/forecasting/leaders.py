"""What the rivals say of who leads the ruling group, and the least that everybody keeps for nobody and for a stranger.

The rivals of `references` that name a person for sole rule name the same one here. Different are:

| reference | says of who leads |
| --- | --- |
| ruling coalition | the strongest of the static solution |
| power-proportional | each contender in proportion to his power in the first month |
| persistence | whoever holds the office of the party's leader at the start; where none of the contenders does, uniform |
| office logit | `office_logit`, fitted on the successions of the catalog without this scenario and what overlaps with it |

The office logit is silent where a scenario gives no office a type. Simulation, power-proportional and office logit keep LEAST for each of
the two answers that name nobody of the list.
"""

from __future__ import annotations

from collections.abc import Sequence

from politburo.power.coalitions import ruling_coalition
from politburo.study.forecasting.dossiers import LEADER, Dossiers
from politburo.study.forecasting.references import LEAST_POWER, REFERENCES, Chances, Start, outcomes, sure

LEAST = 0.05  # kept for `collective` and for `other`, each: lists of contenders are short, and observers mostly name a leader
NAMELESS = ("collective", "other")
LOGIT = "office logit"
ALIKE = ("uniform", "most popular", "largest apparatus", "strongest army", "most ambitious", "median")


def floored(chances: Chances) -> Chances:
    """The same distribution with at least LEAST for each answer that names nobody, the persons' shares scaled to what is left.

    >>> floored({"ada": 0.75, "bo": 0.25, "collective": 0.0, "other": 0.0})
    {'ada': 0.675, 'bo': 0.225, 'collective': 0.05, 'other': 0.05}
    """
    kept = {name: max(chances.get(name, 0.0), LEAST) for name in NAMELESS}
    people = {name: chance for name, chance in chances.items() if name not in NAMELESS}
    scale = (1 - sum(kept.values())) / max(sum(people.values()), 1e-12)
    return {name: round(chance * scale, 6) for name, chance in people.items()} | kept


def leaders(start: Start, known: Dossiers | None) -> dict[str, Chances]:
    """What every rival says; what is `known` of the contenders' offices is for those that read them."""
    people, answers = [start.resolved.persons[n].id for n in start.contenders], outcomes(start)
    said = {name: REFERENCES[name](start)[0] for name in ALIKE}
    said["ruling coalition"] = sure([_strongest(start)], answers)
    powers = [max(power, LEAST_POWER) for power in start.power]
    shares = {name: power / sum(powers) for name, power in zip(people, powers, strict=True)}
    said["power-proportional"] = floored(shares)
    holders = [name for name in known.holders(LEADER) if name in people] if known is not None else []
    said["persistence"] = sure(holders, answers) if holders else said["uniform"]
    if known is not None and known.typed:
        said[LOGIT] = chances_by_office(known, people)
    return said


def _strongest(start: Start) -> str:
    """The strongest of the static ruling coalition; contenders stand in order of power."""
    powers = [max(round(power, 6), 1e-6) for power in start.power]
    members = ruling_coalition(powers).members or (0,)
    return start.resolved.persons[start.contenders[min(members)]].id


def chances_by_office(known: Dossiers, people: Sequence[str]) -> Chances:
    """What the office logit says of these contenders of a scenario, fitted without it and what overlaps with it."""
    from politburo.study.forecasting.successions import (
        kept_apart,
        office_logit,
    )  # thirty pages are read only where they are asked for

    marks = [known.marks.get(person, frozenset()) for person in people]
    chances = office_logit().chosen(kept_apart(known)).chances(marks)
    return floored(dict(zip(people, chances, strict=True)))
