"""Which kinds of stage occur in the histories of a block: the table of the struggle of all of them at once, without its texts.

The rules are those of `stages.table_of_the_struggle`, which makes the table of one history with names and dates. Here a set of
persons is a row of bits, uint64[words], so that sides of many fights are compared in one step; the last bit stands for nobody.
Persons are numbers, P of them; C is the number of contenders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.reading import COL, FIGHTS
from politburo.measures.stages import ALLIED_MONTHS, ALIKE, GAP_MONTHS, SMALL, like_of
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
    ruling: Array  # uint64[n, words] the ruling side
    opposing: Array  # uint64[n, words] the rebel, with his bloc if he is of one


@dataclass(frozen=True)
class Stages:
    """Fights put together into stages; s of them, by their first fights."""

    of_fight: Array  # int[n] the stage of each fight
    first: Array  # int[s] its first fight
    ruling: Array  # uint64[s, words] all who fought on the ruling side, less those who came to oppose it
    opposing: Array  # uint64[s, words] all who opposed it


def likes(block: Block, ids: Sequence[str]) -> dict[str, int]:
    """The kinds of stage (`stages.like_of`), each with the number of histories of the block in which it occurs.

    `ids` are those of the persons; fights of the same month are taken in the order of their attackers' and targets' ids.
    """
    fights = _fights(block, ids)
    if not len(fights.history):
        return {}
    stages = _stages(fights, block.histories)
    size, former, others = _label(block, fights, stages)
    against = np.where(former, 0, np.where(others >= 2, 2, 1))  # how many oppose makes no difference where one was an ally
    kind = np.stack([np.maximum(size, 1), against, fights.history[stages.first]])
    size, against, _ = np.unique(kind, axis=1)
    (size, against), count = np.unique([size, against], axis=1, return_counts=True)
    return {
        like_of(*key, others): n
        for *key, others, n in zip(size.tolist(), (against == 0).tolist(), against.tolist(), count.tolist(), strict=True)
    }


def bits(person: Array, chosen: Array, words: int) -> Array:
    """uint64[n, words]: in each row of int[n, C] the set of the persons that bool[n, C] `chosen` marks."""
    bit = np.where(chosen, np.uint64(1) << (person % WORD).astype(np.uint64), np.uint64(0))
    word = person // WORD
    return np.stack(
        [np.bitwise_or.reduce(np.where(word == w, bit, np.uint64(0)), axis=1) for w in range(words)], 1
    )


def size_of(sets: Array) -> Array:
    """int[...]: how many persons a set has, [..., words]."""
    return np.bitwise_count(sets).sum(-1, dtype=np.int64)


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
    opposing = bits(contender, comrades, words) | bits(rebel[:, None], alone, words)
    group = bits(contender, _ruling(standing), words) | bits(own[:, None], alone, words)
    return Fights(history, month, rebel, group & ~opposing, opposing)


def _ruling(standing: Array) -> Array:
    return (standing == Standing.CORE) | (standing == Standing.RING)


def _stages(fights: Fights, histories: int) -> Stages:
    """Put fights into stages as `stages.table_of_the_struggle` does: the first fights of all histories, then the second ones, and so on."""
    count = np.bincount(fights.history, minlength=histories)
    begin = count.cumsum() - count
    busiest = np.argsort(-count, kind="stable")  # so that those with fights left are always the first rows
    number = np.bincount(count)[::-1].cumsum()[::-1]  # [k]: histories with at least k fights
    most, words = int(count.max()), fights.opposing.shape[1]
    end = np.full((histories, most), -GAP_MONTHS - 1)  # of each stage, the month of its last fight
    last, heads, ruling, opposing = (np.zeros((histories, most, words), np.uint64) for _ in range(4))
    made = np.zeros(histories, int)
    first = np.zeros((histories, most), int)
    of_fight = np.zeros(len(fights.history), int)
    for k in range(most):
        rows, top = number[k + 1], int(made.max()) + 1
        each = np.arange(rows)
        fight = begin[busiest[:rows]] + k
        month, mine = fights.month[fight], fights.opposing[fight]
        head = bits(fights.rebel[fight][:, None], np.ones((rows, 1), bool), words)
        before, now = size_of(last[:rows, :top]), size_of(mine)[:, None]
        both = size_of(last[:rows, :top] & mine[:, None])
        fits = both >= ALIKE * (before + now - both)
        fits |= (np.maximum(before, now) <= SMALL) & (heads[:rows, :top] & head[:, None]).any(2)
        fits &= (month[:, None] - end[:rows, :top] <= GAP_MONTHS) & (np.arange(top) < made[:rows, None])
        joins = fits.any(1)
        place = np.where(joins, top - 1 - fits[:, ::-1].argmax(1), made[:rows])
        first[each[~joins], place[~joins]] = fight[~joins]
        made[:rows] += ~joins
        of_fight[fight] = place
        end[each, place], last[each, place] = month, mine
        heads[each, place] |= head
        opposing[each, place] |= mine
        ruling[each, place] = (ruling[each, place] | fights.ruling[fight]) & ~opposing[each, place]
    there = np.arange(most) < made[:, None]
    number_of = np.zeros((histories, most), int)
    number_of[there] = np.arange(there.sum())
    rank = np.argsort(busiest)
    return Stages(
        number_of[rank[fights.history], of_fight], first[there], ruling[there], opposing[there]
    )


def _label(block: Block, fights: Fights, stages: Stages) -> tuple[Array, Array, Array]:
    """(size of the ruling group, is the head of the opposition a former ally?, size of the opposition) of each stage, as `stages.label`."""
    words = fights.opposing.shape[1]
    history, month = fights.history[stages.first], fights.month[stages.first]
    standing = block.series["standing"][history, month]
    contender = block.series["contender"][history, month].astype(int)
    size = _ruling(standing).sum(1)
    size = np.where(size > 0, size, size_of(stages.ruling))

    # those against whom or by whom it was fought: how often, and when first
    pair, when, often = np.unique(
        np.stack([stages.of_fight, fights.rebel]), axis=1, return_index=True, return_counts=True
    )
    chief = np.lexsort((when, -often, pair[0]))
    heads = np.bincount(pair[0])
    lead = pair[1, chief[heads.cumsum() - heads]]
    comrades = bits(contender, standing == Standing.BLOC, words)
    others = np.maximum(size_of(comrades & stages.opposing), heads)

    # an earlier line-up that began in the months before and had him in the ruling group
    past = month[:, None] - np.arange(1, ALLIED_MONTHS + 1)
    inside = past >= 0
    past = np.where(inside, past, 0)
    rows = history[:, None]
    with_him = block.series["contender"][rows, past] == lead[:, None, None]
    with_him &= _ruling(block.series["standing"][rows, past])
    former = (with_him.any(2) & inside & _changed(block)[rows, past]).any(1)
    return size, former, others


def _changed(block: Block) -> Array:
    """bool[history, month]: does a new line-up begin, other persons or the same in other places?"""
    standing = block.series["standing"]
    code = block.series["contender"].astype(np.int32) * len(Standing) + standing
    code = np.sort(np.where(standing == Standing.OUTSIDE, -1, code), axis=2)
    changed = np.ones(code.shape[:2], bool)
    changed[:, 1:] = (code[:, 1:] != code[:, :-1]).any(2)
    return changed
