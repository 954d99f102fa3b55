"""The lesson of `study.questions.lesson` on one page of paper, as the studio prints it: with answers, or to fill in; and role cards.

The page has no script that could measure it, so the size of its type is chosen beforehand, from the number of letters in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil
from typing import TYPE_CHECKING, Any

from politburo.measures.written import listed, month_text
from politburo.study.questions.lesson import lesson

if TYPE_CHECKING:
    from politburo.study.running.run import Run

WIDTH, HEIGHT = 186.0, 252.0  # mm: what A4 and Letter both leave within margins of 12 mm, and some room below
POINT = 0.3528  # mm
LETTER, LINE = 0.53, 1.3  # of an em: the width of a letter, the height of a line
PADDING = 0.55  # em above and below the text of a row
SWEETS, WHEN, MINE = 4.4, 6.6, 14.0  # em: the width of a column of sweets, of months, of pupils' answers
WRITING = 13.0  # mm: the height of a row in which pupils write
SIZES = range(22, 12, -1)  # half points
CARD = 2  # lines of a role card that stand on the sheet


def class_lesson(run: Run) -> dict[str, Any]:
    """The lesson of the typical history with what the templates need beside it: `kinds` names the two pages and their size of type.

    Shapes: as `lesson`; months in words. Errors: those of `lesson`.
    """
    found = lesson(run)
    labels = [person["label"] for person in found["persons"]]
    for moment in found["moments"]:
        month = month_text(moment["date"])
        moment["when"] = f"{month[:3]} {month[-4:]}"
        moment["situation"] = moment["situation"].removeprefix(f"{month}. ")
        chosen = {option["id"]: option["label"] for option in moment["options"]}
        moment["answer_label"] = chosen[moment["answer"]]
        moment["told_briefly"] = briefly(" ".join(moment["told"][:1]))
    for person in found["persons"]:
        person["brief"] = " ".join(person["card"][:CARD])
    found |= {"when": month_text(found["start"]), "names": labels, "listed": listed(labels)}
    return {**found, "size": {pupils: type_size(found, pupils) for pupils in (False, True)}}


def type_size(found: dict[str, Any], pupils: bool) -> int:
    """The largest type in which the page is no higher than paper, in half points; the smallest there is where none is.

    Equation: the height of a row is its lines times the height of a line and its padding; a text has as many lines as its letters fill,
    and three letters of each line are lost at its end.
    """
    return next((size for size in SIZES if _height(found, pupils, size / 2) <= HEIGHT), SIZES[-1])


def _height(found: dict[str, Any], pupils: bool, points: float) -> float:
    """How high the page is, in millimetres, in type of so many points."""
    em = points * POINT
    page = WIDTH / em
    half = page / 2 - 1.5
    column = page - WHEN - SWEETS * len(found["persons"]) - (MINE if pupils else 0)

    def rows(texts: Iterable[str], width: float) -> float:
        return sum(_lines(text, width) * LINE + PADDING for text in texts)

    plan = max(
        rows((part["what"] for part in found["minutes"]), half - 4.5),
        rows((f"{person['label']} 20 {person['brief']}" for person in found["persons"]), half),
    )
    moments = rows((moment_text(moment, pupils) for moment in found["moments"]), column)
    if pupils:
        moments = max(moments, len(found["moments"]) * WRITING / em)
    around = 2.4 + 3 * LINE + 1.7 + plan + 2 * (LINE + PADDING) + 3 * LINE + 4
    return (around + moments) * em


def briefly(text: str, most: int = 220) -> str:
    """As many whole sentences of a text as so many letters hold, but always the first.

    >>> briefly("He asked. They voted, 5 to 1. He lost.", 20), briefly("He asked for more.", 5)
    ('He asked.', 'He asked for more.')
    """
    first, *rest = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
    for sentence in rest:
        if len(first) + 1 + len(sentence) > most:
            break
        first += f" {sentence}"
    return first


def _lines(text: str, width: float) -> int:
    return ceil((len(text) + 1) / max(width / LETTER - 3, 8))


def moment_text(moment: dict[str, Any], pupils: bool) -> str:
    """What stands of a moment on the sheet: for pupils what happened before and the question, for the teacher the answer and why."""
    if pupils:
        options = " · ".join(option["label"] for option in moment["options"])
        return f"{moment['situation']} {moment['question']} {options}"
    first = [moment["told_briefly"], *moment["reason"][:1]]
    return " ".join([moment["question"], f"{moment['answer_label']}.", *first])
