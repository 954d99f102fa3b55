"""Are named causes causes? For sampled events, delete the cause that the event names and see whether it becomes rarer.

    python verification/causes.py [EVENTS] [CASE]

An event of a history is taken with the state before its month. The month is run from that state with many other draws, once as it is and
once with the named cause deleted from state or facts, the same draws in both (paired). The event's probability is the share of
draws in which an event of its kind happens to the same person. Deletions are listed in DELETE; causes that are pure rules (the calendar)
or that the state holds in no single place are counted as not deletable. Parameters are those of an ordinary run.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import defaultdict

import numpy as np

from politburo import engine, scenario
from politburo.measures.history import COL
from politburo.model.records import DRAWS as PICTURES
from politburo.study.running import graft, parameters
from politburo.vocab import Cause, EventKind, Resource, Rung, SocialClass, Trait

SEED, HISTORIES, DRAWS = 11, 128, 512


def put(field, change):
    """Deletion that rewrites one field of a state: ``change(old value, state, who, whom)``."""

    def delete(world, state, who, whom):
        state[field] = change(state[field][0].copy(), state, who, whom)
        return world

    return delete


def put_at(field, place, value):
    """Deletion that rewrites a part of one field: ``place(who, whom)`` gets ``value(old value there, all of it, who)``."""

    def change(old, state, who, whom):
        old[place(who, whom)] = value(old[place(who, whom)], old, who)
        return old

    return put(field, change)


def together(*deletions):
    def delete(world, state, who, whom):
        for one in deletions:
            world = one(world, state, who, whom)
        return world

    return delete


def with_facts(world, part, **fields):
    """The world with other facts in one of its tables."""
    return dataclasses.replace(world, **{part: dataclasses.replace(getattr(world, part), **fields)})


def without_resource(resource):
    def delete(world, state, who, whom):
        left = world.offices.resource.copy()
        left[:, resource] = 0.0
        return with_facts(world, "offices", resource=left)

    return delete


def without_shocks(world, state, who, whom):
    return with_facts(world, "shocks", exists=np.zeros_like(world.shocks.exists))


def without_liabilities(world, state, who, whom):
    kept = world.liabilities.exists & (world.liabilities.person != whom)
    return with_facts(world, "liabilities", exists=kept)


def without_verdicts(world, state, who, whom):
    nothing = np.zeros_like(world.letter.merit)
    return with_facts(world, "letter", merit=nothing, fault=nothing)


def moderate(mix, state, who, whom):
    """The composition with workers at the target."""
    target = 0.55
    share = mix.sum(2, keepdims=True)
    wanted = np.full(len(SocialClass), (1 - target) / 3)
    wanted[SocialClass.WORKER] = target
    return mix / np.maximum(share, 1e-6) * wanted[None, :, None]


def outside(state):
    return ~(state["people.core"][0] | state["people.ring"][0])


def nothing(x, state, who, whom):
    return x * 0


def healthy(x, state, who, whom):
    return np.maximum(x, 1.0 * state["people.alive"][0])


the_other = lambda who, whom: whom  # noqa: E731

#: Cause -> how to take it out of the state or the facts. Who and whom are the event's.
DELETE = {
    Cause.THREAT: put_at("people.seen", the_other, lambda x, *_: 0.0),
    Cause.GRIEVANCE: put_at(
        "trust", lambda who, whom: (slice(None), [who, whom]), lambda x, *_: np.maximum(x, 0.5)
    ),
    Cause.DISTANCE: put_at("people.shown", the_other, lambda x, shown, who: shown[who]),
    Cause.MOMENTUM: put("people.attacked", nothing),
    Cause.LIABILITY: without_liabilities,
    Cause.AMBITION: put_at("people.trait", lambda *_: (slice(None), Trait.AMBITION), lambda x, *_: 0.0),
    Cause.COMMON_DANGER: put("people.seen", lambda x, s, who, whom: np.where(outside(s), 0.0, x)),
    Cause.TRUST: put("trust", lambda x, s, who, whom: np.minimum(x, 0.0)),
    Cause.STABILITY: put("stable", lambda x, s, who, whom: x * 0 + PICTURES // 2),
    Cause.LOST_MEMBER: put("lineup.lost", lambda x, s, who, whom: False),
    Cause.CONTROL_OF_VOTES: together(
        put("people.loyalty", nothing),
        put("organisations.loyalty", nothing),
        put("organisations.appointed", nothing),
        put("country.fear", nothing),
        put("lineup.contested", nothing),
    ),
    Cause.APPOINTING_POWER: without_resource(Resource.APPOINTMENTS),
    Cause.COERCION: without_resource(Resource.POLICE),
    Cause.NATURE: together(
        without_shocks,
        put("country.harvest", lambda x, s, who, whom: np.maximum(x, 0.0)),
        put("people.health", healthy),
        put("people.ceiling", healthy),
    ),
    Cause.FOREIGN_ACT: without_shocks,
    Cause.DISCONTENT: put("country.discontent", lambda x, s, who, whom: 0.3),
    Cause.POLICY: put("country.policy", nothing),
    Cause.DEFEAT: together(
        put_at("people.rung", the_other, lambda x, *_: Rung.CLEAR),
        put_at("people.member", the_other, lambda x, *_: True),
        put_at("people.recanted", the_other, lambda x, *_: False),
    ),
    Cause.INTEREST: without_verdicts,
    Cause.WORKER_SHARE: put("membership.mix", moderate),
    Cause.LEGITIMACY: put("people.prestige", lambda x, s, who, whom: np.where(s["people.core"][0], 1.0, x)),
    Cause.LETTER: put("letter.written", lambda x, s, who, whom: -1),
    Cause.VACANCY: put("offices.holder", lambda x, s, who, whom: np.where(x < 0, 0, x)),
    Cause.NEWCOMERS: put_at(
        "organisations.members", lambda *_: (slice(None), slice(-2, None)), lambda x, *_: 0.0
    ),
}


#: Kinds of event whose outcome says what happened, not merely how it ended.
BY_OUTCOME = (EventKind.LETTER_DISCLOSED, EventKind.LEVY, EventKind.PURGE, EventKind.AUTONOMY)


def probability(world, params, state, event, month):
    """bool[DRAWS]: whether such an event (kind, person, for some kinds outcome) happens under each draw."""
    at = {name: COL[name] - 2 for name in ("kind", "whom", "outcome")}
    same = ["kind", "whom"] + (["outcome"] if event[0] in BY_OUTCOME else [])
    found, ready = [], engine.Prepared(world)
    for numbers in graft.parts(DRAWS):
        values = np.repeat(params[None], len(numbers), 0)
        course = graft.Course(ready, 1000 + month, np.array(numbers), values)
        rows = course.run(state.repeated(0, len(numbers)), month, month + 1)[1].events
        alike = np.all([rows[:, COL[n]] == event[at[n]] for n in same], axis=0)
        found.append(np.isin(np.arange(len(numbers)), rows[alike, 0]))
    return np.concatenate(found)


def main(asked: int = 120, case: str = "ussr-1922") -> None:
    began = time.time()
    world = scenario.lower(scenario.resolve(scenario.load(case)))
    course = graft.course(world, SEED, range(HISTORIES), parameters.values_of(None))
    _, block = course.run(course.origin(), 0, world.months)
    luck = np.random.default_rng(1)
    by_kind = defaultdict(list)
    for row in block.events:
        by_kind[int(row[2])].append((int(row[1]), int(row[0]), row[2:]))
    each = -(-asked // len(by_kind))
    sample = [
        rows[i]
        for rows in by_kind.values()
        for i in luck.choice(len(rows), min(each, len(rows)), replace=False)
    ]
    onward = graft.Onward(course)
    tried, lowered, sure, raised, skipped, rare = 0, 0, 0, 0, 0, 0
    lines = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for month, n, row in sorted(sample, key=lambda event: event[0]):
        kind, who, whom = int(row[0]), int(row[1]), int(row[2])
        cause = Cause(int(row[COL["cause"] - 2]))
        if cause not in DELETE:
            skipped += 1
            continue
        state = onward.at(month).taken([n])
        other = state.copy()
        other_world = DELETE[cause](world, other, max(who, 0), max(whom, 0))
        p = probability(world, course.params[n], state, row, month)
        q = probability(other_world, course.params[n], other, row, month)
        if not (p.any() or q.any()):
            rare += 1
            continue
        gap = q.astype(float) - p
        error = gap.std(ddof=1) / np.sqrt(DRAWS)
        tried += 1
        lowered += gap.mean() < 0
        raised += gap.mean() > 0
        sure += gap.mean() < -2 * error
        line = lines[EventKind(kind).word, cause.word]
        line[0] += 1
        line[1] += gap.mean() < 0
        line[2] += p.mean()
        line[3] += q.mean()
    print(f"{case}, seed {SEED}, {HISTORIES} histories, {DRAWS} paired draws for each event")
    print("event               cause              events lowered   mean p   without")
    for (kind, cause), (count, down, p, q) in sorted(lines.items()):
        print(f"{kind:<19} {cause:<18} {count:6d} {down:7d} {p / count:8.3f} {q / count:9.3f}")
    print(
        f"events {tried} (besides: {skipped} whose cause is not deletable, {rare} too rare to come up in any draw); deleting the named "
        f"cause lowers the probability in {lowered} ({lowered / tried:.0%}), by more than two standard errors in {sure} "
        f"({sure / tried:.0%}); raises it in {raised}"
    )
    print(f"  ({time.time() - began:.0f} s)", file=sys.stderr)


if __name__ == "__main__":
    main(*(int(x) if x.isdigit() else x for x in sys.argv[1:]))
