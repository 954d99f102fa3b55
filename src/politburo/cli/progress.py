"""Progress on stderr by phase, with rate and time left: a bar on a terminal, elsewhere (batch queues) a line from time to time.

Where the environment says POLITBURO_PROGRESS=json, the lines are JSON for another program, and come often: {"phase", "done", "of"}.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from politburo.cli import interrupts

FIRST, EVERY = 2.0, 30.0  # seconds until the first line, and between lines, where there is no terminal
OFTEN = 0.2  # seconds between lines for another program
PREPARING, SIMULATING, MEASURING = "preparing", "simulating", "measuring"


class Bar:
    """One bar for several ensembles, run one after the other or side by side; the total grows where a part turns out to be longer."""

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self.parts: list[tuple[int, int]] = []  # (done, asked for) of every part
        self.bar: Any = None
        self.last = (time.monotonic(), 0)  # when the last line was written, and what was done by then
        self.every = FIRST
        self.now = PREPARING  # the phase
        self.plain = os.environ.get("POLITBURO_PROGRESS") == "json"
        self.told = -1.0  # when another program was told last

    def __enter__(self) -> Bar:
        if self.plain:
            self._tell(0, at_once=True)
        elif sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.bar.start()
            self.task = self.bar.add_task(PREPARING, total=self.total or None, rate="")
        return self

    def __exit__(self, *_: Any) -> None:
        if self.bar:
            self.bar.stop()

    def phase(self, what: str) -> None:
        """A phase begins of which nobody knows how long it takes: the bar moves without end."""
        before, self.now = self.now, what
        if self.plain:
            self._tell(sum(done for done, _ in self.parts), at_once=what != before)
        elif self.bar:
            self.bar.update(self.task, total=None, completed=0, description=what, rate="")
        elif what != before and time.monotonic() - self.last[0] >= FIRST:
            print(f"{what} ...", file=sys.stderr, flush=True)

    def part(self, what: str = SIMULATING) -> Callable[[int, int], None]:
        """A callback for one ensemble: (histories done, histories asked for)."""
        place = len(self.parts)
        self.parts.append((0, 0))

        def tell(done: int, asked: int) -> None:
            if (
                interrupts.came()
            ):  # and the exception was swallowed by a library that clears what it does not expect
                raise KeyboardInterrupt
            self.parts[place] = (done, asked)
            self.total = max(self.total, sum(asked for _, asked in self.parts))
            done = sum(done for done, _ in self.parts)
            self.now = what
            if self.plain:
                self._tell(done)
            elif not self.bar:
                self._line(what, done)
            else:
                speed = self.bar.tasks[0].speed
                rate = f"{speed:.0f}/s" if speed else ""
                self.bar.update(self.task, total=self.total, completed=done, description=what, rate=rate)
            if done >= self.total > 0:
                self.phase(MEASURING)

        return tell

    def _tell(self, done: int, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now - self.told >= OFTEN:
            self.told = now
            print(
                json.dumps({"phase": self.now, "done": done, "of": self.total}), file=sys.stderr, flush=True
            )

    def _line(self, what: str, done: int) -> None:
        now, (then, before) = time.monotonic(), self.last
        if now - then < self.every:
            return
        self.last, self.every = (now, done), EVERY
        if not done:
            print(f"{what} ...", file=sys.stderr, flush=True)
            return
        rate = (done - before) / (now - then)
        left = f", about {(self.total - done) / rate:.0f} s left" if rate > 0 else ""
        print(f"{what}: {done} of {self.total}, {rate:.1f}/s{left}", file=sys.stderr, flush=True)
