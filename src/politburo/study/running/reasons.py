"""One history of a run as plain data: its events, and why one of them happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from politburo.words.causes import Story, story_of, why
from politburo.words.mattered import mattered

if TYPE_CHECKING:
    from politburo.study.running.run import Run


def story(run: Run, history: str | int) -> tuple[int, Story]:
    """(number of the history, its events with what is needed to speak of them)."""
    number = run.pick(history)
    return number, story_of(run.resolved, run.block_of(number), number)


def events_of(run: Run, history: str | int = "typical") -> dict[str, Any]:
    """{simulated, history, mattered, events: [{number, date, text}]}: every event of a history in a sentence.

    `mattered`: those of them that mattered most (`words.mattered`).
    """
    number, told = story(run, history)
    listed = [{"number": n, "date": day, "text": text} for n, (day, text) in enumerate(told.lines)]
    turns = [asdict(turn) for turn in mattered(told)]
    return {"simulated": True, "history": number, "mattered": turns, "events": listed}


def why_of(run: Run, history: str | int, event: int) -> dict[str, Any]:
    """{simulated, history, steps: [{number, date, sentence, reasons}]}: from an event back to facts (`words.causes.why`)."""
    number, told = story(run, history)
    return {"simulated": True, "history": number, "steps": [asdict(step) for step in why(told, event)]}
