"""What histories of a case look like before the record is opened: the counts of docs/must-hold.md that no other command prints.

    python verification/faces.py ussr-1922 [--histories 256] [--month 44] [--together stalin,zinoviev,kamenev --without trotsky]

Learned parameters, seed 1. Months count from the start of the case; shares are of histories.
"""

from __future__ import annotations

import argparse

import numpy as np

from politburo import engine, scenario
from politburo.measures.definitions import Thresholds, rule_type
from politburo.measures.history import COL
from politburo.scenario.lower import lower
from politburo.study.running.parameters import values_of
from politburo.vocab import EventKind, RuleType, Standing

KIND, MONTH, WHOM = COL["kind"], COL["month"], COL["whom"]
ABLE = 9  # months at the start of a case in which its leader is taken to be well


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case")
    parser.add_argument("--histories", type=int, default=256)
    parser.add_argument("--month", type=int, default=44)
    parser.add_argument("--together", default="")
    parser.add_argument("--without", default="")
    asked = parser.parse_args()
    party = scenario.resolve(scenario.load(asked.case))
    blocks = list(
        engine.blocks(lower(party), histories=asked.histories, seed=1, params=values_of("posterior", {}))
    )
    series = {name: np.concatenate([block.series[name] for block in blocks]) for name in blocks[0].series}
    events = np.concatenate([block.events for block in blocks])
    contender, n = series["contender"], asked.histories
    ids = [person.id for person in party.persons]
    bureau = next(body for body in party.bodies if body.role == "bureau")
    full = [person for person, seat in bureau.seats.items() if seat == "full"]
    powers = {
        ids[p]: float((series["power"][:, 12] * (contender[:, 12] == p)).sum() / n)
        for p in np.unique(contender[:, 12])
    }
    print("power a year on:", sorted(((round(x, 2), p) for p, x in powers.items()), reverse=True)[:6])
    early = (
        (events[:, KIND] == EventKind.SANCTION) & (events[:, MONTH] < ABLE) & np.isin(events[:, WHOM], full)
    )
    print(f"sanctions on full members in the first {ABLE} months, a history: {early.sum() / n:.2f}")
    for kind in (EventKind.OFFENSIVE, EventKind.CHALLENGE):
        years = np.bincount(events[events[:, KIND] == kind][:, MONTH] // 12) / n
        print(f"{kind.word} a year:", years.round(2).tolist())
    gone = [(contender[:, asked.month] == p) & ~series["in_bureau"][:, asked.month] for p in full]
    lost = {ids[p]: round(float(one.any(1).mean()), 3) for p, one in zip(full, gone, strict=True)}
    print("listed and without a full seat at the month:", lost)
    kind, _ = rule_type(series, Thresholds())
    print(f"rule of one at the month: {(kind[:, asked.month] == RuleType.SOLE).mean():.2f}")
    core = series["standing"] == Standing.CORE
    within = lambda name, m: ((contender[:, m] == ids.index(name)) & core[:, m]).any(1)  # noqa: E731
    for month in (20, 32) if asked.together else ():
        group = np.all([within(name, month) for name in asked.together.split(",")], axis=0)
        other = within(asked.without, month) if asked.without else np.zeros(n, bool)
        print(
            f"together in month {month}: {group.mean():.2f}; of these with the other {other[group].mean():.2f}"
        )


if __name__ == "__main__":
    main()
