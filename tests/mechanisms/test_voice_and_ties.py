"""Voice, ties and the start: opinion, prestige, positions, trust."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import worlds
from loops import DEFAULT, MANY, NUMBERS, Party, close
from politburo.vocab import Arena, Axis, Resource, Rung, Seat, Trait

# --- voice ----------------------------------------------------------------------------------------------------------------


def test_opinion_averages_to_the_friedkin_johnsen_point():
    message, pace, anchor = np.array([0.5, -0.3, 0.2]), 0.06, 0.02
    party = Party(worlds.small(illness=5, months=300), turn=0.0, opinion_pace=pace, anchor=anchor)
    party["organisations.appointed"] = 0.0
    party["people.held"] = party["people.shown"] = message
    party.live(("voice",), 300)
    own = np.zeros((12, 3))
    own[:2, 2] += NUMBERS.autonomy  # two republics, on the axis of centre and parts
    expected = (pace * message + anchor * own) / (pace + anchor)
    assert np.allclose(party["organisations.opinion"], expected, atol=1e-6)
    assert party.facts.disputes.axis[2] == Axis.CENTRE


def test_opinion_hears_the_secretarys_patron_and_those_with_reach(party):
    """One month by hand: reach by press, oratory, prestige and health; nothing is heard of the silent."""
    party["organisations.patron"][:, 0], party["organisations.loyalty"][:, 0] = 3, 0.6
    party["organisations.appointed"] = 0.5
    party["organisations.appointed"][:, 1] = 1.0
    party["people.silent"][:, 1], party["people.health"][:, 4] = 2.0, 0.5
    before = party["organisations.opinion"][0].copy()
    trait, shown, name = (party[f"people.{part}"][0] for part in ("trait", "shown", "prestige"))
    press = (np.arange(24) == 2) * 1.0  # the holder of the third office
    reach = (NUMBERS.reach_without_press + press) * (NUMBERS.reach_without_oratory + trait[:, Trait.ORATORY])
    reach = reach * name * party["people.health"][0]
    reach[1], reach[6:] = 0.0, 0.0
    message = reach @ shown / reach.sum()
    hold = np.maximum(
        party["organisations.loyalty"][0], party["organisations.appointed"][0] * NUMBERS.grip_by_appointment
    )
    grip = (NUMBERS.secretary_control * hold)[:, None]
    line = np.where(np.arange(12)[:, None] == 0, shown[3], 0.0)
    own = np.zeros((12, 3))
    own[:2, 2] = NUMBERS.autonomy
    pull = grip * (line - before) + (1 - grip) * (message - before)
    expected = before + NUMBERS.opinion_pace * pull + NUMBERS.anchor * (own - before)
    party.happen("voice", 0)
    assert np.allclose(party["organisations.opinion"], np.clip(expected, -1, 1))
    assert (party["people.silent"][:, 1] == 1).all()
    assert party.facts.offices.resource[2, Resource.PRESS] == 1


def test_a_public_fight_costs_both_sides_and_silence_nothing(party):
    quiet, loud = party.copy(), party.motion(0, 1, int(Arena.PRESS), Rung.CENSURED)
    quiet.happen("voice", 0)
    loud.happen("voice", 0)
    ratio = loud["people.prestige"] / quiet["people.prestige"]
    assert np.allclose(ratio[:, 0], 1 - NUMBERS.smear / 3) and np.allclose(ratio[:, 1], 1 - NUMBERS.smear)
    assert (ratio[:, 2:] == 1).all()


def test_prestige_returns_to_what_name_seats_and_offices_support(party):
    party["people.rung"][:, 3] = Rung.LOST_BUREAU
    party["people.seat"][:, 15] = Seat.NONE
    before = party["people.prestige"].copy()
    base, office = party["people.base"][0], np.isin(np.arange(24), [1, 2, 3]) * 1.0
    level = NUMBERS.prestige_of_name * base + NUMBERS.prestige_of_office * office
    level += NUMBERS.prestige_of_seat * (np.arange(24) < 15) + NUMBERS.prestige_of_bureau * (
        np.arange(24) < 6
    )
    level = np.clip(level, 0.01, 1) * np.where(np.arange(24) == 3, NUMBERS.prestige_of_fallen, 1)
    party.happen("voice", 0)
    assert np.allclose(party["people.prestige"], before + NUMBERS.prestige_reversion * (level - before))


def test_democracy_is_the_weapon_of_the_outs(party):
    """On the regime axis rulers drift to discipline and the attacked to openness; elsewhere they come to say what they hold."""
    party.core(0)
    party["people.attacked"][:, 1] = 0.9
    party["people.shown"][:, :, 1] += 0.1
    held, shown = party["people.held"][0].copy(), party["people.shown"][0].copy()
    party.happen("voice", 0)
    for i, aim in ((0, -NUMBERS.discipline), (1, NUMBERS.openness), (2, held[2, 0])):
        turned = shown[i, 0] + NUMBERS.turn * (aim - shown[i, 0])
        assert np.allclose(party["people.shown"][:, i, 0], turned)
        moved = held[i, 0] + NUMBERS.persuade_oneself * NUMBERS.turn * (aim - held[i, 0])
        assert np.allclose(party["people.held"][:, i, 0], moved)
    assert np.allclose(
        party["people.shown"][:, :, 1], shown[:, 1] + NUMBERS.speak_out * (held[:, 1] - shown[:, 1])
    )
    assert np.allclose(party["people.attacked"][:, 1], 0.9 * NUMBERS.attack_memory)


# --- ties -----------------------------------------------------------------------------------------------------------------


def test_trust_grows_with_danger_and_wears_out_with_envy(party):
    party["people.seen"] = np.r_[0.5, 0.2, 0.1, np.zeros(21)]
    party.core(0, 1)
    before, trait = party["trust"][0].copy(), party["people.trait"][0, 1]
    struck = party.copy().motion(0, 3, 2, Rung.CENSURED)
    party.happen("ties", 0)
    after = party["trust"]
    envy = (
        NUMBERS.envy * trait[Trait.AMBITION] * (1 + NUMBERS.collegial * (1 - 2 * trait[Trait.COLLEGIALITY]))
    )
    gain = NUMBERS.bond * 0.1 * (1 - before[1, 0])
    assert np.allclose(after[:, 1, 0], before[1, 0] + gain - envy * 0.3 * (1 - 0.4))
    assert np.allclose(after[:, 0, 1], before[0, 1] + NUMBERS.bond * 0.1 * (1 - before[0, 1]))
    struck.happen("ties", 0)
    for i, j in ((3, 0), (0, 3)):
        assert (
            np.allclose(struck["trust"][:, i, j], after[:, i, j] - NUMBERS.affront)
            and struck["fought"][:, i, j].all()
        )
    assert struck["fought"].sum() == 2 * MANY


def test_other_trust_returns_to_its_origin_and_fellow_victims_find_each_other(party):
    party.core(0, 1)
    origin = party["trust"][0].copy()
    party["trust"] = 0.5
    party["people.attacked"][:, [2, 3]] = 0.9
    party.happen("ties", 0)
    back = 0.5 + NUMBERS.tie_pace * (origin - 0.5)
    assert np.allclose(party["trust"][:, 4, 5], back[4, 5]) and np.allclose(
        party["trust"][:, 0, 4], back[0, 4]
    )
    assert np.allclose(party["trust"][:, 2, 3], back[2, 3] + NUMBERS.misery * (NUMBERS.misery_trust - 0.5))
    assert (party["trust"][:, 8:, 8:] == 0.5).all()  # those who do not contend are left alone


# --- the start ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("belief", [0.0, 0.4])
def test_trust_at_the_start_is_believed_as_far_as_ties_are_credible(belief):
    world = worlds.eventful()
    party = Party(world, begun=False, credibility=belief, late_ties=0.5)
    tie = NUMBERS.service_tie * world.ties.service + world.ties.documented + 0.5 * world.ties.late
    assert np.allclose(party["trust"], np.clip(belief * tie, -1, 1) * (1 - np.eye(24)), atol=1e-6)
    patrons = world.ties.patron >= 0
    assert np.allclose(party["people.loyalty"][0], np.where(patrons, 0.8 * belief, 0))


def test_what_is_unknown_is_drawn_and_what_is_known_is_not():
    world = worlds.small()
    sd = np.zeros_like(world.people.position_sd)
    sd[3, 1] = 0.2
    people = dataclasses.replace(world.people, position=np.zeros_like(sd), position_sd=sd)
    party = Party(dataclasses.replace(world, people=people), MANY, begun=False)
    held = party["people.held"]
    drawn = held[:, 3, 1].copy()
    assert abs(drawn.mean()) < 5 * 0.2 / np.sqrt(MANY) and abs(drawn.std() / 0.2 - 1) < 5 / np.sqrt(2 * MANY)
    held[:, 3, 1] = 0
    assert (held == 0).all() and np.allclose(party["people.trait"], world.people.trait)


def test_shocks_come_in_a_triangle_round_their_date_and_not_before_the_start():
    party = Party(worlds.eventful(), MANY, begun=False)
    month = party["shock_month"]
    assert (month[:, 0] == -1).all() and (month[:, 1] == 1).all()  # before the start; without jitter
    assert month[:, 2].min() == 7 and month[:, 2].max() == 11
    assert close(month[:, 2] == 9, 7 / 16)  # within half a month of it, of a triangle with a base of four
    assert (month[:, 4] >= 0).all()
    ill = party["people.health"][0, 6]
    assert np.isclose(ill, 1 - 0.5 * 0.3) and np.isclose(
        party["people.ceiling"][0, 6], 1 - NUMBERS.illness_lasting * 0.15
    )


def test_the_first_core_is_the_bureau_less_those_whom_its_strongest_distrusts():
    world = worlds.small()
    documented = world.ties.documented.copy()
    documented[0, 4], documented[4, 0], documented[2, 5] = -5.0, -1.0, -5.0
    world = dataclasses.replace(world, ties=dataclasses.replace(world.ties, documented=documented))
    party = Party(world, begun=False)
    assert np.flatnonzero(party["people.core"][0]).tolist() == [0, 1, 2, 3, 5]
    assert party["lineup.leader"][0] == 0 and DEFAULT["credibility"] > 0.1


def test_the_first_core_is_that_of_the_holder_of_the_first_place():
    """If he may rule: else that of the strongest. What is said of the predecessor and of an open question is taken over."""
    world = worlds.small()
    documented = world.ties.documented.copy()
    documented[0, 4], documented[2, 5], documented[5, 2] = -5.0, -5.0, 0.5
    world = dataclasses.replace(world, ties=dataclasses.replace(world.ties, documented=documented))
    for holder, core in ((2, [0, 1, 2, 3, 4]), (7, [0, 1, 2, 3, 5]), (-1, [0, 1, 2, 3, 5])):
        ranked = worlds.ranked(world, {1: {Resource.LEADERSHIP: 1.0}}, predecessor=9, contested=holder == 2)
        held = np.array([-1, holder, -1, -1], np.int32)
        ranked = dataclasses.replace(ranked, offices=dataclasses.replace(ranked.offices, holder=held))
        party = Party(ranked, begun=False)
        assert np.flatnonzero(party["people.core"][0]).tolist() == core, holder
        assert party["lineup.leader"][0] == max(holder, 0) % 7
        assert party["lineup.former"][0] == 9 and party["lineup.contested"][0] == (holder == 2)
        assert not party["lineup.away"][0]
    assert Party(worlds.small(), begun=False)["lineup.former"][0] == -1


def test_members_are_placed_in_cohorts_as_whole_persons(party):
    members = party["organisations.members"]
    assert (members.sum(2) == 1000).all() and (members == np.round(members)).all()
    assert np.allclose(party["membership.mix"][0, 0], np.outer([0.4, 0.3, 0.2, 0.1], [0.1, 0.7, 0.15, 0.05]))
