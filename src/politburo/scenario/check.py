"""Do the tables agree with each other? Every problem at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from politburo.errors import Problem, ScenarioError, nearest
from politburo.scenario.load import Loaded, find, read
from politburo.scenario.models import is_date
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
    "secretaries": {"organisation": "organisations", "person": "persons", "patron": "persons"},
    "opinions": {"organisation": "organisations", "dispute": "disputes"},
    "shocks": {"person": "persons"},
    "letter": {"author": "persons", "person": "persons", "office": "offices"},
}
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
}


def check(name: str | Path) -> list[Problem]:
    """Every problem of a scenario; an empty list if it is sound. Raises nothing for bad data."""
    try:
        path = find(str(name))
    except ScenarioError as error:
        return error.problems
    loaded, problems = read(path)
    return problems or disagreements(loaded)  # type: ignore[arg-type]


def disagreements(loaded: Loaded) -> list[Problem]:
    """Problems between tables that are each well formed."""
    problems: list[Problem] = []
    for rule in (_unique, _links, _dates, _evidence, _bodies, _overlaps, _resources, _rules, _cohorts, _head):
        problems += rule(loaded)
    return problems


def _at(table: str, item: Any) -> str:
    return f"{table}.csv:{item.line}:1"


def _unique(loaded: Loaded) -> list[Problem]:
    problems = []
    for table, key in UNIQUE.items():
        first: dict[str, int] = {}
        for item in loaded.tables.get(table, []):
            value = getattr(item.row, key)
            if value in first:
                problems.append(
                    Problem(
                        "id-duplicate", _at(table, item), value, remedy=f"it is also on line {first[value]}"
                    )
                )
            first.setdefault(value, item.line)
    return problems


def _links(loaded: Loaded) -> list[Problem]:
    problems = []
    ids = {
        table: {row.id for row in loaded.rows(table)}
        for table in ("persons", "bodies", "offices", "organisations", "disputes")
    }
    for table, fields in LINKS.items():
        for item in loaded.tables.get(table, []):
            for name, target in fields.items():
                value = getattr(item.row, name)
                if value is not None and value not in ids[target]:
                    problems.append(
                        Problem(
                            "id-unknown",
                            _at(table, item),
                            f"{name}: {value}",
                            f"an id of {target}.csv",
                            nearest(value, ids[target]),
                            f"correct it, or add it to {target}.csv",
                        )
                    )
    sources = {row.key for row in loaded.rows("sources")}
    for table, items in loaded.tables.items():
        for item in items:
            for key in filter(None, (part.strip() for part in getattr(item.row, "source", "").split(" ; "))):
                if key not in sources:
                    problems.append(
                        Problem(
                            "id-unknown",
                            _at(table, item),
                            f"source: {key}",
                            "a key of sources.csv",
                            nearest(key, sources),
                            "add the source to sources.csv",
                        )
                    )
    for table, pair in (("ties", ("a", "b")), ("secretaries", ("person", "patron"))):
        for item in loaded.tables.get(table, []):
            one, two = (getattr(item.row, name) for name in pair)
            if one is not None and one == two:
                problems.append(
                    Problem("self-reference", _at(table, item), one, remedy="name two different persons")
                )
    return problems


def _dates(loaded: Loaded) -> list[Problem]:
    problems = []
    for table, items in loaded.tables.items():
        for item in items:
            start, end = getattr(item.row, "from_", None), getattr(item.row, "to", None)
            if start and end and end < start[: len(end)]:
                problems.append(
                    Problem(
                        "date-reversed",
                        _at(table, item),
                        f"from {start} to {end}",
                        remedy="exchange the two dates",
                    )
                )
    return problems


def _evidence(loaded: Loaded) -> list[Problem]:
    return [
        Problem(
            "source-missing",
            _at(table, item),
            f"evidence {item.row.evidence} without a source",
            remedy="name a source, or write `assumed`",
        )
        for table, items in loaded.tables.items()
        for item in items
        if hasattr(item.row, "evidence") and item.row.evidence != "assumed" and not item.row.source
    ]


def _bodies(loaded: Loaded) -> list[Problem]:
    problems = []
    rows = {row.id: row for row in loaded.rows("bodies")}
    roles = Counter(row.role for row in rows.values())
    if roles[Role.CONGRESS.word] != 1:
        problems.append(
            Problem(
                "congress-count", "bodies.csv:1:1", f"{roles[Role.CONGRESS.word]} congresses", "exactly one"
            )
        )
    for role in (Role.COMMITTEE, Role.BUREAU):
        if roles[role.word] != 1:
            problems.append(
                Problem(
                    "role-count",
                    "bodies.csv:1:1",
                    f"{roles[role.word]} bodies with role {role.word}",
                    "exactly one",
                )
            )
    for body in rows:
        seen, here = [body], rows[body].elected_by
        while here in rows and here not in seen:
            seen.append(here)
            here = rows[here].elected_by
        if here == body:
            problems.append(
                Problem(
                    "elector-cycle",
                    "bodies.csv:1:1",
                    " -> ".join([*seen, body]),
                    remedy="let the congress be elected by no body",
                )
            )
            break
    return problems


def _overlap(a: Any, b: Any) -> bool:
    return (a.from_ or "") < (b.to or "9999") and (b.from_ or "") < (a.to or "9999")


def _pairs(items: list[Any], key: Callable[[Any], Any]) -> list[tuple[Any, Any]]:
    groups = defaultdict(list)
    for item in items:
        groups[key(item.row)].append(item)
    return [
        (a, b)
        for group in groups.values()
        for n, a in enumerate(group)
        for b in group[n + 1 :]
        if _overlap(a.row, b.row)
    ]


def _overlaps(loaded: Loaded) -> list[Problem]:
    problems = [
        Problem(
            "two-holders",
            _at("holdings", b),
            f"{a.row.person} and {b.row.person} hold {a.row.office}",
            remedy=f"end one before the other begins (see line {a.line})",
        )
        for a, b in _pairs(loaded.tables.get("holdings", []), lambda row: row.office)
    ]
    problems += [
        Problem(
            "two-seats", _at("seats", b), f"{a.row.person} in {a.row.body} twice", remedy=f"see line {a.line}"
        )
        for a, b in _pairs(loaded.tables.get("seats", []), lambda row: (row.body, row.person))
    ]
    from politburo.scenario.resolve import latest, valid

    start = loaded.file.start
    sizes = latest(loaded.rows("bodies"), start, lambda row: row.id)
    full = Counter(row.body for row in loaded.rows("seats") if row.seat == "full" and valid(row, start))
    for body, row in sizes.items():
        if full[body] > row.size and row.role != Role.CONGRESS.word:
            problems.append(
                Problem(
                    "seats-above-size",
                    "seats.csv:1:1",
                    f"{full[body]} full members of {body} on {start}",
                    f"at most {row.size}",
                )
            )
    return problems


def parse_resources(text: str) -> dict[str, float]:
    """`army:1;press:0.5` -> {"army": 1.0, "press": 0.5}; raises `ValueError` naming the bad part."""
    found = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, _, amount = part.partition(":")
        if name.strip() not in Resource.words():
            raise ValueError(name.strip())
        found[name.strip()] = float(amount)
    return found


def _resources(loaded: Loaded) -> list[Problem]:
    problems = []
    for item in loaded.tables.get("offices", []):
        try:
            parse_resources(item.row.resources)
        except ValueError as error:
            problems.append(
                Problem(
                    "value-choice",
                    _at("offices", item),
                    f"resources: {item.row.resources}",
                    ", ".join(Resource.words()),
                    nearest(str(error), Resource.words()),
                    "write name:amount;name:amount",
                )
            )
    for item in loaded.tables.get("organisations", []):
        total = item.row.workers + item.row.apparatus + item.row.army + item.row.students
        if abs(total - 1) > 0.011:
            problems.append(
                Problem("sum-wrong", _at("organisations", item), f"strata sum to {total:.3f}", "1")
            )
    return problems


def _rules(loaded: Loaded) -> list[Problem]:
    """The values of the rules that the program reads."""
    problems = []
    for item in loaded.tables.get("rules", []):
        value, subject, found = item.row.value, item.row.subject, f"value: {item.row.value}"
        if subject == "congress-held" and not is_date(value):
            remedy = "write the day of the last congress"
            problems.append(Problem("date-invalid", _at("rules", item), found, "YYYY-MM-DD", remedy=remedy))
        if subject == "congress-every-months" and not (
            value.isascii() and value.isdigit() and 0 < int(value[:9]) <= MOST_MONTHS
        ):
            allowed = f"a whole number of months, 1 to {MOST_MONTHS}"
            problems.append(
                Problem("value-range", _at("rules", item), found, allowed, remedy="correct the number")
            )
    return problems


def _cohorts(loaded: Loaded) -> list[Problem]:
    rows = loaded.rows("cohorts")
    if not rows:
        return []
    day = max(
        (row.date for row in rows if row.date <= loaded.file.start), default=min(row.date for row in rows)
    )
    cohorts = sum(row.members for row in rows if row.date == day)
    members = sum(row.members for row in loaded.rows("organisations"))
    if abs(cohorts - members) > 0.001 * max(members, 1):
        return [
            Problem(
                "sum-wrong",
                "cohorts.csv:1:1",
                f"cohorts of {day} sum to {cohorts:.0f}",
                f"{members:.0f}, as the organisations do",
            )
        ]
    return []


def _head(loaded: Loaded) -> list[Problem]:
    """Do the fields of the YAML file agree with each other, with the parameters of the model and with the tables?"""
    from politburo.model.params import FIELDS

    problems = []
    file, place = loaded.file, loaded.place
    if file.window.to <= file.window.from_:
        found = f"from {file.window.from_} to {file.window.to}"
        problems.append(Problem("date-reversed", place("window"), found, remedy="exchange the two dates"))
    for name, day in (("start", file.start), ("clock_zero", file.clock_zero)):
        if day and not file.window.from_ <= day <= file.window.to:
            problems.append(
                Problem(
                    "date-outside",
                    place(name),
                    f"{name} {day}",
                    f"{file.window.from_} to {file.window.to}",
                    remedy="choose a day in the window, or widen the window",
                )
            )
    disputes = [row.id for row in loaded.rows("disputes")]
    for field, code, allowed in (
        ("parameters", "parameter-unknown", list(FIELDS)),
        ("traits", "value-choice", list(Trait.words())),
        ("positions", "id-unknown", disputes),
    ):
        problems += [
            Problem(
                code, place(field, name), name, ", ".join(allowed), nearest(name, allowed), "use one of these"
            )
            for name in getattr(file, field)
            if name not in allowed
        ]
    return problems
