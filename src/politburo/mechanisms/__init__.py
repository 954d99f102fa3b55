"""The theory: what happens in a month, in order.

A mechanism is a file with a declaration (what it reads, writes and rests on) and a compiled loop of the same name.
`politburo.clock` calls the loops in the order of MONTH.
"""

from __future__ import annotations

import functools
from importlib import import_module
from pathlib import Path

from politburo.model.mechanism import Mechanism

ORDER = (
    "standing",
    "shocks",
    "crisis",
    "testament",
    "succession",
    "appointments",
    "membership",
    "alignment",
    "convening",
    "offensives",
    "ballots",
    "sanctions",
    "force",
    "congress",
    "elections",
    "voice",
    "ties",
    "yielding",
)


def declared(name: str) -> Mechanism:
    """The declaration of a mechanism."""
    return getattr(import_module(f"politburo.mechanisms.{name}"), name.upper())


@functools.cache
def description(name: str) -> str:
    """What the loop of a mechanism says of itself, read from its file (a compiled loop has no docstring)."""
    import ast

    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text("utf-8"))
    loop = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return ast.get_docstring(loop) or ""


MONTH = tuple(declared(name) for name in ORDER)
