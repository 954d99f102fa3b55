"""The cases that come with the program, or the scenarios in a folder, each with what is known of it and how surely."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from politburo.errors import ScenarioError
from politburo.scenario.load import CATALOG, HEAD, Loaded, catalog
from politburo.scenario.resolve import resolve
from politburo.scenario.sound import load

PAGES = (".yaml", ".yml", ".json")
MOST_FILES = 500


def shelf(folder: str | Path | None = None) -> list[dict[str, Any]]:
    """The cases of the catalog, or the scenarios in a folder: pages, and folders with a `scenario.yaml`.

    Each is {id, ref, title, summary, years, party, opening, start, months, persons, evidence: {kind: share}, record, counterfactuals}.
    `record` is "record" (tables), "course" (who led at some horizons) or "none". A file that cannot be read has {id, ref, problems}.
    """
    if folder is None:
        return [{**case, **_known(case["id"])} for case in catalog()]
    return [_own(path) for path in own(Path(folder))]


def own(folder: Path) -> list[Path]:
    """The scenarios in a folder; nothing if there is no such folder."""
    if not folder.is_dir():
        return []
    paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return [p for p in paths if (p.suffix in PAGES and p.is_file()) or (p / HEAD).is_file()][:MOST_FILES]


def _own(path: Path) -> dict[str, Any]:
    try:
        loaded = load(path)
        known = _known(path)
    except ScenarioError as error:
        return {"id": path.stem, "ref": path.name, "problems": [vars(p) for p in error.problems]}
    file = loaded.file
    told = {"id": file.id, "title": file.title, "summary": file.summary.strip()}
    told["years"] = f"{file.start[:4]}-{file.window.to[:4]}"
    return {**told, "party": "", "opening": "", **known, "ref": path.name}


def _known(case: str | Path) -> dict[str, Any]:
    loaded = load(case)
    resolved = resolve(loaded)
    return {
        "ref": str(case),
        "start": str(resolved.start),
        "months": resolved.months,
        "persons": sum(not person.reserve for person in resolved.persons),
        "evidence": {kind: round(share, 4) for kind, share in resolved.evidence_shares.items()},
        "record": _record(loaded),
        "counterfactuals": len(list((loaded.directory / "counterfactuals").glob("*.yaml"))),
    }


def _record(loaded: Loaded) -> str:
    """Which form the record of a case of the catalog has; those of other scenarios are not read."""
    folder = loaded.directory / "record"
    if loaded.directory.parent != CATALOG:
        return "none"
    if (folder / "items.csv").is_file():
        return "record"
    return "course" if (folder / "course.yaml").is_file() else "none"
