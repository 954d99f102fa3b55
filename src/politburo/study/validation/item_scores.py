"""The loss of an ensemble and of simple rivals on every item of a record that can be scored.

| items | score | scale | rivals |
| --- | --- | --- | --- |
| ruler | log and Brier | codings by weight | all of `references` |
| rule | ranked probability on collective < dual < primus < sole | codings by weight | those that speak of it |
| locus | ranked probability on committee < bureau < group < one | codings by weight | that of the first month; uniform |
| event | Brier: has it come by the last day? | | it never comes; one half |
| together, seat | Brier: is it on record as a yes? | | as last recorded (at first: all stand together, as seated at the start); one half |
| vote | CRPS | share against | as last recorded; 2 in 100 against |
| secretaries, appointed | CRPS | share of the organisations | as last recorded |
| members, sizes of bodies, months between congresses | CRPS | natural logarithm | as last recorded, at first the start |
| workers, higher | CRPS | share | as last recorded, at first the start |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array, Values
from politburo.measures.signals import Signals
from politburo.record import Record
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.scores.proper import brier, crps_sample, log_score, ranked_probability
from politburo.study.evidence.holdout import congress_days, period
from politburo.study.evidence.implied import chance_by, chance_of_yes, chances, predicted
from politburo.study.evidence.quantities import YES_OR_NO, month_of
from politburo.study.forecasting.forecast_scores import Scored
from politburo.study.forecasting.references import REFERENCES, Start, sure
from politburo.study.forecasting.truth import RULES
from politburo.vocab import Locus, Seat

if TYPE_CHECKING:
    from politburo.study.validation.account import Statement

NINETY_EIGHT = 0.02  # "98 % yes": the share against that a rival expects of every vote
LOCI = Locus.words()


def _as_share(x: Values, item: Item) -> Array:
    return np.asarray(x) / item.of


def _as_log(x: Values, item: Item) -> Array:
    return np.log(np.asarray(x))


def _as_is(x: Values, item: Item) -> Array:
    return np.asarray(x)


#: kind of counted item -> (score, the scale on which values are compared)
SCALES: dict[str, tuple[str, Callable[[Values, Item], Array]]] = {
    "vote": ("votes", _as_share),
    "secretaries": ("secretaries", _as_share),
    "appointed": ("secretaries", _as_share),
    "members": ("members", _as_log),
    "workers": ("composition", _as_is),
    "higher": ("composition", _as_is),
    **dict.fromkeys(("committee-size", "bureau-size", "congress-gap"), ("bodies", _as_log)),
}


@dataclass(frozen=True)
class Bench:
    """What items are scored against: the record, finished histories, what rivals may read, and the last day that counts."""

    record: Record
    resolved: Resolved
    found: Signals
    start: Start
    last: date

    @cached_property
    def rivals(self) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
        """What each reference says of who rules and of the rule type."""
        return {name: says(self.start) for name, says in REFERENCES.items()}

    def scored(self, items: Iterable[Item]) -> list[Scored]:
        """The losses on every item that can be scored, in the order of the items."""
        rows: list[Scored] = []
        congresses = congress_days(self.record.items)
        for item in items:
            block = period(item, congresses)
            for score, loss, rivals in BY_ERROR.get(item.error, lambda bench, item: [])(self, item):
                rows.append(Scored(self.resolved.id, score, item.item, block, loss, rivals))
        return rows

    @cached_property
    def on_record(self) -> dict[tuple[str, str, str], list[tuple[date, float]]]:
        """Days and values on record of every sort of item, in order of days."""
        found: defaultdict[tuple[str, str, str], list[tuple[date, float]]] = defaultdict(list)
        for item in self.record.items:
            if item.error != "none":
                found[_sort(item)].append((item.until or item.date, item.value))
        return {key: sorted(pairs) for key, pairs in found.items()}

    def before(self, item: Item) -> float | None:
        """The last value on record of the same sort before this one; at first what the scenario itself starts from."""
        day = item.until or item.date
        earlier = [value for when, value in self.on_record.get(_sort(item), []) if when < day]
        if earlier:
            return earlier[-1]
        start = START.get(item.kind)
        return None if start is None else start(self.resolved, item)


Losses = list[tuple[str, float, dict[str, float]]]  # (score, loss, loss of each rival)


def _sort(item: Item) -> tuple[str, str, str]:
    return item.kind, item.arena, item.subject if item.error == "binary" else ""


def _coded(bench: Bench, item: Item) -> Losses:
    fact = item.codings
    said = chances(item, month_of(bench.resolved, item.date), bench.resolved, bench.found)
    return CODED[item.kind](bench, said, fact)


def _rule(bench: Bench, said: dict[str, float], fact: dict[str, float]) -> Losses:
    ranked = lambda ahead: ranked_probability(ahead, fact, RULES)  # noqa: E731
    standing = {rule: said[rule] for rule in RULES}
    return [
        ("rps", ranked(standing), {name: ranked(rule) for name, (_, rule) in bench.rivals.items() if rule})
    ]


def _locus(bench: Bench, said: dict[str, float], fact: dict[str, float]) -> Losses:
    ranked = lambda ahead: ranked_probability(ahead, fact, LOCI)  # noqa: E731
    even = dict.fromkeys(LOCI, 1 / len(LOCI))
    return [
        (
            "locus",
            ranked(said),
            {"persistence": ranked(sure([bench.start.locus], list(LOCI))), "uniform": ranked(even)},
        )
    ]


def _ruler(bench: Bench, said: dict[str, float], fact: dict[str, float]) -> Losses:
    return [
        (
            name,
            score(said, fact),
            {rival: score(who, _as_asked(fact, who)) for rival, (who, _) in bench.rivals.items()},
        )
        for name, score in (("log", log_score), ("brier", brier))
    ]


def _as_asked(fact: dict[str, float], answers: dict[str, float]) -> dict[str, float]:
    known = {name: weight for name, weight in fact.items() if name in answers}
    other = sum(fact.values()) - sum(known.values())
    return known | ({"other": known.get("other", 0.0) + other} if other > 1e-9 else {})


def _dated(bench: Bench, item: Item) -> Losses:
    chance = chance_by(item, month_of(bench.resolved, bench.last), bench.resolved, bench.found)
    if chance is None:
        return []
    came = float(not item.censored)
    return [("events", (chance - came) ** 2, {"persistence": came**2, "uniform": (0.5 - came) ** 2})]


def _yes_or_no(bench: Bench, item: Item) -> Losses:
    said = chance_of_yes(item, bench.resolved, bench.found)
    if said is None:
        return []
    loss = lambda chance: (chance - item.value) ** 2  # noqa: E731
    rivals, before = {"uniform": loss(0.5)}, bench.before(item)
    if before is not None:
        rivals["persistence"] = loss(before)
    return [(item.kind, loss(said[0]), rivals)]


def _counted(bench: Bench, item: Item) -> Losses:
    sample = predicted(item, bench.resolved, bench.found)
    if sample is None:
        return []
    score, scale = SCALES[item.kind]
    value, before = float(scale(item.value, item)), bench.before(item)
    rivals = {} if before is None else {"persistence": abs(value - float(scale(before, item)))}
    if item.kind == "vote":
        rivals["98 % yes"] = abs(value - NINETY_EIGHT)
    loss = crps_sample(scale(sample, item), value)
    return [(name, loss, rivals) for name in (score, *(["contested votes"] if item.contested else []))]


CODED: dict[str, Callable[[Bench, dict[str, float], dict[str, float]], Losses]] = {
    "rule": _rule,
    "ruler": _ruler,
    "locus": _locus,
}
#: error model of an item -> its losses; an item without one is not scored
BY_ERROR: dict[str, Callable[[Bench, Item], Losses]] = {
    "coded": _coded,
    "dated": _dated,
    "binary": _yes_or_no,
    **dict.fromkeys(("beta-binomial", "log-normal", "logit-normal"), _counted),
}


def yes_or_no(bench: Bench, items: Iterable[Item]) -> list[Statement]:
    """Probability and outcome of every statement that is true or false: events come by the last day, yes-or-no items."""
    rows: list[Statement] = []
    for item in items:
        if item.error == "dated":
            chance = chance_by(item, month_of(bench.resolved, bench.last), bench.resolved, bench.found)
            came = not item.censored
        elif item.kind in YES_OR_NO:
            said = chance_of_yes(item, bench.resolved, bench.found)
            chance, came = said[0] if said else None, bool(item.value)
        else:
            continue
        if chance is not None:
            rows.append(
                {"item": item.item, "kind": item.kind, "arena": item.arena, "chance": chance, "came": came}
            )
    return rows


def _seats(role: str) -> Callable[[Resolved, Item], float]:
    return lambda resolved, item: float(next(body.size for body in resolved.bodies if body.role == role))


def _seated_at_start(resolved: Resolved, item: Item) -> float:
    body = next((body for body in resolved.bodies if body.role == item.arena), None)
    sits = [
        resolved.persons[n].id for n, seat in (body.seats if body else {}).items() if seat == Seat.FULL.word
    ]
    return float(item.subject in sits)


def _class_share(resolved: Resolved, item: Item) -> float:
    counts = np.array(resolved.cohort_counts)
    return float(counts[:, 0].sum() / counts.sum())


#: kind of item -> what its first value is compared with: the scenario's own start
START: dict[str, Callable[[Resolved, Item], float]] = {
    "members": lambda resolved, item: float(np.array(resolved.cohort_counts).sum()),
    "workers": _class_share,
    "committee-size": _seats("committee"),
    "bureau-size": _seats("bureau"),
    "congress-gap": lambda resolved, item: float(resolved.country.congress_every),
    "seat": _seated_at_start,
    "together": lambda resolved, item: 1.0,
}
