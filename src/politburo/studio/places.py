"""Which folders the studio may read and write: saved runs, the user's own scenarios, and the catalog. Nothing else has an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from politburo.errors import PolitburoError, Problem, ScenarioError, nearest
from politburo.scenario.load import CATALOG, HEAD

OWN = "own"
GIVEN = "given"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}\Z")
PAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.yaml\Z")


@dataclass(frozen=True)
class Places:
    """`runs`: where runs are saved; `own`: the user's scenarios; `given`: the folder of the scenario, and of the run, that the studio was
    started with."""

    runs: Path
    own: Path
    given: Path | None = None
    given_runs: Path | None = None

    def case(self, ref: str) -> str:
        """What a command takes for CASE. Raises `ScenarioError`: case-unknown, file-outside."""
        root, slash, rest = ref.partition("/")
        if not slash:
            if NAME.match(ref) and (CATALOG / ref / HEAD).is_file():
                return ref
            known = sorted(path.parent.name for path in CATALOG.glob(f"*/{HEAD}"))
            raise ScenarioError(
                Problem("case-unknown", "case", ref[:200], ", ".join(known), nearest(ref, known))
            )
        roots = {OWN: self.own, GIVEN: self.given}
        folder = roots.get(root)
        if folder is None or "\0" in rest:
            raise ScenarioError(Problem("case-unknown", "case", ref[:200], "own/NAME"))
        return str(self._below(folder, rest, ref))

    def _below(self, folder: Path, rest: str, ref: str) -> Path:
        """A scenario below a folder, wherever links lead."""
        try:
            path = (folder / rest).resolve()
            inside = path.is_relative_to(folder.resolve()) and path != folder.resolve()
            there = inside and (path.is_file() or (path / HEAD).is_file())
        except (OSError, ValueError, RuntimeError):  # too long, or links in a circle
            inside, there = True, False
        if not inside:
            allowed = "a file below the folder that the studio was started with"
            raise ScenarioError(Problem("file-outside", "case", ref[:200], allowed))
        if not there:
            raise ScenarioError(Problem("case-unknown", "case", ref[:200], "a scenario that is there"))
        return folder / rest

    def ref(self, given: str) -> str | None:
        """The name here of a scenario that was typed for a run: a case of the catalog, or a file of the user's; None for any other."""
        if NAME.match(given) and (CATALOG / given / HEAD).is_file():
            return given
        for root, folder in ((OWN, self.own), (GIVEN, self.given)):
            try:
                rest = Path(given).resolve().relative_to(folder.resolve()) if folder is not None else None
                if rest is not None:
                    self.case(ref := f"{root}/{rest.as_posix()}")
                    return ref
            except (OSError, ValueError, RuntimeError, ScenarioError):  # elsewhere, there no more, or no path
                continue
        return None

    def run(self, name: str) -> Path:
        """The folder of a saved run. Raises `PolitburoError` (run-missing)."""
        for folder in (self.runs, self.given_runs):
            if folder is not None and NAME.match(name) and (folder / name / "manifest.json").is_file():
                path = folder / name
                if path.resolve().parent == folder.resolve():
                    return path
        raise PolitburoError(Problem("run-missing", "run", name[:200], "the name of a saved run"))

    def page(self, name: str) -> Path:
        """The path of a page of the user's own. Raises `PolitburoError` for a name that is none."""
        if not PAGE.match(name):
            allowed = "letters, digits, - and _, ending in .yaml"
            raise PolitburoError(Problem("id-invalid", "name", name[:200], allowed))
        path = self.own / name
        if path.is_symlink():
            raise PolitburoError(Problem("file-outside", "name", name, "a file, not a link"))
        return path
