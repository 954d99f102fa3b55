"""What `politburo run` prints first: one screen. `render` prints everything."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from politburo.cli.render import again, changed, parameters, trust, window
from politburo.cli.struggle import height, struggle
from politburo.measures.summary import share
from politburo.measures.written import day_text
from politburo.words.given import given_sentences
from politburo.words.headline import blind_line, consolidation_line, headline

if TYPE_CHECKING:
    from politburo.measures.answer import Share
    from politburo.study.running.tables import Answer

WIDEST, NARROWEST = 100, 40  # columns
LINES = 45  # of the whole screen, where documented and simulated stages stand beside each other
PARTS = 4  # of persons, at most
SHADES = ("#35456c", "#666970", "#948e77", "#c8b866", "#fee838")  # cividis: told apart by lightness alone
WORTH = 0.05  # a smaller share is not shaded; a part that nobody plays so often gets no line


def console(width: int | None = None) -> Console:
    """Standard output at the width of the terminal, within reason; where there is no terminal, of a page."""
    columns = width or shutil.get_terminal_size((WIDEST, 24)).columns
    return Console(
        file=sys.stdout,
        width=max(NARROWEST, min(WIDEST, columns)),
        highlight=False,
        soft_wrap=False,
    )


def screen(answer: Answer, folder: Path | None, start: str | None, end: str | None) -> None:
    """Print the first screen of an answer: `Run.summary` with `tables` and `labels`."""
    out = console()
    above = [_head(answer), Text()]
    rows = window(answer, start, end)
    if rows:
        above += [_rulers(out, answer, rows), Text()]
    below = [Text(), _findings(answer), Text()]
    onward = _onward(answer, folder, out.width)
    left = LINES - sum(height(out, part) for part in (*above, *below)) - len(onward)
    for part in (*above, struggle(out, answer, left), *below):
        out.print(part)
    for line in onward:
        print(line, file=sys.stdout)  # commands are to be copied: nothing is wrapped that is not continued


def _head(answer: Answer) -> Group:
    """What was simulated, and how far to trust it."""
    facts = answer["run"]
    lines = [Text(f"{answer['title']}: SIMULATED, provisional", style="bold")]
    lines.append(
        Text(
            f"{answer['histories']:,} histories from {day_text(answer['start'])} to {day_text(answer['end'])}, seed {facts['seed']}, "
            f"{parameters(facts)}; politburo {facts['politburo']}, model {facts['model']}."
        )
    )
    lines += [Text(sentence) for sentence in (*changed(facts), *given_sentences(answer.get("given")))]
    return Group(*lines, Text(trust(answer)))


def _rulers(out: Console, answer: Answer, rows: list[int]) -> Table:
    """Who rules by year: shares of histories, shaded where the terminal has colours."""
    names, shares = _parts(answer)
    widest = max(map(len, names))
    last = [
        f"{_bare(row[rows[-1]])} ({100 * row[rows[-1]]['low']:.0f} to {100 * row[rows[-1]]['high']:.0f})"
        for row in shares
    ]
    room = out.width - widest - 2 - max(map(len, [*last, "34-02 (95 %)"])) - 2
    step = -(-len(rows) // max(1, room // 4))
    shown = rows[-1 - step :: -step][::-1] if len(rows) > 1 else []
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("Who rules, % of histories", width=widest, no_wrap=False, header_style="bold")
    for n in shown:
        table.add_column(answer["years"][n][2:4], justify="right", width=2, header_style="bold")
    table.add_column(f"{answer['years'][rows[-1]]} (95 %)", justify="left", no_wrap=True, header_style="bold")
    for name, row, text in zip(names, shares, last, strict=True):
        cells = [Text(_bare(row[n]), style=shade(row[n]["share"])) for n in shown]
        table.add_row(name, *cells, Text(text))
    return table


def _parts(answer: Answer) -> tuple[list[str], list[list[Share]]]:
    """Names and shares by year of the kinds of rule that are shown; the last row has whatever is not, so that a year adds up to 1."""
    forms = ("sole", "alone"), ("primus", "first among equals")
    found = [
        (f"{person['label']} {text}", person[kind]) for person in answer["leading"] for kind, text in forms
    ]
    often = sorted((row for row in found if _ever(row[1], WORTH)), key=lambda row: -_most(row[1]))[:PARTS]
    shown = [row for row in found if row in often]
    shown += [
        (text, answer["types"][kind])
        for kind, text, least in (
            ("dual", "rule by two", 2 * WORTH),
            ("collective", "collective rule", 0),
            ("collapsed", "regime fallen", 0.005),
        )
        if _ever(answer["types"][kind], least)
    ]
    number = answer["histories"]
    rest = [1 - sum(entries[n]["share"] for _, entries in shown) for n in range(len(answer["years"]))]
    other = [share(round(max(0.0, part) * number), number) for part in rest]
    if _ever(other):
        two = _ever(answer["types"]["dual"]) and not _ever(answer["types"]["dual"], 2 * WORTH)
        shown.append(("anybody else, or two" if two else "anybody else", other))
    return [name for name, _ in shown], [entries for _, entries in shown]


def _most(entries: list[Share]) -> float:
    return max(entry["share"] for entry in entries)


def _ever(entries: list[Share], least: float = 0.005) -> bool:
    return _most(entries) >= least


def _bare(entry: Share) -> str:
    return (
        "."
        if entry["share"] < 0.005
        else f"{min(99, round(100 * entry['share'])) if entry['share'] < 1 else 100}"
    )


def shade(share: float) -> str:
    """The style of a cell: lighter for larger shares, by lightness alone."""
    if share < WORTH:
        return ""
    step = min(len(SHADES) - 1, int(share * len(SHADES)))
    return f"{'white' if step < 2 else 'black'} on {SHADES[step]}"


def _findings(answer: Answer) -> Group:
    """Three sentences with intervals and numbers of histories."""
    last = blind_line(answer) or consolidation_line(answer)
    return Group(*[Text(sentence) for sentence in (*headline(answer), last) if sentence])


def _onward(answer: Answer, folder: Path | None, width: int) -> list[str]:
    """Where to look next: five commands, each of which works as printed."""
    tables = answer["tables"]
    given = str(answer["run"]["given"])
    which = "nearest" if "nearest" in tables else "typical"
    if folder is None:
        words = {
            "save it": [word for word in again(answer) if word != "--no-save"],
            "all tables": [*(word for word in again(answer) if word != "--full"), "--full"],
            "what goes in": ["politburo", "scenario", "describe", given],
            "who was winning": ["politburo", "odds", given],
            "other cases": ["politburo", "catalog"],
        }
    else:
        run = str(folder)
        words = {
            "one history": ["politburo", "show", run, "--chronicle", "--history", which],
            "all tables": ["politburo", "show", run, "--all"],
            "causes": ["politburo", "why", run, "--history", which],
            "other courses": ["politburo", "paths", run],
            "report": ["politburo", "report", run, "-o", "report.html"],
        }
    longest = max(map(len, words)) + 2
    commands = [shlex.join(command) for command in words.values()]
    fits = longest + max(map(len, commands)) <= width
    if fits:
        return [f"{label:<{longest}}{command}" for label, command in zip(words, commands, strict=True)]
    return [line for command in commands for line in continued(command, width)]


def continued(command: str, width: int) -> list[str]:
    """A command in lines of at most `width` columns, as a shell takes it: each but the last ends with a backslash."""
    lines = []
    while len(command) > width:
        cut = command.rfind(" ", 0, width - 1)
        cut = cut + 1 if cut > 0 else width - 1  # between words, or else within one
        lines.append(command[:cut] + "\\")
        command = command[cut:]
    return [*lines, command]
