"""Elementary functions of the loops against Python's own: a few units in the last place, over all that they may be asked."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loops import uncompiled

numbers = uncompiled("model.numbers")
NORMAL = NormalDist()
NEAR = 4e-15


def near(found, expected, relative=NEAR, absolute=0.0):
    return abs(found - expected) <= relative * abs(expected) + absolute


@given(st.floats(-700, 700))
@example(0.0)
@example(-0.0)
@example(5e-324)
@example(700.0)
@example(-700.0)
def test_the_exponential(x):
    assert near(numbers.exponential(x), math.exp(x))


@pytest.mark.parametrize("x", [701.0, 1e6, math.inf])
def test_the_exponential_has_bounds(x):
    assert numbers.exponential(x) == numbers.exponential(700.0) and numbers.exponential(
        -x
    ) == numbers.exponential(-700.0)


@given(st.floats(1e-300, 1e300))
@example(1.0)
@example(math.nextafter(1, 2))
@example(math.nextafter(1, 0))
@example(math.sqrt(2))
@example(2.0**-1000)
def test_the_logarithm(x):
    assert near(numbers.logarithm(x), math.log(x))


@given(st.floats(-690, 690))
def test_the_sigmoid_and_its_logarithm(x):
    exact = 1 / (1 + math.exp(-x))
    assert near(numbers.sigmoid(x), exact)
    expected = -math.log1p(math.exp(-x)) if x >= 0 else x - math.log1p(math.exp(x))
    assert near(numbers.log_sigmoid(x), expected, absolute=1e-15)


@given(st.floats(-1e6, 1e12))
def test_the_square_root_is_nought_for_what_is_not_positive(x):
    assert numbers.square_root(x) == (math.sqrt(x) if x > 0 else 0.0)


@given(st.floats(1e-300, 1 - 2**-53))
@example(0.5)
@example(0.075)
@example(0.925)
@example(1e-7)
@example(1 - 2**-24)
@example(math.exp(-25))
def test_the_quantile_of_the_normal(p):
    """Turned into a share again, within what a last bit of the quantile makes of the share."""
    z = numbers.normal_quantile(p)
    if p > 1e-290:
        assert near(z, NORMAL.inv_cdf(p), 2e-13, 1e-16)
    back = math.erfc(-z / math.sqrt(2)) / 2
    assert near(back, p, 1e-13 + 4e-15 * z * z)


@given(st.floats(-37, 37))
@example(0.0)
@example(7.07106781186547)
@example(-7.07106781186548)
def test_the_share_of_the_normal(x):
    exact = math.erfc(-x / math.sqrt(2)) / 2
    assert near(numbers.normal_share(x), exact, 1e-7 if x < -7 else 1e-12, 4e-16)
    assert 0 <= numbers.normal_share(x) <= 1


@pytest.mark.parametrize(("x", "share"), [(-38.0, 0.0), (38.0, 1.0), (-1e9, 0.0), (1e9, 1.0)])
def test_the_share_of_the_normal_has_ends(x, share):
    assert numbers.normal_share(x) == share


@given(st.floats(-(2.0**51) + 1, 2.0**51 - 1))
@example(0.5)
@example(1.5)
@example(-2.5)
@example(0.49999999999999994)
def test_the_nearest_whole_number_with_halves_to_the_even_one(x):
    assert numbers.nearest_whole(x) == round(x)


@given(st.floats(-1e15, 1e15))
def test_whole_numbers_as_such(x):
    assert numbers.whole_part(x) == math.trunc(x) and numbers.whole(x) == round(x)


@given(st.integers(-1022, 1023), st.floats(1, 2, exclude_max=True))
def test_exponents_and_powers_of_two(e, m):
    assert numbers.power_of_two(e) == math.ldexp(1.0, e)
    assert numbers.exponent_of(math.ldexp(m, e)) == e


@given(st.floats(-10, 10), st.floats(-10, 0), st.floats(0, 10))
def test_between_keeps_within_bounds(x, least, most):
    assert numbers.between(x, least, most) == sorted((least, x, most))[1]
