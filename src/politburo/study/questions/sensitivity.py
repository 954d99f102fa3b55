"""Which parameters matter: Morris's elementary effects and Sobol's shares of variance, with SALib.

Every point of the design is one vector of parameters within their priors; it is run in several histories with the same luck as all other
points, and the mean of a quantity (`measures.quantities`) is analysed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import scenario
from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.definitions import Thresholds
from politburo.measures.quantities import UNITS, quantities
from politburo.study.running.extras import need
from politburo.study.running.pieces import Piece, counting, in_pieces

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.progress import Progress

#: method -> points of its design for every one that is asked for, beyond one for each parameter
METHODS = {"morris": 1, "sobol": 2}
REPLICATES = 8  # histories of every point


def sensitivity(
    party: Scenario,
    *,
    method: str = "morris",
    quantity: str = "effective number of rulers",
    points: int = 8,
    replicates: int = REPLICATES,
    seed: int = 1,
    names: tuple[str, ...] = (),
    under: str | Path | None = None,
    progress: Progress | None = None,
) -> pandas.DataFrame:
    """Parameters ranked by how much they move a quantity.

    `points`: trajectories of Morris or base samples of Sobol (a power of two). `names`: parameters (default: those marked to be
    estimated). Columns for Morris (1991; mu* of Campolongo and others 2007): mu_star, mu_star_conf, mu, sigma; for Sobol (Saltelli and
    others 2010): S1, S1_conf, ST, ST_conf. Units: those of the quantity, or shares of its variance. With `under` the same question goes
    on from what is finished. Raises `PolitburoError` where SALib is missing or a name unknown.
    """
    from politburo.model.params import FIELDS
    from politburo.study.running.provenance import provenance

    need("SALib")
    chosen = names or estimated()
    for option, found, allowed in (
        ("method", [method], METHODS),
        ("quantity", [quantity], UNITS),
        ("names", chosen, FIELDS),
    ):
        for name in found:
            if name not in allowed:
                raise PolitburoError(
                    Problem("usage", option, name[:100], ", ".join(allowed), nearest(name, allowed))
                )
    bounds = [[FIELDS[name]["low"], FIELDS[name]["high"]] for name in chosen]
    problem = {"num_vars": len(chosen), "names": list(chosen), "bounds": bounds}
    design = _design(method, problem, points, seed)
    asked = {"question": "sensitivity", "method": method, "quantity": quantity, "points": points}
    asked |= {"replicates": replicates, "names": list(chosen)}
    y = _evaluate(party, chosen, design, asked=asked, seed=seed, under=under, progress=progress)
    table = _analysed(method, problem, design, y, seed)
    table.attrs.update(
        provenance() | asked | {"case": party.resolved.id, "seed": seed, "unit": UNITS[quantity]}
    )
    return table


def estimated() -> tuple[str, ...]:
    """The parameters that are marked to be estimated."""
    from politburo.model.params import FIELDS

    return tuple(name for name, meta in FIELDS.items() if meta["estimate"])


def histories_needed(method: str, points: int) -> int:
    """What an analysis of the parameters that are to be estimated costs."""
    return points * (len(estimated()) + METHODS[method]) * REPLICATES


def _design(method: str, problem: dict[str, Any], points: int, seed: int) -> Any:
    if method == "morris":
        return need("SALib.sample.morris").sample(problem, points, seed=seed)
    return need("SALib.sample.sobol").sample(problem, points, calc_second_order=False, seed=seed)


def _evaluate(
    party: Scenario,
    names: tuple[str, ...],
    design: Any,
    *,
    asked: dict[str, Any],
    seed: int,
    under: str | Path | None,
    progress: Progress | None,
) -> Any:
    """Mean of the quantity at every point, float64[point]; others of the parameters keep their defaults."""
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
        return {"value": quantities(block, Thresholds(), ids)[asked["quantity"]]}

    parts = graft.parts(len(vectors))
    pieces = in_pieces(
        len(parts),
        lambda n: lambda: piece(parts[n]),
        asked=asked,
        facts={**provenance(), "case": resolved.id, "scenario": resolved.digest, "seed": seed},
        resolved=resolved,
        under=under,
        progress=counting(progress, len(vectors)),
    )
    values = np.concatenate([piece["value"] for piece in pieces])
    return values.reshape(len(design), replicates).mean(1)


def _defaults() -> dict[str, float]:
    from politburo.model.params import FIELDS, Params

    return {name: float(getattr(Params(), name)) for name in FIELDS}


def _analysed(method: str, problem: dict[str, Any], design: Any, y: Any, seed: int) -> pandas.DataFrame:
    import pandas

    if method == "morris":
        found = need("SALib.analyze.morris").analyze(problem, design, y, seed=seed)
        keys = ("mu_star", "mu_star_conf", "mu", "sigma")
    else:
        found = need("SALib.analyze.sobol").analyze(problem, y, calc_second_order=False, seed=seed)
        keys = ("ST", "ST_conf", "S1", "S1_conf")
    table = pandas.DataFrame({key: np.asarray(found[key], float) for key in keys}, index=problem["names"])
    return table.sort_values(keys[0], ascending=False)
