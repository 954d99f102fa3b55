"""Each mechanism against an answer known beforehand: a formula by hand, or the law of its draws.

Shares over many draws are compared within five standard errors.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import worlds
from politburo import mechanisms, rng
from politburo.mechanisms.ballots import whole_delegations
from politburo.model import params as parameters
from politburo.model import views, voting
from politburo.model.events import COLUMNS
from politburo.power.batched import self_enforcing_batch, subset_matrix
from politburo.power.coalitions import self_enforcing
from politburo.vocab import Arena, Axis, Cause, EventKind, Resource, Role, Rung, Seat, SocialClass, Trait

# the names of modules lead to the mechanisms in them, so their other functions are fetched by hand
score_sets = importlib.import_module("politburo.mechanisms.alignment").score_sets
BEST = jax.jit(views.best)
STANDING = jax.jit(mechanisms.standing.apply)
raw_power = importlib.import_module("politburo.mechanisms.standing").raw_power
resources = importlib.import_module("politburo.mechanisms.standing").resources

MANY = 2000
LEADERS, COMMITTEE = 6, 16  # persons 0..5 sit in the bureau, 0..15 in the committee
DEFAULT = parameters.Params()
KEYS = jax.vmap(lambda n: rng.history_key(7, n))(jnp.arange(MANY))


def world_of(**how):
    return jax.tree.map(jnp.asarray, worlds.small(**how))


def start(world, params=DEFAULT):
    """The state before the first month, with powers."""
    state = mechanisms.origin(rng.stream(KEYS[0], "origin", -1), world, params)
    luck = rng.stream(KEYS[0], "standing", 0)
    return jax.jit(mechanisms.standing.apply)(luck, world, params, state)[0]


@pytest.fixture(scope="module")
def equal():
    world = world_of(unequal=False, appointer=None)
    return world, start(world)


@pytest.fixture(scope="module")
def party():
    world = world_of(illness=5)
    return world, start(world)


def put(state, record, **changes):
    """A state with some fields of one record replaced."""
    return state.replace(**{record: getattr(state, record).replace(**changes)})


def core_of(state, *persons):
    core = jnp.zeros_like(state.people.alive).at[jnp.array(persons)].set(True)
    return put(state, "lineup", core=core, ring=core & False, bloc=core & False, leader=jnp.int32(persons[0]))


def alike(state):
    """The same state with nothing to choose between the persons: no seats, offices, names or clients."""
    state = put(state, "people", prestige=jnp.full_like(state.people.prestige, 0.5))
    state = put(state, "bodies", seat=state.bodies.seat * 0)
    state = put(state, "lineup", core=state.lineup.core & False, bloc=state.lineup.bloc & False)
    return put(state, "offices", holder=jnp.full_like(state.offices.holder, -1))


def many(name, world, state, **changed):
    """A mechanism's (states, events) under MANY draws."""
    mechanism, params = getattr(mechanisms, name), dataclasses.replace(DEFAULT, **changed)

    @jax.jit
    def run(world, params, state):
        one = lambda key: mechanism.apply(rng.stream(key, name, state.month), world, params, state)  # noqa: E731
        return jax.vmap(one)(KEYS)

    return run(world, params, state)


def close(hits, probability, trials=MANY):
    """Is a share of hits within five standard errors of a probability?"""
    error = np.sqrt(max(probability * (1 - probability), 1e-4) / trials)
    return abs(float(jnp.mean(hits * 1.0)) - probability) < 5 * error


def sigma(x):
    return 1 / (1 + np.exp(-x))


# standing -----------------------------------------------------------------------------------------------------------


def test_power_is_the_formula(party):
    world, state = party
    prestige = np.asarray(world.people.prestige)
    office = np.array([0, 1, 1, 1] + [0] * 20) / float(DEFAULT.reference_offices)
    seat = np.r_[np.ones(COMMITTEE), np.zeros(8)] / COMMITTEE
    w = DEFAULT.formal_weight * seat / 2 + (1 - DEFAULT.formal_weight) * (
        DEFAULT.prestige_weight * prestige / prestige.sum() + (1 - DEFAULT.prestige_weight) * office
    )
    assert np.allclose(state.people.power, w / np.sort(w)[-6:].sum(), atol=1e-6)
    assert np.array_equal(state.people.power, state.people.seen)


def test_what_a_patron_commands_is_his_power(party):
    world, state = party
    ours = jnp.full(12, 4, jnp.int32)
    led = put(state, "organisations", patron=ours, loyalty=jnp.full(12, 0.7))
    share = resources(world, DEFAULT, led)
    assert np.isclose(share[4, 0], 0.7) and np.isclose(share[:, 0].sum(), 0.7)


def test_equal_persons_rule_in_groups_of_one_less_than_a_power_of_two(equal):
    """Sizes 1, 3, 7, 15 hold among near equals (Acemoglu, Egorov & Sonin 2008), in the engine and by definition.

    Near equals: of two exact equals neither can expel the other.
    """
    power = [1000 + n * n for n in range(15)]
    twelve = self_enforcing_batch(jnp.array(power[:12]), 0.5)
    assert set(subset_matrix(12).sum(1)[np.asarray(twelve)]) == {0, 1, 3, 7}
    sizes = (1, 2, 3, 4, 6, 7, 8, 14, 15)
    assert [n for n in sizes if self_enforcing(power[:n], range(n))] == [1, 3, 7, 15]
    world, state = equal
    params = dataclasses.replace(DEFAULT, power_noise=0.003, threshold=0.5)
    luck = rng.stream(KEYS[0], "standing", 0)
    after, _ = jax.jit(mechanisms.standing.apply)(luck, world, params, state)
    found = np.asarray(after.lineup.stable)
    assert set(subset_matrix(6).sum(1)[found > 0.6]) == {0, 1, 3}


def test_of_equals_those_contend_whose_address_says_so(equal):
    """The rows do not decide: the same persons in the same order, however the table is sorted."""
    world, state = equal
    persons = len(state.people.alive)
    called = set()
    for seed in range(6):
        address = jnp.asarray(np.random.default_rng(seed).permutation(persons), jnp.int32)
        sorted_otherwise = dataclasses.replace(
            world, people=dataclasses.replace(world.people, address=address)
        )
        luck = rng.stream(KEYS[0], "standing", 0)
        after, _ = STANDING(luck, sorted_otherwise, dataclasses.replace(DEFAULT, sight=0.0), alike(state))
        called.add(tuple(np.asarray(address[after.lineup.contender])))
    assert called == {tuple(range(persons - 1, persons - 7, -1))}


def test_force_over_votes_counts_arms_and_what_is_known_against_a_man(party):
    world, state = party
    w, _ = raw_power(world, DEFAULT, state)
    v, _ = raw_power(world, dataclasses.replace(DEFAULT, force_over_votes=1.0), state)
    formal = DEFAULT.formal_weight
    informal = w - formal / 2 / COMMITTEE  # each counts once in the committee
    assert np.isclose(v[2], informal[2], atol=1e-6)  # a seat no longer counts
    assert np.isclose(
        v[1], (informal[1] + formal / 2) / 2, atol=1e-6
    )  # all of the army, but half his name is tarnished


# shocks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [0, 10])
def test_deaths_follow_the_life_table(equal, years):
    world, state = equal
    state = state.replace(month=jnp.int32(12 * years))
    after, _ = many("shocks", world, state, mortality=1.0)
    hazard = np.exp(0.085 * (42 + years - 50)) / 12
    assert close(~after.people.alive, hazard, MANY * 24)


def test_illness_takes_capacity_and_part_of_it_for_good(party):
    world, state = party
    after, _ = many("shocks", world, state.replace(month=jnp.int32(5)), mortality=0.0)
    ceiling = 1 - DEFAULT.illness_lasting * 0.9
    assert np.allclose(after.people.ceiling[:, 0], ceiling)
    assert np.allclose(after.people.health[:, 0], 0.1 + DEFAULT.recovery * (ceiling - 0.1))


def test_the_dead_do_not_fall_ill(party):
    world, state = party
    buried = put(
        state, "people", alive=state.people.alive.at[0].set(False), health=state.people.health.at[0].set(0.0)
    )
    after, told = many("shocks", world, buried.replace(month=jnp.int32(5)), mortality=0.0)
    assert not np.asarray(told).any()
    assert (after.people.health[:, 0] == 0).all() and (
        after.people.ceiling[:, 0] == state.people.ceiling[0]
    ).all()


# crisis -------------------------------------------------------------------------------------------------------------


def test_discontent_and_the_fall_of_the_regime(party):
    world, state = party
    hungry = put(state, "country", discontent=jnp.float32(0.4), harvest=jnp.float32(-1))
    after, _ = many("crisis", world, hungry)
    expected = 0.4 + 0.1 * (DEFAULT.discontent_rest - 0.4) + DEFAULT.harvest_on_discontent
    assert np.allclose(after.country.discontent, expected)
    extreme = put(state, "country", discontent=jnp.float32(1.0))
    after, _ = many("crisis", world, extreme, discontent_rest=1.0, response_rate=0.0, collapse_rate=4.0)
    assert close(~after.country.standing, 4 * 0.25**2)


# testament ----------------------------------------------------------------------------------------------------------


def test_unrest_that_is_answered_at_once_is_told(party):
    world, state = party
    calm = put(state, "country", discontent=jnp.float32(0.5), harvest=jnp.float32(0))
    _, told = many(
        "crisis",
        world,
        calm,
        discontent_rest=1.0,
        response_level=0.52,
        response_rate=1.0,
        response_relief=0.3,
    )
    kinds = np.asarray(told[..., 0])
    answered = (kinds == EventKind.RESPONSE).any(1)
    assert answered.all() and (kinds == EventKind.UNREST).any(1).all()
    size = np.asarray(told[..., COLUMNS.index("size")])[kinds == EventKind.UNREST]
    assert set(size) == {550}  # 0.5 + 0.1 (1 - 0.5), before the answer


def test_an_ailing_author_writes_at_his_rate_and_a_healthy_one_never(party):
    world, state = party
    ill = put(state, "people", health=state.people.health.at[0].set(0.5)).replace(month=jnp.int32(3))
    after, _ = many("testament", world, ill)
    assert close(after.letter.written == 3, DEFAULT.letter_rate)
    after, _ = many("testament", world, state.replace(month=jnp.int32(3)))
    assert (after.letter.written == -1).all()


# appointments -------------------------------------------------------------------------------------------------------


def test_secretaries_are_replaced_at_their_rate_and_become_the_appointers(party):
    world, state = party
    state = core_of(state, 0, 1)
    after, _ = many("appointments", world, state, pace=0.2, network=0.0)
    rate = 0.2 * (1 - np.asarray(world.organisations.entrenched)) * 1.8
    replaced = np.asarray(after.organisations.appointed) == 1
    assert all(close(replaced[:, g], rate[g]) for g in range(12))
    trait = state.people.trait[0]
    own = (1 - DEFAULT.share) * min(1.0, 0.3 + 1.2 * float(trait[Trait.AMBITION]))
    own *= 1 + DEFAULT.collegial * (1 - 2 * float(trait[Trait.COLLEGIALITY]))
    power = state.people.power[:2] / state.people.power[:2].sum()
    his = own + (1 - own) * float(power[0])
    taken = np.asarray(after.organisations.patron)[replaced]
    assert close(taken == 0, his, len(taken))
    grabbed, _ = many("appointments", world, state, pace=0.2, grab=1.0)
    assert (np.asarray(grabbed.organisations.patron)[replaced] == 0).mean() > (taken == 0).mean() + 0.05


def test_the_apparatus_tends_to_the_share_that_replacement_gives(party):
    """Two states for each organisation: the appointer's man is replaced at .3 of the rate of his partner's man."""
    world, state = party
    state = core_of(state, 0, 1)
    params = dataclasses.replace(DEFAULT, pace=0.5)

    @jax.jit
    @jax.vmap
    def settle(key):
        def step(now, state):
            luck = rng.stream(key, "appointments", now)
            return mechanisms.appointments.apply(luck, world, params, state.replace(month=now))[0]

        return jax.lax.fori_loop(0, 60, step, state).organisations.patron

    trait = state.people.trait[0]
    own = (1 - DEFAULT.share) * min(1.0, 0.3 + 1.2 * float(trait[Trait.AMBITION]))
    own *= 1 + DEFAULT.collegial * (1 - 2 * float(trait[Trait.COLLEGIALITY]))
    his = own + (1 - own) * float(state.people.power[0] / state.people.power[:2].sum())
    patron = settle(KEYS[:500])
    assert ((patron == 0) | (patron == 1)).all()
    assert close(patron == 0, his / (his + 0.3 * (1 - his)), 500 * 12)


def test_where_two_hold_the_office_equally_and_are_equal_nobody_appoints(equal):
    world, state = equal
    two = world.offices.resource.at[1].set(world.offices.resource[0])
    world = dataclasses.replace(world, offices=dataclasses.replace(world.offices, resource=two))
    both = put(state, "offices", holder=jnp.array([0, 1, -1, -1]))
    assert views.appointer(world, both)[0] == -1
    stronger = put(both, "people", power=both.people.power.at[1].multiply(1.1))
    assert views.appointer(world, stronger)[0] == 1


# the circular flow of power -----------------------------------------------------------------------------------------


def rivals(followers, advantage, tenure):
    """Two equal rivals outside any coalition, and followers of the committee divided between them (see `gain`)."""
    world = worlds.small(
        leaders=2, rank_and_file=followers, reserves=0, contenders=2, unequal=False, appointer=None
    )
    crowd = np.arange(followers + 2) >= 2
    world = dataclasses.replace(
        world, people=dataclasses.replace(world.people, prestige=np.where(crowd, 0, 0.5).astype(np.float32))
    )
    state = start(jax.tree.map(jnp.asarray, world))
    whose = np.r_[-1, -1, np.arange(followers) >= (0.5 + advantage / 2) * followers]
    served = np.random.default_rng(0).integers(0, tenure, followers + 2)
    state = put(
        state,
        "people",
        patron=jnp.asarray(whose, jnp.int32),
        loyalty=jnp.asarray(np.where(crowd, 0.95**served, 0), jnp.float32),
    )
    state = put(state, "lineup", core=state.lineup.core & False)
    return jax.tree.map(jnp.asarray, world), state


def gain(followers, tenure, wait, formal_weight):
    """Loop gain of the circular flow: followers give power, and power draws followers.

    Who is free attaches himself to rival i with probability s_i x s_i (drawn by seen power s_i, joined at rate s_i), so that a lead e in
    shares of power makes a lead of 4 e in shares of those who join and, in the end, of the followers. A share phi of a rival's
    power comes from followers, so that a lead x in followers makes a lead phi x / 2 in shares of power: the gain is 2 phi.
    """
    loyalty = 0.95 ** np.arange(tenure)
    mine = followers * loyalty.sum() / (tenure + wait) / 2
    seat = formal_weight / 2 / (followers + 2)
    lent = mine * seat * (1 + DEFAULT.lending)
    return 2 * lent / (lent + seat + (1 - formal_weight) * DEFAULT.prestige_weight / 2)


@jax.jit
def circulate(keys, world, params, state):
    """Fifty years of appointments and their power, nothing else: whose man everybody is in the end, int32[histories, P]."""

    def month(now, state, key):
        state = state.replace(month=now)
        for mechanism in (mechanisms.standing, mechanisms.appointments):
            state, _ = mechanism.apply(rng.stream(key, mechanism.name, now), world, params, state)
        return state

    live = lambda key: jax.lax.fori_loop(0, 600, lambda now, state: month(now, state, key), state)  # noqa: E731
    return jax.vmap(lambda key: live(key).people.patron)(keys)


def leads(formal_weight, followers=120, histories=64):
    """(Loop gain, the first rival's lead in followers after fifty years in each history, -1..1), from a lead of a fifth."""
    tenure = int(
        np.ceil(np.log(0.1) / np.log(0.95))
    )  # months until a follower of one who does not rule is nobody's man
    wait = 1.0  # months without a patron, at half a chance a month
    params = dataclasses.replace(
        DEFAULT, formal_weight=formal_weight, attach=1.0, sight=1.0, loyalty_start=1.0
    )
    world, state = rivals(followers, 0.2, tenure)
    patron = np.asarray(circulate(KEYS[:histories], world, params, state))
    ours, theirs = (patron == 0).sum(1), (patron == 1).sum(1)
    return gain(followers, tenure, wait, formal_weight), (ours - theirs) / (ours + theirs)


@pytest.mark.parametrize("formal_weight", [0.3, 0.5, 0.75, 0.9])
def test_the_circular_flow_takes_off_where_its_loop_gain_exceeds_one(formal_weight):
    """A small lead in followers grows to nearly all of them where `gain` is above one, and is lost where it is below."""
    loop, lead = leads(formal_weight)
    if loop < 1:
        assert abs(lead.mean()) < 5 * lead.std() / np.sqrt(len(lead)) and np.median(np.abs(lead)) < 0.3, lead
    else:
        assert np.median(np.abs(lead)) > 0.85 and (lead > 0).mean() > 0.6, lead


# membership ---------------------------------------------------------------------------------------------------------


def test_members_come_and_go_at_their_rates(party):
    world, state = party
    members, mix = np.asarray(state.organisations.members).sum(0), np.asarray(state.membership.mix)
    share = (members @ mix[:, SocialClass.WORKER].sum(1)) / members.sum()
    for shortage in (0.0, 0.1):  # of workers, which narrows admission
        target = share + shortage
        after, _ = many("membership", world, state, levy_rate=0.0, purge_rate=0.0, worker_target=target)
        total = np.asarray(after.organisations.members).sum((1, 2))
        growth = DEFAULT.admission * np.exp(-DEFAULT.selectivity * shortage) - DEFAULT.attrition
        assert abs(total.mean() / 12000 - 1 - growth) < 5 * total.std() / 12000 / np.sqrt(MANY)
    levied = put(state, "membership", levy=jnp.float32(3.0))
    after, _ = many("membership", world, levied, levy_rate=0.0, purge_rate=0.0)
    assert np.allclose(
        np.asarray(after.organisations.members)[..., 3].sum(1).mean() / 12000, DEFAULT.levy_size, atol=1e-3
    )


# alignment ----------------------------------------------------------------------------------------------------------


def test_an_opposition_counts_as_far_as_those_in_it_trust_each_other():
    """Shares of power by hand: of a lone outsider all counts, of two who distrust each other `unity` and each one's own part."""
    power, k = jnp.array([0.5, 0.3, 0.2]), DEFAULT.unity
    trust = jnp.array([[0.0, 0.4, 0.4], [0.9, 0.0, -1.0], [0.9, -1.0, 0.0]])
    everyone, nothing = jnp.ones(3, bool), jnp.zeros(8)
    _, terms = score_sets(
        DEFAULT, power, power, trust, jnp.zeros((3, 1)), jnp.ones(1), nothing, everyone, everyone
    )
    h = DEFAULT.threshold - terms[:, 3] / DEFAULT.surplus  # from the cost of the surplus, where there is one
    two = 0.3 * (k + (1 - k) * 0.3 / 0.5) + 0.2 * (k + (1 - k) * 0.2 / 0.5)
    assert np.isclose(h[0b001], 0.5 / (0.5 + two))
    assert np.isclose(h[0b011], 0.8) and np.isclose(h[0b101], 0.7) and np.isclose(h[0b111], 1)


def test_two_contenders_end_in_the_limit_of_their_markov_chain():
    """From month to month the core moves by the softmax of its scores; its law tends to the chain's stationary one."""
    world = world_of(contenders=2)
    state = core_of(start(world), 0, 1)
    c = state.lineup.contender
    sets = np.asarray(subset_matrix(2))
    params = dataclasses.replace(
        DEFAULT, reconsider=0.5, temperature=3.0
    )  # so warm that it forgets within a few months
    transition = np.zeros((4, 4))
    for row, core in enumerate(sets):
        score, _ = score_sets(
            DEFAULT,
            state.people.power[c],
            state.people.seen[c],
            state.ties.trust[c][:, c],
            state.people.shown[c],
            state.country.salience,
            state.lineup.stable,
            jnp.asarray(core),
            jnp.ones(2, bool),
        )
        weight = np.exp(np.asarray(score) / params.temperature)
        transition[row] = weight / weight.sum()
    chain = 0.5 * np.eye(4) + 0.5 * transition
    chain[0] = transition[0]
    law = np.linalg.matrix_power(chain, 200)[3]

    @jax.jit
    @jax.vmap
    def walk(key):
        def step(now, state):
            luck = rng.stream(key, "alignment", now)
            return mechanisms.alignment.apply(luck, world, params, state.replace(month=now))[0]

        return jax.lax.fori_loop(0, 30, step, state).lineup.core[c]

    found = np.asarray(walk(KEYS)) @ np.array([1, 2])
    assert all(close(found == row, law[row]) for row in range(4))


def test_a_pair_that_its_rival_holds_together_splits_sooner_without_him(equal):
    """Powers 3 and 2 against 4: with him neither wins alone, without him the stronger does (Riker 1962). Chances by hand.

    All terms but that of winning are nil, or the same for the pair and for each of the two.
    """
    world, state = equal
    first, second, him = c = state.lineup.contender[:3].tolist()
    power = jnp.zeros_like(state.people.power).at[jnp.array(c)].set(jnp.array([3, 2, 4]) / 9)
    trust = jnp.full_like(state.ties.trust, -0.5).at[first, second].set(DEFAULT.alone)
    trust = trust.at[second, first].set(DEFAULT.alone)
    state = put(core_of(state, first, second), "people", power=power, seen=power)
    state = put(put(state, "ties", trust=trust), "lineup", stable=state.lineup.stable * 0)
    params = dataclasses.replace(DEFAULT, reconsider=1.0, surplus=0.0, danger=0.0, inertia=0.0, consent=0.0)

    @jax.jit
    @functools.partial(jax.vmap, in_axes=(None, None, 0))
    def cores(params, state, key):
        luck = rng.stream(key, "alignment", 0)
        return mechanisms.alignment.apply(luck, world, params, state)[0].lineup.core

    def splits(fit, winning=DEFAULT.winning):
        """Of the draws that leave him out, those in which one of the two drops the other, with so many fit to lead."""
        health = jnp.zeros_like(power).at[jnp.array(c[:fit])].set(1.0)
        changed = dataclasses.replace(params, winning=winning)
        core = np.asarray(cores(changed, put(state, "people", health=health), KEYS))
        return (core[~core[:, him]].sum(1) == 1) * 1.0

    def stands(own, *outside):
        """Odds of a set with this power: those outside count by `unity` and by their trust in each other, -0.5."""
        whole, k = sum(outside), DEFAULT.unity
        united = sum(w * (k + (1 - k) * (w + (whole - w) / 4) / whole) for w in outside)
        won = (own / (own + united) - DEFAULT.threshold) / DEFAULT.sharpness
        return sigma(won) ** (1 / DEFAULT.temperature)

    with_him, without = stands(3, 2, 4) + stands(2, 3, 4), stands(3, 2) + stands(2, 3)
    expected = {3: with_him / (with_him + stands(5, 4)), 2: without / (without + stands(5))}
    assert expected[3] < 0.05 and expected[2] > 0.4
    for fit, chance in expected.items():
        found = splits(fit)
        assert close(found, chance, len(found)), (fit, chance, found.mean())
        found = splits(fit, winning=0.0)  # nothing else knows whether he is there
        assert close(found, 2 / 3, len(found)), (fit, found.mean())


def test_equals_draw_lots_for_the_lead(equal):
    world, state = equal
    state = put(core_of(state, *range(LEADERS)), "lineup", leader=jnp.int32(-1))
    after, _ = many("alignment", world, state, reconsider=0.0)
    assert all(close(after.lineup.leader == person, 1 / LEADERS) for person in range(LEADERS))


def test_a_ban_makes_blocs_rarer_and_vigilance_reopens_the_question(party):
    world, state = party
    hit = put(core_of(state, 0), "people", attacked=state.people.attacked.at[jnp.array([1, 2])].set(0.9))
    joins = [
        float(many("alignment", world, hit, reconsider=0.0, ban_cost=cost)[0].lineup.bloc.any(1).mean())
        for cost in (0.0, 2.0)
    ]
    assert joins[0] > 2 * joins[1] > 0
    hidden = put(core_of(state, 0, 1), "people", seen=state.people.seen.at[0].multiply(0.2))
    moved = [
        float((many("alignment", world, hidden, reconsider=0.0, vigilance=v)[0].lineup.changed == 0).mean())
        for v in (0.0, 5.0)
    ]
    assert moved[0] == 0 < moved[1]


# convening ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("month", "chance"), [(8, 0.0), (12, DEFAULT.punctuality), (13, 0.0), (24, 1.0)])
def test_a_congress_sits_when_due_or_late(party, month, chance):
    world, state = party
    after, _ = many("convening", world, state.replace(month=jnp.int32(month)))
    assert close(after.country.sitting, chance)


# offensives ---------------------------------------------------------------------------------------------------------


def test_attacks_come_at_their_hazard_and_fall_on_the_seen_and_distrusted(party):
    world, state = party
    state = core_of(state, 0, 1)
    after, _ = many("offensives", world, state)
    c = np.asarray(state.lineup.contender)
    power, trust, shown = (np.asarray(x) for x in (state.people.power, state.ties.trust, state.people.shown))
    weight = power[:2] / power[:2].sum()
    salience = np.asarray(state.country.salience)
    drive = {}
    for j in [int(j) for j in c if j > 1]:
        gap = np.abs(shown[j] - weight @ shown[:2]) * salience
        drive[j] = (
            DEFAULT.threat * (power[j] - 0.1)
            - DEFAULT.grievance * weight @ trust[:2, j]
            + DEFAULT.distance * gap.sum() / salience.sum()
        )
    pressure = sum(np.exp(d) for d in drive.values())
    caution = weight @ np.asarray(state.people.trait)[:2, Trait.CAUTION]
    hazard = 1 - np.exp(-DEFAULT.offensive_rate * (1.3 - caution) * pressure)
    opened = np.asarray(after.agenda.open)[:, 0]
    assert close(opened, hazard)
    target = np.asarray(after.agenda.target)[opened, 0]
    assert all(close(target == j, np.exp(drive[j]) / pressure, opened.sum()) for j in drive)


def test_a_fight_that_is_not_opened_has_no_reasons(party):
    world, state = party
    after, _ = many("offensives", world, core_of(state, 0, 1).replace(month=jnp.int32(2)))
    agenda, opened = after.agenda, np.asarray(after.agenda.open)
    assert 0 < opened.sum() < opened.size
    for name, none in (("cause", Cause.NONE), ("second", Cause.NONE), ("since", -1), ("attacker", -1)):
        assert (np.asarray(getattr(agenda, name))[~opened] == none).all(), name
    assert (np.asarray(agenda.cause)[opened] != Cause.NONE).all()


def test_a_ban_raises_the_sanction_sought_from_a_bloc(party):
    world, state = party
    bloc = jnp.zeros_like(state.people.alive).at[jnp.array([1, 2, 3, 4, 5])].set(True)
    state = put(core_of(state, 0), "lineup", bloc=bloc)
    sought = [
        np.asarray(many("offensives", world, state, offensive_rate=9.0, ban_rung=ban)[0].agenda.rung)[:, 0]
        for ban in (0.0, 1.0)
    ]
    assert (sought[1] > sought[0]).mean() > 0.5 and (sought[1] >= sought[0]).all()


# ballots ------------------------------------------------------------------------------------------------------------


def motion(state, side, against, arena, rung=Rung.CENSURED):
    """A state with one motion by the coalition."""
    people = state.people.alive.shape[0]
    only = lambda who: jnp.zeros((2, people), bool).at[0, who].set(True)  # noqa: E731
    pair = lambda value: jnp.array([value, -1], jnp.int32)  # noqa: E731
    return put(
        state,
        "agenda",
        open=jnp.array([True, False]),
        side=only(side),
        against=only(against),
        attacker=pair(side),
        target=pair(against),
        arena=pair(arena),
        rung=jnp.array([rung, 0], jnp.int32),
    )


def test_tallies_are_binomial(equal):
    """Fourteen equal members without conformity: ayes, nays and abstentions have the multinomial's mean and spread."""
    world, state = equal
    state = put(motion(core_of(state, 0), 0, 1, 2), "country", fear=jnp.float32(0))
    _, told = many("ballots", world, state, bandwagon=0.0)
    ayes, nays, out = (np.asarray(told)[:, 0, column] for column in (7, 8, 9))
    assert (ayes + nays + out == COMMITTEE).all()
    u = DEFAULT.vote_incumbent
    silent = DEFAULT.abstention * np.exp(-(u**2) / 4)
    p = (1 - silent) * sigma(u)
    sure = (1 - DEFAULT.abstention * np.exp(-((DEFAULT.vote_side + u) ** 2) / 4)) * sigma(
        DEFAULT.vote_side + u
    )
    against = (1 - DEFAULT.abstention * np.exp(-((u - DEFAULT.vote_side) ** 2) / 4)) * sigma(
        u - DEFAULT.vote_side
    )
    mean = 14 * p + sure + against
    spread = 14 * p * (1 - p) + sure * (1 - sure) + against * (1 - against)
    assert abs(ayes.mean() - mean) < 5 * np.sqrt(spread / MANY)
    assert abs(ayes.var() / spread - 1) < 5 * np.sqrt(2 / MANY)
    assert abs(out.mean() - 14 * silent) < 0.2
    carried = np.asarray(told)[:, 0, 6] == 1
    assert (carried == (ayes > 0.5 * (ayes + nays))).all()


def test_delegations_are_whole_and_the_congress_is_full(party):
    world, state = party
    _, told = many("ballots", world, motion(core_of(state, 0), 0, 1, 0))
    assert (np.asarray(told)[:, 0, 7:10].sum(1) == 120).all()
    _, told = many("ballots", world, motion(core_of(state, 0), 0, 1, int(Arena.PARTY)))
    assert (np.asarray(told)[:, 0, 7:10].sum(1) == 12000).all()
    size = jnp.arange(
        1.0, 13.0
    )  # organisations of unlike size: the largest remainders get the places that are left
    members = state.organisations.members / state.organisations.members.sum(1, keepdims=True) * size[:, None]
    unlike = put(state, "organisations", members=members)
    exact = 120 * np.arange(1, 13) / 78
    whole = np.floor(exact)
    whole[np.argsort(whole - exact)[: int(120 - whole.sum())]] += 1
    assert 120 - np.floor(exact).sum() >= 2
    assert np.array_equal(whole_delegations(world, unlike), whole)


def test_secretaries_with_an_interest_of_their_own_vote_for_closing_debate(party):
    world, state = party
    shown = state.people.shown.at[0, 0].set(-0.8).at[1, 0].set(0.8)
    state = put(core_of(state, 0), "people", shown=shown)
    side, against = (jnp.zeros_like(state.people.alive).at[i].set(True) for i in (0, 1))
    vote = lambda params: voting.organisations(world, params, state, side, against, jnp.asarray(-1))  # noqa: E731
    plain, interested = vote(DEFAULT), vote(dataclasses.replace(DEFAULT, self_interest=2.0))
    assert np.allclose(interested[0] - plain[0], 2.0 * 0.8, atol=1e-5)
    assert np.array_equal(interested[1], plain[1])


# sanctions ----------------------------------------------------------------------------------------------------------


def test_what_was_voted_is_carried_out(party):
    world, state = party
    state = motion(core_of(state, 0, 2), 0, 1, 2, Rung.LOST_BUREAU)
    won = put(state, "agenda", carried=jnp.array([True, False]))
    after, _ = many("sanctions", world, won, recantation=0.0)
    people, before = after.people, state.people
    assert (after.bodies.seat[:, 1, 1] == Seat.NONE).all() and (after.bodies.seat[:, 2, 1] == Seat.FULL).all()
    assert (after.offices.holder[:, 1] == -1).all() and (people.rung[:, 1] == Rung.LOST_BUREAU).all()
    assert np.allclose(people.prestige[:, 1], before.prestige[1] * (1 - DEFAULT.defeat))
    fear = state.country.fear * DEFAULT.fear_decay + DEFAULT.fear_step * (0.5 + Rung.LOST_BUREAU / 4)
    assert np.allclose(after.country.fear, fear)
    after, _ = many("sanctions", world, state)
    assert np.allclose(after.people.prestige[:, 0], before.prestige[0] * (1 - DEFAULT.defeat))
    assert (after.people.rung == 0).all()


def test_the_defeated_recant_and_return_at_their_rates(party):
    world, state = party
    out = jnp.zeros_like(state.people.alive).at[3].set(True)
    rung = jnp.where(out, int(Rung.EXPELLED), 0)
    state = put(
        state, "people", rung=rung, member=~out, trait=state.people.trait.at[3, Trait.CAUTION].set(0.7)
    )
    after, _ = many("sanctions", world, state)
    assert close(after.people.recanted[:, 3], DEFAULT.recantation)
    gone = put(state, "people", recanted=out)
    after, _ = many("sanctions", world, gone)
    assert close(after.people.member[:, 3], DEFAULT.readmission)


# force --------------------------------------------------------------------------------------------------------------


def test_the_armys_man_strikes_at_his_hazard_and_wins_by_the_odds(party):
    world, state = party
    attacked = state.people.attacked.at[1].set(1.0)
    trait = state.people.trait.at[1, Trait.MILITARY].set(0.8)
    state = put(core_of(state, 0, 2), "people", attacked=attacked, trait=trait)
    after, told = many("force", world, state, coup_rate=0.2)
    boldness = (0.2 + float(trait[1, Trait.AMBITION])) * (1.2 - float(trait[1, Trait.CAUTION]))
    hazard = 0.2 * boldness * np.exp(2 * float(state.country.discontent))
    tried, won = np.asarray(told)[:, 0, 0] > 0, np.asarray(told)[:, 0, 6] == 1
    assert close(tried, hazard)
    assert close(won[tried], sigma(4 * 0.8 - DEFAULT.legitimacy), tried.sum())
    assert (np.asarray(after.lineup.leader)[won] == 1).all()
    assert (np.asarray(after.people.rung)[tried & ~won, 1] == Rung.EXPELLED).all()


# congress -----------------------------------------------------------------------------------------------------------


def test_the_committee_grows_and_keeps_its_members_at_their_rates(party):
    world, state = party
    state = put(core_of(state, 0), "country", sitting=jnp.bool_(True))
    after, _ = many("congress", world, state)
    size = np.asarray(after.bodies.size)[:, 2]
    foreign = DEFAULT.packing * (1 - 1 / COMMITTEE)  # one member rules and no other is his man
    low, high = (np.round(COMMITTEE * (1 + DEFAULT.growth * x * (1 + foreign))) for x in (0.5, 1.5))
    assert size.min() == low and size.max() == high
    held = put(
        state,
        "people",
        patron=jnp.zeros_like(state.people.patron),
        loyalty=jnp.ones(state.people.loyalty.shape),
    )
    size_of_held = np.asarray(many("congress", world, held)[0].bodies.size)[:, 2]
    assert size_of_held.max() == np.round(COMMITTEE * (1 + DEFAULT.growth * 1.5))
    full = np.asarray(after.bodies.seat[:, 2] == Seat.FULL)
    able = int((state.people.alive & world.people.exists).sum())
    assert (full.sum(1) == np.minimum(size, able)).all() and full[:, 0].all()
    hostile = put(state, "people", attacked=state.people.attacked.at[3].set(1.0))
    ours = put(hostile, "organisations", patron=jnp.zeros(12, jnp.int32), loyalty=jnp.ones(12))
    for mood, stay in ((hostile, 1.0), (ours, 1 - DEFAULT.exclusion)):
        crowded = put(mood, "bodies", size=mood.bodies.size.at[2].set(8))  # no free places for the dropped
        after, _ = many("congress", world, crowded, largest_committee=0.5)
        assert close(np.asarray(after.bodies.seat)[:, 2, 3] == Seat.FULL, DEFAULT.retention * stay)
    idle, _ = many("congress", world, put(state, "country", sitting=jnp.bool_(False)))
    assert (idle.bodies.seat == state.bodies.seat).all()


# elections ----------------------------------------------------------------------------------------------------------


def test_a_vacancy_in_the_bureau_goes_to_a_member_of_the_core(party):
    world, state = party
    seat = state.bodies.seat.at[1, 4].set(Seat.NONE).at[1, 5].set(Seat.NONE)
    after, _ = many("elections", world, put(core_of(state, 0, 4), "bodies", seat=seat))
    bureau = np.asarray(after.bodies.seat)[:, 1] == Seat.FULL
    assert (bureau.sum(1) == LEADERS - 1).all()  # one vacancy a meeting
    assert bureau[:, 4].mean() > 0.95


# voice --------------------------------------------------------------------------------------------------------------


def test_opinion_averages_to_the_friedkin_johnsen_point(party):
    world, state = party
    message, pace, anchor = jnp.array([0.5, -0.3, 0.2]), 0.06, 0.02
    people = state.people
    held = jnp.broadcast_to(message, people.held.shape)
    org = put(state, "organisations", appointed=jnp.zeros(12))
    same = put(org, "people", held=held, shown=held)
    params = dataclasses.replace(DEFAULT, turn=0.0, opinion_pace=pace, anchor=anchor)

    @jax.jit
    def settle(state):
        step = lambda _, state: mechanisms.voice.apply(KEYS[0], world, params, state)[0]  # noqa: E731
        return jax.lax.fori_loop(0, 300, step, state)

    own = np.asarray(world.organisations.position).copy()
    own[:2, 2] += DEFAULT.autonomy  # two republics, on the axis of centre and parts
    expected = (pace * np.asarray(message) + anchor * own) / (pace + anchor)
    assert np.allclose(settle(same).organisations.opinion, expected, atol=1e-4)
    assert world.disputes.axis[2] == Axis.CENTRE


def test_a_public_fight_costs_both_sides_and_silence_nothing(party):
    world, state = party
    fought = motion(state, 0, 1, int(Arena.PRESS))
    quiet, loud = (
        mechanisms.voice.apply(KEYS[0], world, DEFAULT, s)[0].people.prestige for s in (state, fought)
    )
    assert np.isclose(loud[1] / quiet[1], 1 - DEFAULT.smear) and np.isclose(
        loud[0] / quiet[0], 1 - DEFAULT.smear / 3
    )
    assert np.array_equal(loud[2:], quiet[2:])


# ties ---------------------------------------------------------------------------------------------------------------


def test_trust_grows_with_danger_and_wears_out_with_envy(party):
    world, state = party
    seen = jnp.zeros_like(state.people.seen).at[:3].set(jnp.array([0.5, 0.2, 0.1]))
    state = put(core_of(state, 0, 1), "people", seen=seen)
    after = mechanisms.ties.apply(KEYS[0], world, DEFAULT, state)[0].ties.trust
    before, trait = state.ties.trust, state.people.trait[1]
    envy = (
        DEFAULT.envy * trait[Trait.AMBITION] * (1 + DEFAULT.collegial * (1 - 2 * trait[Trait.COLLEGIALITY]))
    )
    gain = DEFAULT.bond * 0.1 * (1 - before[1, 0])
    assert np.isclose(after[1, 0], before[1, 0] + gain - envy * 0.3 * (1 - 0.4))
    assert np.isclose(after[0, 1], before[0, 1] + DEFAULT.bond * 0.1 * (1 - before[0, 1]))
    struck = mechanisms.ties.apply(KEYS[0], world, DEFAULT, motion(state, 0, 3, 2))[0].ties
    assert np.isclose(struck.trust[3, 0], after[3, 0] - DEFAULT.affront) and struck.fought[3, 0]


# yielding -----------------------------------------------------------------------------------------------------------


def test_those_under_attack_yield_at_their_rate(party):
    world, state = party
    person = state.people
    state = put(core_of(state, 0), "people", attacked=person.attacked.at[1].set(1.0))
    after, told = many("yielding", world, state)
    hazard = DEFAULT.yield_rate * (0.3 + float(person.trait[1, Trait.CAUTION])) * (1 - float(person.power[1]))
    yields = np.asarray(told)[:, 0, 0] > 0
    assert close(yields, hazard)
    gave = np.asarray(after.offices.holder)[:, 1] == -1
    quiet = np.asarray(after.people.silent)[:, 1] == 12
    assert (gave | quiet == yields).all() and not (gave & quiet).any()


# shared readings ----------------------------------------------------------------------------------------------------


def test_office_and_body_views(party):
    world, state = party
    assert views.offices_held(world, state)[1, Resource.ARMY] == 1
    assert views.seated(world, state, Role.CONTROL).sum() == 0
    assert views.seated(world, state, Role.COMMITTEE).sum() == COMMITTEE


def test_trust_at_the_start_is_believed_as_far_as_ties_are_credible(party):
    world, _ = party
    for belief in (0.0, 0.4):
        params = dataclasses.replace(DEFAULT, credibility=belief)
        trust = mechanisms.origin(KEYS[0], world, params).ties.trust
        expected = belief * DEFAULT.service_tie * world.ties.service * (1 - np.eye(24))
        assert np.allclose(trust, expected, atol=1e-6)


def test_who_leaves_holds_nothing_and_is_missed_by_his_coalition(party):
    _, state = party
    gone = jnp.zeros_like(state.people.alive).at[jnp.array([1, 8])].set(True)
    led = put(core_of(state, 0, 1), "organisations", secretary=jnp.full(12, 8, jnp.int32))
    after = views.leave_posts(led, gone)
    assert (after.bodies.seat[:, gone] == Seat.NONE).all() and (after.organisations.secretary == -1).all()
    assert after.offices.holder.tolist() == [0, -1, 2, 3] and not after.lineup.core[1] and after.lineup.lost
    assert not views.leave_posts(led, gone.at[1].set(False)).lineup.lost


def test_fear_makes_majorities_lopsided(party):
    world, state = party
    voters = views.seated(world, state, Role.COMMITTEE)
    shares = [
        float(
            (
                voting.expressed(DEFAULT, put(state, "country", fear=jnp.float32(fear)), 0.3 * voters, voters)
                * voters
            ).sum()
        )
        for fear in (0.0, 1.0)
    ]
    assert sigma(0.3) * COMMITTEE < shares[0] < shares[1] < COMMITTEE


@settings(deadline=None)
@given(
    hnp.arrays(
        np.float32,
        12,
        elements=st.one_of(st.floats(-10, 10, width=32), st.sampled_from([0.0, -0.0, 1.0, -1.0, -np.inf])),
    ),
    st.integers(-1, 15),
)
def test_the_best_are_those_that_sorting_puts_first(values, count):
    """With all equals of the last of them; none where none are asked for, all where more are than there are."""
    found = np.asarray(BEST(jnp.asarray(values), jnp.float32(count)))
    if count <= 0:
        assert not found.any()
    else:
        assert (found == (values >= np.sort(values)[::-1][min(count, len(values)) - 1])).all()


def test_drawn_parameters_have_names():
    values = jnp.arange(len(parameters.FIELDS), dtype=jnp.float32)
    drawn = parameters.Drawn(values)
    assert [float(getattr(drawn, name)) for name in parameters.FIELDS] == values.tolist()
    with pytest.raises(AttributeError, match="no parameter 'pase'"):
        drawn.pase  # noqa: B018
