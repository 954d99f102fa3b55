"""Open a saved run, checking that every file is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.manifest import (
    PARTS,
    REMEDY,
    RESOLVED,
    SUMMARY,
    Manifest,
    content,
    fingerprint,
    parts_of,
    read_manifest,
)
from politburo.store.parts import Part, damaged, listed, unpack

if TYPE_CHECKING:
    from politburo.facts import Facts


class SavedRun:
    """A run on disk. `manifest` says how it was made; `blocks()` reads it part by part."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        whole = manifest["complete"]
        self.parts = parts_of(manifest) if whole else listed(folder / PARTS, fingerprint(manifest))
        self._last: tuple[Part, Block] | None = (
            None  # the part read for a single history, since it is often asked for again
        )

    @property
    def facts(self) -> Facts:
        """How it was made; only where it is a run and not the work of a question."""
        return cast("Facts", self.manifest)  # held to that when it was read

    @property
    def resolved_json(self) -> str:
        """The complete form of the scenario."""
        return content(self.folder, self.manifest, RESOLVED).decode(errors="replace")

    @property
    def summary(self) -> dict[str, object]:
        """What was printed when the run was made."""
        try:
            return dict(json.loads(content(self.folder, self.manifest, SUMMARY)))
        except (ValueError, TypeError, RecursionError) as error:
            raise damaged(self.folder / SUMMARY, f"no summary: {str(error)[:100]}", remedy=REMEDY) from error

    def block(self, part: Part) -> Block:
        """Read one part; raises `PolitburoError` if it is missing or differs from its digest."""
        return unpack(self.folder / PARTS, part)

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
    saved = SavedRun(folder, read_manifest(folder))
    if not saved.manifest["complete"] and not partial:
        safe = sum(part.histories for part in saved.parts)
        found = f"{safe} of {saved.manifest['histories']} histories are safe"
        remedy = "the same command with the same --out continues"
        raise PolitburoError(Problem("run-partial", str(folder), found, remedy=remedy))
    return saved
