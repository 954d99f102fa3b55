"""Find a case and read its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from politburo.errors import Problem, ScenarioError, nearest
from politburo.scenario.jsonread import read_json
from politburo.scenario.models import REQUIRED, TABLES, ScenarioFile
from politburo.scenario.tables import Item, inside, problems_of, read_table
from politburo.scenario.yamlread import Node, read_yaml

HEAD = "scenario.yaml"
LONGEST_NAME = 1000  # characters of a case or path
Model = TypeVar("Model", bound=BaseModel)
CATALOG = Path(__file__).resolve().parent.parent / "catalog"


@dataclass(frozen=True)
class Loaded:
    """A scenario as written: `file` and, for each table, its rows with their lines.

    `root` is the tree of the YAML file with the place of every value; `filled` tells what a brief scenario left to defaults,
    `asked` the ids of the contenders on its page, `notes` how tables were read where that is not the plain way.
    """

    directory: Path
    file: ScenarioFile
    tables: dict[str, list[Item]] = field(default_factory=dict)
    root: Node | None = None
    filled: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def place(self, *path: str | int) -> str:
        """file:line:column of a value of the YAML file, or of its nearest ancestor."""
        return place(self.root, path) if self.root else f"{HEAD}:1:1"

    def rows(self, table: str) -> list[Any]:
        return [item.row for item in self.tables.get(table, [])]


def catalog() -> list[dict[str, str]]:
    """The cases that come with the package, found by looking: [{id, title, summary, years, party, opening}].

    `party` and `opening` are empty but for pages of facts.
    """
    cases = []
    for path in sorted(CATALOG.glob(f"*/{HEAD}")):
        plain = read_yaml(path).plain()
        case = {key: str(plain.get(key, "")).strip() for key in ("id", "title", "summary")}
        party, opening = plain.get("party") or {}, plain.get("opening") or {}
        begun = str(plain.get("start") or plain["window"]["from"])
        months = (
            int(begun[5:7] or 1) - 1 + int(plain.get("months", 60))
        )  # of a page of facts, from the first January
        ends = plain["window"]["to"] if "window" in plain else str(int(begun[:4]) + months // 12)
        case |= {"years": f"{begun[:4]}-{str(ends)[:4]}", "party": party.get("name", "")}
        cases.append(case | {"opening": opening.get("kind", "")})
    return cases


def find(name: str) -> Path:
    """The `scenario.yaml` of a case of the catalog or of a directory, or a file given by path. Raises `ScenarioError`."""
    path = Path(name)
    if "\0" not in name and len(name) <= LONGEST_NAME:
        if (CATALOG / name / HEAD).is_file() and name == path.name:
            return CATALOG / name / HEAD
        if path.is_dir():
            return path / HEAD
        if path.is_file() and path.suffix in (".yaml", ".yml", ".json"):
            return path
    known = [case["id"] for case in catalog()]
    raise ScenarioError(
        Problem(
            "case-unknown",
            name[:200],
            "no such case, directory, YAML or JSON file",
            ", ".join(known),
            nearest(name, known),
            "name a case of `politburo catalog`, a directory with a scenario.yaml, or the file of a scenario of one page",
        )
    )


def read(path: Path) -> tuple[Loaded | None, list[Problem]]:
    """Read a scenario by its YAML file; (None, problems) if the form is wrong anywhere."""
    head = inside(path.parent, path.name)
    if isinstance(head, Problem):
        return None, [head]
    try:
        root = read_json(head) if path.suffix == ".json" else read_yaml(head)
    except ScenarioError as error:
        beside = path.name == HEAD and any(path.parent.glob("*.csv"))
        return None, error.problems + (_tables(path.parent, [])[1] if beside else [])
    if "brief" in root.value:
        from politburo.scenario import brief  # takes long to import, and other scenarios do without

        return _page(path, root, brief.BriefFile, brief.expand)
    if "facts" in root.value:
        from politburo.scenario import facts

        return _page(path, root, facts.FactsFile, facts.expand, _parts_of_the_record(root))
    file, problems = _validated(ScenarioFile, root)
    notes: list[str] = []
    tables, wrong = _tables(path.parent, notes)
    problems += wrong
    if path.name != HEAD:
        problems.append(
            Problem(
                "file-missing",
                root.file + ":1:1",
                "a complete scenario in a file of another name",
                HEAD,
                remedy=f"call it {HEAD} and put its tables beside it, or begin a page with `brief: 1` or `facts: 1`",
            )
        )
    if problems or file is None:
        return None, problems
    return Loaded(path.parent, file, tables, root, notes=tuple(notes)), []


#: parts of a page of facts that tell what came after, and of its provenance
AFTERWARDS = (("record",), ("notes",), ("provenance", "record"))


def _parts_of_the_record(root: Node) -> list[Problem]:
    """Inputs and record are separate files: name what of the record stands on a page of facts."""
    found = []
    for path in AFTERWARDS:
        node = root
        for part in path[:-1]:
            node = node.value.get(part) if isinstance(node.value, dict) else None
            if node is None:
                break
        if node is not None and isinstance(node.value, dict) and path[-1] in node.value:
            found.append(
                Problem(
                    "record-inside",
                    place(root, path),
                    ".".join(path),
                    "what was known on the day of the start",
                    remedy="move it to record/course.yaml beside the page, which no simulation reads",
                )
            )
    return found


def _page(
    path: Path,
    root: Node,
    model: type[Model],
    expand: Callable[[Model, Callable[[tuple], str]], tuple],
    refused: Sequence[Problem] = (),
) -> tuple[Loaded | None, list[Problem]]:
    """A scenario on one page, expanded into the ordinary tables; `refused` are faults that were found before."""
    page, problems = _validated(model, root)
    where = {problem.where for problem in refused}
    problems = [*refused, *(problem for problem in problems if problem.where not in where)]
    if path.name == HEAD:
        problems += [
            Problem("key-unknown", f"{extra.name}:1:1", "a table beside a page", remedy="remove it")
            for extra in sorted(path.parent.glob("*.csv"))
        ]
    if page is None or problems:
        return None, problems
    file, tables, work = expand(page, lambda where: place(root, where))
    if file is None:
        return None, work.problems
    return Loaded(path.parent, file, tables, root, tuple(work.filled), tuple(work.asked())), []


def _validated(model: type[Model], root: Node) -> tuple[Model | None, list[Problem]]:
    try:
        return model.model_validate(root.plain()), []
    except ValidationError as error:
        return None, problems_of(error, lambda where: place(root, where), model)


def _tables(directory: Path, notes: list[str]) -> tuple[dict[str, list[Item]], list[Problem]]:
    """Every table of a directory, and the problems of all of them."""
    problems: list[Problem] = []
    tables: dict[str, list[Item]] = {}
    for name, model in TABLES.items():
        path = directory / f"{name}.csv"
        if not path.exists() and not path.is_symlink():
            if name in REQUIRED:
                problems.append(
                    Problem("file-missing", f"{name}.csv:1:1", "no such file", remedy="write the table")
                )
            continue
        allowed = inside(directory, f"{name}.csv")
        if isinstance(allowed, Problem):
            problems.append(allowed)
            continue
        tables[name], wrong = read_table(allowed, model, notes)
        problems += wrong
    known = {f"{name}.csv" for name in TABLES}
    for path in sorted(directory.glob("*.csv")):
        if path.name not in known:
            problems.append(
                Problem(
                    "key-unknown",
                    f"{path.name}:1:1",
                    "a table that is not in the format",
                    ", ".join(sorted(known)),
                    nearest(path.name, known),
                    "rename or remove it",
                )
            )
    return tables, problems


def place(root: Node, location: Sequence[str | int]) -> str:
    """file:line:column of the value at `location`, or of its nearest ancestor; of the key where a key is at fault."""
    node = root
    for part in location:
        value: Any = node.value
        if isinstance(value, list):
            value = dict(enumerate(value))
        if isinstance(value, dict) and part in value:
            node = value[part]
    return f"{root.file}:{node.line}:{node.column}"
