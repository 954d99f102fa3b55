"""The manifest of a saved run: what determines it, what files it has, and a seal that any change to it breaks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from politburo.errors import PolitburoError, Problem
from politburo.store.files import get
from politburo.store.parts import Part, damaged, named

#: what a file says: held to `KINDS`, and that of a run to `KINDS_OF_RUN`, when it is read
Manifest: TypeAlias = dict[str, Any]
FORMAT = 4
MANIFEST, RESOLVED, SUMMARY, PARTS = "manifest.json", "resolved.json", "summary.json", "parts"
COMPANION = "blind"  # the folder of the trait-blind companion, a run of its own, within a run's
SEAL = "sha256"
LARGEST = 2**26  # bytes of a file of JSON
MOST_HISTORIES = 10_000_000
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
#: what the manifest says of the state of the run
STATE = ("complete", "parts", "files", "digest", SEAL)
#: what every manifest has, and of which kind it is
KINDS = {
    "format": int,
    "scenario": str,
    "case": str,
    "histories": int,
    "seed": int,
    "block": int,
    "politburo": str,
    "model": str,
    "machine": str,
    "complete": bool,
    "parts": list,
    "files": dict,
}
#: what that of a run has besides
KINDS_OF_RUN = {
    "given": str,
    "start": str,
    "start_given": str,
    "changes": list,
    "params": str,
    "fixed": dict,
    "blind": bool,
    "off": list,
    "reading": str,
}
REMEDY = "the same command makes it again from the parts"


def fingerprint(facts: Mapping[str, object]) -> str:
    """Sixteen letters for what determines a run: other facts, another fingerprint.

    >>> fingerprint({"seed": 1, "given": "here"}) == fingerprint({"seed": 1, "given": "there"}) != fingerprint({"seed": 2})
    True
    """
    facts = {"format": FORMAT, **facts}
    determining = {key: facts[key] for key in IDENTITY if facts.get(key) is not None}
    return hashlib.sha256(json.dumps(determining, sort_keys=True).encode()).hexdigest()[:16]


def sealed(facts: Mapping[str, object]) -> bytes:
    """The bytes of a manifest, with the digest of all that it says."""
    plain = {key: value for key, value in facts.items() if key != SEAL}
    seal = hashlib.sha256(json.dumps(plain, indent=1, sort_keys=True).encode()).hexdigest()
    return json.dumps({**plain, SEAL: seal}, indent=1, sort_keys=True).encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a folder. Raises `PolitburoError`: run-missing where there is none, run-version for another format, run-damaged
    where it is not one that this program wrote."""
    path = folder / MANIFEST
    try:
        data = get(path, LARGEST)
        found = json.loads(data)
        if not isinstance(found, dict):
            raise ValueError("no fields")
        if "format" in found and "politburo" in found and found["format"] != FORMAT:
            raise _other_version(folder, found)
        _check(found)
        if sealed(found) != data:
            raise ValueError("it was changed after it had been written")
    except (FileNotFoundError, NotADirectoryError):
        remedy = "name a directory that `politburo run` saved"
        raise PolitburoError(Problem("run-missing", str(folder), f"no {MANIFEST}", remedy=remedy)) from None
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        remedy = "choose another folder, or remove this one yourself if it was a run"
        raise damaged(path, f"not a manifest that this program wrote: {why}"[:300], "", remedy) from error
    return found


def _other_version(folder: Path, found: Manifest) -> PolitburoError:
    said = f"format {found['format']}, saved by politburo {found['politburo']}"[:200]
    remedy = "run it again in another folder, or open it with that version"
    return PolitburoError(Problem("run-version", str(folder), said, f"format {FORMAT}", remedy=remedy))


def _check(found: Manifest) -> None:
    """Raise `ValueError` where a manifest does not say what every manifest says."""
    kinds = KINDS if "asked" in found else {**KINDS, **KINDS_OF_RUN}
    for key, kind in kinds.items():
        if type(found.get(key)) is not kind:
            raise ValueError(f"{key} is not there, or no {kind.__name__}")
    if not (1 <= found["histories"] <= MOST_HISTORIES and 1 <= found["block"] <= MOST_HISTORIES):
        raise ValueError("an impossible number of histories")
    run = fingerprint(found)
    if not all(
        isinstance(name, str) and (part := named(name)) and part.run == run for name in found["parts"]
    ):
        raise ValueError("a part that is not of this run")
    if not all(name in (RESOLVED, SUMMARY) and isinstance(sha, str) for name, sha in found["files"].items()):
        raise ValueError("an unknown file")
    if not isinstance(found.get("asked", {}), dict) or not isinstance(found.get("digest", ""), str):
        raise ValueError("asked or digest of a wrong kind")
    if "asked" not in found:
        if not all(type(value) in (int, float) for value in found["fixed"].values()):
            raise ValueError("a fixed parameter that is no number")
        if not all(isinstance(word, str) for word in (*found["off"], *found["changes"])):
            raise ValueError("a mechanism or a change that is no word")


def parts_of(manifest: Manifest) -> list[Part]:
    """The parts that a manifest lists."""
    return [part for part in map(named, manifest["parts"]) if part is not None]


def content(folder: Path, manifest: Manifest, name: str) -> bytes:
    """The bytes of a file of a run; raises `PolitburoError` (run-damaged) where they are not those that the manifest speaks of."""
    path = folder / name
    try:
        data = get(path, LARGEST)
    except OSError as error:
        raise damaged(path, error.strerror or str(error), "", REMEDY) from error
    if hashlib.sha256(data).hexdigest() != manifest["files"].get(name):
        raise damaged(path, "other bytes than were written", f"the digest in {MANIFEST}", REMEDY)
    return data
