"""A studio that is served to browsers, as a user starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue
from typing import Any

PATIENCE = 120_000  # milliseconds: machines that run tests may be busy


class Served:
    """A studio in a folder of its own, with a saved run of a case that has a documented course; pupils may join a class."""

    def __init__(self, place: Path) -> None:
        self.lines: Queue[str] = Queue()
        command = [sys.executable, "-u", "-m", "politburo", "studio", "--no-browser", "--lan"]
        pipes: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
        }
        self.process = subprocess.Popen(
            command, cwd=place, text=True, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}, **pipes
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self.place = place
        self.first = self._address()
        self.base = self.first.split("/?")[0]
        self.run = next(path.name for path in (place / "runs").iterdir() if path.name[0] != ".")

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line)

    def _address(self) -> str:
        while True:
            found = re.search(r"http://\S+token=\S+", self.lines.get(timeout=90))
            if found:
                return found[0]
