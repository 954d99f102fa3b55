"""Scores that were computed once and lie in a folder: a sampler that is started again computes only what is not there.

A sampler is a function of its seed and of the scores of the sets that it asks about. So nothing but scores has to be kept: started
again it asks the same questions in the same order, finds the answers on disk up to where it was interrupted, and ends where it would have
ended. A file is whole or not there; one that is damaged, or answers another question, is made again.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from politburo.arrays import Array
from politburo.errors import Interrupted, PolitburoError, Problem
from politburo.store.files import LOCK, keep, lock, reporting

Scores = Callable[[Array], Array]  # float64[set, parameter] -> float64[set, datum]
ASKED = "asked.json"
BATCH = 16  # sets that are scored before anything is written


class OutOfTime(Exception):
    """The time that was given is over; what was computed is on disk."""


class SavedScores:
    """`scores` of sets by name of the question, from the folder where they are there. Without a folder nothing is kept.

    `progress(question, sets done, sets of this question)` is called after every batch. After `hours` no further batch is computed:
    `OutOfTime` is raised instead.
    """

    def __init__(
        self,
        scores: Scores,
        folder: Path | None = None,
        *,
        batch: int = BATCH,
        hours: float | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.scores, self.folder, self.batch, self.progress = scores, folder, batch, progress
        self.end = math.inf if hours is None else time.monotonic() + 3600 * hours
        self.computed = 0  # sets that were not found on disk

    def of(self, question: str, theta: Array) -> Array:
        """The scores of these sets, float64[set, datum]."""
        rows = []
        for number, first in enumerate(range(0, len(theta), self.batch)):
            part = np.ascontiguousarray(theta[first : first + self.batch])
            path = None if self.folder is None else self.folder / f"{question}-{number:03d}.npz"
            found = None if path is None else _read(path, part)
            if found is None:
                if time.monotonic() > self.end:
                    raise OutOfTime
                found = np.asarray(self.scores(part), float)
                self.computed += len(part)
                if path is not None:
                    _write(path, part, found)
            rows.append(found)
            if self.progress:
                self.progress(question, first + len(part), len(theta))
        return np.concatenate(rows)


def _read(path: Path, theta: Array) -> Array | None:
    if not path.is_file():
        return None
    with (
        contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile),
        np.load(path) as file,
    ):
        if np.array_equal(file["theta"], theta):
            return file["scores"]
    return None


def _write(path: Path, theta: Array, scores: Array) -> None:
    held = io.BytesIO()
    np.savez(held, theta=theta, scores=scores)
    keep(path, held.getvalue())


@contextlib.contextmanager
def safely(folder: Path | None, so_far: Callable[[], str] = str) -> Iterator[None]:
    """Turn an interruption and the end of the time into `Interrupted`, which says what is safe; `so_far()` says how far it came."""
    try:
        yield
    except (KeyboardInterrupt, OutOfTime) as stopped:
        why = "the time is over" if isinstance(stopped, OutOfTime) else "interrupted"
        safe = (
            f"all is safe in {folder}, and the same command goes on" if folder else "nothing was being saved"
        )
        raise Interrupted("; ".join(filter(None, [why, so_far(), safe]))) from None


@contextlib.contextmanager
def folder_of(folder: Path | None, asked: dict[str, Any]) -> Iterator[None]:
    """Hold the folder of one question.

    Raises `PolitburoError`: (work-exists) where other work lies there, (run-busy) where another process holds it.
    """
    if folder is None:
        yield
        return
    with reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with lock(folder / LOCK):
        path, wanted = folder / ASKED, json.dumps(asked, indent=1, sort_keys=True)
        if path.is_file() and path.read_text(encoding="utf-8") != wanted:
            found = f"work that differs in: {', '.join(_differing(path, asked))}"
            remedy = "choose another folder, or remove this one"
            raise PolitburoError(Problem("work-exists", str(folder), found, "an empty folder", "", remedy))
        keep(path, wanted.encode())
        yield


def _differing(path: Path, asked: dict[str, Any]) -> list[str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return sorted(
            name for name in {*known, *asked} if known.get(name) != json.loads(json.dumps(asked.get(name)))
        )
    except (ValueError, AttributeError):
        return [path.name]
