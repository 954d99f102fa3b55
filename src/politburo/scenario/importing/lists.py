"""Lists of leaders and ministers in tables: one line a year (as in WhoGov) or one a spell (as in Archigos, and plain lists)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from politburo.errors import PolitburoError, Problem, control_character, nearest
from politburo.scenario.importing.spells import Spell, dated, reversed_dates
from politburo.scenario.sheet import Sheet, read_sheet

MOST_BYTES, MOST_LINES = 200_000_000, 1_000_000
MOST_PROBLEMS = 50
SHOWN = 20  # names in a list of what is allowed
NOTHING = ("", "NA", "N/A", ".", "-999", "-888", "-777", "Still in Office")
#: the month of a year's list in WhoGov
MONTH, MONTHS = 7, {1966: 9, 1970: 1}


@dataclass(frozen=True)
class Form:
    """A kind of table: what it is called, and for every field the titles that its column may have. The `needed` come first."""

    name: str
    needed: dict[str, tuple[str, ...]]
    wanted: dict[str, tuple[str, ...]]

    def columns(self, header: list[str]) -> dict[str, list[int]]:
        """Where each field stands; of several columns all."""
        titles = [title.strip().lower() for title in header]
        named = {**self.needed, **self.wanted}
        return {
            field: [titles.index(word) for word in words if word in titles] for field, words in named.items()
        }


COUNTRY = ("country", "country_name", "country_isocode", "idacr", "ccode", "gwcode")
PARTY = ("party", "party_english", "party_otherlanguage")
WHOGOV = Form(
    "one line a year, as in WhoGov",
    {"year": ("year",), "name": ("name",), "post": ("position",)},
    {"party": PARTY, "country": COUNTRY, "born": ("birthyear",), "leads": ("leader",)},
)
ARCHIGOS = Form(
    "one line a leader, as in Archigos",
    {"name": ("leader",), "first": ("startdate",), "last": ("enddate",)},
    {"key": ("leadid",), "country": COUNTRY, "born": ("yrborn",), "exit": ("exit",), "party": PARTY},
)
PLAIN = Form(
    "one line a spell in office",
    {
        "name": ("name", "person", "leader", "minister"),
        "post": ("post", "office", "position", "title"),
        "first": ("from", "start", "since", "start_date", "startdate"),
    },
    {
        "last": ("to", "until", "end", "end_date", "enddate"),
        "party": PARTY,
        "country": COUNTRY,
        "born": ("born", "birthyear", "yrborn"),
        "died": ("died", "death_date"),
    },
)
FORMS = (WHOGOV, ARCHIGOS, PLAIN)


def read(path: Path, day: date, country: str) -> tuple[list[Spell], str, list[str]]:
    """(spells, what kind of table it is, how it was read). Lines of other countries are passed over before anything in them is judged.
    Raises `PolitburoError` with the place of every fault."""
    sheet = read_sheet(path, MOST_BYTES, MOST_LINES)
    if not sheet.rows:
        remedy = "write a header row"
        raise PolitburoError(Problem("csv-syntax", f"{sheet.name}:1:1", "an empty file", remedy=remedy))
    form, columns = _form(sheet)
    rows = [_Row(f"{sheet.name}:{line}", cells, columns) for line, cells in sheet.rows[1:]]
    rows = _of_country(rows, country)
    problems = [problem for row in rows for problem in row.faults(len(sheet.rows[0][1]))]
    if not problems:
        spells = _of_years(rows, day, problems) if form is WHOGOV else _of_spells(rows, problems)
        if not problems:
            return spells, form.name, list(sheet.notes)
    raise PolitburoError(problems[:MOST_PROBLEMS])


def _of_country(rows: list[_Row], country: str) -> list[_Row]:
    """The lines of a country. Raises `PolitburoError` where there are several and none is named, or not one of those."""
    found = Counter(row.all("country") for row in rows)
    if not country and len(found) < 2:
        return rows
    mine = [row for row in rows if country and country.casefold() in map(str.casefold, row.all("country"))]
    if mine:
        return mine
    known = sorted({name for names in found for name in names})
    allowed = ", ".join(known[:SHOWN]) + (", ..." if len(known) > SHOWN else "")
    said = country[:100] or f"{len(found)} countries in the file"
    near = nearest(country, known) if country else ""
    remedy = "name one of them" if known else "leave it out: the file names no country"
    raise PolitburoError(Problem("value-choice", "--country", said, allowed, near, remedy))


@dataclass(frozen=True)
class _Row:
    """A line of the table: `where` is FILE:LINE."""

    where: str
    cells: list[str]
    columns: dict[str, list[int]]

    def all(self, field: str) -> tuple[str, ...]:
        found = (self.cells[n].strip() for n in self.columns.get(field, []) if n < len(self.cells))
        return tuple(cell for cell in found if cell not in NOTHING)

    def one(self, field: str) -> str:
        return next(iter(self.all(field)), "")

    def place(self, field: str) -> str:
        return f"{self.where}:{(self.columns.get(field) or [0])[0] + 1}"

    def year(self, field: str, problems: list[Problem]) -> int | None:
        text = self.one(field)
        if not text:
            return None
        if text.removesuffix(".0").isdecimal() and 1500 <= int(text.removesuffix(".0")[:9]) <= 2200:
            return int(text.removesuffix(".0"))
        problems.append(
            Problem(
                "value-range",
                self.place(field),
                text[:100],
                "a year from 1500 to 2200",
                "",
                "correct the year",
            )
        )
        return None

    def faults(self, width: int) -> list[Problem]:
        if len(self.cells) != width:
            place = f"{self.where}:{min(len(self.cells), width) + 1}"
            found, allowed = f"{len(self.cells)} cells", f"{width} cells, as in the header"
            return [Problem("csv-syntax", place, found, allowed, "", "quote cells that hold the separator")]
        wrong = [control_character(cell, f"{self.where}:{n}") for n, cell in enumerate(self.cells, 1)]
        found = [problem for problem in wrong if problem is not None]
        if not self.one("name"):
            found.append(Problem("value-missing", self.place("name"), "no name", remedy="fill it in"))
        return found


def _form(sheet: Sheet) -> tuple[Form, dict[str, list[int]]]:
    """The kind of table that has all its columns here. Raises `PolitburoError` that says what the nearest kind lacks."""
    line, header = sheet.rows[0]
    lacking: dict[str, list[str]] = {}
    for form in FORMS:
        columns = form.columns(header)
        lacking[form.name] = [field for field in form.needed if not columns[field]]
        if not lacking[form.name]:
            return form, columns
    form = min(reversed(FORMS), key=lambda form: len(lacking[form.name]))
    problems = []
    for field in lacking[form.name]:
        words = form.needed[field]
        near = next(filter(None, (nearest(word, header) for word in words)), "")
        found = f"no column {words[0]} ({form.name})"
        kinds = "; ".join(f"{one.name}: {', '.join(w[0] for w in one.needed.values())}" for one in FORMS)
        problems.append(
            Problem(
                "column-missing", f"{sheet.name}:{line}:1", found, kinds, near, "add or rename the column"
            )
        )
    raise PolitburoError(problems)


def _of_years(rows: list[_Row], day: date, problems: list[Problem]) -> list[Spell]:
    """Those of the last list that is not after the day. A post that stands in the lists of the years before, without a gap, has been held
    since the first of them at least."""
    years: dict[int, list[_Row]] = {}
    for row in rows:
        if (year := row.year("year", problems)) is not None:
            years.setdefault(year, []).append(row)
    before = [year for year in years if (year, MONTHS.get(year, MONTH)) <= (day.year, day.month)]
    if not years:
        return []
    last = max(before, default=min(years))
    listed = bool(before) and last >= day.year - 1  # else the lists begin too late or end too early
    known = {year: {(row.one("name"), row.one("post")) for row in years[year]} for year in years}
    spells = []
    for row in years[last]:
        first = last
        while (row.one("name"), row.one("post")) in known.get(first - 1, ()):
            first -= 1
        cut = first == min(years)  # the file begins here
        spells.append(
            Spell(
                row.where,
                row.one("name"),
                row.one("name"),
                row.one("post"),
                "",
                row.all("party"),
                row.all("country"),
                None if cut and listed else str(first),
                None if listed else str(last),
                "" if cut else f"in the list of {first} for the first time",
                listed=listed,
                leads=row.one("leads") in ("1", "1.0"),
                born=row.year("born", problems),
            )
        )
    return spells


def _of_spells(rows: list[_Row], problems: list[Problem]) -> list[Spell]:
    spells = []
    for row in rows:
        first = dated(row.one("first"), row.place("first"), problems)
        last = dated(row.one("last"), row.place("last"), problems)
        if wrong := reversed_dates(first, last, row.place("first")):
            problems.append(wrong)
        leader = not row.columns.get("post")
        spells.append(
            Spell(
                row.where,
                row.one("key") or row.one("name"),
                row.one("name"),
                row.one("post"),
                "",
                row.all("party"),
                row.all("country"),
                first,
                last,
                leads=leader,
                born=row.year("born", problems),
                died=dated(row.one("died"), row.place("died"), problems),
                exit=row.one("exit"),
            )
        )
    return spells
