"""Write a run so that an interruption loses nothing that was finished and leaves nothing that looks whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from politburo.errors import Interrupted, PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.files import LOCK, WRITING, lock, put, told
from politburo.store.parts import Part, digest, listed, pack, sound, unpack

FORMAT = 3
MANIFEST = "manifest.json"
#: facts about the software and machine on which every history depends to the last bit
MADE_WITH = ("politburo", "model", "machine")
#: facts that determine every history; a run continues only where all are the same. `given_record`: of a run
#: that is given a record, `asked`: of the work of a question only
IDENTITY = (
    *(
        "format",
        "scenario",
        "histories",
        "seed",
        "params",
        "fixed",
        "posterior",
        "blind",
        "off",
        "given_record",
        "asked",
    ),
    *MADE_WITH,
)
log = logging.getLogger(__name__)


def fingerprint(facts: dict[str, Any]) -> str:
    """Eight letters for what determines a run: other facts, another fingerprint.

    >>> fingerprint({"seed": 1, "given": "here"}) == fingerprint({"seed": 1, "given": "there"}) != fingerprint({"seed": 2})
    True
    """
    facts = {"format": FORMAT, **facts}
    determining = {key: facts[key] for key in IDENTITY if facts.get(key) is not None}
    return hashlib.sha256(json.dumps(determining, sort_keys=True).encode()).hexdigest()[:8]


class Writer:
    """Receives blocks in any order; `finish` makes the run whole. Use it as a context: it holds a lock.

    A folder with the same run, interrupted, is continued: `stretches` says what is there. `shard` (i, n) shares a run
    among n processes: number i (from 1) writes every n-th block of a run that was begun, and does not finish.
    """

    def __init__(
        self,
        folder: Path,
        facts: dict[str, Any],
        resolved_json: str,
        *,
        force: bool = False,
        shard: tuple[int, int] | None = None,
    ) -> None:
        """Create or open the folder. `force` replaces a run that differs. Raises `PolitburoError` where this cannot be."""
        self.folder, self.shard = folder, shard
        self.facts = {"format": FORMAT, **facts, "complete": False, "parts": []}
        self._held = contextlib.ExitStack()
        try:
            with told(folder):
                (folder / "parts").mkdir(parents=True, exist_ok=True)
            self._held.enter_context(lock(folder / LOCK, shared=shard is not None))
            if shard is not None:
                self._held.enter_context(lock(folder / f"{LOCK}-{shard[0]}-of-{shard[1]}"))
            self.complete = self._same_run(force)
            if shard is None:
                self._sweep()
            self.parts = self._present()
            if shard is None and not self.complete:
                put(folder / "resolved.json", resolved_json.encode())
                self._manifest()
        except BaseException:
            self._held.close()
            raise

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        self._held.close()
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            safe, total = sum(part.histories for part in self.parts.values()), self.facts["histories"]
            what = "pieces of the work" if self.facts.get("asked") else "histories"
            raise Interrupted(
                f"interrupted: {safe} of {total} {what} are safe in {self.folder}; the same command continues"
            )

    def _same_run(self, force: bool) -> bool:
        """Is the same run here and complete? Another one is removed with `force`, else an error."""
        path = self.folder / MANIFEST
        with told(path):
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not text:
            return False
        try:
            old = json.loads(text)
            differing = [key for key in IDENTITY if old.get(key) != self.facts.get(key)]
        except (ValueError, AttributeError):
            old, differing = {}, ["manifest.json"]
        if not differing:
            self.facts["block"] = old["block"]  # what is there is cut so
            return bool(old["complete"])
        if not force:
            raise PolitburoError(
                Problem(
                    "run-exists",
                    str(self.folder),
                    f"a run that differs in: {', '.join(differing)}",
                    "an empty folder, or the same run",
                    remedy="choose another --out, or add --force to replace it",
                )
            )
        with told(self.folder):
            path.unlink()  # first, so that what remains after an interruption is no run
            for other in [*self.folder.glob("*.json"), *(self.folder / "parts").iterdir()]:
                other.unlink()
        return False

    def _sweep(self) -> None:
        """Remove files that an interrupted process left unfinished."""
        with told(self.folder):
            for path in [*self.folder.iterdir(), *(self.folder / "parts").iterdir()]:
                if path.name.endswith(WRITING):
                    path.unlink()

    def _present(self) -> dict[int, Part]:
        """The sound parts by first history. Others are removed and made anew: a history is always the same."""
        size, total = self.facts["block"], self.facts["histories"]
        found: dict[int, Part] = {}
        for part in listed(self.folder / "parts"):
            fits = part.first % size == 0 and part.histories == min(size, total - part.first)
            if fits and self._mine(part.first) and part.first not in found:
                try:
                    sound(self.folder / "parts", part)
                except PolitburoError as error:
                    log.warning("%s", error)
                else:
                    found[part.first] = part
                    continue
            if self.shard is None:
                with told(self.folder):
                    (self.folder / "parts" / part.name).unlink()
                self.complete = False
        if self.complete and sum(part.histories for part in found.values()) != total:
            self.complete = False
        return found

    def _mine(self, first: int) -> bool:
        return self.shard is None or (first // self.facts["block"]) % self.shard[1] == self.shard[0] - 1

    def _manifest(self) -> None:
        put(self.folder / MANIFEST, json.dumps(self.facts, indent=1, sort_keys=True).encode())

    def stretches(self) -> Iterator[tuple[int, int, bool]]:
        """(first history, how many, are they on disk?) in order; missing neighbours are put together."""
        size, total = self.facts["block"], self.facts["histories"]
        first = 0
        while first < total:
            if not self._mine(first):
                first += size
                continue
            last = first + size
            there = first in self.parts
            while not there and last < total and last not in self.parts and self._mine(last):
                last += size
            yield first, min(last, total) - first, there
            first = last

    def read(self, first: int) -> Block:
        """A block that is on disk."""
        return unpack(self.folder / "parts", self.parts[first])

    def add(self, block: Block) -> None:
        """Save one block; when this returns it is on disk."""
        part, data = pack(block)
        put(self.folder / "parts" / part.name, data)
        self.parts[block.first] = part

    def finish(self, summary: dict[str, Any]) -> str:
        """Write the summary, mark the run complete and return its digest."""
        parts = [self.parts[first] for first in sorted(self.parts)]
        put(self.folder / "summary.json", json.dumps(summary, indent=1).encode())
        self.facts |= {
            "parts": [part.to_json() for part in parts],
            "complete": True,
            "digest": digest(parts),
        }
        self._manifest()
        return self.facts["digest"]


def continued(
    writer: Writer | None, histories: int, compute: Callable[..., Iterator[Block]]
) -> Iterator[Block]:
    """The blocks of a run in order: those on disk are read, the others made and saved."""
    if writer is None:
        yield from compute(histories=histories)
        return
    for first, count, there in writer.stretches():
        if there:
            yield writer.read(first)
            continue
        for block in compute(first=first, histories=count, block=writer.facts["block"]):
            writer.add(block)
            yield block
