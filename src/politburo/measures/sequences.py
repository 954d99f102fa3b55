"""Sequences of words compared and grouped: edit distance and medoids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from politburo.arrays import Floats, Wholes


def edit_distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Fewest insertions, deletions and replacements that turn one sequence into the other (Levenshtein 1966).

    >>> edit_distance("kitten", "sitting")
    3
    """
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def apart(sequences: Sequence[tuple[str, ...]]) -> Floats:
    """float64[n, n]: edit distance over the length of the longer of two sequences, 0..1."""
    different = sorted(set(sequences))
    place = {sequence: n for n, sequence in enumerate(different)}
    table = np.zeros((len(different), len(different)))
    for i, a in enumerate(different):
        for j in range(i):
            table[i, j] = table[j, i] = edit_distance(a, different[j]) / max(len(a), len(different[j]), 1)
    index = np.array([place[sequence] for sequence in sequences])
    return table[index][:, index]


def medoids(distance: Floats, k: int) -> tuple[Wholes, Wholes]:
    """(medoid of each cluster int[k], cluster of each row int[n]), from a distance matrix.

    Partitioning around medoids (Kaufman and Rousseeuw 1990): greedy start, then the swaps that lower the total distance until none
    does. Deterministic; ties go to the lower row.
    """
    n = len(distance)
    chosen: list[int] = []
    near = np.full(n, np.inf)
    for _ in range(k):  # the one that brings all nearest to a medoid
        cost = np.minimum(near[:, None], distance).sum(0)
        cost[chosen] = np.inf
        chosen.append(int(cost.argmin()))
        near = np.minimum(near, distance[:, chosen[-1]])
    total = near.sum()
    better = True
    while better:
        better = False
        for place in range(k):
            others = [c for p, c in enumerate(chosen) if p != place]
            rest = distance[:, others].min(1) if others else np.full(n, np.inf)
            cost = np.minimum(rest[:, None], distance).sum(0)
            cost[others] = np.inf
            if cost.min() < total - 1e-9:
                chosen[place], total, better = int(cost.argmin()), cost.min(), True
    return np.array(chosen), distance[:, chosen].argmin(1)


def silhouette(distance: Floats, cluster: Wholes) -> float:
    """Mean silhouette width (Rousseeuw 1987): how much nearer rows are to their own cluster than to the next; -1..1."""
    kinds = np.unique(cluster)
    if len(kinds) < 2:
        return 0.0
    size = np.array([(cluster == k).sum() for k in kinds])
    mean = np.stack([distance[:, cluster == k].sum(1) for k in kinds], 1)
    own = np.searchsorted(kinds, cluster)
    each = np.arange(len(cluster))
    inside = mean[each, own] / np.maximum(size[own] - 1, 1)
    mean = mean / size
    mean[each, own] = np.inf
    outside = mean.min(1)
    width = np.where(size[own] > 1, (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-12), 0.0)
    return float(width.mean())
