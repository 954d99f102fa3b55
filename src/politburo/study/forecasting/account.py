"""What the account of the successions says (`study.forecasting.cases.account`). Losses: smaller is better; intervals hold 90 %."""

from __future__ import annotations

from typing import TypedDict


class Made(TypedDict):
    """How the forecasts were made."""

    histories: int  # of each case
    seed: int
    params: str  # the word
    politburo: str
    model: str
    python: str
    numpy: str
    machine: str
    block: int


class LeftOut(TypedDict):
    """How the sets were had that a cluster of cases has not taught."""

    cluster: str
    k: float  # shape of the tail of the weights
    anew: bool  # sampled anew
    effective: float  # sets that the weights are worth


class Case(TypedDict):
    """A succession."""

    id: str
    title: str
    cluster: str
    contenders: int


class Interval(TypedDict):
    """A mean with its interval."""

    mean: float
    low: float
    high: float
    items: int
    clusters: int


class Scored(TypedDict):
    """Which answers are meant; months: 0 where the question has no horizon, -1 all horizons together."""

    question: str
    score: str
    months: int


class MeanRow(Scored, Interval):
    """Mean loss of a forecaster."""

    forecaster: str


class DifferenceRow(Scored, Interval):
    """Mean of model minus rival on the same answers."""

    rival: str


class LossRow(Scored):
    """The loss of a forecaster on one answer."""

    case: str
    cluster: str
    forecaster: str
    value: float


class CoverageRow(TypedDict):
    """How often what came was among the likeliest answers."""

    question: str
    forecaster: str
    level: float  # that they together should hold
    promised: float  # that they did
    inside: float
    exactly: float  # counting of the last answer only the part that fills up the level
    items: int


Bin = TypedDict("Bin", {"from": float, "to": float})


class ReliabilityRow(Bin):
    """Of the answers that were called so probable, what share came true."""

    forecaster: str
    items: int
    said: float
    came: float


class SumRow(TypedDict):
    """How much probability an answer was given, and how often it came."""

    question: str
    months: int
    answer: str
    said: float
    came: float


class Mark(TypedDict):
    """What the office logit says that a mark is worth."""

    mark: str
    coefficient: float  # natural logarithm of a factor of the odds
    low: float
    high: float
    least: float  # of the fits without one cluster
    most: float
    persons: int  # who have it
    cases: int  # in which somebody has it


class Logit(TypedDict):
    """The fit on all cases, and how far those without a cluster differ."""

    ridge: float
    ridges: list[float]  # that were tried
    ridge_without: dict[str, float]  # by cluster
    marks: list[Mark]


class Account(TypedDict):
    """The whole of it."""

    run: Made
    left_out: list[LeftOut]  # empty where nothing was learned
    simulated: bool
    resamples: int
    bootstrap_seed: int
    cases: list[Case]
    means: list[MeanRow]
    differences: list[DifferenceRow]
    coverage: list[CoverageRow]
    reliability: list[ReliabilityRow]
    sums: list[SumRow]
    logit: Logit
    losses: list[LossRow]
