"""Whatever holds numbers works in every public function of `politburo.power`, or is refused with a clear error."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from politburo import power
from politburo.errors import PolitburoError
from politburo.power import Actor, WeightedGame

LISTEN = [[0.5, 0.5, 0.0], [0.25, 0.5, 0.25], [0.0, 0.5, 0.5]]
INDICES = (
    "swings minimal_winning_coalitions shapley_shubik banzhaf coleman_preventive coleman_initiative coleman_collectivity "
    "deegan_packel public_good johnston"
)
#: function -> a call with three numbers
CALLS = {
    **{name: lambda x, name=name: getattr(power, name)(x, 5) for name in INDICES.split()},
    "WeightedGame": lambda x: WeightedGame(x, 5).criteria,
    "majority": power.majority,
    "ruling_coalition": power.ruling_coalition,
    "self_enforcing": lambda x: power.self_enforcing(x, {0, 1}),
    "self_enforcing_coalitions": lambda x: [*power.self_enforcing_coalitions(x)],
    "dropped_next": lambda x: power.dropped_next(x, range(3)),
    "ruling_probability": lambda x: power.ruling_probability(x, uncertainty=0.1, draws=20).coalitions,
    "ruling_probability, uncertainty": lambda x: (
        power.ruling_probability([3, 4, 5], uncertainty=x, draws=20).coalitions
    ),
    "degroot": lambda x: power.degroot(LISTEN, x).tolist(),
    "friedkin_johnsen": lambda x: power.friedkin_johnsen(LISTEN, x, 0.5).tolist(),
    "hegselmann_krause": lambda x: power.hegselmann_krause(x, 1).tolist(),
    "deffuant": lambda x: power.deffuant(x, 1, meetings=5).tolist(),
    "clusters": lambda x: power.clusters(x, apart=1),
    "compromise": lambda x: power.compromise([Actor(str(i), 1, (c,), (1,)) for i, c in enumerate(x)]),
    "median": lambda x: power.median(Actor("a", 1, (c,), (1,)) for c in x),
    "condorcet_winner": lambda x: power.condorcet_winner(Actor("a", c, (c,), (1,)) for c in x),
    "expected_utility": lambda x: (
        power.expected_utility([Actor("a", c, [c], [Fraction(1, 2)]) for c in x]).median
    ),
    "Actor, positions": lambda x: power.compromise([Actor("a", 1, x, (1, 1, 1))]),
    "CompoundGame": lambda x: power.CompoundGame(
        WeightedGame([1], 1), [(WeightedGame(x, 5), range(3))]
    ).banzhaf(),
}
THROUGH = ("compromise", "median", "condorcet_winner", "expected_utility")
HOLDERS = {
    "list": list,
    "tuple": tuple,
    "array": np.array,
    "small array": lambda x: np.array(x, np.int8),
    "float array": lambda x: np.array(x, np.float32),
    "fractions": lambda x: [Fraction(v) for v in x],
    "decimals": lambda x: tuple(Decimal(v) for v in x),
    "range": lambda x: range(x[0], x[-1] + 1),
    "generator": lambda x: (v for v in x),
    "dict view": lambda x: dict(enumerate(x)).values(),
}


@pytest.mark.parametrize("call", CALLS)
def test_holders(call):
    expected = CALLS[call]([3, 4, 5])
    for name, hold in HOLDERS.items():
        assert CALLS[call](hold([3, 4, 5])) == expected, name
    pandas = pytest.importorskip("pandas")
    assert CALLS[call](pandas.Series([3, 4, 5], index=["x", "y", "z"])) == expected
    assert CALLS[call](pandas.Series([3, 4, 5], index=[7, 8, 9])) == expected


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "wrong",
    [None, 7, "345", b"345", {"a": 3}, [3, "x"], [3, None, 5], [3, math.nan, 5], [3, math.inf], [3, 1e300, 5], [], [[3, 4], [5]]],
    ids=str,
)  # fmt: skip
def test_what_holds_no_numbers_is_refused(call, wrong):
    if call in THROUGH and not isinstance(wrong, list):
        pytest.skip("the call itself goes through the values")
    if call == "ruling_probability, uncertainty" and wrong == 7:
        return
    with pytest.raises(PolitburoError) as caught:
        CALLS[call](wrong)
    assert all(problem.where and problem.found for problem in caught.value.problems)


@pytest.mark.parametrize(
    "call",
    [
        lambda: power.degroot([[0.5], [0.5, 0.5]], [1, 2]),
        lambda: power.degroot("ab", [1, 2]),
        lambda: power.degroot(LISTEN, [1, 2, 3], steps=1.5),
        lambda: power.friedkin_johnsen(LISTEN, [1, 2, 3], [0.5, "x", 1]),
        lambda: power.hegselmann_krause([1, 2], "x"),
        lambda: power.hegselmann_krause([1, 2], float("nan")),
        lambda: power.hegselmann_krause([1, 2], 1, steps="2"),
        lambda: power.deffuant([1, 2], 1, meetings=2.5),
        lambda: power.deffuant([1, 2], 1, meetings=2, pace="x"),
        lambda: power.deffuant([1, 2], 1, meetings=2, seed=-1),
        lambda: power.ruling_probability([1, 2], uncertainty=0.1, draws="10"),
        lambda: power.ruling_probability([1, 2], uncertainty=0.1, seed=None),
        lambda: power.ruling_probability([1, 2], uncertainty=1e300),
        lambda: power.self_enforcing([1, 2], [0.0]),
        lambda: power.self_enforcing([1, 2], "01"),
        lambda: power.self_enforcing([1, 2], 1),
        lambda: power.dropped_next([1, 2], ["a"]),
        lambda: power.banzhaf([1, 2], 2, vetoes=["a"]),
        lambda: power.banzhaf([1, 2], None),
        lambda: power.banzhaf([1, 2], [2]),
        lambda: power.compromise([Actor("a", 1, 3, 1)]),  # type: ignore[arg-type]
        lambda: power.compromise([("a", 1, 3, 1)]),  # type: ignore[list-item]
        lambda: power.expected_utility([Actor("a", 1, (1.0,), (1.0,))], rounds=1.5),  # type: ignore[arg-type]
        lambda: power.expected_utility([Actor("a", 1, (1.0,), (1.0,))], dimension=1),
        lambda: power.expected_utility([Actor("a", 1, (1.0,), (1.0,))], q=float("nan")),
        lambda: power.CompoundGame(WeightedGame([1], 1), [5]),  # type: ignore[list-item]
        lambda: power.CompoundGame(WeightedGame([1], 1), [(WeightedGame([1], 1), ["a"])]),  # type: ignore[list-item]
    ],
)
def test_other_arguments_are_refused(call):
    with pytest.raises(PolitburoError) as caught:
        call()
    assert caught.value.problems[0].where
