"""A body's power at a case's start and in a history, and the command that prints it."""

from __future__ import annotations

import dataclasses
import json
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from politburo import engine, scenario
from politburo.cli import entry
from politburo.errors import EXIT_DATA, EXIT_NOT_FOUND, EXIT_USAGE, PolitburoError
from politburo.measures import seated
from politburo.measures.bodypower import assess
from politburo.measures.history import Reader
from politburo.model.trace import Block
from politburo.power.coalitions import ruling_coalition
from politburo.power.voting import shapley_shubik
from politburo.study.running import graft
from politburo.vocab import Standing

SMALL = Path(__file__).parents[1] / "scenarios" / "valid" / "small"
BOARD = Path(__file__).parents[2] / "docs" / "examples" / "board.csv"


@pytest.fixture(scope="module")
def resolved():
    return scenario.resolve(scenario.load(SMALL))


@pytest.fixture(scope="module")
def start(resolved):
    return seated.at_the_start(resolved, scenario.lower(resolved))


def test_powers_at_the_start_are_the_engines(resolved, start):
    course = graft.course(scenario.lower(resolved), 9, range(9, 10), "default")
    off = frozenset(engine.MECHANISMS) - {"standing"}
    after, _ = dataclasses.replace(course, off=off).run(course.origin(), 0, 1)
    power = after["people.power"][0]
    index = {person.id: n for n, person in enumerate(resolved.persons)}
    assert [row[3] for row in start[0].seated] == pytest.approx(
        [power[index[row[0]]] for row in start[0].seated]
    )
    bureau = next(body for body in resolved.bodies if body.role == "bureau")
    assert {index[row[0]] for row in start[0].seated} == {
        i for i, seat in bureau.seats.items() if seat == "full"
    }


def test_what_is_assessed(start):
    sitting, alpha, uncertainty = start
    found = assess(sitting, alpha, uncertainty, draws=2000)
    assert sum(m.share for m in found.members) == pytest.approx(1)
    weights = [max(1, round(m.share * 10_000)) for m in found.members]
    ids = [m.id for m in found.members]
    assert found.ruling == tuple(tuple(ids[i] for i in tie) for tie in ruling_coalition(weights, alpha).ties)
    assert [m.shapley_shubik for m in found.members] == list(shapley_shubik(weights, sum(weights) // 2 + 1))
    assert sum(f.votes for f in found.factions) == len(ids)
    assert sorted(i for f in found.factions for i in f.members) == sorted(ids)
    for i, member in enumerate(found.members):
        held = sum(c.probability for c in found.coalitions if ids[i] in c.members)
        assert held <= member.rules + 1e-9
    dropped = set(found.dropped_next[0])
    assert dropped == set(ids) - set(found.ruling[0]) and (not dropped) == found.self_enforcing


def test_factions_vote_as_one():
    """Seven seats, four decide: a faction of three and two of two are equal; of four, two and one the first decides alone."""
    for factions, expected in (("aaabbcc", {1 / 3}), ("aaaabbc", {1.0, 0.0})):
        seated_ = tuple((f"p{i}", f"P {i}", f, 1.0 + i / 10, {}) for i, f in enumerate(factions))
        sitting = seated.Sitting(
            "case", "body", "Body", date(1900, 1, 1), False, "typed in", "hand", 0.5, seated_
        )
        found = assess(sitting, 0.5, 0.1, draws=200)
        assert found.quota == 4
        assert [f.votes for f in found.factions] == sorted(map(factions.count, set(factions)), reverse=True)
        for index in ("shapley_shubik", "banzhaf", "johnston"):
            assert {round(getattr(f, index), 9) for f in found.factions} == {round(e, 9) for e in expected}


def block_of(resolved, months=3):
    """Three contenders for three months: core, ring, outsider; the third leaves the bureau in the second month."""
    shape = (2, months, 3)
    series = {
        "contender": np.broadcast_to(np.array([2, 0, 1], np.int16), shape),
        "power": np.broadcast_to(np.array([0.5, 0.3, 0.2], np.float32), shape).copy(),
        "standing": np.broadcast_to(
            np.array([Standing.CORE, Standing.RING, Standing.OUTSIDE], np.int8), shape
        ),
        "in_bureau": np.ones(shape, bool),
        "leader": np.zeros(shape[:2], np.int16),
        **{name: np.full(shape, 0.25, np.float32) for name in ("apparatus", "necessary", "wins_alone")},
    }
    series["power"][1, 2] = [0.2, 0.3, 0.5]
    series["in_bureau"][:, 1:, 2] = False
    params = {"threshold": np.array([0.5, 0.6]), "power_noise": np.array([0.1, 0.2])}
    return Block(first=10, series=series, events=np.zeros((0, 15), np.int32), params=params)


def test_reads_a_month_of_a_history(resolved):
    reader = Reader(resolved, block_of(resolved), 11)
    day = reader.day(2)
    sitting, alpha, uncertainty = seated.in_a_history(reader, day)
    people = [person.id for person in resolved.persons]
    assert (alpha, uncertainty, sitting.simulated) == (0.6, 0.2, True)
    assert [(row[0], row[2]) for row in sitting.seated] == [
        (people[1], people[1]),
        (people[0], "ring"),
        (people[2], "core"),
    ]
    bureau = next(body.id for body in resolved.bodies if body.role == "bureau")
    assert [row[0] for row in seated.in_a_history(reader, day, bureau)[0].seated] == [people[0], people[2]]
    with pytest.raises(PolitburoError, match="date-outside"):
        seated.in_a_history(reader, date(1890, 1, 1))
    with pytest.raises(PolitburoError, match="keeps no membership"):
        seated.in_a_history(
            reader, day, next(body.id for body in resolved.bodies if body.role == "committee")
        )


def run(capsys, *words):
    status = entry(["power", *words])
    return status, capsys.readouterr()


def test_the_command_prints_and_draws(capsys, tmp_path, start):
    file = tmp_path / "chart.svg"
    status, shown = run(capsys, str(SMALL), "--svg", str(file))
    assert status == 0 and "Ruling coalition" in shown.out and "chart written" in shown.err
    assert len(ElementTree.parse(file).getroot().findall("{*}rect")) == 1 + len(start[0].seated)
    assert all(len(line) <= 100 for line in shown.out.splitlines())
    status, shown = run(capsys, str(SMALL), "--json", "--alpha", "2/3")
    found = json.loads(shown.out)
    assert status == 0 and found["simulated"] is False and found["alpha"] == pytest.approx(2 / 3)
    assert [m["id"] for m in found["members"]] == [row[0] for row in start[0].seated]


def test_games_typed_in(capsys):
    status, shown = run(capsys, "--powers", "3,4,5,10", "--json")
    assert status == 0 and json.loads(shown.out)["ruling"] == [[0, 1, 2]]
    status, shown = run(capsys, "--weights", "4,4,4,2,2,1", "--quota", "12")
    assert status == 0 and "0.238  0.238  0.238  0.143  0.143  0.000" in shown.out
    status, shown = run(capsys, "--weights", "1,1,1", "--veto", "0", "--json")
    assert json.loads(shown.out)["swings"] == [3, 1, 1]
    status, shown = run(capsys, str(BOARD), "--json")
    assert status == 0 and set(json.loads(shown.out)["dimensions"]) == {"procurement", "discipline"}
    status, shown = run(capsys, str(BOARD))
    assert status == 0 and "kind confrontation" in shown.out


def test_quotas_typed_in(capsys):
    status, shown = run(capsys, "--weights", "40,30,20,10", "--quota", "0.5")
    assert status == 0 and "anybody with a vote wins alone" in shown.err and "both win" in shown.err
    for quota, votes in (("51%", "51"), ("1/2", "50"), ("2/3", "200/3"), ("60", "60")):
        status, shown = run(capsys, "--weights", "40,30,20,10", "--quota", quota, "--json")
        assert (
            status == 0
            and json.loads(shown.out)["quota"] == votes
            and json.loads(shown.out)["warnings"] == []
        )
    status, shown = run(capsys, "--weights", "40,30,20,10", "--quota", "40", "--json")
    assert len(json.loads(shown.out)["warnings"]) == 1
    status, shown = run(capsys, "--weights", "3,2,0", "--quota", "3", "--json")
    assert json.loads(shown.out)["indices"]["banzhaf"] == [1, 0, 0]


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["--powers", "3,-1,x"], EXIT_DATA, "not-a-number"),
        (["--powers", "3,-1,0"], EXIT_DATA, "power-not-positive"),
        (["--powers", "3,1", "--alpha", "0.3"], EXIT_DATA, "alpha-out-of-range"),
        (["--powers", ",".join(["1"] * 40)], EXIT_DATA, "game-size"),
        (["--powers", "3,4", "--uncertainty", "-1"], EXIT_DATA, "value-range"),
        (["--weights", "3,2", "--quota", "6"], EXIT_DATA, "quota-out-of-range"),
        (["--weights", "3,2", "--quota", "101%"], EXIT_DATA, "quota-out-of-range"),
        (["--weights", "3,2", "--quota", "1/0"], EXIT_DATA, "not-a-number"),
        (["--weights", "3,2", "--veto", "x"], EXIT_USAGE, "usage"),
        (["--weights", "3,2", "--powers", "3"], EXIT_USAGE, "usage"),
        (["--weights", "3,2", "--svg", "x.svg"], EXIT_USAGE, "usage"),
        ([], EXIT_USAGE, "usage"),
        (["no-such-case"], EXIT_NOT_FOUND, "case-unknown"),
        (["no-such.csv"], EXIT_NOT_FOUND, "file-missing"),
        ([str(SMALL), "--body", "nowhere"], EXIT_DATA, "id-unknown"),
        ([str(SMALL), "--body", "assembly"], EXIT_USAGE, "usage"),
        ([str(SMALL), "--date", "2300-01"], EXIT_DATA, "date-outside"),
        ([str(SMALL), "--date", "someday"], EXIT_DATA, "date-invalid"),
    ],
)
def test_what_is_wrong_is_said(capsys, words, status, code):
    found, shown = run(capsys, *words, "--json")
    assert found == status
    assert json.loads(shown.out)["error"]["problems"][0]["code"] == code


def test_a_saved_run(capsys, tmp_path, resolved):
    from politburo.store import Writer
    from politburo.study.running.ensemble import load
    from politburo.study.running.making import Request

    facts = load(SMALL)._facts(Request(2, 1, "prior"), "prior", ())
    block = block_of(resolved)
    writer = Writer(tmp_path / "run", facts, resolved.to_json())
    writer.add(Block(first=0, series=block.series, events=block.events, params=block.params))
    writer.finish({})
    month = f"{resolved.start:%Y-%m}"
    status, shown = run(capsys, str(tmp_path / "run"), "--history", "1", "--date", month, "--json")
    found = json.loads(shown.out)
    assert (status, found["simulated"], found["date"], found["body"]) == (0, True, month, "contenders")
    assert [m["power"] for m in found["members"]] == pytest.approx([0.5, 0.3, 0.2])
    status, shown = run(capsys, str(tmp_path / "run"), "--history", "7")
    assert status == EXIT_USAGE and "0 to 1" in shown.err
