"""A sheet for a class: five contenders, some moments of one history, shares to predict and then to see, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.history import COL, Reader
from politburo.measures.names import short_name
from politburo.plots.chart import Band, Frame, stack
from politburo.plots.courses import own_inks
from politburo.plots.source import foot, heaviest, inks
from politburo.plots.svg import Figure, Sheet, figure
from politburo.study.questions.lesson import SWEETS, sweets
from politburo.vocab import Cause, EventKind
from politburo.words.chronicle import BECAUSE

if TYPE_CHECKING:
    from politburo.study.running.run import Run

CONTENDERS, MOMENTS = 5, 9
LEAST_APART = 24  # two moments are at least this part of all months apart
TOLD = 2  # sentences to a moment
#: events that a class can argue about, most telling first
TELLING = (
    EventKind.COLLAPSE,
    EventKind.COUP,
    EventKind.LEADER_CHOSEN,
    EventKind.DEATH,
    EventKind.COALITION,
    EventKind.SANCTION,
    EventKind.OFFENSIVE,
    EventKind.CHALLENGE,
    EventKind.BLOC,
    EventKind.LETTER_DISCLOSED,
    EventKind.CONFIDENCE,
    EventKind.PARTY_VOTE,
    EventKind.OFFICE_FILLED,
    EventKind.OFFICE_CREATED,
    EventKind.CONGRESS,
)


@dataclass(frozen=True)
class Moment:
    """What happened in a month, the sweets of each contender after it, who gained and lost, and why it happened."""

    date: str
    sentences: tuple[str, ...]
    sweets: tuple[int, ...]
    change: str
    reason: str


def lesson(run: Run, history: str | int = "typical") -> dict[str, Any]:
    """Contenders, start, moments and the chart of answers, of one history."""
    course, names = run.course(history), run.names
    power = course.of_contenders("power")
    persons = heaviest(power, CONTENDERS)  # type: ignore[arg-type]
    known = list(inks(run))
    persons.sort(key=lambda p: known.index(p) if p in known else len(known))
    held = np.array([power[p] for p in persons]).T  # month, person
    reader, told = course.reader, course.sentences
    telling = _telling(reader, persons, told)
    months = _telling_months(held, telling)
    called = [names[p] for p in persons]
    moments, before = [], sweets(list(held[0]))
    first = before
    for month in months:
        after = sweets(list(held[min(month + 1, len(held) - 1)]))
        day = f"{reader.day(month):%Y-%m}"
        reason = BECAUSE[Cause(int(reader.rows[telling[month][0]][COL["cause"]]))]
        texts = tuple(told[place] for place in sorted(telling[month]))
        moments.append(Moment(day, texts, after, _change(called, before, after), reason))
        before = after
    whole = {p.id: short_name(p.name) for p in run.resolved.persons}
    return {
        "history": course.number,
        "contenders": [(names[p], whole[p]) for p in persons],
        "names": called,
        "start": f"{run.resolved.start:%Y-%m}",
        "first": first,
        "moments": moments,
        "total": SWEETS,
        "figure": _answers(run, course.number, persons, called, first, moments) if moments else None,
    }


def _telling(reader: Reader, persons: list[str], told: dict[int, str]) -> dict[int, list[int]]:
    """Rows of the events that are told of and concern these persons, by month, the most telling first, so many as a moment tells."""
    found: dict[int, list[tuple[int, int]]] = {}
    for place in told:
        row = reader.rows[place]
        kind = EventKind(int(row[COL["kind"]]))
        concerned = {reader.person(int(row[COL[column]])) for column in ("who", "whom")}
        if kind in TELLING and concerned & set(persons):
            found.setdefault(int(row[COL["month"]]), []).append((TELLING.index(kind), place))
    return {month: [place for _, place in sorted(best)[:TOLD]] for month, best in found.items()}


def _telling_months(held: Any, telling: dict[int, list[int]]) -> list[int]:
    """Months of telling events around which the contenders' shares move most, in order of time."""
    part = held / np.maximum(held.sum(1, keepdims=True), 1e-9)
    last = len(held) - 1
    moved = {m: float(np.abs(part[min(m + 1, last)] - part[max(m - 1, 0)]).sum()) for m in telling}
    taken: list[int] = []
    for month in sorted(moved, key=lambda m: (-moved[m], m)):
        apart = all(abs(month - other) > len(held) // LEAST_APART for other in taken)
        if apart and len(taken) < MOMENTS:
            taken.append(month)
    return sorted(taken)


def _change(names: list[str], before: tuple[int, ...], after: tuple[int, ...]) -> str:
    """Who gained and who lost, in sweets."""
    moved = [(b - a, name) for name, a, b in zip(names, before, after, strict=True) if a != b]
    return (
        ", ".join(f"{name} {'+' if by > 0 else '−'}{abs(by)}" for by, name in sorted(moved, reverse=True))
        or "no change"
    )


def _answers(
    run: Run, number: int, persons: list[str], names: list[str], first: tuple[int, ...], moments: list[Moment]
) -> Figure:
    """Shares after each moment, in sweets."""
    ink, rows = own_inks(run, persons), [first, *(m.sweets for m in moments)]
    bands = [
        Band(name, [row[n] for row in rows], ink[p])
        for n, (p, name) in enumerate(zip(persons, names, strict=True))
    ]
    height = 260

    def draw(sheet: Sheet) -> None:
        right = sheet.width - (110 if sheet.narrow else 120)
        frame = Frame(sheet, 30, 12, right, height - 26, (0, len(moments)), (0, SWEETS))
        frame.grid(range(0, SWEETS + 1, 5), str, lines=False)
        stack(frame, range(len(rows)), bands, form=str)
        frame.years(["start", *(str(n) for n in range(1, len(rows)))], range(len(rows)))

    table = [["start", *first], *([f"{n}. {m.date}", *m.sweets] for n, m in enumerate(moments, 1))]
    return figure(
        "lesson",
        "The sweets, moment by moment",
        caption=f"{SWEETS} sweets divided among the five after each moment, in proportion to their simulated power.",
        columns=("after", *names),
        rows=table,
        draw=draw,
        height=height,
        foot=foot(run, number),
    )
