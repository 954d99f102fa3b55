"""Work says which phase it is in and how long it will take, and is never silent for long."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import time

import pytest

from politburo.cli import progress

CLOCK = "politburo.cli.progress.time.monotonic"


def lines(monkeypatch, *steps):
    """What is written where there is no terminal; steps: (second, histories done of 100) or (second, phase)."""
    now, err = [0.0], io.StringIO()
    monkeypatch.setattr(CLOCK, lambda: now[0])
    monkeypatch.setattr(sys, "stderr", err)
    with progress.Bar(100) as bar:
        tell = bar.part()
        for now[0], what in steps:
            bar.phase(what) if isinstance(what, str) else tell(what, 100)
    return err.getvalue().splitlines()


def test_the_first_line_comes_after_two_seconds_and_estimates(monkeypatch):
    found = lines(monkeypatch, (1.0, 10), (2.0, 20), (4.0, 40), (33.0, 60))
    assert found == [
        "simulating: 20 of 100, 10.0/s, about 8 s left",
        "simulating: 60 of 100, 1.3/s, about 31 s left",
    ]


def test_measuring_is_named_once_all_are_done(monkeypatch):
    assert lines(monkeypatch, (2.0, 50), (9.0, 100)) == [
        "simulating: 50 of 100, 25.0/s, about 2 s left",
        "measuring ...",
    ]
    assert lines(monkeypatch, (9.0, 100), (19.0, progress.MEASURING)).count("measuring ...") <= 1
    assert lines(monkeypatch, (0.5, 100)) == []  # so short a run needs no words


def test_before_the_first_histories_there_is_no_rate(monkeypatch):
    assert lines(monkeypatch, (3.0, 0)) == ["simulating ..."]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_sees_every_phase_and_is_never_left_alone_for_two_seconds():
    mine, theirs = pty.openpty()
    words = [sys.executable, "-m", "politburo", "run", "ussr-1922", "--histories", "64", "--no-save"]
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as run:
        os.close(theirs)
        text, silence, last = b"", 0.0, None
        while True:
            try:
                part = os.read(mine, 65536)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            now = time.monotonic()
            silence = max(silence, now - last if last else 0.0)
            last, text = now, text + part
    os.close(mine)
    assert run.returncode == 0
    for phase in (progress.PREPARING, progress.SIMULATING, progress.MEASURING):
        assert phase.encode() in text, phase
    assert silence < 2.0
