"""Ballots and the model of votes: utilities, conformity, tallies, delegations."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from loops import COMMITTEE, MANY, NUMBERS, Inside, Party, column, of_kind, sigma, uncompiled
from politburo.vocab import Arena, EventKind, Role, Rung, Seat, Stratum

BUREAU_ROW, COMMITTEE_ROW = 1, 2


def silent(x):
    """Chance that one who leans by x abstains."""
    return NUMBERS.abstention * np.exp(-(x**2) / 4)


# --- bodies ---------------------------------------------------------------------------------------------------------------


def test_tallies_are_binomial(equal):
    """Fourteen equal members without conformity: ayes, nays and abstentions have the multinomial's mean and spread."""
    equal.core(0).motion(0, 1, COMMITTEE_ROW, Rung.CENSURED).set(bandwagon=0.0)
    equal["country.fear"] = 0.0
    told = equal.happen("ballots", 0)
    ayes, nays, out = (column(told, name) for name in ("ayes", "nays", "abstentions"))
    assert len(told) == MANY and (ayes + nays + out == COMMITTEE).all()
    u, side = NUMBERS.vote_incumbent, NUMBERS.vote_side
    p, sure, against = ((1 - silent(x)) * sigma(x) for x in (u, u + side, u - side))
    mean = 14 * p + sure + against
    spread = 14 * p * (1 - p) + sure * (1 - sure) + against * (1 - against)
    assert abs(ayes.mean() - mean) < 5 * np.sqrt(spread / MANY)
    assert abs(ayes.var() / spread - 1) < 5 * np.sqrt(2 / MANY)
    assert abs(out.mean() - 14 * silent(u) - silent(u + side) - silent(u - side)) < 5 * np.sqrt(
        16 * 0.2 / MANY
    )
    carried = column(told, "outcome") == 1
    assert (carried == (ayes > 0.5 * (ayes + nays))).all()
    assert np.array_equal(equal["motions.carried"][:, 0], carried)


@pytest.mark.parametrize(
    ("rung", "body", "need"),
    [
        (Rung.LOST_BUREAU, COMMITTEE_ROW, 1 / 2),
        (Rung.LOST_COMMITTEE, COMMITTEE_ROW, 2 / 3),
        (Rung.LOST_POST, BUREAU_ROW, 1 / 2),
    ],
)
def test_a_seat_of_the_committee_needs_a_larger_majority(party, rung, body, need):
    """The tie is lost: the requirement must be exceeded."""
    party.core(0).motion(0, 1, body, rung).set(abstention=0.0)
    told = party.happen("ballots", 0)
    ayes, nays = column(told, "ayes"), column(told, "nays")
    assert (ayes + nays == (COMMITTEE if body == COMMITTEE_ROW else 6)).all()
    carried = column(told, "outcome") == 1
    assert (carried == (ayes * 6 > round(6 * need) * (ayes + nays))).all()
    assert carried.any() and not carried.all()


def test_private_utility_is_the_formula(party):
    """Sides, patrons, trust, policy and prestige, each by hand for one member of the committee who has it."""
    party.core(0, 2).motion(0, 1, COMMITTEE_ROW, Rung.CENSURED)
    party["people.side"][:, 2, 0] = True
    party["motions.dispute"][:, 0] = 1
    party["people.patron"][:, 7], party["people.loyalty"][:, 7] = 1, 0.5
    party["people.patron"][:, 8], party["people.loyalty"][:, 8] = 5, 0.9  # a patron who stands on no side
    inside, voting = Inside(party), uncompiled("model.voting")
    room = inside.room
    for i in range(24):
        room.side[i], room.against[i], room.voter[i] = i in (0, 2), i == 1, i
    common, closing = voting.face(*inside.all, 1)
    voting.weigh_persons(*inside.all, COMMITTEE, 1, common, closing)
    power, trust = party["people.power"][0] + 1e-6, party["trust"][0]
    shown, held = party["people.shown"][0, :, 1], party["people.held"][0, :, 1]
    prestige = party["people.prestige"][0]
    edge = np.log((max(prestige[[0, 2]]) + NUMBERS.obscure) / (prestige[1] + NUMBERS.obscure))
    ours = (power[0] * shown[0] + power[2] * shown[2]) / (power[0] + power[2])
    sides = np.zeros(24)
    sides[[0, 2]], sides[1], sides[7] = 1, -1, -0.5
    regard = (trust[:, 0] * power[0] + trust[:, 2] * power[2]) / (power[0] + power[2]) - trust[:, 1]
    nearer = (abs(held - shown[1]) - abs(held - ours)) / 2 * party["country.salience"][0, 1]
    expected = NUMBERS.vote_incumbent + NUMBERS.vote_prestige * np.clip(edge, -1.5, 1.5)
    expected = expected + NUMBERS.vote_side * (
        sides + NUMBERS.vote_trust * np.clip(regard, -1, 1) * (1 - abs(sides))
    )
    expected += NUMBERS.vote_policy * nearer
    assert np.allclose(room.utility[:COMMITTEE], expected[:COMMITTEE])


def test_a_liability_used_as_a_weapon_moves_votes(equal):
    equal.core(0).motion(0, 1, COMMITTEE_ROW, Rung.CENSURED).set(bandwagon=0.0, liability_on_votes=2.0)
    equal["country.fear"] = 0.0
    equal["motions.weapon"][:, 0] = 0
    told = equal.happen("ballots", 0)
    u, side = NUMBERS.vote_incumbent + 2.0 * 0.5, NUMBERS.vote_side
    mean = sum(n * (1 - silent(x)) * sigma(x) for n, x in ((14, u), (1, u + side), (1, u - side)))
    assert abs(column(told, "ayes").mean() - mean) < 5 * np.sqrt(COMMITTEE / 4 / MANY)
    assert (column(told, "weapon") == 0).all()


def test_fear_makes_majorities_lopsided(party):
    """The expected majority draws the undecided, more of them where there is fear; up to a cap."""
    inside, voting = Inside(party), uncompiled("model.voting")
    shares = []
    for fear in (0.0, 0.2, 50.0, 60.0):
        party["country.fear"] = fear
        for n in range(COMMITTEE):
            inside.room.utility[n] = 0.3
        voting.express(inside.params, inside.state, inside.room, COMMITTEE, 4)
        shares.append(sum(inside.room.chance[:COMMITTEE]))
    assert sigma(0.3) * COMMITTEE < shares[0] < shares[1] < shares[2] == shares[3] < COMMITTEE


def test_conformity_is_a_fixed_number_of_best_guesses(party):
    inside, voting = Inside(party), uncompiled("model.voting")
    party["country.fear"] = 0.5
    utility = np.linspace(-1, 2, COMMITTEE)
    for n in range(COMMITTEE):
        inside.room.utility[n] = utility[n]
    voting.express(inside.params, inside.state, inside.room, COMMITTEE, 3)
    weight = min(NUMBERS.bandwagon + NUMBERS.fear_on_votes * 0.5, NUMBERS.conformity_cap)
    chance = sigma(utility)
    for _ in range(3):
        chance = sigma(utility + weight * np.clip(NUMBERS.conformity_slope * (2 * chance.mean() - 1), -1, 1))
    assert np.allclose(inside.room.chance[:COMMITTEE], chance)


# --- organisations --------------------------------------------------------------------------------------------------------


def test_delegations_are_whole_and_the_congress_is_full(party):
    hall = party.copy().core(0).motion(0, 1, 0, Rung.CENSURED)
    told = hall.happen("ballots", 0)
    votes = sum(column(told, name) for name in ("ayes", "nays", "abstentions"))
    assert len(told) == MANY and (votes == 120).all()
    everyone = party.core(0).motion(0, 1, int(Arena.PARTY), Rung.CENSURED)
    told = everyone.happen("ballots", 0)
    votes = sum(column(told, name) for name in ("ayes", "nays", "abstentions"))
    assert len(told) == 2 * MANY and (votes == 12000).all()
    lost = column(of_kind(told, EventKind.PARTY_VOTE), "size")
    assert ((lost >= 0) & (lost <= 12)).all()


@settings(deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=12, max_size=12).filter(any), st.integers(1, 400))
def test_largest_remainders_get_the_places_that_are_left(sizes, places):
    party = Party(worlds.small(), begun=False)
    party["organisations.members"] = 0.0
    party["organisations.members"][0, :, 1] = sizes
    party["bodies.size"][:, 0] = places
    inside = Inside(party)
    uncompiled("model.readings").count_delegates(inside.world, inside.state, inside.room)
    out = inside.room.by_organisation[0]
    uncompiled("mechanisms.ballots").whole_delegations(inside.world, inside.state, inside.room, out)
    exact = places * np.array(sizes) / sum(sizes)
    found, order = np.array(out[:12]), exact - np.floor(exact) + 1e-6 * np.arange(12)
    assert found.sum() == places and (abs(found - exact) < 1).all()
    more = found > np.floor(exact + 1e-9)
    if more.any() and not more.all():
        assert order[more].min() >= order[~more].max() - 1e-5


def test_a_delegation_follows_its_secretary_as_far_as_he_holds_it(party):
    """Chance of a delegate's aye: the secretary's choice in the measure of his grip, else the members'. No conformity."""
    party.core(0)
    party["organisations.patron"][:, :3] = 0, 1, -1
    party["organisations.loyalty"][:, :3] = 0.8, 0.4, 0.0
    party["organisations.appointed"] = 0.5
    party["organisations.appointed"][:, :3] = 0.5, 1.0, 0.2
    party["organisations.opinion"][:, :, 1] = np.linspace(-1, 1, 12)
    inside, voting = Inside(party), uncompiled("model.voting")
    room = inside.room
    for i in range(24):
        room.side[i], room.against[i] = i == 0, i == 1
    uncompiled("model.readings").count_delegates(inside.world, inside.state, room)
    common, closing = voting.face(*inside.all, 1)
    voting.weigh_organisations(*inside.all, 1, common, closing)
    voting.express_by_organisation(*inside.all, 0.7, 0)
    opinion, shown = party["organisations.opinion"][0, :, 1], party["people.shown"][0, :2, 1]
    policy = (abs(opinion - shown[1]) - abs(opinion - shown[0])) / 2 * party["country.salience"][0, 1]
    side = np.r_[0.8, -0.4, np.zeros(10)]
    hold = np.r_[0.8, 1.0, 0.2, np.full(9, 0.5)]
    grip = np.clip(NUMBERS.secretary_control * (NUMBERS.grip_least + NUMBERS.grip_by_loyalty * hold), 0, 1)
    secretary = common + NUMBERS.vote_side * side + NUMBERS.vote_policy * policy
    members = common + NUMBERS.vote_policy * policy  # both sides appeal alike
    expected = grip * sigma(NUMBERS.firmness * secretary) + (1 - grip) * sigma(members + 0.7)
    assert np.allclose(room.chorus[:12], expected)


def test_members_hear_those_who_appeal_to_them(party):
    appeal = party.facts.people.appeal.copy()
    appeal[0], appeal[1] = 0.5, 0.5
    appeal[0, Stratum.WORKERS] = 0.9
    people = dataclasses.replace(party.facts.people, appeal=appeal)
    party = Party(dataclasses.replace(party.facts, people=people)).core(0)
    inside, voting = Inside(party), uncompiled("model.voting")
    for i in range(24):
        inside.room.side[i], inside.room.against[i] = i == 0, i == 1
    common, closing = voting.face(*inside.all, -1)
    voting.weigh_organisations(*inside.all, -1, common, closing)
    assert np.allclose(
        inside.room.wish[:12], common + NUMBERS.vote_appeal * 0.6 * 0.4
    )  # three in five are workers


def test_secretaries_with_an_interest_of_their_own_vote_for_closing_debate(party):
    party.core(0)
    party["people.shown"][:, 0, 0], party["people.shown"][:, 1, 0] = -0.8, 0.8
    voting, asked = uncompiled("model.voting"), []
    for interest in (0.0, 2.0):
        party.set(self_interest=interest)
        inside = Inside(party)
        for i in range(24):
            inside.room.side[i], inside.room.against[i] = i == 0, i == 1
        common, closing = voting.face(*inside.all, -1)
        voting.weigh_organisations(*inside.all, -1, common, closing)
        asked.append((np.array(inside.room.secretary[:12]), np.array(inside.room.wish[:12])))
    (plain, wish), (interested, same) = asked
    assert np.allclose(interested - plain, 2.0 * 0.8) and np.array_equal(same, wish)


def test_what_is_fought_in_the_press_is_told_and_not_voted(party):
    told = party.core(0).motion(0, 1, int(Arena.PRESS), Rung.CENSURED).happen("ballots", 0)
    assert len(told) == MANY and (column(told, "outcome") == -1).all() and (column(told, "ayes") == 0).all()
    assert not party["motions.carried"].any()


def test_nothing_is_decided_while_the_committee_does_not_meet(party):
    party.core(0).motion(0, 1, COMMITTEE_ROW, Rung.CENSURED)
    assert not len(party.happen("ballots", 1))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 1), st.floats(-6, 6))
def test_ayes_are_whole_numbers_of_those_who_vote(n, p, z):
    ayes = uncompiled("mechanisms.ballots").binomial(float(n), p, z)
    assert 0 <= ayes <= n and ayes == round(ayes)
    assert abs(ayes - min(max(n * p + np.sqrt(n * p * (1 - p)) * z, 0), n)) <= 0.5


# --- shared readings ------------------------------------------------------------------------------------------------------


def test_seats_and_offices_are_read_off_the_institutions(party):
    readings, inside = uncompiled("model.readings"), Inside(party)
    seated = lambda role: [i for i in range(24) if readings.seated(inside.world, inside.state, role, i)]  # noqa: E731
    assert not seated(Role.CONTROL) and seated(Role.COMMITTEE) == list(range(COMMITTEE))
    party["people.alive"][:, 3], party["people.seat"][:, 4, COMMITTEE_ROW] = False, Seat.CANDIDATE
    assert seated(Role.COMMITTEE) == [0, 1, 2, *range(5, COMMITTEE)]
    assert [readings.holder_of(inside.world, inside.state, r) for r in (0, 1, 3)] == [0, 1, 2]
    assert [readings.first_office(inside.world, inside.state, i) for i in (2, 9)] == [2, -1]


def test_who_leaves_holds_nothing_and_is_missed_by_his_coalition(party):
    readings, inside = uncompiled("model.readings"), Inside(party.core(0, 1))
    party["organisations.secretary"] = 8
    readings.leave_posts(inside.world, inside.state, 8)
    assert not party["lineup.lost"][0] and (party["organisations.secretary"][0] == -1).all()
    readings.leave_posts(inside.world, inside.state, 1)
    assert (party["people.seat"][0, [1, 8]] == Seat.NONE).all() and party["lineup.lost"][0]
    assert party["offices.holder"][0].tolist() == [0, -1, 2, 3] and not party["people.core"][0, 1]
