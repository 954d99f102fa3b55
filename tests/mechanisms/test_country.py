"""Shocks, crisis, the letter, membership: what happens to the country and the party, whoever rules."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from loops import LEADERS, MANY, NUMBERS, Party, close, column, of_kind, sigma, uncompiled, when
from politburo.vocab import Axis, Disclosure, Education, EventKind, Response, ShockKind, SocialClass

# --- shocks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [0, 10])
def test_deaths_follow_the_life_table(years):
    party = Party(worlds.small(unequal=False, appointer=None, months=121), MANY, mortality=1.0)
    party.happen("shocks", 12 * years)
    assert close(~party["people.alive"], np.exp(NUMBERS.ageing * (42 + years - 50)) / 12)


def test_the_sick_die_sooner():
    party = Party(worlds.small(), MANY, mortality=2.0, recovery=0.0)
    party["people.health"][:, :12] = 0.2
    party.happen("shocks", 0)
    hazard = 2 * np.exp(NUMBERS.ageing * (42 - 50)) / 12
    assert close(~party["people.alive"][:, :12], 1.8 * hazard) and close(
        ~party["people.alive"][:, 12:], hazard
    )


def test_illness_takes_capacity_and_part_of_it_for_good(party):
    party.set(mortality=0.0)
    told = party.happen("shocks", 5)
    ceiling = 1 - NUMBERS.illness_lasting * 0.9
    assert np.allclose(party["people.ceiling"][:, 0], ceiling)
    assert np.allclose(party["people.health"][:, 0], 0.1 + NUMBERS.recovery * (ceiling - 0.1))
    assert when(party, told, EventKind.SHOCK).all() and (column(told, "outcome") == ShockKind.ILLNESS).all()


def test_the_dead_do_not_fall_ill(party):
    party["people.alive"][:, 0], party["people.health"][:, 0] = False, 0.0
    ceiling = party["people.ceiling"][:, 0].copy()
    party.set(mortality=0.0)
    assert not len(party.happen("shocks", 5))
    assert (party["people.health"][:, 0] == 0).all() and (party["people.ceiling"][:, 0] == ceiling).all()


def test_harvests_and_threats_fade_and_what_comes_is_added():
    party = Party(worlds.eventful(), mortality=0.0)
    party["shock_month"] = 3  # all at once, also for the dead
    party["people.alive"][:, 6] = False
    told = party.happen("shocks", 3)
    assert np.allclose(party["country.harvest"], -0.8)
    assert np.allclose(party["country.threat"], 0.1 * (1 - NUMBERS.threat_decay) + 0.29)
    assert set(column(told, "outcome")) == {ShockKind.HARVEST, ShockKind.FOREIGN}
    party.happen("shocks", 4)
    assert np.allclose(party["country.harvest"], -0.8 * NUMBERS.harvest_memory)


def test_a_dated_death_comes_in_its_month_and_vacates_everything():
    party = Party(worlds.eventful(), mortality=0.0)
    party["shock_month"][:, 2] = 3
    party["people.core"][:, 6] = True
    party["offices.holder"][:, 1] = 6
    party["organisations.secretary"][:, 4] = 6
    told = of_kind(party.happen("shocks", 3), EventKind.DEATH)
    assert column(told, "whom").tolist() == [6] and column(told, "thing").tolist() == [2]
    assert not party["people.alive"][0, 6] and party["people.health"][0, 6] == 0
    assert (
        not party["people.seat"][0, 6].any() and not party["people.core"][0, 6] and party["lineup.lost"].all()
    )
    assert party["offices.holder"][0, 1] == -1 and party["organisations.secretary"][0, 4] == -1


# --- crisis ---------------------------------------------------------------------------------------------------------------


def test_discontent_and_the_fall_of_the_regime(party):
    hungry = party.copy()
    hungry["country.discontent"], hungry["country.harvest"] = 0.4, -1.0
    hungry.happen("crisis", 0)
    expected = 0.4 + 0.1 * (NUMBERS.discontent_rest - 0.4) + NUMBERS.harvest_on_discontent
    assert np.allclose(hungry["country.discontent"], expected)
    party["country.discontent"] = 1.0
    party.set(discontent_rest=1.0, response_rate=0.0, collapse_rate=4.0)
    told = party.happen("crisis", 0)
    assert close(~party["country.standing"], 4 * (1 - NUMBERS.collapse_level) ** 2)
    assert np.array_equal(when(party, told, EventKind.COLLAPSE), ~party["country.standing"])


def test_unrest_that_is_answered_at_once_is_told(party):
    party["country.discontent"], party["country.harvest"] = 0.5, 0.0
    party.set(discontent_rest=1.0, response_level=0.52, response_rate=1.0, response_relief=0.3)
    told = party.happen("crisis", 0)
    assert when(party, told, EventKind.RESPONSE).all() and when(party, told, EventKind.UNREST).all()
    # 0.5 + 0.1 (1 - 0.5), before the answer
    assert set(column(of_kind(told, EventKind.UNREST), "size")) == {550}


def test_rulers_answer_by_what_they_believe(party):
    """Concession or coercion by the logit of their place on the economy and of the threat; each with its own effects."""
    party.core(0, 1)
    party["people.shown"][:, :2, 1] = 0.5
    party["country.discontent"], party["country.harvest"], party["country.threat"] = 0.9, 0.0, 0.2
    party["country.policy"] = 0.0
    party.set(response_level=0.5, response_rate=1.0, discontent_rest=0.9, collapse_rate=0.0)
    told = of_kind(party.happen("crisis", 0), EventKind.RESPONSE)
    coerced = column(told, "outcome") == Response.COERCION
    lean = NUMBERS.response_position * 0.5 + NUMBERS.response_threat * 0.2 - NUMBERS.response_doubt
    assert close(coerced, sigma(lean))
    relief = NUMBERS.response_relief * np.where(coerced, NUMBERS.coercion_relief, 1.0)
    assert np.allclose(party["country.discontent"], 0.9 - relief)
    fear = party.facts.country.fear + NUMBERS.coercion_fear * coerced
    assert np.allclose(party["country.fear"], fear)
    step = np.where(coerced, NUMBERS.coercion_step, -NUMBERS.concession_step)
    assert np.allclose(party["country.policy"][:, 1], NUMBERS.policy_pace * 0.5 + step)


def test_salience_follows_its_reasons(party):
    party.core(0)
    party["country.discontent"], party["country.harvest"] = 0.5, 0.0
    party.set(response_rate=0.0, discontent_rest=0.4)
    shown, power = party["people.shown"][0, :6, 0], party["people.power"][0, :6]
    before = party["country.salience"].copy()
    party.happen("crisis", 0)
    weight = power / power.sum()
    apart = np.sqrt(weight @ (shown - weight @ shown) ** 2)
    unrest = NUMBERS.salience_discontent * (0.5 + 0.1 * (0.4 - 0.5) - 0.4)
    aim = 0.4 + np.array([NUMBERS.salience_disunity * apart, unrest, 0.0])  # regime, economy, centre
    assert np.allclose(party["country.salience"], before + NUMBERS.salience_pace * (aim - before))
    assert party.facts.disputes.axis.tolist() == [Axis.REGIME, Axis.ECONOMY, Axis.CENTRE]


# --- the letter -----------------------------------------------------------------------------------------------------------


def test_an_ailing_author_writes_at_his_rate_and_a_healthy_one_never(party):
    healthy = party.copy()
    party["people.health"][:, 0] = 0.5
    told = party.happen("testament", 3)
    assert close(party["letter.written"] == 3, NUMBERS.letter_rate)
    assert np.array_equal(when(party, told, EventKind.LETTER_WRITTEN), party["letter.written"] == 3)
    assert not len(healthy.happen("testament", 3)) and (healthy["letter.written"] == -1).all()


def critical():
    """The letter finds fault with person 1, who holds the office that it names; its author, person 0, is dead."""
    world = worlds.small(illness=5)
    fault = np.where(np.arange(24) == 1, -0.9, -0.2)
    letter = dataclasses.replace(world.letter, fault=fault, office=np.int32(1))
    party = Party(dataclasses.replace(world, letter=letter), MANY).core(2, 3)
    party["people.alive"][:, 0], party["people.health"][:, 0] = False, 0.0
    party["letter.written"] = 1
    return party


def test_those_in_control_disclose_what_serves_them():
    party = critical()
    word = party.facts.letter.merit + party.facts.letter.fault
    power, contender = party["people.power"][0], party["lineup.contender"][0]
    gain = sum(power[i] * word[i] * (1 if i in (2, 3) else -1) for i in contender)
    prestige = party["people.prestige"].copy()
    party.set(letter_openness=0.5)
    party.happen("testament", 2)
    level = party["letter.disclosed"]
    for step in range(3):
        at_least = sigma(0.5 + NUMBERS.letter_gain * gain - NUMBERS.letter_step * step)
        assert close(level > step, at_least), step
    reach = np.array([0.0, 0.4, 0.7, 1.0])[level]
    expected = prestige * np.exp(NUMBERS.letter_force * reach[:, None] * word)
    assert np.allclose(party["people.prestige"], np.clip(expected, 0.005, 1))


def test_confidence_in_the_most_criticised_is_put_to_the_vote():
    """Without conformity ayes are a sum of independent votes with chances by hand."""
    party = critical()
    party["country.fear"] = 0.0
    party.set(letter_openness=60.0, letter_charge=1.0, bandwagon=0.0)
    told = of_kind(party.happen("testament", 2), EventKind.CONFIDENCE)
    assert (party["letter.disclosed"] == Disclosure.PUBLISHED).all() and len(told) == MANY
    charge = NUMBERS.letter_force * 0.9
    trust = party["trust"][0, 2:16, 1]
    aye = sigma(NUMBERS.vote_incumbent + NUMBERS.vote_side * NUMBERS.confidence * trust - charge)
    ayes, nays = column(told, "ayes"), column(told, "nays")
    assert (ayes + nays == 14).all()  # without the dead author and himself
    assert abs(ayes.mean() - aye.sum()) < 5 * np.sqrt((aye * (1 - aye)).sum() / MANY)
    kept = column(told, "outcome") == 1
    assert (kept == (ayes > 7)).all() and kept.any() and not kept.all()
    assert np.array_equal(party["offices.holder"][:, 1] == 1, kept)


# --- membership -----------------------------------------------------------------------------------------------------------


def test_members_come_and_go_at_their_rates(party):
    members, mix = party["organisations.members"][0].sum(0), party["membership.mix"][0]
    share = (members @ mix[:, SocialClass.WORKER].sum(1)) / members.sum()
    party.set(levy_rate=0.0, purge_rate=0.0)
    for shortage in (0.0, 0.1):  # of workers, which narrows admission
        other = party.copy(worker_target=share + shortage)
        other.happen("membership", 0)
        total = other["organisations.members"].sum((1, 2))
        growth = NUMBERS.admission * np.exp(-NUMBERS.selectivity * shortage) - NUMBERS.attrition
        assert abs(total.mean() / 12000 - 1 - growth) < 5 * total.std() / 12000 / np.sqrt(MANY)
    party["membership.levy"] = 3.0
    party.happen("membership", 0)
    assert np.allclose(
        party["organisations.members"][..., 3].sum(1).mean() / 12000, NUMBERS.levy_size, atol=1e-3
    )
    assert (party["membership.levy"] == 2).all()


def test_members_change_by_the_flows_alone(party):
    """Without admission, departures, levy and purge everything stays; with each alone only its own cohorts move."""
    party.set(levy_rate=0.0, purge_rate=0.0, attrition=0.0, admission=0.0)
    before, mix = party["organisations.members"].copy(), party["membership.mix"].copy()
    party.happen("membership", 0)
    assert np.array_equal(party["organisations.members"], before) and np.array_equal(
        party["membership.mix"], mix
    )
    joining = party.copy(admission=0.05)
    joining.happen("membership", 1)
    change = joining["organisations.members"] - before
    assert (change[..., [0, 1, 3]] == 0).all() and (change[..., 2] > 0).any() and (change >= 0).all()
    leaving = party.copy(attrition=0.05)
    leaving.happen("membership", 1)
    assert (leaving["organisations.members"] <= before).all() and np.array_equal(
        leaving["membership.mix"], mix
    )
    for moved in (joining, leaving):
        assert (moved["organisations.members"] == np.round(moved["organisations.members"])).all()


def test_newcomers_are_mixed_in_by_class_and_schooling(party):
    members, mix = party["organisations.members"][0].sum(0), party["membership.mix"][0].copy()
    party["membership.levy"] = 3.0
    party.set(levy_rate=0.0, purge_rate=0.0, attrition=0.0, admission=0.0)
    party.happen("membership", 0)
    whole = (members[:, None, None] * mix).sum(0) / members.sum()
    classes, schooling = whole.sum(1), whole.sum(0)
    schooling[[Education.SECONDARY, Education.HIGHER]] *= NUMBERS.levy_schooling
    schooling[Education.PRIMARY] += 1 - schooling.sum()
    classes[SocialClass.WORKER] = 0.0
    classes *= (1 - NUMBERS.levy_workers) / classes.sum()
    classes[SocialClass.WORKER] = NUMBERS.levy_workers
    assert np.allclose(party["membership.mix"][:, 3], np.outer(classes, schooling))  # the cohort was empty
    assert np.array_equal(party["membership.mix"][:, :3], np.broadcast_to(mix[:3], (MANY, 3, 4, 4)))


def test_a_purge_takes_newcomers_twice_and_where_opinion_is_hostile(party):
    party.core(0)
    party["people.shown"][:, 0, 0] = -0.5
    party["organisations.opinion"][:, :, 0] = -0.5
    party["organisations.opinion"][:, 0, 0] = 0.3  # 0.8 away from the rulers
    party["organisations.members"] = 1000.0
    party["membership.purge"] = 3.0
    party.set(attrition=0.0, admission=0.0, purge_size=0.1)
    party.happen("membership", 0)
    left = 1000 - party["organisations.members"].mean(0)
    for g, hostile in ((0, 0.8), (5, 0.0)):
        rate = 0.1 * (NUMBERS.purge_everywhere + hostile)
        for cohort, times in ((0, 1), (1, 1), (2, 2), (3, 2)):
            n, p = 1000, rate * times
            assert abs(left[g, cohort] - n * p) < 5 * np.sqrt(n * p * (1 - p) / MANY) + 0.01, (g, cohort)


def test_levies_and_purges_begin_at_their_hazards_and_never_together(party):
    party.core(*range(LEADERS))
    party.set(levy_rate=0.1, purge_rate=0.5, worker_target=0.6, levy_months=4.0)
    people, opinion = party["people.prestige"][0], party["organisations.opinion"][0, :, 0]
    power, shown = party["people.power"][0, :LEADERS], party["people.shown"][0, :LEADERS, 0]
    wish = (power + 1e-6) @ shown / (power + 1e-6).sum()
    levy = np.exp(
        NUMBERS.levy_by_workers * (0.6 - 0.4)
        + NUMBERS.levy_by_prestige * max(0.0, NUMBERS.levy_prestige - people[:LEADERS].sum() / people.sum())
        + NUMBERS.levy_by_opposition * np.clip(opinion - wish, 0, 1).mean()
    )
    purge = np.exp(NUMBERS.purge_by_discontent * 0.3 - NUMBERS.purge_doubt)
    told = party.happen("membership", 0)
    levied, purged = party["membership.levy"] > 0, party["membership.purge"] > 0
    assert close(levied, 0.1 * levy) and not (levied & purged).any()
    assert close(purged[~levied], 0.5 * purge)
    assert (party["membership.levy"][levied] == 4).all()
    assert np.array_equal(levied, when(party, told, EventKind.LEVY))
    assert np.array_equal(purged, when(party, told, EventKind.PURGE))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(-0.1, 1.1), st.floats(-6, 6))
def test_a_flow_is_a_whole_number_of_those_who_are_there(n, p, z):
    leaves = uncompiled("mechanisms.membership").flow(float(n), p, z)
    p = min(max(p, 0), 1)
    assert 0 <= leaves <= n and leaves == round(leaves)
    assert abs(leaves - min(max(n * p + np.sqrt(n * p * (1 - p)) * z, 0), n)) <= 0.5
