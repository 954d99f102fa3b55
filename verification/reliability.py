"""Figures of the experiments about reliability: `docs/results/reliability.json`, and the table in `docs/reliability.md` made of them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES, PAGE = ROOT / "docs" / "results" / "reliability.json", ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- the table: verification/reliability.py -->", "<!-- the end of the table -->"


def told(name: str, what: str, times: int, happened: str, command: str, seconds: float, **more: Any) -> None:
    """Print what an experiment found; write it down and put it into the page."""
    print(f"{what}: {times} times; {happened} ({seconds:.0f} s)")
    known = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    known[name] = {
        "what": what,
        "times": times,
        "happened": happened,
        "command": command,
        "seconds": round(seconds),
        "day": day,
        **more,
    }
    FIGURES.write_text(json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), known), "utf-8")


def with_table(page: str, known: dict[str, Any]) -> str:
    """The page with the table of these figures in its place."""
    rows = ["| tried | times | what happened | command | on |", "| --- | --- | --- | --- | --- |"]
    for one in known.values():
        rows.append(
            f"| {one['what']} | {one['times']:,} | {one['happened']} | `{one['command']}` | {one['day']} |"
        )
    before, rest = page.split(BEGIN)
    return before + "\n".join([BEGIN, "", *rows, "", END]) + rest.split(END)[1]
