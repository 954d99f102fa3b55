"""Errors for the person who wrote the file: a stable code, the place, what was found, what is allowed, how to fix it."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

EXIT_OK = 0
EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_DATA = 65
EXIT_NOT_FOUND = 66
EXIT_EXTRA = 69
EXIT_CREATE = 73
EXIT_IO = 74
EXIT_PARTIAL = 75
EXIT_VERIFY = 76
EXIT_INTERRUPTED = 130

#: code -> (meaning, exit status). Codes are stable: scripts may rely on them.
CODES: dict[str, tuple[str, int]] = {
    "case-unknown": ("no case or directory of this name", EXIT_NOT_FOUND),
    "file-missing": ("a file that is needed is not there", EXIT_NOT_FOUND),
    "file-unreadable": ("the file cannot be read", EXIT_IO),
    "file-too-large": ("the file is larger than allowed", EXIT_DATA),
    "file-outside": ("a link or path leads out of the scenario's directory", EXIT_DATA),
    "encoding": ("the file is not UTF-8 text", EXIT_DATA),
    "control-character": ("a character that could move or colour what a terminal shows", EXIT_DATA),
    "yaml-syntax": ("not valid YAML", EXIT_DATA),
    "yaml-forbidden": ("anchors, aliases, tags and merge keys are not allowed", EXIT_DATA),
    "yaml-too-deep": ("nested too deeply or too long", EXIT_DATA),
    "key-duplicate": ("the same key stands twice", EXIT_DATA),
    "key-unknown": ("no such field", EXIT_DATA),
    "key-missing": ("a required field is missing", EXIT_DATA),
    "csv-syntax": ("not a valid CSV row", EXIT_DATA),
    "column-unknown": ("no such column", EXIT_DATA),
    "column-missing": ("a required column is missing", EXIT_DATA),
    "value-type": ("the value has the wrong type", EXIT_DATA),
    "value-range": ("the value is out of range", EXIT_DATA),
    "value-choice": ("the value is not one of those allowed", EXIT_DATA),
    "value-missing": ("a value is needed here", EXIT_DATA),
    "date-invalid": ("not a date (YYYY, YYYY-MM or YYYY-MM-DD)", EXIT_DATA),
    "date-julian": ("the day exists in the Julian calendar only, and dates are Gregorian", EXIT_DATA),
    "date-reversed": ("the end is before the beginning", EXIT_DATA),
    "date-outside": ("the date is outside the scenario's window", EXIT_DATA),
    "date-after-start": ("the fact begins after the start, when nobody could know it", EXIT_DATA),
    "record-inside": ("inputs and record are separate files", EXIT_DATA),
    "id-invalid": ("ids are lower-case letters, digits, - and _", EXIT_DATA),
    "id-duplicate": ("the same id stands twice", EXIT_DATA),
    "id-unknown": ("nothing has this id", EXIT_DATA),
    "two-holders": ("two persons hold one office at the same time", EXIT_DATA),
    "two-seats": ("one person has two seats in one body at the same time", EXIT_DATA),
    "not-eligible": ("a person who is not eligible has a seat or an office", EXIT_DATA),
    "seats-above-size": ("more full members than seats", EXIT_DATA),
    "congress-count": ("exactly one body must be the congress", EXIT_DATA),
    "role-count": ("a body with this role is needed exactly once", EXIT_DATA),
    "elector-cycle": ("bodies elect each other in a circle", EXIT_DATA),
    "self-reference": ("a person cannot be his own patron or tie", EXIT_DATA),
    "too-many": ("more than the program accepts, or more problems than are listed", EXIT_DATA),
    "sum-wrong": ("numbers that must agree do not", EXIT_DATA),
    "source-missing": ("a value without a source must be marked assumed", EXIT_DATA),
    "parameter-unknown": ("no such parameter", EXIT_DATA),
    "path-unknown": ("no such place in the scenario", EXIT_DATA),
    "format-version": ("this version of the format is not known", EXIT_DATA),
    "run-missing": ("no saved run here", EXIT_NOT_FOUND),
    "run-exists": ("another run is already saved here", EXIT_CREATE),
    "work-exists": ("the work on another question is already kept here", EXIT_CREATE),
    "target-exists": ("what would be written is already there, and nothing is replaced unasked", EXIT_CREATE),
    "run-partial": ("the run was interrupted", EXIT_PARTIAL),
    "run-busy": ("another process is writing this run", EXIT_CREATE),
    "run-differs": ("histories simulated again are not those that were saved", EXIT_VERIFY),
    "run-damaged": ("a file of the run is not what was written", EXIT_VERIFY),
    "run-version": ("the run was saved by another version", EXIT_DATA),
    "posterior-missing": ("there are no learned parameters here", EXIT_NOT_FOUND),
    "posterior-version": ("the parameters were learned with another model or table", EXIT_DATA),
    "posterior-damaged": ("the learned parameters are not what was written", EXIT_VERIFY),
    "ledger-missing": ("there is no ledger of forecasts here", EXIT_NOT_FOUND),
    "ledger-damaged": ("the ledger of forecasts is not what was kept", EXIT_VERIFY),
    "outcome-rare": ("the outcome is too rare in these histories to say what it rests on", EXIT_DATA),
    "cannot-write": ("the file system refused to write", EXIT_IO),
    "not-a-number": ("not a finite number", EXIT_DATA),
    "game-size": ("too many or too few persons", EXIT_DATA),
    "game-memory": ("this needs more memory than there is", EXIT_DATA),
    "power-not-positive": ("powers must be above zero", EXIT_DATA),
    "weight-negative": ("weights must not be negative", EXIT_DATA),
    "alpha-out-of-range": ("the share to be exceeded is out of range", EXIT_DATA),
    "quota-out-of-range": ("no coalition, or every one, could meet the quota", EXIT_DATA),
    "coalition-unknown-person": ("the coalition names nobody of the group", EXIT_DATA),
    "no-limit": ("opinions settle nowhere", EXIT_DATA),
    "xml-syntax": ("not valid XML", EXIT_DATA),
    "json-syntax": ("not valid JSON", EXIT_DATA),
    "truth-missing": ("no truth file for this forecast", EXIT_NOT_FOUND),
    "record-missing": ("this case has no record", EXIT_NOT_FOUND),
    "essay-missing": ("this case has no essay beside its record", EXIT_NOT_FOUND),
    "holdout-closed": ("held-out data may not be looked at without an entry in the log", EXIT_DATA),
    "extra-missing": ("this needs an extra that is not installed", EXIT_EXTRA),
    "engine-build": ("the compiled engine cannot be used", EXIT_EXTRA),
    "patch-shape": ("a change with a date must leave the same persons, bodies and other entities", EXIT_DATA),
    "weights-few": ("too few histories are like the record", EXIT_DATA),
    "room-closed": ("the studio was not opened for a class", EXIT_CREATE),
    "usage": ("the command was used wrongly", EXIT_USAGE),
}


#: controls but tab and line break, changes of writing direction, halves of characters
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)")


def harmless(text: str) -> str:
    """The text with control characters written out.

    >>> harmless("a" + chr(27) + "[31mb")
    'a\\\\x1b[31mb'
    """
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


def control_character(text: str, where: str) -> Problem | None:
    """The problem of a text that holds a control character."""
    if CONTROL.search(text) is None:
        return None
    return Problem(
        "control-character", where, harmless(text)[:100], "letters, signs and spaces", "", "remove it"
    )


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and how to fix it. `where` is `file:line:column`, as far as known."""

    code: str
    where: str
    found: str
    allowed: str = ""
    nearest: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        meaning = CODES[self.code][0]
        lines = [f"{self.where}: {meaning} [{self.code}]", f"  found    {self.found}"]
        lines += [f"  allowed  {self.allowed}"] if self.allowed else []
        lines += [f"  nearest  {self.nearest}"] if self.nearest else []
        lines += [f"  fix      {self.remedy}"] if self.remedy else []
        return harmless("\n".join(lines))


class PolitburoError(Exception):
    """Every error meant for the user; holds all problems at once."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Problems survive the way from another process."""
        return type(self), (self.problems,)

    @property
    def exit_status(self) -> int:
        """The exit status of the first problem's code."""
        return CODES[self.problems[0].code][1] if self.problems else EXIT_BUG

    def to_json(self) -> dict:
        first = self.problems[0]
        return {
            "error": {
                "code": first.code,
                "message": CODES[first.code][0],
                "problems": [asdict(problem) for problem in self.problems],
            }
        }


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while something was being saved; the text says what is safe and how to go on."""


class ScenarioError(PolitburoError):
    """Something is wrong with a scenario's files."""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The allowed word most like `word`, or nothing."""
    match = difflib.get_close_matches(word[:100], itertools.islice(allowed, 2000), n=1, cutoff=0.6)
    return match[0] if match else ""
