"""Write the tables of values into `docs/facts-scenarios.md` from the package's own: python scripts/write_values.py [--check]"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from politburo.scenario.values import rows

PAGE = Path(__file__).resolve().parent.parent / "docs" / "facts-scenarios.md"


def offices() -> list[str]:
    lines = ["| type | holders | gives | value | range | why |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows("offices"):
        value = f"{row['value']} | {row['low']} to {row['high']}" if row["resource"] else " | "
        lines.append(
            f"| `{row['type']}` | {row['holders']} | {row['resource'] or 'nothing'} | {value} | {row['reason']} |"
        )
    return lines


def ties() -> list[str]:
    lines = ["| kind | at first | a year | at most | range | becomes | why |", "| --- " * 7 + "|"]
    for row in rows("ties"):
        lines.append(
            f"| `{row['kind']}` | {row['base']} | {row['per_year']} | {row['most']} | {row['low']} to {row['high']} "
            f"| {row['becomes']} | {row['reason']} |"
        )
    return lines


def defaults() -> list[str]:
    lines = ["| name | value | range | what and why |", "| --- | --- | --- | --- |"]
    for row in rows("defaults"):
        lines.append(
            f"| `{row['name']}` | {row['value']} | {row['low']} to {row['high']} | {row['reason']} |"
        )
    return lines


def written(page: str) -> str:
    for made in (offices, ties, defaults):
        name = made.__name__
        block = "\n".join([f"<!-- {name} -->", *made(), f"<!-- end of {name} -->"])
        page = re.sub(
            rf"<!-- {name} -->.*<!-- end of {name} -->", lambda _, block=block: block, page, flags=re.DOTALL
        )
    return page


def main() -> int:
    old = PAGE.read_text(encoding="utf-8")
    new = written(old)
    if "--check" in sys.argv:
        return old != new
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
