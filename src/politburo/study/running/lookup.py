"""What is known of a parameter, in one place: meaning, unit, default, prior, what was learned, which readings set it, who uses it."""

from __future__ import annotations

import functools
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import politburo
from politburo.errors import PolitburoError, Problem, nearest
from politburo.learned.posterior import there
from politburo.model.params import FIELDS, Params
from politburo.study.running.parameters import POSTERIOR, learned
from politburo.study.running.readings import READINGS

if TYPE_CHECKING:
    import pandas

SPREAD = (0.05, 0.5, 0.95)  # quantiles of what was learned


@dataclass(frozen=True)
class Parameter:
    """One parameter. `low` to `high` is its flat prior, a single value where nobody has a range; the learned median and 90 % interval are
    None where nothing was learned, and `taught` is 1 - sd after / sd before learning."""

    name: str
    meaning: str
    unit: str
    default: float
    low: float
    high: float
    learned: float | None
    learned_low: float | None
    learned_high: float | None
    taught: float | None
    readings: dict[str, float]
    used_in: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n  ".join(
            [f"{self.name}: {self.meaning}", *(f"{what:<9} {said}" for what, said in self.told)]
        )

    @property
    def told(self) -> list[tuple[str, str]]:
        """[(what, words)] of everything but the meaning."""
        prior = f"flat from {self.low:g} to {self.high:g}"
        if self.low == self.high:
            prior = f"none: held at {self.low:g} in every history unless it is set"
        found = [("unit", self.unit), ("default", f"{self.default:g}"), ("prior", prior)]
        if self.learned is not None:
            span = f"{self.learned:.3g} (90 %: {self.learned_low:.3g} to {self.learned_high:.3g})"
            found.append(
                (
                    "learned",
                    f"{span}; learning took away {100 * max(self.taught or 0, 0):.0f} % of the spread",
                )
            )
        else:
            found.append(("learned", "nothing: keeps its default where learned parameters are used"))
        found += [("reading", f"{name} sets it to {value:g}") for name, value in self.readings.items()]
        found.append(("used in", ", ".join(self.used_in) or "nothing that is compiled"))
        return [*found, ("to set it", f"--set parameters.{self.name}={self.default:g}")]


def parameter(name: str) -> Parameter:
    """All that is known of one parameter. Raises `PolitburoError` (parameter-unknown) with the nearest name.

    >>> parameter("pace").unit
    'per month'
    """
    if name not in FIELDS:
        remedy = "`politburo parameters WORD` finds a word in names and meanings"
        allowed = "a parameter of the model"
        raise PolitburoError(
            Problem("parameter-unknown", "NAME", name[:100], allowed, nearest(name, FIELDS), remedy)
        )
    known = FIELDS[name]
    middle, low, high, taught = _taught().get(name, (None,) * 4)
    return Parameter(
        name=name,
        meaning=known["why"],
        unit=known["unit"],
        default=float(getattr(Params(), name)),
        low=known["low"],
        high=known["high"],
        learned=middle,
        learned_low=low,
        learned_high=high,
        taught=taught,
        readings={reading: one.params[name] for reading, one in READINGS.items() if name in one.params},
        used_in=_uses().get(name, ()),
    )


def parameters(word: str = "") -> pandas.DataFrame:
    """All parameters or, with a word, the one of that name or those in whose name or meaning it stands: one row each.

    Raises `PolitburoError` (parameter-unknown) with the nearest name where there is none.
    """
    import pandas

    said = word.strip().lower()
    exact = [name for name in FIELDS if name == said]
    names = exact or [name for name in FIELDS if said in name or said in FIELDS[name]["why"].lower()]
    if not names:
        parameter(word)
    table = pandas.DataFrame([asdict(parameter(name)) for name in names]).set_index("name")
    table.attrs = {"model": politburo.MODEL_VERSION}
    return table


@functools.cache
def _taught() -> dict[str, tuple[float, float, float, float]]:
    """(median, 5 %, 95 %, share of the spread taken away) of every parameter that was learned."""
    if not there():
        return {}
    table = learned(POSTERIOR)
    rows = table.rows()
    theta, weights = table.theta[rows], table.weights[rows]
    found = {}
    for column, (name, belief) in enumerate(table.header.parameters.items()):
        order = np.argsort(theta[:, column])
        before = np.cumsum(weights[order]) / weights.sum()
        low, middle, high = (float(theta[order[np.searchsorted(before, q)], column]) for q in SPREAD)
        found[name] = (middle, low, high, belief.taught)
    return found


@functools.cache
def _uses() -> dict[str, tuple[str, ...]]:
    """The parts of the model whose loops use each parameter, by the names of their files."""
    home, found = Path(politburo.__file__).parent, {}
    for folder in ("mechanisms", "model"):
        for path in sorted((home / folder).glob("*.py")):
            for name in set(re.findall(r"\bparams\.(\w+)", path.read_text(encoding="utf-8"))):
                found.setdefault(name, []).append(path.stem)
    return {name: tuple(parts) for name, parts in found.items()}
