"""Rival readings and the table of ablations."""

from __future__ import annotations

import numpy as np
import pytest

from politburo import PolitburoError, engine
from politburo.model.params import FIELDS, Params
from politburo.study.questions.ablations import Headline, rows, variants
from politburo.study.running import parameters
from politburo.study.running.readings import READINGS, reading


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_sets_only_what_the_model_has(name):
    account = READINGS[name]
    assert account.authors and account.says.endswith(".")
    assert set(account.params) <= set(FIELDS) and account.off <= set(engine.MECHANISMS)
    assert account.params or account.off


def test_readings_differ_and_none_is_the_default():
    settings = [tuple(sorted(account.params.items())) for account in READINGS.values()]
    assert len(set(settings)) == len(settings)
    for account in READINGS.values():
        assert any(value != getattr(Params(), name) for name, value in account.params.items())


def test_values_come_from_the_user_then_the_reading_then_the_scenario():
    fix = parameters.values_of
    assert fix("prior", {}, {}) == "prior"
    assert fix("prior", {"pace": 0.02, "share": 0.3}, {"share": 0.2}) == {"pace": 0.02, "share": 0.2}
    assert fix({"share": 0.5}, {}, {"share": 0.2}) == {"share": 0.5}
    assert fix("default", {}, {"share": 0.2})["share"] == 0.2
    assert len(fix("default", {}, {"share": 0.2})) == len(FIELDS)


def test_an_unknown_reading_is_refused_with_the_nearest():
    with pytest.raises(PolitburoError) as error:
        reading("network")
    assert error.value.problems[0].nearest == "networks"


def test_every_mechanism_and_every_reading_is_a_variant():
    assert {f"off: {name}" for name in engine.MECHANISMS} <= set(variants())
    assert {f"reading: {name}" for name in READINGS} <= set(variants())


def test_differences_are_paired():
    """Pairing takes out what the histories share: same differences, no spread, no error."""
    luck = np.arange(8.0)
    one, other = Headline({"x": luck + 0.5}), Headline({"x": luck})
    assert one.difference(other, "x") == (0.5, 0.0)
    told = rows([("reference", other), ("more", one)])
    assert told[0]["values"]["x"] == {"mean": 3.5}
    assert told[1]["values"]["x"] == {"mean": 4.0, "difference": 0.5, "error": 0.0}
