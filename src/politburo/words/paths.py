"""How else it might have gone: the answer of `study.questions.paths` in words."""

from __future__ import annotations

from politburo.measures.stagekinds import QUIET
from politburo.measures.written import in_letters, listed, per_cent
from politburo.words.answer import Answer, Cell, Data, Table
from politburo.words.headline import RULE, percent

#: Kaufman and Rousseeuw (1990, p. 88): what a mean silhouette says, by upper limit
SILHOUETTE = (
    (0.25, "there are no real groups: these are neighbourhoods of one broad field"),
    (0.50, "the groups are weak and may be accidental"),
    (0.70, "the groups are fairly distinct"),
    (1.01, "the groups are distinct"),
)
OFTEN = {1: "once", 2: "twice"}
KINDS, ENDS, RULERS = 2, 2, 3  # kinds of stage, of end, and rulers that a sentence names


def paths_answer(found: Data) -> Answer:
    """The groups of courses one by one, their typical histories stage by stage, and how long things took."""
    facts, groups = found["facts"], found["clusters"]
    verdict = next(text for limit, text in SILHOUETTE if found["silhouette"] < limit)
    sentences = [
        f"{facts['grouped']} histories of {facts['case']}, grouped by the order in which their stages of open conflict follow one another.",
        f"The mean silhouette is {found['silhouette']:.2f}: {verdict}.",
        *(_group(number, group) for number, group in enumerate(groups, 1)),
    ]
    tables = [_overview(groups)]
    tables += [_typical(number, group) for number, group in enumerate(groups, 1) if group["stages"]]
    tables.append(_times(found["times"]))
    return Answer(f"How else: {facts['grouped']} courses of one beginning", sentences, tables)


def _group(number: int, group: Data) -> str:
    ends = listed(
        [f"{RULE[kind]} in {per_cent(share)}" for kind, share in list(group["ends"].items())[:ENDS]]
    )
    alone = [f"{name} {per_cent(share)}" for name, share in list(group["rulers"].items())[:RULERS]]
    who = f" (alone: {listed(alone)})" if alone else ""
    return f"Group {number}, {percent(group)} of the histories; {_course(group)}. It ends in {ends}{who}."


def _course(group: Data) -> str:
    """What a group's typical course is made of, the most frequent kinds of stage first."""
    course = group["course"]
    kinds = sorted(set(course), key=lambda kind: (-course.count(kind), course.index(kind)))[:KINDS]
    if kinds == [QUIET]:
        return "typically without open conflict"
    times = lambda count: OFTEN.get(count, f"{in_letters(count)} times")  # noqa: E731
    return f"typical stages: {', '.join(f'{kind} ({times(course.count(kind))})' for kind in kinds)}"


def _overview(groups: list[Data]) -> Table:
    columns = [
        "group", "share of histories", "most typical history", "strangest history", "stages of the typical one", "mean distance from it",
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [n, percent(g), g["medoid"], g["strangest"], len(g["stages"]), round(g["spread"], 1)]
        for n, g in enumerate(groups, 1)
    ]
    return Table("Groups of courses", columns, rows)


def _typical(number: int, group: Data) -> Table:
    rows: list[list[Cell]] = [
        [f"{s['from']} to {s['to']}", s["label"], listed(s["against"]), s["outcome"]] for s in group["stages"]
    ]
    return Table(
        f"Group {number}: its most typical history, number {group['medoid']}",
        ["when", "stage", "against", "outcome"],
        rows,
    )


def _times(times: Data) -> Table:
    rows: list[list[Cell]] = [
        [name, time["median"] or "not within the window", percent(time["within_window"])]
        for name, time in times.items()
    ]
    return Table(
        "How long things took", ["until the first", "half of the histories by", "within the window"], rows
    )
