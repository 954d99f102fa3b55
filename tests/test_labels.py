"""Stage labels follow the sizes of groups, whatever the sizes and whoever they are: synthetic histories."""

from __future__ import annotations

from datetime import date

import pytest

from politburo.measures.stages import Alignment, Clash, table_of_the_struggle

NAMES = "abcdefgh"


def clash(month, attacker, target, group):
    return Clash(
        date(1, month, 1),
        True,
        attacker,
        target,
        frozenset(group),
        frozenset({target}),
        "x",
        "board",
        "carried",
    )


@pytest.mark.parametrize("size", [2, 4, 5])
def test_a_group_against_an_outsider_then_its_own_split(size):
    group, outsider = NAMES[:size], NAMES[size]
    ally, rest = group[-1], group[:-1]
    clashes = [clash(1, group[0], outsider, group), clash(9, group[0], ally, rest)]
    lines = [Alignment(date(1, 1, 1), frozenset(group)), Alignment(date(1, 8, 1), frozenset(rest))]
    first, second = table_of_the_struggle(clashes, lines)
    assert first.label == f"group of {size} against an outsider"
    after = "one man" if size == 2 else f"group of {size - 1}"
    assert second.label == f"split of the group of {size}: {after} against a former ally"
    assert first.side_b == {outsider} and second.side_b == {ally}


@pytest.mark.parametrize("size", [2, 4, 5])
def test_a_group_against_a_bloc(size):
    group, bloc = NAMES[:size], frozenset(NAMES[size : size + 3])
    head = NAMES[size]
    fight = Clash(date(1, 2, 1), True, group[0], head, frozenset(group), bloc, "x", "board", "none")
    (stage,) = table_of_the_struggle([fight], [Alignment(date(1, 1, 1), frozenset(group), bloc=bloc)])
    assert stage.label == f"group of {size} against an opposition of 3"


def test_names_do_not_matter():
    renamed = dict(zip(NAMES, reversed(NAMES), strict=True))
    group = NAMES[:4]
    clashes = [clash(1, "a", "f", group), clash(5, "a", "f", group), clash(12, "b", "g", group)]
    lines = [Alignment(date(1, 1, 1), frozenset(group))]
    swap = lambda names: frozenset(renamed[n] for n in names)  # noqa: E731
    others = [
        Clash(
            c.date,
            True,
            renamed[c.attacker],
            renamed[c.target],
            swap(c.side_a),
            swap(c.side_b),
            "x",
            "board",
            c.outcome,
        )
        for c in clashes
    ]
    mirrored = [Alignment(a.start, swap(a.core)) for a in lines]
    assert [s.label for s in table_of_the_struggle(clashes, lines)] == [
        s.label for s in table_of_the_struggle(others, mirrored)
    ]
