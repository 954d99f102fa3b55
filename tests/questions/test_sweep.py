"""A grid: cells are the runs they stand for, luck is shared, work is continued, and the picture says what the table says."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas
import pytest

import politburo
from politburo import Work
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.plots.heatmap import heatmap
from politburo.study.questions.sweep import axes_of, sweep
from politburo.words.sweep import sweep_answer

SMALL = str(Path(__file__).parent.parent / "scenarios" / "valid" / "small")
OVER = {"country.threat": [0.1, 0.9], "parameters.danger": [2.0, 8.0, 12.0]}
HISTORIES = 70  # two blocks
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


@pytest.fixture(scope="module")
def found(party):
    return sweep(party, OVER, histories=HISTORIES, seeds=2, seed=5, params="prior")


def test_every_cell_is_the_run_with_these_values(party, found):
    table = found.table()
    assert table[["country.threat", "parameters.danger"]].values.tolist() == [
        [threat, danger] for threat in OVER["country.threat"] for danger in OVER["parameters.danger"]
    ]
    assert (table["histories"] == 2 * HISTORIES).all()
    same = {"country.threat": 0.9, "parameters.danger": 8.0}
    runs = [party.run(HISTORIES, seed, params="prior", set=same) for seed in (5, 6)]
    alone = np.concatenate([run.histories["rule"] == "sole" for run in runs])
    row = table.iloc[4]
    assert row["somebody rules alone at the end"] == pytest.approx(alone.mean())
    low, high = row["somebody rules alone at the end: low"], row["somebody rules alone at the end: high"]
    assert low < alone.mean() < high
    rulers = np.concatenate([run.histories["effective_rulers"] for run in runs])
    assert row["effective number of rulers"] == pytest.approx(rulers.mean())


def test_a_row_a_history_of_every_cell(party, found):
    rows = found.histories
    assert len(rows) == 6 * 2 * HISTORIES and rows.attrs["simulated"]
    cell = rows[(rows["country.threat"] == 0.9) & (rows["parameters.danger"] == 8.0) & (rows["seed"] == 6)]
    run = party.run(HISTORIES, 6, params="prior", set=["country.threat=0.9", "parameters.danger=8.0"])
    assert cell["history"].tolist() == list(range(HISTORIES))
    assert cell["attacks"].tolist() == run.histories["attacks"].tolist()
    assert cell["envy"].tolist() == run.histories["envy"].tolist()


def test_luck_is_shared_so_that_a_change_has_a_narrow_interval(party, found):
    rows = found.rows(["effective number of rulers"])
    for row in rows[1:3]:
        told = row["outcomes"]["effective number of rulers"]
        assert told["change low"] < told["change"] < told["change high"]
    alike = rows[3]["outcomes"]["effective number of rulers"]  # the first row but for the threat
    assert alike["change high"] - alike["change low"] < alike["high"] - alike["low"]
    same = sweep(party, {"country.threat": ["0.5", "0.50"]}, histories=20, params="prior").histories
    assert same["effective_rulers"][:20].tolist() == same["effective_rulers"][20:].tolist()


def test_the_same_grid_goes_on_from_what_is_finished(party, found, tmp_path):
    class Stop(Exception):
        pass

    def stop(done, asked):
        if done >= 150:
            raise Stop

    how = {"histories": HISTORIES, "seeds": 2, "seed": 5, "params": "prior", "under": tmp_path}
    with pytest.raises(Stop):
        sweep(party, OVER, **how, work=Work(progress=stop))
    (folder,) = tmp_path.iterdir()
    kept = {path.name: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    assert kept
    told = []
    again = sweep(party, OVER, **how, work=Work(progress=lambda *done: told.append(done), workers=1))
    pandas.testing.assert_frame_equal(again.table(), found.table())
    pandas.testing.assert_frame_equal(again.histories, found.histories)
    assert told[-1] == (12 * HISTORIES, 12 * HISTORIES) and folder in tmp_path.iterdir()
    assert kept.items() <= {p.name: p.stat().st_mtime_ns for p in (folder / "parts").iterdir()}.items()
    sweep(party, {"country.threat": [0.1, 0.8]}, **how)
    assert len(list(tmp_path.iterdir())) == 2  # another grid has another folder


def test_workers_of_a_cluster_make_the_same_grid(party, found):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        work = Work(cluster=cluster.scheduler_address)
        there = sweep(party, OVER, histories=HISTORIES, seeds=2, seed=5, params="prior", work=work)
    pandas.testing.assert_frame_equal(there.histories, found.histories)


@pytest.mark.parametrize(
    "over, word",
    [
        ({"contry.threat": [1]}, "country"),
        ({"country.threat": [0.1, 7]}, "threat"),
        ({"country.threat": []}, "VALUE"),
        ({"country.threat": [0.1, 0.1]}, "different"),
        ({}, "nothing to vary"),
        ({"country.threat": [n / 20000 for n in range(20000)]}, "10,000"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is(party, over, word, tmp_path):
    with pytest.raises(PolitburoError, match=word):
        sweep(party, over, histories=10**6, under=tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_outcome_that_is_not_there_is_named_with_the_nearest(found):
    with pytest.raises(PolitburoError) as caught:
        found.table(["bruno rule alone at the end"])
    assert caught.value.problems[0].nearest == "bruno rules alone at the end"
    assert "bruno in the ruling coalition at the end" in found.table(
        ["bruno in the ruling coalition at the end"]
    )


def test_the_words_are_those_of_the_table(found):
    answer, rows = sweep_answer(found.to_json()), found.rows()
    share = [row["outcomes"]["somebody rules alone at the end"] for row in rows]
    assert answer.tables[0].rows[3][2] == f"{100 * share[3]['value']:.0f} %"
    least = min(share, key=lambda told: told["value"])
    assert f"from {100 * least['value']:.0f} %" in answer.sentences[1]
    told = found.to_json(["effective number of rulers"])
    each = [cell["outcomes"]["effective number of rulers"] for cell in told["cells"]]
    for n, (low, high) in enumerate([(0, 0), (-2, -1), (-1, 1), (1, 2), (-3, -2), (-1, 0)]):
        each[n] |= {"change low": low, "change high": high}
    assert "3 of 5 cells differ" in sweep_answer(told).sentences[1]


def test_the_picture_has_title_unit_and_the_number_of_every_cell(found):
    figure = found.plot("effective number of rulers")
    for drawn in (figure.wide, figure.narrow):
        root = ElementTree.fromstring(drawn)
        texts = [e.text for e in root.iter(f"{SVG}text")]
        assert "Effective number of rulers" in texts and "mean of the months" in " ".join(texts)
        assert "country.threat" in " ".join(texts) and "parameters.danger" in " ".join(texts)
        for row in found.rows(["effective number of rulers"]):
            assert f"{row['outcomes']['effective number of rulers']['value']:.3g}" in texts
    cells = [
        e for e in ElementTree.fromstring(figure.wide).iter(f"{SVG}rect") if e.find(f"{SVG}title") is not None
    ]
    told = {e.find(f"{SVG}title").text.split(": ")[0]: int(e.get("fill")[1:3], 16) for e in cells}
    rows = {
        f"country.threat={row['at']['country.threat']}, parameters.danger={row['at']['parameters.danger']}": row[
            "outcomes"
        ]
        for row in found.rows(["effective number of rulers"])
    }
    order = sorted(rows, key=lambda at: rows[at]["effective number of rulers"]["value"])
    light = [told[at] for at in order]
    height = {e.find(f"{SVG}title").text.split(": ")[0]: float(e.get("y")) for e in cells}
    assert (
        height["country.threat=0.1, parameters.danger=12.0"]
        < height["country.threat=0.1, parameters.danger=2.0"]
    )
    assert light == sorted(light, reverse=True) and light[0] > light[-1]  # more is darker


def test_axes_that_are_not_drawn_are_put_together(party):
    over = {"country.threat": [0.1, 0.9], "parameters.danger": [2.0, 12.0], "parameters.envy": [0.1, 0.9]}
    found = sweep(party, over, histories=16, params="prior")
    figure = heatmap(found.to_json(["effective number of rulers"]), ["parameters.envy"])
    table = found.table(["effective number of rulers"])
    means = table.groupby("parameters.envy")["effective number of rulers"].mean()
    assert [float(row["effective number of rulers"]) for row in figure.table] == pytest.approx(
        means.tolist(), rel=0.01
    )
    assert "means over country.threat, parameters.danger" in figure.caption


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = [
        "sweep",
        SMALL,
        "--set",
        "country.threat=0.1,0.9",
        "--set",
        "parameters.danger=2,12",
        "--histories",
        "20",
    ]
    words += ["--seeds", "2", "--params", "prior"]
    assert entry([*words, "--dry-run"]) == 0
    assert "4 cells of 2 x 20" in capsys.readouterr().out and not Path("runs").exists()
    files = ["-o", "t.csv", "--rows", "r.csv", "--picture", "h.svg", "--axes", "parameters.danger"]
    assert entry([*words, *files]) == 0
    said = capsys.readouterr().out
    assert "SIMULATED" in said and "4 cells of 40 histories each (2 seeds)" in said
    table, rows = pandas.read_csv("t.csv"), pandas.read_csv("r.csv")
    assert len(table) == 4 and len(rows) == 160 and {"country.threat", "rule", "envy"} <= set(rows)
    assert Path("h.svg").read_text().startswith("<svg") and list(Path("runs").iterdir())
    assert entry([*words, "--json", "--outcome", "somebody rules alone at the end"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [list(cell["outcomes"]) for cell in told["cells"]] == [["somebody rules alone at the end"]] * 4
    for wrong in (["-o", "t.txt"], ["--axes", "country.fear"], ["--set", "country.threat=0.3"]):
        assert entry([*words, *wrong]) in (2, 65)
    assert len(pandas.read_csv("t.csv")) == 4


def test_axes_as_typed():
    assert axes_of(["a.b=x,y", "c=1,none"]) == {"a.b": ("x", "y"), "c": (1, "none")}
    with pytest.raises(PolitburoError, match="PATH=VALUE"):
        axes_of(["a.b"])
