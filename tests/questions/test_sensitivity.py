"""Which parameters matter: direction and interval are right where the answer is known, and the words say what the tables say."""

from __future__ import annotations

import importlib.util
import json
import re

import numpy as np
import pytest

import politburo
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.plots.questions import effects
from politburo.study.questions.sensitivity import sensitivity, slopes
from politburo.words.sensitivity import sensitivity_answer

SMALL = "tests/scenarios/valid/small"
HERE = importlib.util.find_spec("SALib") is not None
NAMES = ("offensive_rate", "admission", "succession_tie")
OUTCOMES = ("members at the end", "somebody rules alone at the end", "bruno rules alone at the end")
needs = pytest.mark.skipif(not HERE, reason="needs SALib")


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


def asked(party, method, **how):
    how = {"quantity": OUTCOMES, "points": 8, "replicates": 2, "names": NAMES, **how}
    return sensitivity(party, method=method, **how)


def test_without_salib_the_extra_is_named(party, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "SALib", None)
    with pytest.raises(PolitburoError) as caught:
        sensitivity(party)
    assert caught.value.problems[0].code == "extra-missing" and caught.value.exit_status == 69


@needs
@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_who_is_admitted_and_who_attacks(party, method):
    """Ordinary admission raises membership, whatever else happens; a tie to the predecessor cannot move it."""
    found = asked(party, method)
    rows = {row["parameter"]: row for row in found.rows if row["outcome"] == OUTCOMES[0]}
    assert next(iter(rows)) == "admission"
    admission = rows["admission"]
    if method == "morris":  # Student's t with 7 degrees of freedom
        half = 2.3646 * admission["sigma"] / np.sqrt(8)
        assert admission["high"] - admission["effect"] == pytest.approx(half, rel=1e-3)
    assert 0 < admission["low"] < admission["effect"] < admission["high"]
    low, high = (
        party.run(2, params="default", set=f"parameters.admission={value}").histories["members_end"].mean()
        for value in (0.004, 0.012)
    )
    assert admission["effect"] == pytest.approx(
        high - low, rel=0.25
    )  # others at their defaults, not anywhere
    assert abs(rows["succession_tie"]["effect"]) < admission["effect"] / 20
    assert found.facts["histories"] == 2 * 8 * (3 + {"morris": 1, "sobol": 2}[method])
    assert found.table.loc["admission"].shape[0] == len(OUTCOMES)


@needs
@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_the_words_are_those_of_the_table(party, method):
    found = asked(party, method).to_json()
    answer = sensitivity_answer(found)
    (sentence,) = [s for s in answer.sentences if s.startswith("Members at the end")]
    assert "more with a higher admission (+" in sentence and "succession_tie" not in sentence
    for row in found["rows"]:
        if row["outcome"] == OUTCOMES[0]:
            row["low"], row["high"], row["effect"] = -row["high"], -row["low"], -row["effect"]
    (sentence,) = [s for s in sensitivity_answer(found).sentences if s.startswith("Members at the end")]
    assert "less with a higher admission (-" in sentence
    for row in found["rows"]:
        row["low"], row["high"] = -1.0, 1.0
    assert "no parameter shows a direction by more than chance" in " ".join(
        sensitivity_answer(found).sentences
    )
    assert len(answer.tables) == len(OUTCOMES) and "Bruno" in answer.tables[2].title
    count = f"{found['facts']['histories']} histories"
    for table in answer.tables:
        assert "seed 1" in table.title and count in table.title and len(table.rows) == len(NAMES)
        assert len({len(row) for row in table.rows} | {len(table.columns)}) == 1
    assert {"morris": "sigma says", "sobol": "variance"}[method] in answer.sentences[-1]


@needs
def test_another_outcome_is_answered_from_what_is_kept(party, tmp_path):
    asked(party, "morris", quantity=OUTCOMES[0], under=tmp_path)
    (folder,) = tmp_path.iterdir()
    kept = {path: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    again = asked(party, "morris", quantity=OUTCOMES[2], under=tmp_path)
    assert [*tmp_path.iterdir()] == [folder] and {p: p.stat().st_mtime_ns for p in kept} == kept
    assert again.rows == asked(party, "morris", quantity=OUTCOMES[2]).rows


def test_slopes_of_a_plane_and_of_noise():
    draws = np.random.default_rng(3)
    x = draws.random((400, 2)) * [2, 10]
    slope, error = slopes(x, [[0, 2], [0, 10]], 3 * x[:, 0] + draws.normal(size=400), 20)
    assert slope == pytest.approx([6, 0], abs=0.6)
    expected = 1 / np.sqrt(400 / 12)  # of ordinary least squares, noise 1 and x uniform on its range
    assert error == pytest.approx([expected, expected], rel=0.4)


@needs
def test_what_is_not_there_is_named_with_the_nearest(party):
    for how, near in (
        ({"quantity": "members at the and"}, "members at the end"),
        ({"names": ("admision",)}, "admission"),
        ({"method": "moris"}, "morris"),
    ):
        with pytest.raises(PolitburoError) as caught:
            asked(party, **{"method": "morris", **how})
        assert caught.value.problems[0].nearest == near


@needs
def test_the_picture_is_in_the_unit_of_the_outcome(party):
    found = asked(party, "morris").to_json()
    figure = effects(found)
    assert "persons" in figure.caption and "Members at the end" not in figure.wide
    assert re.search(r"admission: \+[\d,]+ \(", figure.wide)
    share = effects({**found, "outcomes": {OUTCOMES[1]: found["outcomes"][OUTCOMES[1]]}})
    assert "percentage points" in share.caption


@needs
def test_the_command(tmp_path, monkeypatch, capsys):
    small = str(__import__("pathlib").Path(SMALL).resolve())
    monkeypatch.chdir(tmp_path)
    words = ["factors", small, "bruno", "--parameters", "morris", "--points", "2"]
    assert entry([*words, "--dry-run"]) == 0
    assert "histories" in capsys.readouterr().out
    assert entry([*words, "--picture", "p.svg", "--out", "."]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Bruno" in said and "Months until sole rule" in said and "seed 1" in said and "SIMULATED" in said
    assert (
        json.loads((tmp_path / "sensitivity.json").read_text())["simulated"] and (tmp_path / "p.svg").exists()
    )
    assert entry([*words, "--json", "--quantity", "discontent", "--out", "."]) == 0
    assert {row["outcome"] for row in json.loads(capsys.readouterr().out)["rows"]} == {"discontent"}
    assert entry(["factors", small]) == 2
