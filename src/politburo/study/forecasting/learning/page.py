"""The page on what was learned: what an office, a seat and a tie are worth, and which parameters the data moved."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from politburo.learned.left_out import trusted
from politburo.learned.posterior import Posterior
from politburo.model.params import FIELDS
from politburo.study.evidence.holdout import load_holdouts
from politburo.study.forecasting.learning.flagship import FLAGSHIP
from politburo.words.markdown import number, table

#: what a claim is called on the page, in the order of the page
WORTH = {
    "claim_first": "holding the first place in the party",
    "claim_second": "being deputy of the leader, or running the secretariat for him",
    "claim_executive": "heading the government or the state",
    "claim_seat": "a full seat in the bureau",
    "succession_tie": "a tie to the predecessor that is no rivalry (in the vote on the first place only)",
}
LEVEL = (0.05, 0.5, 0.95)


def page(posterior: Posterior, command: str) -> str:
    """The page in Markdown; `command` is how the table was made."""
    header = posterior.header
    rows = posterior.rows()
    theta, weights = posterior.theta[rows], posterior.weights[rows]
    cases = [name for name in header.clusters if not name.startswith(FLAGSHIP)]
    return f"""# What the model has learned

Made from the table of learned parameters that comes with the software, by the following command; never edited by hand.

    {command}

Model {header.model}. {header.sets} sets of {len(header.parameters)} parameters were carried from flat priors to the posterior by
tempered sequential Monte Carlo, {header.histories} histories of every set in every case; the table keeps {len(rows)} different
sets. The data: who led, by what type of rule, and when one first ruled alone, in {len(cases)} clusters of successions in other
parties, and the record of `{FLAGSHIP}` up to {load_holdouts(FLAGSHIP).open_until}. Nothing later was opened. Every history of
an ordinary run takes one of these sets; parameters that were not learned stay at their defaults (`--params prior` draws all of
them from their priors instead).

## What an office, a seat and a tie are worth

The odds to be put forward for the first place are multiplied by these factors, other things being equal; apart from the last row the
same weights make the holder's share of power in the institutions.

{worth(posterior.names, theta, weights)}
These are associations in thirty struggles, estimated together with everything else that the model does. Whoever was already on his way
up was given such offices. Intervals that overlap do not rank the offices.

## Every learned parameter

`taught` is one minus the ratio of the standard deviations after and before: 0 says that the data taught nothing. Whether the
intervals are wide enough was tried on invented outcomes ([decision 8](decisions/0008-learning.md)).

{beliefs(posterior, theta, weights)}
## Which data taught it

The mean log probability of one item before and after learning, among the sets that learned from it (not a test: see
[cases.md](cases.md) for cases that were left out).

{questions(posterior)}
## How the sampler went

{stages(posterior)}
Log evidence {number(header.log_evidence, 1)}. {left_out(posterior, len(rows))}
"""


def quantiles(values: np.ndarray, weights: np.ndarray) -> list[float]:
    """Weighted quantiles at LEVEL."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order]) / weights.sum()
    return [float(values[order][min(np.searchsorted(reached, q), len(values) - 1)]) for q in LEVEL]


def worth(names: Sequence[str], theta: np.ndarray, weights: np.ndarray) -> str:
    """The table of claims, as factors of the odds."""
    rows = []
    for name, words in WORTH.items():
        if name in names:
            low, middle, high = quantiles(theta[:, list(names).index(name)], weights)
            factors = [number(math.exp(x), 1) for x in (middle, low, high)]
            rows.append([words, factors[0], f"{factors[1]} to {factors[2]}", f"{middle:+.2f}"])
    return table("what|odds times (median)|90 % interval|logit", rows)


def beliefs(posterior: Posterior, theta: np.ndarray, weights: np.ndarray) -> str:
    """Prior and posterior of every parameter, those that were taught most first."""
    rows = []
    for name, one in sorted(posterior.header.parameters.items(), key=lambda pair: -pair[1].taught):
        low, _, high = quantiles(theta[:, posterior.names.index(name)], weights)
        meta = FIELDS[name]
        rows.append(
            [
                f"`{name}`",
                meta["why"],
                meta["unit"],
                f"{one.prior_mean:.3g} ({one.prior_sd:.2g})",
                f"{one.mean:.3g} ({one.sd:.2g})",
                f"{low:.3g} to {high:.3g}",
                f"{one.taught:.2f}",
            ]
        )
    return table("parameter|what it is|unit|prior mean (sd)|posterior mean (sd)|90 % interval|taught", rows)


def questions(posterior: Posterior) -> str:
    """Every question: its data, before and after."""
    rows = [
        [name, str(one.data), number(one.weight, 1), number(one.prior, 3), number(one.posterior, 3)]
        for name, one in posterior.header.questions.items()
    ]
    return table("question|items|weight|before|after", rows)


def stages(posterior: Posterior) -> str:
    """The stages of the sampler."""
    rows = [
        [
            str(one.number),
            f"{one.temperature:.3f}",
            f"{one.effective:.0f}",
            str(one.passes),
            f"{one.accepted:.2f}",
            f"{one.moved:.2f}",
        ]
        for one in posterior.header.stages
    ]
    return table("stage|temperature|effective sets|passes|accepted|moved", rows)


def left_out(posterior: Posterior, sets: int) -> str:
    """A sentence on leaving clusters out."""
    failing = [name for name, k in posterior.header.k_hat.items() if k > trusted(sets)]
    if not posterior.header.k_hat:
        return "No cluster was left out while learning."
    again = f"; sets were sampled anew without {', '.join(failing)}" if failing else ""
    return f"Without each of {len(posterior.header.k_hat)} clusters of data the sets are weighted anew (Pareto-smoothed){again}."
