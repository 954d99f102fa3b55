"""A fact is declared once in `model.world`: lowering follows the declaration, and what is called the same passes by itself."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from politburo import scenario
from politburo.model.world import TYPES, Array, array, columns, of

SMALL = "tests/scenarios/valid/small"


def test_every_array_of_a_world_is_as_declared():
    world = scenario.lower(scenario.resolve(scenario.load(SMALL)))
    seen = 0
    for table in fields(world):
        facts = getattr(world, table.name)
        for one in fields(facts) if is_dataclass(facts) else ():
            name, _, shape = one.metadata["kind"].rstrip("]").partition("[")
            values = np.asarray(getattr(facts, one.name))
            assert values.dtype == TYPES[name], (table.name, one.name)
            assert values.ndim == len(shape.split(",")) * bool(shape), (table.name, one.name)
            seen += 1
    assert seen > 70


@dataclass(frozen=True, kw_only=True)
class Rumours:
    address: Array = of("int32[P]")  # noqa: RUF009
    malice: Array = of("float[P]", "a fact that nobody has named but here")  # noqa: RUF009
    about: Array = of("int32[P]", "person or -1")  # noqa: RUF009


def test_a_fact_of_the_same_name_passes_by_itself():
    rows = [SimpleNamespace(malice=0.5, about=None), SimpleNamespace(malice=1, about=0)]
    found = columns(Rumours, rows, {"P": 2})
    assert found.address.tolist() == [0, 1] and found.about.tolist() == [-1, 0]
    assert found.malice.dtype == np.float64 and found.malice.tolist() == [0.5, 1.0]
    assert columns(Rumours, rows, {"P": 2}, malice=[2.0, 3.0]).malice.tolist() == [2.0, 3.0]


def test_values_of_another_number_are_refused():
    with pytest.raises(ValueError):
        array("float[P, Trait]", [[1.0]], {"P": 1})
