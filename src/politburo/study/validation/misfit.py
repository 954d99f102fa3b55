"""Where the record lies in what the model implies, and which mechanism a misfit points to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.measures.signals import Signals
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.scores.ranks import coverage
from politburo.study.evidence.implied import Implied, implied
from politburo.study.evidence.item_types import type_of

if TYPE_CHECKING:
    from politburo.study.validation.account import APriori, Covered

TAIL = 0.1  # a two-sided tail probability below it is a misfit
ALMOST_CERTAIN = 0.7  # no full member of the smallest body may rule alone with more, a priori


@dataclass(frozen=True)
class Suspect:
    """What a misfit points to: a mechanism of the engine and the parameters of it that move the item most."""

    mechanism: str
    parameters: tuple[str, ...]


#: what an item is about (see `about`) -> what to suspect when the record lies below, and above, what is implied
SUSPECTS: dict[str, tuple[Suspect, Suspect]] = {
    "vote": (
        Suspect("ballots", ("bandwagon", "fear_on_votes", "secretary_control")),
        Suspect("ballots", ("vote_side", "vote_appeal", "bastion")),
    ),
    "members": (
        Suspect("membership", ("levy_rate", "admission", "selectivity", "purge_rate")),
        Suspect("membership", ("levy_size", "levy_rate", "attrition")),
    ),
    "workers": (
        Suspect("membership", ("admission_workers", "levy_rate")),
        Suspect("membership", ("levy_workers", "worker_target")),
    ),
    "higher": (
        Suspect("membership", ("admission", "attrition")),
        Suspect("membership", ("levy_schooling",)),
    ),
    "committee-size": (
        Suspect("congress", ("growth", "packing")),
        Suspect("congress", ("growth", "packing", "largest_committee")),
    ),
    "bureau-size": (Suspect("elections", ("enlarge_bureau",)), Suspect("elections", ("enlarge_bureau",))),
    "congress-gap": (Suspect("convening", ("punctuality",)), Suspect("convening", ("punctuality",))),
    "secretaries": (
        Suspect("appointments", ("pace", "bastion")),
        Suspect("appointments", ("pace", "bastion")),
    ),
    "rule": (
        Suspect("standing", ("formal_weight", "lending")),
        Suspect("alignment", ("stability", "surplus", "inertia")),
    ),
    "ruler": (Suspect("alignment", ("danger", "stability")), Suspect("alignment", ("danger", "stability"))),
    "locus": (Suspect("alignment", ("ring",)), Suspect("alignment", ("surplus", "danger"))),
    "appointed": (
        Suspect("appointments", ("pace", "bastion")),
        Suspect("appointments", ("pace", "bastion")),
    ),
    "together": (
        Suspect("alignment", ("surplus", "danger")),
        Suspect("alignment", ("stability", "inertia", "unite")),
    ),
    "committee-seat": (
        Suspect("congress", ("retention", "exclusion")),
        Suspect("congress", ("retention", "growth")),
    ),
    **dict.fromkeys(
        ("bureau-seat", "orgbureau-seat", "secretariat-seat"),
        (Suspect("sanctions", ("defeat",)), Suspect("elections", ("enlarge_bureau",))),
    ),
    "lost-post": (
        Suspect("offensives", ("offensive_rate", "threat")),
        Suspect("offensives", ("offensive_rate", "threat", "momentum")),
    ),
    "lost-bureau": (
        Suspect("sanctions", ("defeat", "fear_step")),
        Suspect("sanctions", ("defeat", "fear_step")),
    ),
    "expelled": (
        Suspect("sanctions", ("exile", "fear_step")),
        Suspect("sanctions", ("recantation", "fear_step")),
    ),
    "recanted": (Suspect("sanctions", ("recantation",)), Suspect("sanctions", ("recantation",))),
    "letter-written": (Suspect("testament", ("letter_rate",)), Suspect("testament", ("letter_rate",))),
    "letter-disclosed": (
        Suspect("testament", ("letter_openness",)),
        Suspect("testament", ("letter_openness",)),
    ),
    "levy": (Suspect("membership", ("levy_rate",)), Suspect("membership", ("levy_rate",))),
    "bloc": (Suspect("alignment", ("unite", "misery")), Suspect("alignment", ("unite", "misery"))),
}


def suspect(found: Implied) -> Suspect | None:
    """The mechanism that a misfit points to; None where the item fits (tail of at least TAIL) or nothing is implied."""
    pair = SUSPECTS.get(about(found.item))
    if pair is None or not found.tail < TAIL:
        return None
    return pair[int(found.place > 0.5)]


def about(item: Item) -> str:
    """What an item is about: its type; for an event which."""
    return item.arena if item.kind == "event" else type_of(item)


def compare(items: Iterable[Item], resolved: Resolved, signals: Signals) -> tuple[list[Implied], list[Item]]:
    """(what is implied of each item, items of which nothing simulated speaks), in order of date."""
    found, mute = [], []
    for item in sorted(items, key=lambda item: (item.date, item.item)):
        one = implied(item, resolved, signals)
        if one is None:
            mute.append(item)
        else:
            found.append(one)
    return found, mute


def covered(found: Iterable[Implied]) -> list[Covered]:
    """Share of the items inside their central 50 and 90 % intervals, by kind and in all.

    Items of events that had not come by the last day are counted apart: an event that is rare in any case is inside almost always.
    """
    groups: dict[str, list[Implied]] = {}
    for one in found:
        if one.inside:
            what = "not yet come" if one.item.censored else one.item.kind
            groups.setdefault(what, []).append(one)
            if not one.item.censored:
                groups.setdefault("all dated and counted", []).append(one)
    return [
        {"kind": kind, "items": len(group), "50%": _share(group, 0.5), "90%": _share(group, 0.9)}
        for kind, group in sorted(groups.items())
    ]


def _share(group: Sequence[Implied], level: float) -> float:
    """The share of some items inside their central interval."""
    return coverage(*zip(*((1, 1, int(one.inside[level])) for one in group), strict=True))


def a_priori(resolved: Resolved, signals: Signals) -> list[APriori]:
    """Probability of sole rule at the end, and the most at any month, of every full member of the smallest body at the start."""
    from politburo.vocab import RuleType

    bureau = next(body for body in resolved.bodies if body.role == "bureau")
    sole = np.where(signals.rule == RuleType.SOLE, signals.ruler, -1)
    rows: list[APriori] = []
    for person in sorted(p for p, seat in bureau.seats.items() if seat == "full"):
        shares = (sole == person).mean(0)
        rows.append(
            {"id": resolved.persons[person].id, "at_end": float(shares[-1]), "most": float(shares.max())}
        )
    return sorted(rows, key=lambda row: -row["most"])
