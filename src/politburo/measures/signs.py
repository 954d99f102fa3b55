"""Signs: what is looked for in a finished history when a narrative says that something happened; the whole vocabulary.

A sign is a yes or no for every history, bool[history], read off a block. None depends on a name, a party or a year: "the first leader" is
whoever holds the first place at the start, "the head of the army" whoever then holds the office that gives most of the army. What a
kind of stage means is in `stagekinds`, who rules alone in `definitions`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures import definitions as D
from politburo.measures.history import COL, FIGHTS
from politburo.measures.stagecounts import stages_found
from politburo.measures.stagekinds import KINDS
from politburo.measures.summary import passes_all, paths
from politburo.vocab import Arena, Axis, Disclosure, EventKind, Resource, Role, RuleType, Rung, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

Test = Callable[["Block", "Resolved"], Array]

YEAR = 12  # months
AFTERWARDS = 6  # months after a fight in which its fruits are looked for
CRUSHING = 0.9  # share of the votes for and against with which the ruling side crushes its opponents
SCARE = 0.9  # quantile of a history's months from which the threat from abroad counts as a scare
MASS = 2.0  # times as many members as at the start


@dataclass(frozen=True)
class Sign:
    """A sign: what happens, as a clause of a sentence, and the test of every history of a block."""

    about: str
    test: Test


def sign_found(word: str, block: Block, resolved: Resolved) -> Array:
    """bool[history]: does the sign with this word occur? Raises `KeyError` for a word that is no sign."""
    return SIGNS[word].test(block, resolved)


def histories_of(block: Block, rows: Array) -> Array:
    """bool[history]: has a history one of these event rows?"""
    found = np.zeros(block.histories, bool)
    found[rows[:, 0] - block.first] = True
    return found


def rows_of(block: Block, *kinds: int) -> Array:
    """The event rows of some kinds."""
    return block.events[np.isin(block.events[:, COL["kind"]], kinds)]


def event(kind: EventKind, **cells: int) -> Test:
    """The test for an event of a kind with these values in some columns."""

    def test(block: Block, resolved: Resolved) -> Array:
        rows = rows_of(block, kind)
        for column, value in cells.items():
            rows = rows[rows[:, COL[column]] == value]
        return histories_of(block, rows)

    return test


def stage(kind: str) -> Test:
    """The test for a stage of a kind."""

    def test(block: Block, resolved: Resolved) -> Array:
        return stages_found(block, [person.id for person in resolved.persons])[:, KINDS.index(kind)]

    return test


def fight_over(axis: Axis) -> Test:
    """The test for a fight over a dispute on an axis."""

    def test(block: Block, resolved: Resolved) -> Array:
        mine = [dispute.address for dispute in resolved.disputes if dispute.axis == axis.word]
        rows = rows_of(block, *FIGHTS)
        return histories_of(block, rows[np.isin(rows[:, COL["thing"]], mine)])

    return test


def first_month_of(block: Block, rows: Array) -> Array:
    """float[history]: the month of a history's first row; infinity where it has none."""
    month = np.full(block.histories, np.inf)
    np.minimum.at(month, rows[:, 0] - block.first, rows[:, COL["month"]])
    return month


def first_leader(resolved: Resolved) -> int:
    """Who holds the first place at the start; -1 where there is no such place or nobody in it."""
    return _holder(resolved, Resource.LEADERSHIP)[1]


def _holder(resolved: Resolved, resource: Resource) -> tuple[int, int]:
    """The office that gives most of a resource at the start and who holds it; -1 for none."""
    held = [o for o in resolved.offices if o.holder is not None and o.resources.get(resource.word, 0) > 0]
    if not held:
        return -1, -1
    office = max(held, key=lambda o: o.resources[resource.word])
    return office.address, -1 if office.holder is None else office.holder


def _death_of(block: Block, person: int) -> Array:
    rows = rows_of(block, EventKind.DEATH)
    return first_month_of(block, rows[(rows[:, COL["whom"]] == person) & (person >= 0)])


def first_leader_dies(block: Block, resolved: Resolved) -> Array:
    return np.isfinite(_death_of(block, first_leader(resolved)))


def fight_before_his_death(block: Block, resolved: Resolved) -> Array:
    """A fight in a month before that of the first leader's death, if he dies at all."""
    leader = first_leader(resolved)
    return (first_month_of(block, rows_of(block, *FIGHTS)) < _death_of(block, leader)) & (leader >= 0)


def strongest_fails(block: Block, resolved: Resolved) -> Array:
    """Beside the first leader, the one with the largest share of power in the first month doesn't lead in the last."""
    contender, power = block.series["contender"][:, 0], block.series["power"][:, 0]
    power = np.where(contender == first_leader(resolved), -1.0, power)
    strongest = np.take_along_axis(contender, power.argmax(1)[:, None], 1)[:, 0]
    return D.leads(block.series, D.Thresholds())[:, -1] != strongest


def power_narrows(block: Block, resolved: Resolved) -> Array:
    kind, _ = D.rule_type(block.series, D.Thresholds())
    return np.array([passes_all(path) for path in paths(D.locus(block.series, kind, D.Thresholds()))], bool)


def army_head_attacked(block: Block, resolved: Resolved) -> Array:
    _, head = _holder(resolved, Resource.ARMY)
    rows = rows_of(block, EventKind.OFFENSIVE)
    return histories_of(block, rows[(rows[:, COL["whom"]] == head) & (head >= 0)])


def army_head_replaced(block: Block, resolved: Resolved) -> Array:
    """Somebody else is put into his office while he lives."""
    office, head = _holder(resolved, Resource.ARMY)
    rows = rows_of(block, EventKind.OFFICE_FILLED)
    rows = rows[(rows[:, COL["thing"]] == office) & (rows[:, COL["whom"]] != head) & (head >= 0)]
    return first_month_of(block, rows) < _death_of(block, head)


def _won_by_rulers(rows: Array) -> Array:
    attack = rows[:, COL["kind"]] == EventKind.OFFENSIVE
    return rows[:, COL["outcome"]] == np.where(attack, 1, 0)


def _party_votes_won(block: Block) -> Array:
    rows = rows_of(block, *FIGHTS)
    return rows[(rows[:, COL["body"]] == Arena.PARTY) & _won_by_rulers(rows)]


def party_vote_won(block: Block, resolved: Resolved) -> Array:
    return histories_of(block, _party_votes_won(block))


def organisations_lost(block: Block, resolved: Resolved) -> Array:
    """Such a vote with at least one organisation against the majority."""
    same = [0, COL["month"], COL["who"], COL["whom"]]
    won = set(map(tuple, _party_votes_won(block)[:, same].tolist()))
    rows = rows_of(block, EventKind.PARTY_VOTE)
    rows = rows[rows[:, COL["size"]] > 0]
    mine = np.array([tuple(row) in won for row in rows[:, same].tolist()], bool)
    return histories_of(block, rows[mine])


def crushed_at_congress(block: Block, resolved: Resolved) -> Array:
    """A fight before the congress in which the ruling side has at least CRUSHING of the votes for and against."""
    congress = [body.address for body in resolved.bodies if body.role == Role.CONGRESS.word]
    rows = rows_of(block, *FIGHTS)
    rows = rows[np.isin(rows[:, COL["body"]], congress) & (rows[:, COL["outcome"]] >= 0)]
    ayes, nays = rows[:, COL["ayes"]], rows[:, COL["nays"]]
    ruling = np.where(rows[:, COL["kind"]] == EventKind.OFFENSIVE, ayes, nays)
    return histories_of(block, rows[(ayes + nays > 0) & (ruling >= CRUSHING * (ayes + nays))])


def past_used(block: Block, resolved: Resolved) -> Array:
    rows = rows_of(block, *FIGHTS)
    return histories_of(block, rows[rows[:, COL["weapon"]] >= 0])


def _press_fights(block: Block) -> Array:
    rows = rows_of(block, *FIGHTS)
    return rows[rows[:, COL["body"]] == Arena.PRESS]


def press_fight(block: Block, resolved: Resolved) -> Array:
    return histories_of(block, _press_fights(block))


def bystander_gains(block: Block, resolved: Resolved) -> Array:
    """From the month before a fight in the press to AFTERWARDS months after it both fighters lose power, another of the core gains."""
    rows = _press_fights(block)
    history, month = rows[:, 0] - block.first, rows[:, COL["month"]]
    before = np.maximum(month - 1, 0)
    after = np.minimum(month + AFTERWARDS, block.series["power"].shape[1] - 1)

    def gain(person: Array) -> Array:
        then, now = (_share(block, history, at, person) for at in (before, after))
        return now - then

    both_lose = (gain(rows[:, COL["who"]]) < 0) & (gain(rows[:, COL["whom"]]) < 0)
    third = np.zeros(len(rows), bool)
    for place in range(block.series["contender"].shape[2]):
        person = block.series["contender"][history, before, place].astype(int)
        core = block.series["standing"][history, before, place] == Standing.CORE
        third |= core & (gain(person) > 0)
    return histories_of(block, rows[both_lose & third])


def _share(block: Block, history: Array, month: Array, person: Array) -> Array:
    """float[n]: the share of power of a person in a month; 0 where he is not among the contenders."""
    mine = block.series["contender"][history, month] == person[:, None]
    return np.where(mine, block.series["power"][history, month], 0.0).sum(1)


def membership_grows(block: Block, resolved: Resolved) -> Array:
    members = block.series["members"].sum(2)
    return members[:, -1] >= MASS * members[:, 0]


def schooling_falls(block: Block, resolved: Resolved) -> Array:
    higher = block.series["higher"]
    return higher[:, -1] < higher[:, 0]


def expelled_in_a_scare(block: Block, resolved: Resolved) -> Array:
    """An expulsion in a month whose threat from abroad is above the quantile SCARE of the months of its history."""
    threat = block.series["threat"]
    scare = threat > np.quantile(threat, SCARE, axis=1)[:, None]
    rows = rows_of(block, EventKind.SANCTION)
    rows = rows[rows[:, COL["outcome"]] >= Rung.EXPELLED]
    return histories_of(block, rows[scare[rows[:, 0] - block.first, rows[:, COL["month"]]]])


def unopposed_congress(block: Block, resolved: Resolved) -> Array:
    """A congress after earlier fights, without a fight in the YEAR up to it and with no contender in an opposition bloc."""
    fights = np.zeros(block.series["leader"].shape, int)
    rows = rows_of(block, *FIGHTS)
    np.add.at(fights, (rows[:, 0] - block.first, rows[:, COL["month"]]), 1)
    so_far = np.concatenate([np.zeros_like(fights[:, :1]), fights.cumsum(1)], axis=1)
    rows = rows_of(block, EventKind.CONGRESS)
    history, month = rows[:, 0] - block.first, rows[:, COL["month"]]
    earlier = so_far[history, np.maximum(month + 1 - YEAR, 0)]
    quiet = so_far[history, month + 1] == earlier
    united = ~(block.series["standing"][history, month] == Standing.BLOC).any(1)
    standing = block.series["regime"][history, month] > 0
    return histories_of(block, rows[(earlier > 0) & quiet & united & standing])


def sole_rule(block: Block, resolved: Resolved) -> Array:
    kind, _ = D.rule_type(block.series, D.Thresholds())
    return (kind == RuleType.SOLE).any(1)


def sole_rule_by_apparatus(block: Block, resolved: Resolved) -> Array:
    """In the first month of sole rule nobody has more delegates through secretaries who follow him than the ruler has."""
    kind, ruler = D.rule_type(block.series, D.Thresholds())
    first = D.consolidation(kind)
    each, month = np.arange(block.histories), np.maximum(first, 0)
    apparatus = block.series["apparatus"][each, month]
    mine = block.series["contender"][each, month] == ruler[each, month][:, None]
    his = np.where(mine, apparatus, 0.0).sum(1)
    return (first >= 0) & (his > 0) & (his >= apparatus.max(1))


def letter_made_known(block: Block, resolved: Resolved) -> Array:
    rows = rows_of(block, EventKind.LETTER_DISCLOSED)
    return histories_of(block, rows[rows[:, COL["outcome"]] >= Disclosure.DELEGATIONS])


SIGNS: dict[str, Sign] = {
    "unrest": Sign("unrest breaks out in the country", event(EventKind.UNREST)),
    "first-leader-dies": Sign("the first leader dies", first_leader_dies),
    "fight-before-his-death": Sign(
        "the first open attack comes while the first leader is alive", fight_before_his_death
    ),
    "strongest-fails": Sign(
        "the contender who was strongest beside the first leader at the start does not lead at the end",
        strongest_fails,
    ),
    "power-narrows": Sign(
        "power narrows from the committee or the bureau through a group to one person", power_narrows
    ),
    "purge": Sign("a purge of the membership begins", event(EventKind.PURGE, outcome=1)),
    "autonomy-moves": Sign("the rights of the republics are changed", event(EventKind.AUTONOMY)),
    "army-head-attacked": Sign("whoever headed the army at the start is attacked", army_head_attacked),
    "army-head-replaced": Sign(
        "whoever headed the army at the start loses it in his lifetime", army_head_replaced
    ),
    "party-vote-won": Sign("the ruling side wins a vote in all organisations of the party", party_vote_won),
    "organisations-lost": Sign(
        "the ruling side wins such a vote while at least one organisation goes against the majority",
        organisations_lost,
    ),
    "coup": Sign("somebody tries to seize power by force", event(EventKind.COUP)),
    "letter-made-known": Sign(
        "the leader's letter is made known, at least to delegations", letter_made_known
    ),
    "confidence-kept": Sign(
        "a vote of confidence leaves the holder in his office", event(EventKind.CONFIDENCE, outcome=1)
    ),
    "confidence-lost": Sign(
        "a vote of confidence costs the holder his office", event(EventKind.CONFIDENCE, outcome=0)
    ),
    "crushed-at-congress": Sign(
        "opponents are beaten at a congress by nine votes to one or worse", crushed_at_congress
    ),
    "past-used": Sign("something from a person's past is used against him in an attack", past_used),
    "press-fight": Sign("an attack is carried on in the press", press_fight),
    "bystander-gains": Sign(
        "six months after an attack in the press both sides have lost power, and a silent third has gained",
        bystander_gains,
    ),
    "levy": Sign("a mass admission begins", event(EventKind.LEVY, outcome=1)),
    "membership-doubles": Sign(
        "at the end the party has at least twice the members of the start", membership_grows
    ),
    "schooling-falls": Sign(
        "at the end a smaller share of members has higher education than at the start", schooling_falls
    ),
    "expelled-in-a-scare": Sign(
        "somebody is expelled in a month when the threat from abroad is among the highest tenth",
        expelled_in_a_scare,
    ),
    "recantation": Sign("somebody recants", event(EventKind.RECANTATION)),
    "readmission": Sign("somebody is readmitted", event(EventKind.READMISSION)),
    "unopposed-congress": Sign(
        "after earlier struggles a congress meets that no attack has preceded for a year and no bloc opposes",
        unopposed_congress,
    ),
    "sole-rule": Sign("one person comes to rule alone", sole_rule),
    "sole-rule-by-apparatus": Sign(
        "one person comes to rule alone who by then has the largest following among the secretaries",
        sole_rule_by_apparatus,
    ),
    **{
        f"fight-over-{axis.word}": Sign(
            f"an attack turns on a dispute of the kind {axis.word}", fight_over(axis)
        )
        for axis in Axis
    },
    **{kind.replace(" ", "-"): Sign(f"a stage of this kind occurs: {kind}", stage(kind)) for kind in KINDS},
}
