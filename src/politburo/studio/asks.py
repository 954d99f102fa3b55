"""What may be asked that takes time, checked, and as the words of a command."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from politburo.errors import PolitburoError, Problem, control_character

if TYPE_CHECKING:
    from politburo.studio.places import Places
    from politburo.study.questions.counterfactual import Counterfactual
    from politburo.study.running.ensemble import Scenario

MOST_HISTORIES = 100_000
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}\Z")


def _sober(text: str) -> str:
    if control_character(text, "") or "\n" in text:
        raise ValueError("control-character")
    return text


Text = Annotated[str, Field(max_length=500), AfterValidator(_sober)]
Changes = Annotated[list[Text], Field(max_length=200)]
Histories = Annotated[int, Field(ge=1, le=MOST_HISTORIES)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
Params = Literal["", "prior", "default", "posterior"]


class Ask(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RunAsk(Ask):
    """`politburo run`."""

    kind: Literal["run"]
    case: Text
    histories: Histories = 256
    seed: Seed = 1
    start: Text = ""
    set: Changes = []
    given_record: Text = ""
    params: Params = ""
    reading: Text = ""
    off: Annotated[list[Text], Field(max_length=40)] = []


class CompareAsk(Ask):
    """`politburo compare`: `what` names a counterfactual that is ready, or `set` holds changes."""

    kind: Literal["compare"]
    case: Text
    what: Text = ""
    set: Changes = []
    date: Text = ""
    start: Text = ""
    histories: Histories = 256
    seed: Seed = 1
    params: Params = ""


class OddsAsk(Ask):
    """`politburo odds`: of a history of a `run`, or of a `case` given its record."""

    kind: Literal["odds"]
    run: Text = ""
    history: Text = "typical"
    case: Text = ""
    record: bool = False
    every: Annotated[int, Field(ge=1, le=1200)] = 6
    futures: Annotated[int | None, Field(ge=1, le=MOST_HISTORIES)] = None
    histories: Histories = 256
    seed: Seed = 1
    params: Params = ""


AnyAsk = Annotated[RunAsk | CompareAsk | OddsAsk, Field(discriminator="kind")]


def asked(plain: dict[str, Any]) -> Any:
    """An ask from plain data. Raises `PolitburoError` (usage) for what is none."""
    try:
        return TypeAdapter(AnyAsk).validate_python(plain)
    except ValidationError as error:
        problems = [
            Problem("usage", ".".join(map(str, one["loc"])), repr(one["input"])[:200], one["msg"])
            for one in error.errors()[:20]
        ]
        raise PolitburoError(problems) from None


@dataclass(frozen=True)
class Question:
    """An ask that is allowed. The same question has the same id; `of`: the number up to which its progress counts; `run`: the name of
    the folder in which a run will lie."""

    id: str
    kind: str
    ask: dict[str, Any]
    words: tuple[str, ...]
    title: str
    of: int
    run: str | None = None

    @property
    def command(self) -> str:
        """The command line, as a person would type it."""
        return shlex.join(["politburo", *self.words])


def question(ask: RunAsk | CompareAsk | OddsAsk, places: Places) -> Question:
    """Check an ask as its command would. Raises `PolitburoError` with what is wrong."""
    return {"run": _run, "compare": _compare, "odds": _odds}[ask.kind](ask, places)  # type: ignore[operator]


def _options(**given: Any) -> list[str]:
    """Options of a command; what is empty is left out."""
    found: list[str] = []
    for name, value in given.items():
        option = "--" + name.strip("_").replace("_", "-")
        for one in value if isinstance(value, list) else [value]:
            if one is True:
                found.append(option)
            elif one not in ("", None, False):
                found.append(f"{option}={one}")
    return found


def _made(ask: Ask, words: list[str], digest: str, title: str, of: int, run: str | None = None) -> Question:
    from politburo import MODEL_VERSION, __version__

    told = json.dumps([words, digest, __version__, MODEL_VERSION])
    kind = words[0]
    name = f"{kind}-{hashlib.sha256((run or told).encode()).hexdigest()[:16]}"
    return Question(name, kind, ask.model_dump(), tuple(words), title, of, run)


def _run(ask: RunAsk, places: Places) -> Question:
    from politburo.study.running.ensemble import load
    from politburo.study.running.headline import blind_histories
    from politburo.study.running.making import Request

    case = places.case(ask.case)
    party = load(case)
    party = party.start(ask.start) if ask.start else party
    party = party.change(*ask.set) if ask.set else party
    request = Request(
        ask.histories,
        ask.seed,
        ask.params or None,
        off=frozenset(ask.off),
        reading=ask.reading,
        given_record=ask.given_record or None,
    )
    folder = party.folder(places.runs, request).name
    words = ["run", case, *_options(histories=ask.histories, seed=ask.seed, start=ask.start, set=ask.set)]
    words += _options(off=ask.off, reading=ask.reading, params=ask.params, given_record=ask.given_record)
    title = f"{party.resolved.title}: {ask.histories:,} histories, seed {ask.seed}"
    of = ask.histories + (0 if ask.given_record else blind_histories(ask.histories))
    return _made(ask, words, party.resolved.digest, title, of, folder)


def change_of(ask: CompareAsk, case: str) -> tuple[Scenario, Counterfactual]:
    """The scenario and the change that are compared. Raises `PolitburoError`."""
    from politburo.study.questions.counterfactual import from_changes, named
    from politburo.study.running.ensemble import load

    if bool(ask.what) == bool(ask.set):
        found, allowed = ("both" if ask.what else "neither"), "the name of a counterfactual, or set"
        raise PolitburoError(Problem("usage", "what", found, allowed))
    if ask.what and not ID.match(ask.what):
        raise PolitburoError(Problem("usage", "what", ask.what[:100], "the id of a ready counterfactual"))
    change = named(case, ask.what) if ask.what else from_changes(ask.set, ask.date)
    change = change.model_copy(update={"date": ask.date}) if ask.date else change
    party = load(case)
    return party.start(ask.start) if ask.start else party, change


def _compare(ask: CompareAsk, places: Places) -> Question:
    from politburo.study.questions.counterfactual import month_of

    case = places.case(ask.case)
    party, change = change_of(ask, case)
    other = change.applied(party)
    month_of(party, change.date)
    words = ["compare", case, *([ask.what] if ask.what else []), *_options(set=ask.set, date=ask.date)]
    words += _options(start=ask.start, histories=ask.histories, seed=ask.seed, params=ask.params)
    title = f"{party.resolved.title}: {change.title}, {ask.histories:,} pairs, seed {ask.seed}"
    return _made(ask, words, party.resolved.digest + other.resolved.digest, title, ask.histories)


def _odds(ask: OddsAsk, places: Places) -> Question:
    from politburo.record import load_record
    from politburo.study.questions import asked as odds

    if bool(ask.run) == bool(ask.case):
        raise PolitburoError(
            Problem("usage", "case", "both" if ask.run else "neither", "a run, or a case with its record")
        )
    case = str(places.run(ask.run)) if ask.run else places.case(ask.case)
    one = bool(ask.run) and not ask.record
    how = {"every": ask.every, "futures": ask.futures, "seed": ask.seed, "params": ask.params or None}
    question = odds.asked(
        case,
        history=ask.history if one else None,
        given_record=None,
        histories=None if one else ask.histories,
        **how,  # type: ignore[arg-type]
    )
    if ask.record and load_record(question.resolved.id) is None:
        raise PolitburoError(
            Problem("record-missing", "record", question.resolved.id, "a case with a record")
        )
    words = ["odds", case, *_options(every=ask.every, futures=ask.futures)]
    words += _options(history=str(question.history)) if one else _options(histories=ask.histories)
    if ask.case:
        words += _options(seed=ask.seed, params=ask.params)
    about = f"history {question.history}" if one else "all histories"
    title = f"{question.resolved.title}: who was winning, {about}, every {ask.every} months"
    return _made(ask, words, question.resolved.digest, title, question.steps)
