"""What persons are called: nobody's name is taken apart, and no two are called the same."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping


@functools.cache  # a comparison asks for the names of all persons with every pair
def short_name(name: str) -> str:
    """A name without what stands in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def labels(names: Mapping[str, str], short: Mapping[str, str] | None = None) -> dict[str, str]:
    """Labels by id: the short name that a scenario gives, else the whole name; where two would be the same, with the id.

    Which word of a name is the family's, and whether there is one, the program does not guess.

    >>> labels({"mao": "Mao Zedong", "a": "Li Wei", "b": "Li Wei", "pele": "Pelé"}, {"mao": "Mao"})
    {'mao': 'Mao', 'a': 'Li Wei (a)', 'b': 'Li Wei (b)', 'pele': 'Pelé'}
    """
    given = {person: (short or {}).get(person) or name for person, name in names.items()}
    shared = Counter(given.values())
    return {person: f"{label} ({person})" if shared[label] > 1 else label for person, label in given.items()}
