"""What was learned, as a table: weighted parameter sets in `posterior.csv`, and what they are in `posterior.json` beside it.

`posterior.csv` has one row per set: `without` (empty for the posterior; the name of a cluster for sets that were found without its
data), `weight` (summing to 1 over the rows of the same `without`), one column for each parameter, and one column `log score: CLUSTER` for
each cluster of data: the weighted log score of its data under the set, from which the posterior without that cluster is had (`left_out`).

`posterior.json` (`Header`) holds the version of the model, the digest of the table, prior and posterior mean and standard deviation of
every parameter, what was learned about every question, the digest of the data, the temperatures, sizes and seed. The reader refuses a
table that is not the one described, or that was learned with another model.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

import politburo
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem, nearest
from politburo.learned.sampler import Sample, Stage, resampled
from politburo.learned.space import Space, free
from politburo.model.params import FIELDS
from politburo.store.files import put, reporting

if TYPE_CHECKING:
    from politburo.engine import Sets
    from politburo.study.forecasting.learning.lessons import Lessons

HOME = Path(politburo.__file__).resolve().parent / "model" / "posterior.csv"
MOST = 200  # sets that a table keeps
WITHOUT, WEIGHT, SCORE = "without", "weight", "log score: "
DIGITS = 9
LARGE = 99.0  # stands for an infinite shape
AGAIN = "make it again with `politburo learn`"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Belief(_Strict):
    """A parameter before and after: mean and standard deviation. `taught`: 1 - sd after / sd before."""

    prior_mean: float
    prior_sd: float
    mean: float
    sd: float
    taught: float


class Question(_Strict):
    """A question over all its data: their number and summed weight, and the mean ln p of one before and after learning."""

    data: int
    weight: float
    prior: float
    posterior: float


class Header(_Strict):
    """The file beside the table."""

    format: Literal[1]
    kind: Literal["posterior"]
    model: str
    digest: str
    rows: int
    data_digest: str
    sets: int
    histories: int
    seed: int
    luck: int
    log_evidence: float
    parameters: dict[str, Belief]
    questions: dict[str, Question]
    clusters: list[str]
    stages: list[Stage]
    k_hat: dict[str, float] = {}


@dataclass(frozen=True)
class Posterior:
    """The sets: theta float64[set, parameter], weights float64[set], evidence float64[set, cluster], without str[set]."""

    header: Header
    theta: Array
    weights: Array
    evidence: Array
    without: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.header.parameters)

    @property
    def clusters(self) -> tuple[str, ...]:
        return tuple(self.header.clusters)

    def rows(self, without: str = "") -> Array:
        """Numbers of the rows that were found with all data, or without those of a cluster."""
        return np.flatnonzero(np.array(self.without) == without)

    def sets(
        self,
        fixed: Mapping[str, float] | None = None,
        *,
        rows: Array | None = None,
        weights: Array | None = None,
    ) -> Sets:
        """What the engine takes: the posterior, or other rows or weights; `fixed` comes before."""
        from politburo.engine import Sets

        chosen = self.rows() if rows is None else rows
        weights = self.weights[chosen] if weights is None else weights
        return Sets(self.names, self.theta[chosen], weights, dict(fixed or {}))


def thinned(sample: Sample, most: int = MOST) -> tuple[Array, Array]:
    """(numbers of different sets, their weights summing to 1), `most` of them at most, evenly over a sample of equal weights."""
    _, first, counts = np.unique(sample.theta, axis=0, return_index=True, return_counts=True)
    order = np.argsort(first)
    first, counts = first[order], counts[order]
    if len(first) > most:
        taken = resampled(counts.astype(float), 0.5)
        taken = np.unique(taken[np.linspace(0, len(taken) - 1, most).round().astype(int)])
        first, counts = first[taken], counts[taken]
    return first, counts / counts.sum()


def gathered(lessons: Lessons, sample: Sample, before: Array, sets: int, seed: int) -> Posterior:
    """The posterior of a finished sample. `before`: the scores of draws from the prior, float64[set, datum]."""
    chosen, weights = thinned(sample)
    theta, scores = sample.theta[chosen], sample.scores[chosen]
    header = Header(
        format=1,
        kind="posterior",
        model=politburo.MODEL_VERSION,
        digest="",
        rows=len(chosen),
        data_digest=lessons.digest,
        sets=sets,
        histories=lessons.histories,
        seed=seed,
        luck=lessons.seed,
        log_evidence=sample.log_evidence,
        parameters=beliefs(lessons.space, theta, weights),
        questions=learned(lessons, before, scores, weights),
        clusters=list(lessons.clusters),
        stages=list(sample.stages),
    )
    return Posterior(header, theta, weights, evidence(lessons, scores), ("",) * len(chosen))


def with_left_out(
    posterior: Posterior, lessons: Lessons, samples: Mapping[str, Sample], k_hat: Mapping[str, float]
) -> Posterior:
    """The same with the sets that were sampled without a cluster, by its name, and the shapes of the weights of all clusters."""
    theta, weights, scores, words = (
        [posterior.theta],
        [posterior.weights],
        [posterior.evidence],
        [*posterior.without],
    )
    for name, sample in samples.items():
        chosen, w = thinned(sample)
        theta.append(sample.theta[chosen])
        weights.append(w)
        scores.append(evidence(lessons, sample.scores[chosen]))
        words += [name] * len(chosen)
    finite = {name: round(min(max(k, -LARGE), LARGE), 4) for name, k in k_hat.items()}
    header = posterior.header.model_copy(update={"k_hat": finite, "rows": len(words)})
    return Posterior(
        header, np.concatenate(theta), np.concatenate(weights), np.concatenate(scores), tuple(words)
    )


def evidence(lessons: Lessons, scores: Array) -> Array:
    """Weighted log scores of the clusters, float64[set, cluster]."""
    return np.stack([scores[:, mine] @ lessons.weights[mine] for mine in lessons.clusters.values()], 1)


def beliefs(space: Space, theta: Array, weights: Array) -> dict[str, Belief]:
    """Every parameter before and after."""
    mean = weights @ theta
    sd = np.sqrt(np.maximum(weights @ (theta - mean) ** 2, 0))
    before = (space.high - space.low) / math.sqrt(12)
    middle = (space.high + space.low) / 2
    return {
        name: Belief(
            prior_mean=float(middle[n]),
            prior_sd=float(before[n]),
            mean=float(mean[n]),
            sd=float(sd[n]),
            taught=float(1 - sd[n] / before[n]),
        )
        for n, name in enumerate(space.names)
    }


def learned(lessons: Lessons, before: Array, after: Array, weights: Array) -> dict[str, Question]:
    """Every question before and after: ln of the mean over sets of p(y), averaged over its data by their weights."""
    names = [question_of(datum) for datum in lessons.data]
    prior = _mean_log(before, np.full(len(before), 1 / len(before)))
    posterior = _mean_log(after, weights)
    found = {}
    for name in sorted(set(names)):
        mine = np.array([other == name for other in names])
        w = lessons.weights[mine]
        by = w / w.sum() if w.sum() > 0 else np.full(len(w), 1 / len(w))
        found[name] = Question(
            data=int(mine.sum()),
            weight=float(w.sum()),
            prior=float(by @ prior[mine]),
            posterior=float(by @ posterior[mine]),
        )
    return found


def question_of(datum: Any) -> str:
    """The name of a datum's question; those of the flagship's items say so."""
    return f"flagship: {datum.question}" if datum.item else datum.question


def _mean_log(scores: Array, weights: Array) -> Array:
    best = scores.max(0)
    return best + np.log(weights @ np.exp(scores - best))


# on disk -----------------------------------------------------------------------------------------------------------


def written(posterior: Posterior, path: Path) -> Header:
    """Write the table and the header beside it; returns the header with the digest of the table."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([WITHOUT, WEIGHT, *posterior.names, *(SCORE + name for name in posterior.clusters)])
    for without, weight, theta, scores in zip(
        posterior.without, posterior.weights, posterior.theta, posterior.evidence, strict=True
    ):
        table.writerow([without, *(f"{x:.{DIGITS}g}" for x in (weight, *theta, *scores))])
    data = text.getvalue().encode()
    header = posterior.header.model_copy(
        update={"digest": hashlib.sha256(data).hexdigest(), "rows": len(posterior.theta)}
    )
    with reporting(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    put(path, data)
    put(path.with_suffix(".json"), (header.model_dump_json(indent=1) + "\n").encode())
    return header


def there() -> bool:
    """Is a posterior of this version of the model in the package? Raises `PolitburoError` if it is damaged."""
    if not HOME.is_file():
        return False
    header = read_header(HOME)
    return header.model == politburo.MODEL_VERSION


def read_header(path: Path) -> Header:
    """The header of a table. Raises `PolitburoError` (posterior-missing, posterior-damaged)."""
    place = path.with_suffix(".json")
    if not place.is_file():
        raise PolitburoError(Problem("posterior-missing", str(place), "no such file", "", "", AGAIN))
    try:
        return Header.model_validate_json(place.read_bytes())
    except (ValidationError, OSError) as error:
        found = str(error).splitlines()[0]
        raise PolitburoError(
            Problem("posterior-damaged", str(place), found, "as it was written", "", AGAIN)
        ) from None


def read(path: Path = HOME) -> Posterior:
    """Read a table. Raises `PolitburoError`: (posterior-missing); (posterior-version) where it belongs to another version of the model
    or names parameters that this one does not learn; (posterior-damaged) where it is not the one that its header describes."""
    if not path.is_file():
        remedy = "`politburo learn` makes one; --params prior does without"
        raise PolitburoError(Problem("posterior-missing", str(path), "no such file", "", "", remedy))
    header = read_header(path)
    if header.model != politburo.MODEL_VERSION:
        raise PolitburoError(
            Problem(
                "posterior-version",
                str(path),
                f"model {header.model}",
                f"model {politburo.MODEL_VERSION}",
                "",
                AGAIN,
            )
        )
    unknown = [name for name in header.parameters if name not in FIELDS]
    if unknown:
        allowed = "parameters of the model"
        raise PolitburoError(
            [
                Problem("posterior-version", str(path), n[:100], allowed, nearest(n, FIELDS), AGAIN)
                for n in unknown
            ]
        )
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != header.digest:
        raise _damaged(path, "another digest than its header has", "the table as it was written")
    return _parsed(path, header, list(csv.reader(io.StringIO(data.decode("utf-8")))))


def _parsed(path: Path, header: Header, rows: Sequence[Sequence[str]]) -> Posterior:
    names = list(header.parameters)
    wanted = [WITHOUT, WEIGHT, *names, *(SCORE + name for name in header.clusters)]
    if not rows or list(rows[0]) != wanted:
        odd = sorted(set(wanted) ^ set(rows[0] if rows else []))
        raise _damaged(path, f"other columns: {', '.join(odd)[:200]}", "those of its header, in order")
    try:
        values = np.array([[float(x) for x in row[1:]] for row in rows[1:]], float).reshape(
            -1, len(wanted) - 1
        )
    except ValueError as error:
        raise _damaged(path, str(error), "numbers") from None
    without = tuple(row[0] for row in rows[1:])
    theta, weights = values[:, 1 : 1 + len(names)], values[:, 0]
    if (
        len(values) != header.rows
        or "" not in without
        or not np.isfinite(values).all()
        or (weights < 0).any()
    ):
        raise _damaged(
            path, f"{len(values)} rows", f"{header.rows} rows of finite numbers, with weights of 0 or more"
        )
    outside = [name for name in names if name not in free()]
    if not outside:
        space = Space(tuple(names))
        room = 10.0**-DIGITS * (abs(space.high) + abs(space.low) + 1)
        far = np.any((theta < space.low - room) | (theta > space.high + room), axis=0)
        outside = [name for name, bad in zip(names, far, strict=True) if bad]
    if outside:
        allowed = "parameters within the priors of this version of the model"
        raise PolitburoError(
            Problem("posterior-version", str(path), ", ".join(outside)[:200], allowed, "", AGAIN)
        )
    return Posterior(header, theta, weights, values[:, 1 + len(names) :], without)


def _damaged(path: Path, found: str, allowed: str) -> PolitburoError:
    return PolitburoError(Problem("posterior-damaged", str(path), found, allowed, "", AGAIN))
