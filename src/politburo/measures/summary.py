"""Everything that a run prints, gathered block by block so that memory hardly grows with the number of histories."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array, Values, Wholes
from politburo.measures import definitions as D
from politburo.measures.history import COL, month_date
from politburo.measures.names import labels, short_name
from politburo.measures.stagecounts import stages_found
from politburo.measures.stagekinds import KINDS
from politburo.vocab import EventKind, Locus, RuleType, Standing

if TYPE_CHECKING:
    from politburo.measures.answer import Blind, Consolidation, Measured, Quantiles, Share, Votes
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

Z = 1.959964
FORM = 3  # of a summary; one that was saved in another form is made again from the histories


def wilson(count: float, n: int) -> tuple[float, float, float]:
    """(share, low, high): Wilson's 95 % interval for a share of `n` histories."""
    if n == 0:
        return 0.0, 0.0, 1.0
    p = count / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * np.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return p, max(0.0, float(middle - half)), min(1.0, float(middle + half))


def tally(counts: Wholes, found: Wholes) -> None:
    """Add to int[thing, year] how often each thing is found, int[history, year, ...]; -1 is nothing."""
    things, years = counts.shape
    year = np.arange(years).reshape(-1, *[1] * (found.ndim - 2))
    cell = (found.astype(int) * years + year)[found >= 0]
    counts += np.bincount(cell, minlength=counts.size).reshape(things, years)


def share(count: float, n: int) -> Share:
    """A share of `n` histories with its interval."""
    p, low, high = wilson(count, n)
    return {"share": round(p, 4), "low": round(low, 4), "high": round(high, 4)}


class Accumulator:
    """Add blocks; ask for the summary. Keeps counts, and under 600 bytes for each history."""

    def __init__(self, resolved: Resolved, thresholds: D.Thresholds | None = None) -> None:
        self.resolved, self.thresholds = resolved, thresholds or D.Thresholds()
        months = resolved.months
        self.marks = [m for m in range(months) if month_date(resolved.start, m).month == 12]
        if not self.marks or self.marks[-1] != months - 1:
            self.marks.append(months - 1)
        self.labels = [self._label(month) for month in self.marks]
        people, years = len(resolved.persons), len(self.marks)
        self.n = 0
        self.counts = {
            name: np.zeros((people, years), np.int64) for name in ("sole", "primus", "dual", "ruling", "core")
        }
        self.types = np.zeros((len(RuleType), years), np.int64)
        self.loci = np.zeros((len(Locus), years), np.int64)
        self.columns: defaultdict[str, list[Array]] = defaultdict(list)

    def _label(self, month: int) -> str:
        day = month_date(self.resolved.start, month)
        return str(day.year) if day.month == 12 else f"{day.year}-{day.month:02d}"

    def add(self, block: Block) -> None:
        """Take in a finished block."""
        series, marks = block.series, self.marks
        kind, ruler = D.rule_type(series, self.thresholds)
        consolidated = D.consolidation(kind)
        place = D.locus(series, kind, self.thresholds)
        self.n += block.histories
        tally(self.types, kind[:, marks])
        tally(self.loci, place[:, marks])
        for name, code in (("sole", RuleType.SOLE), ("primus", RuleType.PRIMUS), ("dual", RuleType.DUAL)):
            tally(self.counts[name], np.where(kind == code, ruler, -1)[:, marks])
        standing, people = series["standing"][:, marks], series["contender"][:, marks]
        core = (standing == Standing.CORE) & (series["regime"][:, marks] > 0)[..., None]
        ring = (standing == Standing.RING) & (series["regime"][:, marks] > 0)[..., None]
        for name, inside in (("core", core), ("ruling", core | ring)):
            tally(self.counts[name], np.where(inside, people, -1))
        halves = slice(5, None, 6)
        kept = {
            "consolidation": consolidated.astype(np.int16),
            "final": kind[:, -1].copy(),
            "ruler": np.where(kind[:, -1] == RuleType.SOLE, ruler[:, -1], -1).astype(np.int16),
            "stages": stages_found(block, [person.id for person in self.resolved.persons]),
            "path": paths(place),
            "effective": series["effective"][:, marks].astype(np.float32),
            "members": series["members"][:, marks].sum(2).astype(np.float32),
            "workers": series["workers"][:, marks].astype(np.float16),
            "higher": series["higher"][:, marks].astype(np.float16),
            "halves": np.concatenate(
                [kind[:, halves], ruler[:, halves]], axis=1, dtype=np.int16, casting="unsafe"
            ),
            "replaced": series["replaced"].sum(1).astype(np.int16),
            "reserves": (series["reserves"][:, marks] / np.maximum(series["bureau"][:, marks], 1))
            .mean(1)
            .astype(np.float16),
            **_events(block),
        }
        for name, values in kept.items():
            self.columns[name].append(values)

    def column(self, name: str) -> Array:
        """A kept per-history array, all blocks together."""
        return np.concatenate(self.columns[name])

    def who_rules_alone(self) -> Blind:
        """{histories, anyone, persons: {id: share with interval}} of those who rule alone at the end; who never does is left out."""
        ruler = self.column("ruler")
        people, counts = np.unique(ruler[ruler >= 0], return_counts=True)
        ids = [person.id for person in self.resolved.persons]
        return {
            "histories": self.n,
            "anyone": share(int(counts.sum()), self.n),
            "persons": {ids[p]: share(int(c), self.n) for p, c in zip(people, counts, strict=True)},
        }

    def summary(self) -> Measured:
        """The whole answer."""
        histories, resolved = self.n, self.resolved
        final, ruler, consolidated = self.column("final"), self.column("ruler"), self.column("consolidation")
        names = {p: short_name(person.name) for p, person in enumerate(resolved.persons)}
        called = labels(
            {p.id: short_name(p.name) for p in resolved.persons}, {p.id: p.short for p in resolved.persons}
        )
        at_end = {p: int((ruler == p).sum()) for p in np.unique(ruler[ruler >= 0])}
        weight = (
            self.counts["sole"][:, -1] * 4 + self.counts["primus"].sum(1) + self.counts["core"].sum(1) / 4
        )
        weight = weight + 0.001 * self.counts["ruling"].sum(1)
        leading = [int(p) for p in np.argsort(-weight, kind="stable")[:8] if weight[p] > 0]
        path, count = np.unique(self.column("path"), return_counts=True)
        order = np.argsort(-count, kind="stable")
        stages = self.column("stages").sum(0).tolist()
        reached = consolidated[consolidated >= 0]
        coup = self.column("coup")
        return {
            "form": FORM,
            "simulated": True,
            "case": resolved.id,
            "title": resolved.title,
            "start": str(resolved.start),
            "end": str(resolved.end),
            "histories": histories,
            "interval": "Wilson, 95 %",
            "evidence": resolved.evidence_shares,
            "years": self.labels,
            "leading": [
                {
                    "id": resolved.persons[p].id,
                    "name": names[p],
                    "label": called[resolved.persons[p].id],
                    "reserve": resolved.persons[p].reserve,
                    "sole_at_end": share(at_end.get(p, 0), histories),
                    "sole": self._by_year("sole", p),
                    "primus": self._by_year("primus", p),
                    "dual": self._by_year("dual", p),
                    "ruling": self._by_year("ruling", p),
                    "core": self._by_year("core", p),
                }
                for p in leading
            ],
            "sole_at_end": share(int((ruler >= 0).sum()), histories),
            "types": {t.word: [share(int(c), histories) for c in self.types[t]] for t in RuleType},
            "final": {t.word: share(int((final == t).sum()), histories) for t in RuleType},
            "coup": {
                "tried": share(int((coup > 0).sum()), histories),
                "succeeded": share(int((coup == 2).sum()), histories),
            },
            "consolidation": self._consolidation(reached, histories),
            "locus": {k.word: [share(int(c), histories) for c in self.loci[k]] for k in Locus},
            "effective": [quantiles(column) for column in self.column("effective").T],
            "paths": [{"path": str(path[k]), **share(int(count[k]), histories)} for k in order[:8]],
            "full_path": share(
                int(np.isin(self.column("path"), [p for p in path if passes_all(str(p))]).sum()), histories
            ),
            "stages": {kind: share(count, histories) for kind, count in zip(KINDS, stages, strict=True)},
            "membership": [
                {
                    "year": label,
                    "members": quantiles(self.column("members")[:, y]),
                    "workers": quantiles(self.column("workers")[:, y]),
                    "higher": quantiles(self.column("higher")[:, y]),
                }
                for y, label in enumerate(self.labels)
            ],
            "votes": self._votes(),
            "turnover": quantiles(self.column("replaced") / (resolved.months / 12)),
            "reserves_in_bureau": quantiles(self.column("reserves")),
        }

    def _by_year(self, what: str, person: int) -> list[Share]:
        return [share(count, self.n) for count in self.counts[what][person]]

    def _consolidation(self, reached: Array, n: int) -> Consolidation:
        dates = {}
        for q in (0.05, 0.25, 0.5, 0.75, 0.95):
            rank = int(np.ceil(q * n)) - 1
            known = rank < len(reached)
            dates[f"{q:.0%}"] = (
                str(month_date(self.resolved.start, int(np.sort(reached)[rank])))[:7]
                if known
                else "not within the window"
            )
        return {"within_window": share(len(reached), n), "quantiles": dates}

    def _votes(self) -> list[Votes]:
        """Share against the ruling side, by period and arena: counts per history and quantiles over votes."""
        rows = self.column("votes")
        found: list[Votes] = []
        arenas = {n: body.name for n, body in enumerate(self.resolved.bodies)} | {-3: "all organisations"}
        years = np.array([month_date(self.resolved.start, m).year for m in range(self.resolved.months)])
        year = years[rows[:, 1]] if len(rows) else rows[:, 0]
        for low in range(years[0], years[-1] + 1, 2):
            for arena, name in arenas.items():
                mine = rows[(year >= low) & (year <= low + 1) & (rows[:, 2] == arena)]
                if len(mine) < 20:
                    continue
                counted = np.maximum(mine[:, 4] + mine[:, 5], 1)
                ruling = mine[:, 3] == EventKind.OFFENSIVE
                against = np.where(ruling, mine[:, 5], mine[:, 4]) / counted
                beaten = np.where(ruling, mine[:, 7] == 0, mine[:, 7] == 1)
                found.append(
                    {
                        "years": f"{low}-{low + 1}" if low < years[-1] else str(low),
                        "arena": name,
                        "per_history": round(len(mine) / self.n, 2),
                        "against_ruling_side": quantiles(against),
                        "ruling_side_beaten": round(float(beaten.mean()), 3),
                    }
                )
        return found


def _events(block: Block) -> dict[str, Array]:
    """What is kept of the events: coup, 0 to 2 [history]; attacks and votes, a row each that begins with the history's number."""
    rows = block.events
    kind, outcome = rows[:, COL["kind"]], rows[:, COL["outcome"]]
    attack, tried = kind == EventKind.OFFENSIVE, np.flatnonzero(kind == EventKind.COUP)
    coup = np.zeros(block.histories, np.int8)
    np.maximum.at(coup, rows[tried, 0] - block.first, np.where(outcome[tried] == 1, 2, 1).astype(np.int8))
    votes = rows[(attack | (kind == EventKind.CHALLENGE)) & (outcome >= 0)]
    columns = ("history", "month", "body", "kind", "ayes", "nays", "abstentions", "outcome")
    return {
        "coup": coup,
        "attacks": rows[attack][:, [COL[name] for name in ("history", "month", "whom")]],
        "votes": votes[:, [COL[name] for name in columns]],
    }


def quantiles(values: Values) -> Quantiles:
    """Median and 90 % interval."""
    low, middle, high = np.quantile(np.asarray(values, np.float64), [0.05, 0.5, 0.95])
    return {"low": round(float(low), 4), "median": round(float(middle), 4), "high": round(float(high), 4)}


WORDS = {Locus.COMMITTEE: "committee", Locus.BUREAU: "bureau", Locus.GROUP: "group", Locus.ONE: "one"}
SETTLED_MONTHS = 6  # a locus counts in the sequence once it has lasted so long


def paths(place: Array) -> Array:
    """Sequence of loci of each history, Locus[history, month], as text; spells under SETTLED_MONTHS left out. A group carries no size."""
    start, length = D.runs(place)
    start = start[length >= SETTLED_MONTHS]
    sequences: list[list[str]] = [[] for _ in place]
    for history, locus in zip((start // place.shape[1]).tolist(), place.ravel()[start].tolist(), strict=True):
        sequence, word = sequences[history], WORDS[locus]
        if sequence[-1:] != [word]:
            sequence.append(word)
    return np.array([" > ".join(sequence) or "unsettled" for sequence in sequences])


def passes_all(path: str) -> bool:
    """Does a sequence narrow from a body (committee or bureau) through a group to one?"""
    steps = path.split(" > ")
    if "group" not in steps or "one" not in steps:
        return False
    group = steps.index("group")
    return bool(set(steps[:group]) & {"committee", "bureau"}) and "one" in steps[group:]
