"""What carries the result: the headline with every mechanism off and under every rival reading, on the same seeds.

Each variant is run with the histories of the reference: same seed, same luck and, where the variant does not fix them, the same
parameters. A difference is therefore the mean over histories of (variant - reference), and its standard error is
the standard deviation of these paired differences over the root of their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.measures.stagekinds import KINDS
from politburo.study.running.parameters import Given
from politburo.study.running.readings import READINGS
from politburo.vocab import RuleType

if TYPE_CHECKING:
    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.run import Run

LEADING = 3  # persons of the reference whose chances are followed
Said = Callable[[str], None]


@dataclass(frozen=True)
class Headline:
    """One number for each history, by name: what a table row compares."""

    values: dict[str, np.ndarray]

    def mean(self, name: str) -> float:
        return float(self.values[name].mean())

    def difference(self, reference: Headline, name: str) -> tuple[float, float]:
        """(mean of the paired difference, its standard error); the histories must be the same.

        >>> a, b = Headline({"x": np.array([1.0, 0, 1, 1])}), Headline({"x": np.array([0.0, 0, 1, 0])})
        >>> [round(x, 3) for x in a.difference(b, "x")]
        [0.5, 0.289]
        """
        gap = self.values[name] - reference.values[name]
        return float(gap.mean()), float(gap.std(ddof=1) / np.sqrt(len(gap)))


def headline(run: Run, persons: list[int]) -> Headline:
    """Measure a run: who rules alone at the end, whether and when anyone does, kinds of stage, fall, coups, rulers."""
    take = run.accumulator.column
    ruler, reached, stages = take("ruler"), take("consolidation"), take("stages")
    months = run.resolved.months
    values: dict[str, Any] = {f"sole: {run.resolved.persons[p].id}": ruler == p for p in persons}
    values |= {
        "sole: anyone": ruler >= 0,
        "consolidated": reached >= 0,
        "years to one": np.where(reached >= 0, reached, months) / 12,
        "rulers at end": take("effective")[:, -1],
        "collective rule": take("final") == RuleType.COLLECTIVE,
        **{kind: stages[:, n] for n, kind in enumerate(KINDS)},
        "coup tried": take("coup") > 0,
    }
    return Headline({name: np.asarray(value, np.float64) for name, value in values.items()})


def variants() -> dict[str, dict[str, Any]]:
    """{name of a variant: arguments of `Scenario.run`}: every reading, then every mechanism off."""
    from politburo.engine import MECHANISMS

    found: dict[str, dict[str, Any]] = {f"reading: {name}": {"reading": name} for name in READINGS}
    return found | {f"off: {name}": {"off": (name,)} for name in MECHANISMS}


def ablate(
    party: Scenario,
    histories: int,
    seed: int,
    *,
    params: Given = None,
    only: tuple[str, ...] = (),
    said: Said | None = None,
) -> Iterator[tuple[str, Headline]]:
    """Yield ("reference", its headline), then every variant's; `only` keeps the variants of these names.

    The persons followed are the LEADING most often sole rulers at the end of the reference.
    """
    reference = party.run(histories, seed, params=params)
    ruler = reference.accumulator.column("ruler")
    people, counts = np.unique(ruler[ruler >= 0], return_counts=True)
    persons = [int(p) for p in people[np.argsort(-counts, kind="stable")][:LEADING]]
    yield "reference", headline(reference, persons)
    for name, how in variants().items():
        if only and name not in only:
            continue
        if said:
            said(name)
        yield name, headline(party.run(histories, seed, params=params, **how), persons)


def rows(measured: list[tuple[str, Headline]]) -> list[dict[str, Any]]:
    """The table as plain data: for each variant and measure the mean, the difference and its standard error."""
    (_, reference), *others = measured
    told: list[dict[str, Any]] = [
        {
            "variant": "reference",
            "values": {n: {"mean": round(reference.mean(n), 4)} for n in reference.values},
        }
    ]
    for name, one in others:
        values = {}
        for measure in reference.values:
            gap, error = one.difference(reference, measure)
            values[measure] = {
                "mean": round(one.mean(measure), 4),
                "difference": round(gap, 4),
                "error": round(error, 4),
            }
        told.append({"variant": name, "values": values})
    return told
