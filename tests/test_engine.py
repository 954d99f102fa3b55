"""What must be true of every history, whatever the case."""

from __future__ import annotations

import ctypes
import dataclasses
import time

import numpy as np
import pytest

import worlds
from politburo import clock, engine
from politburo.model import params as parameters
from politburo.model import records
from politburo.model.events import COLUMNS
from politburo.model.trace import Block
from politburo.vocab import EventKind

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
    assert set(later.events[:, 0]) == {3, 4, 5, 6}


def joined(world, **how):
    """All blocks of a run as one."""
    made = list(engine.blocks(world, **({"histories": 70, "seed": 3} | how)))
    assert [block.first for block in made] == list(
        np.cumsum([0] + [len(b.series["power"]) for b in made[:-1]])
    )
    series = {name: np.concatenate([block.series[name] for block in made]) for name in made[0].series}
    params = {name: np.concatenate([block.params[name] for block in made]) for name in made[0].params}
    return Block(0, series, np.concatenate([block.events for block in made]), params)


@pytest.fixture(scope="module")
def whole(world):
    return joined(world, block=70, workers=1)


@pytest.mark.parametrize("size", [1, 7, 64, 256])
def test_the_size_of_a_block_changes_nothing(world, whole, size):
    other = joined(world, block=size, workers=2)
    assert same(whole, other)
    assert all(np.array_equal(values, other.params[name]) for name, values in whole.params.items())


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_number_of_workers_changes_nothing(world, whole, workers):
    assert same(whole, joined(world, block=9, workers=workers))


def test_events_that_outgrow_their_room_are_found_more(world, whole, monkeypatch):
    monkeypatch.setattr(engine, "ROWS", 70)  # enough for one month
    assert len(whole.events) > 70 * 4
    assert same(whole, joined(world, block=35))


# --- states ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(world):
    """A prepared world, seed, numbers, parameters and the states of a block before the first month."""
    ready, numbers = engine.prepared(world), np.arange(12, dtype=np.int32)
    params = engine.draw(ready, 3, numbers, *engine.fixed("prior"))
    return ready, 3, numbers, params, engine.begin(ready, 3, numbers, params)


def alike(a, b):
    """Whether two blocks of states are the same in every field."""
    other = b.fields()
    return all(np.array_equal(values, other[name]) for name, values in a.fields().items())


def test_a_run_resumed_in_the_middle_equals_an_unbroken_one(begun, world):
    *job, states = begun
    untouched = states.copy()
    end, unbroken = engine.advance(*job, states, 0, 60)
    assert alike(states, untouched), "the states before are left as they were"
    rows, series = [], []
    for first, last in ((0, 1), (1, 17), (17, 18), (18, 60)):
        kept = engine.States(
            states.shape, len(states), states.bytes.copy()
        )  # as if written down and read again
        states, part = engine.advance(*job, kept, first, last)
        rows.append(part.events)
        series.append(part.series["power"])
    assert alike(end, states)
    assert np.array_equal(sum(series), unbroken.series["power"])  # other months are nought
    events = np.concatenate(rows)
    assert np.array_equal(events[np.lexsort((events[:, 1], events[:, 0]))], unbroken.events)


def test_a_branch_is_a_copy_of_bytes(begun):
    """Copies of one history go on as it does where nothing is changed, and each on its own where something is."""
    *job, states = begun
    ready, seed, numbers, params = job
    middle, _ = engine.advance(*job, states, 0, 20)
    branches = middle.repeated(5, 3)
    branches["people.alive"][1, 0] = False
    same_luck = np.full(3, numbers[5], np.int32)
    end, block = engine.advance(ready, seed, same_luck, np.tile(params[5], (3, 1)), branches, 20, 40)
    alone, whole = engine.advance(ready, seed, numbers[5:6], params[5:6], middle.taken([5]), 20, 40)
    for place, equal in ((0, True), (1, False), (2, True)):
        assert alike(end.taken([place]), alone) == equal
        assert np.array_equal(block.series["power"][place], whole.series["power"][0]) == equal
    assert alike(middle.taken([5]), middle.repeated(5, 1)), "the history itself was not touched"


def test_states_taken_apart_and_put_in_another_order_are_the_same_histories(begun):
    ready, seed, numbers, params, states = begun
    order = np.array([7, 2, 9, 0])
    end, block = engine.advance(ready, seed, numbers, params, states, 0, 24)
    other, again = engine.advance(ready, seed, numbers[order], params[order], states.taken(order), 0, 24)
    assert alike(end.taken(order), other)
    for name, values in block.series.items():
        assert np.array_equal(values[order], again.series[name]), name


def test_memory_is_laid_out_as_the_compiler_has_it():
    kinds = {"World": records.World, "State": records.State, "Person": records.Person}
    assert clock.sizes() == {name: ctypes.sizeof(kind) for name, kind in kinds.items()}


def test_every_field_of_a_state_has_its_own_bytes(begun):
    """What is written to one field is read there and nowhere else."""
    states = begun[-1].copy()
    for name in states.shape.names():
        if name in states.shape.tables:
            continue  # asked through its fields
        before = {other: values.copy() for other, values in states.fields().items()}
        states[name] = ~before[name] if before[name].dtype == bool else before[name] + 1
        changed = {
            other for other, values in states.fields().items() if not np.array_equal(values, before[other])
        }
        assert changed == {name}


@pytest.mark.parametrize(
    ("what", "how"),
    [
        ("contenders", lambda w: dataclasses.replace(w, contenders=13)),
        ("cohorts", lambda w: dataclasses.replace(w, membership=cohorts(w.membership, 13))),
        ("disputes", lambda w: dataclasses.replace(w, disputes=rows_of(w.disputes, 13))),
        ("bodies", lambda w: dataclasses.replace(w, bodies=rows_of(w.bodies, 13))),
    ],
)
def test_more_than_the_records_hold_is_refused_in_words(world, what, how):
    most = getattr(records, what.upper())
    with pytest.raises(ValueError, match=rf"13 {what} were found; at most {most} are allowed"):
        engine.prepared(how(world))


def cohorts(membership, n):
    return dataclasses.replace(membership, kind=np.zeros(n, np.int32), count=np.zeros((n, 4, 4)))


def rows_of(table, n):
    """The first row of a table so many times."""
    return dataclasses.replace(
        table, **{f.name: np.repeat(getattr(table, f.name)[:1], n, axis=0) for f in dataclasses.fields(table)}
    )


# --- what must be true of every history -----------------------------------------------------------------------------------


def test_everything_is_finite_and_in_range(block):
    for name, values in block.series.items():
        assert np.isfinite(values).all(), name
    assert (block.series["power"] >= 0).all()
    assert np.allclose(
        block.series["power"][:, ::2].sum(2), 1, atol=0.05
    )  # contenders are chosen every second month
    assert ((block.series["wins_alone"] >= 0) & (block.series["wins_alone"] <= 1)).all()
    assert (block.series["effective"] >= 0.99).all()


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


def test_permuting_rows_with_their_addresses_permutes_the_results(world):
    """In every history, to the last decision; sums over persons are taken in another order, so fractions differ in the last digits."""
    fault = np.where(np.arange(24) == 2, -0.4, -0.2)  # else the letter's word falls on the first row
    world = dataclasses.replace(world, letter=dataclasses.replace(world.letter, fault=fault))
    other, back = permuted(world, np.random.default_rng(0).permutation(len(world.people.address)))
    block, again = run(world), run(other)
    for name in ("leader", "contender"):
        mapped = np.where(block.series[name] >= 0, back[np.maximum(block.series[name], 0)], -1)
        assert np.array_equal(again.series[name], mapped), name
    for name in ("power", "apparatus", "discontent", "members", "opinion"):
        assert np.allclose(again.series[name], block.series[name], atol=1e-6), name
    events = block.events.copy()
    for name in ("who", "whom"):
        persons = events[:, COL[name]]
        events[:, COL[name]] = np.where(persons >= 0, back[np.maximum(persons, 0)], -1)
    assert len(events) == len(again.events)
    key = lambda rows: rows[np.lexsort(rows.T[::-1])]  # noqa: E731 (several deaths of a month are told by row)
    assert np.array_equal(key(events), key(again.events))


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


def test_equal_clones_lead_equally():
    """Six clones, no appointer: leadership at the end is spread evenly (chi-square at the 0.1 % level)."""
    world = worlds.small(unequal=False, appointer=None, months=60)
    leaders = np.concatenate([b.series["leader"][:, -1] for b in engine.blocks(world, histories=960, seed=1)])
    counts = np.bincount(leaders[(leaders >= 0) & (leaders < 6)], minlength=6)
    expected = counts.sum() / 6
    assert counts.sum() > 400
    assert ((counts - expected) ** 2 / expected).sum() < 20.5


# --- leaving early --------------------------------------------------------------------------------------------------------


def long_world():
    return worlds.small(months=3000, contenders=12, leaders=12)


def test_a_block_that_nobody_waits_for_is_left_within_a_second():
    ready, numbers = engine.prepared(long_world()), np.arange(64, dtype=np.int32)
    params = engine.draw(ready, 1, numbers, *engine.fixed("prior"))
    states = engine.begin(ready, 1, numbers, params)
    before, asked, begun = states.copy(), [], time.monotonic()

    def unwanted():
        asked.append(time.monotonic())
        return len(asked) > 2

    with pytest.raises(engine.Abandoned):
        engine.advance(ready, 1, numbers, params, states, 0, 3000, frozenset(), unwanted)
    assert time.monotonic() - asked[2] < 1 and time.monotonic() - begun < 3
    assert alike(states, before), "the states stay whole"
    with pytest.raises(engine.Abandoned):
        engine.advance(ready, 1, numbers, params, states, 0, 1, frozenset(), lambda: True)


def test_whoever_leaves_early_waits_for_no_block(world, monkeypatch):
    """Blocks that are being made when a run is left are told so, those that are not begun never are."""
    asked = []

    def watched(*arguments):
        asked.append(arguments[-1])
        return plain(*arguments)

    plain = engine.happen
    monkeypatch.setattr(engine, "happen", watched)
    made = engine.blocks(world, histories=20 * 8, seed=1, block=8, workers=2)
    next(made)
    assert not asked[0]()
    made.close()
    assert len(asked) < 20 and all(unwanted() for unwanted in asked)


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (5, 3), (0, 61)])
def test_months_outside_the_window_are_refused(begun, first, last):
    *job, states = begun
    with pytest.raises(ValueError, match="window of 60 months"):
        engine.advance(*job, states, first, last)


def test_what_does_not_fit_together_is_refused(begun):
    ready, seed, numbers, params, states = begun
    with pytest.raises(ValueError, match="states do not fit"):
        engine.advance(ready, seed, numbers[:3], params[:3], states, 0, 1)
    with pytest.raises(ValueError, match="states do not fit"):
        engine.advance(worlds.small(contenders=7), seed, numbers, params, states, 0, 1)
    with pytest.raises(ValueError, match="do not fit 12 histories"):
        engine.advance(ready, seed, numbers, params[:, 1:], states, 0, 1)


def test_parameters_from_nowhere_are_refused():
    """A word that the engine does not know must not quietly mean the priors: where learned sets are, only `study` knows."""
    with pytest.raises(ValueError, match="prior or default"):
        engine.fixed("posterior")
