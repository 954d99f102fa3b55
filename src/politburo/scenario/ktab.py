"""Actors as the KAPSARC Toolkit for Behavioral Analysis (KTAB) keeps them: its CSV and its XML.

The CSV begins with a line of its own (title, description, number of actors, number of dimensions), then headings such as
Actor, Description, Power, Pstn1, Sal1, ..., and a comma after the last cell of a line. The XML has a `Scenario` with `Dimensions` of
`dName` and `Actors` of `Actor`: `name`, `description`, `capability`, `Position` of `dCoord`, `Salience` of `dSal`. Saliences are
per cent in both. What else a file holds, such as the parameters of KTAB's own models, is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from politburo.errors import PolitburoError, Problem
from politburo.scenario.sheet import Sheet, without_last
from politburo.scenario.yamlread import MAX_BYTES, read_bytes

Rows = list[tuple[int, list[str]]]
DEEPEST = 8


def is_ktab(rows: Rows) -> bool:
    """Does a table begin with a title, two counts and then the headings?"""
    if len(rows) < 2 or len(rows[0][1]) < 4:
        return False
    counts = rows[0][1][2:4]
    return all(count.isdigit() for count in counts) and rows[1][1][0].lower() in ("actor", "name")


def from_csv(sheet: Sheet) -> Sheet:
    """The table under the title line, with headings as `scenario.actors` wants them. Raises `PolitburoError` if counts do not agree."""
    (at, (_, _, actors, dimensions, *_)), *rest = sheet.rows
    rows = without_last(rest)[0]
    header = rows[0][1]
    found = (len(rows) - 1, (len(header) - 3) // 2)
    problems = [
        Problem(
            "sum-wrong",
            f"{sheet.name}:{at}:{column}",
            f"{said} {what}",
            f"{counted}, as in the table below",
            "",
            "correct the count",
        )
        for column, what, said, counted in (
            (3, "actors", actors, found[0]),
            (4, "dimensions", dimensions, found[1]),
        )
        if int(said[:9]) != counted
    ]
    if problems:
        raise PolitburoError(problems)
    names = [re.sub(r"[ _:-]*position$", "", title, flags=re.IGNORECASE) for title in header[3::2]]
    rows[0] = (rows[0][0], _header([name or f"dimension {n}" for n, name in enumerate(names, 1)]))
    return replace(sheet, rows=rows, notes=("KTAB CSV", *sheet.notes))


def from_xml(path: Path) -> Rows:
    """The actors of a KTAB scenario as rows of a table. Raises `PolitburoError`."""
    root = _parsed(path)
    actors = [actor for group in root.all("Actors") for actor in group.all("Actor")]
    if root.tag != "Scenario" or not actors:
        found, allowed = f"<{root.tag}> with {len(actors)} actors", "a KTAB <Scenario> with <Actors>"
        raise PolitburoError(Problem("value-missing", f"{path.name}:{root.line}:1", found, allowed))
    counted = len(actors[0].texts("Position", "dCoord"))
    names = root.texts("Dimensions", "dName") or [f"dimension {n}" for n in range(1, counted + 1)]
    rows = [(root.line, _header(names))]
    for actor in actors:
        places, saliences = actor.texts("Position", "dCoord"), actor.texts("Salience", "dSal")
        if not len(places) == len(saliences) == len(names):
            found = f"{len(places)} positions, {len(saliences)} saliences"
            raise PolitburoError(
                Problem("game-size", f"{path.name}:{actor.line}:1", found, f"{len(names)} of each")
            )
        pairs = [cell for pair in zip(places, saliences, strict=True) for cell in pair]
        own = [
            "".join(child.text for child in actor.all(tag)).strip()
            for tag in ("name", "description", "capability")
        ]
        rows.append((actor.line, [*own, *pairs]))
    return rows


def _header(names: list[str]) -> list[str]:
    return [
        "name",
        "description",
        "power",
        *(f"{name} {what}" for name in names for what in ("position", "salience")),
    ]


@dataclass
class _Element:
    tag: str
    line: int
    text: str = ""
    inside: list[_Element] = field(default_factory=list)

    def all(self, tag: str) -> list[_Element]:
        return [child for child in self.inside if child.tag == tag]

    def texts(self, group: str, tag: str) -> list[str]:
        """Texts of the elements of one kind within the groups of another."""
        return [child.text.strip() for one in self.all(group) for child in one.all(tag)]


def _parsed(path: Path) -> _Element:
    """The tree of an XML file; entities and document types are refused before they are read."""
    raw = read_bytes(path, MAX_BYTES)
    if isinstance(raw, Problem):
        raise PolitburoError(raw)
    top = _Element("", 1)
    stack = [top]
    parser = expat.ParserCreate()

    def fail(found: str) -> PolitburoError:
        where = f"{path.name}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"
        return PolitburoError(
            Problem("xml-syntax", where, found[:100], "a KTAB scenario", "", "see docs/power.md")
        )

    def start(tag: str, _: dict) -> None:
        if len(stack) > DEEPEST:
            raise fail(f"more than {DEEPEST} levels")
        stack.append(_Element(tag, parser.CurrentLineNumber))
        stack[-2].inside.append(stack[-1])

    def text(words: str) -> None:
        stack[-1].text += words

    def doctype(*_: object) -> None:
        raise fail("a document type")

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _: stack.pop()
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise fail(expat.errors.messages[error.code]) from None
    return top.inside[0]
