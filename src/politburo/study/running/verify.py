"""Is a saved run what it says? Bytes against digests, and some of its histories made again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypedDict

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store import SavedRun, open_saved
from politburo.store.manifest import COMPANION, IDENTITY, MANIFEST, PARTS, REMEDY, RESOLVED, SUMMARY, content
from politburo.store.parts import Part, digest, unpack
from politburo.study.running.again import made


class Verified(TypedDict):
    """What was checked."""

    parts: int
    histories: int  # that are safe
    complete: bool
    digest: str
    again: list[int]  # first history of each part that was made anew


def verify(folder: str | Path, *, again: int = 1) -> Verified:
    """Check every file of a run, complete or interrupted, and make `again` of its parts anew (spread evenly over them).

    A trait-blind companion in the folder is checked too. The kept work of a question is checked, but not made anew. Returns {parts,
    histories, complete, digest, again: [first history of each part made anew]}. Raises `PolitburoError` with every damaged file
    (run-damaged), or the first history that differs (run-differs); both have exit status 76.
    """
    saved = open_saved(Path(folder), partial=True)
    problems = [*_damaged(saved), *_companion(saved)]
    if problems:
        raise PolitburoError(problems)
    again = min(again, len(saved.parts))
    chosen = (
        [saved.parts[n] for n in sorted({*np.linspace(0, len(saved.parts) - 1, again).round().astype(int)})]
        if (saved.parts and again and not saved.manifest.get("asked"))
        else []
    )
    for part in chosen:
        _same(saved.block(part), remade(saved, part), saved.folder / PARTS / part.name)
    return {
        "parts": len(saved.parts),
        "histories": sum(part.histories for part in saved.parts),
        "complete": saved.manifest["complete"],
        "digest": digest(saved.parts),
        "again": [part.first for part in chosen],
    }


def _damaged(saved: SavedRun) -> Iterator[Problem]:
    """What is wrong with the files of a run."""
    whole, manifest = saved.manifest["complete"], str(saved.folder / MANIFEST)
    checks = [partial(unpack, saved.folder / PARTS, part) for part in saved.parts]
    names = [name for name in (RESOLVED, SUMMARY) if whole or name in saved.manifest["files"]]
    checks += [partial(content, saved.folder, saved.manifest, name) for name in names]
    for check in checks:
        try:
            check()
        except PolitburoError as error:
            yield from error.problems
    if not whole:
        return
    if (found := digest(saved.parts)) != (said := saved.manifest.get("digest")):
        yield Problem("run-damaged", manifest, f"a digest {found}", str(said), remedy=REMEDY)
    ends = [0, *(part.first + part.histories for part in saved.parts)]
    if [part.first for part in saved.parts] != ends[:-1] or ends[-1] != saved.manifest["histories"]:
        there, asked = sum(part.histories for part in saved.parts), saved.manifest["histories"]
        allowed = f"each of {asked} histories once"
        yield Problem("run-damaged", manifest, f"{there} histories", allowed, remedy=REMEDY)


def _companion(saved: SavedRun) -> Iterator[Problem]:
    """What is wrong with the trait-blind companion: with its files, or that it accompanied another run."""
    folder = saved.folder / COMPANION
    if saved.manifest.get("blind") or not (folder / MANIFEST).exists():
        return
    try:
        other = open_saved(folder, partial=True)
    except PolitburoError as error:
        yield from error.problems
        return
    yield from _damaged(other)
    same = [key for key in IDENTITY if key not in ("blind", "histories")]
    differing = [key for key in same if other.manifest.get(key) != saved.manifest.get(key)]
    if differing:
        found = f"the companion of a run that differs in: {', '.join(differing)}"
        yield Problem("run-damaged", str(folder), found, "that of this run", remedy=REMEDY)


def remade(saved: SavedRun, part: Part) -> Block:
    """The histories of a part, simulated again from what the run says about itself."""
    return made(saved.facts, saved.resolved_json, part.first, part.histories)


def _same(saved: Block, again: Block, path: Path) -> None:
    arrays = {"events": (saved.events, again.events)}
    arrays |= {name: (values, again.series[name]) for name, values in saved.series.items()}
    for name, (old, new) in arrays.items():
        if np.array_equal(old, new):
            continue
        remedy = (
            "the same version and kind of processor give the same histories: compare them with the manifest"
        )
        raise PolitburoError(Problem("run-differs", str(path), f"other {name}", remedy=remedy))
