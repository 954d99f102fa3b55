"""Standing: who has how much power, who contends, and which sets of contenders would hold together."""

from __future__ import annotations

import dataclasses
import itertools
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from loops import COMMITTEE, LEADERS, NUMBERS, Inside, Party, uncompiled
from politburo import engine
from politburo.model.codes import OF
from politburo.model.records import DRAWS
from politburo.power.coalitions import self_enforcing
from politburo.vocab import Resource, Rung, Seat

PERSONS = 24


def shares(weight):
    """Powers as shares of the sum of the six strongest."""
    return weight / np.sort(weight)[-6:].sum()


def formula(prestige, office, seat, institution, formal=None):
    """Power by the written formula, for those in good health who lend to nobody and have no apparatus."""
    share = NUMBERS.institution_share
    informal = NUMBERS.prestige_weight * prestige / prestige.sum() + (1 - NUMBERS.prestige_weight) * office
    return (
        NUMBERS.formal_weight * (share * institution + (1 - share) * seat / 2 if formal is None else formal)
        + (1 - NUMBERS.formal_weight) * informal
    )


def institutions(claim):
    """Each one's share of the institutions, from the claims."""
    return (np.exp(claim) - 1) / (np.exp(claim) - 1).sum()


BUREAU = np.arange(PERSONS) < LEADERS
PLACE = BUREAU / LEADERS  # six seats in the bureau, and no ranks
SEAT = np.r_[np.ones(COMMITTEE), np.zeros(PERSONS - COMMITTEE)] / COMMITTEE
OFFICE = np.array([0, 1, 1, 1] + [0] * 20) / NUMBERS.reference_offices


def alone(world=None, **changed):
    """One history of a world, before the first month and without powers."""
    return Party(world or worlds.small(illness=5), begun=False, **changed)


def test_power_is_the_formula(party):
    expected = shares(formula(party.facts.people.prestige, OFFICE, SEAT, PLACE))
    assert np.allclose(party["people.power"], expected, atol=1e-12)
    assert np.array_equal(party["people.power"], party["people.seen"])


# --- place in the institutions --------------------------------------------------------------------------------------------


RANKS = {
    0: {Resource.LEADERSHIP: 1.0},
    1: {Resource.DEPUTY: 1.0},
    2: {Resource.EXECUTIVE: 0.5},
    3: {Resource.DEPUTY: 1.0, Resource.EXECUTIVE: 1.0},
}


def claims(party):
    """What everybody's place is worth, as the loops have it."""
    inside = Inside(party)
    world, params, state, room = inside.all
    uncompiled("model.readings").claims(world, params, state, room.by_person[5])
    return np.array([room.by_person[5][i] for i in range(PERSONS)])


def by_place(**changed):
    """Powers of a party in which a place in the institutions is all that counts, before they are divided."""
    party = alone(worlds.ranked(worlds.small(), RANKS), formal_weight=1.0, institution_share=1.0, **changed)
    return party, lambda: engine.power(party.world, party.params, party.states)[0, 0]


def test_claims_are_seat_and_ranks():
    party = alone(worlds.ranked(worlds.small(), RANKS))
    expected = NUMBERS.claim_seat * BUREAU
    expected[0] += NUMBERS.claim_first
    expected[1] += NUMBERS.claim_second
    expected[2] += 0.5 * NUMBERS.claim_executive
    expected[3] += NUMBERS.claim_second + NUMBERS.claim_executive
    assert np.allclose(claims(party), expected)
    party["people.alive"][:, 1] = False
    party["people.seat"][:, 4, 1] = Seat.CANDIDATE  # no full seat
    party["offices.established"][:, 2] = False  # a post that does not exist yet
    expected[[1, 4]] = NUMBERS.claim_second, 0
    expected[2] = NUMBERS.claim_seat
    assert np.allclose(claims(party), expected)


@pytest.mark.parametrize("rank", [Resource.DEPUTY, Resource.EXECUTIVE])
def test_a_second_office_of_one_rank_adds_nothing(rank):
    """Two deputies' posts are one rank; two ranks are two, in whatever order he holds the posts."""
    worth = {Resource.DEPUTY: NUMBERS.claim_second, Resource.EXECUTIVE: NUMBERS.claim_executive}
    other = Resource.DEPUTY + Resource.EXECUTIVE - rank
    world = worlds.ranked(worlds.small(), {1: {rank: 1.0}, 2: {rank: 1.0}, 3: {rank: 1.0, other: 1.0}})
    party = alone(world)
    party["offices.holder"] = (-1, 4, 4, -1)
    assert np.isclose(claims(party)[4], NUMBERS.claim_seat + worth[rank])
    party["offices.holder"] = (-1, 4, 5, 4)
    assert np.isclose(claims(party)[4], NUMBERS.claim_seat + sum(worth.values()))
    assert np.isclose(claims(party)[5], NUMBERS.claim_seat + worth[rank])


def test_places_in_the_institutions_are_shared_out():
    """Shares sum to one; a rank multiplies a part; who has neither seat nor rank has nothing."""
    party, power = by_place()
    party["offices.holder"][:, 1] = 8  # a deputy without a seat
    claim = NUMBERS.claim_seat * BUREAU
    claim[[0, 8]] = NUMBERS.claim_seat + NUMBERS.claim_first, NUMBERS.claim_second
    claim[2] += 0.5 * NUMBERS.claim_executive
    claim[3] += NUMBERS.claim_second + NUMBERS.claim_executive
    assert np.allclose(power(), institutions(claim))
    assert np.isclose(power().sum(), 1) and np.array_equal(power() > 0, claim > 0)
    party["people.alive"][:, 0] = False  # what a dead man had is shared by the others
    claim[0] = 0
    assert np.allclose(power(), institutions(claim))


def test_a_seat_and_a_rank_each_give_power_and_take_it_from_others():
    party, power = by_place()
    party["people.seat"][:, 5, 1] = Seat.NONE
    party["offices.holder"] = -1
    before = power()
    assert before[5] == 0
    party["people.seat"][:, 5, 1] = Seat.FULL
    seated = power()
    party["offices.holder"][:, 1] = 5
    ranked = power()
    others = np.arange(5)
    assert before[5] < seated[5] < ranked[5]
    assert (before[others] > seated[others]).all() and (seated[others] > ranked[others]).all()


def test_the_institutions_weigh_their_share_of_the_formal_part():
    """The formal part of a member of the committee outside the bureau falls in proportion to what the institutions weigh."""
    found = []
    for share in (0.0, 0.5, 1.0):
        party = alone(formal_weight=1.0, institution_share=share)
        found.append(engine.power(party.world, party.params, party.states)[0, 0])
    assert np.allclose(found[0], SEAT / 2) and np.allclose(found[2], PLACE)
    assert np.allclose(found[1], (found[0] + found[2]) / 2)


def test_a_rank_has_no_weight_among_offices():
    party = alone(worlds.ranked(worlds.small(), RANKS), formal_weight=0.0, prestige_weight=0.0)
    power = engine.power(party.world, party.params, party.states)[0, 0]
    assert np.allclose(power, OFFICE)


# --- what else counts -----------------------------------------------------------------------------------------------------


def test_what_a_patron_commands_is_his_power():
    """Of the delegates of a secretary loyal in seven parts, seven tenths are the patron's and three his own."""
    party = alone(formal_weight=1.0, institution_share=0.3)
    party["people.seat"] = Seat.NONE  # and so nobody has a place in the institutions
    party["organisations.patron"], party["organisations.secretary"] = 4, 5
    party["organisations.loyalty"] = 0.7
    party.happen("standing", 0)
    assert np.allclose(party["people.power"][0, [4, 5]], [0.7, 0.3])
    assert np.isclose(party["people.power"].sum(), 1)


def test_a_client_lends_his_power_and_votes_with_his_patron():
    party = alone()
    party["people.patron"][:, 8], party["people.loyalty"][:, 8] = 2, 0.6
    party.happen("standing", 0)
    seat = SEAT.copy()
    seat[2] += 0.6 / COMMITTEE
    expected = formula(party.facts.people.prestige, OFFICE, seat, PLACE)
    lent = NUMBERS.lending * 0.6 * expected[8]
    expected[2] += lent
    expected[8] -= lent
    assert np.allclose(party["people.power"][0], shares(expected))
    fallen = alone()
    fallen["people.patron"][:, 8], fallen["people.loyalty"][:, 8] = 2, 0.6
    fallen["people.rung"][:, 2] = Rung.EXPELLED  # to one who is outside politics nobody lends
    fallen.happen("standing", 0)
    assert np.isclose(
        fallen["people.power"][0, 8] / fallen["people.power"][0, 9],
        formula(party.facts.people.prestige, OFFICE, seat, PLACE)[8]
        / formula(party.facts.people.prestige, OFFICE, seat, PLACE)[9],
    )


def test_sanctions_recantation_illness_and_expulsion_cost_power():
    party = alone(rung_exponent=2.0)
    party["people.rung"][:, 1] = Rung.LOST_BUREAU
    party["people.recanted"][:, 2] = True
    party["people.member"][:, 3] = False
    party["people.health"][:, 4] = 0.25
    party.happen("standing", 0)
    part = np.ones(PERSONS)
    part[1:5] = 1 - 0.5**2, NUMBERS.recanted_weight, NUMBERS.outside_party, 0.25
    expected = shares(part * formula(party.facts.people.prestige, OFFICE, SEAT, PLACE))
    assert np.allclose(party["people.power"][0], expected)


def test_force_over_votes_counts_arms_and_what_is_known_against_a_man():
    party = alone(force_over_votes=1.0)
    party.happen("standing", 0)
    arms, clean = np.zeros(PERSONS), np.ones(PERSONS)
    arms[1], clean[1] = 0.5, 0.5  # all of the army and no police; half his name is tarnished
    expected = shares(clean * formula(party.facts.people.prestige, OFFICE, SEAT, PLACE, formal=arms))
    assert np.allclose(party["people.power"][0], expected)


def test_others_see_power_late():
    party = alone(sight=0.25)
    party.happen("standing", 0)
    before = party["people.seen"].copy()
    party["people.prestige"][:, 0] = 0.0
    party.happen("standing", 1)
    expected = before + 0.25 * (party["people.power"] - before)
    assert np.allclose(party["people.seen"], expected) and not np.allclose(before, party["people.power"])


def test_of_equals_those_contend_whose_address_says_so():
    """The rows do not decide: the same persons in the same order, however the table is sorted."""
    called = set()
    for seed in range(6):
        world = worlds.small(unequal=False, appointer=None)
        address = np.random.default_rng(seed).permutation(PERSONS).astype(np.int32)
        world = dataclasses.replace(world, people=dataclasses.replace(world.people, address=address))
        party = alone(world, sight=0.0)
        party["people.prestige"], party["people.seat"], party["offices.holder"] = 0.5, Seat.NONE, -1
        party["people.core"] = party["people.bloc"] = False
        party.happen("standing", 0)
        called.add(tuple(address[party["lineup.contender"][0]]))
    assert called == {tuple(range(PERSONS - 1, PERSONS - 7, -1))}


def test_contenders_are_the_strongest_with_a_head_start_for_coalition_and_bloc(party):
    """In the order of their power, whatever brought them in."""
    party["people.core"] = party["people.ring"] = party["people.bloc"] = False
    party["people.ring"][:, 6], party["people.bloc"][:, 7] = True, True
    party.set(remain=1.0)
    party.happen("standing", 2)
    power, contender = party["people.power"], party["lineup.contender"]
    assert set(contender[0]) == {0, 1, 2, 3, 6, 7}
    assert (np.diff(np.take_along_axis(power, contender, 1), axis=1) <= 0).all()


def test_who_may_not_rule_does_not_contend(party):
    party["people.alive"][:, 1] = False
    before = party["lineup.contender"].copy()
    party.happen("standing", 1)  # the committee does not meet
    assert np.array_equal(party["lineup.contender"], before)
    party.happen("standing", 2)
    assert (before == 1).any() and not (party["lineup.contender"] == 1).any()


# --- sets that hold together ----------------------------------------------------------------------------------------------


def named(powers, **changed):
    """A party in which power is prestige alone, and is judged without noise; these powers, the rest has none."""
    party = alone(
        worlds.small(contenders=len(powers), leaders=12, reserves=0),
        formal_weight=0.0,
        prestige_weight=1.0,
        **{"power_noise": 0.0} | changed,
    )
    party["people.prestige"] = 0.0
    party["people.prestige"][0, : len(powers)] = powers
    party.happen("standing", 0)
    return party


def sets_of(n):
    return np.arange(1 << n)[:, None] >> np.arange(n) & 1 == 1


def test_equal_persons_rule_in_groups_of_one_less_than_a_power_of_two():
    """Sizes 1, 3, 7, 15 hold among near equals (Acemoglu, Egorov & Sonin 2008), in the engine and by definition.

    Near equals: of two exact equals neither can expel the other.
    """
    power = [1000 + n * n for n in range(15)]
    sizes = (1, 2, 3, 4, 6, 7, 8, 14, 15)
    assert [n for n in sizes if self_enforcing(power[:n], range(n))] == [1, 3, 7, 15]
    stable = named(np.array(power[:12]) / 1200, threshold=0.5)["stable"][0]
    assert set(stable) == {0, DRAWS}
    assert set(sets_of(12).sum(1)[stable == DRAWS]) == {0, 1, 3, 7}


def holding(whole, threshold):
    """Which sets of persons with these powers are self-enforcing, by the definition, bool[2**n].

    A set holds if no part of it is both more than the threshold of it and itself a set that holds: every part is tried.
    """
    n, holds = len(whole), set()
    for size in range(n + 1):
        for group in itertools.combinations(range(n), size):
            weight = sum(whole[i] for i in group)
            parts = (part for m in range(1, size) for part in itertools.combinations(group, m))
            if not any(sum(whole[i] for i in part) > threshold * weight and part in holds for part in parts):
                holds.add(group)
    return np.array([tuple(np.flatnonzero(members)) in holds for members in sets_of(n)])


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 60), min_size=6, max_size=6, unique=True), st.sampled_from([0.5, 0.625, 0.75]))
def test_sets_are_self_enforcing_by_the_definition(powers, threshold):
    party = named(np.array(powers) / 60, threshold=threshold)
    whole = [round(powers[i] / sum(powers) * 2**14) for i in party["lineup.contender"][0]]
    assert np.array_equal(party["stable"][0] == DRAWS, holding(whole, threshold))


@pytest.mark.parametrize("month", [0, 2, 4, 6])
def test_a_set_is_judged_in_several_pictures_of_the_powers(month):
    """Each picture with a normal number for every contender, by hand; counted are those in which a set holds."""
    party = named([0.6, 0.5, 0.45, 0.4, 0.3, 0.2], power_noise=0.4, threshold=0.625)
    party.happen("standing", month)
    inside, rng = Inside(party), uncompiled("rng")
    luck, contender = inside.luck("standing", month), party["lineup.contender"][0]
    expected = np.zeros(64, int)
    for draw in range(DRAWS):
        u = [rng.uniform(luck, OF["PERSON"], int(party.facts.people.address[i]), draw) for i in contender]
        noisy = party["people.power"][0, contender] * np.exp(
            0.4 * np.array([NormalDist().inv_cdf(x) for x in u])
        )
        expected += holding([max(round(x / noisy.sum() * 2**14), 1) for x in noisy], 0.625)
    assert np.array_equal(party["stable"][0], expected) and set(expected) - {0, DRAWS}


@pytest.mark.parametrize(("rung", "holds"), [(Rung.LOST_COMMITTEE, DRAWS), (Rung.EXPELLED, 0)])
def test_one_who_is_outside_politics_holds_no_balance(rung, holds):
    """Powers 5, 6 and 7 hold together, since the third cannot expel the others; but not if the first no longer counts."""
    party = alone(
        worlds.small(contenders=3), formal_weight=0.0, prestige_weight=1.0, remain=5.0, rung_exponent=9.0
    )
    party.set(power_noise=0.0, threshold=0.5)
    party["people.prestige"] = np.where(np.arange(PERSONS) < 3, 0.5 + 0.1 * np.arange(PERSONS), 0.0)
    party["people.core"] = np.arange(PERSONS) < 3
    party["people.rung"][:, 0] = rung
    party.happen("standing", 0)
    assert set(party["lineup.contender"][0]) == {0, 1, 2}
    assert party["stable"][0][7] == holds


@pytest.mark.parametrize("month", [0, 2])
def test_the_power_to_appoint_is_no_power_of_its_own(month):
    world = worlds.small(illness=5)
    resource = world.offices.resource.copy()
    resource[:, Resource.APPOINTMENTS] = 9.0
    rich = dataclasses.replace(world, offices=dataclasses.replace(world.offices, resource=resource))
    one, other = alone(world), alone(rich)
    one.happen("standing", month)
    other.happen("standing", month)
    assert np.array_equal(one["people.power"], other["people.power"])
