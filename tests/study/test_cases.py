"""Successions of the catalog: who is asked about, what came, what the rivals say, and the account from end to end."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import politburo
from politburo import scenario
from politburo.cli import entry as main
from politburo.measures import definitions as D
from politburo.record.course import Course, Horizon, SoleRule
from politburo.scores.differences import mean_over
from politburo.study.forecasting import case_scores, successions
from politburo.study.forecasting.dossiers import CANDIDATE, FULL, TIE, dossiers
from politburo.study.forecasting.leaders import chances_by_office, floored, leaders
from politburo.study.forecasting.office_logit import OfficeLogit
from politburo.study.forecasting.references import Start
from politburo.study.forecasting.successions import choice, clustered, leads, truth_of_course
from politburo.vocab import Standing

CASES = successions.successions()
BY_ID = {case.id: case for case in CASES}
PAGE = """facts: 1
id: guild-1850
title: The guild without its master
party: {name: The guild, kind: dominant}
start: "1850-03-01"
opening: {date: "1850-03-02", kind: death, what: The master dies.}
predecessor: {id: master, name: Old Master, fate: died, offices: [{type: party-leader, since: 1835}]}
contenders:
  - {id: ann, name: Ann, offices: [{type: organisation-secretary, since: 1840}, {type: secretary, since: 1840}]}
  - {id: bob, name: Bob, offices: [{type: head-of-government}]}
  - {id: cid, name: Cid}
bodies:
  - {id: table, role: bureau, name: The table, size: 5, full: [ann, bob, master], candidate: [cid]}
ties:
  - {a: master, b: cid, kind: patron-client, from: 1842}
  - {a: bob, b: master, kind: rivalry, from: 1848}
"""


def page(tmp_path, text=PAGE):
    path = tmp_path / "page.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = scenario.load(path)
    return dossiers(loaded, scenario.resolve(loaded))


# who leads in a history ---------------------------------------------------------------------------------------------


def month(power, standing, leader, regime=1):
    return {
        "contender": np.arange(len(power))[None, None],
        "power": np.array(power, float)[None, None],
        "standing": np.array([int(Standing[word]) for word in standing])[None, None],
        "leader": np.array([[leader]], np.int16),
        "regime": np.array([[regime]]),
    }


@pytest.mark.parametrize(
    ("power", "standing", "leader", "regime", "who"),
    [
        ((0.4, 0.3, 0.3), ("CORE", "CORE", "OUTSIDE"), 0, 1, 0),
        ((0.4, 0.39, 0.2), ("CORE", "CORE", "OUTSIDE"), 0, 1, -1),  # two within the band
        ((0.4, 0.39, 0.2), ("CORE", "RING", "BLOC"), 0, 1, 0),  # an equal outside the core is no equal in it
        (
            (0.5, 0.4, 0.1),
            ("CORE", "CORE", "OUTSIDE"),
            1,
            1,
            1,
        ),  # who already leads, though another is stronger
        ((0.5, 0.4, 0.1), ("OUTSIDE",) * 3, -1, 1, -1),  # no core
        ((0.5, 0.4, 0.1), ("CORE", "CORE", "OUTSIDE"), 0, 0, -1),  # the regime has fallen
    ],
)
def test_who_leads(power, standing, leader, regime, who):
    assert D.leads(month(power, standing, leader, regime), D.Thresholds()) == [[who]]


# what is known of a contender ---------------------------------------------------------------------------------------


def test_marks_are_offices_seats_and_friendly_ties(tmp_path):
    known = page(tmp_path)
    assert known.listed and known.typed
    assert known.marks == {
        "ann": {"organisation-secretary", "secretary", FULL},
        "bob": {"head-of-government", FULL},
        "cid": {CANDIDATE, TIE},
    }
    assert known.holders("head-of-government") == ["bob"] and known.holders("party-leader") == []


def test_every_listed_contender_is_asked_about_and_nobody_else():
    assert len(CASES) == 30
    for case in CASES:
        plain = scenario.load(case.id).root.plain()
        assert set(case.dossiers.marks) == {person["id"] for person in plain["contenders"]}
    assert np.mean([math.log(len(case.answers)) for case in CASES]) == pytest.approx(2.586, abs=1e-3)


def test_cases_that_overlap_are_one_cluster():
    assert {case.id for case in CASES if case.cluster != case.id} == {"india-1966"}
    assert BY_ID["india-1966"].cluster == "india-1964"
    assert BY_ID["algeria-1962"].cluster != BY_ID["algeria-1978"].cluster
    one, two, three = (
        replace(
            CASES[n], dossiers=replace(CASES[n].dossiers, party="the same", start=n * 40, end=n * 40 + 60)
        )
        for n in range(3)
    )
    assert {case.cluster for case in clustered([one, three, two])} == {one.id}  # through the one between them


# what came ---------------------------------------------------------------------------------------------------------


def course(leader, rule, **sole):
    dates = {"date": None, "low": None, "high": None} | sole
    return Course("guild-1850", "1850-03-01", (Horizon(12, leader, rule, {}),), SoleRule(**dates), (), ())


def test_the_record_as_a_truth():
    fact = truth_of_course(course("ann", {"primus": 0.5, "sole": 0.2, "dual": 0.3}), 60)
    assert fact.horizons[0].leads == "ann" and fact.horizons[0].who == {"ann": 0.7, "collective": 0.3}
    assert fact.consolidation.after == 60
    assert truth_of_course(course("collective", {"collective": 1.0}), 60).horizons[0].who == {
        "collective": 1.0
    }
    dated = truth_of_course(course("ann", {"sole": 1.0}, date="1851-05", low="1851-03"), 60)
    assert dated.consolidation.between == (12, 14)
    assert leads(Horizon(12, "stranger", {}, {}), ["ann", "collective", "other"]) == {"other": 1.0}
    assert leads(Horizon(12, None, {}, {}), ["ann"]) == {}


# what the rivals say ------------------------------------------------------------------------------------------------


def test_least_shares_are_kept():
    said = floored({"ann": 0.2, "bob": 0.1, "collective": 0.7, "other": 0.0})
    assert (
        said["collective"] == 0.7
        and said["other"] == 0.05
        and said["ann"] == pytest.approx(2 * said["bob"], abs=2e-6)
    )
    assert sum(said.values()) == pytest.approx(1)


def test_rivals_name_leaders_where_rule_is_collective(tmp_path):
    party = politburo.load(_written(tmp_path, PAGE.replace("head-of-government", "party-leader")))
    known = dossiers(party.loaded, party.resolved)
    places = {person.id: person.address for person in party.resolved.persons}
    start = Start(
        party.resolved,
        [places[name] for name in ("bob", "ann", "cid")],
        [0.4, 0.35, 0.25],
        "collective",
        "collective",
    )
    said = leaders(start, known)
    best = {name: max(who, key=who.get) for name, who in said.items()}
    assert best["persistence"] == "bob" and best["power-proportional"] == "bob"
    assert said["ruling coalition"]["collective"] < 0.1 and all(
        sum(who.values()) == pytest.approx(1, abs=1e-5) for who in said.values()
    )
    assert said["office logit"]["other"] == 0.05
    nobody = leaders(start, replace(known, marks=dict.fromkeys(known.marks, frozenset({FULL}))))
    assert nobody["persistence"] == nobody["uniform"] and "office logit" not in nobody


def _written(tmp_path, text):
    path = tmp_path / "page.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_renaming_the_persons_of_a_case_renames_the_answer(tmp_path):
    known = page(tmp_path)
    names, text = {"ann": "zoe", "bob": "abe", "cid": "moe", "master": "head"}, PAGE
    for old, new in names.items():
        text = re.sub(rf"\b{old}\b(?! dies)", new, text)
    renamed = page(tmp_path, text)
    assert renamed.marks == {names[person]: marks for person, marks in known.marks.items()}
    before, after = (chances_by_office(one, list(one.marks)) for one in (known, renamed))
    assert {names.get(who, who): chance for who, chance in before.items()} == pytest.approx(after)


def test_renaming_a_case_teaches_the_same():
    logit = OfficeLogit([choice(case) for case in CASES])
    moved = []
    for case in CASES:
        renamed = {
            f"{n:02d}-{person}": person for n, person in enumerate(sorted(case.dossiers.marks, reverse=True))
        }
        back = {person: name for name, person in renamed.items()}
        horizons = tuple(replace(h, leader=back.get(h.leader, h.leader)) for h in case.course.horizons)
        marks = {name: case.dossiers.marks[person] for name, person in renamed.items()}
        moved.append(
            choice(
                replace(
                    case,
                    dossiers=replace(case.dossiers, marks=marks),
                    course=replace(case.course, horizons=horizons),
                )
            )
        )
    assert np.allclose(logit.fit(ridge=1.0).b, OfficeLogit(moved).fit(ridge=1.0).b, atol=1e-7)


def test_what_offices_say_of_a_case_does_not_depend_on_its_outcome(monkeypatch):
    """Poison the record of both Indian cases: what is said of either stays; what is said of others does not."""
    india, other = BY_ID["india-1966"].dossiers, BY_ID["iraq-1968"].dossiers
    ask = lambda known: chances_by_office(known, list(known.marks))  # noqa: E731
    before = ask(india), ask(other)
    poisoned = [
        replace(choice(case), led=[50.0 * (k == 0) for k in range(len(case.dossiers.marks))])
        if case.cluster == "india-1964"
        else choice(case)
        for case in CASES
    ]
    monkeypatch.setattr("politburo.study.forecasting.successions.office_logit", lambda: OfficeLogit(poisoned))
    assert ask(india) == before[0] and ask(other) != before[1]


# scores -------------------------------------------------------------------------------------------------------------


def test_base_rate_and_exponential_by_hand():
    others = [
        replace(CASES[0], course=course("ann", {"primus": 1.0}, date="1851-03")),  # after 12 months
        replace(CASES[1], course=course("ann", {"sole": 0.5, "dual": 0.5})),  # never
    ]
    rate = case_scores.base_rate(others, 12)
    assert rate["primus"] == pytest.approx(1.5 / 4) and rate["sole"] == pytest.approx(1.0 / 4)
    assert sum(rate.values()) == pytest.approx(1)
    assert case_scores.sole_rate(others, 60) == pytest.approx(1 / (12 + 60))


def test_the_likeliest_answers_hold_what_they_promise():
    said = {"ann": 0.4, "bob": 0.3, "cid": 0.2, "other": 0.1}
    assert case_scores.likeliest(said, 0.5) == ({"ann", "bob"}, pytest.approx(0.7))
    assert case_scores.likeliest(said, 0.9)[0] == {"ann", "bob", "cid"}


def test_of_an_answer_that_reaches_over_the_border_only_the_part_counts():
    said = {"ann": 0.4, "bob": 0.3, "cid": 0.2, "dan": 0.1}
    assert case_scores.share_within(said, {"bob": 1.0}, 0.5) == pytest.approx(1 / 3)
    assert case_scores.share_within(said, {"ann": 0.5, "dan": 0.5}, 0.95) == pytest.approx(0.5 + 0.25)
    equal = {"ann": 0.25, "bob": 0.25, "cid": 0.5}
    assert case_scores.share_within(equal, {"ann": 1.0}, 0.75) == pytest.approx(0.5)
    assert case_scores.share_within(equal, {"bob": 1.0}, 0.75) == pytest.approx(0.5)  # names decide nothing


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.floats(0.01, 0.99))
def test_an_honest_forecast_finds_exactly_what_the_level_says(sizes, level):
    said = {f"answer {n}": size / sum(sizes) for n, size in enumerate(sizes)}
    assert case_scores.share_within(said, said, level) == pytest.approx(level)


def test_the_part_of_a_span():
    assert case_scores.part_between(0.2, 1.0, 0.25, 0.75) == pytest.approx(0.625)
    assert (
        case_scores.part_between(0.9, 1.0, 0.25, 0.75) == 0
        and case_scores.part_between(0.5, 0.5, 0.25, 0.75) == 1
    )


def test_intervals_count_a_cluster_once():
    alone = mean_over([0.0, 1.0] * 20, [str(n) for n in range(40)])
    paired = mean_over([0.0, 1.0] * 20, [str(n // 10) for n in range(40)])
    assert alone.mean == paired.mean == 0.5
    assert paired.low == paired.high == 0.5 and alone.low < 0.45  # every cluster has the same mean
    assert math.isnan(mean_over([1.0, 2.0], ["a", "a"]).low)


# end to end ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    from politburo.study.forecasting.cases import account

    folder = tmp_path_factory.mktemp("kept")
    few = ("gdr-1953", "india-1964", "india-1966")
    told: list[tuple[str, int]] = []
    part = lambda case: lambda done, asked: told.append((case, done))  # noqa: E731
    found = account(8, 3, only=few, under=folder, part=part)
    told.clear()
    again = account(8, 3, only=few, under=folder, part=part)
    return found, again, told, folder


def test_three_cases_from_end_to_end(small):
    from politburo.cli.plain import plain
    from politburo.plots.cases import reliability
    from politburo.study.forecasting.cases_page import as_csv, page

    found, _, _, _ = small
    log = [r for r in found["losses"] if (r["question"], r["score"]) == ("leads", "log")]
    assert len([r for r in log if r["forecaster"] == "model"]) == 12
    names = {r["forecaster"] for r in log}
    assert names >= {
        "model",
        "uniform",
        "power-proportional",
        "largest apparatus",
        "persistence",
        "office logit",
    }
    uniform = [r["value"] for r in log if r["forecaster"] == "uniform"]
    answers = [
        len(BY_ID[case].answers) for case in ("gdr-1953", "india-1964", "india-1966") for _ in range(4)
    ]
    assert uniform == pytest.approx([math.log(n) for n in answers])
    assert {row["clusters"] for row in found["means"]} == {2}
    assert {(r["question"], r["level"]) for r in found["coverage"]} >= {
        ("leads", 0.5),
        ("rule", 0.9),
        ("sole", 0.9),
    }
    words = page(found, "the command", {"reliability": ("figure.svg", "words")}, "results/cases.csv")
    assert "**model**" in words and "seed 3" in words and "india-1964 and india-1966" in words
    assert not any(word in words for word in ("/tmp", "/work", "nan"))
    table = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert {row["what"] for row in table} >= {"mean", "model minus", "loss", "weight"}
    assert reliability(found).wide.startswith("<svg")
    json.dumps(plain(found), allow_nan=False)


def test_what_is_finished_is_not_made_again(small):
    found, again, told, folder = small
    assert again == found and [done for _, done in told] == [8, 8, 8]
    assert sorted(path.name for path in folder.iterdir())[0] == "gdr-1953.forecast.json"


def test_an_interruption_says_what_is_safe(small, monkeypatch):
    from politburo.errors import Interrupted
    from politburo.study.forecasting import cases

    def stop(*_, **__):
        raise KeyboardInterrupt

    _, _, _, folder = small
    monkeypatch.setattr(cases, "forecast", stop)
    some = [BY_ID["gdr-1953"], BY_ID["iraq-1968"]]
    with pytest.raises(Interrupted, match="1 of 2 cases"):
        cases.forecasts(some, 8, 3, under=folder)
    with pytest.raises(KeyboardInterrupt):
        cases.forecasts(some[1:], 8, 3)


def test_the_forecast_of_a_case_is_scored_on_its_record(small, capsys):
    _, _, _, folder = small
    assert main(["score", str(folder / "gdr-1953.forecast.json"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["score"] for row in answer["scored"]} == {
        *("log", "brier", "leads-log", "leads-brier", "rule-log", "rule-brier", "rps", "crps")
    }
    assert {row["reference"] for row in answer["skill"]} >= {"office logit", "persistence", "median"}


@pytest.mark.parametrize(
    "words", [["validate"], ["validate", "gdr-1953", "--cases"], ["validate", "--cases", "--open", "x"]]
)
def test_one_case_or_all(words, capsys):
    assert main(words) not in (0, 1)
    assert "bug" not in capsys.readouterr().err
