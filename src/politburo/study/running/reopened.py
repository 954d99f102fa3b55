"""What a saved run says that it was made from, checked once: its scenario, and the facts by which it could be made again.

A file may say anything and be sealed as the program seals its own. What is not sound is refused here in words, before anything reads it.
"""

from __future__ import annotations

import math
from pathlib import Path

from politburo import MODEL_VERSION, __version__, scenario
from politburo.engine import MECHANISMS
from politburo.errors import PolitburoError, Problem
from politburo.facts import Facts
from politburo.model.params import FIELDS
from politburo.scenario.models import date_fault
from politburo.store.manifest import MANIFEST, RESOLVED
from politburo.store.parts import damaged

AGAIN = "the same command with --force makes the run again"


def scenario_of(manifest: Facts, text: str, folder: Path = Path()) -> scenario.Resolved:
    """The scenario of a run from the text of its complete form. Raises `PolitburoError`: run-version where another version wrote it,
    run-damaged where it is not the one of which the manifest speaks, does not agree with itself, or the manifest's facts are none."""
    mine = (manifest["politburo"], manifest["model"]) == (__version__, MODEL_VERSION)
    try:
        resolved = scenario.Resolved.from_json(text)
        if resolved.digest != manifest["scenario"]:
            raise ValueError("not the scenario of which the manifest speaks")
    except ValueError as error:
        if mine:
            why = " ".join(str(error).split())[:200]
            raise damaged(folder / RESOLVED, f"no sound scenario: {why}", remedy=AGAIN) from None
        found = f"saved by politburo {manifest['politburo']}, model {manifest['model']}"
        remedy = "run it again, or open it with that version"
        raise PolitburoError(
            Problem("run-version", str(folder), found, "a run of this version", remedy=remedy)
        ) from None
    if mine and (wrong := _fault(manifest)):
        raise damaged(folder / MANIFEST, wrong[:300], remedy=AGAIN)
    return resolved


def _fault(facts: Facts) -> str:
    """What is wrong with the facts of a run of this version, or nothing."""
    unknown = [word for word in facts["off"] if word not in MECHANISMS]
    unknown += [name for name in facts["fixed"] if name not in FIELDS]
    if unknown:
        return f"no such mechanism or parameter: {unknown[0]}"
    if not all(math.isfinite(value) for value in facts["fixed"].values()):
        return "a fixed parameter that is no finite number"
    if type(facts.get("posterior", "")) is not str:
        return "posterior is no text"
    given = facts.get("given_record")
    if given is None:
        return ""
    day = given.get("day") if isinstance(given, dict) else None
    if not isinstance(day, str) or len(day) != 10 or date_fault(day):
        return "given_record without a day"
    return ""
