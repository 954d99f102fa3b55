"""Find a case and read its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from politburo.errors import Problem, ScenarioError, nearest
from politburo.scenario.models import REQUIRED, TABLES, ScenarioFile
from politburo.scenario.tables import Item, inside, problems_of, read_table
from politburo.scenario.yamlread import Node, read_yaml

CATALOG = Path(__file__).resolve().parent.parent / "catalog"


@dataclass(frozen=True)
class Loaded:
    """A scenario as written: `file` and, for each table, its rows with their lines."""

    directory: Path
    file: ScenarioFile
    tables: dict[str, list[Item]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Any]:
        return [item.row for item in self.tables.get(table, [])]


def catalog() -> list[dict[str, str]]:
    """The cases that come with the package, found by looking: [{id, title, summary}]."""
    cases = []
    for path in sorted(CATALOG.glob("*/scenario.yaml")):
        plain = read_yaml(path).plain()
        cases.append(
            {
                "id": str(plain["id"]),
                "title": str(plain["title"]),
                "summary": str(plain.get("summary", "")).strip(),
            }
        )
    return cases


def find(name: str) -> Path:
    """The directory of a case of the catalog, or a directory given by path."""
    path = Path(name)
    if (CATALOG / name / "scenario.yaml").is_file() and name == path.name:
        return CATALOG / name
    if path.is_dir():
        return path
    if path.is_file() and path.name == "scenario.yaml":
        return path.parent
    known = [case["id"] for case in catalog()]
    raise ScenarioError(
        Problem(
            "case-unknown",
            name[:200],
            "no such case or directory",
            ", ".join(known),
            nearest(name, known),
            "name a case of `politburo catalog` or a directory with a scenario.yaml",
        )
    )


def load(name: str | Path) -> Loaded:
    """Read a scenario; raises `ScenarioError` with all problems of form at once, then all of agreement."""
    from politburo.scenario.check import disagreements

    loaded, problems = read(find(str(name)))
    problems = problems or disagreements(loaded)
    if problems:
        raise ScenarioError(problems)
    assert loaded is not None
    return loaded


def read(directory: Path) -> tuple[Loaded | None, list[Problem]]:
    """Read all files of a directory; (None, problems) if the form is wrong anywhere."""
    problems: list[Problem] = []
    head = inside(directory, "scenario.yaml")
    if isinstance(head, Problem):
        return None, [head]
    file: ScenarioFile | None = None
    try:
        root = read_yaml(head)
        file = ScenarioFile.model_validate(root.plain())
    except ScenarioError as error:
        problems += error.problems
    except ValidationError as error:
        problems += [_named(p) for p in problems_of(error, lambda place: _place(root, place))]
    tables: dict[str, list[Item]] = {}
    for name, model in TABLES.items():
        path = directory / f"{name}.csv"
        if not path.exists() and not path.is_symlink():
            if name in REQUIRED:
                problems.append(
                    Problem("file-missing", f"{name}.csv", "no such file", remedy="write the table")
                )
            continue
        allowed = inside(directory, f"{name}.csv")
        if isinstance(allowed, Problem):
            problems.append(allowed)
            continue
        tables[name], wrong = read_table(allowed, model)
        problems += wrong
    known = {f"{name}.csv" for name in TABLES}
    for path in sorted(directory.glob("*.csv")):
        if path.name not in known:
            problems.append(
                Problem(
                    "key-unknown",
                    path.name,
                    "a table that is not in the format",
                    ", ".join(sorted(known)),
                    nearest(path.name, known),
                    "rename or remove it",
                )
            )
    if problems or file is None:
        return None, problems
    return Loaded(directory, file, tables), []


def _named(problem: Problem) -> Problem:
    if problem.code != "key-unknown":
        return problem
    fields = [f.alias or name for name, f in ScenarioFile.model_fields.items()]
    return Problem(
        "key-unknown",
        problem.where,
        problem.found,
        ", ".join(fields),
        nearest(problem.found, fields),
        problem.remedy,
    )


def _place(root: Node, location: tuple) -> str:
    node = root
    for part in location:
        value = node.value
        if (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        ):
            node = value[part]
        else:
            break
    return f"scenario.yaml:{node.line}:{node.column}"
