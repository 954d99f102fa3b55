"""Mean, median, Condorcet winner, the expected-utility model against its own words, and analysts' tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politburo.errors import PolitburoError
from politburo.power.bargaining import Actor, compromise, condorcet_winner, median
from politburo.power.challenge import expected_utility
from politburo.power.exact import GameError
from politburo.scenario.actors import read_actors

BOARD = Path(__file__).parents[2] / "docs" / "examples" / "board.csv"
#: years until emission standards, by government: capability, position, salience (Bueno de Mesquita 1994, p. 78)
STANDARDS = {
    "Netherlands": (0.08, 4, 0.8),
    "Belgium": (0.08, 7, 0.4),
    "Luxembourg": (0.03, 4, 0.2),
    "Germany": (0.16, 4, 0.8),
    "France": (0.16, 10, 0.6),
    "Italy": (0.16, 10, 0.6),
    "United Kingdom": (0.16, 10, 0.9),
    "Ireland": (0.05, 7, 0.1),
    "Denmark": (0.05, 4, 1.0),
    "Greece": (0.08, 7, 0.7),
}


def standards():
    return [Actor(name, c, (x,), (s,)) for name, (c, x, s) in STANDARDS.items()]


def random_actors(random, n, d=1):
    return [
        Actor(
            str(i), random.uniform(1, 9), tuple(random.uniform(0, 50, d)), tuple(random.uniform(0.05, 1, d))
        )
        for i in range(n)
    ]


def test_mean_and_median_by_hand():
    weight = {name: c * s for name, (c, _, s) in STANDARDS.items()}
    mean = sum(weight[name] * x for name, (_, x, _) in STANDARDS.items()) / sum(weight.values())
    assert compromise(standards()) == pytest.approx((mean,))
    assert mean == pytest.approx(7.39, abs=0.005)
    assert median(standards()) == (7,)  # 0.248 of 0.677 wants less, 0.336 more


def test_the_median_beats_every_other_position_on_a_line():
    random = np.random.default_rng(1)
    for n in (1, 2, 3, 8, 25):
        for _ in range(20):
            actors = [Actor(a.name, a.capability, a.position, (1.0,)) for a in random_actors(random, n)]
            assert actors[condorcet_winner(actors)].position == median(actors)


def test_on_a_plane_there_may_be_no_winner():
    corners = [Actor(str(i), 1, point, (1.0, 1.0)) for i, point in enumerate([(0, 0), (6, 1), (2, 5)])]
    assert condorcet_winner([*corners, Actor("middle", 1, (3, 2), (1.0, 1.0))]) == 3
    # equals in a triangle: each prefers the nearer of the others, and no position beats both
    assert condorcet_winner(corners) in (None, 0, 1, 2)
    ring = [Actor(str(k), 1, (np.cos(a), np.sin(a)), (1.0, 1.0)) for k, a in enumerate([0, 2.2, 4.1])]
    beaten = condorcet_winner(ring)
    assert beaten is None or by_pairs(ring, beaten)


def by_pairs(actors, j):
    distance = lambda a, b: sum((p - q) ** 2 for p, q in zip(a.position, b.position, strict=True))  # noqa: E731
    return all(
        sum(a.capability * np.sign(distance(a, k) - distance(a, actors[j])) for a in actors) > 0
        for k in actors
        if k is not actors[j]
    )


def in_words(actors, q, t):
    """One round of the model as the docstring of `challenge` states it, in plain loops."""
    n = range(len(actors))
    c, x, s = (
        [a.capability for a in actors],
        [a.position[0] for a in actors],
        [a.salience[0] for a in actors],
    )
    span = max(x) - min(x)
    mu = median(actors)[0]

    def p(i, j):
        given = [c[k] * s[k] * (abs(x[k] - x[j]) - abs(x[k] - x[i])) / span for k in n]
        return sum(v for v in given if v > 0) / sum(map(abs, given))

    def e(i, j, r):
        if x[i] == x[j]:
            return 0.0
        d, m = abs(x[i] - x[j]) / span, abs(x[i] - mu) / span
        success, failure = 2 - 4 * (0.5 - d / 2) ** r, 2 - 4 * (0.5 + d / 2) ** r
        better, worse = 2 - 4 * (0.5 - (m + d) / 4) ** r, 2 - 4 * (0.5 + (m + d) / 4) ** r
        challenge = s[j] * (p(i, j) * success + (1 - p(i, j)) * failure) + (1 - s[j]) * success
        return challenge - q * (2 - 4 * 0.5**r) - (1 - q) * (t * better + (1 - t) * worse)

    security = [sum(e(j, i, 1.0) for j in n if j != i) for i in n]
    bold = [(2 * a - max(security) - min(security)) / (max(security) - min(security)) for a in security]
    risk = [(1 - b / 3) / (1 + b / 3) for b in bold]
    after = list(x)
    for i in n:
        moves = []
        for j in n:
            mine, his = e(i, j, risk[i]), e(j, i, risk[i])
            if x[i] == x[j] or his <= 0:
                continue
            if his > mine > 0 or (mine < 0 and abs(mine) > his):
                moves.append((x[j] - x[i], his))
            elif mine < 0:
                moves.append(((x[j] - x[i]) * abs(mine) / his, his))
        if moves:
            after[i] = x[i] + min(moves, key=lambda move: (abs(move[0]), -move[1]))[0]
    return risk, after


@pytest.mark.parametrize(("q", "t"), [(1.0, 1.0), (0.5, 1.0), (0.7, 0.2)])
def test_a_round_is_what_the_words_say(q, t):
    random = np.random.default_rng(2)
    for actors in [standards(), *(random_actors(random, n) for n in (3, 5, 9))]:
        risk, after = in_words(actors, q, t)
        first = expected_utility(actors, q=q, t=t).rounds[0]
        assert np.allclose(first.risk, risk)
        assert np.allclose(first.after, after)
        assert np.allclose(
            first.probability + first.probability.T, first.position[:, None] != first.position[None, :]
        )


def test_two_equals_do_not_move():
    """P = 1/2, success 2, failure -2, nothing 0: a challenge is worth 1/2 x 0 + 1/2 x 2 = 1 to each, and neither gives way."""
    forecast = expected_utility([Actor("a", 3, (0.0,), (0.5,)), Actor("b", 3, (8.0,), (0.5,))])
    only = forecast.rounds[0]
    assert only.own[0, 1] == only.others[0, 1] == pytest.approx(1.0)
    assert not only.offers and forecast.settled


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9))
def test_symmetries_of_the_model(seed, n):
    random = np.random.default_rng(seed)
    actors = random_actors(random, n)
    forecast = expected_utility(actors, rounds=3)
    shifted = [Actor(a.name, 7 * a.capability, (a.position[0] * 3 + 11,), a.salience) for a in actors]
    again = expected_utility(shifted, rounds=3)
    assert again.mean == pytest.approx(forecast.mean * 3 + 11)
    span = np.ptp([a.position for a in actors])
    for round_ in forecast.rounds:
        assert (round_.risk > 0.4999).all() and (round_.risk < 2.0001).all()
        assert np.ptp(round_.after) <= span * (1 + 1e-9)
        assert all(offer.kind in ("confrontation", "compromise", "capitulation") for offer in round_.offers)
        gaps = [abs(offer.position - round_.position[offer.to]) for offer in round_.taken]
        assert all(
            gap <= abs(other.position - round_.position[offer.to]) + 1e-9
            for offer, gap in zip(round_.taken, gaps, strict=True)
            for other in round_.offers
            if other.to == offer.to
        )


def test_all_in_one_place():
    forecast = expected_utility([Actor("a", 1, (2.0,), (1.0,)), Actor("b", 1, (2.0,), (1.0,))])
    assert (forecast.median, forecast.rounds, forecast.settled) == (2.0, (), True)


def test_bad_actors_are_refused_with_every_problem():
    bad = [
        Actor("a", 0, (1.0,), (0.5,)),
        Actor("b", 1, (float("nan"),), (2.0,)),
        Actor("c", 1, (1.0, 2.0), (1.0,)),
    ]
    with pytest.raises(GameError) as caught:
        compromise(bad)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["power-not-positive", "not-a-number", "value-range", "game-size"]
    with pytest.raises(GameError, match="dimension"):
        expected_utility(standards(), dimension=1)


def test_reads_an_analysts_table():
    table = read_actors(BOARD)
    assert table.dimensions == ("procurement", "discipline")
    assert len(table.actors) == 9
    assert table.actors[1] == Actor("Secretary", 80, (60, 90), (0.5, 0.8), "keeps the files")
    assert len(compromise(table.actors)) == 2


HEAD = "name,description,influence,x position,x salience\n"
GOOD = "a,,1,2,0.5\nb,,1,3,0.5\nc,,1,4,1\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("csv-syntax", "t.csv:1:1")]),
        ("who,description,power,x position,x salience\n" + GOOD, [("column-unknown", "t.csv:1:1")]),
        (
            "name,description,power,x salience,x position\n" + GOOD,
            [("column-unknown", "t.csv:1:4"), ("column-unknown", "t.csv:1:5")],
        ),
        ("name,description,power,x position\n", [("column-missing", "t.csv:1:4")]),
        (
            "name,description,power,x position,x salience,X: position,X: salience\na,,1,2,1,9,1\nb,,1,3,1,9,1\nc,,1,4,1,9,1\n",
            [("key-duplicate", "t.csv:1:6")],
        ),
        (
            "name,description,power,position,salience,dimension 1 position,salience\na,,1,2,1,9,1\n" * 2,
            [("key-duplicate", "t.csv:1:6")],
        ),
        ("name,description,power,x position,y salience\n" + GOOD, [("column-unknown", "t.csv:1:5")]),
        (HEAD + "a,,1,2,0.5\n", [("game-size", "t.csv:3:1")]),
        (
            HEAD + GOOD + "d,,x,,101\n",
            [("not-a-number", "t.csv:5:3"), ("value-missing", "t.csv:5:4"), ("value-range", "t.csv:5:5")],
        ),
        (HEAD + "a,,0,2,0.5\n" + GOOD, [("power-not-positive", "t.csv:2:3")]),
        (HEAD + GOOD + "a,again,1,2,0.5\n", [("id-duplicate", "t.csv:5:1")]),
        (HEAD + GOOD + "d,one, too many,1,2,0.5\n", [("csv-syntax", "t.csv:5:6")]),
        (HEAD + GOOD + 'd,"open,1,2,0.5\n', [("csv-syntax", "t.csv:5:1")]),
        (HEAD + '"a\nb",,1,2,0.5\n' + GOOD + "d,,nan,2,0.5\n", [("not-a-number", "t.csv:7:3")]),
        (HEAD + GOOD + ",,1,2,0.5\n", [("value-missing", "t.csv:5:1")]),
    ],
)
def test_bad_tables_are_refused_with_the_place(tmp_path, text, problems):
    file = tmp_path / "t.csv"
    file.write_text(text, newline="")
    with pytest.raises(PolitburoError) as caught:
        read_actors(file)
    assert [(problem.code, problem.where) for problem in caught.value.problems] == problems


def test_tables_that_are_no_text(tmp_path):
    (tmp_path / "l.csv").write_bytes((HEAD + "é,,1,2,1\n").encode("latin-1"))
    (tmp_path / "n.csv").write_bytes(HEAD.encode() + b"a\0,,1,2,1\n")
    for name, code in (("l.csv", "encoding"), ("n.csv", "csv-syntax"), ("none.csv", "file-missing")):
        with pytest.raises(PolitburoError) as caught:
            read_actors(tmp_path / name)
        assert caught.value.problems[0].code == code
