"""Which turns the struggle takes in a history: seven, each with an exact test. What a single stage means is in `stagekinds`.

Let g(m) be the size of the ruling group (core and ring) in month m.

- *narrow coalition*: an offensive is opened while 2 <= g <= 4, against the outsider with the largest share of power.
- *enlargement*: after a narrow coalition of size n, some later month has g >= n + 2 while the core keeps a member of then.
- *split*: after a narrow coalition, a COALITION event with outcome SPLIT.
- *new pair*: within a year after a split, the core has 2 or 3 members of whom at least one was outside the narrow coalition's core.
- *united opposition*: a BLOC event between persons who had fought each other.
- *sole rule*: a sole spell (`definitions`).
- *collective rule*: rule is collective in the last month of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.history import COL
from politburo.vocab import Change, EventKind, RuleType, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block

KINDS = (
    "narrow coalition",
    "enlargement",
    "split",
    "new pair",
    "united opposition",
    "sole rule",
    "collective rule",
)
YEAR = 12  # months


def stage_kinds(block: Block, rule: Any, consolidated: Any) -> Any:
    """bool[history, kind] for a block; `rule` RuleType[history, month], `consolidated` month or -1 [history]."""
    standing, contender, power = (block.series[name] for name in ("standing", "contender", "power"))
    core = standing == Standing.CORE
    group = core | (standing == Standing.RING)
    size = group.sum(2)
    rows, each = block.events, np.arange(block.histories)
    row, kind, month = rows[:, 0] - block.first, rows[:, COL["kind"]], rows[:, COL["month"]]

    attack = np.flatnonzero(kind == EventKind.OFFENSIVE)
    n, before = row[attack], np.maximum(month[attack] - 1, 0)  # the line-up in which the attack was decided
    strongest = np.where(group[n, before], -1.0, power[n, before]).argmax(1)
    aimed = contender[n, before, strongest] == rows[attack, COL["whom"]]
    attack = np.flatnonzero(aimed & (size[n, before] >= 2) & (size[n, before] <= 4))
    hit, first = np.unique(n[attack], return_index=True)
    narrow = np.full(block.histories, -1)
    narrow[hit] = before[attack[first]]

    # who was of the core then: the last column is for places that hold nobody, numbered -1
    known = np.zeros((block.histories, int(contender.max(initial=0)) + 2), bool)
    known[each[:, None], contender[each, narrow]] = core[each, narrow]
    old = core & known[each[:, None, None], contender]
    later = np.arange(size.shape[1]) > narrow[:, None]
    enlarged = later & (size >= size[each, narrow][:, None] + 2) & old.any(2)

    split = np.flatnonzero((kind == EventKind.COALITION) & (rows[:, COL["outcome"]] == Change.SPLIT))
    split = split[month[split] > narrow[row[split]]]
    few = core.sum(2)
    fresh = (few >= 2) & (few <= 3) & (few > old.sum(2))
    so_far = np.concatenate([np.zeros_like(few[:, :1]), fresh.cumsum(1)], axis=1)
    until = np.minimum(month[split] + YEAR, size.shape[1])
    paired = so_far[row[split], until] > so_far[row[split], month[split]]
    foes = (kind == EventKind.BLOC) & (rows[:, COL["thing"]] == 1)

    found = np.zeros((block.histories, len(KINDS)), bool)
    found[:, 0] = True
    found[:, 1] = enlarged.any(1)
    found[row[split], 2] = True
    found[row[split[paired]], 3] = True
    found &= (narrow >= 0)[:, None]
    found[row[foes], 4] = True
    found[:, 5] = consolidated >= 0
    found[:, 6] = rule[:, -1] == RuleType.COLLECTIVE
    return found
