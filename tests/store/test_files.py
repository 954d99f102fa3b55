"""Files that are whole or not there: what is left behind, what is held open, and how large a file may be."""

from __future__ import annotations

import errno
import os
import re
import stat
import threading
from pathlib import Path

import pandas
import pytest

import politburo
from politburo import report
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.plots.svg import Figure
from politburo.store import files
from politburo.study.running.exchange import write_workbook

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


def refused(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def figure():
    return Figure("f", "F", "", (), (), "<svg new/>", "<svg/>")


#: what writes a file that a user names -> how
WRITERS = {
    "put": lambda path: files.put(path, b"new"),
    "a figure": lambda path: figure().save(path),
    "a report": lambda path: report.save("<p>new</p>", path),
    "a workbook": lambda path: _aside(
        path, lambda place: write_workbook({"a": pandas.DataFrame({"b": [1]})}, place)
    ),
}


def _aside(path, write):
    with files.aside(path) as place:
        write(place)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_never_destroys_an_older_file(tmp_path, monkeypatch, name, call):
    path = tmp_path / "it.svg"
    path.write_text("older")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refused)
        with pytest.raises(PolitburoError) as caught:
            WRITERS[name](path)
    assert caught.value.problems[0].code == "cannot-write" and path.read_text() == "older"
    assert [one.name for one in tmp_path.iterdir()] == ["it.svg"]  # nothing half-written is left
    WRITERS[name](path)
    assert path.read_bytes() != b"older"


def test_an_interruption_leaves_nothing_and_the_older_file(tmp_path):
    path = tmp_path / "f"
    path.write_text("older")
    with pytest.raises(KeyboardInterrupt), files.aside(path) as place:
        place.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "older" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
def test_links_are_followed_and_what_is_no_file_is_not_replaced(tmp_path):
    (tmp_path / "real").write_text("older")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files.put(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "new"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    got: list[bytes] = []
    reader.start()
    files.put(pipe, b"through")
    reader.join(10)
    assert got == [b"through"] and stat.S_ISFIFO(pipe.stat().st_mode)


def test_nothing_writes_to_a_file_that_a_user_names_but_through_one_function():
    """What the libraries of `export` write goes to a place that `aside` gives; everything else through `put`."""
    root = Path(politburo.__file__).parent
    direct = re.compile(
        r"\.write_(text|bytes)\(|\.open\(.{0,20}[\"'][wa]b?[\"']|\bto_(csv|parquet|netcdf|zarr)\("
    )
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if direct.search(path.read_text(encoding="utf-8"))
    }
    assert found <= ALLOWED, found - ALLOWED


#: they are handed a place by `export` or `record_exchange`, which call `aside`, or a buffer; build and studio write for themselves
ALLOWED = {
    "study/running/exchange.py",
    "study/running/export.py",
    "study/questions/sweep.py",
    "compiled.py",
    "studio/api/cases.py",
    "studio/jobs.py",
}


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
