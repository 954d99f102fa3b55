"""The committed build of the studio's pages: made from the sources that are here, small, and fit for a strict content security policy."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES, SITE = ROOT / "studio", ROOT / "src" / "politburo" / "studio" / "site"
ALONE = ("index.html", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts")


def digest() -> str:
    """As studio/digest.ts reckons it."""
    paths = [
        *ALONE,
        *(str(f.relative_to(PAGES).as_posix()) for f in (PAGES / "src").rglob("*") if f.is_file()),
    ]
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path}\n".encode() + (PAGES / path).read_bytes())
    return whole.hexdigest()


def test_the_build_is_that_of_the_sources() -> None:
    made = (SITE / "sources.sha256").read_text().strip()
    assert made == digest(), (
        "the pages were changed: run `npm ci && npm run build` in studio/ and commit src/politburo/studio/site"
    )


def test_the_scripts_weigh_less_than_150_kilobytes_compressed() -> None:
    weight = sum(len(gzip.compress(file.read_bytes())) for file in SITE.rglob("*.js"))
    assert 10_000 < weight < 150_000


def test_nothing_is_written_inline_and_nothing_is_asked_of_another_machine() -> None:
    page = (SITE / "index.html").read_text()
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    for file in SITE.rglob("*.*"):
        if file.suffix in (".html", ".css"):
            assert not re.search(r"(?:https?:)?//\w", file.read_text()), file
        if file.suffix == ".js":
            text = file.read_text()
            known = {
                "http://www.w3.org",
                "https://svelte.dev",
            }  # names of vocabularies, pages of explanation in errors
            assert set(re.findall(r"https?://[\w.]+", text)) <= known, file
            assert not re.search(r"\beval\(|new Function\(", text), file
            assert not re.search(r"<[a-z][^<>`]*\sstyle=", text), (
                f"{file}: a style attribute in a template is refused by the browser"
            )


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (PAGES / "package-lock.json").read_text()
