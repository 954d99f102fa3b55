"""The page about reliability shows the figures that the experiments wrote down."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "verification"))

import reliability  # noqa: E402


def test_the_page_shows_the_figures():
    known = json.loads(reliability.FIGURES.read_text("utf-8"))
    page = reliability.PAGE.read_text("utf-8")
    assert reliability.with_table(page, known) == page
    for one in known.values():
        script = one["command"].split()[1]
        assert (ROOT / script).is_file() and one["times"] > 0


def test_a_new_figure_changes_its_line_only():
    page = reliability.PAGE.read_text("utf-8")
    one = {
        "what": "a thing",
        "times": 1234,
        "happened": "nothing",
        "command": "python x.py",
        "day": "2026-01-01",
    }
    other = reliability.with_table(page, {"x": one})
    assert "| a thing | 1,234 | nothing | `python x.py` | 2026-01-01 |" in other
    assert other.split(reliability.BEGIN)[0] == page.split(reliability.BEGIN)[0]
    assert other.split(reliability.END)[1] == page.split(reliability.END)[1]
