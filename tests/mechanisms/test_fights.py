"""Offensives, sanctions, force, yielding: who attacks whom, and what it costs to lose."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import worlds
from loops import MANY, NUMBERS, Party, close, column, of_kind, sigma, when
from politburo.vocab import Arena, Cause, EventKind, Resource, Rung, Seat, Trait

BUREAU_ROW, COMMITTEE_ROW = 1, 2

# --- offensives: the attack of the coalition ------------------------------------------------------------------------------


def drives(party, core=2):
    """Attractiveness of the outsiders among the contenders to a core of the first persons, by hand: {person: drive}, weights."""
    power, trust, shown = (party[name][0] for name in ("people.power", "trust", "people.shown"))
    seen, attacked, salience = (
        party["people.seen"][0],
        party["people.attacked"][0],
        party["country.salience"][0],
    )
    weight = (power[:core] + 1e-6) / (power[:core] + 1e-6).sum()
    found = {}
    leader = party["lineup.leader"][0]
    for j in (int(j) for j in party["lineup.contender"][0] if j >= core):
        rival = seen[j] / (seen[j] + power[leader])
        gap = np.abs(shown[j] - weight @ shown[:core]) @ salience / salience.sum()
        found[j] = (
            NUMBERS.threat * (rival - NUMBERS.price)
            - NUMBERS.grievance * weight @ trust[:core, j]
            + NUMBERS.distance * gap
            + NUMBERS.momentum * attacked[j]
        )
    return found, weight


def test_attacks_come_at_their_hazard_and_fall_on_the_seen_and_distrusted(party):
    party.core(0, 1)
    party["people.attacked"][:, 4] = 0.3
    drive, weight = drives(party)
    pressure = sum(np.exp(d) for d in drive.values())
    caution = weight @ party["people.trait"][0, :2, Trait.CAUTION]
    party.happen("offensives", 0)
    opened = party["motions.open"][:, 0]
    assert close(opened, 1 - np.exp(-NUMBERS.offensive_rate * (1.3 - caution) * pressure))
    target = party["motions.target"][opened, 0]
    assert all(close(target == j, np.exp(drive[j]) / pressure) for j in drive)
    assert (party["motions.attacker"][opened, 0] == 0).all()
    assert (party["people.attack_month"][opened, target] == 0).all() and (
        party["people.attacked"][opened, target] == 1
    ).all()


@pytest.mark.parametrize("shelter", ["people.core", "people.ring", "people.recanted"])
def test_nobody_attacks_those_who_rule_or_have_recanted(party, shelter):
    party.core(0, 1).set(offensive_rate=9.0)
    party[shelter][:, 2] = True
    party.happen("offensives", 0)
    assert party["motions.open"][:, 0].mean() > 0.99 and not (party["motions.target"][:, 0] == 2).any()


@pytest.mark.parametrize("power", [0.05, 0.3, 1.5])
def test_a_leader_far_above_everybody_fights_little(party, power):
    """The same rivals are worth a fight to a weak leader and not to a strong one; the hazard by hand."""
    party.core(0)
    party["people.power"][:, 0] = power
    drive, weight = drives(party, core=1)
    pressure = sum(np.exp(min(d, 6)) for d in drive.values())
    caution = weight @ party["people.trait"][0, :1, Trait.CAUTION]
    hazard = 1 - np.exp(-NUMBERS.offensive_rate * (NUMBERS.nerve - caution) * pressure)
    party.happen("offensives", 0)
    assert close(party["motions.open"][:, 0], hazard)
    assert {0.05: hazard > 0.5, 0.3: 0.02 < hazard < 0.5, 1.5: hazard < 0.02}[power]


def led(party, *, ill):
    """The same party with a first place that person 5 holds, who is well or too ill to act; persons 0 and 1 rule."""
    world = worlds.ranked(party.facts, {0: {Resource.LEADERSHIP: 1.0}})
    party = Party(world, MANY)
    party["offices.holder"][:, 0] = 5
    if ill:
        party["people.health"][:, 5] = 0.1
    return party.core(0, 1)


def test_while_the_leader_is_ill_there_is_a_truce(party):
    """At a share of the rate, however many are attacked; a dead one, or one who can act, is no reason for it."""
    party = led(party, ill=True)
    party.set(offensive_rate=0.2)
    drive, weight = drives(party)
    pressure = sum(np.exp(d) for d in drive.values())
    caution = weight @ party["people.trait"][0, :2, Trait.CAUTION]
    rate = 0.2 * (NUMBERS.nerve - caution) * pressure
    well, dead = party.copy(), party.copy()
    well["people.health"][:, 5] = 1.0
    dead["offices.holder"][:, 0] = -1
    for other, part in ((party, NUMBERS.truce), (well, 1.0), (dead, 1.0)):
        other.happen("offensives", 0)
        assert close(other["motions.open"][:, 0], 1 - np.exp(-part * rate)), part


def test_nobody_attacks_the_leader_while_he_is_only_ill(party):
    party = led(party, ill=True)
    party.set(offensive_rate=99.0)
    dropped = party.copy()
    party["lineup.away"] = True
    for other, attacked in ((party, False), (dropped, True)):
        other.happen("offensives", 0)
        target = other["motions.target"][other["motions.open"][:, 0], 0]
        assert len(target) > MANY / 2 and (target == 5).any() == attacked


def test_a_leader_who_is_only_ill_challenges_nobody(party):
    party = led(party, ill=True)
    party.set(challenge_rate=99.0, offensive_rate=0.0)
    party["people.attacked"][:, 5] = 1.0
    dropped = party.copy()
    party["lineup.away"] = True
    for other, rebels in ((party, False), (dropped, True)):
        other.happen("offensives", 0)
        assert (other["motions.attacker"][:, 1] == 5).any() == rebels


def test_a_fight_that_is_not_opened_has_no_reasons(party):
    party.core(0, 1).happen("offensives", 2)
    opened = party["motions.open"]
    assert 0 < opened.sum() < opened.size
    for name, none in (("cause", Cause.NONE), ("second", Cause.NONE), ("since", -1), ("attacker", -1)):
        assert (party[f"motions.{name}"][~opened] == none).all(), name
    assert (party["motions.cause"][opened] != Cause.NONE).all()


def test_the_sides_of_an_attack_are_the_coalition_and_the_bloc(party):
    party.core(0, 1).set(offensive_rate=9.0, challenge_rate=0.0)
    party["people.ring"][:, 2] = True
    party["people.bloc"][:, [4, 5]] = True
    party.happen("offensives", 0)
    opened, target = party["motions.open"][:, 0], party["motions.target"][:, 0]
    assert (party["people.side"][opened, :, 0] == np.isin(np.arange(24), [0, 1, 2])).all()
    for who, others in ((3, [3]), (4, [4, 5]), (5, [4, 5])):
        chosen = opened & (target == who)
        assert (
            chosen.any() and (party["people.against"][chosen, :, 0] == np.isin(np.arange(24), others)).all()
        )


def test_what_is_known_against_a_man_is_used_by_its_weight(party):
    party.core(0, 2).set(offensive_rate=9.0, use_liability=0.6)
    party.happen("offensives", 0)
    at_him = party["motions.open"][:, 0] & (party["motions.target"][:, 0] == 1)
    assert close(party["motions.weapon"][at_him, 0] == 0, 0.6 * 0.5)
    assert (party["motions.weapon"][~at_him, 0] == -1).all()


def test_the_sanction_sought_is_the_next_that_takes_something(party):
    """A post from one who has one, else the bureau, else the committee, else membership; a friend in the core shields him."""
    party.core(0).set(offensive_rate=9.0, ban_rung=0.0, shield=1.0)
    party["people.rung"][:, [1, 2, 3, 4]] = (
        Rung.CENSURED,
        Rung.LOST_POST,
        Rung.LOST_BUREAU,
        Rung.LOST_COMMITTEE,
    )
    party["people.seat"][:, 3, BUREAU_ROW] = Seat.NONE
    shielded = party.copy(shield=-1.0)
    for parties, expected in (
        (
            party,
            {
                1: Rung.LOST_POST,
                2: Rung.LOST_BUREAU,
                3: Rung.LOST_COMMITTEE,
                4: Rung.EXPELLED,
                5: Rung.CENSURED,
            },
        ),
        (shielded, dict.fromkeys(range(1, 6), Rung.CENSURED)),
    ):
        parties.happen("offensives", 0)
        for who, rung in expected.items():
            at_him = parties["motions.target"][:, 0] == who
            assert at_him.any() and (parties["motions.rung"][at_him, 0] == rung).all(), who


def test_a_ban_raises_the_sanction_sought_from_a_bloc(party):
    party.core(0).set(offensive_rate=9.0)
    party["people.bloc"][:, 1:6] = True
    sought = []
    for ban in (0.0, 1.0):
        other = party.copy(ban_rung=ban)
        other.happen("offensives", 0)
        sought.append(other["motions.rung"][:, 0])
    assert (sought[1] > sought[0]).mean() > 0.5 and (sought[1] >= sought[0]).all()


def test_a_coalition_that_is_sure_of_no_body_goes_to_the_press(party):
    party.core(0, 1).set(offensive_rate=9.0, misjudgment=0.0)
    sure, unsure = party.copy(margin=-9.0), party.copy(margin=9.0)
    sure.happen("offensives", 0)
    unsure.happen("offensives", 0)
    opened = sure["motions.open"][:, 0]
    assert set(sure["motions.arena"][opened, 0]) <= {BUREAU_ROW, COMMITTEE_ROW}
    assert (unsure["motions.arena"][opened, 0] == Arena.PRESS).all()
    higher = sure["motions.rung"][:, 0] > Rung.LOST_POST  # a bureau cannot take more than a post
    assert (sure["motions.arena"][opened & higher, 0] == COMMITTEE_ROW).all()


# --- offensives: the challenge of the outs --------------------------------------------------------------------------------


def test_challenges_come_from_the_bold_and_the_wronged_at_their_rates(party):
    party.core(0, 1).set(challenge_rate=1.0, offensive_rate=0.0)
    party["people.attacked"][:, [2, 3]], party["people.silent"][:, 4] = (0.8, 0.4), 3.0
    party["people.attacked"][:, 4] = 0.9  # but he keeps silent
    party["lineup.changed"] = -20
    power, trust, trait = (party[name][0] for name in ("people.power", "trust", "people.trait"))
    weight = (power[:2] + 1e-6) / (power[:2] + 1e-6).sum()
    rate = {}
    for i in (2, 3, 5):
        wronged = max(-(trust[i, :2] @ weight), 0) + party["people.attacked"][0, i]
        bold = trait[i, Trait.AMBITION] * (NUMBERS.nerve - trait[i, Trait.CAUTION])
        hope = min(1.0, party["people.seen"][0, i] / power[party["lineup.leader"][0]])
        rate[i] = bold * wronged * hope * np.exp(-party["country.fear"][0])
    total = sum(rate.values())
    rift = party.copy()
    rift["lineup.changed"] = 1
    party.happen("offensives", 2)
    opened, rebel = party["motions.open"][:, 1], party["motions.attacker"][:, 1]
    assert close(opened, 1 - np.exp(-total))
    assert all(close(rebel[opened] == i, rate[i] / total) for i in rate)
    assert np.isin(party["motions.target"][opened, 1], [0, 1]).all()
    rift.happen("offensives", 2)
    assert close(rift["motions.open"][:, 1], 1 - np.exp(-total * (1 + NUMBERS.rift)))


def test_a_challenge_is_fought_on_what_the_party_wants(party):
    """On the dispute on which opinion is nearest to the rebel; at a congress before it; near one before the whole party."""
    party.core(0, 1).set(challenge_rate=99.0, offensive_rate=0.0, appeal=0.7, protest=0.0, plank_noise=0.0)
    party["people.attacked"][:, 2] = 1.0
    party["people.shown"][:, 2], party["people.shown"][:, [0, 1]] = (0.1, 0.9, 0.1), 0.0
    party["people.held"] = party["people.shown"]
    party["organisations.opinion"] = (0.0, 0.8, 0.0)
    party["country.congress_last"] = -2  # twelve months between congresses
    far, near, held = party.copy(), party.copy(), party.copy()
    held["country.sitting"] = True
    for moved, month in ((far, 0), (near, 8), (held, 2)):
        moved.happen("offensives", month)
        rebel = moved["motions.attacker"][:, 1] == 2
        assert rebel.mean() > 0.2 and (moved["motions.dispute"][rebel, 1] == 1).all()
        arena = moved["motions.arena"][rebel, 1]
        if moved is far:
            assert (arena == COMMITTEE_ROW).all()
        elif moved is near:
            assert close(arena == Arena.PARTY, 0.7)
        else:
            assert np.isin(arena, [0, COMMITTEE_ROW]).all()
    party.set(protest=1.1)
    party.happen("offensives", 0)
    opened = party["motions.open"][:, 1]
    assert opened.any() and (party["motions.arena"][opened, 1] == Arena.PRESS).all()


# --- sanctions ------------------------------------------------------------------------------------------------------------


def test_what_was_voted_is_carried_out(party):
    party.core(0, 2).motion(0, 1, COMMITTEE_ROW, Rung.LOST_BUREAU)
    before, lost = party["people.prestige"][0].copy(), party.copy()
    party["motions.carried"][:, 0] = True
    party.set(recantation=0.0)
    told = party.happen("sanctions", 0)
    assert (party["people.seat"][:, 1, BUREAU_ROW] == Seat.NONE).all()
    assert (party["people.seat"][:, 1, COMMITTEE_ROW] == Seat.FULL).all()
    assert (party["offices.holder"][:, 1] == -1).all() and (
        party["people.rung"][:, 1] == Rung.LOST_BUREAU
    ).all()
    assert np.allclose(party["people.prestige"][:, 1], before[1] * (1 - NUMBERS.defeat))
    fear = party.facts.country.fear * NUMBERS.fear_decay + NUMBERS.fear_step * (0.5 + Rung.LOST_BUREAU / 4)
    assert np.allclose(party["country.fear"], fear)
    assert when(party, told, EventKind.SANCTION).all() and (column(told, "outcome") == Rung.LOST_BUREAU).all()
    assert not len(lost.happen("sanctions", 0)) and (lost["people.rung"] == 0).all()
    assert np.allclose(
        lost["people.prestige"][:, 0], before[0] * (1 - NUMBERS.defeat)
    )  # who attacked and lost pays
    assert np.allclose(lost["people.prestige"][:, 1], before[1])


@pytest.mark.parametrize("rung", [Rung.CENSURED, Rung.LOST_POST, Rung.LOST_COMMITTEE, Rung.EXPELLED])
def test_each_rung_takes_all_that_lower_ones_take(party, rung):
    party.core(0, 1).motion(0, 1, COMMITTEE_ROW, rung).set(recantation=0.0, exile=0.0)
    party["motions.carried"][:, 0] = True
    party.happen("sanctions", 0)
    seat = party["people.seat"][0, 1]
    assert (party["offices.holder"][0, 1] == -1) == (rung >= Rung.LOST_POST)
    assert (seat[BUREAU_ROW] == Seat.NONE) == (rung >= Rung.LOST_BUREAU) == (not party["people.core"][0, 1])
    assert (seat[COMMITTEE_ROW] == Seat.NONE) == (rung >= Rung.LOST_COMMITTEE)
    assert party["people.member"][0, 1] == (rung < Rung.EXPELLED)
    assert party["lineup.lost"][0] == (rung >= Rung.LOST_BUREAU)


def test_the_defeated_recant_and_return_at_their_rates(party):
    party.core(0)
    party["people.rung"][:, 3], party["people.member"][:, 3] = Rung.EXPELLED, False
    party["people.trait"][:, 3, Trait.CAUTION] = 0.7
    penitent = party.copy()
    told = party.happen("sanctions", 0)
    assert close(party["people.recanted"][:, 3], NUMBERS.recantation)
    assert np.array_equal(party["people.recanted"][:, 3], when(party, told, EventKind.RECANTATION))
    penitent["people.recanted"][:, 3] = True
    penitent.happen("sanctions", 0)
    back = penitent["people.member"][:, 3]
    assert (
        close(back, NUMBERS.readmission) and (penitent["people.rung"][back, 3] == Rung.LOST_COMMITTEE).all()
    )


@pytest.mark.parametrize(("holder", "share"), [(-1, 0.0), (2, 0.0), (0, 1.0)])
def test_it_takes_police_to_exile_a_man(party, holder, share):
    resource = party.facts.offices.resource.copy()
    resource[2, Resource.POLICE] = 1.0
    offices = dataclasses.replace(party.facts.offices, resource=resource)
    party = Party(dataclasses.replace(party.facts, offices=offices), MANY, exile=0.4, recantation=0.0).core(0)
    party["people.rung"][:, 3], party["people.member"][:, 3] = Rung.EXPELLED, False
    party["offices.holder"][:, 2] = holder
    party.happen("sanctions", 0)
    assert close(party["people.rung"][:, 3] == Rung.EXILED, 0.4 * share)


# --- force ----------------------------------------------------------------------------------------------------------------


def test_the_armys_man_strikes_at_his_hazard_and_wins_by_the_odds(party):
    party.core(0, 2).set(coup_rate=0.2)
    party["people.attacked"][:, 1], party["people.trait"][:, 1, Trait.MILITARY] = 1.0, 0.8
    trait = party["people.trait"][0, 1]
    told = party.happen("force", 0)
    boldness = (0.2 + trait[Trait.AMBITION]) * (1.2 - trait[Trait.CAUTION])
    tried, won = when(party, told), np.isin(party.numbers, told[column(told, "outcome") == 1, 0])
    assert close(tried, 0.2 * boldness * np.exp(2 * party["country.discontent"][0]))
    assert close(won[tried], sigma(4 * 0.8 - NUMBERS.legitimacy))
    assert (party["lineup.leader"][won] == 1).all() and (party["people.core"][won].sum(1) == 1).all()
    assert (
        not party["people.seat"][won][:, [0, 2]].any()
        and (party["people.rung"][won, 0] == Rung.LOST_COMMITTEE).all()
    )
    assert (party["people.rung"][tried & ~won, 1] == Rung.EXPELLED).all()
    assert (party["people.rung"][~tried] == 0).all()


@pytest.mark.parametrize("who", ["rules", "was not attacked", "is gone"])
def test_there_is_no_coup_by_one_who(party, who):
    party.core(0, 1).set(coup_rate=9.0) if who == "rules" else party.core(0).set(coup_rate=9.0)
    party["people.attacked"][:, 1] = who != "was not attacked"
    party["people.alive"][:, 1] = who != "is gone"
    assert not len(party.happen("force", 0))


# --- yielding -------------------------------------------------------------------------------------------------------------


def test_those_under_attack_yield_at_their_rate(party):
    party.core(0)
    party["people.attacked"][:, 1] = 1.0
    told = party.happen("yielding", 0)
    caution = party["people.trait"][0, 1, Trait.CAUTION]
    yields = when(party, told, EventKind.YIELD)
    assert close(yields, NUMBERS.yield_rate * (0.3 + caution) * (1 - party["people.power"][0, 1]))
    gave, quiet = party["offices.holder"][:, 1] == -1, party["people.silent"][:, 1] == 12
    assert (gave | quiet == yields).all() and not (gave & quiet).any()
    assert close(gave[yields], NUMBERS.yield_post)


def test_one_without_an_office_falls_silent_and_only_one_yields_a_month(party):
    party.core(0).set(yield_rate=9.0)
    party["people.attacked"][:, [3, 4]] = 1.0
    party["offices.holder"][:, 3] = -1
    told = of_kind(party.happen("yielding", 0), EventKind.YIELD)
    assert len(told) == MANY
    first = next(i for i in party["lineup.contender"][0] if i in (3, 4))
    assert (column(told, "whom") == first).all() and first == 3
    assert (party["people.silent"][:, 3] == NUMBERS.silence_months).all() and not party["people.silent"][
        :, 4
    ].any()
