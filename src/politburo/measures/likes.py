"""Which kinds of stage occur in the histories of a block: the table of the struggle of all of them at once, without its texts.

The rules are those of `stages.table_of_the_struggle`, which makes the table of one history with names and dates. Here a set of
persons is some words of bits, uint64[words], so that sides of many fights are compared in one step; the last bit stands for nobody.
Persons are numbers, P of them; C is the number of contenders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from politburo.measures.history import COL, FIGHTS
from politburo.measures.stages import ALIKE, ALLIED_MONTHS, GAP_MONTHS, SMALL, like_of
from politburo.vocab import EventKind, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block

Array = Any
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


def likes(block: Block, ids: Sequence[str]) -> dict[str, int]:
    """The kinds of stage (`stages.like_of`), each with the number of histories of the block in which it occurs.

    `ids` are those of the persons; fights of the same month are taken in the order of their attackers' and targets' ids.
    """
    fights = _fights(block, ids)
    if not len(fights.history):
        return {}
    stages = _stages(fights, block.histories)
    size, former, others = _label(block, fights, stages)
    against = np.where(
        former, 0, np.where(others >= 2, 2, 1)
    )  # how many oppose makes no difference where one was an ally
    kind = np.maximum(size, 1) * 3 + against
    occurring = np.unique(kind * block.histories + fights.history[stages.first]) // block.histories
    kinds, counts = np.unique(occurring, return_counts=True)
    return {
        like_of(kind // 3, kind % 3 == 0, kind % 3): count
        for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True)
    }


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


def _label(block: Block, fights: Fights, stages: Stages) -> tuple[Array, Array, Array]:
    """(size of the ruling group, is the head of the opposition a former ally?, size of the opposition) of each stage, as `stages.label`."""
    history, month = fights.history[stages.first], fights.month[stages.first]
    contender, standing = block.series["contender"], block.series["standing"]
    ruling = _ruling(standing)
    size = ruling[history, month].sum(1)
    size = np.where(size > 0, size, size_of(stages.ruling))

    # those against whom or by whom it was fought: how often, and when first
    people = int(fights.rebel.max()) + 1
    pair, when, often = np.unique(
        stages.of_fight * people + fights.rebel, return_index=True, return_counts=True
    )
    chief = np.lexsort((when, -often, pair // people))
    heads = np.bincount(pair // people)
    lead = pair[chief[heads.cumsum() - heads]] % people
    bloc = standing[history, month] == Standing.BLOC
    comrades = bits(contender[history, month].astype(int), bloc, len(fights.opposing))
    others = np.maximum(size_of(comrades & stages.opposing), heads)

    # a line-up that began in the months before and had him in the ruling group
    entering = np.where(ruling & _changed(contender, standing)[..., None], contender, -1)
    entering = np.pad(entering, ((0, 0), (ALLIED_MONTHS, 0), (0, 0)), constant_values=-1)
    past = sliding_window_view(entering, ALLIED_MONTHS, axis=1)[history, month]
    former = (past == lead[:, None, None].astype(past.dtype)).any((1, 2))
    return size, former, others


def _changed(contender: Array, standing: Array) -> Array:
    """bool[history, month]: does a new line-up begin, other persons or the same in other places?"""
    code = contender.astype(np.int32) * len(Standing) + standing
    code = np.sort(np.where(standing == Standing.OUTSIDE, -1, code), axis=2)
    changed = np.ones(code.shape[:2], bool)
    changed[:, 1:] = (code[:, 1:] != code[:, :-1]).any(2)
    return changed
