"""Indices of voting power against their definitions, published values, and other ways to the same numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politburo.power import counting, voting
from politburo.power.exact import GameError
from politburo.power.weighted import CompoundGame, WeightedGame, majority

F = Fraction
COUNCIL = [7] * 5 + [1] * 10  # Security Council since 1966: 9 of 15 with every permanent member
FOUNDERS = [4, 4, 4, 2, 2, 1]  # European Economic Community 1958-1972


def coalitions(people):
    people = list(people)
    return (set(group) for size in range(len(people) + 1) for group in combinations(people, size))


class ByDefinition:
    """Every index word for word, for few persons."""

    def __init__(self, rows, quotas, vetoes=()):
        self.n = len(rows[0])

        def wins(s):
            return set(vetoes) <= s and all(
                sum(r[i] for i in s) >= q for r, q in zip(rows, quotas, strict=True)
            )

        self.winning = [s for s in coalitions(range(self.n)) if wins(s)]
        self.critical = [{i for i in s if not wins(s - {i})} for s in self.winning]
        self.minimal = [s for s, c in zip(self.winning, self.critical, strict=True) if s == c]
        self.wins = wins

    def swings(self):
        return tuple(sum(i in c for c in self.critical) for i in range(self.n))

    def shapley_shubik(self):
        pivots = [0] * self.n
        orders = list(permutations(range(self.n)))
        for order in orders:
            pivots[next(i for k, i in enumerate(order) if self.wins(set(order[: k + 1])))] += 1
        return tuple(F(p, len(orders)) for p in pivots)

    def deegan_packel(self):
        return tuple(
            sum((F(1, len(s)) for s in self.minimal if i in s), F(0)) / len(self.minimal)
            for i in range(self.n)
        )

    def public_good(self):
        held = [sum(i in s for s in self.minimal) for i in range(self.n)]
        return tuple(F(h, sum(held)) for h in held)

    def johnston(self):
        held = [sum((F(1, len(c)) for c in self.critical if i in c), F(0)) for i in range(self.n)]
        return tuple(h / sum(held) for h in held)


def random_game(random, most_persons, most_rows=1):
    n, k = random.integers(1, most_persons + 1), random.integers(1, most_rows + 1)
    rows = random.integers(0, 9, size=(k, n)).tolist()
    rows[0] = [max(1, w) for w in rows[0]]
    rows = [row if any(row) else [1] * n for row in rows]
    quotas = [int(random.integers(1, sum(row) + 1)) for row in rows]
    vetoes = tuple(i for i in range(n) if random.random() < 0.15)
    return rows, quotas, vetoes


def test_agrees_with_the_definitions_on_a_thousand_small_games():
    random = np.random.default_rng(2)
    for _ in range(1000):
        rows, quotas, vetoes = random_game(random, 6, 2)
        truth = ByDefinition(rows, quotas, vetoes)
        game = WeightedGame(rows, quotas, vetoes=vetoes)
        assert game.swings() == truth.swings()
        assert game.winning() == len(truth.winning)
        assert set(map(frozenset, game.minimal_winning_coalitions())) == set(map(frozenset, truth.minimal))
        for index in ("deegan_packel", "public_good", "johnston"):
            assert getattr(game, index)(exact=True) == getattr(truth, index)()


def test_shapley_shubik_agrees_with_all_orders():
    random = np.random.default_rng(3)
    for _ in range(150):
        rows, quotas, vetoes = random_game(random, 6, 2)
        game = WeightedGame(rows, quotas, vetoes=vetoes)
        assert game.shapley_shubik(exact=True) == ByDefinition(rows, quotas, vetoes).shapley_shubik()


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_generating_functions_agree_with_the_table(rows):
    """Two ways of counting that share nothing: hundreds of games of up to 10 persons, by size and in all."""
    random = np.random.default_rng(4 + rows)
    for _ in range(200 // rows):
        weights, quotas, _ = random_game(random, 10, rows)
        game = WeightedGame(weights, quotas)
        table = counting.count_table(game.table())
        given = [row for row, _ in game.criteria], tuple(quota for _, quota in game.criteria), game.persons
        assert counting.count(*given, sizes=True) == table
        assert counting.count(*given, sizes=False).swings == [[sum(row)] for row in table.swings]


def test_a_vote_longer_than_the_machine_word():
    assert voting.banzhaf([10**50, 2, 1], 1) == voting.banzhaf([1, 1, 1], 1)
    assert voting.shapley_shubik([10**50, 2, 1], 10**50 + 3) == voting.shapley_shubik([1, 1, 1], 3)


def test_many_persons_and_two_thresholds():
    """Fifty equals who must reach 26 heads and 26 votes are fifty who must reach 26; and a row that decides nothing."""
    one = WeightedGame([1] * 50, 26)
    assert WeightedGame([[1] * 50, [2] * 50], [26, 51]).shapley_shubik(exact=True) == one.shapley_shubik(
        exact=True
    )
    weights = list(range(1, 41))
    alone = WeightedGame(weights, 500)
    assert WeightedGame([weights, [1] * 40], [500, 1]).swings() == alone.swings()
    both = WeightedGame([weights, [1] * 40], [500, 22]).swings()
    assert both != alone.swings() and both[39] > both[0]


def test_limbs_carry():
    """Equal votes have a closed form; 200 of them need seven limbs and many carries, 1000 need 32."""
    swings = counting.count([(1,) * 200], (101,), 200, sizes=True).swings[7]
    assert swings == [0] * 100 + [comb(199, 100)] + [0] * 99
    assert voting.swings([1] * 1000, 501) == (comb(999, 500),) * 1000
    assert WeightedGame([3] * 1000, 1502).winning() == sum(comb(1000, k) for k in range(501, 1001))


def test_many_persons_by_another_way():
    """Banzhaf by the normal limit (Penrose), Shapley-Shubik by Owen's multilinear extension, to their own accuracy."""
    random = np.random.default_rng(5)
    weights = random.integers(1, 20, size=200)
    quota = int(weights.sum() // 2 + 1)
    probability = np.array(voting.banzhaf(weights, quota, normalized=False))
    spread = np.sqrt((weights**2).sum() - weights**2)  # of the others' votes, counted +1 and -1
    assert np.allclose(probability, 2 * weights / spread / sqrt(2 * np.pi), rtol=0.02)

    some = np.flatnonzero([i in (0, 5, 9) for i in range(200)])
    node, share = np.polynomial.legendre.leggauss(100)  # exact for polynomials of degree 199
    t, share = (node + 1) / 2, share / 2
    for i in some:
        mass = np.zeros((100, quota))
        mass[:, 0] = 1
        for w in np.delete(weights, i):
            shifted = np.zeros_like(mass)
            shifted[:, w:] = mass[:, :-w]
            mass = (1 - t[:, None]) * mass + t[:, None] * shifted
        integral = share @ mass[:, quota - weights[i] :].sum(1)
        assert voting.shapley_shubik(weights, quota)[i] == pytest.approx(integral, rel=1e-10)


def test_security_council():
    """Shapley & Shubik (1954) for the method; 421/2145 and 4/2145, 848 and 84 swings are the known values for 15 members."""
    by_weight = WeightedGame(COUNCIL, 39)
    by_veto = WeightedGame([1] * 15, 9, vetoes=range(5))
    for game in (by_weight, by_veto):
        assert set(game.shapley_shubik(exact=True)) == {F(421, 2145), F(4, 2145)}
        assert game.swings() == (848,) * 5 + (84,) * 10


def test_founders_of_the_european_community():
    """Brams & Affuso (1976): 5/21, 3/21 and nothing; Shapley-Shubik 14/60, 9/60 and nothing."""
    assert voting.banzhaf(FOUNDERS, 12, exact=True) == (F(5, 21),) * 3 + (F(3, 21),) * 2 + (0,)
    assert voting.shapley_shubik(FOUNDERS, 12, exact=True) == (F(14, 60),) * 3 + (F(9, 60),) * 2 + (0,)


def test_nassau_county_board():
    """Banzhaf (1965): of six members with 115 votes in 1964, 58 needed, three had all the power between them."""
    assert voting.banzhaf([31, 31, 28, 21, 2, 2], 58, exact=True) == (F(1, 3),) * 3 + (0,) * 3


def test_examples_of_minimal_coalition_indices():
    """Holler & Illing (2006), ch. 6.3.3; Johnston's index of [4; 3, 2, 1] in Chakravarty, Mitra & Sarkar (2015), p. 124."""
    shares = voting.deegan_packel([35, 20, 15, 15, 15], 51, exact=True)
    assert shares == (F(18, 60), F(9, 60), F(11, 60), F(11, 60), F(11, 60))
    assert shares[1] < shares[2]  # the larger party has less: the index is not monotone in weight
    assert voting.public_good([35, 20, 15, 15, 15], 51, exact=True) == (
        F(4, 15),
        F(2, 15),
        F(3, 15),
        F(3, 15),
        F(3, 15),
    )
    assert voting.johnston([3, 2, 1], 4, exact=True) == (F(2, 3), F(1, 6), F(1, 6))
    assert voting.johnston([8, 8, 1], 9, exact=True) == (F(1, 3),) * 3


def test_shapley_shubik_of_stach():
    """Stach (2011), "Shapley-Shubik index", Encyclopedia of Power: [50; 10, 10, 20, 30]."""
    assert voting.shapley_shubik([10, 10, 20, 30], 50, exact=True) == (F(1, 12), F(1, 12), F(3, 12), F(7, 12))


def test_a_president_and_two_chambers():
    """Two chambers that must agree: a compound game equals the same game with two thresholds."""
    house, senate = WeightedGame([1, 1, 1], 2), WeightedGame([1, 1, 1, 1], 3)
    both = CompoundGame(WeightedGame([1, 1], 2), [(house, (0, 1, 2)), (senate, (3, 4, 5, 6))])
    rows = [[1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1, 1]]
    assert both.shapley_shubik(exact=True) == WeightedGame(rows, [2, 3]).shapley_shubik(exact=True)
    either = CompoundGame(WeightedGame([1, 1], 1), [(house, (0, 1, 2)), (senate, (3, 4, 5, 6))])
    assert either.winning() == 2**7 - (2**3 - house.winning()) * (2**4 - senate.winning())


def test_banzhaf_of_two_tiers_is_a_product():
    """Probability of a swing in a part times that of the part's own vote, given how often the other parts say yes."""
    top, parts = (
        WeightedGame([3, 2, 2], 4),
        [WeightedGame([1] * 3, 2), WeightedGame([2, 1, 1], 3), WeightedGame([1] * 5, 3)],
    )
    seats = [(0, 4, 1), (2, 3, 10), (5, 6, 7, 8, 9)]
    whole = CompoundGame(top, list(zip(parts, seats, strict=True))).banzhaf(normalized=False, exact=True)
    odds = [F(part.winning(), 2**part.persons) for part in parts]
    for p in range(3):
        inner = parts[p].banzhaf(normalized=False, exact=True)
        others = [q for q in range(3) if q != p]
        swing = sum(
            (odds[q] if q in s else 1 - odds[q]) * (odds[r] if r in s else 1 - odds[r])
            for s in coalitions(others)
            for q, r in [others]
            if sum([3, 2, 2][j] for j in s) < 4 <= sum([3, 2, 2][j] for j in s | {p})
        )
        assert [whole[seat] for seat in seats[p]] == [swing * share for share in inner]


votes = st.lists(st.integers(1, 30), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(votes, st.randoms(use_true_random=False), st.integers(1, 10**6), st.fractions(F(1, 50), 50))
def test_order_unit_and_dual(weights, random, pick, unit):
    quota = pick % sum(weights) + 1
    game = WeightedGame(weights, quota)
    shares = game.shapley_shubik(exact=True)
    assert sum(shares) == 1
    order = random.sample(range(len(weights)), len(weights))
    permuted = WeightedGame([weights[i] for i in order], quota)
    assert permuted.shapley_shubik(exact=True) == tuple(shares[i] for i in order)
    assert WeightedGame([w * unit for w in weights], quota * unit).johnston(exact=True) == game.johnston(
        exact=True
    )
    dual = WeightedGame(weights, sum(weights) + 1 - quota)
    assert dual.swings() == game.swings()
    heavier = sorted(range(len(weights)), key=weights.__getitem__)
    assert [game.swings()[i] for i in heavier] == sorted(game.swings())


@settings(max_examples=40, deadline=None)
@given(votes, st.integers(1, 10**6))
def test_coleman(weights, pick):
    game = WeightedGame(weights, pick % sum(weights) + 1)
    total, act = 2 ** len(weights), game.coleman_collectivity(exact=True)
    penrose = game.banzhaf(normalized=False, exact=True)
    assert game.coleman_preventive(exact=True) == tuple(b / (2 * act) for b in penrose)
    assert game.coleman_initiative(exact=True) == tuple(b / (2 * (1 - act)) for b in penrose)
    assert act * total == game.winning()


def test_floats_are_the_nearest_to_the_exact_value():
    exact = voting.shapley_shubik(COUNCIL, 39, exact=True)
    assert voting.shapley_shubik(COUNCIL, 39) == tuple(float(share) for share in exact)


def test_weights_as_written():
    assert voting.banzhaf([0.1, 0.2, 0.3], 0.3) == voting.banzhaf([1, 2, 3], 3)
    assert voting.banzhaf([2, 4, 6], 5) == voting.banzhaf([1, 2, 3], 3)  # 5 of 12 is 3 of 6
    assert voting.swings(np.array([3, 2, 2]), 5) == (3, 1, 1)
    assert majority(["1/2", "1/3"]) == F(1, 2)


def test_one_large_majority_of_few_persons_with_long_numbers():
    """Too long for a generating function, few enough for a table; beyond the machine word too."""
    for unit in (10**9 + 7, 10**25 + 7):
        assert voting.banzhaf([unit + w for w in (1, 2, 4)], unit) == voting.banzhaf([1, 1, 1], 1)


@pytest.mark.parametrize(
    ("weights", "quota", "vetoes", "codes"),
    [
        ([3, -1, 2], 2, (), ["weight-negative"]),
        ([0, 0], 1, (), ["quota-out-of-range"]),
        ([3, 2], 6, (), ["quota-out-of-range"]),
        ([3, 2], 0, (), ["quota-out-of-range"]),
        ([3, 2], float("nan"), (), ["not-a-number"]),
        ([3, "x", "y"], 2, (), ["not-a-number", "not-a-number"]),
        ([], 2, (), ["game-size"]),
        ([[1, 1], [1]], [1, 1], (), ["game-size"]),
        ([[1, 1], [1, 2]], 2, (), ["quota-out-of-range"]),
        ([3, 2], 2, (2, -1), ["coalition-unknown-person", "coalition-unknown-person"]),
        ([-1, 0, 5], 9, (), ["weight-negative", "quota-out-of-range"]),
    ],
)
def test_bad_games_are_refused_with_every_problem(weights, quota, vetoes, codes):
    with pytest.raises(GameError) as caught:
        WeightedGame(weights, quota, vetoes=vetoes)
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(problem.where and problem.found and problem.allowed for problem in caught.value.problems)


def test_what_does_not_fit_is_refused_before_it_is_tried():
    with pytest.raises(GameError, match="game-size"):
        voting.johnston([1] * 40, 21)
    with pytest.raises(GameError, match="game-memory"):
        voting.banzhaf([10**12 + i for i in range(60)], 40 * 10**12)


def test_a_compound_of_the_wrong_shape_is_refused():
    three = WeightedGame([1, 1, 1], 2)
    with pytest.raises(GameError) as caught:
        CompoundGame(three, [(three, (0, 1, 1)), (three, (2, 3, 5))])
    assert [problem.code for problem in caught.value.problems] == [
        "game-size",
        "coalition-unknown-person",
        "coalition-unknown-person",
    ]


def test_who_has_weight_nothing_has_index_nothing():
    for index in (
        voting.banzhaf,
        voting.shapley_shubik,
        voting.deegan_packel,
        voting.public_good,
        voting.johnston,
    ):
        assert index([3, 2, 0], 3) == (1, 0, 0), index.__name__
        few, many = index([3, 2, 2], 5, exact=True), index([0, 3, 0, 2, 2, 0], 5, exact=True)
        assert [x for x in many if x] == [*few] and many[0] == many[2] == many[5] == 0
    assert voting.banzhaf([[0, 2, 1], [0, 1, 1]], [2, 1], exact=True) == (0, 1, 0)
    assert voting.swings([3, 2, 0], 3) == (4, 0, 0)
    assert voting.banzhaf([3, 0], 3, vetoes=[1]) == (0.5, 0.5)
    assert voting.shapley_shubik([0] * 30 + [1, 1, 1], 2, exact=True)[-1] == Fraction(
        1, 3
    )  # by the generating function
