"""What `politburo run` prints: the essential answer first, then the rest. 100 columns, plain when piped."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from politburo.measures.chronicle import short_name
from politburo.measures.definitions import Thresholds

if TYPE_CHECKING:
    from politburo.measures.stages import Stage
    from politburo.study.ensemble import Run

WIDTH = 100
#: calibrated words (after Kent 1964 and the UK's probability yardstick)
WORDS = (
    (0.01, "all but impossible"),
    (0.10, "a remote chance"),
    (0.25, "unlikely"),
    (0.45, "somewhat unlikely"),
    (0.55, "about as likely as not"),
    (0.75, "likely"),
    (0.90, "very likely"),
    (0.99, "almost certain"),
    (1.01, "all but certain"),
)
SPARK = "▁▂▃▄▅▆▇█"
FEW = 5  # persons shown by year


def console() -> Console:
    return Console(file=sys.stdout, width=WIDTH, highlight=False, soft_wrap=False)


def word(share: float) -> str:
    return next(text for limit, text in WORDS if share < limit)


def percent(entry: dict[str, float]) -> str:
    """52 % (48-56)"""
    return f"{100 * entry['share']:.0f} % ({100 * entry['low']:.0f}-{100 * entry['high']:.0f})"


def bare(entry: dict[str, float]) -> str:
    value = 100 * entry["share"]
    return "." if value < 0.5 else f"{value:.0f}"


def sentence(summary: dict[str, Any]) -> str:
    """The headline in words with numbers."""
    n, end = summary["histories"], summary["end"]
    leading = sorted(summary["leading"], key=lambda person: -person["sole_at_end"]["share"])
    text = f"That one person rules alone on {end} is {word(summary['sole_at_end']['share'])}: {percent(summary['sole_at_end'])} of {n} histories. "
    if leading and leading[0]["sole_at_end"]["share"] > 0:
        names = ", ".join(
            f"{short_name(p['name'])} {percent(p['sole_at_end'])}"
            for p in leading[:3]
            if p["sole_at_end"]["share"] > 0
        )
        text += f"As sole ruler then: {names}. "
    others = {k: v for k, v in summary["final"].items() if k != "sole"}
    kind = max(others, key=lambda k: others[k]["share"])
    names = {
        "collective": "collective rule",
        "primus": "a first among equals",
        "dual": "rule by two",
        "collapsed": "the end of the regime",
    }
    text += f"Otherwise most often {names[kind]}, {percent(others[kind])}."
    return text


def blind_line(summary: dict[str, Any]) -> str | None:
    """The trait-blind headline, and whether traits carry the result."""
    blind = summary.get("blind")
    if not blind or not summary["leading"]:
        return None
    best = max(summary["leading"], key=lambda p: p["sole_at_end"]["share"])
    again = next((p for p in blind["leading"] if p["id"] == best["id"]), None)
    share = again["sole_at_end"] if again else {"share": 0.0, "low": 0.0, "high": 0.0}
    line = (
        f"Trait-blind (all personality traits equal, {blind['histories']} histories): {short_name(best['name'])} {percent(share)} "
        f"against {percent(best['sole_at_end'])} as coded; anyone {percent(blind['sole_at_end'])}."
    )
    if share["share"] < 0.5 * best["sole_at_end"]["share"]:
        line += " THE TRAITS CARRY THE RESULT: blindness halves the leading person's probability."
    return line


def window(summary: dict[str, Any], start: str | None, end: str | None) -> list[int]:
    """Positions of the years to show."""
    low, high = (start or "0000")[:4], (end or "9999")[:4]
    return [n for n, year in enumerate(summary["years"]) if low <= year[:4] <= high]


def plain_table(*columns: str, **options: Any) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, **options)
    for n, name in enumerate(columns):
        table.add_column(name, justify="left" if n == 0 else "right", overflow="fold")
    return table


def render(
    run: Run, summary: dict[str, Any], folder: Path | None, start: str | None, end: str | None
) -> None:
    """Print the whole answer."""
    out = console()
    shares = ", ".join(f"{100 * value:.0f} % {kind}" for kind, value in summary["evidence"].items())
    facts = summary.get("run", {})
    out.print(Text(f"{summary['title']}  -  SIMULATED, provisional", style="bold"))
    drawn = "default parameters" if facts.get("params") == "default" else "parameters drawn from their priors"
    out.print(
        f"{summary['start']} to {summary['end']}; {summary['histories']} histories, seed {facts.get('seed')}, {drawn}; "
        f"politburo {facts.get('politburo')}, model {facts.get('model')}."
    )
    out.print(f"Values used: {shares}.")
    out.print()
    out.print(Text(sentence(summary), style="bold"))
    line = blind_line(summary)
    if line:
        out.print(line)
    consolidation = summary["consolidation"]
    dates = ", ".join(
        f"{q} by {day}" if day[0].isdigit() else f"{q} {day}" for q, day in consolidation["quantiles"].items()
    )
    out.print(
        f"First sole rule within the window: {percent(consolidation['within_window'])}. Dates: {dates}."
    )
    out.print()
    _who_rules(out, summary, window(summary, start, end))
    out.print()
    _stages(out, run, summary)
    _concentration(out, summary, window(summary, start, end))
    _votes(out, summary)
    _membership(out, run, summary, window(summary, start, end))
    if "thresholds" in summary:
        _thresholds(out, summary)
    coup = summary["coup"]
    out.print(
        f"Coups: tried {percent(coup['tried'])}, succeeded {percent(coup['succeeded'])}. Secretaries replaced a year: "
        f"{_range(summary['turnover'], '.0f')}. Reserve cadres in the bureau: {_range(summary['reserves_in_bureau'], '.0%')}."
    )
    out.print()
    out.print(
        "Intervals are Wilson's at 95 % and count only chance between histories, not errors of the model or of its sources."
    )
    if folder is not None:
        out.print(
            f"Saved in {folder}. Look further: politburo show {folder} --chronicle   (or --table, --votes, --history N)"
        )
    out.print(
        f"Again: politburo run {facts.get('case')} --histories {summary['histories']} --seed {facts.get('seed')}"
    )


def _who_rules(out: Console, summary: dict[str, Any], years: list[int]) -> None:
    labels = [
        summary["years"][n][2:4] if len(summary["years"][n]) == 4 else summary["years"][n][2:] for n in years
    ]
    table = plain_table("Who rules, % of histories, December", *labels)
    for person in summary["leading"][:FEW]:
        name = short_name(person["name"]).split()[-1]
        for role, text in (
            ("sole", "sole ruler"),
            ("primus", "first among equals"),
            ("ruling", "in the ruling group"),
        ):
            table.add_row(f"{name}: {text}", *[bare(person[role][n]) for n in years])
    for kind, text in (
        ("collective", "collective rule"),
        ("dual", "rule by two"),
        ("collapsed", "regime fallen"),
    ):
        table.add_row(text, *[bare(summary["types"][kind][n]) for n in years])
    out.print(table)
    out.print(
        "A dot is less than half a per cent; the last column is the end of the window. Intervals: --json.",
        style="dim",
    )


def names_of(run: Run) -> dict[str, str]:
    names = {
        person.id: short_name(person.name).split()[-1]
        for person in run.resolved.persons
        if not person.reserve
    }
    names |= {
        person.id: f"reserve {person.id.split('-')[-1]}" for person in run.resolved.persons if person.reserve
    }
    if run.record:
        names |= {i: short_name(n).split()[-1] for i, n in run.record.names.items() if i not in names}
    return names


def stage_rows(run: Run, stages: list[Stage]) -> list[dict[str, Any]]:
    """Stages as plain data with names put in."""
    names = names_of(run)
    likes = run.summary["likes"]
    disputes = {d.id: d.name for d in run.resolved.disputes}
    bodies = {b.id: b.name for b in run.resolved.bodies} | {"party": "all organisations", "press": "press"}
    put = lambda text: re.sub(r"[a-z][a-z0-9_-]*", lambda m: names.get(m.group(), m.group()), text)  # noqa: E731
    return [
        {
            "stage": n,
            "from": stage.start.strftime("%Y-%m"),
            "to": stage.end.strftime("%Y-%m"),
            "label": stage.label,
            "side_a": [names.get(p, p) for p in sorted(stage.side_a)],
            "side_b": [
                names.get(p, p) for p in [*stage.principals, *sorted(stage.side_b - set(stage.principals))]
            ],
            "causes": [disputes.get(c, c) for c in stage.causes],
            "arenas": [bodies.get(a, a) for a in stage.arenas],
            "outcome": put(stage.outcome),
            "gained": [names.get(p, p) for p in stage.gained],
            "like": percent(likes[stage.like]) if stage.like in likes else "",
        }
        for n, stage in enumerate(stages, 1)
    ]


def _some(names: list[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")


def print_table(run: Run, stages: list[Stage], out: Console | None = None) -> None:
    """Print a table of the struggle."""
    out = out or console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for name, width in (
        ("", 2),
        ("from, to", 8),
        ("stage", 22),
        ("sides", 29),
        ("about, where, outcome", 28),
    ):
        table.add_column(name, width=width, overflow="fold")
    for row in stage_rows(run, stages):
        when = row["from"] if row["from"] == row["to"] else f"{row['from']} {row['to']}"
        like = f" [{row['like']}]" if row["like"] else ""
        sides = f"A {_some(row['side_a'])}\nB {_some(row['side_b'], 5)}"
        about = f"{_some(row['causes'], 2)}; {_some(row['arenas'], 2)}: {row['outcome']}."
        if row["gained"]:
            about += f" Gained: {_some(row['gained'], 3)}."
        table.add_row(str(row["stage"]), when, row["label"] + like, sides, about)
        table.add_row()
    out.print(table)
    if not stages:
        out.print("No clash among the contenders.")


def _stages(out: Console, run: Run, summary: dict[str, Any]) -> None:
    shown = [("typical", "the most typical history")]
    if run.record is not None:
        shown.append(("nearest", "the history nearest the record"))
    for pick, text in shown:
        number = run.pick(pick)
        out.print(Text(f"The table of the struggle: {text} (number {number}, simulated)", style="bold"))
        out.print("In brackets: share of histories in which a stage of the same label occurs.", style="dim")
        print_table(run, run.table(number), out)
        out.print()
    documented = run.documented_table()
    if documented:
        out.print(
            Text(
                "The documented past through the same function: clashes on record since the start (not simulated)",
                style="bold",
            )
        )
        print_table(run, documented, out)
        out.print()
    parts = "; ".join(f"{kind} {percent(entry)}" for kind, entry in summary["kinds"].items())
    out.print(f"How often each kind of stage occurs: {parts}.")
    rare = [kind for kind, entry in summary["kinds"].items() if entry["share"] < 0.05]
    if rare:
        out.print(f"In fewer than one history in twenty: {', '.join(rare)}.")
    out.print()


def spark(values: list[float], top: float) -> str:
    return "".join(
        SPARK[min(len(SPARK) - 1, int(value / max(top, 1e-9) * (len(SPARK) - 0.01)))] for value in values
    )


def _concentration(out: Console, summary: dict[str, Any], years: list[int]) -> None:
    first, last = summary["years"][years[0]], summary["years"][years[-1]]
    out.print(Text(f"Concentration of power, {first} to {last}, one mark a year", style="bold"))
    effective = [summary["effective"][n]["median"] for n in years]
    out.print(
        f"  effective number of rulers  {spark(effective, max(effective))}  {effective[0]:.1f} -> {effective[-1]:.1f} (median)"
    )
    for kind, text in (
        ("committee", "decided in the committee"),
        ("bureau", "in the bureau"),
        ("group", "in a smaller group"),
        ("one", "by one"),
    ):
        values = [summary["locus"][kind][n]["share"] for n in years]
        out.print(f"  {text:<26}  {spark(values, 1.0)}  {100 * values[0]:.0f} % -> {100 * values[-1]:.0f} %")
    out.print(
        f"  Pass from a body through a group to one: {percent(summary['full_path'])}. Commonest orders:"
    )
    for entry in summary["paths"][:4]:
        out.print(f"    {percent(entry):<16} {entry['path']}")
    out.print()


def _range(entry: dict[str, float], form: str) -> str:
    return f"{entry['median']:{form}} ({entry['low']:{form}}-{entry['high']:{form}})"


def _votes(out: Console, summary: dict[str, Any]) -> None:
    table = plain_table(
        "Votes on attacks: years, body",
        "a history",
        "% against the ruling side: median (90 %)",
        "ruling side beaten",
    )
    for entry in summary["votes"]:
        against = {k: 100 * v for k, v in entry["against_ruling_side"].items()}
        table.add_row(
            f"{entry['years']} {entry['arena']}",
            f"{entry['per_history']:.2f}",
            _range(against, ".1f"),
            f"{100 * entry['ruling_side_beaten']:.0f} %",
        )
    out.print(table)
    out.print()


def _membership(out: Console, run: Run, summary: dict[str, Any], years: list[int]) -> None:
    documented = {}
    if run.record is not None:
        documented = {
            str(m.date.year - 1): m for m in run.record.membership if (m.date.month, m.date.day) == (1, 1)
        }
    table = plain_table(
        "Full members, end of year",
        "thousands (90 %)",
        "workers %",
        "higher education %",
        "documented: thousands",
        "workers %",
    )
    for n in years:
        row = summary["membership"][n]
        known = documented.get(row["year"])
        thousand = {k: v / 1000 for k, v in row["members"].items()}
        table.add_row(
            row["year"],
            _range(thousand, ".0f"),
            _range({k: 100 * v for k, v in row["workers"].items()}, ".0f"),
            _range({k: 100 * v for k, v in row["higher"].items()}, ".2f"),
            f"{known.full / 1000:.0f}" if known and known.full else "-",
            f"{known.workers:.0f}" if known and known.workers else "-",
        )
    out.print(table)
    out.print()


def _thresholds(out: Console, summary: dict[str, Any]) -> None:
    out.print(Text("The answer with other thresholds", style="bold"))
    base = Thresholds()
    out.print(
        f"  as defined (p >= {base.sole_probability}, {base.sole_months} months, ratio {base.primus_ratio}): sole {percent(summary['final']['sole'])}"
    )
    for name, entry in summary["thresholds"].items():
        out.print(
            f"  {name}: sole {percent(entry['final']['sole'])}, primus {percent(entry['final']['primus'])}"
        )
    out.print()


def print_votes(run: Run, history: int) -> None:
    """Every vote of one history."""
    from politburo.measures.reading import Reader

    out, names = console(), names_of(run)
    bodies = {b.id: b.name for b in run.resolved.bodies} | {"party": "all organisations"}
    table = plain_table("date", "body", "attack", "for", "against", "abstained", "result")
    reader = Reader(run.resolved, run.block_of(history), history)
    for clash in reader.clashes():
        if clash.ayes is not None:
            who = f"{names.get(clash.attacker, clash.attacker)} on {names.get(clash.target, clash.target)}"
            table.add_row(
                clash.date.strftime("%Y-%m"),
                bodies.get(clash.arena, clash.arena),
                who,
                f"{clash.ayes:,}",
                f"{clash.nays:,}",
                f"{clash.abstentions:,}",
                clash.outcome,
            )
    out.print(table)
