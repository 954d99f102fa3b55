"""The quantities of one history that are compared between two worlds: a number each, with its unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array, Floats, Truths
from politburo.measures import definitions as D
from politburo.measures.history import COL
from politburo.measures.stagecounts import stages_found
from politburo.measures.stagekinds import KINDS
from politburo.vocab import EventKind, RuleType, Rung, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block

SHARE = "share of histories"
RULES = {
    RuleType.COLLECTIVE: "collective rule at the end",
    RuleType.DUAL: "rule by two at the end",
    RuleType.PRIMUS: "a first among equals at the end",
    RuleType.SOLE: "sole rule at the end",
}
#: name -> unit; the order is that of the page
UNITS: dict[str, str] = {
    "somebody rules alone at the end": SHARE,
    **dict.fromkeys(RULES.values(), SHARE),
    "the regime has fallen": SHARE,
    "months until sole rule": "months, at most the window",
    **{f"stage: {kind}": SHARE for kind in KINDS},
    "effective number of rulers": "persons, mean of the months",
    "attacks by the ruling side": "per history",
    "challenges to it": "per history",
    "its motions and defences lost": "per history",
    "expulsions": "per history",
    "seizures tried": "per history",
    "secretaries replaced": "per history",
    "members at the end": "persons",
    "workers at the end": "share of members",
    "higher education at the end": "share of members",
    "discontent": "0..1, mean of the months",
    "fear at the end": "0..2",
}
#: of every person
OF_PERSON = ("rules alone at the end", "in the ruling coalition at the end", "expelled by the end")


def quantities(block: Block, thresholds: D.Thresholds, ids: Sequence[str]) -> dict[str, Floats]:
    """{name of UNITS: float64[history]} of a block; `ids` are those of the persons."""
    series, histories = block.series, block.histories
    rule, _ = D.rule_type(series, thresholds)
    reached = D.consolidation(rule)
    row, kind = block.events[:, 0] - block.first, block.events[:, COL["kind"]]
    outcome, size = block.events[:, COL["outcome"]], block.events[:, COL["outcome"]]
    attack, challenge = kind == EventKind.OFFENSIVE, kind == EventKind.CHALLENGE
    count = lambda chosen: np.bincount(row[chosen], minlength=histories)  # noqa: E731
    months = rule.shape[1]
    values = [
        rule[:, -1] == RuleType.SOLE,
        *(rule[:, -1] == form for form in RULES),
        rule[:, -1] == RuleType.COLLAPSED,
        np.where(reached >= 0, reached, months),
        *stages_found(block, ids).T,
        series["effective"].mean(1),
        count(attack),
        count(challenge),
        count((attack & (outcome == 0)) | (challenge & (outcome == 1))),
        count((kind == EventKind.SANCTION) & (size == Rung.EXPELLED)),
        count(kind == EventKind.COUP),
        series["replaced"].sum(1),
        series["members"][:, -1].sum(1),
        series["workers"][:, -1],
        series["higher"][:, -1],
        series["discontent"].mean(1),
        series["fear"][:, -1],
    ]
    return {name: np.asarray(value, np.float64) for name, value in zip(UNITS, values, strict=True)}


def of_persons(block: Block, thresholds: D.Thresholds, people: int) -> Truths:
    """bool[OF_PERSON, history, person] of a block."""
    series, histories = block.series, block.histories
    rule, ruler = D.rule_type(series, thresholds)
    found = np.zeros((len(OF_PERSON), histories, people), bool)
    each = np.arange(histories)
    sole = rule[:, -1] == RuleType.SOLE
    found[0, each[sole], ruler[sole, -1]] = True
    found[1] = ruling(series, -1, people)
    rows = block.events[block.events[:, COL["kind"]] == EventKind.SANCTION]
    rows = rows[np.isin(rows[:, COL["outcome"]], [Rung.EXPELLED, Rung.EXILED])]
    found[2, rows[:, 0] - block.first, rows[:, COL["whom"]]] = True
    return found


def ruling(series: dict[str, Array], month: int, people: int) -> Truths:
    """bool[history, person]: in core or ring in a month while the regime stands."""
    standing = series["standing"][:, month]
    inside = (standing == Standing.CORE) | (standing == Standing.RING)
    inside = inside & (series["regime"][:, month] > 0)[:, None]
    found = np.zeros((len(inside), people), bool)
    history, place = np.nonzero(inside)
    found[history, series["contender"][history, month, place]] = True
    return found
