"""Damaged, hostile and strange saved runs: every change is noticed, what can be made again is, and nothing hangs."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import shutil
import stat
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import writing

from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.store import Writer, open_saved
from politburo.store.arrays import packed, unpacked
from politburo.store.manifest import KINDS, KINDS_OF_RUN, sealed
from politburo.store.parts import Part, pack, unpack
from politburo.study.running.run import open_run
from politburo.study.running.verify import verify

SMALL = str(Path(__file__).parent.parent / "scenarios" / "valid" / "small")
WORDS = ["run", SMALL, "--histories", "3"]
HISTORIES = 12


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / "run"
    assert entry([*WORDS, "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def run(saved, tmp_path):
    return Path(shutil.copytree(saved, tmp_path / "run"))


@pytest.fixture
def small(tmp_path):
    """A run of a few kilobytes, without an engine."""
    writing.write(tmp_path / "run", HISTORIES)
    return tmp_path / "run"


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != ".lock")


def code(call, *words) -> str:
    """The code of the error in which a call ends, within a second."""
    began = time.process_time()
    with pytest.raises(PolitburoError) as caught:
        call(*words)
    assert time.process_time() - began < 1
    assert caught.value.problems[0].remedy
    return caught.value.problems[0].code


def forged(folder: Path, **changes) -> None:
    """Change the manifest as somebody would who knows how it is sealed."""
    found = json.loads((folder / "manifest.json").read_bytes()) | changes
    (folder / "manifest.json").write_bytes(sealed({k: v for k, v in found.items() if v is not ...}))


def test_every_flipped_bit_is_noticed(run):
    luck = random.Random(1)
    names = {path.name for path in files(run)}
    assert {"manifest.json", "resolved.json", "summary.json"} < names and len(files(run)) == 8
    for path in files(run):
        good = path.read_bytes()
        for _ in range(12):
            data = bytearray(good)
            data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
            path.write_bytes(data)
            with pytest.raises(PolitburoError) as caught:
                verify(run, again=0)
            assert caught.value.exit_status == 76 and path.name in caught.value.problems[0].where
        path.write_bytes(good)
    assert verify(run, again=0)["complete"]


def test_every_lost_file_is_noticed(run):
    for path in files(run):
        if path.parent.name == "blind" and path.name == "manifest.json":
            continue  # without it nothing is left that accompanies the run
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(PolitburoError) as caught:
            verify(run, again=0)
        assert caught.value.exit_status in (66, 76)
        path.write_bytes(data)


def test_every_damaged_file_is_said_at_once(small):
    damaged = files(small)[1:]
    for path in damaged:
        path.write_bytes(b"")
    with pytest.raises(PolitburoError) as caught:
        verify(small, again=0)
    assert len(caught.value.problems) == len(damaged) == 5


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", None, b"[" * 200_000])
def test_a_damaged_summary_is_made_again(run, caplog, text):
    path = run / "summary.json"
    good = path.read_bytes()
    path.unlink()
    if text is not None:
        path.write_bytes(text)
    made = open_run(run).summary
    assert made == json.loads(good)  # with what the companion adds
    assert entry(["show", str(run)]) == 0 and "summary.json" in caplog.text
    assert entry([*WORDS, "--out", str(run)]) == 0
    assert path.read_bytes() == good and verify(run)["complete"]


def test_a_damaged_scenario_is_made_again(run):
    path = run / "resolved.json"
    good = path.read_bytes()
    path.write_bytes(good[:-1])
    assert code(open_run, run) == "run-damaged"
    assert entry([*WORDS, "--out", str(run)]) == 0
    assert path.read_bytes() == good and verify(run)["complete"]


def test_an_interrupted_run_is_checked_too(small):
    forged(small, complete=False)
    assert not verify(small, again=0)["complete"]
    path = small / "resolved.json"
    path.write_bytes(b"{} ")
    assert code(lambda: verify(small, again=0)) == "run-damaged"


@pytest.mark.parametrize(
    "change, said",
    [
        ({"digest": "0" * 64}, "a digest"),
        ({"digest": ...}, "a digest"),
        ("lost", "8 histories"),
        ("twice", "16 histories"),
        ("swapped", "12 histories"),
    ],
)
def test_what_the_manifest_lists_is_what_the_run_has(small, change, said):
    """Sealed again after the change: the digest of the run and its count are looked at by themselves."""
    from politburo.store.parts import digest, named

    if isinstance(change, str):
        parts = json.loads((small / "manifest.json").read_bytes())["parts"]
        parts = {"lost": parts[:-1], "twice": [*parts, parts[-1]], "swapped": parts[::-1]}[change]
        change = {"parts": parts, "digest": digest([named(name) for name in parts])}
    forged(small, **change)
    with pytest.raises(PolitburoError) as caught:
        verify(small, again=0)
    assert [p.code for p in caught.value.problems] == ["run-damaged"]
    assert said in caught.value.problems[0].found


def test_a_part_is_what_its_name_says(tmp_path):
    block = writing.block(4, 4)
    part, data = pack(block, "0" * 16)

    def read(first=4, histories=4, data=data):
        wrong = Part(first, histories, part.run, hashlib.sha256(data).hexdigest())
        (tmp_path / wrong.name).write_bytes(data)
        return unpack(tmp_path, wrong)

    assert np.array_equal(read().events, block.events)
    assert code(lambda: read(first=0)) == "run-damaged"
    assert code(lambda: read(histories=5)) == "run-damaged"
    short = {**block.series, "fear": np.zeros(3)}
    for other in (
        packed({"first": np.array(4), "events": block.events}),
        packed({"first": np.array([4]), "events": block.events, "series.power": block.series["power"]}),
        packed({"first": np.array(4), "series.power": block.series["power"]}),
        packed({"first": np.array(4), "events": block.events, "series.power": np.array(1.0)}),
        pack(type(block)(4, short, block.events, {}), part.run)[1],
        pack(type(block)(4, block.series, block.events, {"pace": np.zeros(3)}), part.run)[1],
        b"",
        b"PK",
        data[:-30],
    ):
        assert code(lambda other=other: read(data=other)) == "run-damaged"


def test_arrays_come_back_as_they_were():
    arrays = {
        "whole": np.arange(6, dtype=np.int32).reshape(2, 3),
        "turned": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "one": np.array(7),
        "truths": np.array([True, False]),
        "words": np.array(["ab", "č"]),
        "nothing": np.zeros((0, 0), np.int32),
        "alike": np.zeros((40, 50), np.int8),
        "fields": np.rec.fromarrays([np.arange(3.0), np.arange(3)], dtype=[("a", "f4"), ("b", "i2")]),
    }
    again = unpacked(packed(arrays))
    assert list(again) == list(arrays)
    for name, array in arrays.items():
        assert again[name].dtype == array.dtype and np.array_equal(again[name], array)
        assert again[name].flags.writeable
    with np.load(io.BytesIO(packed(arrays))) as other:  # other programs can read them too
        assert np.array_equal(other["turned"], arrays["turned"])
    assert packed(arrays) == packed(arrays)


def member(head: str, body: bytes = b"", magic: bytes = b"\x93NUMPY\x01\x00") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        text = head.encode("latin-1")
        file.writestr("x.npy", magic + len(text).to_bytes(2, "little") + text + body)
    return out.getvalue()


HEAD = "{{'descr': {}, 'fortran_order': False, 'shape': {}, }}\n"


@pytest.mark.parametrize(
    "data",
    [
        member(HEAD.format("'<f4'", "(999999999999,)"), b"1234"),
        member(HEAD.format("'<f4'", "(2,)"), b"1234"),
        member(HEAD.format("'<f7'", "(2,)"), b"1234"),
        member(HEAD.format("'|O'", "(2,)"), b"1234"),
        member(HEAD.format("'<f4'", "(" + "1, " * 70 + ")"), b"1234"),
        member(HEAD.format("'<f4'", "(1,)"), b"1234", b"\x93NUMPY\x02\x00"),
        member("(" * 60_000),
        member(HEAD.format("'<f4'", "(__import__('os').system('false'),)")),
        member(HEAD.format("[('a', '<f4'), ('a', '<f4')]", "(1,)"), b"12345678"),
        member("", bytes(2**30 + 1)),
    ],
)
def test_arrays_that_lie_about_themselves_are_refused(data):
    began = time.process_time()
    with pytest.raises(ValueError):
        unpacked(data)
    assert time.process_time() - began < 1


def test_arrays_are_read_by_threads_at_the_same_time():
    """Python's parser, which NumPy's own reader uses, now and then fails in threads: it is not used."""
    import ast
    from unittest.mock import patch

    data = pack(writing.block(0, 2), "0" * 16)[1]
    with patch.object(ast, "literal_eval", side_effect=SystemError("recursion depth mismatch")):
        assert len(unpacked(data)) == 4


WRONG = {
    int: ("1", None, 1.5, [], -1, 0, 10**30, True),
    str: (1, None, [], {}),
    bool: ("true", None, 1),
    list: ({}, "ab", None, [1], [[]], [None]),
    dict: ([], "ab", None, {"a": []}),
}


@pytest.mark.parametrize("key", [*KINDS, *KINDS_OF_RUN, "digest", "asked"])
def test_a_manifest_with_a_wrong_or_missing_field_is_refused(small, key):
    kind = {**KINDS, **KINDS_OF_RUN, "digest": str, "asked": dict}[key]
    good = (small / "manifest.json").read_bytes()
    for value in (..., *WRONG[kind]):
        if (value is ... and key in ("digest", "asked")) or (key == "seed" and type(value) is int):
            continue
        forged(small, **{key: value})
        assert code(open_saved, small) in ("run-damaged", "run-version"), value
        with pytest.raises(PolitburoError):
            Writer(small, writing.facts(HISTORIES) | {"scenario": "t"}, "{}")
        (small / "manifest.json").write_bytes(good)


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"1" * 100_000,
        b'"\xff"',
        b"\x00",
        b"nan",
        b"{}",
        b'{"format": []}',
    ],
)
@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "resolved.json"])
def test_strange_json_is_refused(run, name, text):
    (run / name).write_bytes(text)
    if name != "manifest.json":
        found = json.loads((run / "manifest.json").read_bytes())["files"]
        forged(run, files=found | {name: hashlib.sha256(text).hexdigest()})
    if name == "summary.json" and text.endswith(b"}"):
        return
    call = (lambda: open_saved(run).summary) if name == "summary.json" else lambda: open_run(run)
    assert code(call) in ("run-damaged", "run-version")


def link_to_device(path: Path) -> None:
    """A link to an endless device: one of the test's own where it may make one, so that a fault of the program cannot replace the
    machine's."""
    device = Path(tempfile.mkdtemp()) / "device"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    except PermissionError:
        device = Path("/dev/zero")
        if os.geteuid() == 0 or not device.is_char_device():
            pytest.skip("no device to link to that is safe from a fault")
    path.symlink_to(device)


STRANGE = {
    "a pipe": lambda path: os.mkfifo(path),
    "a link to a device": link_to_device,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a folder": lambda path: path.mkdir(),
    "endless": lambda path: path.touch() or os.truncate(path, 2**40),
}


@pytest.mark.parametrize("name", ["manifest.json", "resolved.json", "summary.json", "part"])
@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_file_is_refused(small, kind, name):
    path = next((small / "parts").iterdir()) if name == "part" else small / name
    path.unlink()
    STRANGE[kind](path)
    assert code(verify, small) in ("run-damaged", "run-missing")
    began = time.process_time()
    try:
        assert writing.write(small, HISTORIES)[0]
    except PolitburoError as caught:
        assert kind == "a folder", caught
    else:
        assert verify(small, again=0)["complete"]
    assert time.process_time() - began < 2


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("name", [".lock", ".manifest.json.writing", "parts"])
def test_what_is_in_the_way_of_writing_does_not_stop_the_program(tmp_path, kind, name):
    STRANGE[kind](tmp_path / name)
    began = time.process_time()
    try:
        writing.write(tmp_path, HISTORIES)
    except PolitburoError as caught:
        assert caught.problems[0].code in ("cannot-write", "run-exists")
    else:
        assert verify(tmp_path, again=0)["complete"]
    assert time.process_time() - began < 2


def test_files_may_be_links_to_files(small, tmp_path):
    """As programs that manage data lay them out."""
    for number, path in enumerate(files(small)):
        path.rename(tmp_path / str(number))
        path.symlink_to(tmp_path / str(number))
    assert verify(small, again=0)["complete"]
