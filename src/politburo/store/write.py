"""Write a run so that an interruption leaves nothing that looks whole."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politburo.errors import PolitburoError, Problem

if TYPE_CHECKING:
    from politburo.model.trace import Block

FORMAT = 1
MANIFEST = "manifest.json"


def put(path: Path, data: bytes) -> None:
    """Write bytes atomically: temporary file, fsync, rename, fsync of the folder."""
    temporary = path.with_name(f".{path.name}.writing")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise PolitburoError(
            Problem(
                "cannot-write",
                str(path),
                error.strerror or str(error),
                remedy="free some space or choose another --out; what was written before is kept and marked partial",
            )
        ) from error


class Writer:
    """Receives blocks and the summary; `finish` makes the run whole."""

    def __init__(
        self, folder: Path, facts: dict[str, Any], resolved_json: str, *, force: bool = False
    ) -> None:
        """Create the folder. Raises `PolitburoError` if a run is there already (unless `force`) or it cannot be made."""
        self.folder = folder
        if (folder / MANIFEST).exists():
            if not force:
                raise PolitburoError(
                    Problem(
                        "run-exists",
                        str(folder),
                        "a saved run",
                        remedy="choose another --out, or add --force to replace it",
                    )
                )
            shutil.rmtree(folder)
        try:
            (folder / "parts").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PolitburoError(
                Problem("cannot-write", str(folder), error.strerror or str(error))
            ) from error
        self.facts = {"format": FORMAT, **facts, "complete": False, "parts": []}
        put(folder / "resolved.json", resolved_json.encode())
        self._manifest()

    def _manifest(self) -> None:
        put(self.folder / MANIFEST, json.dumps(self.facts, indent=1, sort_keys=True).encode())

    def add(self, block: Block) -> None:
        """Save one block and note it in the manifest."""
        import numpy as np

        name = f"part-{len(self.facts['parts']):05d}.npz"
        buffer = io.BytesIO()
        arrays = {f"series.{key}": value for key, value in block.series.items()}
        arrays |= {f"params.{key}": value for key, value in block.params.items()}
        np.savez_compressed(buffer, first=block.first, events=block.events, **arrays)
        data = buffer.getvalue()
        put(self.folder / "parts" / name, data)
        entry = {
            "name": name,
            "first": block.first,
            "histories": block.histories,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        self.facts["parts"].append(entry)
        self._manifest()

    def finish(self, summary: dict[str, Any]) -> str:
        """Write the summary, mark the run complete and return its digest."""
        put(self.folder / "summary.json", json.dumps(summary, indent=1).encode())
        self.facts["complete"] = True
        self.facts["digest"] = digest(self.facts["parts"])
        self._manifest()
        return self.facts["digest"]


def digest(parts: list[dict[str, Any]]) -> str:
    """Digest of the digests of all parts, in order."""
    return hashlib.sha256("".join(part["sha256"] for part in parts).encode()).hexdigest()
