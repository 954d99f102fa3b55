"""Server-sent events whose numbers let a browser go on where it was cut off."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

STILL = 15.0  # seconds after which a silent stream says that it is still there
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Board:
    """The present state of some things by name. Every change has a number, which grows, also over a restart of the server.

    A watcher is told what has changed since a number: what changed twice meanwhile is told once, as it is now.
    """

    def __init__(self) -> None:
        self._now: dict[
            str, tuple[int, str]
        ] = {}  # name -> (number, what a stream says: made once for all watchers)
        self._number = int(time.time() * 1000)
        self._changed = asyncio.Event()
        self.closed = False

    def next(self) -> int:
        """A number greater than all before."""
        self._number = max(self._number + 1, int(time.time() * 1000))
        return self._number

    def post(self, name: str, event: str, data: Any, number: int | None = None) -> int:
        """Something is so from now on. `number` is that of `next`, where the data tell it."""
        self._number = number or self.next()
        text = f"id: {self._number}\nevent: {event}\ndata: {json.dumps(data)}\n\n"
        self._now[name] = self._number, text
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        return self._number

    def close(self) -> None:
        """End every stream."""
        self.closed = True
        self._changed.set()

    def since(self, number: int, wanted: Callable[[str], bool]) -> list[tuple[int, str]]:
        """What changed after a number, in order."""
        return sorted(entry for name, entry in self._now.items() if wanted(name) and entry[0] > number)

    async def watch(
        self, last: int, wanted: Callable[[str], bool] = lambda _: True, least: float = 0.0
    ) -> AsyncIterator[str]:
        """The text of a stream; at least `least` seconds lie between two tellings."""
        yield "retry: 1000\n\n"
        while not self.closed:
            changed = self._changed
            found = self.since(last, wanted)
            if found:
                last = found[-1][0]
                yield "".join(text for _, text in found)
            if found and least:
                await asyncio.sleep(least)
            if self._changed is not changed:
                continue
            try:
                await asyncio.wait_for(changed.wait(), STILL)
            except TimeoutError:
                yield ": still here\n\n"


def last_number(header: str | None) -> int:
    """The number in `Last-Event-ID`; 0 for none or nonsense.

    >>> last_number("17"), last_number(None), last_number("x")
    (17, 0, 0)
    """
    return int(header) if header and header.isascii() and header.isdecimal() and len(header) < 18 else 0
