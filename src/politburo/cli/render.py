"""What `politburo run` prints: the essential answer first, then the rest. 100 columns, plain when piped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from politburo.measures.definitions import Thresholds
from politburo.study.running.parameters import in_words
from politburo.study.running.tables import against
from politburo.words.answers import given_told
from politburo.words.headline import blind_line, consolidation_line, headline, percent

WIDTH = 100
SPARK = "▁▂▃▄▅▆▇█"
FEW = 5  # persons shown by year
TITLES = {
    "typical": "the most typical history",
    "nearest": "the history nearest the record",
}


def console() -> Console:
    """Standard output, as wide as a page."""
    return Console(file=sys.stdout, width=WIDTH, highlight=False, soft_wrap=False)


def render(answer: dict[str, Any], folder: Path | None, start: str | None, end: str | None) -> None:
    """Print the whole answer: `Run.summary` with `tables` (`study.running.tables.tables`)."""
    out = console()
    years = window(answer, start, end)
    _head(out, answer)
    if years:
        _who_rules(out, answer, years)
    _stages(out, answer)
    if years:
        _concentration(out, answer, years)
    _votes(out, answer)
    _membership(out, answer, years)
    if "thresholds" in answer:
        _thresholds(out, answer)
    _foot(out, answer, folder)


def window(answer: dict[str, Any], start: str | None, end: str | None) -> list[int]:
    """Positions of the years to show."""
    low, high = (start or "0000")[:4], (end or "9999")[:4]
    return [n for n, year in enumerate(answer["years"]) if low <= year[:4] <= high]


def plain_table(*columns: str) -> Table:
    """A table without frame; the first column to the left, numbers to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for n, name in enumerate(columns):
        table.add_column(name, justify="left" if n == 0 else "right", overflow="fold")
    return table


def _title(out: Console, text: str) -> None:
    out.print(Text(text, style="bold"))


def _head(out: Console, answer: dict[str, Any]) -> None:
    facts = answer["run"]
    shares = ", ".join(f"{100 * value:.0f} % {kind}" for kind, value in answer["evidence"].items())
    drawn = in_words(facts["params"])
    _title(out, f"{answer['title']}  -  SIMULATED, provisional")
    out.print(
        f"{answer['start']} to {answer['end']}; {answer['histories']} histories, seed {facts['seed']}, {drawn}; "
        f"politburo {facts['politburo']}, model {facts['model']}."
    )
    changed = [*facts["changes"], *(f"without {name}" for name in facts["off"])]
    changed += [f"the reading {facts['reading']}"] if facts["reading"] else []
    if changed:
        out.print(f"Changed: {'; '.join(changed)}.")
    for sentence in given_told(answer.get("given")):
        out.print(sentence)
    out.print(f"Values used: {shares}.\n")
    _title(out, " ".join(headline(answer)))
    for line in (blind_line(answer), consolidation_line(answer)):
        if line:
            out.print(line)
    out.print()


def _bare(entry: dict[str, float]) -> str:
    value = 100 * entry["share"]
    return "." if value < 0.5 else f"{value:.0f}"


def _who_rules(out: Console, answer: dict[str, Any], years: list[int]) -> None:
    labels = [answer["years"][n][2:] for n in years]
    table = plain_table("Who rules, % of histories, December", *labels)
    roles = {"sole": "sole ruler", "primus": "first among equals", "ruling": "in the ruling group"}
    for person in answer["leading"][:FEW]:
        name = answer.get("labels", {}).get(person["id"], person["name"])
        for role, text in roles.items():
            table.add_row(f"{name}: {text}", *[_bare(person[role][n]) for n in years])
        table.add_section()
    for kind, text in {
        "collective": "collective rule",
        "dual": "rule by two",
        "collapsed": "regime fallen",
    }.items():
        table.add_row(text, *[_bare(answer["types"][kind][n]) for n in years])
    out.print(table)
    dim = "A dot is less than half a per cent; the last column is the end of the window. Intervals: --json."
    out.print(dim + "\n", style="dim")


def _some(names: list[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")


def stages_table(out: Console, rows: list[dict[str, Any]]) -> None:
    """Print a table of the struggle."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    widths = {"": 2, "from, to": 8, "stage [its like]": 22, "sides": 29, "about, where, outcome": 28}
    for name, width in widths.items():
        table.add_column(name, width=width, overflow="fold")
    for row in rows:
        when = row["from"] if row["from"] == row["to"] else f"{row['from']} {row['to']}"
        sides = f"A {_some(row['side_a'])}\nB {_some(row['side_b'], 5)}"
        about = f"{_some(row['causes'], 2) or 'no stated dispute'}; {_some(row['arenas'], 2)}: {'; '.join(row['outcome'])}."
        if row["gained"]:
            about += f" Gained: {_some(row['gained'], 3)}."
        table.add_row(
            str(row["stage"]), when, f"{row['label']} [{100 * row['frequency']['share']:.0f} %]", sides, about
        )
        table.add_section()
    if rows:
        out.print(table)
    else:
        out.print("No clash among the contenders.")


def _stages(out: Console, answer: dict[str, Any]) -> None:
    first = True
    for which, text in TITLES.items():
        found = answer["tables"].get(which)
        if found is None:
            continue
        _title(out, f"The table of the struggle: {text} (number {found['history']}, simulated)")
        if first:
            line = "A rules, B opposes. In brackets: share of histories in which a stage of the same kind occurs."
            out.print(line, style="dim")
        first = False
        stages_table(out, found["stages"])
        out.print()
    documented = answer["tables"].get("documented")
    if documented:
        _title(out, "The documented past through the same function (not simulated)")
        line = "Stages are made of the clashes on record since the start; dates and persons as the sources have them."
        out.print(line, style="dim")
        stages_table(out, documented["stages"])
        out.print()
    parts = "; ".join(f"{kind} {percent(entry)}" for kind, entry in answer["stages"].items())
    out.print(f"How often each kind of stage occurs: {parts}.")
    rare = [kind for kind, entry in answer["stages"].items() if entry["share"] < 0.05]
    if rare:
        out.print(f"In fewer than one history in twenty: {', '.join(rare)}.")
    out.print()


def spark(values: list[float], top: float) -> str:
    """Values as a line of small bars; `top` fills a bar."""
    step = len(SPARK) - 0.01
    return "".join(SPARK[max(0, min(len(SPARK) - 1, int(v / max(top, 1e-9) * step)))] for v in values)


def _concentration(out: Console, answer: dict[str, Any], years: list[int]) -> None:
    first, last = answer["years"][years[0]], answer["years"][years[-1]]
    _title(out, f"Concentration of power, {first} to {last}, one mark a year")
    rulers = [answer["effective"][n]["median"] for n in years]
    out.print(
        f"  effective number of rulers  {spark(rulers, max(rulers))}  {rulers[0]:.1f} -> {rulers[-1]:.1f} (median)"
    )
    for kind, text in {
        "committee": "decided in the committee",
        "bureau": "in the bureau",
        "group": "in a smaller group",
        "one": "by one",
    }.items():
        values = [answer["locus"][kind][n]["share"] for n in years]
        out.print(f"  {text:<26}  {spark(values, 1.0)}  {100 * values[0]:.0f} % -> {100 * values[-1]:.0f} %")
    out.print(f"  Pass from a body through a group to one: {percent(answer['full_path'])}. Commonest orders:")
    for entry in answer["paths"][:4]:
        out.print(f"    {percent(entry):<16} {entry['path']}")
    out.print()


def _range(entry: dict[str, float], form: str, scale: float = 1.0) -> str:
    low, middle, high = (f"{entry[key] * scale:{form}}" for key in ("low", "median", "high"))
    return middle if low == middle == high else f"{middle} ({low}-{high})"


def votes_table(out: Console, rows: list[dict[str, Any]]) -> None:
    """Print votes on attacks, one by one."""
    table = plain_table("Date, body", "attack", "for", "against", "abstained", "result")
    for row in rows:
        attack = f"{row['attacker']} on {row['target']}"
        counts = (f"{row[key]:,}" for key in ("ayes", "nays", "abstentions"))
        table.add_row(f"{row['date']} {row['body']}", attack, *counts, row["outcome"])
    out.print(table)


def origins_table(out: Console, rows: list[dict[str, Any]]) -> None:
    """Print of what origin the full members of the leading bodies are (`study.questions.origins`), per cent."""
    table = plain_table("Date, body", "members", "of them reserves", *rows[0]["share"])
    for row in rows:
        shares = (f"{100 * share:.0f}" for share in row["share"].values())
        table.add_row(f"{row['date']} {row['body']}", f"{row['members']:g}", f"{row['reserves']:g}", *shares)
    out.print(table)
    out.print(
        f"\nper cent, mean of {rows[0]['histories']} histories; reserves count by the party's composition",
        style="dim",
    )


def _votes(out: Console, answer: dict[str, Any]) -> None:
    table = plain_table(
        "Votes on attacks: years, body", "a history", "% against the ruling side (90 %)", "it is beaten"
    )
    for entry in answer["votes"]:
        share = _range(entry["against_ruling_side"], ".1f", 100)
        beaten = f"{100 * entry['ruling_side_beaten']:.0f} %"
        table.add_row(f"{entry['years']} {entry['arena']}", f"{entry['per_history']:.2f}", share, beaten)
    out.print(table)
    documented = [
        vote for vote in answer["tables"].get("documented", {}).get("votes", []) if vote["abstentions"] >= 0
    ]
    if documented:
        out.print(
            "\nDocumented votes of the same years (not simulated): per cent against the ruling side",
            style="dim",
        )
        counted = plain_table("Date, body", "attack", "for", "against", "% against")
        for row in sorted(documented, key=lambda vote: -against(vote))[:8]:
            attack = f"{row['attacker']} on {row['target']}"
            counted.add_row(
                f"{row['date']} {row['body']}",
                attack,
                f"{row['ayes']:,}",
                f"{row['nays']:,}",
                f"{against(row):.1f}",
            )
        out.print(counted)
    out.print()


def _membership(out: Console, answer: dict[str, Any], years: list[int]) -> None:
    known = answer["tables"].get("documented", {}).get("membership", {})
    table = plain_table(
        "Full members, end of",
        "thousands (90 %)",
        "workers %",
        "higher %",
        "documented",
        "workers %",
        "higher %",
    )
    for n in years:
        row = answer["membership"][n]
        past = known.get(row["year"], {})
        cells = [past.get("members"), past.get("workers"), past.get("higher")]
        forms = ("{:.0f}", "{:.0f}", "{:.1f}")
        table.add_row(
            row["year"],
            _range(row["members"], ".0f", 1 / 1000),
            _range(row["workers"], ".0f", 100),
            _range(row["higher"], ".2f", 100),
            *["-" if cell is None else form.format(cell) for cell, form in zip(cells, forms, strict=True)],
        )
    if years:
        out.print(table)
        out.print()


def _thresholds(out: Console, answer: dict[str, Any]) -> None:
    _title(out, "The answer with other thresholds")
    base = Thresholds()
    now = f"  as defined (p >= {base.sole_probability}, {base.sole_months} months, ratio {base.primus_ratio})"
    rows = {now: answer["final"]} | {
        f"  {name}": entry["final"] for name, entry in answer["thresholds"].items()
    }
    for name, final in rows.items():
        out.print(f"{name}: sole {percent(final['sole'])}, first among equals {percent(final['primus'])}")
    out.print()


def _foot(out: Console, answer: dict[str, Any], folder: Path | None) -> None:
    coup, facts = answer["coup"], answer["run"]
    out.print(
        f"Coups: tried {percent(coup['tried'])}, succeeded {percent(coup['succeeded'])}. Secretaries replaced a year: "
        f"{_range(answer['turnover'], '.0f')}. Reserve cadres in the bureau: "
        f"{_range(answer['reserves_in_bureau'], '.0f', 100)} % of its seats."
    )
    out.print(
        "\nIntervals are Wilson's at 95 %: chance between histories only, not errors of the model or of its sources."
    )
    if folder is not None:
        out.print(
            f"Saved in {folder}. Look further: politburo show {folder} --chronicle   (--table, --votes, --history N)"
        )
    again = ["politburo run", facts["given"], f"--histories {answer['histories']} --seed {facts['seed']}"]
    again += [f"--start {facts['start_given']}"] if facts["start_given"] else []
    again += [f"--reading {facts['reading']}"] if facts["reading"] else []
    again += [f"--params {facts['params']}"]
    given = facts.get("given_record")
    again += [f"--given-record {given['day']}"] if given else []
    again += [f"--set {change}" for change in facts["changes"]] + [f"--off {name}" for name in facts["off"]]
    out.print("Again: " + " ".join(again), soft_wrap=True)  # one line, to be copied
