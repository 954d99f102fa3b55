"""Immutable parts: one file for every block of histories, named by what it holds and by the run that made it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.arrays import packed, unpacked
from politburo.store.files import get, reporting

LARGEST = 2**30  # bytes
NAME = re.compile(r"part-(\d{9})-([1-9]\d{0,5})-([0-9a-f]{16})-([0-9a-f]{64})\.npz", re.ASCII)
REMEDY = "run it again with the same command: what is missing or damaged is made anew"


@dataclass(frozen=True)
class Part:
    """A part on disk: its first history, how many there are, the fingerprint of the run that made it, and the sha256 of its bytes."""

    first: int
    histories: int
    run: str
    sha256: str

    @property
    def name(self) -> str:
        return f"part-{self.first:09d}-{self.histories}-{self.run}-{self.sha256}.npz"


def named(name: str) -> Part | None:
    """The part that a file's name speaks of, if it is the name of one."""
    match = NAME.fullmatch(name)
    return Part(int(match[1]), int(match[2]), match[3], match[4]) if match else None


def pack(block: Block, run: str) -> tuple[Part, bytes]:
    """A block as the bytes of an npz file, and the part that they make. Equal blocks give equal bytes."""
    arrays = {"first": np.asarray(block.first), "events": block.events}
    arrays |= {f"series.{key}": value for key, value in block.series.items()}
    if block.params:  # many and small: one array with a field for each
        kinds = [(name, values.dtype) for name, values in block.params.items()]
        arrays["params"] = np.rec.fromarrays(list(block.params.values()), dtype=kinds)
    data = packed(arrays)
    return Part(block.first, block.histories, run, hashlib.sha256(data).hexdigest()), data


def unpack(folder: Path, part: Part) -> Block:
    """Read a part; raises `PolitburoError` (run-damaged) if it is missing, other bytes than were written, or not what its name says."""
    data = sound(folder, part)
    try:
        arrays = unpacked(data)
        first, events = arrays["first"], arrays["events"]
        series = {key[7:]: values for key, values in arrays.items() if key.startswith("series.")}
        fields = arrays.get("params", np.empty(part.histories, []))
        lengths = {values.shape[:1] for values in (*series.values(), fields)}
        if first.shape != () or int(first) != part.first or not series or lengths != {(part.histories,)}:
            raise ValueError("other histories than its name says")
    except (ValueError, KeyError) as error:
        raise damaged(folder / part.name, f"not a block of histories: {error}") from error
    params = {key: np.ascontiguousarray(fields[key]) for key in fields.dtype.names or ()}
    return Block(first=part.first, series=series, events=events, params=params)


def sound(folder: Path, part: Part) -> bytes:
    """The bytes of a part after comparing them with its digest."""
    path = folder / part.name
    try:
        data = get(path, LARGEST)
    except OSError as error:
        raise damaged(path, error.strerror or str(error)) from error
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise damaged(path, "other bytes than were written", "the digest in its name")
    return data


def damaged(path: Path, found: str, allowed: str = "", remedy: str = REMEDY) -> PolitburoError:
    """The error of a file that is not what was written."""
    return PolitburoError(Problem("run-damaged", str(path), found, allowed, remedy=remedy))


def listed(folder: Path, run: str) -> list[Part]:
    """The parts that a run made, by first history, as the names in a folder say; no part is read."""
    with reporting(folder):
        try:
            parts = [named(path.name) for path in folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
    mine = [part for part in parts if part is not None and part.run == run]
    return sorted(mine, key=lambda part: (part.first, part.sha256))


def digest(parts: list[Part]) -> str:
    """The digest of a run: of the digests of its parts, in order of history. Independent of how they came to be."""
    return hashlib.sha256("".join(part.sha256 for part in parts).encode()).hexdigest()
