"""A case tested against its record: everything that `politburo validate` prints, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, cast

import numpy as np

from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.signals import signals
from politburo.record.items import Item, known_by
from politburo.study.evidence.holdout import congress_days, judged, load_holdouts, period, without_period
from politburo.study.evidence.implied import Implied
from politburo.study.evidence.item_types import TYPES, type_of
from politburo.study.evidence.likelihood import weighted_by
from politburo.study.evidence.quantities import YES_OR_NO
from politburo.study.forecasting.forecast_scores import Scored, skills
from politburo.study.forecasting.references import start_of
from politburo.study.running.progress import Progress
from politburo.study.running.rosters import with_rosters
from politburo.study.running.run import Run
from politburo.study.validation import variants
from politburo.study.validation.account import (
    Account,
    Calibrated,
    Entry,
    Holdout,
    ItemRow,
    MechanismRow,
    Nothing,
    Points,
    Said,
    Statement,
    TypeRow,
    Unseen,
    Version,
    Weighted,
)
from politburo.study.validation.item_scores import Bench, yes_or_no
from politburo.study.validation.leave_out import leave_each_out
from politburo.study.validation.misfit import (
    ALMOST_CERTAIN,
    SUSPECTS,
    TAIL,
    a_priori,
    about,
    compare,
    covered,
    suspect,
)
from politburo.study.validation.patterns import patterns
from politburo.study.validation.unseen import without_period as unseen_by

if TYPE_CHECKING:
    from politburo.facts import Facts

BINS = 5  # of probabilities of what is true or false


def validation(
    run: Run, *, opened: str = "", left_out: str = "", of_each: int = 0, progress: Progress | None = None
) -> Account:
    """The whole account of a run of a case with a record.

    Without `opened` only what was known by the last open day is looked at; with the id of a holdout what it holds out, if the log
    allows it. `left_out`: only the items of one congress period (YYYY-MM of the congress that begins it, or ``start``), judged by
    histories weighted by the items of all others. `of_each`: histories of every reading and of every mechanism off; 0 leaves them
    out. Every congress period is judged by parameters that have not seen it (`validation.unseen`).

    Raises `PolitburoError` for a case without a record, an opening that is not logged or a period that is not there.
    """
    record = run.record
    if record is None:
        raise PolitburoError(Problem("record-missing", "CASE", run.resolved.id, "a case with a record"))
    holdouts = load_holdouts(run.resolved.id)
    if opened:
        holdout = holdouts.holdout(opened)
        holdouts.opened(opened, run.facts["model"])
        items = judged(record.items, holdout)
        span = [holdout.judged_from, holdout.judged_to]
    else:
        items = known_by(record.items, holdouts.open_until)
        span = [run.resolved.start, holdouts.open_until]
    found = with_rosters(signals(run.resolved, run.blocks()), run, items)
    congresses = congress_days(record.items)
    weighted: Weighted | Nothing = {}
    start = start_of(run.resolved, found)
    if left_out:
        rest, items = without_period(items, _period(left_out, items, congresses), congresses)
        found, temper, worth = weighted_by(rest, run.resolved, found)
        weighted = {"period": left_out, "learnt_from": len(rest), "temper": temper, "effective": worth}
    bench = Bench(record, run.resolved, found, start, span[1])
    statements: list[Statement] = []
    one_by_one: list[Implied] = []
    mute: list[Item] = []
    rows: list[Scored] = []
    unseen: list[Unseen] = []
    for name in dict.fromkeys(period(item, congresses) for item in items):
        mine = [item for item in items if period(item, congresses) == name]
        without, how = unseen_by(run.resolved.id, str(run.facts["params"]), found, name)
        judge = replace(bench, found=without)
        statements += yes_or_no(judge, mine)
        implied, silent = compare(mine, run.resolved, without)
        one_by_one, mute, rows = one_by_one + implied, mute + silent, rows + judge.scored(mine)
        unseen += [Unseen(**asdict(how))] if how else []
    plain = [one for one in one_by_one if one.item.kind not in YES_OR_NO]
    told = Counter(row.about for row in rows)
    seed, params = run.facts["seed"], run.facts["params"]
    made = {key: value for key, value in run.facts.items() if key not in ("parts", "files")}
    return {
        "case": run.resolved.id,
        "title": run.resolved.title,
        "run": cast("Facts", made),
        "opened": opened,
        "left_out": weighted,
        "unseen": unseen,
        "span": [str(day) for day in span],
        "versions": [Version(**entry.model_dump(mode="json")) for entry in holdouts.versions],
        "fits": [Entry(**entry.model_dump(mode="json")) for entry in holdouts.fits],
        "openings": [Entry(**entry.model_dump(mode="json")) for entry in holdouts.openings],
        "holdouts": [Holdout(**entry.model_dump(mode="json")) for entry in holdouts.holdouts],
        "deciding": holdouts.deciding,
        "skill": skills(rows),
        "variants": variants.measured(
            items, bench, histories=of_each, seed=seed, params=params, progress=progress
        )
        if of_each
        else {},
        "coverage": covered(plain),
        "calibration": calibration(statements),
        "yes_or_no": statements,
        "leave_one_out": [] if left_out else leave_each_out(items, run.resolved, found, congresses),
        "items": [_item_row(one) for one in plain],
        "types": types(items, told, {item.item for item in mute}),
        "mechanisms": mechanisms(one_by_one),
        "a_priori": a_priori(run.resolved, found),
        "almost_certain": ALMOST_CERTAIN,
        "patterns": patterns(run.resolved, found, record) if opened else [],
    }


def _period(left_out: str, items: Sequence[Item], congresses: list[date]) -> str:
    names = {_short(period(item, congresses)): period(item, congresses) for item in items}
    if left_out not in names:
        near = nearest(left_out, names)
        raise PolitburoError(Problem("usage", "--leave-out", left_out[:100], ", ".join(sorted(names)), near))
    return names[left_out]


def _short(name: str) -> str:
    return name.removeprefix("after ") if name.startswith("after") else "start"


def _item_row(one: Implied) -> ItemRow:
    item, points = one.item, suspect(one)
    return {
        "item": item.item,
        "date": str(item.date),
        "kind": item.kind,
        "arena": item.arena,
        "subject": item.subject,
        "value": None if np.isnan(item.value) else item.value,
        "of": None if np.isnan(item.of) else item.of,
        "codings": item.codings if item.error == "coded" else {},
        "censored": item.censored,
        "evidence": item.evidence,
        "confidence": item.confidence,
        "speaking": one.speaking,
        "place": one.place,
        "tail": one.tail,
        "low": one.low,
        "median": one.median,
        "high": one.high,
        "log_density": one.log_density,
        "suspect": Points(**asdict(points)) if points else None,
    }


def types(items: Sequence[Item], told: Counter[str], mute: set[str]) -> list[TypeRow]:
    """By type of item: how many are on record in the span, how many are scored, how many nothing simulated corresponds to."""
    rows: list[TypeRow] = []
    for name in TYPES:
        mine = [item.item for item in items if type_of(item) == name]
        if mine:
            rows.append(
                {
                    "type": name,
                    "items": len(mine),
                    "scored": sum(told[item] > 0 for item in mine),
                    "mute": sum(item in mute for item in mine),
                }
            )
    return rows


def calibration(rows: Sequence[Said]) -> list[Calibrated]:
    """Of what the histories call so probable, how much came true: one row per bin of probability.

    >>> calibration([{"chance": 0.1, "came": False}, {"chance": 0.9, "came": True}])[0]["came"]
    0.0
    """
    chances, came = np.array([row["chance"] for row in rows]), np.array([float(row["came"]) for row in rows])
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return [
        {
            "from": n / BINS,
            "to": (n + 1) / BINS,
            "items": int((bins == n).sum()),
            "said": float(chances[bins == n].mean()),
            "came": float(came[bins == n].mean()),
        }
        for n in range(BINS)
        if (bins == n).any()
    ]


def mechanisms(found: list[Implied]) -> list[MechanismRow]:
    """By mechanism: how many items speak of it, how many of them fit badly."""
    told: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for one in found:
        pair = SUSPECTS.get(about(one.item))
        if pair is None or np.isnan(one.tail):
            continue
        points = suspect(one)
        name = points.mechanism if points else pair[0].mechanism
        told[name] += 1
        bad[name] += points is not None
    return [
        {"mechanism": name, "items": told[name], "misfits": bad[name], "tail": TAIL} for name in sorted(told)
    ]
