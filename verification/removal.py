"""A ruling group with its rival and without him: who they are, what becomes of both, and how the difference is counted."""

from __future__ import annotations

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from politburo import engine
from politburo.measures.reading import COL
from politburo.mechanisms.alignment import able, score_sets
from politburo.model import params as parameters
from politburo.model import views
from politburo.power.batched import subset_matrix
from politburo.vocab import Change, EventKind, Standing

WINDOWS = (3, 6, 12, 24)
GROUPS = ("all", "of two", "of three or more", "main danger", "just winning")
OUTCOMES = ("split", "admitting nobody", "admitting somebody", "any loss", "attack on a member")
WINNING, SURPLUS, DANGER = 0, 3, 4  # the terms of the score that know who is outside


def remove(state, rows):
    """A state without the persons in `rows` (bool[P]): out of all posts and of the roll."""
    state = views.leave_posts(state, rows)
    people = state.people
    gone = dataclasses.replace(people, alive=people.alive & ~rows, health=jnp.where(rows, 0.0, people.health))
    return dataclasses.replace(state, people=gone)


@jax.jit
@jax.vmap
def strongest_outsider(state):
    """The rival as a mask over persons; empty if nobody stands outside."""
    c = state.lineup.contender
    outside = ~views.coalition(state)[c] & views.active(state)[c]
    who = c[jnp.argmax(jnp.where(outside, state.people.seen[c], -1.0))]
    return (jnp.arange(state.people.alive.shape[0]) == who) & outside.any()


@jax.jit
@jax.vmap
def judge(values, state, rival):
    """The score that `alignment` would use, with the rival and without him; what follows from it for one group.

    Without him means here that nobody can take him in and that he adds nothing to those outside: the powers of the others, which
    `standing` works out again, stay. The chance to drop is the softmax over all sets that keep some of the core and not all.
    """
    params = parameters.Drawn(values)
    line, people = state.lineup, state.people
    c = line.contender
    can = able(params, state)
    him, core = rival[c], line.core[c] & can
    sets = jnp.asarray(subset_matrix(c.shape[0]))
    trust = state.ties.trust[c][:, c]

    def scored(can):
        power = jnp.where(can, people.power[c], 0.0)
        known = (people.seen[c], trust, people.shown[c], state.country.salience, line.stable, core, can)
        return score_sets(params, power, *known)

    (score, terms), (alone, fewer) = scored(can), scored(can & ~him)
    drops = (sets & core).any(1) & (~sets & core).any(1)
    open_now, open_then = jnp.isfinite(score), jnp.isfinite(alone)

    def chance(terms, possible):
        odds = jax.nn.softmax(jnp.where(possible, terms.sum(1) / params.temperature, -jnp.inf))
        return jnp.sum(jnp.where(drops, odds, 0.0))

    only = lambda *which: terms.at[:, which].set(fewer[:, which])  # noqa: E731
    inside = ~(sets & ~core).any(1) & sets.any(1)
    part = inside & (sets != core).any(1)
    wins = lambda terms: terms[:, WINNING] > -params.winning * jnp.log(2.0)  # noqa: E731
    whole = inside & ~part
    weight = views.shares(people.power[c] + 1e-6, core)
    danger = jnp.where(can & ~core, people.seen[c] * (weight @ (1 - trust)) / 2, 0.0)
    his = jnp.max(jnp.where(him, danger, 0.0))
    return {
        "as it is": chance(terms, open_now),
        "he cannot be taken in": chance(terms, open_then),
        "and winning": chance(only(WINNING), open_then),
        "and surplus": chance(only(SURPLUS), open_then),
        "and danger": chance(only(DANGER), open_then),
        "without him": chance(only(WINNING, SURPLUS, DANGER), open_then),
        "able": (him & can).any(),
        "greatest danger": (his > 0) & (his >= danger.max()),
        "main danger": his > 2 * jnp.max(jnp.where(him, 0.0, danger)),
        "core wins": (whole & wins(terms)).any(),
        "fewer win": (part & wins(terms)).any(),
        "just winning": (whole & wins(terms)).any()
        & ~(part & wins(terms)).any()
        & (part & wins(fewer)).any(),
        "size of the core": core.sum(),
        "trust inside": jnp.sum(jnp.where(core[:, None] & core, trust, 0.0))
        / jnp.maximum(core.sum() * (core.sum() - 1), 1),
        "strongest able outsider": jnp.max(jnp.where(can & ~views.coalition(state)[c], people.seen[c], 0.0)),
        "the rival stands outside": (him & can & ~views.coalition(state)[c]).any(),
        "ring": line.ring.sum(),
    }


def assessed(course, states, month):
    """The states in the middle of a month, once powers have been worked out."""
    off = frozenset(engine.MECHANISMS) - {"standing"}
    return dataclasses.replace(course, off=off).run(states, month, month + 1)[0]


def groups(course, states, month, rival):
    """Which histories have a group of each kind, bool by name of GROUPS, and what `judge` says of them."""
    found = {
        name: np.asarray(x)
        for name, x in judge(course.params, assessed(course, states, month), rival).items()
    }
    core = np.asarray(states.lineup.core.sum(1))
    every = (core >= 2) & np.asarray(rival.any(1)) & np.asarray(states.country.standing)
    kinds = (
        every,
        every & (core == 2),
        every & (core > 2),
        every & found["main danger"],
        every & found["just winning"],
    )
    return dict(zip(GROUPS, kinds, strict=True)), found


def outcomes(course, states, month):
    """What happens from a month on: (bool[history, month, outcome], months at risk of the first split [history, month])."""
    last = max(WINDOWS)
    _, block = course.run(states, month, month + last)
    rows = block.events
    histories, persons = np.asarray(states.lineup.core).shape
    core = np.zeros((histories, last + 1, persons), bool)
    core[:, 0] = np.asarray(states.lineup.core)
    of = block.series["contender"][:, month : month + last].astype(int)
    inside = block.series["standing"][:, month : month + last] == Standing.CORE
    h, t, k = np.nonzero(inside)
    core[h, t + 1, of[h, t, k]] = True

    happened = np.zeros((histories, last, len(OUTCOMES)), bool)
    kind, when = rows[:, COL["kind"]], rows[:, COL["month"]] - month
    split = (kind == EventKind.COALITION) & (rows[:, COL["outcome"]] == Change.SPLIT)
    happened[rows[split, 0], when[split], 0] = True
    admits = (core[:, 1:] & ~core[:, :-1]).any(2)
    happened[..., 1] = happened[..., 0] & ~admits
    happened[..., 2] = happened[..., 0] & admits
    happened[..., 3] = (core[:, :1] & ~core[:, 1:]).any(2)
    hit = (kind == EventKind.OFFENSIVE) & core[rows[:, 0], 0, rows[:, COL["whom"]]]
    happened[rows[hit, 0], when[hit], 4] = True

    before = np.cumsum(happened[..., 0], 1) - happened[..., 0] > 0
    stands = np.concatenate(
        [
            np.asarray(states.country.standing)[:, None],
            block.series["regime"][:, month : month + last - 1] > 0,
        ],
        1,
    )
    return happened, ~before & (core[:, :-1].sum(2) >= 2) & stands


def ratio(numerator, denominator):
    """(Sum over sum, what each history adds to it) of float[history, ...]: the square root of the sum of squares is its error."""
    whole = max(denominator.sum(), 1e-9)
    value = numerator.sum() / whole
    rest = (numerator - value * denominator).reshape(len(numerator), -1).sum(1)
    return value, rest / whole


def told(before, after):
    """'a, b: difference ± error' of two ratios of the same histories."""
    (a, x), (b, y) = before, after
    return a, b, b - a, np.sqrt(((y - x) ** 2).sum())


@dataclasses.dataclass(frozen=True)
class Pairs:
    """Groups with and without their rival: arrays [history, month m, ...]."""

    group: dict[str, Any]
    judged: dict[str, Any]
    happened: tuple[Any, Any]  # [history, m, month, outcome]
    at_risk: tuple[Any, Any]  # [history, m, month]

    def compare(self, group, outcome, window, months=slice(None)):
        """(Share as it is, without him, difference, its error)."""
        mask = self.group[group][:, months] * 1.0
        one, two = (ratio(x[:, months, :window, outcome].any(2) * mask, mask) for x in self.happened)
        return told(one, two)

    def hazard(self, group, window, months=slice(None)):
        """The same for the monthly hazard of the first split."""
        mask = self.group[group][:, months]
        sums = []
        for happened, risk in zip(self.happened, self.at_risk, strict=True):
            risk = risk[:, months, :window] & mask[..., None]
            sums.append(ratio((happened[:, months, :window, 0] & risk) * 1.0, risk * 1.0))
        return told(*sums)


def pairs(course, starts):
    """Run `starts` {month m: states} of one block on, each with its rival and without him."""
    columns = []
    for month, states in starts.items():
        rival = strongest_outsider(states)
        group, judged = groups(course, states, month, rival)
        runs = [outcomes(course, s, month) for s in (states, jax.vmap(remove)(states, rival))]
        columns.append((group, judged, tuple(r[0] for r in runs), tuple(r[1] for r in runs)))
    return Pairs(*jax.tree.map(lambda *x: np.stack(x, 1), *columns))


def joined(blocks):
    """The pairs of several blocks."""
    parts = [tuple(getattr(b, f.name) for f in dataclasses.fields(Pairs)) for b in blocks]
    return Pairs(*jax.tree.map(lambda *x: np.concatenate(x), *parts))
