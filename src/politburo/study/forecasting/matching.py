"""Find the truth that belongs to each forecast: a file, a folder, or the record of the case up to what is held out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from politburo import scenario
from politburo.errors import PolitburoError, Problem, nearest
from politburo.record import load_record
from politburo.record.course import load_course
from politburo.scenario.documents import Place, read_document, read_placed
from politburo.study.evidence.holdout import load_holdouts
from politburo.study.forecasting.forecast import Forecast
from politburo.study.forecasting.successions import truth_of_course
from politburo.study.forecasting.truth import Truth, truth_of_record, weights


def pairs(forecasts: list[Path], truths: Path | None) -> list[tuple[Forecast, Truth, Place | None]]:
    """(forecast, truth, where the truth stands or None for a record) for every forecast file.

    Raises `PolitburoError` with every file that is wrong, missing, or there twice.
    """
    said = [read_document(path, Forecast) for path in _files(forecasts)]
    if truths is None:
        return [(one, from_record(one), None) for one in said]
    facts = truths_in(truths)
    missing = dict.fromkeys(one.scenario for one in said if one.scenario not in facts)
    if missing:
        remedy = "give the truth file of this scenario, or correct its `scenario`"
        raise PolitburoError(
            Problem("truth-missing", "--truth", name, ", ".join(facts), nearest(name, facts), remedy)
            for name in missing
        )
    return [(one, *facts[one.scenario]) for one in said]


def truths_in(place: Path) -> dict[str, tuple[Truth, Place]]:
    """The truths of a file or folder by scenario, each with where its facts stand. Raises `PolitburoError` where one is there twice."""
    facts: dict[str, tuple[Truth, Place]] = {}
    for path in _files([place]):
        fact, where = read_placed(path, Truth)
        if fact.scenario in facts:
            remedy = "keep one truth file for each scenario"
            raise PolitburoError(Problem("id-duplicate", where("scenario"), fact.scenario, remedy=remedy))
        facts[fact.scenario] = fact, where
    return facts


def _files(places: list[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        inside = sorted([*place.glob("*.json"), *place.glob("*.yaml")]) if place.is_dir() else [place]
        if not inside:
            raise PolitburoError(Problem("file-missing", str(place), "a folder without *.json and *.yaml"))
        found += inside
    return found


def from_record(said: Forecast) -> Truth:
    """What the record says, of whom and of what months the forecast speaks; any other ruler is `other`."""
    course = load_course(said.scenario)
    if course is not None:
        return truth_of_course(course, said.window_months - 1)
    record = load_record(said.scenario)
    if record is None:
        remedy = "write a truth file; `politburo score --schema` prints its form"
        raise PolitburoError(Problem("record-missing", "--truth", said.scenario, remedy=remedy))
    resolved = scenario.resolve(scenario.load(said.scenario), str(said.start))
    fact = truth_of_record(resolved, record, load_holdouts(said.scenario).open_until)
    ahead = {horizon.months: horizon.who for horizon in said.horizons}
    known = [
        horizon.model_copy(update={"who": _of_whom(weights(horizon.who), ahead[horizon.months])})
        for horizon in fact.horizons
        if horizon.months in ahead
    ]
    removal = {person: gone for person, gone in fact.removal.items() if person in said.removal}
    return fact.model_copy(update={"horizons": known, "removal": removal})


def _of_whom(fact: dict[str, float], answers: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for name, weight in fact.items():
        found[name if name in answers else "other"] += weight
    return dict(found)
