"""Why a forecast, what to watch, what would change it: against the same things counted by hand, and as a user asks for them."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import politburo
from politburo import engine, scenario
from politburo.cli import entry
from politburo.measures import definitions as D
from politburo.measures.history import COL
from politburo.measures.signposts import SEEN
from politburo.model.params import FIELDS
from politburo.scenario.documents import read_document
from politburo.study.forecasting import reasons as R
from politburo.study.forecasting.forecast import Forecast, forecast
from politburo.study.forecasting.track_record import HOME, track_record
from politburo.study.questions.neutral import called, named_facts, passed_on, there
from politburo.study.running.parameters import values_of
from politburo.vocab import EventKind
from politburo.words.forecast import how_good, likeliest, sections
from politburo.words.signposts import SENTENCES

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "scenarios" / "valid" / "small"
HISTORIES, SCREENED, MONTHS = 64, 32, 24


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


@pytest.fixture(scope="module")
def told(party):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(R, "SCREENED", SCREENED)
        patch.setattr(R, "FEWEST", 5)
        return R.reasoned(party, forecast(party, HISTORIES, seed=3, params="prior"), params="prior")


def lived(party, world, histories=HISTORIES):
    """The histories of the forecast from the engine itself, to their end."""
    params = values_of("prior", party.resolved.parameters)
    return list(engine.blocks(world, histories=histories, seed=3, params=params))


def leaders(party, world, histories=HISTORIES):
    blocks = lived(party, world, histories)
    return np.concatenate([D.leads(block.series, D.Thresholds())[:, MONTHS] for block in blocks])


def row(party, person):
    return [p.id for p in party.resolved.persons].index(person)


def test_the_favourite_is_who_leads_most_often_in_the_histories_of_the_forecast(party, told):
    led, why = leaders(party, scenario.lower(party.resolved)), told.reasons
    assert why.months == MONTHS and why.chance.of == HISTORIES
    counts = {p.id: int((led == n).sum()) for n, p in enumerate(party.resolved.persons)}
    assert counts[why.favourite] == max(counts.values()) == why.chance.count


def test_a_telling_fact_is_measured_by_the_same_histories_without_it(party, told):
    world = scenario.lower(party.resolved)
    facts = {fact.name: fact for fact in named_facts(party.resolved, range(len(party.resolved.persons)))}
    favourite = row(party, told.reasons.favourite)
    base = (leaders(party, world) == favourite).mean()
    assert len(told.reasons.why) == 3
    changes = [abs(one.change) for one in told.reasons.why]
    assert changes == sorted(changes, reverse=True) and changes[0] > 0
    for one in told.reasons.why:
        without = (leaders(party, facts[one.fact].change(world)) == favourite).mean()
        assert (one.was, one.would_be) == pytest.approx((base, without))
        assert one.low <= one.change <= one.high and one.change == pytest.approx(without - base)


def test_signs_are_counted_in_the_first_year_of_all_histories(party, told):
    names = called(party.resolved)
    led = leaders(party, scenario.lower(party.resolved), HISTORIES + SCREENED)
    blocks = lived(party, scenario.lower(party.resolved), HISTORIES + SCREENED)
    events = np.concatenate([block.events for block in blocks])
    early = events[events[:, COL["month"]] < 12]
    assert told.reasons.watched_months == 12
    broken = [
        s
        for s in told.reasons.watch
        if s.event.startswith(("The ruling group breaks with", "The ruling group takes in"))
    ]
    for sign in told.reasons.watch:
        assert sign.chance.of == HISTORIES + SCREENED and sign.after.of == sign.chance.count
        assert sign.after.of + sign.otherwise.of == sign.chance.of
    for sign in broken:
        outcome = 3 if "breaks with" in sign.event else 2
        chosen = (early[:, COL["kind"]] == EventKind.COALITION) & (early[:, COL["outcome"]] == outcome)
        whom = next(n for n, name in enumerate(names) if sign.event.endswith(name))
        seen = sorted(set(early[chosen & (early[:, COL["whom"]] == whom)][:, 0].tolist()))
        assert sign.chance.count == len(seen)
        assert sign.after.count == int((led[seen] == row(party, sign.person)).sum())


def test_a_sign_that_tells_nothing_is_not_told_and_one_that_tells_all_is():
    rng = np.random.default_rng(4)
    led = rng.integers(0, 3, 400)
    least, person = R._most_moved([0, 1, 2], led, led == 1)
    assert person == 1 and least > 0.9
    blind = [R._most_moved([0, 1, 2], led, rng.random(400) < 0.3)[0] for _ in range(40)]
    assert sum(value > 0 for value in blind) <= 3
    assert R._most_moved([0, 1, 2], led, np.arange(400) < 3)[0] <= 0.5  # three histories say little


def test_every_sign_has_a_sentence():
    rows = np.full((1, 2 + len(COL)), 0)
    words = set()
    for see in SEEN.values():
        for outcome in range(-1, 8):
            rows[0, COL["outcome"]] = outcome
            try:
                sign = see(rows[0])
            except KeyError:
                continue
            words |= {sign[0]} if sign else set()
    assert words == set(SENTENCES)


def trial(led):
    """Three persons of whom the first leads most often."""
    resolved = SimpleNamespace(persons=[SimpleNamespace(id=name) for name in "abc"])
    found = SimpleNamespace(
        people=[0, 1, 2], ranked=[0, 1, 2], first=np.array(led), party=SimpleNamespace(resolved=resolved)
    )
    found.id = lambda person: resolved.persons[person].id
    return found


def test_the_gentlest_change_that_turns_the_odds_is_told():
    led = [0] * 60 + [1] * 40
    fact = lambda name: SimpleNamespace(name=name, group="offices")  # noqa: E731
    harsh, gentle, weak = [2] * 100, [0] * 30 + [1] * 70, [0] * 55 + [1] * 45
    measured = [
        (fact(name), np.array(end)) for name, end in (("harsh", harsh), ("gentle", gentle), ("weak", weak))
    ]
    found = R._change(trial(led), 0, measured)
    assert (found.fact, found.person, found.reached) == ("gentle", "b", True)
    assert found.ahead == pytest.approx(0.4) and found.moved == pytest.approx(0.3)
    found = R._change(trial(led), 0, measured[2:])
    assert (found.fact, found.reached) == ("weak", False) and found.ahead == pytest.approx(-0.1)
    assert R._change(trial(led), 0, []) is None
    one = R.Trial.turning(trial(led), np.array(led), np.array([harsh, gentle, weak]))
    assert one == [1, 0, 2]


def test_neutral_values(party):
    resolved, world = party.resolved, scenario.lower(party.resolved)
    people = range(len(resolved.persons))
    facts = there(world, named_facts(resolved, people))
    names = [fact.name for fact in facts]
    assert len(set(names)) == len(names) > 10
    holder = next(n for n, office in enumerate(resolved.offices) if office.holder is not None)
    office = resolved.offices[holder]
    named = called(resolved)[office.holder]
    gone = next(fact for fact in facts if fact.name == f"{named}'s office: {office.name}").change(world)
    assert gone.offices.holder[holder] == -1 and (gone.offices.holder != world.offices.holder).sum() == 1
    prestige = next(fact for fact in facts if "prestige" in fact.name).change(world)
    moved = np.flatnonzero(prestige.people.prestige != world.people.prestige)
    assert prestige.people.prestige[moved] == pytest.approx(np.median([p.prestige for p in resolved.persons]))
    i, j, _ = resolved.documented[0]
    tie = next(
        fact
        for fact in facts
        if fact.name.startswith(f"the tie between {called(resolved)[i]} and {called(resolved)[j]}")
    )
    untied = tie.change(world)
    assert untied.ties.documented[i, j] == untied.ties.documented[j, i] == 0
    swap = passed_on(resolved, office.holder, [(office.holder + 1) % len(people)])[0].change(world)
    assert swap.offices.holder[holder] == (office.holder + 1) % len(people)
    assert all(dataclasses.is_dataclass(fact.change(world)) for fact in facts)


def test_the_track_record_is_that_of_the_committed_results():
    spec = importlib.util.spec_from_file_location(
        "write_track_record", ROOT / "scripts" / "write_track_record.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.track_record(script.RESULTS.read_text()) == HOME.read_text(), (
        "run scripts/write_track_record.py"
    )
    found = track_record(24)
    assert found["cases"] == 30 and found["months"] == 24 and track_record(13)["months"] is None
    page = (ROOT / "docs" / "cases.md").read_text()
    said = next(row["model"] for row in found["questions"] if row["question"] == "leads")
    assert f"| **model** | {track_record(12)['questions'][0]['model']:.2f} | {said:.2f} |" in page
    verdicts = [cells[-1] for cells in how_good(found).tables[0].rows]
    assert set(verdicts) <= {"better", "worse", "no clear difference"} and verdicts[0] == "better"


def test_nobody_comes_first_where_that_is_likeliest():
    assert likeliest({"a": 0.2, "b": 0.3, "collective": 0.4, "other": 0.1}) == ["collective", "b", "a"]
    assert likeliest({"a": 0.2, "b": 0.3, "collective": 0.1, "other": 0.4}) == ["b", "a"]


def test_the_answer_in_words_is_that_of_the_file(told):
    parts = sections(told.model_dump(mode="json"), track_record(24), full=True)
    assert [part.title for part in parts[:5]] == [
        "What is expected", "Why", "What to watch", "What would change it", "How good such forecasts have been",
    ]  # fmt: skip
    horizon = next(h for h in told.horizons if h.months == MONTHS)
    best = max(horizon.leads, key=lambda name: horizon.leads[name])
    assert f"{100 * horizon.leads[best]:.0f} % (" in parts[0].sentences[0]
    assert parts[1].tables[0].rows[0][0] == told.reasons.why[0].fact


def ask(capsys, *words):
    status = entry([*map(str, words)])
    out = capsys.readouterr()
    return status, " ".join(out.out.split()), out.err


def test_forecast_as_a_user_asks(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(R, "SCREENED", 16)
    how = ("--histories", 24, "--params", "prior")
    status, out, _ = ask(capsys, "forecast", SMALL, *how, "--picture", tmp_path / "it.svg")
    assert (
        status == 0 and "SIMULATED" in out and "What would change it" in out and "30 past successions" in out
    )
    assert "Simulated" in (tmp_path / "it.svg").read_text()
    status, out, _ = ask(
        capsys,
        "forecast",
        SMALL,
        *how,
        "--json",
        "--set",
        "holdings.registrar=none",
        "-o",
        tmp_path / "f.json",
    )
    assert status == 0 and json.loads(out)["changes"] == ["holdings.registrar=none"]
    kept = read_document(tmp_path / "f.json", Forecast)
    assert kept.reasons is not None and kept.model_dump(mode="json", exclude_none=True) == json.loads(out)
    plain = forecast(politburo.load(SMALL), 24, params="prior")
    assert plain.digest != kept.digest and plain.horizons != kept.horizons  # the change counted


def test_scenarios_stand_side_by_side(capsys, tmp_path):
    pace = f"parameters.pace={FIELDS['pace']['high']}"
    how = ("--histories", 8, "--params", "prior", "--horizon", 12, "--picture", tmp_path / "it.svg")
    status, out, _ = ask(
        capsys, "forecast", SMALL, SMALL.parent / "page", "--beside", pace, *how, "-o", tmp_path / "all"
    )
    assert status == 0
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [
        "page-3.forecast.json", "page-4.forecast.json", "small-1.forecast.json", "small-2.forecast.json",
    ]  # fmt: skip
    status, out, _ = ask(capsys, "forecast", SMALL, SMALL.parent / "page", "--beside", pace, *how)
    assert status == 0 and "4 scenarios side by side" in out and "What would change it" not in out
    assert "12 months ahead" in out
    assert (tmp_path / "it.svg").read_text().count("after 12 months") >= 4


def test_what_cannot_be_asked_is_refused(capsys):
    for words, found in (
        (("forecast", SMALL, "--horizon", 13), "--horizon"),
        (("forecast", SMALL, "--set", "holdings.nobody=none"), "path-unknown"),
        (("forecast",), "name a SCENARIO"),
    ):
        status, _, err = ask(capsys, *words)
        assert status in (2, 65) and found in err and "Traceback" not in err
    status, out, _ = ask(capsys, "forecast", SMALL, "--dry-run")
    assert status == 0 and "whole histories, about" in out
