"""Answers as bytes of JSON: each is made once, whoever asks at the same time, and the last ones asked for are kept."""

from __future__ import annotations

import json
import shlex
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any
from urllib.parse import quote

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from politburo.errors import CODES, EXIT_BUG, PolitburoError

KEPT = 128 * 1024 * 1024  # bytes
PRINTABLE = "".join(chr(n) for n in range(32, 127) if chr(n) != "%")
#: exit status of a command -> HTTP status
STATUS = {2: 400, 65: 422, 66: 404, 69: 501, 73: 409, 74: 500, 75: 409, 76: 422}


class Answers:
    """A store of answers by key."""

    def __init__(self, kept: int = KEPT) -> None:
        self.kept, self.size = kept, 0
        self._found: OrderedDict[Hashable, bytes] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    async def soon(self, key: Hashable, make: Callable[[], Any]) -> bytes:
        """The same as `get` without holding up the event loop: what is there is given at once, what is not is made in a thread."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
        return found if found is not None else await run_in_threadpool(self.get, key, make)

    def get(self, key: Hashable, make: Callable[[], Any]) -> bytes:
        """The JSON of what `make` returns, made if nobody has asked for it lately."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            with self._lock:
                if key in self._found:
                    self._found.move_to_end(key)
                    return self._found[key]
            try:
                made = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
            finally:
                with self._lock:
                    self._locks.pop(key, None)
            with self._lock:
                self._found[key] = made
                self.size += len(made)
                while self.size > self.kept and len(self._found) > 1:
                    self.size -= len(self._found.popitem(last=False)[1])
            return made


def told(body: bytes | Any, command: list[str] | None = None, status: int = 200) -> Response:
    """An answer; `command` are the words that print the same."""
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    headers = {"x-command": quote(shlex.join(["politburo", *command]), safe=PRINTABLE)} if command else None
    return Response(data, status, headers, media_type="application/json")


def refused(error: PolitburoError) -> Response:
    """An error of the user's, in the shape that `--json` prints."""
    code = error.problems[0].code if error.problems else ""
    status = 500 if code not in CODES or error.exit_status == EXIT_BUG else STATUS.get(error.exit_status, 400)
    return told(error.to_json(), status=status)
