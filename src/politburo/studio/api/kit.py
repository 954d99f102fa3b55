"""What every address has at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Request, Response

from politburo.studio.answers import Answers, told
from politburo.studio.guard import Sessions
from politburo.studio.jobs import Jobs
from politburo.studio.places import Places
from politburo.studio.room import Room

Start = Annotated[str, Query(max_length=10, description="start date, YYYY-MM-DD")]
Set = Annotated[
    list[str], Query(alias="set", default_factory=list, max_length=200, description="a change, PATH=VALUE")
]
History = Annotated[str, "a number, typical, nearest or strangest"]


@dataclass
class Kit:
    """What a studio is made of. `open`: the page it begins with; `address`: its own, without a path."""

    places: Places
    jobs: Jobs
    sessions: Sessions
    address: str
    open: str = "/"
    room: Room | None = None
    answers: Answers = field(default_factory=Answers)

    def case_words(self, case: str, start: str = "", changes: tuple[str, ...] = ()) -> list[str]:
        """Words of a command that name a case with changes."""
        words = [self.places.case(case), *([f"--start={start}"] if start else [])]
        return words + [f"--set={change}" for change in changes]


async def kit_of(request: Request) -> Kit:
    """The kit of the studio that is asked."""
    return request.app.state.kit


def stamp(path: str | Path) -> Any:
    """Changes when a scenario or run changes: what its files say of themselves."""
    path = Path(path)
    if path.is_dir():
        files = [p for p in path.iterdir() if p.is_file() and p.suffix in (".yaml", ".csv", ".json")]
        return tuple(sorted((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files))
    return (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else None


__all__ = ["History", "Kit", "Response", "Set", "Start", "kit_of", "stamp", "told"]
