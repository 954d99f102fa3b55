"""Paired comparisons: a null change is nothing, the past stays, and what is told can be checked."""

from __future__ import annotations

import json

import numpy as np
import pytest

import politburo
from politburo.errors import PolitburoError
from politburo.measures.paired import paired
from politburo.study.questions.compare import compare, pairs
from politburo.study.questions.counterfactual import Counterfactual, counterfactuals, month_of

SMALL = "tests/scenarios/valid/small"


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


def change(**how):
    return Counterfactual(id="x", title="x", **how)


def identical(a, b, until=None):
    rows = slice(None, until)
    same = [np.array_equal(a.series[k][:, rows], b.series[k][:, rows]) for k in a.series]
    last = until if until is not None else 10**9
    events = [x.events[x.events[:, 1] < last] for x in (a, b)]
    return all(same) and np.array_equal(*events)


def test_a_null_change_gives_identical_histories(party):
    plain = next(party.run(64, 1).blocks())
    for month in (0, 31):
        a, b = next(pairs(party, party, month, histories=64, seed=1))
        assert identical(a, plain) and identical(b, plain)
        assert np.array_equal(a.params["pace"], b.params["pace"])


def test_nothing_before_the_date_differs_and_something_after_does(party):
    office = party.loaded.rows("holdings")[0].office
    for path, value in (("traits.bruno/ambition.score", 0.0), (f"holdings.{office}", None)):
        other = change(set={path: value}).applied(party)
        a, b = next(pairs(party, other, 30, histories=64, seed=1))
        assert identical(a, b, 30), path
        assert not identical(a, b), path


def test_a_shock_that_is_removed_leaves_the_dates_of_the_others(party):
    from politburo.study.running.graft import worlds

    shocks = [shock.id for shock in party.resolved.shocks]
    other = change(set={f"shocks.{shocks[0]}": None}).applied(party)
    a, b = worlds(party.resolved, other.resolved)
    assert a.shocks.month.shape == b.shocks.month.shape
    assert b.shocks.month[0] >= party.resolved.months and b.shocks.size[0] == 0
    assert np.array_equal(a.shocks.month[1:], b.shocks.month[1:])


def test_changes_that_add_or_remove_entities_are_refused(party):
    from politburo.study.running.graft import worlds

    other = party.resolved.model_copy(update={"persons": party.resolved.persons[1:]})
    with pytest.raises(PolitburoError) as caught:
        worlds(party.resolved, other)
    assert caught.value.problems[0].code == "patch-shape" and "persons" in caught.value.problems[0].where


def test_what_is_told_agrees_with_the_histories(party, tmp_path):
    office = party.loaded.rows("holdings")[0].office
    what = change(set={f"holdings.{office}": None}, date="1803-01", criteria={"clarity": "one post"})
    found = compare(party, what, histories=64)
    a, b = next(pairs(party, what.applied(party), month_of(party, "1803-01"), histories=64, seed=1))
    row = found.table.loc["effective number of rulers"]
    difference = b.series["effective"].mean(1) - a.series["effective"].mean(1)
    assert row["difference"] == pytest.approx(difference.mean(), abs=1e-6)
    assert row["low"] < row["difference"] < row["high"] and row["gain"] > 1
    assert all(day is None or day >= "1803-01" for day in found.parting["first"])
    assert found.parting["parted"]["share"] > 0 and found.parting["examples"][0]["event"]
    for cause in found.causes:
        assert 0 <= cause["necessity"]["share"] <= 1 and 0 <= cause["sufficiency"]["share"] <= 1
    saved = json.loads(found.save(tmp_path).read_text())["comparisons"]["x"]
    assert saved["facts"]["change"]["criteria"]["clarity"] == "one post"
    assert saved["facts"]["seed"] == 1 and saved["simulated"] is True


def test_a_null_comparison_says_nothing_differs(party):
    shock = party.resolved.shocks[0].id
    found = compare(party, change(set={f"shocks.{shock}.what": "another reason"}), histories=64)
    assert all(row["difference"] == 0 and row["differing"] == 0 for row in found.rows)
    assert found.parting["parted"]["share"] == 0 and not found.parting["examples"]
    sole = found.table.loc["somebody rules alone at the end"]
    assert sole["low"] < 0 < sole["high"]  # 64 pairs do not prove that nothing can differ


@pytest.mark.parametrize("day", ["1700-01", "1999-01", "next year", "1803-13"])
def test_a_date_outside_the_window_is_refused(party, day):
    with pytest.raises(PolitburoError) as caught:
        month_of(party, day)
    assert caught.value.problems[0].code in ("date-outside", "date-invalid")


def test_paired_errors_cover_the_truth_and_beat_independent_ones():
    luck, hits, n = np.random.default_rng(5), 0, 400
    for _ in range(n):
        base = luck.random(120)
        a, b = base < 0.4, base < 0.4 + 0.1 * (luck.random(120) < 0.9)
        found = paired(a, b)
        hits += found["low"] <= 0.09 <= found["high"]
    assert 0.9 < hits / n <= 0.99
    assert found["gain"] > 2


def test_ready_counterfactuals_apply_and_name_known_sources():
    party = politburo.load("ussr-1922")
    ready = counterfactuals("ussr-1922")
    assert len(ready) >= 12
    known = {row.key for row in party.loaded.rows("sources")}
    from politburo.study.running.graft import worlds

    for name, what in ready.items():
        assert what.id == name and what.why and what.sources, name
        assert set(what.sources) <= known, (name, set(what.sources) - known)
        month_of(party, what.date)
        worlds(party.resolved, what.applied(party).resolved)
