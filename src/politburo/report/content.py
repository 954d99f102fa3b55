"""What stands on the page, as plain data: figures, words, tables, sources, and how to make it again."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from politburo import plots, scenario
from politburo.errors import PolitburoError
from politburo.measures.definitions import Thresholds, rule_type
from politburo.measures.names import short_name
from politburo.measures.written import day_text, month_text
from politburo.plots.source import SAMPLE
from politburo.record.essay import read_essay
from politburo.report.extras import extras
from politburo.study.questions.essay import essay
from politburo.study.running.parameters import in_words
from politburo.study.running.readings import reading
from politburo.study.running.repeat import command_words
from politburo.study.running.tables import stage_rows, vote_rows
from politburo.vocab import RuleType
from politburo.words.essay import INTRODUCTION, passages
from politburo.words.headline import WORDS, blind_line, headline, percent, word

if TYPE_CHECKING:
    from politburo.facts import Facts
    from politburo.measures.answer import Summary
    from politburo.plots.svg import Figure
    from politburo.study.running.course import Course
    from politburo.study.running.run import Run
    from politburo.study.running.tables import StageRow, VoteRow
    from politburo.words.essay import Essay, Passage

EVIDENCE = {
    "read": "from sources we opened",
    "unverified": "cited but not opened",
    "coded": "coded by us from a dated judgment or act",
    "assumed": "a stated prior or a reasoned guess",
}
PICKED = {
    "typical": "the most typical history",
    "nearest": "the history nearest the record",
    "strangest": "the strangest history",
}
OTHER_ENDS = 3  # histories shown because somebody else rules alone at the end
TALLIES = 12  # largest votes of a history that are shown


class Year(TypedDict):
    """The stages that begin in a year, simulated beside documented."""

    year: str
    simulated: list[StageRow]
    documented: list[StageRow]


class CourseShown(TypedDict):
    """One history as the page tells it."""

    number: int
    label: str
    figures: list[Figure]
    votes: list[VoteRow]  # the largest, in order of time
    chronicle: dict[str, list[tuple[str, str]]]  # (day, sentence) by year


class Chapter(TypedDict):
    """A part of an essay's story."""

    number: int
    title: str
    passages: list[Passage]


class Story(TypedDict):
    """The story of the case's essay."""

    introduction: str
    systems: list[Chapter]


def contents(run: Run) -> dict[str, Any]:
    """Everything that the template needs, JSON-able but for the figures."""
    summary = run.summary
    beside = run.course("nearest" if run.beside_record else "typical")
    return {
        "title": summary["title"],
        "about": run.resolved.summary,
        "summary": summary,
        "window": f"{day_text(summary['start'])} to {day_text(summary['end'])}",
        "parameters": in_words(summary["run"]["params"]),
        "sentences": headline(summary),
        "figures": {name: draw(run) for name, draw in plots.plot.ENSEMBLE.items()},
        "struggle": plots.plot.struggle(run, beside.number),
        "beside": {
            "history": beside.number,
            "years": by_year(run, beside),
            "record": bool(run.documented_stages),
        },
        "kinds": [(name, percent(entry), word(entry["share"])) for name, entry in summary["stages"].items()],
        "organisations": organisations(run),
        "checks": checks(summary),
        "facts": facts(summary),
        "courses": [course(run, number, label) for number, label in chosen(run)],
        "extras": extras(run),
        "essay": essay_of(run),
        "evidence": [(kind, text, summary["evidence"].get(kind, 0.0)) for kind, text in EVIDENCE.items()],
        "sources": sources(run),
        "rules": run.resolved.rules,
        "roster": run.resolved.roster_rule,
        "again": again(run.facts, run.resolved.parameters),
        "made": made(run.facts),
        "scale": scale(),
    }


def scale() -> list[tuple[str, str]]:
    """The words for probabilities and what they stand for."""
    limits = [0, *(round(100 * limit) for limit, _ in WORDS)]
    limits[-1] = 100
    return [
        (text, f"{low}-{high} %") for (_, text), low, high in zip(WORDS, limits[:-1], limits[1:], strict=True)
    ]


def facts(summary: Summary) -> list[tuple[str, str]]:
    """A few numbers that no figure shows."""
    consolidation, coup = summary["consolidation"], summary["coup"]
    seen = [
        f"{q.removesuffix('%')} % by {month_text(day)}"
        for q, day in consolidation["quantiles"].items()
        if day[0].isdigit()
    ]
    dates = ", ".join(seen) or "fewer than 5 %"
    rate, reserves = summary["turnover"], summary["reserves_in_bureau"]
    return [
        ("At some time somebody rules alone", percent(consolidation["within_window"])),
        ("Share of histories in which this has happened", dates),
        ("Power narrows from a body through a group to one person", percent(summary["full_path"])),
        (
            "Coups",
            f"attempted in {percent(coup['tried'])} of histories, successful in {percent(coup['succeeded'])}",
        ),
        ("Secretaries replaced each year", f"{rate['median']:.0f} ({rate['low']:.0f} to {rate['high']:.0f})"),
        (
            "Seats in the bureau held by unnamed reserve cadres",
            f"{100 * reserves['median']:.0f} % ({100 * reserves['low']:.0f} to {100 * reserves['high']:.0f})",
        ),
    ]


def checks(summary: Summary) -> list[str]:
    """The headline put to the test by equal traits, where that was done."""
    blind = blind_line(summary)
    return [blind] if blind else []


def by_year(run: Run, history: Course) -> list[Year]:
    """The table of the struggle: stages by the year in which they begin, simulated beside documented."""
    simulated, documented = stage_rows(run, history.stages), stage_rows(run, run.documented_stages)
    years = sorted({row["from"][:4] for row in (*simulated, *documented)})
    of = lambda year, rows: [row for row in rows if row["from"][:4] == year]  # noqa: E731
    return [
        {"year": year, "simulated": of(year, simulated), "documented": of(year, documented)} for year in years
    ]


def chosen(run: Run) -> list[tuple[int, str]]:
    """Histories that are told, each once: typical, nearest, strangest, and others that end under another ruler."""
    picks = ["typical", *(["nearest"] if run.beside_record else []), "strangest"]
    found: dict[int, list[str]] = {}
    for pick in picks:
        found.setdefault(run.pick(pick), []).append(PICKED[pick])
    for number, name in other_ends(run):
        found.setdefault(number, []).append(f"{name} rules alone at the end")
    return [(number, "; ".join(labels)) for number, labels in found.items()]


def other_ends(run: Run) -> list[tuple[int, str]]:
    """The first history, among those read, that ends under each of the most frequent sole rulers, and the first that collapses."""
    ends = []
    for block in run.blocks():
        kind, ruler = rule_type(block.series, Thresholds())
        ends += [(block.first + n, int(kind[n, -1]), int(ruler[n, -1])) for n in range(block.histories)]
        if len(ends) >= SAMPLE:
            break
    alone = [(number, who) for number, kind, who in ends if kind == RuleType.SOLE]
    people, counts = np.unique([who for _, who in alone], return_counts=True) if alone else ([], [])
    often = sorted(zip(people, counts, strict=True), key=lambda pair: (-pair[1], pair[0]))[:OTHER_ENDS]
    persons = run.resolved.persons
    return [
        (next(number for number, other in alone if other == who), short_name(persons[int(who)].name))
        for who, _ in often
    ]


def course(run: Run, number: int, label: str) -> CourseShown:
    """One history: its figures, largest votes and chronicle by year."""
    history = run.course(number)
    tallies = sorted(vote_rows(run, history.clashes), key=lambda vote: -(vote["ayes"] + vote["nays"]))
    years: dict[str, list[tuple[str, str]]] = {}
    for day, text in history.chronicle:
        years.setdefault(day[:4], []).append((day, text))
    return {
        "number": number,
        "label": label,
        "figures": [plots.plot.COURSE[name](run, number) for name in ("flow", "power", "patrons-of")],
        "votes": sorted(tallies[:TALLIES], key=lambda vote: vote["date"]),
        "chronicle": years,
    }


def organisations(run: Run) -> list[tuple[str, int, str, str]]:
    """Kinds of organisations at the start: (kind, how many, members, secretaries' patrons with how many follow each)."""
    names, persons = run.names, run.resolved.persons
    rows = []
    for kind in dict.fromkeys(o.kind for o in run.resolved.organisations):
        mine = [o for o in run.resolved.organisations if o.kind == kind]
        patrons = Counter(names[persons[o.patron].id] for o in mine if o.patron is not None)
        free = sum(o.patron is None for o in mine)
        text = [f"{name} {count}" for name, count in patrons.most_common()] + (
            [f"nobody {free}"] if free else []
        )
        rows.append((kind, len(mine), f"{sum(o.members for o in mine):,.0f}", ", ".join(text)))
    return rows


def essay_of(run: Run) -> Story | None:
    """The story of the case's essay; None where the case has none, or where the record has chosen the histories."""
    if run.facts.get("given_record") or not read_essay(run.resolved.id):
        return None
    return story(essay(run).to_json())


def story(found: Essay) -> Story:
    """The introduction and, of each part of an essay's story, its number, title and passages."""
    systems: list[Chapter] = [
        {"number": system["number"], "title": system["title"], "passages": passages(system)}
        for system in found["systems"]
    ]
    return {"introduction": INTRODUCTION, "systems": systems}


def sources(run: Run) -> list[dict[str, str]]:
    """Sources of the scenario as its files list them now; empty where the files are no longer there."""
    try:
        loaded = scenario.load(run.facts.get("given") or run.resolved.id)
    except PolitburoError:
        return []
    if loaded.file.id != run.resolved.id:
        return []
    found = []
    for row in loaded.rows("sources"):
        web = row.address if row.address.startswith(("https://", "http://")) else ""
        found.append({"citation": row.citation, "address": web, "status": row.status})
    return sorted(found, key=lambda source: source["citation"].casefold())


def again(facts: Facts, own: dict[str, float]) -> dict[str, str]:
    """The command and the Python line that make the same run again; `own` are the parameters that the scenario fixes."""
    given, changes, off = (
        str(facts.get("given") or facts["case"]),
        facts.get("changes", []),
        facts.get("off", []),
    )
    word = facts.get("params", "prior")
    default = word == "default"
    own = {**own, **(reading(facts["reading"]).params if facts.get("reading") else {})}
    fixed = {k: v for k, v in facts.get("fixed", {}).items() if own.get(k) != v and not default}
    words = command_words(facts, facts["histories"])
    day = facts.get("given_record", {}).get("day", "")
    python = f"politburo.load({given!r}).start({str(facts['start'])!r})"
    python += f".change({', '.join(map(repr, changes))})" if changes else ""
    params: str | dict[str, float] = word if word != "prior" else fixed or word
    if word != "prior":
        python += "".join(f".set({f'parameters.{name}'!r}, {value!r})" for name, value in fixed.items())
    options = [f"histories={facts['histories']}", f"seed={facts['seed']}", f"params={params!r}"]
    options += ["blind=True"] if facts.get("blind") else []
    options += [f"off={off!r}"] if off else []
    options += [f"given_record={day!r}"] if day else []
    options += [f"reading={facts['reading']!r}"] if facts.get("reading") else []
    by_command = not (fixed or facts.get("blind"))
    return {
        "command": shlex.join(words) if by_command else "",
        "python": f"{python}.run({', '.join(options)})",
    }


def made(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """With what it was made."""
    names = {
        "politburo": "politburo",
        "model": "model",
        "scenario": "digest of the scenario",
        "digest": "digest of the histories",
        "seed": "seed",
        "histories": "histories",
        "python": "Python",
        "numpy": "NumPy",
        "machine": "machine",
    }
    return [(text, str(facts[key])) for key, text in names.items() if key in facts]
