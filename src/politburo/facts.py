"""What a run says of how it was made: the facts that its manifest, its summary and its tables have of it."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Provenance(TypedDict):
    """The software and machine that something is made with."""

    politburo: str  # versions
    model: str
    python: str
    numpy: str
    machine: str  # kind of processor
    block: int  # histories in a part of it
    simulated: bool


class OfCase(Provenance):
    """The same, of the work on a case."""

    case: str  # id
    scenario: str  # digest of its complete form
    seed: int


class OfParameters(TypedDict):
    """Where the parameters come from (`study.running.parameters`)."""

    params: str  # the word: prior, default, posterior or a table
    fixed: dict[str, float]  # values by name that come before it
    posterior: NotRequired[str]  # digest of the sets that were learned


class GivenRecord(TypedDict):
    """The record that a run is given, where it is given one."""

    day: str  # the last of which it knows
    record: str  # digest of the items


class Facts(OfCase, OfParameters):
    """What determines a run, and what was typed for it."""

    given: str  # the case as it was typed: id or folder
    start: str  # YYYY-MM-DD
    start_given: str  # as typed; empty where it is the case's own
    changes: list[str]  # PATH=VALUE
    histories: int
    blind: bool  # all traits equal
    off: list[str]  # mechanisms that do not happen
    reading: str  # empty where none is taken
    given_record: NotRequired[GivenRecord]
