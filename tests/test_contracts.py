"""What every mechanism owes the others. Nothing here names one: a new file is found and held to the same."""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

import worlds
from dependence import touched
from loops import Party
from politburo import engine, mechanisms
from politburo.mechanisms import MONTH, description
from politburo.model import params as parameters
from politburo.model.events import COLUMNS
from politburo.vocab import EventKind, Resource, Rung, Seat

WATCHED = (0, 1, 2, 6, 12, 13, 18, 20)  # months in which every mechanism is looked at
NOT_OF_A_MECHANISM = {"month", "lineup.necessary", "lineup.wins_alone"}  # the clock's and the observer's


def drawn(world):
    """One history of a world with drawn parameters."""
    party = Party(world, seed=3, begun=False)
    party.params = engine.draw(party.world, 3, party.numbers, *engine.fixed("prior"))
    party.states = engine.begin(party.world, 3, party.numbers, party.params)
    return party


#: Of what a mechanism may do, what must be seen once in the months that are watched, so that the tests have something to bite on.
SEEN = {"succession": EventKind.LEADER_CHOSEN}


def moved(before, after):
    """The fields in which two states differ."""
    old, new = before.fields(), after.fields()
    return {name for name in old if not np.array_equal(old[name], new[name])} - NOT_OF_A_MECHANISM


@pytest.fixture(scope="module")
def world():
    return worlds.led(worlds.small(illness=5))


@pytest.fixture(scope="module")
def month(world):
    """Two years of one history, mechanism by mechanism: {name: [(month, party before, states after, events)]}."""
    seen = {mechanism.name: [] for mechanism in MONTH}
    party = drawn(world)
    for now in range(max(WATCHED) + 1):
        for mechanism in MONTH:
            before = party.copy()
            told = party.happen(mechanism.name, now)
            if now in WATCHED:
                seen[mechanism.name].append((now, before, party.states.copy(), told))
    return seen


every_mechanism = pytest.mark.parametrize("mechanism", MONTH, ids=lambda m: m.name)


def test_every_file_holds_one_mechanism_of_its_name_and_has_its_line_in_the_month():
    files = {module.name for module in pkgutil.iter_modules(mechanisms.__path__)}
    assert files == {m.name for m in MONTH} | {"origin"}
    assert len({m.name for m in MONTH}) == len(MONTH)


def test_the_clock_calls_them_in_the_order_of_the_month():
    tree = ast.parse((Path(engine.__file__).parent / "clock.py").read_text("utf-8"))
    month = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "month")
    called = [
        (node.test.args[3].value, node.body[0].value.func.id)
        for node in month.body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Call)
    ]
    assert called == list(enumerate(m.name for m in MONTH))


@every_mechanism
def test_it_reads_and_writes_exactly_what_it_declares(mechanism):
    found = touched(mechanism.name)
    assert found.reads == mechanism.reads
    assert found.writes == mechanism.writes
    assert found.draws == ("Draws: none." not in " ".join(description(mechanism.name).split()))


@every_mechanism
def test_scrambling_what_it_does_not_touch_changes_nothing(mechanism, month):
    known = (
        mechanism.reads | mechanism.writes | NOT_OF_A_MECHANISM | {"country.standing"}
    )  # the clock asks for it
    for now, before, after, told in month[mechanism.name]:
        other = before.copy()
        for name, values in other.states.fields().items():
            if name not in known:
                values[...] = ~values if values.dtype == bool else values + 1
        scrambled = other.states.copy()
        assert np.array_equal(told, other.happen(mechanism.name, now))
        for name, values in other.states.fields().items():
            if name not in NOT_OF_A_MECHANISM:
                expected = after[name] if name in mechanism.writes else scrambled[name]
                assert np.array_equal(expected, values), name


@every_mechanism
def test_it_changes_only_what_it_declares(mechanism, month):
    changed = set()
    for _, before, after, told in month[mechanism.name]:
        assert told.dtype == np.int32 and told.shape[1] == 1 + len(COLUMNS)
        assert set(np.unique(told[:, 1])) <= {int(kind) for kind in EventKind}
        assert all(np.isfinite(v).all() for v in after.fields().values())
        changed |= moved(before.states, after)
    assert changed <= mechanism.writes


def test_what_is_watched_happens(month):
    for name, kind in SEEN.items():
        assert any((told[:, 1] == kind).any() for _, _, _, told in month[name]), name


@every_mechanism
def test_ranks_have_no_weight_but_as_claims_and_as_the_first_place(mechanism, world, month):
    """A rank below the first place is asked for in `standing` and `succession` alone: it pays through power and the vote."""
    resource = world.offices.resource.copy()
    resource[:, [Resource.DEPUTY, Resource.EXECUTIVE]] = 0.0
    bare = engine.prepared(
        dataclasses.replace(world, offices=dataclasses.replace(world.offices, resource=resource))
    )
    differs = False
    for now, before, after, told in month[mechanism.name]:
        other = before.copy()
        other.world = bare
        differs |= not np.array_equal(told, other.happen(mechanism.name, now))
        differs |= bool(moved(after, other.states))
    assert differs <= (mechanism.name in ("standing", "succession"))
    assert differs or mechanism.name != "standing"


def seats_within_bodies(state):
    full = (state["people.seat"] == Seat.FULL) & state["people.alive"][..., None]
    return (full.sum(1)[:, 1:] <= state["bodies.size"][:, 1:]).all()


def the_dead_hold_nothing(state):
    dead = ~state["people.alive"][0]
    held = np.concatenate([state["offices.holder"][0], state["organisations.secretary"][0]])
    places = (state["people.seat"] > Seat.NONE).any(2) | state["people.core"] | state["people.ring"]
    return not (dead & places[0]).any() and not dead[held[held >= 0]].any()


def one_place_in_the_line_up(state):
    return ((state["people.core"] * 1 + state["people.ring"] + state["people.bloc"]) <= 1).all()


def indices_in_range(state):
    unit = ("people.health", "people.prestige", "people.loyalty", "organisations.loyalty")
    unit += ("country.discontent", "country.threat")
    signed = ("trust", "people.held", "people.shown", "organisations.opinion", "country.policy")
    near = 1e-9
    return all(((state[n] >= -near) & (state[n] <= 1 + near)).all() for n in unit) and all(
        (abs(state[n]) <= 1 + near).all() for n in signed
    )


def members_are_whole_persons(state):
    members = state["organisations.members"]
    return ((members >= 0) & (members == np.round(members))).all()


def cohorts_are_whole(state):
    there = state["organisations.members"][0].sum(0) > 0
    return np.allclose(state["membership.mix"][0].sum((1, 2))[there], 1, atol=1e-6)


def nobody_is_his_own_patron(state):
    patron = state["people.patron"][0]
    return (patron != np.arange(len(patron))).all() and (
        (patron >= 0) | (state["people.loyalty"][0] == 0)
    ).all()


def the_expelled_are_no_members(state):
    expelled = state["people.rung"] >= Rung.EXPELLED
    return not (expelled & state["people.member"] & state["people.alive"]).any()


INVARIANTS = (
    seats_within_bodies,
    the_dead_hold_nothing,
    one_place_in_the_line_up,
    indices_in_range,
    members_are_whole_persons,
    cohorts_are_whole,
    nobody_is_his_own_patron,
    the_expelled_are_no_members,
)


@every_mechanism
@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda f: f.__name__)
def test_it_conserves(mechanism, invariant, month):
    for _, before, after, _ in month[mechanism.name]:
        assert invariant(before.states) and invariant(after)


@every_mechanism
def test_off_means_off_and_costs_the_others_no_luck(mechanism, month):
    """Without it the month is that of the others, one after the other, with the same luck."""
    own = mechanism.writes - set().union(*(m.writes for m in MONTH if m is not mechanism))
    for now, before, _, _ in month[MONTH[0].name]:
        whole, single = before.copy(), before.copy()
        told = whole.month(now, frozenset({mechanism.name}))
        parts = [single.happen(m.name, now) for m in MONTH if m is not mechanism]
        assert np.array_equal(told, np.concatenate(parts))
        assert not moved(whole.states, single.states)
        assert not moved(before.states, whole.states) & own


@every_mechanism
def test_the_power_to_appoint_has_no_weight_but_in_appointing(mechanism, world, month):
    """Without it nothing is decided otherwise, in any mechanism but `appointments`: it pays only through whom it appoints."""
    resource = world.offices.resource.copy()
    resource[:, Resource.APPOINTMENTS] = 0.0
    bare = engine.prepared(
        dataclasses.replace(world, offices=dataclasses.replace(world.offices, resource=resource))
    )
    differs = False
    for now, before, after, told in month[mechanism.name]:
        other = before.copy()
        other.world = bare
        differs |= not np.array_equal(told, other.happen(mechanism.name, now))
        differs |= bool(moved(after, other.states))
    assert differs == (mechanism.name == "appointments")


@every_mechanism
def test_it_says_what_it_is(mechanism):
    for part in ("Shapes:", "Units:", "Draws:", "Errors:", "Does not model:"):
        assert part in description(mechanism.name), f"no {part}"
    assert mechanism.sources
    named = set(re.findall(r"``([a-z_]+)``", description(mechanism.name)))
    assert named <= set(parameters.FIELDS), "parameters that do not exist"


#: What an equation may hold without a name: nothing, the whole, and its middle.
OF_AN_EQUATION = {0.0, 0.5, 1.0}
#: Months of a year; binary places of powers in whole numbers. Written with a point: whole numbers divide as such once compiled.
COUNTS = {12.0, 2.0**14, 2.0**16}
LEAST_DIVISOR, ENDLESS = 1e-3, 1e300  # below and beyond: what keeps a division sane, what no value reaches


def test_no_number_hides_in_a_mechanism():
    """Every fraction has a name (`model.params`, `model.habits`)."""
    loops = [
        *Path(mechanisms.__path__[0]).glob("*.py"),
        *(Path(parameters.__file__).parent / f"{name}.py" for name in ("voting", "readings")),
    ]
    found = {}
    for path in loops:
        nodes = [
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        ]
        numbers = {node.value for node in nodes if isinstance(node.value, float)}
        hidden = {x for x in numbers - OF_AN_EQUATION - COUNTS if LEAST_DIVISOR < x < ENDLESS}
        if hidden:
            found[path.stem] = hidden
    assert not found, "give these numbers names in model/habits.py"


def test_every_parameter_has_its_home():
    """Each parameter is used by some mechanism, and has a prior, a unit and a reason."""
    text = "".join(
        module.read_text("utf-8")
        for folder in ("mechanisms", "model")
        for module in (Path(engine.__file__).parent / folder).glob("*.py")
    )
    for name, meta in parameters.FIELDS.items():
        assert re.search(rf"params\.{name}\b", text), f"{name} is never used"
        assert meta["low"] <= getattr(parameters.Params(), name) <= meta["high"]
        assert meta["unit"] and meta["why"]
