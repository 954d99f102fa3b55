"""Everything that a run has to say, in sections: what `--full` and `show --all` print. `screen` prints the first screen."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from politburo.measures.definitions import Thresholds
from politburo.measures.written import day_text, some
from politburo.study.running.parameters import in_words
from politburo.study.running.repeat import command_words
from politburo.study.running.tables import against
from politburo.words.given import given_sentences
from politburo.words.headline import blind_line, consolidation_line, headline, percent
from politburo.words.struggle import side, title

if TYPE_CHECKING:
    from politburo.facts import Facts
    from politburo.measures.answer import Quantiles, Share
    from politburo.study.questions.origins import OriginRow
    from politburo.study.running.headline import Elsewise
    from politburo.study.running.tables import Answer, Documented, StageRow, VoteRow

WIDTH = 100
SPARK = "▁▂▃▄▅▆▇█"
FEW = 5  # persons shown by year
TYPICAL, NEAREST = "the most typical history", "the history nearest the record"
EVIDENCE = {
    "read": "from sources we opened",
    "unverified": "cited but not opened",
    "coded": "coded by us",
    "assumed": "assumed",
}
#: what is documented of the membership in a year of which nothing is
UNKNOWN: Documented = {"members": None, "workers": None, "higher": None}
LOCI = {
    "committee": "in the committee",
    "bureau": "in the bureau",
    "group": "in a smaller group",
    "one": "by one person",
}


def console() -> Console:
    """Standard output, as wide as a page."""
    return Console(file=sys.stdout, width=WIDTH, highlight=False, soft_wrap=False)


def render(answer: Answer, folder: Path | None, start: str | None, end: str | None) -> None:
    """Print the whole answer: `Run.summary` with `tables` (`study.running.tables.tables`)."""
    out = console()
    years = window(answer, start, end)
    _head(out, answer)
    if years:
        _who_rules(out, answer, years)
    _persons(out, answer)
    _stages(out, answer)
    for section in SECTIONS.values():
        section(out, answer, years)
    if thresholds := answer.get("thresholds"):
        _thresholds(out, answer, thresholds)
    _foot(out, answer, folder)


def window(answer: Answer, start: str | None, end: str | None) -> list[int]:
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


def parameters(facts: Facts) -> str:
    """Where the parameters come from."""
    return in_words(facts["params"])


def changed(facts: Facts) -> list[str]:
    """What differs from the case as it comes, in a sentence; nothing where nothing does."""
    found = [*facts["changes"], *(f"without {name}" for name in facts["off"])]
    found += [f"the reading {facts['reading']}"] if facts["reading"] else []
    return [f"Changed: {'; '.join(found)}."] if found else []


def trust(answer: Answer) -> str:
    """How far to trust an answer: what the starting values rest on, and what the intervals leave out."""
    shares = ", ".join(
        f"{100 * value:.0f} % {EVIDENCE.get(kind, kind)}" for kind, value in answer["evidence"].items()
    )
    return f"Starting values: {shares}. Intervals (95 %) count only chance between histories, not errors of model or sources."


def again(answer: Answer) -> list[str]:
    """The words of the command that gives the same answer again: as it was typed, or from what a saved run says about itself."""
    blind = "blind" in answer
    return answer.get("again") or command_words(answer["run"], answer["histories"], blind=blind)


def _head(out: Console, answer: Answer) -> None:
    facts = answer["run"]
    _title(out, f"{answer['title']}: SIMULATED, provisional")
    out.print(
        f"{answer['histories']:,} histories from {day_text(answer['start'])} to {day_text(answer['end'])}, seed {facts['seed']}, "
        f"{parameters(facts)}; politburo {facts['politburo']}, model {facts['model']}."
    )
    for sentence in (*changed(facts), *given_sentences(answer.get("given"))):
        out.print(sentence)
    out.print(f"{trust(answer)}\n")
    _title(out, " ".join(headline(answer)))
    for line in (blind_line(answer), consolidation_line(answer)):
        if line:
            out.print(line)
    out.print()


def _bare(entry: Share) -> str:
    value = 100 * entry["share"]
    return "." if value < 0.5 else f"{value:.0f}"


def _who_rules(out: Console, answer: Answer, years: list[int]) -> None:
    labels = [answer["years"][n][2:] for n in years]
    table = plain_table("Who rules each year", *labels)
    for person in answer["leading"][:FEW]:
        for shares, text in (
            (person["sole"], "rules alone"),
            (person["primus"], "first among equals"),
            (person["ruling"], "in the ruling group"),
        ):
            table.add_row(f"{person['label']} {text}", *[_bare(shares[n]) for n in years])
        table.add_section()
    for kind, text in {
        "collective": "collective rule",
        "dual": "rule by two",
        "collapsed": "regime fallen",
    }.items():
        table.add_row(text, *[_bare(answer["types"][kind][n]) for n in years])
    out.print(table)
    note = "Per cent of histories at the end of each year; a dot is less than half a per cent. Intervals: --json."
    out.print(note + "\n", style="dim")


def _persons(out: Console, answer: Answer) -> None:
    """Full names, once."""
    out.print(Text(f"Persons: {'; '.join(person['name'] for person in answer['leading'])}.\n"))


def stages_table(out: Console, rows: list[StageRow]) -> None:
    """Print a table of the struggle."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    widths = {"": 2, "when": 8, "stage": 24, "sides": 27, "about, where, outcome": 28}
    for name, width in widths.items():
        table.add_column(name, width=width, overflow="fold")
    for row in rows:
        when = row["from"] if row["from"] == row["to"] else f"{row['from']} {row['to']}"
        kind = f"\n({row['kind']})" if row["kind"] != row["label"] else ""
        often = f" [{100 * row['frequency']['share']:.0f} %]"
        sides = f"A {side(row['side_a'])}\nB {side(row['side_b'])}"
        about = f"{some(row['causes'], 2) or 'no stated dispute'}; {some(row['arenas'], 2)}: {'; '.join(row['outcome'])}."
        if row["gained"]:
            about += f" Gained: {some(row['gained'], 3)}."
        table.add_row(str(row["stage"]), when, f"{title(row)}{kind}{often}", sides, about)
        table.add_section()
    if rows:
        out.print(table)
        note = "A rules, B opposes. In brackets: share of simulated histories in which a stage of the same kind occurs."
        out.print(note, style="dim")
    else:
        out.print("No open conflict among the contenders.")


def _stages(out: Console, answer: Answer) -> None:
    tables = answer["tables"]
    for found, text in ((tables["typical"], TYPICAL), (tables.get("nearest"), NEAREST)):
        if found is None:
            continue
        _title(out, f"The table of the struggle: {text} (number {found['history']}, simulated)")
        stages_table(out, found["stages"])
        out.print()
    documented = tables.get("documented")
    if documented:
        _title(out, "The table of the struggle: the documented past (not simulated)")
        line = "Made by the same function from the clashes on record since the start; dates and persons as the sources have them."
        out.print(line, style="dim")
        stages_table(out, documented["stages"])
        out.print()
    table = plain_table("How often each kind of stage occurs", "% of histories (95 %)")
    for kind, entry in answer["stages"].items():
        table.add_row(kind, percent(entry))
    out.print(table)
    out.print()


def spark(values: list[float], top: float) -> str:
    """Values as a line of small bars; `top` fills a bar."""
    step = len(SPARK) - 0.01
    return "".join(SPARK[max(0, min(len(SPARK) - 1, int(v / max(top, 1e-9) * step)))] for v in values)


def concentration(out: Console, answer: Answer, years: list[int]) -> None:
    """Print how power concentrates."""
    if not years:
        return
    first, last = answer["years"][years[0]], answer["years"][years[-1]]
    _title(out, f"Concentration of power, {first} to {last}, one mark a year")
    rulers = [answer["effective"][n]["median"] for n in years]
    line = f"{spark(rulers, max(rulers))}  from {rulers[0]:.1f} to {rulers[-1]:.1f} (median)"
    out.print(f"  {'effective number of rulers':<26}  {line}")
    for kind, text in LOCI.items():
        values = [answer["locus"][kind][n]["share"] for n in years]
        line = f"{spark(values, 1.0)}  from {100 * values[0]:.0f} % to {100 * values[-1]:.0f} % of histories"
        out.print(f"  {'decided ' + text:<26}  {line}")
    out.print(
        f"  Power narrows from a body through a group to one person: {percent(answer['full_path'])}. Most frequent courses:"
    )
    for entry in answer["paths"][:4]:
        out.print(f"    {percent(entry):<18} {entry['path'].replace(' > ', ', then ')}")
    out.print()


def _range(entry: Quantiles, form: str, scale: float = 1.0) -> str:
    low, middle, high = (
        f"{value * scale:{form}}" for value in (entry["low"], entry["median"], entry["high"])
    )
    return middle if low == high else f"{middle} ({low} to {high})"


def votes_table(out: Console, rows: list[VoteRow]) -> None:
    """Print the counted votes on attacks of one history, or of the record."""
    table = plain_table("Date, body", "attack", "for", "against", "abstained", "result")
    for row in rows:
        attack = f"{row['attacker']} on {row['target']}"
        counts = (f"{count:,}" for count in (row["ayes"], row["nays"], row["abstentions"]))
        table.add_row(f"{row['date']} {row['body']}", attack, *counts, row["outcome"])
    out.print(table)


def origins_table(out: Console, rows: list[OriginRow]) -> None:
    """Print of what origin the full members of the leading bodies are (`study.questions.origins`), per cent."""
    table = plain_table("Date, body", "members", "of them reserves", *rows[0]["share"])
    for row in rows:
        shares = (f"{100 * share:.0f}" for share in row["share"].values())
        table.add_row(f"{row['date']} {row['body']}", f"{row['members']:g}", f"{row['reserves']:g}", *shares)
    out.print(table)
    out.print(
        f"\nPer cent, mean of {rows[0]['histories']} histories; unnamed reserve cadres count by the party's composition.",
        style="dim",
    )


def votes(out: Console, answer: Answer, years: list[int]) -> None:
    """Print how votes on attacks go, simulated and documented."""
    _title(out, "Votes on attacks")
    table = plain_table(
        "Years, body", "per history", "% against the ruling side (90 %)", "ruling side defeated"
    )
    for entry in answer["votes"]:
        share = _range(entry["against_ruling_side"], ".1f", 100)
        beaten = f"{100 * entry['ruling_side_beaten']:.0f} %"
        table.add_row(f"{entry['years']} {entry['arena']}", f"{entry['per_history']:.2f}", share, beaten)
    out.print(table)
    past = answer["tables"].get("documented")
    documented = [vote for vote in past["votes"] if vote["abstentions"] >= 0] if past else []
    if documented:
        out.print()
        _title(out, "The documented votes of the same years with the largest opposition (not simulated)")
        counted = plain_table("Date, body", "attack", "for", "against", "% against the ruling side")
        for row in sorted(documented, key=lambda vote: -against(vote))[:8]:
            attack = f"{row['attacker']} on {row['target']}"
            where = f"{row['date']} {row['body']}"
            counted.add_row(where, attack, f"{row['ayes']:,}", f"{row['nays']:,}", f"{against(row):.1f}")
        out.print(counted)
    out.print()


def members(out: Console, answer: Answer, years: list[int]) -> None:
    """Print the membership of the party, simulated beside documented."""
    if not years:
        return
    _title(out, "Full members at the end of the year: thousands, % workers, % with higher education (90 %)")
    documented = answer["tables"].get("documented")
    known = documented["membership"] if documented else {}
    table = plain_table(
        "Year", "thousands", "workers", "higher", *(["on record", "workers", "higher"] if known else [])
    )
    for n in years:
        row = answer["membership"][n]
        past = known.get(row["year"], UNKNOWN)
        cells = [past["members"], past["workers"], past["higher"]] if known else []
        forms = ("{:,.0f}", "{:.0f}", "{:.1f}")
        table.add_row(
            row["year"],
            _range(row["members"], ",.0f", 1 / 1000),
            _range(row["workers"], ".0f", 100),
            _range(row["higher"], ".2f", 100),
            *["-" if cell is None else form.format(cell) for cell, form in zip(cells, forms, strict=False)],
        )
    out.print(table)
    out.print()


#: The sections that can be asked for one by one: `show --votes`, `--members`, `--concentration`.
SECTIONS: dict[str, Callable[[Console, Answer, list[int]], None]] = {
    "concentration": concentration,
    "votes": votes,
    "members": members,
}
#: What `show --json` gives of a section.
ENTRIES = {
    "concentration": ("effective", "locus", "full_path", "paths"),
    "votes": ("votes",),
    "members": ("membership",),
}


def _thresholds(out: Console, answer: Answer, thresholds: dict[str, Elsewise]) -> None:
    _title(out, "The answer with other thresholds")
    base = Thresholds()
    now = f"  as defined (p >= {base.sole_probability}, {base.sole_months} months, ratio {base.primus_ratio})"
    rows = {now: answer["final"]} | {f"  {name}": entry["final"] for name, entry in thresholds.items()}
    for name, final in rows.items():
        out.print(
            f"{name}: one rules alone {percent(final['sole'])}, first among equals {percent(final['primus'])}"
        )
    out.print()


def _foot(out: Console, answer: Answer, folder: Path | None) -> None:
    coup = answer["coup"]
    out.print(
        f"Coups: attempted in {percent(coup['tried'])} of histories, successful in {percent(coup['succeeded'])}. Secretaries replaced "
        f"each year: {_range(answer['turnover'], '.0f')}. Seats in the bureau held by unnamed reserve cadres: "
        f"{_range(answer['reserves_in_bureau'], '.0f', 100)} %."
    )
    if folder is not None:
        out.print(f"\nSaved in {folder}. To read a history: politburo show {folder} --chronicle")
    out.print(f"The same run again: {shlex.join(again(answer))}", soft_wrap=True)  # one line, to be copied
