"""Compare the blind second entry of six successions with the first: python scripts/second_entry.py [FOLDER]

FOLDER holds the first entries as they were given (default: the evidence as it stands, after corrections). Prints the agreement; with `--write`
lists every disagreement in `docs/successions-second-entry.csv`.
"""

from __future__ import annotations

import csv
import difflib
import sys
import unicodedata
from pathlib import Path
from typing import Any

import successions
import yaml

SECOND = successions.FOLDER / "second-entry.yaml"
TABLE = successions.ROOT / "docs" / "successions-second-entry.csv"
SEATS = ("bureau-member", "bureau-candidate", "committee-member")
CLOSE = 0.84  # likeness of two words that are spellings of one name


def words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i")).encode("ascii", "ignore").decode().lower()
    return [word for word in "".join(c if c.isalpha() else " " for c in plain).split() if len(word) > 2]


def same(one: str, other: str) -> bool:
    """Do two spellings name one person? All words of the shorter are like words of the longer."""
    a, b = sorted((words(one), words(other)), key=len)
    return all(any(difflib.SequenceMatcher(None, x, y).ratio() >= CLOSE for y in b) for x in a)


def kappa(pairs: list[tuple[Any, Any]]) -> float:
    """Cohen's kappa: agreement beyond what the two margins give by chance."""
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    values = {value for pair in pairs for value in pair}
    chance = sum((sum(a == v for a, _ in pairs) / n) * (sum(b == v for _, b in pairs) / n) for v in values)
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def first_entry(case: dict[str, Any]) -> dict[str, tuple[str, set[str]]]:
    """Name -> (seat in the bureau, types of offices)."""
    bureaus = [body for body in case["bodies"] if body["role"] == "bureau"]
    bureau = min(bureaus, key=lambda body: body["size"] or 999)
    found = {}
    for person in case["contenders"]:
        seat = "full" if person["id"] in bureau["full"] else "none"
        seat = "candidate" if person["id"] in (bureau["candidate"] or []) else seat
        found[person["name"]] = (seat, {o["type"] for o in person["offices"] or [] if o["type"] not in SEATS})
    return found


def compared(folder: Path) -> tuple[dict[str, list], list[dict[str, str]]]:
    """Pairs of values by case and kind, and the rows of disagreements."""
    second = yaml.safe_load(SECOND.read_text(encoding="utf-8"))
    kinds = [kind for kind in successions.office_types() if kind not in SEATS]
    counts: dict[str, list] = {}
    rows: list[dict[str, str]] = []
    for name, entry in second.items():
        case = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
        one = first_entry(case)
        two = {
            person["name"]: (person["seat"], {o["type"] for o in person["offices"]})
            for person in entry["persons"]
        }
        match = {a: next((b for b in two if same(a, b)), None) for a in one}
        both = {a: b for a, b in match.items() if b}

        def add(person: str, what: str, first: str, other: str, name: str = name) -> None:
            rows.append({"case": name, "person": person, "what": what, "first": first, "second": other})

        for person in one:
            if person not in both:
                add(person, "listed", "yes", "no")
        for person in two:
            if person not in both.values():
                add(person, "listed", "no", "yes")
        seats, offices = [], []
        for a, b in both.items():
            seats.append((one[a][0], two[b][0]))
            if one[a][0] != two[b][0]:
                add(a, "seat in the bureau", one[a][0], two[b][0])
            offices += [(kind in one[a][1], kind in two[b][1]) for kind in kinds]
            if one[a][1] != two[b][1]:
                told = [", ".join(sorted(part)) or "none" for part in (one[a][1], two[b][1])]
                add(a, "offices", *told)
        counts[name] = [len(one), len(two), len(both), seats, offices]
    return counts, rows


def table(counts: dict[str, list]) -> list[str]:
    """The agreement by case and over all, as lines of a table."""
    lines = [
        "| case | persons first, second, both | of all named, by both | same seat | offices: named by both, of all named |",
        "| --- | --- | --- | --- | --- |",
    ]
    total: list = [0, 0, 0, [], []]
    for name, values in counts.items():
        lines.append(_line(name, values))
        total = [a + b for a, b in zip(total, values, strict=True)]
    lines.append(_line("all six", total))
    lines.append("")
    lines.append(
        f"Cohen's kappa of seats (full, candidate, none; {len(total[3])} persons): {kappa(total[3]):.2f}. Of offices (held or not, "
        f"{len(total[4])} pairs of a person and a type): {kappa(total[4]):.2f}."
    )
    return lines


def _line(name: str, values: list) -> str:
    first, second, both, seats, offices = values
    either = sum(a or b for a, b in offices)
    shared = sum(a and b for a, b in offices)
    agree = sum(a == b for a, b in seats)
    return (
        f"| {name} | {first}, {second}, {both} | {both / (first + second - both):.2f} | {agree} of {len(seats)} "
        f"| {shared} of {either} ({shared / max(either, 1):.2f}) |"
    )


def main() -> int:
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    counts, rows = compared(Path(given[0]) if given else successions.FOLDER / "cases")
    print("\n".join(table(counts)))
    print(f"{len(rows)} disagreements")
    if "--write" in sys.argv:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, ["case", "person", "what", "first", "second"], lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
