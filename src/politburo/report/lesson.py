"""A sheet for a class: five contenders, some moments of one history, shares to predict and then to see, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.chronicle import short_name, tell
from politburo.measures.reading import COL
from politburo.plots.chart import Band, Frame, stack
from politburo.plots.courses import own_inks
from politburo.plots.source import foot, heaviest, inks, shares, short
from politburo.plots.svg import Figure, Sheet, figure
from politburo.vocab import EventKind

if TYPE_CHECKING:
    from politburo.study.run import Run

CONTENDERS, MOMENTS, SWEETS = 5, 9, 20
APART = 3  # months at least between two moments
TOLD = 2  # sentences to a moment
#: events that a class can argue about, most telling first
TELLING = (
    EventKind.COLLAPSE,
    EventKind.COUP,
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
    """What happened in a month, and the sweets of each contender after it."""

    date: str
    sentences: tuple[str, ...]
    sweets: tuple[int, ...]
    change: str


def sweets(values: list[float], total: int = SWEETS) -> tuple[int, ...]:
    """Whole shares of `total` in proportion to values, by the largest remainder; ties go to the first.

    >>> sweets([0.5, 0.3, 0.2], 10)
    (5, 3, 2)
    >>> sweets([1, 1, 1], 10)
    (4, 3, 3)
    """
    whole = sum(values)
    exact = [total * value / whole if whole > 0 else total / len(values) for value in values]
    given = [int(value) for value in exact]
    order = sorted(range(len(values)), key=lambda n: (given[n] - exact[n], n))
    for n in order[: total - sum(given)]:
        given[n] += 1
    return tuple(given)


def lesson(run: Run, history: str | int = "typical") -> dict[str, Any]:
    """Contenders, start, moments and the chart of answers, of one history."""
    number = run.pick(history)
    power, names = shares(run, number), short(run)
    persons = heaviest(power, CONTENDERS)  # type: ignore[arg-type]
    known = list(inks(run))
    persons.sort(key=lambda p: known.index(p) if p in known else len(known))
    held = np.array([power[p] for p in persons]).T  # month, person
    told = _told(run, number)
    months = _telling_months(held, told)
    called = [names[p] for p in persons]
    moments, before = [], sweets(list(held[0]))
    first = before
    for month in months:
        after = sweets(list(held[min(month + 1, len(held) - 1)]))
        day = f"{run.reader(number).day(month):%Y-%m}"
        moments.append(Moment(day, tuple(told[month][:TOLD]), after, _change(called, before, after)))
        before = after
    whole = {p.id: short_name(p.name) for p in run.resolved.persons}
    return {
        "history": number,
        "contenders": [(names[p], whole[p]) for p in persons],
        "names": called,
        "start": f"{run.resolved.start:%Y-%m}",
        "first": first,
        "moments": moments,
        "total": SWEETS,
        "figure": _answers(run, number, persons, called, first, moments) if moments else None,
    }


def _told(run: Run, number: int) -> dict[int, list[str]]:
    """Sentences by month, the most telling first."""
    reader = run.reader(number)
    found: dict[int, list[tuple[int, str]]] = {}
    for row in reader.rows:
        kind = EventKind(int(row[COL["kind"]]))
        if kind in TELLING:
            entry = (TELLING.index(kind), tell(reader, row))
            found.setdefault(int(row[COL["month"]]), []).append(entry)
    return {month: [text for _, text in sorted(entries)] for month, entries in found.items()}


def _telling_months(held: Any, told: dict[int, list[str]]) -> list[int]:
    """Months of telling events after which the contenders' shares move most, in order of time."""
    total = np.maximum(held.sum(1, keepdims=True), 1e-9)
    part = held / total
    last = len(held) - 1
    moved = {m: float(np.abs(part[min(m + 1, last)] - part[max(m - 1, 0)]).sum()) for m in told}
    taken: list[int] = []
    for month in sorted(moved, key=lambda m: (-moved[m], m)):
        if len(taken) < MOMENTS and all(abs(month - other) >= APART for other in taken):
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
        right = sheet.width - (92 if sheet.narrow else 120)
        frame = Frame(sheet, 30, 12, right, height - 26, (0, len(moments)), (0, SWEETS))
        frame.grid(range(0, SWEETS + 1, 5), str)
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
