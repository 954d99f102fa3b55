"""One history month by month agrees with the series and events that were saved; lessons and changes say what they should."""

from __future__ import annotations

import itertools
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from politburo import scenario
from politburo.errors import PolitburoError
from politburo.measures.spelled import spells
from politburo.study.questions.lesson import MINUTES, MOMENTS, _mattering, lesson
from politburo.study.running.monthly import course_of
from politburo.study.running.rollcalls import roll_of
from politburo.study.running.run import open_run
from politburo.words.changeable import changeable, changes_in_words


@pytest.fixture(scope="module")
def run(workplace):
    (folder,) = (workplace / "runs").glob("ussr-1922-*")
    return open_run(folder)


def at(rows, month, **wanted):
    """The spells of a month that have these values."""
    return [
        row
        for row in rows
        if row["from"] <= month < row["until"] and all(row[name] == value for name, value in wanted.items())
    ]


@pytest.mark.parametrize("history", [0, 3, "nearest"])
def test_spells_agree_with_the_saved_series(run, history):
    course = course_of(run, history)
    reader = run.reader(course["history"])
    bureau = next(body["id"] for body in course["bodies"] if body["role"] == "bureau")
    ids = [person.id for person in run.resolved.persons]
    for month in range(0, run.resolved.months, 7):
        full = at(course["seats"], month, body=bureau, seat="full")
        assert len(full) == reader.series("bureau")[month] == course["series"]["bureau"][month]
        core, ring, bloc = reader.lineup(month)
        for name, members in (("core", core), ("ring", ring), ("bloc", bloc)):
            assert {row["person"] for row in at(course["standings"], month, standing=name)} == members
        people, power = reader.series("contender")[month], reader.series("power")[month]
        for person, share in zip(people.tolist(), power.tolist(), strict=True):
            assert course["power"][ids[person]][month] == pytest.approx(share, abs=1e-4)
        for holder in course["offices"]:
            assert len(at(course["holders"], month, office=holder["id"])) <= 1
        assert len(at(course["secretaries"], month)) == len(run.resolved.organisations)
        assert sum(cohort[month] for cohort in course["cohorts"].values()) == pytest.approx(
            course["series"]["members"][month], abs=10
        )


def test_the_first_month_is_that_of_the_scenario_but_for_what_happened_in_it(run):
    course, form = course_of(run, 0), run.resolved
    first = {(row["organisation"], row["secretary"]) for row in at(course["secretaries"], 0)}
    start = {
        (o.id, None if o.secretary is None else form.persons[o.secretary].id) for o in form.organisations
    }
    assert len(first & start) > len(start) * 0.8


def test_votes_have_the_tallies_of_their_events_and_the_ballots_of_the_roll(run):
    counted = 0
    for history in range(6):
        course = course_of(run, history)
        try:
            roll = roll_of(run, history)
        except PolitburoError:  # a history without a vote of persons
            continue
        named = [vote for vote in course["votes"] if vote["ballots"] is not None]
        assert [vote["date"] for vote in named] == [f"{vote.day:%Y-%m}" for vote in roll.votes]
        for vote in named:
            cast = Counter(vote["ballots"].values())
            assert (cast["aye"], cast["nay"], cast["abstained"]) == (
                vote["ayes"],
                vote["nays"],
                vote["abstentions"],
            )
            assert course["events"][vote["event"]]["kind"] == vote["kind"]
            assert vote["carried"] is (vote["ayes"] > vote["nays"]) or vote["kind"] == "leader-chosen"
            counted += 1
    assert counted > 3


def test_every_event_has_its_sentence_and_the_number_by_which_it_is_asked_why(run):
    from politburo.study.running.reasons import events_of

    course = course_of(run, 3)
    assert [(e["number"], e["date"], e["text"]) for e in course["events"]] == [
        (e["number"], e["date"], e["text"]) for e in events_of(run, 3)["events"]
    ]
    told = [e["chronicle"] for e in course["events"] if e["chronicle"]]
    assert told == [text for _, text in run.chronicle(3)]


def test_spells_are_runs_of_equal_values():
    rng = np.random.default_rng(1)
    for _ in range(50):
        values = rng.integers(-1, 3, rng.integers(1, 30)).tolist()
        again = [-1] * len(values)
        for value, start, end in spells(values, -1):
            again[start:end] = [value] * (end - start)
            assert value != -1 and (end == len(values) or values[end] != value)
        assert again == values


@pytest.mark.parametrize("history", range(6))
def test_a_lesson_asks_what_the_history_answers_and_says_why(run, history):
    found = lesson(run, history)
    months = [moment["month"] for moment in found["moments"]]
    assert months == sorted(set(months)) and len(months) <= MOMENTS
    events = course_of(run, history)["events"]
    for moment in found["moments"]:
        options = [option["id"] for option in moment["options"]]
        assert moment["answer"] in options and 2 <= len(options) == len(set(options)) <= 6
        assert moment["reason"] and all(text.endswith(".") for text in moment["reason"])
        event = events[moment["event"]]
        assert event["month"] == moment["month"]
        if moment["question"].startswith(("Who will be attacked", "Who will be dropped")):
            assert moment["answer"] == event["whom"]
        if moment["question"].startswith(("Who will rise", "Who will be chosen")):
            assert moment["answer"] == event["who"]
        assert sum(moment["sweets"]) == found["total"] and len(moment["sweets"]) == len(found["persons"])
        assert not set(moment["told"]) & set(moment["before"])
    times = found["minutes"]
    assert times[0]["from"] == 0 and times[-1]["to"] == MINUTES
    assert all(a["to"] == b["from"] for a, b in itertools.pairwise(times))


def test_the_teacher_chooses_the_persons(run):
    found = lesson(run, 2, ["trotsky", "zinoviev", "kamenev"])
    assert [person["id"] for person in found["persons"]] == ["trotsky", "zinoviev", "kamenev"]
    assert any("Holds: Chair of the war council" in line for line in found["persons"][0]["card"])
    for wrong in (["nobody"], ["trotsky"], ["trotsky", "zinoviev", "kamenev", "stalin", "lenin", "rykov"]):
        with pytest.raises(PolitburoError):
            lesson(run, 2, wrong)


@pytest.mark.parametrize("case", ["heir", "ussr-1922"])
def test_a_fact_set_to_what_it_is_changes_nothing(case):
    loaded = scenario.load(case)
    facts = [f for f in changeable(loaded) if f["path"] and f["value"] is not None]
    plain = scenario.resolve(loaded)
    drop = {"evidence"}
    for fact in facts[:: max(1, len(facts) // 40)]:
        same = scenario.resolve(scenario.patch(loaded, [(fact["path"], fact["value"])]))
        assert same.model_dump(exclude=drop) == plain.model_dump(exclude=drop), fact["path"]


def test_bounds_and_choices_are_those_that_are_held_to():
    loaded = scenario.load("heir")
    tried = 0
    for fact in changeable(loaded):
        if fact["table"] in ("parameters", "file") or not fact["path"]:
            continue
        wrong = []
        wrong += [fact["high"] + 1] if fact["high"] is not None else []
        wrong += [fact["low"] - 1] if fact["low"] is not None else []
        wrong += ["nonsense"] if fact["allowed"] or fact["type"] == "id" else []
        if tried % 23 == 0:
            for value in wrong:
                with pytest.raises(PolitburoError):
                    scenario.patch(loaded, [(fact["path"], value)])
        tried += bool(wrong)
    assert tried > 100


def test_changes_are_told_in_words():
    loaded = scenario.load("ussr-1922")
    told = {
        "holdings.general-secretary.person=tomsky": "Tomsky, not Stalin, holds the office of General Secretary.",
        "holdings.war-commissar=none": "Nobody holds the office of Chair of the war council.",
        "shocks.e043=none": "It does not happen: Lenin's second stroke (1922-12-16).",
        "country.factions_banned=0": "Ban on factions is no instead of yes.",
        "traits.trotsky/ambition.score=1": "Trotsky: ambition is 1 instead of 0.6.",
    }
    found = changes_in_words(loaded, told)
    assert [row["sentence"] for row in found] == list(told.values())
    twice = changes_in_words(loaded, ["country.threat=0.5", "country.threat=0.6"])
    assert [row["before"] for row in twice] == [0.2, 0.5], "each change comes after those before it"


def test_the_five_of_a_lesson_matter_and_nobody_begins_without_a_sweet_for_nothing(run):
    for history in range(12):
        found = lesson(run, history)
        assert len(found["persons"]) == 5 and len({person["id"] for person in found["persons"]}) == 5
        course = course_of(run, history)
        months = len(course["months"])
        for person, given in zip(found["persons"], found["first"], strict=True):
            led = sum(
                max(course["power"], key=lambda p, m=month: course["power"][p][m] or 0) == person["id"]
                for month in range(months)
            )
            assert given or 4 * led >= months - 1, (history, person["label"])


def who_matters(power, months=24, reserve=()):
    """The persons who matter where each has the same share of power in a span of months."""
    ids = [*power, *(set(reserve) - set(power))]
    persons = [SimpleNamespace(id=person, reserve=person in reserve) for person in ids]
    held = {
        p: {month: share for share, span in spans for month in range(*span)} for p, spans in power.items()
    }
    return _mattering(SimpleNamespace(resolved=SimpleNamespace(persons=persons, months=months)), held)


ALWAYS = (0, 24)
FOUR = {person: [(0.1, ALWAYS)] for person in "abcd"}


def test_a_predecessor_who_soon_dies_makes_room_and_a_newcomer_who_rules_is_taken():
    assert who_matters({**FOUR, "old": [(0.6, (0, 5))], "e": [(0.08, ALWAYS)]}) == ["a", "b", "c", "d", "e"]
    assert who_matters({**FOUR, "e": [(0.08, ALWAYS)], "new": [(0.5, (12, 24))]})[0] == "new"
    assert "new" not in who_matters({**FOUR, "e": [(0.08, ALWAYS)], "new": [(0.5, (20, 24))]})


def test_nobody_matters_who_has_no_sweet_and_never_leads():
    tiny = [(0.001, ALWAYS)]
    assert who_matters({**FOUR, "e": tiny}) == ["a", "b", "c", "d"]
    assert who_matters({**FOUR, "e": [(0.001, (0, 1)), (0.09, (1, 24))], "f": [(0.02, ALWAYS)]}) == [
        *"abcd",
        "f",
    ]


def test_free_places_go_to_those_who_begin_and_stay_longest_named_persons_first():
    short = {"e": [(0.5, (0, 4))], "f": [(0.1, (0, 9))]}
    assert who_matters({**FOUR, **short}) == ["a", "b", "c", "d", "f"]
    assert who_matters({**FOUR, "e": [(0.05, ALWAYS)], "r": [(0.3, ALWAYS)]}, reserve=["r"]) == [*"abcde"]
    assert who_matters({"a": [(0.001, ALWAYS)], "b": [(0.9, ALWAYS)]}) == ["b", "a"]
