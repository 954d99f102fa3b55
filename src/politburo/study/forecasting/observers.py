"""What observers would call a type of rule: they disagree, and a forecast of what will be on record must say so.

A history has one type of rule in a month. The record of a succession gives shares where historians differ ("primus .7, collective .3").
From all records of the catalog but those that are kept apart,

    M[k, y] = (sum of the shares of y where k is the commonest + PRIOR [k = y]) / (number of such records + PRIOR)

is the probability that observers say y of what is mostly called k, and a forecast is p(y) = sum_k M[k, y] s_k, s_k the share of
the histories.

When they first speak of sole rule: an observer of a history is as ready to say so in one month as in another. He has one threshold u, flat
between 0 and 1, and says it whenever M[k, sole] > u of the type k that the month shows; so that

    p(said by month m) = mean over the histories of max over s <= m of M[k_s, sole].

Where every history is to have one date (`called_sole`) history n has the threshold u = frac((n + 1/2) GOLDEN), so that any number of
histories have thresholds spread evenly.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np

from politburo.record.course import courses, load_course
from politburo.study.forecasting.truth import RULES

GOLDEN = (5**0.5 - 1) / 2
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


def first_called_sole(shown: np.ndarray, apart: frozenset[str] = frozenset()) -> np.ndarray:
    """Probability that observers have spoken of sole rule by the end of each month, float[month]; `shown` RuleType[history, month]."""
    found: np.ndarray = np.maximum.accumulate(_readiness(shown, apart), axis=1).mean(0)
    return found


def called_sole(shown: np.ndarray, numbers: np.ndarray, apart: frozenset[str] = frozenset()) -> np.ndarray:
    """The first month in which observers speak of sole rule, int[history]; -1 never. `numbers` int[history]: whose threshold is meant."""
    said = _readiness(shown, apart) > ((numbers + 0.5) * GOLDEN % 1)[:, None]
    return np.where(said.any(1), said.argmax(1), -1)


def _readiness(shown: np.ndarray, apart: frozenset[str]) -> np.ndarray:
    """M[k, sole] of the type that each month shows; nobody says it of a party that has fallen."""
    found: np.ndarray = np.append(disagreement(apart)[:, RULES.index("sole")], 0.0)[shown]
    return found
