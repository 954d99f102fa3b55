"""The description of the model is up to date and covers every claim."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path

from politburo.mechanisms import MONTH

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
CLAIMS = ROOT / "src" / "politburo" / "catalog" / "ussr-1922" / "record" / "essay_claims.csv"


def test_generated_parts_are_fresh():
    spec = importlib.util.spec_from_file_location("build_odd", ROOT / "scripts" / "build_odd.py")
    assert spec and spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.made(PAGE) == PAGE, "run scripts/build_odd.py"


def claims_in(text):
    """Claim numbers in a text, ranges filled in."""
    found = set()
    for first, last in re.findall(r"C(\d{3})(?:-C(\d{3}))?", text):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_every_claim_of_the_essay_has_its_place():
    rows = list(csv.DictReader(CLAIMS.open(encoding="utf-8")))
    table, errors = PAGE.split("### Where the essay errs")
    assert {int(row["claim_id"][1:]) for row in rows} == claims_in(table.split("\n## 9. ")[1])
    wrong = {int(row["claim_id"][1:]) for row in rows if row["agrees_with_literature"] == "no"}
    assert wrong == claims_in(errors)


def test_the_table_names_only_mechanisms_that_exist():
    rows = re.findall(r"(?m)^\| .* \| (C\d{3}.*?) \| (.*?) \| .* \|$", PAGE.split("\n## 9. ")[1])
    assert len(rows) > 20
    known = {m.name for m in MONTH} | {"origin"}
    for _, cell in rows:
        assert set(re.sub(r"\(.*?\)", "", cell).replace(",", " ").split()) <= known, cell
