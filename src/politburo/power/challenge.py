"""The expected-utility model of bargaining, one round after another, every step of it visible.

Bueno de Mesquita's model as read by Scholz, Calbert and Smith. On one dimension actor i has capability c_i, salience s_i and
position x_i; R is the range of all first positions. In a round

1. votes: actor k gives c_k s_k (|x_k - x_j| - |x_k - x_i|) / R to i against j;
2. median: the position that wins every vote, mu;
3. P_ij = the votes for i / all votes cast, for and against, between i and j;
4. utilities, d = |x_i - x_j| / R, m = |x_i - mu| / R and risk exponent r:
   success 2 - 4 (1/2 - d/2)^r, failure 2 - 4 (1/2 + d/2)^r, nothing happens 2 - 4 (1/2)^r,
   without a challenge things get better 2 - 4 (1/2 - (m + d)/4)^r or worse 2 - 4 (1/2 + (m + d)/4)^r;
5. E_ij = s_j (P_ij success + (1 - P_ij) failure) + (1 - s_j) success - Q nothing - (1 - Q) (T better + (1 - T) worse);
6. risk: with r = 1 and S_i = the sum of the others' E_ji, R_i = (2 S_i - max S - min S) / (max S - min S) and
   r_i = (1 - R_i/3) / (1 + R_i/3), between 1/2 (bold) and 2 (timid); then steps 4 and 5 once more, each actor looking at
   every challenge, his own and the others', with his own r;
7. offers: with i's own view of both, E_ij and E_ji, actor j makes i an offer if E_ji > 0 and
   confrontation (E_ji > E_ij > 0): i loses and moves to x_j;
   compromise (E_ij < 0, |E_ij| < E_ji): i moves to x_i + (x_j - x_i) |E_ij| / E_ji;
   capitulation (E_ij < 0, |E_ij| > E_ji): i moves to x_j;
8. everybody takes the offer that moves him least, all at the same time.

The published descriptions leave room. Here Q = 1 by default, so that T plays no part; the votes of step 1 are linear in
distance in every round; in step 8 no kind of offer goes before another.

Bueno de Mesquita, B. (1994). Political forecasting: an expected utility method. In European Community Decision Making, 71-104.
Scholz, J. B., Calbert, G. J. & Smith, G. A. (2011). Unravelling Bueno de Mesquita's group decision model. Journal of
Theoretical Politics 23: 510-531.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from politburo.arrays import Array
from politburo.power.bargaining import Actor, Table, tabled, weighted_median
from politburo.power.exact import between, count

CONFRONTATION, COMPROMISE, CAPITULATION = "confrontation", "compromise", "capitulation"


@dataclass(frozen=True)
class Offer:
    """An offer of actor `by` to actor `to`, as `to` sees it: what kind, and where it would move him."""

    to: int
    by: int
    kind: str
    position: float
    own: float  # E_ij: what a challenge of his own is worth to him
    others: float  # E_ji: what the other's challenge is worth to the other, in his view


@dataclass(frozen=True)
class Round:
    """One round. Pairs are [i, j]: i challenges j."""

    position: Array  # [n] before
    median: float
    mean: float  # weighted by capability x salience
    votes: Array  # [i, j] net votes for i's position against j's
    probability: Array  # [i, j] P_ij
    security: Array  # [n] S_i: what the others expect of challenging i, at r = 1
    risk: Array  # [n] exponent r_i
    own: Array  # [i, j] E_ij in i's own view
    others: Array  # [i, j] E_ji in i's view
    offers: tuple[Offer, ...]
    taken: tuple[Offer, ...]  # at most one per actor
    after: Array  # [n] positions


#: Utilities and shares of the range are compared to so many places: what differs by less than rounding leaves is equal, so that
#: shifting or scaling all positions decides nothing.
DIGITS = 11


@dataclass(frozen=True)
class Forecast:
    """Rounds of one dimension, and what they lead to."""

    rounds: tuple[Round, ...]
    median: float  # weighted median of the last positions: the forecast
    mean: float
    settled: bool  # the last round moved the median by less than `still`


def expected_utility(
    actors: Sequence[Actor],
    *,
    dimension: int = 0,
    rounds: int = 10,
    q: float = 1.0,
    t: float = 1.0,
    still: float = 0.001,
) -> Forecast:
    """Run the model on one dimension until the median rests, or for so many rounds.

    `still`: share of the range; a round that moves the median by less ends the bargaining. `q`: probability that nothing happens
    without a challenge; `t`: that what happens then is an improvement. Complexity: n^3 a round. Raises `GameError`.

    >>> weak, strong = Actor("weak", 1, (0.0,), (0.5,)), Actor("strong", 4, (10.0,), (1.0,))
    >>> forecast = expected_utility([weak, strong])
    >>> forecast.median, forecast.rounds[0].taken[0].kind
    (10.0, 'compromise')
    """
    table = tabled(actors)
    d = table.position.shape[1]
    q, t, still = between(q, "q", 0, 1), between(t, "t", 0, 1), between(still, "still", 0, 1)
    dimension, rounds = count(dimension, "dimension", 0, d - 1), count(rounds, "rounds", 1)
    one = Table(table.capability, table.position[:, [dimension]], table.salience[:, [dimension]])
    position, weight = one.position[:, 0], one.weight[:, 0]
    span = float(np.ptp(position))
    done: list[Round] = []
    settled = span == 0
    while not settled and len(done) < rounds:
        done.append(_round(position, one.capability, one.salience[:, 0], span, q, t))
        position = done[-1].after
        settled = abs(weighted_median(position, weight) - done[-1].median) < still * span
    mean = float((weight * position).sum() / weight.sum())
    return Forecast(tuple(done), weighted_median(position, weight), mean, settled)


def _round(x: Array, c: Array, s: Array, span: float, q: float, t: float) -> Round:
    weight = c * s
    median = weighted_median(x, weight)
    votes, probability = _votes(x, weight, span)
    even = _challenges(x, s, probability, median, span, q, t, np.ones_like(x))[0]
    security = even.sum(0)  # E_ii is 0
    spread = np.ptp(security)
    bold = (2 * security - security.max() - security.min()) / spread if spread > 0 else np.zeros_like(x)
    risk = (1 - bold / 3) / (1 + bold / 3)
    own, others = _challenges(x, s, probability, median, span, q, t, risk)
    offers = tuple(_offers(x, own, others))
    taken = _least(x, span, offers)
    after = x.copy()
    for offer in taken:
        after[offer.to] = offer.position
    mean = float((weight * x).sum() / weight.sum())
    return Round(x, median, mean, votes, probability, security, risk, own, others, offers, taken, after)


def _votes(x: Array, weight: Array, span: float) -> tuple[Array, Array]:
    """Return (net votes for i against j, P_ij); P is 0 where nobody cares."""
    distance = np.abs(x[:, None] - x[None, :]) / span  # [voter, position]
    net, cast = np.empty((len(x), len(x))), np.empty((len(x), len(x)))
    for i in range(len(x)):
        given = weight[:, None] * (distance - distance[:, [i]])  # [voter, j]
        net[i], cast[i] = given.sum(0), np.abs(given).sum(0)
    return net, np.where(cast > 0, (net + cast) / 2 / np.where(cast > 0, cast, 1.0), 0.0)


def _challenges(
    x: Array, s: Array, p: Array, median: float, span: float, q: float, t: float, risk: Array
) -> tuple[Array, Array]:
    """Return (E_ij, E_ji) as i sees them with his own risk exponent; 0 on the diagonal and between equal positions."""
    d, m = np.abs(x[:, None] - x[None, :]) / span, np.abs(x - median) / span
    r = risk[:, None]
    worth = lambda base: 2 - 4 * np.clip(base, 0.0, None) ** r  # noqa: E731
    success, failure, nothing = worth(0.5 - d / 2), worth(0.5 + d / 2), worth(np.full_like(d, 0.5))

    def net(win: Array, salience: Array, off: Array) -> Array:
        drift = t * worth(0.5 - (off + d) / 4) + (1 - t) * worth(0.5 + (off + d) / 4)
        fight = salience * (win * success + (1 - win) * failure) + (1 - salience) * success
        return np.where(d > 0, fight - q * nothing - (1 - q) * drift, 0.0).round(DIGITS)

    return net(p, s[None, :], m[:, None]), net(p.T, s[:, None], m[None, :])


def _offers(x: Array, own: Array, others: Array) -> list[Offer]:
    found = []
    for i, j in np.argwhere((others > 0) & (x[:, None] != x[None, :])).tolist():
        mine, his = float(own[i, j]), float(others[i, j])
        if his > mine > 0:
            kind, share = CONFRONTATION, 1.0
        elif mine < 0:
            kind, share = (COMPROMISE, -mine / his) if -mine < his else (CAPITULATION, 1.0)
        else:
            continue
        found.append(Offer(i, j, kind, float(x[i] + (x[j] - x[i]) * share), mine, his))
    return found


def _least(x: Array, span: float, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The offer that moves each actor least; of equal ones the strongest, then the first."""
    best: dict[int, Offer] = {}
    for offer in sorted(
        offers,
        key=lambda offer: (round(abs(offer.position - x[offer.to]) / span, DIGITS), -offer.others, offer.by),
    ):
        best.setdefault(offer.to, offer)
    return tuple(best[i] for i in sorted(best))
