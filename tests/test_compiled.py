"""The engine that runs is the one whose sources lie there, or nothing runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from politburo import compiled

CLONE = Path(compiled.CLONE)
START = "from politburo import clock; print(clock.__file__)"


def start(place: Path, program: str = START, **more: str) -> subprocess.CompletedProcess:
    """Run a program with the package that lies at a place."""
    environment = {k: v for k, v in os.environ.items() if k != "POLITBURO_UNCOMPILED"}
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"PYTHONPATH": str(place)} | more,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def installed(tmp_path) -> Path:
    """The package as it lies in an installation."""
    shutil.copytree(
        Path(compiled.HOME),
        tmp_path / "politburo",
        ignore=shutil.ignore_patterns("catalog", "__pycache__", "*.pxd"),
    )
    return tmp_path


def refused(said: subprocess.CompletedProcess, words: str) -> bool:
    return said.returncode != 0 and "[engine-build]" in said.stderr and words in said.stderr


def test_an_installed_engine_runs_without_the_compilers_files(installed):
    said = start(installed)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(str(installed)) and not said.stdout.strip().endswith(".py")


def test_an_installation_that_cannot_be_written_to_is_used_as_it_is(installed):
    def lies_there() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in installed.rglob("*")}

    before = lies_there()
    for path in installed.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    said = start(installed, PYTHONDONTWRITEBYTECODE="1")
    assert said.returncode == 0 and not said.stderr and said.stdout.startswith(str(installed))
    assert not said.stdout.strip().endswith(".py")  # what is compiled is used
    assert lies_there() == before  # the administrator may write anywhere, and does not
    for path in installed.rglob("*"):
        path.chmod(0o755)


def test_sources_of_another_version_are_refused(installed):
    with open(installed / "politburo" / "vocab.py", "a") as file:
        file.write("\n")
    assert refused(start(installed), "another version")


def test_a_missing_extension_module_is_refused_and_its_source_is_not_run(installed):
    file = compiled.extension("model.voting")
    assert file is not None
    (installed / "politburo" / "model" / Path(file).name).unlink()
    assert refused(start(installed), "missing")


def test_an_extension_module_of_another_machine_is_refused(installed):
    file = compiled.extension("model.voting")
    assert file is not None
    (installed / "politburo" / "model" / Path(file).name).write_bytes(b"\x7fELF of another machine")
    assert refused(start(installed), "reinstall")


def test_an_extension_module_that_was_left_behind_is_not_loaded(installed):
    file = compiled.extension("model.voting")
    assert file is not None
    shutil.copy(file, installed / "politburo" / Path(file).name.replace("voting", "rng"))
    said = start(installed, "from politburo import rng; print(rng.__file__)")
    assert said.stdout.strip().endswith("rng.py"), said.stderr


def test_uncompiled_sources_run_and_want_the_package_cython(installed):
    said = start(installed, POLITBURO_UNCOMPILED="1")
    assert said.stdout.strip().endswith("clock.py"), said.stderr
    hidden = "import importlib.util as u; u.find_spec = lambda name: None\n"
    said = start(installed, hidden + START, POLITBURO_UNCOMPILED="1")
    assert "[extra-missing]" in said.stderr and "pip install Cython" in said.stderr


def test_asking_whether_the_engine_is_current_takes_milliseconds():
    def once() -> float:
        begun = time.perf_counter()
        assert compiled.is_current()
        return time.perf_counter() - begun

    assert min(once() for _ in range(10)) < 0.005


@pytest.fixture
def clone(tmp_path) -> Path:
    """A clone for development with what has been compiled so far."""
    if not compiled.in_clone() or not (CLONE / "build" / "inplace").exists():
        pytest.skip("the package under test does not lie in a clone in which it was compiled")
    for name in ("src", "build", "build_support"):
        shutil.copytree(
            CLONE / name, tmp_path / name, ignore=shutil.ignore_patterns("catalog", "__pycache__", "lib*")
        )
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", "NOTICE"):
        shutil.copy2(CLONE / name, tmp_path / name)
    return tmp_path


def test_a_changed_mechanism_is_compiled_at_the_next_start_and_two_starts_do_not_disturb_each_other(clone):
    file = clone / "src" / "politburo" / "mechanisms" / "voice.py"
    old = file.stat()
    file.write_text(file.read_text("utf-8") + "\n\ndef added():\n    return 7\n", "utf-8")
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))  # as a copy that keeps dates would leave it
    program = "from politburo.mechanisms import voice; print(voice.added(), voice.__file__)"
    command = [sys.executable, "-c", program]
    environment = os.environ | {"PYTHONPATH": str(clone / "src")}
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert out.startswith("7 ") and not out.strip().endswith(".py"), err
        assert err in ("", "Compiling what has changed ...\n")
    again = start(clone / "src", program)
    assert again.stdout.startswith("7 ") and not again.stderr


@pytest.mark.parametrize("mistake", ["    return 7 +", "    return unheard_of"])
def test_a_mistake_in_a_mechanism_is_shown_with_its_line(clone, mistake):
    file = clone / "src" / "politburo" / "mechanisms" / "voice.py"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([*lines, "def added(x: int) -> int:", mistake, ""]), "utf-8")
    said = start(clone / "src")
    assert refused(said, f"mechanisms/voice.py:{len(lines) + 2}:")
    assert "Traceback" not in said.stderr.split("PolitburoError:")[1]


def test_a_compiler_is_chosen_or_its_lack_explained(monkeypatch):
    if not compiled.in_clone():
        pytest.skip("the package under test does not lie in a clone")
    monkeypatch.syspath_prepend(str(CLONE))
    from build_support import compilers

    monkeypatch.delenv("POLITBURO_COMPILER", raising=False)
    monkeypatch.setattr(compilers, "c_compiler", lambda: "cc")
    assert compilers.kind() == "cc" and compilers.requirements() == []
    monkeypatch.setenv("POLITBURO_COMPILER", "zig")
    assert compilers.kind() == "zig" and compilers.requirements() == [compilers.ZIGLANG]
    monkeypatch.delenv("POLITBURO_COMPILER")
    monkeypatch.setattr(compilers, "c_compiler", lambda: None)
    assert compilers.kind() == "zig"
    monkeypatch.setenv("POLITBURO_COMPILER", "cc")
    with pytest.raises(compilers.NoCompiler, match="install"):
        compilers.kind()
    monkeypatch.setenv("POLITBURO_COMPILER", "other")
    with pytest.raises(compilers.NoCompiler, match="cc or zig"):
        compilers.kind()
    monkeypatch.delenv("POLITBURO_COMPILER")
    monkeypatch.setattr(compilers, "includes", lambda: ["nowhere"])
    with pytest.raises(compilers.NoCompiler, match=r"Python\.h"):
        compilers.kind()


def test_a_compiler_that_does_not_work_is_not_chosen(monkeypatch):
    if not compiled.in_clone():
        pytest.skip("the package under test does not lie in a clone")
    monkeypatch.syspath_prepend(str(CLONE))
    from build_support import compilers

    assert not compilers.works([sys.executable, "-c", "raise SystemExit(1)"])
    assert not compilers.works(["a-compiler-that-is-not-there"])
