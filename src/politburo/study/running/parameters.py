"""Where the parameters of a run come from: drawn from the priors, held at the defaults, or learned; and what a manifest says of it.

| word | each history has |
| --- | --- |
| prior | its own draw of every parameter from its flat prior |
| default | the defaults |
| posterior | a set from the learned table of the package; defaults of what was not learned |
| FILE.csv | the same from another table |

A scenario's own values and those of a reading come before all of these, and the user's own before them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from politburo.errors import PolitburoError, Problem, nearest
from politburo.facts import OfParameters

if TYPE_CHECKING:
    from politburo.engine import Sets, Source
    from politburo.learned.posterior import Posterior

PRIOR, DEFAULT, POSTERIOR = "prior", "default", "posterior"
WORDS = (PRIOR, DEFAULT, POSTERIOR)
TABLE = ".csv"
IN_WORDS = {
    PRIOR: "parameters drawn from their priors",
    DEFAULT: "default parameters",
    POSTERIOR: "parameters learned from the successions and the open record",
}
NOTHING: Mapping[str, float] = MappingProxyType({})
#: what users give: a word, a table, values to fix by name (the rest drawn from the priors), or learned sets; None: what is usual
Given: TypeAlias = "str | dict[str, float] | Sets | None"


def usual() -> str:
    """What is taken where nobody says otherwise: the posterior if there is one of this version of the model, else the priors."""
    from politburo.learned.posterior import there

    return POSTERIOR if there() else PRIOR


def word_of(params: Given) -> str:
    """The word for what was given.

    >>> word_of({"pace": 0.02}), word_of("default")
    ('prior', 'default')
    """
    if params is None:
        return usual()
    if isinstance(params, str):
        return params
    return PRIOR if isinstance(params, dict) else POSTERIOR


def in_words(word: str) -> str:
    """A sentence's part about where parameters come from."""
    return IN_WORDS.get(word, f"parameters learned, from {word}")


def values_of(
    params: Given,
    of_scenario: Mapping[str, float] = NOTHING,
    of_reading: Mapping[str, float] = NOTHING,
) -> Source:
    """What the engine takes: a word, the values to fix by name, or `engine.Sets`. The user's values come before a reading's.

    Raises `PolitburoError` for another word, an unknown parameter, or a posterior that is missing, damaged or of another model.
    """
    from politburo.model.params import FIELDS, Params

    params = usual() if params is None else params
    held = {**of_scenario, **of_reading}
    if isinstance(params, str):
        if params == POSTERIOR or params.endswith(TABLE):
            _check(held)
            return learned(params).sets(held)
        if params not in WORDS:
            allowed = f"{', '.join(WORDS)}, a file {TABLE}, or in Python values by name"
            raise PolitburoError(Problem("usage", "params", params[:100], allowed, nearest(params, WORDS)))
        if not held:
            return params
    elif not isinstance(params, dict):
        _check(held)
        return replace(params, fixed={**params.fixed, **held})
    defaults = Params()
    values = {name: float(getattr(defaults, name)) for name in FIELDS} if params == DEFAULT else {}
    values |= {**held, **(params if isinstance(params, dict) else {})}
    _check(values)
    return values


def _check(values: Mapping[str, float]) -> None:
    from politburo.model.params import FIELDS

    unknown = [name for name in values if name not in FIELDS]
    if unknown:
        allowed = "a parameter of the model"
        raise PolitburoError(
            [Problem("parameter-unknown", "params", name, allowed, nearest(name, FIELDS)) for name in unknown]
        )


def learned(word: str) -> Posterior:
    """The learned table that a word means."""
    from politburo.learned.posterior import HOME, read

    path = HOME if word == POSTERIOR else Path(word)
    times = [place.stat().st_mtime_ns for place in (path, path.with_suffix(".json")) if place.is_file()]
    return _read(read, path, tuple(times))


@functools.lru_cache(maxsize=4)
def _read(reader: Callable[[Path], Posterior], path: Path, changed: tuple[int, ...]) -> Posterior:
    return reader(path)


def unseen(params: Given, clusters: Callable[[], Collection[str]]) -> Given:
    """The same, but learned sets weighted as if nothing had been learned from some clusters of cases."""
    word = usual() if params is None else params
    if not isinstance(word, str) or not (word == POSTERIOR or word.endswith(TABLE)):
        return params
    from politburo.learned.left_out import unseen as weighted

    return weighted(learned(word), clusters())


def facts_of(params: Given, values: Source) -> OfParameters:
    """What a manifest says: `params` (the word), `fixed` (values by name that come before it), `posterior` (digest of what was learned).

    `params` as given, `values` as the engine takes them (`values_of`).
    """
    word = word_of(params)
    if isinstance(values, str | dict):
        return {"params": word, "fixed": values if isinstance(values, dict) else {}}
    return {"params": word, "fixed": dict(values.fixed), "posterior": digest_of(values)}


def digest_of(sets: Sets) -> str:
    """Sixteen letters for learned sets and their weights."""
    import hashlib

    import numpy as np

    told = hashlib.sha256(" ".join(sets.names).encode())
    for array in (sets.values, sets.weights):
        told.update(np.ascontiguousarray(array, float).tobytes())
    return told.hexdigest()[:16]


def of_facts(facts: OfParameters) -> Source:
    """What the engine takes, from a manifest. Raises `PolitburoError` where the table is no longer the one that the run was made with."""
    word = facts["params"]
    digest = facts.get("posterior")
    if not digest:
        return facts["fixed"] or word
    values = learned(word).sets(facts["fixed"])
    if digest_of(values) != digest:
        allowed = f"the posterior {digest}, with which the run was made"
        remedy = "run it again"
        raise PolitburoError(Problem("posterior-version", word, digest_of(values), allowed, "", remedy))
    return values
