"""The story of an essay in words, from the data of `politburo essay --json`: what a terminal, a page and a Markdown file show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from politburo.measures.answer import Share
from politburo.measures.written import day_text, in_letters, listed, when_text
from politburo.words.headline import percent
from politburo.words.struggle import Called, Sides, side, title

LEAST = 0.005  # a smaller share is not rounded to nought
STATUS = {"web": "opened", "literature-unverified": "cited but not opened"}
VERDICT = {"no": "not borne out", "partly": "borne out in part"}
INTRODUCTION = (
    "This case sets out from a popular essay. For each part of its story, in its own order, the lines below give what the essay "
    "says (retold), what is documented, with the essay's claims that the sources do not or only partly bear out, and in how many "
    "simulated histories something of that kind happens. Brackets give the sources: those that were opened, and works cited but not "
    "opened. That something happens often in the model does not show "
    "that it happened; that it happens seldom does not show that it did not."
)


class Ground(TypedDict):
    """Of which histories something is counted."""

    histories: int
    start: str  # YYYY-MM-DD


class Occurrence(Share):
    """In how many histories a sign occurs."""

    count: int
    about: str  # the sign, in words


class Count(Occurrence):
    """The same, with the histories in which it was counted, and where to see it."""

    sign: str
    histories: int
    start: str
    history: int | None  # the first in which it occurs
    command: str  # that shows it; empty where the run is not saved


class Claim(TypedDict):
    """What the essay claims, and what the sources say of it."""

    id: str
    claim: str
    verdict: str
    note: str


#: as the record has them: YYYY-MM-DD, or less
Span = TypedDict("Span", {"from": str, "to": str})


class Stage(Span, Called, Sides):
    """A documented stage."""

    causes: str
    arenas: str
    outcome: str
    source: str


class Event(TypedDict):
    """A documented event."""

    date: str
    title: str
    source: str


class Part(TypedDict):
    """One system of the essay: what it says, what is documented, how often such a thing happens."""

    number: int
    id: str
    title: str
    says: str
    documented: str
    verdicts: dict[str, int]  # claims by verdict
    claims: list[str]  # ids
    disputed: list[Claim]
    stages: list[Stage]
    events: list[Event]
    counted: list[Count]
    note: str
    needs_start: str
    late: str  # the command that counts it from an earlier start, where these histories begin too late


class Essay(TypedDict):
    """The whole answer."""

    simulated: bool
    interval: str
    case: str
    title: str
    seed: int
    systems: list[Part]


@dataclass(frozen=True)
class Line:
    """A sentence or two, and the command that shows more of it."""

    text: str
    command: str = ""


@dataclass(frozen=True)
class Passage:
    """What one voice has to say of a part of the story."""

    voice: str
    lines: list[Line]


def passages(system: Part) -> list[Passage]:
    """One system of the essay: the essay, the documents, the verdict, the simulation."""
    documented = [
        Line(system["documented"]),
        *map(stage_line, system["stages"]),
        *map(event_line, system["events"]),
    ]
    return [
        Passage("The essay", [Line(system["says"])]),
        Passage("Documented", documented),
        Passage("Verdict", [Line(verdict(system["verdicts"])), *map(claim_line, system["disputed"])]),
        Passage("Simulated", simulated(system)),
    ]


def simulated(system: Part) -> list[Line]:
    """How often the signs of a system occur; or that nothing is counted, and why."""
    lines = [Line(count_text(row), row["command"]) for row in system["counted"]]
    if lines:
        lines.insert(0, Line(base_text(system["counted"][0])))
    elif system["late"]:
        text = f"These histories begin too late for it. Counted from {day_text(system['needs_start'])} on:"
        lines.append(Line(text, system["late"]))
    else:
        lines.append(Line("The model has no counterpart."))
    return [*lines, Line(system["note"])] if system["note"] else lines


def base_text(row: Ground) -> str:
    """Of which histories the shares are.

    >>> base_text({"histories": 1256, "start": "1922-04-03"})
    'Of 1,256 histories from 3 April 1922 on, with 95 % intervals:'
    """
    histories = "history" if row["histories"] == 1 else "histories"
    return f"Of {row['histories']:,} {histories} from {day_text(row['start'])} on, with 95 % intervals:"


def count_text(row: Occurrence) -> str:
    """In how many histories a sign occurs.

    >>> count_text({"count": 64, "share": 0.25, "low": 0.2, "high": 0.31, "about": "unrest breaks out"})
    'In 25 % (20 to 31) unrest breaks out.'
    >>> count_text({"count": 0, "share": 0.0, "low": 0.0, "high": 0.012, "about": "unrest breaks out"})
    'In none (0 to 1 %) unrest breaks out.'
    """
    bounds = f"({100 * row['low']:.0f} to {100 * row['high']:.0f}"
    few = 0 < row["share"] < LEAST
    share = f"less than 1 % {bounds})" if few else percent(row) if row["count"] else f"none {bounds} %)"
    return f"In {share} {row['about']}."


def verdict(counts: dict[str, int]) -> str:
    """How many of the essay's claims the sources bear out.

    >>> verdict({"yes": 2, "partly": 1, "no": 0}), verdict({"yes": 3, "partly": 0, "no": 0})
    ('Of its three claims the sources bear out two, and one in part.', 'The sources bear out all of its three claims.')
    >>> verdict({"yes": 0, "partly": 1, "no": 1})
    'Of its two claims the sources bear out none, one in part, and one not at all.'
    """
    total = sum(counts.values())
    claims = f"its {in_letters(total)} claim{'s' if total != 1 else ''}"
    if counts["yes"] == total:
        return f"The sources bear out all of {claims}."
    number = lambda count: in_letters(count) if count else "none"  # noqa: E731
    parts = [number(counts["yes"])]
    parts += [f"{in_letters(counts['partly'])} in part"] if counts["partly"] else []
    parts += [f"{in_letters(counts['no'])} not at all"] if counts["no"] else []
    return f"Of {claims} the sources bear out {', '.join(parts[:-1])}, and {parts[-1]}."


def claim_line(claim: Claim) -> Line:
    """A claim that the sources do not or only partly bear out, and what they say."""
    note = f" ({_sentence(claim['note'])})" if claim["note"] else ""
    return Line(f"{claim['id']}, {VERDICT[claim['verdict']]}: {_sentence(claim['claim'])}{note}")


def stage_line(stage: Stage) -> Line:
    """A documented stage: name, dates, opponents, causes, outcome, sources."""
    against = f"against {side(stage['side_b'])}" if stage["side_b"] else "without open opponents"
    return Line(
        f"{_sentence(title(stage))[:-1]} ({when_text(stage['from'])} to {when_text(stage['to'])}): "
        f"{side(stage['side_a'])} {against}. Causes: {_sentence(stage['causes'], raised=False)} "
        f"Outcome: {_sentence(stage['outcome'], raised=False)} {sources(stage['source'])}"
    )


def event_line(event: Event) -> Line:
    """A documented event: date, what happened, sources."""
    return Line(f"{when_text(event['date'])}: {_sentence(event['title'])} {sources(event['source'])}")


def sources(cell: str) -> str:
    """The sources of a row in brackets, by whether they were opened.

    >>> sources("web:a p. 5; literature-unverified:Carr 1954, Cohen 1973")
    '[opened: a p. 5; cited but not opened: Carr 1954, Cohen 1973]'
    """
    found: dict[str, list[str]] = {}
    for part in cell.split("; "):
        kind, sign, name = part.partition(":")
        status = STATUS.get(kind) if sign else None
        found.setdefault(status or "cited", []).append(name if status else part)
    return f"[{'; '.join(f'{status}: {listed(names)}' for status, names in found.items())}]"


def _sentence(text: str, *, raised: bool = True) -> str:
    first = text[:1].upper() if raised else text[:1]
    return f"{first}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


def heading(essay: Essay) -> str:
    """The title of the whole."""
    return f"{essay['title']}: the essay, the documents and the simulation"


def markdown(essay: Essay) -> str:
    """The whole story as a Markdown file."""
    lines = [f"# {heading(essay)}", "", INTRODUCTION, ""]
    for system in essay["systems"]:
        lines += [f"## {system['number']}. {system['title']}", ""]
        for passage in passages(system):
            lines += [f"**{passage.voice}.**", "", *_items(passage.lines), ""]
    return "\n".join(lines).rstrip() + "\n"


def _items(lines: Iterable[Line]) -> list[str]:
    return [f"- {line.text}" + (f" `{line.command}`" if line.command else "") for line in lines]
