"""How many small mistakes in the store, the errors, the scores and the power indices would the fast tests notice?

    python verification/operators.py [COUNT] [PACKAGE ...]      COUNT mistakes of all that are possible, chosen by lot (default 200)

A mistake is one comparison, operator, number, truth or condition that is another one, or one statement that is left out, anywhere but in
texts, annotations and errors that are raised. Each is made in a copy of the sources, and the tests of that package run in a process of
their own until the first that fails. A mistake after which they do not end counts as noticed. Some change nothing that can be seen: the
list of those that survive is there to be read.
"""

from __future__ import annotations

import ast
import contextlib
import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import reliability

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60, 900  # seconds of processor time, and altogether
#: files and the tests that concern them, the quick ones first
PACKAGES = {
    "store": (
        "store/*.py",
        "tests/store/test_files.py tests/store/test_damage.py tests/store/test_replacing.py tests/store/test_store.py "
        "tests/store/test_rollcalls.py",
    ),
    "errors": ("errors.py", "tests/test_errors.py tests/test_hostile_text.py"),
    "scores": ("scores/*.py", "tests/scores"),
    "power": ("power/*.py", "tests/power"),
}
SLOW = "not killed and not ctrl and not encoding_cannot and not thousand and not every_file and not replacement_that"
OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


def passed_over(node: ast.AST) -> bool:
    """Parts of a program that only say something."""
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom)


def mistakes(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """(what stands there, what is put in its place) for every mistake below a node."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not passed_over(child):
                yield from _here(child)
                yield from mistakes(child)


def _here(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in OTHER:
            yield node, ast.unparse(ast.Compare(node.left, [OTHER[type(op)]()], node.comparators))
        case ast.BoolOp(op=op):
            yield node, f"({ast.unparse(ast.BoolOp(OTHER[type(op)](), node.values))})"
        case ast.BinOp(op=op) if type(op) in OTHER:
            yield node, f"({ast.unparse(ast.BinOp(node.left, OTHER[type(op)](), node.right))})"
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node, f"({ast.unparse(node.operand)})"
        case ast.Constant(value=bool(truth)):
            yield node, str(not truth)
        case ast.Constant(value=int(number)):
            yield node, str(number + 1)
        case ast.Constant(value=float(number)):
            yield node, str(number + 1)
        case ast.If() | ast.While() | ast.IfExp():
            yield node.test, f"(not ({ast.unparse(node.test)}))"
        case ast.Expr(value=ast.Call() | ast.YieldFrom()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield node, "pass"


def edited(text: str, node: ast.AST, new: str) -> str:
    """The text with another one where the node stands."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    first = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
    last = starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
    data = text.encode()
    return (data[:first] + new.encode() + data[last:]).decode()


def possible(names: list[str]) -> list[tuple[str, Path, ast.AST, str]]:
    """Every mistake in the named packages."""
    found = []
    for package in names:
        for path in sorted((ROOT / "src" / "politburo").glob(PACKAGES[package][0])):
            text = path.read_text("utf-8")
            for node, new in mistakes(ast.parse(text)):
                with contextlib.suppress(SyntaxError):  # as between the parts of a text with fields
                    ast.parse(edited(text, node, new))
                    found.append((package, path.relative_to(ROOT / "src"), node, new))
    return found


def noticed(sources: Path, tests: str) -> bool:
    """Do the tests fail on these sources? They run in a child of this process, which has loaded the large libraries."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE[0])  # ends the process
        signal.alarm(PATIENCE[1])
        os.environ |= {
            "PYTHONPATH": str(sources),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(sources / ".hypothesis"),
        }
        sys.path.insert(0, str(sources))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        import pytest

        words = [
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            SLOW,
            f"--basetemp={sources.parent / 'temporary'}",
        ]
        os._exit(int(pytest.main([*words, *tests.split()])))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in (4, 5):
        sys.exit(f"{tests}: pytest ended with {code}")
    return code != 0


def interval(good: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share."""
    middle = (good + z * z / 2) / (count + z * z)
    half = z / (count + z * z) * math.sqrt(good * (count - good) / count + z * z / 4)
    return middle - half, middle + half


def main(words: list[str]) -> int:
    count = int(words[0]) if words else 200
    names = words[1:] or list(PACKAGES)
    all_of_them = possible(names)
    chosen = random.Random(1).sample(all_of_them, min(count, len(all_of_them)))
    began, survived = time.monotonic(), []
    import hypothesis  # noqa: F401
    import pandas  # noqa: F401
    import pytest  # noqa: F401

    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as place:
        sources = Path(place) / "src"
        shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__", "lib*"))
        for package in names:
            if noticed(sources, PACKAGES[package][1]):
                sys.exit(f"the tests of {package} fail without any mistake")
        for package, path, node, new in chosen:
            text = (sources / path).read_text("utf-8")
            (sources / path).write_text(edited(text, node, new), "utf-8")
            red = noticed(sources, PACKAGES[package][1])
            (sources / path).write_text(text, "utf-8")
            said = f"{path}:{node.lineno}: {ast.unparse(node)!r} -> {new!r}"  # type: ignore[attr-defined]
            print(f"{'noticed ' if red else 'SURVIVED'}  {said}", flush=True)
            survived += [] if red else [said]
    good = len(chosen) - len(survived)
    low, high = interval(good, len(chosen))
    happened = (
        f"{good} of {len(chosen)} noticed ({100 * good / len(chosen):.0f} %, with 95 % confidence {100 * low:.0f} "
        f"to {100 * high:.0f} %), of {len(all_of_them)} possible"
    )
    reliability.told(
        "operators",
        f"small mistakes in {', '.join(names)}",
        len(chosen),
        happened,
        f"python verification/operators.py {' '.join(words)}".strip(),
        time.monotonic() - began,
        survived=survived,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
