"""Put the figures of an ablation into docs/ablations.md.

    politburo ablate ussr-1922 --histories 256 --seed 1 --json | python scripts/build_ablations.py

Only the first table is made anew: what stands against the literature is judged by a reader.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from politburo import MODEL_VERSION

PAGE = Path(__file__).resolve().parent.parent / "docs" / "ablations.md"
MEASURES = {
    "sole: anyone": "anyone alone at the end",
    "consolidated": "sole rule at some time",
    "years to one": "years to one",
    "split of the ruling group": "split of the ruling group",
    "united opposition of former enemies": "united opposition of former enemies",
    "collective rule": "collective at the end",
}


def columns(measures: Iterable[str]) -> dict[str, str]:
    """Heads of the columns by measure: first the persons that the ablation followed, then what every table has."""
    persons = [name for name in measures if name.startswith("sole: ") and name not in MEASURES]
    alone = {name: f"{name.removeprefix('sole: ').replace('-', ' ').title()} alone" for name in persons}
    return alone | MEASURES


def cell(value: dict[str, float]) -> str:
    """A mean, or a paired difference with its standard error."""
    if "difference" in value:
        return f"{value['difference']:+.2f} ± {value['error']:.2f}"
    return f"{value['mean']:.2f}"


def main() -> None:
    found = json.load(sys.stdin)
    head = columns(found["rows"][0]["values"])
    rows = [f"| variant | {' | '.join(head.values())} |", "| --- |" + " ---: |" * len(head)]
    for row in found["rows"]:
        rows.append(f"| {row['variant']} | {' | '.join(cell(row['values'][name]) for name in head)} |")
    page = PAGE.read_text(encoding="utf-8")
    page = re.sub(
        r"\| variant \| [^|]*alone \|.*?\n(?=\n)", "\n".join(rows) + "\n", page, count=1, flags=re.S
    )
    day = f"{date.today():%d %B %Y}".lstrip("0")
    page = re.sub(
        r"made on .*? by\n", f"made on {day}\nwith model {MODEL_VERSION} by\n", page, count=1, flags=re.S
    )
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
