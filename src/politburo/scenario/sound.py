"""A scenario that is sound, or everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from politburo.errors import Problem, ScenarioError
from politburo.scenario.check import disagreements
from politburo.scenario.load import Loaded, find, read


def check(name: str | Path) -> list[Problem]:
    """Every problem of a scenario; an empty list if it is sound. Raises nothing for bad data."""
    try:
        path = find(str(name))
    except ScenarioError as error:
        return error.problems
    loaded, problems = read(path)
    return problems or disagreements(loaded)  # type: ignore[arg-type]


def load(name: str | Path) -> Loaded:
    """Read a scenario; raises `ScenarioError` with all problems of form at once, then all of agreement."""
    loaded, problems = read(find(str(name)))
    problems = problems or disagreements(loaded)  # type: ignore[arg-type]
    if problems:
        raise ScenarioError(problems)
    assert loaded is not None
    return loaded
