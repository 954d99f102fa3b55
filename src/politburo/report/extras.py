"""Answers to further questions that lie in a saved run's folder, as the page shows them under "Questions put to the model"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from politburo.errors import PolitburoError, Problem
from politburo.plots.questions import FIGURES
from politburo.plots.svg import Figure
from politburo.words.answer import Answer
from politburo.words.answers import ANSWERS

if TYPE_CHECKING:
    from politburo.study.running.run import Run


def extras(run: Run) -> list[tuple[Answer, Figure]]:
    """The answers that lie beside a run, in words and drawn: `odds.json`, `compare.json` (one or several), `factors.json`, `paths.json`.

    Raises `PolitburoError` (run-damaged) for a file that is no answer.
    """
    if run.saved is None:
        return []
    found: list[tuple[Answer, Figure]] = []
    for question, tell in ANSWERS.items():
        path = run.saved.folder / f"{question}.json"
        if not path.is_file():
            continue
        try:
            answer = json.loads(path.read_text(encoding="utf-8"))
            several = answer["comparisons"].values() if question == "compare" else [answer]
            found += [(tell(one), FIGURES[question](one)) for one in several]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            what = f"not an answer: {type(error).__name__} {error}"
            raise PolitburoError(
                Problem("run-damaged", str(path), what, remedy="ask again or remove it")
            ) from error
    return found
