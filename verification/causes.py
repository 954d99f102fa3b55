"""Are named causes causes? For sampled events, delete the cause that the event names and see whether it becomes rarer.

    python verification/causes.py [EVENTS] [CASE]

An event of a history is taken with the state before its month. The month is run from that state with many other draws, once as it is and
once with the named cause deleted from state or facts, the same draws in both (paired). The event's probability is the share of
draws in which an event of its kind happens to the same person. Deletions are listed in DELETE; causes that are pure rules (the calendar)
or that the state holds in no single place are counted as not deletable.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import defaultdict

import jax
import jax.numpy as jnp
import numpy as np

from politburo import scenario
from politburo.measures.reading import COL
from politburo.study import graft
from politburo.study.ensemble import prepare_jax
from politburo.vocab import Cause, EventKind, Resource, Rung, SocialClass, Trait

SEED, HISTORIES, DRAWS = 11, 128, 512
BLOCK = graft.BLOCK


def replace(record, path, value):
    """A nested record with one dotted field replaced."""
    head, _, rest = path.partition(".")
    return dataclasses.replace(
        record, **{head: replace(getattr(record, head), rest, value) if rest else value}
    )


def put(path, change):
    """Deletion that rewrites one state field: ``change(old value, state, who, whom)``."""

    def delete(world, state, who, whom):
        old = state
        for name in path.split("."):
            old = getattr(old, name)
        return world, replace(state, path, change(old, state, who, whom))

    return delete


def together(*deletions):
    def delete(world, state, who, whom):
        for one in deletions:
            world, state = one(world, state, who, whom)
        return world, state

    return delete


def without_resource(resource):
    def delete(world, state, who, whom):
        return replace(world, "offices.resource", world.offices.resource.at[:, resource].set(0.0)), state

    return delete


def without_shocks(world, state, who, whom):
    return replace(world, "shocks.exists", jnp.zeros_like(world.shocks.exists)), state


def without_liabilities(world, state, who, whom):
    return replace(
        world, "liabilities.exists", world.liabilities.exists & (world.liabilities.person != whom)
    ), state


def without_verdicts(world, state, who, whom):
    nothing = jnp.zeros_like(world.letter.merit)
    return replace(replace(world, "letter.merit", nothing), "letter.fault", nothing), state


def moderate(mix, state, who, whom):
    """The composition with workers at the target."""
    target = 0.55
    share = mix.sum(2, keepdims=True)
    wanted = jnp.where(jnp.arange(len(SocialClass)) == SocialClass.WORKER, target, (1 - target) / 3)[
        None, :, None
    ]
    return mix / jnp.maximum(share, 1e-6) * wanted


def outside(state):
    return ~(state.lineup.core | state.lineup.ring)


#: Cause -> how to take it out of the state or the facts. Who and whom are the event's.
DELETE = {
    Cause.THREAT: put("people.seen", lambda x, s, who, whom: x.at[whom].set(0.0)),
    Cause.GRIEVANCE: put(
        "ties.trust", lambda x, s, who, whom: x.at[:, [who, whom]].set(jnp.maximum(x[:, [who, whom]], 0.5))
    ),
    Cause.DISTANCE: put("people.shown", lambda x, s, who, whom: x.at[whom].set(x[who])),
    Cause.MOMENTUM: put("people.attacked", lambda x, s, who, whom: x * 0),
    Cause.LIABILITY: without_liabilities,
    Cause.AMBITION: put("people.trait", lambda x, s, who, whom: x.at[:, Trait.AMBITION].set(0.0)),
    Cause.COMMON_DANGER: put("people.seen", lambda x, s, who, whom: jnp.where(outside(s), 0.0, x)),
    Cause.TRUST: put("ties.trust", lambda x, s, who, whom: jnp.minimum(x, 0.0)),
    Cause.STABILITY: put("lineup.stable", lambda x, s, who, whom: x * 0 + 0.5),
    Cause.LOST_MEMBER: put("lineup.lost", lambda x, s, who, whom: x & False),
    Cause.CONTROL_OF_VOTES: together(
        put("people.loyalty", lambda x, s, who, whom: x * 0),
        put("organisations.loyalty", lambda x, s, who, whom: x * 0),
        put("organisations.appointed", lambda x, s, who, whom: x * 0),
        put("country.fear", lambda x, s, who, whom: x * 0),
    ),
    Cause.APPOINTING_POWER: without_resource(Resource.APPOINTMENTS),
    Cause.COERCION: without_resource(Resource.POLICE),
    Cause.NATURE: together(
        without_shocks,
        put("country.harvest", lambda x, s, who, whom: jnp.maximum(x, 0.0)),
        put("people.health", lambda x, s, who, whom: jnp.maximum(x, 1.0 * s.people.alive)),
        put("people.ceiling", lambda x, s, who, whom: jnp.maximum(x, 1.0 * s.people.alive)),
    ),
    Cause.FOREIGN_ACT: without_shocks,
    Cause.DISCONTENT: put("country.discontent", lambda x, s, who, whom: x * 0 + 0.3),
    Cause.POLICY: put("country.policy", lambda x, s, who, whom: x * 0),
    Cause.DEFEAT: together(
        put("people.rung", lambda x, s, who, whom: x.at[whom].set(int(Rung.CLEAR))),
        put("people.member", lambda x, s, who, whom: x.at[whom].set(True)),
        put("people.recanted", lambda x, s, who, whom: x.at[whom].set(False)),
    ),
    Cause.INTEREST: without_verdicts,
    Cause.WORKER_SHARE: put("membership.mix", moderate),
    Cause.LEGITIMACY: put("people.prestige", lambda x, s, who, whom: jnp.where(s.lineup.core, 1.0, x)),
    Cause.LETTER: put("letter.written", lambda x, s, who, whom: x * 0 - 1),
    Cause.VACANCY: put("offices.holder", lambda x, s, who, whom: jnp.where(x < 0, 0, x)),
    Cause.NEWCOMERS: put("organisations.members", lambda x, s, who, whom: x.at[:, -2:].set(0.0)),
}


#: Kinds of event whose outcome says what happened, not merely how it ended.
BY_OUTCOME = (EventKind.LETTER_DISCLOSED, EventKind.LEVY, EventKind.PURGE, EventKind.AUTONOMY)


def probability(world, params, state, event, month):
    """bool[DRAWS]: whether such an event (kind, person, for some kinds outcome) happens under each draw."""
    at = {name: COL[name] - 2 for name in ("kind", "whom", "outcome")}
    same = ["kind", "whom"] + (["outcome"] if event[0] in BY_OUTCOME else [])
    values, states = jax.tree.map(lambda x: jnp.broadcast_to(x, (BLOCK, *x.shape)), (params, state))
    found = []
    for call in range(DRAWS // BLOCK):
        numbers = jnp.arange(call * BLOCK, (call + 1) * BLOCK, dtype=jnp.int32)
        course = graft.Course(world, 1000 + month, numbers, values)
        rows = course.run(states, month, month + 1)[1].events
        alike = np.all([rows[:, COL[n]] == event[at[n]] for n in same], axis=0)
        found.append(np.isin(np.arange(BLOCK), rows[alike, 0]))
    return np.concatenate(found)


def main(asked: int = 120, case: str = "ussr-1922") -> None:
    began = time.time()
    prepare_jax()
    course = graft.course(scenario.lower(scenario.resolve(scenario.load(case))), SEED, 0, "prior")
    world, drawn, states = course.world, course.params, course.origin()
    before, events = [], []
    for month in range(world.months):
        before.append(jax.tree.map(np.asarray, states))
        states, block = course.run(states, month, month + 1)
        events += [(month, int(row[0]), row[2:]) for row in block.events if row[0] < HISTORIES]
    luck = np.random.default_rng(1)
    by_kind = defaultdict(list)
    for event in events:
        by_kind[int(event[2][0])].append(event)
    each = -(-asked // len(by_kind))
    sample = [
        rows[i]
        for rows in by_kind.values()
        for i in luck.choice(len(rows), min(each, len(rows)), replace=False)
    ]
    tried, lowered, sure, raised, skipped, rare = 0, 0, 0, 0, 0, 0
    lines = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for month, n, row in sample:
        kind, who, whom = int(row[0]), int(row[1]), int(row[2])
        cause = Cause(int(row[COL["cause"] - 2]))
        if cause not in DELETE:
            skipped += 1
            continue
        state = jax.tree.map(lambda x: jnp.asarray(x[n]), before[month])  # noqa: B023
        other_world, other = DELETE[cause](world, state, max(who, 0), max(whom, 0))
        p = probability(world, drawn[n], state, row, month)
        q = probability(other_world, drawn[n], other, row, month)
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
