"""Read the small part of YAML 1.2 that scenarios use, with the place of every value.

Built on libyaml's events, never on its constructors: nothing in a file can run or expand. Anchors, aliases, tags, merge keys,
duplicate keys, deep nesting and oversized files are refused.
"""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from politburo.errors import Problem, ScenarioError, control_character

MAX_BYTES = 2_000_000
MAX_TABLE_BYTES = 20_000_000
MAX_DEPTH = 20
MAX_NODES = 100_000
LARGEST = 1e100  # no number in a file is larger
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:(0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Node:
    """A value with its place: `value` is a dict of Node, a list of Node, or a scalar."""

    value: Any
    line: int
    column: int
    file: str = ""

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def scalar(text: str, plain: bool) -> Any:
    """Resolve an unquoted word by the YAML 1.2 core schema: `no` and `012` stay text.

    So does `.nan`, which no field of numbers takes.
    """
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= 40 and _INT.match(text):
        return int(text)
    if len(text) <= 40 and _FLOAT.match(text):
        return float(text)
    return text


def too_large(value: Any) -> bool:
    """Is this a number that no file may hold: infinite, not a number, or larger than `LARGEST`?"""
    return isinstance(value, (int, float)) and not abs(value) <= LARGEST


def decoded(raw: bytes, name: str) -> str:
    """The text of a file; raises `ScenarioError` with the line of the first byte that is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found, remedy = f"byte 0x{raw[error.start]:02x}, which is not UTF-8", "save the file as UTF-8"
        raise ScenarioError(Problem("encoding", f"{name}:{line}:1", found, remedy=remedy)) from None


def read_bytes(path: Path, most: int = MAX_TABLE_BYTES) -> bytes | Problem:
    """The content of a regular file of at most `most` bytes; pipes, devices and folders are refused before anything is read."""
    where = f"{path.name}:1:1"
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode):
            return Problem("file-unreadable", where, "not a regular file", remedy="write an ordinary file")
        if known.st_size > most:
            found = f"{known.st_size} bytes"
            return Problem("file-too-large", where, found, f"at most {most}", remedy="shorten the file")
        return path.read_bytes()
    except FileNotFoundError:
        return Problem(
            "file-missing", where, "no such file", remedy=f"write {path.name} in the scenario's directory"
        )
    except OSError as error:
        return Problem("file-unreadable", where, error.strerror or str(error), remedy="check the file")


def read_yaml(path: Path) -> Node:
    """Parse a file; raises `ScenarioError` with every problem that the guard can see before parsing stops."""
    name = path.name

    def fail(code: str, mark: Any, found: str, remedy: str = "") -> ScenarioError:
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else f"{name}:1:1"
        return ScenarioError(Problem(code, where, found[:120], remedy=remedy))

    raw = read_bytes(path, MAX_BYTES)
    if isinstance(raw, Problem):
        raise ScenarioError(raw)
    text = decoded(raw, name)
    if text.count("[") + text.count("{") > MAX_NODES:
        raise ScenarioError(
            Problem("yaml-too-deep", f"{name}:1:1", "too many brackets", f"at most {MAX_NODES}")
        )

    stack: list[tuple[Any, Any, Any]] = []  # (container, key or None, mark)
    root: Node | None = None
    nodes = 0

    def place(node: Node, mark: Any) -> None:
        nonlocal root
        if not stack:
            root = node
            return
        container, key, start = stack[-1]
        if isinstance(container, list):
            container.append(node)
        elif key is None:
            if not isinstance(node.value, str):
                node = Node(str(node.value), node.line, node.column)
            if node.value == "<<":
                raise fail("yaml-forbidden", mark, "a merge key <<", "write the fields out")
            if node.value in container:
                raise fail("key-duplicate", mark, node.value, "keep one of the two")
            stack[-1] = (container, node.value, start)
        else:
            container[key] = node
            stack[-1] = (container, None, start)

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            mark = event.start_mark
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise fail("yaml-forbidden", mark, "an anchor or alias", "write the value out")
            if getattr(event, "tag", None):
                raise fail("yaml-forbidden", mark, f"a tag {event.tag}", "remove the tag")
            if isinstance(event, yaml.ScalarEvent):
                nodes += 1
                value = scalar(event.value, event.implicit[0])
                if event.value and (wrong := control_character(event.value, "")):
                    raise fail(wrong.code, mark, wrong.found, wrong.remedy)
                if too_large(value):
                    raise fail("not-a-number", mark, event.value, "write a number up to 1e100")
                place(Node(value, mark.line + 1, mark.column + 1), mark)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                nodes += 1
                if len(stack) >= MAX_DEPTH:
                    raise fail("yaml-too-deep", mark, f"more than {MAX_DEPTH} levels", "nest less deeply")
                container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                place(Node(container, mark.line + 1, mark.column + 1), mark)
                stack.append((container, None, mark))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise fail("yaml-syntax", mark, "a second document", "keep one document in the file")
            if nodes > MAX_NODES:
                raise fail("yaml-too-deep", mark, f"more than {MAX_NODES} values", "shorten the file")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise fail(
            "yaml-syntax",
            mark,
            getattr(error, "problem", None) or "broken YAML",
            "check indentation, quotes and brackets here and in the line before",
        ) from None
    if root is None or not isinstance(root.value, dict):
        raise ScenarioError(
            Problem("yaml-syntax", f"{name}:1:1", "no fields", "a mapping of fields to values")
        )
    return replace(root, file=name)
