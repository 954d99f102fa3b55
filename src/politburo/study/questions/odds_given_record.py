"""Who was winning, as somebody could have said who knew the record up to a month (see `study.questions.odds`)."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import MODEL_VERSION, engine, scenario
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.measures import definitions as D
from politburo.measures.history import month_date
from politburo.measures.names import labels
from politburo.measures.stages import RUNG_WORDS
from politburo.measures.summary import Z
from politburo.record import Record
from politburo.study.evidence.by_month import Evidence, last_day
from politburo.study.evidence.holdout import sealed_after
from politburo.study.questions.odds import TURNS, Facts, Odds, Turn, end, facts_of, positive, tail, turn
from politburo.study.running import graft, parameters
from politburo.study.running.given_record import OPTION, Filter, record_of
from politburo.study.running.particles import effective_origins
from politburo.study.running.pieces import Piece, counting, in_pieces
from politburo.vocab import name_code

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.progress import Progress

FEWEST = 20  # different ancestors below which nothing is said
RESAMPLES = 400


def odds_given_record(
    resolved: Resolved,
    record: Record | None = None,
    *,
    histories: int = 256,
    futures: int = 1,
    seed: int = 1,
    params: parameters.Given = None,
    every: int = 6,
    until: date | None = None,
    thresholds: D.Thresholds | None = None,
    under: str | Path | None = None,
    progress: Progress | None = None,
) -> Odds:
    """Before every `every`-th month and the last, branch `futures` futures off each of `histories` histories, weighed by the record so far.

    The weights are those of the particle filter of `running.given_record`. Bands use the effective number of different ancestors, as if all
    descendants of one were alike: they are rather too wide. Months with fewer than FEWEST different ancestors are left out, and those of
    which the record is held out; none is later than the day `until`. With `under` the same question goes on from what is finished.
    `record` is the case's own unless given. Raises `PolitburoError` where there is none, and (weights-few) where every month is left out.
    """
    positive({"--every": every, "--futures": futures, "--histories": histories})
    thresholds, months, people = thresholds or D.Thresholds(), resolved.months, len(resolved.persons)
    values = parameters.values_of(params, resolved.parameters)
    begun = time.perf_counter()
    marks, day = open_months(resolved, every, record, until)
    record = record_of(resolved, day, record)
    lucks = [name_code(f"future {f} given the record, seed {seed}") for f in range(futures)]
    parts = graft.parts(histories)

    @functools.cache
    def filter() -> Filter:
        """The histories on their way."""
        world = engine.Prepared(scenario.lower(resolved))
        return Filter(graft.course(world, seed, range(histories), values), resolved, record.items, day)

    def task(n: int) -> Callable[[], Piece]:
        """All parts of the histories in the first month, then in the next one."""
        month, numbers = marks[n // len(parts)], parts[n % len(parts)]
        now, rows = filter().at(month), slice(numbers.start, numbers.stop)
        weight, origin, worth = now.weight[rows], now.particles.origin[rows], now.state()["effective"]
        whole, past = now.particles.course, now.particles.block(rows).series
        states = now.particles.states.part(rows).copy()  # the filter goes on with its own
        mine = dataclasses.replace(whole, numbers=whole.numbers[rows], params=whole.params[rows])

        def branch() -> Piece:
            ends = []
            for luck in lucks:
                _, course = dataclasses.replace(mine, seed=luck).run(states, month, months)
                ends.append(end(tail(course.series, past, month, thresholds), thresholds, people))
            sole, rule = (np.mean(values, 0) for values in zip(*ends, strict=True))
            return {
                "sole": sole,
                "ruling": rule,
                "weight": weight,
                "origin": origin,
                "effective": np.array(worth),
            }

        return branch

    digest = Evidence(record.items, resolved, day).digest
    asked = {
        "question": "odds-record",
        "histories": histories,
        "every": every,
        "futures": futures,
        "record": digest,
    }
    facts = facts_of(resolved, seed, parameters.facts_of(params, values), thresholds)
    pieces = in_pieces(
        len(parts) * len(marks),
        task,
        asked={**asked, "definitions": vars(thresholds)},
        facts=facts,
        resolved=resolved,
        under=under,
        progress=counting(progress, histories * len(marks)),
    )
    by_month = [pieces[k : k + len(parts)] for k in range(0, len(pieces), len(parts))]
    sole, rule, weight, origin = (
        [np.concatenate([piece[name] for piece in mine]) for mine in by_month]
        for name in ("sole", "ruling", "weight", "origin")
    )
    ancestors = [len(np.unique(o[w > 0])) for o, w in zip(origin, weight, strict=True)]
    if max(ancestors[1:] or ancestors) < FEWEST:  # before the first month nothing is on record
        raise PolitburoError(
            Problem(
                "weights-few",
                "--histories",
                f"{max(ancestors[1:] or ancestors)} different ancestors",
                f"{FEWEST} or more",
                remedy="ask for more --histories",
            )
        )
    n = np.array([effective_origins(w, o) for w, o in zip(weight, origin, strict=True)])
    n = np.where(np.array(ancestors) < FEWEST, np.nan, n)
    alone, inside = (
        np.stack(
            [
                np.full(people, np.nan) if np.isnan(m) else w @ each
                for m, w, each in zip(n, weight, v, strict=True)
            ]
        )
        for v in (sole, rule)
    )
    told_of: Facts = {
        **facts,
        "question": "given the record",
        "histories": histories,
        "futures": futures,
        "every": every,
        "record": digest,
        "known_until": str(day),
        "fewest": FEWEST,
        "counted": [
            {"effective": round(float(mine[0]["effective"]), 1), "ancestors": count}
            for mine, count in zip(by_month, ancestors, strict=True)
        ],
        "cost": {"seconds": round(time.perf_counter() - begun, 1)},
    }
    turning = _turning(resolved, record, marks, [*zip(sole, weight, origin, strict=True)], np.isnan(n))
    return Odds(told_of, resolved, marks, alone, inside, n, turning)


def odds_from_the_start(resolved: Resolved, *, histories: int = 256, futures: int = 1, **how: Any) -> Odds:
    """The odds before the first month, where nothing is on record yet; arguments as of `odds_given_record`, but `every` and `until`."""
    found = odds_given_record(
        resolved,
        Record([], [], [], {}, []),
        histories=histories,
        futures=futures,
        every=resolved.months,
        **how,
    )
    return dataclasses.replace(found, facts={**found.facts, "question": "from the start"})


def open_months(
    resolved: Resolved, every: int, record: Record | None = None, until: date | None = None
) -> tuple[list[int], date]:
    """Every `every`-th month before which the record may be looked at and is, and the last such month; the last day that is looked at.

    `until`: no later day than this is looked at. Raises `PolitburoError` (usage) where it is before the end of the first month or after
    the window.
    """
    sealed = sealed_after(resolved.id, MODEL_VERSION) if record is None else None
    if until is not None and not (last_day(resolved, 0) <= until <= last_day(resolved, resolved.months - 1)):
        allowed = f"{last_day(resolved, 0)} to {last_day(resolved, resolved.months - 1)}"
        raise PolitburoError(Problem("usage", OPTION, str(until), allowed))
    if until is not None:
        record_of(resolved, until, record)  # complains of a day that is sealed
    last = min([day for day in (sealed, until) if day is not None], default=None)
    known = [
        month
        for month in range(resolved.months)
        if not (month and last and last_day(resolved, month - 1) > last)
    ]
    marks = sorted({*known[::every], *(known[-1:] if every < resolved.months else ())})
    return marks, last_day(resolved, marks[-1] - 1)


def _turning(
    resolved: Resolved,
    record: Record,
    marks: list[int],
    known: list[tuple[Array, Array, Array]],
    silent: Array,
) -> list[Turn]:
    """The steps that moved the odds most, by more than chance, with what is documented of those months.

    `known`: (sole float[history, person], weight float[history], origin int[history]) of every month. Ancestors are drawn again, with
    replacement, for the error of a step, each with its descendants: those of both of its months are descended from the same ones.
    """
    count = len(known[0][1])
    draws = np.random.default_rng(marks[-1]).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    shares = np.array([weight @ sole for sole, weight, _ in known])
    moved = np.diff(shares, axis=0)
    found = []
    for k in np.argsort(-np.abs(moved).sum(1), kind="stable"):
        if silent[k] or silent[k + 1]:
            continue
        person = int(np.abs(moved[k]).argmax())
        before, after = (_drawn_again(draws, person, *known[m]) for m in (k, k + 1))
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


def _drawn_again(draws: Array, person: int, sole: Array, weight: Array, origin: Array) -> Array:
    """A person's share with every ancestor taken as often as `draws`, int[draw, ancestor], says; float[draw]."""
    whole = np.bincount(origin, weight, draws.shape[1])
    his = np.bincount(origin, weight * sole[:, person], draws.shape[1])
    return (draws @ his) / np.maximum(draws @ whole, 1e-300)


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
