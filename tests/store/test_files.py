"""Files that are whole or not there: what is left behind, what is held open, and how large a file may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.store import files

OPEN = Path("/proc/self/fd")
counted = pytest.mark.skipif(not OPEN.exists(), reason="open files are counted on Linux")


def test_a_file_may_have_the_largest_size_and_not_a_byte_more(tmp_path):
    (tmp_path / "f").write_bytes(b"12345")
    assert files.get(tmp_path / "f", 5) == b"12345"
    with pytest.raises(OSError, match="5 bytes"):
        files.get(tmp_path / "f", 4)


def test_what_another_writer_left_is_written_over(tmp_path):
    files.unfinished(tmp_path / "f").write_bytes(b"half")
    files.put(tmp_path / "f", b"whole")
    assert (tmp_path / "f").read_bytes() == b"whole" and [p.name for p in tmp_path.iterdir()] == ["f"]


def test_a_refused_write_leaves_nothing(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", refuse)
    with pytest.raises(PolitburoError, match="No space left"):
        files.put(tmp_path / "f", b"whole")
    assert not [*tmp_path.iterdir()]


@counted
def test_no_file_stays_open(tmp_path):
    before = len(os.listdir(OPEN))
    for _ in range(3):
        files.put(tmp_path / "f", b"whole")
        files.sync_folder(tmp_path)
    assert len(os.listdir(OPEN)) == before


@counted
def test_a_lock_that_is_held_elsewhere_is_let_go_of_at_once(tmp_path):
    with files.lock(tmp_path / ".lock"):
        before = len(os.listdir(OPEN))
        with pytest.raises(PolitburoError) as caught:
            files.lock(tmp_path / ".lock")
        assert len(os.listdir(OPEN)) == before and caught.value.problems[0].code == "run-busy"


def test_nothing_that_is_there_is_written_over(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    files.refuse_taken(tmp_path / "new")
    files.refuse_taken(tmp_path / "empty", unless_empty=True)
    for name, found, how in (
        ("empty", "a folder", {}),
        ("full", "a folder", {"unless_empty": True}),
        ("full/file", "a file", {}),
        ("link", "a file", {}),
    ):
        with pytest.raises(PolitburoError) as caught:
            files.refuse_taken(tmp_path / name, **how)
        (problem,) = caught.value.problems
        assert (problem.code, problem.found, problem.where) == ("target-exists", found, str(tmp_path / name))
        assert "run" not in str(problem).split() and caught.value.exit_status == 73


@pytest.mark.parametrize("form", ["datapackage", "popolo"])
def test_a_record_is_not_exported_over_a_file_and_the_message_does_not_speak_of_runs(tmp_path, capsys, form):
    target = tmp_path / "notes.txt"
    target.write_text("mine")
    assert entry(["record", "export", "ussr-1922", str(target), "--as", form]) == 73
    said = capsys.readouterr().err
    assert "[target-exists]" in said and "saved run" not in said and target.read_text() == "mine"
