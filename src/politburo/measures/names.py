"""What persons are called: whole names without asides, and short ones that stay unique."""

from __future__ import annotations

import functools
import re
from collections import Counter


@functools.cache  # a comparison asks for the names of all persons with every pair
def short_name(name: str) -> str:
    """A name without what stands in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def surnames(whole: dict[str, str]) -> dict[str, str]:
    """Short names by id: the last word, with an initial where two share it, the whole name where that is not enough.

    >>> surnames({"a": "Ada Black", "b": "Bruno Black", "c": "Cyril White (the elder)"})
    {'a': 'A. Black', 'b': 'B. Black', 'c': 'White'}
    """
    whole = {person: short_name(name) for person, name in whole.items()}
    last = {person: name.split()[-1] for person, name in whole.items()}
    shared = Counter(last.values())
    initial = {person: f"{whole[person][0]}. {s}" if shared[s] > 1 else s for person, s in last.items()}
    shared = Counter(initial.values())
    return {person: whole[person] if shared[s] > 1 else s for person, s in initial.items()}
