"""The data and their likelihood: the same outcomes as forecasts, nothing later than the last open day, no set that leans on another."""

import csv
import math
import shutil
from dataclasses import replace

import numpy as np
import pytest

from politburo import engine
from politburo.errors import PolitburoError
from politburo.learned.space import Space, estimated, vectors
from politburo.measures.signals import signals
from politburo.record import CATALOG
from politburo.study.forecasting.dossiers import dossiers
from politburo.study.forecasting.forecast import forecast_of
from politburo.study.forecasting.leaders import LEAST
from politburo.study.forecasting.leaders import floored as as_forecast
from politburo.study.forecasting.learning import outcomes
from politburo.study.forecasting.learning.flagship import (
    FLAGSHIP,
    QUESTIONS,
    Flagship,
    cut_record,
    uninformed,
)
from politburo.study.forecasting.learning.lessons import Lessons
from politburo.study.forecasting.learning.outcomes import LAST, Case, expected_log, floored, mixed
from politburo.study.forecasting.observers import called_sole, disagreement, observed
from politburo.study.forecasting.successions import cases_apart, successions
from politburo.study.forecasting.truth import HORIZONS, RULES
from politburo.study.running.ensemble import load
from politburo.study.running.graft import Course
from politburo.study.running.rosters import followed

H = 12
SMALL = ["mozambique-1969", "turkey-1938"]


@pytest.fixture(scope="module")
def lessons():
    return Lessons(SMALL, histories=4, workers=1)


@pytest.fixture(scope="module")
def theta(lessons):
    return lessons.space.at(np.random.default_rng(1).random((5, len(lessons.space.names))))


def test_a_case_sees_what_a_forecast_of_the_same_histories_says():
    succession = next(case for case in successions() if case.id == "romania-1952")
    party = load(succession.id)
    names = estimated()
    theta = Space(names).at(np.full((1, len(names)), 0.3))
    case = Case(succession, party.resolved, prior=0.0)
    seen = case.run(5, vectors(names, theta, {}), H)
    blocks = engine.blocks(
        outcomes.windowed(party.resolved, 999), histories=H, seed=5, params=engine.Sets(names, theta, [1.0])
    )
    found = signals(party.resolved, blocks)
    said = forecast_of(party.resolved, found, seed=5, known=dossiers(party.loaded, party.resolved))
    for n, month in enumerate(HORIZONS):
        horizon = next(one for one in said.horizons if one.months == month)
        answers = case.answers
        shares = np.bincount(seen.leads[0, :, n], minlength=len(answers)) / H
        smoothed = {
            a: (share * H + 0.5) / (H + len(answers) / 2) for a, share in zip(answers, shares, strict=True)
        }
        assert {a: pytest.approx(p, abs=2e-6) for a, p in as_forecast(smoothed).items()} == horizon.leads
        rule = np.bincount(seen.rule[0][:, n] + 1, minlength=5)[1:]
        shown = {kind: (x + 0.5) / (rule.sum() + 2) for kind, x in zip(RULES, rule, strict=True)}
        apart = cases_apart(succession.dossiers)
        assert horizon.rule == pytest.approx(observed(shown, apart), abs=2e-6)
    first = called_sole(found.rule[:, party.resolved.clock_zero :], np.arange(H), apart)
    assert seen.sole[0].tolist() == np.where(first < 0, LAST, np.minimum(first, LAST)).tolist()


def test_chances_by_hand():
    places = np.array([[0, 0, 1, -1], [2, 2, 2, 2]])
    assert mixed(places, 3, 1.0) == pytest.approx(
        np.array([[2.5, 1.5, 0.5], [0.5, 0.5, 4.5]]) / np.array([[4.5], [5.5]])
    )
    told = expected_log(np.array([[0.5, 0.25, 0.25]]), {"b": 0.5, "a": 0.5}, ("a", "b", "c"))
    assert told == pytest.approx([math.log(0.5) / 2 + math.log(0.25) / 2])


def test_floors_are_those_of_forecasts():
    chances = np.random.default_rng(2).dirichlet(np.ones(6), 20)
    names = ["a", "b", "c", "d", "collective", "other"]
    for row, mine in zip(chances, floored(chances), strict=True):
        assert as_forecast(dict(zip(names, row, strict=True))) == pytest.approx(
            dict(zip(names, mine, strict=True)), abs=1e-6
        )


def test_first_sole_rule_by_hand():
    succession = next(
        case for case in successions() if case.id == "turkey-1938"
    )  # between month 1 and the end
    case = Case(succession, load("turkey-1938").resolved, prior=1.0)
    case.sole = (10, 12)
    even = 3 / 61
    came = np.array([[11, 5, LAST, 14], [9, 9, 9, 9], [LAST] * 4])
    hits = [3 / 7 + 0 + 0 + 2 / 7, 4 * 3 / 7, 0.0]
    assert case._sole(came) == pytest.approx([(x + even) / 5 for x in hits])
    case.sole = (LAST, LAST)  # it had not come by the last horizon
    assert case._sole(came) == pytest.approx([(1 + 1 / 61) / 5, (1 / 61) / 5, (4 + 1 / 61) / 5])


def test_a_set_is_scored_alike_whoever_stands_beside_it(lessons, theta):
    whole = lessons.log_scores(theta)
    assert np.isfinite(whole).all() and whole.shape == (5, len(lessons.data))
    assert np.array_equal(lessons.log_scores(theta[3]), whole[3:4])
    many = Lessons(SMALL, histories=4, workers=3)
    assert np.array_equal(many.log_scores(theta[::-1]), whole[::-1])
    assert (np.ptp(whole, axis=0) > 0).sum() > 10  # and sets differ
    assert not np.array_equal(Lessons(SMALL, histories=4, seed=4).log_scores(theta[:1]), whole[:1])


def test_every_question_of_a_case_counts_once_and_every_kind_of_item_in_a_period(lessons):
    sums = {}
    for datum in lessons.data:
        key = (datum.case, datum.cluster, datum.question)
        sums[key] = sums.get(key, 0.0) + datum.weight
    assert all(total == pytest.approx(1.0) for (case, _, _), total in sums.items() if case in SMALL)
    for period in {
        cluster for case, cluster, _ in sums if case == FLAGSHIP
    }:  # as much as one succession, its kinds alike
        mine = [total for (_, cluster, _), total in sums.items() if cluster == period]
        assert mine == pytest.approx([QUESTIONS / len(mine)] * len(mine))
    assert {q for case, _, q in sums if case in SMALL} == {"leads", "rule", "sole"}
    half = Lessons(SMALL, histories=4, factors={"leads": 2.0, FLAGSHIP: 0.5})
    ratio = half.weights / lessons.weights
    wanted = [2.0 if d.question == "leads" else 0.5 if d.case == FLAGSHIP else 1.0 for d in lessons.data]
    assert ratio == pytest.approx(wanted) and half.digest != lessons.digest
    with pytest.raises(PolitburoError, match="--weight"):
        Lessons(SMALL, factors={"lead": 1.0})


def test_an_unknown_case_is_refused():
    with pytest.raises(PolitburoError, match="mozambique-1986"):
        Lessons(["mozambique-1968"])


# nothing later ------------------------------------------------------------------------------------------------------


def record_with(tmp_path, change):
    """A catalog in which later rows of the flagship's record are changed; `change(row)` returns the row or None."""
    place = tmp_path / FLAGSHIP / "record"
    place.mkdir(parents=True)
    source = CATALOG / FLAGSHIP / "record"
    shutil.copy(source / "holdouts.yaml", place)
    with (source / "items.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [change(dict(row)) for row in rows]
    with (place / "items.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(row for row in kept if row is not None)
    return tmp_path


def later(row):
    return (row["until"] or row["date"]) > "1925-12-31" or row["date"] > "1925-12-31"


def falsified(row):
    """A later row with everything changed but what it is watched for; one that is no event is gone."""
    if not later(row):
        return row
    if row["error"] != "dated":
        return None
    other = "" if row["censored"] else "right"
    return row | {
        "date": "1931-01-01",
        "until": "1932-01-01",
        "value": "7",
        "of": "9",
        "low": "1",
        "spread": "3",
        "censored": other,
    }


def test_nothing_dated_later_is_read(tmp_path):
    resolved = load(FLAGSHIP).resolved
    true, false = Flagship(resolved, 1.0), Flagship(resolved, 1.0, record_with(tmp_path, falsified))
    told = lambda flagship: [replace(item, note="", row="", source="") for item in flagship.items]  # noqa: E731
    assert repr(told(true)) == repr(told(false)) and true.data == false.data
    assert true.window == 45 and all(str(item.until or item.date) <= "1925-12-31" for item in true.items)
    assert len(true.items) > 300
    sets = vectors(estimated(), Space(estimated()).at(np.full((1, len(estimated())), 0.5)), {})
    assert np.array_equal(true.log_scores(1, sets, 3), false.log_scores(1, sets, 3))


def test_who_rules_and_how_is_what_observers_say(lessons, theta):
    """Four histories led by one person, collectively: by hand."""
    flagship = lessons.parts[-1]
    sets = np.repeat(lessons.space.vectors(theta[:1], {}), 4, 0)
    course = Course(flagship.world, 3, np.arange(4, dtype=np.int32), sets)
    found = followed([course], flagship.resolved, flagship.months, flagship.window)
    found = replace(found, rule=np.zeros_like(found.rule), leads=np.full_like(found.leads, 2))
    said = np.array([4.5, 0.5, 0.5, 0.5]) / 6 @ disagreement(frozenset())
    place = {
        kind: next(n for n, i in enumerate(flagship.items) if i.kind == kind) for kind in ("rule", "ruler")
    }
    scores = flagship.of_signals(found, 1)[0]
    codings = flagship.items[place["rule"]].codings
    assert scores[place["rule"]] == pytest.approx(
        sum(share * math.log(said[RULES.index(kind)]) for kind, share in codings.items())
    )
    assert flagship.items[place["ruler"]].codings == {"collective": 1.0}
    assert scores[place["ruler"]] == pytest.approx(math.log(said[0] * (1 - LEAST)))


def test_what_came_before_is_read(tmp_path):
    earlier = lambda row: None if row["kind"] == "vote" and not later(row) else row  # noqa: E731
    items = cut_record(FLAGSHIP, Flagship(load(FLAGSHIP).resolved, 1.0).last, record_with(tmp_path, earlier))
    assert not [item for item in items if item.kind == "vote"] and items


def test_a_silent_history_says_what_anybody_would(lessons, theta):
    flagship = lessons.parts[-1]
    sets = np.repeat(lessons.space.vectors(theta[:1], {}), 4, 0)
    course = Course(flagship.world, 3, np.arange(4, dtype=np.int32), sets)
    found = followed([course], flagship.resolved, flagship.months, flagship.window)
    votes = [n for n, item in enumerate(flagship.items) if item.kind == "vote"]
    mute = flagship.of_signals(replace(found, votes=found.votes[:0]), 1)[0, votes]
    even = [math.log(uninformed(flagship.items[n], flagship.resolved)) for n in votes]
    assert mute == pytest.approx(even)
    one = found.votes[found.votes[:, 0] == 0]  # the first history alone speaks
    spoken = flagship.of_signals(replace(found, votes=one), 1)[0, votes]
    alone = flagship.of_signals(replace(found, votes=one).take(np.array([0])), 1)[0, votes]
    mixed_with_even = np.log((2 * np.exp(alone) + 3 * np.exp(even)) / 5)
    assert spoken == pytest.approx(mixed_with_even)


def test_a_mechanism_that_is_off_does_not_teach():
    theta = Space(estimated()).at(np.full((2, len(estimated())), 0.5))
    scores = {
        off: Lessons(SMALL[:1], flagship=False, histories=H, off=frozenset(off)).log_scores(theta)
        for off in ((), ("succession",))
    }
    assert not np.allclose(scores[()], scores[("succession",)])
