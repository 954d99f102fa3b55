"""Which fields of the state a mechanism reads and writes, read off its source: nothing is run.

The loops name every field where they touch it (``state.people[i].alive``), so a walk through a mechanism and all that it calls finds them.
"""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import NamedTuple

import politburo
from politburo.model.layout import APART

ROOT = Path(politburo.__file__).parent
SHARED = ("model.readings", "model.voting", "model.numbers", "rng")
ARRAYS = {
    "lineup.contender",
    "lineup.necessary",
    "stable",
    "trust",
    "fought",
    "country.policy",
    "country.salience",
}
#: Functions that return a row of an array of the state.
ROWS = {"cohort_of": "organisations.members"}
GROUPS = {
    "people",
    "organisations",
    "offices",
    "bodies",
    "motions",
    "lineup",
    "letter",
    "membership",
    "country",
}


class Touched(NamedTuple):
    reads: frozenset[str]
    writes: frozenset[str]
    draws: bool  # whether any luck is asked for


@functools.cache
def functions(module: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module and of the shared modules, by name."""
    found: dict[str, ast.FunctionDef] = {}
    for name in (*SHARED, module):
        tree = ast.parse((ROOT / (name.replace(".", "/") + ".py")).read_text("utf-8"))
        found |= {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return found


def field_of(node: ast.AST, names: dict[str, str]) -> str | None:
    """The dotted field at which an expression that begins with ``state`` (or a local name for a part of it) arrives."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    if node.id in names:
        return names[node.id]
    if node.id != "state" or not parts:
        return None
    parts.reverse()
    if parts[0] in GROUPS:
        return ".".join(parts[:2]) if len(parts) > 1 else None
    return APART.get(parts[0], parts[0])


def filled(function: ast.FunctionDef) -> list[bool]:
    """Whether a function writes into what each of its arguments leads to."""
    targets = {
        node.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
    }
    return [argument.arg in targets for argument in function.args.args]


class Visitor(ast.NodeVisitor):
    """Collects loads and stores of whole chains, and the functions that are called."""

    def __init__(self, names: dict[str, str], known: dict[str, ast.FunctionDef]) -> None:
        self.names, self.reads, self.writes, self.calls = names, set[str](), set[str](), set[str]()
        self.known = known

    def chain(self, node: ast.Attribute | ast.Subscript) -> None:
        field = field_of(node, self.names)
        if field:
            (self.writes if isinstance(node.ctx, ast.Store) else self.reads).add(field)
        inner: ast.AST = node
        while isinstance(inner, ast.Attribute | ast.Subscript):
            if isinstance(inner, ast.Subscript):
                self.visit(inner.slice)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            self.visit(inner)

    visit_Attribute = visit_Subscript = chain

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        field = field_of(node.target, self.names)
        if field:
            self.reads.add(field)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name):
            self.calls.add(node.func.id)
            called = self.known.get(node.func.id)
            for argument, written in zip(node.args, filled(called) if called else (), strict=False):
                if written and isinstance(argument, ast.Name) and argument.id in self.names:
                    self.writes.add(self.names[argument.id])
        self.generic_visit(node)


def aliases(function: ast.FunctionDef) -> dict[str, str]:
    """Local names for arrays of the state and their rows: ``contender = state.lineup.contender``."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs = (
                zip(target.elts, value.elts, strict=True)
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                else [(target, value)]
            )
            for name, part in pairs:
                field = field_of(part, {}) if isinstance(part, ast.Attribute) else None
                if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
                    field = ROWS.get(part.func.id)
                if isinstance(name, ast.Name) and field and field in ARRAYS | set(ROWS.values()):
                    found[name.id] = field
    return found


def touched(mechanism: str) -> Touched:
    """What a mechanism touches, with everything that it calls."""
    known = functions(f"mechanisms.{mechanism}")
    reads, writes, draws, waiting, seen = set[str](), set[str](), False, [mechanism], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        draws |= name in ("word", "words")
        visitor = Visitor(aliases(known[name]), known)
        for statement in known[name].body:
            visitor.visit(statement)
        reads |= visitor.reads
        writes |= visitor.writes
        waiting += [call for call in visitor.calls if call in known]
    return Touched(frozenset(reads), frozenset(writes), draws)
