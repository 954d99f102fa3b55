"""Scenarios of a user whose texts are all attempts to run a script in the page that shows them.

Every attempt of `payloads.txt` stands in the title of a page, and in one of four folders as the name of a person, as the note and as the
source of a row. The other texts of the folders (bodies, offices, organisations, disputes, what happens, what can be used against a person)
are attempts too, others in each.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SMALL = HERE.parent / "scenarios" / "valid" / "small"
FOLDERS = 4
LONGEST = 200  # characters of the title of a page
FORBIDDEN = "# characters that no scenario may hold\n"
PERSON = {"born": "1760", "party_since": "1785", "health": "1", "confidence": "high", "evidence": "read"}
TEXTS = {
    "bodies": ["name"],
    "disputes": ["name", "minus_one", "plus_one"],
    "liabilities": ["fact"],
    "offices": ["name"],
    "organisations": ["name"],
    "rules": ["summary"],
    "shocks": ["what", "why_no_contender_decided_it"],
}


def payloads() -> tuple[list[str], list[str]]:
    """The attempts that a scenario may hold, and those that it may not."""
    allowed, refused = (HERE / "payloads.txt").read_text(encoding="utf-8").split(FORBIDDEN)
    return _attempts(allowed), _attempts(refused)


def _attempts(text: str) -> list[str]:
    spelled = re.compile(r"\\u\{([0-9a-f]+)\}")
    lines = (line for line in text.split("\n") if line and not line.startswith("# "))
    return [spelled.sub(lambda found: chr(int(found[1], 16)), line) for line in lines]


def titles(attempts: Iterable[str]) -> list[str]:
    """The attempts one after the other, as many as a title may hold."""
    found = [""]
    for attempt in attempts:
        longer = f"{found[-1]} {attempt}".strip()
        found[-1:] = [longer] if len(longer) <= LONGEST else [found[-1], attempt]
    return found


def write_page(path: Path, title: str, name: str = "Ada") -> None:
    """A page in the brief form."""
    contenders = [{"name": name, "source": name}, {"name": "Ben"}]
    window = {"from": "2001-01", "to": "2003-01"}
    page = {"brief": 1, "id": "page", "title": title, "window": window, "contenders": contenders}
    path.write_text(yaml.safe_dump(page), encoding="utf-8")


def shares(attempts: list[str]) -> list[list[str]]:
    """The attempts, dealt out to the folders."""
    return [attempts[number::FOLDERS] for number in range(FOLDERS)]


def write_folder(folder: Path, names: list[str], others: Iterable[str]) -> None:
    """A scenario in the complete form, with these names of persons, whose notes and sources are the same, and other attempts elsewhere."""
    dealt = itertools.cycle(others)
    folder.mkdir(parents=True)
    head = yaml.safe_load((SMALL / "scenario.yaml").read_text(encoding="utf-8"))
    head |= {"title": next(dealt), "summary": next(dealt), "roster_rule": next(dealt)}
    (folder / "scenario.yaml").write_text(yaml.safe_dump(head), encoding="utf-8")
    sources: list[dict[str, str]] = []
    for path in sorted(SMALL.glob("*.csv")):
        rows = _read(path)
        if path.stem == "sources":
            continue
        if path.stem == "persons":
            rows += [{"id": f"person-{n}", **PERSON} for n in range(len(names) - len(rows))]
            for row, name in zip(rows, names, strict=True):
                row["name"] = name
        for n, row in enumerate(rows):
            text = names[n] if path.stem == "persons" else next(dealt)
            row |= {column: next(dealt) for column in TEXTS.get(path.stem, ())}
            row |= {"note": text, "source": f"source-{len(sources)}"}
            sources.append({"key": row["source"], "citation": text, "address": text, "status": "read"})
        _write(folder / path.name, rows)
    _write(folder / "sources.csv", sources)


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(itertools.chain.from_iterable(rows))))
        writer.writeheader()
        writer.writerows(rows)
