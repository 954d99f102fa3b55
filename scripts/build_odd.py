"""Write the generated parts of docs/odd.md from the code: state, submodels, who reads and writes what, parameters.

    python scripts/build_odd.py

The text between ``<!-- NAME -->`` and ``<!-- /NAME -->`` is replaced; all else is written by hand. `tests/test_odd.py` fails when the
page is not what this makes of it. Compiled functions have no docstrings, and the records' fields are described by comments: both are
read from the sources.
"""

from __future__ import annotations

import ast
import functools
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from politburo.mechanisms import MONTH
from politburo.model.layout import APART
from politburo.model.params import FIELDS, Params

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "odd.md"
#: Functions that stand among the shared pieces.
SHARED = {
    "mechanisms.origin": ("origin",),
    "model.voting": (
        "face",
        "weigh_person",
        "weigh_organisations",
        "conformity",
        "express",
        "express_by_organisation",
        "chance_to_carry",
    ),
    "model.readings": ("holder_of", "count_delegates", "interest", "collegial", "leave_posts"),
    "model.observation": ("prospects", "win_alone"),
    "mechanisms.ballots": ("whole_delegations",),
    "mechanisms.membership": ("flow",),
    "rng": ("uniform", "set_uniform"),
}


@functools.cache
def source(module: str) -> str:
    return (ROOT / "src" / "politburo" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")


@functools.cache
def texts(module: str) -> dict[str, str]:
    """What a module and its functions say of themselves, as Markdown: indented lines are formulas. The module's name is ""."""
    tree = ast.parse(source(module))
    nodes = {"": tree} | {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {name: (ast.get_docstring(node) or "").replace("``", "`") for name, node in nodes.items()}


def named(module: str, name: str, known: set[str]) -> Iterator[str]:
    """Functions of a module that the text of one names in code marks, and those that their texts name."""
    for other in re.findall(r"`(\w+)`", texts(module)[name]):
        if other in texts(module) and other not in known:
            known.add(other)
            yield other
            yield from named(module, other, known)


def submodels() -> str:
    parts = []
    for number, mechanism in enumerate(MONTH, 1):
        module, sources = f"mechanisms.{mechanism.name}", "; ".join(mechanism.sources)
        text = texts(module)[mechanism.name]
        parts.append(
            f"#### {number}. {mechanism.name}\n\n*{mechanism.kind.value}*; after {sources}.\n\n{text}"
        )
        parts += [
            f"##### {mechanism.name}: {name}\n\n{texts(module)[name]}"
            for name in named(module, mechanism.name, {mechanism.name})
        ]
    return "\n\n".join(parts)


def shared() -> str:
    parts = [f"#### voting\n\n{texts('model.voting')['']}"]
    for module, names in SHARED.items():
        parts += [f"#### {module}.{name}\n\n{texts(module)[name]}" for name in names]
    return "\n\n".join(parts)


@functools.cache
def records() -> dict[str, tuple[str, dict[str, tuple[str, str]]]]:
    """The records of the model: {name: (what it is, {field: (type, comment)})}."""
    text = source("model.records")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = {
        token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT
    }
    return {
        node.name: (
            ast.get_docstring(node) or "",
            {
                ast.unparse(field.target): (ast.unparse(field.annotation), comments.get(field.lineno, ""))
                for field in node.body
                if isinstance(field, ast.AnnAssign)
            },
        )
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef)
    }


def state() -> str:
    lines = ["| field | what it is |", "| --- | --- |"]
    for name, (kind, comment) in records()["State"][1].items():
        within = next((record for record in records() if record in re.findall(r"\w+", kind)), None)
        if within is None:
            lines.append(f"| `{APART.get(name, name)}` | {comment} |")
            continue
        what, fields = records()[within]
        lines.append(f"| **{name}** | *{what}* |")
        lines += [f"| `{name}.{field}` | {comment} |" for field, (_, comment) in fields.items()]
    return "\n".join(lines)


def _by_record(names: frozenset[str]) -> str:
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        record, _, field = name.partition(".")
        found.setdefault(record, []).append(field)
    return "; ".join(f"**{record}** {' '.join(f)}".strip() for record, f in found.items())


def flow() -> str:
    lines = ["| mechanism | its changes depend on | it may change |", "| --- | --- | --- |"]
    lines += [f"| {m.name} | {_by_record(m.reads)} | {_by_record(m.writes)} |" for m in MONTH]
    return "\n".join(lines)


def parameters() -> str:
    lines = ["| parameter | default | prior | unit | what it is |", "| --- | ---: | --- | --- | --- |"]
    for name, meta in FIELDS.items():
        star = " *" if meta["estimate"] else ""
        nil = meta["low"] == meta["high"]
        span = "fixed" if nil else f"{meta['low']:g} to {meta['high']:g}"
        lines.append(
            f"| `{name}`{star} | {getattr(Params(), name):g} | {span} | {meta['unit']} | {meta['why']} |"
        )
    return "\n".join(lines)


PARTS = {"state": state, "submodels": submodels, "shared": shared, "flow": flow, "parameters": parameters}


def made(page: str) -> str:
    """The page with its generated parts renewed."""
    for name, make in PARTS.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not mark.search(page):
            raise ValueError(f"no place for {name} in the page")
        page = mark.sub(lambda m: f"{m[1]}\n{make()}\n\n{m[2]}", page)  # noqa: B023
    return page


if __name__ == "__main__":
    PAGE.write_text(made(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
