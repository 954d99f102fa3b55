"""A class room: pupils answer a question from their phones. Nothing is kept but how many chose each answer.

Who joins with the code is given a random number, held in memory until the room closes, so that nobody answers a question twice; the
answer that a number gave is not held, only the count.
"""

from __future__ import annotations

import hmac
import secrets
import time
from typing import Any

from politburo.errors import PolitburoError, Problem
from politburo.studio.streams import Board

LETTERS = "ABCDEFGHJKLMNPQRTUVWXY3479"  # none that looks like another
CODE = 6
MOST_PUPILS = 200
WRONG, WINDOW = 60, 60.0  # wrong codes in so many seconds, after which none is looked at
NAME = "room"


class Room:
    """At most one class. `address`: what pupils type."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.board = Board()
        self.code = ""
        self.question: dict[str, Any] | None = None
        self.taking = False  # are answers taken?
        self.counts: dict[str, int] = {}
        self.asked = 0  # number of the question
        self._pupils: set[str] = set()
        self._answered: set[str] = set()
        self._wrong: list[float] = []

    @property
    def open(self) -> bool:
        return bool(self.code)

    def to_json(self) -> dict[str, Any]:
        """What the teacher sees."""
        return {
            "open": self.open,
            "code": self.code,
            "address": self.address,
            "question": self.question,
            "taking": self.taking,
            "counts": self.counts,
            "answered": sum(self.counts.values()),
            "joined": len(self._pupils),
        }

    def begin(self) -> None:
        """Open the room with a new code; who was in an earlier one is out."""
        self.close()
        self.code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
        self._tell()

    def close(self) -> None:
        """Close the room and forget all of it."""
        self.code, self.question, self.counts, self.taking = "", None, {}, False
        self._pupils, self._answered = set(), set()
        self._tell()

    def ask(self, question: str, options: list[dict[str, str]]) -> None:
        """Put a question; counts begin anew. Raises `PolitburoError` (usage) where the room is closed."""
        self._must_be_open()
        self.question = {"question": question, "options": options}
        self.counts = {option["id"]: 0 for option in options}
        self.taking, self._answered, self.asked = True, set(), self.asked + 1
        self._tell()

    def hold(self) -> None:
        """Take no more answers; counts stay."""
        self._must_be_open()
        self.taking = False
        self._tell()

    def _must_be_open(self) -> None:
        if not self.open:
            raise PolitburoError(Problem("usage", "room", "closed", "an open room", "", "open it first"))

    def _tell(self) -> None:
        self.board.post(NAME, "room", self.to_json())

    # --- pupils ----------------------------------------------------------------------------------------------------------

    def join(self, code: str) -> str | None:
        """A pupil's number for the right code, or None: a wrong one, too many wrong ones, or a full room."""
        now = time.monotonic()
        self._wrong = [at for at in self._wrong if now - at < WINDOW]
        if not self.open or len(self._wrong) >= WRONG or len(self._pupils) >= MOST_PUPILS:
            return None
        if not hmac.compare_digest(code.strip().upper().encode("utf-8", "replace"), self.code.encode()):
            self._wrong.append(now)
            return None
        pupil = secrets.token_urlsafe(16)
        self._pupils.add(pupil)
        self._tell()
        return pupil

    def knows(self, pupil: str) -> bool:
        return self.open and pupil in self._pupils

    def answered(self, pupil: str) -> bool:
        return pupil in self._answered

    def answer(self, pupil: str, asked: int, option: str) -> bool:
        """Count an answer; False where it is late, the second, or none of those offered."""
        late = asked != self.asked or not self.taking
        if late or not self.knows(pupil) or self.answered(pupil) or option not in self.counts:
            return False
        self._answered.add(pupil)
        self.counts = {**self.counts, option: self.counts[option] + 1}
        self._tell()
        return True
