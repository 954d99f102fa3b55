"""What can be changed of a scenario, fact by fact, with what is allowed; and changes in sentences.

A fact has a path as for `--set` (`scenario.patch`). Facts are those in force on the day of the start; ids, names, sources and texts are
not offered, though `--set` takes them too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from politburo.measures.names import labels, short_name
from politburo.model.params import FIELDS
from politburo.scenario import patch, resolve
from politburo.scenario.check import LINKS
from politburo.scenario.in_force import valid
from politburo.scenario.models import TABLES, ScenarioFile
from politburo.scenario.models import Country as CountryFields
from politburo.scenario.patch import KEYS
from politburo.scenario.yamlread import scalar
from politburo.words.scene import phrases

if TYPE_CHECKING:
    from politburo.scenario import Loaded

#: heading of a table -> the fields that can be changed, in words, with a unit where it is not that of the field's kind
OFFERED: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "holdings": ("Offices: who holds them", {"person": ("holder", "person")}),
    "seats": ("Bodies: who sits in them", {"seat": ("seat", "")}),
    "secretaries": (
        "Secretaries of organisations",
        {
            "person": ("secretary", "person"),
            "patron": ("patron of the secretary", "person"),
            "loyalty": ("loyalty of the secretary to the patron", ""),
            "appointed": ("secretary sent from above", ""),
        },
    ),
    "persons": (
        "Persons",
        {
            "health": ("health", ""),
            "born": ("year of birth", "year"),
            "party_since": ("member of the party since", "year"),
            "eligible": ("may belong to a ruling group", ""),
        },
    ),
    "traits": ("Traits of persons", {"score": ("", "")}),
    "positions": ("Positions of persons", {"position": ("position", "")}),
    "prestige": ("Prestige of persons", {"value": ("prestige", "")}),
    "appeal": ("Appeal of persons", {"score": ("", "")}),
    "liabilities": ("What can be held against persons", {"weight": ("weight", "")}),
    "ties": ("Ties", {"strength": ("strength", ""), "kind": ("kind of tie", "")}),
    "bodies": (
        "Bodies: their rules",
        {
            "size": ("seats", "seats"),
            "every": ("months between meetings", "months"),
            "decision": ("share of the votes that must be exceeded", ""),
            "sanction": ("share of the votes needed to remove a member of the committee", ""),
        },
    ),
    "offices": (
        "Offices: what they are",
        {
            "filled_by": ("body that fills it", "body"),
            "organisation": ("organisation that it leads", "organisation"),
            "type": ("kind of office", ""),
            "resources": ("what it gives", ""),
        },
    ),
    "organisations": (
        "Organisations",
        {
            "members": ("members", "members"),
            "entrenched": ("resistance to replacement of its secretary", ""),
            "republic": ("wants autonomy", ""),
            "workers": ("share of workers", ""),
            "apparatus": ("share of officials", ""),
            "army": ("share of soldiers", ""),
            "students": ("share of students", ""),
        },
    ),
    "opinions": ("Opinions of organisations", {"position": ("opinion", "")}),
    "disputes": ("Disputes", {"policy": ("policy in force", ""), "salience": ("salience", "")}),
    "shocks": (
        "Events that no contender decides",
        {
            "date": ("date", "date"),
            "size": ("size", ""),
            "uncertainty_months": ("months by which the date may vary", "months"),
            "person": ("person concerned", "person"),
            "kind": ("kind", ""),
        },
    ),
    "letter": (
        "The predecessor's letter",
        {"merit": ("merit", ""), "fault": ("fault", ""), "office": ("office that he should lose", "office")},
    ),
    "rules": ("Rules", {}),
}
COUNTRY = {
    "discontent": "discontent in the country",
    "threat": "threat from abroad",
    "fear": "fear",
    "harvest": "harvest",
    "factions_banned": "ban on factions",
    "predecessor": "who led before",
    "contested": "open question of who leads",
}
LINKED = {
    "persons": "person",
    "bodies": "body",
    "offices": "office",
    "organisations": "organisation",
    "disputes": "dispute",
}
#: What it means that a row is left out, by table; {0}, {1}: the names of the row's keys
WITHOUT = {
    "holdings": "Nobody holds the office of {0}.",
    "seats": "{1} has no seat in the {0}.",
    "secretaries": "It is not known who the secretary of {0} is, nor whose man.",
    "traits": "{0}'s {1} is not known and drawn in every history.",
    "positions": "Where {0} stands on {1} is not known and drawn in every history.",
    "prestige": "{0} has no prestige to speak of.",
    "appeal": "The appeal of {0} to {1} is an ordinary one.",
    "liabilities": "Nothing of the kind can be held against him: {0}.",
    "ties": "There is no documented tie between {0} and {1}.",
    "shocks": "It does not happen: {0}.",
    "letter": "The letter does not speak of {0}.",
    "rules": "The rule does not hold: {0}.",
}
#: What a schema calls the lowest and the highest value.
BOUNDS = ("minimum", "exclusiveMinimum", "ge", "gt"), ("maximum", "exclusiveMaximum", "le", "lt")
#: Tables whose rows other rows need: they are not left out.
NEEDED = ("persons", "bodies", "organisations", "disputes", "offices", "opinions")


@dataclass(frozen=True)
class Fact:
    """A fact that can be changed. `type` is id (of what `unit` says), number, integer, choice, text or date; `low` and `high` are bounds,
    `allowed` the choices. `label` is the `subject` with
    what is changed of it. `remove` is the change that leaves the row out, or empty. `path` is empty where only that can be done."""

    path: str
    table: str
    row: str
    field: str
    subject: str
    label: str
    about: str
    type: str
    unit: str
    value: Any
    allowed: list[Any] | None
    low: float | None
    high: float | None
    remove: str
    cite: dict[str, str] | None


def changeable(
    loaded: Loaded, start: str | None = None, *, like: str = "", table: str = ""
) -> list[dict[str, Any]]:
    """Every fact that can be changed, as plain data. `like`: only those whose label or path has this text; `table`: only of one table."""
    facts = _facts(loaded, str(start or loaded.file.start))
    wanted = like.casefold()
    return [
        asdict(fact)
        for fact in facts
        if (not table or fact.table == table)
        and (
            wanted in fact.label.casefold()
            or wanted in fact.path.casefold()
            or wanted in fact.about.casefold()
        )
    ]


def changes_in_words(
    loaded: Loaded, changes: Iterable[str], start: str | None = None
) -> list[dict[str, Any]]:
    """[{path, before, after, sentence}] of changes ``path=value``, each after those before it. Raises `ScenarioError` for one that is not
    allowed."""
    day, found = str(start or loaded.file.start), []
    for change in changes:
        path, _, text = (part.strip() for part in change.partition("="))
        fact = next(
            (f for f in _facts(loaded, day) if path in (f.path, f.remove.removesuffix("=none"))), None
        )
        after = scalar(text, plain=True)
        changed = patch(loaded, [change], start)
        found.append(
            {
                "path": path,
                "before": None if fact is None else fact.value,
                "after": after,
                "sentence": _sentence(loaded, fact, path, after),
            }
        )
        loaded = changed
    resolve(loaded, start)
    return found


def _sentence(loaded: Loaded, fact: Fact | None, path: str, after: Any) -> str:
    if fact is None:
        return f"{path} is {_told(after)}."
    names = _names(loaded)
    if f"{path}=none" == fact.remove and after in (None, "none"):
        keys = _keys(fact.table, fact.row.split("/"), names)
        keys = [fact.subject] if fact.table in ("shocks", "rules", "liabilities") else keys
        text = WITHOUT[fact.table].format(*keys)
        return text[:1].upper() + text[1:]
    new, old = (_told(names.get(v, v) if fact.type == "id" else _yes(fact, v)) for v in (after, fact.value))
    if fact.table == "holdings":
        return f"{new}, not {old}, holds the office of {names.get(fact.row, fact.row)}."
    if fact.value is None:
        return f"{fact.label} is {new}, instead of what is drawn or taken by default."
    return f"{fact.label} is {new} instead of {old}."


def _yes(fact: Fact, value: Any) -> Any:
    """Yes and no, where a fact says them as 1 and 0."""
    return bool(value) if fact.allowed == [0, 1] and value in (0, 1) else value


def _told(value: Any) -> str:
    """A value as people write it."""
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _names(loaded: Loaded) -> dict[str, str]:
    """Names of everything that has an id, short ones of persons, who come last and win; and the words for what is held against them."""
    tables = ("disputes", "organisations", "offices", "bodies")
    people = {row.id: short_name(row.name) for row in loaded.rows("persons")}
    short = {row.id: row.short for row in loaded.rows("persons")}
    named = {row.id: row.name for table in tables for row in loaded.rows(table)}
    return phrases(loaded.file.id) | named | labels(people, short)


def _facts(loaded: Loaded, day: str) -> Iterator[Fact]:
    """All facts, what is asked about most first."""
    for table in OFFERED:
        yield from _of_table(loaded, table, day)
    yield from _of_country(loaded)
    yield from _of_file(loaded, day)
    yield from _of_parameters(loaded)


def _of_table(loaded: Loaded, table: str, day: str) -> Iterator[Fact]:
    heading, offered = OFFERED[table]
    names, own = _names(loaded), f"{table}."
    rows = [row for row in loaded.rows(table) if not hasattr(row, "to") or valid(row, day)]
    latest = {
        "/".join(str(getattr(row, key)) for key in KEYS[table]): row for row in rows
    }  # as `patch` has it
    shapes = _shapes(TABLES[table])
    for name, row in latest.items():
        subject = _subject(table, row, names)
        cite = {part: getattr(row, part) for part in ("source", "confidence", "evidence", "note")}
        remove = "" if table in NEEDED else f"{own}{name}=none"
        for field, (words, unit) in offered.items():
            link = LINKS.get(table, {}).get(field)
            kind, allowed, low, high = shapes[field]
            label = f"{subject}: {words}" if words else subject
            type_ = "date" if unit == "date" else "id" if link else kind
            value = getattr(row, field)
            yield Fact(
                f"{own}{name}.{field}",
                table,
                name,
                field,
                subject,
                label,
                heading,
                type_,
                LINKED[link] if link else unit or _scale(low, high),
                value,
                allowed,
                low,
                high,
                remove,
                cite,
            )
        if not offered:
            yield Fact(
                "",
                table,
                name,
                "",
                subject,
                subject,
                heading,
                "text",
                "",
                None,
                None,
                None,
                None,
                remove,
                cite,
            )


def _subject(table: str, row: Any, names: dict[str, str]) -> str:
    """What a row speaks of."""
    keys = _keys(table, [str(getattr(row, key)) for key in KEYS[table]], names)
    match table:
        case "seats":
            return f"{keys[1]} in the {keys[0]}"
        case "ties":
            return f"{keys[0]} and {keys[1]}"
        case "traits":
            return f"{keys[0]}: {keys[1]}"
        case "appeal":
            return f"{keys[0]}: appeal to {keys[1]}"
        case "positions" | "opinions":
            return f"{keys[0]} on {keys[1]}"
        case "liabilities":
            return f"{names.get(row.person, row.person)}: {names.get(row.fact, row.fact)}"
        case "shocks":
            return f"{row.what} ({row.date})"
        case "letter":
            return f"The letter on {keys[0]}"
        case "rules":
            return row.summary or row.subject.replace("-", " ")
    return keys[0]


def _keys(table: str, keys: list[str], names: dict[str, str]) -> list[str]:
    """The names of what identifies a row, where it is an id, or the word itself."""
    named = {**LINKS.get(table, {}), "id": table}
    return [
        names.get(key, key) if field in named else key for field, key in zip(KEYS[table], keys, strict=True)
    ]


def _scale(low: float | None, high: float | None) -> str:
    return f"{low:g} to {high:g}" if low is not None and high is not None else ""


@functools.cache
def _shapes(model: Any) -> dict[str, tuple[str, list[Any] | None, float | None, float | None]]:
    """(type, choices, lowest, highest) of each field of a row, from the schema by which rows are checked."""
    found = {}
    for name, shape in model.model_json_schema(by_alias=False)["properties"].items():
        options = [one for one in shape.get("anyOf", [shape]) if one.get("type") != "null"]
        one = options[0]
        low, high = (next((one[key] for key in keys if key in one), None) for keys in BOUNDS)
        kind = (
            "choice"
            if "enum" in one
            else {"number": "number", "integer": "integer"}.get(one.get("type", ""), "text")
        )
        found[name] = kind, one.get("enum"), low, high
    return found


def _of_country(loaded: Loaded) -> Iterator[Fact]:
    shapes = _shapes(CountryFields)
    rows = loaded.file.country
    row: Any = rows[-1] if rows else CountryFields()
    cite = (
        {part: getattr(row, part) for part in ("source", "confidence", "evidence", "note")} if rows else None
    )
    for field, words in COUNTRY.items():
        kind, allowed, low, high = shapes[field]
        link = field == "predecessor"
        yield Fact(
            f"country.{field}",
            "country",
            "",
            field,
            "The country",
            words[:1].upper() + words[1:],
            "The country",
            "id" if link else kind,
            "person" if link else _scale(low, high),
            getattr(row, field),
            allowed,
            low,
            high,
            "",
            cite,
        )


def _of_file(loaded: Loaded, day: str) -> Iterator[Fact]:
    shapes, heading = _shapes(ScenarioFile), "How it is simulated"
    window = loaded.file.window
    yield Fact(
        "start", "file", "", "start", heading, f"Day of the start ({window.from_} to {window.to})", heading,
        "date", "date", day, None, None, None, "", None,
    )  # fmt: skip
    words = {"contenders": "Contenders considered in a month", "reserves": "Anonymous reserve cadres"}
    for field, label in words.items():
        kind, allowed, low, high = shapes[field]
        value = getattr(loaded.file, field)
        yield Fact(
            field,
            "file",
            "",
            field,
            heading,
            label,
            heading,
            kind,
            "persons",
            value,
            allowed,
            low,
            high,
            "",
            None,
        )


def _of_parameters(loaded: Loaded) -> Iterator[Fact]:
    """Parameters of the model; a value of None is drawn or learned. Bounds are those of the prior: other values are allowed too."""
    own, heading = loaded.file.parameters, "Parameters of the model"
    for name, about in FIELDS.items():
        value = getattr(own.get(name), "value", own.get(name))
        subject = name.replace("_", " ").capitalize()
        yield Fact(
            f"parameters.{name}",
            "parameters",
            "",
            name,
            subject,
            f"{subject} ({about['why']})",
            heading,
            "number",
            about["unit"],
            value,
            None,
            about["low"],
            about["high"],
            "",
            None,
        )
