"""Build the thirty successions of the catalog from `evidence/successions`: python scripts/build_successions.py [--check]

Each case becomes three files: `scenario.yaml` (the page of facts: what could be known on the day of the start), `README.md`, and
`record/course.yaml` (what came after, which no simulation reads). The record, the notes and the predecessor's later fate never reach the page.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import successions
import yaml

sys.path.insert(0, str(successions.ROOT / "src"))

from politburo import scenario

CATALOG = successions.ROOT / "src" / "politburo" / "catalog"
#: how the words on a predecessor's fate begin, and what the page says; whoever is not named here is in office at the start
FATES = {
    "died": "died",
    "killed": "died",
    "assassinated": "died",
    "deposed": "removed",
    "overthrown": "removed",
    "incapacitated": "incapacitated",
    "gave up": "retired",
}
SEATS = ("bureau-member", "bureau-candidate", "committee-member")
NAMES = {
    "contenders": "persons and offices",
    "bodies": "bodies and seats",
    "ties": "ties",
    "record": "the record",
}
HOW = {
    "read": "a page or work was opened for them",
    "unverified": "the standard works are named but not all of them were opened",
    "memory": "they are general knowledge",
}


class Plain(yaml.SafeDumper):
    """YAML without anchors, which the strict reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def text(value: Any) -> Any:
    """Dates as text, all the way down, and nothing that is empty."""
    if isinstance(value, dict):
        return {key: text(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [text(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def dumped(value: Any, head: str) -> str:
    body = yaml.dump(
        text(value), Dumper=Plain, sort_keys=False, allow_unicode=True, default_flow_style=None, width=150
    )
    return f"# {head}\n{body}"


def figure(person: dict[str, Any], extra: tuple[str, ...] = ()) -> dict[str, Any]:
    offices = [
        {field: office.get(field) for field in ("type", "title", "body", "since")}
        for office in person.get("offices") or []
    ]
    given = {field: person.get(field) for field in ("id", "name", "born", *extra)}
    given |= {field: int(str(given[field])[:4]) for field in ("born", "party_since") if given.get(field)}
    return given | {"offices": [text(office) for office in offices]}


def fate(words: str) -> str:
    return next((fate for start, fate in FATES.items() if words.startswith(start)), "in-office")


def page(case: dict[str, Any]) -> dict[str, Any]:
    """What could be known on the day of the start."""
    old = case["predecessor"]
    listed = {person["id"] for person in case["contenders"]}
    made: dict[str, Any] = {"facts": 1}
    made |= {field: case[field] for field in ("id", "title", "party", "start")}
    made["months"] = 60
    made["opening"] = case["opening"]
    if old["id"] in listed:  # he stands among the contenders, with the offices that he has there
        made["predecessor"] = {"id": old["id"], "name": old["name"], "fate": fate(old["fate"])}
    else:
        made["predecessor"] = figure(old) | {"fate": fate(old["fate"]), "heir": old.get("heir")}
    extra = ("party_since", "health", "able")
    made["contenders"] = [figure(person, extra) for person in case["contenders"]]
    made["bodies"] = [
        {field: body.get(field) for field in ("id", "role", "name", "size", "rule", "every_months", "next")}
        | {seat: body.get(seat) or [] for seat in ("full", "candidate")}
        for body in case["bodies"]
    ]
    made["disputes"] = [row | {"positions": row.get("positions") or {}} for row in case["disputes"] or []]
    made["ties"] = case["ties"] or []
    made["outside"] = case["outside"]
    made["country"] = case["country"]
    made["shocks_known"] = case["shocks_known"] or []
    made["provenance"] = {block: case["provenance"][block] for block in ("contenders", "bodies", "ties")}
    return made


def course(case: dict[str, Any]) -> dict[str, Any]:
    """What came after."""
    made = {"id": case["id"], "start": case["start"]} | case["record"]
    made["predecessor"] = {field: case["predecessor"].get(field) for field in ("id", "fate", "fate_date")}
    made["provenance"] = case["provenance"]["record"]
    return made | {"notes": case["notes"]}


def years(case: dict[str, Any]) -> str:
    first = successions.day(case["start"]).year
    return f"{first}-{first + 5}"


def shares(words: str) -> str:
    """How the values are known from which simulations of a page begin."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.yaml"
        path.write_text(words, encoding="utf-8")
        form = scenario.resolve(scenario.load(path))
    told = ", ".join(f"{share:.0%} {kind}" for kind, share in form.evidence_shares.items())
    return f"Of the {sum(form.evidence.values()):,} values from which its simulations begin: {told}."


def readme(case: dict[str, Any], words: str) -> str:
    """What, when, who, how it is known and what is weak. Says nothing of what came after."""
    people, old = case["contenders"], case["predecessor"]
    bureau = next(body for body in case["bodies"] if body["role"] == "bureau")
    lines = [f"# {case['title']}", ""]
    lines += [f"{case['party']['name']}, {years(case)}. {case['opening']['what']}", ""]
    lines += [
        f"One page of facts for {successions.day(case['start']).isoformat()}: who held which office and seat, dated ties, and nothing on "
        "anybody's strength. Simulations run 60 months from there. What is not on the page takes the defaults in "
        "`docs/facts-scenarios.md`; `politburo scenario describe` lists them.",
        "",
    ]
    names = ", ".join(person["name"] for person in people)
    lines += [f"Contenders ({len(people)}): {names}. Before them: {old['name']}.", ""]
    lines += ["| part | how it is known | confidence | works and pages |", "| --- | --- | --- | --- |"]
    for block, name in NAMES.items():
        given = case["provenance"][block]
        works = "; ".join(given.get("sources") or []).replace("|", "/") or "none named"
        lines.append(
            f"| {name} | {given['access']}: {HOW[given['access']]} | {given['confidence']} | {works} |"
        )
    lines += ["", shares(words), "", "What is weak:", ""]
    lines += [f"- {words}" for words in weak(case, bureau)]
    lines += [
        "",
        "`record/course.yaml` holds what came after, with notes on what is contested. CC0 1.0 (`LICENSE-DATA`).",
    ]
    return "\n".join(lines) + "\n"


def weak(case: dict[str, Any], bureau: dict[str, Any]) -> list[str]:
    people = case["contenders"]
    offices = [
        office for person in people for office in person["offices"] or [] if office["type"] not in SEATS
    ]
    found = []
    unborn = sum(person["born"] is None for person in people)
    if unborn:
        found.append(f"Year of birth unknown for {unborn} of {len(people)} contenders.")
    undated = sum(office.get("since") is None for office in offices)
    if undated:
        found.append(f"Beginning unknown for {undated} of {len(offices)} offices.")
    if bureau["size"] is None:
        found.append(f"Number of seats unknown: {bureau['name']}.")
    elif len(bureau["full"]) < bureau["size"]:
        found.append(f"{bureau['name']}: {bureau['size']} seats, {len(bureau['full'])} members named.")
    if not case["ties"]:
        found.append("No tie is entered for anybody.")
    else:
        found.append(f"{len(case['ties'])} ties, none stronger by judgment than its kind and years make it.")
    if not case["disputes"]:
        found.append("No lasting dispute with publicly known positions is entered.")
    if any(fault.get("what") for fault in case.get("corrections", [])):
        found += [f"Corrected: {row['what']} ({row['why']})." for row in case["corrections"]]
    found.append(
        "Made by one coder who knew the ending, by rules meant to keep it out (`evidence/successions/README.md`)."
    )
    return found


def built() -> dict[Path, str]:
    """Every file of every case."""
    made = {}
    for path in successions.files():
        case = successions.read(path)
        folder = CATALOG / case["id"]
        head = "A page of facts, made by scripts/build_successions.py from evidence/successions. CC0 1.0."
        words = dumped(page(case), head)
        made[folder / "scenario.yaml"] = words
        made[folder / "README.md"] = readme(case, words)
        head = "What came after. No simulation reads this. Made by scripts/build_successions.py from evidence/successions. CC0 1.0."
        made[folder / "record" / "course.yaml"] = dumped(course(case), head)
    return made


def main() -> int:
    made = built()
    stale = [
        path for path, words in made.items() if not path.exists() or path.read_text(encoding="utf-8") != words
    ]
    if "--check" in sys.argv:
        print("\n".join(str(path.relative_to(successions.ROOT)) for path in stale) or "all fresh")
        return bool(stale)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    kinds = Counter(path.name for path in made)
    print(
        f"{len(stale)} of {len(made)} files written ({', '.join(f'{n} {name}' for name, n in kinds.items())})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
