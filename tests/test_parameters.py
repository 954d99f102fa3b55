"""A parameter is looked up in one place, and what is said of it is what the model holds."""

from __future__ import annotations

import json

import numpy as np
import pytest

import politburo
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.learned.posterior import HOME, read
from politburo.model.params import FIELDS, Params
from politburo.study.running.readings import READINGS


def test_one_lookup_says_meaning_unit_prior_and_posterior():
    one, posterior = politburo.parameter("pace"), read(HOME)
    meta = FIELDS["pace"]
    assert (one.meaning, one.unit, one.low, one.high) == (
        meta["why"],
        meta["unit"],
        meta["low"],
        meta["high"],
    )
    assert one.default == Params().pace and one.used_in == ("appointments",)
    rows = posterior.rows()
    values, weights = posterior.theta[rows, posterior.names.index("pace")], posterior.weights[rows]
    assert weights[values <= one.learned].sum() >= 0.5 * weights.sum() > weights[values < one.learned].sum()
    assert weights[values < one.learned_low].sum() <= 0.05 * weights.sum()
    assert weights[values > one.learned_high].sum() <= 0.05 * weights.sum()
    assert one.taught == posterior.header.parameters["pace"].taught
    said = repr(one)
    assert "per month" in said and f"{one.learned:.3g} (90 %" in said and "--set parameters.pace=" in said


def test_readings_that_set_it_are_named():
    share = politburo.parameter("share")
    assert share.readings == {n: r.params["share"] for n, r in READINGS.items() if "share" in r.params} != {}
    assert politburo.parameter("grab").low == politburo.parameter("grab").high == 0


def test_every_parameter_is_there_and_nearly_all_are_used():
    table = politburo.parameters()
    assert list(table.index) == list(FIELDS)
    assert table["learned"].notna().sum() == len(read(HOME).names)
    unused = [name for name, parts in table["used_in"].items() if not parts]
    assert unused == []
    known = table.dropna(subset="learned")
    assert ((known["low"] <= known["learned_low"]) & (known["learned_high"] <= known["high"])).all()


def test_a_word_finds_what_it_stands_in_and_a_slip_the_nearest(capsys):
    found = politburo.parameters("Loyalty")
    assert "loyalty_start" in found.index and "pace" not in found.index and len(found) > 3
    assert list(politburo.parameters("share").index) == ["share"]  # though it stands in many others
    for call in (politburo.parameter, politburo.parameters):
        with pytest.raises(PolitburoError) as caught:
            call("loyalty_strat")
        assert caught.value.problems[0].nearest == "loyalty_start"
        assert caught.value.problems[0].code == "parameter-unknown"
    assert entry(["parameters", "pase"]) == 65
    assert "nearest  pace" in capsys.readouterr().err


def test_the_command(capsys):
    assert entry(["parameters", "pace"]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("replacement of secretaries", "per month", "0.015 to 0.12", "90 %"))
    assert entry(["parameters"]) == 0
    listed = capsys.readouterr().out
    with_prior = [name for name, meta in FIELDS.items() if meta["low"] < meta["high"]]
    assert all(f"\n{name} " in listed for name in with_prior) and "\nageing " not in listed
    assert f"{len(FIELDS) - len(with_prior)} more" in listed and max(map(len, listed.splitlines())) <= 110
    assert entry(["parameters", "--all", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told] == list(FIELDS)
    assert np.isclose(told[0]["default"], Params().ageing)
