"""Write the generated parts of docs/odd.md from the code: submodels, who reads and writes what, parameters.

    python scripts/build_odd.py

The text between ``<!-- NAME -->`` and ``<!-- /NAME -->`` is replaced; all else is written by hand. `tests/test_odd.py` fails when the
page is not what this makes of it.
"""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

from politburo.mechanisms import MONTH, origin
from politburo.model.params import FIELDS, Params

PAGE = Path(__file__).resolve().parent.parent / "docs" / "odd.md"
SHARED = {
    "model.voting": (
        "closing",
        "persons",
        "organisations",
        "conformity",
        "expressed",
        "expressed_by_organisation",
        "chance",
    ),
    "model.views": ("appointer", "delegates", "interests", "collegial", "leave_posts"),
    "mechanisms.standing": ("resources", "raw_power", "win_alone"),
    "mechanisms.alignment": ("score_sets",),
    "mechanisms.ballots": ("whole_delegations",),
    "mechanisms.offensives": ("next_rung", "expected_shares"),
    "mechanisms.membership": ("flow",),
    "rng": ("uniform", "set_noise"),
}


def text_of(function) -> str:
    """A docstring as Markdown: indented lines are formulas."""
    return inspect.cleandoc(function.__doc__ or "").replace("``", "`")


def submodels() -> str:
    parts = []
    for number, mechanism in enumerate(MONTH, 1):
        sources = "; ".join(mechanism.sources)
        parts.append(
            f"#### {number}. {mechanism.name}\n\n*{mechanism.kind.value}*; after {sources}.\n\n{text_of(mechanism.apply)}"
        )
    return "\n\n".join(parts)


def shared() -> str:
    parts = [f"#### origin\n\n{text_of(origin)}"]
    voting = importlib.import_module("politburo.model.voting")
    parts.append(f"#### voting\n\n{text_of(voting)}")
    for module, names in SHARED.items():
        home = importlib.import_module(f"politburo.{module}")
        parts += [f"#### {module}.{name}\n\n{text_of(getattr(home, name))}" for name in names]
    return "\n\n".join(parts)


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


PARTS = {"submodels": submodels, "shared": shared, "flow": flow, "parameters": parameters}


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
