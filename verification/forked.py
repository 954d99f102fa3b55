"""Run a command of the program in this process, or in a child of it, which has loaded everything: quicker than a new one."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCE))


def warm() -> None:
    """Load what commands load, so that children need not."""
    from politburo.cli import interrupts, show, store  # noqa: F401
    from politburo.study.running import (
        export,  # noqa: F401
        verify,  # noqa: F401
    )

    inside(["run", "heir", "--histories", "2", "--no-save"], 60)


def begin(words: list[str], talk: Path, first: Callable[[], None] = lambda: None) -> int:
    """Begin a command and return the number of its process; what it prints lands in a file. `first` is called in the child before it."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 99
    try:
        out = os.open(talk, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        first()
        from politburo.cli import entry, interrupts

        interrupts.watch()
        status = entry(words)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status (negative: the signal that ended it) and what it said."""

    status: int
    said: str

    @property
    def clean(self) -> bool:
        """Neither a traceback nor a bug nor the end of patience."""
        return self.status in STATUSES and "Traceback" not in self.said and "this is a bug" not in self.said


STATUSES = (0, 2, 65, 66, 69, 73, 74, 75, 76, 130)


def call(words: list[str], first: Callable[[], None] = lambda: None, patience: int = 600) -> Ended:
    """Run a command to its end; after so many seconds it is ended by a signal."""
    with tempfile.NamedTemporaryFile() as talk:

        def limited() -> None:
            signal.alarm(patience)
            first()

        _, status = os.waitpid(begin(words, Path(talk.name), limited), 0)
        return Ended(os.waitstatus_to_exitcode(status), Path(talk.name).read_text(errors="replace"))


class Late(BaseException):
    """A command took longer than it may."""


def inside(words: list[str], patience: int) -> Ended:
    """Run a command in this process; one that takes more seconds of processor time than it may (or ten times as many by the clock) has
    the status 98."""

    def late(*_: object) -> None:
        raise Late

    from politburo.cli import entry

    for kind in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(kind, late)
    said = io.StringIO()
    try:
        signal.alarm(10 * patience)
        signal.setitimer(signal.ITIMER_PROF, patience)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = entry(words)
    except Late:
        status = 98
    except SystemExit as error:
        status, said = 97, io.StringIO(f"left by SystemExit {error.code}")
    finally:
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0)
    return Ended(status, said.getvalue())
