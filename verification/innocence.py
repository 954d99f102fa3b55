"""Does the model know the ending? Experiments that would show it; `docs/innocence.md` holds the last figures.

    python verification/innocence.py [NAME ...]      all experiments, or those named in EXPERIMENTS

Small worlds are those of the tests (`tests/worlds.py`); the flagship is the catalog's first case.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import jax
import jax.numpy as jnp
import numpy as np

import worlds
from politburo import engine, scenario
from politburo.measures.definitions import Thresholds, sole_ruler
from politburo.measures.reading import COL
from politburo.model import params as parameters
from politburo.model import views
from politburo.study.ensemble import prepare_jax
from politburo.vocab import Change, EventKind, Resource, Seat

FLAGSHIP, SEED = "ussr-1922", 5
LEADERS = 6


def leaders(world, histories, **how):
    """Leader of the ruling coalition in the last month of each history."""
    blocks = engine.blocks(world, histories=histories, seed=SEED, **how)
    return np.concatenate([block.series["leader"][:, -1] for block in blocks])


def share(hits):
    p = hits.mean()
    return f"{p:.3f} ± {np.sqrt(p * (1 - p) / len(hits)):.3f}"


def clones():
    """Six equal persons, nobody appoints: everybody leads equally often at the end (chi-square, 5 degrees of freedom)."""
    last = leaders(worlds.small(unequal=False, appointer=None), 960)
    counts = np.bincount(last[(last >= 0) & (last < LEADERS)], minlength=LEADERS)
    expected = counts.sum() / LEADERS
    chi = ((counts - expected) ** 2 / expected).sum()
    print(f"clones: leads at the end {counts.tolist()} of {len(last)}; chi-square {chi:.1f} (5 % point 11.1)")


def powerless():
    """A contender with no seat, office, client, tie or name, but all the ambition there is."""
    world = worlds.small()
    people, him = world.people, LEADERS - 1
    set_one = lambda array, value: np.where(np.arange(len(array)) == him, value, array).astype(array.dtype)  # noqa: E731
    trait = people.trait.copy()
    trait[him] = 1.0
    seat = world.bodies.seat.copy()
    seat[:, him] = Seat.NONE
    service = world.ties.service.copy()
    service[him], service[:, him] = 0.0, 0.0
    world = dataclasses.replace(
        world,
        people=dataclasses.replace(people, trait=trait, prestige=set_one(people.prestige, 0.01)),
        bodies=dataclasses.replace(world.bodies, seat=seat),
        ties=dataclasses.replace(world.ties, service=service),
    )
    found = list(engine.blocks(world, histories=640, seed=SEED))
    leads = np.concatenate([b.series["leader"][:, -1] == him for b in found])
    sole = np.concatenate([(sole_ruler(b.series, Thresholds())[:, -1] == him) for b in found])
    print(
        f"powerless: leads at the end in {leads.sum()} of {len(leads)} histories, rules alone in {sole.sum()}"
    )


def freezing(histories: int = 640):
    """The appointing office has no weight of its own: it pays only through secretaries and delegates.

    Six equal persons. The office is compared, on the same draws, with an office that gives nothing (control): holding any post has
    a cost of its own, since a post can be taken away by the bureau.
    """
    office = worlds.small(unequal=False, appointer=0)
    resource = office.offices.resource.copy()
    resource[:, Resource.APPOINTMENTS] = 0
    empty = dataclasses.replace(office, offices=dataclasses.replace(office.offices, resource=resource))
    nobody = worlds.small(unequal=False, appointer=None)
    for how, off in (
        ("all mechanisms", frozenset()),
        ("secretaries and delegates frozen", frozenset({"appointments", "congress"})),
    ):
        leads = {
            name: leaders(world, histories, off=off) == 0
            for name, world in (("the office", office), ("an empty office", empty), ("none", nobody))
        }
        for name, hits in leads.items():
            print(
                f"freezing: {how}: with {name} person 0 leads at the end in {share(hits)} (equal chance {1 / LEADERS:.3f})"
            )
        gap = leads["the office"].astype(float) - leads["an empty office"]
        print(
            f"freezing: {how}: advantage of the office over an empty one {gap.mean():+.3f} ± "
            f"{gap.std(ddof=1) / np.sqrt(len(gap)):.3f} (paired)"
        )


def remove(state, rows):
    """A state without the persons in `rows` (bool[P]): out of all posts and of the roll."""
    state = views.leave_posts(state, rows)
    people = state.people
    return dataclasses.replace(
        state,
        people=dataclasses.replace(
            people, alive=people.alive & ~rows, health=jnp.where(rows, 0.0, people.health)
        ),
    )


def rival(month: int = 24, years: int = 2, blocks: int = 6):
    """Take the strongest outsider away from an undivided ruling group in one month: does the group split sooner?"""
    world = jax.tree.map(jnp.asarray, scenario.lower(scenario.resolve(scenario.load(FLAGSHIP))))
    gaps, base = [], []
    splits = lambda told: np.asarray(  # noqa: E731
        (
            (told[..., COL["kind"] - 2] == EventKind.COALITION)
            & (told[..., COL["outcome"] - 2] == Change.SPLIT)
        ).any((1, 2))
    )

    @jax.jit
    @jax.vmap
    def strongest_outsider(state):
        c = state.lineup.contender
        outside = ~views.coalition(state)[c] & views.active(state)[c]
        who = c[jnp.argmax(jnp.where(outside, state.people.seen[c], -1.0))]
        return (jnp.arange(state.people.alive.shape[0]) == who) & outside.any()

    for block in range(blocks):
        numbers = jnp.arange(block * 64, block * 64 + 64, dtype=jnp.int32)
        params = engine._draw(jnp.uint32(SEED), numbers, *engine._fixed("prior"))
        states = engine._begin(world, jnp.uint32(SEED), numbers, params)
        states, _, _ = engine._block(world, jnp.uint32(SEED), numbers, params, states, 0, month)
        core = np.asarray(states.lineup.core.sum(1))
        without = jax.vmap(remove)(states, strongest_outsider(states))
        told = [
            splits(
                np.asarray(
                    engine._block(world, jnp.uint32(SEED), numbers, params, start, month, month + 12 * years)[
                        2
                    ]
                )
            )
            for start in (states, without)
        ]
        group = core >= 2
        base.append(told[0][group])
        gaps.append(told[1][group].astype(float) - told[0][group])
    gap, base = np.concatenate(gaps), np.concatenate(base)
    print(
        f"rival: {len(gap)} groups of two or more at month {month}; a split within {years} years: {base.mean():.3f} as it is, "
        f"{(base + gap).mean():.3f} without the strongest outsider; difference {gap.mean():+.3f} ± "
        f"{gap.std(ddof=1) / np.sqrt(len(gap)):.3f} (paired)"
    )


def jitter(sets: int = 16):
    """All defaults moved at random by up to a fifth, together: the band of the leading person's probability to rule alone."""
    party = scenario.resolve(scenario.load(FLAGSHIP))
    world = jax.tree.map(jnp.asarray, scenario.lower(party))
    luck = np.random.default_rng(2)
    defaults = np.array([float(getattr(parameters.Params(), name)) for name in parameters.FIELDS], np.float32)
    numbers = jnp.arange(64, dtype=jnp.int32)
    wins = []
    for number in range(sets + 1):
        values = defaults * (luck.uniform(0.8, 1.2, len(defaults)) if number else 1.0)
        params = jnp.tile(jnp.asarray(values, jnp.float32), (64, 1))
        states = engine._begin(world, jnp.uint32(SEED), numbers, params)
        _, series, _ = engine._block(world, jnp.uint32(SEED), numbers, params, states, 0, world.months)
        arrays = {n: np.asarray(getattr(series, n)) for n in ("wins_alone", "contender", "regime")}
        wins.append(sole_ruler(arrays, Thresholds())[:, -1])
    wins = np.array(wins)
    people, counts = np.unique(wins[1:][wins[1:] >= 0], return_counts=True)
    for person in people[np.argsort(-counts)][:3]:
        p = (wins[1:] == person).mean(1)
        noise = (p * (1 - p) / 64).mean()
        low, high = np.quantile(p, [0.05, 0.95])
        print(
            f"jitter: {party.persons[person].id}: {(wins[0] == person).mean():.2f} at the defaults; 5-95 % of {sets} jittered sets "
            f"{low:.2f}-{high:.2f}; standard deviation {p.std():.3f}, of which {np.sqrt(noise):.3f} is chance in 64 histories"
        )


def numbers():
    """How many numbers there are to choose. Reserves in the bureau and trait-blind chances are printed by `politburo run`."""
    fields = parameters.FIELDS
    fixed = [n for n, m in fields.items() if m["low"] == m["high"]]
    print(
        f"numbers: {len(fields)} parameters, {sum(m['estimate'] for m in fields.values())} marked as informed by data, "
        f"{len(fixed)} of them weights of rival readings and variants (nil by default)"
    )


EXPERIMENTS = {f.__name__: f for f in (clones, powerless, freezing, rival, jitter, numbers)}


def main(names: list[str]) -> None:
    prepare_jax()
    for name in names or EXPERIMENTS:
        began = time.time()
        EXPERIMENTS[name]()
        print(f"  ({time.time() - began:.0f} s)", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
