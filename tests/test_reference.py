"""The engine against the second implementation: the same states, the same draws, the same decisions.

Mechanism by mechanism, so that errors do not add up and a failure says what moved first; then whole histories, each side on its own.
What may differ, and how that is tested, is said in `side_by_side`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import side_by_side as both
import worlds
from politburo import mechanisms, reference, rng, scenario
from politburo.reference.records import columns
from politburo.vocab import EventKind

MONTHS = 24
KNIVES = 2  # of 1,632 questions; members leave and enter in whole numbers, so that some fifty roundings a month must agree
DRIFT = 1e-3

CASES = (
    *both.CASES,
    both.case("stormy again", both.eventful(), seed=7, fixed=both.STORMY),
)

#: What happens in none of these histories, and is therefore compared by nothing here.
NOT_COVERED: set[EventKind] = set()


@pytest.fixture(scope="module")
def steps():
    """What every mechanism of the engine was given and made of it, by case."""
    return {case.name: list(both.engine_steps(case, MONTHS)) for case in CASES}


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_case
def test_they_begin_alike(case):
    luck = rng.stream(case.key, "origin", -1)
    engine = worlds.fields(both.BEGIN(luck, case.arrays, case.params))
    slow = columns(reference.origin(reference.Luck(luck), case.world, case.numbers))
    assert not both.difference(engine, slow)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["ussr-1922", Path(__file__).parent / "scenarios" / "valid" / "small"], ids=str
)
@pytest.mark.parametrize("name", ["as drawn", "stormy"])
def test_they_agree_on_scenarios(path, name):
    """A year of a scenario from its files, every mechanism of every month."""
    world = scenario.lower(scenario.resolve(scenario.load(path)))
    case = both.case(name, world, seed=1, fixed=both.STORMY if name == "stormy" else None)
    found = [
        (step.month, step.mechanism, both.compare(case, step), step) for step in both.engine_steps(case, 13)
    ]
    wrong = [row[:3] for row in found if row[2] and not both.on_a_knifes_edge(case, row[3])]
    assert not wrong, wrong


def test_every_mechanism_has_its_counterpart():
    assert [m.__name__ for m in reference.MONTH] == [m.name for m in mechanisms.MONTH]


def test_each_mechanism_alone_decides_as_the_engine_does(steps):
    knives, wrong = [], []
    for case in CASES:
        for step in steps[case.name]:
            found = both.compare(case, step)
            if found and both.on_a_knifes_edge(case, step):
                knives.append((case.name, step.month, step.mechanism))
            elif found:
                wrong.append(
                    f"{case.name}, month {step.month}, {step.mechanism}: {[*found.discrete, *found.continuous]}"
                )
    assert not wrong, "what moved first: " + wrong[0] + f" ({len(wrong)} in all)"
    assert len(knives) <= KNIVES, knives


def test_whole_histories_tell_the_same_events(steps):
    """Each side from its own start; it may part from the other once, where rounding decides."""
    parted = []
    for case in CASES:
        own = both.reference_steps(case, MONTHS)
        for step, (month, name, state, told) in zip(steps[case.name], own, strict=False):
            assert (step.month, step.mechanism) == (month, name)
            found = both.difference(worlds.fields(step.after), columns(state), near=DRIFT)
            assert not found.continuous or found.discrete, (case.name, month, name, found)
            if found or not both.same_events(both.engine_rows(step.told), both.rows(told)):
                parted.append((case.name, month, name, found))
                break
    assert len(parted) <= 1, parted


def test_what_is_covered(steps):
    """Every mechanism did something that counts, and every kind of event happened but for those listed."""
    told, moved = set(), set()
    for case in CASES:
        for step in steps[case.name]:
            told |= {EventKind(row[0]) for row in both.engine_rows(step.told)}
            before, after = worlds.fields(step.before), worlds.fields(step.after)
            if any(not np.array_equal(before[name], after[name]) for name in before):
                moved.add(step.mechanism)
    assert moved == {m.name for m in mechanisms.MONTH}
    assert set(EventKind) - {EventKind.NOTHING} - told == NOT_COVERED


@pytest.mark.parametrize("mechanism", ["ties", "sanctions", "standing"])
def test_a_mistake_is_found(mechanism, steps, monkeypatch):
    """The comparison can fail: the reference with one parameter a hundredth off is told apart."""
    wrong = {"ties": "bond", "sanctions": "fear_decay", "standing": "lending"}[mechanism]
    case = CASES[0]
    numbers = both.Record(**vars(case.numbers) | {wrong: 0.99 * getattr(case.numbers, wrong)})
    other = case._replace(numbers=numbers)
    asked = [step for step in steps[case.name] if step.mechanism == mechanism][:6]
    assert any(both.compare(other, step) and not both.on_a_knifes_edge(other, step) for step in asked)
