"""The catalogue, the user's own scenarios, and what a case says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.scenario.shelf import shelf
from politburo.studio.api.kit import Kit, Response, Set, Start, kit_of, stamp, told
from politburo.studio.asks import asked, change_of
from politburo.studio.places import OWN

router = APIRouter()
Here = Depends(kit_of)
PAGE = "page.yaml"
ShortText = Annotated[str, Query(max_length=200)]


class Page(BaseModel):
    """A scenario on one page, as text or as its fields."""

    model_config = ConfigDict(extra="forbid")
    text: str | None = None
    page: dict[str, Any] | None = None


class Saved(Page):
    replace: bool = False
    draft: bool = False


@router.get("/catalog")
async def catalog(kit: Kit = Here) -> Response:
    """Every case of the catalogue."""
    return told(await kit.answers.soon("catalog", shelf), ["catalog", "--known", "--json"])


@router.get("/files")
def files(kit: Kit = Here) -> Response:
    """The user's own scenarios."""
    rows = [{**row, "ref": f"{OWN}/{row['ref']}"} for row in shelf(kit.places.own)]
    return told(rows, ["catalog", str(kit.places.own), "--json"])


@router.get("/files/{name}")
def file(name: str, kit: Kit = Here) -> Response:
    """The text of one of the user's own pages."""
    from politburo.scenario.yamlread import MAX_BYTES
    from politburo.store.files import get

    path = kit.places.page(name)
    if not path.is_file():
        raise PolitburoError(Problem("file-missing", "name", name, "a page that is there"))
    text = get(path, MAX_BYTES).decode("utf-8", "replace")
    return told({"ref": f"{OWN}/{name}", "text": text})


@router.put("/files/{name}", status_code=201)
def save(name: str, page: Saved, kit: Kit = Here) -> Response:
    """Save a page of the user's own."""
    from politburo.store.files import put

    path = kit.places.page(name)
    if path.exists() and not page.replace:
        raise PolitburoError(
            Problem("target-exists", "name", name, "a new name", "", "choose another, or replace it")
        )
    text = _text(page)
    problems = _problems(text)
    if problems and not page.draft:
        raise PolitburoError(problems)
    kit.places.own.mkdir(parents=True, exist_ok=True)
    put(path, text.encode())
    return told({"ref": f"{OWN}/{name}"}, status=201)


@router.post("/check")
def check_page(page: Page) -> Response:
    """Every problem of a page that is being written."""
    found = []
    for problem in _problems(_text(page)):
        told_of = dict(vars(problem))
        if page.page is not None:
            told_of["path"] = _path(page.page, problem.where)
        found.append(told_of)
    return told({"problems": found})


def _text(page: Page) -> str:
    import yaml

    if (page.text is None) == (page.page is None):
        raise PolitburoError(Problem("usage", "body", "both or neither", "text or page"))
    if page.text is not None:
        return page.text
    return yaml.safe_dump(page.page, allow_unicode=True, sort_keys=False, width=10_000)


def _problems(text: str) -> list[Problem]:
    """What `politburo scenario check` says of a page with this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PAGE
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        return scenario.check(path)


def _path(page: dict[str, Any], where: str) -> list[str | int]:
    """The field of an object to which file:line:column of its YAML leads; empty where that is none."""
    import yaml

    parts = where.rsplit(":", 2)
    if len(parts) != 3 or not (parts[1].isdecimal() and parts[2].isdecimal()):
        return []
    wanted = int(parts[1]), int(parts[2])
    text = yaml.safe_dump(page, allow_unicode=True, sort_keys=False, width=10_000)
    best: tuple[tuple[int, int], list[str | int]] = ((0, 0), [])

    def visit(node: Any, path: list[str | int]) -> None:
        nonlocal best
        at = node.start_mark.line + 1, node.start_mark.column + 1
        if best[0] <= at <= wanted:
            best = at, path
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = key.start_mark.line + 1, key.start_mark.column + 1
                if best[0] <= here <= wanted:
                    best = here, [*path, key.value]
                visit(value, [*path, key.value])
        elif isinstance(node, yaml.SequenceNode):
            for n, value in enumerate(node.value):
                visit(value, [*path, n])

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        visit(root, [])
    return best[1]


@router.get("/schema/{form}")
def schema(form: Literal["complete", "brief", "facts"]) -> Response:
    """The JSON Schema of a form of scenario."""
    made = {"complete": scenario.schema, "brief": scenario.brief_schema, "facts": scenario.facts_schema}
    return told(made[form](), ["scenario", "schema", form])


@router.get("/example/{form}")
def example(form: Literal["brief", "facts"]) -> Response:
    """A sound page of a form, to begin from."""
    from politburo.scenario.load import CATALOG, HEAD

    case = {"brief": "heir", "facts": "india-1964"}[form]
    return told({"text": (CATALOG / case / HEAD).read_text(encoding="utf-8")})


@router.get("/cases/{case:path}/description")
def description(case: str, set_: Set, start: Start = "", kit: Kit = Here) -> Response:
    """What a scenario assumes, in sentences."""
    from politburo.words.description import describe

    resolved = _resolved(kit, case, start, set_)
    words = ["scenario", "describe", *kit.case_words(case, start, tuple(set_))]
    return told({"text": describe(resolved)}, words)


@router.get("/cases/{case:path}/check")
def check(case: str, kit: Kit = Here) -> Response:
    """Every problem of a scenario."""
    problems = [dict(vars(problem)) for problem in scenario.check(kit.places.case(case))]
    return told({"problems": problems}, ["scenario", "check", kit.places.case(case), "--json"])


@router.get("/cases/{case:path}/counterfactuals")
def ready(case: str, kit: Kit = Here) -> Response:
    """The ready counterfactuals of a case."""
    from politburo.study.questions.counterfactual import counterfactuals

    name = kit.places.case(case)
    rows = [change.model_dump() for change in counterfactuals(name).values()]
    return told(rows, ["compare", name, "--list", "--json"])


@router.get("/cases/{case:path}/facts")
async def facts(
    case: str, start: Start = "", like: ShortText = "", table: ShortText = "", kit: Kit = Here
) -> Response:
    """What can be changed of a case."""
    from politburo.words.changeable import changeable

    words = kit.case_words(case, start)
    key = ("facts", *words, like, table, stamp(words[0]))
    options = [*([f"--like={like}"] if like else []), *([f"--table={table}"] if table else [])]
    body = await kit.answers.soon(
        key, lambda: changeable(scenario.load(words[0]), start or None, like=like, table=table)
    )
    return told(body, ["compare", *words, "--facts", *options, "--json"])


@router.get("/cases/{case:path}/change")
def change(
    case: str,
    set_: Set,
    what: ShortText = "",
    date: Annotated[str, Query(max_length=10)] = "",
    start: Start = "",
    kit: Kit = Here,
) -> Response:
    """What a change means in words, or what is wrong with it."""
    from politburo.study.questions.counterfactual import in_words

    name, plain = (
        kit.places.case(case),
        {"case": case, "what": what, "set": set_, "date": date, "start": start},
    )
    try:
        ask = asked({"kind": "compare", **plain})
        party, meant = change_of(ask, name)
        body = in_words(party, meant)
    except PolitburoError as error:
        empty = {
            "title": "",
            "date": date,
            "month": 0,
            "months": 0,
            "when": "",
            "changes": [],
            "sentences": [],
        }
        body = {**empty, "problems": [dict(vars(problem)) for problem in error.problems]}
    words = ["compare", name, *([what] if what else []), *(f"--set={one}" for one in set_)]
    words += [*([f"--date={date}"] if date else []), *([f"--start={start}"] if start else [])]
    return told(body, [*words, "--dry-run", "--json"])


@router.get("/cases/{case:path}/record")
def record(case: str, kit: Kit = Here) -> Response:
    """The tables of a case's record."""
    from politburo.study.evidence.record_tables import contents

    name = kit.places.case(case)
    return told(contents(name), ["record", "list", name, "--json"])


@router.get("/cases/{case:path}/record/{table}")
def rows(case: str, table: str, kit: Kit = Here) -> Response:
    """The rows of a table of a case's record."""
    from politburo.study.evidence.record_tables import rows_of

    name = kit.places.case(case)
    return told(rows_of(name, table), ["record", "show", name, table, "--json"])


@router.get("/cases/{case:path}")
async def situation(case: str, set_: Set, start: Start = "", kit: Kit = Here) -> Response:
    """What was true on the day of the start."""
    from politburo.words.situation import situation_of

    words = kit.case_words(case, start, tuple(set_))
    key = ("situation", *words, stamp(words[0]))
    body = await kit.answers.soon(key, lambda: situation_of(scenario.load(words[0]), start or None, set_))
    return told(body, ["scenario", "situation", *words, "--json"])


def _resolved(kit: Kit, case: str, start: str, changes: list[str]) -> scenario.Resolved:
    loaded = scenario.load(kit.places.case(case))
    return scenario.resolve(scenario.patch(loaded, changes, start or None), start or None)
