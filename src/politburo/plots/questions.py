"""Figures of the answers to the questions, from the data that `--json` prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from politburo.measures import names as called
from politburo.measures.quantities import SHARE
from politburo.plots.chart import Frame, interval, labels, ticks
from politburo.plots.palette import Ink, hue, step
from politburo.plots.svg import Figure, Sheet, figure, path
from politburo.words.answer import Data, signed
from politburo.words.comparison import plain, unlike
from politburo.words.headline import percent
from politburo.words.odds import SEEN

CURVES = 5  # persons with a curve of their own

SPANS = 16  # differences that are drawn
ROW = 22


def odds(found: Data) -> Figure:
    """The odds of ruling alone in the end by month, with bands; of being in the ruling coalition where nobody ever could."""
    known = [n for n, value in enumerate(found["nobody"]) if value is not None]
    months = [found["months"][n] for n in known]
    xs = [int(m[:4]) + (int(m[5:]) - 1) / 12 for m in months]

    def curves(role: str) -> list[tuple[str, list[Data]]]:
        rows = [(p["id"], [p[role][n] for n in known]) for p in found["persons"]]
        rows = [row for row in rows if max(e["share"] for e in row[1]) >= SEEN]
        return sorted(rows, key=lambda row: -sum(e["share"] for e in row[1]))[:CURVES]

    alone = curves("sole")
    shown = alone or curves("ruling")
    names = called.labels(
        {p["id"]: p["name"] for p in found["persons"]},
        {p["id"]: p.get("short", "") for p in found["persons"]},
    )
    what = "rule alone" if alone else "be in the ruling coalition"
    height = 300

    def draw(sheet: Sheet) -> None:
        marks = ticks(100 * max([0.05, *(e["high"] for _, row in shown for e in row)]))
        right = sheet.width - (110 if sheet.narrow else 140)
        frame = Frame(
            sheet, 44, 12, right, height - 26, (xs[0], max(xs[-1], xs[0] + 0.5)), (0, marks[-1] / 100)
        )
        frame.grid([m / 100 for m in marks], lambda value: f"{100 * value:.0f} %")
        ends: list[tuple[float, str, Ink]] = []
        for n, (person, row) in enumerate(shown):
            spans = [(e["low"], e["share"], e["high"]) for e in row]
            hints = [f"{names[person]}, {m}: {percent(e)}" for m, e in zip(months, row, strict=True)]
            interval(frame, xs, spans, hue(n), hints)
            ends.append((frame.y(row[-1]["share"]), names[person], hue(n)))
        labels(frame, ends)
        years = sorted({m[:4] for m in months})
        frame.years(years, [max(int(year), xs[0]) for year in years])

    question = found["facts"]["question"]
    whose = f"given history {found['facts']['history']}" if question == "one history" else question
    return figure(
        "odds",
        f"Who was winning, {whose}",
        caption=f"Probability to {what} in the end, as known at the beginning of each month, with 95 % bands.",
        columns=("month", *(names[person] for person, _ in shown)),
        rows=[[m, *(percent(row[n]) for _, row in shown)] for n, m in enumerate(months)],
        draw=draw,
        height=height,
        foot=_foot(found),
    )


def comparison(found: Data) -> Figure:
    """The differences that a change makes to shares of histories, with intervals; those that differ first."""
    rows = [r for r in unlike(found["rows"]) if r["unit"] == SHARE and r["differing"] > 0]
    rows = sorted(rows, key=lambda r: -abs(r["difference"]) / max(r["high"] - r["low"], 1e-9))[:SPANS]
    title = f"What if: {found['facts']['change']['title']}"
    caption = "Difference that the change makes to the share of histories, in percentage points, with paired 95 % intervals."
    return _spans("compare", title, caption, [(r["quantity"], r) for r in rows], _foot(found))


def factors(found: Data) -> Figure:
    """What taking away each fact changes, and below it the shares of the groups."""
    rows = [(r["name"], r) for r in found["removals"]]
    rows = sorted(rows, key=lambda row: -abs(row[1]["difference"]))[:SPANS]
    rows.sort(key=lambda row: row[1]["difference"])
    shares = [(f"all {s['group']}", {**s, "difference": s["share"]}) for s in found["shares"]]
    title = f"Why {found['facts']['name']} {found['facts']['outcome']}"
    caption = (
        "Percentage points of a probability: what it changes to take one fact away, and, below, "
        "each group's share in it (Shapley). Lines are 95 % intervals."
    )
    return _spans("factors", title, caption, rows, _foot(found), shares)


def times(found: Data) -> Figure:
    """By when things had happened, as shares of histories."""
    start = found["facts"]["start"]
    begin = int(start[:4]) + (int(start[5:7]) - 1) / 12
    rows = list(found["times"].items())
    last = begin + max(len(t["by"]) for _, t in rows) / 12
    height = 320

    def draw(sheet: Sheet) -> None:
        right = sheet.width - (150 if sheet.narrow else 226)
        frame = Frame(sheet, 44, 12, right, height - 26, (begin, last), (0, 1))
        frame.grid((0, 0.25, 0.5, 0.75, 1), lambda value: f"{100 * value:.0f} %")
        ends: list[tuple[float, str, Ink]] = []
        for n, (name, t) in enumerate(rows):
            points = [(frame.x(begin + m / 12), frame.y(value)) for m, value in enumerate(t["by"])]
            hint = f"{name}: {percent(t['within_window'])} within the window"
            sheet.add("path", {"d": path(points), **hue(n).stroke, "stroke-width": 2}, hint)
            ends.append((frame.y(t["by"][-1]), name, hue(n)))
        labels(frame, ends)
        years = range(int(begin) + 1, int(last) + 1)
        frame.years([str(year) for year in years], [float(year) for year in years])

    return figure(
        "paths",
        "How long it took",
        caption="Share of histories in which each has happened by then (Kaplan and Meier).",
        columns=("until the first", "half by", "within the window"),
        rows=[[name, t["median"] or "not within", percent(t["within_window"])] for name, t in rows],
        draw=draw,
        height=height,
        foot=_foot(found),
    )


def effects(found: Data) -> Figure:
    """How far each parameter moves the first outcome of a sensitivity analysis."""
    name, told = next(iter(found["outcomes"].items()))
    rows = [(row["parameter"], {**row, "difference": row["effect"]}) for row in found["rows"]]
    rows = [row for row in rows if row[1]["outcome"] == name][:SPANS]
    rows.sort(key=lambda row: row[1]["difference"])
    of_shares = told["unit"] == SHARE
    unit = "percentage points" if of_shares else told["unit"]
    title = f"Which parameters move it: {told['label']}"
    caption = f"What moves, in {unit}, when a parameter goes from the lower to the upper end of its prior. Lines are 95 % intervals."
    scale, form = (100.0, signed) if of_shares else (1.0, lambda value: plain(value, "+"))
    return _spans("sensitivity", title, caption, rows, _foot(found), scale=scale, form=form)


def _spans(
    name: str,
    title: str,
    caption: str,
    rows: Sequence[tuple[str, Data]],
    foot: str,
    more: Sequence[tuple[str, Data]] = (),
    *,
    scale: float = 100.0,
    form: Callable[[float], str] = signed,
) -> Figure:
    """Differences, as shares in points (`scale`), with their intervals round a line at 0; `more` stand apart, below."""
    every = [*rows, *more]
    top = scale * max([0.01, *(max(abs(r["low"]), abs(r["high"])) for _, r in every)])
    marks = ticks(top, 3)
    height = 40 + ROW * len(every) + (10 if more else 0)

    def draw(sheet: Sheet) -> None:
        left = 150 if sheet.narrow else 330
        room = int((left - 14) / 6.3)
        frame = Frame(sheet, left, 8, sheet.width - 60, height - 26, (-marks[-1], marks[-1]), (0, 1))
        for mark in sorted({-m for m in marks} | set(marks)):
            sheet.line(
                frame.x(mark), frame.top, frame.x(mark), frame.bottom, kind="soft" if mark == 0 else "rule"
            )
            sheet.text(
                frame.x(mark),
                frame.bottom + 16,
                f"{mark:+g}" if mark else "0",
                anchor="middle",
                kind="soft",
                size=11,
            )
        for n, (label, r) in enumerate(every):
            y = frame.top + 14 + ROW * n + (10 if n >= len(rows) else 0)
            apart = r["low"] > 0 or r["high"] < 0
            ink = hue(0) if apart else step(2)
            hint = f"{label}: {form(r['difference'])} ({form(r['low'])} to {form(r['high'])})"
            words = label if len(label) <= room else f"{label[: room - 1]}\u2026"
            sheet.text(left - 10, y + 4, words, anchor="end", size=11)
            sheet.line(frame.x(scale * r["low"]), y, frame.x(scale * r["high"]), y, kind="ink", width=1.4)
            sheet.add("circle", {"cx": frame.x(scale * r["difference"]), "cy": y, "r": 4, **ink.fill}, hint)
            sheet.text(sheet.width - 4, y + 4, form(r["difference"]), anchor="end", size=11, bold=apart)

    return figure(
        name,
        title,
        caption=caption,
        columns=("", "points" if scale > 1 else "effect", "95 %"),
        rows=[[label, form(r["difference"]), f"{form(r['low'])} to {form(r['high'])}"] for label, r in every],
        draw=draw,
        height=height,
        foot=foot,
    )


def _foot(found: Data) -> str:
    """The line under every figure: simulated, and how."""
    facts = found["facts"]
    count = facts.get("histories") or facts.get("futures")
    what = {"one history": "futures from each month"}.get(facts.get("question", ""), "histories")
    return f"Simulated: {facts['case']}, {count:,} {what}, seed {facts['seed']}"


#: question -> the figure of its answer
FIGURES: dict[str, Callable[[Data], Figure]] = {
    "odds": odds,
    "compare": comparison,
    "factors": factors,
    "paths": times,
}
