"""How else: the kinds of course that histories take, and how long things took.

A history's course is the sequence of the kinds of its stages (`measures.stagekinds`: "split of the ruling group", ...). Courses are
compared by edit distance and grouped round medoids; the number of groups is the one with the greatest mean silhouette.

`paths.json` in a run's folder: `Paths.to_json()`: {simulated, facts, clusters: [{share, low, high, size, medoid, strangest, course,
stages: those of the medoid, ends: {kind of rule: share}, rulers: {who rules alone: share}}], silhouette, times: {event:
{within_window: {share, low, high}, median, by: [...], low: [...], high: [...], at_risk: [...]}}}; the lists are by month.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

import numpy as np

from politburo.arrays import Array, Floats, Truths, Wholes
from politburo.facts import Facts
from politburo.measures import definitions as D
from politburo.measures.answer import Share
from politburo.measures.history import COL, Reader, month_date
from politburo.measures.sequences import apart, medoids, silhouette
from politburo.measures.stagekinds import QUIET
from politburo.measures.stages import table_of_the_struggle
from politburo.measures.summary import share
from politburo.measures.survival import kaplan_meier, median
from politburo.store.files import put
from politburo.store.manifest import SEAL
from politburo.study.running.tables import stage_rows
from politburo.vocab import Change, EventKind, RuleType, Rung
from politburo.words.answer import Data

if TYPE_CHECKING:
    import pandas

    from politburo.model.trace import Block
    from politburo.study.running.run import Run

FILE = "paths.json"
MOST = 512  # histories that are grouped: the matrix of distances grows with their square
GROUPS = range(2, 9)


def outcome(kind: EventKind, value: int | None = None) -> Callable[[Array], Array]:
    """A test of event rows: of this kind, with at least this outcome."""
    return lambda rows: (rows[:, COL["kind"]] == kind) & (value is None or rows[:, COL["outcome"]] >= value)


#: events whose first occurrence is timed
TIMED = {
    "a split of the coalition": lambda rows: (
        outcome(EventKind.COALITION)(rows) & (rows[:, COL["outcome"]] == Change.SPLIT)
    ),
    "an attack by the ruling side": outcome(EventKind.OFFENSIVE),
    "a removal from the small bodies": outcome(EventKind.SANCTION, Rung.LOST_BUREAU),
    "an expulsion": outcome(EventKind.SANCTION, Rung.EXPELLED),
    "a change of leader by vote": outcome(EventKind.LEADER_CHOSEN, 1),
    "a united opposition": outcome(EventKind.BLOC),
    "a mass admission": outcome(EventKind.LEVY, 1),
    "a seizure tried": outcome(EventKind.COUP),
}


class Asked(Facts):
    """The facts of the run, and how many of its histories are grouped."""

    grouped: int
    units: str
    interval: str


Span = TypedDict("Span", {"from": str, "to": str})


class GroupStage(Span):
    """A stage of a group's most typical course."""

    label: str
    against: list[str]
    outcome: str


class Group(Share):
    """A group of like courses."""

    size: int
    medoid: int  # number of the most typical history
    strangest: int
    course: list[str]  # kinds of its stages
    spread: float  # mean distance to it
    stages: list[GroupStage]
    ends: dict[str, float]  # how often each type of rule comes at the end
    rulers: dict[str, float]  # how often each rules alone then


class Times(TypedDict):
    """When an event first happens; lists have an entry a month."""

    within_window: Share
    median: str | None
    by: list[float]
    low: list[float]
    high: list[float]
    at_risk: list[float]


@dataclass(frozen=True)
class Paths:
    """Groups of courses, largest first, and times to events."""

    facts: Asked
    clusters: list[Group]
    cluster: list[int]  # of each grouped history
    silhouette: float
    times: dict[str, Times]

    @property
    def curves(self) -> pandas.DataFrame:
        """Probability that an event has happened by each month: columns by, low, high, at_risk; index event, month."""
        import pandas

        names = ("by", "low", "high", "at_risk")
        frames = {
            event: pandas.DataFrame({name: found[name] for name in names})
            for event, found in self.times.items()
        }
        frame = pandas.concat(frames, names=["event", "month"])
        frame.attrs.update(self.facts)
        return frame

    def to_json(self) -> Data:
        """Everything as plain data; the shape is that of the module's text."""
        return {"simulated": True, **dataclasses.asdict(self)}

    def save(self, folder: str | Path) -> Path:
        """Write paths.json into a folder, which must exist."""
        path = Path(folder) / FILE
        put(path, json.dumps(self.to_json(), indent=1).encode())
        return path


def paths(run: Run, *, groups: int | None = None) -> Paths:
    """Group the courses of a run's first MOST histories (in `groups` groups if given), and time events in all of them."""
    courses: list[tuple[str, ...]] = []
    ends: list[Array] = []
    timed: dict[str, list[tuple[Array, Array]]] = {name: [] for name in ("sole rule", *TIMED)}
    for block in run.blocks():
        for name, (month, happened) in first_times(block, D.Thresholds()).items():
            timed[name].append((month, happened))
        ends.append(np.stack([x[:, -1] for x in D.rule_type(block.series, D.Thresholds())], 1))
        for n in range(block.histories):
            if len(courses) < MOST:
                courses.append(course(Reader(run.resolved, block, block.first + n)))
    distance = apart(courses)
    tried = [groups] if groups else [k for k in GROUPS if k <= len(set(courses))] or [1]
    found = {k: medoids(distance, min(k, len(set(courses)))) for k in tried}  # no group is empty
    scores = {k: silhouette(distance, cluster) for k, (_, cluster) in found.items()}
    best = max(scores, key=lambda k: (scores[k], -k))
    centre, cluster = found[best]
    facts = {key: value for key, value in run.facts.items() if key not in ("parts", "files", SEAL)}
    order = sorted(range(len(centre)), key=lambda k: (-(cluster == k).sum(), k))
    end = np.concatenate(ends)[: len(courses)]
    groups_found = [_group(run, courses, distance, cluster == k, int(centre[k]), end) for k in order]
    rank = {k: n for n, k in enumerate(order)}
    times = {}
    for name, parts in timed.items():
        month, happened = (np.concatenate(values) for values in zip(*parts, strict=True))
        times[name] = _time(run, month, happened)
    return Paths(
        {**cast("Facts", facts), "grouped": len(courses), "units": "months; probability", "interval": "95 %"},
        groups_found,
        [rank[int(k)] for k in cluster],
        round(scores[best], 4),
        times,
    )


def course(reader: Reader) -> tuple[str, ...]:
    """The kinds of a history's stages, in order."""
    stages = table_of_the_struggle(reader.clashes(), reader.alignments(), reader.power())
    return tuple(stage.kind for stage in stages) or (QUIET,)


def first_times(block: Block, thresholds: D.Thresholds) -> dict[str, tuple[Array, Array]]:
    """{event: (month of its first occurrence or of the end of observation, did it happen?)} for every history of a block.

    Observation ends with the window, or with the regime.
    """
    regime = block.series["regime"] > 0
    months = regime.shape[1]
    end = np.where(regime.all(1), months, regime.argmin(1))
    sole = D.consolidation(D.rule_type(block.series, thresholds)[0])
    found = {"sole rule": (np.where(sole >= 0, sole, end), sole >= 0)}
    for name, test in TIMED.items():
        rows = block.events[test(block.events)]
        month = np.full(block.histories, months)
        np.minimum.at(month, rows[:, 0] - block.first, rows[:, COL["month"]])
        happened = month < months
        found[name] = (np.where(happened, month, end), happened)
    return found


def _group(
    run: Run, courses: list[tuple[str, ...]], distance: Floats, mine: Truths, centre: int, end: Wholes
) -> Group:
    """One group; `end` int[history, 2]: kind of rule and ruler (where he rules alone) in the last month."""
    members = np.nonzero(mine)[0]
    names, people = run.names, run.resolved.persons
    kinds, rulers = end[members].T
    alone = rulers[kinds == RuleType.SOLE]
    return {
        **share(len(members), len(courses)),
        "size": len(members),
        "medoid": centre,
        "strangest": int(members[distance[members, centre].argmax()]),
        "course": list(courses[centre]),
        "spread": round(float(distance[members, centre].mean()), 4),
        "stages": [
            {
                "from": row["from"],
                "to": row["to"],
                "label": row["label"],
                "against": row["side_b"][:3],
                "outcome": "; ".join(row["outcome"]),
            }
            for row in stage_rows(run, run.table(centre))
        ],
        "ends": _frequent([RuleType(kind).word for kind in kinds], len(members)),
        "rulers": _frequent([names[people[p].id] for p in alone], len(members)),
    }


def _frequent(words: list[str], of: int) -> dict[str, float]:
    """How often each word comes, as a share of `of`, the most frequent first."""
    return {word: round(count / of, 4) for word, count in Counter(words).most_common()}


def _rounded(values: Array) -> list[float]:
    return [round(float(value), 4) for value in values]


def _time(run: Run, month: Array, happened: Array) -> Times:
    curve = kaplan_meier(month, happened, run.resolved.months)
    middle = median(curve)
    return {
        "within_window": share(int(happened.sum()), len(month)),
        "median": None if middle is None else f"{month_date(run.resolved.start, middle):%Y-%m}",
        "by": _rounded(curve["by"]),
        "low": _rounded(curve["low"]),
        "high": _rounded(curve["high"]),
        "at_risk": _rounded(curve["at_risk"]),
    }
