"""A mechanism: a named pure function ``(luck, world, params, state) -> (state, events)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import jax


class Kind(Enum):
    """What a mechanism may look at."""

    PROCESS = "process"  # nature and habit
    CHOICE = "choice"  # persons act on what they can see: `seen` power, positions shown, trust
    PROCEDURE = "procedure"  # rules are applied to moves; wishes are not consulted


@dataclass(frozen=True)
class Mechanism:
    """One line of the month.

    `reads` lists the dotted state fields on which its changes depend, `writes` those it may change. A field that is kept unless
    something happens is read as well as written. Tests hold a mechanism to both.
    """

    name: str
    kind: Kind
    reads: frozenset[str]
    writes: frozenset[str]
    sources: tuple[str, ...]
    apply: Callable[[Any, Any, Any, Any], tuple[Any, Any]]

    def __call__(self, luck: Any, world: Any, params: Any, state: Any) -> tuple[Any, Any]:
        with jax.named_scope(self.name):  # names the mechanism in profiles
            return self.apply(luck, world, params, state)

    @property
    def doc(self) -> str:
        return self.apply.__doc__ or ""


def mechanism(
    *, kind: Kind, reads: frozenset[str], writes: frozenset[str], sources: tuple[str, ...]
) -> Callable[[Any], Mechanism]:
    """Declare a function to be a mechanism; its name is the function's."""

    def wrap(function: Any) -> Mechanism:
        return Mechanism(function.__name__, kind, reads, writes, sources, function)

    return wrap


def fields(record: str, names: str) -> frozenset[str]:
    """Dotted names of some fields of one record of the state.

    >>> sorted(fields("people", "alive member"))
    ['people.alive', 'people.member']
    """
    return frozenset(f"{record}.{name}" for name in names.split())


#: The state's one field that is no record.
NOW = frozenset({"month"})

#: What `views.leave_posts` may change; mechanisms that remove persons declare it.
POSTS = (
    fields("bodies", "seat")
    | fields("offices", "holder")
    | fields("organisations", "secretary")
    | fields("lineup", "core ring bloc lost")
)
