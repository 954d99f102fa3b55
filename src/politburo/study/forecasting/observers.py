"""What observers would call a type of rule: they disagree, and a forecast of what will be on record must say so.

A history has one type of rule in a month. The record of a succession gives shares where historians differ ("primus .7, collective .3").
From all records of the catalog but those that are kept apart,

    M[k, y] = (sum of the shares of y where k is the commonest + PRIOR [k = y]) / (number of such records + PRIOR)

is the probability that observers say y of what is mostly called k, and a forecast is p(y) = sum_k M[k, y] s_k, s_k the share of
the histories.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np

from politburo.record.course import courses, load_course
from politburo.study.forecasting.truth import RULES

PRIOR = 1.0  # records that agree fully, added for each type


@functools.cache
def disagreement(apart: frozenset[str]) -> np.ndarray:
    """M, float[4, 4], from the records of all successions but those of the cases in `apart`."""
    counts = PRIOR * np.eye(len(RULES))
    for case in courses():
        course = load_course(case)
        if case in apart or course is None:
            continue
        for horizon in course.horizons:
            shares = np.array([horizon.rule.get(kind, 0.0) for kind in RULES])
            if shares.sum() > 0:
                counts[shares.argmax()] += shares / shares.sum()
    return counts / counts.sum(1, keepdims=True)


def observed(chances: Mapping[str, float], apart: frozenset[str] = frozenset()) -> dict[str, float]:
    """What observers are expected to say, from the chances of each type of rule."""
    said = np.array([chances[kind] for kind in RULES]) @ disagreement(apart)
    return {kind: round(float(chance), 6) for kind, chance in zip(RULES, said, strict=True)}
