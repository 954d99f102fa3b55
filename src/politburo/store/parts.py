"""Immutable parts: one file for every block of histories, named by what it holds."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.files import told

FAST = 1  # of zlib's levels, the least compression
SAMPLE = 4096  # bytes
NAME = re.compile(r"part-(\d{9})-(\d{1,6})-([0-9a-f]{64})\.npz")


@dataclass(frozen=True)
class Part:
    """A part on disk: its first history, how many there are, and the sha256 of its bytes."""

    first: int
    histories: int
    sha256: str

    @property
    def name(self) -> str:
        return f"part-{self.first:09d}-{self.histories}-{self.sha256}.npz"

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "first": self.first, "histories": self.histories, "sha256": self.sha256}


def pack(block: Block) -> tuple[Part, bytes]:
    """A block as the bytes of an npz file, and the part that they make. Equal blocks give equal bytes."""
    buffer = io.BytesIO()
    arrays = {"first": np.asarray(block.first), "events": block.events}
    arrays |= {f"series.{key}": value for key, value in block.series.items()}
    if block.params:  # many and small: one array with a field for each
        kinds = [(name, values.dtype) for name, values in block.params.items()]
        arrays["params"] = np.rec.fromarrays(list(block.params.values()), dtype=kinds)
    with zipfile.ZipFile(buffer, "w") as file:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array, allow_pickle=False)
            how = zipfile.ZIP_DEFLATED if repetitive(array) else zipfile.ZIP_STORED
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getbuffer(), how, FAST)
    data = buffer.getvalue()
    return Part(block.first, block.histories, hashlib.sha256(data).hexdigest()), data


def repetitive(array: np.ndarray) -> bool:
    """Is compressing worth its time? Not where a sample from the beginning does not shrink to half, as with most fractions."""
    sample = array.reshape(-1)[: SAMPLE // array.itemsize].tobytes()
    return len(sample) == SAMPLE and 2 * len(zlib.compress(sample, FAST)) < SAMPLE


def unpack(folder: Path, part: Part) -> Block:
    """Read a part; raises `PolitburoError` (run-damaged) if it is missing or other bytes than were written."""
    data = sound(folder, part)
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        series = {key[7:]: file[key] for key in file.files if key.startswith("series.")}
        fields = file["params"] if "params" in file.files else np.empty(0, [])
        params = {key: np.ascontiguousarray(fields[key]) for key in fields.dtype.names or ()}
        return Block(first=int(file["first"]), series=series, events=file["events"], params=params)


def sound(folder: Path, part: Part) -> bytes:
    """The bytes of a part after comparing them with its digest."""
    path = folder / part.name
    remedy = "run it again with the same command: what is missing or damaged is made anew"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PolitburoError(
            Problem("run-damaged", str(path), error.strerror or str(error), remedy=remedy)
        ) from error
    if hashlib.sha256(data).hexdigest() != part.sha256:
        found = "other bytes than were written"
        raise PolitburoError(
            Problem("run-damaged", str(path), found, "the digest in its name", remedy=remedy)
        )
    return data


def listed(folder: Path) -> list[Part]:
    """The parts in a folder by first history, as their names say; no part is read."""
    if not folder.is_dir():
        return []
    with told(folder):
        found = [NAME.fullmatch(path.name) for path in folder.iterdir()]
    parts = [Part(int(match[1]), int(match[2]), match[3]) for match in found if match]
    return sorted(parts, key=lambda part: (part.first, part.sha256))


def digest(parts: list[Part]) -> str:
    """The digest of a run: of the digests of its parts, in order of history. Independent of how they came to be."""
    return hashlib.sha256("".join(part.sha256 for part in parts).encode()).hexdigest()
