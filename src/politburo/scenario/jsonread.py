"""Read JSON with the place of every value, as `yamlread` reads YAML: the same trees, limits and errors."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from politburo.errors import Problem, ScenarioError, control_character
from politburo.scenario.yamlread import LARGEST, MAX_BYTES, MAX_DEPTH, MAX_NODES, Node, decoded, read_bytes

TOKEN = re.compile(r'[ \t\r\n]*(?:([\[\]{},:])|("(?:[^"\\\x00-\x1f]|\\.)*")|([^\s\[\]{},:"]+))')
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
WORDS = {"true": True, "false": False, "null": None}


def read_json(path: Path) -> Node:
    """Parse a file whose top is an object; raises `ScenarioError` with the first problem."""
    raw = read_bytes(path, MAX_BYTES)
    if isinstance(raw, Problem):
        raise ScenarioError(raw)
    root = _Reader(decoded(raw, path.name), path.name).value(0)
    if not isinstance(root.value, dict):
        raise ScenarioError(Problem("json-syntax", f"{path.name}:1:1", "no fields", "an object of fields"))
    return replace(root, file=path.name)


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.at, self.nodes = 0, 0
        self.line, self.counted = 1, 0  # the line of the place up to which lines were counted

    def place(self, at: int) -> tuple[int, int]:
        """Line and column; places are asked for in order."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line, at - self.text.rfind("\n", 0, at)

    def fail(self, at: int, code: str, found: str, allowed: str = "", remedy: str = "") -> ScenarioError:
        line, column = self.place(at)
        return ScenarioError(Problem(code, f"{self.name}:{line}:{column}", found[:120], allowed, "", remedy))

    def next(self) -> tuple[str, int]:
        """The next token and where it begins."""
        found = TOKEN.match(self.text, self.at)
        if found is None:
            rest = self.text[self.at :].lstrip()
            at = len(self.text) - len(rest)
            raise self.fail(
                at, "json-syntax", rest[:20] or "the end of the file", "a value, quoted text or a bracket"
            )
        self.at = found.end()
        start = found.start(found.lastindex or 0)
        return self.text[start : found.end()], start

    def value(self, depth: int) -> Node:
        """The value that begins here; the whole file at depth 0."""
        token, start = self.next()
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            found = f"more than {MAX_DEPTH} levels" if depth > MAX_DEPTH else f"more than {MAX_NODES} values"
            raise self.fail(start, "yaml-too-deep", found, "", "nest less deeply, or shorten the file")
        place = self.place(start)
        held: Any
        if token == "{":
            held = self.members(depth)
        elif token == "[":
            held = self.items(depth)
        else:
            held = self.scalar(token, start)
        node = Node(held, *place)
        if depth == 0 and self.text[self.at :].strip():
            raise self.fail(self.at, "json-syntax", "more after the end", "one value")
        return node

    def members(self, depth: int) -> dict[str, Node]:
        held: dict[str, Node] = {}
        token, start = self.next()
        while token != "}":
            if not token.startswith('"'):
                raise self.fail(start, "json-syntax", token, 'a "key" in quotes')
            key = self.scalar(token, start)
            if key in held:
                raise self.fail(start, "key-duplicate", key, "", "keep one of the two")
            self.expect(":")
            held[key] = self.value(depth + 1)
            token, start = self.separated("}")
        return held

    def items(self, depth: int) -> list[Node]:
        held: list[Node] = []
        token, start = self.next()
        while token != "]":
            self.at = start
            held.append(self.value(depth + 1))
            token, start = self.separated("]")
        return held

    def separated(self, end: str) -> tuple[str, int]:
        """What follows an entry: the end, or a comma and the next entry's first token."""
        token, start = self.next()
        if token == end:
            return token, start
        if token != ",":
            raise self.fail(start, "json-syntax", token, f"a comma or {end}")
        token, start = self.next()
        if token == end:
            raise self.fail(start, "json-syntax", f"a comma before {end}", "a value", "remove the comma")
        return token, start

    def expect(self, wanted: str) -> None:
        token, start = self.next()
        if token != wanted:
            raise self.fail(start, "json-syntax", token, wanted)

    def scalar(self, token: str, start: int) -> Any:
        if token.startswith('"'):
            try:
                text = json.loads(token)
            except ValueError as error:
                raise self.fail(start, "json-syntax", str(error)) from None
            if wrong := control_character(text, ""):
                raise self.fail(start, wrong.code, wrong.found, wrong.allowed, wrong.remedy)
            return text
        if token in WORDS:
            return WORDS[token]
        if NUMBER.fullmatch(token) and len(token) <= 40:
            number = json.loads(token)
            if abs(number) <= LARGEST:
                return number
        if re.fullmatch(r"[-+]?(nan|inf(inity)?|[\d.]+(e[-+]?\d+)?)", token, re.IGNORECASE):
            raise self.fail(start, "not-a-number", token, "a finite number such as 3 or 0.4, up to 1e100")
        raise self.fail(start, "json-syntax", token, 'a number, true, false, null or "text"')
