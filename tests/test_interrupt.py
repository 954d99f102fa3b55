"""Ctrl-C ends every command with status 130 and a word on what is safe, whatever it happens to interrupt."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from politburo.cli import entry, interrupts
from politburo.errors import Interrupted, PolitburoError, Problem
from politburo.study.running.run import open_run

SMALL = str(Path(__file__).parent / "scenarios" / "valid" / "small")


def begun(folder: Path, *more: str) -> subprocess.Popen:
    """A run that has something to lose."""
    words = ["run", SMALL, "--histories", "5000", "--no-blind", "--out", str(folder), *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "politburo", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not list(folder.glob("parts/part-*")) and process.poll() is None:
        time.sleep(0.01)
    return process


def test_ctrl_c_ends_with_130_and_what_is_finished_is_safe(tmp_path):
    process = begun(tmp_path)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    safe = len(list((tmp_path / "parts").glob("part-*")))
    assert process.returncode == 130 and not out
    assert (
        err.strip().startswith(f"interrupted: {64 * safe} of 5000 histories are safe in {tmp_path}") and safe
    )
    with pytest.raises(PolitburoError, match="the same command"):
        open_run(tmp_path)


def test_ctrl_c_pressed_twice_ends_at_once(tmp_path):
    process = begun(tmp_path)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130 and "Traceback" not in err and "bug" not in err


def test_the_second_ctrl_c_does_not_wait(monkeypatch):
    ended = []
    monkeypatch.setattr(interrupts, "_came", False)
    monkeypatch.setattr(interrupts.os, "_exit", lambda status: ended.append(status))
    for expected in ([], [130]):
        with pytest.raises(KeyboardInterrupt):
            interrupts._stop()
        assert ended == expected and interrupts.came()


@pytest.mark.parametrize(
    "end",
    [
        SystemError("AST constructor recursion depth mismatch"),
        RuntimeError("cannot schedule new futures after shutdown"),
        PolitburoError(Problem("engine-build", "here", "the compiler was interrupted")),
        OSError(4, "Interrupted system call"),
        BrokenPipeError(),
        KeyboardInterrupt(),
    ],
    ids=lambda end: type(end).__name__,
)
def test_whatever_an_interrupted_command_ends_in_it_was_interrupted(monkeypatch, capsys, end):
    def load(*_):
        raise end

    monkeypatch.setattr("politburo.study.running.ensemble.load", load)
    monkeypatch.setattr(interrupts, "came", lambda: True)
    assert entry(["run", SMALL]) == 130
    assert capsys.readouterr().err.strip() == "interrupted: nothing was being saved"
    if isinstance(end, SystemError):
        monkeypatch.setattr(interrupts, "came", lambda: False)
        assert entry(["run", SMALL]) == 1


def test_a_ctrl_c_that_a_library_swallowed_is_noticed_at_the_next_block(monkeypatch, tmp_path):
    monkeypatch.setattr(interrupts, "came", lambda: bool(list(tmp_path.glob("parts/part-*"))))
    assert entry(["run", SMALL, "--histories", "640", "--no-blind", "--out", str(tmp_path)]) == 130
    assert 0 < len(list((tmp_path / "parts").iterdir())) < 10


def test_an_interruption_says_what_is_safe(monkeypatch, capsys):
    def load(*_):
        raise Interrupted("3 of 9 are safe")

    monkeypatch.setattr("politburo.study.running.ensemble.load", load)
    assert entry(["run", SMALL, "--json"]) == 130
    assert capsys.readouterr().err.strip() == "3 of 9 are safe"


def test_ctrl_c_before_a_command_begins(monkeypatch, capsys):
    from politburo import __main__

    def entered(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("politburo.cli.entry", entered)
    monkeypatch.setattr(interrupts, "watch", lambda: None)
    monkeypatch.setattr(sys, "argv", ["politburo", "catalog"])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 130 and capsys.readouterr().err == "interrupted\n"


def test_what_a_shell_runs_in_the_background_still_ignores_ctrl_c(monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        interrupts.watch()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        signal.signal(signal.SIGINT, signal.default_int_handler)
        interrupts.watch()
        assert signal.getsignal(signal.SIGINT) is interrupts._stop
    finally:
        signal.signal(signal.SIGINT, before)
