"""Do the tables agree with each other? Every problem at once."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from politburo.errors import Problem, nearest
from politburo.scenario.in_force import latest, valid
from politburo.scenario.load import Loaded
from politburo.scenario.models import date_fault
from politburo.scenario.tables import MAX_PROBLEMS, Item
from politburo.vocab import Resource, Role, Trait

#: table -> {field: table whose ids it names}
LINKS: dict[str, dict[str, str]] = {
    "careers": {"person": "persons"},
    "ties": {"a": "persons", "b": "persons"},
    "traits": {"person": "persons"},
    "appeal": {"person": "persons"},
    "positions": {"person": "persons", "dispute": "disputes"},
    "prestige": {"person": "persons"},
    "liabilities": {"person": "persons"},
    "bodies": {"elected_by": "bodies"},
    "seats": {"body": "bodies", "person": "persons"},
    "offices": {"filled_by": "bodies", "organisation": "organisations"},
    "holdings": {"office": "offices", "person": "persons"},
    "map": {"organisation": "organisations"},
    "secretaries": {"organisation": "organisations", "person": "persons", "patron": "persons"},
    "opinions": {"organisation": "organisations", "dispute": "disputes"},
    "shocks": {"person": "persons"},
    "letter": {"author": "persons", "person": "persons", "office": "offices"},
}
LINKED = ("persons", "bodies", "offices", "organisations", "disputes")
AMOUNT = re.compile(r"\d{1,3}(\.\d{1,6})?\Z", re.ASCII)
MOST_MONTHS = 240  # longest interval between congresses
UNIQUE = {
    "sources": "key",
    "persons": "id",
    "disputes": "id",
    "organisations": "id",
    "offices": "id",
    "liabilities": "id",
    "shocks": "id",
    "rules": "id",
    "places": "place",
    "map": "organisation",
}


def disagreements(loaded: Loaded) -> list[Problem]:
    """Problems between tables that are each well formed; at most `MAX_PROBLEMS` of one rule."""
    problems: list[Problem] = []
    for rule in RULES:
        problems += itertools.islice(rule(loaded), MAX_PROBLEMS)
    return problems


def _at(table: str, item: Item, field: str = "") -> str:
    """file:line:column of a cell."""
    return f"{table}.csv:{item.line}:{item.columns.get(field, 1)}"


def _unique(loaded: Loaded) -> Iterator[Problem]:
    for table, key in UNIQUE.items():
        first: dict[str, int] = {}
        for item in loaded.tables.get(table, []):
            value = getattr(item.row, key)
            if value in first:
                remedy = f"it is also on line {first[value]}"
                yield Problem("id-duplicate", _at(table, item, key), value, remedy=remedy)
            first.setdefault(value, item.line)


def _labels(loaded: Loaded) -> Iterator[Problem]:
    """Is a short name that a table or page gives anybody else's label?"""
    items = loaded.tables.get("persons", [])
    taken = Counter(item.row.short or item.row.name for item in items)
    for n, item in enumerate(items):
        if item.row.short and taken[item.row.short] > 1:
            where = loaded.place("contenders", n, "short") if loaded.asked else _at("persons", item, "short")
            remedy = "give each a short name of his own, or none"
            yield Problem("id-duplicate", where, item.row.short, remedy=remedy)


def _links(loaded: Loaded) -> Iterator[Problem]:
    ids = {table: {row.id for row in loaded.rows(table)} for table in LINKED}
    for table, fields in LINKS.items():
        for item in loaded.tables.get(table, []):
            for name, target in fields.items():
                value = getattr(item.row, name)
                if value is not None and value not in ids[target]:
                    yield Problem(
                        "id-unknown",
                        _at(table, item, name),
                        f"{name}: {value}",
                        f"an id of {target}.csv",
                        nearest(value, ids[target]),
                        f"correct it, or add it to {target}.csv",
                    )


def _sources(loaded: Loaded) -> Iterator[Problem]:
    keys = {row.key for row in loaded.rows("sources")}
    for table, items in loaded.tables.items():
        for item in items:
            cited = getattr(item.row, "source", "")
            for key in filter(None, (part.strip() for part in cited.split(" ; "))):
                if key not in keys:
                    yield Problem(
                        "id-unknown",
                        _at(table, item, "source"),
                        f"source: {key}",
                        "a key of sources.csv",
                        nearest(key, keys),
                        "add the source to sources.csv",
                    )
            if not cited and getattr(item.row, "evidence", "assumed") != "assumed":
                found = f"evidence {item.row.evidence} without a source"
                remedy = "name a source, or write `assumed`"
                yield Problem("source-missing", _at(table, item, "evidence"), found, remedy=remedy)


def _oneself(loaded: Loaded) -> Iterator[Problem]:
    for table, (one, two) in (("ties", ("a", "b")), ("secretaries", ("person", "patron"))):
        for item in loaded.tables.get(table, []):
            value = getattr(item.row, two)
            if value is not None and value == getattr(item.row, one):
                remedy = "name two different persons"
                yield Problem("self-reference", _at(table, item, two), value, remedy=remedy)


def _dates(loaded: Loaded) -> Iterator[Problem]:
    for table, items in loaded.tables.items():
        for item in items:
            start, end = getattr(item.row, "from_", None), getattr(item.row, "to", None)
            if start and end and end < start[: len(end)]:
                found = f"from {start} to {end}"
                remedy = "exchange the two dates"
                yield Problem("date-reversed", _at(table, item, "from"), found, remedy=remedy)


def _bodies(loaded: Loaded) -> Iterator[Problem]:
    items = loaded.tables.get("bodies", [])
    rows = {item.row.id: item for item in items}
    roles = Counter(item.row.role for item in rows.values())
    for role, code in (
        (Role.CONGRESS, "congress-count"),
        (Role.COMMITTEE, "role-count"),
        (Role.BUREAU, "role-count"),
    ):
        if roles[role.word] != 1:
            last = [item for item in rows.values() if item.row.role == role.word][-1:]
            where = _at("bodies", last[0], "role") if last else "bodies.csv:1:1"
            found = f"{roles[role.word]} bodies with role {role.word}"
            yield Problem(code, where, found, "exactly one", remedy="add one" if not last else "remove one")
    for body, item in rows.items():
        seen, here = [body], item.row.elected_by
        while here in rows and here not in seen:
            seen.append(here)
            here = rows[here].row.elected_by
        if here == body:
            remedy = "let the congress be elected by no body"
            where = _at("bodies", item, "elected_by")
            yield Problem("elector-cycle", where, " -> ".join([*seen, body]), remedy=remedy)
            return


def _overlapping(items: list[Item], key: Callable[[Any], Any]) -> Iterator[tuple[Item, Item]]:
    """Pairs of rows of one key whose spells overlap: each row with the one begun before it that lasts longest."""
    groups = defaultdict(list)
    for item in items:
        groups[key(item.row)].append(item)
    for group in groups.values():
        group.sort(key=lambda item: item.row.from_ or "")
        lasting = group[0]
        for item in group[1:]:
            if (item.row.from_ or "") < (lasting.row.to or "9999"):
                yield lasting, item
            if (item.row.to or "9999") > (lasting.row.to or "9999"):
                lasting = item


def _overlaps(loaded: Loaded) -> Iterator[Problem]:
    for a, b in _overlapping(loaded.tables.get("holdings", []), lambda row: row.office):
        found = f"{a.row.person} and {b.row.person} hold {a.row.office}"
        remedy = f"end one before the other begins (see line {a.line})"
        yield Problem("two-holders", _at("holdings", b, "person"), found, remedy=remedy)
    for a, b in _overlapping(loaded.tables.get("seats", []), lambda row: (row.body, row.person)):
        found = f"{a.row.person} in {a.row.body} twice"
        yield Problem("two-seats", _at("seats", b, "person"), found, remedy=f"see line {a.line}")


SMALL = {Role.BUREAU.word, Role.ORGBUREAU.word, Role.SECRETARIAT.word}


def _eligible(loaded: Loaded) -> Iterator[Problem]:
    """Does anybody who is not eligible sit in a small body or hold an office? A scenario on one page answers for itself."""
    if loaded.filled:
        return
    barred = {row.id for row in loaded.rows("persons") if row.eligible == "no"}
    small = {row.id for row in loaded.rows("bodies") if row.role in SMALL}
    for table, field, those in (("seats", "body", small), ("holdings", "office", None)):
        for item in loaded.tables.get(table, []):
            place = getattr(item.row, field)
            if item.row.person in barred and (those is None or place in those):
                remedy = "end or remove the row, or let persons.csv say that he is eligible"
                found = f"{item.row.person} in {place}"
                yield Problem(
                    "not-eligible", _at(table, item, "person"), found, "persons who are eligible", "", remedy
                )


def _shocks(loaded: Loaded) -> Iterator[Problem]:
    """Does every shock fall within the window, as far as its date goes?"""
    first, last = loaded.file.window.from_, loaded.file.window.to
    for n, item in enumerate(loaded.tables.get("shocks", [])):
        day = item.row.date
        if not first[: len(day)] <= day[: len(first)] or not day[: len(last)] <= last[: len(day)]:
            where = loaded.place("shocks", n) if loaded.asked else _at("shocks", item, "date")
            remedy = "correct the date, widen the window, or leave the shock out"
            yield Problem("date-outside", where, f"{item.row.id} {day}", f"{first} to {last}", "", remedy)


def _seats(loaded: Loaded) -> Iterator[Problem]:
    start = loaded.file.start
    filled: dict[str, list[Item]] = defaultdict(list)
    for item in loaded.tables.get("seats", []):
        if item.row.seat == "full" and valid(item.row, start):
            filled[item.row.body].append(item)
    for body, row in latest(loaded.rows("bodies"), start, lambda row: row.id).items():
        if len(filled[body]) > row.size and row.role != Role.CONGRESS.word:
            found = f"{len(filled[body])} full members of {body} on {start}"
            where = _at("seats", filled[body][row.size], "body")
            yield Problem(
                "seats-above-size", where, found, f"at most {row.size}", remedy="end a seat or add to size"
            )


def parse_resources(text: str) -> dict[str, float]:
    """Read what an office gives; raises `ValueError` naming the bad part.

    >>> parse_resources("army:1;press:0.5")
    {'army': 1.0, 'press': 0.5}
    """
    found = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, _, amount = (word.strip() for word in part.partition(":"))
        if name not in Resource.words():
            raise ValueError(name)
        if not AMOUNT.match(amount):
            raise ValueError(part)
        found[name] = float(amount)
    return found


def _resources(loaded: Loaded) -> Iterator[Problem]:
    for item in loaded.tables.get("offices", []):
        try:
            parse_resources(item.row.resources)
        except ValueError as error:
            yield Problem(
                "value-choice",
                _at("offices", item, "resources"),
                f"resources: {item.row.resources}",
                ", ".join(Resource.words()),
                nearest(str(error), Resource.words()),
                "write name:amount;name:amount",
            )


def _strata(loaded: Loaded) -> Iterator[Problem]:
    for item in loaded.tables.get("organisations", []):
        total = item.row.workers + item.row.apparatus + item.row.army + item.row.students
        if abs(total - 1) > 0.011:
            where = _at("organisations", item, "workers")
            yield Problem(
                "sum-wrong", where, f"strata sum to {total:.3f}", "1", remedy="correct the four shares"
            )


def _rules(loaded: Loaded) -> Iterator[Problem]:
    """The values of the rules that the program reads."""
    for item in loaded.tables.get("rules", []):
        value, subject = item.row.value, item.row.subject
        where, found = _at("rules", item, "value"), f"value: {value}"
        if subject == "congress-held" and (fault := date_fault(value)):
            yield Problem(fault[0], where, found, fault[1], remedy="write the day of the last congress")
        if subject == "congress-every-months" and not (
            value.isascii() and value.isdigit() and 0 < int(value[:9]) <= MOST_MONTHS
        ):
            allowed = f"a whole number of months, 1 to {MOST_MONTHS}"
            yield Problem("value-range", where, found, allowed, remedy="correct the number")


def _map(loaded: Loaded) -> Iterator[Problem]:
    """Has every organisation a tile of its own?"""
    first: dict[tuple[int, int], str] = {}
    for item in loaded.tables.get("map", []):
        row = item.row
        other = first.setdefault((row.column, row.row), row.organisation)
        if other != row.organisation:
            where, found = _at("map", item, "column"), f"column {row.column}, row {row.row}"
            yield Problem("id-duplicate", where, found, "a tile of its own", "", f"{other} stands there")


def _country(loaded: Loaded) -> Iterator[Problem]:
    """Is whoever led before a person?"""
    persons = [row.id for row in loaded.rows("persons")]
    for n, row in enumerate(loaded.file.country):
        if row.predecessor is not None and row.predecessor not in persons:
            where, found = loaded.place("country", n, "predecessor"), f"predecessor: {row.predecessor}"
            near, remedy = nearest(row.predecessor, persons), "name a person, or leave it out"
            yield Problem("id-unknown", where, found, "the id of a person", near, remedy)


def _cohorts(loaded: Loaded) -> Iterator[Problem]:
    items = loaded.tables.get("cohorts", [])
    if not items:
        return
    days = [item.row.date for item in items]
    day = max((day for day in days if day <= loaded.file.start), default=min(days))
    counted = [item for item in items if item.row.date == day]
    cohorts = sum(item.row.members for item in counted)
    members = sum(row.members for row in loaded.rows("organisations"))
    if abs(cohorts - members) > 0.001 * max(members, 1):
        found, allowed = f"cohorts of {day} sum to {cohorts:.0f}", f"{members:.0f}, as the organisations do"
        where = _at("cohorts", counted[0], "members")
        yield Problem("sum-wrong", where, found, allowed, remedy="correct one of the two tables")


def _head(loaded: Loaded) -> Iterator[Problem]:
    """Do the fields of the YAML file agree with each other, with the parameters of the model and with the tables?"""
    from politburo.model.params import FIELDS

    file, place = loaded.file, loaded.place
    if file.window.to <= file.window.from_:
        found = f"from {file.window.from_} to {file.window.to}"
        yield Problem("date-reversed", place("window"), found, remedy="exchange the two dates")
    for name, day in (("start", file.start), ("clock_zero", file.clock_zero)):
        if day and not file.window.from_ <= day <= file.window.to:
            found, allowed = f"{name} {day}", f"{file.window.from_} to {file.window.to}"
            remedy = "choose a day in the window, or widen the window"
            yield Problem("date-outside", place(name), found, allowed, remedy=remedy)
    if file.clock_zero and file.clock_zero[:7] == file.window.to[:7]:
        found, remedy = f"clock_zero {file.clock_zero}", "choose a month before the last, or widen the window"
        yield Problem("date-outside", place("clock_zero"), found, f"before {file.window.to}", remedy=remedy)
    disputes = [row.id for row in loaded.rows("disputes")]
    for field, code, allowed in (
        ("parameters", "parameter-unknown", list(FIELDS)),
        ("traits", "value-choice", list(Trait.words())),
        ("positions", "id-unknown", disputes),
    ):
        for name in getattr(file, field):
            if name not in allowed:
                near = nearest(name, allowed)
                yield Problem(code, place(field, name), name, ", ".join(allowed), near, "use one of these")


#: every rule of agreement between well-formed tables
RULES = (
    _unique,
    _labels,
    _links,
    _sources,
    _oneself,
    _dates,
    _bodies,
    _overlaps,
    _seats,
    _eligible,
    _shocks,
    _resources,
    _strata,
    _rules,
    _map,
    _country,
    _cohorts,
    _head,
)
