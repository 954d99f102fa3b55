"""The circular flow of power between two rivals: its loop gain by hand, and what becomes of a lead."""

from __future__ import annotations

import dataclasses

import numpy as np

import worlds
from loops import NUMBERS, Party

FOLLOWERS = 120
TENURE = int(
    np.ceil(np.log(0.1) / np.log(0.95))
)  # months until a follower of one who does not rule is nobody's man


def rivals(followers: int, advantage: float, **weights: float) -> Party:
    """Two equal rivals outside any coalition, and followers of the committee divided between them (see `gain`)."""
    world = worlds.small(
        leaders=2,
        rank_and_file=followers,
        reserves=0,
        contenders=2,
        unequal=False,
        appointer=None,
        months=600,
    )
    crowd = np.arange(followers + 2) >= 2
    world = dataclasses.replace(
        world, people=dataclasses.replace(world.people, prestige=np.where(crowd, 0, 0.5))
    )
    party = Party(world, 64, attach=1.0, sight=1.0, loyalty_start=1.0, **weights)
    served = np.random.default_rng(0).integers(0, TENURE, followers + 2)
    party["people.patron"] = np.r_[-1, -1, np.arange(followers) >= (0.5 + advantage / 2) * followers]
    party["people.loyalty"] = np.where(crowd, 0.95**served, 0)
    party["people.core"] = False
    return party


def gain(followers: int, wait: float, formal_weight: float, institution_share: float) -> float:
    """Loop gain of the circular flow: followers give power, and power draws followers.

    Who is free attaches himself to rival i with probability s_i x s_i (drawn by seen power s_i, joined at rate s_i), so that a lead e in
    shares of power makes a lead of 4 e in shares of those who join and, in the end, of the followers. A share phi of a rival's
    power comes from followers, so that a lead x in followers makes a lead phi x / 2 in shares of power: the gain is 2 phi. Both have a
    seat in the bureau and so half of the institutions each, whoever follows them: what power rests on them dampens the flow.
    """
    mine = followers * (0.95 ** np.arange(TENURE)).sum() / (TENURE + wait) / 2
    seat = (1 - institution_share) * formal_weight / 2 / (followers + 2)
    lent = mine * seat * (1 + NUMBERS.lending)
    rest = institution_share * formal_weight / 2 + (1 - formal_weight) * NUMBERS.prestige_weight / 2
    return 2 * lent / (lent + seat + rest)


def leads(**weights: float) -> tuple[float, np.ndarray]:
    """(Loop gain, the first rival's lead in followers after fifty years in each history, -1..1), from a lead of a fifth."""
    party = rivals(FOLLOWERS, 0.2, **weights)
    party.live(("standing", "appointments"), 600)
    ours, theirs = ((party["people.patron"] == i).sum(1) for i in range(2))
    wait = 1.0  # a month without a patron, at half a chance a month
    return gain(FOLLOWERS, wait, **weights), (ours - theirs) / (ours + theirs)
