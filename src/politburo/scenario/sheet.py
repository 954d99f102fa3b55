"""Tables as people have them: other separators, decimal commas, other encodings. What is not plain is said, what is unclear refused."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from politburo.errors import PolitburoError, Problem
from politburo.scenario.yamlread import LARGEST, MAX_TABLE_BYTES, read_bytes

MAX_CELL = 10_000
MAX_LINES = 100_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
COMMA = re.compile(r"[+-]?\d*,\d+")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8\xa5\xb4\xaa\xba\xaf\xbf\xb2\xb3]{2,}")
LATIN = re.compile(
    rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff\x8a\x8c\x8e\x9a\x9c\x9e\x9f]*[A-Za-z][A-Za-z\x80-\xff]*"
)


@dataclass(frozen=True)
class Sheet:
    """`rows`: (line, cells) of a table, blank ones left out; `notes`: how it was read, where that is not the plain way."""

    name: str
    rows: list[tuple[int, list[str]]]
    separator: str
    notes: tuple[str, ...] = ()

    def with_points(self, columns: Callable[[int], bool]) -> tuple[Sheet, list[Problem]]:
        """The sheet with decimal points for the decimal commas of these columns (from 0) of all rows but the first, and what is unclear."""
        if self.separator == ",":
            return self, []
        body = [(line, i, cell) for line, row in self.rows[1:] for i, cell in enumerate(row) if columns(i)]
        commas = [(line, i, cell) for line, i, cell in body if COMMA.fullmatch(cell.strip())]
        points = [cell for _, _, cell in body if re.fullmatch(r"[+-]?\d*\.\d+", cell.strip())]
        if not commas:
            return self, []
        if points or all(THOUSANDS.fullmatch(cell.strip()) for _, _, cell in commas):
            line, i, cell = commas[0]
            allowed = (
                "all decimals with a point, or all with a comma"
                if points
                else "a comma that cannot stand for thousands"
            )
            return self, [
                Problem("not-a-number", f"{self.name}:{line}:{i + 1}", cell, allowed, "", "write 0.4")
            ]
        changed = {(line, i) for line, i, _ in commas}
        rows = [
            (line, [c.replace(",", ".") if (line, i) in changed else c for i, c in enumerate(row)])
            for line, row in self.rows
        ]
        return Sheet(self.name, rows, self.separator, (*self.notes, "decimal commas")), []


def read_sheet(path: Path, most_bytes: int = MAX_TABLE_BYTES, most_lines: int = MAX_LINES) -> Sheet:
    """Read a table. Raises `PolitburoError` that names the encoding or the separator where either is unclear."""
    raw = read_bytes(path, most_bytes)
    if isinstance(raw, Problem):
        raise PolitburoError(raw)
    name, lines = path.name, raw.count(b"\n")
    if lines > most_lines:
        found = f"{lines:,} lines"
        raise PolitburoError(
            Problem("too-many", f"{name}:1:1", found, f"at most {most_lines:,}", "", "shorten the table")
        )
    text, encoding = _decoded(raw, name)
    if "\0" in text:
        where = f"{name}:{text[: text.index(chr(0))].count(chr(10)) + 1}:1"
        raise PolitburoError(Problem("csv-syntax", where, "a NUL character", remedy="remove it"))
    separator, first = _separator(text, name)
    rows = _rows(text, separator, first, name)
    notes = [f"encoding {encoding}"] if encoding else []
    notes += [f"separated by {SEPARATORS.get(separator, separator)}"] if separator != "," else []
    rows, dropped = without_last(rows)
    notes += ["an empty last column left out"] if dropped else []
    return Sheet(name, rows, separator, tuple(notes))


def number(cell: str) -> float | None:
    """The number of a cell, or None."""
    return float(cell) if NUMBER.fullmatch(cell) and abs(float(cell)) <= LARGEST else None


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    """(text, encoding unless it is UTF-8)."""
    if raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        try:
            return raw.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise PolitburoError(
                Problem("encoding", f"{name}:1:1", "UTF-16 that is cut off", "UTF-8")
            ) from None
    for places, code in ((raw[1::2], "utf-16-le"), (raw[::2], "utf-16-be")):
        if len(raw) % 2 == 0 and places.count(0) * 10 > len(places) * 3:
            return raw.decode(code, "replace"), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        words = [word for word in WORD.findall(raw) if not word.isascii()]
        if all(CYRILLIC.fullmatch(word) for word in words) and any(len(word) > 2 for word in words):
            return raw.decode("cp1251", "replace"), "Windows-1251"
        if all(LATIN.fullmatch(word) for word in words):
            return raw.decode("cp1252", "replace"), "Latin-1"
        where = f"{name}:{raw[: error.start].count(b'%c' % 10) + 1}:1"
        found = (
            f"byte 0x{raw[error.start]:02x}, which is not UTF-8; it may be Windows-1251, Latin-1 or another"
        )
        raise PolitburoError(
            Problem("encoding", where, found, "UTF-8", "", "save the file as UTF-8")
        ) from None


def _separator(text: str, name: str) -> tuple[str, int]:
    """(separator, lines to skip): as `sep=` says, or the one of the header."""
    first = text.partition("\n")[0]
    said = re.fullmatch(r'"?sep=(.)"?[,;\t|]*\r?', first.strip(" \r"), re.IGNORECASE)
    if said:
        return said[1], 1
    head = next((line for line in text.splitlines() if line.strip()), "")
    cells = {one: _cells(head, one) for one in SEPARATORS}
    likely = [one for one, count in cells.items() if count > 1]
    if len(likely) < 2:
        return (likely or [","])[0], 0
    even = [one for one in likely if len({len(row) for _, row in _rows(text, one, 0, name) if any(row)}) == 1]
    chosen = (
        even
        if len(even) == 1
        else [one for one in likely if cells[one] >= 2 * max(n for o, n in cells.items() if o != one)]
    )
    if len(chosen) != 1:
        found = f"a header with {' and '.join(SEPARATORS[one] for one in likely)}"
        remedy = "use one separator, or begin the file with a line such as sep=;"
        raise PolitburoError(Problem("csv-syntax", f"{name}:1:1", found, "one separator", "", remedy))
    return chosen[0], 0


def _cells(head: str, separator: str) -> int:
    try:
        return len(next(csv.reader([head], delimiter=separator), []))
    except csv.Error:  # one endless cell
        return 1


def _rows(text: str, separator: str, skip: int, name: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True
    )
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if line > skip and any(cell.strip() for cell in cells):
                rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        where = f"{name}:{max(reader.line_num, 1)}:1"
        raise PolitburoError(Problem("csv-syntax", where, str(error), "", "", "quote the cell")) from None
    return rows


def without_last(rows: list[tuple[int, list[str]]]) -> tuple[list[tuple[int, list[str]]], bool]:
    """Rows without a last column that has neither a title nor anything in it."""
    if not rows:
        return rows, False
    width = len(rows[0][1]) - (rows[0][1][-1] == "")
    body = [row for _, row in rows[1:]]
    untitled = width < len(rows[0][1]) or (bool(body) and all(len(row) == width + 1 for row in body))
    if not untitled or width == 0 or any(len(row) > width + 1 or row[width:] > [""] for row in body):
        return rows, False
    return [(line, row[:width]) for line, row in rows], True
