"""Saved runs survive what may happen to them."""

from __future__ import annotations

import builtins
import errno
import fcntl
import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import writing

from politburo.errors import PolitburoError
from politburo.store import Writer, files, open_saved, parts
from politburo.store.manifest import fingerprint
from politburo.store.parts import digest, sound

HISTORIES = 42  # the last block is smaller
BLOCKS = 11


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return writing.write(tmp_path_factory.mktemp("whole") / "run", HISTORIES)[0]


def listed(folder: Path, histories: int = HISTORIES) -> list[parts.Part]:
    """The parts of the run of `writing` in a folder."""
    return parts.listed(folder / "parts", fingerprint(writing.facts(histories)))


def start(folder: Path, pause: float = 0.0) -> subprocess.Popen:
    script = Path(writing.__file__)
    arguments = [sys.executable, script, folder, str(HISTORIES), str(pause)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def check_whole(folder: Path, expected: str) -> None:
    """Nothing lost, nothing twice, nothing left behind, the digest of an uninterrupted run."""
    saved = open_saved(folder)
    assert saved.manifest["digest"] == expected == digest(saved.parts)
    histories = np.concatenate([b.params["pace"] for b in saved.blocks()])
    assert np.array_equal(histories, np.arange(HISTORIES))
    assert len(list((folder / "parts").iterdir())) == BLOCKS
    assert not [path for path in folder.rglob("*") if path.name.endswith(files.WRITING)]


def kill_until_done(folder: Path, luck: random.Random, expected: str) -> int:
    """Run, kill -9 after a random while, again and again; returns how many kills hit a running process."""
    kills = 0
    while True:
        before = len(listed(folder))
        process = start(folder, pause=0.002)
        # after a random number of new parts (none: at any time since it began), and then at any moment
        wanted = before + luck.randrange(5)
        while process.poll() is None and len(listed(folder)) < wanted:
            time.sleep(0.0005)
        time.sleep(luck.uniform(0, 0.01 if wanted > before else 0.4))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        _, talk = process.communicate()
        safe = listed(folder)
        for part in safe:  # whatever has a part's name is whole
            assert sound(folder / "parts", part)
        if process.returncode == 0:
            return kills
        assert process.returncode == -signal.SIGKILL, talk
        if (folder / "manifest.json").exists():
            try:
                open_saved(folder)
            except PolitburoError as caught:
                assert caught.problems[0].code == "run-partial"
            else:  # the kill came when all was written and the process had not yet ended
                check_whole(folder, expected)


@pytest.mark.parametrize("kills", [6, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_random_nothing_is_lost_or_doubled(tmp_path, whole, kills):
    luck, done, runs = random.Random(7), 0, 0
    while done < kills:
        folder = tmp_path / f"run{runs}"
        done += kill_until_done(folder, luck, whole)
        check_whole(folder, whole)
        runs += 1
    print(f"{done} kills in {runs} runs: every one whole")


def test_the_digest_does_not_depend_on_interruptions_or_shards(tmp_path, whole):
    with Writer(tmp_path / "a", writing.facts(HISTORIES), "{}") as writer:
        for first in (8, 0, 40):  # in another order, from an interrupted run
            writer.add(writing.block(first, min(4, HISTORIES - first)))
    again, seen = writing.write(tmp_path / "a", HISTORIES)
    assert again == whole and seen == list(range(0, HISTORIES, 4))
    with Writer(tmp_path / "b", writing.facts(HISTORIES), "{}"):
        pass
    for shard in (3, 1, 2):
        with Writer(tmp_path / "b", writing.facts(HISTORIES), "{}", shard=(shard, 3)) as writer:
            mine = [first for first, _, there in writer.stretches() if not there]
            assert mine == list(range(4 * (shard - 1), HISTORIES, 12))
            for first in mine:
                writer.add(writing.block(first, min(4, HISTORIES - first)))
    assert writing.write(tmp_path / "b", HISTORIES)[0] == whole
    check_whole(tmp_path / "b", whole)


def test_a_run_goes_on_in_blocks_of_the_size_in_which_it_was_begun(tmp_path, whole):
    with Writer(tmp_path, writing.facts(HISTORIES), "{}") as writer:
        writer.add(writing.block(8, 4))
    assert writing.write(tmp_path, HISTORIES, size=16)[0] == whole
    check_whole(tmp_path, whole)


def test_a_second_writer_is_refused_while_the_first_lives(tmp_path):
    process = start(tmp_path / "run", pause=0.2)
    while not (tmp_path / "run" / "manifest.json").exists():
        time.sleep(0.01)
    with pytest.raises(PolitburoError) as caught:
        writing.write(tmp_path / "run", HISTORIES)
    assert caught.value.problems[0].code == "run-busy"
    process.kill()
    process.communicate()
    writing.write(tmp_path / "run", HISTORIES)  # the lock went with the process


def test_shards_may_write_side_by_side_but_no_shard_twice(tmp_path):
    facts = writing.facts(HISTORIES)
    with Writer(tmp_path, facts, "{}"):
        pass
    with Writer(tmp_path, facts, "{}", shard=(1, 2)), Writer(tmp_path, facts, "{}", shard=(2, 2)):
        for how in ({"shard": (1, 2)}, {}):
            with pytest.raises(PolitburoError) as caught:
                Writer(tmp_path, facts, "{}", **how)
            assert caught.value.problems[0].code == "run-busy"


def test_another_run_is_never_continued(tmp_path):
    writing.write(tmp_path, HISTORIES)
    with pytest.raises(PolitburoError) as caught:
        Writer(tmp_path, writing.facts(HISTORIES) | {"seed": 2}, "{}")
    assert caught.value.problems[0].code == "run-exists"
    assert "seed" in caught.value.problems[0].found
    for key in (
        "machine",
        "model",
        "politburo",
        "scenario",
    ):  # of the same kind of processor and software only
        with pytest.raises(PolitburoError, match=f"run that differs in: {key}"):
            Writer(tmp_path, writing.facts(HISTORIES) | {key: "another"}, "{}")
    with Writer(tmp_path, writing.facts(HISTORIES) | {"seed": 2}, "{}", force=True) as writer:
        assert not writer.parts and not writer.complete


def test_a_flipped_byte_is_detected_and_mended(tmp_path, whole):
    writing.write(tmp_path, HISTORIES)
    path = sorted((tmp_path / "parts").iterdir())[3]
    data = bytearray(path.read_bytes())
    for place in (0, len(data) // 2, len(data) - 1):
        data[place] ^= 1
        path.write_bytes(bytes(data))
        with pytest.raises(PolitburoError) as caught:
            list(open_saved(tmp_path).blocks())
        assert caught.value.problems[0].code == "run-damaged" and path.name in caught.value.problems[0].where
        data[place] ^= 1
    path.write_bytes(bytes(data[:-1]))
    assert writing.write(tmp_path, HISTORIES)[0] == whole
    check_whole(tmp_path, whole)


CALLS = [
    (os, "replace"),
    (os, "fsync"),
    (os, "open"),
    (builtins, "open"),
    (Path, "mkdir"),
    (Path, "unlink"),
    (Path, "iterdir"),
    (os, "stat"),
    (Path, "read_bytes"),
    (fcntl, "flock"),
]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
@pytest.mark.parametrize("home, name", CALLS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_file_operation_may_fail_once(tmp_path, whole, monkeypatch, home, name, error):
    """At each call in turn: a clear message, a readable folder, and a resume to the same digest."""
    real = getattr(home, name)
    nth = 0
    while True:
        folder = tmp_path / f"run{nth}"
        count = 0

        def failing(*arguments, nth=nth, folder=folder, **how):
            nonlocal count
            if name != "open" or str(folder) in str(arguments[0]):
                count += 1
                if count == nth + 1:
                    raise OSError(error, os.strerror(error), str(arguments[0]))
            return real(*arguments, **how)

        with monkeypatch.context() as patched:
            patched.setattr(home, name, failing)
            try:
                writing.write(folder, HISTORIES)
                failed = False
            except PolitburoError as caught:
                failed = True
                assert caught.problems[0].code in ("cannot-write", "run-damaged", "run-exists")
                assert os.strerror(error) in str(caught) and caught.problems[0].remedy
        if not failed and count <= nth:
            break  # all calls have had their turn
        if (folder / "manifest.json").exists():
            saved = open_saved(folder, partial=True)
            assert all(np.isfinite(b.series["power"]).all() for b in saved.blocks())
        assert writing.write(folder, HISTORIES)[0] == whole
        check_whole(folder, whole)
        nth += 1 if nth < 4 else 7  # the first ones, and some of the many alike
    if name in ("replace", "fsync", "open", "mkdir", "iterdir"):
        assert nth > 0


def test_a_full_disk(tmp_path, whole):
    """A limit on the size of files stands for it: writing stops in the middle of a part."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "import writing; from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))\n"
        "from politburo.errors import PolitburoError\n"
        "try: writing.write(Path(sys.argv[1]), 42)\n"
        "except PolitburoError as error: print(error); sys.exit(error.exit_status)\n"
    )
    folder = tmp_path / "run"
    done = subprocess.run(
        [sys.executable, "-c", script, folder],
        cwd=Path(writing.__file__).parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 74 and "cannot-write" in done.stdout and "File too large" in done.stdout, done
    assert "the same command continues" in done.stdout
    saved = open_saved(folder, partial=True)
    assert saved.manifest["complete"] is False and not list(saved.blocks())
    assert writing.write(folder, HISTORIES)[0] == whole
    check_whole(folder, whole)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"complete": true}', '{"complete": true, "parts": [{}]}', "\x00"]
)
def test_a_broken_manifest_is_said_to_be_broken(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(PolitburoError) as caught:
        open_saved(tmp_path)
    assert caught.value.problems[0].code == "run-damaged"


def test_the_manifest_says_complete_only_at_the_end(tmp_path):
    with Writer(tmp_path, writing.facts(8), "{}") as writer:
        writer.add(writing.block(0, 4))
        assert json.loads((tmp_path / "manifest.json").read_text())["complete"] is False
        writer.add(writing.block(4, 4))
        writer.finish({})
    assert open_saved(tmp_path).manifest["complete"] is True


def test_a_file_is_flushed_before_it_has_its_name_and_its_name_after(tmp_path, monkeypatch):
    """Without the first a crash of the machine leaves an empty file of the right name, without the second no name."""
    done = []

    def noted(name, real):
        def call(*words):
            kind = "folder" if name == "fsync" and stat.S_ISDIR(os.fstat(words[0]).st_mode) else ""
            size = os.fstat(words[0]).st_size if name == "fsync" and not kind else ""
            done.append(f"{name} {kind}{size}".strip())
            return real(*words)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    files.put(tmp_path / "x", b"12345")
    assert done == ["fsync 5", "replace", "fsync folder"]
    done.clear()
    with Writer(tmp_path / "run", writing.facts(8), "{}") as writer:
        writer.add(writing.block(0, 4))
        assert done[-1] == "fsync folder" and done.count("replace") == 3


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.ENOTSUP, errno.EIO], ids=errno.errorcode.get)
def test_a_lock_that_fails_says_what_failed(tmp_path, monkeypatch, error):
    def failing(*_):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", failing)
    with pytest.raises(PolitburoError) as caught:
        Writer(tmp_path, writing.facts(8), "{}")
    (problem,) = caught.value.problems
    assert problem.code == "cannot-write" and problem.where == str(tmp_path / ".lock")
    assert "cannot be locked" in problem.found and os.strerror(error) in problem.found
