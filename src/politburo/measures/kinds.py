"""Which kinds of stage occur in a history. Seven kinds, each with an exact test.

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

from politburo.measures.reading import COL
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


def stage_kinds(block: Block, rule: Any, consolidated: Any) -> Any:
    """bool[history, kind] for a block; `rule` RuleType[history, month], `consolidated` month or -1 [history]."""
    standing, contender, power = (block.series[name] for name in ("standing", "contender", "power"))
    core = standing == Standing.CORE
    group = core | (standing == Standing.RING)
    size = group.sum(2)
    found = np.zeros((block.histories, len(KINDS)), bool)
    found[:, 5] = consolidated >= 0
    found[:, 6] = rule[:, -1] == RuleType.COLLECTIVE
    for n in range(block.histories):
        rows = block.events[block.events[:, 0] == block.first + n]
        kind = rows[:, COL["kind"]]
        attacks = rows[kind == EventKind.OFFENSIVE]
        narrow = -1
        for row in attacks:
            month, target = row[COL["month"]], row[COL["whom"]]
            before = max(month - 1, 0)  # the line-up in which the attack was decided
            outside = np.where(group[n, before], -1.0, power[n, before])
            if 2 <= size[n, before] <= 4 and contender[n, before][outside.argmax()] == target:
                narrow = int(before)
                break
        found[n, 4] = bool(((kind == EventKind.BLOC) & (rows[:, COL["thing"]] == 1)).any())
        if narrow < 0:
            continue
        found[n, 0] = True
        first_core = set(contender[n, narrow][core[n, narrow]].tolist())
        for month in range(narrow + 1, size.shape[1]):
            if size[n, month] >= size[n, narrow] + 2:
                members = set(contender[n, month][core[n, month]].tolist())
                if members & first_core:
                    found[n, 1] = True
                    break
        splits = rows[(kind == EventKind.COALITION) & (rows[:, COL["outcome"]] == Change.SPLIT)]
        splits = splits[splits[:, COL["month"]] > narrow]
        found[n, 2] = len(splits) > 0
        for split in splits:
            later = range(split[COL["month"]], min(split[COL["month"]] + 12, size.shape[1]))
            for month in later:
                members = set(contender[n, month][core[n, month]].tolist())
                if 2 <= len(members) <= 3 and members - first_core:
                    found[n, 3] = True
                    break
    return found
