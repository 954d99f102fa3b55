"""The ledger of forecasts: nothing in it can be changed unseen, what is due is listed, and what came of it is counted by hand."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

import politburo
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.study.forecasting import ledger as L
from politburo.study.forecasting.forecast import with_truth
from politburo.study.forecasting.ledger_scores import BINS, scores

SMALL = Path(__file__).resolve().parents[1] / "scenarios" / "valid" / "small"
EARLY, LATE = datetime(1801, 3, 1, tzinfo=UTC), datetime(1803, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def pairs():
    """Forecasts with their truths: of the same scenario with three seeds."""
    return [with_truth(politburo.load(SMALL), 16, seed=seed, params="prior") for seed in (1, 2, 3)]


@pytest.fixture
def files(pairs, tmp_path):
    found = []
    for n, (said, _) in enumerate(pairs):
        found.append(tmp_path / f"{n}.json")
        found[-1].write_text(said.model_dump_json())
    return found


@pytest.fixture
def kept(files, tmp_path):
    folder = tmp_path / "kept"
    for n, file in enumerate(files):
        L.keep(folder, [file], note=f"no. {n}", now=EARLY)
    return folder


def told(capsys, *words):
    status = entry([*map(str, words)])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_what_is_kept_is_chained_and_never_touched_again(files, tmp_path):
    folder = tmp_path / "kept"
    first = L.keep(folder, files[:1])[0]
    before = first.path.read_bytes()
    more = L.keep(folder, files[1:])
    assert first.path.read_bytes() == before
    assert [one.entry.number for one in more] == [2, 3]
    assert more[0].entry.previous == first.digest == hashlib.sha256(before).hexdigest()
    assert json.loads((folder / "head.json").read_text()) == {"entries": 3, "digest": more[-1].digest}
    assert [one.digest for one in L.read(folder)] == [first.digest, *(one.digest for one in more)]


def test_the_same_forecast_is_kept_once(files, tmp_path):
    L.keep(tmp_path / "kept", files[:1])
    for again in (files[:1], [files[1], files[1]]):
        with pytest.raises(PolitburoError) as caught:
            L.keep(tmp_path / "kept", again)
        assert caught.value.problems[0].code == "id-duplicate"
    assert len(L.read(tmp_path / "kept")) == 1


def changed(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


DAMAGE = {
    "a word of the first": (lambda f: changed(f / "0001-small.json", "no. 0", "no. 9"), "0001-small.json", "entry 1"),
    "a word of the last": (lambda f: changed(f / "0003-small.json", "no. 2", "no. 9"), "0003-small.json", "entry 3"),
    "a chance": (lambda f: changed(f / "0002-small.json", '"seed": 2', '"seed": 7'), "0002-small.json", "entry 2"),
    "one in the middle gone": (lambda f: (f / "0002-small.json").unlink(), "0003-small.json", "entry 2"),
    "the last gone": (lambda f: (f / "0003-small.json").unlink(), "kept", "entry 3"),
    "the head gone": (lambda f: (f / "head.json").unlink(), "head.json", "head"),
    "the head of another": (lambda f: changed(f / "head.json", '"entries": 3', '"entries": 1'), "head.json", "head"),
    "one twice": (lambda f: shutil.copy(f / "0002-small.json", f / "0002-tiny.json"), "0002-tiny.json", "entry 3"),
    "nonsense": (lambda f: (f / "0002-small.json").write_text("{}"), "0002-small.json", "entry 2"),
    "cut off": (lambda f: (f / "0003-small.json").write_bytes(b""), "0003-small.json", "entry 3"),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_seen_with_its_place_and_a_remedy(kept, files, what, capsys):
    damage, place, remedy = DAMAGE[what]
    damage(kept)
    with pytest.raises(PolitburoError) as caught:
        L.read(kept)
    problem = caught.value.problems[0]
    assert (problem.code, Path(problem.where).name) == ("ledger-damaged", place)
    assert remedy in problem.remedy and problem.found and problem.allowed
    for words in (("due",), ("score",), ("keep", files[0])):
        status, _, err = told(capsys, "forecast", *words, "--ledger", kept)
        assert status == 76 and "ledger-damaged" in err and "Traceback" not in err


def test_an_interruption_between_entry_and_head_loses_nothing(kept, pairs, tmp_path):
    head = (kept / "head.json").read_text()
    changed(kept / "head.json", head, json.dumps({"entries": 2, "digest": L.read(kept)[1].digest}))
    assert len(L.read(kept)) == 3
    other = tmp_path / "other.json"
    other.write_text(with_truth(politburo.load(SMALL), 16, seed=9, params="prior")[0].model_dump_json())
    assert L.keep(kept, [other])[0].entry.number == 4 and len(L.read(kept)) == 4


def test_a_ledger_written_anew_does_not_go_back_to_the_head_that_was_noted(kept, files, capsys, tmp_path):
    noted = L.read(kept)[1].digest
    assert len(L.read(kept, noted)) == 3
    L.keep(tmp_path / "forged", files, note="better", now=EARLY)
    assert len(L.read(tmp_path / "forged")) == 3  # in itself it is sound
    status, _, err = told(capsys, "forecast", "due", "--ledger", tmp_path / "forged", "--head", noted)
    assert status == 76 and "no entry has the digest" in err


def test_what_is_due(kept, pairs, capsys):
    said = pairs[0][0]
    rows = L.due(L.read(kept), date(1803, 3, 1))
    assert len(rows) == 6 and {row["months"] for row in rows} == {12, 24}
    assert L.coming(L.read(kept), date(1803, 3, 1)) == date(1804, 3, 1)
    leads = said.horizons[0].leads
    mine = next(row for row in rows if row["number"] == 1)
    assert mine["chance"] == max(leads.values()) == leads[mine["leads"]] and mine["foreseen"]
    status, out, _ = told(capsys, "forecast", "due", "--ledger", kept, "--on", "1802-02")
    assert status == 0 and "3 kept, 0 dates due on 1802-02-01; the next is 1802-03-01" in " ".join(
        out.split()
    )
    assert told(capsys, "forecast", "due", "--ledger", kept, "--on", "soon")[0] == 65


def test_the_scores_are_those_counted_by_hand(pairs, files, tmp_path):
    """One forecast kept at the start and one when two of its dates had passed."""
    folder, truths = tmp_path / "kept", tmp_path / "truths"
    truths.mkdir()
    (said, fact), (later, _) = pairs[0], pairs[1]
    (truths / "small.json").write_text(fact.model_dump_json(exclude_none=True))
    L.keep(folder, files[:1], now=EARLY)
    found = scores(L.read(folder), folder, truths)
    leads = {horizon.months: horizon.leads for horizon in said.horizons}
    came = {f.months: f.leads if f.leads in leads[f.months] else "other" for f in fact.horizons}
    given = [leads[months][name] for months, name in came.items()]
    assert found["foreseen"]["all"]["dates"] == len(given) and found["afterwards"]["all"] is None
    assert found["foreseen"]["all"]["given"] == pytest.approx(math.prod(given) ** (1 / len(given)))
    pairs_of = [(p, float(name == came[m])) for m, chances in leads.items() for name, p in chances.items()]
    for row, (low, high) in zip(found["foreseen"]["reliability"], pairwise(BINS), strict=False):
        mine = [pair for pair in pairs_of if low <= pair[0] < high]
        assert row["answers"] == len(mine) and row["came"] == pytest.approx(
            sum(y for _, y in mine) / len(mine)
        )
    years = {row["year"]: row for row in found["foreseen"]["years"]}
    assert years[1802]["dates"] == 1 and years[1802]["given"] == pytest.approx(given[0])
    L.keep(folder, files[1:2], now=LATE)
    found = scores(L.read(folder), folder, truths)
    assert (found["entries"], found["scored"], found["waiting"]) == (2, 2, [])
    assert found["afterwards"]["all"]["dates"] == 2  # one and two years on had passed
    assert found["foreseen"]["all"]["dates"] == 2 * len(given) - 2
    likely = max(later.horizons[0].leads.items(), key=lambda pair: pair[1])
    assert found["afterwards"]["years"][0]["promised"] >= min(likely[1], 0.5)


def test_without_a_truth_a_forecast_waits(kept):
    found = scores(L.read(kept), kept)
    assert found["waiting"] == [1, 2, 3] and found["foreseen"]["answers"] == 0


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_the_page(kept, pairs, capsys, tmp_path, ending):
    (kept / "truths").mkdir()
    (kept / "truths" / "small.json").write_text(pairs[0][1].model_dump_json(exclude_none=True))
    page = tmp_path / f"page{ending}"
    status, out, err = told(capsys, "forecast", "score", "--ledger", kept, "-o", page)
    text = page.read_text()
    assert (status, out) == (0, "") and str(page) in err
    assert "Calibration over time" in text and "1802" in text and L.read(kept)[-1].digest in text
    if ending == ".md":
        assert "(page-calibration.svg)" in text and "<svg" in (tmp_path / "page-calibration.svg").read_text()
    else:
        assert text.count("<svg") == 2 and "<script src" not in text
    status, out, _ = told(capsys, "forecast", "score", "--ledger", kept, "--json")
    assert status == 0 and json.loads(out)["foreseen"]["all"]["dates"] == 15


def test_keep_says_what_it_did(files, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, err = told(capsys, "forecast", "keep", files[0], "--note", "first")
    assert status == 0 and "entry 1: ledger/0001-small.json" in out and "Write the head down" in err
    assert L.read(Path("ledger"))[0].entry.note == "first"
    assert told(capsys, "forecast", "due", "--ledger", "nowhere")[0] == 66
    (tmp_path / "no.json").write_text("{}")
    assert told(capsys, "forecast", "keep", "no.json")[0] == 65
    assert told(capsys, "forecast", "score", "-o", "page.txt")[0] == 2
