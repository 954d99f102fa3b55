"""Write docs/glossary.md from the table in `politburo.words.glossary`."""

from __future__ import annotations

from pathlib import Path

from politburo.words.glossary import page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
