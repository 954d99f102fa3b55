"""Is a saved run what it says? Bytes against digests, and some of its histories made again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store import SavedRun, open_saved
from politburo.store.parts import Part, digest, sound
from politburo.study.headline import COMPANION
from politburo.study.parameters import of_facts


def verify(folder: str | Path, *, again: int = 1) -> dict[str, Any]:
    """Check every part of a run, complete or interrupted, and make `again` of its parts anew (spread evenly over them).

    A trait-blind companion in the folder is checked too. The kept work of a question is checked, but not made anew. Returns {parts,
    histories, complete, digest, again: [first history of each part made anew]}. Raises `PolitburoError` with every damaged part
    (run-damaged), or the first history that differs (run-differs); both have exit status 76.
    """
    companion = Path(folder) / COMPANION
    if companion.is_dir():
        verify(companion, again=0)
    saved = open_saved(Path(folder), partial=True)
    problems: list[Problem] = []
    for part in saved.parts:
        try:
            sound(saved.folder / "parts", part)
        except PolitburoError as error:
            problems += error.problems
    if saved.manifest["complete"]:
        found = digest(saved.parts)
        if found != saved.manifest["digest"]:
            problems.append(Problem("run-damaged", "manifest.json", found, saved.manifest["digest"]))
        there = sum(part.histories for part in saved.parts)
        if there != saved.manifest["histories"]:
            allowed = str(saved.manifest["histories"])
            problems.append(Problem("run-damaged", "manifest.json", f"{there} histories", allowed))
    if problems:
        raise PolitburoError(problems)
    chosen = (
        [saved.parts[n] for n in sorted({*np.linspace(0, len(saved.parts) - 1, again).round().astype(int)})]
        if (saved.parts and again and not saved.manifest.get("asked"))
        else []
    )
    for part in chosen:
        _same(saved.block(part), remade(saved, part), saved.folder / "parts" / part.name)
    return {
        "parts": len(saved.parts),
        "histories": sum(part.histories for part in saved.parts),
        "complete": saved.manifest["complete"],
        "digest": digest(saved.parts),
        "again": [part.first for part in chosen],
    }


def remade(saved: SavedRun, part: Part) -> Block:
    """The histories of a part, simulated again from what the run says about itself."""
    return made(saved.manifest, saved.resolved_json, part.first, part.histories)


def made(manifest: dict[str, Any], resolved_json: str, first: int, histories: int) -> Block:
    """One block of a run from its manifest and resolved scenario alone."""
    from politburo import engine

    resolved = scenario.Resolved.from_json(resolved_json)
    if manifest.get("given_record"):
        from politburo.study.given_record import once_more

        return next(once_more(manifest, resolved).blocks(histories, first, histories))
    blocks = engine.blocks(
        scenario.lower(resolved),
        histories=histories,
        seed=manifest["seed"],
        params=of_facts(manifest),
        blind=manifest["blind"],
        first=first,
        block=histories,
        off=frozenset(manifest["off"]),
        workers=1,
    )
    return next(blocks)


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
