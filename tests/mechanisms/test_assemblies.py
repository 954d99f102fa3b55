"""Convening, congress, elections: when a congress sits, whom it elects, who enters the small bodies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loops import COMMITTEE, LEADERS, MANY, NUMBERS, Inside, close, column, of_kind, reals, uncompiled
from politburo.vocab import EventKind, Rung, Seat, Trait

BUREAU_ROW, COMMITTEE_ROW = 1, 2

# --- convening ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("month", "chance"), [(8, 0.0), (12, NUMBERS.punctuality), (13, 0.0), (24, 1.0)])
def test_a_congress_sits_when_due_or_late(party, month, chance):
    party.happen("convening", month)
    assert close(party["country.sitting"], chance)


# --- congress -------------------------------------------------------------------------------------------------------------


def sitting(party, *core):
    party["country.sitting"] = True
    return party.core(*core)


def test_the_committee_grows_at_its_rate(party):
    sitting(party, 0)
    held = party.copy()
    told = of_kind(party.happen("congress", 0), EventKind.CONGRESS)
    size = party["bodies.size"][:, COMMITTEE_ROW]
    foreign = NUMBERS.packing * (1 - 1 / COMMITTEE)  # one member rules and no other is his man
    low, high = (np.round(COMMITTEE * (1 + NUMBERS.growth * x * (1 + foreign))) for x in (0.5, 1.5))
    assert size.min() == low and size.max() == high
    full = party["people.seat"][:, :, COMMITTEE_ROW] == Seat.FULL
    assert (full.sum(1) == np.minimum(size, 24)).all() and full[:, 0].all()
    assert (column(told, "size") == full.sum(1)).all() and (party["country.congress_last"] == 0).all()
    was = np.arange(24) < COMMITTEE
    assert (column(told, "outcome") == (full & ~was).sum(1)).all()
    held["people.patron"], held["people.loyalty"] = 0, 1.0
    held.happen("congress", 0)
    assert held["bodies.size"][:, COMMITTEE_ROW].max() == np.round(COMMITTEE * (1 + NUMBERS.growth * 1.5))


def test_it_grows_up_to_a_bound(party):
    sitting(party, 0).set(growth=2.0, largest_committee=1.25)
    party.happen("congress", 0)
    assert (party["bodies.size"][:, COMMITTEE_ROW] == 20).all()


def test_members_stay_at_their_rates_and_the_hostile_as_far_as_delegates_are_free(party):
    """Where every secretary follows a ruler, all of `exclusion` is felt; where nobody does, none of it."""
    sitting(party, 0).set(largest_committee=0.5)
    party["bodies.size"][:, COMMITTEE_ROW] = 8  # no free places for the dropped
    party["people.attacked"][:, 3] = 1.0
    party["people.patron"][:, 9], party["people.loyalty"][:, 9] = 3, 0.5  # half as hostile as his patron
    for loyalty in (0.0, 1.0):
        ours = party.copy()
        ours["organisations.patron"], ours["organisations.loyalty"] = 0, loyalty
        ours.happen("congress", 0)
        stays = ours["people.seat"][:, :, COMMITTEE_ROW] == Seat.FULL
        assert stays[:, 0].all() and close(stays[:, 8], NUMBERS.retention)
        assert close(stays[:, 3], NUMBERS.retention * (1 - NUMBERS.exclusion * loyalty))
        assert close(stays[:, 9], NUMBERS.retention * (1 - NUMBERS.exclusion * 0.5 * loyalty))


def test_a_congress_that_does_not_sit_elects_nobody(party):
    before = party.core(0).states.copy()
    assert not len(party.happen("congress", 0))
    assert np.array_equal(before["people.seat"], party["people.seat"])


def test_the_slate_is_a_contest_of_scores(party):
    """One place between two who can be elected: by the logistic law of the difference of their scores."""
    sitting(party, 0).set(growth=0.0, retention=1.0)
    party["bodies.size"][:, COMMITTEE_ROW] = 15
    party["people.seat"][:, [9, 14], COMMITTEE_ROW] = Seat.NONE
    party["people.rung"][:, 16:] = Rung.LOST_COMMITTEE  # the reserves are out of the question
    party["people.prestige"][:, [9, 14]] = 0.5, 0.3
    party["people.patron"][:, 14], party["people.loyalty"][:, 14] = 0, 0.8
    party["organisations.patron"], party["organisations.loyalty"] = 0, 0.5  # control of the delegates
    party.happen("congress", 0)
    full = party["people.seat"][:, :, COMMITTEE_ROW] == Seat.FULL
    assert (full[:, [9, 14]].sum(1) == 1).all() and (full.sum(1) == 15).all()
    gap = NUMBERS.elect_prestige * 0.2 - NUMBERS.elect_faithful * 0.8 * 0.5
    assert close(full[:, 9], 1 / (1 + np.exp(-gap / NUMBERS.elect_noise)))


@pytest.mark.parametrize("favour", ["candidate", "secretary", "hostile", "ruling"])
def test_what_else_speaks_for_and_against(party, favour):
    sitting(party, 0).set(growth=0.0, retention=1.0)
    party["bodies.size"][:, COMMITTEE_ROW] = 15
    party["people.seat"][:, [9, 14], COMMITTEE_ROW] = Seat.NONE
    party["people.rung"][:, 16:] = Rung.LOST_COMMITTEE
    party["people.prestige"][:, [9, 14]] = 0.3
    gap = 1.0
    if favour == "candidate":
        party["people.seat"][:, 9, COMMITTEE_ROW] = Seat.CANDIDATE
    elif favour == "secretary":
        party["organisations.secretary"][:, 2] = 9
    elif favour == "hostile":
        party["people.attacked"][:, 14], gap = 1.0, NUMBERS.elect_hostile
    else:
        party["people.ring"][:, 9], gap = True, NUMBERS.elect_ruling
    party.happen("congress", 0)
    chosen = party["people.seat"][:, 9, COMMITTEE_ROW] == Seat.FULL
    assert close(chosen, 1 / (1 + np.exp(-gap / NUMBERS.elect_noise)))


def test_a_reserve_cadre_comes_from_an_organisation_and_brings_its_patron_and_opinion(party):
    sitting(party, 0)
    party["organisations.patron"][:, :3], party["organisations.loyalty"][:, :3] = (4, 5, 0), (0.6, 0.7, 0.8)
    party["organisations.members"][:, 2, 0] += 6000
    party["organisations.opinion"] = np.linspace(-0.5, 0.5, 12)[:, None]
    party.happen("congress", 0)
    patron, loyalty = party["people.patron"][:, 20], party["people.loyalty"][:, 20]
    for who, share, loyal in ((4, 1 / 18, 0.6), (5, 1 / 18, 0.7), (0, 7 / 18, 0.8)):
        assert close(patron == who, share) and (loyalty[patron == who] == loyal).all()
    place = np.searchsorted(np.linspace(-0.5, 0.5, 12), party["people.held"][:, 20, 1] - 1e-9)
    assert (place[patron == 5] == 1).all() and np.array_equal(
        party["people.held"][:, 20], party["people.shown"][:, 20]
    )
    assert (party["people.patron"][:, 9] == -1).all()  # who has a seat stands for himself


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.floats(-10, 10), st.sampled_from([0.0, -0.0, 1.0, -1.0])), min_size=1, max_size=30),
    st.data(),
)
def test_the_last_of_those_elected_is_the_one_that_sorting_finds(values, data):
    n = data.draw(st.integers(1, len(values)))
    assert uncompiled("mechanisms.congress").nth_largest(reals(values), len(values), n) == sorted(values)[-n]


# --- elections ------------------------------------------------------------------------------------------------------------


def test_a_vacancy_in_the_bureau_goes_to_a_member_of_the_core(party):
    party["people.seat"][:, [4, 5], BUREAU_ROW] = Seat.NONE
    party.core(0, 4).happen("elections", 0)
    bureau = party["people.seat"][:, :, BUREAU_ROW] == Seat.FULL
    assert (bureau.sum(1) == LEADERS - 1).all()  # one vacancy a meeting
    assert bureau[:, 4].mean() > 0.95


def test_the_choice_is_a_contest_of_scores(party):
    party["people.seat"][:, 5, BUREAU_ROW] = Seat.NONE
    party["people.seat"][:, 7:, COMMITTEE_ROW] = Seat.NONE  # only 5 and 6 can be elected
    party["people.ring"][:, :] = False
    party.core(0, 1)
    party["people.patron"][:, 6], party["people.loyalty"][:, 6] = 1, 0.4
    weight = (party["people.power"][0, :2] + 1e-6) / (party["people.power"][0, :2] + 1e-6).sum()
    score = weight @ party["trust"][0, :2] + party["people.prestige"][0]
    score += NUMBERS.bureau_skill * party["people.trait"][0, :, Trait.ADMINISTRATION]
    gap = score[5] - score[6] - 0.4
    inside, seen = Inside(party), uncompiled("mechanisms.elections")
    seen.find_candidates(*inside.all)
    assert [i for i in range(24) if inside.room.voters[i]] == list(range(7))
    party.happen("elections", 0)
    chosen = party["people.seat"][:, :, BUREAU_ROW] == Seat.FULL
    assert (chosen[:, [5, 6]].sum(1) == 1).all()
    assert close(chosen[:, 5], 1 / (1 + np.exp(-gap / NUMBERS.bureau_noise)))


def test_the_bureau_is_enlarged_for_a_ruler_who_lacks_a_seat(party):
    party["country.sitting"] = True
    party.core(0, 8).set(enlarge_bureau=0.3)
    party.happen("elections", 0)
    size = party["bodies.size"][:, BUREAU_ROW]
    larger = size == LEADERS + 1
    assert close(larger, 0.3) and (size[~larger] == LEADERS).all()
    full = (party["people.seat"][:, :, BUREAU_ROW] == Seat.FULL).sum(1)
    assert (full == size).all() and len(full) == MANY
