"""Read and check the thirty successions in `evidence/successions/cases` against their form and rules: python scripts/successions.py"""

from __future__ import annotations

import csv
import datetime
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "evidence" / "successions"
OFFICES = ROOT / "src" / "politburo" / "scenario" / "values" / "offices.csv"

ROLES = ("congress", "committee", "bureau", "secretariat", "orgbureau", "control")
RULES = ("collective", "dual", "primus", "sole")
AXES = ("regime", "economy", "centre", "international", "labour", "other")
TIES = ("kin", "patron-client", "shared-service", "rivalry", "faction")
EVENTS = (
    "removal",
    "expulsion",
    "arrest",
    "execution",
    "appointment",
    "alliance",
    "split",
    "vote",
    "coup",
    "congress",
    "unrest",
    "death",
    "recantation",
    "exile",
)
FIELDS = [
    "id",
    "title",
    "party",
    "start",
    "opening",
    "predecessor",
    "contenders",
    "bodies",
    "disputes",
    "ties",
    "outside",
    "country",
    "shocks_known",
    "record",
    "provenance",
    "notes",
]
ESTIMATES = ("ambition", "popularity", "strength", "caution", "traits", "power")
HORIZONS = (12, 24, 36, 60)
ACCESS, CONFIDENCE = ("read", "unverified", "memory"), ("high", "medium", "low")


def office_types() -> dict[str, bool]:
    """Every kind of office, and whether several persons may hold one of the kind."""
    with OFFICES.open(encoding="utf-8", newline="") as file:
        return {row["type"]: row["holders"] == "several" for row in csv.DictReader(file)}


def files() -> list[Path]:
    return sorted((FOLDER / "cases").glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def day(value: Any) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    parts = [int(part) for part in str(value).split("-")]
    return datetime.date(*(parts + [1] * (3 - len(parts))))


def faults(case: dict[str, Any], name: str) -> list[str]:
    """What is wrong with a case, one sentence each."""
    found = [f"no {field}" for field in FIELDS if field not in case]
    found += [f"unknown field {field}" for field in case if field not in [*FIELDS, "corrections"]]
    if found:
        return found
    ids = [person["id"] for person in case["contenders"]]
    known = {*ids, case["predecessor"]["id"]}
    if case["id"] != name:
        found.append("the id is not the file's name")
    if ids != sorted(set(ids)) or not 2 <= len(ids) <= 12:
        found.append("contenders are not 2 to 12 different ids in order")
    found += _people(case, day(case["start"]))
    found += _bodies(case, known)
    found += _disputes_and_ties(case, known)
    found += _record(case, known)
    for block in ("contenders", "bodies", "ties", "record"):
        given = case["provenance"].get(block) or {}
        if given.get("access") not in ACCESS or given.get("confidence") not in CONFIDENCE:
            found.append(f"provenance of {block}")
    return found


def _people(case: dict[str, Any], start: datetime.date) -> list[str]:
    found, holder, kinds = [], {}, office_types()
    listed = {person["id"] for person in case["contenders"]}
    for person in case["contenders"] + [case["predecessor"]]:
        found += [f"{person['id']}: {word} is an estimate" for word in ESTIMATES if word in person]
        for office in person.get("offices") or []:
            if set(office) - {"type", "title", "body", "since"}:
                found.append(f"{person['id']}: fields of {office}")
            if office["type"] not in kinds:
                found.append(f"{person['id']}: office type {office['type']}")
                continue
            if office.get("since") and day(office["since"]) > start:
                found.append(f"{person['id']}: {office.get('title')} begins after the start")
            alone = person is not case["predecessor"] and not kinds[office["type"]]
            if alone and holder.setdefault(office["type"], person["id"]) != person["id"]:
                found.append(f"{holder[office['type']]} and {person['id']} are {office['type']}")
    if case["predecessor"].get("heir") not in {None, *listed}:
        found.append(f"heir {case['predecessor']['heir']}")
    return found


def _bodies(case: dict[str, Any], known: set[str]) -> list[str]:
    roles = Counter(body["role"] for body in case["bodies"])
    found = [
        f"{count} bodies with role {role}" for role, count in roles.items() if count > 1 or role not in ROLES
    ]
    found += [] if roles["bureau"] else ["no bureau"]
    for body in case["bodies"]:
        seated = (body.get("full") or []) + (body.get("candidate") or [])
        found += [f"{body['id']}: {person} is nobody" for person in seated if person not in known]
        if body.get("size") and len(body.get("full") or []) > body["size"]:
            found.append(f"{body['id']}: more members than seats")
    return found


def _disputes_and_ties(case: dict[str, Any], known: set[str]) -> list[str]:
    found = []
    for dispute in case["disputes"] or []:
        if dispute["axis"] not in AXES:
            found.append(f"axis {dispute['axis']}")
        for person, value in (dispute.get("positions") or {}).items():
            if person not in known or not -1 <= value <= 1:
                found.append(f"position {person} {value}")
    for tie in case["ties"] or []:
        if tie["kind"] not in TIES or set(tie) - {"a", "b", "kind", "from", "to", "what"}:
            found.append(f"tie {tie}")
        found += [f"tie of {tie[end]}" for end in ("a", "b") if tie[end] not in known]
        if tie.get("from") and day(tie["from"]) > day(case["start"]):
            found.append(f"tie {tie['a']}-{tie['b']} begins after the start")
    for shock in case["shocks_known"] or []:
        if set(shock) - {"date", "what"}:
            found.append(f"shock {shock}")
    return found


def _record(case: dict[str, Any], known: set[str]) -> list[str]:
    found, record = [], case["record"]
    for month in HORIZONS:
        given = record["horizons"].get(month)
        if given is None:
            found.append(f"no horizon {month}")
            continue
        if given["leader"] not in known | {None, "collective", "other"}:
            found.append(f"{month}: leader {given['leader']}")
        rule = given["rule"] if isinstance(given["rule"], dict) else {given["rule"]: 1.0}
        if given["rule"] is not None and (set(rule) - set(RULES) or abs(sum(rule.values()) - 1) > 1e-6):
            found.append(f"{month}: rule {given['rule']}")
    allowed = ("horizons", "sole_from", "events", "votes", "outside_events", "comment", "regime_end")
    found += [f"record: unknown field {field}" for field in record if field not in allowed]
    for event in record["events"] or []:
        if event["kind"] not in EVENTS:
            found.append(f"event kind {event['kind']}")
        if day(event["date"]) < day(case["start"]):
            found.append(f"event {event['date']} is before the start")
        if not all(isinstance(who, str) for who in (event.get("who") or []) + (event.get("against") or [])):
            found.append(f"event {event['date']}: who")
    return found


def main() -> int:
    told = [f"{path.stem}: {fault}" for path in files() for fault in faults(read(path), path.stem)]
    print("\n".join([*told, f"{len(files())} cases, {len(told)} faults"]))
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
