"""Figures of one history of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from politburo.measures.history import month_date
from politburo.measures.stages import Stage
from politburo.plots.chart import LETTER, Band, Frame, labels, stack
from politburo.plots.ensembles import QUARTERS, per_cent
from politburo.plots.palette import Ink, hue, step
from politburo.plots.source import foot, heaviest, inks
from politburo.plots.svg import PAPER, Figure, Sheet, figure
from politburo.study.running.tables import called, stage_rows
from politburo.vocab import Standing

if TYPE_CHECKING:
    from politburo.study.running.run import Run

PERSONS = 8  # streams in the flow
NAMED = 6  # persons with a band of their own
#: lanes of the flow from above: heading, standing
LANES = (
    ("Core", Standing.CORE),
    ("Ring", Standing.RING),
    ("Outside", Standing.OUTSIDE),
    ("Bloc", Standing.BLOC),
)


def own_inks(run: Run, persons: Sequence[str]) -> dict[str, Ink]:
    """Inks of these persons: the run's own where it has one, greys for others."""
    known = inks(run)
    rest = iter(range(PERSONS, PERSONS + len(persons)))
    return {p: known[p] if p in known else hue(next(rest)) for p in persons}


def month_frame(run: Run, sheet: Sheet, bottom: float, *, left: float = 44, top: float = 12) -> Frame:
    """A frame whose scale across is months."""
    right = sheet.width - (110 if sheet.narrow else 120)
    return Frame(sheet, left, top, right, bottom, (0, max(run.resolved.months - 1, 1)), (0.0, 1.0))


def year_marks(run: Run, frame: Frame) -> None:
    """A label at each January."""
    start = run.resolved.start
    first = (13 - start.month) % 12
    months = list(range(first, run.resolved.months, 12))
    if not months:
        frame.years([f"{start:%Y-%m}"], [0])
        return
    frame.years([str(start.year + (start.month - 1 + m) // 12) for m in months], months)


def _monthly(
    run: Run, history: str | int, series: str, *, name: str, title: str, caption: str, rest: tuple[str, str]
) -> Figure:
    """Stacked monthly shares of the heaviest persons, others, and what nobody has."""
    course, names = run.course(history), run.names
    found = course.of_contenders(series)
    known = list(inks(run))
    chosen = sorted(heaviest(found, NAMED), key=lambda p: known.index(p) if p in known else len(known))  # type: ignore[arg-type]
    ink, months = own_inks(run, chosen), run.resolved.months
    bands = [Band(names[p], found[p], ink[p]) for p in chosen]
    other = [sum(v[m] for p, v in found.items() if p not in chosen) for m in range(months)]
    nobody = [max(0.0, 1 - other[m] - sum(b.values[m] for b in bands)) for m in range(months)]
    bands += [Band(rest[0], other, step(1)), Band(rest[1], nobody, step(0))]
    bands = [band for band in bands if max(band.values) > 0.005]
    height = 300

    def draw(sheet: Sheet) -> None:
        frame = month_frame(run, sheet, height - 26)
        frame.grid(QUARTERS, per_cent, lines=False)
        shown = [Band(b.label, [*b.values] * (2 if months == 1 else 1), b.ink) for b in bands]
        stack(frame, range(max(months, 2)), shown, form=per_cent)
        year_marks(run, frame)

    every = [m for m in range(months) if (run.resolved.start.month + m - 1) % 6 == 5 or m == months - 1]
    rows = [
        [f"{month_date(run.resolved.start, m):%Y-%m}", *(per_cent(b.values[m]) for b in bands)] for m in every
    ]
    columns = ("month", *(b.label for b in bands))
    return figure(
        name,
        title,
        caption=caption,
        columns=columns,
        rows=rows,
        draw=draw,
        height=height,
        foot=foot(run, course.number),
    )


def power(run: Run, history: str | int = "typical") -> Figure:
    """Shares of power among the contenders of one history, month by month."""
    caption = "Shares of power, month by month: 1 is divided among the strongest persons of the month."
    rest = ("others", "nobody")
    return _monthly(run, history, "power", name="power", title="Who holds power", caption=caption, rest=rest)


def patrons_of(run: Run, history: str | int = "typical") -> Figure:
    """Organisations by patron in one history, month by month."""
    caption = "Territorial and functional organisations, weighted by delegates, by the person their secretary follows."
    rest = ("others", "no contender")
    title = "Whose organisations, in this history"
    return _monthly(run, history, "apparatus", name="patrons-of", title=title, caption=caption, rest=rest)


def flow(run: Run, history: str | int = "typical") -> Figure:
    """Who stood with whom: each person a stream that moves between core, ring, outside and opposing bloc.

    Persons are those with the most power over the whole history. Within a lane they keep one order, so that streams cross
    only where somebody changes sides. A cross ends the stream of one who died.
    """
    course, names = run.course(history), run.names
    weight, places, dead = course.of_contenders("power"), course.of_contenders("standing", -1), course.deaths
    persons = heaviest(weight, PERSONS)  # type: ignore[arg-type]
    known = list(inks(run))
    persons.sort(key=lambda p: known.index(p) if p in known else len(known))
    ink, months = own_inks(run, persons), run.resolved.months
    until = {p: min(dead.get(p, months), months) for p in persons}
    lane = {code: n for n, (_, code) in enumerate(LANES)} | {-1: 2}
    where = {p: [lane[int(code)] for code in places[p][: until[p]]] for p in persons}
    most = [
        max([1, *(sum(until[p] > m and where[p][m] == n for p in persons) for m in range(months))])
        for n in range(len(LANES))
    ]
    used = [any(n in w for w in where.values()) for n in range(len(LANES))]
    thick, gap = 13.0, 16.0
    tops: list[float] = []
    y = 10.0
    for n in range(len(LANES)):
        tops.append(y)
        y += most[n] * thick + gap if used[n] else 0
    height = y + 10

    def draw(sheet: Sheet) -> None:
        frame = month_frame(run, sheet, height - 26, left=62)
        for n, (heading, _) in enumerate(LANES):
            if used[n]:
                box = {
                    "x": frame.left,
                    "y": tops[n] - 3,
                    "width": frame.right - frame.left,
                    "height": most[n] * thick + 6,
                    "rx": 3,
                }
                sheet.add("rect", {**box, "class": "f-lane", "fill": "#f4f1ea"})
                sheet.text(frame.left - 8, tops[n] + 10, heading, anchor="end", kind="soft", size=11)
        ends = []
        for p in persons:
            points = _stream(
                p, persons, where, until, lambda n, place: tops[n] + (place + 0.5) * thick, frame.x
            )
            if not points:
                continue
            d = _bent(points)
            hint = f"{names[p]}: " + ", ".join(_spells(run, where[p]))
            line = {
                "d": d,
                **ink[p].stroke,
                "stroke-dasharray": None,
                "stroke-width": thick - 4,
                "stroke-linejoin": "round",
            }
            sheet.add("path", line, hint)
            if ink[p].dash:
                sheet.add(
                    "path",
                    {
                        "d": d,
                        "class": "edge",
                        "fill": "none",
                        "stroke": PAPER,
                        "stroke-width": 1.4,
                        "stroke-dasharray": ink[p].dash,
                    },
                )
            x, at = points[-1]
            if p in dead and until[p] < months:
                name = f"{names[p]} †"
                sheet.text(min(x + 4, frame.right - LETTER * len(name)), at + 4, name, size=11)
            else:
                ends.append((at, names[p], ink[p]))
        labels(frame, ends)
        year_marks(run, frame)

    rows = [[names[p], "; ".join(_spells(run, where[p])) + (" (died)" if p in dead else "")] for p in persons]
    return figure(
        "flow",
        "Who stood with whom",
        caption="The eight weightiest. Core: the ruling coalition; ring: co-opted; bloc: declared opposition; outside: the rest.",
        columns=("person", "where, from when"),
        rows=rows,
        draw=draw,
        height=height,
        foot=foot(run, course.number),
    )


def _stream(
    person: str,
    persons: Sequence[str],
    where: dict[str, list[int]],
    until: dict[str, int],
    height: Callable[[int, int], float],
    across: Callable[[float], float],
) -> list[tuple[float, float]]:
    """Points of a person's stream: only where his place changes, and both ends."""
    points: list[tuple[float, float]] = []
    for month in range(until[person]):
        lane = where[person][month]
        before = [p for p in persons[: persons.index(person)] if until[p] > month and where[p][month] == lane]
        points.append((across(month), height(lane, len(before))))
    keep = [
        n
        for n in range(len(points))
        if n in (0, len(points) - 1) or points[n][1] != points[n - 1][1] or points[n][1] != points[n + 1][1]
    ]
    return [points[n] for n in keep]


def _bent(points: Sequence[tuple[float, float]]) -> str:
    """Path data: level stretches joined by soft bends."""
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        d += f"H{x1:.1f}" if y0 == y1 else f"C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    return d if len(points) > 1 else f"{d}h4"


def _spells(run: Run, lanes: Sequence[int]) -> list[str]:
    """A person's stays in words."""
    starts = [m for m in range(len(lanes)) if m == 0 or lanes[m] != lanes[m - 1]]
    return [f"{LANES[lanes[m]][0].lower()} from {month_date(run.resolved.start, m):%Y-%m}" for m in starts]


def struggle(run: Run, history: str | int = "typical") -> Figure:
    """The stages of the struggle on a line of time: a simulated history above, the documented course below."""
    course, documented = run.course(history), run.documented_stages
    courses = [("Simulated", course.stages, "h0")]
    if documented:
        courses.append(("Documented", documented, "doc"))
    names = run.names

    def draw_for(sheet: Sheet) -> list[tuple[str, list[tuple[Stage, str, int]], str]]:
        frame = month_frame(run, sheet, 0, left=10)
        return [(heading, _packed(run, frame, stages, names), kind) for heading, stages, kind in courses]

    def needed(width: float) -> float:
        return (
            sum(
                34 + 21 * (1 + max((row for _, _, row in packed), default=0))
                for _, packed, _ in draw_for(Sheet(width, 0))
            )
            + 30
        )

    def draw(sheet: Sheet) -> None:
        frame = month_frame(run, sheet, sheet.height - 48, left=10)
        y = 14.0
        for heading, packed, kind in draw_for(sheet):
            sheet.text(2, y, heading, bold=True)
            y += 12
            for stage, text, row in packed:
                x, end = _reach(run, frame, stage)
                top = y + 21 * row
                done = "; ".join(stage.outcomes(lambda person: called(names, person)))
                hint = f"{stage.start:%Y-%m} to {stage.end:%Y-%m}: {stage.label}; {done}"
                box = {"x": x, "y": top, "width": end - x, "height": 15, "rx": 2}
                solid = (
                    {"class": "f-h0", "fill": "#0072b2"}
                    if kind == "h0"
                    else {"class": "f-ink", "fill": "#1d1c1a"}
                )
                sheet.add("rect", {**box, **solid}, hint)
                sheet.text(end + 4, top + 12, text, size=11)
            y += 22 + 21 * (1 + max((row for _, _, row in packed), default=0))
            if not packed:
                sheet.text(2, y - 22, "No clash among the contenders.", kind="soft")
        year_marks(run, frame)

    rows = []
    for heading, stages, _ in courses:
        for row in stage_rows(run, stages):
            rows.append(
                [
                    heading.lower(),
                    row["from"],
                    row["to"],
                    row["label"],
                    ", ".join(row["side_b"]),
                    "; ".join(row["outcome"]),
                ]
            )
    return figure(
        "struggle",
        "The stages of the struggle",
        caption="Each bar is a spell of open conflict, named after those whom the ruling side fought.",
        columns=("", "from", "to", "stage", "against", "outcome"),
        rows=rows,
        draw=draw,
        height=needed(720),
        narrow_height=needed(372),
        foot=foot(run, course.number) + ("; documented below" if documented else ""),
    )


def _reach(run: Run, frame: Frame, stage: Stage) -> tuple[float, float]:
    start = run.resolved.start
    months = [(day.year - start.year) * 12 + day.month - start.month for day in (stage.start, stage.end)]
    x, end = (frame.x(min(max(m, 0), run.resolved.months - 1)) for m in months)
    return x, max(end, x + 6)


def _packed(
    run: Run, frame: Frame, stages: Sequence[Stage], names: dict[str, str]
) -> list[tuple[Stage, str, int]]:
    """Stages with their words and the first row where both have room."""
    free: list[float] = []
    found = []
    for stage in stages:
        heads = [called(names, p) for p in stage.principals[: 1 if frame.sheet.narrow else 2]]
        more = len(stage.side_b) - len(heads)
        text = ", ".join(heads) + (f" +{more}" if more > 0 else "")
        x, end = _reach(run, frame, stage)
        row = next((n for n, until in enumerate(free) if until < x), len(free))
        free[row : row + 1] = [end + 10 + LETTER * len(text)]
        found.append((stage, text, row))
    return found
