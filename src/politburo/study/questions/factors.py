"""Why: what a victory rested on. One fact at a time is taken away, and groups of facts share the credit.

Every removal is compared with the case as it is in the same histories (paired). The Shapley share of a group is its mean
contribution over all orders in which the groups can be put back into a case from which all of them were taken
(Shapley 1953); it is exact over the groups, and its error comes from the histories.

`factors.json` in a run's folder: `Factors.to_json()`: {simulated, facts, removals: [{name, group, was, would_be, difference, low,
high, ...}], shares: [{group, share, se, low, high}], left}: the shares and `left` (the probability with all groups removed) add
up to the probability as it is.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from politburo import scenario
from politburo.arrays import Floats
from politburo.errors import PolitburoError, Problem, nearest
from politburo.facts import OfCase, OfParameters
from politburo.measures.definitions import Thresholds
from politburo.measures.names import short_name
from politburo.measures.paired import Paired, Z, paired
from politburo.measures.quantities import OF_PERSON, of_persons
from politburo.measures.summary import wilson
from politburo.store.files import put
from politburo.study.questions.neutral import GROUPS, Removal, removals, same
from politburo.study.running.parameters import Given, facts_of, values_of
from politburo.study.running.pieces import Piece, counting, in_pieces
from politburo.words.answer import Data

if TYPE_CHECKING:
    import pandas

    from politburo.model.world import World
    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.progress import Progress

FILE = "factors.json"
AS_IT_IS = "as it is"
PILOT = 256  # histories that are looked at before all others
FEWEST, ENOUGH = (
    10,
    20,
)  # histories with the outcome below which nothing is said, and with which something can be


class Asked(OfCase, OfParameters):
    """What was asked."""

    title: str
    end: str
    person: str  # id
    name: str
    outcome: str
    unit: str


class Question(Asked):
    """The same, with how likely the outcome is as things are."""

    histories: int
    as_it_is: float


class RemovalRow(Paired):
    """What the probability would be without a fact."""

    name: str
    group: str


class GroupShare(TypedDict):
    """What a group of facts contributes."""

    group: str
    share: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class Factors:
    """Paired removals, the most telling first, and Shapley shares of groups."""

    facts: Question
    removals: list[RemovalRow]
    shares: list[GroupShare]
    left: float

    @property
    def table(self) -> pandas.DataFrame:
        """The removals as a table; attrs hold seed, scenario and software."""
        import pandas

        frame = pandas.DataFrame(self.removals).set_index("name")
        frame.attrs.update(self.facts)
        return frame

    def to_json(self) -> Data:
        """Everything as plain data; the shape is that of the module's text."""
        plain = {"simulated": True, **dataclasses.asdict(self)}
        return json.loads(json.dumps(plain), parse_constant=lambda _: None)

    def save(self, folder: str | Path) -> Path:
        """Write factors.json into a folder, which must exist."""
        path = Path(folder) / FILE
        put(path, json.dumps(self.to_json(), indent=1).encode())
        return path


def factors(
    party: Scenario,
    person: str,
    *,
    histories: int = 256,
    seed: int = 1,
    params: Given = None,
    mechanisms: Sequence[str] = (),
    groups: bool = True,
    outcome: str = OF_PERSON[0],
    under: str | Path | None = None,
    progress: Progress | None = None,
) -> Factors:
    """What the probability of an outcome for `person` rests on: to rule alone in the end, or another of `OF_PERSON`.

    `mechanisms` to switch off are compared too. Without `groups` the 2^5 ensembles of the Shapley shares are left out. With
    `under` the same question goes on from what is finished, and the other outcomes are answered from it. Raises
    `PolitburoError` for an unknown person, mechanism or outcome, and (outcome-rare), after a pilot of PILOT histories as they are, where
    the outcome is to be expected in fewer than FEWEST of them.
    """
    from politburo.study.running import graft
    from politburo.study.running.limits import known
    from politburo.study.running.provenance import provenance

    known("--outcome", [outcome], OF_PERSON)
    work = plan(party, person, histories=histories, seed=seed, mechanisms=mechanisms, groups=groups)
    resolved = party.resolved
    people = [p.id for p in resolved.persons]
    row = people.index(person)
    values = values_of(params, resolved.parameters)
    parts = graft.parts(histories)

    def fate(case: Case, numbers: range) -> Piece:
        """What becomes of the person: bool[OF_PERSON, history]."""
        course = graft.course(case.world, seed, numbers, values, case.off)
        _, made = course.run(course.origin(), 0, resolved.months)
        return {"fate": of_persons(made, Thresholds(), len(people))[:, :, row]}

    pilot = np.concatenate(
        [fate(work.cases[0], part)["fate"] for part in graft.parts(min(PILOT, histories))], axis=1
    )
    often_enough(int(pilot[OF_PERSON.index(outcome)].sum()), pilot.shape[1], histories, person, outcome)
    facts: Asked = {
        **provenance(),
        "case": resolved.id,
        "title": resolved.title,
        "end": str(resolved.end),
        "scenario": resolved.digest,
        "person": person,
        "name": short_name(resolved.persons[row].name),
        "outcome": outcome,
        "seed": seed,
        **facts_of(params, values),
        "unit": "probability",
    }
    pieces = in_pieces(
        len(work.cases) * len(parts),
        lambda n: functools.partial(fate, work.cases[n // len(parts)], parts[n % len(parts)]),
        asked={
            "question": "factors",
            "person": person,
            "histories": histories,
            "cases": [c.name for c in work.cases],
        },
        facts=facts,
        resolved=resolved,
        under=under,
        progress=counting(progress, len(work.cases) * histories),
    )
    came = np.concatenate([piece["fate"][OF_PERSON.index(outcome)] for piece in pieces])
    came = came.reshape(len(work.cases), histories).astype(np.float64)
    each = dict(zip((case.name for case in work.cases), came, strict=True))
    base = each[AS_IT_IS]
    found = [
        RemovalRow(name=case.name, group=case.group, **paired(base, each[case.name]))
        for case in work.cases
        if case.group
    ]
    worth = {kept: each[_name_of(kept, work.groups)] for kept in subsets(work.groups)}
    left = float(worth[frozenset()].mean()) if work.groups else float("nan")
    return Factors(
        {**facts, "histories": histories, "as_it_is": float(base.mean())},
        sorted(found, key=lambda r: r["difference"]),
        shapley(worth, work.groups) if work.groups else [],
        left,
    )


def often_enough(seen: int, pilot: int, histories: int, person: str, outcome: str) -> None:
    """Raise `PolitburoError` (outcome-rare) where an outcome that was `seen` in so many of `pilot` histories is too rare in `histories`.

    It says how many would be needed: ENOUGH / share, with the upper end of the share's 95 % interval where it was never seen.
    """
    if seen / pilot * histories >= FEWEST:
        return
    share, _, high = wilson(seen, pilot)
    needed = math.ceil(ENOUGH / (share or high) / 64) * 64
    some = f"{seen} of {pilot} histories" if seen else f"none of {pilot} histories"
    at_least = "" if seen else "at least "
    raise PolitburoError(
        Problem(
            "outcome-rare",
            "PERSON",
            f"{person} {outcome} in {some}",
            f"{FEWEST} or more of the {histories:,} histories that were asked for",
            remedy=f"ask for {at_least}--histories {needed}, or for another --outcome",
        )
    )


@dataclass(frozen=True)
class Case:
    """One ensemble of the question: a world, what does not happen in it, and the group of what was taken away (empty: several)."""

    name: str
    group: str
    world: World
    off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """The ensembles of the question: as it is, without each fact or mechanism, and with every set of groups of facts alone."""

    cases: list[Case]
    groups: tuple[str, ...]


def plan(
    party: Scenario,
    person: str,
    *,
    histories: int,
    seed: int = 1,
    mechanisms: Sequence[str] = (),
    groups: bool = True,
) -> Plan:
    """What would be run. Raises `PolitburoError` for an unknown person or mechanism or an impossible number."""
    from politburo import engine
    from politburo.study.running.limits import check_numbers, known

    check_numbers(histories, seed)
    resolved = party.resolved
    people = [p.id for p in resolved.persons]
    if person not in people:
        named = ", ".join(p.id for p in resolved.persons if not p.reserve)
        raise PolitburoError(Problem("id-unknown", "PERSON", person[:100], named, nearest(person, people)))
    known("--mechanism", mechanisms, engine.MECHANISMS)
    world = scenario.lower(resolved)
    there = [r for r in removals(resolved, people.index(person)) if not same(world, r.change(world))]
    used = tuple(g for g in GROUPS if any(r.group == g for r in there)) if groups else ()
    cases = [Case(AS_IT_IS, "", world)]
    cases += [Case(r.name, r.group, r.change(world)) for r in there]
    cases += [Case(f"mechanism: {name}", "mechanisms", world, frozenset({name})) for name in mechanisms]
    cases += [
        Case(_name_of(kept, used), "", _stripped(world, there, set(used) - kept))
        for kept in subsets(used)
        if kept != frozenset(used)
    ]
    return Plan(cases, used)


def subsets(names: Sequence[str]) -> list[frozenset[str]]:
    """All sets of some of the names, the smallest first.

    >>> [sorted(some) for some in subsets("ab")]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    return [frozenset(c) for k in range(len(names) + 1) for c in itertools.combinations(names, k)]


def _name_of(kept: frozenset[str], groups: Sequence[str]) -> str:
    """The name of the ensemble that keeps these groups of facts."""
    return AS_IT_IS if kept == frozenset(groups) else f"only: {', '.join(sorted(kept)) or 'nothing'}"


def _stripped(world: World, facts: list[Removal], groups: set[str]) -> World:
    for removal in facts:
        if removal.group in groups:
            world = removal.change(world)
    return world


def shapley(worth: dict[frozenset[str], Floats], names: Sequence[str]) -> list[GroupShare]:
    """Shapley value of every name from the worth of all sets of names, float64[history]; errors over histories.

    >>> one, two, both = frozenset("a"), frozenset("b"), frozenset("ab")
    >>> worth = {frozenset(): np.zeros(2), one: np.ones(2), two: np.zeros(2), both: np.ones(2)}
    >>> [(row["group"], row["share"]) for row in shapley(worth, "ab")]
    [('a', 1.0), ('b', 0.0)]
    """
    n = len(names)
    found: list[GroupShare] = []
    for name in names:
        each = np.zeros_like(next(iter(worth.values())))
        for kept, value in worth.items():
            if name not in kept:
                weight = math.factorial(len(kept)) * math.factorial(n - len(kept) - 1) / math.factorial(n)
                each = each + weight * (worth[kept | {name}] - value)
        mean, error = float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each)))
        found.append(
            {"group": name, "share": mean, "se": error, "low": mean - Z * error, "high": mean + Z * error}
        )
    return sorted(found, key=lambda row: -row["share"])
