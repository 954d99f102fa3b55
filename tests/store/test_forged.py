"""Saved runs that somebody changed and sealed again: a summary is held to its shape and made again, an unsound scenario refused."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest

import politburo
from politburo import engine, scenario
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.measures.shape import held_to
from politburo.scenario.coherent import fault
from politburo.store.manifest import fingerprint, sealed
from politburo.study.running.run import open_run
from politburo.study.running.verify import verify

SMALL = Path(__file__).parent.parent / "scenarios" / "valid" / "small"
OTHERS = (None, "x", -7, 10**9, 1e300, True, [], {}, [[]], "\x1b[31m")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / "run"
    assert entry(["run", str(SMALL), "--histories", "4", "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def run(saved, tmp_path):
    return Path(shutil.copytree(saved, tmp_path / "run"))


def forge(folder: Path, name: str, text: str, **facts) -> None:
    """Change a file, and the manifest so that it speaks of the changed one."""
    (folder / name).write_text(text, encoding="utf-8")
    found = json.loads((folder / "manifest.json").read_bytes()) | facts
    found["files"][name] = hashlib.sha256(text.encode()).hexdigest()
    before = fingerprint(json.loads((folder / "manifest.json").read_bytes()))
    after = fingerprint(found)
    for path in (folder / "parts").glob("part-*"):
        path.rename(path.with_name(path.name.replace(before, after)))
    found["parts"] = [part.replace(before, after) for part in found["parts"]]
    (folder / "manifest.json").write_bytes(sealed(found))


def leaves(value, path=()):
    """The places of everything in a document; of a list the first entry and the list itself."""
    if path:
        yield path
    inner = (
        value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    )
    for key, one in inner:
        yield from leaves(one, (*path, key))


def changed(document, path, new):
    """The document with something else in one place; `...` takes it out."""
    made = copy.deepcopy(document)
    place = made
    for key in path[:-1]:
        place = place[key]
    if new is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = new
    return made


def test_a_summary_of_every_kind_has_the_shape(saved, tmp_path):
    runs = [open_run(saved), politburo.load("heir").run(1), politburo.load("algeria-1978").run(2)]
    runs.append(politburo.load("ussr-1922").run(24, seed=1, given_record="1922-12-31"))
    for run in runs:
        told = json.loads(json.dumps(run.summary))
        assert held_to(told, run.resolved, run._told_facts) is told


def test_whatever_is_changed_in_a_summary_is_noticed(saved):
    run = open_run(saved)
    good = json.loads((saved / "summary.json").read_bytes())
    places = [path for path in leaves(good) if path[0] != "blind" or len(path) < 3]
    assert len(places) > 150
    luck, loose = random.Random(1), []
    for path in places:
        for new in (..., luck.choice(OTHERS), luck.choice(OTHERS)):
            if new is ... and path in {
                ("blind",),
                ("picks", "nearest"),
                ("picks", "nearest_f1"),
                ("paths", 0),
                ("votes", 0),
            }:
                continue
            forged = changed(good, path, new)
            if forged == good:  # that is what stood there
                continue
            try:
                held_to(forged, run.resolved, run._told_facts)
            except ValueError:
                continue
            loose.append((path, new))
    assert [(path, new) for path, new in loose if not _harmless(path, new)] == []


def _harmless(path, new) -> bool:
    """Changes that leave a summary which can be shown: another word or number of the right kind, a list that may be of any length."""
    whole = isinstance(new, int) and not isinstance(new, bool)
    free = {"title", "interval", "path", "arena", "years", "simulated", "reserve"} | {
        "5%",
        "25%",
        "50%",
        "75%",
        "95%",
    }
    free_lists = {"leading", "paths", "votes", "likes", "persons"}
    return (
        path[-1] in free
        or (path[-1] in free_lists and new in ([], {}))
        or (path[0] == "leading" and new is ...)
        or (path[0] == "likes" and new is ...)
        or (path[-1] in {"low", "median", "high", "per_history"} and whole)
        or (path == ("blind", "histories") and whole)
        or (path == ("blind",) and new is None)
    )


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("leading", 0, "sole"), []),
        (("years",), 3),
        (("final",), {}),
        (("picks", "typical"), 10**6),
        (("leading", 0, "name"), "\x1b[31m"),
        (("run", "given"), None),
        (("sole_at_end", "share"), "much"),
    ],
)
def test_a_forged_summary_is_made_again(run, path, new, caplog):
    good = json.loads((run / "summary.json").read_bytes())
    forge(run, "summary.json", json.dumps(changed(good, path, new)))
    assert verify(run, again=0)["complete"]  # the seals fit
    assert open_run(run).summary == good and "summary.json" in caplog.text
    for words in (
        ["show", str(run)],
        ["plot", str(run), "final", "-o", str(run.parent / "f.svg")],
        ["paths", str(run)],
    ):
        assert entry(words) != 1
    assert entry(["report", str(run), "-o", str(run.parent / "r.html")]) == 0


def test_the_scenario_is_the_one_of_the_manifest(run):
    resolved = json.loads((run / "resolved.json").read_bytes())
    resolved["country"]["fear"] = 0.9
    forge(run, "resolved.json", json.dumps(resolved))
    for words in (
        ["show", str(run)],
        ["store", "verify", str(run)],
        ["store", "export", str(run), str(run / "x.csv")],
    ):
        assert entry(words) == 76


def test_whatever_is_changed_in_a_scenario_is_refused_or_runs():
    good = json.loads(scenario.resolve(scenario.load(SMALL)).to_json())
    assert fault(scenario.Resolved.model_validate(good)) == ""
    luck, ran = random.Random(2), 0
    for path in [*leaves(good)]:
        for new in (..., luck.choice(OTHERS), -1, 10**6):
            try:
                resolved = scenario.Resolved.from_json(json.dumps(changed(good, path, new)))
            except ValueError:
                continue
            if ran % 8 == 0:  # each takes its time
                next(engine.blocks(scenario.lower(resolved), histories=1, seed=1, workers=1))
            ran += 1
    assert 20 < ran < 250


@pytest.mark.parametrize(
    ("path", "new", "said"),
    [
        (("persons", 0, "patron"), 99, "patron: nothing has the number 99"),
        (("persons", 0, "traits"), [], "traits: 0 numbers"),
        (("bodies", 0, "seats"), {"77": "full"}, "seats: nothing has the number 77"),
        (("bodies", 0, "role"), "bureau", "0 bodies with the role congress"),
        (("bodies", 0, "every"), 0, "meets every 0 months"),
        (("offices", 0, "holder"), -1, "holder"),
        (("offices", 0, "resources"), {"gold": 1.0}, "resources: gold"),
        (("months",), 5, "5 months"),
        (("contenders",), 13, "13 contenders"),
        (("persons", 0, "prestige"), 1e300, "persons.prestige: 1e+300"),
        (("title",), "\x1b[31m", "title: a control character"),
        (("parameters",), {"nothing": 1.0}, "parameters: nothing"),
        (("cohort_counts", 0), [], "cohort_counts: 0 numbers"),
    ],
)
def test_what_is_not_sound_is_named(path, new, said):
    good = json.loads(scenario.resolve(scenario.load(SMALL)).to_json())
    with pytest.raises(ValueError, match=said.replace("+", r"\+")):
        scenario.Resolved.from_json(json.dumps(changed(good, path, new)))


@pytest.mark.parametrize(
    "facts",
    [
        {"off": ["nothing"]},
        {"fixed": {"nothing": 1.0}},
        {"fixed": {"pace": float("inf")}},
        {"posterior": 3},
        {"given_record": {"day": 3}},
        {"given_record": ["x"]},
        {"given_record": {"day": "1923"}},
    ],
)
def test_facts_that_make_no_run_are_refused(run, facts):
    forge(run, "summary.json", (run / "summary.json").read_text(), **facts)
    for words in (["show", str(run)], ["store", "verify", str(run)], ["why", str(run)]):
        assert entry(words) in (65, 76)
    with pytest.raises(PolitburoError):
        open_run(run)
