"""What every mechanism adds to the forecasts: the lessons under the learned sets, with one mechanism off at a time.

    python verification/mechanisms.py [--sets 32] [--histories 16] [-o docs/results/mechanisms.csv]

For each mechanism: the weighted sum over the data of ln p(datum) with it less the same without it, p a mean over learned sets. Twenty-nine
clusters of cases and, apart, the flagship up to its last open day. The standard error is of a sum over clusters. The sets were learned with
all mechanisms and from these very data, so that a gain is an upper bound; one near zero says that nothing on record needs the mechanism.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

from politburo.engine import MECHANISMS
from politburo.learned.posterior import read
from politburo.study.forecasting.learning.lessons import Lessons

QUESTIONS = ("leads", "rule", "sole")


def chosen(sets: int) -> tuple[tuple[str, ...], np.ndarray]:
    """(names, sets evenly taken from the learned ones by their weights)"""
    posterior = read()
    rows = posterior.rows()
    weights = np.cumsum(posterior.weights[rows]) / posterior.weights[rows].sum()
    return posterior.names, posterior.theta[rows[np.searchsorted(weights, (np.arange(sets) + 0.5) / sets)]]


def log_means(sets: int, histories: int, off: frozenset[str]) -> tuple[Lessons, np.ndarray]:
    """(the lessons, ln of the mean over sets of p(datum), float64[datum])"""
    names, theta = chosen(sets)
    lessons = Lessons(histories=histories, names=names, off=off)
    scores = lessons.log_scores(theta)
    most = scores.max(0)
    return lessons, most + np.log(np.exp(scores - most).mean(0))


def row(name: str, lessons: Lessons, gain: np.ndarray) -> dict[str, str]:
    """One line of the table: `gain` is weighted, float64[datum]."""
    open_record = np.array([datum.item != "" for datum in lessons.data])
    by_cluster = np.array([gain[m].sum() for m in lessons.clusters.values() if not open_record[m].any()])
    question = np.array([datum.question for datum in lessons.data])
    cells = {"cases": by_cluster.sum(), "error": by_cluster.std(ddof=1) * len(by_cluster) ** 0.5}
    cells |= {name: gain[question == name].sum() for name in QUESTIONS}
    cells["flagship"] = gain[open_record].sum()
    return {"mechanism": name} | {key: f"{value:.2f}" for key, value in cells.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=int, default=32)
    parser.add_argument("--histories", type=int, default=16)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    _, whole = log_means(asked.sets, asked.histories, frozenset())
    table = []
    for name in MECHANISMS:
        lessons, without = log_means(asked.sets, asked.histories, frozenset({name}))
        table.append(row(name, lessons, (whole - without) * lessons.weights))
        print(table[-1], file=sys.stderr)
    table.sort(key=lambda line: -float(line["cases"]) - float(line["flagship"]))
    file = asked.output.open("w", encoding="utf-8", newline="") if asked.output else sys.stdout
    with file:
        write = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        write.writeheader()
        write.writerows(table)


if __name__ == "__main__":
    main()
