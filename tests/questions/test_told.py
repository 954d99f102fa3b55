"""Answers in words: what is said follows from the numbers, and every question can be drawn."""

from __future__ import annotations

import pytest

from politburo.cli.questions import print_answer
from politburo.plots.questions import FIGURES
from politburo.vocab import EventKind
from politburo.words.answer import Answer, Table
from politburo.words.answers import ANSWERS
from politburo.words.comparison import HAPPENS, _partings, comparison_answer
from politburo.words.factors import factors_answer
from politburo.words.odds import odds_answer
from politburo.words.paths import paths_answer


def share(value, half=0.05):
    return {"share": value, "low": max(0, value - half), "high": min(1, value + half)}


def person(name, sole, ruling):
    return {
        "id": name.lower(),
        "name": f"Mr {name}",
        "short": name,
        "sole": [*map(share, sole)],
        "ruling": [*map(share, ruling)],
    }


FACTS = {"case": "x", "title": "X", "start": "1800-01-01", "end": "1801-12-31", "seed": 1}


def odds(**more):
    found = {
        "facts": {**FACTS, "question": "one history", "history": 3, "futures": 64},
        "months": ["1800-01", "1801-01"],
        "effective": [64.0, 64.0],
        "persons": [person("Able", (0.3, 0.1), (0.5, 0.4)), person("Baker", (0.0, 0.02), (0.9, 0.8))],
        "nobody": [share(0.7), share(0.88)],
        "turning": [],
        "last_chance": {"able": "1800-01"},
    }
    return found | more


def difference(name, was, would_be, half, **more):
    d = would_be - was
    row = {
        "was": was,
        "would_be": would_be,
        "difference": d,
        "se": half / 2,
        "low": d - half,
        "high": d + half,
    }
    return (
        {
            "quantity": name,
            "name": name,
            "group": "traits",
            "unit": "share of histories",
            "person": "",
            "differing": 0.2,
        }
        | row
        | more
    )


def comparison(rows):
    change = {"title": "Y", "why": "it was  possible", "sources": ["a-1900"]}
    pairs = {"both": 2, "only as it was": 9, "only changed": 1}
    return {
        "facts": {**FACTS, "change": change, "histories": 64, "date": "1800-06-01"},
        "rows": rows,
        "parting": {
            "parted": share(0.5),
            "month": {"median": "1800-07", "low": "1800-06", "high": "1800-09"},
            "kinds": {"offensive": share(0.4)},
            "examples": [{"history": 4, "month": "1800-07", "event": "as it was: Able fell."}],
        },
        "causes": [
            {
                "quantity": row["quantity"],
                "pairs": pairs,
                "necessity": share(0.8) | {"of": 11},
                "sufficiency": share(0.2),
            }
            for row in rows
        ],
    }


ROWS = [
    difference("somebody rules alone at the end", 0.3, 0.25, 0.2),
    difference("sole rule at the end", 0.3, 0.25, 0.2),
    difference("a split", 0.2, 0.6, 0.1),
    difference("a fall", 0.0, 0.0, 0.1),
]


def factors(**more):
    found = {
        "facts": {
            **FACTS,
            "name": "Able",
            "outcome": "rules alone at the end",
            "histories": 64,
            "as_it_is": 0.25,
        },
        "removals": [
            difference("office: chair", 0.25, 0.05, 0.1),
            difference("trait: caution", 0.25, 0.3, 0.1),
        ],
        "shares": [{"group": "offices", "share": 0.2, "se": 0.02, "low": 0.16, "high": 0.24}],
        "left": 0.05,
    }
    return found | more


def paths(silhouette=0.1):
    group = {
        **share(0.6), "size": 6, "medoid": 4, "strangest": 7, "course": ["a", "b", "b"], "spread": 0.3,
        "stages": [{"from": "1800-01", "to": "1800-03", "label": "a", "against": ["Able", "Baker"], "outcome": "Able censured, 5-2"}],
        "ends": {"sole": 0.75, "collective": 0.25}, "rulers": {"Able": 0.75},
    }  # fmt: skip
    time = {
        "within_window": share(0.5),
        "median": None,
        "by": [0.1, 0.5],
        "low": [0, 0.4],
        "high": [0.2, 0.6],
    }
    return {
        "facts": {**FACTS, "grouped": 10, "histories": 10},
        "clusters": [group],
        "silhouette": silhouette,
        "times": {"sole rule": time, "an expulsion": time | {"median": "1801-02"}},
    }


def test_odds_of_one_history():
    told = odds_answer(odds())
    text = " ".join(told.sentences)
    assert "Able: 30 % in January 1800, 10 % in January 1801; never more than 30 %, in January 1800." in text
    assert (
        "Baker" not in text and "at least one chance in five of ruling alone: Able in January 1800." in text
    )
    assert told.tables[0].rows[1] == ["1801-01", "10 % (5 to 15)", "88 % (83 to 93)"]
    assert told.tables[1].columns == ["month", "Baker", "Able"]  # those most in the coalition first


def test_odds_where_nobody_could_rule_alone():
    none = odds(persons=[person("Baker", (0.0, 0.02), (0.9, 0.8))], last_chance={})
    text = " ".join(odds_answer(none).sentences)
    assert (
        "Nobody ever had a serious chance of ruling alone; the greatest was that of Baker, 2 % in January 1801."
        in text
    )
    assert "be in the ruling coalition" in FIGURES["odds"](none).caption
    assert "rule alone" in FIGURES["odds"](odds()).caption


def test_odds_given_the_record_say_how_many_histories_count():
    found = odds(effective=[40.0, None], nobody=[share(0.7), None])
    counted = [{"effective": 180.4, "ancestors": 52}, {"effective": 130.0, "ancestors": 12}]
    more = {"histories": 256, "counted": counted, "fewest": 20, "known_until": "1800-12-31"}
    found["facts"] = {**FACTS, "question": "given the record", **more}
    for one in found["persons"]:
        one["sole"][1] = one["ruling"][1] = None
    told = odds_answer(found)
    assert (
        "fewest, in January 1800, these are worth 40 independent ones" in told.sentences[-1]
        and "In January 1801 fewer than 20 are left" in told.sentences[-1]
    )
    assert "up to 31 December 1800" in told.sentences[-1]
    assert told.tables[0].columns[-2:] == ["effective histories", "ancestors"]
    assert all(len(row) == len(told.tables[0].columns) for row in told.tables[0].rows)
    assert "ancestors" not in told.tables[1].columns  # said once
    assert told.tables[0].rows[0][-2:] == ["180", "52"]
    assert told.tables[0].rows[1][1:] == [*["12 ancestors: too few"] * 2, "130", "12"]


def test_turning_points_tell_events_of_the_person_first():
    turn = {
        "month": "1800-01",
        "person": "able",
        "name": "Mr Able",
        "from": 0.3,
        "to": 0.1,
        "low": -0.3,
        "high": -0.1,
    }
    turn["events"] = ["1800-02 Rain.", "1800-03 Snow.", "1800-04 Able was removed."]
    row = odds_answer(odds(turning=[turn])).tables[2].rows[0]
    assert row == [
        "1800-01",
        "Able",
        "30 % to 10 %",
        "-30.0 to -10.0",
        "1800-04 Able was removed. 1800-02 Rain.",
    ]


def test_a_comparison_says_what_differs_once():
    told = comparison_answer(comparison(ROWS))
    text = " ".join(told.sentences)
    assert (
        "Why it could have happened: it was possible [a-1900]" in text
        and "Half of these have diverged by July 1800, nine in ten of them between June 1800 and September 1800."
        in text
    )
    assert (
        "The probability that somebody rules alone on 31 December 1801 is 30 % as it was and 25 % with the change "
        "(-25.0 to +15.0 points), which shows no difference."
    ) in text
    assert "1 of 2 quantities differ" in text  # the same in other words, and what never happens, are left out
    differs, same, causes, examples = told.tables
    assert [row[0] for row in differs.rows] == ["a split"] and [row[0] for row in same.rows] == [
        ROWS[0]["quantity"]
    ]
    assert differs.rows[0][1:] == ["20.0 %", "60.0 %", "+40.0", "+30.0 to +50.0"]
    assert causes.rows[1][:4] == ["a split", 2, 9, 1] and examples.rows[0][0] == 4


def test_an_explanation_warns_of_few_victories():
    text = " ".join(factors_answer(factors()).sentences)
    assert (
        "Each of these makes a difference beyond chance: office: chair (about 0 of 2" in text
        and "only 16 histories" in text
        and "the probability would be 5.0 %" in text
    )
    many = factors(facts={**factors()["facts"], "histories": 640}, removals=factors()["removals"][1:])
    text = " ".join(factors_answer(many).sentences)
    assert "No single removal makes a difference" in text and "ask for more" not in text


@pytest.mark.parametrize(
    "silhouette, words", [(0.1, "no real groups"), (0.6, "fairly distinct"), (0.9, "are distinct")]
)
def test_paths_say_whether_there_are_groups(silhouette, words):
    told = paths_answer(paths(silhouette))
    assert words in told.sentences[1]
    assert (
        "typical stages: b (twice), a (once). It ends in rule by one in 75 % and collective rule in 25 % (alone: Able 75 %)."
        in told.sentences[2]
    )
    assert told.tables[1].rows == [["1800-01 to 1800-03", "a", "Able and Baker", "Able censured, 5-2"]]
    assert told.tables[-1].rows[0][1] == "not within the window"


def test_a_group_without_open_conflict_is_said_to_be_so():
    found = paths()
    found["clusters"][0] |= {"course": ["no stage"], "stages": []}
    told = paths_answer(found)
    assert "typically without open conflict. It ends in" in told.sentences[2]
    assert told.tables[0].rows[0][4] == 0  # stages of the typical one


def test_every_question_is_told_and_drawn():
    answers = {"odds": odds(), "compare": comparison(ROWS), "factors": factors(), "paths": paths()}
    assert (
        ANSWERS.keys() == FIGURES.keys() == answers.keys()
    )  # a grid has its own: tests/questions/test_sweep.py
    for question, found in answers.items():
        figure = FIGURES[question](found)
        assert "Simulated: x" in figure.wide and "Simulated: x" in figure.narrow and figure.rows
        for table in ANSWERS[question](found).tables:
            assert all(len(row) == len(table.columns) for row in table.rows), table.title


@pytest.mark.parametrize("persons", [2, 5])
def test_an_interval_is_never_broken(persons, capsys):
    """Where the columns do not fit it stands below its number; the words of a heading are not broken either."""
    names = ["month", *(f"Person {n}" for n in range(persons)), "effective histories", "ancestors"]
    rows = [["1922-04", *["47 % (31 to 64)"] * persons, "32", "32"]]
    print_answer(Answer("T", [], [Table("t", names, rows)]))
    said = capsys.readouterr().out
    assert said.count("(31 to 64)") == persons and said.count("47 %") == persons
    assert ("47 % (31 to 64)" in said) == (persons == 2)
    assert all(word in said for name in names for word in name.split())


def test_every_kind_of_event_has_words():
    assert set(HAPPENS) == set(EventKind) - {EventKind.NOTHING}
    parting = {
        "parted": share(0.4),
        "month": {"low": "1800-01", "median": "1800-02", "high": "1800-03"},
        "kinds": {kind.word: share(0.1) for kind in list(HAPPENS)[:3]},
        "examples": [],
        "first": [],
    }
    said = " ".join(_partings(parting))
    assert "something from outside 10 % (5 to 15), a death" in said and "-" not in said
