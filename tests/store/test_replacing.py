"""A run that is replaced: nothing of it comes into the next one, and nothing that is not of it is touched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import writing

from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.store import Writer, open_saved
from politburo.store.manifest import COMPANION, sealed
from politburo.store.parts import NAME
from politburo.study.running.verify import verify

HISTORIES = 12
OTHER = {"scenario": "t"}  # histories of another world, in blocks of the same size
SMALL = str(Path(__file__).parent.parent / "scenarios" / "valid" / "small")


class Stopped(BaseException):
    """As a kill: nothing after it is done."""


def facts(**more):
    return {**writing.facts(HISTORIES), **more}


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {".lock"}


def whole(folder: Path, **more) -> Path:
    with Writer(folder, facts(**more), "{}", force=True) as writer:
        for first, count, _ in writer.stretches():
            for block in writing.compute(count, first):
                writer.add(block)
        writer.finish({})
    return folder


def stop_at(monkeypatch, nth: int) -> None:
    """Let the nth removal or renaming of a file be the last thing that happens."""
    count = 0

    def counted(real):
        def once(*words, **how):
            nonlocal count
            if count == nth:
                raise Stopped
            count += 1
            return real(*words, **how)

        return once

    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr(os, "replace", counted(os.replace))


def test_a_replacement_that_is_interrupted_anywhere_mixes_no_two_runs(tmp_path, monkeypatch):
    nth, stopped = 0, True
    while stopped:
        folder = whole(tmp_path / str(nth))
        with monkeypatch.context() as patched:
            stop_at(patched, nth)
            try:
                with Writer(folder, facts(**OTHER), "{}", force=True):
                    stopped = False
            except Stopped:
                pass
        for mine in (facts(), facts(**OTHER)):
            try:
                saved = open_saved(folder)
                assert saved.manifest["scenario"] == "s" and verify(folder, again=0)["complete"]
            except PolitburoError as caught:  # never a run that looks whole and is not
                assert caught.problems[0].code in ("run-partial", "run-missing")
            with Writer(folder, mine, "{}", force=True) as writer:
                for part in writer.parts.values():
                    assert part.run == writer.run
                if mine["scenario"] == "t":
                    assert not writer.parts
        nth += 1
    assert nth > 8


def test_parts_of_another_run_are_never_adopted(tmp_path):
    """Even where they lie in the folder, fit, and nothing says that another run was there."""
    folder = whole(tmp_path / "run")
    for name in ("manifest.json", "resolved.json", "summary.json"):
        (folder / name).unlink()
    before = names(folder)
    with Writer(folder, facts(**OTHER), "{}") as writer:
        assert not writer.parts
        assert all(not there for _, _, there in writer.stretches())
    assert names(folder) == before | {
        "manifest.json",
        "resolved.json",
    }  # nor are they removed: who knows whose they are
    with Writer(tmp_path / "more", facts(histories=16), "{}") as writer:
        for path in (folder / "parts").iterdir():
            path.rename(tmp_path / "more" / "parts" / path.name)
    with Writer(tmp_path / "more", facts(histories=16), "{}") as writer:
        assert not writer.parts


def test_the_companion_goes_with_the_run_that_it_accompanied(tmp_path):
    out, words = tmp_path / "run", ["run", SMALL, "--histories", "2", "--out", str(tmp_path / "run")]
    assert entry(words) == 0
    before = names(out)
    assert f"{COMPANION}/manifest.json" in before
    assert entry([*words, "--seed", "2", "--no-blind"]) == 73  # not without --force
    assert names(out) == before
    assert entry([*words, "--seed", "2", "--no-blind", "--force"]) == 0
    assert not any(name.startswith(f"{COMPANION}/") for name in names(out) if not name.endswith(".lock"))
    assert verify(out)["complete"]


def test_a_companion_of_another_run_is_noticed(tmp_path):
    for seed in ("1", "2"):
        assert entry(["run", SMALL, "--histories", "2", "--seed", seed, "--out", str(tmp_path / seed)]) == 0
    (tmp_path / "1" / COMPANION).rename(tmp_path / "kept")
    (tmp_path / "2" / COMPANION).rename(tmp_path / "1" / COMPANION)
    with pytest.raises(PolitburoError) as caught:
        verify(tmp_path / "1")
    assert caught.value.problems[0].code == "run-damaged" and "seed" in caught.value.problems[0].found


FOREIGN = {
    "odds.json": "mine",
    "notes.json": "mine",
    "draft.writing": "mine",
    ".draft.json.writing": "mine",
    "parts/mine.npz": "mine",
    "parts/.mine.writing": "mine",
    "parts/part-000000000-4-0000000000000000-" + "0" * 64 + ".npz": "mine",
    "parts/.part-000000000-4-0000000000000000-" + "0" * 64 + ".npz.writing": "mine",
}


@pytest.mark.parametrize("force", [False, True])
def test_files_that_are_not_of_the_run_are_left_alone(tmp_path, force):
    for name, text in FOREIGN.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    whole(tmp_path)
    with Writer(tmp_path, facts(**(OTHER if force else {})), "{}", force=force) as writer:
        assert not (writer.complete and force)
    assert all((tmp_path / name).read_text() == text for name, text in FOREIGN.items())


@pytest.mark.parametrize("text", ['{"name": "an app", "format": 1}', "{", "", "[]", "summary"])
def test_a_manifest_of_another_program_is_left_alone(tmp_path, text):
    name = "summary.json" if text == "summary" else "manifest.json"
    (tmp_path / name).write_text(text)
    (tmp_path / "data.json").write_text("mine")
    for force in (False, True):
        with pytest.raises(PolitburoError) as caught:
            Writer(tmp_path, facts(), "{}", force=force)
        assert caught.value.problems[0].code == "run-exists"
        assert "yourself" in caught.value.problems[0].remedy
    assert (tmp_path / name).read_text() == text and names(tmp_path) == {name, "data.json"}


def test_leftovers_of_killed_writers_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", stopped)
    for _ in range(2):
        with pytest.raises(Stopped):
            whole(tmp_path / "begun")
    assert names(tmp_path / "begun") == {".manifest.json.writing"}
    monkeypatch.undo()
    with Writer(tmp_path / "run", facts(), "{}") as writer:
        monkeypatch.setattr(os, "replace", stopped)
        with pytest.raises(Stopped):
            writer.add(writing.block(0, 4))
    (leftover,) = [name for name in names(tmp_path / "run") if name.endswith(".writing")]
    assert NAME.search(leftover)
    monkeypatch.undo()
    for folder in ("begun", "run"):
        with Writer(tmp_path / folder, facts(), "{}"):
            pass
        assert names(tmp_path / folder) == {"manifest.json", "resolved.json"}

    for name in ("manifest", "resolved", "summary"):
        (whole(tmp_path / "whole") / f".{name}.json.writing").touch()
    with Writer(tmp_path / "whole", facts(), "{}") as writer:
        assert writer.complete and not [name for name in names(tmp_path / "whole") if ".writing" in name]


def stopped(*_):
    raise Stopped


def test_of_a_damaged_manifest_the_parts_say_whose_they_are(tmp_path):
    """A manifest that was damaged is no dead end for its own run, and no permission for another one."""
    folder = whole(tmp_path)
    path = folder / "manifest.json"
    good = path.read_bytes()
    path.write_bytes(good.replace(b'"seed": 1', b'"seed": 3'))
    with pytest.raises(PolitburoError):
        Writer(folder, facts(**OTHER), "{}", force=True)
    with Writer(folder, facts(), "{}") as writer:
        assert len(writer.parts) == 3 and not writer.complete
        writer.finish({})
    assert path.read_bytes() == good


def test_a_run_of_another_format_is_left_alone(tmp_path):
    (tmp_path / "manifest.json").write_bytes(sealed({**facts(), "format": 3}))
    with pytest.raises(PolitburoError) as caught:
        open_saved(tmp_path)
    assert caught.value.problems[0].code == "run-version"
    with pytest.raises(PolitburoError) as caught:
        Writer(tmp_path, facts(), "{}", force=True)
    assert "format 3" in caught.value.problems[0].found
    assert json.loads((tmp_path / "manifest.json").read_text())["format"] == 3
