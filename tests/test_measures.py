"""What the words mean, on histories made by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import politburo
from politburo.measures import definitions as D
from politburo.measures.history import month_date
from politburo.measures.stages import Alignment, Clash, table_of_the_struggle
from politburo.measures.summary import passes_all, paths, wilson
from politburo.vocab import Locus, RuleType, Standing
from politburo.words import headline as words

LIMITS = D.Thresholds()


def series(power, wins=None, necessary=None, regime=None, standing=None, bureau=7):
    """One history: `power` is [month][contender]; contenders are persons 10, 11, ..."""
    power = np.asarray(power, float)[None]
    shape = power.shape
    return {
        "power": power,
        "contender": np.broadcast_to(np.arange(shape[2]) + 10, shape),
        "wins_alone": np.zeros(shape) if wins is None else np.asarray(wins, float)[None],
        "necessary": np.zeros(shape) if necessary is None else np.asarray(necessary, float)[None],
        "regime": np.ones(shape[:2]) if regime is None else np.asarray(regime)[None],
        "standing": np.zeros(shape, int) if standing is None else np.asarray(standing)[None],
        "in_bureau": np.ones(shape, bool),
        "bureau": np.full(shape[:2], bureau),
    }


def test_sole_rule_needs_twelve_months_and_counts_from_the_first():
    months = 30
    wins = np.zeros((months, 2))
    wins[2:8, 0] = 0.99  # six months only
    wins[12:24, 1] = 0.96  # twelve
    found = series(np.full((months, 2), 0.5), wins)
    sole = D.sole_ruler(found, LIMITS)[0]
    assert (sole[:12] == -1).all() and (sole[12:24] == 11).all() and (sole[24:] == -1).all()
    assert D.consolidation(D.rule_type(found, LIMITS)[0]).tolist() == [12]
    wins[17, 1] = 0.94
    assert (D.sole_ruler(series(np.full((months, 2), 0.5), wins), LIMITS) == -1).all()


def test_the_ladder_of_rule_types():
    cases = [
        ([0.5, 0.3, 0.2], [1, 0.5, 0.5], RuleType.PRIMUS),
        ([0.4, 0.3, 0.3], [1, 0.5, 0.5], RuleType.COLLECTIVE),  # not half as much again
        ([0.5, 0.3, 0.2], [0.9, 0.5, 0.5], RuleType.COLLECTIVE),  # not needed by all
        ([0.4, 0.4, 0.2], [1, 1, 0.5], RuleType.DUAL),
    ]
    for power, needed, kind in cases:
        found, ruler = D.rule_type(series([power], necessary=[needed]), LIMITS)
        assert found[0, 0] == kind, (power, needed)
        assert (ruler[0, 0] == 10) == (kind != RuleType.COLLECTIVE)
    fallen, _ = D.rule_type(series([[0.5, 0.3, 0.2]], necessary=[[1, 0, 0]], regime=[0]), LIMITS)
    assert fallen[0, 0] == RuleType.COLLAPSED


def test_stricter_thresholds_never_find_more_sole_rule():
    rng = np.random.default_rng(1)
    wins = np.repeat(rng.uniform(0.9, 1, (8, 3)), 14, axis=0)
    found = series(np.full(wins.shape, 1 / 3), wins)
    counts = [(D.sole_ruler(found, LIMITS.scaled(factor)) >= 0).sum() for factor in (0.8, 1.0, 1.2)]
    assert counts[0] >= counts[1] >= counts[2]


def test_locus_is_the_smallest_place_that_holds_the_group():
    core, ring, out = int(Standing.CORE), int(Standing.RING), int(Standing.OUTSIDE)
    rule = np.zeros((1, 1), int)
    for standing, where in [
        ([core, out, out, out, out], Locus.ONE),
        ([core, core, out, out, out], Locus.GROUP),
        ([core, core, core, ring, ring], Locus.BUREAU),
    ]:
        assert D.locus(series([[0.2] * 5], standing=[standing], bureau=5), rule, LIMITS)[0, 0] == where
    wide = series([[0.2] * 5], standing=[[core] * 5], bureau=5)
    wide["in_bureau"] = np.array([[[True, True, True, True, False]]])
    assert D.locus(wide, rule, LIMITS)[0, 0] == Locus.COMMITTEE


def test_paths_leave_out_short_spells():
    row = [Locus.BUREAU] * 10 + [Locus.GROUP] * 3 + [Locus.BUREAU] * 8 + [Locus.GROUP] * 7 + [Locus.ONE] * 9
    (path,) = paths(np.array([row]))
    assert path == "bureau > group > one" and passes_all(path)
    assert not passes_all("group > one") and not passes_all("bureau > one")


def test_wilson_against_published_values():
    """Newcombe 1998, table I: 81/263 and 15/148 at 95 %."""
    for count, n, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]:
        share, lower, upper = wilson(count, n)
        assert (share, lower, upper) == (
            pytest.approx(count / n),
            pytest.approx(low, abs=1e-4),
            pytest.approx(high, abs=1e-4),
        )


@given(st.integers(0, 5000), st.integers(0, 2000))
def test_months_add_up(months, more):
    start = date(1500, 11, 30)
    assert month_date(start, months + more) == month_date(month_date(start, months), more)


def clash(month, ruling, attacker, target, a, b, **how):
    return Clash(
        date(1900 + (month - 1) // 12, (month - 1) % 12 + 1, 1),
        ruling,
        attacker,
        target,
        frozenset(a),
        frozenset(b),
        **{"dispute": "bread", "arena": "board", "outcome": "carried", "sanction": "censured"} | how,
    )


def test_a_quiet_year_ends_a_stage_and_renaming_changes_names_only():
    fights = [clash(m, True, "p0", "x", ["p0", "p1"], ["x"]) for m in (1, 5, 30)]
    sides = [Alignment(date(1900, 1, 1), frozenset(["p0", "p1"]))]
    stages = table_of_the_struggle(fights, sides)
    assert [len(stage.clashes) for stage in stages] == [2, 1]
    names = {"p0": "q", "p1": "r", "x": "y"}
    again = table_of_the_struggle(
        [clash(m, True, "q", "y", ["q", "r"], ["y"]) for m in (1, 5, 30)],
        [Alignment(date(1900, 1, 1), frozenset(["q", "r"]))],
    )
    assert [s.kind for s in again] == [s.kind for s in stages]
    assert [{names[p] for p in s.side_a} for s in stages] == [set(s.side_a) for s in again]


def test_words_for_probabilities_cover_the_scale():
    assert words.word(0.0) == "all but impossible" and words.word(0.5) == "about as likely as not"
    assert words.word(1.0) == "all but certain"
    limits = [limit for limit, _ in words.WORDS]
    assert limits == sorted(limits) and limits[-1] > 1


def test_the_page_says_so_when_traits_carry_the_result():
    person = {"id": "a", "label": "Ada", "sole_at_end": {"share": 0.4, "low": 0.3, "high": 0.5}}
    anyone = {"share": 0.5, "low": 0.4, "high": 0.6}
    for again, carried in [(0.15, True), (0.25, False)]:
        blind = {
            "histories": 9,
            "anyone": anyone,
            "persons": {"a": {"share": again, "low": 0.1, "high": 0.3}},
        }
        assert ("CARRY THE RESULT" in words.blind_line({"leading": [person], "blind": blind})) == carried


def test_votes_are_counted_by_two_years_and_by_no_year_after_the_end():
    party = politburo.load("tests/scenarios/valid/small").start("1802-01-01")  # to the end of 1806
    spans = [row["years"] for row in party.run(128, 1).summary["votes"]]
    assert {"1802-1803", "1806"} <= set(spans) and "1806-1807" not in spans
