"""Alignment: the score of a core, the choice among all of them, the ring, the bloc and the lead."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring import able_of, noise_of_sets, sets_of, terms

import worlds
from loops import (
    LEADERS,
    MANY,
    NUMBERS,
    Inside,
    Party,
    close,
    column,
    of_kind,
    reals,
    sigma,
    uncompiled,
    when,
)
from politburo.vocab import Cause, Change, EventKind, Resource, Rung


def mixed(contenders, seed, histories=1, **changed):
    """A party whose contenders differ in everything that a choice of partners looks at; some cannot rule."""
    world = worlds.eventful(contenders=contenders, leaders=8)
    party = Party(world, histories, seed=seed, **changed)
    luck = np.random.default_rng(seed)
    persons = len(world.people.address)
    party["trust"] = luck.uniform(-1, 1, (persons, persons)) * (1 - np.eye(persons))
    party["people.seen"] = party["people.power"] * luck.uniform(0.5, 1.5, persons)
    party["people.shown"] = luck.uniform(-1, 1, (persons, 3))
    party["country.salience"] = luck.uniform(0.1, 0.9, 3)
    party["people.recanted"] = luck.uniform(size=persons) < 0.1
    party["people.rung"] = np.where(luck.uniform(size=persons) < 0.1, Rung.EXPELLED, Rung.CLEAR)
    party["stable"] = luck.integers(0, 7, 1 << contenders)
    chosen = luck.uniform(size=persons) < 0.4
    for name in ("ring", "bloc"):
        party[f"people.{name}"] = False
    for history in range(histories):
        among = np.isin(np.arange(persons), party["lineup.contender"][history])
        party["people.core"][history] = chosen & among & ~party["people.recanted"][history]
    return party


def core_now(party, history=0):
    """The present core among those who can rule, bool[K]."""
    c = party["lineup.contender"][history]
    return party["people.core"][history][c] & able_of(party, history)


def chosen_sets(party):
    """The number of the set that rules in each history."""
    core = np.take_along_axis(party["people.core"], party["lineup.contender"], 1)
    return core @ (1 << np.arange(core.shape[1]))


# --- the score and the choice ---------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=15)
@given(st.integers(2, 6), st.integers(0, 1000), st.booleans())
def test_the_score_of_a_set_is_the_written_formula(contenders, seed, doubted):
    """However the loops come to it: by moves from the core, or from nobody."""
    alignment, party = uncompiled("mechanisms.alignment"), mixed(contenders, seed)
    inside, core, luck = Inside(party), core_now(party), Inside(party).luck("alignment", 0)
    expected = terms(party, core, suspect=0 if doubted else None)
    world, params, state, room = inside.all
    number, able = (int(members @ (1 << np.arange(contenders))) for members in (core, able_of(party)))
    for chosen in range(1, 1 << contenders):
        if chosen & ~able:
            continue
        assert alignment.survey(world, params, state, room)[0] == able
        alignment.doubt(luck, *inside.all, number, 0 if doubted else -1)
        for k in range(contenders):  # from the core, one move after another
            if (chosen ^ number) >> k & 1:
                alignment.move(world, room, 0, 0, k, 1.0 if chosen >> k & 1 else -1.0)
        found = reals([0.0] * 6)
        share = alignment.weigh_set(world, params, state, room, number, able, chosen, 0, found)
        found[0] = alignment.will_win(params, share)
        assert np.allclose(found[:6], expected[chosen], atol=1e-9)
        assert np.isclose(alignment.sum_of(found), expected[chosen].sum())
        alignment.score_again(world, params, state, room, number, able, chosen, found)
        assert np.allclose(found[:6], expected[chosen], atol=1e-9)


def test_a_coalition_is_bound_by_its_leader():
    """Of the cost of dropping somebody ``bereft`` is left when the leader cannot act: alliances are dropped sooner."""
    alignment = uncompiled("mechanisms.alignment")
    held = []
    for health in (1.0, 0.1):
        party = mixed(6, 2, inertia=2.0, bereft=0.25)
        party["people.health"][:, party["lineup.leader"][0]] = health
        inside = Inside(party)
        alignment.survey(*inside.all)
        held.append(inside.room.held)
    assert held == [2.0, 0.5]


def best_of_all(contenders, temperature, **weights):
    """Hold the chosen sets against the best of all within reach; (moves that lead to them, how many are allowed)."""
    histories = 12 if contenders < 12 else 3
    party = mixed(contenders, 1, histories=histories, reconsider=1.0, temperature=temperature, **weights)
    rng, inside, reach = uncompiled("rng"), Inside(party), 3 if contenders > 8 else contenders
    expected, moves, sets = [], [], sets_of(contenders)
    for history in range(histories):
        core, able = core_now(party, history), able_of(party, history)
        luck = inside.luck("alignment", 1, history)
        addresses = party.facts.people.address[party["lineup.contender"][history]]
        u = np.array([rng.uniform(luck, 1, int(address), 3) for address in addresses])
        value = terms(party, core, history).sum(1) / temperature + noise_of_sets(u)
        allowed = ((sets ^ core).sum(1) <= reach) & ~(sets & ~able).any(1) & sets.any(1)
        best = int(np.argmax(np.where(allowed, value, -np.inf)))
        expected.append(best)
        moves.append((sets[best] ^ core).sum())
    party.happen("alignment", 1)
    assert chosen_sets(party).tolist() == expected
    return moves, reach


@pytest.mark.parametrize(("contenders", "temperature"), [(3, 0.3), (6, 0.3), (8, 0.3), (12, 0.3), (12, 20.0)])
def test_the_chosen_set_is_the_best_of_all_within_reach(contenders, temperature):
    """By brute force over every set: of up to eight contenders all are within reach, else three moves from the core."""
    moves, reach = best_of_all(contenders, temperature)
    if temperature > 1:
        assert max(moves) == reach, "where chance decides, most go as far as they can"


@pytest.mark.parametrize("weight", ["winning", "trust_inside", "danger", "spread", "surplus", "consent"])
def test_no_set_is_passed_over_where_a_weight_has_the_opposite_sign(weight):
    """What a set may gain at most is a bound only while weights are not negative."""
    best_of_all(6, 0.3, **{weight: -3.0})


def test_an_opposition_counts_as_far_as_those_in_it_trust_each_other():
    """Shares of power by hand: of a lone outsider all counts, of two who distrust each other `unity` and each one's own part."""
    party = Party(worlds.small(contenders=3), surplus=1.0)
    c, k = party["lineup.contender"][0].tolist(), NUMBERS.unity
    for i, power in zip(c, (0.5, 0.3, 0.2), strict=True):
        party["people.power"][:, i] = power
    for i, row in zip(c, ((0.0, 0.4, 0.4), (0.9, 0.0, -1.0), (0.9, -1.0, 0.0)), strict=True):
        party["trust"][0, i, c] = row
    inside, alignment = Inside(party), uncompiled("mechanisms.alignment")
    alignment.survey(*inside.all)
    alignment.doubt(inside.luck("alignment", 0), *inside.all, 7, -1)
    two = 0.3 * (k + (1 - k) * 0.3 / 0.5) + 0.2 * (k + (1 - k) * 0.2 / 0.5)
    expected = {0b001: 0.5 / (0.5 + two), 0b011: 0.8, 0b101: 0.7, 0b111: 1.0}
    for chosen, h in expected.items():
        found = reals([0.0] * 6)
        alignment.score_again(*inside.all, 7, 7, chosen, found)
        assert np.isclose(
            found[3], -max(0.0, h - NUMBERS.threshold)
        )  # the cost of the surplus tells the share


def test_two_contenders_end_in_the_limit_of_their_markov_chain():
    """From month to month the core moves by the softmax of its scores; its law tends to the chain's stationary one."""
    party = Party(worlds.small(contenders=2), MANY, reconsider=0.5, temperature=3.0).core(0, 1)
    party["stable"] = party["stable"][0]
    transition = np.zeros((4, 4))
    for row, core in enumerate(sets_of(2)):
        weight = np.exp(terms(party, core).sum(1) / 3.0)  # so warm that it forgets within a few months
        weight[0] = 0.0
        transition[row] = weight / weight.sum()
    chain = 0.5 * np.eye(4) + 0.5 * transition
    law = np.linalg.matrix_power(chain, 200)[3]
    party.live(("alignment",), 30)
    found = chosen_sets(party)
    assert all(close(found == row, law[row]) for row in range(4))


def test_a_pair_that_its_rival_holds_together_splits_sooner_without_him(equal):
    """Powers 3 and 2 against 4: with him neither wins alone, without him the stronger does (Riker 1962). Chances by hand.

    All terms but that of winning are nil, or the same for the pair and for each of the two.
    """
    equal["lineup.contender"] = np.arange(6)
    first, second, him = 0, 1, 2
    equal.core(first, second).set(reconsider=1.0, surplus=0.0, danger=0.0, inertia=0.0, consent=0.0)
    for name in ("people.power", "people.seen"):
        equal[name] = np.r_[np.array([3, 2, 4]) / 9, np.zeros(21)]
    equal["trust"], equal["stable"] = -0.5 * (1 - np.eye(24)), 0
    equal["trust"][:, first, second] = equal["trust"][:, second, first] = NUMBERS.alone

    def splits(fit, winning=NUMBERS.winning):
        """Of the draws that leave him out, those in which one of the two drops the other, with so many fit to lead."""
        party = equal.copy(winning=winning)
        party["people.health"] = (np.arange(24) < fit) * 1.0
        party.happen("alignment", 0)
        core = party["people.core"]
        return core[~core[:, him]].sum(1) == 1

    def stands(own, *outside):
        """Odds of a set with this power: those outside count by `unity` and by their trust in each other, -0.5."""
        whole, k = sum(outside), NUMBERS.unity
        united = sum(w * (k + (1 - k) * (w + (whole - w) / 4) / whole) for w in outside)
        won = (own / (own + united) - NUMBERS.threshold) / NUMBERS.sharpness
        return sigma(won) ** (NUMBERS.winning / NUMBERS.temperature)

    with_him, without = stands(3, 2, 4) + stands(2, 3, 4), stands(3, 2) + stands(2, 3)
    expected = {3: with_him / (with_him + stands(5, 4)), 2: without / (without + stands(5))}
    assert expected[3] < 0.05 and expected[2] > 0.4
    for fit, chance in expected.items():
        assert close(splits(fit), chance), (fit, chance)
        assert close(splits(fit, winning=0.0), 2 / 3), fit  # nothing else knows whether he is there


# --- when it is reconsidered, who leads, what is told ---------------------------------------------------------------------


def test_a_core_is_reconsidered_at_its_rate_and_at_once_when_a_member_is_lost(party):
    """So warm that the choice is all but a lottery among 63 sets."""
    party.core(0, 1, 2).set(reconsider=0.3, temperature=1e6)
    lost = party.copy()
    party.happen("alignment", 0)
    changed = party["lineup.changed"] == 0
    assert close(changed, 0.3 * 62 / 63)
    assert np.array_equal(changed, (party["people.core"] != (np.arange(24) < 3)).any(1))
    lost["lineup.lost"] = True
    told = of_kind(lost.happen("alignment", 0), EventKind.COALITION)
    assert close(lost["lineup.changed"] == 0, 62 / 63) and not lost["lineup.lost"].any()
    anew = np.isin(lost.numbers, told[:, 0]) & (lost["lineup.changed"] == 0)
    assert (column(told, "cause")[np.isin(told[:, 0], lost.numbers[anew])] == Cause.LOST_MEMBER).all()


def test_equals_draw_lots_for_the_lead(equal):
    equal.core(*range(LEADERS)).set(reconsider=0.0)
    equal["lineup.leader"] = -1
    equal.happen("alignment", 0)
    assert all(close(equal["lineup.leader"] == person, 1 / LEADERS) for person in range(LEADERS))


@pytest.mark.parametrize(("rival", "leads"), [(1.29, 0), (1.31, 1)])
def test_a_leader_keeps_the_lead_until_another_is_stronger_by_a_margin(party, rival, leads):
    party.core(0, 1).set(reconsider=0.0)
    party["people.power"][:, 1] = rival * party["people.power"][:, 0]
    assert NUMBERS.lead_incumbent == 0.3
    party.happen("alignment", 0)
    assert (party["lineup.leader"] == leads).all()


def with_first_place(holder, **changed):
    """A party with a first place, held by one of its leaders; the core stays as it is unless somebody is lost."""
    world = worlds.ranked(worlds.small(), {0: {Resource.LEADERSHIP: 1.0}})
    party = Party(world, MANY, reconsider=0.0, **changed).core(0, 1, 2)
    party["offices.holder"][:, 0] = holder
    return party


def test_who_holds_the_first_place_leads_the_core_he_belongs_to():
    """However weak he is; the strongest leads where the holder is outside, and where there is no holder."""
    for holder, leads in ((2, 2), (4, 0), (-1, 0)):
        party = with_first_place(holder)
        party["people.power"][:, 2] = 0.001
        party.happen("alignment", 0)
        assert (party["lineup.leader"] == leads).all(), holder


def test_an_ill_holder_of_the_first_place_leaves_the_core_and_comes_back():
    """What he left for illness he finds again; another, and a holder who was dropped, does not."""
    ill, other, dropped = with_first_place(2), with_first_place(0), with_first_place(2).core(0, 1)
    for party in (ill, other):
        party["people.health"][:, 2] = 0.1
        party.happen("alignment", 0)
        assert not party["people.core"][:, 2].any()
        assert (party["lineup.away"] == (party is ill)).all()
    for party in (ill, other, dropped):
        party["people.health"][:, 2] = 1.0
        party.happen("alignment", 2)
        assert party["people.core"][:, 2].all() == (party is ill)
    assert not ill["lineup.away"].any() and (ill["lineup.leader"] == 2).all()


def test_changes_are_called_by_what_they_are():
    """A split, an enlargement, a replacement, a narrowing by loss: as those who come and go show."""
    party = mixed(6, 5, MANY, reconsider=1.0, temperature=5.0)
    before = np.take_along_axis(party["people.core"], party["lineup.contender"], 1)
    last = party["lineup.changed"].copy()
    told = of_kind(party.happen("alignment", 3), EventKind.COALITION)
    after, ring = (
        np.take_along_axis(party[f"people.{name}"], party["lineup.contender"], 1) for name in ("core", "ring")
    )
    names = {}
    for row in told:
        was, new, able = before[row[0]], after[row[0]], able_of(party, row[0])
        if not was.any():
            change = Change.FORMED
        elif not (was & new).any():
            change = Change.REPLACED
        elif (was & ~new & able).any():
            change = Change.SPLIT
        elif (new & ~was).any() or ring[row[0]].any():
            change = Change.ENLARGED
        else:
            change = Change.NARROWED
        names[change] = names.get(change, 0) + 1
        assert column(row[None], "outcome")[0] == change
        assert column(row[None], "size")[0] == new.sum()
        assert column(row[None], "since")[0] == last[row[0]]
    assert len(names) >= 3


# --- ring and bloc --------------------------------------------------------------------------------------------------------


def test_a_ring_is_entered_and_left_at_its_rates(party):
    """By hand for two outsiders, one of them attacked lately and one already co-opted."""
    party.core(0, 1).set(reconsider=0.0, ring_enter=0.5, ring_leave=0.5)
    party["people.attacked"][:, 3] = 0.9
    party["people.ring"][:, 4] = True
    power, seen, trust = (party[name][0] for name in ("people.power", "people.seen", "trust"))
    weights = (power[:2] + 1e-6) / (power[:2] + 1e-6).sum()
    regard = weights @ trust[:2]
    danger = max(seen[k] * (1 - regard[k]) / 2 for k in range(2, 6))
    need = max(0, NUMBERS.threshold + NUMBERS.need_margin - power[:2].sum() / power[:6].sum())
    told = party.happen("alignment", 0)
    for i in range(2, 6):
        logit = NUMBERS.ring * (danger + need) + NUMBERS.ring_trust * regard[i] - NUMBERS.ring_cost
        logit -= NUMBERS.ring_menace * seen[i] * (1 - regard[i]) / 2 + NUMBERS.ring_crowding * 1
        logit -= NUMBERS.ring_attacked * (i == 3)
        stays = 1 - 0.5 * sigma(-logit) if i == 4 else 0.5 * sigma(logit)
        assert close(party["people.ring"][:, i], stays), i
    moved = (party["people.ring"] != (np.arange(24) == 4)).any(1)
    assert np.array_equal(moved, when(party, told, EventKind.COALITION))


def test_a_bloc_is_joined_by_trust_anger_and_fear(party):
    party.core(0).set(reconsider=0.0, ring_enter=0.0, bloc_pace=0.8, unite=1.0)
    party["people.attacked"][:, [1, 2]] = 0.9, 0.5  # the stronger of the aggrieved heads it
    party["country.fear"] = 0.2
    head, other = 1, 2
    assert party["people.seen"][0, head] > party["people.seen"][0, other]
    logit = NUMBERS.bloc_trust * party["trust"][0, other, head] + 1.0 + NUMBERS.bloc_anger * 0.5
    logit -= NUMBERS.ban_cost + NUMBERS.bloc_cost + NUMBERS.bloc_fear * 0.2
    told = party.happen("alignment", 0)
    joined = party["people.bloc"][:, other]
    assert close(joined, 0.8 * sigma(logit))
    assert np.array_equal(joined, party["people.bloc"][:, head])
    assert np.array_equal(joined, when(party, told, EventKind.BLOC))
    party["people.attacked"] = 0.01  # forgotten: they leave, and nobody is a bloc alone
    party.happen("alignment", 2)
    assert not party["people.bloc"].any()


def test_a_ban_makes_blocs_rarer_and_vigilance_reopens_the_question(party):
    hit = party.copy(reconsider=0.0).core(0)
    hit["people.attacked"][:, [1, 2]] = 0.9
    joins = []
    for cost in (0.0, 2.0):
        banned = hit.copy(ban_cost=cost)
        banned.happen("alignment", 0)
        joins.append(banned["people.bloc"].any(1).mean())
    assert joins[0] > 2 * joins[1] > 0
    hidden = party.copy(reconsider=0.0, temperature=1e6).core(0, 1)
    power = hidden["people.power"][0, 0]
    hidden["people.seen"][:, 0] = 0.2 * power
    for vigilance in (0.0, 1.5):
        other = hidden.copy(vigilance=vigilance)
        other.happen("alignment", 0)
        assert close(other["lineup.changed"] == 0, min(1, vigilance * 0.8 * power) * 62 / 63)
