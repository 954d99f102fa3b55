"""What every mechanism owes the others. Nothing here names one: a new file is found and held to the same."""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
import re
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import worlds
from dependence import dependence
from politburo import engine, mechanisms, rng
from politburo.mechanisms import MONTH, origin
from politburo.model import params as parameters
from politburo.model import voting
from politburo.model.events import COLUMNS
from politburo.vocab import EventKind, Resource, Rung, Seat

KEY = rng.history_key(3, 0)
WATCHED = (1, 2, 6, 12, 13, 18, 20)  # months in which every mechanism is looked at


class Watched:
    """A mechanism compiled alone, which remembers what it was given and what it made of it."""

    def __init__(self, mechanism):
        self.name, self.run, self.seen = mechanism.name, jax.jit(mechanism.apply), {}

    def __call__(self, luck, world, params, state):
        after, told = self.run(luck, world, params, state)
        self.seen[int(state.month)] = (luck, state, after, told)
        return after, told


@pytest.fixture(scope="module")
def world():
    return jax.tree.map(jnp.asarray, worlds.small(illness=5))


@pytest.fixture(scope="module")
def params():
    return parameters.Drawn(parameters.draw(KEY))


@pytest.fixture(scope="module")
def month(world, params):
    """Two years of one history, each mechanism compiled by itself: {name: Watched}."""
    lines = tuple(Watched(mechanism) for mechanism in MONTH)
    state = origin(rng.stream(KEY, "origin", -1), world, params)
    for now in range(max(WATCHED) + 1):
        state, _ = engine.month(KEY, world, params, state.replace(month=jnp.int32(now)), lines)
    return {line.name: line for line in lines}


every_mechanism = pytest.mark.parametrize("mechanism", MONTH, ids=lambda m: m.name)


def test_every_file_holds_one_mechanism_of_its_name_and_has_its_line_in_the_month():
    files = {module.name for module in pkgutil.iter_modules(mechanisms.__path__)}
    assert files == {m.name for m in MONTH} | {"origin"}
    assert len({m.name for m in MONTH}) == len(MONTH)


@every_mechanism
def test_it_reads_and_writes_exactly_what_it_declares(mechanism, world, params):
    state = origin(rng.stream(KEY, "origin", -1), world, params)
    found = dependence(mechanism, KEY, world, params, state)
    assert found.reads == mechanism.reads
    assert found.writes == mechanism.writes
    assert found.draws == ("Draws: none." not in " ".join(mechanism.doc.split()))


@every_mechanism
def test_scrambling_what_it_does_not_read_changes_nothing(mechanism, world, params, month):
    for now in WATCHED:
        luck, before, after, told = month[mechanism.name].seen[now]
        values = worlds.fields(before)
        scrambled = {
            name: value if name in mechanism.reads else ~value if value.dtype == bool else value + 1
            for name, value in values.items()
        }
        other = jax.tree.unflatten(jax.tree.structure(before), list(scrambled.values()))
        again, told_again = month[mechanism.name].run(luck, world, params, other)
        assert np.array_equal(told, told_again)
        expected = {
            n: (v if n in mechanism.writes else scrambled[n]) for n, v in worlds.fields(after).items()
        }
        assert all(np.array_equal(expected[n], v) for n, v in worlds.fields(again).items())


@every_mechanism
def test_it_changes_only_what_it_declares_and_keeps_shapes_and_types(mechanism, month):
    moved = set()
    for now in WATCHED:
        _, before, after, told = month[mechanism.name].seen[now]
        old, new = worlds.fields(before), worlds.fields(after)
        assert {n: (v.shape, v.dtype) for n, v in old.items()} == {
            n: (v.shape, v.dtype) for n, v in new.items()
        }
        assert told.dtype == jnp.int32 and told.ndim == 2 and told.shape[1] == len(COLUMNS)
        assert set(np.unique(told[:, 0])) <= {int(kind) for kind in EventKind}
        assert all(np.isfinite(v).all() for v in new.values())
        moved |= {n for n in old if not np.array_equal(old[n], new[n])}
    assert moved <= mechanism.writes


def seats_within_bodies(state):
    full = (state.bodies.seat == Seat.FULL) & state.people.alive
    return (full.sum(1)[1:] <= state.bodies.size[1:]).all()


def the_dead_hold_nothing(state):
    dead = ~state.people.alive
    held = jnp.concatenate([state.offices.holder, state.organisations.secretary])
    places = (state.bodies.seat > Seat.NONE).any(0) | state.lineup.core | state.lineup.ring
    return not (dead & places).any() and not dead[held[held >= 0]].any()


def one_place_in_the_line_up(state):
    line = state.lineup
    return ((line.core * 1 + line.ring + line.bloc) <= 1).all()


def indices_in_range(state):
    people, country = state.people, state.country
    unit = (people.health, people.prestige, people.loyalty, state.organisations.loyalty, country.discontent)
    signed = (state.ties.trust, people.held, people.shown, state.organisations.opinion, country.policy)
    near = 1e-5
    return all(((v >= -near) & (v <= 1 + near)).all() for v in (*unit, country.threat)) and all(
        (abs(v) <= 1 + near).all() for v in signed
    )


def members_are_whole_persons(state):
    members = state.organisations.members
    return ((members >= 0) & (members == jnp.round(members))).all()


def cohorts_are_whole(state):
    there = state.organisations.members.sum(0) > 0
    return jnp.allclose(state.membership.mix.sum((1, 2))[there], 1, atol=1e-3)


def nobody_is_his_own_patron(state):
    people, rows = state.people, jnp.arange(state.people.patron.shape[0])
    return (people.patron != rows).all() and ((people.patron >= 0) | (people.loyalty == 0)).all()


def the_expelled_are_no_members(state):
    expelled = state.people.rung >= Rung.EXPELLED
    return not (expelled & state.people.member & state.people.alive).any()


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
    for _, before, after, _ in month[mechanism.name].seen.values():
        assert invariant(before) and invariant(after)


@every_mechanism
def test_off_means_off_and_costs_the_others_no_luck(mechanism, world, params, month):
    own = mechanism.writes - set().union(*(m.writes for m in MONTH if m is not mechanism))
    others = tuple(Watched(m) for m in MONTH if m is not mechanism)
    for line in others:
        line.run = month[line.name].run
    for now in WATCHED:
        first = next(line for line in month.values() if line.name == MONTH[0].name)
        before = first.seen[now][1]
        after, told = engine.month(KEY, world, params, before, others)
        assert all(np.array_equal(line.seen[now][0], month[line.name].seen[now][0]) for line in others)
        old, new = worlds.fields(before), worlds.fields(after)
        assert all(np.array_equal(old[name], new[name]) for name in own)
        assert len(told) == sum(len(line.seen[now][3]) for line in others)


@every_mechanism
def test_the_power_to_appoint_has_no_weight_but_in_appointing(mechanism, world, params, month):
    """Without it nothing is decided otherwise, in any mechanism but `appointments`: it pays only through whom it appoints."""
    resource = world.offices.resource.at[:, Resource.APPOINTMENTS].set(0.0)
    bare = dataclasses.replace(world, offices=dataclasses.replace(world.offices, resource=resource))
    moved = False
    for luck, before, after, told in month[mechanism.name].seen.values():
        other, told_again = month[mechanism.name].run(luck, bare, params, before)
        now = worlds.fields(after)
        moved |= not np.array_equal(told, told_again)
        moved |= any(not np.array_equal(now[name], value) for name, value in worlds.fields(other).items())
    assert moved == (mechanism.name == "appointments")


@every_mechanism
def test_it_says_what_it_is(mechanism):
    for part in ("Shapes:", "Units:", "Draws:", "Errors:", "Does not model:"):
        assert part in mechanism.doc, f"no {part}"
    assert mechanism.sources
    named = set(re.findall(r"``([a-z_]+)``", mechanism.doc))
    assert named <= set(parameters.FIELDS), "parameters that do not exist"


#: The fractions without a name that a mechanism may hold: bounds, definitions, and thresholds nobody has had a reason to vary.
UNNAMED = {
    "appointments": {
        0.98,
        0.5,
        0.3,
        0.05,
    },  # the most an organisation resists; a trait of nobody; who is fit for an office
    "ballots": {0.5},  # majority of the whole party
    "congress": {0.1},  # capacity to be elected
    "crisis": {2.0},  # the range of fear
    "elections": {0.2},  # capacity to be elected
    "offensives": {
        6.0,
        2.0,
        0.5,
        0.1,
    },  # bound of a drive; a requirement never met; a middling trait and taste; hall or committee
    "origin": {
        0.5,
        0.3,
        0.05,
    },  # illness before the start; distrust that keeps out of the first core; least capacity
    "sanctions": {2.0},  # the range of fear
    "standing": {
        2.0,
        0.5,
        0.3,
        0.005,
    },  # a power of two; halves that define; capacity for clients; power that is none
    "testament": {0.7, 0.4, 0.005},  # how much of the party hears it; least prestige
    "voice": {0.01, 0.005},  # least prestige
}


def test_no_number_hides_in_a_mechanism():
    """Every fraction has a name (`model.params`, `model.habits`) or stands in UNNAMED; what keeps a division sane is not counted."""
    found = {}
    for path in [*Path(mechanisms.__path__[0]).glob("*.py"), Path(voting.__file__)]:
        nodes = [
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        ]
        numbers = {node.value for node in nodes if isinstance(node.value, float)}
        found[path.stem] = {x for x in numbers if x > 1e-3 and x != 1.0}
    assert {name: numbers for name, numbers in found.items() if numbers} == UNNAMED


def test_every_parameter_has_its_home():
    """Each parameter is used by some mechanism, and has a prior, a unit and a reason."""
    text = "".join(
        module.read_text()
        for folder in ("mechanisms", "model")
        for module in (Path(engine.__file__).parent / folder).glob("*.py")
    )
    for name, meta in parameters.FIELDS.items():
        assert re.search(rf"params\.{name}\b", text), f"{name} is never used"
        assert meta["low"] <= getattr(parameters.Params(), name) <= meta["high"]
        assert meta["unit"] and meta["why"]
