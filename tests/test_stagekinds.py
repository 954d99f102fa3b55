"""What a stage means follows from who had ruled with whom, whoever they are: synthetic histories of single letters."""

from __future__ import annotations

import inspect
from datetime import date

import pytest

from politburo.measures import stagekinds
from politburo.measures.stages import Alignment, Clash, table_of_the_struggle
from politburo.record import load_record
from politburo.study.running.ensemble import load
from politburo.study.running.run import Run


def day(month: int) -> date:
    return date(1900 + month // 12, month % 12 + 1, 1)


def ruled(*spells: tuple[int, str]) -> list[Alignment]:
    """Groups that ruled, each from its month until the next."""
    return [Alignment(day(month), frozenset(group)) for month, group in spells]


def attack(month: int, rulers: str, opposition: str, ruling: bool = True) -> Clash:
    """The first of the rulers attacks the first of the opposition, or is attacked by him."""
    sides = [frozenset(rulers), frozenset(opposition)]
    heads = [rulers[0], opposition[0]]
    if not ruling:
        sides.reverse()
        heads.reverse()
    return Clash(day(month), ruling, *heads, *sides, "bread", "board", "carried")


def kinds(alignments: list[Alignment], *clashes: Clash, power=None) -> list[str]:
    return [stage.kind for stage in table_of_the_struggle(clashes, alignments, power)]


NARROW, BROAD = "narrow group against the strongest outsider", "ruling group against another outsider"
SPLIT, PAIR, LAST = "split of the ruling group", "new pair against former allies", "against the last allies"
MOPPING, UNITED = "mopping up", "united opposition of former enemies"
ENLARGED = "enlargement of the ruling group"


@pytest.mark.parametrize(("group", "kind"), [("ab", NARROW), ("abcde", NARROW), ("abcdef", BROAD)])
def test_a_group_against_an_outsider_is_narrow_up_to_five(group, kind):
    assert kinds(ruled((0, group)), attack(3, group, "x")) == [kind]


@pytest.mark.parametrize(("strongest", "kind"), [("x", NARROW), ("y", BROAD)])
def test_the_outsider_is_the_strongest_of_the_month_before(strongest, kind):
    def power(when: date) -> dict[str, float]:
        shares = {"a": 0.6, "b": 0.2, "x": 0.1, "y": 0.1}
        other = "y" if strongest == "x" else "x"
        mine = strongest if when < day(3) else other  # by the month itself the other one is stronger
        return {**shares, mine: 0.2, other if mine == strongest else strongest: 0.0}

    assert kinds(ruled((0, "ab")), attack(3, "ab", "x"), power=power) == [kind]


def test_an_ally_who_was_left_out_is_a_split_and_with_somebody_new_a_new_pair():
    assert kinds(ruled((0, "abcx"), (6, "abc")), attack(8, "abc", "x")) == [SPLIT]
    assert kinds(ruled((0, "acx"), (6, "ab")), attack(8, "ab", "x")) == [PAIR]


@pytest.mark.parametrize(("month", "kind"), [(29, SPLIT), (30, NARROW)])
def test_an_ally_is_forgotten_after_two_years(month, kind):
    """His group ruled until month 5, so that 24 months later is month 29."""
    assert kinds(ruled((0, "abx"), (6, "ab")), attack(month, "ab", "x")) == [kind]


def test_who_ruled_with_none_of_them_was_no_ally():
    assert kinds(ruled((0, "xyz"), (6, "ab")), attack(8, "ab", "x")) == [NARROW]


def test_a_narrow_group_that_gained_two_is_enlarged():
    assert kinds(ruled((0, "abc"), (6, "abcde")), attack(8, "abcde", "x")) == [ENLARGED]
    assert kinds(ruled((0, "abc"), (6, "abcd")), attack(8, "abcd", "x")) == [NARROW]
    assert kinds(ruled((0, "abc"), (6, "abdef")), attack(8, "abdef", "x")) == [NARROW]  # c is not in it


def test_who_helped_against_an_ally_and_is_left_with_few_of_those_is_the_last():
    lines = ruled((0, "abcx"), (4, "abc"), (20, "ab"), (30, "ad"))
    fights = [attack(6, "abc", "x"), attack(32, "ad", "b")]
    assert kinds(lines, *fights) == [SPLIT, LAST]
    assert kinds(
        ruled((0, "abcdx"), (4, "abcd"), (20, "acd")), attack(6, "abcd", "x"), attack(22, "acd", "b")
    ) == [
        SPLIT,
        SPLIT,  # c and d are still there
    ]


def test_who_was_beaten_as_an_ally_is_mopped_up_unless_he_ruled_again():
    lines = ruled((0, "abx"), (4, "ab"))
    fights = [attack(6, "ab", "x"), attack(30, "ab", "x")]
    assert kinds(lines, *fights) == [SPLIT, MOPPING]
    back = ruled((0, "abx"), (4, "ab"), (20, "abx"), (28, "ab"))
    assert kinds(back, *fights) == [SPLIT, SPLIT]


def test_enemies_who_oppose_together_are_united():
    lines = ruled((0, "abc"), (20, "ab"))
    first = attack(2, "abc", "x")
    second = [attack(22, "ab", "xc"), attack(23, "ab", "cx")]  # x and c both fight
    assert kinds(lines, first, *second) == [NARROW, UNITED]
    alone = attack(22, "ab", "xc")  # c only stands by
    assert kinds(lines, first, alone) == [NARROW, NARROW]


def test_whoever_attacks_and_whatever_they_are_called():
    lines = ruled((0, "abcx"), (6, "abc"))
    assert kinds(lines, attack(8, "abc", "x", ruling=False)) == [SPLIT]
    renamed = ruled((0, "qrsm"), (6, "qrs"))
    assert kinds(renamed, attack(8, "qrs", "m")) == [SPLIT]


def test_every_kind_is_defined():
    text = inspect.getdoc(stagekinds) or ""
    assert all(f"{n}. *{kind}*:" in text for n, kind in enumerate(stagekinds.KINDS, 1))


#: Stages of the open record, as the formulas have them, with their names in the record.
OPEN = {
    "1922-09": (NARROW, "succession while Lenin is ill"),
    "1923-10": (ENLARGED, "left opposition of 1923 (Forty-Six)"),
    "1924-06": (SPLIT, "first rift in the three"),
    "1925-10": (PAIR, "new (Leningrad) opposition"),
}


def test_documented_stages_carry_their_customary_names_and_every_kind_occurs():
    resolved = load("ussr-1922").resolved
    run = Run(resolved, {"histories": 1}, blocks=[])
    assert load_record("ussr-1922") is not None
    stages = run.documented_stages
    found = {f"{stage.start:%Y-%m}": (stage.kind, stage.name) for stage in stages}
    assert {month: found[month] for month in OPEN} == OPEN
    assert {stage.kind for stage in stages} == {*stagekinds.KINDS} - {BROAD}
    assert all(stage.name for stage in stages)
