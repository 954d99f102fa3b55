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
    """One line of the month. `writes` lists the dotted state fields it may change; tests hold it to that."""

    name: str
    kind: Kind
    writes: frozenset[str]
    sources: tuple[str, ...]
    apply: Callable[[Any, Any, Any, Any], tuple[Any, Any]]

    def __call__(self, luck: Any, world: Any, params: Any, state: Any) -> tuple[Any, Any]:
        with jax.named_scope(self.name):  # names the mechanism in profiles
            return self.apply(luck, world, params, state)

    @property
    def doc(self) -> str:
        return self.apply.__doc__ or ""


def mechanism(*, kind: Kind, writes: set[str], sources: tuple[str, ...]) -> Callable[[Any], Mechanism]:
    """Declare a function to be a mechanism; its name is the function's."""

    def wrap(function: Any) -> Mechanism:
        return Mechanism(function.__name__, kind, frozenset(writes), sources, function)

    return wrap


#: What `views.leave_posts` may change; mechanisms that remove persons declare it.
POSTS = frozenset({"bodies.seat", "offices.holder", "organisations.secretary"}) | {
    f"lineup.{name}" for name in ("core", "ring", "bloc", "lost")
}
