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
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "tests" / "mechanisms"))

import numpy as np
from rival import rival, rival_later, rival_score, rival_world

import worlds
from circulation import leads as leads_of_rivals
from loops import NUMBERS
from politburo import engine, scenario
from politburo.measures.definitions import Thresholds, sole_ruler
from politburo.model import params as parameters
from politburo.study.running import graft
from politburo.vocab import Resource, Seat

FLAGSHIP, SEED = "ussr-1922", 5
LEADERS = 6
FORMAL = (0.3, 0.42, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.9)  # weights of formal majorities


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


def jitter(sets: int = 16, histories: int = 256):
    """All defaults moved at random by up to a fifth, together: the band of the leading person's probability to rule alone."""
    party = scenario.resolve(scenario.load(FLAGSHIP))
    world = engine.Prepared(scenario.lower(party))
    luck = np.random.default_rng(2)
    defaults = np.array([float(getattr(parameters.Params(), name)) for name in parameters.FIELDS])
    wins = []
    for number in range(sets + 1):
        values = defaults * (luck.uniform(0.8, 1.2, len(defaults)) if number else 1.0)
        course = graft.Course(world, SEED, np.arange(histories), np.tile(values, (histories, 1)))
        _, block = course.run(course.origin(), 0, world.months)
        wins.append(sole_ruler(block.series, Thresholds())[:, -1])
    wins = np.array(wins)
    people, counts = np.unique(wins[1:][wins[1:] >= 0], return_counts=True)
    for person in people[np.argsort(-counts)][:3]:
        p = (wins[1:] == person).mean(1)
        noise = (p * (1 - p) / histories).mean()
        low, high = np.quantile(p, [0.05, 0.95])
        print(
            f"jitter: {party.persons[person].id}: {(wins[0] == person).mean():.2f} at the defaults; 5-95 % of {sets} jittered sets "
            f"{low:.2f}-{high:.2f}; standard deviation {p.std():.3f}, of which {np.sqrt(noise):.3f} is chance in {histories} histories"
        )


def flow():
    """The circular flow of power against its loop gain: a small lead in followers after fifty years (`tests/circulation.py`)."""
    for institution_share, weights in (
        (0.0, FORMAL),
        (NUMBERS.institution_share, (NUMBERS.formal_weight, 0.9)),
    ):
        for formal_weight in weights:
            loop, lead = leads_of_rivals(formal_weight=formal_weight, institution_share=institution_share)
            print(
                f"flow: share of institutions {institution_share:g}, formal weight {formal_weight:g}: loop gain {loop:.2f}, "
                f"median lead {np.median(np.abs(lead)):.2f}"
            )


def numbers():
    """How many numbers there are to choose. Reserves in the bureau and trait-blind chances are printed by `politburo run`."""
    fields = parameters.FIELDS
    fixed = [n for n, m in fields.items() if m["low"] == m["high"]]
    nil = [n for n in fixed if fields[n]["low"] == 0]
    drawn, informed = len(fields) - len(fixed), sum(meta["estimate"] for meta in fields.values())
    print(
        f"numbers: {len(fields)} parameters: {drawn} with a prior, {informed} of them marked as informed by data; "
        f"{len(fixed) - len(nil)} habits held at one value; {len(nil)} weights of rival readings and variants (nil by default)"
    )


EXPERIMENTS = {
    f.__name__: f
    for f in (
        clones,
        powerless,
        freezing,
        rival_score,
        rival,
        rival_later,
        rival_world,
        jitter,
        flow,
        numbers,
    )
}


def main(names: list[str]) -> None:
    for name in names or EXPERIMENTS:
        began = time.time()
        EXPERIMENTS[name]()
        print(f"  ({time.time() - began:.0f} s)", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
