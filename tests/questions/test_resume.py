"""A question that was interrupted goes on where it stopped, and its answer is that of an undisturbed one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import politburo
from politburo.cli import entry
from politburo.engine import BLOCK
from politburo.errors import Interrupted, PolitburoError
from politburo.measures.quantities import OF_PERSON
from politburo.record import Record
from politburo.store.manifest import sealed
from politburo.study.questions.compare import compare
from politburo.study.questions.counterfactual import Counterfactual
from politburo.study.questions.factors import factors
from politburo.study.questions.odds import odds_of_history
from politburo.study.questions.odds_given_record import odds_given_record
from politburo.study.running.headline import blind_histories
from politburo.study.running.making import _side_by_side
from politburo.study.running.pieces import in_pieces
from politburo.study.running.run import open_run
from politburo.study.running.verify import verify

SMALL = "tests/scenarios/valid/small"
FACTS = {"case": "small", "seed": 1, "block": 64}


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


def stop_after(pieces):
    """A progress that is interrupted, as by Ctrl-C, when so many pieces are done."""

    def tell(done, asked):
        if done and done >= pieces:
            raise KeyboardInterrupt

    return tell


ASKED = {
    "compare": lambda party, **how: compare(
        party, Counterfactual(id="x", title="x", set={"parameters.pace": 0.05}), histories=150, **how
    ),
    "odds": lambda party, **how: odds_of_history(party.resolved, history=5, every=23, futures=64, **how),
    "odds-record": lambda party, **how: odds_given_record(
        party.resolved, Record([], [], [], {}, []), histories=128, every=35, **how
    ),
    "factors": lambda party, **how: factors(
        party, "bruno", histories=64, groups=False, outcome=OF_PERSON[1], **how
    ),
}


def plain(answer):
    found = answer.to_json()
    found["facts"].pop("cost", None)
    return found


@pytest.mark.parametrize("question", ASKED)
def test_an_interrupted_question_goes_on(party, tmp_path, question):
    ask = ASKED[question]
    whole = plain(ask(party))
    with pytest.raises(Interrupted) as stopped:
        ask(party, under=tmp_path, progress=stop_after(64))
    (folder,) = tmp_path.iterdir()
    safe = list((folder / "parts").glob("part-*"))
    assert safe and folder.name.startswith(f"{question}-small-")
    assert f"{len(safe)} of" in str(stopped.value) and "the same command continues" in str(stopped.value)
    written = {part.name: (folder / "parts" / part.name).stat().st_mtime_ns for part in safe}
    assert plain(ask(party, under=tmp_path)) == whole
    for name, when in written.items():  # what was finished is not made again
        assert (folder / "parts" / name).stat().st_mtime_ns == when
    assert json.loads((folder / "manifest.json").read_text())["complete"]
    seen = []
    assert plain(ask(party, under=tmp_path, progress=lambda done, asked: seen.append(done))) == whole
    assert verify(folder)["complete"]
    with pytest.raises(PolitburoError):
        open_run(folder)  # the work of a question is no run


def test_another_question_has_another_folder(party, tmp_path):
    def make(n):
        return lambda: {"x": np.arange(n, n + 2)}

    for asked in ({"question": "x", "y": 1}, {"question": "x", "y": 2}):
        found = in_pieces(3, make, asked=asked, facts=FACTS, resolved=party.resolved, under=tmp_path)
        assert [piece["x"].tolist() for piece in found] == [[0, 1], [1, 2], [2, 3]]
    assert len(list(tmp_path.iterdir())) == 2


def test_pieces_that_are_there_are_not_prepared(party, tmp_path):
    prepared = []

    def task(n):
        prepared.append(n)
        return lambda: {"x": np.array(n)}

    how = {"asked": {"question": "x"}, "facts": FACTS, "resolved": party.resolved, "under": tmp_path}
    with pytest.raises(Interrupted):
        in_pieces(9, task, progress=stop_after(2), **how)
    before = len(prepared)
    assert before < 9
    assert [int(piece["x"]) for piece in in_pieces(9, task, **how)] == list(range(9))
    assert prepared[before:] == list(range(2, 9))


def test_the_companion_is_not_run_again(tmp_path, capsys):
    words = ["run", SMALL, "--histories", str(BLOCK + 2), "--out", str(tmp_path / "run"), "--json"]
    assert entry(words) == 0
    first = json.loads(capsys.readouterr().out)
    companion = json.loads((tmp_path / "run" / "blind" / "manifest.json").read_text())
    assert companion["blind"] and companion["complete"]
    assert companion["histories"] == blind_histories(BLOCK + 2)
    parts = tmp_path / "run" / "parts"
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    (tmp_path / "run" / "manifest.json").write_bytes(sealed(manifest | {"complete": False}))
    sorted(parts.iterdir())[-1].unlink()  # as if it had been interrupted before the end
    assert entry(words) == 0
    assert json.loads(capsys.readouterr().out)["blind"] == first["blind"]
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    assert after.keys() == written.keys() and sum(after[path] != written[path] for path in after) == 1


def test_a_companion_left_out_is_made_when_it_is_asked_for(tmp_path, capsys):
    words = ["run", SMALL, "--histories", "2", "--out", str(tmp_path / "run"), "--json"]
    assert entry([*words, "--no-blind"]) == 0
    assert "blind" not in json.loads(capsys.readouterr().out)
    before = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert entry(words) == 0
    assert json.loads(capsys.readouterr().out)["blind"]["histories"] == 2
    after = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert all(after[key] == before[key] for key in before if key not in ("files", "sha256"))
    assert verify(tmp_path / "run")["complete"]


def test_the_default_place_is_named_by_what_determines_the_run(tmp_path, monkeypatch, capsys):
    words = ["run", str(Path(SMALL).resolve()), "--histories", "2", "--no-blind"]
    monkeypatch.chdir(tmp_path)
    others = ([], ["--params", "default"], ["--set", "parameters.pace=0.02"])
    assert [entry([*words, *more]) for more in others] == [0, 0, 0]
    folders = sorted((tmp_path / "runs").iterdir())
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    assert [entry([*words, *more]) for more in others] == [0, 0, 0]  # the same runs: opened, not made again
    assert len(folders) == 3 and sorted((tmp_path / "runs").iterdir()) == folders
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")} == written
    manifest = json.loads((folders[0] / "manifest.json").read_text())
    (folders[0] / "manifest.json").write_bytes(sealed(manifest | {"seed": 7, "parts": []}))
    capsys.readouterr()
    assert sorted(entry([*words, *more]) for more in others) == [
        0,
        0,
        73,
    ]  # another run is never replaced unasked
    told = capsys.readouterr().err
    assert "run-exists" in told and "--force" in told and "seed" in told
    assert [entry([*words, *more, "--force"]) for more in others] == [0, 0, 0]


def test_a_stopped_command_says_what_is_safe(monkeypatch, capsys):
    def stopped(*_):
        raise KeyboardInterrupt

    def stopped_while_saving(*_):
        raise Interrupted("interrupted: 3 of 9 histories are safe in RUN; the same command continues")

    for load, told in (
        (stopped, "nothing was being saved"),
        (stopped_while_saving, "the same command continues"),
    ):
        monkeypatch.setattr("politburo.study.running.ensemble.load", load)
        assert entry(["compare", SMALL, "--set", "parameters.pace=0.02"]) == 130
        assert told in capsys.readouterr().err


@pytest.mark.slow  # starts a process and waits for it to have something to lose
def test_ctrl_c_says_how_to_go_on(tmp_path):
    words = ["odds", SMALL, "--every", "1", "--futures", "64", "--out", str(tmp_path)]
    process = subprocess.Popen(
        [sys.executable, "-m", "politburo", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for _ in range(1200):
        if list(tmp_path.rglob("part-*")) or process.poll() is not None:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in err
    assert "pieces of the work are safe in" in err and "the same command continues" in err


def test_what_accompanies_histories_is_given_up_with_them():
    """Where the histories fail, whatever is made beside them is told so, and nobody waits for its end."""
    told = []

    def make(folder, unwanted):
        deadline = time.monotonic() + 10
        while not unwanted() and time.monotonic() < deadline:
            time.sleep(0.01)
        told.append((folder, unwanted()))

    with pytest.raises(ZeroDivisionError), _side_by_side({"more": make}, Path("there")):
        raise ZeroDivisionError
    assert told == [(Path("there"), True)]
