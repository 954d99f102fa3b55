"""Forecast every succession of the catalog and score the forecasts beside simple rivals: `politburo validate --cases`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from politburo.errors import Interrupted, PolitburoError
from politburo.learned.left_out import without
from politburo.record.course import courses
from politburo.scenario.documents import read_document
from politburo.scores.differences import RESAMPLES, SEED, mean_over
from politburo.store.files import put
from politburo.study.forecasting.account import (
    Account,
    DifferenceRow,
    LeftOut,
    Logit,
    LossRow,
    Mark,
    MeanRow,
    SumRow,
)
from politburo.study.forecasting.case_scores import (
    MODEL,
    Loss,
    Statement,
    coverage,
    losses,
    reliability,
    sole_coverage,
    sole_losses,
    statements,
)
from politburo.study.forecasting.forecast import Forecast, apart, forecast, parameters_of
from politburo.study.forecasting.leaders import LOGIT
from politburo.study.forecasting.office_logit import RIDGES
from politburo.study.forecasting.successions import Succession, office_logit, successions
from politburo.study.forecasting.truth import HORIZONS
from politburo.study.running.ensemble import load
from politburo.study.running.parameters import DEFAULT, PRIOR, Given, learned, word_of
from politburo.study.running.progress import Progress
from politburo.study.running.provenance import provenance

#: those that stand in the table on the page; the others are in the data
SHOWN = ("uniform", "power-proportional", "largest apparatus", "persistence", LOGIT)
Z90 = 1.6449  # half a 90 % interval, in standard errors


def known_cases() -> int:
    """How many successions there are."""
    return len(courses())


def forecasts(
    cases: Sequence[Succession],
    histories: int,
    seed: int,
    *,
    params: Given = None,
    under: Path | None = None,
    part: Callable[[str], Progress] | None = None,
) -> list[Forecast]:
    """A forecast of every case. With `under` each is written there as soon as it is made, and what stands there already is read.

    `part(case)` gives what is called with (histories done, histories asked) of a case.
    """
    made = []
    for case in cases:
        path = None if under is None else under / f"{case.id}.forecast.json"
        progress = part(case.id) if part else None
        party = load(case.id)
        made_with = parameters_of(party, apart(case.dossiers, params))
        one = _made_before(path, party.resolved.digest, histories, seed, made_with)
        if one is None:
            try:
                one = forecast(party, histories, seed, params=params, progress=progress)
            except KeyboardInterrupt:
                if under is None:
                    raise
                done = f"interrupted: {len(made)} of {len(cases)} cases are finished and safe in {under}; the same command goes on"
                raise Interrupted(done) from None
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                put(path, (one.model_dump_json(indent=1) + "\n").encode())
        elif progress:
            progress(histories, histories)
        made.append(one)
    return made


def _made_before(
    path: Path | None, digest: str, histories: int, seed: int, made_with: dict[str, str]
) -> Forecast | None:
    """The forecast in a file if it is the same that would be made; anything else there will be replaced."""
    if path is None or not path.is_file():
        return None
    try:
        one = read_document(path, Forecast)
    except PolitburoError:
        return None
    software = {name: str(value) for name, value in provenance().items() if name != "simulated"}
    same = (one.digest, one.histories, one.seed, one.jitter, one.software, one.params, one.posterior) == (
        digest,
        histories,
        seed,
        0.0,
        software,
        made_with["params"],
        made_with.get("posterior", ""),
    )
    return one if same else None


def account(
    histories: int = 256,
    seed: int = 11,
    *,
    only: Sequence[str] = (),
    params: Given = None,
    under: Path | None = None,
    part: Callable[[str], Progress] | None = None,
) -> Account:
    """Everything that `politburo validate --cases` prints, as plain data. `only`: score these cases; all others still teach the rivals."""
    cases = [case for case in successions() if not only or case.id in only]
    said = forecasts(cases, histories, seed, params=params, under=under, part=part)
    pairs = list(zip(cases, said, strict=True))
    told: list[Statement] = []
    rows: list[Loss] = []
    for case, one in pairs:
        others = [other for other in successions() if other.cluster != case.cluster]
        mine = statements(case, one, others)
        told += mine
        rows += losses(mine, case.cluster) + sole_losses(case, one, others)
    software = provenance()
    return {
        "run": {
            "histories": histories,
            "seed": seed,
            "params": word_of(params),
            "politburo": software["politburo"],
            "model": software["model"],
            "python": software["python"],
            "numpy": software["numpy"],
            "machine": software["machine"],
            "block": software["block"],
        },
        "left_out": weights_left_out(cases, params),
        "simulated": True,
        "resamples": RESAMPLES,
        "bootstrap_seed": SEED,
        "cases": [
            {"id": case.id, "title": one.title, "cluster": case.cluster, "contenders": len(one.contenders)}
            for case, one in pairs
        ],
        "means": means(rows),
        "differences": differences(rows),
        "coverage": coverage(told) + sole_coverage(pairs),
        "reliability": [*reliability(told, MODEL), *reliability(told, LOGIT)],
        "sums": sums(told),
        "logit": worth(cases),
        "losses": [LossRow(**asdict(row)) for row in rows],
    }


def weights_left_out(cases: Sequence[Succession], params: Given) -> list[LeftOut]:
    """By cluster: how sets that were learned without it were had (k of the weights, or sampled anew); empty if nothing was learned."""
    word = word_of(params)
    if word in (PRIOR, DEFAULT):
        return []
    posterior = learned(word)
    found: list[LeftOut] = []
    for name in sorted({case.cluster for case in cases} & set(posterior.clusters)):
        one = without(posterior, [name])
        worth = float(np.sum(one.weights) ** 2 / np.sum(one.weights**2))
        found.append({"cluster": name, "k": one.k, "anew": one.anew, "effective": worth})
    return found


def _groups(rows: Sequence[Loss]) -> dict[tuple[str, str, str, int], list[Loss]]:
    """Losses by question, score, forecaster and horizon; horizon -1 is all of them, a mean for each case."""
    found: dict[tuple[str, str, str, int], list[Loss]] = {}
    for row in rows:
        found.setdefault((row.question, row.score, row.forecaster, row.months), []).append(row)
        if row.months:
            found.setdefault((row.question, row.score, row.forecaster, -1), []).append(row)
    return found


def means(rows: Sequence[Loss]) -> list[MeanRow]:
    """Mean loss by question, score, forecaster and horizon (0: the question has none; -1: all horizons together), with intervals."""
    return [
        MeanRow(
            question=question,
            score=score,
            forecaster=forecaster,
            months=months,
            **asdict(mean_over([row.value for row in mine], [row.cluster for row in mine])),
        )
        for (question, score, forecaster, months), mine in _groups(rows).items()
    ]


def differences(rows: Sequence[Loss]) -> list[DifferenceRow]:
    """Mean of model - rival on the same answers: below nought the model is better."""
    groups = _groups(rows)
    found = []
    for (question, score, rival, months), theirs in groups.items():
        mine = groups[question, score, MODEL, months]
        if rival != MODEL:
            gaps = [one.value - other.value for one, other in zip(mine, theirs, strict=True)]
            mean = asdict(mean_over(gaps, [row.cluster for row in mine]))
            found.append(DifferenceRow(question=question, score=score, rival=rival, months=months, **mean))
    return found


def sums(told: Sequence[Statement]) -> list[SumRow]:
    """How much of its probability everybody gives to nobody and to a stranger, to each type of rule, and how often they came."""
    found: list[SumRow] = []
    for question, answers in (
        ("leads", ("collective", "other")),
        ("rule", ("collective", "dual", "primus", "sole")),
    ):
        for months in HORIZONS:
            mine = [s for s in told if (s.question, s.forecaster, s.months) == (question, MODEL, months)]
            for answer in answers if mine else ():
                said, came = (
                    np.mean([side.get(answer, 0.0) for side in sides])
                    for sides in ([s.said for s in mine], [s.came for s in mine])
                )
                found.append(
                    {
                        "question": question,
                        "months": months,
                        "answer": answer,
                        "said": float(said),
                        "came": float(came),
                    }
                )
    return found


def worth(cases: Sequence[Succession]) -> Logit:
    """What the office logit says a mark is worth: the fit on all cases, and between what the fits without each case lie."""
    logit = office_logit()
    whole = logit.chosen()
    errors = whole.errors()
    without = {case.cluster: logit.chosen(frozenset({case.cluster})) for case in cases}
    held = {name: sum(name in marks for case in logit.cases for marks in case.marks) for name in logit.names}
    where = {
        name: sum(any(name in marks for marks in case.marks) for case in logit.cases) for name in logit.names
    }
    rows: list[Mark] = []
    for name, weight in zip(whole.names, whole.b.tolist(), strict=True):
        parts = [float(fit.b[fit.names.index(name)]) for fit in without.values()]
        rows.append(
            {
                "mark": name,
                "coefficient": weight,
                "low": weight - Z90 * errors[name],
                "high": weight + Z90 * errors[name],
                "least": min(parts),
                "most": max(parts),
                "persons": held[name],
                "cases": where[name],
            }
        )
    return {
        "ridge": whole.ridge,
        "ridges": list(RIDGES),
        "ridge_without": {cluster: fit.ridge for cluster, fit in without.items()},
        "marks": sorted(rows, key=lambda row: -row["coefficient"]),
    }
