"""A run as a table with a row a history: what it says is what the histories say, and a regression finds what matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas
import pytest

import politburo
from politburo import engine, scenario
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.measures.outcomes import MEANING, STAGES
from politburo.model.params import FIELDS
from politburo.study.running.export import sql
from politburo.vocab import Trait

SMALL = Path(__file__).parent / "scenarios" / "valid" / "small"
HISTORIES = 150


@pytest.fixture(scope="module")
def run():
    return politburo.load(SMALL).run(HISTORIES, 3, params="prior")


def test_a_row_a_history_with_outcomes_and_every_drawn_parameter(run):
    table = run.histories
    assert len(table) == len(run) == HISTORIES and list(table.index) == list(range(HISTORIES))
    held = run.resolved.parameters
    varied = [name for name, meta in FIELDS.items() if meta["low"] < meta["high"] and name not in held]
    assert [name for name in table if name in FIELDS] == varied
    assert [name for name in table if name in MEANING] == list(MEANING) and not set(MEANING) & set(FIELDS)
    fixed = politburo.load(SMALL).run(8, params={"danger": 3.0}).histories
    assert "danger" not in fixed and "sent" in fixed
    assert not set(politburo.load(SMALL).run(8, params="default").histories) & set(FIELDS)


def test_outcomes_are_those_of_the_summary_and_of_the_events(run):
    table, summary = run.histories, run.summary
    assert (table["rule"] == "sole").mean() == pytest.approx(summary["sole_at_end"]["share"], abs=1e-4)
    for person in summary["leading"]:
        assert (table["sole_ruler"] == person["id"]).mean() == pytest.approx(
            person["sole_at_end"]["share"], abs=1e-4
        )
    for kind, column in STAGES.items():
        assert table[column].mean() == pytest.approx(summary["stages"][kind]["share"], abs=1e-4)
    within = summary["consolidation"]["within_window"]["share"]
    assert table["first_sole_month"].notna().mean() == pytest.approx(within, abs=1e-4)
    assert (table["first_sole_ruler"].notna() == table["first_sole_month"].notna()).all()
    count = run.events.groupby("history")["kind"].value_counts().unstack(fill_value=0)
    count = count.reindex(range(HISTORIES), fill_value=0)
    assert (table["attacks"] == count["offensive"]).all() and (
        table["challenges"] == count["challenge"]
    ).all()
    sanctions = run.events[(run.events["kind"] == "sanction") & (run.events["outcome"] >= 2)]
    lost = sanctions.groupby("history").size().reindex(range(HISTORIES), fill_value=0)
    assert (table["removals"] == lost).all() and lost.sum() > 0
    assert (table["members_end"] == run.series["members"][:, -1].sum("entry")).all()


def test_the_first_sole_rule_is_dated(run):
    found = run.histories.dropna(subset="first_sole_month")
    assert len(found) > 5
    start = pandas.Timestamp(run.resolved.start.replace(day=1))
    for row in found.itertuples():
        assert start + pandas.DateOffset(months=int(row.first_sole_month)) == row.first_sole_date


def test_parameters_are_those_that_the_histories_had(run):
    drawn = np.concatenate([block.params["danger"] for block in run.blocks()])
    assert (run.histories["danger"].to_numpy() == drawn).all()


def test_facts_that_the_scenario_leaves_open_are_drawn_again_as_they_were(run):
    facts = run.starting_facts
    assert len(facts) == HISTORIES and facts.shape[1] > 3 and all(name.isidentifier() for name in facts)
    traits = facts[[name for name in facts if name.endswith("_ambition")]]
    assert traits.shape[1] and traits.min().min() >= 0 and traits.max().max() <= 1
    world, numbers = scenario.lower(run.resolved), np.arange(HISTORIES)
    begun = engine.begin(world, 3, numbers, engine.parameters_of(world, 3, numbers, "prior"))
    for row, person in enumerate(run.resolved.persons):
        if (column := f"{person.id}_ambition") in facts:
            assert (facts[column] == begun["people.trait"][:, row, Trait.AMBITION]).all()
    again = politburo.load(SMALL).run(5, 3, params="prior").starting_facts
    pandas.testing.assert_frame_equal(again, facts.head(5), check_like=True)
    blind = politburo.load(SMALL).run(5, 3, blind=True).starting_facts
    assert not [name for name in blind if name.endswith("_ambition")]


def test_the_answer_as_a_table(run):
    table, summary = run.summary_table, run.summary
    assert table.loc["somebody rules alone at the end", "value"] == summary["sole_at_end"]["share"]
    assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()
    assert table.index.is_unique and table["unit"].notna().all()


def test_a_run_says_what_it_is(run, tmp_path):
    said = repr(run)
    assert f"{HISTORIES} simulated histories" in said and "seed 3" in said and "not saved" in said
    head = run.summary["sole_at_end"]
    assert f"{100 * head['share']:.0f} %" in said and "drawn from their priors" in said
    saved = politburo.load(SMALL).run(1, out=tmp_path, set="parameters.pace=0.02", blind=True)
    said = repr(saved)
    assert "1 simulated history\n" in said and "parameters.pace=0.02" in said and "traits equal" in said
    assert str(tmp_path) in said and repr(politburo.open_run(tmp_path)) == said


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_table_is_exported(run, tmp_path, ending):
    folder, target = tmp_path / "run", tmp_path / f"h.{ending}"
    assert (
        entry(
            ["run", str(SMALL), "--histories", "4", "--no-blind", "--params", "prior", "--out", str(folder)]
        )
        == 0
    )
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    assert entry(["store", "export", str(folder), str(target), "--table", "histories"]) == 0
    read = pandas.read_csv(target) if ending == "csv" else pandas.read_parquet(target)
    expected = politburo.open_run(folder).histories
    assert list(read) == ["history", *expected] and read["danger"].tolist() == pytest.approx(
        expected["danger"].tolist()
    )
    assert read["attacks"].tolist() == expected["attacks"].tolist()
    summary = tmp_path / f"s.{ending}"
    assert entry(["store", "export", str(folder), str(summary), "--table", "summary"]) == 0


def test_a_table_that_is_not_there_is_refused_with_the_nearest(run, tmp_path, capsys):
    folder = tmp_path / "run"
    assert entry(["run", str(SMALL), "--histories", "2", "--no-blind", "--out", str(folder)]) == 0
    capsys.readouterr()
    assert entry(["store", "export", str(folder), str(tmp_path / "h.csv"), "--table", "historys"]) == 2
    assert "nearest  histories" in capsys.readouterr().err
    assert entry(["store", "export", str(folder), str(tmp_path / "h.xlsx"), "--table", "histories"]) == 2
    assert not (tmp_path / "h.csv").exists()


def test_sql_asks_the_same_table(run):
    pytest.importorskip("duckdb")
    found = sql(run, "SELECT count(*) AS n FROM histories WHERE rule = 'sole'")
    assert found["n"][0] == (run.histories["rule"] == "sole").sum()


def test_changes_go_by_the_same_words_as_on_the_command_line():
    party = politburo.load(SMALL)
    plain = party.change("parameters.pace=0.02", "country.threat=0.8").run(3, params="prior")
    for words in (
        ["parameters.pace=0.02", "country.threat=0.8"],
        {"parameters.pace": 0.02, "country.threat": 0.8},
    ):
        same = party.run(3, params="prior", set=words)
        pandas.testing.assert_frame_equal(same.histories, plain.histories)
        assert (
            same.facts["scenario"] == plain.facts["scenario"]
            and same.facts["changes"] == plain.facts["changes"]
        )
    with pytest.raises(PolitburoError, match="country"):
        party.run(3, set="contry.threat=0.8")
    with pytest.raises(PolitburoError, match="path=value"):
        party.run(3, set="pace")


def test_the_page_says_what_every_column_means():
    page = (Path(__file__).resolve().parent.parent / "docs/how-to/statistics.md").read_text(encoding="utf-8")
    for column, meaning in MEANING.items():
        assert f"| `{column}` | {meaning} |\n" in page
