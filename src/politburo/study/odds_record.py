"""Who was winning, as somebody could have said who knew the record up to a month (see `study.odds`)."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.measures import definitions as D
from politburo.measures.likeness import distances, effective, weights, width_for
from politburo.measures.names import labels
from politburo.measures.reading import month_date
from politburo.measures.stages import RUNG_WORDS
from politburo.measures.summary import Z
from politburo.record import Record, load_record
from politburo.study import parameters
from politburo.study.odds import TURNS, Odds, end, facts_of, positive, tail, turn
from politburo.study.pieces import Piece, counting, in_pieces
from politburo.vocab import name_code

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved
    from politburo.study.ensemble import Progress

FEWEST = 10.0  # effective histories below which nothing is said
COUNTING = 1 / 8  # share of the histories that counts, in effect
RESAMPLES = 400


def odds_given_record(
    resolved: Resolved,
    record: Record | None = None,
    *,
    histories: int = 256,
    futures: int = 1,
    seed: int = 1,
    params: Any = None,
    every: int = 6,
    width: float | None = None,
    thresholds: D.Thresholds | None = None,
    keep: str | Path | None = None,
    progress: Progress | None = None,
) -> Odds:
    """At every `every`-th month, weigh the states of `histories` histories by likeness to the record so far; branch `futures` off each.

    The kernel's `width` is chosen in every month so that a COUNTING part of the histories remains, in effect, unless it is given. Bands
    use the effective number of histories; months with fewer than FEWEST are left out. With `keep` the same question goes on
    from what is finished; another `width` is answered from it too. `record` is the case's own unless given. Raises `PolitburoError`
    where there is none, and (weights-few) where every month is left out.
    """
    from politburo import engine, scenario
    from politburo.study import graft

    record = load_record(resolved.id) if record is None else record
    if record is None:
        raise PolitburoError(Problem("usage", "--record", "the case has no record", "a case with a record"))
    positive({"--every": every, "--futures": futures, "--histories": histories})
    thresholds, months, people = thresholds or D.Thresholds(), resolved.months, len(resolved.persons)
    values = parameters.values_of(params, resolved.parameters)
    begun = time.perf_counter()
    marks = list(range(0, months, every))
    lucks = [name_code(f"future {f} given the record, seed {seed}") for f in range(futures)]
    world, parts = engine.Prepared(scenario.lower(resolved)), graft.parts(histories)

    @functools.lru_cache(maxsize=1)
    def base(numbers: range) -> tuple[graft.Onward, Block]:
        """Some histories on their way, and what has come of them."""
        onward = graft.Onward(graft.course(world, seed, numbers, values))
        _, past = onward.course.run(onward.states, 0, months)
        return onward, past

    def task(n: int) -> Callable[[], Piece]:
        """The months of the first part of the histories, then those of the next one."""
        month = marks[n % len(marks)]
        onward, past = base(parts[n // len(marks)])
        states = onward.at(month)

        def branch() -> Piece:
            ends = []
            for luck in lucks:
                _, course = dataclasses.replace(onward.course, seed=luck).run(states, month, months)
                ends.append(end(tail(course.series, past.series, month, thresholds), thresholds, people))
            sole, rule = (np.mean(values, 0) for values in zip(*ends, strict=True))
            return {"sole": sole, "ruling": rule, "apart": distances(record, resolved, past, month)}

        return branch

    asked = {"question": "odds-record", "histories": histories, "every": every, "futures": futures}
    facts = facts_of(resolved, seed, parameters.facts_of(params, values), thresholds)
    pieces = in_pieces(
        len(parts) * len(marks),
        task,
        asked={**asked, "definitions": vars(thresholds)},
        facts=facts,
        resolved=resolved,
        keep=keep,
        progress=counting(progress, histories * len(marks)),
    )
    sole, rule, apart = (
        [np.concatenate([piece[name] for piece in pieces[k :: len(marks)]]) for k in range(len(marks))]
        for name in ("sole", "ruling", "apart")
    )
    wanted = max(2 * FEWEST, COUNTING * histories)
    widths = [width_for(each, wanted) if width is None else width for each in apart]
    weight = [weights(each, w) for each, w in zip(apart, widths, strict=True)]
    n = np.array([effective(w) for w in weight])
    later = n[1:] if len(n) > 1 else n  # before the first month nothing is on record
    if (later < FEWEST).all():
        found = f"{later.max():.1f} effective histories"
        remedy = "ask for more --histories or a wider --width"
        raise PolitburoError(
            Problem("weights-few", "--histories", found, f"{FEWEST:.0f} or more", remedy=remedy)
        )
    n = np.where(n < FEWEST, np.nan, n)
    alone, inside = (
        np.stack(
            [
                w @ each if m >= FEWEST else np.full(people, np.nan)
                for m, w, each in zip(n, weight, v, strict=True)
            ]
        )
        for v in (sole, rule)
    )
    facts |= {
        "question": "given the record",
        **{name: asked[name] for name in ("histories", "futures", "every")},
        "kernel": {
            "width": [round(w, 4) for w in widths],
            "distance": "mean of attacks, removals, coalition",
            "fewest": FEWEST,
        },
        "cost": {"seconds": round(time.perf_counter() - begun, 1)},
    }
    turning = _turning(resolved, record, marks, sole, weight, np.isnan(n))
    return Odds(facts, resolved, marks, alone, inside, n, turning)


def _turning(
    resolved: Resolved, record: Record, marks: list[int], sole: list[Any], weight: list[Any], silent: Any
) -> list[dict[str, Any]]:
    """The steps that moved the odds most, by more than chance, with what is documented of those months.

    `sole` float[history, person] and `weight` float[history] of every month. The histories are drawn again, with replacement, for the
    error of a step: both of its months rest on the same ones.
    """
    luck = np.random.default_rng(marks[-1])
    draws = luck.integers(0, len(weight[0]), (RESAMPLES, len(weight[0])))
    shares = np.array([w @ each for w, each in zip(weight, sole, strict=True)])
    moved = np.diff(shares, axis=0)
    found = []
    for k in np.argsort(-np.abs(moved).sum(1), kind="stable"):
        if silent[k] or silent[k + 1]:
            continue
        person = int(np.abs(moved[k]).argmax())
        before, after = (
            (weight[m][draws] * sole[m][draws, person]).sum(1) / weight[m][draws].sum(1) for m in (k, k + 1)
        )
        half = Z * float((after - before).std(ddof=1))
        if len(found) == TURNS or abs(moved[k, person]) <= half:
            break
        found.append(
            turn(
                resolved,
                marks[k],
                person,
                odds=(shares[k, person], shares[k + 1, person]),
                half=half,
                moved=float(np.abs(moved[k]).sum() / 2),
                events=_documented(resolved, record, marks[k], marks[k + 1]),
            )
        )
    return found


def _documented(resolved: Resolved, record: Record, first: int, last: int) -> list[str]:
    """What is on record of the months from `first` up to `last`: attacks and what came of them."""
    people = [person for person in resolved.persons if not person.reserve]
    names = labels({p.id: p.name for p in people} | record.names, {p.id: p.short for p in people})
    start, stop = (month_date(resolved.start, m) for m in (first, last))
    told = []
    for clash in record.clashes:
        if start <= clash.date < stop:
            outcome = (
                RUNG_WORDS.get(clash.sanction, "attacked")
                if clash.outcome == "carried"
                else "attacked in vain"
            )
            told.append(f"{clash.date:%Y-%m} {names.get(clash.target, clash.target)} {outcome}")
    return told
