"""Figures of all histories of a run together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from politburo.measures.written import day_text
from politburo.plots.chart import Band, Frame, diamond, interval, stack, ticks
from politburo.plots.palette import hue, step
from politburo.plots.source import foot, heaviest, inks, moments, patronage
from politburo.plots.svg import Cell, Figure, Sheet, figure
from politburo.study.running.tables import against, vote_rows
from politburo.words.headline import RULE

if TYPE_CHECKING:
    from politburo.measures.answer import Membership, Share
    from politburo.study.running.run import Run

CELL = "#4f8fc0"  # light enough for words in ink on it
NAMED = 5  # persons with a band of their own
QUARTERS = (0, 0.25, 0.5, 0.75, 1)
LOCI = {"committee": "the committee", "bureau": "the bureau", "group": "a group", "one": "one person"}
UNKNOWN = (None, None, None)  # members, workers, higher education
SPAN = "share (95 % interval)"


def per_cent(value: float) -> str:
    """A share as a whole per cent, small ones not rounded to nothing.

    >>> per_cent(0.254), per_cent(0.002), per_cent(0)
    ('25 %', '<1 %', '0 %')
    """
    return "<1 %" if 0 < value < 0.005 else f"{100 * value:.0f} %"


Counted = Literal["members", "workers", "higher"]


def span(entry: Share) -> str:
    """A share with its interval, for tables."""
    return f"{100 * entry['share']:.1f} % ({100 * entry['low']:.1f} to {100 * entry['high']:.1f})"


def _frame(sheet: Sheet, height: float, years: Sequence[float], top: float, *, left: float = 44) -> Frame:
    right = sheet.width - (126 if sheet.narrow else 168)
    low, high = years[0], years[-1]
    return Frame(sheet, left, 12, right, height - 26, (low, high if high > low else low + 0.5), (0.0, top))


def _shares(
    run: Run, name: str, title: str, bands: Sequence[Band], *, caption: str, source: str = ""
) -> Figure:
    """Stacked shares by year."""
    xs, labels, height = moments(run), run.summary["years"], 340

    def draw(sheet: Sheet) -> None:
        frame = _frame(sheet, height, xs, 1.0)
        frame.grid(QUARTERS, per_cent, lines=False)
        # one moment is drawn as a level of some width
        wide = xs if len(xs) > 1 else [xs[0], xs[0] + 0.5]
        shown = [Band(b.label, list(b.values) * (1 if len(xs) > 1 else 2), b.ink) for b in bands]
        stack(frame, wide, shown, form=per_cent)
        frame.years(labels, xs)

    rows = [[band.label, *(per_cent(v) for v in band.values)] for band in bands]
    return figure(
        name,
        title,
        caption=caption,
        columns=("", *labels),
        rows=rows,
        draw=draw,
        height=height,
        foot=source or foot(run),
    )


def end(run: Run) -> Figure:
    """Who rules alone on the last day: shares of histories with Wilson's 95 % intervals."""
    summary, people = run.summary, inks(run)
    persons = sorted(summary["leading"], key=lambda p: -p["sole_at_end"]["share"])
    alone = [
        (run.names[p["id"]], p["sole_at_end"], people[p["id"]])
        for p in persons
        if p["sole_at_end"]["share"] > 0
    ]
    kinds = sorted((k for k in summary["final"] if k != "sole"), key=lambda k: -summary["final"][k]["share"])
    others = [(RULE[k], summary["final"][k], step(2)) for k in kinds if summary["final"][k]["share"] > 0]
    rows = [*alone, *others]
    height = 30 + 26 * len(rows) + (26 if alone and others else 0) + 20

    def draw(sheet: Sheet) -> None:
        left = 150 if sheet.narrow else 190
        top = max([0.1, *(entry["high"] for _, entry, _ in rows)])
        marks = ticks(100 * top, 5)
        frame = Frame(sheet, left, 24, sheet.width - 56, height - 22, (0, marks[-1] / 100), (0, 1))
        for mark in marks:
            x = frame.x(mark / 100)
            sheet.line(x, frame.top, x, frame.bottom)
            sheet.text(x, frame.bottom + 16, f"{mark:.0f} %", anchor="middle", kind="soft", size=11)
        y = 14.0
        for heading, part in (("One rules alone", alone), ("Otherwise", others)):
            if not part:
                continue
            sheet.text(2, y, heading, kind="soft", size=11)
            y += 20
            for name, entry, ink in part:
                hint = f"{name}: {span(entry)}"
                box = {
                    "x": frame.left,
                    "y": y - 9,
                    "width": max(frame.x(entry["share"]) - frame.left, 0.5),
                    "height": 13,
                }
                sheet.add("rect", {**box, **ink.fill}, hint)
                sheet.line(
                    frame.x(entry["low"]), y - 2.5, frame.x(entry["high"]), y - 2.5, kind="ink", width=1.2
                )
                sheet.text(left - 8, y + 2, name, anchor="end")
                sheet.text(frame.x(entry["high"]) + 7, y + 2, per_cent(entry["share"]))
                y += 26
            y += 6

    return figure(
        "end",
        f"Who rules on {day_text(summary['end'])}",
        caption="Share of histories; the thin lines are 95 % intervals that count only chance between histories.",
        columns=("on the last day", SPAN),
        rows=[[name, span(entry)] for name, entry, _ in rows],
        draw=draw,
        height=height,
        foot=foot(run),
    )


def rulers(run: Run) -> Figure:
    """Who rules over time: every history falls in one band each December."""
    summary, people, names = run.summary, inks(run), run.names
    persons = [p for p in summary["leading"] if any(e["share"] for e in (*p["sole"], *p["primus"]))][:NAMED]
    years = range(len(summary["years"]))
    took = {"sole": [0.0 for _ in years], "primus": [0.0 for _ in years]}
    bands = []
    for person in persons:
        for role, text in (("sole", ""), ("primus", " (first)")):
            values = [entry["share"] for entry in person[role]]
            took[role] = [a + b for a, b in zip(took[role], values, strict=True)]
            ink = people[person["id"]]
            bands.append(Band(f"{names[person['id']]}{text}", values, ink.faint() if text else ink))
    types = {kind: [entry["share"] for entry in entries] for kind, entries in summary["types"].items()}
    rest = [
        max(0.0, a + b - c - d)
        for a, b, c, d in zip(types["sole"], types["primus"], took["sole"], took["primus"], strict=True)
    ]
    bands += [
        Band("anyone else", [v if v > 1e-6 * len(persons) + 2e-4 else 0.0 for v in rest], step(2)),
        Band("two together", types["dual"], step(1)),
        Band("collective", types["collective"], step(0)),
        Band("regime fallen", types["collapsed"], step(4)),
    ]
    caption = "Share of histories each December. Full colour: sole ruler; light (first): first among equals."
    return _shares(run, "rulers", "Who rules", [b for b in bands if max(b.values) > 0], caption=caption)


def locus(run: Run) -> Figure:
    """Where decisions fall: in the committee, the bureau, a group, one person."""
    found = run.summary["locus"]
    bands = [
        Band(text, [e["share"] for e in found[word]], step(n)) for n, (word, text) in enumerate(LOCI.items())
    ]
    caption = "The smallest circle that holds the ruling coalition each December, as a share of histories."
    return _shares(run, "locus", "Where decisions fall", [*reversed(bands)], caption=caption)


def effective(run: Run) -> Figure:
    """Effective number of rulers: 1 over the sum of squared power shares (Laakso and Taagepera 1979), median and 90 %."""
    xs, labels, entries = moments(run), run.summary["years"], run.summary["effective"]
    spans = [(e["low"], e["median"], e["high"]) for e in entries]
    hints = [
        f"{y}: median {e['median']:.1f}, 90 % {e['low']:.1f} to {e['high']:.1f}"
        for y, e in zip(labels, entries, strict=True)
    ]
    height = 240

    def draw(sheet: Sheet) -> None:
        marks = ticks(max(e["high"] for e in entries), 4)
        frame = _frame(sheet, height, xs, marks[-1])
        frame.grid(marks, lambda value: f"{value:g}")
        interval(frame, xs, spans, hue(0), hints)
        frame.years(labels, xs)
        x = frame.right + 8
        sheet.text(x, frame.y(spans[-1][1]) + 4, f"median {spans[-1][1]:.1f}", size=11)
        sheet.text(
            x, frame.y(spans[-1][1]) + 18, f"90 % {spans[-1][0]:.1f}-{spans[-1][2]:.1f}", kind="soft", size=11
        )

    return figure(
        "effective",
        "How many rule",
        caption="Effective number of rulers: 1 would be one alone. Median and the middle 90 % of histories.",
        columns=("year", "median", "5 %", "95 %"),
        rows=[
            [y, round(e["median"], 2), round(e["low"], 2), round(e["high"], 2)]
            for y, e in zip(labels, entries, strict=True)
        ],
        draw=draw,
        height=height,
        foot=foot(run),
    )


def core(run: Run) -> Figure:
    """A matrix of persons and years: the share of histories in which a person is in the ruling core."""
    summary, names = run.summary, run.names
    persons, labels = summary["leading"], summary["years"]
    height = 34 + 28 * max(len(persons), 1)

    def draw(sheet: Sheet) -> None:
        left = 84 if sheet.narrow else 120
        wide = (sheet.width - left - 4) / len(labels)
        for n, label in enumerate(labels):
            if wide >= 34 or n == len(labels) - 1 or (n % 2 == 0 and n < len(labels) - 2):
                text = label[2:4] if sheet.narrow and len(label) == 4 else label if wide >= 44 else label[:4]
                sheet.text(left + wide * (n + 0.5), 14, text, anchor="middle", kind="soft", size=11)
        for row, person in enumerate(persons):
            y = 24 + 28 * row
            sheet.text(left - 8, y + 18, names[person["id"]], anchor="end")
            for n, entry in enumerate(person["core"]):
                box = {"x": left + wide * n, "y": y, "width": wide - 1.5, "height": 26.5}
                strength = round(entry["share"], 3)
                hint = f"{names[person['id']]}, {labels[n]}: {span(entry)}"
                sheet.add("rect", {**box, "class": "f-cell", "fill": CELL, "fill-opacity": strength}, hint)
                if entry["share"] >= 0.005:
                    value, size = f"{100 * entry['share']:.0f}", 10 if sheet.narrow else 11
                    sheet.text(left + wide * (n + 0.5), y + 18, value, anchor="middle", size=size)

    return figure(
        "core",
        "Who is in the ruling core",
        caption="Per cent of histories, each December, in which a person belongs to the core of the ruling coalition.",
        columns=("", *labels),
        rows=[[names[p["id"]], *(span(e) for e in p["core"])] for p in persons],
        draw=draw,
        height=height,
        foot=foot(run),
    )


def votes(run: Run) -> Figure:
    """Votes on attacks by body: per cent against the ruling side, simulated spans beside documented tallies."""
    start = run.resolved.start.year
    entries = run.summary["votes"]
    documented = [{**row, "against": against(row)} for row in vote_rows(run, run.documented_clashes)]
    arenas = list(dict.fromkeys(entry["arena"] for entry in entries))
    arenas += [a for a in dict.fromkeys(row["body"] for row in documented) if a not in arenas]
    last = run.resolved.end.year + 1
    each = 124
    height = max(60, each * len(arenas))

    def draw(sheet: Sheet) -> None:
        if not arenas:
            sheet.text(2, 34, "Too few votes were counted to show their spread.", kind="soft")
        for row, arena in enumerate(arenas):
            mine = [e for e in entries if e["arena"] == arena]
            known = [d for d in documented if d["body"] == arena]
            top = max(
                [
                    10.0,
                    *(100 * e["against_ruling_side"]["high"] for e in mine),
                    *(d["against"] for d in known),
                ]
            )
            marks = ticks(top, 3)
            y = each * row
            frame = Frame(sheet, 44, y + 26, sheet.width - 16, y + each - 20, (start, last), (0, marks[-1]))
            sheet.text(2, y + 14, arena[0].upper() + arena[1:], bold=True)
            frame.grid(marks, lambda value: f"{value:g} %")
            for entry in mine:
                low, middle, high = (100 * entry["against_ruling_side"][k] for k in ("low", "median", "high"))
                first = int(entry["years"][:4])
                x = frame.x((first + min(first + 2, last)) / 2)
                hint = f"{arena}, {entry['years']}: median {middle:.1f} %, 90 % {low:.1f} to {high:.1f}; {entry['per_history']} a history"
                bar = {
                    "x": x - 4,
                    "y": frame.y(high),
                    "width": 8,
                    "height": max(frame.y(low) - frame.y(high), 1),
                }
                sheet.add("rect", {**bar, **hue(0).fill, "fill-opacity": 0.3}, hint)
                sheet.add(
                    "rect",
                    {"x": x - 8, "y": frame.y(middle) - 1.2, "width": 16, "height": 2.4, **hue(0).fill},
                    hint,
                )
            for vote in known:
                when = int(vote["date"][:4]) + int(vote["date"][5:7]) / 12
                hint = f"Documented, {vote['date']}: {vote['ayes']:,} to {vote['nays']:,}; {vote['against']:.1f} % against the ruling side"
                diamond(frame, when, vote["against"], hint)
            step_ = 2 if sheet.narrow or last - start > 14 else 1
            frame.years(
                [str(v) for v in range(start, last, step_)], [float(v) for v in range(start, last, step_)]
            )

    rows: list[list[Cell]] = [
        [
            e["arena"],
            e["years"],
            "simulated",
            f"{100 * e['against_ruling_side']['median']:.1f}",
            f"{100 * e['against_ruling_side']['low']:.1f} to {100 * e['against_ruling_side']['high']:.1f}",
            f"{100 * e['ruling_side_beaten']:.0f} % beaten; {e['per_history']} a history",
        ]
        for e in entries
    ]
    rows += [
        [
            d["body"],
            d["date"],
            "documented",
            f"{d['against']:.1f}",
            "",
            f"{d['ayes']:,} to {d['nays']:,}, {d['abstentions']:,} abstaining",
        ]
        for d in documented
    ]
    beside = " Diamonds are documented tallies." if documented else ""
    return figure(
        "votes",
        "How votes went",
        caption=f"Per cent of votes against the ruling side: median and middle 90 % of simulated votes on attacks.{beside}",
        columns=("body", "when", "", "% against", "90 %", "tally"),
        rows=rows,
        draw=draw,
        height=height,
        foot=foot(run),
    )


def membership(run: Run) -> Figure:
    """Members and their composition each December: median and 90 %, with what the record gives for the New Year after."""
    rows_, labels, xs = run.summary["membership"], run.summary["years"], moments(run)
    known: dict[str, tuple[float | None, float | None, float | None]] = {}
    if run.record is not None:
        first = [m for m in run.record.membership if (m.date.month, m.date.day) == (1, 1)]
        known = {str(m.date.year - 1): (m.full and m.full / 1000, m.workers, m.higher) for m in first}
    kinds: tuple[tuple[Counted, str, float], ...] = (
        ("members", "Full members, thousands", 0.001),
        ("workers", "Workers, %", 100.0),
        ("higher", "Higher education, %", 100.0),
    )
    each, height = 150, 450

    def draw(sheet: Sheet) -> None:
        for place, (key, text, unit) in enumerate(kinds):
            spans = [tuple(unit * row[key][q] for q in ("low", "median", "high")) for row in rows_]
            documented = [
                (x, value)
                for x, y in zip(xs, labels, strict=True)
                if (value := known.get(y, UNKNOWN)[place]) is not None
            ]
            marks = ticks(max([span_[2] for span_ in spans] + [value for _, value in documented]), 4)
            y = each * place
            frame = Frame(
                sheet,
                52,
                y + 26,
                sheet.width - 20,
                y + each - 22,
                (xs[0], max(xs[-1], xs[0] + 0.5)),
                (0, marks[-1]),
            )
            sheet.text(2, y + 14, text, bold=True)
            frame.grid(marks, lambda value: f"{value:,g}")
            hints = [
                f"{label}: {s[1]:,.1f} ({s[0]:,.1f} to {s[2]:,.1f})"
                for label, s in zip(labels, spans, strict=True)
            ]
            interval(frame, xs, spans, hue(2), hints)  # type: ignore[arg-type]
            for x, value in documented:
                diamond(frame, x, value, f"Documented: {value:,.1f}")
            frame.years(labels, xs)

    def cell(row: Membership, key: Counted, unit: float) -> str:
        found = row[key]
        return f"{unit * found['median']:,.1f} ({unit * found['low']:,.1f} to {unit * found['high']:,.1f})"

    def on_record(year: str, place: int) -> str:
        value = known.get(year, UNKNOWN)[place]
        return "" if value is None else f"{value:,.1f}"

    head = [c for _, text, _ in kinds for c in ((text, "documented") if known else (text,))]
    table = [
        [
            row["year"],
            *(
                c
                for n, (key, _, unit) in enumerate(kinds)
                for c in (
                    (cell(row, key, unit), on_record(row["year"], n)) if known else (cell(row, key, unit),)
                )
            ),
        ]
        for row in rows_
    ]
    beside = " Diamonds are the record, for the New Year that follows." if known else ""
    return figure(
        "membership",
        "Who belongs",
        caption=f"Full members each December: median and middle 90 % of histories.{beside}",
        columns=("December", *head),
        rows=table,
        draw=draw,
        height=height,
        foot=foot(run),
    )


def patrons(run: Run) -> Figure:
    """Organisations by patron: mean share of their delegates whose secretary follows a person."""
    found, count = patronage(run)
    people, names = inks(run), run.names
    chosen = [p for p in heaviest(found, NAMED + 1) if max(found[p]) > 0.005]  # type: ignore[arg-type]
    chosen.sort(key=lambda p: list(people).index(p) if p in people else len(people))
    taken = {p: people.get(p, hue(6 + n)) for n, p in enumerate(chosen)}
    bands = [Band(names[p], found[p], taken[p]) for p in chosen]
    years = range(len(run.summary["years"]))
    other = [sum(v[y] for p, v in found.items() if p not in chosen) for y in years]
    nobody = [max(0.0, 1 - other[y] - sum(b.values[y] for b in bands)) for y in years]
    bands += [Band("others", other, step(1)), Band("no contender", nobody, step(0))]
    read = f" Read off the first {count:,} histories." if count < len(run) else ""
    what = "Territorial and functional organisations, weighted by delegates, by the person their secretary follows"
    caption = f"{what}: mean over histories.{read}"
    return _shares(run, "patrons", "Whose organisations", bands, caption=caption)
