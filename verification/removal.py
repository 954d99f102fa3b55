"""A ruling group with its rival and without him: who they are, what becomes of both, and how the difference is counted."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from politburo import engine
from politburo.measures.history import COL
from politburo.model import params as parameters
from politburo.model.records import DRAWS
from politburo.power.batched import subset_matrix
from politburo.vocab import Change, EventKind, Rung, Seat, Standing

WINDOWS = (3, 6, 12, 24)
GROUPS = ("all", "of two", "of three or more", "main danger", "just winning")
OUTCOMES = ("split", "admitting nobody", "admitting somebody", "any loss", "attack on a member")
WINNING, SURPLUS, DANGER = 0, 3, 4  # the terms of the score that know who is outside


def remove(states, rows):
    """The states without the persons in `rows` (bool[H, P]): out of all posts and of the roll."""
    states = states.copy()
    each = np.arange(len(states))[:, None]
    states["lineup.lost"] |= ((states["people.core"] | states["people.ring"]) & rows).any(1)
    for field in (
        "people.alive",
        "people.core",
        "people.ring",
        "people.bloc",
        "people.health",
        "people.seat",
    ):
        states[field][rows] = Seat.NONE if field == "people.seat" else 0
    for field in ("offices.holder", "organisations.secretary"):
        posts = states[field]
        posts[(posts >= 0) & rows[each, posts]] = -1
    return states


def among_contenders(states, name):
    """A field of the contenders, [H, K, ...]."""
    return states[f"people.{name}"][np.arange(len(states))[:, None], states["lineup.contender"]]


def active(states):
    """Contenders who live, belong to the party and are not exiled, bool[H, K]."""
    alive, member, rung = (among_contenders(states, name) for name in ("alive", "member", "rung"))
    return alive & member & (rung < Rung.EXPELLED)


def strongest_outsider(states):
    """The rival as a mask over persons, bool[H, P]; empty if nobody stands outside."""
    outside = ~among_contenders(states, "core") & ~among_contenders(states, "ring") & active(states)
    place = np.where(outside, among_contenders(states, "seen"), -1.0).argmax(1)
    who = states["lineup.contender"][np.arange(len(states)), place]
    return (np.arange(states["people.alive"].shape[1]) == who[:, None]) & outside.any(1)[:, None]


def able(params, states):
    """Contenders who can belong to a ruling coalition, bool[H, K]."""
    fit = among_contenders(states, "health") > params["fit_to_lead"][:, None]
    in_standing = among_contenders(states, "rung") < Rung.LOST_COMMITTEE
    return active(states) & fit & in_standing & ~among_contenders(states, "recanted")


def score_sets(params, states, core, can):
    """Which sets of contenders can be chosen, bool[H, 2**K], and the terms of their scores, [H, 2**K, 6] (`mechanisms.alignment.score`).

    Every set of contenders in `can` (bool[H, K]) is within reach: there are eight contenders at most.
    """
    k = core.shape[1]
    assert k <= 8
    p = {name: values[:, None] for name, values in params.items()}
    member = subset_matrix(k)
    m, n = member * 1.0, member.sum(1)
    each, c = np.arange(len(core))[:, None], states["lineup.contender"]
    trust = states["trust"][each[..., None], c[:, :, None], c[:, None, :]]
    w = np.maximum(np.where(can, among_contenders(states, "power"), 0.0), 1e-6)
    seen, shown = among_contenders(states, "seen"), among_contenders(states, "shown")
    inside = np.maximum(w @ m.T, 1e-9)
    left = np.maximum(w @ (1 - m.T), 1e-9)
    outside = ~member & can[:, None, :]
    # of each set and contender: how far he trusts its members, is distrusted by them, is backed by the others
    trusted = m @ trust.swapaxes(1, 2)
    distrusted = m @ (w[..., None] * (1 - trust) / 2) / inside[..., None]
    himself = np.eye(k, dtype=bool)
    backing = w[:, None, :] * np.where(himself, 1.0, np.clip((1 + trust) / 2, 0.0, 1.0))
    backed = (1 - m) @ backing.swapaxes(1, 2) / left[..., None]

    unity = p["unity"][..., None]
    united = (outside * w[:, None, :] * (unity + (1 - unity) * backed)).sum(2)
    h = inside / np.maximum(inside + united, 1e-9)
    pairs = (trusted * member).sum(2)
    mean_trust = np.where(n > 1, pairs / np.maximum(n * (n - 1), 1), p["alone"])
    salience = states["country.salience"][:, None, :]
    mean = m @ (w[..., None] * shown) / inside[..., None]
    square = m @ (w[..., None] * shown**2) / inside[..., None]
    spread = ((square - mean**2) * salience).sum(2) / np.maximum(salience.sum(2), 1e-6)
    danger = np.where(outside, seen[:, None, :] * distrusted, 0.0).max(2)

    size = core.sum(1)[:, None]
    share = core * w / np.maximum((core * w).sum(1, keepdims=True), 1e-9)
    account = share + p["consent_trust"] * core * (trust @ core[..., None])[..., 0] / np.maximum(size - 1, 1)
    content = w[:, None, :] / inside[..., None]
    content = content + p["consent_trust"][..., None] * trusted / np.maximum(n - 1, 1)[:, None]
    consent = np.where(member, content - account[:, None, :], 1.0).min(2)
    dropped, admitted = core @ (1 - m.T), ~core @ m.T
    margin = h - p["threshold"]
    terms = [
        -p["winning"] * np.logaddexp(0.0, -margin / p["sharpness"]),
        p["stability"] * states["stable"] / DRAWS,
        p["trust_inside"] * mean_trust - p["spread"] * spread,
        -p["surplus"] * np.maximum(0.0, margin),
        p["danger"] * danger * (p["danger_without_trust"] + mean_trust),
        p["consent"] * np.minimum(consent, 0.0) - p["inertia"] * (dropped + p["admission_price"] * admitted),
    ]
    return (n > 0) & ~(member & ~can[:, None, :]).any(2), np.stack(terms, 2)


def named(params):
    """The parameters of a block by name, float64[H] each."""
    return dict(zip(parameters.FIELDS, params.T, strict=True))


def judge(params, states, rival):
    """The score that `alignment` would use, with the rival and without him; what follows from it for each group, [H] by name.

    Without him means here that nobody can take him in and that he adds nothing to those outside: the powers of the others, which
    `standing` works out again, stay. The chance to drop is the softmax over all sets that keep some of the core and not all.
    """
    params = named(params)
    can = able(params, states)
    each, c = np.arange(len(states))[:, None], states["lineup.contender"]
    him, core = rival[each, c], among_contenders(states, "core") & can
    seen, member = among_contenders(states, "seen"), subset_matrix(c.shape[1])
    trust = states["trust"][each[..., None], c[:, :, None], c[:, None, :]]
    (open_now, terms), (open_then, fewer) = (
        score_sets(params, states, core, who) for who in (can, can & ~him)
    )
    kept, whole_core = (member & core[:, None, :]).any(2), ~(~member & core[:, None, :]).any(2)
    drops = kept & ~whole_core

    def chance(terms, possible):
        score = np.where(possible, terms.sum(2) / params["temperature"][:, None], -np.inf)
        odds = np.exp(score - np.maximum(score.max(1, keepdims=True), -1e300))
        return np.where(drops, odds, 0.0).sum(1) / np.maximum(odds.sum(1), 1e-300)

    def only(*which):
        mixed = terms.copy()
        mixed[..., which] = fewer[..., which]
        return mixed

    within = ~(member & ~core[:, None, :]).any(2) & member.any(1)
    whole, part = within & whole_core, within & ~whole_core
    wins = lambda terms: terms[..., WINNING] > -params["winning"][:, None] * np.log(2.0)  # noqa: E731
    weight = np.where(core, among_contenders(states, "power") + 1e-6, 0.0)
    weight = weight / np.maximum(weight.sum(1, keepdims=True), 1e-9)
    distrust = (weight[:, None, :] @ (1 - trust))[:, 0] / 2
    danger = np.where(can & ~core, seen * distrust, 0.0)
    his = np.where(him, danger, 0.0).max(1)
    size = core.sum(1)
    ring = among_contenders(states, "ring")
    between = np.where(core[:, :, None] & core[:, None, :], trust, 0.0).sum((1, 2))
    return {
        "as it is": chance(terms, open_now),
        "he cannot be taken in": chance(terms, open_then),
        "and winning": chance(only(WINNING), open_then),
        "and surplus": chance(only(SURPLUS), open_then),
        "and danger": chance(only(DANGER), open_then),
        "without him": chance(only(WINNING, SURPLUS, DANGER), open_then),
        "able": (him & can).any(1),
        "greatest danger": (his > 0) & (his >= danger.max(1)),
        "main danger": his > 2 * np.where(him, 0.0, danger).max(1),
        "core wins": (whole & wins(terms)).any(1),
        "fewer win": (part & wins(terms)).any(1),
        "just winning": (whole & wins(terms)).any(1)
        & ~(part & wins(terms)).any(1)
        & (part & wins(fewer)).any(1),
        "size of the core": size,
        "trust inside": between / np.maximum(size * (size - 1), 1),
        "strongest able outsider": np.where(can & ~core & ~ring, seen, 0.0).max(1),
        "the rival stands outside": (him & can & ~core & ~ring).any(1),
        "ring": states["people.ring"].sum(1),
    }


def assessed(course, states, month):
    """The states in the middle of a month, once powers have been worked out."""
    off = frozenset(engine.MECHANISMS) - {"standing"}
    return dataclasses.replace(course, off=off).run(states, month, month + 1)[0]


def groups(course, states, month, rival):
    """Which histories have a group of each kind, bool by name of GROUPS, and what `judge` says of them."""
    found = judge(course.params, assessed(course, states, month), rival)
    core = states["people.core"].sum(1)
    every = (core >= 2) & rival.any(1) & states["country.standing"]
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
    histories, persons = states["people.core"].shape
    core = np.zeros((histories, last + 1, persons), bool)
    core[:, 0] = states["people.core"]
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
            states["country.standing"][:, None],
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
        runs = [outcomes(course, s, month) for s in (states, remove(states, rival))]
        columns.append((group, judged, tuple(r[0] for r in runs), tuple(r[1] for r in runs)))
    return Pairs(*gathered(columns, lambda arrays: np.stack(arrays, 1)))


def joined(blocks):
    """The pairs of several blocks."""
    parts = [tuple(getattr(b, f.name) for f in dataclasses.fields(Pairs)) for b in blocks]
    return Pairs(*gathered(parts, np.concatenate))


def gathered(parts, join):
    """Arrays in like nests of tuples and dicts, joined one by one."""
    first = parts[0]
    if isinstance(first, dict):
        return {name: gathered([part[name] for part in parts], join) for name in first}
    if isinstance(first, tuple):
        return tuple(gathered(list(of), join) for of in zip(*parts, strict=True))
    return join(parts)
