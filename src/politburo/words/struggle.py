"""A stage of the struggle in words: what it is called, and who stood against whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from politburo.measures.written import listed, some

SIDE = 8  # persons of a side who are named, at most


class Called(TypedDict):
    """What a stage is called."""

    label: str
    customary: str  # what its sides or the fight are called besides, where there is a name for them


class Sides(TypedDict):
    """Who stood against whom, by name, principals first."""

    side_a: list[str]
    side_b: list[str]


def title(stage: Called) -> str:
    """The name of a stage, with what its sides or the fight are called besides.

    >>> title({"label": "quarrel of 1900", "customary": "the three against X"}), title({"label": "quarrel", "customary": ""})
    ('quarrel of 1900: the three against X', 'quarrel')
    """
    return ": ".join(filter(None, (stage["label"], stage["customary"])))


def side(names: Sequence[str]) -> str:
    """The persons of a side in a sentence, up to SIDE of them by name."""
    return some(names, SIDE)


def briefly(stage: Sides, most: int) -> str:
    """Who stood against whom in a few columns, with at most so many persons of a side by name.

    >>> stage = {"side_a": ["A", "B", "C"], "side_b": ["D", "E"]}
    >>> briefly(stage, 2), briefly(stage, 3)
    ('A, B +1 v. D and E', 'A, B and C v. D and E')
    """
    cut = lambda names: f"{', '.join(names[:most])} +{len(names) - most}"  # noqa: E731
    return " v. ".join(
        cut(names) if len(names) > most else listed(names) for names in (stage["side_a"], stage["side_b"])
    )
