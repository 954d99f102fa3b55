"""What must be true of every history, whatever the case."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import worlds
from politburo import engine, rng
from politburo.mechanisms import origin
from politburo.model import params as parameters
from politburo.model.events import COLUMNS
from politburo.vocab import EventKind, Seat

COL = {name: place + 2 for place, name in enumerate(COLUMNS)}
N = 24


@pytest.fixture(scope="module")
def world():
    return worlds.small(illness=5)


@pytest.fixture(scope="module")
def block(world):
    return next(engine.blocks(world, histories=N, seed=3, block=N))


def run(world, **how):
    return next(engine.blocks(world, **({"histories": N, "seed": 3, "block": N} | how)))


def same(a, b):
    return np.array_equal(a.events, b.events) and all(
        np.array_equal(a.series[k], b.series[k]) for k in a.series
    )


def test_same_seed_same_histories_other_seed_other_ones(world, block):
    assert same(block, run(world))
    assert not same(block, run(world, seed=4))


def test_a_history_does_not_depend_on_how_many_are_asked_for(world, block):
    fewer = run(world, histories=7)
    assert np.array_equal(fewer.series["power"], block.series["power"][:7])
    later = run(world, histories=4, first=3)
    assert np.array_equal(later.series["contender"], block.series["contender"][3:7])


def test_everything_is_finite_and_in_range(block):
    for name, values in block.series.items():
        assert np.isfinite(values).all(), name
    assert (block.series["power"] >= 0).all()
    assert np.allclose(
        block.series["power"][:, ::2].sum(2), 1, atol=0.05
    )  # contenders are chosen every second month
    assert ((block.series["wins_alone"] >= 0) & (block.series["wins_alone"] <= 1)).all()
    assert (block.series["effective"] >= 0.99).all()


def states(world, seed=3, months=30):
    """Every state of one history, month by month, without compiling the whole."""
    import jax
    import jax.numpy as jnp

    world = jax.tree.map(jnp.asarray, world)
    key = rng.history_key(seed, 0)
    params = parameters.Drawn(parameters.draw(key))
    state = origin(rng.stream(key, "origin", -1), world, params)
    step = jax.jit(engine.month)
    for now in range(months):
        state, _ = step(key, world, params, state.replace(month=jnp.int32(now)))
        yield state


@pytest.fixture(scope="module")
def walk(world):
    return list(states(world))


def test_seats_never_exceed_a_body_and_the_dead_hold_nothing(walk):
    for state in walk:
        full = (state.bodies.seat == Seat.FULL) & state.people.alive[None, :]
        assert (full.sum(1)[1:] <= state.bodies.size[1:]).all()
        dead = ~np.asarray(state.people.alive)
        assert not (np.asarray(state.bodies.seat)[:, dead] > 0).any()
        holders = np.asarray(state.offices.holder)
        assert not dead[holders[holders >= 0]].any()
        assert not np.asarray(state.lineup.core)[dead].any()


def test_trust_shares_and_positions_stay_in_range(walk):
    for state in walk:
        for values in (
            state.ties.trust,
            state.people.held,
            state.people.shown,
            state.organisations.opinion,
            state.country.policy,
        ):
            assert (np.abs(values) <= 1 + 1e-6).all()
        assert ((state.people.loyalty >= 0) & (state.people.loyalty <= 1)).all()
        assert (np.asarray(state.organisations.members) >= 0).all()
        assert np.array_equal(state.organisations.members, np.round(state.organisations.members))
        assert np.allclose(
            np.asarray(state.membership.mix).sum((1, 2))[np.asarray(state.organisations.members).sum(0) > 0],
            1,
            atol=1e-3,
        )


def test_tallies_count_everyone_entitled(world, block):
    votes = block.events[np.isin(block.events[:, COL["kind"]], [EventKind.OFFENSIVE, EventKind.CHALLENGE])]
    votes = votes[votes[:, COL["outcome"]] >= 0]
    assert len(votes) > 20
    cast = votes[:, COL["ayes"]] + votes[:, COL["nays"]] + votes[:, COL["abstentions"]]
    assert (votes[:, [COL["ayes"], COL["nays"], COL["abstentions"]]] >= 0).all()
    congress = votes[:, COL["body"]] == 0
    assert (cast[congress] == world.bodies.size[0]).all()
    bureau = votes[:, COL["body"]] == 1
    assert (cast[bureau] <= world.bodies.size[1] + 4).all() and (cast[bureau] > 0).all()
    carried = votes[:, COL["outcome"]] == 1
    assert (votes[carried, COL["ayes"]] > votes[carried, COL["nays"]]).all()


def test_nobody_acts_after_death(block):
    deaths = {}
    for row in block.events:
        if row[COL["kind"]] == EventKind.DEATH:
            deaths[row[0], row[COL["whom"]]] = row[1]
    assert deaths
    for row in block.events:
        if row[COL["kind"]] in (EventKind.OFFENSIVE, EventKind.CHALLENGE, EventKind.YIELD, EventKind.COUP):
            for who in (row[COL["who"]], row[COL["whom"]]):
                if row[COL["kind"]] != EventKind.COUP:
                    assert row[1] <= deaths.get((row[0], who), 10**6)


def permuted(world, order):
    """The same party with its persons' rows in another order, addresses kept."""
    back = np.argsort(order)
    move = lambda index: np.where(index >= 0, back[np.maximum(index, 0)], -1).astype(np.int32)  # noqa: E731
    p, t = world.people, world.ties
    people = dataclasses.replace(p, **{f.name: getattr(p, f.name)[order] for f in dataclasses.fields(p)})
    ties = dataclasses.replace(
        t,
        service=t.service[order][:, order],
        documented=t.documented[order][:, order],
        late=t.late[order][:, order],
        patron=move(t.patron[order]),
        patron_strength=t.patron_strength[order],
    )
    orgs = dataclasses.replace(
        world.organisations,
        secretary=move(world.organisations.secretary),
        patron=move(world.organisations.patron),
    )
    letter = dataclasses.replace(
        world.letter,
        author=move(np.array([world.letter.author]))[0],
        merit=world.letter.merit[order],
        fault=world.letter.fault[order],
    )
    return dataclasses.replace(
        world,
        people=people,
        ties=ties,
        organisations=orgs,
        bodies=dataclasses.replace(world.bodies, seat=world.bodies.seat[:, order]),
        offices=dataclasses.replace(world.offices, holder=move(world.offices.holder)),
        shocks=dataclasses.replace(world.shocks, person=move(world.shocks.person)),
        liabilities=dataclasses.replace(world.liabilities, person=move(world.liabilities.person)),
        letter=letter,
    ), back


def test_permuting_rows_with_their_addresses_permutes_the_results(world, block):
    """Sums over persons are taken in another order, so a decision on a knife's edge may differ: at most one history in six."""
    other, back = permuted(world, np.random.default_rng(0).permutation(len(world.people.address)))
    again = run(other)
    mapped = np.where(block.series["leader"] >= 0, back[np.maximum(block.series["leader"], 0)], -1)
    identical = (again.series["leader"] == mapped).all(1)
    assert identical.mean() >= 5 / 6


def test_a_mechanism_that_writes_nothing_changes_nothing_when_added(world, block):
    """`yielding` off changes nothing before somebody yields."""
    without = run(world, off=frozenset({"yielding"}))
    first = {}
    for row in block.events:
        if row[COL["kind"]] == EventKind.YIELD:
            first.setdefault(row[0], row[1])
    assert first
    for history in range(N):
        until = first.get(history, world.months)
        assert np.array_equal(
            block.series["leader"][history, :until], without.series["leader"][history, :until]
        )


def test_a_later_shock_leaves_earlier_months_alone(world, block):
    shocks = dataclasses.replace(world.shocks, month=np.array([20], np.int32))
    other = run(dataclasses.replace(world, shocks=shocks))
    assert np.array_equal(block.series["power"][:, :5], other.series["power"][:, :5])
    assert not np.array_equal(block.series["power"][:, 5:25], other.series["power"][:, 5:25])


def test_nothing_endogenous_is_scheduled(world):
    """With no shocks, no letter and nobody to appoint, no event falls in the same month of every history."""
    quiet = dataclasses.replace(world, shocks=dataclasses.replace(world.shocks, exists=np.zeros(1, bool)))
    block = run(quiet)
    for kind in EventKind:
        rows = block.events[block.events[:, COL["kind"]] == kind]
        for month in np.unique(rows[:, 1]):
            histories = np.unique(rows[rows[:, 1] == month, 0])
            assert len(histories) < N or kind in (EventKind.COALITION, EventKind.SECRETARIES)


def test_seeds_and_parameters_do_not_recompile(world, block):
    before = dict(engine._READY)
    run(world, seed=9)
    run(world, params={"pace": 0.02})
    run(world, params="default")
    run(world, blind=True)
    assert before == engine._READY and before


def test_fixed_parameters_are_kept_and_drawn_ones_lie_in_their_priors(world, block):
    other = run(world, params={"pace": 0.02})
    assert np.allclose(other.params["pace"], 0.02)
    assert np.array_equal(other.params["share"], block.params["share"])
    for name, meta in parameters.FIELDS.items():
        assert (block.params[name] >= meta["low"] - 1e-6).all() and (
            block.params[name] <= meta["high"] + 1e-6
        ).all()


def test_bad_arguments_are_refused(world):
    with pytest.raises(ValueError, match="one history"):
        next(engine.blocks(world, histories=0, seed=1))
    with pytest.raises(KeyError, match="unknown parameters"):
        next(engine.blocks(world, histories=1, seed=1, params={"nonsense": 1.0}))
    with pytest.raises(KeyError, match="unknown mechanisms"):
        next(engine.blocks(world, histories=1, seed=1, off=frozenset({"nonsense"})))


@pytest.mark.slow
def test_equal_clones_lead_equally():
    """Six clones, no appointer: leadership at the end is spread evenly (chi-square at the 0.1 % level)."""
    world = worlds.small(unequal=False, appointer=None, months=60)
    leaders = np.concatenate([b.series["leader"][:, -1] for b in engine.blocks(world, histories=960, seed=1)])
    counts = np.bincount(leaders[(leaders >= 0) & (leaders < 6)], minlength=6)
    expected = counts.sum() / 6
    assert counts.sum() > 400
    assert ((counts - expected) ** 2 / expected).sum() < 20.5


def test_whoever_leaves_early_waits_for_no_block(world, monkeypatch):
    """Blocks that are being made when a run is left are told so, those that are not begun never are."""
    asked = []

    def slow(*arguments):
        asked.append(arguments[-1])
        return plain(*arguments)

    plain = engine.advance
    monkeypatch.setattr(engine, "advance", slow)
    made = engine.blocks(world, histories=20 * 8, seed=1, block=8, workers=2)
    next(made)
    assert not asked[0]()
    made.close()
    assert len(asked) < 20 and all(unwanted() for unwanted in asked)
    numbers = np.arange(8, dtype=np.int32)
    drawn = engine.draw(world, 1, numbers, *engine.fixed("prior"))
    states = engine.begin(world, 1, numbers, drawn)
    with pytest.raises(engine.Abandoned):
        plain(world, 1, numbers, drawn, states, 0, 2, frozenset(), lambda: True)
