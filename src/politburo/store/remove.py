"""Remove a saved run, or what a killed process left of one, and nothing else that lies in its folder."""

from __future__ import annotations

from pathlib import Path

from politburo.errors import PolitburoError
from politburo.store.files import LOCK, WRITING, keep, lock, reporting, unfinished
from politburo.store.manifest import (
    COMPANION,
    MANIFEST,
    PARTS,
    RESOLVED,
    SUMMARY,
    Manifest,
    fingerprint,
    read_manifest,
    sealed,
)
from politburo.store.parts import listed, named


def remove(folder: Path, manifest: Manifest) -> None:
    """Remove the run of this manifest with its companion. An interrupted removal leaves an interrupted run: the manifest, which says
    what belongs to it, goes last."""
    inner = folder / COMPANION
    if (inner / MANIFEST).is_file():
        try:
            companion = read_manifest(inner)
        except PolitburoError:
            pass  # not ours, or nobody can tell
        else:
            with lock(inner / LOCK):
                remove(inner, companion)
    begun = {**manifest, "complete": False, "parts": [], "files": {}}
    begun.pop("digest", None)
    keep(folder / MANIFEST, sealed(begun))
    run = fingerprint(manifest)
    sweep(folder, run)
    with reporting(folder):
        for part in listed(folder / PARTS, run):
            (folder / PARTS / part.name).unlink()
        for name in (SUMMARY, RESOLVED, MANIFEST):
            (folder / name).unlink(missing_ok=True)


def sweep(folder: Path, run: str) -> None:
    """Remove the files of a run that an interrupted process left unfinished."""
    with reporting(folder):
        for name in (MANIFEST, RESOLVED, SUMMARY):
            unfinished(folder / name).unlink(missing_ok=True)
        for path in (folder / PARTS).iterdir():
            part = named(path.name.removeprefix(".").removesuffix(WRITING))
            if part is not None and part.run == run and path.name == unfinished(folder / part.name).name:
                path.unlink()
