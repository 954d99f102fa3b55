"""Write a run so that an interruption loses nothing that was finished and leaves nothing that looks whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from politburo.errors import Interrupted, PolitburoError, Problem
from politburo.model.trace import Block
from politburo.store.files import LOCK, keep, lock, reporting
from politburo.store.manifest import (
    FORMAT,
    IDENTITY,
    MANIFEST,
    PARTS,
    RESOLVED,
    STATE,
    SUMMARY,
    Manifest,
    content,
    fingerprint,
    read_manifest,
    sealed,
)
from politburo.store.parts import Part, digest, listed, pack, sound, unpack
from politburo.store.remove import remove, sweep

log = logging.getLogger(__name__)


class Writer:
    """Receives blocks in any order; `finish` makes the run whole. Use it as a context: it holds a lock.

    A folder with the same run, interrupted, is continued: `stretches` says what is there. `shard` (i, n) shares a run
    among n processes: number i (from 1) writes every n-th block of a run that was begun, and does not finish.
    """

    def __init__(
        self,
        folder: Path,
        facts: Mapping[str, object],
        resolved_json: str,
        *,
        force: bool = False,
        shard: tuple[int, int] | None = None,
    ) -> None:
        """Create or open the folder. `force` replaces a run that differs. Raises `PolitburoError` where this cannot be."""
        self.folder, self.shard = folder, shard
        facts = {key: value for key, value in facts.items() if key not in STATE}
        self.facts: Manifest = {"format": FORMAT, **facts, "complete": False, "parts": [], "files": {}}
        self.run = fingerprint(self.facts)
        self._held = contextlib.ExitStack()
        try:
            with reporting(folder):
                (folder / PARTS).mkdir(parents=True, exist_ok=True)
            self._held.enter_context(lock(folder / LOCK, shared=shard is not None))
            if shard is not None:
                self._held.enter_context(lock(folder / f"{LOCK}-{shard[0]}-of-{shard[1]}"))
            self.complete = self._same_run(force)
            if shard is None:
                sweep(folder, self.run)
            self.parts = self._present()
            if shard is None and not self.complete:
                resolved = resolved_json.encode()
                self.facts["files"] = {RESOLVED: hashlib.sha256(resolved).hexdigest()}
                self._manifest()
                keep(folder / RESOLVED, resolved)
        except BaseException:
            self._held.close()
            raise

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._held.close()
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            there = {part.first: part.histories for part in listed(self.folder / PARTS, self.run)}
            safe, total = sum(there.values()), self.facts["histories"]
            what = "pieces of the work" if self.facts.get("asked") else "histories"
            raise Interrupted(
                f"interrupted: {safe} of {total} {what} are safe in {self.folder}; the same command continues"
            )

    def _same_run(self, force: bool) -> bool:
        """Is the same run here and complete? Another one is removed with `force`, else an error."""
        try:
            old = read_manifest(self.folder)
        except PolitburoError as error:
            self._free(error)
            return False
        differing = [key for key in IDENTITY if old.get(key) != self.facts.get(key)]
        if not differing:
            self.facts |= {"block": old["block"], "files": old["files"]}  # what is there is cut so
            return old["complete"] and self._whole(old)
        if not force:
            found = f"a run that differs in: {', '.join(differing)}"
            raise self._taken(found, "choose another --out, or add --force to replace it")
        remove(self.folder, old)
        return False

    def _free(self, why: PolitburoError) -> None:
        """Raise `PolitburoError` if there are files in the folder, without a sound manifest, that are not of this run."""
        taken = [name for name in (MANIFEST, RESOLVED, SUMMARY) if os.path.lexists(self.folder / name)]
        if not taken:
            return
        if not listed(self.folder / PARTS, self.run):
            remedy = "choose another --out, or remove the folder yourself: --force replaces only what this program wrote"
            found = why.problems[0].found if MANIFEST in taken else f"{taken[0]} of something else"
            raise self._taken(found, remedy)
        log.warning("%s", why)  # the parts say that the files are of this run: they are made again

    def _taken(self, found: str, remedy: str) -> PolitburoError:
        allowed = "an empty folder, or the same run"
        return PolitburoError(Problem("run-exists", str(self.folder), found, allowed, remedy=remedy))

    def _whole(self, old: Manifest) -> bool:
        """Are the files beside the parts what was written? If not they are made again."""
        try:
            for name in (RESOLVED, SUMMARY):
                content(self.folder, old, name)
        except PolitburoError as error:
            log.warning("%s", error)
            return False
        return True

    def _present(self) -> dict[int, Part]:
        """The sound parts by first history. Others of this run are removed and made anew: a history is always the same."""
        size, total = self.facts["block"], self.facts["histories"]
        found: dict[int, Part] = {}
        for part in listed(self.folder / PARTS, self.run):
            fits = part.first % size == 0 and part.histories == min(size, total - part.first)
            if fits and self._mine(part.first) and part.first not in found:
                try:
                    sound(self.folder / PARTS, part)
                except PolitburoError as error:
                    log.warning("%s", error)
                else:
                    found[part.first] = part
                    continue
            if self.shard is None:
                with reporting(self.folder):
                    (self.folder / PARTS / part.name).unlink()
                self.complete = False
        if self.complete and sum(part.histories for part in found.values()) != total:
            self.complete = False
        return found

    def _mine(self, first: int) -> bool:
        return self.shard is None or (first // self.facts["block"]) % self.shard[1] == self.shard[0] - 1

    def _manifest(self) -> None:
        keep(self.folder / MANIFEST, sealed(self.facts))

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
        return unpack(self.folder / PARTS, self.parts[first])

    def add(self, block: Block) -> None:
        """Save one block; when this returns it is on disk."""
        part, data = pack(block, self.run)
        keep(self.folder / PARTS / part.name, data)
        self.parts[block.first] = part

    def finish(self, summary: Mapping[str, object]) -> str:
        """Write the summary, mark the run complete and return its digest."""
        parts = [self.parts[first] for first in sorted(self.parts)]
        told_in = json.dumps(summary, indent=1).encode()
        keep(self.folder / SUMMARY, told_in)
        self.facts |= {
            "parts": [part.name for part in parts],
            "files": {**self.facts["files"], SUMMARY: hashlib.sha256(told_in).hexdigest()},
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
