"""Hold a case to account: everything that `politburo validate` prints, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.measures.signals import Signals, signals
from politburo.record import Record
from politburo.record.items import Item, known_by
from politburo.scenario.resolved import Resolved
from politburo.scores.proper import brier, crps_sample, log_score, ranked_probability
from politburo.study.holdout import judged, load_holdouts, period
from politburo.study.implied import Implied, chance_by, chances, month_of, predicted
from politburo.study.misfit import (
    ALMOST_CERTAIN,
    SUSPECTS,
    TAIL,
    a_priori,
    compare,
    covered,
    readings,
    suspect,
)
from politburo.study.patterns import patterns
from politburo.study.references import REFERENCES, start_of
from politburo.study.run import Run
from politburo.study.scoring import Scored, skills
from politburo.study.truth import RULES

NINETY_EIGHT = 0.02  # "98 % yes": the share against that a rival expects of every vote
#: kind of counted item -> (score, the scale on which values are compared)
SCALES: dict[str, tuple[str, Callable[[Any, Item], Any]]] = {
    "vote": ("votes", lambda x, item: x / item.of),
    "secretaries": ("secretaries", lambda x, item: x / item.of),
    "members": ("members", lambda x, item: np.log(x)),
    "workers": ("composition", lambda x, item: x),
    "higher": ("composition", lambda x, item: x),
    **dict.fromkeys(("committee-size", "bureau-size", "congress-gap"), ("bodies", lambda x, item: np.log(x))),
}


def validation(run: Run, *, opened: str = "") -> dict[str, Any]:
    """The whole account of a run of a case with a record.

    Without `opened` only what was known by the last open day is looked at; with the id of a holdout what it holds out, if the log
    allows it. Raises `PolitburoError` for a case without a record or an opening that is not logged.
    """
    record = run.record
    if record is None:
        raise PolitburoError(Problem("record-missing", "CASE", run.resolved.id, "a case with a record"))
    holdouts = load_holdouts(run.resolved.id)
    model = run.facts["model"]
    if opened:
        holdout = holdouts.holdout(opened)
        holdouts.opened(opened, model)
        items = judged(record.items, holdout)
        span = [holdout.judged_from, holdout.judged_to]
    else:
        items = known_by(record.items, holdouts.open_until)
        span = [run.resolved.start, holdouts.open_until]
    found = signals(run.resolved, run.blocks())
    congresses = congress_days(record)
    one_by_one, mute = compare(items, run.resolved, found)
    rows = item_scores(items, record, run.resolved, found, span[1])
    return {
        "case": run.resolved.id,
        "title": run.resolved.title,
        "run": {k: v for k, v in run.facts.items() if k not in ("parts", "files")},
        "opened": opened,
        "span": [str(day) for day in span],
        "versions": [entry.model_dump(mode="json") for entry in holdouts.versions],
        "fits": [entry.model_dump(mode="json") for entry in holdouts.fits],
        "openings": [entry.model_dump(mode="json") for entry in holdouts.openings],
        "holdouts": [entry.model_dump(mode="json") for entry in holdouts.holdouts],
        "deciding": holdouts.deciding,
        "skill": skills(rows),
        "coverage": covered(one_by_one),
        "items": [_item_row(one) for one in one_by_one],
        "mute": [{"item": item.item, "kind": item.kind, "about": item.subject} for item in mute],
        "mechanisms": mechanisms(one_by_one),
        "readings": readings(items, run.resolved, found, congresses),
        "a_priori": a_priori(run.resolved, found),
        "almost_certain": ALMOST_CERTAIN,
        "patterns": patterns(run.resolved, found, record) if opened else [],
    }


def congress_days(record: Record) -> list[date]:
    """Last days of the congresses on record."""
    return sorted(item.date for item in record.items if item.kind == "bureau-size")


def _item_row(one: Implied) -> dict[str, Any]:
    item, points = one.item, suspect(one)
    return {
        "item": item.item,
        "date": str(item.date),
        "kind": item.kind,
        "value": None if np.isnan(item.value) else item.value,
        "readings": item.readings if item.error == "coded" else {},
        "censored": item.censored,
        "evidence": item.evidence,
        "confidence": item.confidence,
        **{name: getattr(one, name) for name in ("speaking", "place", "tail", "low", "median", "high")},
        "log_density": one.log_density,
        "suspect": asdict(points) if points else None,
    }


def mechanisms(found: list[Implied]) -> list[dict[str, Any]]:
    """By mechanism: how many items speak of it, how many of them fit badly."""
    told: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for one in found:
        pair = SUSPECTS.get(one.item.arena if one.item.kind == "event" else one.item.kind)
        if pair is None or np.isnan(one.tail):
            continue
        points = suspect(one)
        name = points.mechanism if points else pair[0].mechanism
        told[name] += 1
        bad[name] += points is not None
    return [
        {"mechanism": name, "items": told[name], "misfits": bad[name], "tail": TAIL} for name in sorted(told)
    ]


def item_scores(
    items: list[Item], record: Record, resolved: Resolved, found: Signals, last: date
) -> list[Scored]:
    """The loss of the ensemble and of the rivals on every item that can be scored."""
    congresses = congress_days(record)
    start = start_of(resolved, found)
    rivals = {name: says(start) for name, says in REFERENCES.items()}
    rows: list[Scored] = []
    for item in items:
        block = period(item, congresses)
        if item.error == "coded":
            rows += _coded(item, block, resolved, found, rivals)
        elif item.kind == "event":
            rows += _event(item, block, resolved, found, last)
        elif item.kind in SCALES:
            rows += _counted(item, block, record.items, resolved, found)
    return rows


def _coded(item: Item, block: str, resolved: Resolved, found: Signals, rivals: dict) -> list[Scored]:
    if item.kind == "locus":
        return []
    said = chances(item, month_of(resolved, item.date), resolved, found)
    fact = item.readings
    if item.kind == "rule":
        losses = {r: ranked_probability(rule, fact, RULES) for r, (_, rule) in rivals.items() if rule}
        standing = {rule: said[rule] for rule in RULES}
        return [
            Scored(resolved.id, "rps", item.item, block, ranked_probability(standing, fact, RULES), losses)
        ]
    return [
        Scored(
            resolved.id,
            name,
            item.item,
            block,
            score(said, fact),
            {rival: score(who, _as_asked(fact, who)) for rival, (who, _) in rivals.items()},
        )
        for name, score in (("log", log_score), ("brier", brier))
    ]


def _as_asked(fact: dict[str, float], answers: dict[str, float]) -> dict[str, float]:
    known = {name: weight for name, weight in fact.items() if name in answers}
    other = sum(fact.values()) - sum(known.values())
    return known | ({"other": known.get("other", 0.0) + other} if other > 1e-9 else {})


def _event(item: Item, block: str, resolved: Resolved, found: Signals, last: date) -> list[Scored]:
    chance = chance_by(item, month_of(resolved, last), resolved, found)
    if chance is None:
        return []
    came = float(not item.censored)
    losses = {"persistence": came**2, "uniform": (0.5 - came) ** 2}
    return [Scored(resolved.id, "events", item.item, block, (chance - came) ** 2, losses)]


def _counted(item: Item, block: str, record: list[Item], resolved: Resolved, found: Signals) -> list[Scored]:
    sample = predicted(item, resolved, found)
    if sample is None:
        return []
    score, scale = SCALES[item.kind]
    value = float(scale(item.value, item))
    losses = {}
    before = _before(item, record, resolved)
    if before is not None:
        losses["persistence"] = abs(value - before)
    if item.kind == "vote":
        losses["98 % yes"] = abs(value - NINETY_EIGHT)
    loss = crps_sample(scale(sample, item), value)
    rows = [Scored(resolved.id, score, item.item, block, loss, losses)]
    return rows + (
        [Scored(resolved.id, "contested votes", item.item, block, loss, losses)] if item.contested else []
    )


def _before(item: Item, record: list[Item], resolved: Resolved) -> float | None:
    """The last value of the same sort before this one, on the scale of comparison; at first what the scenario itself starts from."""
    earlier = [i for i in record if (i.kind, i.arena) == (item.kind, item.arena) and i.date < item.date]
    earlier = [i for i in earlier if i.error != "none"]
    if earlier:
        return float(SCALES[item.kind][1](earlier[-1].value, earlier[-1]))
    at_start = START.get(item.kind)
    return None if at_start is None else float(SCALES[item.kind][1](at_start(resolved), item))


def _seats(role: str) -> Callable[[Resolved], float]:
    return lambda resolved: float(next(body.size for body in resolved.bodies if body.role == role))


def _class_share(resolved: Resolved) -> float:
    counts = np.array(resolved.cohort_counts)
    return float(counts[:, 0].sum() / counts.sum())


START: dict[str, Callable[[Resolved], float]] = {
    "members": lambda resolved: float(np.array(resolved.cohort_counts).sum()),
    "workers": _class_share,
    "committee-size": _seats("committee"),
    "bureau-size": _seats("bureau"),
    "congress-gap": lambda resolved: float(resolved.country.congress_every),
}
