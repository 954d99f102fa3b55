"""The saved runs in a folder, from what their manifests say."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from politburo.errors import PolitburoError
from politburo.store import fingerprint
from politburo.store.manifest import MANIFEST, PARTS, RESOLVED, parts_of, read_manifest
from politburo.store.parts import listed

#: facts of a manifest that a list tells
TOLD = ("case", "start", "start_given", "changes", "histories", "seed", "params", "off", "reading")


def runs_in(folder: str | Path) -> list[dict[str, Any]]:
    """The saved runs in a folder, the last saved first: {id, title, case, start, changes, histories, seed, ..., complete, done, saved}.

    The work of questions and what is no run is passed over; nothing if there is no such folder. `done` counts the histories that are
    safe; `saved` is when the manifest was last written.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return []
    rows = [dict(row) for path in sorted(folder.iterdir()) if (row := _row(path, _stamps(path))) is not None]
    return sorted(rows, key=lambda row: row["saved"], reverse=True)


def _stamps(path: Path) -> tuple[int, ...]:
    """When the manifest and the list of parts of a run were last changed; empty for what is no run."""
    if path.name.startswith("."):
        return ()
    try:
        return tuple((path / name).stat().st_mtime_ns for name in (MANIFEST, PARTS))
    except OSError:
        return ()


@lru_cache(maxsize=4096)
def _row(path: Path, stamps: tuple[int, ...]) -> dict[str, Any] | None:
    """A run's row; as long as its `stamps` are the same it is not read again."""
    if not stamps:
        return None
    try:
        manifest = read_manifest(path)
        if "asked" in manifest:
            return None
        written = datetime.fromtimestamp((path / MANIFEST).stat().st_mtime, UTC)
        title = _title(path / RESOLVED, (path / RESOLVED).stat().st_mtime_ns)
        parts = parts_of(manifest) if manifest["complete"] else listed(path / PARTS, fingerprint(manifest))
    except (PolitburoError, OSError, ValueError, KeyError, TypeError):
        return None
    return {
        "id": path.name,
        "title": title,
        **{name: manifest[name] for name in TOLD},
        "given_record": (manifest.get("given_record") or {}).get("day"),
        "model": manifest["model"],
        "complete": manifest["complete"],
        "done": sum(part.histories for part in parts),
        "saved": f"{written:%Y-%m-%dT%H:%M:%SZ}",
    }


@lru_cache(maxsize=4096)
def _title(path: Path, stamp: int) -> str:
    return str(json.loads(path.read_bytes())["title"])
