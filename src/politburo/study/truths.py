"""Find the truth that belongs to each forecast: a file, a folder, or the record of the case up to what is held out."""

from __future__ import annotations

from pathlib import Path

from politburo import scenario
from politburo.errors import PolitburoError, Problem
from politburo.record import load_record
from politburo.record.course import load_course
from politburo.study.forecast import Forecast
from politburo.study.holdout import load_holdouts
from politburo.study.successions import truth_of_course
from politburo.study.truth import Truth, read_document, truth_of_record


def pairs(forecasts: list[Path], truths: Path | None) -> list[tuple[Forecast, Truth]]:
    """(forecast, truth) for every forecast file. Raises `PolitburoError` with every file that is wrong or missing."""
    said = [read_document(path, Forecast) for path in _files(forecasts)]
    if truths is None:
        facts = {one.scenario: _recorded(one) for one in said}
    else:
        read = [read_document(path, Truth) for path in _files([truths])]
        facts = {fact.scenario: fact for fact in read}
    missing = [one.scenario for one in said if one.scenario not in facts]
    if missing:
        raise PolitburoError(
            Problem("truth-missing", "--truth", name, ", ".join(facts)) for name in dict.fromkeys(missing)
        )
    return [(one, facts[one.scenario]) for one in said]


def _files(places: list[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        inside = sorted([*place.glob("*.json"), *place.glob("*.yaml")]) if place.is_dir() else [place]
        found += inside
    return found


def _recorded(said: Forecast) -> Truth:
    course = load_course(said.scenario)
    if course is not None:
        return truth_of_course(course, said.window_months - 1)
    record = load_record(said.scenario)
    if record is None:
        remedy = "write a truth file; `politburo score --schema` prints its form"
        raise PolitburoError(Problem("record-missing", "--truth", said.scenario, remedy=remedy))
    resolved = scenario.resolve(scenario.load(said.scenario), str(said.start))
    return truth_of_record(resolved, record, load_holdouts(said.scenario).open_until)
