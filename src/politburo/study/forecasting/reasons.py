"""Why a forecast expects what it expects, what to watch, what would change it.

*Why.* Every known fact about a contender is set to its neutral value (`questions.neutral`), and the same histories are run again
up to the month in question. The facts that move the favourite's chance most in SCREENED pairs are measured on other pairs, so that the
choice does not flatter the number; three are told.

*Watch.* Signs that histories show in their first year (`measures.signposts`), each seen and not seen in at least FEWEST of them: for
each the person whose chance of leading differs most, by its lower limit. These are shares of histories, not effects: what comes before a
change announces it, whether it causes it or not.

*Change.* Of the facts at their neutral values, and of the favourite's offices in the hands of those who come next, the one that moves
the odds least (total variation of who leads) and yet puts somebody else ahead by more than chance; where there is none, the one that
comes nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import engine, scenario
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.measures import definitions as D
from politburo.measures.history import month_date
from politburo.measures.paired import paired
from politburo.measures.signposts import Sign as Seen
from politburo.measures.signposts import signs
from politburo.measures.summary import Z, wilson
from politburo.model.trace import Block
from politburo.study.forecasting.dossiers import dossiers
from politburo.study.forecasting.forecast import Forecast, apart
from politburo.study.forecasting.reasoned import Reasons, Reversal, Share, Sign, Telling
from politburo.study.forecasting.truth import horizons_of
from politburo.study.questions.neutral import NEUTRAL, Removal, called, named_facts, passed_on, there
from politburo.study.running import graft
from politburo.study.running.parameters import Given, values_of
from politburo.study.running.pieces import side_by_side
from politburo.words.forecast import LATER
from politburo.words.signposts import sentence

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.progress import Progress

YEAR = 12  # months that are watched
SCREENED = 128  # pairs on which facts are chosen
TOLD, MEASURED = 3, 6  # facts that are told, that are measured
REVERSALS = 4  # changes that are measured
NEXT = 3  # persons after the favourite to whom his offices are given
SIGNS = 5
FEWEST = 15  # histories with a sign, and without it
ALIKE = 0.7  # signs that are seen in the same histories to this share are one
SURE = 2.576  # standard errors of a difference that is worth watching: one in a hundred by chance


def asked_months(resolved: Resolved, months: int | None) -> int:
    """The horizon that is spoken of. Raises `PolitburoError` (usage) for one that is none of the scenario's."""
    ahead = horizons_of(resolved)
    if months is None:
        return next((month for month in ahead if month >= LATER), ahead[-1])
    if months not in ahead:
        allowed = f"months ahead of which {resolved.id} is forecast: {', '.join(map(str, ahead))}"
        raise PolitburoError(Problem("usage", "--horizon", str(months)[:100], allowed))
    return months


def reasons(
    party: Scenario,
    said: Forecast,
    *,
    months: int | None = None,
    params: Given = None,
    trying: Progress | None = None,
    measuring: Progress | None = None,
) -> Reasons:
    """The reasons of a forecast that was made of `party` with the same `params`, about one of its horizons.

    `trying` and `measuring` are told how many pairs of histories are done.
    """
    months = asked_months(party.resolved, months)
    trial = Trial(party, said, months, params)
    world, people = trial.world, trial.people
    facts = there(world, named_facts(party.resolved, people))
    favourite, *others = trial.ranked
    swaps = there(world, passed_on(party.resolved, favourite, others[:NEXT]))
    screen = range(said.histories, said.histories + SCREENED)
    base = trial.led(screen)
    every = [*facts, *swaps]
    ends = trial.of_all(every, screen, trying)
    moved = (ends == favourite).mean(1) - (base == favourite).mean()
    telling = [int(n) for n in np.argsort(-abs(moved[: len(facts)]), kind="stable")[:MEASURED] if moved[n]]
    turning = trial.turning(base, ends)
    chosen = list(dict.fromkeys([*telling, *turning]))
    again = dict(zip(chosen, trial.of_all([every[n] for n in chosen], trial.numbers, measuring), strict=True))
    return Reasons(
        months=months,
        date=month_date(party.resolved.start, trial.month),
        favourite=trial.id(favourite),
        chance=share(trial.first == favourite),
        tried=len(facts),
        screened=SCREENED,
        pairs=said.histories,
        why=_why(trial, favourite, [(every[n], again[n]) for n in telling]),
        watched_months=min(YEAR, months),
        **_watch(trial),
        changes_tried=len(every),
        change=_change(trial, favourite, [(every[n], again[n]) for n in turning]),
    )


def reasoned(party: Scenario, said: Forecast, **how: Any) -> Forecast:
    """The forecast with its reasons; arguments as of `reasons`."""
    return said.model_copy(update={"reasons": reasons(party, said, **how)})


def cost(party: Scenario, histories: int, months: int | None = None) -> float:
    """What a forecast with its reasons costs, in whole histories."""
    resolved = party.resolved
    wanted = asked_months(resolved, months)
    asked = len(resolved.asked) or resolved.contenders
    people = [person.address for person in resolved.persons if not person.reserve]
    holding = sorted(people, key=lambda person: -sum(person in body.seats for body in resolved.bodies))[
        :asked
    ]
    facts = len(there(scenario.lower(resolved), named_facts(resolved, holding)))
    runs = histories + SCREENED + facts * SCREENED + (MEASURED + REVERSALS) * histories
    return histories + runs * (resolved.clock_zero + wanted + 1) / resolved.months


@dataclass
class Trial:
    """The histories of a forecast, and the same ones in other worlds, up to the month that is asked about."""

    party: Scenario
    said: Forecast
    months: int
    params: Given

    def __post_init__(self) -> None:
        resolved = self.party.resolved
        rows = {person.id: n for n, person in enumerate(resolved.persons)}
        self.world = scenario.lower(resolved)
        self.people = [rows[contender.id] for contender in self.said.contenders]
        self.month = resolved.clock_zero + self.months
        self.numbers = range(self.said.histories)
        known = dossiers(self.party.loaded, resolved)
        self.values = values_of(apart(known, self.params), resolved.parameters)

    def id(self, person: int) -> str:
        """The id of a person."""
        return self.party.resolved.persons[person].id

    @cached_property
    def blocks(self) -> list[Block]:
        """The histories as they are, up to and with the month: those of the forecast, then those of the screening."""
        ready = engine.prepared(self.world)
        numbers = [
            *self._parts(self.numbers),
            *self._parts(range(len(self.numbers), len(self.numbers) + SCREENED)),
        ]
        return list(side_by_side(lambda part=part: self._lived(ready, part) for part in numbers))

    @cached_property
    def leaders(self) -> Array:
        """Who leads in the month, int[history]; -1 where nobody does."""
        return np.concatenate([self._who(block) for block in self.blocks])

    @property
    def first(self) -> Array:
        """Who leads in the histories of the forecast."""
        return self.leaders[: len(self.numbers)]

    @cached_property
    def ranked(self) -> list[int]:
        """The contenders, the likeliest leader first."""
        return sorted(self.people, key=lambda person: -int((self.first == person).sum()))

    def led(self, numbers: range) -> Array:
        """Who leads in these histories as they are, int[history]."""
        return self.leaders[numbers.start : numbers.stop]

    def of_all(self, facts: Sequence[Removal], numbers: range, progress: Progress | None) -> Array:
        """Who leads in these histories with each of the facts at its neutral value, int[fact, history]."""
        found = np.zeros((len(facts), len(numbers)), np.int32)
        for n, led in enumerate(side_by_side(lambda fact=fact: self._with(fact, numbers) for fact in facts)):
            found[n] = led
            if progress:
                progress((n + 1) * len(numbers), found.size)
        return found

    def _with(self, fact: Removal, numbers: range) -> Array:
        ready = engine.prepared(fact.change(self.world))
        return np.concatenate([self._who(self._lived(ready, part)) for part in self._parts(numbers)])

    def _parts(self, numbers: range) -> list[range]:
        return [
            range(numbers.start + part.start, numbers.start + part.stop) for part in graft.parts(len(numbers))
        ]

    def _lived(self, world: engine.Prepared, numbers: range) -> Block:
        course = graft.course(world, self.said.seed, numbers, self.values)
        _, block = course.run(course.origin(), 0, self.month + 1)
        return engine.numbered(block, numbers.start)

    def _who(self, block: Block) -> Array:
        series = {name: values[:, self.month : self.month + 1] for name, values in block.series.items()}
        return D.leads(series, D.Thresholds())[:, 0]

    def turning(self, base: Array, ends: Array) -> list[int]:
        """The changes most likely to put somebody else ahead: of those that do so in the screening the gentlest, then the nearest.

        `base` int[pair], `ends` int[change, pair]: who leads.
        """
        favourite, *others = self.ranked
        lead = np.array(
            [max((end == other).mean() for other in others) - (end == favourite).mean() for end in ends]
        )
        distance = np.array([_distance(self.people, base, end) for end in ends])
        order = np.lexsort((np.where(lead > 0, distance, -lead), lead <= 0))
        return [int(n) for n in order[:REVERSALS]]


def share(came: Array) -> Share:
    """The share of histories in which something came, bool[history]."""
    count, n = int(came.sum()), len(came)
    p, low, high = (round(float(value), 6) for value in wilson(count, n))
    return Share(share=p, low=low, high=high, count=count, of=n)


def _distance(people: Sequence[int], one: Array, other: Array) -> float:
    """Total variation between two distributions of who leads."""
    each = [abs((one == person).mean() - (other == person).mean()) for person in (*people, -1)]
    return float(sum(each)) / 2


def _why(trial: Trial, favourite: int, measured: Sequence[tuple[Removal, Array]]) -> list[Telling]:
    """The most telling facts, by the change that is measured."""
    found = []
    for fact, end in measured:
        pair = paired(trial.first == favourite, end == favourite)
        found.append(
            Telling(
                fact=fact.name,
                neutral=NEUTRAL[fact.group],
                was=pair["was"],
                would_be=pair["would_be"],
                change=pair["difference"],
                low=pair["low"],
                high=pair["high"],
            )
        )
    return sorted(found, key=lambda telling: -abs(telling.change))[:TOLD]


def _change(trial: Trial, favourite: int, measured: Sequence[tuple[Removal, Array]]) -> Reversal | None:
    """The gentlest change that puts somebody else ahead by more than chance, else the one that comes nearest."""
    found = []
    for fact, end in measured:
        other = max((p for p in trial.people if p != favourite), key=lambda p: int((end == p).sum()))
        lead = (end == other).astype(float) - (end == favourite)
        middle, half = float(lead.mean()), Z * float(lead.std(ddof=1)) / len(lead) ** 0.5
        found.append(
            Reversal(
                fact=fact.name,
                neutral=NEUTRAL[fact.group],
                person=trial.id(other),
                ahead=middle,
                low=max(-1.0, middle - half),
                high=min(1.0, middle + half),
                moved=_distance(trial.people, trial.first, end),
                reached=middle - half > 0,
            )
        )
    return min(
        found, key=lambda one: (not one.reached, one.moved if one.reached else -one.ahead), default=None
    )


def _watch(trial: Trial) -> dict[str, Any]:
    """The signs of the first year that say most about who will lead, in all histories; how many were looked at."""
    zero, led = trial.party.resolved.clock_zero, trial.leaders
    seen: dict[Seen, Array] = {}
    for block in trial.blocks:
        for sign, numbers in signs(block, zero, zero + min(YEAR, trial.months)).items():
            seen.setdefault(sign, np.zeros(len(led), bool))[list(numbers)] = True
    named = set(trial.people)
    common = {
        sign: came
        for sign, came in seen.items()
        if sign[1] in (-1, *named) and FEWEST <= came.sum() <= len(led) - FEWEST
    }
    ranked = sorted(
        ((*_most_moved(trial.people, led, came), sign, came) for sign, came in common.items()),
        key=lambda row: -row[0],
    )
    names, found = called(trial.party.resolved), []
    for least, person, sign, came in ranked:
        if len(found) == SIGNS or least <= 0:
            break
        if any(_alike(came, other) > ALIKE for _, other in found):
            continue
        leads = led == person
        row = Sign(
            event=sentence(sign, names, trial.party.resolved),
            chance=share(came),
            person=trial.id(person),
            after=share(leads[came]),
            otherwise=share(leads[~came]),
        )
        found.append((row, came))
    return {"watch": [row for row, _ in found], "looked_at": len(common)}


def _most_moved(people: Sequence[int], led: Array, came: Array) -> tuple[float, int]:
    """(least difference that a sign makes to a person's chance, the person), for the person with the largest such."""
    found = []
    with_it, without = float(came.sum()), float((~came).sum())
    for person in people:
        leads = led == person
        p, q = float(leads[came].mean()), float(leads[~came].mean())
        # half a history more of each kind, so that no share is called certain
        error = sum(
            (x * n + 0.5) * ((1 - x) * n + 0.5) / (n + 1) ** 3 for x, n in ((p, with_it), (q, without))
        )
        found.append((abs(p - q) - SURE * error**0.5, person))
    return max(found)


def _alike(one: Array, other: Array) -> float:
    """Share of the histories with either sign that have both."""
    return float(np.logical_and(one, other).sum() / max(np.logical_or(one, other).sum(), 1))
