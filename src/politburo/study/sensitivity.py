"""Which parameters matter: Morris's elementary effects and Sobol's shares of variance, with SALib.

Every point of the design is one vector of parameters within their priors; it is run in several histories with the same luck as all other
points, and the mean of a quantity (`measures.quantities`) is analysed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from politburo import scenario
from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.definitions import Thresholds
from politburo.measures.quantities import UNITS, quantities
from politburo.study.extras import need

if TYPE_CHECKING:
    import pandas

    from politburo.study.ensemble import Progress, Scenario

METHODS = ("morris", "sobol")


def sensitivity(
    party: Scenario,
    *,
    method: str = "morris",
    quantity: str = "effective number of rulers",
    points: int = 8,
    replicates: int = 8,
    seed: int = 1,
    names: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> pandas.DataFrame:
    """Parameters ranked by how much they move a quantity.

    `points`: trajectories of Morris or base samples of Sobol (a power of two). `names`: parameters (default: those marked to be
    estimated). Columns for Morris (1991; mu* of Campolongo and others 2007): mu_star, mu_star_conf, mu, sigma; for Sobol (Saltelli and
    others 2010): S1, S1_conf, ST, ST_conf. Units: those of the quantity, or shares of its variance. Raises `PolitburoError` where SALib is
    missing or a name unknown.
    """
    from politburo.study.ensemble import prepare_jax

    need("SALib")
    prepare_jax()
    from politburo.model.params import FIELDS

    chosen = names or tuple(name for name, meta in FIELDS.items() if meta["estimate"])
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
    y = _evaluate(party, chosen, design, quantity, replicates, seed, progress)
    return _analysed(method, problem, design, y, seed)


def _design(method: str, problem: dict[str, Any], points: int, seed: int) -> Any:
    if method == "morris":
        return need("SALib.sample.morris").sample(problem, points, seed=seed)
    return need("SALib.sample.sobol").sample(problem, points, calc_second_order=False, seed=seed)


def _evaluate(
    party: Scenario,
    names: tuple[str, ...],
    design: Any,
    quantity: str,
    replicates: int,
    seed: int,
    progress: Progress | None,
) -> Any:
    """Mean of the quantity at every point, float64[point]; others of the parameters keep their defaults."""
    import dataclasses

    import jax.numpy as jnp

    from politburo.model.params import FIELDS
    from politburo.study import graft

    resolved = party.resolved
    base = graft.course(scenario.lower(resolved), seed, 0, {**_defaults(), **resolved.parameters})
    columns = [list(FIELDS).index(name) for name in names]
    vectors = np.repeat(np.asarray(base.params)[:1], len(design) * replicates, 0)
    vectors[:, columns] = np.repeat(design, replicates, 0)
    numbers = np.tile(np.arange(replicates, dtype=np.int32), len(design))
    values = np.zeros(len(vectors))
    for first in range(0, len(vectors), graft.BLOCK):
        rows = np.arange(first, first + graft.BLOCK) % len(vectors)
        course = dataclasses.replace(
            base, numbers=jnp.asarray(numbers[rows]), params=jnp.asarray(vectors[rows])
        )
        _, block = course.run(course.origin(), 0, resolved.months)
        count = min(graft.BLOCK, len(vectors) - first)
        values[first : first + count] = quantities(block, Thresholds())[quantity][:count]
        if progress:
            progress(first + count, len(vectors))
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
