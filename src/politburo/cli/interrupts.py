"""Ctrl-C: whatever a command ends in after it, it was interrupted. Pressed twice it ends the program at once: what is saved is safe."""

from __future__ import annotations

import os
import signal
from typing import Any, NoReturn

from politburo.errors import EXIT_INTERRUPTED

_came = False


def watch() -> None:
    """Take Ctrl-C over from Python, unless it is ignored (as by a shell for what runs in the background)."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)


def _stop(*_: Any) -> NoReturn:
    global _came
    if _came:
        os._exit(EXIT_INTERRUPTED)
    _came = True
    raise KeyboardInterrupt


def came() -> bool:
    """Was Ctrl-C pressed?"""
    return _came
