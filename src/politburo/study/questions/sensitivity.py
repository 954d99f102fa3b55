"""Which parameters matter: Morris's elementary effects and Sobol's shares of variance, with SALib.

Every point of the design is one vector of parameters within their priors; it is run in several histories with the same luck as all other
points, and the mean of each outcome (`measures.named`) is analysed. The *effect* of a parameter is what moves when it goes from the lower
to the upper end of its prior, the others anywhere: for Morris the mean elementary effect (mu), with the interval of a mean over
trajectories; for Sobol the slope of a linear regression over all points, with the jackknife over base samples.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from politburo import scenario
from politburo.arrays import Array, Floats, Values
from politburo.facts import Provenance
from politburo.measures import named
from politburo.measures.definitions import Thresholds
from politburo.store.files import put
from politburo.study.running.extras import need
from politburo.study.running.limits import known
from politburo.study.running.pieces import Piece, counting, in_pieces
from politburo.words.answer import Data

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.progress import Progress

FILE = "sensitivity.json"
#: method -> points of its design for every one that is asked for, beyond one for each parameter
METHODS = {"morris": 1, "sobol": 2}
#: method -> its own measures, the first of which ranks; each but the last of Morris has half the width of its 95 % interval after it
MEASURES = {"morris": ("mu_star", "mu_star_conf", "sigma"), "sobol": ("ST", "ST_conf", "S1", "S1_conf")}
REPLICATES = 8  # histories of every point
USUAL = ("somebody rules alone at the end", "months until sole rule", "effective number of rulers")


class Asked(TypedDict):
    """What determines the histories."""

    question: str
    method: str
    points: int
    replicates: int  # histories of every point
    names: list[str]  # of the parameters


class Facts(Provenance, Asked):
    """What was asked, and of what."""

    case: str
    title: str
    seed: int
    histories: int


class Outcome(TypedDict):
    """What an outcome is called, and its unit."""

    label: str
    unit: str


class Box(TypedDict):
    """The parameters as SALib wants them."""

    num_vars: int
    names: list[str]
    bounds: list[list[float]]


#: outcome, parameter, effect, low, high, and the measures of the method
Row = dict[str, str | float]


@dataclass(frozen=True)
class Sensitivity:
    """The answer. `rows`: one dict per outcome and parameter, the most telling first: outcome, parameter, effect, low, high, and the
    method's measures. `outcomes`: {name: {label, unit}}."""

    facts: Facts
    outcomes: dict[str, Outcome]
    rows: list[Row]

    @property
    def table(self) -> pandas.DataFrame:
        """The rows as a table by parameter; attrs hold method, seed, number of histories and software."""
        import pandas

        frame = pandas.DataFrame(self.rows).set_index("parameter")
        frame.attrs.update(self.facts)
        return frame

    def to_json(self) -> Data:
        """Everything as plain data."""
        plain = {"simulated": True, **dataclasses.asdict(self)}
        return json.loads(json.dumps(plain), parse_constant=lambda _: None)

    def save(self, folder: str | Path) -> Path:
        """Write sensitivity.json into a folder, which must exist."""
        path = Path(folder) / FILE
        put(path, json.dumps(self.to_json(), indent=1).encode())
        return path

    def __repr__(self) -> str:
        facts = self.facts
        return (
            f"{facts['title']}: {len(facts['names'])} parameters by {facts['method']}, {facts['histories']:,} histories, "
            f"seed {facts['seed']}; of {', '.join(self.outcomes)}\n  .table"
        )


def sensitivity(
    party: Scenario,
    *,
    method: str = "morris",
    quantity: str | Sequence[str] = USUAL,
    points: int = 8,
    replicates: int = REPLICATES,
    seed: int = 1,
    names: tuple[str, ...] = (),
    under: str | Path | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Parameters ranked by how much they move an outcome, or each of several.

    `quantity`: of `measures.quantities`, or of a person ("stalin rules alone at the end"). `points`: trajectories of Morris or base samples
    of Sobol (a power of two). `names`: parameters (default: those marked to be estimated). Measures of Morris (1991; mu* of Campolongo and
    others 2007): mu_star, mu_star_conf, sigma, in units of the outcome; of Sobol (Saltelli and others 2010): ST, ST_conf, S1, S1_conf,
    shares of its variance. With `under` the same design goes on from what is finished, and other outcomes are answered from it.
    Raises `PolitburoError` where SALib is missing or a name unknown.
    """
    from politburo.model.params import FIELDS
    from politburo.study.running.provenance import provenance

    need("SALib")
    chosen, resolved = names or estimated(), party.resolved
    wanted = [quantity] if isinstance(quantity, str) else list(quantity)
    known("method", [method], METHODS)
    known("names", chosen, FIELDS)
    named.check("--quantity", wanted, resolved)
    bounds = [[FIELDS[name]["low"], FIELDS[name]["high"]] for name in chosen]
    problem: Box = {"num_vars": len(chosen), "names": list(chosen), "bounds": bounds}
    design = _design(method, problem, points, seed)
    asked: Asked = {
        "question": "sensitivity",
        "method": method,
        "points": points,
        "replicates": replicates,
        "names": list(chosen),
    }
    parts = _evaluated(party, chosen, design, asked=asked, seed=seed, under=under, progress=progress)
    rows: list[Row] = []
    for name in wanted:
        y = named.values(parts, resolved.persons, name).reshape(len(design), replicates).mean(1)
        found = _analysed(method, problem, design, y, points, seed)
        rows += [
            {"outcome": name, **row}
            for row in sorted(found, key=lambda row: -float(row[MEASURES[method][0]]))
        ]
    facts: Facts = {
        **provenance(),
        **asked,
        "case": resolved.id,
        "title": resolved.title,
        "seed": seed,
        "histories": len(design) * replicates,
    }
    told: dict[str, Outcome] = {
        name: {"label": named.label(name, resolved.persons), "unit": named.unit(name)} for name in wanted
    }
    return Sensitivity(facts, told, rows)


def estimated() -> tuple[str, ...]:
    """The parameters that are marked to be estimated."""
    from politburo.model.params import FIELDS

    return tuple(name for name, meta in FIELDS.items() if meta["estimate"])


def histories_needed(method: str, points: int) -> int:
    """What an analysis of the parameters that are to be estimated costs."""
    return points * (len(estimated()) + METHODS[method]) * REPLICATES


def _design(method: str, problem: Box, points: int, seed: int) -> Floats:
    if method == "morris":
        return need("SALib.sample.morris").sample(problem, points, seed=seed)
    return need("SALib.sample.sobol").sample(problem, points, calc_second_order=False, seed=seed)


def _evaluated(
    party: Scenario,
    names: tuple[str, ...],
    design: Floats,
    *,
    asked: Asked,
    seed: int,
    under: str | Path | None,
    progress: Progress | None,
) -> list[Piece]:
    """What outcomes are read from (`measures.named.kept`), the histories of each point in turn; other parameters keep their defaults."""
    from politburo import engine
    from politburo.model.params import FIELDS
    from politburo.study.running import graft
    from politburo.study.running.provenance import provenance

    resolved, replicates = party.resolved, asked["replicates"]
    world, fixed = engine.Prepared(scenario.lower(resolved)), {**_defaults(), **resolved.parameters}
    columns = [list(FIELDS).index(name) for name in names]
    vectors = np.tile([fixed[name] for name in FIELDS], (len(design) * replicates, 1))
    vectors[:, columns] = np.repeat(design, replicates, 0)
    ids = [person.id for person in resolved.persons]
    numbers = np.tile(np.arange(replicates, dtype=np.int32), len(design))

    def piece(rows: range) -> Piece:
        course = graft.Course(world, seed, numbers[rows], vectors[rows])
        _, block = course.run(course.origin(), 0, resolved.months)
        return named.kept(block, ids, Thresholds())

    parts = graft.parts(len(vectors))
    return in_pieces(
        len(parts),
        lambda n: functools.partial(piece, parts[n]),
        asked=asked,
        facts={**provenance(), "case": resolved.id, "scenario": resolved.digest, "seed": seed},
        resolved=resolved,
        under=under,
        progress=counting(progress, len(vectors)),
    )


def _defaults() -> dict[str, float]:
    from politburo.model.params import FIELDS, Params

    return {name: float(getattr(Params(), name)) for name in FIELDS}


def _analysed(method: str, problem: Box, design: Floats, y: Floats, points: int, seed: int) -> list[Row]:
    """One dict per parameter: parameter, effect, low, high, and the method's measures."""
    if method == "morris":
        found = need("SALib.analyze.morris").analyze(problem, design, y, seed=seed)
        effect = np.asarray(found["mu"], float)
        half = _student(points - 1) * np.asarray(found["sigma"], float) / np.sqrt(points)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):  # an outcome that never varies
            found = need("SALib.analyze.sobol").analyze(problem, y, calc_second_order=False, seed=seed)
        effect, error = slopes(design, problem["bounds"], y, points)
        half = _student(points - 1) * error
    measures = {name: np.asarray(found[name], float) for name in MEASURES[method]}
    return [
        {"parameter": name, "effect": float(effect[n])}
        | {"low": float(effect[n] - half[n]), "high": float(effect[n] + half[n])}
        | {measure: float(np.nan_to_num(each[n])) for measure, each in measures.items()}
        for n, name in enumerate(problem["names"])
    ]


def slopes(design: Floats, bounds: Values, y: Floats, groups: int) -> tuple[Array, Array]:
    """(slope, its standard error), float64[parameter]: how y moves with each parameter over its whole range, by least squares; the error by
    the jackknife over so many groups of consecutive points.

    >>> x = np.random.default_rng(1).random((40, 2))
    >>> slopes(x, [[0, 1], [0, 1]], 3 * x[:, 0] - x[:, 1], 4)[0].round(6).tolist()
    [3.0, -1.0]
    """
    low, high = np.asarray(bounds, float).T
    x = np.column_stack([np.ones(len(design)), (design - low) / (high - low)])
    fit = lambda rows: np.linalg.lstsq(x[rows], y[rows], rcond=None)[0][1:]  # noqa: E731
    group = np.arange(len(y)) * groups // len(y)
    left_out = np.array([fit(group != g) for g in range(groups)])
    error = np.sqrt((groups - 1) / groups * ((left_out - left_out.mean(0)) ** 2).sum(0))
    return fit(slice(None)), error


def _student(freedom: int) -> float:
    """The 97.5 % point of Student's t."""
    return float(need("scipy.stats").t.ppf(0.975, freedom))
