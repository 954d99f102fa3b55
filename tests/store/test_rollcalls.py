"""Ballots by name: those of the history that was saved, in columns that pscl's readKH reads."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import politburo
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.measures.history import COL
from politburo.store import rollcall
from politburo.store.rollcall import MISSING, NAY, NOT_THERE, YEA, Roll, Vote
from politburo.study.running import rollcalls
from politburo.vocab import EventKind


@pytest.fixture(scope="module")
def run():
    return politburo.load("algeria-1978").run(6)


@pytest.fixture(scope="module")
def flagship():
    return politburo.load("ussr-1922").run(4, seed=1)


def read_kh(text: str) -> dict:
    """What readKH of pscl takes from a file: see its source, R/readKH.r."""
    lines = text.splitlines()
    votes = [[int(digit) for digit in line[36:]] for line in lines]
    return {
        "votes": np.array(votes),
        "legislator": [int(line[3:8]) for line in lines],
        "state": [int(line[8:10]) for line in lines],
        "district": [int(line[10:12]) for line in lines],
        "state_name": [line[12:20] for line in lines],
        "party": [int(line[20:23]) for line in lines],
        "name": [line[25:36].split(" ")[0].split(",")[0] for line in lines],
    }


def read_dtl(text: str) -> dict[int, tuple[str, str]]:
    """What its dtlParser takes: the day, and the words from the third line of a vote on."""
    found: dict[int, list[str]] = {}
    for line in text.splitlines():
        found.setdefault(int(line[:4]), []).append(line)
    votes = {}
    for n, lines in found.items():
        assert len(lines) > 2
        words = lines[0].split()
        at = [i for i, word in enumerate(words) if word in rollcall.MONTHS]
        assert len(at) == 1
        month, day, year = (word.replace(",", "") for word in words[at[0] :][:3])
        described = re.sub(r"\s+", " ", " ".join(line[12:] for line in lines[2:]))
        votes[n] = (f"{int(year)}-{rollcall.MONTHS.index(month) + 1:02d}-{int(day):02d}", described)
    return votes


@pytest.mark.parametrize("which", ["run", "flagship"])
def test_ballots_add_up_to_the_tallies_of_the_saved_history(which, request):
    run = request.getfixturevalue(which)
    asked = 0
    for history in range(len(run)):
        rows = [
            row
            for row in run.reader(history).rows
            if row[COL["kind"]] in rollcalls.ASKED and rollcalls.by_name(run.resolved, row)
        ]
        if not rows:
            continue
        roll = rollcalls.roll_of(run, history)
        assert len(roll.votes) == len(rows)
        for row, vote in zip(rows, roll.votes, strict=True):
            told = tuple(int(row[COL[name]]) for name in ("ayes", "nays", "abstentions"))
            assert told == tuple(map(vote.codes.count, (YEA, NAY, MISSING)))
            assert vote.body == run.resolved.bodies[row[COL["body"]]].id
        asked |= sum(
            1 << rollcalls.ASKED[row[COL["kind"]]] for row in {r[COL["kind"]]: r for r in rows}.values()
        )
    assert asked == (
        0b0111 if which == "run" else 0b1011
    )  # fights; who is to lead, or whether somebody keeps his office


def test_candidates_vote_for_themselves(run):
    contested = 0
    for history in range(len(run)):
        roll = rollcalls.roll_of(run, history)
        at = {person: n for n, (person, _) in enumerate(roll.persons)}
        for vote in roll.votes:
            if " or " in vote.words:
                chosen, beaten = re.match(r"(\S+) or (\S+) as", vote.words).groups()
                assert chosen not in at or vote.codes[at[chosen]] in (
                    YEA,
                    NOT_THERE,
                )  # who sits nowhere has no row
                assert beaten not in at or vote.codes[at[beaten]] in (NAY, NOT_THERE)
                contested += vote.codes.count(NAY) > 0
    assert contested


def test_the_file_is_read_as_pscl_reads_it(run, tmp_path):
    target = tmp_path / "h0.ord"
    assert (
        entry(["run", "algeria-1978", "--histories", "2", "--no-blind", "--out", str(tmp_path / "run")]) == 0
    )
    assert entry(["store", "export", str(tmp_path / "run"), str(target), "--history", "0"]) == 0
    text, roll = target.read_text("ascii"), rollcalls.roll_of(run, 0)
    found = read_kh(text)
    assert found["votes"].T.tolist() == [list(vote.codes) for vote in roll.votes]
    assert len({len(line) for line in text.splitlines()}) == 1
    assert found["legislator"] == [*range(1, len(roll.persons) + 1)] and len(set(found["name"])) == len(
        roll.persons
    )
    assert "BOUTEFLIKA" in found["name"] and set(found["party"]) == {0} and set(found["state"]) == {99}
    about = read_dtl(target.with_suffix(".dtl").read_text("ascii"))
    assert [*about] == [*range(1, len(roll.votes) + 1)]
    assert [day for day, _ in about.values()] == [vote.day.isoformat() for vote in roll.votes]
    assert all(vote.words in words for (_, words), vote in zip(about.values(), roll.votes, strict=True))


def test_a_matrix_of_persons_and_votes(run, tmp_path):
    path, roll = tmp_path / "m.csv", rollcalls.roll_of(run, 1)
    rollcalls.write_matrix(run, path, 1)
    head, *rows = csv.reader(path.read_text("utf-8").splitlines())
    assert len(head) == 2 + len(roll.votes) and [(row[0], row[1]) for row in rows] == [*roll.persons]
    assert [[int(code) for code in column] for column in zip(*(row[2:] for row in rows), strict=True)] == [
        list(vote.codes) for vote in roll.votes
    ]
    about = list(csv.DictReader((tmp_path / "m.votes.csv").read_text("utf-8").splitlines()))
    assert [int(row["yeas"]) for row in about] == [vote.codes.count(YEA) for vote in roll.votes]
    with pytest.raises(PolitburoError, match=r"m\.votes\.csv"):
        rollcalls.write_matrix(run, path, 1)


def test_names_are_words_of_eleven_letters_and_differ():
    people = tuple(
        (person, "N. N.") for person in ("ann", "a-very-long-name", "a-very-long-nose", "a-very-long-n")
    )
    vote = Vote(date(1923, 5, 1), "bureau", "ann against nobody", True, (1, 6, 9, 0))
    found = read_kh(rollcall.ord_lines(Roll(people, (vote,))))
    assert found["name"] == ["ANN", "A-VERY-LONG", "A-VERY-LON2", "A-VERY-LON3"]
    assert found["votes"][:, 0].tolist() == [1, 6, 9, 0]
    assert read_dtl(rollcall.dtl_lines(Roll(people, (vote,))))[1] == (
        "1923-05-01",
        "bureau: ann against nobody; carried",
    )


def test_another_history_than_the_saved_one_is_noticed(run):
    rows = run.block_of(2).events
    place = np.flatnonzero(rows[:, 0] == 2)[0]
    rows[place, COL["size"]] += 1
    with pytest.raises(PolitburoError, match="run-differs"):
        rollcalls.roll_of(run, 2)
    rows[place, COL["size"]] -= 1


def test_what_cannot_be_made_again_is_refused(run, tmp_path):
    run.facts["given_record"] = {"day": "1979-01-01"}
    try:
        with pytest.raises(PolitburoError, match="given the record"):
            rollcalls.roll_of(run, 0)
    finally:
        del run.facts["given_record"]
    quiet = politburo.load("algeria-1978").run(1, off=["offensives", "succession", "testament"])
    with pytest.raises(PolitburoError, match="a history with a vote"):
        rollcalls.roll_of(quiet, 0)


def test_the_kinds_of_votes_are_those_that_tell_of_tallies():
    assert {kind.name for kind in rollcalls.ASKED} == {
        "OFFENSIVE",
        "CHALLENGE",
        "LEADER_CHOSEN",
        "CONFIDENCE",
    }
    assert EventKind.PARTY_VOTE not in rollcalls.ASKED


def test_one_history_of_a_folder_by_word(tmp_path):
    folder = tmp_path / "run"
    assert entry(["run", "algeria-1978", "--histories", "2", "--no-blind", "--out", str(folder)]) == 0
    target: Path = tmp_path / "x"
    assert entry(["store", "export", str(folder), str(target), "--as", "rollcall"]) == 0
    assert target.exists() and (tmp_path / "x.votes.csv").exists()
    assert entry(["store", "export", str(folder), str(tmp_path / "y.ord"), "--history", "7"]) == 2
    assert not (tmp_path / "y.ord").exists()


def test_the_trait_blind_companion_is_made_again_as_it_was(tmp_path):
    folder = tmp_path / "run"
    assert entry(["run", "algeria-1978", "--histories", "2", "--out", str(folder)]) == 0
    for which in ("0", "1"):
        target = tmp_path / f"blind-{which}"
        assert (
            entry(["store", "export", str(folder / "blind"), str(target), "--as", "ord", "--history", which])
            == 0
        )


def test_a_leader_without_a_rival_is_not_voted_on(run):
    event = next(row.copy() for row in run.reader(0).rows if row[COL["kind"]] == EventKind.LEADER_CHOSEN)
    assert rollcalls.by_name(run.resolved, event)
    event[COL["whom"]] = -1
    assert not rollcalls.by_name(run.resolved, event)
