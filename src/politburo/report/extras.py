"""Answers to further questions that lie in a saved run's folder: `odds.json`, `compare.json`.

Each file is one answer or a list of answers of this form, all texts plain::

    {"title": "...", "sentences": ["..."], "tables": [{"title": "...", "columns": ["..."], "rows": [["...", 1.5]]}]}

`sentences` and `tables` may be left out. The page shows the answers in this order, under "Questions put to the model".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from politburo.errors import PolitburoError, Problem

if TYPE_CHECKING:
    from politburo.study.run import Run

FILES = ("odds.json", "compare.json")


class AnswerTable(BaseModel):
    """A table of an answer; every row has a cell for every column."""

    model_config = ConfigDict(frozen=True)
    title: str = ""
    columns: list[str]
    rows: list[list[str | float | int | None]]


class Answer(BaseModel):
    """One answer as the page shows it."""

    model_config = ConfigDict(frozen=True)
    title: str
    sentences: list[str] = []
    tables: list[AnswerTable] = []


_ANSWERS = TypeAdapter(Answer | list[Answer])


def extras(run: Run) -> list[dict[str, Any]]:
    """The answers that lie beside a run. Raises `PolitburoError` for a file that is not of the form above."""
    if run.saved is None:
        return []
    found: list[dict[str, Any]] = []
    for name in FILES:
        path = run.saved.folder / name
        if not path.is_file():
            continue
        try:
            answers = _ANSWERS.validate_python(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, ValidationError) as error:
            what = f"not an answer: {str(error).splitlines()[0]}"
            raise PolitburoError(
                Problem("run-damaged", str(path), what, remedy="make it again or remove it")
            ) from error
        found += [a.model_dump() for a in (answers if isinstance(answers, list) else [answers])]
    return found
