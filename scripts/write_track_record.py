"""How good forecasts of past successions were, for the program itself: the summary rows of `docs/results/cases.csv`, copied into the package.

    python scripts/write_track_record.py

Run it after `politburo validate --cases ... -o docs/cases.md`; a test notices where it was forgotten.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "results" / "cases.csv"
TARGET = ROOT / "src" / "politburo" / "study" / "forecasting" / "track_record.csv"
KEPT = ("mean", "model minus", "inside 50%", "inside 90%")
SCORES = ("log", "crps", "coverage")


def track_record(results: str) -> str:
    """The rows over all cases of the log score, of the CRPS and of coverage; and, first, how many cases there are."""
    rows = list(csv.DictReader(io.StringIO(results)))
    cases = {row["case"] for row in rows if row["what"] == "loss"}
    kept = [row for row in rows if row["what"] in KEPT and row["score"] in SCORES and row["case"] == "all"]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerow({"what": "cases", "value": len(cases)})
    writer.writerows(kept)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_text(track_record(RESULTS.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"written: {TARGET.relative_to(ROOT)}")
