"""Every sign with known answers: two histories of four persons, of which only the first has what the sign looks for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from politburo.measures.history import COL
from politburo.measures.signs import SIGNS, sign_found
from politburo.model.trace import Block
from politburo.vocab import Arena, Axis, Disclosure, EventKind, Rung, Standing

ANN, BEN, CARL, DORA = range(4)
FIRST, MONTHS = 40, 36  # number of the first history; months of each
BOARD, CONGRESS = 0, 1
CHIEF, GENERAL = 0, 1  # offices
ATTACK, ANSWER = EventKind.OFFENSIVE, EventKind.CHALLENGE


def office(address: int, holder: int, **resources: float) -> SimpleNamespace:
    return SimpleNamespace(address=address, holder=holder, resources=resources)


PARTY: Any = SimpleNamespace(
    persons=[SimpleNamespace(id=name) for name in ("ann", "ben", "carl", "dora")],
    bodies=[
        SimpleNamespace(address=BOARD, role="bureau"),
        SimpleNamespace(address=CONGRESS, role="congress"),
    ],
    offices=[office(CHIEF, ANN, leadership=1.0), office(GENERAL, CARL, army=0.8), office(2, DORA, army=0.2)],
    disputes=[SimpleNamespace(address=n, axis=axis.word) for n, axis in enumerate(Axis)],
)


def event(month: int, kind: int, history: int = 0, **columns: int) -> list[int]:
    row = [-1] * len(COL)
    for name, value in ({"history": FIRST + history, "month": month, "kind": kind} | columns).items():
        row[COL[name]] = int(value)
    return row


def block(*events: list[int], **series: Any) -> Block:
    """Ann and Ben are the core, Carl and Dora outside; `series` gives some series of the first history another course."""
    shape = (2, MONTHS, 4)
    found = {
        "contender": np.broadcast_to(np.arange(4, dtype=np.int16), shape).copy(),
        "power": np.broadcast_to(np.array([0.4, 0.3, 0.2, 0.1], np.float32), shape).copy(),
        "standing": np.broadcast_to(
            np.array([Standing.CORE] * 2 + [Standing.OUTSIDE] * 2, np.int8), shape
        ).copy(),
        "in_bureau": np.ones(shape, bool),
        "necessary": np.zeros(shape, np.float32),
        "wins_alone": np.zeros(shape, np.float32),
        "apparatus": np.broadcast_to(np.array([0.1, 0.5, 0.3, 0.1], np.float32), shape).copy(),
        "leader": np.zeros(shape[:2], np.int16),
        "bureau": np.full(shape[:2], 2, np.int16),
        "regime": np.ones(shape[:2], np.int8),
        "members": np.full((*shape[:2], 2), 100.0, np.float32),
        "higher": np.full(shape[:2], 0.02, np.float32),
        "threat": np.full(shape[:2], 0.2, np.float32),
    }
    for name, values in series.items():
        found[name][0] = values
    rows = np.array(sorted(events), np.int32).reshape(-1, len(COL))
    return Block(FIRST, found, rows, {})


def occurs(sign: str, *events: list[int], **series: Any) -> list[bool]:
    return sign_found(sign, block(*events, **series), PARTY).tolist()


YES, NO = [True, False], [False, False]
FIGHT = {"who": ANN, "whom": CARL}
SIMPLE = {
    "unrest": (event(3, EventKind.UNREST), event(3, EventKind.COLLAPSE)),
    "first-leader-dies": (event(9, EventKind.DEATH, whom=ANN), event(9, EventKind.DEATH, whom=BEN)),
    "purge": (event(3, EventKind.PURGE, outcome=1), event(3, EventKind.PURGE, outcome=0)),
    "levy": (event(3, EventKind.LEVY, outcome=1), event(3, EventKind.LEVY, outcome=0)),
    "autonomy-moves": (event(3, EventKind.AUTONOMY, outcome=-1), event(3, EventKind.RESPONSE)),
    "army-head-attacked": (event(3, ATTACK, **FIGHT), event(3, ATTACK, who=ANN, whom=DORA)),
    "coup": (event(3, EventKind.COUP, outcome=0), event(3, ATTACK, **FIGHT)),
    "letter-made-known": (
        event(3, EventKind.LETTER_DISCLOSED, outcome=Disclosure.DELEGATIONS),
        event(3, EventKind.LETTER_DISCLOSED, outcome=Disclosure.WITHHELD),
    ),
    "confidence-kept": (event(3, EventKind.CONFIDENCE, outcome=1), event(3, EventKind.CONFIDENCE, outcome=0)),
    "confidence-lost": (event(3, EventKind.CONFIDENCE, outcome=0), event(3, EventKind.CONFIDENCE, outcome=1)),
    "past-used": (event(3, ANSWER, weapon=0, **FIGHT), event(3, ANSWER, **FIGHT)),
    "press-fight": (event(3, ATTACK, body=Arena.PRESS, **FIGHT), event(3, ATTACK, body=BOARD, **FIGHT)),
    "recantation": (event(3, EventKind.RECANTATION), event(3, EventKind.READMISSION)),
    "readmission": (event(3, EventKind.READMISSION), event(3, EventKind.RECANTATION)),
    "fight-over-labour": (
        event(3, ATTACK, thing=Axis.LABOUR, **FIGHT),
        event(3, ATTACK, thing=Axis.CENTRE, **FIGHT),
    ),
    "fight-over-centre": (
        event(3, ANSWER, thing=Axis.CENTRE, **FIGHT),
        event(3, EventKind.AUTONOMY, thing=Axis.CENTRE),
    ),
    "narrow-group-against-the-strongest-outsider": (
        event(3, ATTACK, **FIGHT),
        event(3, ATTACK, who=ANN, whom=DORA),  # Carl has more power
    ),
}


@pytest.mark.parametrize("sign", SIMPLE)
def test_a_sign_is_the_event_that_it_names_and_no_other(sign):
    right, wrong = SIMPLE[sign]
    assert occurs(sign, right) == YES
    assert occurs(sign, wrong) == occurs(sign) == NO


@pytest.mark.parametrize(("month", "found"), [(8, YES), (9, NO), (12, NO)])
def test_a_fight_before_the_death_of_the_first_leader(month, found):
    assert (
        occurs("fight-before-his-death", event(9, EventKind.DEATH, whom=ANN), event(month, ATTACK, **FIGHT))
        == found
    )


def test_where_the_first_leader_lives_on_every_fight_comes_in_his_lifetime():
    fight = event(35, ATTACK, **FIGHT)
    assert occurs("fight-before-his-death", fight) == YES
    nobody = SimpleNamespace(**{**vars(PARTY), "offices": []})
    assert sign_found("fight-before-his-death", block(fight), nobody).tolist() == NO


def test_the_strongest_beside_the_leader_fails_unless_he_leads_in_the_end():
    leader = np.zeros(MONTHS)
    assert occurs("strongest-fails") == [True, True]
    leader[-1] = BEN  # of the core, stronger than Carl: then he is the one who was strongest beside Ann
    power = np.tile([0.2, 0.5, 0.2, 0.1], (MONTHS, 1))
    assert occurs("strongest-fails", leader=leader, power=power) == [False, True]


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([event(5, EventKind.OFFICE_FILLED, whom=DORA, thing=GENERAL)], YES),
        ([event(5, EventKind.OFFICE_FILLED, whom=CARL, thing=GENERAL)], NO),
        ([event(5, EventKind.OFFICE_FILLED, whom=DORA, thing=CHIEF)], NO),
        (
            [
                event(5, EventKind.OFFICE_FILLED, whom=DORA, thing=GENERAL),
                event(5, EventKind.DEATH, whom=CARL),
            ],
            NO,
        ),
    ],
)
def test_the_head_of_the_army_is_replaced_in_his_lifetime(events, found):
    assert occurs("army-head-replaced", *events) == found


@pytest.mark.parametrize(
    ("kind", "body", "outcome", "found"),
    [
        (ATTACK, Arena.PARTY, 1, YES),
        (ATTACK, Arena.PARTY, 0, NO),
        (ANSWER, Arena.PARTY, 0, YES),
        (ANSWER, Arena.PARTY, 1, NO),
        (ATTACK, BOARD, 1, NO),
    ],
)
def test_the_ruling_side_wins_a_vote_in_all_organisations(kind, body, outcome, found):
    fight = event(5, kind, body=body, outcome=outcome, **FIGHT)
    assert occurs("party-vote-won", fight) == found
    vote = {"body": Arena.PARTY, "outcome": outcome, **FIGHT}
    assert occurs("organisations-lost", fight, event(5, EventKind.PARTY_VOTE, size=2, **vote)) == found
    assert occurs("organisations-lost", fight, event(5, EventKind.PARTY_VOTE, size=0, **vote)) == NO
    assert occurs("organisations-lost", fight, event(6, EventKind.PARTY_VOTE, size=2, **vote)) == NO


@pytest.mark.parametrize(
    ("kind", "body", "ayes", "nays", "found"),
    [
        (ATTACK, CONGRESS, 90, 10, YES),
        (ATTACK, CONGRESS, 89, 11, NO),
        (ATTACK, CONGRESS, 10, 90, NO),
        (ANSWER, CONGRESS, 10, 90, YES),
        (ATTACK, BOARD, 90, 10, NO),
        (ATTACK, CONGRESS, 0, 0, NO),
    ],
)
def test_a_crushing_defeat_is_nine_to_one_at_a_congress(kind, body, ayes, nays, found):
    assert (
        occurs("crushed-at-congress", event(5, kind, body=body, ayes=ayes, nays=nays, outcome=1, **FIGHT))
        == found
    )


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ([0.3, 0.5, 0.1, 0.1], YES),  # Ann and Carl lose, Ben of the core gains
        ([0.45, 0.35, 0.1, 0.1], NO),  # the attacker gains too
        ([0.3, 0.3, 0.1, 0.3], NO),  # only Dora gains, who is outside
    ],
)
def test_a_silent_third_gains_from_a_fight_in_the_press(later, found):
    power = np.tile([0.4, 0.3, 0.2, 0.1], (MONTHS, 1))
    power[11:] = later  # six months after the fifth
    assert occurs("bystander-gains", event(5, ATTACK, body=Arena.PRESS, **FIGHT), power=power) == found
    assert occurs("bystander-gains", event(4, ATTACK, body=Arena.PRESS, **FIGHT), power=power) == NO


@pytest.mark.parametrize(("last", "found"), [(200.0, YES), (199.0, NO)])
def test_the_membership_doubles(last, found):
    members = np.full((MONTHS, 2), 100.0)
    members[-1] = last
    assert occurs("membership-doubles", members=members) == found


def test_schooling_falls():
    higher = np.linspace(0.02, 0.01, MONTHS)
    assert occurs("schooling-falls", higher=higher) == YES
    assert occurs("schooling-falls", higher=higher[::-1]) == NO


@pytest.mark.parametrize(
    ("month", "rung", "found"),
    [(20, Rung.EXPELLED, YES), (21, Rung.EXPELLED, NO), (20, Rung.LOST_COMMITTEE, NO)],
)
def test_somebody_is_expelled_in_a_scare(month, rung, found):
    threat = np.full(MONTHS, 0.2)
    threat[20] = 0.6
    assert (
        occurs("expelled-in-a-scare", event(month, EventKind.SANCTION, outcome=rung), threat=threat) == found
    )


@pytest.mark.parametrize(("fight", "found"), [(5, YES), (18, YES), (19, NO), (30, NO)])
def test_a_congress_without_opposition_comes_a_year_after_the_last_fight(fight, found):
    congress = event(30, EventKind.CONGRESS, body=CONGRESS)
    assert occurs("unopposed-congress", congress, event(fight, ATTACK, **FIGHT)) == found
    assert occurs("unopposed-congress", congress) == NO  # nobody was ever opposed
    old = event(2, ATTACK, **FIGHT)
    assert occurs("unopposed-congress", congress, old, event(fight, ATTACK, **FIGHT)) == found
    fallen = np.zeros(MONTHS)
    assert occurs("unopposed-congress", congress, old, regime=fallen) == NO
    bloc = np.full((MONTHS, 4), Standing.BLOC)
    assert occurs("unopposed-congress", congress, event(fight, ATTACK, **FIGHT), standing=bloc) == NO


def alone(person: int) -> np.ndarray:
    """The person wins everything alone from the twelfth month on."""
    wins = np.zeros((MONTHS, 4))
    wins[12:, person] = 1.0
    return wins


def test_sole_rule_and_its_following_among_the_secretaries():
    assert occurs("sole-rule", wins_alone=alone(ANN)) == occurs("sole-rule", wins_alone=alone(BEN)) == YES
    assert occurs("sole-rule-by-apparatus", wins_alone=alone(BEN)) == YES
    assert occurs("sole-rule-by-apparatus", wins_alone=alone(ANN)) == NO  # Ben's following is larger
    assert occurs("sole-rule-by-apparatus") == NO


def test_power_narrows_from_a_bureau_through_a_group_to_one():
    bureau = np.full(MONTHS, 2)
    bureau[6:] = 10  # two are then a small part of it
    assert occurs("power-narrows", bureau=bureau, wins_alone=alone(BEN)) == YES
    assert occurs("power-narrows", bureau=bureau) == NO
    assert occurs("power-narrows", wins_alone=alone(BEN)) == NO  # straight from the bureau


def test_every_sign_is_a_clause_and_says_no_where_nothing_happens():
    for word, sign in SIGNS.items():
        assert sign.about[0].islower() and not sign.about.endswith("."), word
        found = sign_found(word, block(), PARTY)
        assert found.dtype == bool and found.shape == (2,)
        assert word == "strongest-fails" or not found.any(), word


def test_a_word_that_is_no_sign_is_refused():
    with pytest.raises(KeyError):
        sign_found("miracle", block(), PARTY)
