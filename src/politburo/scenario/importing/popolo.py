"""Popolo JSON (persons, organizations, posts, memberships): every membership is a spell; one in a party says of which party a person is."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from politburo.errors import PolitburoError, Problem, control_character
from politburo.scenario.importing.spells import Spell, dated, reversed_dates
from politburo.scenario.yamlread import decoded, read_bytes

MOST_BYTES = 100_000_000
MOST_PROBLEMS = 50
DEEPEST = 20  # organisations within one another
LISTS = ("persons", "organizations", "posts", "memberships")
PARTIES = ("party", "political party", "parliamentary group", "faction")
Row = dict[str, Any]


def read(path: Path) -> list[Spell]:
    """The spells of a file. Raises `PolitburoError` with the place of every fault, such as `file.json:memberships[3].start_date`."""
    found, problems = _lists(path), []
    for person in found["persons"]:
        for n, row in enumerate(_rows(person.get("memberships"))):
            inner = {"person_id": person.get("id"), **row, "": f"{person['']}.memberships[{n}]"}
            found["memberships"].append(inner)
    people = {_text(row, "id", problems): row for row in found["persons"]}
    bodies = {_text(row, "id", problems): row for row in found["organizations"]}
    posts = {_text(row, "id", problems): row for row in found["posts"]}
    party_of, since = _parties(found["memberships"], bodies, problems)
    spells = []
    for row in found["memberships"]:
        person, body = _text(row, "person_id", problems), _text(row, "organization_id", problems)
        post = posts.get(_text(row, "post_id", problems), {})
        body = body or _text(post, "organization_id", problems)
        if not person or (
            is_party(bodies.get(body, {}), problems) and not post and not _words(row, problems)
        ):
            continue
        _known(person, people, row, "person_id", problems)
        _known(body, bodies, row, "organization_id", problems)
        of = people.get(person, {})
        title = _words(row, problems) or _words(post, problems) or "member"
        name = _text(bodies.get(body, {}), "name", problems)
        first, last = (_date(row, key, problems) for key in ("start_date", "end_date"))
        if wrong := reversed_dates(first, last, f"{row['']}.start_date"):
            problems.append(wrong)
        born, died = (_date(of, key, problems) for key in ("birth_date", "death_date"))
        spells.append(
            Spell(
                row[""],
                person,
                _text(of, "name", problems) or person,
                title,
                "" if name.casefold() in title.casefold() else name,
                party_of.get(person, ()),
                (),
                first,
                last,
                born=int(born[:4]) if born else None,
                party_since=since.get(person),
                died=died,
            )
        )
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise PolitburoError(dict.fromkeys(problems))
    return spells


def is_party(body: Row, problems: list[Problem]) -> bool:
    return _text(body, "classification", problems).casefold() in PARTIES


def _lists(path: Path) -> dict[str, list[Row]]:
    """The four lists, each row with its place under an empty key."""
    raw = read_bytes(path, MOST_BYTES)
    if isinstance(raw, Problem):
        raise PolitburoError(raw)
    try:
        top = json.loads(decoded(raw, path.name), parse_constant=_no_number)
    except RecursionError:
        raise PolitburoError(Problem("yaml-too-deep", f"{path.name}:1:1", "too many levels")) from None
    except json.JSONDecodeError as error:
        where = f"{path.name}:{error.lineno}:{error.colno}"
        raise PolitburoError(
            Problem("json-syntax", where, error.msg[:100], remedy="correct the file")
        ) from None
    except ValueError as error:  # a number that no file may hold
        raise PolitburoError(Problem("not-a-number", f"{path.name}:1:1", str(error)[:100])) from None
    if not isinstance(top, dict) or not isinstance(top.get("persons"), list):
        allowed = "an object with the lists " + ", ".join(LISTS)
        remedy = "give a Popolo file, or a table with the ending .csv or .tsv"
        raise PolitburoError(
            Problem("key-missing", f"{path.name}:1:1", "no list persons", allowed, "", remedy)
        )
    return {
        name: [{**row, "": f"{path.name}:{name}[{n}]"} for n, row in enumerate(_rows(top.get(name)))]
        for name in LISTS
    }


def _no_number(word: str) -> float:
    raise ValueError(word)


def _rows(held: Any) -> list[Row]:
    return [row if isinstance(row, dict) else {} for row in held] if isinstance(held, list) else []


def _parties(
    memberships: list[Row], bodies: dict[str, Row], problems: list[Problem]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Names and ids of the parties of each person, and the year since when, where one is given."""
    found: dict[str, list[str]] = defaultdict(list)
    since: dict[str, str] = {}
    for row in memberships:
        person = _text(row, "person_id", problems)
        for key in ("organization_id", "on_behalf_of_id"):
            body = _party_above(bodies.get(_text(row, key, problems), {}), bodies, problems)
            if body:
                found[person] += [_text(body, "name", problems), _text(body, "id", problems)]
                begun = _date(row, "start_date", problems)
                if begun and row.get("organization_id") == body.get("id") and not row.get("post_id"):
                    since[person] = min(begun, since.get(person, begun))
    return {person: tuple(dict.fromkeys(filter(None, names))) for person, names in found.items()}, since


def _party_above(body: Row, bodies: dict[str, Row], problems: list[Problem]) -> Row:
    """The party that an organisation is, or is a part of, or nothing."""
    for _ in range(DEEPEST):
        if is_party(body, problems):
            return body
        body = bodies.get(_text(body, "parent_id", problems), {})
    return {}


def _words(row: Row, problems: list[Problem]) -> str:
    """What a membership or a post is called."""
    return _text(row, "label", problems) or _text(row, "role", problems)


def _text(row: Row, key: str, problems: list[Problem]) -> str:
    value = row.get(key)
    if value is None or (isinstance(value, str) and not control_character(value, "")):
        return " ".join((value or "").split())
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    found = value if isinstance(value, str) else type(value).__name__
    problems.append(
        Problem("value-type", f"{row.get('', '')}.{key}", found[:100], "text", "", "correct the value")
    )
    return ""


def _date(row: Row, key: str, problems: list[Problem]) -> str | None:
    return dated(_text(row, key, problems), f"{row.get('', '')}.{key}", problems)


def _known(name: str, rows: dict[str, Row], row: Row, key: str, problems: list[Problem]) -> None:
    if name and name not in rows:
        place = f"{row.get('', '')}.{key}"
        problems.append(
            Problem("id-unknown", place, name[:100], remedy="add it to its list, or correct the id")
        )
