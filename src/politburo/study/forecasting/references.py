"""Forecasts that cost nothing: the rivals that a model has to beat. Each reads only what is known at the start.

Every reference is a pair (who, rule) of probabilities, the same for all horizons. One that names a single outcome gives it CERTAINTY and
shares the rest equally, so that it can be scored at all; a tie is shared between the tied.

| reference | says |
| --- | --- |
| uniform | every contender, collective and other alike; every rule type alike |
| most popular | sole rule by the contender with the highest prestige |
| largest apparatus | sole rule by the contender whose men, as secretaries, speak for most members |
| strongest army | sole rule by the contender whose offices give most of the army |
| most ambitious | sole rule by the contender with the highest appraised ambition |
| ruling coalition | the static solution for the first month's powers (Acemoglu, Egorov & Sonin 2008): one, dual or collective rule |
| power-proportional | each contender in proportion to his power in the first month; no word on rule types |
| median | sole rule by the contender nearest to the power-weighted median positions (Black 1948), where positions differ |
| persistence | the commonest rule of the first month goes on |

Asked who leads the ruling group (`leaders`), they name persons too where rule is collective; there stands what each then says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.signals import Signals
from politburo.power.coalitions import MOST, ruling_coalition
from politburo.scenario.resolved import Resolved
from politburo.study.evidence.implied import ruler_word
from politburo.study.forecasting.truth import RULES
from politburo.vocab import Locus, Resource, Role, RuleType, Seat, Trait

if TYPE_CHECKING:
    from politburo.scenario.resolved import RPerson

CERTAINTY = 0.8
LEAST_POWER = 0.005  # of one who is seldom among the first month's contenders
Chances = dict[str, float]


@dataclass(frozen=True)
class Start:
    """What references may read: those about whom is asked, their mean power in the first month, how and where the party was ruled then."""

    resolved: Resolved
    contenders: list[int]
    power: list[float]
    who: str
    rule: str
    locus: str = ""


def start_of(resolved: Resolved, signals: Signals, listed: Sequence[str] = ()) -> Start:
    """The first month of the histories: contenders of a page, full members of the small body, commonest contenders, strongest first.

    Where a scenario lists its contenders, as a page of facts does, they are the persons about whom is asked.
    """
    power: defaultdict[int, float] = defaultdict(float)
    seen: Counter[int] = Counter()
    first = signals.first
    for who, p in zip(first["contender"].ravel(), first["power"].ravel(), strict=True):
        seen[int(who)] += 1
        power[int(who)] += float(p)
    bureau = next(body for body in resolved.bodies if body.role == Role.BUREAU.word)
    common = [person for person, _ in seen.most_common(first["contender"].shape[1])]
    seated = [person for person, seat in sorted(bureau.seats.items()) if seat == Seat.FULL.word]
    asked = [person.address for person in resolved.persons if person.id in listed]
    chosen = sorted(
        dict.fromkeys(asked or [*resolved.asked, *seated, *common]), key=lambda person: -power[person]
    )[:MOST]
    rules = Counter(zip(signals.rule[:, 0].tolist(), signals.ruler[:, 0].tolist(), strict=True))
    rule, ruler = rules.most_common(1)[0][0]
    n = signals.histories
    return Start(
        resolved=resolved,
        contenders=chosen,
        power=[power[person] / n for person in chosen],
        who=ruler_word(resolved, rule, ruler),
        rule=RuleType(rule).word,
        locus=Locus(Counter(signals.locus[:, 0].tolist()).most_common(1)[0][0]).word,
    )


def outcomes(start: Start) -> list[str]:
    """The answers to "who rules": the contenders, collective, other."""
    return [*(start.resolved.persons[n].id for n in start.contenders), "collective", "other"]


def sure(names: list[str], of: list[str]) -> Chances:
    """CERTAINTY shared by `names`, the rest by the others in `of`."""
    rest = (1 - CERTAINTY) / max(len(of) - len(names), 1)
    return {name: CERTAINTY / len(names) if name in names else rest for name in of}


def _best(start: Start, scores: list[float]) -> tuple[Chances, Chances]:
    top = max(scores)
    tied = [n for n, score in zip(start.contenders, scores, strict=True) if np.isclose(score, top)]
    names = [start.resolved.persons[n].id for n in tied]
    return sure(names, outcomes(start)), sure(["sole"], list(RULES))


def _people(score: Callable[[Start, RPerson], float]) -> Callable[[Start], tuple[Chances, Chances]]:
    return lambda start: _best(start, [score(start, start.resolved.persons[n]) for n in start.contenders])


def _army(start: Start, person: RPerson) -> float:
    held = [o for o in start.resolved.offices if o.holder == person.address]
    return sum(office.resources.get(Resource.ARMY.word, 0.0) for office in held)


def _apparatus(start: Start, person: int) -> float:
    """Members of organisations whose secretary is his man (by the man's loyalty) or he himself (by what is left of it)."""
    return sum(
        org.members * ((org.patron == person) * org.loyalty + (org.secretary == person) * (1 - org.loyalty))
        for org in start.resolved.organisations
    )


def _uniform(start: Start) -> tuple[Chances, Chances]:
    names = outcomes(start)
    return {name: 1 / len(names) for name in names}, {rule: 1 / len(RULES) for rule in RULES}


def _persistence(start: Start) -> tuple[Chances, Chances]:
    rule = start.rule if start.rule in RULES else RULES[0]
    who = start.who if start.who in outcomes(start) else "other"
    return sure([who], outcomes(start)), sure([rule], list(RULES))


def _proportional(start: Start) -> tuple[Chances, Chances]:
    powers = [max(power, LEAST_POWER) for power in start.power]
    shares = [power / sum(powers) for power in powers]
    names = outcomes(start)
    rest = (1 - CERTAINTY) / 2
    return dict(zip(names, [*(CERTAINTY * s for s in shares), rest, rest], strict=True)), {}


def _coalition(start: Start) -> tuple[Chances, Chances]:
    powers = [max(round(power, 6), 1e-6) for power in start.power]
    members = ruling_coalition(powers).members or tuple(range(len(powers)))
    if len(members) == 1:
        name = start.resolved.persons[start.contenders[members[0]]].id
        return sure([name], outcomes(start)), sure(["sole"], list(RULES))
    rule = "dual" if len(members) == 2 else "collective"
    return sure(["collective"], outcomes(start)), sure([rule], list(RULES))


def _median(start: Start) -> tuple[Chances, Chances]:
    persons = [start.resolved.persons[n] for n in start.contenders]
    places = np.array([[value.mean for value in person.positions] for person in persons])
    if places.shape[1] == 0 or np.ptp(places) == 0:
        return _uniform(start)
    salience = np.array([dispute.salience for dispute in start.resolved.disputes])
    middle = [_weighted_median(column, np.array(start.power)) for column in places.T]
    return _best(start, (-(abs(places - middle) @ salience)).tolist())


def _weighted_median(values: Array, power: Array) -> float:
    order = np.argsort(values, kind="stable")
    return float(values[order][np.searchsorted(np.cumsum(power[order]), power.sum() / 2)])


REFERENCES: dict[str, Callable[[Start], tuple[Chances, Chances]]] = {
    "uniform": _uniform,
    "most popular": _people(lambda start, person: person.prestige),
    "largest apparatus": _people(lambda start, person: _apparatus(start, person.address)),
    "strongest army": _people(_army),
    "most ambitious": _people(lambda start, person: person.traits[Trait.AMBITION].mean),
    "ruling coalition": _coalition,
    "power-proportional": _proportional,
    "median": _median,
    "persistence": _persistence,
}
