"""A studio in the present folder, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from politburo.studio.api.kit import Kit
from politburo.studio.guard import Sessions
from politburo.studio.jobs import Jobs
from politburo.studio.places import Places
from politburo.studio.room import Room
from politburo.studio.server import checked

PORT, COOKIE = 8617, "politburo_studio_8617"
ADDRESS = f"http://127.0.0.1:{PORT}"


def kit_for(**how: Any) -> Kit:
    """A studio in the present folder."""
    places = Places(Path("runs"), Path("scenarios"))
    jobs = Jobs(places.runs, checked(places), **how)
    return Kit(places, jobs, Sessions(), ADDRESS, room=Room("http://192.0.2.7:8618/"))


THREAD = ThreadPoolExecutor(1)


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner()


def lived(task: Coroutine[Any, Any, Any]) -> Any:
    """What comes of a task, in a thread of its own: a browser may have left a loop that runs in this one."""
    return THREAD.submit(lambda: _runner().run(task)).result()
