"""How likely the flagship's record up to the last open day is under parameter sets.

The record is cut before it is opened: of a row dated later nothing is read but that it is watched for (its id, kind, arena and
subject), and of those rows only dated events are kept, as "had not happened by then".

p(y | history) of an item is that of `likelihood`, where numbers on a logarithmic or logit scale are taken as known to BLUR at best:
nobody claims that the simulation is right to the percent, and some dozen histories cannot tell a narrower density from luck. p(y | set) is
their mean over the histories of the set, with silent histories and a prior weight a saying q(y):

Who rules and by what type of rule is what observers say, who disagree (`study.forecasting.observers`), as in the records of the
successions: the shares of the types among the histories pass through their disagreement, and who rules is nobody if they call the rule
collective, else whoever leads.

| item | q |
| --- | --- |
| coded | uniform over the words |
| yes or no, dated | 1/2 |
| share of n votes or posts | 1 / (n + 1) |
| count | flat in its logarithm over a factor of exp(WIDE) |
| share | flat between 0 and 1 |

Items of one type within one congress period tell the same story: they share one weight, and all types of a period share that of one
succession (QUESTIONS), since a party between two congresses is one struggle, not a dozen.
What is called sole rule needs twelve months in a row (`measures.definitions`), of which the window must hold all.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from politburo import engine
from politburo.arrays import Array
from politburo.measures.signals import Signals
from politburo.record import CATALOG
from politburo.record.items import Item, first_day, item_of, known_by
from politburo.scenario.resolved import Resolved
from politburo.study.evidence.holdout import congress_days, load_holdouts, period
from politburo.study.evidence.item_types import type_of
from politburo.study.evidence.likelihood import of_each
from politburo.study.evidence.quantities import month_of
from politburo.study.forecasting.leaders import LEAST
from politburo.study.forecasting.learning.outcomes import Datum, expected_log, mixed, seen_through, windowed
from politburo.study.forecasting.observers import disagreement
from politburo.study.forecasting.truth import RULES
from politburo.study.running.rosters import followed, months_read
from politburo.vocab import Locus, RuleType

#: the case of the catalog whose record is held out in part (`study.evidence.holdout`): its open part teaches
FLAGSHIP = next(CATALOG.glob("*/record/holdouts.yaml")).parent.parent.name
QUESTIONS = 3  # asked of one succession: who leads, by what type of rule, when there was sole rule first
WIDE = 4.0
BLUR = 0.15
BLURRED = ("log-normal", "logit-normal")
OBSERVED = ("rule", "ruler")
KEPT_BLANK = ("date", "until", "value", "low", "high", "of", "censored", "spread")


def cut_record(case: str, last: date, catalog: Path = CATALOG) -> list[Item]:
    """The items of a case as a reader of `last` could have written them, in order of date and id."""
    path = catalog / case / "record" / "items.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["error"] != "none"]
    known = []
    for row in rows:
        later = first_day(row["until"] or row["date"]) > last or first_day(row["date"]) > last
        if not later:
            known.append(item_of(row))
        elif row["error"] == "dated":
            known.append(
                item_of(
                    row
                    | dict.fromkeys(KEPT_BLANK, "")
                    | {"date": str(last), "spread": "0", "censored": "right"}
                )
            )
    return sorted(known_by(known, last), key=lambda item: (item.date, item.item))


class Flagship:
    """The flagship with a window that ends with its last open month, and the items that can be scored."""

    def __init__(
        self, resolved: Resolved, prior: float, catalog: Path = CATALOG, off: frozenset[str] = frozenset()
    ) -> None:
        self.resolved, self.prior, self.given, self.off = resolved, prior, resolved.parameters, off
        self.last = load_holdouts(resolved.id, catalog).open_until
        items = cut_record(resolved.id, self.last, catalog)
        congresses = congress_days(items)
        self.window = month_of(resolved, self.last) + 1
        self.world = engine.Prepared(windowed(resolved, self.window))
        here = lambda item: 0 <= month_of(resolved, item.until or item.date) < self.window  # noqa: E731
        self.items = [blurred(item) for item in items if here(item)]
        self.months = months_read(self.items, resolved, self.window)
        blocks = [(type_of(item), period(item, congresses)) for item in self.items]
        share, types = Counter(blocks), Counter(span for _, span in set(blocks))
        self.data = [
            Datum(
                resolved.id,
                f"{resolved.id}, {block[1]}",
                block[0],
                month_of(resolved, item.date),
                QUESTIONS / types[block[1]] / share[block],
                item.item,
            )
            for item, block in zip(self.items, blocks, strict=True)
        ]

    def log_scores(self, seed: int, sets: Array, histories: int) -> Array:
        """ln p(datum | set), float64[set, datum]; `sets` float64[set, FIELDS]."""
        from politburo.study.running.graft import Course

        numbers = np.tile(np.arange(histories, dtype=np.int32), len(sets))
        course = Course(self.world, seed, numbers, np.repeat(sets, histories, 0), self.off)
        return self.of_signals(followed([course], self.resolved, self.months, self.window), len(sets))

    def of_signals(self, found: Signals, sets: int) -> Array:
        """The same from finished histories, equally many for every set and in their order."""
        columns = [self._of_item(item, found, sets) for item in self.items]
        return np.stack(columns, 1)

    def _observed(self, item: Item, found: Signals, sets: int) -> Array:
        month = month_of(self.resolved, item.until or item.date)
        kind = found.rule[:, month].reshape(sets, -1)
        kind = np.where(kind == RuleType.COLLAPSED, -1, kind)
        said = seen_through(mixed(kind, len(RULES), self.prior), disagreement(frozenset()))
        if item.kind == "rule":
            return expected_log(said, item.codings, RULES)
        nobody, words = said[:, :1], words_of(item, self.resolved)
        people = mixed(found.leads[:, month].reshape(sets, -1), len(words) - 2, self.prior)
        chances = np.concatenate(
            [people * (1 - nobody) * (1 - LEAST), nobody * (1 - LEAST), 0 * nobody + LEAST], 1
        )
        return expected_log(chances, item.codings, words)

    def _of_item(self, item: Item, found: Signals, sets: int) -> Array:
        if item.kind in OBSERVED:
            return self._observed(item, found, sets)
        even = uninformed(item, self.resolved)
        each = of_each(item, self.resolved, found, answers=len(words_of(item, self.resolved)))
        if each is None:  # nothing simulated corresponds to it: no set can learn from it
            return np.full(sets, math.log(even))
        likely = np.where(np.isnan(each), even, np.exp(each)).reshape(sets, -1)
        return np.log((likely.sum(1) + self.prior * even) / (likely.shape[1] + self.prior))


def blurred(item: Item) -> Item:
    """The item, known to BLUR at best."""
    return replace(item, spread=max(item.spread, BLUR)) if item.error in BLURRED else item


def words_of(item: Item, resolved: Resolved) -> tuple[str, ...]:
    """The words that a coded item may be; none for items of other sorts."""
    if item.error != "coded":
        return ()
    known = {"rule": RuleType.words(), "locus": Locus.words()}
    return known.get(item.kind) or (*(person.id for person in resolved.persons), "collective", "other")


def uninformed(item: Item, resolved: Resolved) -> float:
    """q(y): the probability, or the density on the scale of its error model, of an item for whoever knows nothing."""
    if item.error == "coded":
        return 1 / len(words_of(item, resolved))
    if item.error == "beta-binomial":
        return 1 / (item.of + 1)
    if item.error == "log-normal":
        return 1 / WIDE
    if item.error == "logit-normal":
        return item.value * (1 - item.value)
    return 0.5
