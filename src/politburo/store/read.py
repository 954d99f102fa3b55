"""Open a saved run, checking that every part is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.parts import Part, listed, unpack
from politburo.store.write import FORMAT, MANIFEST


class SavedRun:
    """A run on disk. `manifest` says how it was made; `blocks()` reads it part by part."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder, self.manifest = folder, manifest
        self.parts = [Part(p["first"], p["histories"], p["sha256"]) for p in manifest["parts"]]
        self._last: tuple[Part, Block] | None = (
            None  # the part read for a single history, since it is often asked for again
        )

    @property
    def resolved_json(self) -> str:
        """The complete form of the scenario."""
        return _text(self.folder / "resolved.json")

    @property
    def summary(self) -> dict[str, Any]:
        """What was printed when the run was made."""
        return json.loads(_text(self.folder / "summary.json"))

    def block(self, part: Part) -> Block:
        """Read one part; raises `PolitburoError` if it is missing or differs from its digest."""
        return unpack(self.folder / "parts", part)

    def blocks(self) -> Iterator[Block]:
        """All blocks in order of history."""
        return map(self.block, self.parts)

    def block_of(self, history: int) -> Block:
        """The block that holds a history; raises `PolitburoError` if there is no such history."""
        for part in self.parts:
            if part.first <= history < part.first + part.histories:
                if self._last is None or self._last[0] != part:
                    self._last = part, self.block(part)
                return self._last[1]
        total = sum(part.histories for part in self.parts)
        raise PolitburoError(Problem("usage", "--history", str(history), f"0 to {total - 1}"))


def open_saved(folder: Path, *, partial: bool = False) -> SavedRun:
    """Open a run's folder. A missing or unreadable one raises `PolitburoError`, and so does an interrupted one unless
    `partial`, which gives what is safe of it."""
    path = folder / MANIFEST
    if not path.is_file():
        remedy = "name a directory that `politburo run` saved"
        raise PolitburoError(Problem("run-missing", str(folder), "no manifest.json", remedy=remedy))
    try:
        manifest = json.loads(_text(path))
        if not manifest["complete"]:
            manifest["parts"] = [part.to_json() for part in listed(folder / "parts")]
        saved = SavedRun(folder, manifest)
    except (ValueError, KeyError, TypeError) as error:
        found = f"not a manifest: {type(error).__name__} {error}"
        raise PolitburoError(Problem("run-damaged", str(path), found, remedy="run it again")) from error
    if manifest.get("format") != FORMAT:
        found = f"format {manifest.get('format')}, saved by politburo {manifest.get('politburo')}"
        remedy = "run it again, or open it with that version"
        raise PolitburoError(Problem("run-version", str(folder), found, f"format {FORMAT}", remedy=remedy))
    if not manifest["complete"] and not partial:
        safe = sum(part.histories for part in saved.parts)
        found = f"{safe} of {manifest.get('histories', '?')} histories are safe"
        remedy = "the same command with the same --out continues"
        raise PolitburoError(Problem("run-partial", str(folder), found, remedy=remedy))
    return saved


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolitburoError(Problem("run-damaged", str(path), str(error), remedy="run it again")) from error
