"""Compiled programs are kept, and what is wrong with a kept one never matters."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import pytest

from politburo import keeping


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


def make(calls):
    def made():
        calls.append(1)
        shape = jax.ShapeDtypeStruct((3,), jnp.float32)
        return {"double": jax.jit(lambda x: 2 * x + 1).lower(shape).compile()}

    return made


def test_a_program_is_made_once_and_does_the_same(folder):
    calls = []
    first = keeping.kept("a", make(calls))["double"](jnp.arange(3.0))
    again = keeping.kept("a", make(calls))["double"](jnp.arange(3.0))
    assert len(calls) == 1 and list(again) == list(first) == [1, 3, 5]
    keeping.kept("b", make(calls))
    assert len(calls) == 2 and len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("harm", [lambda body: body[:-7], lambda body: b"", lambda body: body[:-1] + b"\0"])
def test_a_damaged_file_is_made_anew(folder, harm):
    calls = []
    keeping.kept("a", make(calls))
    (file,) = folder.iterdir()
    file.write_bytes(harm(file.read_bytes()))
    assert list(keeping.kept("a", make(calls))["double"](jnp.arange(3.0))) == [1, 3, 5]
    assert len(calls) == 2
    keeping.kept("a", make(calls))
    assert len(calls) == 2


def test_a_place_that_cannot_be_written_costs_time_only(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(keeping, "FOLDER", tmp_path / "file" / "kept")
    calls = []
    for _ in range(2):
        assert list(keeping.kept("a", make(calls))["double"](jnp.arange(3.0))) == [1, 3, 5]
    assert len(calls) == 2


def test_other_sources_or_another_processor_ask_for_other_programs(folder, monkeypatch):
    calls = []
    keeping.kept("a", make(calls))
    monkeypatch.setattr(keeping, "processor", lambda: "another")
    keeping.fingerprint.cache_clear()
    keeping.kept("a", make(calls))
    keeping.fingerprint.cache_clear()
    assert len(calls) == 2


def test_the_oldest_make_room(folder, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    for name in "abc":
        keeping.kept(name, make([]))
    assert len(list(folder.iterdir())) == 2
