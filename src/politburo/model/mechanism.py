"""What a mechanism declares about itself, beside the compiled loop that does its work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a mechanism may look at."""

    PROCESS = "process"  # nature and habit
    CHOICE = "choice"  # persons act on what they can see: `seen` power, positions shown, trust
    PROCEDURE = "procedure"  # rules are applied to moves; wishes are not consulted


@dataclass(frozen=True)
class Mechanism:
    """One line of the month: the loop of the same name is called as ``name(luck, world, params, state, room)``.

    `reads` lists the dotted state fields on which its changes depend, `writes` those it may change. A field that is kept unless
    something happens is read as well as written. Tests hold a mechanism to both.
    """

    name: str
    kind: Kind
    reads: frozenset[str]
    writes: frozenset[str]
    sources: tuple[str, ...]


def fields(record: str, names: str) -> frozenset[str]:
    """Dotted names of some fields of one record of the state.

    >>> sorted(fields("people", "alive member"))
    ['people.alive', 'people.member']
    """
    return frozenset(f"{record}.{name}" for name in names.split())


#: The state's one field that is in no record.
NOW = frozenset({"month"})

#: What `model.readings.leave_posts` may change; mechanisms that remove persons declare it.
POSTS = (
    fields("people", "seat core ring bloc")
    | fields("offices", "holder")
    | fields("organisations", "secretary")
    | fields("lineup", "lost")
)
