"""Open a saved run, checking that every part is what was written."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.write import MANIFEST


class SavedRun:
    """A run on disk. `manifest` says how it was made; `blocks()` reads it part by part."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder, self.manifest = folder, manifest

    @property
    def resolved_json(self) -> str:
        return (self.folder / "resolved.json").read_text(encoding="utf-8")

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))

    def block(self, part: dict[str, Any]) -> Block:
        """Read one part; raises `PolitburoError` if it is missing or differs from its digest."""
        path = self.folder / "parts" / part["name"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise PolitburoError(
                Problem("run-damaged", str(path), error.strerror or str(error), remedy="run it again")
            ) from error
        if hashlib.sha256(data).hexdigest() != part["sha256"]:
            raise PolitburoError(
                Problem(
                    "run-damaged",
                    str(path),
                    "other bytes than were written",
                    "the digest in the manifest",
                    remedy="run it again",
                )
            )
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            series = {key[7:]: file[key] for key in file.files if key.startswith("series.")}
            params = {key[7:]: file[key] for key in file.files if key.startswith("params.")}
            return Block(first=int(file["first"]), series=series, events=file["events"], params=params)

    def blocks(self) -> Iterator[Block]:
        for part in self.manifest["parts"]:
            yield self.block(part)

    def block_of(self, history: int) -> Block:
        """The block that holds a history; raises `PolitburoError` if there is no such history."""
        for part in self.manifest["parts"]:
            if part["first"] <= history < part["first"] + part["histories"]:
                return self.block(part)
        total = sum(part["histories"] for part in self.manifest["parts"])
        raise PolitburoError(Problem("usage", "--history", str(history), f"0 to {total - 1}"))


def open_saved(folder: Path) -> SavedRun:
    """Open a run directory; a missing, unreadable or partial one raises `PolitburoError`."""
    path = folder / MANIFEST
    if not path.is_file():
        raise PolitburoError(
            Problem(
                "run-missing",
                str(folder),
                "no manifest.json",
                remedy="name a directory that `politburo run` saved",
            )
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        complete, parts = manifest["complete"], manifest["parts"]
    except (ValueError, KeyError, UnicodeDecodeError) as error:
        raise PolitburoError(
            Problem("run-damaged", str(path), f"not a manifest: {error}", remedy="run it again")
        ) from error
    if not complete:
        safe = sum(part["histories"] for part in parts)
        raise PolitburoError(
            Problem(
                "run-partial",
                str(folder),
                f"{safe} of {manifest.get('histories', '?')} histories are safe",
                remedy="run it again with --force",
            )
        )
    return SavedRun(folder, manifest)
