"""Explanations: shares add up, removals touch what they name, and a decisive fact is found."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import politburo
from politburo import scenario
from politburo.errors import PolitburoError
from politburo.measures.quantities import OF_PERSON
from politburo.study.questions import factors as asked
from politburo.study.questions.factors import factors, shapley
from politburo.study.questions.neutral import removals

SMALL = "tests/scenarios/valid/small"


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


def test_shapley_of_the_glove_game():
    """One left glove, two right ones: 2/3, 1/6, 1/6 (known answer)."""
    names = ("left", "right", "other")
    worth = {}
    for k in range(8):
        kept = frozenset(n for i, n in enumerate(names) if k >> i & 1)
        worth[kept] = np.full(3, float("left" in kept and len(kept) > 1))
    found = {row["group"]: row["share"] for row in shapley(worth, names)}
    assert found == pytest.approx({"left": 2 / 3, "right": 1 / 6, "other": 1 / 6})


def fields(record, prefix=""):
    """The arrays of a world by dotted name."""
    if not dataclasses.is_dataclass(record):
        return {prefix.rstrip("."): record}
    parts = (fields(getattr(record, f.name), f"{prefix}{f.name}.") for f in dataclasses.fields(record))
    return {name: value for part in parts for name, value in part.items()}


def test_removals_change_what_they_name_and_nothing_else(party):
    resolved = party.resolved
    world = scenario.lower(resolved)
    before = fields(world)
    bruno = [p.id for p in resolved.persons].index("bruno")
    where = {
        "offices": {"offices.holder"},
        "seats": {"bodies.seat"},
        "traits": {"people.trait", "people.trait_sd"},
    }
    where["rules and letter"] = {"country.factions_banned", "letter.author"}
    where["ties"] = {
        "ties.patron",
        "organisations.patron",
        "ties.documented",
        "ties.late",
        "ties.service",
    }
    for removal in removals(resolved, bruno):
        after = removal.change(world)
        new = fields(after)
        changed = {k for k in before if not np.array_equal(before[k], new[k])}
        assert changed <= where[removal.group], removal.name
        assert all(np.shape(before[k]) == np.shape(new[k]) for k in before)


def test_shares_and_what_is_left_add_up_to_the_probability(party, tmp_path):
    found = factors(party, "bruno", histories=64, params="prior", outcome=OF_PERSON[1])
    assert sum(row["share"] for row in found.shares) + found.left == pytest.approx(found.facts["as_it_is"])
    assert found.removals == sorted(found.removals, key=lambda r: r["difference"])
    assert all(r["was"] == pytest.approx(found.facts["as_it_is"]) for r in found.removals)
    assert any(r["difference"] != 0 for r in found.removals)
    assert found.save(tmp_path).read_text().startswith("{")


def test_an_unknown_person_is_named_with_the_nearest(party):
    with pytest.raises(PolitburoError) as caught:
        factors(party, "brunno")
    assert caught.value.problems[0].nearest == "bruno"


def test_a_rare_outcome_is_refused_after_a_pilot_alone(party, monkeypatch):
    """Before any removal is run, with the number of histories that would be needed; with so many it is answered."""
    monkeypatch.setattr(asked, "in_pieces", lambda *_, **__: pytest.fail("more than the pilot was run"))
    with pytest.raises(PolitburoError) as caught:
        factors(party, "hugo", histories=300, params="prior", groups=False)
    (problem,) = caught.value.problems
    assert problem.code == "outcome-rare" and caught.value.exit_status == 65
    assert " of 256 histories" in problem.found and "--histories " in problem.remedy


@pytest.mark.parametrize(
    "seen, pilot, histories, needed",
    [
        (9, 256, 256, "--histories 576"),
        (0, 256, 256, "at least --histories 1408"),
        (1, 256, 2_000, "--histories 5120"),
    ],
)
def test_how_many_histories_a_rare_outcome_needs(seen, pilot, histories, needed):
    with pytest.raises(PolitburoError) as caught:
        asked.often_enough(seen, pilot, histories, "a", "rules alone at the end")
    assert needed in caught.value.problems[0].remedy
    asked.often_enough(10, 256, 256, "a", "rules alone at the end")
    asked.often_enough(1, 256, 2_600, "a", "rules alone at the end")
