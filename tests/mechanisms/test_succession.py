"""Succession: who is put forward for the first place, how the bureau votes, when it votes at all."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

import worlds
from loops import LEADERS, MANY, NUMBERS, Party, close, column, sigma, when
from politburo.vocab import Cause, EventKind, Resource, Rung, Seat

BUREAU, COMMITTEE = 1, 2
FIRST = {Resource.LEADERSHIP: 1.0}
RANKS = {0: FIRST, 1: {Resource.DEPUTY: 1.0}, 2: {Resource.EXECUTIVE: 0.5}}
OLD = 15  # he led before: of the committee, no contender


def placed(histories=MANY, *, ranks=RANKS, world=None, **facts):
    """A party of six candidates with a first place, held by person 0; nobody trusts or distrusts anybody."""
    world = worlds.ranked(world or worlds.small(), ranks, **facts)
    party = Party(world, histories, fill_first=1.0)
    party["trust"] = 0.0
    return party.core(*range(LEADERS))


def contested(**how):
    return placed(contested=True, predecessor=OLD, **how)


def only(party, *persons):
    """These alone can rule. Returns the party."""
    for i in set(range(LEADERS)) - set(persons):
        party["people.recanted"][:, i] = True
    return party


def voters(party, *persons):
    """These alone sit in the bureau. Returns the party."""
    party["people.seat"][:, :, BUREAU] = Seat.NONE
    party["people.seat"][:, list(persons), BUREAU] = Seat.FULL
    return party


def softmax(logits):
    weight = np.exp(logits)
    return weight / weight.sum()


def by_luck(shift):
    """Mean of sigma(g + shift) over the difference g of two Gumbel numbers, which is logistic."""
    u = (np.arange(100_000) + 0.5) / 100_000
    return sigma(np.log(u / (1 - u)) + shift).mean()


# --- who is put forward ---------------------------------------------------------------------------------------------------


def test_being_put_forward_is_a_logit_in_offices_seat_and_ties():
    """Five sit, person 3, a rival of the predecessor, does not; 4 is his friend, 5 his rival and client. All pairs by hand."""
    party = contested()
    world = party.facts
    documented = world.ties.documented.copy()
    documented[OLD, 3:6], documented[4, 5] = (-0.4, 0.3, -0.8), 0.5
    ties = dataclasses.replace(world.ties, documented=documented)
    party = contested(world=dataclasses.replace(world, ties=ties))
    party["people.seat"][:, 3, BUREAU] = Seat.NONE
    party["people.patron"][:, 5] = OLD
    logit = np.full(LEADERS, NUMBERS.claim_seat)
    logit += np.array([NUMBERS.claim_first, NUMBERS.claim_second, 0.5 * NUMBERS.claim_executive, 0, 0, 0])
    logit[3] -= NUMBERS.claim_seat
    logit[4:] += NUMBERS.succession_tie
    chance = softmax(logit)
    told = party.happen("succession", 0)
    pairs = np.sort(np.c_[column(told, "who"), column(told, "whom")], axis=1)
    assert len(told) == MANY
    for i, j in itertools.combinations(range(LEADERS), 2):
        expected = chance[i] * chance[j] * (1 / (1 - chance[i]) + 1 / (1 - chance[j]))
        assert close((pairs == (i, j)).all(1), expected), (i, j)


def test_of_equal_votes_the_first_wins_and_he_is_a_softmax_draw():
    """Nobody sits in the bureau: no votes, and no claim but of offices."""
    party = voters(contested())
    told = party.happen("succession", 0)
    logit = [NUMBERS.claim_first, NUMBERS.claim_second, 0.5 * NUMBERS.claim_executive, 0, 0, 0]
    assert (column(told, "ayes") == 0).all() and (column(told, "nays") == 0).all()
    assert all(close(column(told, "who") == i, chance) for i, chance in enumerate(softmax(logit)))


def test_a_tie_counts_only_to_him_who_led_before():
    """The friends of others, and he himself, have nothing of it."""
    world = worlds.small(unequal=False, appointer=None)
    documented = np.ones_like(world.ties.documented)
    documented[2] = np.arange(24) == 2  # person 2 led before, and has no friend but himself
    world = dataclasses.replace(world, ties=dataclasses.replace(world.ties, documented=documented))
    party = placed(world=world, ranks={0: FIRST}, predecessor=2)
    party.set(succession_tie=3.0)
    told = voters(party).happen("succession", 0)
    assert all(close(column(told, "who") == i, 1 / LEADERS) for i in range(LEADERS))


@pytest.mark.parametrize("bar", ["not eligible", "too ill", "dead", "recanted", "expelled"])
def test_only_those_who_can_rule_are_put_forward(bar):
    world = worlds.small()
    if bar == "not eligible":
        eligible = np.arange(24) != 1
        world = dataclasses.replace(world, people=dataclasses.replace(world.people, eligible=eligible))
    party = contested(world=world)
    if bar == "too ill":
        party["people.health"][:, 1] = NUMBERS.fit_to_lead - 0.01
    party["lineup.contender"] = np.arange(LEADERS)  # whoever they are
    party["people.alive"][:, 1] = bar != "dead"
    party["people.recanted"][:, 1] = bar == "recanted"
    if bar == "expelled":
        party["people.rung"][:, 1] = Rung.LOST_COMMITTEE
    told = party.happen("succession", 0)
    assert len(told) == MANY and 1 not in column(told, "who") and 1 not in column(told, "whom")


# --- the vote -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("better", [-0.6, 0.0, 0.6])
def test_a_voter_follows_appeal_and_trust(better):
    """One voter, two candidates outside the bureau, and luck integrated by hand."""
    party = only(voters(placed(ranks={0: FIRST}, contested=True), 5), 1, 2)
    party["trust"][:, 5, 1], party["trust"][:, 5, 2] = better, -0.1
    told = party.happen("succession", 0)
    assert (column(told, "ayes") == 1).all() and (column(told, "nays") == 0).all()
    assert close(column(told, "who") == 1, by_luck(NUMBERS.succession_trust * (better + 0.1)))


def test_candidates_vote_for_themselves_and_are_trusted_by_others():
    """Two of three sit and stand: whatever they think of each other, the third decides; he has a claim the less."""
    party = only(voters(placed(ranks={0: FIRST}, contested=True), 1, 2, 5), 1, 2)
    party["trust"][:, 1, 2], party["trust"][:, 2, 1] = 1.0, 1.0
    party["trust"][:, 5, 1] = 0.4
    told = party.happen("succession", 0)
    assert (column(told, "ayes") == 2).all() and (column(told, "nays") == 1).all()
    assert close(column(told, "who") == 1, by_luck(NUMBERS.succession_trust * 0.4))


def test_a_claim_speaks_to_voters_as_it_does_before():
    party = only(voters(placed(ranks={0: FIRST, 1: {Resource.DEPUTY: 1.0}}, contested=True), 5), 1, 2)
    told = party.happen("succession", 0)
    assert close(column(told, "who") == 1, by_luck(NUMBERS.claim_second))


def test_votes_add_up_to_the_seats_and_the_row_says_what_was_decided():
    party = contested()
    party["people.alive"][:, 5] = False  # his seat is empty
    told = party.happen("succession", 3)
    ayes, nays = column(told, "ayes"), column(told, "nays")
    assert (column(told, "kind") == EventKind.LEADER_CHOSEN).all()
    assert (ayes + nays == LEADERS - 1).all() and (ayes >= nays).all() and set(ayes) == {3, 4}
    assert (column(told, "thing") == 0).all() and (column(told, "body") == BUREAU).all()
    assert (column(told, "since") == -1).all() and (column(told, "abstentions") == 0).all()
    assert np.array_equal(
        column(told, "outcome") == 0, column(told, "who") == 0
    )  # confirmed, or a new leader
    assert (column(told, "whom") != column(told, "who")).all() and (column(told, "whom") >= 0).all()
    chosen = column(told, "who")
    for field in ("offices.holder", "lineup.leader", "lineup.former"):
        found = party[field][:, 0] if field == "offices.holder" else party[field]
        assert np.array_equal(found, chosen), field


def test_one_who_stands_alone_is_chosen_unopposed():
    party = only(contested(), 3)
    told = party.happen("succession", 0)
    assert (column(told, "who") == 3).all() and (column(told, "whom") == -1).all()
    assert (column(told, "ayes") == 1).all() and (column(told, "nays") == 0).all()
    assert not len(only(contested()).happen("succession", 0))  # nobody can be chosen


# --- when there is a vote -------------------------------------------------------------------------------------------------


def test_nobody_votes_on_a_place_that_is_held_or_that_does_not_exist():
    held = placed()
    nowhere = Party(worlds.small(), MANY, fill_first=1.0)
    nowhere["lineup.contested"] = True
    nowhere["offices.holder"] = -1
    for party in (held, nowhere):
        before = party.states.copy()
        assert not len(party.happen("succession", 0))
        assert np.array_equal(before["offices.holder"], party["offices.holder"])
        assert np.array_equal(before["lineup.leader"], party["lineup.leader"])


def test_a_vacancy_is_filled_at_its_rate():
    party = placed().core(1, 2)
    party.set(fill_first=0.3)
    party["offices.holder"][:, 0] = -1
    told = party.happen("succession", 0)
    assert close(when(party, told), 0.3) and (column(told, "cause") == Cause.VACANCY).all()
    assert set(column(told, "who")) == set(range(LEADERS))  # not of the core alone
    filled = party["offices.holder"][:, 0] >= 0
    assert np.array_equal(filled, when(party, told))


def test_a_place_that_no_body_fills_lapses_with_its_holder():
    party = placed(filled_by=-1, contested=True)
    party.set(fill_office=1.0)
    party["offices.holder"][:, 0] = -1
    for mechanism in ("succession", "appointments"):
        told = party.happen(mechanism, 0)
        assert not (column(told, "thing")[column(told, "kind") != EventKind.SECRETARIES] == 0).any()
    assert (party["offices.holder"][:, 0] == -1).all()


def test_no_appointment_fills_the_first_place():
    party = placed()
    party.set(fill_office=1.0)
    party["offices.holder"][:, [0, 1]] = -1
    party.happen("appointments", 0)
    assert (party["offices.holder"][:, 0] == -1).all() and (party["offices.holder"][:, 1] >= 0).all()


def test_one_too_ill_is_replaced_at_a_rate_of_its_own():
    party = placed()
    party.set(fill_ill=0.2)
    party["people.health"][:, 0] = 0.1
    party["people.core"][:, 0], party["lineup.away"] = False, True
    told = party.happen("succession", 0)
    assert close(when(party, told), 0.2) and (column(told, "cause") == Cause.CONTROL_OF_VOTES).all()
    assert 0 not in column(told, "who")
    assert np.array_equal(party["lineup.away"], ~when(party, told))


def test_one_who_is_only_away_is_not_voted_on():
    """He has recovered, and is not yet back in the core."""
    party = placed()
    party["people.core"][:, 0], party["lineup.away"] = False, True
    assert not len(party.happen("succession", 0))


def test_one_whom_the_core_dropped_is_replaced_from_the_core_alone():
    party = placed(ranks={0: FIRST}).core(3, 4, 5)
    party.set(fill_first=0.6)
    told = party.happen("succession", 0)
    assert close(when(party, told), 0.6) and (column(told, "cause") == Cause.LOST_MEMBER).all()
    assert set(column(told, "who")) == set(column(told, "whom")) == {3, 4, 5}
    assert (column(told, "outcome") == 1).all()


def test_an_open_question_is_voted_on_once():
    party = contested()
    party.set(fill_first=0.4)
    first = party.copy().happen("succession", 0)
    assert close(when(party, first), 0.4) and (column(first, "cause") == Cause.CONTROL_OF_VOTES).all()
    told = party.live(("succession",), 40)
    assert len(told) == MANY and when(party, told).all() and not party["lineup.contested"].any()


def test_no_regime_no_vote():
    party = contested()
    party["country.standing"] = False
    assert not len(party.happen("succession", 0))


# --- what it changes ------------------------------------------------------------------------------------------------------


def test_the_winner_joins_the_core_and_leaves_every_other_group():
    party = contested().core(0, 1)
    party["people.ring"][:, 2] = party["people.bloc"][:, 3] = True
    party["lineup.changed"] = -7
    party.happen("succession", 4)
    chosen = party["offices.holder"][:, 0]
    everyone = np.arange(MANY)
    assert party["people.core"][everyone, chosen].all()
    assert not party["people.ring"][everyone, chosen].any()
    assert not party["people.bloc"][everyone, chosen].any()
    new = chosen > 1
    assert {2, 3} <= set(chosen) and np.array_equal(party["lineup.changed"], np.where(new, 4, -7))
    assert (party["people.core"].sum(1) == 2 + new).all()
    assert party["people.ring"][chosen != 2, 2].all() and party["people.bloc"][chosen != 3, 3].all()


def test_he_who_was_chosen_is_the_predecessor_of_the_next():
    party = contested()
    party.happen("succession", 0)
    first = party["offices.holder"][:, 0].copy()
    party["offices.holder"][:, 0] = -1
    assert np.array_equal(party["lineup.former"], first) and not (first == OLD).any()


# --- properties -----------------------------------------------------------------------------------------------------------


def test_the_order_of_persons_does_not_matter():
    """Equals in other rows: who is chosen, against whom and by how many is told by their addresses."""
    world = worlds.small(unequal=False, appointer=None)
    found = []
    for order in (np.arange(LEADERS), np.array([3, 0, 5, 1, 4, 2])):
        address = np.arange(24, dtype=np.int32)
        address[:LEADERS] = order
        moved = dataclasses.replace(world, people=dataclasses.replace(world.people, address=address))
        party = placed(world=moved, ranks={0: FIRST})
        told = party.happen("succession", 0)
        who, whom = (address[column(told, name)] for name in ("who", "whom"))
        found.append(np.c_[who, whom, column(told, "ayes"), column(told, "nays")])
    assert np.array_equal(*found) and len(np.unique(found[0][:, 0])) == LEADERS


def test_equal_candidates_win_equally_often():
    party = placed(world=worlds.small(unequal=False, appointer=None), ranks={0: FIRST})
    told = party.happen("succession", 0)
    assert all(close(column(told, "who") == i, 1 / LEADERS) for i in range(LEADERS))


def test_one_without_place_has_the_odds_of_his_claim_and_takes_from_all_alike():
    """One without seat and rank among five who sit; without him the others' chances grow by one factor."""
    party = voters(contested(ranks={0: FIRST}))
    party.set(claim_first=3.0)
    alone = only(party.copy(), *range(5))
    chance, five = softmax([3.0, 0, 0, 0, 0, 0]), softmax([3.0, 0, 0, 0, 0])
    for other, expected in ((party, chance), (alone, five)):
        who = column(other.happen("succession", 0), "who")
        assert all(close(who == i, p) for i, p in enumerate(expected))
    assert np.allclose(chance[:5] / five, chance[0] / five[0])


def test_power_and_fame_have_no_say():
    """What counts is place, tie and trust; the rest of a contender's weight is not asked for."""
    party = contested()
    other = party.copy()
    for field in ("people.power", "people.seen", "people.prestige"):
        other[field] = np.linspace(0, 1, 24)
    assert np.array_equal(party.happen("succession", 0), other.happen("succession", 0))
