"""Who rules together, whom they co-opt, who unites against them, and how trust among them moves."""

from __future__ import annotations

import math
from typing import Any

from politburo.reference.luck import Luck, noise_of_set
from politburo.reference.power import sets_in_order
from politburo.reference.readings import (
    NOBODY,
    active,
    event,
    ruling,
    selfish,
    shares,
    sigmoid,
    two_best,
)
from politburo.rng import Of
from politburo.vocab import Cause, Change, EventKind, Rung, Trait


def log_sigmoid(x: float) -> float:
    return -math.log1p(math.exp(-x)) if x >= 0 else x - math.log1p(math.exp(x))


class Table:
    """The contenders as they look at each other: everything by place 0..K-1 at the table."""

    def __init__(self, params: Any, state: Any) -> None:
        people, line = state.people, state.lineup
        self.persons = line.contender
        self.places = range(len(self.persons))
        self.able = [
            active(state, c)
            and people[c].health > params.fit_to_lead
            and people[c].rung < Rung.LOST_COMMITTEE
            and not people[c].recanted
            for c in self.persons
        ]
        self.was = {k for k in self.places if line.core[self.persons[k]]}
        self.core = {k for k in self.was if self.able[k]}
        self.power = [
            people[c].power if able else 0.0 for c, able in zip(self.persons, self.able, strict=True)
        ]
        self.seen = [people[c].seen for c in self.persons]
        self.attacked = [people[c].attacked for c in self.persons]
        self.shown = [people[c].shown for c in self.persons]
        self.trust = [[state.ties[a].trust[b] for b in self.persons] for a in self.persons]


def reasons_for(
    params: Any, state: Any, table: Table, trust: list[list[float]], c: set[int]
) -> dict[Cause, float]:
    """What speaks for a set of places as the ruling coalition; the score is the sum."""
    places, n = table.places, len(c)
    w = [max(power, 1e-6) for power in table.power]
    out = [j for j in places if j not in c]

    def united(j: int) -> float:
        """Power of j as part of an opposition: the more, the more he trusts the others in it."""
        backing = w[j] + sum(w[i] * min(max((1 + trust[j][i]) / 2, 0.0), 1.0) for i in out if i != j)
        return w[j] * (params.unity + (1 - params.unity) * backing / max(sum(w[i] for i in out), 1e-9))

    inside = max(sum(w[i] for i in c), 1e-9)
    outside = sum(united(j) for j in out if table.able[j])
    h = inside / max(inside + outside, 1e-9)
    margin = max(0.0, h - params.threshold)

    pairs = [trust[i][j] for i in c for j in c if i != j]
    mean_trust = sum(pairs) / len(pairs) if pairs else params.alone
    spread = 0.0
    for d, salience in enumerate(state.country.salience):
        mean = sum(w[i] * table.shown[i][d] for i in c) / inside
        square = sum(w[i] * table.shown[i][d] ** 2 for i in c) / inside
        spread += salience * (square - mean**2)
    spread /= max(sum(state.country.salience), 1e-6)

    danger = 0.0
    for j in places:
        if j not in c and table.able[j]:
            distrust = sum(w[i] * (1 - trust[i][j]) / 2 for i in c) / inside
            danger = max(danger, table.seen[j] * distrust)

    old = table.core
    dropped, admitted = len(old - c), len(c - old)
    consent = 1.0
    for i in c:
        share = w[i] / inside
        account = share + params.consent_trust * sum(trust[i][j] for j in c) / max(n - 1, 1)
        if i in old:
            account -= w[i] / max(sum(w[j] for j in old), 1e-9)
            account -= params.consent_trust * sum(trust[i][j] for j in old) / max(len(old) - 1, 1)
        consent = min(consent, account)

    return {
        Cause.CONTROL_OF_VOTES: params.winning * log_sigmoid((h - params.threshold) / params.sharpness),
        Cause.STABILITY: params.stability * state.lineup.stable[sum(1 << i for i in c)],
        Cause.TRUST: params.trust_inside * mean_trust - params.spread * spread,
        Cause.SURPLUS: -params.surplus * margin,
        Cause.COMMON_DANGER: params.danger * danger * (0.5 + mean_trust),
        Cause.INTEREST: -params.inertia * (dropped + params.admission_price * admitted)
        + params.consent * min(consent, 0.0),
    }


def alignment(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Reconsider the ruling core, its co-opted ring, and the opposition bloc."""
    line, people = state.lineup, state.people
    table = Table(params, state)
    c, places, able, trust = table.persons, table.places, table.able, table.trust
    seen, attacked, power = table.seen, table.attacked, table.power
    u, draws = luck.own(2), luck.each(Of.PERSON, world.people, 5)
    v = [draws[person] for person in c]
    standing = state.country.standing

    # the core
    hidden = sum(people[i].power - people[i].seen for i in c if i == line.leader)
    noticed = u[1] < params.vigilance * hidden
    doubted = [list(row) for row in trust]
    if noticed:
        for k in places:
            if c[k] == line.leader:
                for i in places:
                    doubted[i][k] -= params.affront * (i != k)
    scores = {
        members: sum(reasons_for(params, state, table, doubted, set(members)).values()) / params.temperature
        + noise_of_set(v[i][3] for i in members)
        for members in sets_in_order(len(c))
        if members and all(able[i] for i in members)
    }
    chosen = max(scores, key=lambda members: scores[members], default=None)
    unable = line.lost or bool(table.was - table.core)
    wanted = unable or noticed or not table.core or u[0] < params.reconsider
    acts = standing and wanted and chosen is not None
    new = set(chosen) if acts and chosen else set(table.core)

    # its ring
    weight = shares({i: power[i] + 1e-6 for i in new})
    regard = [sum(w * trust[i][j] for i, w in weight.items()) for j in places]
    menace = [seen[j] * (1 - regard[j]) / 2 for j in places]
    danger = max([menace[j] for j in places if j not in new and able[j]], default=0.0)
    danger = max(danger, 0.0)
    share = sum(power[i] for i in new) / max(sum(power), 1e-6)
    need = max(0.0, params.threshold + 0.1 - share)
    old_ring = {k for k in places if line.ring[c[k]] and able[k] and k not in new}
    enters, leaves = set(), set()
    for k in places:
        if k in new or not able[k]:
            continue
        logit = params.ring * (danger + need) + 3 * regard[k] - 2.5 - 12 * menace[k] - 0.4 * len(old_ring)
        logit -= 2.0 * (attacked[k] > 0.3)
        if k in old_ring:
            if v[k][1] < 0.08 * sigmoid(-logit):
                leaves.add(k)
        elif new and v[k][0] < 0.15 * sigmoid(logit):
            enters.add(k)
    ring = (old_ring - leaves) | enters

    # those who unite against it
    outside = {k for k in places if able[k] and k not in new and k not in ring}
    aggrieved = {k for k in outside if attacked[k] > 0.1}
    old_bloc = {k for k in outside if line.bloc[c[k]]}
    heads = old_bloc or aggrieved
    head = max(sorted(heads), key=lambda k: seen[k], default=0)
    ban = params.ban_cost * world.country.factions_banned
    joins = set()
    for k in aggrieved - old_bloc - {head}:
        join = 4 * trust[k][head] + 3 * attacked[k] + params.unite - ban - 2 - 2 * state.country.fear
        if v[k][2] < 0.2 * sigmoid(join):
            joins.add(k)
    bloc = old_bloc | joins | ({head} if joins else set())
    bloc -= {k for k in old_bloc if attacked[k] < 0.05}
    if len(bloc) < 2:
        bloc = set()

    # what happened, and why
    was, since = table.was, line.changed
    dropped, admitted = {k for k in was - new if able[k]}, new - was
    if not was:
        change = Change.FORMED
    elif not was & new:
        change = Change.REPLACED
    elif dropped:
        change = Change.SPLIT
    elif admitted or enters:
        change = Change.ENLARGED
    else:
        change = Change.NARROWED
    leader = NOBODY
    if new:
        strength = {k: power[k] * (1.3 if c[k] == line.leader else 1.0) for k in new}
        leader = c[max(new, key=lambda k: (strength[k], v[k][4]))]  # equals draw lots
    focus = dropped or admitted | enters
    moved = new != was

    for person in range(len(people)):
        line.core[person] = line.ring[person] = line.bloc[person] = False
    for k in places:
        line.core[c[k]], line.ring[c[k]], line.bloc[c[k]] = k in new, k in ring, k in bloc
    line.leader = leader
    line.lost = False
    if moved:
        line.changed = state.month

    told = []
    if (moved or enters or leaves) and standing:
        better = reasons_for(params, state, table, doubted, set(chosen or ()))
        than = reasons_for(params, state, table, doubted, table.core)
        cause, second = two_best({reason: better[reason] - than[reason] for reason in better})
        if not moved:
            cause = Cause.COMMON_DANGER
        if unable:
            cause = Cause.LOST_MEMBER
        told.append(
            event(
                EventKind.COALITION,
                who=leader,
                whom=c[max(sorted(focus), key=lambda k: power[k])] if focus else NOBODY,
                thing=len(ring),
                outcome=change,
                size=len(new),
                cause=cause,
                second=second,
                since=since,
            )
        )
    if joins and standing:
        joiner = c[max(sorted(joins), key=lambda k: seen[k])]
        chief = c[head]
        told.append(
            event(
                EventKind.BLOC,
                who=chief,
                whom=joiner,
                thing=state.ties[chief].fought[joiner] or state.ties[joiner].fought[chief],
                size=len(bloc),
                cause=Cause.MOMENTUM,
                second=Cause.TRUST,
                since=people[joiner].attack_month,
            )
        )
    return told


def ties(luck: Luck, world: Any, params: Any, state: Any) -> list[dict]:
    """Update trust among the contenders: danger binds, another's advantage divides, attacks hurt."""
    people, c = state.people, state.lineup.contender
    danger = max([people[i].seen for i in c if active(state, i) and not ruling(state, i)], default=0.0)
    new = {}
    for i in c:
        for j in c:
            now, origin = state.ties[i].trust[j], state.ties[i].origin[j]
            if ruling(state, i) and ruling(state, j):
                gap = max(0.0, people[j].seen - people[i].seen)
                envy = params.envy * people[i].trait[Trait.AMBITION]
                envy *= selfish(params, people[i], Trait.COLLEGIALITY)
                change = params.bond * danger * (1 - now) - envy * gap * (1 - min(1.0, 4 * danger))
            else:
                change = 0.01 * (origin - now)
                if people[i].attacked > 0.3 and people[j].attacked > 0.3:
                    change += params.misery * (0.6 - now)
            struck = any(
                motion.open
                and ((motion.against[i] and motion.side[j]) or (motion.side[i] and motion.against[j]))
                for motion in state.agenda
            )
            trust = now + change - params.affront * struck
            new[i, j] = 0.0 if i == j else min(max(trust, -1.0), 1.0)
            if struck:
                state.ties[i].fought[j] = True
    for i in c:
        for place, j in enumerate(c):
            state.ties[i].trust[j] = state.lineup.regard[i][place] = new[i, j]
    return []
