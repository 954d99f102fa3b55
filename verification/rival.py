"""Does a ruling group split sooner once its strongest rival is gone? `docs/innocence-rival.md` shows the figures, from `docs/results`.

    python verification/innocence.py rival_score      the chance to drop a member, taken apart by the terms of the score (flagship)
    python verification/innocence.py rival            the flagship, with and without him, on the same draws
    python verification/innocence.py rival_later      how long the removal is felt there
    python verification/innocence.py rival_world      small worlds made so that theory knows the answer

The idea under test: a common danger holds a group together, because without it fewer suffice to win and somebody becomes superfluous
(Riker 1962; Simmel 1908 and Coser 1956 on common enemies). What follows was stated, and
committed, before anything was measured; `rival_later` came after.

The rival is the strongest active person, by seen power, outside core and ring among the contenders. A group is a core of two or more
before month m = 12, 24 or 36 with such a rival outside; it is run on for WINDOWS months as it is and without him. Groups: all; of
two; of three or more; those whose *main danger* he is (seen power x the core's power-weighted distrust is more than twice that of the
next able person outside the core); those *just winning* (with him outside the core wins and no proper subset of it does; without him
some proper subset does). Outcomes: a split (a core member dropped though able: COALITION with Change.SPLIT); a split that admits
nobody; a split that admits somebody in his place; any loss (a member of the core of month m is out of it by any road); an attack by
the coalition on a member of the core of month m, who then must have left it. The hazard is that of the first split, per month in
which the core has two or more members and the regime stands. Errors count a history once, whatever the number of its months m.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
from pathlib import Path

import numpy as np
from removal import (
    GROUPS,
    OUTCOMES,
    WINDOWS,
    assessed,
    gathered,
    groups,
    joined,
    judge,
    pairs,
    ratio,
    remove,
    strongest_outsider,
    told,
)

import worlds
from politburo import engine, scenario
from politburo.model import params as parameters
from politburo.study.running import graft

MONTHS = (12, 24, 36)
HISTORIES = 3072
RESULTS = Path(__file__).resolve().parent.parent / "docs" / "results"


@contextlib.contextmanager
def table(name, *columns):
    """Write a table of the page as `docs/results/NAME.csv`, through a function that adds a row of cells."""
    path = RESULTS / f"rival-{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        add = lambda *cells: writer.writerow(cells)  # noqa: E731
        add(*columns)
        yield add
    print(f"written: {path}")


def windows(*first):
    """Columns of a table by window."""
    return (*first, *(f"{w} months" for w in WINDOWS))


def rows(add, label, found, group, months=slice(None), which=OUTCOMES):
    """The lines of one kind of group: as it is, and what is added without him, by window; the hazard last."""
    number = int(found.group[group][:, months].sum())
    lines = {o: [found.compare(group, OUTCOMES.index(o), w, months) for w in WINDOWS] for o in which}
    lines["hazard of a split, per month"] = [found.hazard(group, w, months) for w in WINDOWS]
    for outcome, cells in lines.items():
        places = 4 if outcome.startswith("hazard") else 3
        add(
            label,
            f"{group} ({number})",
            outcome,
            *(f"{a:.{places}f} {d:+.{places}f} ± {e:.{places}f}" for a, _, d, e in cells),
        )


def flagship(name, seed, histories):
    """Blocks of the flagship with parameters drawn: (course, {m: states before month m})."""
    world = engine.Prepared(scenario.lower(scenario.resolve(scenario.load(name))))
    for numbers in graft.parts(histories):
        course = graft.course(world, seed, numbers, "prior")
        onward = graft.Onward(course)
        yield course, {month: onward.at(month) for month in MONTHS}


def rival(name="ussr-1922", seed=5, histories=HISTORIES):
    """Take the strongest outsider away from a ruling group in one month: does it split sooner?"""
    found = joined([pairs(*block) for block in flagship(name, seed, histories)])
    with table("splits", *windows("month", "groups", "outcome")) as add:
        for place, month in enumerate(MONTHS):
            for group in GROUPS:
                rows(add, month, found, group, slice(place, place + 1))
        for group in GROUPS:
            rows(add, "the three together", found, group)


CHANCES = ("as it is", "he cannot be taken in", "and winning", "and surplus", "and danger", "without him")
STEPS = ("groups", "as it is", "he cannot be taken in", "winning", "surplus", "danger", "all together")
FACTS = {
    "able": "the rival is able to take part (fit, of standing, not recanted)",
    "greatest danger": "he is the greatest danger",
    "main danger": "he is more than twice the danger of the next",
    "core wins": "the core wins",
    "fewer win": "some part of the core wins already",
    "just winning": "the core wins, no part of it does, and without him some part would",
}


def chances(add, label, group, judged, kinds):
    """The chance to drop a member for kinds of group: each step less the one from which it differs."""
    for kind in kinds:
        mask = group[kind] * 1.0
        if not mask.sum():
            continue
        steps = [ratio(judged[name] * mask, mask) for name in CHANCES]
        bases = (0, 1, 1, 1, 0)
        add(
            label,
            f"{kind} ({int(mask.sum())})",
            f"{steps[0][0]:.3f}",
            *(
                "{:+.3f} ± {:.3f}".format(*told(steps[base], step)[2:])
                for base, step in zip(bases, steps[1:], strict=True)
            ),
        )


def rival_score(name="ussr-1922", seed=5, histories=HISTORIES):
    """No dynamics: the chance that a reconsideration drops a member, with the rival and without him, term by term."""
    found = []
    for course, starts in flagship(name, seed, histories):
        calm = course.params.copy()
        calm[:, list(parameters.FIELDS).index("danger")] = 0.0
        columns = []
        for month, states in starts.items():
            him = strongest_outsider(states)
            blind = judge(calm, assessed(course, states, month), him)
            columns.append((*groups(course, states, month, him), blind))
        found.append(gathered(columns, lambda arrays: np.stack(arrays, 1)))
    group, judged, blind = gathered(found, np.concatenate)
    every = group["all"]
    with table("who", "share of groups, before month", *MONTHS) as add:
        for fact, text in FACTS.items():
            shares = [(judged[fact] & every)[:, m].sum() / every[:, m].sum() for m in range(len(MONTHS))]
            add(text, *(f"{share:.3f}" for share in shares))
    with table(
        "danger", "groups", "", "chance to drop if danger had no weight", "added by its weight"
    ) as add:
        for kind in GROUPS:
            mask = group[kind] * 1.0
            for name, text in (("as it is", "with him"), ("without him", "without him")):
                a, _, d, e = told(ratio(blind[name] * mask, mask), ratio(judged[name] * mask, mask))
                add(kind, text, f"{a:.3f}", f"{d:+.3f} ± {e:.3f}")
    with table("score", "month", *STEPS) as add:
        for place, month in enumerate(MONTHS):
            mine = [{name: x[:, place : place + 1] for name, x in of.items()} for of in (group, judged)]
            chances(add, month, *mine, GROUPS)
        chances(add, "the three together", group, judged, GROUPS)


LATER = (0, 1, 3, 6, 12, 24)
COURSE = (
    "as it is",
    "core wins",
    "fewer win",
    "size of the core",
    "ring",
    "trust inside",
    "strongest able outsider",
    "the rival stands outside",
)


def rival_later(name="ussr-1922", seed=5, histories=HISTORIES):
    """How long the removal is felt: what is said of the cores of both runs, months afterwards, where both have two members or more."""
    seen: dict = {later: [] for later in LATER}
    for course, starts in flagship(name, seed, histories):
        for month, states in starts.items():
            him = strongest_outsider(states)
            every = groups(course, states, month, him)[0]["all"]
            runs = [states, remove(states, him)]
            for since, later in zip((0, *LATER), LATER, strict=False):
                if later > since:
                    runs = [course.run(s, month + since, month + later)[0] for s in runs]
                two = [judge(course.params, assessed(course, s, month + later), him) for s in runs]
                both = every & np.all([x["size of the core"] >= 2 for x in two], axis=0)
                seen[later].append((both, *({k: x[k] * 1.0 for k in COURSE} for x in two)))
    with table("later", "", *(f"{later} months" for later in LATER)) as add:
        for quantity in COURSE:
            cells = []
            for later in LATER:
                both = np.concatenate([x[0] for x in seen[later]]) * 1.0
                one, two = (
                    ratio(np.concatenate([x[i][quantity] for x in seen[later]]) * both, both) for i in (1, 2)
                )
                a, _, difference, error = told(one, two)
                cells.append(f"{a:.3f} {difference:+.3f} ± {error:.3f}")
            add("chance to drop" if quantity == "as it is" else quantity, *cells)


#: a ruling group and a stronger man outside, by prestige: (of the group's members, the outsider's); made with model 0.3.0 so that with
#: him no part of the group wins and without him all but one do. Of four equals this no longer holds: see `rival_world`
DESIGNS = {
    "pair, three to two": ((0.71, 0.42), 1.0),
    "three equals": ((0.37, 0.37, 0.37), 1.0),
    "four equals": ((0.205, 0.205, 0.205, 0.205), 1.0),
}
INSIDE, OUTSIDE = 0.3, -0.3  # trust within the group, and between it and the outsider
MECHANISMS = {
    "coalitions only": frozenset(engine.MECHANISMS) - {"standing", "alignment", "ties"},
    "all mechanisms": frozenset(),
}


def designed(members, outsider):
    """A world in which nobody appoints or holds an office and the persons differ in name only.

    The first of them trust each other and are at odds with the next one.
    """
    n = len(members) + 1
    world = worlds.small(leaders=n, contenders=n, unequal=False, appointer=None, months=max(WINDOWS))
    prestige, persons = world.people.prestige.copy(), len(world.people.prestige)
    prestige[:n] = (*members, outsider)
    inside, him = np.arange(persons) < n - 1, np.arange(persons) == n - 1
    trust = INSIDE * np.outer(inside, inside) + OUTSIDE * (np.outer(inside, him) + np.outer(him, inside))
    ties = {"documented": trust * (1 - np.eye(persons)), "service": np.zeros((persons, persons))}
    return dataclasses.replace(
        world,
        people=dataclasses.replace(world.people, prestige=prestige),
        ties=dataclasses.replace(world.ties, **ties),
    )


def placed(states, members):
    """The states with the first persons as the ruling group."""
    states["people.core"] = np.arange(states["people.core"].shape[1]) < members
    states["lineup.leader"] = 0
    # powers are worked out in the month; before it the outsider must be known to be the strongest
    states["people.seen"] = states["people.prestige"]
    return states


def rival_world(seed=5, histories=512):
    """Worlds in which theory expects the hazard to rise: with the outsider no part of the group wins, without him all but one do.

    Since model 0.5.0 this holds of a pair and of three equals, but of four equals in three draws of ten only: three of them win with the
    outsider there. The groups of which it holds (`just winning`) test the theory; of four equals `all` does not, and is kept to be seen.
    """
    found = {}
    defaults = {name: getattr(parameters.Params(), name) for name in parameters.FIELDS}
    for label, (members, outsider) in DESIGNS.items():
        world = engine.Prepared(designed(members, outsider))
        for params, chosen in (("default", defaults), ("prior", {})):
            for how, off in MECHANISMS.items():
                runs = []
                for numbers in graft.parts(histories):
                    course = graft.course(world, seed, numbers, {**chosen, "credibility": 1.0}, off)
                    runs.append(pairs(course, {0: placed(course.origin(), len(members))}))
                found[label, params, how] = joined(runs)
    # the groups that are just winning have lines of their own where they are not all
    kinds = {
        key: ["all", "just winning"][: 1 + int((pair.group["all"] > pair.group["just winning"]).any())]
        for key, pair in found.items()
    }
    with table("worlds-score", "design, parameters", *STEPS) as add:
        for (label, params, how), pair in found.items():
            if how == "all mechanisms":
                chances(add, f"{label}, {params}", pair.group, pair.judged, kinds[label, params, how])
    with table("worlds-splits", *windows("design, parameters, what happens", "groups", "outcome")) as add:
        for (label, params, how), pair in found.items():
            for kind in kinds[label, params, how]:
                rows(add, f"{label}, {params}, {how}", pair, kind, which=OUTCOMES[:1])
