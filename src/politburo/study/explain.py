"""Why: what a victory rested on. One fact at a time is taken away, and groups of facts share the credit.

Every removal is compared with the case as it is in the same histories (paired). The Shapley share of a group is its mean
contribution over all orders in which the groups can be put back into a case from which all of them were taken
(Shapley 1953); it is exact over the groups, and its error comes from the histories.

`explain.json` in a run's folder: `Explanation.to_json()`: {simulated, facts, removals: [{name, group, was, would_be, difference, low,
high, ...}], shares: [{group, share, se, low, high}], left}: the shares and `left` (the probability with all groups removed) add
up to the probability as it is.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import scenario
from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.definitions import Thresholds
from politburo.measures.paired import Z, paired
from politburo.measures.quantities import of_persons
from politburo.store.files import put
from politburo.vocab import Trait

if TYPE_CHECKING:
    import pandas

    from politburo.scenario.resolved import Resolved
    from politburo.study.ensemble import Parameters, Progress, Scenario

FILE = "explain.json"
GROUPS = ("offices", "seats", "traits", "ties", "rules and letter")
ORDINARY = 0.5  # a trait that neither helps nor hinders


@dataclass(frozen=True)
class Removal:
    """A fact that can be taken away: `change` returns the world without it."""

    name: str
    group: str
    change: Callable[[Any], Any]


@dataclass(frozen=True)
class Explanation:
    """Paired removals, the most telling first, and Shapley shares of groups."""

    facts: dict[str, Any]
    removals: list[dict[str, Any]]
    shares: list[dict[str, Any]]
    left: float

    @property
    def table(self) -> pandas.DataFrame:
        """The removals as a table; attrs hold seed, scenario and software."""
        import pandas

        frame = pandas.DataFrame(self.removals).set_index("name")
        frame.attrs.update(self.facts)
        return frame

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data; the shape is that of the module's text."""
        plain = {"simulated": True, **dataclasses.asdict(self)}
        return json.loads(json.dumps(plain), parse_constant=lambda _: None)

    def save(self, folder: str | Path) -> Path:
        """Write explain.json into a folder, which must exist."""
        path = Path(folder) / FILE
        put(path, json.dumps(self.to_json(), indent=1).encode())
        return path


def removals(resolved: Resolved, person: int) -> list[Removal]:
    """What a person has at the start, and rules and documents that all live under, as facts that can be taken away."""
    found = [
        Removal(f"office: {office.name}", "offices", _put("offices", "holder", n, -1))
        for n, office in enumerate(resolved.offices)
        if office.holder == person
    ]
    found += [
        Removal(f"seat: {body.name}", "seats", _put("bodies", "seat", (n, person), 0))
        for n, body in enumerate(resolved.bodies)
        if person in body.seats
    ]
    found += [Removal(f"trait: {trait.word}", "traits", _trait(person, trait)) for trait in Trait]
    found += [
        Removal("ties: clients among leaders", "ties", _without(("ties", "patron"), person)),
        Removal("ties: secretaries who are his men", "ties", _without(("organisations", "patron"), person)),
        Removal("ties: friends and enemies", "ties", _untied(("documented", "late"), person)),
        Removal("ties: shared service", "ties", _untied(("service",), person)),
        Removal("rule: ban on factions", "rules and letter", _put("country", "factions_banned", (), 0.0)),
        Removal("the predecessor's letter", "rules and letter", _put("letter", "author", (), -1)),
    ]
    return found


def _put(part: str, name: str, place: Any, value: Any) -> Callable[[Any], Any]:
    def change(world: Any) -> Any:
        array = np.array(getattr(getattr(world, part), name))
        array[place] = value
        return _with(world, part, {name: array})

    return change


def _with(world: Any, part: str, fields: dict[str, Any]) -> Any:
    return dataclasses.replace(world, **{part: dataclasses.replace(getattr(world, part), **fields)})


def _trait(person: int, trait: Trait) -> Callable[[Any], Any]:
    known, value = (
        _put("people", "trait_sd", (person, trait), 0),
        _put("people", "trait", (person, trait), ORDINARY),
    )
    return lambda world: value(known(world))


def _without(where: tuple[str, str], person: int) -> Callable[[Any], Any]:
    def change(world: Any) -> Any:
        patron = getattr(getattr(world, where[0]), where[1])
        return _with(world, where[0], {where[1]: np.where(patron == person, -1, patron).astype(patron.dtype)})

    return change


def _untied(names: Iterable[str], person: int) -> Callable[[Any], Any]:
    def change(world: Any) -> Any:
        fields = {}
        for name in names:
            array = np.array(getattr(world.ties, name))
            array[person, :] = array[:, person] = 0
            fields[name] = array
        return _with(world, "ties", fields)

    return change


def explain(
    party: Scenario,
    person: str,
    *,
    histories: int = 128,
    seed: int = 1,
    params: Parameters = "prior",
    mechanisms: Sequence[str] = (),
    groups: bool = True,
    progress: Progress | None = None,
) -> Explanation:
    """What the probability that `person` rules alone in the end rests on.

    `mechanisms` to switch off are compared too: each needs a program of its own, which takes long to prepare. Without
    `groups` the 2^5 ensembles of the Shapley shares are left out. Raises `PolitburoError` for an unknown person or mechanism.
    """
    from politburo.study.ensemble import _fixed_parameters, _known, check_numbers, prepare_jax, provenance

    check_numbers(histories, seed)
    prepare_jax()
    from politburo import engine

    resolved = party.resolved
    people = [p.id for p in resolved.persons]
    if person not in people:
        named = ", ".join(p.id for p in resolved.persons if not p.reserve)
        raise PolitburoError(Problem("id-unknown", "PERSON", person[:100], named, nearest(person, people)))
    _known("--mechanism", mechanisms, engine.MECHANISMS)
    row = people.index(person)
    values = _fixed_parameters(params, resolved.parameters)
    world = scenario.lower(resolved)
    facts_there = [r for r in removals(resolved, row) if not _same(world, r.change(world))]
    used = [g for g in GROUPS if any(r.group == g for r in facts_there)] if groups else []
    coalitions = (
        [frozenset(c) for k in range(len(used) + 1) for c in itertools.combinations(used, k)] if used else []
    )
    total = (1 + len(facts_there) + len(mechanisms) + max(len(coalitions) - 1, 0)) * histories
    done = 0

    def victory(changed: Any, off: frozenset[str] = frozenset()) -> Any:
        """Does he rule alone in the end? float64[history]"""
        nonlocal done
        rows = []
        for block in engine.blocks(changed, histories=histories, seed=seed, params=values, off=off):
            rows.append(of_persons(block, Thresholds(), len(people))[0][:, row])
            done += block.histories
            if progress:
                progress(done, total)
        return np.concatenate(rows).astype(np.float64)

    if progress:
        progress(0, total)
    base = victory(world)
    found = [
        {"name": r.name, "group": r.group, **paired(base, victory(r.change(world)))} for r in facts_there
    ]
    found += [
        {
            "name": f"mechanism: {name}",
            "group": "mechanisms",
            **paired(base, victory(world, frozenset({name}))),
        }
        for name in mechanisms
    ]
    worth = {
        kept: base if len(kept) == len(used) else victory(_stripped(world, facts_there, set(used) - kept))
        for kept in coalitions
    }
    facts = {
        **provenance(),
        "case": resolved.id,
        "scenario": resolved.digest,
        "person": person,
        "outcome": "rules alone in the last month",
        "histories": histories,
        "seed": seed,
        "unit": "probability",
        "as_it_is": float(base.mean()),
    }
    left = float(worth[frozenset()].mean()) if worth else float("nan")
    return Explanation(
        facts, sorted(found, key=lambda r: r["difference"]), shapley(worth, used) if worth else [], left
    )


def _same(one: Any, other: Any) -> bool:
    import jax

    return all(
        np.array_equal(a, b) for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True)
    )


def _stripped(world: Any, facts: list[Removal], groups: set[str]) -> Any:
    for removal in facts:
        if removal.group in groups:
            world = removal.change(world)
    return world


def shapley(worth: dict[frozenset[str], Any], names: Sequence[str]) -> list[dict[str, Any]]:
    """Shapley value of every name from the worth of all sets of names, float64[history]; errors over histories.

    >>> one, two, both = frozenset("a"), frozenset("b"), frozenset("ab")
    >>> worth = {frozenset(): np.zeros(2), one: np.ones(2), two: np.zeros(2), both: np.ones(2)}
    >>> [(row["group"], row["share"]) for row in shapley(worth, "ab")]
    [('a', 1.0), ('b', 0.0)]
    """
    n = len(names)
    found = []
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
