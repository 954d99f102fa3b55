"""The office logit: known answers, its derivatives, and that a case which is left out is left out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from politburo.study.forecasting.office_logit import Case, Fit, OfficeLogit, newton, objective

CHIEF, PRESS = frozenset({"chief"}), frozenset({"press"})


def case(name, marks, led, cluster=""):
    return Case(name, cluster or name, [frozenset(one) for one in marks], led)


def drawn(count=12, seed=3):
    """Cases of three to five contenders with random marks of a, b, c, of whom one led."""
    random = np.random.default_rng(seed)
    found = []
    for n in range(count):
        people = int(random.integers(3, 6))
        marks = [{mark for mark in "abc" if random.random() < 0.4} for _ in range(people)]
        led = np.zeros(people)
        led[random.integers(people)] = 1.0
        found.append(case(f"case-{n}", marks, led.tolist()))
    return found


def test_two_offices_have_a_closed_form():
    """The chief led in three of four cases of two: b(chief) - b(press) = ln 3 without a ridge, and they are opposite."""
    cases = [case(f"c{n}", [{"chief"}, {"press"}], [1.0, 0.0] if n < 3 else [0.0, 1.0]) for n in range(4)]
    fit = OfficeLogit(cases).fit(ridge=1e-6)
    value = dict(zip(fit.names, fit.b, strict=True))
    assert value["chief"] == pytest.approx(math.log(3) / 2, abs=1e-4)
    assert value["press"] == pytest.approx(-math.log(3) / 2, abs=1e-4)
    assert fit.chances([CHIEF, PRESS]) == pytest.approx([0.75, 0.25], abs=1e-4)
    assert fit.chances([CHIEF, frozenset({"unheard of"}), frozenset()])[1:] == pytest.approx(
        [1 / (2 + math.sqrt(3))] * 2, abs=1e-4
    )


def test_one_office_with_a_ridge_solves_its_equation():
    """n (1 - p) w - r b = 0 at the maximum, with p = e^b / (e^b + 1) where the holder always led."""
    cases = [case(f"c{n}", [{"chief"}, set()], [1.0, 0.0]) for n in range(5)]
    b = OfficeLogit(cases).fit(ridge=2.0).b[0]
    assert 5 * (1 - math.exp(b) / (math.exp(b) + 1)) == pytest.approx(2.0 * b)


def test_the_derivatives_are_those_of_the_objective():
    x, y = OfficeLogit(drawn()).arrays
    b = np.array([0.3, -0.8, 0.5])
    _, gradient, curvature = objective(b, x, y, 0.7)
    for j, step in enumerate(np.eye(3) * 1e-5):
        up, down = objective(b + step, x, y, 0.7), objective(b - step, x, y, 0.7)
        assert (up[0] - down[0]) / 2e-5 == pytest.approx(gradient[j], abs=1e-6)
        assert (down[1] - up[1]) / 2e-5 == pytest.approx(curvature[j], abs=1e-6)


def test_newton_ends_at_the_maximum_wherever_it_begins():
    logit = OfficeLogit(drawn())
    x, y = logit.arrays
    near = newton(logit.names, x, y, 0.5)
    far = newton(logit.names, x, y, 0.5, np.array([8.0, -8.0, 8.0]))
    assert np.allclose(near.b, far.b, atol=1e-7)
    assert np.abs(objective(near.b, x, y, 0.5)[1]).max() < 1e-7


def test_a_case_that_nobody_of_its_list_won_teaches_nothing():
    cases = drawn()
    silent = case("silent", [{"a"}, {"b"}, {"c"}], [0.0, 0.0, 0.0])
    assert np.allclose(OfficeLogit(cases).fit(ridge=1.0).b, OfficeLogit([*cases, silent]).fit(ridge=1.0).b)


def test_a_case_left_out_is_never_seen():
    """Poison the outcome of the case left out, and of the one that overlaps with it: nothing changes, nor does the choice of the ridge."""
    cases = drawn()
    cases[1] = Case("case-1", "case-0", cases[1].marks, cases[1].led)
    poisoned = [
        Case(c.id, c.cluster, c.marks, [1e6 * (k == 0) for k in range(len(c.led))])
        if c.cluster == "case-0"
        else c
        for c in cases
    ]
    without = frozenset({"case-0"})
    honest, other = (OfficeLogit(some).chosen(without) for some in (cases, poisoned))
    assert honest.ridge == other.ridge and np.array_equal(honest.b, other.b)
    assert not np.allclose(
        OfficeLogit(cases).fit().b, OfficeLogit(poisoned).fit().b
    )  # the poison would have been seen


def test_the_ridge_is_chosen_without_the_case_that_it_is_tried_on(monkeypatch):
    seen = []
    fit = OfficeLogit.fit

    def spy(self, without=frozenset(), ridge=1.0):
        seen.append(without)
        return fit(self, without, ridge)

    monkeypatch.setattr(OfficeLogit, "fit", spy)
    cases = drawn(4)
    OfficeLogit(cases, ridges=(1.0,)).chosen(frozenset({"case-0"}))
    inner = [{"case-0", f"case-{n}"} for n in (1, 2, 3)]
    assert [set(one) for one in seen] == [*inner, {"case-0"}]


def test_the_ridge_that_predicts_best_is_chosen():
    """Where an office always wins, little shrinkage; where marks are noise, the strongest."""
    sure = [case(f"c{n}", [{"chief"}, set(), set()], [1.0, 0.0, 0.0]) for n in range(8)]
    assert OfficeLogit(sure).chosen().ridge == 0.25
    noise = [
        case(f"c{n}", [{"chief"}, set(), set()], [float(n % 3 == k) for k in range(3)]) for n in range(9)
    ]
    assert OfficeLogit(noise).chosen().ridge == 8.0


def test_errors_of_a_fit_shrink_with_more_cases():
    few, many = (OfficeLogit(drawn(count)).fit(ridge=1.0).errors() for count in (12, 120))
    assert all(many[mark] < few[mark] < 1.0 for mark in "abc")
    assert Fit((), np.zeros(0), np.zeros((0, 0)), 1.0).chances([frozenset()] * 4) == [0.25] * 4
