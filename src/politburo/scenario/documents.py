"""A JSON or YAML file read into a model: whatever is wrong in it is said at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from politburo.errors import PolitburoError, Problem
from politburo.scenario.jsonread import read_json
from politburo.scenario.tables import problems_of
from politburo.scenario.yamlread import Node, read_yaml

Place = Callable[..., str]


def read_document(path: Path, model: type[Any]) -> Any:
    """Read a JSON or YAML file into a model; raises `PolitburoError` naming every field that is wrong."""
    return read_placed(path, model)[0]


def read_placed(path: Path, model: type[Any]) -> tuple[Any, Place]:
    """Also what says where in the file a value stands."""
    if not path.is_file():
        raise PolitburoError(Problem("file-missing", str(path), "no such file"))
    root = read_json(path) if path.suffix == ".json" else read_yaml(path)
    place = lambda *where: _place(root, where)  # noqa: E731
    try:
        return model.model_validate(root.plain()), place
    except ValidationError as error:
        raise PolitburoError(problems_of(error, lambda where: place(*where), model)) from None


def _place(root: Node, location: tuple) -> str:
    """file:line:column of a value, or of what holds it."""
    node: Node = root
    for part in location:
        inside = node.value if isinstance(node.value, dict) else dict(enumerate(node.value or []))
        if part not in inside:
            break
        node = inside[part]
        if not isinstance(node.value, (dict, list)):
            break
    return f"{root.file}:{node.line}:{node.column}"
