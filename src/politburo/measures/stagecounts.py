"""Which kinds of stage occur in the histories of a block: the table of the struggle of all of them at once, without its texts.

The rules are those of `stages.table_of_the_struggle`, which makes the table of one history with names and dates. Here a set of
persons is some words of bits, uint64[words], so that sides of many fights are compared in one step; the last bit stands for nobody.
Persons are numbers, P of them; C is the number of contenders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.history import COL, FIGHTS
from politburo.measures.stagekinds import (
    ALLIED_MONTHS,
    AMONG_ALLIES,
    BEATEN,
    ENLARGED,
    GROWTH,
    KINDS,
    LAST,
    MOPPING,
    NARROW,
    NARROWED,
    OTHER,
    PAIR,
    SPLIT,
    UNITED,
)
from politburo.measures.stages import ALIKE, GAP_MONTHS, SMALL
from politburo.vocab import EventKind, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block

WORD = 64  # bits


@dataclass(frozen=True)
class Fights:
    """Every offensive and challenge of a block, by history, month and names; n of them."""

    history: Array  # int[n] row of the block
    month: Array  # int[n]
    rebel: Array  # int[n] who stands against the ruling side: attacked by it or its challenger
    head: Array  # uint64[words, n] he alone
    ruling: Array  # uint64[words, n] the ruling side
    opposing: Array  # uint64[words, n] the rebel, with his bloc if he is of one


@dataclass(frozen=True)
class Stages:
    """Fights put together into stages; s of them, by their first fights."""

    of_fight: Array  # int[n] the stage of each fight
    first: Array  # int[s] its first fight
    ruling: Array  # uint64[words, s] all who fought on the ruling side, less those who came to oppose it
    opposing: Array  # uint64[words, s] all who opposed it


def stages_found(block: Block, ids: Sequence[str]) -> Array:
    """bool[history, kind]: which kinds of stage (`stagekinds.KINDS`) occur in which history.

    `ids` are those of the persons; fights of the same month are taken in the order of their attackers' and targets' ids.
    """
    found = np.zeros((block.histories, len(KINDS)), bool)
    fights = _fights(block, ids)
    if len(fights.history):
        stages = _stages(fights, block.histories)
        found[fights.history[stages.first], _kinds(block, fights, stages)] = True
    return found


def bits(person: Array, chosen: Array, words: int) -> Array:
    """uint64[words, n]: for each row of int[n, C] the set of the persons that bool[n, C] `chosen` marks."""
    bit = np.where(chosen, np.uint64(1) << (person % WORD).astype(np.uint64), np.uint64(0)).T
    word = (person // WORD).T
    return np.stack([np.bitwise_or.reduce(np.where(word == w, bit, np.uint64(0))) for w in range(words)])


def size_of(sets: Array) -> Array:
    """int[...]: how many persons a set has, [words, ...]."""
    return np.bitwise_count(sets).sum(0, dtype=np.int32)


def _fights(block: Block, ids: Sequence[str]) -> Fights:
    people, words = len(ids), len(ids) // WORD + 1
    known = lambda person: np.where((person >= 0) & (person < people), person, people)  # noqa: E731
    rank = np.zeros(people + 1, int)  # nobody comes first
    rank[np.argsort(np.array(ids), kind="stable")] = np.arange(1, people + 1)
    kind = block.events[:, COL["kind"]]
    rows = block.events[(kind == FIGHTS[0]) | (kind == FIGHTS[1])]
    history, month = rows[:, 0] - block.first, rows[:, COL["month"]]
    attacker, target = known(rows[:, COL["who"]]), known(rows[:, COL["whom"]])
    order = np.lexsort((rank[target], rank[attacker], month, history))
    history, month, attacker, target = (x[order].astype(int) for x in (history, month, attacker, target))
    attack = rows[order, COL["kind"]] == EventKind.OFFENSIVE
    rebel, own = np.where(attack, target, attacker), np.where(attack, attacker, target)
    contender = known(block.series["contender"][history, month].astype(int))
    standing = block.series["standing"][history, month]
    comrades = standing == Standing.BLOC
    comrades &= (comrades & (contender == rebel[:, None])).any(1)[:, None]
    alone = np.ones((len(rebel), 1), bool)
    head = bits(rebel[:, None], alone, words)
    opposing = bits(contender, comrades, words) | head
    group = bits(contender, _ruling(standing), words) | bits(own[:, None], alone, words)
    return Fights(history, month, rebel, head, group & ~opposing, opposing)


def _ruling(standing: Array) -> Array:
    return (standing == Standing.CORE) | (standing == Standing.RING)


def _stages(fights: Fights, histories: int) -> Stages:
    """Put fights into stages as `stages.table_of_the_struggle` does: the first fights of all histories, then the second ones, and so on."""
    count = np.bincount(fights.history, minlength=histories)
    begin = count.cumsum() - count
    busiest = np.argsort(-count, kind="stable")  # so that those with fights left are always the first rows
    left = np.bincount(count)[::-1].cumsum()[::-1]  # [k]: histories with at least k fights
    most, words = int(count.max()), len(fights.opposing)
    numbers = size_of(fights.opposing)
    made = np.zeros(histories, int)
    end = np.full((histories, most), -GAP_MONTHS - 1)  # of each stage, the month of its last fight
    members = np.zeros((histories, most), int)  # how many opposed in that
    last, heads = np.zeros(
        (2, words, histories, most), np.uint64
    )  # who they were; the rebels of all its fights
    place = np.zeros(len(fights.history), int)  # of each fight, the stage within its history
    for k in range(most):
        each, among = np.arange(left[k + 1]), np.s_[: left[k + 1], : int(made.max()) + 1]
        fight = begin[busiest[: len(each)]] + k
        mine, head, month, now = (
            x[..., fight] for x in (fights.opposing, fights.head, fights.month, numbers)
        )
        before = members[among]
        both = size_of(last[:, *among] & mine[..., None])
        fits = both >= ALIKE * (before + now[:, None] - both)
        small = np.maximum(before, now[:, None]) <= SMALL
        fits |= small & np.bitwise_or.reduce(heads[:, *among] & head[..., None]).astype(bool)
        fits &= month[:, None] - end[among] <= GAP_MONTHS
        joins = fits.any(1)
        at = np.where(joins, fits.shape[1] - 1 - fits[:, ::-1].argmax(1), made[: len(each)])
        made[: len(each)] += ~joins
        end[each, at], members[each, at], last[:, each, at] = month, now, mine
        heads[:, each, at] |= head
        place[fight] = at
    _, first, of_fight = np.unique(fights.history * most + place, return_index=True, return_inverse=True)
    order = np.argsort(of_fight, kind="stable")
    begins = np.bincount(of_fight).cumsum() - np.bincount(of_fight)
    ruling, opposing = (
        np.bitwise_or.reduceat(sides[:, order], begins, axis=1) for sides in (fights.ruling, fights.opposing)
    )
    return Stages(of_fight, first, ruling & ~opposing, opposing)


def _kinds(block: Block, fights: Fights, stages: Stages) -> Array:
    """int[s]: the kind of each stage, a row of KINDS, as `stagekinds.kinds_of`."""
    history, month = fights.history[stages.first], fights.month[stages.first]
    now, words = fights.ruling[:, stages.first], len(fights.ruling)
    lead, heads = _heads(fights, stages)
    alone = np.ones((len(lead), 1), bool)
    head = bits(lead[:, None], alone, words)
    allies, enlarged = _lately(block, history, month, now, head)
    former = overlap(now, allies)
    among = np.where((now & ~allies).any(0), PAIR, SPLIT)
    few = size_of(now) <= NARROW
    outside = np.where(few & _strongest(block, history, month, now, lead), NARROWED, OTHER)
    kind = np.where(former, among, np.where(enlarged, ENLARGED, outside))
    entered = _entered(block, history, month, lead)
    rank = np.arange(len(history)) - np.searchsorted(history, history)  # among the stages of its history
    for number in range(1, int(rank.max()) + 1):
        mine = np.flatnonzero(rank == number)
        united, mopping, last = np.zeros((3, len(mine)), bool)
        for lag in range(1, number + 1):
            past = mine - lag
            ruling, opposing, his = stages.ruling[:, past], stages.opposing[:, past], head[:, mine]
            united |= overlap(heads[:, mine], ruling) & overlap(heads[:, mine], opposing)
            again = entered[mine] > month[past]
            mopping |= np.isin(kind[past], BEATEN) & overlap(his, opposing) & ~again
            others = ruling & ~his
            gone = 2 * size_of(others & now[:, mine]) <= size_of(others)
            last |= np.isin(kind[past], AMONG_ALLIES) & overlap(his, ruling) & gone
        found = np.where(last & former[mine], LAST, kind[mine])
        kind[mine] = np.where(united, UNITED, np.where(mopping, MOPPING, found))
    return kind


def overlap(one: Array, other: Array) -> Array:
    """bool[...]: do two sets, [words, ...], have a member in common?"""
    return np.any(one & other, axis=0)


def _heads(fights: Fights, stages: Stages) -> tuple[Array, Array]:
    """int[s], uint64[words, s]: of each stage the person of the opposition who attacks or is attacked most often, and all who do."""
    people = int(fights.rebel.max()) + 1
    pair, when, often = np.unique(
        stages.of_fight * people + fights.rebel, return_index=True, return_counts=True
    )
    chief = np.lexsort((when, -often, pair // people))
    count = np.bincount(pair // people)
    lead = pair[chief[count.cumsum() - count]] % people
    order = np.argsort(stages.of_fight, kind="stable")
    begins = np.bincount(stages.of_fight).cumsum() - np.bincount(stages.of_fight)
    return lead, np.bitwise_or.reduceat(fights.head[:, order], begins, axis=1)


def _lately(block: Block, history: Array, month: Array, now: Array, head: Array) -> tuple[Array, Array]:
    """uint64[words, s], bool[s]: with whom the head of the opposition has lately ruled; is the ruling group an enlarged one?"""
    contender, standing = block.series["contender"], block.series["standing"]
    people = contender.shape[2]
    groups = bits(contender.reshape(-1, people).astype(int), _ruling(standing).reshape(-1, people), len(now))
    months = month[:, None] - np.arange(ALLIED_MONTHS + 1)
    places = history[:, None] * contender.shape[1] + np.maximum(
        months, 0
    )  # before the start it is as it was then
    group = groups[:, places]
    shared = np.where(overlap(group, head[..., None]), group, np.uint64(0))
    size = size_of(groups)[places]
    within = ~np.any(group & ~now[..., None], axis=0)
    narrow = (size >= 2) & (size <= NARROW) & (size_of(now)[:, None] >= size + GROWTH)
    return np.bitwise_or.reduce(shared, axis=2), np.any(narrow & within, axis=1)


def _strongest(block: Block, history: Array, month: Array, now: Array, lead: Array) -> Array:
    """bool[s]: in the month before, did nobody else outside the ruling group have a larger share of power than its target?"""
    at = np.maximum(month - 1, 0)
    person, share = block.series["contender"][history, at].astype(int), block.series["power"][history, at]
    mine = np.where(person == lead[:, None], share, 0).max(1, keepdims=True)
    word, bit = person // WORD, np.uint64(1) << (person % WORD).astype(np.uint64)
    rules = (now[word, np.arange(len(lead))[:, None]] & bit) != 0
    return (rules | (share <= mine)).all(1)


def _entered(block: Block, history: Array, month: Array, lead: Array) -> Array:
    """int[s]: the last month up to that of the stage in which a ruling group with this person was formed; -1 if none was."""
    contender, standing = block.series["contender"], block.series["standing"]
    formed = _ruling(standing) & _changed(contender, standing)[..., None]
    his = (formed[history] & (contender[history] == lead[:, None, None])).any(2)
    months = np.arange(his.shape[1])
    return np.where(his & (months <= month[:, None]), months, -1).max(1)


def _changed(contender: Array, standing: Array) -> Array:
    """bool[history, month]: does a new line-up begin, other persons or the same in other places?"""
    code = contender.astype(np.int32) * len(Standing) + standing
    code = np.sort(np.where(standing == Standing.OUTSIDE, -1, code), axis=2)
    changed = np.ones(code.shape[:2], bool)
    changed[:, 1:] = (code[:, 1:] != code[:, :-1]).any(2)
    return changed
