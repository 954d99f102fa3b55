"""The learned table: written, read, refused; drawn from by history."""

import json

import numpy as np
import pytest

import politburo
from politburo import engine, scenario
from politburo.errors import PolitburoError
from politburo.learned import posterior as table
from politburo.learned.sampler import Sample, sample
from politburo.learned.saved_scores import SavedScores
from politburo.model.params import FIELDS, Params
from politburo.study.forecasting.learning.learn import first_sets, learn
from politburo.study.forecasting.learning.lessons import Lessons
from politburo.study.running import parameters
from politburo.study.running.ensemble import load
from politburo.study.running.run import open_run

SMALL = ["mozambique-1969"]


@pytest.fixture(scope="module")
def lessons():
    return Lessons(SMALL, flagship=False, histories=2, workers=1)


@pytest.fixture(scope="module")
def learned(lessons):
    saved = SavedScores(lessons.log_scores)
    found = sample(lessons.space, saved, lessons.weights, 16, 1, passes=1)
    return table.gathered(lessons, found, saved.of("prior", first_sets(lessons, 16, 1)), 16, 1)


@pytest.fixture
def written(learned, tmp_path):
    path = tmp_path / "posterior.csv"
    table.written(learned, path)
    return path


@pytest.fixture
def installed(written, monkeypatch):
    monkeypatch.setattr(table, "HOME", written)
    return written


def test_what_is_written_is_read(learned, written):
    read = table.read(written)
    assert read.names == learned.names and read.without == learned.without
    assert read.theta == pytest.approx(learned.theta, rel=1e-8)
    assert read.weights.sum() == pytest.approx(1) and read.evidence == pytest.approx(
        learned.evidence, rel=1e-8
    )
    assert read.header.model == politburo.MODEL_VERSION and read.header.stages


def test_beliefs_and_questions_by_hand(lessons):
    space = lessons.space
    theta = np.array([space.low, space.high])
    beliefs = table.beliefs(space, theta, np.array([0.25, 0.75]))
    one, (low, high) = beliefs["danger"], (FIELDS["danger"]["low"], FIELDS["danger"]["high"])
    assert one.mean == pytest.approx(low / 4 + 3 * high / 4)
    assert one.sd == pytest.approx((high - low) * np.sqrt(3) / 4)
    assert one.taught == pytest.approx(1 - one.sd / ((high - low) / np.sqrt(12)))
    before, after = np.log(np.full((2, len(lessons.data)), 0.2)), np.log(np.full((2, len(lessons.data)), 0.4))
    questions = table.learned(lessons, before, after, np.array([0.5, 0.5]))
    assert questions["leads"].prior == pytest.approx(np.log(0.2)) and questions[
        "leads"
    ].posterior == pytest.approx(np.log(0.4))


def test_doubles_become_weights_and_a_long_table_is_thinned():
    theta = np.repeat(np.arange(6.0), [1, 3, 1, 1, 1, 1])[:, None]
    rows, weights = table.thinned(Sample(theta, theta, (), 0.0))
    assert theta[rows, 0].tolist() == [0, 1, 2, 3, 4, 5] and weights[1] == pytest.approx(3 / 8)
    many = np.random.default_rng(0).random((1000, 2))
    rows, weights = table.thinned(Sample(many, many, (), 0.0), most=100)
    assert len(rows) == 100 and weights.sum() == pytest.approx(1)


def test_a_damaged_table_is_refused(written):
    text = written.read_text()
    written.write_text(text.replace("0.", "1.", 1))
    with pytest.raises(PolitburoError, match="posterior-damaged"):
        table.read(written)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"model": "0.0.1"}, "posterior-version"),
        ({"rows": 3}, "posterior-damaged"),
        ({"clusters": ["elsewhere"]}, "posterior-damaged"),
        ({"format": 2}, "posterior-damaged"),
        ({"extra": 1}, "posterior-damaged"),
    ],
)
def test_a_foreign_header_is_refused(written, change, code):
    place = written.with_suffix(".json")
    place.write_text(json.dumps(json.loads(place.read_text()) | change))
    with pytest.raises(PolitburoError, match=code):
        table.read(written)


def test_parameters_that_this_model_has_not_are_refused(written):
    place = written.with_suffix(".json")
    header = json.loads(place.read_text())
    header["parameters"]["magic"] = header["parameters"].pop("danger")
    place.write_text(json.dumps(header))
    with pytest.raises(PolitburoError, match="magic"):
        table.read(written)


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(PolitburoError, match="posterior-missing"):
        table.read(tmp_path / "posterior.csv")


def test_histories_take_sets_by_weight_and_keep_them_whatever_the_block():
    world = engine.Prepared(scenario.lower(load("heir").resolved))
    values = np.array([[0.3, 5.0], [0.5, 9.0], [0.4, 3.0]])
    sets = engine.Sets(("formal_weight", "danger"), values, [1.0, 2.0, 1.0], {"pace": 0.02})
    numbers = np.arange(4000, dtype=np.int32)
    drawn = engine.parameters_of(world, 7, numbers, sets)
    order = list(FIELDS)
    pairs = drawn[:, [order.index("formal_weight"), order.index("danger")]]
    which = (pairs[:, None] == values).all(2)
    assert (which.sum(1) == 1).all()  # whole sets, never mixtures
    assert which.mean(0) == pytest.approx([0.25, 0.5, 0.25], abs=0.03)
    assert (drawn[:, order.index("pace")] == 0.02).all()
    assert (drawn[:, order.index("stability")] == Params().stability).all()
    assert np.array_equal(engine.parameters_of(world, 7, numbers[100:120], sets), drawn[100:120])
    assert not np.array_equal(engine.parameters_of(world, 8, numbers, sets), drawn)
    fixed = engine.Sets(("formal_weight", "danger"), values, [1.0, 2.0, 1.0], {"danger": 6.0})
    assert (engine.parameters_of(world, 7, numbers[:9], fixed)[:, order.index("danger")] == 6.0).all()


def test_the_usual_is_the_posterior_where_there_is_one_of_this_version(installed):
    assert parameters.usual() == "posterior"
    place = installed.with_suffix(".json")
    place.write_text(json.dumps(json.loads(place.read_text()) | {"model": "0.0.1"}))
    assert parameters.usual() == "prior"
    installed.unlink()
    assert parameters.usual() == "prior"


def test_a_run_with_learned_parameters_says_so_and_is_made_again(installed, learned, tmp_path):
    party = load("heir").set("parameters.stability", 0.7)
    run = party.run(6, 2, out=tmp_path / "run")
    facts = run.facts
    assert (
        facts["params"] == "posterior"
        and facts["fixed"] == {"stability": 0.7}
        and len(facts["posterior"]) == 16
    )
    params = next(iter(run.blocks())).params
    assert params["stability"] == pytest.approx(0.7)
    table_of_danger = learned.theta[:, learned.names.index("danger")]
    assert np.isclose(params["danger"][:, None], table_of_danger, rtol=1e-6).any(1).all()
    from politburo.study.running.verify import verify

    assert verify(tmp_path / "run")["again"]
    assert open_run(tmp_path / "run").facts["posterior"] == facts["posterior"]
    assert party.run(6, 2, params="prior").facts.get("posterior") is None


def test_a_run_is_not_made_again_with_another_table(installed, learned, tmp_path):
    load("heir").run(3, 2, out=tmp_path / "run")
    lines = installed.read_text().splitlines()
    other = table.Posterior(
        learned.header, learned.theta[1:], learned.weights[1:], learned.evidence[1:], learned.without[1:]
    )
    table.written(other, installed)
    assert len(lines) > 2
    from politburo.study.running.verify import verify

    with pytest.raises(PolitburoError, match="posterior-version"):
        verify(tmp_path / "run")


def test_learning_goes_on_where_the_time_was_over(lessons, tmp_path):
    whole = learn(lessons, 16, 2, passes=1)
    from politburo.errors import Interrupted

    with pytest.raises(Interrupted, match="the same command goes on"):
        learn(lessons, 16, 2, passes=1, folder=tmp_path, hours=1e-9)
    found = learn(lessons, 16, 2, passes=1, folder=tmp_path)
    assert np.array_equal(found.theta, whole.theta) and found.header == whole.header
    assert table.read(tmp_path / "posterior.csv").theta == pytest.approx(whole.theta, rel=1e-8)
    assert json.loads((tmp_path / "stages.json").read_text())[-1]["temperature"] == 1.0
