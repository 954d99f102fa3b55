"""What became of each history: one value a history for every outcome that a table of histories has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures import definitions as D
from politburo.measures.history import COL
from politburo.measures.quantities import quantities
from politburo.measures.stagekinds import KINDS
from politburo.measures.summary import paths
from politburo.vocab import EventKind, RuleType, Rung

if TYPE_CHECKING:
    from politburo.model.trace import Block

#: column -> quantity of `measures.quantities`
COUNTED = {
    "effective_rulers": "effective number of rulers",
    "attacks": "attacks by the ruling side",
    "challenges": "challenges to it",
    "defeats": "its motions and defences lost",
    "expulsions": "expulsions",
    "coups_tried": "seizures tried",
    "secretaries_replaced": "secretaries replaced",
    "members_end": "members at the end",
    "workers_end": "workers at the end",
    "higher_end": "higher education at the end",
    "discontent": "discontent",
    "fear_end": "fear at the end",
}
#: kind of stage -> column
STAGES = {kind: f"stage_{kind.replace(' ', '_')}" for kind in KINDS}
#: column -> what it says, with its unit
MEANING = {
    "rule": "type of rule at the end: collective, dual, primus, sole or collapsed",
    "sole_ruler": "id of the person who rules alone at the end; empty where nobody does",
    "leader": "id of the person who leads the ruling group at the end; empty where nobody does",
    "first_sole_ruler": "id of the person who was the first to rule alone; empty where nobody ever did",
    "first_sole_month": "months from the start to the first sole rule; missing where there was none in the window",
    "path": "where decisions were made, from one place to the next",
    "effective_rulers": "effective number of rulers, mean of the months",
    "attacks": "attacks by the ruling side",
    "challenges": "challenges to the ruling side",
    "defeats": "motions and defences that the ruling side lost",
    "removals": "sanctions that cost somebody a post, a seat or membership",
    "expulsions": "expulsions from the party",
    "exiles": "persons sent into exile",
    "blocs": "blocs declared",
    "coups_tried": "seizures of power tried",
    "coups_succeeded": "seizures of power that succeeded",
    "secretaries_replaced": "secretaries of organisations replaced",
    "members_end": "members of the party at the end, persons",
    "workers_end": "workers among the members at the end, share",
    "higher_end": "members with higher education at the end, share",
    "discontent": "discontent in the country, 0 to 1, mean of the months",
    "fear_end": "fear at the end, 0 to 2",
} | {column: f"whether there was a stage of this kind: {kind}" for kind, column in STAGES.items()}


def outcomes(block: Block, thresholds: D.Thresholds, ids: list[str]) -> dict[str, Array]:
    """{column of MEANING: array[history]} of a block; `ids` are those of the persons, and nobody is an empty text."""
    series, histories = block.series, block.histories
    rule, ruler = D.rule_type(series, thresholds)
    first = D.consolidation(rule)
    reached = first >= 0
    person = np.array([*ids, ""])  # -1 is the last
    counted = quantities(block, thresholds, ids)
    row, kind, outcome = (
        block.events[:, 0] - block.first,
        block.events[:, COL["kind"]],
        block.events[:, COL["outcome"]],
    )
    count = lambda chosen: np.bincount(row[chosen], minlength=histories)  # noqa: E731
    sanction = kind == EventKind.SANCTION
    values = {
        "rule": np.array(RuleType.words())[rule[:, -1]],
        "sole_ruler": person[np.where(rule[:, -1] == RuleType.SOLE, ruler[:, -1], -1)],
        "leader": person[D.leads(series, thresholds)[:, -1]],
        "first_sole_ruler": person[np.where(reached, ruler[np.arange(histories), first], -1)],
        "first_sole_month": np.where(reached, first, np.nan),
        "path": paths(D.locus(series, rule, thresholds)),
        **{column: counted[name] for column, name in COUNTED.items()},
        "removals": count(sanction & (outcome >= Rung.LOST_POST)),
        "exiles": count(sanction & (outcome == Rung.EXILED)),
        "blocs": count(kind == EventKind.BLOC),
        "coups_succeeded": count((kind == EventKind.COUP) & (outcome == 1)),
        **{column: counted[f"stage: {kind}"] > 0 for kind, column in STAGES.items()},
    }
    return {column: values[column] for column in MEANING}
