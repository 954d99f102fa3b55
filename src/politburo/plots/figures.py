"""The figures of a run, by name. Each function takes a `Run` and returns a `Figure`; nothing is read but the run."""

from __future__ import annotations

from collections.abc import Callable

from politburo.plots.courses import flow, patrons_of, power, struggle
from politburo.plots.ensembles import core, effective, end, locus, membership, patrons, rulers, votes
from politburo.plots.svg import Figure

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
NAMES = (*ENSEMBLE, *COURSE)

__all__ = ["COURSE", "ENSEMBLE", "NAMES", *(name.replace("-", "_") for name in NAMES)]  # pyright: ignore
