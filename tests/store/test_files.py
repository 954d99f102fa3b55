"""Files that are whole or not there: what is left behind, what is held open, and how large a file may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
