"""The page of a ledger of forecasts: what was kept, what has come of it, and how well probabilities kept their word over time."""

from __future__ import annotations

from collections.abc import Sequence

from politburo.measures.written import per_cent
from politburo.words.answer import Answer, Cell, Data, Table
from politburo.words.markdown import table

TITLE = "Forecasts that were kept, and what came of them"


def parts(found: Data, kept: Sequence[Data], names: dict[str, str]) -> list[Answer]:
    """The sections of the page: `found` as `ledger_scores.scores` has it, `kept` a row for each entry, `names` of the scores."""
    were = "was" if found["entries"] == 1 else "were"
    sentences = [
        f"{_count(found['entries'], 'forecast')} {were} kept; of {found['scored']} something is known "
        f"by now, and {len(found['waiting'])} {'waits' if len(found['waiting']) == 1 else 'wait'} for a truth. "
        f"The digest of the last entry is {found['head']}.",
    ]
    answers = [Answer("In short", sentences)]
    foreseen, afterwards = found["foreseen"], found["afterwards"]
    if foreseen["all"]:
        answers += [_over_time("Over time", foreseen), _reliability(foreseen)]
        answers.append(_skill(foreseen, names))
    else:
        answers[0].sentences.append("Nothing that was kept before its date has been scored yet.")
    if afterwards["all"]:
        part = _over_time("Kept after the fact", afterwards)
        part.sentences.insert(
            0,
            "These were kept when the dates of which they speak had passed. They are no forecasts, and prove nothing about the forecaster.",
        )
        answers.append(part)
    rows: list[list[Cell]] = [
        [row["number"], row["kept"], row["title"], row["said"], row["next"], row["note"]] for row in kept
    ]
    columns = ["entry", "kept on", "scenario", "what it said first", "speaks of", "note"]
    answers.append(Answer("The ledger", [], [Table("All entries", columns, rows)]))
    return answers


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _over_time(title: str, of: Data) -> Answer:
    """Calibration by year."""
    every = [*of["years"], {"year": "all", **of["all"]}]
    rows: list[list[Cell]] = [
        [
            row["year"],
            row["dates"],
            *(per_cent(row[name]) for name in ("given", "blind", "promised", "found")),
        ]
        for row in every
    ]
    sentences = [
        "Who leads, by the year of the date that was forecast. The second and third figure are geometric means of the probability given "
        "to what came, by the forecasts and by a blind guess. The last two say how often what came should have been among the likeliest "
        "answers that hold half of the probability or a little more, and how often it was: forecasts that keep their word have both alike.",
    ]
    columns = ["year", "dates", "given to what came", "blind guess", "promised", "found"]
    return Answer(title, sentences, [Table("Calibration over time", columns, rows)])


def _reliability(of: Data) -> Answer:
    rows: list[list[Cell]] = [
        [
            f"{per_cent(row['from'])} to {per_cent(row['to'])}",
            row["answers"],
            per_cent(row["promised"]),
            per_cent(row["came"]),
        ]
        for row in of["reliability"]
    ]
    columns = ["probability given", "answers", "promised", "came true"]
    return Answer(
        "By probability", [], [Table("Of the answers given about the same probability", columns, rows)]
    )


def _skill(of: Data, names: dict[str, str]) -> Answer:
    rows: list[list[Cell]] = []
    for row in of["skill"]:
        known = row["low"] == row["low"]
        span = f"{row['low']:.2f} to {row['high']:.2f}" if known else "one block only"
        value = f"{row['skill']:.2f}" if row["skill"] == row["skill"] else "–"
        rows.append([names[row["score"]], row["reference"], value, span, row["items"]])
    sentences = [
        "Skill is 1 - loss / loss of the rival: above 0 the forecasts are better. The least comes first."
    ]
    columns = ["what is scored", "rival", "skill", "90 % interval", "answers"]
    return Answer("Beside simple rivals", sentences, [Table("Skill", columns, rows)])


def markdown(title: str, answers: Sequence[Answer], figure: tuple[str, str] | None = None) -> str:
    """Answers as a page in Markdown; a figure (place, words) stands after the first."""
    lines = [f"# {title}", ""]
    for n, answer in enumerate(answers):
        lines += [f"## {answer.title}", ""]
        for sentence in answer.sentences:
            lines += [sentence, ""]
        if n == 0 and figure is not None:
            lines += [f"![{figure[1]}]({figure[0]})", ""]
        for one in answer.tables:
            cells = [[_cell(cell) for cell in row] for row in one.rows]
            lines += [f"{one.title}:", "", table("|".join(one.columns), cells)]
    return "\n".join(lines).rstrip() + "\n"


def _cell(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).replace("|", "\\|").split())
