"""The figures of a run, by name. Each function takes a `Run` and returns a `Figure`; nothing is read but the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from politburo.errors import PolitburoError, Problem, nearest
from politburo.plots.courses import flow, patrons_of, power, struggle
from politburo.plots.ensembles import core, effective, end, locus, membership, patrons, rulers, votes
from politburo.plots.svg import Figure

if TYPE_CHECKING:
    from politburo.study.running.run import Run

#: of all histories
ENSEMBLE: dict[str, Callable[..., Figure]] = {
    "end": end,
    "rulers": rulers,
    "locus": locus,
    "effective": effective,
    "core": core,
    "votes": votes,
    "membership": membership,
    "patrons": patrons,
}
#: of one history
COURSE: dict[str, Callable[..., Figure]] = {
    "struggle": struggle,
    "flow": flow,
    "power": power,
    "patrons-of": patrons_of,
}


def about() -> dict[str, str]:
    """What each figure shows, by name."""
    return {name: (draw.__doc__ or "").split(".")[0] for name, draw in {**ENSEMBLE, **COURSE}.items()}


def draw(run: Run, name: str, history: str | int = "typical") -> Figure:
    """A figure by name; `history` matters to those of one history. Raises `PolitburoError` for an unknown name."""
    if name in ENSEMBLE:
        return ENSEMBLE[name](run)
    if name in COURSE:
        return COURSE[name](run, history)
    names = (*ENSEMBLE, *COURSE)
    raise PolitburoError(Problem("usage", "FIGURE", name[:100], ", ".join(names), nearest(name, names)))
