"""The story of the essay from which a case sets out: what it says, what is documented, in how many histories such a thing happens.

`Essay.to_json()`: {simulated, case, title, interval, seed, systems: [{number, id, title, says, documented, verdicts: {yes, partly, no},
claims: their ids, disputed: claims not borne out or only in part, stages, events, note, needs_start, counted: [{sign, about, start,
histories, count, share, low, high, history: the first in which it occurs or None, command that shows it}]}]}. A system whose histories
begin too late for it has `late`: the command that counts it from an earlier start.
"""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.signs import SIGNS, sign_found
from politburo.measures.summary import share
from politburo.record.essay import NO, PARTLY, VERDICTS, System, essays, read_essay
from politburo.study.running.tables import called
from politburo.words.essay import Claim, Count, Part, Stage
from politburo.words.essay import Essay as Told

if TYPE_CHECKING:
    from politburo.study.running.run import Run


@dataclass(frozen=True)
class Essay:
    """The answer: see the module's text."""

    case: str
    title: str
    seed: int
    systems: list[Part]

    def to_json(self) -> Told:
        """Everything as plain data."""
        return Told(simulated=True, interval="Wilson, 95 %", **dataclasses.asdict(self))


def systems_of(case: str, numbers: Sequence[str] = ()) -> list[System]:
    """The systems of a case's essay, or those with some numbers. Raises `PolitburoError` (essay-missing, usage)."""
    found = read_essay(case)
    if not found:
        known = essays()
        remedy = "name one of these cases, or add the table essay.csv to the case's record"
        problem = Problem("essay-missing", "CASE", case[:100], ", ".join(known), nearest(case, known), remedy)
        raise PolitburoError(problem)
    known = {str(system.number) for system in found}
    wrong = [number for number in numbers if number not in known]
    if wrong:
        raise PolitburoError(Problem("usage", "PART", ", ".join(wrong)[:100], f"1 to {len(found)}"))
    return [system for system in found if not numbers or str(system.number) in numbers]


def earlier_starts(systems: Iterable[System], start: str) -> list[str]:
    """The days, before a start, from which histories have to begin to show some of the systems."""
    return sorted(
        {system.needs_start for system in systems if system.needs_start and system.needs_start < start}
    )


def essay(run: Run, earlier: Mapping[str, Run] | None = None, numbers: Sequence[str] = ()) -> Essay:
    """What the essay says of each system beside what is documented and what happens in the histories of a run.

    `earlier` holds runs of the same case from earlier starts, by their day: what needs such a start is counted in them. With
    `numbers` only those parts. Raises `PolitburoError` (essay-missing, usage).
    """
    case = run.resolved.id
    systems, start = systems_of(case, numbers), str(run.resolved.start)
    runs = {start: run, **(earlier or {})}
    needed = {
        system.id: system.needs_start if earlier_starts([system], start) else start for system in systems
    }
    counts = {day: counted(runs[day], _signs(systems, needed, day)) for day in runs}
    return Essay(
        case,
        run.resolved.title,
        int(run.facts["seed"]),
        [told(system, run, counts.get(needed[system.id])) for system in systems],
    )


def _signs(systems: Iterable[System], needed: Mapping[str, str], day: str) -> list[str]:
    return list(dict.fromkeys(sign for s in systems if needed[s.id] == day for sign in s.signs))


def counted(run: Run, signs: Iterable[str]) -> dict[str, Count]:
    """Of each sign: in how many histories of a run it occurs, with an interval, and the command that shows the first of them."""
    signs = list(signs)
    found: dict[str, list[Array]] = {sign: [] for sign in signs}
    for block in run.blocks():
        for sign in signs:
            found[sign].append(sign_found(sign, block, run.resolved))
    rows: dict[str, Count] = {}
    for sign, parts in found.items():
        occurs = np.concatenate(parts)
        count, first = int(occurs.sum()), int(occurs.argmax()) if occurs.any() else None
        rows[sign] = {
            "sign": sign,
            "about": SIGNS[sign].about,
            "start": str(run.resolved.start),
            "histories": len(run),
            "count": count,
            **share(count, len(run)),
            "history": first,
            "command": _command(run, first),
        }
    return rows


def _command(run: Run, history: int | None) -> str:
    if history is None or run.saved is None:
        return ""
    words = ["politburo", "show", str(run.saved.folder), "--chronicle", "--history", str(history)]
    return shlex.join(words)


def told(system: System, run: Run, counts: Mapping[str, Count] | None) -> Part:
    """One system as plain data; `counts` is None where no histories begin early enough."""
    verdicts = [claim.verdict for claim in system.claims]
    disputed = [claim for verdict in (NO, PARTLY) for claim in system.claims if claim.verdict == verdict]
    late = "" if counts is not None else shlex.join(["politburo", "essay", run.resolved.id])
    return {
        "number": system.number,
        "id": system.id,
        "title": system.title,
        "says": system.says,
        "documented": system.documented,
        "verdicts": {verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "claims": [claim.id for claim in system.claims],
        "disputed": [Claim(**dataclasses.asdict(claim)) for claim in disputed],
        "stages": [_stage(row, run.names) for row in system.stages],
        "events": [
            {"date": row["date"], "title": row["title"], "source": row["source"]} for row in system.events
        ],
        "counted": [] if counts is None else [counts[sign] for sign in system.signs],
        "note": system.note,
        "needs_start": system.needs_start,
        "late": late,
    }


def _stage(row: Mapping[str, str], names: dict[str, str]) -> Stage:
    people = lambda cell: [called(names, person) for person in filter(None, cell.split(";"))]  # noqa: E731
    return {
        "label": row["label"],
        "customary": row["customary"],
        "from": row["from"],
        "to": row["to"],
        "side_a": people(row["side_a"]),
        "side_b": people(row["side_b"]),
        "causes": row["causes"],
        "arenas": row["arenas"],
        "outcome": row["outcome"],
        "source": row["source"],
    }
