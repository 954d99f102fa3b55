"""Appointments: who names the secretaries and whose men they are, up to the circular flow of power."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from circulation import leads
from loops import MANY, NUMBERS, Party, close, column, of_kind, when
from politburo.vocab import EventKind, Resource, Rung, Trait


def kept_by(trait, power):
    """The share of posts that go to the appointer's men: his own, and his part of what he shares with a partner."""
    own = (1 - NUMBERS.share) * min(1.0, 0.3 + 1.2 * trait[Trait.AMBITION])
    own *= 1 + NUMBERS.collegial * (1 - 2 * trait[Trait.COLLEGIALITY])
    return own + (1 - own) * power[0] / power[:2].sum()


def watched(party):
    """The party with new secretaries marked: they are all sent from above, and nobody was before."""
    party.set(sent=1.0)
    party["organisations.appointed"] = 0.0
    return party


def new_men(party):
    """Where a secretary has been named since the party is watched, bool[history, organisation]."""
    return party["organisations.appointed"] == 1


def test_secretaries_are_replaced_at_their_rate_and_become_the_appointers(party):
    watched(party.core(0, 1)).set(pace=0.2, network=0.0)
    grabbed = party.copy(grab=1.0)
    told = party.happen("appointments", 0)
    rate = 0.2 * (1 - party.facts.organisations.entrenched) * 1.8
    replaced = new_men(party)
    assert all(close(replaced[:, g], rate[g]) for g in range(12))
    his = kept_by(party["people.trait"][0, 0], party["people.power"][0])
    taken = party["organisations.patron"][replaced]
    assert close(taken == 0, his) and set(taken) == {0, 1}
    assert np.array_equal(party["country.replaced"], replaced.sum(1))
    assert np.array_equal(when(party, told, EventKind.SECRETARIES), replaced.any(1))
    grabbed.happen("appointments", 0)
    more = grabbed["organisations.patron"][new_men(grabbed)]
    assert (more == 0).mean() > (taken == 0).mean() + 0.05


def test_some_secretaries_are_sent_and_the_others_elected_on_advice(party):
    """Where nobody knows how a secretary came, the same chance decides at the start; a new one is sent or not, whoever he follows."""
    assert close(party["organisations.appointed"], NUMBERS.sent)
    assert set(np.unique(party["organisations.appointed"])) == {0.0, 1.0}
    party.core(0, 1).set(pace=1.0, sent=0.25)
    party["organisations.entrenched"], party["organisations.appointed"] = 0.0, 0.5
    party.happen("appointments", 0)
    named = party["organisations.appointed"] != 0.5
    assert close(party["organisations.appointed"][named] == 1, 0.25)


def test_networks_bring_friends_into_posts(party):
    """Partners by power and e to the power of trust."""
    watched(party.core(0, 1, 2)).set(
        pace=0.5, network=2.0, share=1.0, grab=0.0
    )  # nothing is kept for his own
    party["trust"][:, 0, 1], party["trust"][:, 0, 2] = 0.8, -0.2
    party.happen("appointments", 0)
    power = party["people.power"][0]
    weight = power[:3] * np.exp(2.0 * np.array([0, 0.8, -0.2]))
    taken = party["organisations.patron"][new_men(party)]
    assert all(close(taken == i, weight[i] / weight.sum()) for i in range(3))


@pytest.mark.parametrize(
    ("patron", "secretary", "factor"),
    [
        (0, -1, NUMBERS.spare_own),
        (1, -1, 1.0),
        (5, -1, NUMBERS.replace_strangers),
        (1, 1, NUMBERS.spare_rulers),
    ],
)
def test_whose_man_he_is_decides_how_soon_he_goes(party, patron, secretary, factor):
    watched(party.core(0, 1)).set(pace=0.3)
    party["people.health"][:, 0] = 0.8
    party["organisations.patron"], party["organisations.secretary"] = patron, secretary
    party["organisations.loyalty"], party["organisations.entrenched"] = 0.5, 0.1
    party.happen("appointments", 0)
    assert close(new_men(party), 0.3 * 0.9 * 0.8 * factor)


def test_a_bastion_resists(party):
    """An organisation whose leading office its patron holds is harder to take."""
    office = dataclasses.replace(party.facts.offices, organisation=np.array([-1, 3, -1, -1], np.int32))
    party = watched(
        Party(dataclasses.replace(party.facts, offices=office), MANY, pace=0.4, bastion=0.5).core(0)
    )
    party["organisations.patron"], party["organisations.entrenched"] = (
        1,
        0.1,
    )  # who holds the office that leads number 3
    party["organisations.loyalty"] = 0.9
    party.happen("appointments", 0)
    replaced = new_men(party)
    assert close(replaced[:, 3], 0.4 * 0.4 * 1.8) and close(replaced[:, 4], 0.4 * 0.9 * 1.8)


def test_the_apparatus_tends_to_the_share_that_replacement_gives(party):
    """Two states for each organisation: the appointer's man is replaced at .3 of the rate of his partner's man."""
    party = Party(party.facts, 500, pace=0.5).core(0, 1)
    his = kept_by(party["people.trait"][0, 0], party["people.power"][0])
    party.live(("appointments",), 60)
    patron = party["organisations.patron"]
    assert ((patron == 0) | (patron == 1)).all()
    assert close(patron == 0, his / (his + 0.3 * (1 - his)))


def test_where_two_hold_the_office_equally_and_are_equal_nobody_appoints(equal):
    resource = equal.facts.offices.resource.copy()
    resource[1] = resource[0]
    offices = dataclasses.replace(equal.facts.offices, resource=resource)
    party = Party(dataclasses.replace(equal.facts, offices=offices), 50, pace=1.0)
    party["offices.holder"] = [0, 1, -1, -1]
    stronger = party.copy()
    assert not len(of_kind(party.happen("appointments", 0), EventKind.SECRETARIES))
    stronger["people.power"][:, 1] *= 1.1
    told = of_kind(stronger.happen("appointments", 0), EventKind.SECRETARIES)
    assert len(told) and (column(told, "who") == 1).all()


@pytest.mark.parametrize(
    ("rules", "rung", "after"),
    [
        (True, Rung.CLEAR, lambda loyalty: loyalty + NUMBERS.loyalty_growth * (1 - loyalty)),
        (False, Rung.CLEAR, lambda loyalty: NUMBERS.loyalty_to_outsider * loyalty),
        (False, Rung.LOST_POST, lambda loyalty: NUMBERS.loyalty_to_fallen * loyalty),
    ],
)
def test_loyalty_follows_fortune(party, rules, rung, after):
    party.core(0, 3) if rules else party.core(0)
    party.set(attach=0.0, pace=0.0)
    party["people.rung"][:, 3] = rung
    party["people.patron"][:, 9:12], party["organisations.patron"] = 3, 3
    party["people.loyalty"][:, 9:12] = loyalty = np.array([0.9, 0.5, 0.105])
    party["organisations.loyalty"] = 0.7
    party.happen("appointments", 0)
    expected = np.where(after(loyalty) < NUMBERS.loyalty_least, 0, after(loyalty))
    assert np.allclose(party["people.loyalty"][:, 9:12], expected)
    assert np.array_equal(party["people.patron"][0, 9:12], np.where(expected > 0, 3, -1))
    assert np.allclose(party["organisations.loyalty"], after(0.7))


def test_the_unattached_find_patrons_by_power_and_trust(party):
    party.set(attach=0.5, network=0.0, pace=0.0)
    contender, seen = party["lineup.contender"][0], party["people.seen"][0]
    party.happen("appointments", 0)
    joined = party["people.patron"][
        :, 20
    ]  # a reserve cadre, weaker than any contender, trusting nobody in particular
    trust = party["trust"][0, 20]
    share = seen[contender] / seen[contender].sum()
    chance = share * np.minimum(0.5 * seen[contender] * (1 + trust[contender]), 1)
    for place, i in enumerate(contender):
        assert close(joined == i, chance[place]), i
    loyalty = np.clip(NUMBERS.loyalty_start * (1 + trust[joined]), NUMBERS.loyalty_least, 1)
    assert np.allclose(party["people.loyalty"][joined >= 0, 20], loyalty[joined >= 0])


def test_a_vacant_office_is_filled_by_one_whom_the_core_trusts_and_a_new_one_created(party):
    party.core(0, 1).set(fill_office=0.3, create_office=0.2, office_noise=0.0, network=0.0)
    party["offices.holder"][:, 2] = -1
    party["trust"][:, 0, 4] = party["trust"][:, 1, 4] = 1.0
    created = party.copy()
    told = of_kind(party.happen("appointments", 0), EventKind.OFFICE_FILLED)
    filled = party["offices.holder"][:, 2] >= 0
    assert close(filled, 0.3) and np.array_equal(filled, when(party, told))
    weights = party["people.power"][0, :2] / party["people.power"][0, :2].sum()
    regard = weights @ party["trust"][0, :2]
    regard[:2] = np.maximum(regard[:2], 0.3)
    score = NUMBERS.office_trust * regard + party["people.trait"][0, :, Trait.ADMINISTRATION]
    score += party["people.prestige"][0] - NUMBERS.office_load * np.isin(np.arange(24), [0, 1, 3])
    able = ~party.facts.people.reserve & (party["people.prestige"][0] > 0.05)
    best = int(np.argmax(np.where(able, score, -np.inf)))
    assert (party["offices.holder"][filled, 2] == best).all()
    created["offices.established"][:, 2] = False
    told = of_kind(created.happen("appointments", 0), EventKind.OFFICE_CREATED)
    assert close(when(created, told), 0.2)
    assert np.array_equal(created["offices.established"][:, 2], when(created, told))
    assert (
        party.facts.offices.resource[2].argmax() == Resource.PRESS
    )  # no post of the army: administration counts


# --- the circular flow of power -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formal_weight", "institution_share", "takes_off"),
    [
        (0.3, 0.0, False),
        (0.5, 0.0, False),
        (0.75, 0.0, True),
        (0.9, 0.0, True),
        (0.75, 0.3, False),
        (0.9, 0.6, False),
    ],
)
def test_the_circular_flow_takes_off_where_its_loop_gain_exceeds_one(
    formal_weight, institution_share, takes_off
):
    """A lead of a fifth grows to nearly all followers in fifty years where the gain is above one, and is lost where it is below."""
    loop, lead = leads(formal_weight=formal_weight, institution_share=institution_share)
    assert (loop > 1) == takes_off
    if loop < 1:
        assert abs(lead.mean()) < 5 * lead.std() / np.sqrt(len(lead)) and np.median(np.abs(lead)) < 0.3, lead
    else:
        assert np.median(np.abs(lead)) > 0.85 and (lead > 0).mean() > 0.6, lead
