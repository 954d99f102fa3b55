"""A chronicle can be read aloud: varied but always the same, with sides, terms of the dispute and outcomes, and without trifles."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest

from politburo import scenario
from politburo.measures.history import COL
from politburo.model.trace import Block
from politburo.study.running.ensemble import load
from politburo.vocab import Arena, Cause, Change, Disclosure, EventKind, Response, Rung, ShockKind, Standing
from politburo.words import fights
from politburo.words.chronicle import WAYS, WHICH, chronicle
from politburo.words.scene import phrases

RESOLVED = scenario.resolve(scenario.load("ussr-1922"))
IDS = [person.id for person in RESOLVED.persons]
KAMENEV, STALIN, TROTSKY, ZINOVIEV, RYKOV, TOMSKY = (
    IDS.index(name) for name in ("kamenev", "stalin", "trotsky", "zinoviev", "rykov", "tomsky")
)
GROUP = (ZINOVIEV, KAMENEV, STALIN, TROTSKY, RYKOV, TOMSKY)
ECONOMY = next(d.address for d in RESOLVED.disputes if d.id == "economy-peasants")
MONTHS = 140


def event(month, kind, **columns):
    row = np.full(len(COL), -1)
    values = {
        "history": 0,
        "month": month,
        "kind": kind,
        "cause": 0,
        "second": 0,
        "ayes": 0,
        "nays": 0,
    } | columns
    for name, value in ({"abstentions": 0} | values).items():
        row[COL[name]] = value
    return row


def tell(*rows, standing=None, routine=False):
    """A history in which Zinoviev, Kamenev and Stalin rule; Rykov and Tomsky stand outside, Trotsky in a bloc of his own."""
    kinds = standing or [Standing.CORE] * 3 + [Standing.BLOC] + [Standing.OUTSIDE] * 2
    series = {
        "contender": np.broadcast_to(np.array(GROUP), (1, MONTHS, 6)),
        "standing": np.broadcast_to(np.array([int(k) for k in kinds]), (1, MONTHS, 6)),
        "power": np.broadcast_to(np.array([0.3, 0.2, 0.2, 0.2, 0.05, 0.05]), (1, MONTHS, 6)),
    }
    block = Block(first=0, series=series, events=np.array(rows, np.int32), params={})
    return [text for _, text in chronicle(RESOLVED, block, 0, routine=routine)]


def attack(month=5, kind=EventKind.OFFENSIVE, **columns):
    about = {
        "body": 1,
        "thing": ECONOMY,
        "outcome": 1,
        "ayes": 30,
        "nays": 4,
        "cause": Cause.THREAT,
        "size": 1,
    }
    return event(month, kind, **{"who": ZINOVIEV, "whom": TROTSKY, **about, **columns})


def test_a_fight_says_who_stood_where_what_it_was_about_and_how_it_ended():
    done = event(5, EventKind.SANCTION, who=ZINOVIEV, whom=TROTSKY, body=1, outcome=Rung.CENSURED)
    (text,) = tell(attack(abstentions=2), done)
    assert "Kamenev and Stalin" in text and "the economy and the peasants" in text
    assert (
        "Trotsky" in text and "pace and coercion" in text and "market" not in text
    )  # nothing is known of Zinoviev
    assert "seeing him as too powerful" in text
    assert text.endswith("30 to 4 (2 abstained), and Trotsky was censured.")


def ends(text, *ends):
    """The sentence of a text that names these ends of a dispute."""
    return next(part for part in text.split(". ") if all(end in part for end in ends))


@pytest.mark.parametrize("month", range(12))  # so that every way to say it comes
def test_who_stands_for_what_follows_from_their_positions(month):
    places = {p: RESOLVED.persons[p].positions[ECONOMY].mean for p in (KAMENEV, TROTSKY, RYKOV, STALIN)}
    assert places == {KAMENEV: -0.4, TROTSKY: 0.5, RYKOV: -0.2, STALIN: 0}
    for one, other in ((KAMENEV, TROTSKY), (TROTSKY, KAMENEV)):
        terms = ends(tell(attack(month, who=one, whom=other))[0], "market", "pace")
        if "Trotsky" in terms:  # else it is only said that one thing stood against the other
            order = [sorted(words, key=terms.index) for words in (("Kamenev", "Trotsky"), ("market", "pace"))]
            assert (order[0] == ["Kamenev", "Trotsky"]) == (order[1] == ["market", "pace"])
    assert "oth" in ends(tell(attack(month, who=KAMENEV, whom=RYKOV))[0], "market")
    alone = ends(tell(attack(month, who=STALIN, whom=TROTSKY))[0], "pace")
    assert "Trotsky" in alone and "Stalin" not in alone
    neither = tell(attack(month, who=STALIN, whom=ZINOVIEV))[0]
    assert "market" not in neither and "pace" not in neither


def test_a_fact_of_the_past_is_told_in_words_and_never_as_a_tag():
    weapon = next(w.address for w in RESOLVED.liabilities if w.person == TROTSKY and "platform" in w.fact)
    (text,) = tell(attack(weapon=weapon))
    assert "signed Trotsky's platform in the trade-union debate" in text and "debate platform:" not in text
    known = phrases("ussr-1922")
    assert {w.fact for w in RESOLVED.liabilities} <= set(known)
    assert phrases("no-such-case") == {}


def test_a_challenge_names_those_who_stood_by_its_target():
    row = attack(kind=EventKind.CHALLENGE, who=TROTSKY, whom=ZINOVIEV, outcome=0, ayes=4, nays=30)
    (text,) = tell(row)
    assert "30 to 4" in text and text.endswith("Kamenev and Stalin stood by Zinoviev.")


def test_a_vote_of_all_organisations_is_told_once():
    fight = attack(body=int(Arena.PARTY), ayes=540659, nays=50773, abstentions=12630)
    vote = event(
        5, EventKind.PARTY_VOTE, who=ZINOVIEV, whom=TROTSKY, body=int(Arena.PARTY), outcome=1, ayes=540659,
        nays=50773, abstentions=12630, size=3,
    )  # fmt: skip
    (text,) = tell(fight, vote)
    assert text.count("540,659 to 50,773 (12,630 abstained)") == 1
    assert "three organisations went against the majority" in text
    assert len(tell(fight, vote, routine=True)) == 2


@pytest.mark.parametrize(
    "row",
    [
        event(3, EventKind.SECRETARIES, who=STALIN, size=4),
        event(3, EventKind.DEATH, whom=IDS.index("lepse"), size=40),
        event(3, EventKind.OFFICE_FILLED, whom=IDS.index("lepse"), thing=0, body=1),
        event(3, EventKind.PURGE, outcome=0),
        event(3, EventKind.LEVY, outcome=0),
        event(3, EventKind.COALITION, who=ZINOVIEV, whom=RYKOV, outcome=Change.ENLARGED, thing=1, size=3),
    ],
)
def test_trifles_are_left_out_unless_asked_for(row):
    assert tell(row) == []
    assert len(tell(row, routine=True)) == 1


def test_deaths_and_posts_of_contenders_are_told():
    rows = [
        event(3, EventKind.DEATH, whom=KAMENEV, size=40),
        event(4, EventKind.OFFICE_FILLED, whom=STALIN, thing=0, body=1),
    ]
    assert len(tell(*rows)) == 2


def test_where_only_events_are_known_nothing_is_made_up_about_who_ruled():
    rows = [
        event(3, EventKind.DEATH, whom=STALIN, size=49),
        event(4, EventKind.COALITION, who=ZINOVIEV, whom=KAMENEV, outcome=Change.SPLIT, thing=0, size=3),
        event(5, EventKind.COALITION, who=ZINOVIEV, whom=RYKOV, outcome=Change.ENLARGED, thing=0, size=3),
        attack(6),
    ]
    texts = [text for _, text in chronicle(RESOLVED, Block(0, {}, np.array(rows, np.int32), {}), 0)]
    assert len(texts) == 4
    assert not any("alone" in text or "backed" in text or "  " in text for text in texts)


def test_an_event_from_outside_says_when_it_happened_in_fact():
    crash = next(shock for shock in RESOLVED.shocks if "Wall Street" in shock.what)
    row = lambda month: event(month, EventKind.SHOCK, thing=crash.address, outcome=ShockKind.FOREIGN)  # noqa: E731
    (late,) = tell(row(crash.month - 3))
    assert late.endswith("(in fact October 1929).")
    (due,) = tell(row(crash.month))
    assert "in fact" not in due


def every_event():
    """One event of every kind and outcome that has ways to be told."""
    outcomes = defaultdict(lambda: [1, 0]) | {
        EventKind.SHOCK: list(ShockKind),
        EventKind.RESPONSE: list(Response),
        EventKind.LETTER_DISCLOSED: list(Disclosure),
        EventKind.COALITION: list(Change),
        EventKind.SANCTION: list(Rung),
        EventKind.AUTONOMY: [1, -1],
    }
    for kind in EventKind:
        for outcome in [] if kind == EventKind.NOTHING else outcomes[kind]:
            for thing in (-1, 1):
                body = 1
                yield event(
                    3, kind, who=ZINOVIEV, whom=TROTSKY, body=body, thing=max(thing, 0) if kind != EventKind.YIELD else thing,
                    outcome=outcome, ayes=3, nays=2, size=5, cause=Cause.VACANCY,
                )  # fmt: skip


def test_every_event_can_be_told_without_holes():
    for row in every_event():
        (text,) = tell(row, routine=True)
        assert text[0].isupper() or text[0].isdigit(), text
        assert text.endswith(".") and "  " not in text and "{" not in text and "()" not in text, text
        assert " ," not in text and ".." not in text and "nobody" not in text, text


def test_frequent_events_have_three_or_four_phrasings_and_each_is_always_the_same():
    frequent = [key for key in WAYS if key not in RARE]
    assert all(3 <= len(WAYS[key]) <= 4 for key in frequent), [key for key in frequent if len(WAYS[key]) < 3]
    assert all(
        3 <= len(ways) <= 4 for ways in (fights.ATTACKS, fights.CHALLENGES, fights.TERMS, fights.CARRIED)
    )
    texts = {tell(event(month, EventKind.CONGRESS, body=0, outcome=4, size=40))[0] for month in range(40)}
    assert len(texts) == len(WAYS[EventKind.CONGRESS])
    rows = [attack(month) for month in range(30)]
    assert tell(*rows) == tell(*rows)
    assert tell(*rows)[7] == tell(rows[7])[0]  # whatever is told beside it


#: told of once in a history at most, or only where every event is asked for
RARE = {
    (EventKind.SHOCK, ShockKind.DEATH), (EventKind.SHOCK, ShockKind.DISASTER), EventKind.SECRETARIES, EventKind.PARTY_VOTE,
    EventKind.SANCTION, EventKind.OFFICE_CREATED, EventKind.READMISSION, (EventKind.LEVY, 0), (EventKind.PURGE, 0),
    (EventKind.YIELD, True), (EventKind.COUP, 0), (EventKind.COUP, 1), (EventKind.CONFIDENCE, 0), (EventKind.CONFIDENCE, 1),
    (EventKind.LEADER_CHOSEN, 0), (EventKind.LEADER_CHOSEN, 1), (EventKind.AUTONOMY, True), (EventKind.AUTONOMY, False),
    (EventKind.COALITION, Change.FORMED), (EventKind.COALITION, Change.REPLACED),
    *[(EventKind.LETTER_DISCLOSED, how) for how in Disclosure],
}  # fmt: skip


def test_a_whole_history_reads_well():
    run = load("ussr-1922").run(4, 1)
    for number in range(4):
        lines = run.chronicle(number)
        assert 20 < len(lines) < 200
        assert all(re.fullmatch(r"19\d\d-\d\d", day) for day, _ in lines)
        texts = [text for _, text in lines]
        assert not any("reserve" in text.lower() or "Ilyich" in text for text in texts)
        assert sum(one == other for one, other in pairwise(texts)) == 0


def test_the_ways_belong_to_kinds_of_event_and_do_not_collide():
    assert all((key[0] if isinstance(key, tuple) else key) in EventKind for key in WAYS)
    assert all(isinstance(key, EventKind) or key[0] in WHICH for key in WAYS)
